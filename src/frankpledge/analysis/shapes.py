"""Builders of JSON Schema (draft 2020-12) for the commands of this room: what an object, a number, a list may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from frankpledge.kernel.results import WarningCode

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
COMMON = ("verdict", "values", "reasons", "warnings", "method")
"""The keys that every answer has."""


def record(properties: Schema, required: Iterable[str] | None = None, description: str = "") -> Schema:
    """An object. Without `required`, all its properties are."""
    needed = list(properties) if required is None else list(required)
    shape: Schema = {"type": "object", "properties": properties, "required": needed}
    return {**shape, "description": description} if description else shape


def number(description: str, *, null: bool = False, **limits: object) -> Schema:
    return {"type": ["number", "null"] if null else "number", "description": description, **limits}


def chance(description: str, *, null: bool = False) -> Schema:
    """A number from 0 to 1."""
    return number(description, null=null, minimum=0, maximum=1)


def whole(description: str, *, null: bool = False, **limits: object) -> Schema:
    return {"type": ["integer", "null"] if null else "integer", "description": description, **limits}


def text(description: str, *, null: bool = False) -> Schema:
    return {"type": ["string", "null"] if null else "string", "description": description}


def flag(description: str) -> Schema:
    return {"type": "boolean", "description": description}


def choice(values: Iterable[str], description: str, default: str | None = None) -> Schema:
    shape: Schema = {"enum": [str(value) for value in values], "description": description}
    return shape if default is None else {**shape, "default": default}


def listed(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def table(columns: Schema, required: Iterable[str], description: str) -> Schema:
    """A CSV file, told by the object that each of its rows is."""
    return {**record(columns, required), "description": f"path of a UTF-8 CSV file with a heading line, one object a row; {description}"}  # fmt: skip


def takes(command: str, properties: Schema, required: Sequence[str]) -> Schema:
    """What a command takes on the command line."""
    return {
        "$schema": DRAFT,
        "title": f"{command}: what it takes on the command line",
        **record(properties, required),
    }


def gives(
    command: str,
    verdicts: Iterable[str],
    verdict: str,
    values: str,
    extra: Schema,
    *,
    optional: Iterable[str] = (),
) -> Schema:
    """What a command answers: the common keys and those of its own, all there but the `optional`."""
    caution = record(
        {
            "code": choice(tuple(WarningCode), "one of the published warning codes"),
            "where": text("the argument, row or period"),
            "text": text("in words"),
        }
    )
    reason = record({"clause": text("the method or rule and its source"), "working": text("in words")})
    common: Schema = {
        "verdict": choice(verdicts, verdict),
        "values": {"type": "object", "description": f"what was asked, as it was understood: {values}"},
        "reasons": listed(reason, "how the verdict came about"),
        "warnings": listed(caution, "what to mind before printing the result"),
        "method": text("the method used, in one line"),
    }
    left_out = set(optional)
    needed = [key for key in (*common, *extra) if key not in left_out]
    return {"$schema": DRAFT, "title": f"{command}: what it gives", **record({**common, **extra}, needed)}
