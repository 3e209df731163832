"""JSON Schemas of the command `series`."""

from __future__ import annotations

from frankpledge.analysis.control.charts import KINDS
from frankpledge.analysis.control.rules import DEFAULT_RULES, SETS
from frankpledge.analysis.series_study import ADJUSTS
from frankpledge.analysis.shapes import (
    Schema,
    chance,
    choice,
    flag,
    gives,
    listed,
    number,
    record,
    table,
    takes,
    text,
    whole,
)

SERIES_COLUMNS: Schema = {
    "period": text("2024-03, 2024-Q1, 2024, 2024/25, a day 2024-03-31 (weeks and days), or a whole number; also read from "
                   "month, quarter, year, week, date, ds, index, time or t. Without it the rows count from 1. A step without a row "
                   "is missing, as one with an empty cell is"),
    "value": text("the figure; empty, [x], [c], [z], [u], .. or NA where there is none, which is never nought; also read from count, "
                  "events, observed or y"),
    "exposure": text("for u charts: what the events are counted over (days, residents), above 0"),
    "of": text("for p charts: how many each value is of"),
    "phase": text("a name for how figures were recorded; where it changes, recording broke, and limits start afresh"),
}  # fmt: skip
SERIES_FILE = table(SERIES_COLUMNS, ["value"], "in any order of rows; other columns are passed over")

SERIES_INPUT = takes(
    "series",
    {
        "series": SERIES_FILE,
        "chart": choice(
            ["auto", *KINDS],
            "--chart: xmr individuals; c counts; u counts over exposure; p shares of `of`; prime: limits widened by "
            "Laney's ratio σz. auto takes p-prime where there is `of`, u-prime for counts, else xmr, and never lets σz narrow the limits",
            "auto",
        ),
        "rules": choice(tuple(SETS), "--rules: the set of rules for signals, by source", DEFAULT_RULES),
        "baseline": text(
            "--baseline N (the first N known points of each phase) or FROM..TO: the points that set the limits; "
            "otherwise all points of a phase do"
        ),
        "omit": listed(
            {"type": "string"}, "--omit PERIOD or FROM..TO, may be repeated: plotted, but left out of the limits"
        ),
        "break": listed(
            {"type": "string"}, "--break PERIOD, may be repeated: the first period of a new way of recording"
        ),
        "adjust": choice(
            ["auto", *ADJUSTS],
            "--adjust: what is taken out before charting and looking for levels; days (the length of months), seasonal (days and the "
            "season). auto is none with a named chart; otherwise days for counts by the month, and seasonal where the season's strength "
            "is at least 0.3 over three years or more",
            "auto",
        ),
        "m": whole("--m M: steps in a season; otherwise 12 for months, 4 for quarters, 52 for weeks, 7 for days, 1 else", minimum=1),
        "per": number("--per K: unit of a rate chart, such as 1000; otherwise 1, or a month of average length (30.436875 "
                      "days) where days were taken out", exclusiveMinimum=0),
        "screen": flag("--screen: leave moving ranges above 3.267 times their mean out of an xmr chart's limits, once"),
        "seasonal_window": text("--seasonal-window N: span of STL's seasonal smoother in years, odd, 7 or more; or periodic "
                                "(the default), the same season every year"),
        "plain": flag("--plain: STL without robustness weights"),
        "min_segment": whole("--min-segment N: the fewest steps that make a level (default 6)", minimum=2),
        "penalty": number("--penalty X: for each change of level, in the squared unit of the values; otherwise the modified information criterion chooses, with 3 log n for each in twice the log likelihood of autoregressive noise", exclusiveMinimum=0),
        "rolling": whole("--rolling N: steps of the rolling totals; otherwise a season", minimum=1),
    },
    ["series"],
)  # fmt: skip

