"""The command `severity`: counts by offence code and a set of weights in, one `Answer` out, nothing printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema severity` prints.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.arguments import confidence, parser, read, whole
from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.analysis.severity import PER, Change, Part, Weighted, compare
from frankpledge.analysis.severity_words import (
    FOUND_BY_POLICE,
    RECORDING,
    change_sentences,
    coverage_sentence,
    sentences,
    set_in_words,
    spread_sentence,
)
from frankpledge.evidence.readers.meanings import Meanings, table_rows
from frankpledge.evidence.readers.offences import MEANINGS as OFFENCE_MEANINGS
from frankpledge.evidence.readers.offences import OffenceTable, offence_table
from frankpledge.evidence.readers.weights import weight_table
from frankpledge.evidence.rules.offences import (
    OffenceRow,
    by_area,
    by_period,
    standing,
    weighed,
    whole_span,
    whole_years,
)
from frankpledge.evidence.rules.periods import read_period
from frankpledge.evidence.rules.values import read_value
from frankpledge.evidence.severity_schemas import SCHEMAS
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "severity_command", "severity_parser"]

MOST_RESIDENTS = 999_999_999
POPULATIONS: Meanings = {
    "area": OFFENCE_MEANINGS["area"],
    "population": ("population", "residents", "persons", "all ages", "total population", "people"),
}
CLAUSE = "The sum over offence codes of count times weight (ONS 2016; Sherman, Neyroud and Neyroud 2016)"
CHANCE_CLAUSE = (
    "Limits of chance for weighted sums of Poisson counts (Fay and Feuer 1997), the range of weights included"
)
CHANGE_CLAUSE = "Number of offences and how grave they were, each at the mean of the other (Das Gupta 1993)"
SPREAD_CLAUSE = "Score over its mean weight as a quasi-Poisson count, by season and year (Fay and Feuer 1997; McCullagh and Nelder 1989)"
WHOLE_TABLE = re.compile(r"(grand )?total.*|all( areas)?|england( and wales)?", re.IGNORECASE)


def severity_parser() -> argparse.ArgumentParser:
    """The arguments of `severity`."""
    made = parser(
        "severity", "Offences weighted by severity: the score, what it rests on, and how it changed."
    )
    made.add_argument(
        "counts",
        metavar="COUNTS.csv",
        help="offences by code: columns offence code, and count, month or date, area",
    )
    made.add_argument(
        "--weights",
        required=True,
        metavar="WEIGHTS.csv",
        help="columns offence code and weight, and low, high, group",
    )
    made.add_argument("--dated", default="", metavar="D", help="the date or version of the weights")
    made.add_argument("--source", default="", metavar="TEXT", help="where the weights come from")
    made.add_argument(
        "--against",
        metavar="WEIGHTS.csv",
        help="another set of weights, to see whether areas keep their order",
    )
    made.add_argument("--population", metavar="N", help="residents, for a rate of all counts together")
    made.add_argument(
        "--populations", metavar="FILE.csv", help="columns area and population, for rates by area"
    )
    made.add_argument("--area", default="", metavar="A", help="only this area")
    made.add_argument(
        "--period", metavar="P", help="such as 2031, 2031/32, 2031-Q1 or 2031-03; default: all of the table"
    )
    made.add_argument("--before", metavar="P", help="an earlier period to compare with")
    made.add_argument("--conf", default="0.95", metavar="C", help="confidence of the limits of chance")
    return made  # fmt: skip


def severity_command(argv: list[str]) -> Answer:
    """What offences come to when each counts for its severity, how much of them has a weight, and what makes up half of it.

    Raises Unusable for arguments or files that cannot be used. Shapes: `SCHEMAS["severity"]`.
    """
    given = severity_parser().parse_args(argv)
    level = read("--conf", given.conf, confidence, "Give a confidence such as 0.95.")
    people = _population(given.population)
    table = _counts(Path(given.counts))
    rows = _of_area(table.rows, given.area, Path(given.counts).name)
    weights = _weights(Path(given.weights), given.dated, given.source)
    wanted, before = _periods(given, rows, Path(given.counts).name)
    residents = _populations(given.populations)
    people = people or residents.get(given.area)
    found = weighed(rows, weights, wanted, population=people, confidence=level)
    moved = _moved(rows, weights, (before, wanted), found, level, people)
    areas = by_area(rows, weights, wanted, populations=residents, confidence=level)
    other = None if given.against is None else _weights(Path(given.against), "", "")
    second = by_area(rows, other, wanted, populations=residents, confidence=level) if other else {}
    what = f"Offences in {given.area}" if given.area else "Offences"
    said = [*sentences(found, weights, what, str(wanted) if wanted else ""), RECORDING, FOUND_BY_POLICE]
    if moved is not None:
        said += change_sentences(moved, str(before), str(wanted))
    return Answer(
        _verdict(found, moved),
        _values(found, weights, people, level, wanted),
        tuple(_reasons(found, moved)),
        (*table.cautions, *_cautions(found, weights, rows, wanted, before), *_of_change(moved)),
        f"sum of count times weight, by {set_in_words(weights)}",
        {
            **_weighted(found),
            "areas": [_area(area, one, standing(areas), second) for area, one in areas.items()],
            "change": None if moved is None or before is None else _change(moved, before, wanted),
            "orders_differ": standing(areas) != standing(second) if second else None,
            "other_weights": None if other is None else _set(other),
            "weights": _set(weights),
            "sentences": said,
        },
    )


# What is given ----------------------------------------------------------------------------------------------------


def _population(given: str | None) -> int | None:
    if given is None:
        return None
    return read(
        "--population", given.replace(",", ""), whole(1, MOST_RESIDENTS), "Give the number of residents."
    )


def _opened(path: Path) -> Path:
    if not path.is_file():
        raise Unusable(Problem("file", "There is no such file.", "Check its name and folder.", str(path)))
    return path


def _counts(path: Path) -> OffenceTable:
    table = offence_table(_opened(path), path.name, needs_date=False)
    if table.problems:
        raise Unusable(*table.problems)
    if not table.rows:
        raise Unusable(
            Problem("no-rows", "The table has a heading and no rows.", "Give the counts.", path.name)
        )
    return table


def _of_area(rows: Sequence[OffenceRow], area: str, file: str) -> Sequence[OffenceRow]:
    """The rows of an area; those of other areas keep their months, so that an area without a row in a month had none."""
    if not area:
        return rows
    names = sorted({row.area for row in rows if row.area})
    if area not in names:
        known = ", ".join(names[:8]) or "none"
        raise Unusable(
            Problem(
                "area", f"There is no area ‘{area}’ in the table.", f"Name one of: {known}.", file, value=area
            )
        )
    return [row if row.area == area else _emptied(row) for row in rows]


def _emptied(row: OffenceRow) -> OffenceRow:
    """A row of another area, which says only that its month was supplied."""
    return OffenceRow(row.line, row.period, "", row.code, row.offence, row.group, 0)


def _weights(path: Path, dated: str, source: str) -> WeightSet:
    table = weight_table(_opened(path), path.name, dated=dated, source=source)
    if table.problems:
        raise Unusable(*table.problems)
    if not any(one.span for one in table.found.weights):
        raise Unusable(Problem("no-rows", "The file has no weight.", "Give the whole set.", path.name))
    return table.found


def _periods(
    given: argparse.Namespace, rows: Sequence[OffenceRow], file: str
) -> tuple[Period | None, Period | None]:
    span = whole_span(rows)
    asked = [None if text is None else _period(text) for text in (given.period, given.before)]
    if span is None and any(asked):
        raise Unusable(Problem("no-dates", "The table has no month or date.", "Leave the period out.", file))
    if asked[1] is not None and asked[0] is None:
        raise Unusable(Problem("arguments", "--before needs --period.", "Say both periods."))
    if asked[0] is not None and asked[1] is not None and asked[0].overlaps(asked[1]):
        raise Unusable(Problem("arguments", "The two periods overlap.", "Give two that do not."))
    return asked[0] or span, asked[1]


def _period(text: str) -> Period:
    try:
        found = read_period(text).period
    except ValueError as error:
        raise Unusable(
            Problem("period", str(error), "Write 2031, 2031/32, 2031-Q1 or 2031-03.", value=text)
        ) from error
    if found.ends_on is None:
        raise Unusable(Problem("period", f"‘{text}’ has no end.", "Write a whole period.", value=text))
    return found


def _populations(path: str | None) -> dict[str, int]:
    if path is None:
        return {}
    place = _opened(Path(path))
    _, rows = table_rows(
        place, place.name, POPULATIONS, any_of=(("area",), ("population",)), what="residents by area"
    )
    found: dict[str, int] = {}
    for row in rows:
        text, area = row.cell("population"), row.cell("area")
        try:
            number = read_value(text).number
        except ValueError:
            number = None
        if number is None or number <= 0 or number != number.to_integral_value():
            reason = f"‘{text}’ is not a number of residents."
            raise Unusable(
                Problem(
                    "population",
                    reason,
                    "Correct this cell.",
                    place.name,
                    row.line,
                    row.heading("population"),
                    text,
                )
            )
        if area in found and found[area] != number:
            raise Unusable(
                Problem(
                    "population",
                    f"‘{area}’ stands twice.",
                    "Keep the right one.",
                    place.name,
                    row.line,
                    row.heading("area"),
                    area,
                )
            )
        found[area] = int(number)
    return found  # fmt: skip


def _moved(
    rows: Sequence[OffenceRow],
    weights: WeightSet,
    spans: tuple[Period | None, Period | None],
    found: Weighted,
    level: float,
    people: int | None,
) -> Change | None:
    before, wanted = spans
    if before is None or wanted is None:
        return None
    years = whole_years(by_period(rows, weights, confidence=level), wanted)
    old = weighed(rows, weights, before, population=people, confidence=level)
    return compare(old, found, years=years)


# What is answered -------------------------------------------------------------------------------------------------


def _verdict(found: Weighted, moved: Change | None) -> str:
    if moved is not None:
        return str(moved.verdict)
    return "unknown" if found.middle is None else "range" if found.is_range else "known"


def _values(
    found: Weighted, weights: WeightSet, people: int | None, level: float, wanted: Period | None
) -> dict[str, object]:
    return {
        "total": _plain(found.middle), "offences": found.offences, "weighted": found.weighted,
        "coverage": _plain(found.coverage), "rate": _plain(found.rates[1] if found.rates else None),
        "population": people, "per": PER, "period": wanted.code if wanted else None, "confidence": level,
        "weights": weights.title, "dated": weights.dated or None,
    }  # fmt: skip


def _weighted(found: Weighted) -> dict[str, object]:
    """The keys of a score: total, rate, limits of chance, coverage, and the offences behind it."""
    low, middle, high = found.low, found.middle, found.high
    rates = found.rates or (None, None, None)
    return {
        "total": {"low": _plain(low), "mid": _plain(middle), "high": _plain(high)},
        "rate": {"low": _plain(rates[0]), "mid": _plain(rates[1]), "high": _plain(rates[2]), "per": PER},
        "chance": None if found.chance is None else {"low": found.chance[0], "high": found.chance[1], "confidence": found.confidence},
        "coverage": {"offences": found.offences, "weighted": found.weighted, "share": _plain(found.coverage),
                     "exact": f"{found.weighted}/{found.offences}"},
        "lacking": [_offence(one) for one in found.lacking],
        "left_out": [_offence(one) for one in found.left_out],
        "half": [_offence(one) for one in found.half],
        "parts": [_offence(one) for one in found.parts],
        "because": found.because or None,
    }  # fmt: skip


def _offence(one: Part) -> dict[str, object]:
    ends = one.found.low, one.found.middle, one.found.high
    return {
        "code": one.code, "offence": one.offence, "group": one.group, "count": one.n, "by": str(one.found.how),
        "weight": dict(zip(("low", "mid", "high"), (_plain(end) for end in ends), strict=True)),
        "score": _plain(one.middle) if one.is_weighted else None,
    }  # fmt: skip


def _area(
    area: str, one: Weighted, places: Mapping[str, int], second: Mapping[str, Weighted]
) -> dict[str, object]:
    short = {
        key: value
        for key, value in _weighted(one).items()
        if key not in {"parts", "lacking", "left_out", "half"}
    }
    return {
        "area": area, **short, "population": one.population, "rank": places.get(area),
        "other_rank": standing(second).get(area) if second else None,
    }  # fmt: skip


def _change(moved: Change, before: Period, wanted: Period | None) -> dict[str, object]:
    return {
        "from": before.code, "to": wanted.code if wanted else None, "before": _plain(moved.before.middle),
        "after": _plain(moved.after.middle), "difference": _plain(moved.difference), "volume": _plain(moved.volume),
        "mix": _plain(moved.mix), "low": moved.low, "high": moved.high, "percent": _plain(moved.percent),
        "because": moved.because or None, "allows_for_more": moved.allows_for_more,
        "phi": moved.spread.phi if moved.spread else None, "phi_degrees": moved.spread.degrees if moved.spread else None,
        "offences": [
            {"code": one.code, "offence": one.name, "before": one.before, "after": one.after, "score": _plain(one.middle)}
            for one in moved.shifts
        ],
    }  # fmt: skip


def _set(weights: WeightSet) -> dict[str, object]:
    return {"title": weights.title, "dated": weights.dated or None, "source": weights.source or None, "lines": len(weights.weights)}  # fmt: skip


def _of_change(moved: Change | None) -> list[Caution]:
    if moved is None or moved.difference is None or moved.spread is not None:
        return []
    return [Caution(WarningCode.UNVERIFIABLE, "change", spread_sentence(moved))]


def _plain(value: Fraction | None) -> int | float | None:
    """A whole number where it is one, else the nearest float."""
    if value is None:
        return None
    return int(value) if Fraction(value).denominator == 1 else float(value)


def _reasons(found: Weighted, moved: Change | None) -> list[dict[str, str]]:
    working = (
        coverage_sentence(found)
        if found.middle is not None or found.offences
        else f"Not known: {found.because}."
    )
    made = [{"clause": CLAUSE, "working": working}]
    if found.chance is not None:
        made.append({"clause": CHANCE_CLAUSE, "working": f"{found.chance[0]:,.1f} to {found.chance[1]:,.1f}"})
    if moved is not None and moved.volume is not None and moved.mix is not None:
        working = f"{float(moved.volume):+,.1f} by number, {float(moved.mix):+,.1f} by gravity"
        made.append({"clause": CHANGE_CLAUSE, "working": working})
        made.append({"clause": SPREAD_CLAUSE, "working": spread_sentence(moved)})
    return made


def _cautions(
    found: Weighted,
    weights: WeightSet,
    rows: Sequence[OffenceRow],
    wanted: Period | None,
    before: Period | None,
) -> list[Caution]:
    made: list[Caution] = []

    def warn(code: WarningCode, where: str, text: str) -> None:
        made.append(Caution(code, where, text))

    if found.lacking:
        warn(WarningCode.COVERAGE, "weights", coverage_sentence(found))
    if found.middle is None:
        warn(
            WarningCode.PERIOD if "there is no figure for" in found.because else WarningCode.COVERAGE,
            "counts",
            f"The total is not known: {found.because}.",
        )
    if found.is_range:
        warn(
            WarningCode.AMBIGUOUS,
            "weights",
            "For some offences more than one weight may be meant: the total is a range.",
        )
    if not weights.dated:
        warn(
            WarningCode.DATE,
            "weights",
            "The date of the weights is not recorded. Weights are revised: say it with --dated.",
        )
    if wanted and before and abs(wanted.days - before.days) > 1:
        warn(
            WarningCode.PERIOD,
            "periods",
            f"{before} has {before.days} days and {wanted} has {wanted.days}: they are not alike.",
        )
    sums = sorted({row.area for row in rows if WHOLE_TABLE.fullmatch(row.area)})
    if sums and len({row.area for row in rows}) > 1:
        warn(
            WarningCode.OVERLAP,
            "counts",
            f"‘{sums[0]}’ looks like a sum of the other areas, which would then count twice.",
        )
    return made  # fmt: skip
