"""As much of JSON Schema (draft 2020-12) as the published schemas use, for holding answers against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

KINDS = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int, "number": (int, float),
}  # fmt: skip
KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items",
    "enum", "const", "anyOf", "oneOf", "pattern", "minimum", "minItems", "format",
}  # fmt: skip


def mistakes(value, schema, root=None, where="$") -> list[str]:
    """Everything in which a value differs from a schema. A word of a schema that is not known here is an error."""
    root = schema if root is None else root
    unknown = set(schema) - KNOWN
    assert not unknown, f"{where}: the schema says {unknown}, which is not held here"
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return mistakes(value, target, root, where)
    return [
        *_alone(value, schema, where),
        *_any(value, schema, root, where),
        *_inside(value, schema, root, where),
    ]


def _is(value, kind) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, KINDS[kind])


def _alone(value, schema, where) -> Iterator[str]:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{where}: {value!r} is not {' or '.join(kinds)}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r} is not {schema['const']!r}"
    if "minimum" in schema and isinstance(value, int) and value < schema["minimum"]:
        yield f"{where}: {value} is below {schema['minimum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not match {schema['pattern']}"
    if schema.get("format") == "date" and isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            yield f"{where}: {value!r} is no day"


def _any(value, schema, root, where) -> Iterator[str]:
    for word in ("anyOf", "oneOf"):
        if word in schema:
            fits = sum(1 for one in schema[word] if not mistakes(value, one, root, where))
            if not fits or (word == "oneOf" and fits > 1):
                yield f"{where}: {value!r} fits {fits} of the shapes under {word}"


def _inside(value, schema, root, where) -> Iterator[str]:
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from (f"{where}: {key} is missing" for key in schema.get("required", ()) if key not in value)
        for key, one in value.items():
            shape = known.get(key, schema.get("additionalProperties", True))
            if shape is False:
                yield f"{where}: {key} is not in the schema"
            elif shape is not True:
                yield from mistakes(one, shape, root, f"{where}.{key}")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            yield f"{where}: fewer than {schema['minItems']}"
        for number, one in enumerate(value if "items" in schema else ()):
            yield from mistakes(one, schema["items"], root, f"{where}[{number}]")
