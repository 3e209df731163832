"""JSON Schemas of the commands `funnel` and `concentration`."""

from __future__ import annotations

from frankpledge.analysis.concentration import DRAWS
from frankpledge.analysis.funnel import FALSE_DISCOVERIES, SCALES, WINSORISED, Place
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

FUNNEL_COLUMNS: Schema = {
    "place": text("its name or code; also read from area, name, code or id"),
    "observed": text("events, 0 or more; empty, [x], [c], [z], [u] or .. where there is no figure; also read from events, count or value"),
    "expected": text("the number expected, above 0; or else"),
    "exposure": text("what the events are counted over, above 0: the expected number is then --target times it"),
}  # fmt: skip
LIMITS = record(
    {
        "confidence": number("0.95 is two standard deviations, 0.998 three", minimum=0.5, maximum=1),
        "low": number("lower limit of the ratio, exact Poisson: half chi-squared (2E) over E"),
        "high": number("upper limit, half chi-squared (2E + 2) over E"),
        "spread_low": number("lower limit with the spread between places allowed for"),
        "spread_high": number("upper limit with the spread allowed for"),
    }
)
POSITION = record(
    {
        "place": text("as given"),
        "observed": number("as given", null=True),
        "expected": number("as given, or target times exposure", null=True),
        "ratio": number("observed over expected", null=True),
        "limits": listed(LIMITS, "one for each confidence, about a ratio of 1"),
        "p": chance("exact Poisson, twice the smaller tail", null=True),
        "p_adjusted": chance("p by Benjamini and Hochberg over all places with a figure", null=True),
        "spread_z": number("score with the spread between places in its standard error", null=True),
        "spread_p": chance("two-sided normal p of spread_z", null=True),
        "spread_p_adjusted": chance("spread_p by Benjamini and Hochberg", null=True),
        "verdict": choice(
            tuple(Place),
            "high or low where the adjusted p, exact and with spread, is below the level of false discoveries",
        ),
    }
)
SPREAD: Schema = {
    **record(
        {
            "scale": choice(SCALES, "of the scores"),
            "phi": number("mean squared winsorised score: how many times as much as chance the places vary"),
            "tau2": number("variance between places on the scale, 0 where phi is not above 1", minimum=0),
            "winsor_low": number("scores below were drawn in to this (quantile of type 7)"),
            "winsor_high": number("scores above were drawn in to this"),
            "places": whole("how many places counted"),
        }
    ),
    "type": ["object", "null"],
    "description": "null with fewer than ten places",
}
FUNNEL = {
    "input": takes(
        "funnel",
        {
            "places": table(FUNNEL_COLUMNS, ["place", "observed"], "with a column expected or a column exposure"),
            "target": number("--target R: the common rate; otherwise all events over all exposure of places with figures", exclusiveMinimum=0),
            "scale": choice(SCALES, "--scale: of the scores for the spread between places; on log, no events count as half of one", "log"),
            "winsor": number("--winsor W: share of the scores drawn in on either side", minimum=0, exclusiveMaximum=0.5, default=WINSORISED),
            "fdr": number("--fdr Q: level of false discoveries", exclusiveMinimum=0, exclusiveMaximum=1, default=FALSE_DISCOVERIES),
        },
        ["places"],
    ),
    "output": gives(
        "funnel",
        ("outliers", "none", "undetermined"),
        "whether any place is high or low; undetermined without two places",
        "places, known, target, scale, winsor, fdr",
        {
            "places": listed(POSITION, "in the order given"),
            "spread": SPREAD,
            "high": listed({"type": "string"}, "places called high, furthest first"),
            "low": listed({"type": "string"}, "places called low, furthest first"),
            "sentences": listed({"type": "string"}, "what may be said, ready to print"),
        },
    ),
}  # fmt: skip

HELD = record(
    {
        "share": chance("of all events"),
        "places": whole("the fewest places that hold it"),
        "of_places": chance("what share they are of all places"),
        "of_places_with_any": chance("what share they are of the places with any event"),
        "by_chance": chance("mean of of_places when the same events fall evenly at random"),
        "low": chance("the middle 95% of the draws begins here"),
        "high": chance("the middle 95% of the draws ends here"),
        "more_than_chance": flag("of_places is below low"),
    }
)
CONCENTRATION = {
    "input": takes(
        "concentration",
        {
            "places": table(
                {"place": text("its name or code; also read from area, name, code or id"),
                 "events": text("whole number of events, 0 or more; also read from observed, count or value. Places without events must be "
                                "there with 0: a list of those with events only is a concentration of something else")},
                ["place", "events"],
                "one row a place",
            ),
            "draws": whole("--draws N", minimum=99, default=DRAWS),
            "seed": whole("--seed N: the same seed gives the same answer", minimum=0, default=0),
        },
        ["places"],
    ),
    "output": gives(
        "concentration",
        ("concentrated", "no_more_than_chance"),
        "concentrated where Gini's index lies above the middle 95% of the draws",
        "places, events, with_any, missing, draws, seed",
        {
            "gini": chance("Gini's index; near 1 by arithmetic where events are fewer than places"),
            "generalised_gini": chance("Bernasco and Steenbeek 2017: from the most even spread that whole events allow"),
            "gini_by_chance": chance("mean Gini when the same events fall evenly at random"),
            "gini_low": chance("the middle 95% of the draws begins here"),
            "gini_high": chance("the middle 95% of the draws ends here"),
            "sparse": flag("fewer events than places"),
            "held": listed(HELD, "for a quarter, a half and four fifths of all events"),
            "lorenz": listed(
                record({"places": chance("share of places, from the worst on"), "events": chance("share of events they hold")}),
                "from (0, 0) to (1, 1), at most about 200 points",
            ),
            "sentences": listed({"type": "string"}, "what may be said, ready to print"),
        },
    ),
}  # fmt: skip

SCHEMAS: dict[str, Schema] = {"funnel": {**FUNNEL}, "concentration": {**CONCENTRATION}}
