"""JSON Schemas (draft 2020-12) of what the commands of this room take and give."""

from __future__ import annotations

from frankpledge.analysis.change import ALTERNATIVES, Direction
from frankpledge.analysis.limits import METHODS
from frankpledge.analysis.rates import PROPORTION_METHODS, RATE_METHODS, Standing
from frankpledge.kernel.results import WarningCode

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(properties: Schema, required: list[str], description: str = "") -> Schema:
    shape: Schema = {"type": "object", "properties": properties, "required": required}
    return {**shape, "description": description} if description else shape


def _number(description: str, *, null: bool = False, **limits: object) -> Schema:
    return {"type": ["number", "null"] if null else "number", "description": description, **limits}


def _chance(description: str, *, null: bool = False) -> Schema:
    return _number(description, null=null, minimum=0, maximum=1)


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _choice(values: tuple[str, ...], description: str, default: str | None = None) -> Schema:
    shape: Schema = {"enum": [str(value) for value in values], "description": description}
    return shape if default is None else {**shape, "default": default}


def _count(description: str, *, null: bool = False) -> Schema:
    return {"type": ["integer", "null"] if null else "integer", "minimum": 0, "description": description}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _common(verdicts: tuple[str, ...], verdict: str, values: Schema, methods: tuple[str, ...]) -> Schema:
    caution = _object(
        {
            "code": _choice(tuple(WarningCode), "one of the published warning codes"),
            "where": _text("the argument or row"),
            "text": _text("in words"),
        },
        ["code", "where", "text"],
    )
    reason = _object(
        {
            "clause": _text("the method and its source, or the row"),
            "working": _text("the arithmetic in words"),
        },
        ["clause", "working"],
    )
    return {
        "verdict": _choice(verdicts, verdict),
        "values": {**values, "description": "what was asked, as it was understood"},
        "reasons": _list(reason, "how the verdict came about"),
        "warnings": _list(caution, "what to mind before printing the result"),
        "method": _choice(methods, "the method used"),
    }


COMMON = ["verdict", "values", "reasons", "warnings", "method"]
CONF = _number("--conf: confidence of the interval", minimum=0.5, exclusiveMaximum=1, default=0.95)
EXPOSURE = _number("in any unit, the same for old and new", exclusiveMinimum=0)

OPTIONS: Schema = {
    "method": _choice(METHODS, "--method: exact keeps at least its confidence, midp keeps it on average, score is "
                      "Wilson's", "exact"),
    "conf": CONF,
    "alternative": _choice(ALTERNATIVES, "--alternative: greater asks only whether it rose, less only whether it "
                           "fell; the interval is then one-sided", "two-sided"),
    "places": {"type": "integer", "minimum": 0, "maximum": 6, "default": 1,
               "description": "--places: decimals of percentages, rounded half up from exact values"},
}  # fmt: skip

RESULT: Schema = {
    "percent": _number("the change in per cent, rounded half up; null when old is 0", null=True),
    "percent_low": _number("lower limit of percent; null when there is no percentage", null=True),
    "percent_high": _number("upper limit of percent; null when there is none", null=True),
    "percent_exact": {"type": ["string", "null"], "description": "percent unrounded, as a fraction such as 890/39"},
    "ratio": _number("new over old, each over its exposure, unrounded; null when old is 0", null=True),
    "low": _number("lower limit of the ratio; 0 when nothing bounds it below"),
    "high": _number("upper limit of the ratio; null when nothing bounds it above", null=True),
    "p": _chance("p value of the method shown: below 1 - conf exactly when the interval leaves out 1", null=True),
    "p_central": _chance("exact conditional test, twice the smaller tail (that tail when one-sided)", null=True),
    "p_minlike": _chance("exact conditional test, all outcomes no likelier, as R's poisson.test (the tail when "
                         "one-sided)", null=True),
    "sentences": _list({"type": "string"}, "what may be said, ready to print"),
}  # fmt: skip

DIRECTION = "follows the interval shown: rose when it lies above a ratio of 1, fell when below, else no_clear_change; undetermined when nothing happened in either period or a count is missing (it is named)"
ASKED: Schema = {
    "old": _count("events in the old period", null=True),
    "new": _count("events in the new period", null=True),
    "exposure_old": EXPOSURE,
    "exposure_new": EXPOSURE,
    "confidence": CONF,
    "alternative": _choice(ALTERNATIVES, "as asked"),
}

