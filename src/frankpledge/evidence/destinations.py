"""Where a file that was read belongs: its dataset and its part, and whether it may stand beside what counts already.

Rows of two datasets are never added, and synthetic data are never mixed with real: a second dataset that brings the
same month or the same measure is refused, naming the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.directory.models import Partnership
from frankpledge.evidence import coded, queries, store
from frankpledge.evidence.arrivals import Arrival
from frankpledge.evidence.measures import police_measures, slugify
from frankpledge.evidence.models import Dataset, ImportedFile
from frankpledge.evidence.readers.result import Kind, ReadResult
from frankpledge.evidence.reading import TITLES
from frankpledge.evidence.specs import OPEN_POLICE_DATA, REFERENCE, DatasetSpec
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem
from frankpledge.records.clock import today

POLICE_KINDS = (Kind.POLICE_STREET, Kind.POLICE_OUTCOMES, Kind.POLICE_STOP_AND_SEARCH)
NOBODY = "not recorded"
LONGEST_SLUG = 80


def default_spec(result: ReadResult) -> DatasetSpec:
    """What is known of a dataset from its kind alone; a partner's table is unreleased until somebody says otherwise."""
    if result.kind in POLICE_KINDS:
        return replace(OPEN_POLICE_DATA, title=_police_title(result.kind))
    if result.kind is Kind.SERVICE_RETURN:
        service = result.coverage[0].area
        return DatasetSpec(title=f"Monthly returns: {service}", supplier=service)
    if result.kind is Kind.OFFENCE_EXTRACT:
        return DatasetSpec(title=TITLES[result.kind], supplier=NOBODY)
    if result.kind in queries.MEASURE_KINDS:
        return DatasetSpec(title=Path(result.name).stem, supplier=NOBODY)
    return replace(REFERENCE, title=TITLES[result.kind])


def _police_title(kind: Kind) -> str:
    return OPEN_POLICE_DATA.title if kind is Kind.POLICE_STREET else f"{TITLES[kind]}, data.police.uk"


def said_of(result: ReadResult, spec: DatasetSpec | None) -> DatasetSpec:
    """What is said of a file's dataset, with what its kind says by itself where nobody said more."""
    own = default_spec(result)
    if spec is None:
        return own
    return replace(own, **{name: value for name, value in vars(spec).items() if value not in ("", None, {})})


def dataset_slug(result: ReadResult, said: DatasetSpec) -> str:
    """The slug of the dataset: kind, supplier and title. A long one ends in a hash, so that no two are cut alike."""
    whole = slugify(f"{result.kind} {said.supplier} {said.title}")
    if len(whole) <= LONGEST_SLUG:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_SLUG - 9].rstrip('-')}-{mark}"


def supplier_slug(said: DatasetSpec | None) -> str:
    return (slugify(said.supplier) if said else "")[:LONGEST_SLUG] or slugify(NOBODY)


def part_of(result: ReadResult) -> str:
    """What a later file replaces: the force and month of a police file, the service and months of a return, the table's
    own name otherwise."""
    if result.kind in POLICE_KINDS and result.coverage:
        first = result.coverage[0]
        return f"{first.area} {first.period}"
    if result.kind is Kind.SERVICE_RETURN:
        first, last = result.coverage[0], result.coverage[-1]
        span = first.period if first.period == last.period else f"{first.period}..{last.period}"
        return f"{slugify(first.area)[:90]} {span}"
    if result.kind in queries.MEASURE_KINDS:
        return Path(result.name).stem[:120]
    vintage = " ".join(f"{name} {edition}" for name, edition in sorted(result.vintage.items()))
    return f"{Path(result.name).stem} {vintage}".strip()[:120]


