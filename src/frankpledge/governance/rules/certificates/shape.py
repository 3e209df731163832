"""Whether a value has the shape that a JSON Schema asks for: the part of the language that the published schema uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Schema = Mapping[str, object]
KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
}  # fmt: skip


def faults(value: object, schema: Schema, where: str = "", root: Schema | None = None) -> Iterator[str]:
    """Every place at which a value has another shape, in words that name it."""
    root = schema if root is None else root
    if reference := schema.get("$ref"):
        schema = _referred(root, str(reference))
    if options := schema.get("anyOf"):
        yield from _any_of(value, options, where, root)
        return
    yield from _plain(value, schema, where)
    if not _is_kind(value, schema):
        return
    if isinstance(value, dict):
        yield from _object(value, schema, where, root)
    elif isinstance(value, list) and isinstance(schema.get("items"), Mapping):
        for number, one in enumerate(value):
            yield from faults(one, schema["items"], f"{where}[{number}]", root)  # type: ignore[arg-type]


def _referred(root: Schema, reference: str) -> Schema:
    found: object = root
    for step in reference.removeprefix("#/").split("/") if reference != "#" else ():
        found = found[step] if isinstance(found, Mapping) else {}
    return found if isinstance(found, Mapping) else {}


def _any_of(value: object, options: object, where: str, root: Schema) -> Iterator[str]:
    tried = [list(faults(value, one, where, root)) for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []  # fmt: skip
    if tried and all(tried):
        yield from min(tried, key=len)


def _is_kind(value: object, schema: Schema) -> bool:
    kind = schema.get("type")
    if not isinstance(kind, str):
        return True
    if kind == "integer" and isinstance(value, bool):
        return False
    return isinstance(value, KINDS[kind])


def _plain(value: object, schema: Schema, where: str) -> Iterator[str]:
    if not _is_kind(value, schema):
        yield f"{where or 'the file'} should be of the kind {schema['type']}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{where} should be ‘{schema['const']}’"
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        yield f"{where} should be one of {', '.join(map(str, choices))}"
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and isinstance(value, str) and not re.search(pattern, value):
        yield f"{where} is not written as it should be"
    least = schema.get("minimum")
    if isinstance(least, int) and isinstance(value, int) and value < least:
        yield f"{where} is below {least}"


def _object(value: dict[str, object], schema: Schema, where: str, root: Schema) -> Iterator[str]:
    known = schema.get("properties")
    known = known if isinstance(known, Mapping) else {}
    required = schema.get("required")
    for name in required if isinstance(required, list) else ():
        if name not in value:
            yield f"{_within(where, name)} is missing"
    other = schema.get("additionalProperties", True)
    for name, one in value.items():
        if name in known:
            yield from faults(one, known[name], _within(where, name), root)
        elif other is False:
            yield f"{_within(where, name)} is not part of a certificate"
        elif isinstance(other, Mapping):
            yield from faults(one, other, _within(where, name), root)


def _within(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