COLUMNS: Schema = {
    "old": _text("required column: whole number of events; empty, [x], [c], [z], [u] or .. where there is no figure"),
    "new": _text("required column: as old"),
    "measure": _text("what is counted"),
    "label": _text("which part: a quarter, an area; total, totals, year or all marks a total of its measure"),
    "period": _text("another name for label"),
    "exposure_old": _text("number above 0; with exposure_new, in one unit; both may be empty in a row"),
    "exposure_new": _text("as exposure_old"),
    "period_old": _text("2019, 2019/20, 2019-Q3, 2019-07 or two days joined by ..; with period_new"),
    "period_new": _text("as period_old"),
    "family": _text("rows with the same text are adjusted together and an empty cell takes no part; without the "
                    "column, all rows but totals are one family"),
}  # fmt: skip

CHANGE_INPUT: Schema = {
    "$schema": DRAFT,
    "title": "change: what it takes on the command line",
    "oneOf": [
        _object(
            {
                "old": _count("first argument OLD; thousands commas are allowed"),
                "new": _count("second argument NEW"),
                "exposure": {**_list(EXPOSURE, "--exposure A B: A for OLD, B for NEW"), "minItems": 2, "maxItems": 2},
                "periods": {**_list({"type": "string"}, "--periods P Q, such as 2019 2020: names the periods in the "
                                    "sentences and warns when their days differ"), "minItems": 2, "maxItems": 2},
                **OPTIONS,
            },
            ["old", "new"],
            "change OLD NEW",
        ),
        _object(
            {
                "csv": {
                    **_object(COLUMNS, ["old", "new"]),
                    "description": "only argument: path of a UTF-8 CSV file with a heading line, one object a row; "
                    "columns in any order, others are handed back as they came",
                },
                **OPTIONS,
            },
            ["csv"],
            "change CSV",
        ),
    ],
}  # fmt: skip

ROW = _object(
    {
        "row": _count("line of the file, the heading being 1"),
        "measure": _text("as given"),
        "label": _text("as given"),
        "family": {
            "type": ["string", "null"],
            "description": "null when the row takes no part in an adjustment",
        },
        "verdict": _choice(tuple(Direction), DIRECTION),
        "missing": _list({"enum": ["old", "new"]}, "the counts that have no figure"),
        **ASKED,
        **RESULT,
        "p_holm": _chance("p adjusted by Holm within the family", null=True),
        "p_bh": _chance("p adjusted by Benjamini and Hochberg within the family", null=True),
        "other": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "further columns",
        },
    },
    [
        "row",
        "measure",
        "label",
        "old",
        "new",
        "family",
        "verdict",
        "missing",
        "p_holm",
        "p_bh",
        "sentences",
        "other",
    ],
    "a row with a missing count has no percent, ratio, limits or p",
)

MEASURE = _object(
    {
        "measure": _text("as given"),
        "old": _count("sum of its rows, totals left out"),
        "new": _count("sum of its rows, totals left out"),
        "verdict": _choice(tuple(Direction), DIRECTION),
        "ratio": RESULT["ratio"],
        "low": RESULT["low"],
        "high": RESULT["high"],
        "p": RESULT["p"],
        "phi": _number("dispersion of n ~ row + year (Pearson chi-squared over its degrees, at least 1)", minimum=1),
        "phi_degrees": _count("degrees of freedom of phi"),
        "overdispersed_low": _number("lower limit of the ratio, quasi-Poisson, t interval, two-sided"),
        "overdispersed_high": _number("upper limit of the ratio, quasi-Poisson, t interval, two-sided"),
        "overdispersed_p": _chance("its p"),
        "overdispersed_verdict": _choice(tuple(Direction), DIRECTION),
        "caution": {"type": ["string", "null"], "description": "said when phi rests on fewer than 5 degrees"},
        "heterogeneity_p": _chance("likelihood-ratio test that all rows changed alike"),
    },
    ["measure", "old", "new", "verdict", "ratio", "low", "high", "p"],
)  # fmt: skip

APART = _object(
    {
        "first": _text("a measure"),
        "second": _text("another one over the same periods"),
        "ratio": _number("the ratio of the first over that of the second", minimum=0),
        "low": _number("lower limit (Woolf 1955)", minimum=0),
        "high": _number("upper limit", minimum=0),
        "p": _chance("that both changed alike; not adjusted for the number of pairs"),
        "verdict": _choice(tuple(Direction), "of the first against the second: two measures of one thing that part ask whether "
                           "recording or classification changed"),
    },
    ["first", "second", "ratio", "low", "high", "p", "verdict"],
)  # fmt: skip

