"""JSON Schemas (draft 2020-12) of what the disclosure commands take and give."""

from __future__ import annotations

from frankpledge.analysis.disclosure.audit import METHOD
from frankpledge.analysis.schemas import COMMON, DRAFT, Schema, _choice, _common, _count, _number, _text


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {"type": "object", "properties": properties, "required": required or []}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _whole(verdicts: tuple[str, ...], extra: Schema, values: Schema, method: str) -> Schema:
    properties = {**_common(verdicts, "what came of it", values, (method,)), **extra}
    return _object(properties, [*COMMON, *extra])


PROTECTED, NOTHING, NOT_SAFE = "protected", "nothing to withhold", "cannot be protected"
SAFE, EXPOSED = "safe", "exposed"
ROUNDED = "rounded"
CHOSEN = (
    "cells under the threshold; further cells by mixed integer programming (Fischetti and Salazar 2001, HiGHS); every "
    "withheld cell audited by two linear programmes"
)
TO_BASE = (
    "each count to the nearest multiple of the base; totals from the true total, so tables need not add up"
)
TABLE = (
    "CSV in one of two forms. A cross-table: labels of rows in the first column, labels of columns in the heading, counts in "
    "the cells. A list: columns of labels and one column called value, count, n or number; optional columns cell (a name of "
    "its own, by which linked tables share it) and cost (what withholding it loses). A row or column labelled Total, Totals "
    "or All holds the sums of the others. A cell is named by its labels: North|Fraud, North|Total, Total|Fraud. Cells without "
    "a number (empty, withheld, *, [c]) are not known"
)
RULES: Schema = _object(
    {
        "threshold": _number("counts from 1 to one below it are withheld", default=5),
        "zeros": _choice(
            ("show", "withhold", "group"),
            "group: a nought is withheld where it tells that all of a group are in one cell",
            "show",
        ),
        "singletons": {"type": "boolean", "default": True, "description": "nobody who is the one case of a cell may work out another"},
        "protection": _number("least width of the interval in which a reader can place a withheld count; the threshold when left out"),
        "least": _number("what readers know a withheld count to be at least: 1 where noughts are always shown", default=0),
        "cost": _choice(("value", "cells"), "what withholding loses: the count, or one a cell", "value"),
        "keep": _list(_text("a cell that is never withheld")),
    }
)  # fmt: skip
_TOLD = _object(
    {
        "id": _text("cell"),
        "low": _number("the least it can be for a reader who knows all that is shown"),
        "high": {"type": ["number", "null"], "description": "the most; null without bound"},
        "exposed": {"type": "boolean", "description": "the interval is narrower than protection, or a singleton can work it out"},
        "role": _text("primary, secondary or withheld before"),
        "by": _text("the singleton to whom alone it is exposed; empty otherwise"),
    }
)  # fmt: skip
_IDS = _list(_text("cell, in the order of the tables"))

SCHEMAS: dict[str, Schema] = {
    "disclose protect": {
        "$schema": DRAFT,
        "title": "disclose protect",
        "description": "./frankpledge disclose protect T.csv [--linked T2.csv …] [--rules R.json|R.toml] [--previous DIR] [--json]",
        "input": _object(
            {
                "T.csv": _text(TABLE),
                "--linked": _text("another table that shares cells with the first; may be given several times"),
                "--rules": RULES,
                "--previous": _text("a folder of tables published before, in the same forms: what they show is known to readers and cannot be taken back"),
            }
        ),
        "output": _whole(
            (PROTECTED, NOTHING, NOT_SAFE),
            {
                "primary": _IDS,
                "secondary": _IDS,
                "cost": _number("what the secondary cells lose, in the unit of cost"),
                "optimal": {"type": "boolean", "description": "no cheaper set of secondary cells would do"},
                "intervals": _list(_TOLD),
                "exposed": _IDS,
                "already_public": _list(_text("a cell to be withheld that an earlier release shows")),
                "revised": _list(_text("a cell whose earlier value was another")),
                "sentences": _list(_text("what was withheld, ready to print")),
                "tables": _list(_object({"file": _text("name"), "rows": _list(_list(_text("cell as published")))})),
            },
            {"cells": _count("cells of all tables"), "sums": _count("sums between them"), "primary": _count("withheld by the rules"), "secondary": _count("withheld for their sake")},
            CHOSEN,
        ),
    },
    "disclose audit": {
        "$schema": DRAFT,
        "title": "disclose audit",
        "description": "./frankpledge disclose audit P.json [--json]",
        "input": _object(
            {
                "cells": _list(_object({
                    "id": _text("name; several tables may use it"),
                    "value": {"type": ["number", "null"], "description": "needed where the cell is shown; may be left out where it is withheld"},
                    "withheld": {"type": "boolean", "default": False},
                    "role": _choice(("primary", "secondary"), "a secondary cell is withheld for another's sake, and exposed only when it can be worked out exactly", "primary"),
                    "protection": _number("least width of the interval of this cell"),
                }, ["id"])),
                "sums": _list(_object({"total": _text("cell"), "parts": _list(_text("cell"))}, ["total", "parts"])),
                "tables": _list(_object({
                    "rows": _list(_list(_text("cell; or null where there is none"))),
                    "totals": _choice(("both", "rows", "columns", "none"), "rows: the last cell of each row is its total; columns: the last row holds the totals of the columns", "both"),
                }, ["rows"])),
                "protection": _number("of every cell that has none of its own; when left out a cell is exposed only where it can be worked out exactly"),
                "least": _number("what a withheld cell is at least", default=0),
                "singletons": {"type": "boolean", "default": True, "description": "withheld cells given as 1 are people who know their own"},
            },
            ["cells"],
        ),
        "output": _whole(
            (SAFE, EXPOSED),
            {"cells": _list(_TOLD), "exposed": _IDS},
            {"withheld": _count("withheld cells"), "exposed": _count("of them, exposed")},
            METHOD,
        ),
    },
    "disclose round": {
        "$schema": DRAFT,
        "title": "disclose round",
        "description": "./frankpledge disclose round (COUNT … | P.json | T.csv) [--base N] [--ties up|down|even] [--below N] [--label L] [--zero Z] [--json]",
        "input": _object(
            {
                "values": {"type": "array", "items": {"type": ["integer", "null"]}, "description": "in P.json, where base, ties, below, label and zero may stand as well; or as arguments; or every cell of a table (see disclose protect)"},
                "base": {"type": "integer", "minimum": 1, "default": 5},
                "ties": _choice(("up", "down", "even"), "where a count lies midway between two multiples", "up"),
                "below": {"type": "integer", "minimum": 0, "default": 0, "description": "counts from 1 to one below it print as the label; 0 labels none"},
                "label": {"type": "string", "default": "*"},
                "zero": {"type": "string", "default": "", "description": "what noughts print as; the nought itself when empty"},
            }
        ),
        "output": _whole(
            (ROUNDED,),
            {
                "display": _list(_text("the count as published, in the order given")),
                "sentences": _list(_text("the counts, or the rows of the table, as published")),
                "rounded": _list({"type": ["integer", "null"]}),
                "rows": _list(_list(_text("cell of the table as published"))),
            },
            {"base": _count("multiples of this"), "labelled": _count("how many print as the label")},
            TO_BASE,
        ),
    },
}  # fmt: skip
