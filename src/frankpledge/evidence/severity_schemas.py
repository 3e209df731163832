"""JSON Schema of the command `severity`."""

from __future__ import annotations

from frankpledge.analysis.offence_codes import How
from frankpledge.analysis.severity import Moved
from frankpledge.analysis.shapes import (
    Schema,
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

RANGE = record(
    {
        "low": number("with the least of the weights that may be meant", null=True),
        "mid": number(
            "with the middle one; the same as low and high where every weight is certain", null=True
        ),
        "high": number("with the greatest", null=True),
    }
)
RATE = record({**RANGE["properties"], "per": whole("residents")})  # type: ignore[dict-item]
OFFENCE = record(
    {
        "code": text("without padding: 056/01 is 56/1; empty where there was none"),
        "offence": text("as given"),
        "group": text("as given"),
        "count": whole("how many; below nought where more were cancelled than recorded"),
        "by": choice(
            How, "by what it got its weight: its code, its class, its name or its group; or why it has none"
        ),
        "weight": RANGE,
        "score": number("count times middle weight", null=True),
    }
)
SCORE: Schema = {
    "total": {**RANGE, "description": "of the offences that have a weight; null when not known"},
    "rate": {**RATE, "description": "for a thousand residents, where their number is known"},
    "chance": {
        **record(
            {"low": number("lower limit"), "high": number("upper limit"), "confidence": number("of the two")}
        ),
        "type": ["object", "null"],
        "description": "gamma limits (Fay and Feuer 1997), range of weights included; null with counts below nought",
    },
    "coverage": record(
        {
            "offences": whole("counted, less those that the set leaves out"),
            "weighted": whole("of these with a weight"),
            "share": number("the second over the first", null=True),
            "exact": text("the same as a fraction"),
        }
    ),
    "because": text("why the total is not known", null=True),
}
SET: Schema = {
    **record(
        {
            "title": text("of the set"), "dated": text("its date or version", null=True),
            "source": text("where it comes from", null=True), "lines": whole("weights in it"),
        }
    ),
    "type": ["object", "null"],
}  # fmt: skip
AREA = record(
    {
        "area": text("as given"),
        **SCORE,
        "population": whole("from --populations", null=True),
        "rank": whole(
            "1 is the highest, by rate where all have residents, else by total; alike share a place",
            null=True,
        ),
        "other_rank": whole("the same by the other set of weights", null=True),
    }
)
CHANGE: Schema = {
    **record(
        {
            "from": text("the earlier period"), "to": text("the later", null=True), "before": number("score", null=True),
            "after": number("score", null=True), "difference": number("volume and mix together", null=True),
            "volume": number("what more or fewer offences made", null=True),
            "mix": number("what graver or lighter ones made", null=True), "low": number("limit of the difference", null=True),
            "high": number("limit of the difference", null=True), "percent": number("of the earlier score", null=True),
            "because": text("why it cannot be told", null=True),
            "allows_for_more": flag("whether the limits are wider than chance, since the score varies more than that"),
            "phi": number("how many times as much as chance the score varies, from whole years of months or quarters up to the "
                          "later period; null where those leave fewer than five degrees of freedom", null=True),
            "phi_degrees": whole("degrees of freedom of phi", null=True),
            "offences": listed(
                record({"code": text("its code"), "offence": text("its name"), "before": whole("count"), "after": whole("count"),
                        "score": number("what it added to the score")}),
                "the greatest change first",
            ),
        }
    ),
    "type": ["object", "null"],
}  # fmt: skip
COUNTS: Schema = {
    "offence code": text(
        "Home Office code, such as 8N, 4.1, 56/1 or 056/01; also home office code, ho code, crime code, code"
    ),
    "count": text(
        "whole number; padded, with commas, -00 for nought, below nought for cancelled records; empty or [x] is missing. Without the column each row is one offence. Also offences, number of offences, number, n"
    ),
    "month": text(
        "or date, date recorded, period; or financial year with financial quarter. A day is put into its month"
    ),
    "area": text("also lsoa, ward, area code, force name"),
    "offence": text("its name; also offence description"),
    "group": text("also offence group; used where there is no code"),
}
WEIGHTS: Schema = {
    "offence code": text("one code, or several: ‘1, 4.1/2/10’; also code, home office code, code_original"),
    "weight": text("also score, severity weight, sentence days; empty where there is none"),
    "low": text("least that it may be, where the set gives a range"),
    "high": text("greatest"),
    "offence": text("its name; also description"),
    "group": text("also category, offence group; a row without code and name is of its whole group"),
    "left out": text("yes where the set does not count the offence; also excluded"),
    "date": text("or version: of the set, the same in every row"),
    "source": text("the same in every row"),
}
SCHEMAS = {
    "severity": {
        "input": takes(
            "severity",
            {
                "counts": table(COUNTS, ["offence code"], "any order of columns, notes may stand above; a workbook will do too"),
                "weights": table(WEIGHTS, ["offence code", "weight"], "--weights"),
                "against": table(WEIGHTS, ["offence code", "weight"], "--against: another set, to compare the order of areas"),
                "population": whole("--population N: residents, for the rate of all together", minimum=1),
                "populations": table({"area": text("as in the counts"), "population": whole("residents")}, ["area", "population"], "--populations"),
                "area": text("--area A: only this area"),
                "period": text("--period P: 2031, 2031/32, 2031-Q1, 2031-03; default all of the table"),
                "before": text("--before P: an earlier period"),
                "conf": number("--conf C", minimum=0.5, exclusiveMaximum=1, default=0.95),
                "dated": text("--dated D: date or version of the weights"),
                "source": text("--source TEXT: where the weights come from"),
            },
            ["counts", "weights"],
        ),
        "output": gives(
            "severity",
            ["known", "range", "unknown", *Moved],
            "with --before how the score moved, by the limits shown; else whether the total is known, or a range",
            "total, offences, weighted, coverage, rate, population, per, period, confidence, weights, dated",
            {
                **SCORE,
                "lacking": listed(OFFENCE, "offences without a weight, the most first: not in the total"),
                "left_out": listed(OFFENCE, "offences that the set says do not count"),
                "half": listed(OFFENCE, "the fewest offences that make up half of the score, the heaviest first"),
                "parts": listed(OFFENCE, "every offence"),
                "areas": listed(AREA, "each area that the table names"),
                "change": CHANGE,
                "orders_differ": {**flag("whether the two sets put the areas in different orders"), "type": ["boolean", "null"]},
                "weights": SET,
                "other_weights": SET,
                "sentences": listed(text("a sentence"), "what may be said of it"),
            },
        ),
    }
}  # fmt: skip
