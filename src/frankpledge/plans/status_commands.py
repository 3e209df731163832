"""The command `plan status`: how measures stand on a day, from the record or from a file. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "plan status"` prints.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from frankpledge.analysis.arguments import parser
from frankpledge.analysis.shapes import (
    Schema,
    chance,
    choice,
    flag,
    gives,
    listed,
    number,
    record,
    takes,
    text,
    whole,
)
from frankpledge.kernel.results import Answer, Caution
from frankpledge.plans.choosing import day_asked, stored_partnership
from frankpledge.plans.rules.measures.case import DIRECTIONS, FORMS, FREQUENCIES, KINDS, SOURCES, STATES
from frankpledge.plans.rules.measures.course import Track, Way
from frankpledge.plans.rules.measures.file import RELATIONS, read_measures
from frankpledge.plans.rules.measures.status import STANDINGS, Standing, Status, Sum, status
from frankpledge.plans.rules.measures.words import statement, track_words

CLAUSE = "A measure is better or worse only where the change can be told from chance"
METHOD = (
    "the last year against the baseline, or against the year before: exact Poisson limits, quasi-Poisson where the measure's "
    "own years vary more than chance; Newcombe's score interval for shares; course by a trend with its season"
)


def status_parser() -> argparse.ArgumentParser:
    """The arguments of `plan status`."""
    made = parser("plan status", status_command.__doc__ or "")
    made.add_argument(
        "file",
        nargs="?",
        metavar="MEASURES",
        help="measures and figures (.toml, .json, .csv); otherwise the record's",
    )
    made.add_argument("--on", required=True, metavar="D", help="the day: 2023-06-14")
    made.add_argument(
        "--partnership", default="", metavar="SLUG", help="may be left out where there is only one"
    )
    return made


def status_command(argv: list[str]) -> Answer:
    """Say of each measure whether it is better, worse, not told from chance or not known, and whether it is on its way."""
    given = status_parser().parse_args(argv)
    on = day_asked(given.on)
    if given.file:
        found = tuple(status(one.case, on) for one in read_measures(Path(given.file)))
        return answer(found, {"on": on.isoformat(), "file": Path(given.file).name})
    partnership = stored_partnership(given.partnership)
    from frankpledge.plans.measures.queries import standings

    stored = tuple(one.status for one in standings(partnership, on=on))
    return answer(stored, {"on": on.isoformat(), "partnership": partnership})


def answer(found: Iterable[Status], asked: dict[str, object]) -> Answer:
    """The statuses as the command answers them."""
    told = tuple(found)
    return Answer(
        _verdict(told),
        {**asked, "measures": len(told)},
        tuple({"clause": CLAUSE, "working": f"{one.case.title}: {statement(one)}"} for one in told),
        tuple(_cautions(told)),
        METHOD,
        {"measures": [entry(one) for one in told], "holes": list(_holes(told))},
    )


def _verdict(told: tuple[Status, ...]) -> str:
    if not told:
        return "no measures"
    counts = Counter(one.standing for one in told)
    return ", ".join(f"{counts[one]} {one.value}" for one in Standing if counts[one])


def _cautions(told: Iterable[Status]) -> Iterator[Caution]:
    for one in told:
        yield from (Caution(doubt.code, one.case.id, str(doubt.text)) for doubt in one.doubts)


def _holes(told: Iterable[Status]) -> Iterator[dict[str, object]]:
    """What cannot be told, and why: a measure that is not known."""
    for one in told:
        if one.standing is Standing.UNKNOWN:
            absent = [period.code for period in one.absent]
            yield {"kind": "measure", "id": one.case.id, "because": str(one.because or ""), "absent": absent}


def entry(one: Status) -> dict[str, object]:
    """How a measure stands, as the commands print it."""
    apart = one.apart
    return {
        "id": one.case.id,
        "title": one.case.title,
        "kind": one.case.kind,
        "priority": one.case.priority or None,
        "relation": one.case.relation,
        "verdict": one.standing.value,
        "low": _finite(apart.low) if apart else None,
        "high": _finite(apart.high) if apart else None,
        "estimate": apart.estimate if apart else None,
        "scale": apart.scale if apart else None,
        "p": apart.p if apart else None,
        "method": apart.method if apart else None,
        "old": _sum(one.old),
        "new": _sum(one.new),
        "absent": [period.code for period in one.absent],
        "because": str(one.because) if one.because else None,
        "sentence": str(statement(one)),
        "track": _track(one),
        "is_synthetic": one.case.is_synthetic,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _sum(found: Sum | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "period": found.period.code, "value": float(found.value), "numerator": float(found.numerator),
        "denominator": None if found.denominator is None else float(found.denominator), "low": found.low, "high": found.high,
    }  # fmt: skip


def _track(one: Status) -> dict[str, object] | None:
    found: Track | None = one.track
    if found is None:
        return None
    course = found.course
    return {
        "verdict": found.way.value,
        "probability": found.chance,
        "target": float(found.target.value),
        "by": found.target.by.code,
        "expected": course.expected if course else None,
        "low": course.low if course else None,
        "high": course.high if course else None,
        "sentence": track_words(one.case, found),
    }


PERIOD = "2020, 2020-Q1, 2020-03 or 2020/21"
READING = record(
    {
        "period": text(f"{PERIOD}; as long as the frequency says"),
        "numerator": number("the count, how many, or the value; left out where there is none"),
        "denominator": number(
            "of a rate: the people or other amount; of a share: of how many", exclusiveMinimum=0
        ),
        "low": number("lower 95% limit, of a value"),
        "high": number("upper 95% limit, of a value"),
        "design_effect": number(
            "of a survey: how many times fewer its answers are worth (1)", exclusiveMinimum=0
        ),
        "is_unsure": flag("partial, or in doubt"),
        "because": text("why there is no figure"),
        "source": choice(SOURCES, "where it comes from", "entry"),
    },
    ["period"],
)
MEASURE = record(
    {
        "id": text("a-z, 0-9 and hyphens"),
        "title": text("in words; the id where left out"),
        "frequency": choice(FREQUENCIES, "how often there is a figure"),
        "form": choice(FORMS, "what a figure is", "count"),
        "direction": choice([one for one in DIRECTIONS if one], "which way is better; without it there is no target"),
        "kind": choice(KINDS, "how things are for people, or how well something done works", "population"),
        "unit": text("such as offences"),
        "per": whole("of a rate: per so many (1)", minimum=1),
        "relation": choice(RELATIONS, "whether it measures the thing, stands in for it, or nothing does", "exact"),
        "relation_note": text("why it stands in, or what to ask for"),
        "priority": text("the priority's slug"),
        "baseline": text(f"what the last year is held against: {PERIOD}; otherwise the year before"),
        "due_after": whole("days after a period at which its figure is due (62 a month, 92 a quarter, 183 a year)", minimum=0),
        "target": record(
            {"value": number("a count or rate over the period, per cent, or a value"), "by": text(f"the period it is for: {PERIOD}"),
             "because": text("why that much")},
        ),
        "state": listed(record({"state": choice(STATES, "from that day on"), "from": text("a day"), "because": text("why")}, ["state", "from"]), "its life"),
        "definition": listed(record({"from": text("a day"), "text": text("what is counted from then on")}), "figures before and after a change are not compared"),
        "reading": listed(READING, "its figures"),
        "feed": text("the slug of the imported measure it is fed from (record only)"),
        "feed_of": text("the slug of the imported measure that is its denominator (record only)"),
        "owner": text("who answers for it"),
        "organisation": text("the slug of the body that answers for it (record only)"),
        "initiative": text("the slug of what it tells about (record only)"),
        "story": text("the story behind the data"),
        "is_synthetic": flag("made up for a demonstration"),
    },
    ["id", "frequency"],
)  # fmt: skip
INPUT = takes(
    "plan status",
    {
        "file": {
            "type": "string",
            "description": "path of a .toml or .json file {measure: […]}, shaped as `contents` here; or of a .csv with the columns "
            "measure, period, numerator (or value), and if needed denominator, low, high, form (a denominator makes a share "
            "unless form says rate), direction, baseline, target, target_by, target_because, per, title, which need stand in "
            "one row of each measure only. Left out: the partnership's own record",
            "contents": record({"measure": listed(MEASURE, "one or more")}),
        },
        "on": text("--on D: the day; only periods that ended by then count"),
        "partnership": text("--partnership SLUG: whose record; may be left out where there is only one"),
    },
    ["on"],
)
SUM = record(
    {
        "period": text("its code"),
        "value": number("in the unit of the measure; per cent for a share"),
        "numerator": number("summed"),
        "denominator": number("summed", null=True),
        "low": number("lower 95% limit of the value", null=True),
        "high": number("upper 95% limit", null=True),
    }
)
TRACK = {
    **record(
        {
            "verdict": choice(tuple(Way), "on from a chance of 75% up, off to 25%, met and missed once the period is over"),
            "probability": chance("that the target is met, should the course go on", null=True),
            "target": number("as set"),
            "by": text("the period it is for"),
            "expected": number("what the course comes to", null=True),
            "low": number("95%", null=True),
            "high": number("95%", null=True),
            "sentence": text("in words"),
        }
    ),
    "type": ["object", "null"],
    "description": "the way to the target; null without one",
}  # fmt: skip
ENTRY = record(
    {
        "id": text("the measure"),
        "title": text("in words"),
        "kind": choice(KINDS, "population or programme"),
        "priority": text("slug", null=True),
        "relation": choice(RELATIONS, "exact, proxy, none"),
        "verdict": choice(
            tuple(STANDINGS), "follows the interval; rose and fell where no direction is given"
        ),
        "low": number("lower 95% limit of the change, on `scale`; null where there is none", null=True),
        "high": number("upper 95% limit; null also where nothing bounds it", null=True),
        "estimate": number("the change on `scale`", null=True),
        "scale": {
            "enum": ["ratio", "points", "difference", None],
            "description": "new over old for counts and rates; percentage points for shares; the unit for values",
        },
        "p": chance("of the same test", null=True),
        "method": text("which test", null=True),
        "old": {**SUM, "type": ["object", "null"]},
        "new": {**SUM, "type": ["object", "null"]},
        "absent": listed({"type": "string"}, "periods without a figure that keep it from being known"),
        "because": text("why it is not known, or not in use", null=True),
        "sentence": text("the statement, ready to print"),
        "track": TRACK,
        "is_synthetic": flag("made up for a demonstration"),
    }
)
_OUTPUT: Schema = gives(
    "plan status",
    (),
    "",
    "on, file or partnership, measures",
    {
        "measures": listed(ENTRY, "one for each measure"),
        "holes": listed(
            record(
                {
                    "kind": {"const": "measure"},
                    "id": text("the measure"),
                    "because": text("why"),
                    "absent": listed({"type": "string"}, "periods"),
                }
            ),
            "the measures of which nothing can be told",
        ),
    },
)
_OUTPUT["properties"]["verdict"] = text("how many stand how, such as ‘2 better, 1 unknown’")  # type: ignore[index]
SCHEMAS: dict[str, Schema] = {"plan status": {"input": INPUT, "output": _OUTPUT}}
