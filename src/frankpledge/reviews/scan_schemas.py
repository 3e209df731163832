"""JSON Schemas (draft 2020-12) of what `review scan` takes and gives. The input is the export of a vault."""

from __future__ import annotations

from frankpledge.kernel.results import WarningCode
from frankpledge.reviews.rules.scanning.kinds import KINDS
from frankpledge.reviews.rules.scanning.patterns import Found
from frankpledge.reviews.rules.scanning.terms import FORMAT

Schema = dict[str, object]


def _object(properties: Schema, required: list[str], description: str = "") -> Schema:
    return {"type": "object", "properties": properties, "required": required, "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


TERM = _object(
    {
        "term_id": _text("the term's id in the vault; hits give it back"),
        "kind": {
            "anyOf": [{"enum": sorted(KINDS)}, {"type": "string"}],
            "description": "what it is: "
            + "; ".join(f"{kind}: {said}" for kind, said in sorted(KINDS.items()))
            + ". Usual other words for these are understood (dob, telephone, nhs_number, vehicle_registration …)",
        },
        "value": _text(
            "as it is written; days as 2019-04-03 or as people write them, the day before the month"
        ),
        "variants": {
            "type": "array",
            "items": {"type": "string"},
            "description": "other ways to write it, if any",
        },
    },
    ["term_id", "kind", "value"],
    "one thing that must not be found",
)
EXPORT: Schema = {
    "description": "VAULT_EXPORT: an object with the terms, or the bare list of them",
    "anyOf": [
        _object(
            {
                "format": {"const": FORMAT},
                "case": _text("the review it belongs to"),
                "terms": {"type": "array", "items": TERM, "minItems": 1},
            },
            ["terms"],
        ),
        {"type": "array", "items": TERM, "minItems": 1},
    ],
}
HIT = _object(
    {
        "term_id": _text("which term"),
        "kind": _text("its kind"),
        "where": _text(
            "the part and the place in it: paragraph, page, sheet and cell, line, property. Never what was found"
        ),
        "how": {"enum": [str(each) for each in Found], "description": "how it was recognised"},
        "certainty": {
            "enum": ["certain", "possible"],
            "description": "possible: the same letters may mean something else",
        },
    },
    ["term_id", "kind", "where", "how", "certainty"],
)
OUTPUT = _object(
    {
        "verdict": {"enum": ["clean", "hits"], "description": "hits: the file may not be published as it is"},
        "values": _object(
            {
                "sha256": _text("of the bytes that were read: the verdict is of exactly these"),
                "terms": _count("terms looked for"),
                "terms_found": _count("terms found"),
                "hits": _count("hits"),
                "stretches_read": _count("stretches of text that were read"),
            },
            ["sha256", "terms", "terms_found", "hits", "stretches_read"],
        ),
        "reasons": {
            "type": "array",
            "items": _object(
                {"clause": _text("the source"), "working": _text("in words")}, ["clause", "working"]
            ),
        },
        "warnings": {
            "type": "array",
            "items": _object(
                {
                    "code": {"enum": [str(code) for code in WarningCode]},
                    "where": _text("the part"),
                    "text": _text("in words"),
                },
                ["code", "where", "text"],
            ),
        },
        "method": _text("how it was done"),
        "hits": {"type": "array", "items": HIT},
    },
    ["verdict", "values", "reasons", "warnings", "method", "hits"],
)
SCHEMAS: dict[str, Schema] = {
    "review scan": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "review scan",
        "description": "Files that are bombs, protected, damaged, with macros or of an unknown kind are refused: exit status 2.",
        "input": _object(
            {
                "FILE": _text("a DOCX, ODT, PDF, XLSX, ODS, HTML, TXT, CSV or JSON"),
                "VAULT_EXPORT": EXPORT,
            },
            ["FILE", "VAULT_EXPORT"],
        ),
        "output": OUTPUT,
    }
}
