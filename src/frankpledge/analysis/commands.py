"""The commands `change`, `rates` and `proportion`: arguments in, one `Answer` out, nothing printed.

Bad input raises the kernel's `Unusable`; the command line prints it on one line and exits with 2. `SCHEMAS` holds
the JSON Schemas of input and output that `./frankpledge schema COMMAND` prints.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import NoReturn, TypeVar

from frankpledge.analysis.change import ALTERNATIVES, Change, Direction, change, ratio_of_ratios
from frankpledge.analysis.change_table import (
    Compared,
    Row,
    compare_rows,
    parts_of,
    read_rows,
    total_disagreements,
)
from frankpledge.analysis.dispersion import heterogeneity, overdispersed_change
from frankpledge.analysis.inputs import amount, whole_number
from frankpledge.analysis.limits import METHODS
from frankpledge.analysis.rates import (
    PROPORTION_METHODS,
    RATE_METHODS,
    Proportion,
    against_expected,
    proportion,
    rate,
)
from frankpledge.analysis.schemas import SCHEMAS
from frankpledge.analysis.sentences import (
    FEWEST_FOR_PERCENTAGE,
    confidence_text,
)
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "change_command", "proportion_command", "rates_command"]

T = TypeVar("T")
MOST_SET_APART = 12
"""With more measures each pair of them says nothing any more."""
FEWEST_FOR_SHARE = 30
"""Under this many, a share is too unsteady to be published as an estimate."""

CLAUSES = {
    "exact": "Exact conditional test of two Poisson counts (Przyborowski and Wilenski 1940), limits by Clopper and "
    "Pearson",
    "midp": "Mid-p form of the exact conditional test (Lancaster 1961)",
    "score": "Score test of two Poisson counts, limits by Wilson",
}
RATE_CLAUSES = {
    "exact": "Exact limits of a Poisson count (Garwood 1936)",
    "byar": "Byar's approximate limits of a Poisson count (Breslow and Day 1987)",
    "score": "Score limits of a Poisson count",
}
SHARE_CLAUSES = {
    "wilson": "Wilson's limits of a proportion (1927)",
    "exact": "Clopper and Pearson's limits of a proportion (1934)",
    "wald": "Wald's limits of a proportion",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        remedy = f"See ./frankpledge schema {self.prog.split()[-1]}."
        raise Unusable(Problem("arguments", reason, remedy))


def _parser(name: str, about: str) -> _Parser:
    parser = _Parser(prog=f"frankpledge {name}", description=about, allow_abbrev=False)
    parser.add_argument("--conf", default="0.95", metavar="C", help="confidence, from 0.5 to below 1")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    return parser


def _read(name: str, text: str, reader: Callable[[str], T], remedy: str) -> T:
    try:
        return reader(text)
    except ValueError as error:
        reason = f"{name}: {str(error).rstrip('.')}."
        raise Unusable(Problem("value", reason, remedy, value=text)) from None


def _confidence(text: str) -> float:
    value = amount(text)
    if not Fraction(1, 2) <= value < 1:
        raise ValueError(f"‘{text}’ is not from 0.5 to below 1")
    return float(value)


def _places(text: str) -> int:
    if text not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise ValueError(f"‘{text}’ is not a number of decimals from 0 to 6")
    return int(text)


COUNT_REMEDY = "Give a whole number of events, 0 or more."
AMOUNT_REMEDY = "Give a number above 0, such as 365 or 24.5."
CONF_REMEDY = "Write 95% as 0.95."


def change_command(argv: list[str]) -> Answer:
    """`change OLD NEW` or `change CSV`: by how much a count changed, and whether chance alone may have done it.

    Raises Unusable for arguments or a file that cannot be used. Shapes: `SCHEMAS["change"]`.
    """
    given = change_parser().parse_intermixed_args(argv)
    if len(given.counts) > 2:
        raise Unusable(
            Problem("arguments", f"{len(given.counts)} counts were given.", "Give OLD and NEW, or one CSV.")
        )
    confidence = _read("--conf", given.conf, _confidence, CONF_REMEDY)
    places = _read("--places", given.places, _places, "Give a whole number from 0 to 6.")
    if len(given.counts) == 1:
        return _change_table(given, confidence, places)
    return _one_change(given, confidence, places)


def change_parser() -> argparse.ArgumentParser:
    parser = _parser("change", "By how much a count changed, and whether chance alone may have done it.")
    parser.add_argument(
        "counts", nargs="+", metavar="OLD NEW | CSV", help="two counts, or a table with one comparison a row"
    )
    parser.add_argument(
        "--exposure", nargs=2, metavar=("A", "B"), help="exposures of OLD and NEW, in one unit"
    )
    parser.add_argument("--periods", nargs=2, metavar=("P", "Q"), help="the two periods, such as 2019 2020")
    parser.add_argument("--method", choices=METHODS, default="exact")
    parser.add_argument("--alternative", choices=ALTERNATIVES, default="two-sided")
    parser.add_argument("--places", default="1", metavar="K", help="decimals of percentages")
    return parser


def _one_change(given: argparse.Namespace, confidence: float, places: int) -> Answer:
    row = _typed_row(given)
    found = compare_rows([row], method=given.method, confidence=confidence, alternative=given.alternative)[0]
    if found.change is None:
        raise Unusable(Problem("value", "A count is missing.", COUNT_REMEDY))
    return Answer(
        found.change.verdict,
        {"old": row.old, "new": row.new, **_asked(found.change)},
        (_reason(found.change),),
        tuple(_cautions(found, "the two counts")),
        given.method,
        {**_result(found.change, places), "sentences": [str(sentence) for sentence in found.sentences]},
    )


def _typed_row(given: argparse.Namespace) -> Row:
    old, new = (
        _read(name, text, whole_number, COUNT_REMEDY)
        for name, text in zip(("OLD", "NEW"), given.counts, strict=True)
    )
    exposure = periods = None
    if given.exposure:
        values = [_read("--exposure", text, amount, AMOUNT_REMEDY) for text in given.exposure]
        exposure = (values[0], values[1])
    if given.periods:
        spans = [
            _read("--periods", text, Period.parse, "Write 2019, 2020/21, 2020-Q3 or 2020-07.")
            for text in given.periods
        ]
        periods = (spans[0], spans[1])
    return Row(0, "Events", "", old, new, exposure, periods)


def _change_table(given: argparse.Namespace, confidence: float, places: int) -> Answer:
    for option in ("exposure", "periods"):
        if getattr(given, option):
            remedy = f"Put them in columns {option.removesuffix('s')}_old and {option.removesuffix('s')}_new."
            raise Unusable(Problem("arguments", f"--{option} goes with OLD NEW, not with a file.", remedy))
    rows = read_rows(Path(given.counts[0]))
    found = compare_rows(rows, method=given.method, confidence=confidence, alternative=given.alternative)
    verdicts = Counter(str(_verdict(one)) for one in found)
    measures = _measures(rows, given, confidence)
    reasons = tuple(
        {"clause": f"row {one.row.row}", **_only_working(one.change)} for one in found if one.change
    )
    return Answer(
        next(iter(verdicts)) if len(verdicts) == 1 else "mixed",
        {"rows": len(rows), "verdicts": dict(verdicts), "families": _families(found), "confidence": confidence,
         "alternative": given.alternative},
        reasons,
        tuple(_table_cautions(found, rows)),
        given.method,
        {"rows": [_row_result(one, places) for one in found], "measures": measures,
         "apart": _apart(measures, confidence)},
    )  # fmt: skip


def _verdict(found: Compared) -> Direction:
    return Direction.UNDETERMINED if found.change is None else found.change.verdict


def _families(found: Sequence[Compared]) -> dict[str, int]:
    """How many p values each family adjusts; the family without a name is every row that is not a total."""
    return dict(
        Counter(one.row.family for one in found if one.row.family is not None and one.p_holm is not None)
    )


def _asked(found: Change) -> dict[str, object]:
    return {
        "exposure_old": _number(found.exposure[0]),
        "exposure_new": _number(found.exposure[1]),
        "confidence": found.confidence,
        "alternative": found.alternative,
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _result(found: Change, places: int) -> dict[str, object]:
    """The keys named for `change` in the contract; what has no limit or no value is null."""
    return {
        "percent": _rounded(found.percent, places),
        "percent_low": _rounded(found.percent_low, places),
        "percent_high": _rounded(found.percent_high, places),
        "percent_exact": None if found.percent is None else str(found.percent),
        "ratio": None if found.ratio is None else float(found.ratio),
        "low": found.low,
        "high": None if math.isinf(found.high) else found.high,
        "p": found.p,
        "p_central": found.p_central,
        "p_minlike": found.p_minlike,
    }


def _rounded(value: Fraction | float | None, places: int) -> float | None:
    return None if value is None else float(round_half_up(Fraction(value), places))


def _reason(found: Change) -> Mapping[str, str]:
    return {"clause": CLAUSES[found.method], **_only_working(found)}


def _only_working(found: Change) -> Mapping[str, str]:
    if found.ratio is None and found.new == 0:
        return {"working": "There were no events in either period, so there is nothing to compare."}
    high = "no upper limit" if math.isinf(found.high) else f"{found.high:.5f}"
    ratio = "no ratio, since the old count is 0" if found.ratio is None else f"ratio {float(found.ratio):.5f}"
    where = {Direction.ROSE: "lies above 1", Direction.FELL: "lies below 1"}.get(found.verdict, "holds 1")
    limits = f"{confidence_text(found.confidence)} limits {found.low:.5f} to {high}"
    return {
        "working": f"{grouped(found.old)} to {grouped(found.new)}: {ratio}, {limits}; the interval {where}."
    }


def _cautions(found: Compared, where: str) -> list[Caution]:
    if found.change is None:
        names = " and ".join(found.row.missing)
        text = f"There is no figure for {names}, and missing is not nought: the change is undetermined."
        return [Caution(WarningCode.COVERAGE, where, text)]
    return [*_base_cautions(found.change, where), *_period_cautions(found, where)]


def _base_cautions(found: Change, where: str) -> list[Caution]:
    if found.old == 0:
        return [
            Caution(WarningCode.BASE, where, "The old count is 0, from which no percentage can be taken.")
        ]
    if min(found.old, found.new) < FEWEST_FOR_PERCENTAGE:
        text = f"A count is under {FEWEST_FOR_PERCENTAGE}: print the counts and no percentage."
        return [Caution(WarningCode.BASE, where, text)]
    return []


def _period_cautions(found: Compared, where: str) -> list[Caution]:
    days, periods = found.row.days, found.row.periods
    if days is None or periods is None or found.row.exposure or days[0] == days[1]:
        return []
    spans = f"{periods[0]} has {days[0]} days and {periods[1]} has {days[1]}"
    return [Caution(WarningCode.PERIOD, where, f"{spans}: give days as exposures to compare per day.")]


def _table_cautions(found: Sequence[Compared], rows: Sequence[Row]) -> list[Caution]:
    cautions = [caution for one in found for caution in _cautions(one, f"row {one.row.row}")]
    names = Counter(
        (row.measure, row.label, row.periods) for row in rows if row.measure or row.label or row.periods
    )
    cautions += [
        Caution(
            WarningCode.DUPLICATE, f"row {row.row}", "Another row has the same measure, label and periods."
        )
        for row in rows
        if names[row.measure, row.label, row.periods] > 1
    ]
    for wrong in total_disagreements(rows):
        text = f"{wrong.column} is {grouped(wrong.stated)}, but the rows of its measure add up to {grouped(wrong.computed)}."
        cautions.append(Caution(WarningCode.ARITHMETIC, f"row {wrong.row.row}", text))
    return cautions


def _row_result(found: Compared, places: int) -> dict[str, object]:
    row = found.row
    result: dict[str, object] = {
        "row": row.row, "measure": row.measure, "label": row.label, "old": row.old, "new": row.new,
        "family": row.family, "verdict": str(_verdict(found)), "missing": list(row.missing),
    }  # fmt: skip
    if found.change is not None:
        result |= {**_asked(found.change), **_result(found.change, places)}
    sentences = [str(sentence) for sentence in found.sentences]
    return {
        **result,
        "p_holm": found.p_holm,
        "p_bh": found.p_bh,
        "sentences": sentences,
        "other": dict(row.other),
    }


def _apart(measures: Sequence[Mapping[str, object]], confidence: float) -> list[dict[str, object]]:
    """Whether measures changed differently from one another, two at a time: then ask whether recording changed."""
    if len(measures) > MOST_SET_APART:
        return []
    found = []
    for one, other in combinations(measures, 2):
        pair = [
            change(int(str(each["old"])), int(str(each["new"])), confidence=confidence)
            for each in (one, other)
        ]
        apart = ratio_of_ratios(*pair, confidence=confidence)
        found.append({
            "first": one["measure"], "second": other["measure"], "ratio": float(apart.value), "low": apart.low,
            "high": apart.high, "p": apart.p, "verdict": str(apart.verdict),
        })  # fmt: skip
    return found


def _measures(rows: Sequence[Row], given: argparse.Namespace, confidence: float) -> list[dict[str, object]]:
    """For each measure of at least two complete rows: their sum, its change, and what over-dispersion leaves of it."""
    found = []
    for measure in dict.fromkeys(row.measure for row in rows):
        parts = parts_of(rows, measure)
        old = [part.old for part in parts if part.old is not None]
        new = [part.new for part in parts if part.new is not None]
        whole = len(old) == len(new) == len(parts) > 1 and not any(part.exposure for part in parts)
        if whole and sum(old) > 0 and sum(new) > 0:
            found.append(_measure(measure, old, new, given, confidence))
    return found


def _measure(
    measure: str, old: list[int], new: list[int], given: argparse.Namespace, confidence: float
) -> dict[str, object]:
    both = change(
        sum(old), sum(new), method=given.method, confidence=confidence, alternative=given.alternative
    )
    result: dict[str, object] = {
        "measure": measure,
        "old": both.old,
        "new": both.new,
        "verdict": str(both.verdict),
    }
    result |= {"ratio": float(Fraction(both.new, both.old)), "low": both.low}
    result |= {"high": None if math.isinf(both.high) else both.high, "p": both.p}
    if sum(1 for a, b in zip(old, new, strict=True) if a + b) < 2:
        return result
    wide, alike = overdispersed_change(old, new, confidence=confidence), heterogeneity(old, new)
    return result | {
        "phi": wide.phi, "phi_degrees": wide.degrees, "overdispersed_low": wide.low,
        "overdispersed_high": wide.high, "overdispersed_p": wide.p, "overdispersed_verdict": str(wide.verdict),
        "caution": None if wide.caution is None else str(wide.caution), "heterogeneity_p": alike.p,
    }  # fmt: skip


def rates_command(argv: list[str]) -> Answer:
    """`rates --events N --exposure E` or `--expected E`: a rate, or a count over the number expected.

    Raises Unusable for arguments that cannot be used. Shapes: `SCHEMAS["rates"]`.
    """
    given = rates_parser().parse_args(argv)
    events = _read("--events", given.events, whole_number, COUNT_REMEDY)
    confidence = _read("--conf", given.conf, _confidence, CONF_REMEDY)
    per = _read("--per", given.per, amount, AMOUNT_REMEDY)
    cautions = _few_events(events)
    if given.expected is None:
        exposure = _read("--exposure", given.exposure, amount, AMOUNT_REMEDY)
        return _rate(events, exposure, per, given.method, confidence, cautions)
    if per != 1:
        raise Unusable(Problem("arguments", "--per goes with --exposure.", "Leave it out with --expected."))
    expected = _read("--expected", given.expected, amount, AMOUNT_REMEDY)
    return _against(events, expected, given.method, confidence, cautions)


def rates_parser() -> argparse.ArgumentParser:
    parser = _parser("rates", "A rate with its interval, or a count against the number expected.")
    parser.add_argument("--events", required=True, metavar="N", help="how many events there were")
    against = parser.add_mutually_exclusive_group(required=True)
    against.add_argument(
        "--exposure", metavar="E", help="residents, days or whatever the events are counted over"
    )
    against.add_argument("--expected", metavar="E", help="the number of events expected")
    parser.add_argument("--per", default="1", metavar="K", help="unit of the rate, such as 1000")
    parser.add_argument("--method", choices=RATE_METHODS, default="exact")
    return parser


def _few_events(events: int) -> tuple[Caution, ...]:
    if events >= FEWEST_FOR_PERCENTAGE:
        return ()
    text = f"There are fewer than {FEWEST_FOR_PERCENTAGE} events: show the count beside the rate."
    return (Caution(WarningCode.BASE, "--events", text),)


def _rate(
    events: int,
    exposure: Fraction,
    per: Fraction,
    method: str,
    confidence: float,
    cautions: tuple[Caution, ...],
) -> Answer:
    found = rate(events, exposure, per=per, method=_one_of(RATE_METHODS, method), confidence=confidence)
    working = (
        f"{grouped(events)} events over an exposure of {_number(exposure)}, per {_number(per)}: "
        f"{float(found.value):.6g}, {confidence_text(confidence)} limits {found.low:.6g} to {found.high:.6g}."
    )
    return Answer(
        "estimated",
        {"events": events, "exposure": _number(exposure), "per": _number(per), "confidence": confidence},
        ({"clause": RATE_CLAUSES[method], "working": working},),
        cautions,
        method,
        {"value": float(found.value), "low": found.low, "high": found.high},
    )


def _against(
    events: int, expected: Fraction, method: str, confidence: float, cautions: tuple[Caution, ...]
) -> Answer:
    found = against_expected(events, expected, method=_one_of(RATE_METHODS, method), confidence=confidence)
    working = (
        f"{grouped(events)} events where {_number(expected)} were expected: {float(found.value):.6g} times as many, "
        f"{confidence_text(confidence)} limits {found.low:.6g} to {found.high:.6g}."
    )
    return Answer(
        found.verdict,
        {"events": events, "expected": _number(expected), "confidence": confidence},
        ({"clause": RATE_CLAUSES[method], "working": working},),
        cautions,
        method,
        {"value": float(found.value), "low": found.low, "high": found.high, "p_central": found.p},
    )


def _one_of(known: tuple[T, ...], name: str) -> T:
    """The known method of that name; argparse has let no other through."""
    return next(one for one in known if one == name)


def proportion_command(argv: list[str]) -> Answer:
    """`proportion X N`: a share with its interval, of a finite population when one is given.

    Raises Unusable for arguments that cannot be used. Shapes: `SCHEMAS["proportion"]`.
    """
    given = proportion_parser().parse_intermixed_args(argv)
    count = _read("X", given.count, whole_number, "Give a whole number, 0 or more.")
    of = _read("N", given.of, whole_number, "Give a whole number above 0.")
    confidence = _read("--conf", given.conf, _confidence, CONF_REMEDY)
    population = None
    if given.population is not None:
        population = _read(
            "--population", given.population, whole_number, "Give the size of the whole population."
        )
    return _share(count, of, population, given.method, confidence)


def proportion_parser() -> argparse.ArgumentParser:
    parser = _parser("proportion", "A share with its interval.")
    parser.add_argument("count", metavar="X", help="how many of them")
    parser.add_argument("of", metavar="N", help="of how many in all")
    parser.add_argument("--method", choices=PROPORTION_METHODS, default="wilson")
    parser.add_argument("--population", metavar="M", help="size of the population that N were drawn from")
    return parser


def _share(count: int, of: int, population: int | None, method: str, confidence: float) -> Answer:
    chosen = _one_of(PROPORTION_METHODS, method)
    try:
        found = proportion(count, of, method=chosen, population=population, confidence=confidence)
    except ValueError as error:
        reason = f"{str(error)[:1].upper()}{str(error)[1:]}."
        raise Unusable(
            Problem("value", reason, "Check the numbers and their order: X N --population M.")
        ) from None
    working = (
        f"{grouped(count)} of {grouped(of)}: {float(found.value):.6g}, "
        f"{confidence_text(confidence)} limits {found.low:.6g} to {found.high:.6g}"
    )
    drawn = "" if population is None else f", drawn without replacement from {grouped(population)}"
    return Answer(
        "estimated",
        {"count": count, "of": of, "population": population, "confidence": confidence},
        ({"clause": SHARE_CLAUSES[method], "working": f"{working}{drawn}."},),
        tuple(_share_cautions(found)),
        method,
        {"value": float(found.value), "low": found.low, "high": found.high},
    )


def _share_cautions(found: Proportion) -> list[Caution]:
    cautions = []
    if found.of < FEWEST_FOR_SHARE:
        text = f"There are fewer than {FEWEST_FOR_SHARE}: too few to publish a share as an estimate."
        cautions.append(Caution(WarningCode.BASE, "N", text))
    if found.method == "wald" and min(found.count, found.of - found.count) < FEWEST_FOR_PERCENTAGE:
        text = "Wald's interval is poor with fewer than ten on either side: use wilson."
        cautions.append(Caution(WarningCode.BASE, "--method", text))
    return cautions
