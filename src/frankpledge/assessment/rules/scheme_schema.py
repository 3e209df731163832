"""The JSON Schema (draft 2020-12) of a scoring scheme's file, its TOML read as JSON."""

from __future__ import annotations

from frankpledge.assessment.rules.scheme import BY_GROUP, COMBINES, Kind, Missing, Statistic, Strand

Schema = dict[str, object]
_TEXT: Schema = {"type": "string", "minLength": 1}
_ID: Schema = {
    "type": "string",
    "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
    "description": "may stand in a formula",
}
_NUMBER: Schema = {"type": "number"}
_EDGES: Schema = {
    "type": "array",
    "items": {"type": "number"},
    "description": "rising; from each on the next holds",
}


def _table(properties: Schema, required: list[str], description: str = "") -> Schema:
    shape: Schema = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return {**shape, "description": description} if description else shape


_LEVEL = _table(
    {
        "value": _NUMBER,
        "label": _TEXT,
        "anchor": {
            **_TEXT,
            "description": "the sentence by which scorers tell the level; none may do without",
        },
    },
    ["value", "label", "anchor"],
)
_INDICATOR = _table(
    {
        "statistic": {"enum": [str(one) for one in Statistic]},
        "role": {"type": "string", "default": "level", "description": "which measure of the issue"},
        "bins": {
            **_EDGES,
            "description": "one edge fewer than levels, rising: from each on the next level holds",
        },
        "dispersion": {"type": "number", "minimum": 1, "default": 1},
    },
    ["statistic", "bins"],
    "with input indicator_bins",
)
_MEASURE = _table(
    {
        "statistic": {"enum": [str(one) for one in Statistic], "default": "volume"},
        "role": {"type": "string", "default": "level"},
        "least": {"type": "number", "default": 0},
        "most": {"type": "number", "description": "the most that the figure can be"},
        "dispersion": {"type": "number", "minimum": 1, "default": 1},
    },
    ["most"],
    "with input measure",
)
_CRITERION = _table(
    {
        "id": _ID,
        "title": _TEXT,
        "strand": {"enum": [str(one) for one in Strand]},
        "question": _TEXT,
        "scale": {"type": "string", "description": "the id of a scale; not with input measure"},
        "input": {
            "enum": [str(one) for one in Kind],
            "description": "people judge; a figure falls into bins; the figure itself is taken, times the weight",
        },
        "group": {"type": "string", "description": "the id of a group, where there are groups"},
        "weight": {"type": "number", "exclusiveMinimum": 0, "default": 1},
        "missing": {
            "enum": [str(one) for one in Missing],
            "description": "not_allowed: listed apart; ignore_renormalise: others carry its weight; widest: anywhere on "
            "the scale (not with input measure); assume: the level named by assume",
        },
        "assume": {"type": "number", "description": "with missing assume: a level of the scale"},
        "indicator": _INDICATOR,
        "measure": _MEASURE,
    },
    ["id", "title", "strand", "question", "input", "missing"],
)
_COMBINE = _table(
    {
        "kind": {
            "enum": [*COMBINES, *BY_GROUP],
            "description": "how groups come together; wgeomean: weighted geometric mean; borda: each group, or each "
            "criterion where there are no groups, puts the issues in an order, and gives m − place points of m issues "
            "times its weight (equal ones share their mean place)",
        },
        "formula": {
            "type": "string",
            "maxLength": 500,
            "description": "with expr: numbers, groups, + - * / ( ), == != < <= > >=, min, max, mean, sum, pow, if",
        },
        "rows": {
            "type": "string",
            "description": "with matrix: a group, or a criterion where there are no groups",
        },
        "columns": {"type": "string", "description": "with matrix: another"},
        "rows_from": {**_EDGES, "description": "where the second row begins, the third, and so on"},
        "columns_from": _EDGES,
        "cells": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "number"}},
            "description": "the score of each row and column, never falling",
        },
    },
    ["kind"],
)

SCHEME_SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A scoring scheme",
    **_table(
        {
            "scheme": _table(
                {
                    "id": _TEXT,
                    "version": {
                        **_TEXT,
                        "description": "a scheme that was used never changes: give another version",
                    },
                    "title": _TEXT,
                    "owner": {"type": "string"},
                    "licence": {"type": "string"},
                    "worst": {"enum": ["high", "low"], "default": "high"},
                    "ties": {"enum": ["shared"], "default": "shared"},
                    "places": {
                        "type": "integer",
                        "minimum": 0,
                        "default": 1,
                        "description": "decimals of a score",
                    },
                    "strands": {"type": "array", "items": {"enum": [str(one) for one in Strand]}},
                },
                ["id", "version", "title"],
            ),
            "scale": {
                "type": "array",
                "items": _table(
                    {"id": _TEXT, "level": {"type": "array", "minItems": 2, "items": _LEVEL}}, ["id", "level"]
                ),
            },
            "criterion": {"type": "array", "minItems": 1, "items": _CRITERION},
            "group": {
                "type": "array",
                "items": _table(
                    {
                        "id": _ID,
                        "title": _TEXT,
                        "combine": {"enum": [*COMBINES]},
                        "display_only": {
                            "type": "boolean",
                            "default": False,
                            "description": "no part of the score",
                        },
                        "weight": {"type": "number", "minimum": 0, "default": 1},
                    },
                    ["id", "title", "combine"],
                ),
            },
            "combine": _COMBINE,
            "band": {
                "type": "array",
                "items": _table(
                    {"id": _TEXT, "label": _TEXT, "at_least": _NUMBER}, ["id", "label", "at_least"]
                ),
            },
            "floor": {
                "type": "array",
                "items": _table(
                    {
                        "when": {**_TEXT, "description": "a test on criteria, such as harm >= 4"},
                        "band": {**_TEXT, "description": "the score is lifted to the least of this band"},
                        "why": _TEXT,
                    },
                    ["when", "band", "why"],
                    "holds up rare and grave harm",
                ),
            },
            "override": _table(
                {"allowed": {"type": "boolean", "default": True}},
                [],
                "whether rank takes a column override (a band, or exclude) with its reason, by whom and when",
            ),
            "confidence": _table(
                {name: {"type": "number", "minimum": 0} for name in ("low", "moderate", "high")},
                [],
                "how many steps a judgement may be off: 2, 1 and 0 unless given",
            ),
        },
        ["scheme", "criterion", "combine"],
    ),
}
