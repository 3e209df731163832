"""JSON Schemas (draft 2020-12) of what the alarm commands take and give."""

from __future__ import annotations

from frankpledge.analysis.alarm_control import METHODS, SOURCES
from frankpledge.analysis.cusum import SCALES
from frankpledge.analysis.farrington import BOUNDS, TRANSFORMS
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

_FLAG = "true or false"
CONTROL: Schema = _object(
    {
        "method": {"enum": [*METHODS, "farringtonFlexible", "flexible", "glrpois", "glrnb"],
                   "description": "; ".join(f"{name}: {source}" for name, source in SOURCES.items())},
        "range": {"description": "what to judge: [from, to], several, or one; periods as in the series or numbers "
                                 "counted from 1. Left out: all that can be judged"},
        "alpha": _number("share of false alarms: one-sided; two-sided for farrington. For cusum and likelihood-cusum "
                         "it is the overdispersion, as in R. Defaults: 0.05; C1 and C2 0.001; C3 0.025"),
        "b": {"type": "integer", "default": 5, "description": "farrington: how many years back"},
        "w": {"type": "integer", "default": 3, "description": "farrington: half width of the windows, in periods"},
        "no_periods": {"type": "integer", "default": 1, "description": "farrington-flexible: levels of the seasonal "
                       "factor; 1 takes the windows alone, 10 is usual. R: noPeriods"},
        "past_not_included": {"type": "integer", "description": "farrington-flexible: latest periods that are no "
                              "references (default w; 26 is usual). R: pastWeeksNotIncluded"},
        "trend": {"type": "boolean", "default": True, "description": _FLAG},
        "p_threshold_trend": _number("farrington: the trend is kept when its p value is below this; 1 always. "
                                     "R: pThresholdTrend", default=0.05),
        "reweight": {"type": "boolean", "default": True, "description": _FLAG},
        "weights_threshold": _number("farrington: residuals above it get less weight (1; flexible 2.58). "
                                     "R: weightsThreshold"),
        "threshold_method": _choice(BOUNDS, "farrington: how the bound is found. R: thresholdMethod", "delta"),
        "power_transform": _choice(TRANSFORMS, "with delta. R: powertrans", "2/3"),
        "limit54": {"type": "array", "default": [5, 4], "description": "no alarm under so many events in so many "
                    "latest periods"},
        "population_offset": {"type": "boolean", "default": False, "description": "rates by the column population. "
                              "R: populationOffset"},
        "frequency": {"type": "integer", "description": "periods a year when counted back: 52, 12, 4 or 365 by the "
                      "series' pace"},
        "error_dispersion": _choice(("surveillance", "pearson"), "farrington: dispersion of the expected count's "
                                    "error. surveillance (default of farrington-flexible) takes working residuals as "
                                    "that package does; pearson (default of farrington) is the papers'"),
        "baseline": {"type": "integer", "default": 7, "description": "C1, C2, C3: periods of the baseline"},
        "min_sigma": _number("C1, C2, C3: least standard deviation. R: minSigma", default=0),
        "like_surveillance": {"type": "boolean", "default": False, "description": "C3: its bound as that package has "
                              "it, taken from the count instead of the mean"},
        "k": _number("cusum: reference value", default=1.04),
        "h": _number("cusum (2.26), likelihood-cusum (5): decision limit. R: c.ARL"),
        "m": _number("cusum, likelihood-cusum: expected count; left out, the mean of the counts before the first judged"),
        "transform": _choice(
            SCALES,
            "cusum. R: trans. deviation: what a measurement lies above its target m, k and h in its own unit (the tabular "
            "sum of handbooks); none: the figure itself, so that k takes the target in, as in R; these two take decimals "
            "and figures below 0",
            "standard",
        ),
        "overdispersion": _number("cusum, likelihood-cusum: variance is m + overdispersion·m²", default=0),
        "ratio": _number("likelihood-cusum: by how much the mean would be greater", default=1.5),
        "theta": _number("likelihood-cusum: its logarithm, instead"),
    },
    ["method"],
    "the file of --control; verbose, glmWarnings, plot, fitFun and comment are passed over. Without --control: "
    "farrington-flexible with b 5, w 3, no_periods 10, past_not_included 26, p_threshold_trend 1, nbPlugin, alpha 0.01; "
    "for counts by month with w 1, no_periods 4 and 6 months left out, by quarter with w 0, no_periods 1 and 2 quarters left out. "
    "With less than five earlier years b is as many as there are, from 2; with fewer still it is C2 with alpha 0.01",
)  # fmt: skip
SERIES: Schema = _object(
    {
        "period": _text("2024-01-08 (a day, or the first day of a week), 2024-W02, 2024-01, 2024-Q1 or a number; dates that are all the "
                        "first of a month are months, or quarters. A period left out is filled in without a figure, never as 0"),
        "observed": _text("or count, value, events, y, n: a whole number; empty, [x], [c], [z], [u], .. or NA where there is none"),
        "population": _text("optional number above 0"),
    },
    ["period", "observed"],
    "one row a period; a column that tells people apart is refused",
)  # fmt: skip
ROW: Schema = _object(
    {
        "period": _text("as in the series"),
        "observed": _number(
            "null where there is no figure; a whole number but for sums of measurements", null=True
        ),
        "expected": _number("null where it cannot be told", null=True),
        "upper": _number("counts above it (at and above it for the sums) are not ordinary", null=True),
        "score": _number(
            "0 at what was expected, 1 at the bound; for the sums, the sum over its limit", null=True
        ),
        "alarm": {"type": ["boolean", "null"], "description": "null: cannot be told, and because says why"},
        "p": _chance("farrington: the chance of at least so many", null=True),
        "because": _text("why it was not judged, or why there is no alarm although the bound is passed"),
        "dispersion": _number("farrington: φ"),
        "trend": _number("farrington: change of log μ a period; null when not kept", null=True),
        "trend_p": _number("farrington: its p value", null=True),
        "references": _count("farrington: reference counts that are known"),
        "error": _number("farrington: standard error of expected"),
        "deviation": _number("C1, C2, C3: standard deviation of the baseline"),
        "carried": _number("C3: excess of the two periods before", null=True),
        "sum": _number("cusum, likelihood-cusum: the sum after this count"),
    },
    ["period", "observed", "expected", "upper", "score", "alarm"],
)


