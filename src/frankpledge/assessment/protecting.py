"""Decides what the public version of an edition withholds, by the partnership's rules and all that was released before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from frankpledge.analysis.disclosure.audit import audit
from frankpledge.analysis.disclosure.protect import Protected
from frankpledge.analysis.disclosure.systems import Cell, Sum, System
from frankpledge.analysis.series import earlier
from frankpledge.assessment import door, queries
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.gathering import MOST_PLACES
from frankpledge.assessment.withholding import (
    MeasureProtection,
    Protection,
    name,
    problems_of,
    protected,
)
from frankpledge.directory import api as directory
from frankpledge.disclosure import api as disclosure
from frankpledge.disclosure.api import Extent, ReleasedTable, RuleFacts
from frankpledge.evidence.api import PlacesFacts
from frankpledge.kernel.dates import local_date
from frankpledge.kernel.problems import Problem, Unusable

OWN = "own"
"""The key of the partnership's own area in the ledger of releases."""
AUDIT = (
    "every withheld cell by two linear programmes, given all that is shown here; every total against the tables of "
    "earlier releases"
)
BY_TIME, BY_PLACE = "by month or quarter, with the year", "by small area"


@dataclass(frozen=True)
class _Checked:
    """One measure: what is withheld of it, every count that is shown, and its tables for the ledger."""

    made: MeasureProtection
    shown: dict[str, float]
    problems: tuple[Problem, ...]
    tables: tuple[ReleasedTable, ...]
    areas: dict[str, Extent]


def protection_of(partnership: str, edition: str = "", *, known_at: datetime | None = None) -> Protection:
    """What to withhold of every measure that the document of an edition prints; nothing while it is not ranked.

    What its tables would tell together with those of earlier releases is among the problems, which bar the issue.
    """
    ranking = queries.ranking(partnership, edition, known_at=known_at)
    if ranking is None:
        return Protection((), {})
    before = disclosure.shown_before(partnership)
    own = _own_area(ranking)
    checked = [
        one
        for measure in _measures(ranking)
        if (one := _of_measure(ranking, measure, before, own)) is not None
    ]
    tables = tuple(table for one in checked for table in one.tables)
    areas = {key: area for one in checked for key, area in one.areas.items()}
    return Protection(
        tuple(one.made for one in checked),
        {key: value for one in checked for key, value in one.shown.items()},
        (
            *(problem for one in checked for problem in one.problems),
            *disclosure.told_by(partnership, ranking.title, tables, areas),
        ),
        tables,
        areas,
    )


def _own_area(ranking: RankingFacts) -> Extent:
    found = directory.area(ranking.partnership, on=local_date(ranking.ran_at))
    return Extent(OWN, found.name, found.members) if found else Extent(OWN, "the whole area")


def _measures(ranking: RankingFacts) -> tuple[str, ...]:
    links = (issue.measured() for issue in queries.issues(ranking.partnership))
    return tuple(dict.fromkeys(link.measure for link in links if link is not None))


def _of_measure(
    ranking: RankingFacts, measure: str, before: dict[str, float], own: Extent
) -> _Checked | None:
    evidence = door.evidence()
    facts = evidence.measure(ranking.partnership, measure, known_at=ranking.known_at)
    if facts is None:
        return None
    counts = evidence.series(ranking.partnership, measure, known_at=ranking.known_at)
    rule = disclosure.rule_for(ranking.partnership, measure)
    years = (ranking.period, earlier(ranking.period, months=12))
    found, system = protected(measure, counts, years, rule.rules, before)
    hidden = frozenset(found.withheld)
    places = evidence.places(ranking.partnership, measure, known_at=ranking.known_at, below=rule.threshold)
    made = MeasureProtection(
        measure,
        facts.title,
        rule.words,
        len(system.cells),
        hidden,
        _narrowest(found),
        _places_tell(places, rule.threshold, system, hidden),
    )
    values = {
        code: int(cell.value)
        for code, cell in system.cells.items()
        if code not in hidden and cell.value is not None
    }
    by_time = ReleasedTable(
        measure,
        facts.title,
        f"{facts.title} {BY_TIME}",
        own.name,
        rule.words,
        tuple((own.key, code, value) for code, value in values.items()),
        found.primary,
        found.secondary,
        made.narrowest,
        AUDIT,
    )
    by_place, areas = (
        (None, {}) if made.places_hidden else _placed(by_time, places, _small(ranking, measure, rule))
    )
    return _Checked(
        made,
        {name(measure, code): float(value) for code, value in values.items()},
        problems_of(facts.title, found),
        (by_time, by_place) if by_place else (by_time,),
        {own.key: own, **areas},
    )


def _small(ranking: RankingFacts, measure: str, rule: RuleFacts) -> frozenset[str]:
    """The small areas that the rule itself names; others are withheld for their sake."""
    bare = door.evidence().places(ranking.partnership, measure, known_at=ranking.known_at, below=1)
    if bare is None:
        return frozenset()
    return frozenset(one.code for one in bare.places if one.count and one.count < rule.threshold)


def _placed(
    by_time: ReleasedTable, places: PlacesFacts | None, small: frozenset[str]
) -> tuple[ReleasedTable | None, dict[str, Extent]]:
    """The table of small areas as it is printed; what lies below its cut is shown to nobody."""
    if places is None or not places.is_known:
        return None, {}
    printed = [one for one in places.places[:MOST_PLACES] if one.count is not None]
    hidden = [one.code for one in places.places if one.is_withheld]
    table = replace(
        by_time,
        title=f"{by_time.measure_title} {BY_PLACE}",
        counts=tuple((one.code, places.period, one.count) for one in printed if one.count is not None),
        primary=tuple(code for code in hidden if code in small),
        secondary=tuple(code for code in hidden if code not in small),
        narrowest=None,
    )
    return table, {one.code: Extent(one.code, one.name, frozenset({one.code})) for one in printed}


def _narrowest(found: Protected) -> float | None:
    needed = set(found.primary)
    widths = [one.interval.width for one in found.told if one.id in needed and one.interval.high is not None]
    return min(widths, default=None)


def _places_tell(places: PlacesFacts | None, threshold: int, system: System, hidden: frozenset[str]) -> bool:
    """Whether the table of places, with the year's total beside it, would let a small count be worked out."""
    if places is None or not places.is_known:
        return False
    unknown = [one.code for one in places.places if one.is_withheld]
    if not unknown:
        return False
    total = system.cells.get(places.period)
    cells = {one.code: Cell(one.code, one.count) for one in places.places}
    sums: tuple[Sum, ...] = ()
    if total is not None and places.period not in hidden:
        cells["the whole area"] = Cell("the whole area", total.value)
        sums = (Sum("the whole area", tuple(one.code for one in places.places)),)
    try:
        told = audit(System(cells, sums), unknown, dict.fromkeys(unknown, float(threshold)), least=1)
    except Unusable:
        # Rows that lie in no small area: the total is not the sum of the places, so it tells nothing.
        return False
    return any(one.exposed for one in told)
