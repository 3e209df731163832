"""Offences of a measure weighted by severity: which sets of weights are in, what the offences weigh, over time and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from frankpledge.analysis.offence_codes import WeightSet
from frankpledge.analysis.series import Break, BreakKind
from frankpledge.analysis.severity import Change, Weighted, compare
from frankpledge.analysis.severity_words import (
    FOUND_BY_POLICE,
    RECORDING,
    change_sentences,
    sentences,
    share_sentence,
    total_text,
)
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import coded, queries, store
from frankpledge.evidence.coded import Held
from frankpledge.evidence.measures import slugify
from frankpledge.evidence.models import ImportedFile, Measure
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.readers.weights import set_of
from frankpledge.evidence.rules.offences import OffenceRow, by_period, periods_of, weighed, whole_years
from frankpledge.evidence.rules.tiling import tiling
from frankpledge.evidence.snapshot import Snapshot, snapshot
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.records.steady import once

NO_CODES = (
    "It is not weighted by severity: its source gives no offence codes, weights belong to codes, and within one group they "
    "differ a hundredfold."
)
NO_WEIGHTS = (
    "It could be weighted by severity, for its source gives offence codes, but no set of weights has been imported: import the "
    "weights of the Crime Severity Score or of the Cambridge Crime Harm Index."
)
UNLIKE = "{old} and {new} were not recorded alike, so no change of the score is told ({breaks})."
LASTING = frozenset({BreakKind.STEP, BreakKind.TRANSITION})
"""Breaks after which counts are not what they were before."""
TWO_SETS = "By ‘{title}’ it is {text}: the scores of two sets are never compared with each other, only the order they give."


@dataclass(frozen=True)
class KeptWeights:
    """A set of weights that was imported, with its file."""

    found: WeightSet
    file: ImportedFile
    described: InputFile


def weight_sets(known: Snapshot) -> tuple[KeptWeights, ...]:
    """Every set of weights that counts, the one dated last first; of those without a date the one taken in last."""
    key = ("weights", known.partnership, known.known_at)
    return once(key, lambda: _weight_sets(known))


def _weight_sets(known: Snapshot) -> tuple[KeptWeights, ...]:
    files = queries.counting(known.partnership, [Kind.SEVERITY], known.known_at)
    several = len({file.dataset_id for file in files}) < len(files)
    made = [_kept(file, by_file=several) for file in reversed(files)]
    return tuple(sorted(made, key=lambda one: one.found.dated, reverse=True))


def _kept(file: ImportedFile, *, by_file: bool) -> KeptWeights:
    dataset = file.dataset
    dated = str(file.facts.get("vintage", {}).get("of", "")) or dataset.extracted_on
    title = f"{dataset.title} ({file.name})" if by_file else dataset.title
    source = "" if dataset.supplier.name == "not recorded" else dataset.supplier.name
    rows = store.all_rows(queries.parts_of([file]))
    found = set_of(
        rows, title=title, dated=dated, source=source, known_as=slugify(f"{dataset.slug} {file.part}")[:120]
    )
    return KeptWeights(found, file, queries.input_file(file))


@dataclass(frozen=True)
class Scored:
    """What the offences of a measure in an area and period weigh, by one set of weights, with the rows behind it."""

    measure: Measure
    period: Period
    weights: KeptWeights
    found: Weighted
    rows: tuple[OffenceRow, ...]
    held: Held
    periods: tuple[Period, ...]
    """Those that make up the period; none where it is not covered."""

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        return (*self.held.inputs(self.periods), self.weights.described)


def scored(
    known: Snapshot,
    slug: str,
    period: Period,
    *,
    area: str = "",
    weights: str = "",
    population: int | None = None,
) -> Scored | None:
    """The score of a measure over a period; None where the measure has no codes or there are no weights (of that name)."""
    measure = known.measures.get(slug)
    if measure is None or not coded.is_coded(measure):
        return None
    chosen = set_named(known, weights)
    if chosen is None:
        return None
    everything = coded.held(known, measure)
    mine = coded.chosen(known, measure, area)
    wanted = {id(row) for row in mine.rows}
    people = population or residents(known, measure, area)
    found = weighed(
        everything.rows, chosen.found, period, keep=lambda row: id(row) in wanted, population=people
    )
    tiles = tiling(period, periods_of(everything.rows)).tiles
    rows = tuple(row for row in mine.rows if row.period in set(tiles))
    return Scored(measure, period, chosen, found, rows, mine, tiles)


def set_named(known: Snapshot, weights: str = "") -> KeptWeights | None:
    """The set of weights of a name, the one dated last without one; None where there is none."""
    return next((one for one in weight_sets(known) if weights in {"", one.found.id}), None)


def scores(known: Snapshot, slug: str, *, area: str = "", weights: str = "") -> Mapping[Period, Weighted]:
    """What the offences of a measure weigh in each period that its source has; nothing without codes or weights."""
    measure, kept = known.measures.get(slug), set_named(known, weights)
    if measure is None or kept is None or not coded.is_coded(measure):
        return {}
    key = (measure.id, area, kept.found.id)
    if key not in known.weighed:
        wanted = {id(row) for row in coded.chosen(known, measure, area).rows}
        everything = coded.held(known, measure).rows
        known.weighed[key] = by_period(everything, kept.found, keep=lambda row: id(row) in wanted)
    return known.weighed[key]


def residents(known: Snapshot, measure: Measure, area: str) -> int | None:
    """How many live where the offences were counted; None unless that area is recorded and its residents are known."""
    own = known.area
    dataset = measure.dataset
    if area:
        place = known.reference.place(area)
    elif own is not None and dataset.area_code and dataset.area_code == own.code:
        place = known.place()
    else:
        place = None
    return None if place is None else known.reference.residents(place)[0]


@dataclass(frozen=True)
class SeverityPoint:
    """A score in one period, lowest, middle and highest; None where it is not known. `coverage` is the share with a weight."""

    period: Period
    found: Weighted


def severity_series(
    partnership: str, slug: str, *, area: str = "", weights: str = "", known_at: datetime | None = None
) -> tuple[SeverityPoint, ...]:
    """The score of a measure in each period that its source has, gaps between them as gaps; empty without codes or weights."""
    known = snapshot(partnership, known_at)
    seen = known.observed(slug, area)
    found = scores(known, slug, area=area, weights=weights)
    if seen is None or not found:
        return ()
    return tuple(
        SeverityPoint(value.period, found.get(value.period) or _absent(value.period)) for value in seen.values
    )


def _absent(period: Period) -> Weighted:
    """A period that nobody sent."""
    return Weighted((), None, None, None, f"there is no figure for {period}")


@dataclass(frozen=True)
class SeverityFacts:
    """What may be said of a measure's severity in a period. `is_known` is whether there is a figure (`severity-total`)."""

    sentences: tuple[str, ...]
    public: tuple[str, ...] = ()
    """The same without any count of a code, which has passed no disclosure control."""
    is_coded: bool = False
    is_known: bool = False
    can_change: bool = False