ROW = record(
    {
        "period": text("the step"),
        "observed": number(
            "what is plotted: a rate per `per`, a share, or a value; null in a gap", null=True
        ),
        "expected": number("the centre line of its phase, in the same unit", null=True),
        "lower": number(
            "lower control limit, never below 0 for counts; null where there are no limits", null=True
        ),
        "upper": number("upper control limit", null=True),
        "score": number(
            "distance from the centre in standard deviations; null in a gap, and where nothing varied",
            null=True,
        ),
        "alarm": flag("whether the point is part of a signal"),
        "rules": listed({"type": "string"}, "the rules that it is part of a signal of"),
        "phase": whole("its phase, from 0"),
        "value": number("the figure as given", null=True),
    },
    description="one for each step from first to last, gaps too",
)
PHASE = record(
    {
        "from": text("first period"),
        "to": text("last period"),
        "used": whole("how many points set the limits"),
        "centre": number("centre line, in the unit plotted", null=True),
        "sigma_z": number("Laney's ratio of the variation seen to that expected; null for xmr", null=True),
        "widened": flag("whether the limits carry it"),
        "mean_range": number("mean moving range; null but for xmr", null=True),
        "provisional": flag("fewer than 12 points set the limits"),
    }
)
SIGNAL = record(
    {
        "rule": text("its name"),
        "says": text("what the rule says"),
        "source": text("who says so"),
        "from": text("first period of the signal"),
        "to": text("last period of the signal"),
        "at": text("the period at which the rule was first met"),
    }
)
LEVEL = record(
    {
        "index": whole("how many steps the old level has, counted from the first step of the series"),
        "after": text("the last period of the old level"),
        "from": text("the first period of the new level"),
        "earliest": text("the new level began here or later (95%)"),
        "latest": text("the new level began here or earlier (95%)"),
        "before": number("mean of the old level"),
        "level": number("mean of the new level"),
        "ratio": number("new over old; null where the old is not above 0", null=True),
        "p": chance("CUSUM test of this step by itself"),
        "p_adjusted": chance("by Holm among the steps found"),
        "clear": flag("p_adjusted is below 0.05"),
        "recording": text("the period at which recording broke, where the step may be that; else empty"),
    }
)
DECOMPOSITION: Schema = {
    **record(
        {
            "period": whole("steps in a season"),
            "strength": chance("of the season: 1 − Var(remainder)/Var(season + remainder)"),
            "window": {
                "type": ["integer", "string"],
                "description": "span of the seasonal smoother, or periodic",
            },
            "robust": flag("with robustness weights"),
            "days_taken_out": flag("values were first brought to months of average length"),
            "rows": listed(
                record(
                    {
                        "period": text("the step"),
                        "trend": number("trend"),
                        "seasonal": number("season, added to the trend"),
                        "remainder": number("what is left; null in a gap", null=True),
                        "adjusted": number("value less season; null in a gap", null=True),
                        "weight": chance(
                            "robustness weight; near 0 for a step out of the ordinary, 0 in a gap"
                        ),
                    }
                ),
                "one for each step",
            ),
        }
    ),
    "type": ["object", "null"],
    "description": "STL (Cleveland and others 1990); null where fewer than two whole seasons are known",
}
SERIES_OUTPUT = gives(
    "series",
    ("signal", "no_signal", "undetermined"),
    "whether any point is part of a signal; undetermined where no limits can be told",
    "series, steps, known, missing, chart, rules, adjust, season, per",
    {
        "rows": listed(ROW, "the control chart"),
        "phases": listed(PHASE, "the stretches with limits of their own"),
        "signals": listed(SIGNAL, "in order of period"),
        "levels": {
            **record(
                {
                    "changes": listed(LEVEL, "changes of level, in order"),
                    "penalty": number(
                        "for each change: 3 log n in twice the log likelihood, or --penalty as given"
                    ),
                    "variance": number("long-run variance of the noise about the levels"),
                    "correlation": number("lag-1 correlation that the variance allows for"),
                    "min_segment": whole("the fewest steps that make a level"),
                }
            ),
            "type": ["object", "null"],
            "description": "lasting changes of level; null where there are too few figures or all are alike",
        },
        "decomposition": DECOMPOSITION,
        "rolling": listed(
            record(
                {
                    "period": text("last step of the window"),
                    "total": number("null where any is missing", null=True),
                }
            ),
            "rolling totals of the values as given, from the first whole window; empty where a season is one step",
        ),
        "sentences": listed({"type": "string"}, "what may be said, ready to print"),
    },
)

SCHEMAS: dict[str, Schema] = {"series": {"input": SERIES_INPUT, "output": SERIES_OUTPUT}}
