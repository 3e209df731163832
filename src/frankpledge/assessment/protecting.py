"""Decides what the public version of an edition withholds, by the partnership's rules and all that was released before."""

from __future__ import annotations

from datetime import datetime

from frankpledge.analysis.disclosure.audit import audit
from frankpledge.analysis.disclosure.protect import Protected
from frankpledge.analysis.disclosure.systems import Cell, Sum, System
from frankpledge.analysis.series import earlier
from frankpledge.assessment import door, queries
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.withholding import (
    MeasureProtection,
    Protection,
    name,
    problems_of,
    protected,
)
from frankpledge.disclosure import api as disclosure
from frankpledge.kernel.problems import Problem, Unusable


def protection_of(partnership: str, edition: str = "", *, known_at: datetime | None = None) -> Protection:
    """What to withhold of every measure that the document of an edition prints; nothing while it is not ranked."""
    ranking = queries.ranking(partnership, edition, known_at=known_at)
    if ranking is None:
        return Protection((), {})
    before = disclosure.shown_before(partnership)
    made: list[MeasureProtection] = []
    shown: dict[str, float] = {}
    problems: list[Problem] = []
    for measure in _measures(ranking):
        one, values, wrong = _of_measure(ranking, measure, before)
        if one is not None:
            made.append(one)
            shown.update(values)
            problems.extend(wrong)
    return Protection(tuple(made), shown, tuple(problems))


def _measures(ranking: RankingFacts) -> tuple[str, ...]:
    links = (issue.measured() for issue in queries.issues(ranking.partnership))
    return tuple(dict.fromkeys(link.measure for link in links if link is not None))


def _of_measure(
    ranking: RankingFacts, measure: str, before: dict[str, float]
) -> tuple[MeasureProtection | None, dict[str, float], tuple[Problem, ...]]:
    evidence = door.evidence()
    facts = evidence.measure(ranking.partnership, measure, known_at=ranking.known_at)
    if facts is None:
        return None, {}, ()
    counts = evidence.series(ranking.partnership, measure, known_at=ranking.known_at)
    rule = disclosure.rule_for(ranking.partnership, measure)
    years = (ranking.period, earlier(ranking.period, months=12))
    found, system = protected(measure, counts, years, rule.rules, before)
    hidden = frozenset(found.withheld)
    values = {
        name(measure, code): float(cell.value)
        for code, cell in system.cells.items()
        if code not in hidden and cell.value is not None
    }
    made = MeasureProtection(
        measure,
        facts.title,
        rule.words,
        len(system.cells),
        hidden,
        _narrowest(found),
        _places_tell(ranking, measure, rule.threshold, system, hidden),
    )
    return made, values, problems_of(facts.title, found)


def _narrowest(found: Protected) -> float | None:
    needed = set(found.primary)
    widths = [one.interval.width for one in found.told if one.id in needed and one.interval.high is not None]
    return min(widths, default=None)


def _places_tell(
    ranking: RankingFacts, measure: str, threshold: int, system: System, hidden: frozenset[str]
) -> bool:
    """Whether the table of places, with the year's total beside it, would let a small count be worked out."""
    places = door.evidence().places(ranking.partnership, measure, known_at=ranking.known_at, below=threshold)
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