CHANGE_OUTPUT: Schema = {
    "$schema": DRAFT,
    "title": "change: what it gives",
    "oneOf": [
        _object(
            {**_common(tuple(Direction), DIRECTION, _object(ASKED, list(ASKED)), METHODS), **RESULT},
            [*COMMON, *RESULT],
            "for OLD NEW",
        ),
        _object(
            {
                **_common(
                    (*Direction, "mixed"),
                    "the verdict that all rows share, or mixed",
                    _object(
                        {
                            "rows": _count("how many"),
                            "verdicts": {"type": "object", "additionalProperties": {"type": "integer"}},
                            "families": {"type": "object", "additionalProperties": {"type": "integer"}},
                            "confidence": CONF,
                            "alternative": ASKED["alternative"],
                        },
                        ["rows", "verdicts", "families", "confidence", "alternative"],
                    ),
                    METHODS,
                ),
                "rows": _list(ROW, "one for each row of the file, in order"),
                "apart": _list(
                    APART,
                    "each two of the measures, in order; empty for one measure and for more than twelve",
                ),
                "measures": _list(
                    MEASURE, "each measure of at least two complete rows without exposures, summed"
                ),
            },
            [*COMMON, "rows", "measures", "apart"],
            "for CSV",
        ),
    ],
}

RATES_INPUT: Schema = {
    "$schema": DRAFT,
    "title": "rates: what it takes on the command line",
    **_object(
        {
            "events": _count("--events N"),
            "exposure": _number("--exposure E: what the events are counted over", exclusiveMinimum=0),
            "expected": _number(
                "--expected E: events expected, taken as known without error", exclusiveMinimum=0
            ),
            "per": _number(
                "--per K: unit of the rate, such as 1000; only with exposure", exclusiveMinimum=0, default=1
            ),
            "method": _choice(
                RATE_METHODS, "--method: exact is Garwood's, byar good from about 10 events", "exact"
            ),
            "conf": CONF,
        },
        ["events"],
    ),
    "oneOf": [{"required": ["exposure"]}, {"required": ["expected"]}],
}

RATES_OUTPUT: Schema = {
    "$schema": DRAFT,
    "title": "rates: what it gives",
    **_object(
        {
            **_common(
                ("estimated", *Standing),
                "estimated for a rate; against an expected number it follows the interval shown",
                _object(
                    {
                        "events": _count("events"),
                        "exposure": EXPOSURE,
                        "per": EXPOSURE,
                        "expected": EXPOSURE,
                        "confidence": CONF,
                    },
                    ["events", "confidence"],
                ),
                RATE_METHODS,
            ),
            "value": _number("events for each unit of exposure, or events over those expected, unrounded"),
            "low": _number("lower limit of value"),
            "high": _number("upper limit of value"),
            "p_central": _chance("only against expected: exact, twice the smaller tail"),
        },
        [*COMMON, "value", "low", "high"],
    ),
}

PROPORTION_INPUT: Schema = {
    "$schema": DRAFT,
    "title": "proportion: what it takes on the command line",
    **_object(
        {
            "count": _count("first argument X, at most N"),
            "of": {"type": "integer", "minimum": 1, "description": "second argument N"},
            "method": _choice(PROPORTION_METHODS, "--method", "wilson"),
            "population": {
                "type": "integer",
                "minimum": 1,
                "description": "--population M, at least N: N were drawn from M without replacement; wilson and wald "
                "take (M - n)/(M - 1) times the variance, exact inverts the hypergeometric distribution",
            },
            "conf": CONF,
        },
        ["count", "of"],
    ),
}

PROPORTION_OUTPUT: Schema = {
    "$schema": DRAFT,
    "title": "proportion: what it gives",
    **_object(
        {
            **_common(
                ("estimated",),
                "a share is always an estimate",
                _object(
                    {
                        "count": _count("X"),
                        "of": _count("N"),
                        "population": _count("M, or null", null=True),
                        "confidence": CONF,
                    },
                    ["count", "of", "population", "confidence"],
                ),
                PROPORTION_METHODS,
            ),
            "value": _chance("X over N, from 0 to 1, unrounded"),
            "low": _chance("lower limit of value"),
            "high": _chance("upper limit of value"),
        },
        [*COMMON, "value", "low", "high"],
    ),
}

SCHEMAS: dict[str, Schema] = {
    "change": {"input": CHANGE_INPUT, "output": CHANGE_OUTPUT},
    "rates": {"input": RATES_INPUT, "output": RATES_OUTPUT},
    "proportion": {"input": PROPORTION_INPUT, "output": PROPORTION_OUTPUT},
}
