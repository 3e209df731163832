"""JSON Schemas (draft 2020-12) of what the commands on places take and give."""

from __future__ import annotations

from frankpledge.analysis.hotspots import SIDES, STATISTICS
from frankpledge.analysis.schemas import (
    COMMON,
    DRAFT,
    Schema,
    _chance,
    _choice,
    _common,
    _count,
    _list,
    _number,
    _object,
    _text,
)

POINTS: Schema = _object(
    {
        "id": _text("once in the file"),
        "x": _number("metres east, or any plane unit; not needed with --weights"),
        "y": _number("metres north"),
        "value": _number("a rate for preference; empty, [x], [c], [z], [u] or .. where there is none: the area is then "
                         "left out, and is no neighbour either", null=True),
    },
    ["id", "value"],
    "one row an area or place; a column that tells people apart is refused",
)  # fmt: skip
WEIGHTS: Schema = _object(
    {
        "from": _text("an id"),
        "to": _text("an id; a row from an area to itself gives its own weight in gi_star (1 otherwise)"),
        "weight": _number("from 0; 1 when there is no such column", minimum=0),
    },
    ["from", "to"],
    "a CSV, each direction a row of its own, or a file ending in .gal",
)
MOMENTS: Schema = {
    "type": ["object", "null"],
    "properties": {
        "variance": _number("of the figure"),
        "z": _number("standardised"),
        "p": _chance("from z"),
    },
}
GLOBAL: Schema = {
    "type": ["object", "null"],
    "description": "General G with gi, gi_star and g (null when a value is below 0), Moran's I with moran",
    "properties": {
        "name": _text("which"),
        "value": _number("the figure"),
        "expected": _number("by chance"),
        "variance": _number("as --assume says"),
        "z": _number("standardised"),
        "p": _chance("from z"),
        "assumption": _choice(("randomisation", "normality"), "what variance, z and p rest on"),
        "p_permuted": _chance("(r + 1)/(M + 1) over all values dealt out anew, with g and moran", null=True),
        "normality": {**MOMENTS, "description": "moran only"},
        "randomisation": MOMENTS,
    },
    "required": ["name", "value", "expected", "variance", "z", "p"],
}
AREA: Schema = _object(
    {
        "id": _text("as given"),
        "value": _number("as given"),
        "local": _number("Gi and Gi* are z themselves; Moran's local I", null=True),
        "z": _number("null for islands and where the surroundings cannot vary", null=True),
        "p": _chance(
            "with permutations (r + 1)/(M + 1), twice the smaller tail when two-sided; else from z", null=True
        ),
        "p_adjusted": _chance("over all areas, Benjamini and Hochberg", null=True),
        "neighbours": _count("how many, without itself"),
        "kind": {
            "type": ["string", "null"],
            "description": "high or low; moran: high-high, low-low, high-low, low-high",
        },
        "because": _text("why there is no figure"),
    },
    ["id", "z", "p", "p_adjusted", "neighbours"],
)
_DEALS: Schema = {"type": "integer", "minimum": 0, "default": 0, "description": "0: p from z"}
_SEED: Schema = {"type": "integer", "minimum": 0, "default": 0}
CELL: Schema = _object(
    {
        "distance": _text("same, or over … to …, in metres"),
        "days": _text("0 to …, or over … to …"),
        "observed": _count("pairs"),
        "expected": _number("pairs close in space × pairs close in time ÷ all pairs"),
        "ratio": _number("observed over expected", null=True),
        "p": _chance("(r + 1)/(M + 1) for at least so many"),
        "p_adjusted": _chance("over all cells, Benjamini and Hochberg"),
    },
    ["distance", "days", "observed", "expected", "ratio", "p", "p_adjusted"],
)


def _output(verdicts: tuple[str, ...], verdict: str, more: Schema, required: list[str]) -> Schema:
    common = _common(verdicts, verdict, {"type": "object"}, ())
    return _object({**common, "method": _text("the method and its source"), **more}, [*COMMON, *required])


SCHEMAS: dict[str, Schema] = {
    "hotspots": {
        "$schema": DRAFT,
        "title": "hotspots",
        "input": _object(
            {
                "POINTS.csv": POINTS,
                "--statistic": _choice(STATISTICS, "local figures; g gives those of gi", "gi_star"),
                "--band": _number("neighbours lie no farther apart, the distance itself included", exclusiveMinimum=0),
                "--weights": WEIGHTS,
                "--standardise": {"type": "boolean", "default": False,
                                  "description": "weights over each area's neighbours add up to 1"},
                "--permutations": _DEALS,
                "--seed": _SEED,
                "--alternative": _choice(SIDES, "greater: high values gather (moran: likes gather)", "two-sided"),
                "--assume": _choice(("randomisation", "normality"), "for moran's overall variance", "randomisation"),
            },
            ["POINTS.csv"],
            "and either --band or --weights",
        ),
        "output": _output(
            ("hotspots", "coldspots_or_outliers", "nothing_stands_out"),
            "hotspots: at least one area is high among high ones with adjusted p below 0.05",
            {"areas": _list(AREA, "in the file's order"), "global": GLOBAL},
            ["areas", "global"],
        ),
    },
    "near-repeats": {
        "$schema": DRAFT,
        "title": "near-repeats",
        "input": _object(
            {
                "EVENTS.csv": _object(
                    {"x": _number("metres east"), "y": _number("metres north"), "date": _text("a day: 2024-01-31")},
                    ["x", "y", "date"],
                    "one row an event; refused: months, published police files, columns that tell people apart",
                ),
                "--distances": _text("ends of the bands, rising; 0 is the same place. Default 0,100,200,300,400"),
                "--days": _text("ends of the bands, rising. Default 7,14,28"),
                "--places": _choice(("true", "moved"), "must be true: points moved for publication are refused", "moved"),
                "--permutations": {"type": "integer", "minimum": 19, "default": 999},
                "--seed": _SEED,
            },
            ["EVENTS.csv", "--places"],
        ),
        "output": _output(
            ("near_repeats", "nothing_beyond_chance"),
            "near_repeats: at least one cell holds more pairs than expected, with adjusted p below 0.05",
            {"cells": _list(CELL, "bands of distance, within each the bands of time")},
            ["cells"],
        ),
    },
}  # fmt: skip