def severity(
    partnership: str,
    slug: str,
    period: Period,
    *,
    before: Period | None = None,
    area: str = "",
    weights: str = "",
    known_at: datetime | None = None,
) -> SeverityFacts:
    """The score of a measure in words, with its caveats and how it changed; or why there is none."""
    known = snapshot(partnership, known_at)
    measure = known.measures.get(slug)
    if measure is None or not coded.is_coded(measure):
        return SeverityFacts((NO_CODES,), (NO_CODES,))
    made = scored(known, slug, period, area=area, weights=weights)
    if made is None:
        return SeverityFacts((NO_WEIGHTS,), (NO_WEIGHTS,), is_coded=True)
    said = sentences(made.found, made.weights.found, measure.title, str(period))
    moved = change(known, slug, before, period, area=area, weights=weights) if before else None
    apart = not_alike(known, slug, before, period) if before else ()
    changed: tuple[str, ...] = ()
    if apart:
        told = "; ".join(f"{one.what}, {one.when}" for one in apart)
        changed = (str(message(UNLIKE, old=before, new=period, breaks=told)),)
    elif moved is not None and moved.difference is not None:
        changed = change_sentences(moved, str(before), str(period))
    if made.found.middle is None:
        return SeverityFacts((*said, *changed), said[:1], is_coded=True)
    beside = (*_others(known, made, area), RECORDING, FOUND_BY_POLICE)
    return SeverityFacts(
        (*said, *changed, *beside),
        (said[0], share_sentence(made.found), *changed[:2], *beside),
        True,
        True,
        bool(changed) and not apart,
    )


def _others(known: Snapshot, made: Scored, area: str) -> Sequence[str]:
    others = [one.found for one in weight_sets(known) if one.found.id != made.weights.found.id]
    found = (
        (one, scored(known, made.measure.slug, made.period, area=area, weights=one.id)) for one in others
    )
    return [
        str(message(TWO_SETS, title=one.title, text=total_text(other.found)))
        for one, other in found
        if other is not None and other.found.middle is not None
    ]


def not_alike(known: Snapshot, slug: str, before: Period, after: Period) -> tuple[Break, ...]:
    """The lasting changes of recording that stand between two periods, which make their scores no change of anything."""
    return tuple(one for one in known.breaks_of(slug) if one.kind in LASTING and one.divides(before, after))


def change(
    known: Snapshot, slug: str, before: Period, after: Period, *, area: str = "", weights: str = ""
) -> Change | None:
    """How the score changed, with the same weights for both periods; None without codes or weights."""
    old, new = (scored(known, slug, period, area=area, weights=weights) for period in (before, after))
    if old is None or new is None:
        return None
    years = whole_years(scores(known, slug, area=area, weights=weights), after)
    return compare(old.found, new.found, years=years)
