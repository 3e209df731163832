"""JSON Schemas (draft 2020-12) of what the `claims` commands take and give."""

from __future__ import annotations

from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.reading import SUFFIXES
from frankpledge.documents.checking.spec import KINDS
from frankpledge.kernel.results import WarningCode

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {
        "type": "object", "properties": properties, "required": list(properties) if required is None else required,
    }  # fmt: skip


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _common(verdicts: list[str], about: str) -> Schema:
    caution = _object(
        {
            "code": {"enum": [str(code) for code in WarningCode], "description": "a published warning code"},
            "where": _text("the place in the document"),
            "text": _text("in words"),
        }
    )
    reason = _object({"clause": _text("the rule"), "working": _text("in words")})
    return {
        "verdict": {"enum": verdicts, "description": about},
        "values": {
            "type": "object",
            "description": "how many claims there are of each verdict, or what was asked",
        },
        "reasons": _list(reason, "how the answer came about"),
        "warnings": _list(caution, "what to mind besides"),
        "method": _text("the method used"),
    }


CLAIM = _object(
    {
        "text": _text("the sentence or cell in which the claim stands"),
        "where": _text("paragraph number, line, or table with row and column"),
        "kind": _text(
            "count, money, percent, percent_of, change_from, total, rate, cumulative, rank, average, difference, fraction, "
            "multiple, comparison, list-count, date, period, percentage points, or reference"
        ),
        "stated": _text("as written"),
        "computed": _text("what the rest of the document makes it; empty where nothing does"),
        "verdict": {
            "enum": [str(one) for one in Verdict],
            "description": "convention: it holds under a way of rounding or speaking that `because` names; unbound: nothing in "
            "the document makes it or is made of it; not-verifiable: nothing in a document could tell (an age, a name, a source)",
        },
        "because": _text("the working, in words"),
    }
)  # fmt: skip
COLUMN = _object(
    {
        "name": _text("the heading"),
        "kind": {"enum": list(KINDS), "description": "what the column holds"},
        "of": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "the columns it is made of: the whole of a share, the old number of a change, the base of a rate, the "
            "counts of a total, running total or rank; two names are part and whole, or old and new",
        },
        "per": {"type": "integer", "minimum": 1, "description": "of a rate: per how many"},
        "places": {"type": "integer", "minimum": 0, "description": "decimal places it is rounded to, half up"},
    },
    ["name", "kind"],
)  # fmt: skip
TABLE = _object(
    {
        "columns": _list(COLUMN, "one for each cell of a row"),
        "rows": _list(
            {"anyOf": [{"type": "array"}, {"type": "object"}]},
            "lists in the order of the columns, or objects by name",
        ),
        "caption": _text("what the table is called"),
    },
    ["columns", "rows"],
)
FILE: Schema = {
    "$schema": DRAFT,
    "title": "claims check: what it takes on the command line",
    **_object({"file": _text(f"FILE: one of {', '.join(SUFFIXES)}")}),
    "$defs": {
        "json file": {
            "anyOf": [
                TABLE,
                _object({"text": _text("prose"), "tables": _list(TABLE, "described tables")}, []),
                _list(TABLE, "several described tables"),
            ]
        }
    },
}
POSSIBLE_IN: Schema = {
    "$schema": DRAFT,
    "title": "claims possible: what it takes on the command line",
    **_object(
        {
            "percent": _text("--percent P: a share in per cent"),
            "of": {"type": "integer", "minimum": 1, "description": "--of N: the whole"},
            "change": _text("--change P: a change in per cent; below 0 is a fall"),
            "to": {"type": "integer", "minimum": 0, "description": "--to N: the new count"},
            "places": {
                "type": "integer", "minimum": 0, "maximum": 6,
                "description": "--places K: decimal places P was rounded to; left out, those that P is written with",
            },
        },
        [],
    ),
    "oneOf": [{"required": ["percent", "of"]}, {"required": ["change", "to"]}],
}  # fmt: skip
SCHEMAS: dict[str, Schema] = {
    "claims check": {
        "input": FILE,
        "output": {
            "$schema": DRAFT,
            "title": "claims check: what it gives",
            **_object(
                {
                    **_common(
                        ["contradicted", "confirmed", "nothing-contradicted", "no-claims"],
                        "contradicted: at least one claim is; nothing-contradicted: none is, and some are unbound",
                    ),
                    "claims": _list(CLAIM, "every number and comparison, in reading order"),
                }
            ),
        },
    },
    "claims possible": {
        "input": POSSIBLE_IN,
        "output": {
            "$schema": DRAFT,
            "title": "claims possible: what it gives",
            **_object(
                {
                    **_common(["possible", "impossible"], "impossible: no whole number gives the percentage"),
                    "counts": _list(
                        {"type": "integer"},
                        "with --percent the parts of N, with --change the old counts, that give it; the first 10,000",
                    ),
                }
            ),
        },
    },
}