VALUES: Schema = _object(
    {
        "method": {"enum": list(METHODS)},
        "periods": _count("of the series"),
        "judged": _count("periods"),
        "not_judged": _count("periods of which it cannot be told"),
        "alarms": _count("periods"),
        "pace": _text("what a period is"),
        "reference": _choice(("dates", "index", "previous"), "what counts are held against"),
        "run_length": _number("periods until a false alarm on average, with nothing amiss; worked out for the sums, for the "
                              "others what alpha asks for; null where it cannot be told", null=True),
    },
    ["method", "periods", "judged", "not_judged", "alarms", "pace", "reference", "run_length"],
)  # fmt: skip


def _output(verdicts: tuple[str, ...], verdict: str, more: Schema, required: list[str]) -> Schema:
    common = _common(verdicts, verdict, {"type": "object"}, ())
    return _object({**common, "method": _text("the method and its source"), **more}, [*COMMON, *required])


SCHEMAS: dict[str, Schema] = {
    "alarm": {
        "$schema": DRAFT,
        "title": "alarm",
        "input": _object({
            "SERIES.csv": SERIES,
            "--control": CONTROL,
            "--reference": _choice(("dates", "index"), "earlier years by calendar (weeks: the nearest same weekday) or "
                                   "by counting periods back; default dates where periods are dates"),
        }, ["SERIES.csv"], "two files and an option"),
        "output": _output(
            ("alarm", "no_alarm", "undetermined"),
            "alarm: at least one; undetermined: none, and something could not be judged",
            {"rows": _list(ROW, "the judged periods in order"), "alarms": _list({"type": "string"}, "their periods"),
             "values": VALUES},
            ["rows", "alarms"],
        ),
    },
    "alarm threshold": {
        "$schema": DRAFT,
        "title": "alarm threshold",
        "input": _object(
            {
                "expected": _number("the expected count. R: mu", exclusiveMinimum=0),
                "log_expected": _number("its logarithm, instead"),
                "fit": _number("instead, as R's predFit: a count for delta, a logarithm otherwise"),
                "se": _number("standard error, on the scale of what is given. R: predSeFit", default=0),
                "log_se": _number("standard error of the logarithm, instead"),
                "phi": _number("dispersion", default=1, minimum=1),
                "alpha": _number("left out above (sides 1), or half of it on either side (sides 2)"),
                "sides": {"enum": [1, 2], "default": 1},
                "observed": _count("gives p. R: y"),
                "threshold_method": _choice(BOUNDS, "R: method", "delta"),
                "power_transform": _choice(TRANSFORMS, "with delta. R: skewness.transform", "2/3"),
                "method": {"const": "cusum", "description": "asks for the run of a cumulative sum instead, with the keys "
                           "that follow and sides (2: a sum downwards beside it), and none of those above"},
                "distribution": _choice(("poisson", "normal"), "poisson: counts, negative binomial with an overdispersion",
                                        "poisson"),
                "m": _number("what is expected; poisson needs it, normal has 0. R: mu0"),
                "sd": _number("normal: standard deviation", default=1),
                "k": _number("reference value, in the unit of transform"),
                "h": _number("decision limit; an alarm from it up. R: c.ARL"),
                "run_length": _number("instead of h: the least average run until a false alarm; h is then found"),
                "shifted": _list({"type": "number"}, "true means for which the run until the alarm is wanted"),
                "transform": _choice(SCALES, "as in alarm; normal takes deviation and none", "deviation"),
                "overdispersion": _number("poisson: variance is m + overdispersion·m²", default=0),
            },
            [],
            "the file P.json: alpha and one of expected, log_expected and fit; or method cusum with k and either h or run_length",
        ),
        "output": _output(
            ("bounds", "above", "within", "run_length"),
            "where the observed count lies; bounds when none is given; run_length: of a cumulative sum",
            {
                "lower": _number("of what is ordinary; the same tail is left out below; null for a cumulative sum", null=True),
                "upper": _number("of what is ordinary; of a cumulative sum, from where on one figure alone is an alarm, null on "
                                 "a bent scale", null=True),
                "h": _number("of a cumulative sum: the decision limit"),
                "run_length": _number("of a cumulative sum: periods until a false alarm on average, null where longer than "
                                      "can be told", null=True),
                "shifted": _list(_object({"mean": _number("as asked"), "run_length": _number("until the alarm", null=True)},
                                         ["mean", "run_length"]), "of a cumulative sum: after each shift asked about"),
                "p": _chance("of at least so many as observed", null=True),
            },
            ["lower", "upper", "p"],
        ),
    },
    "alarm weights": {
        "$schema": DRAFT,
        "title": "alarm weights",
        "input": _object(
            {
                "residuals": _list({"type": "number"}, "standardised Anscombe residuals. R: s"),
                "weights_threshold": _number("R: weightsThreshold", default=1),
                "observed": _list({"type": "number"}, "instead of residuals: counts"),
                "fitted": _list({"type": "number"}, "what was fitted to them"),
                "leverage": _list({"type": "number"}, "diagonal of the hat matrix; 0 when left out"),
                "phi": _number("dispersion", default=1, minimum=1),
            },
            [],
            "the file P.json",
        ),
        "output": _output(
            ("weights",), "always",
            {
                "weights": _list({"type": "number"}, "they add up to their number"),
                "residuals": _list({"type": "number"}, "as given or computed"),
            },
            ["weights", "residuals"],
        ),
    },
    "alarm references": {
        "$schema": DRAFT,
        "title": "alarm references",
        "input": _object(
            {
                "periods": {"description": "a number of numbered periods, or a list of periods as in SERIES.csv"},
                "at": {"description": "the period to be judged, or its number counted from 1; the last when left out"},
                "b": {"type": "integer", "default": 5},
                "w": {"type": "integer", "default": 3},
                "no_periods": {"type": "integer", "default": 1},
                "past_not_included": {"type": "integer", "description": "w when left out"},
                "frequency": {"type": "integer", "description": "periods a year when counted back"},
                "reference": _choice(("dates", "index"), "or --reference"),
            },
            ["periods"],
            "the file P.json",
        ),
        "output": _output(
            ("references", "undetermined"),
            "undetermined when the series does not go back far enough",
            {
                "references": _list(
                    _object({"place": _count("counted from 1"), "period": _text("its label"),
                             "level": _count("of the seasonal factor; that of the windows is no_periods")},
                            ["place", "period", "level"]),
                    "in order",
                ),
                "centres": _list({"type": "string"}, "the same period of each earlier year, the latest first"),
            },
            ["references", "centres"],
        ),
    },
}  # fmt: skip