@dataclass
class Gate:
    """Looks at the arrivals of one import in turn: which stand, which cannot, and what is to be said of them."""

    body: Partnership
    together: UUID | None = None
    """What marks the files of this import as taken in together; None while it is only foreseen."""
    seen: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """(dataset, part) to (name, SHA-256) of what came before in this import."""
    datasets: dict[str, Dataset] = field(default_factory=dict)
    """By slug, the datasets of police files that this import has met: an archive of years brings the same one 3,000 times."""
    others: dict[str, tuple[ImportedFile, ...]] = field(default_factory=dict)
    """By force, what other datasets than `others_than` hold of it."""
    others_than: str = ""

    @cached_property
    def force(self) -> str:
        """The slug of the police force of the partnership's area; empty when it is not recorded."""
        own = directory.area(self.body.slug, on=today())
        return own.police_force if own else ""

    def problems(self, arrival: Arrival) -> tuple[Problem, ...]:
        """Why what was read cannot stand beside what counts and what came before it; empty when it can."""
        result = arrival.result
        if result is None or result.kind is Kind.UNKNOWN:
            return ()
        said = said_of(result, arrival.spec)
        found = [*self._twice(result, said), *self._clashes(result, said)]
        return tuple(replace(problem, file=result.name) for problem in found)

    def _twice(self, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
        place = (dataset_slug(result, said), part_of(result))
        name, sha256 = self.seen.setdefault(place, (result.name, result.original.sha256))
        if sha256 != result.original.sha256:
            yield Problem(
                "part-twice",
                f"‘{name}’ in this import is of the same part too ({part_in_words(result.kind, place[1])}), with other "
                "content, and nobody can know which is meant.",
                "Import the right one alone; or, if they are two tables, give them different names.",
            )

    def _clashes(self, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
        yield from _made_here(self.body, result, said)
        if result.kind in POLICE_KINDS:
            yield from _several_months(result)
            yield from self._police_clash(result, said)
        elif result.kind in queries.MEASURE_KINDS:
            yield from _kept_names(result)
            yield from _measure_clash(self.body, result, said)
        elif result.kind in coded.KINDS:
            yield from _coded_clash(self.body, result, said)

    def _police_clash(self, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
        part = part_of(result)
        force = part.rpartition(" ")[0]
        others = self._held_by_others(result, dataset_slug(result, said), force)
        same = next((one for one in others if one.part == part), None)
        if same is not None:
            yield _held_elsewhere(same.dataset, part_in_words(result.kind, part), "Month")
            return
        if not others:
            return
        is_synthetic = _is_synthetic(self.body, result, said)
        unlike = next((one for one in others if one.dataset.is_synthetic != is_synthetic), None)
        if unlike is not None:
            yield _mixed(unlike.dataset, f"the force {force}", "Reported by")

    def _held_by_others(self, result: ReadResult, slug: str, force: str) -> tuple[ImportedFile, ...]:
        """What other datasets hold of a force. Asked once a force, since while files of one dataset are taken in no other
        dataset changes."""
        mine = f"{result.kind} {slug}"
        if mine != self.others_than:
            self.others, self.others_than = {}, mine
        if force not in self.others:
            rows = (
                ImportedFile.objects.counting()
                .filter(dataset__partnership=self.body, kind=str(result.kind), part__startswith=f"{force} ")
                .exclude(dataset__slug=slug)
                .select_related("dataset__supplier")
            )
            self.others[force] = tuple(rows)
        return self.others[force]

    def other_force(self, result: ReadResult) -> str:
        """The force of a police file that is not the partnership's own; empty for its own, and for other files."""
        forces = sorted({covered.area for covered in result.coverage})
        if result.kind not in POLICE_KINDS or not self.force or not forces or self.force in forces:
            return ""
        return forces[0]

    def cautions(self, result: ReadResult) -> tuple[str, ...]:
        """What is worth knowing of a file, its place in this partnership included."""
        texts = tuple(caution.text for caution in result.cautions)
        other = self.other_force(result)
        if not other:
            return texts
        said = (
            f"This is a file of the force ‘{other}’. The police force of this partnership’s area is ‘{self.force}’: "
            "the file is kept for comparison and does not count for this partnership."
        )
        return (said, *texts)


def part_in_words(kind: str, part: str) -> str:
    """A part as people say it: kent, March 2019; or the name of a table."""
    force, _, month = part.rpartition(" ")
    return f"{force}, {Period.parse(month)}" if kind in POLICE_KINDS and force else part


def _several_months(result: ReadResult) -> Iterator[Problem]:
    """A file is corrected by the file of its month; one that holds several could never be."""
    parts = sorted({(covered.area, covered.period) for covered in result.coverage})
    if len(parts) > 1:
        (force, first), (last_force, last) = parts[0], parts[-1]
        yield Problem(
            "several-months",
            f"The file holds {len(parts)} months or forces, from {force}, {Period.parse(first)}, to {last_force}, "
            f"{Period.parse(last)}.",
            "Import one file for each force and month, as the police archive has them: a month can then be corrected.",
            column="Month",
        )


def _kept_names(result: ReadResult) -> Iterator[Problem]:
    police = {known.slug: known.title for known in police_measures()}
    for row in store.measure_values([part.path for part in result.parts]):
        if row.measure_slug in police:
            yield Problem(
                "name-is-kept",
                f"The measure ‘{row.measure}’ has the name that is kept for {police[row.measure_slug]}.",
                "Give the measure another name in the table.",
                row=row.line,
            )
            return


def _made_here(body: Partnership, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
    """A measure of a name that somebody gave to one made of offence codes: both would be one series."""
    made = {row.slug: row.title for row in queries.measures(body.slug) if row.codes}
    if not made:
        return
    if result.kind in coded.KINDS:
        brought = [coded.slug_of(title) for title, _ in coded.brought(said.title, result)]
    elif result.kind in queries.MEASURE_KINDS:
        brought = [slugify(title) for title, *_ in queries.measures_in(result)]
    else:
        brought = []
    for slug in (one for one in brought if one in made):
        yield Problem(
            "name-is-taken",
            f"‘{made[slug]}’ is a measure that was made here of offence codes, and the file brings one of the same name.",
            "Give the measure another name in the table.",
        )


def _measure_clash(body: Partnership, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
    """A measure of the same name from another supplier, or synthetic where this is real: one series, two sources."""
    rows = store.measure_values([part.path for part in result.parts])
    mine = {row.measure_slug: row for row in rows}
    slug, supplier = dataset_slug(result, said), supplier_slug(said)
    synthetic = _is_synthetic(body, result, said)
    for file in queries.counting(body.slug, queries.MEASURE_KINDS):
        other = file.dataset
        if other.slug == slug or (other.supplier.slug == supplier and other.is_synthetic == synthetic):
            continue
        shared = {row.measure_slug for row in store.measure_values(queries.parts_of([file]))} & set(mine)
        for measure in sorted(shared):
            told = _held_elsewhere if other.is_synthetic == synthetic else _mixed
            yield replace(told(other, f"‘{mine[measure].measure}’", ""), row=mine[measure].line)


def _coded_clash(body: Partnership, result: ReadResult, said: DatasetSpec) -> Iterator[Problem]:
    """Two datasets of offences by code under one title: their measures could not be told apart."""
    others = Dataset.objects.filter(
        partnership=body, kind__in=[str(kind) for kind in coded.KINDS], title=said.title
    )
    other = others.exclude(slug=dataset_slug(result, said)).select_related("supplier").first()
    if other is not None:
        yield _held_elsewhere(other, f"‘{said.title}’", "")


def _is_synthetic(body: Partnership, result: ReadResult, said: DatasetSpec) -> bool:
    known = Dataset.objects.filter(partnership=body, slug=dataset_slug(result, said)).first()
    return known.is_synthetic if known else said.is_synthetic


def _held_elsewhere(other: Dataset, what: str, column: str) -> Problem:
    return Problem(
        "held-elsewhere",
        f"{what[:1].upper()}{what[1:]} is held by the dataset ‘{other.title}’ of {other.supplier.name}; figures of two datasets are never added.",
        "If this corrects it, give it the same supplier and title. If it is to take its place, undo the files of "
        "that dataset first.",
        column=column,
    )


def _mixed(other: Dataset, what: str, column: str) -> Problem:
    kinds = ("synthetic", "real") if other.is_synthetic else ("real", "synthetic")
    return Problem(
        "synthetic-and-real",
        f"The dataset ‘{other.title}’ of {other.supplier.name} holds {kinds[0]} data for {what}, and this file is "
        f"{kinds[1]}; the two are never mixed in one series.",
        "Undo the files of that dataset first, or keep the two in different partnerships.",
        column=column,
    )
