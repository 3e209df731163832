"""What the pages of an import show: the preview with every refused row, the questions, and what was taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

from django.http import QueryDict

from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import pending, queries
from frankpledge.evidence.addresses import address, crumbs, day
from frankpledge.evidence.arrivals import Arrival
from frankpledge.evidence.destinations import part_in_words
from frankpledge.evidence.foresight import Foreseen, Foresight, foresee
from frankpledge.evidence.forms import ColumnsForm, DetailsForm
from frankpledge.evidence.models import Dataset, ImportedFile
from frankpledge.evidence.pages import (
    Cells,
    ColumnsPage,
    Crumbs,
    FilePage,
    FilePreview,
    FormPage,
    Pairs,
    PreviewPage,
    RefusedPage,
)
from frankpledge.evidence.pending import Waiting
from frankpledge.evidence.readers.tables import read_refusals
from frankpledge.evidence.recognise import tidy_columns
from frankpledge.evidence.sampling import header_of, sample
from frankpledge.evidence.services import Outcome
from frankpledge.evidence.specs import COLUMNS
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.paging import Paging
from frankpledge.web.words import counted

FIRST = 20
"""So many refused rows or revisions are shown at once; the rest are a page away."""
SECTIONS = 20
"""So many files are shown in full on one page of a preview."""
SUMMARISED = 100
"""So many files stand in the table of files."""
REFUSED_PAGE = 100
ORDER = (Outcome.REFUSED, Outcome.READY, Outcome.ALREADY, Outcome.LEFT_ALONE)
WORDS = {
    Outcome.READY: "Can be taken in",
    Outcome.REFUSED: "Refused",
    Outcome.ALREADY: "Counts already",
    Outcome.LEFT_ALONE: "Left alone",
}
COUNTS = {
    Outcome.READY: "can be taken in",
    Outcome.REFUSED: "refused, with the reason below",
    Outcome.ALREADY: "in already: nothing to do",
    Outcome.LEFT_ALONE: "left alone, not being data that Frankpledge reads",
}


def data_crumbs(partnership: PartnershipFacts) -> Crumbs:
    return crumbs(partnership, ("Data", "data"), ("Import data", "data-import"))


# The questions ----------------------------------------------------------------------------------------------------


def known_datasets(partnership: PartnershipFacts) -> dict[str, dict[str, object]]:
    """The partners' datasets that a table may continue, by slug, as details of a pending import."""
    kinds = set(queries.PLAIN_TABLES)
    found = [one for one in queries.datasets(partnership.slug) if one.kind in kinds]
    by_name = {(one.title, one.supplier.name): one for one in found}
    return {one.slug: said_of_dataset(one) for one in by_name.values()}


def said_of_dataset(one: Dataset) -> dict[str, object]:
    said: dict[str, object] = {
        "title": one.title,
        "supplier": one.supplier.name,
        "measures": one.measures,
        "area_name": one.area_name,
        "marking": one.marking,
        "is_synthetic": one.is_synthetic,
    }
    return {name: value for name, value in said.items() if value}


def details_page(partnership: PartnershipFacts, form: DetailsForm, waiting: Waiting) -> FormPage:
    tables = [Path(each.name).name for each in waiting.arrivals if pending.is_partners(each)]
    shown = ", ".join(tables[:5]) + (f" and {len(tables) - 5} more" if len(tables) > 5 else "")
    return FormPage(
        title="What is this table?",
        crumbs=data_crumbs(partnership),
        lead=(
            f"{shown}: {'a partner’s own table' if len(tables) == 1 else 'partners’ own tables'}. Open data from the "
            "police, the Office for National Statistics and the Home Office describe themselves; nothing is asked of them.",
        ),
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (),
        button="Continue to the preview",
        back=(
            "Go to the preview without saying it",
            address("data-preview", partnership, pending_id=waiting.id),
        ),
    )


def columns_page(
    partnership: PartnershipFacts, form: ColumnsForm, pending_id: UUID, number: int, *, by: Principal
) -> ColumnsPage:
    arrival = table_at(partnership, pending_id, number, by=by)
    assert arrival.original is not None  # noqa: S101 (table_at says so)
    shown = sample(arrival.original.path, arrival.name)
    back = address("data-preview", partnership, pending_id=pending_id)
    asked = FormPage(
        title="Which column is which?",
        crumbs=(*data_crumbs(partnership), ("Check before importing", back)),
        lead=(
            "What you say is remembered, and used for the next table of this supplier with the same columns.",
        ),
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (),
        button="Read it like this",
        back=("Go back to the preview", back),
    )
    return ColumnsPage(asked, arrival.name, shown.columns if shown else (), shown.rows if shown else ())


def table_at(partnership: PartnershipFacts, pending_id: UUID, number: int, *, by: Principal) -> Arrival:
    """A table of a pending import whose columns may be named. Raises `NotFound`."""
    found = pending.arrival_at(pending.held(partnership.slug, pending_id, by=by), number)
    if not found.is_table or found.original is None:
        raise NotFound("There is no such table in this import.")
    return found


def columns_form(
    partnership: PartnershipFacts, pending_id: UUID, number: int, sent: QueryDict | None, *, by: Principal
) -> ColumnsForm:
    """The question which column is which, with what was said before, or what the names suggest."""
    found = table_at(partnership, pending_id, number, by=by)
    header = header_of(found.original.path, found.name) if found.original else ()
    layout = found.layout
    guessed = {part: " ".join(header[place].split()) for part, place in tidy_columns(header).items()}
    known = {"one_measure": layout.measure, "one_area": layout.area}
    return ColumnsForm(header, sent, initial={**(dict(layout.columns) or guessed), **known})


# The preview ------------------------------------------------------------------------------------------------------


def preview_page(
    partnership: PartnershipFacts, pending_id: UUID, *, wanted: str, by: Principal
) -> PreviewPage:
    """A pending import as it would come out. Raises `NotFound`."""
    waiting = pending.waiting(partnership.slug, pending_id, by=by)
    body = pending.held(partnership.slug, pending_id, by=by).partnership
    seen = foresee(body, waiting.arrivals) if waiting.is_read else Foresight((), ())
    here = address("data-preview", partnership, pending_id=pending_id)
    order = sorted(enumerate(seen.files), key=lambda one: (ORDER.index(one[1].file.outcome), one[0]))
    paging = Paging.of(wanted, size=SECTIONS, total=len(order), path=here)
    shown = order[paging.offset : paging.offset + SECTIONS]
    ready = seen.of(Outcome.READY)
    return PreviewPage(
        title="Check before importing",
        crumbs=data_crumbs(partnership),
        is_read=waiting.is_read,
        counts=tuple(_counts(seen)),
        notices=tuple(_other_forces(ready)),
        gaps=seen.gaps,
        datasets=tuple(_destinations(ready)),
        summary=tuple(
            _summary(place, number, each, paging) for place, (number, each) in enumerate(order[:SUMMARISED])
        ),
        not_summarised=max(0, len(order) - SUMMARISED),
        files=tuple(_file_preview(partnership, pending_id, number, each) for number, each in shown),
        paging=paging,
        usable=len(ready),
        left_out=len(seen.of(Outcome.REFUSED)),
        confirm_href=address("data-confirm", partnership, pending_id=pending_id),
        discard_href=address("data-discard", partnership, pending_id=pending_id),
        details_href=address("data-details", partnership, pending_id=pending_id)
        if waiting.has_tables
        else "",
    )


def _counts(seen: Foresight) -> Iterator[str]:
    for outcome, said in COUNTS.items():
        count = len(seen.of(outcome))
        if count:
            yield f"{counted(count, 'file')} {said}"


def _other_forces(ready: Sequence[Foreseen]) -> Iterator[str]:
    """What must not be overlooked among many files: that they are another force's."""
    forces = [each.other_force for each in ready if each.other_force]
    for force in dict.fromkeys(forces):
        count = forces.count(force)
        yield (
            f"{counted(count, 'file')} of the force ‘{force}’: kept for comparison, and "
            f"{'does' if count == 1 else 'do'} not count for this partnership."
        )


def _destinations(ready: Sequence[Foreseen]) -> Iterator[tuple[str, ...]]:
    """Dataset, owner, marking and release of everything that would be taken in; each once."""
    going = dict.fromkeys(each.destination for each in ready if each.destination)
    for each in going:
        title = each.title + (" (synthetic)" if each.is_synthetic and "synthetic" not in each.title else "")
        yield (
            title, "New" if each.is_new else "Continues", each.supplier, each.marking,
            "May be published" if each.is_released else "Unreleased: nobody has agreed to publication",
        )  # fmt: skip


def _summary(place: int, number: int, each: Foreseen, paging: Paging) -> tuple[str, str, str, str, str]:
    """A line of the table of files: name, address of its section, what becomes of it, rows, refused rows."""
    page, file = place // paging.size + 1, each.file
    anchor = f"#file-{number}" if page == paging.number else f"{paging.address(page)}#file-{number}"
    return (
        Path(file.name).name, anchor, WORDS[file.outcome], grouped(file.rows) if file.rows else "",
        grouped(file.refused) if file.refused else "",
    )  # fmt: skip


def _file_preview(
    partnership: PartnershipFacts, pending_id: UUID, number: int, each: Foreseen
) -> FilePreview:
    file, arrival = each.file, each.arrival
    shown = sample(arrival.original.path, arrival.name) if arrival.original else None
    is_refused = file.outcome is Outcome.REFUSED
    problems = file.problems if not is_refused else ()
    columns = {"pending_id": pending_id, "number": number}
    return FilePreview(
        id=f"file-{number}",
        name=file.name,
        outcome=str(file.outcome),
        words=WORDS[file.outcome],
        kind=file.title,
        rows=_rows_in_words(each),
        destination=tuple(_facts(each)),
        problems=tuple(str(problem) for problem in file.problems) if is_refused else (),
        refused=refused_rows(problems[:FIRST]),
        refused_more=_more(file.refused, min(len(problems), FIRST)),
        refused_href=address("data-refused", partnership, **columns) if file.refused > FIRST else "",
        cautions=file.cautions,
        revisions=tuple((r.what, r.area, r.period, r.before, r.after) for r in each.revisions[: 5 * FIRST]),
        revisions_words=_revisions_words(each),
        sample_columns=shown.columns if shown else (),
        sample_rows=shown.rows if shown else (),
        columns_href=address("data-columns", partnership, **columns) if arrival.is_table else "",
        columns_words=_columns_words(each),
        file_href=address("data-file", partnership, file_id=file.file_id) if file.file_id else "",
    )


def _rows_in_words(each: Foreseen) -> str:
    """How many rows are accepted and refused; for a police month, against last time."""
    file = each.file
    if file.outcome is not Outcome.READY:
        return ""
    count = file.rows or (each.arrival.result.counted if each.arrival.result else 0)
    taken = f"{counted(count, 'row')} accepted, {grouped(file.refused)} refused."
    if each.replaces is None or file.rows_before is None:
        return taken
    more = file.rows - file.rows_before
    change = "as many" if not more else f"{grouped(abs(more))} {'more' if more > 0 else 'fewer'}"
    return f"{taken} The file it takes the place of had {counted(file.rows_before, 'row')}: {change} now."


def _facts(each: Foreseen) -> Iterator[tuple[str, str]]:
    if each.file.outcome is not Outcome.READY:
        return
    if each.destination:
        yield "Dataset", f"{each.destination.title}, {each.destination.supplier}"
    if each.file.months:
        yield "Covers", span_in_words(each.file.months)
    if each.replaces:
        yield "Takes the place of", f"{each.replaces.name}, imported {day(each.replaces.confirmed_at)}"


def span_in_words(codes: Sequence[str]) -> str:
    """The periods of a file: all when they are few, else the first, the last and how many."""
    periods = sorted((Period.parse(code) for code in codes), key=lambda one: (one.starts_on, one.days))
    if len(periods) <= 4:
        return ", ".join(str(period) for period in periods)
    return f"{periods[0]} to {periods[-1]}: {len(periods)} periods"


def _revisions_words(each: Foreseen) -> str:
    """What the import changes of what is there, in a sentence; empty when it changes nothing."""
    if each.file.outcome is not Outcome.READY:
        return ""
    added = f" {counted(each.added, 'value')} {'is' if each.added == 1 else 'are'} new." if each.added else ""
    if not each.revisions:
        same = "No figure that is there changes." if each.replaces else ""
        return f"{same}{added}".strip() if each.replaces else ""
    return f"{counted(len(each.revisions), 'figure')} that {'is' if len(each.revisions) == 1 else 'are'} there change.{added}"


def _columns_words(each: Foreseen) -> str:
    columns = each.arrival.layout.columns
    if each.file.outcome is Outcome.REFUSED:
        return "If it is a partner’s table:"
    if not columns:
        return "If its columns were read wrongly:"
    # In our own order: a database may hand a stored mapping back in another.
    said = ", ".join(f"{ours}: ‘{columns[ours]}’" for ours in COLUMNS if ours in columns)
    return f"Read with these columns: {said}."


# Refused rows -----------------------------------------------------------------------------------------------------


def refused_rows(problems: Iterable[Problem]) -> Cells:
    """Row and column, what stands there, why it is refused and what to do."""
    return tuple(
        (_place(problem), _cut(problem.value), f"{problem.reason} {problem.remedy}") for problem in problems
    )


def _place(problem: Problem) -> str:
    row = f"Row {problem.row}" if problem.row else ""
    return ", ".join(part for part in (row, problem.column) if part)


def _cut(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"


def _more(refused: int, shown: int) -> str:
    return f"The first {shown} of {counted(refused, 'refused row')} are shown." if refused > shown else ""


def pending_refused_page(
    partnership: PartnershipFacts, pending_id: UUID, number: int, *, wanted: str, by: Principal
) -> RefusedPage:
    """Every refused row of a file that waits. Raises `NotFound`."""
    found = pending.arrival_at(pending.held(partnership.slug, pending_id, by=by), number)
    if found.result is None or found.result.refusals is None:
        raise NotFound("No row of this file is refused.")
    back = address("data-preview", partnership, pending_id=pending_id)
    path = address("data-refused", partnership, pending_id=pending_id, number=number)
    above = (*data_crumbs(partnership), ("Check before importing", back))
    return _refused_page(found.name, found.result.refusals.path, found.result.refused, path, wanted, above)


def file_refused_page(partnership: PartnershipFacts, file_id: UUID, *, wanted: str) -> RefusedPage:
    """Every refused row of a file that was taken in. Raises `NotFound`."""
    found = belongs(partnership, file_id)
    if not found.refusals:
        raise NotFound("No row of this file was refused.")
    place = queries.file_store().place(found.refusals, suffix=".parquet")
    above = (
        *crumbs(partnership, ("Data", "data")),
        (found.name, address("data-file", partnership, file_id=file_id)),
    )
    path = address("data-file-refused", partnership, file_id=file_id)
    return _refused_page(found.name, place, found.rows_refused, path, wanted, above)


def _refused_page(name: str, place: Path, total: int, path: str, wanted: str, above: Crumbs) -> RefusedPage:
    paging = Paging.of(wanted, size=REFUSED_PAGE, total=total, path=path)
    rows = read_refusals(place, offset=paging.offset, limit=REFUSED_PAGE)
    return RefusedPage("Refused rows", above, name, refused_rows(rows), paging)


# An imported file -------------------------------------------------------------------------------------------------


def belongs(partnership: PartnershipFacts, file_id: UUID) -> ImportedFile:
    """The file, if it is this partnership's. Raises `NotFound`."""
    found = queries.imported_file(file_id)
    if found.dataset.partnership.slug != partnership.slug:
        raise NotFound("There is no such imported file.")
    return found


def is_counting(file: ImportedFile) -> bool:
    return bool(file.confirmed_at) and not file.undone_at and not file.superseded_at


def state_in_words(file: ImportedFile) -> str:
    if file.undone_at:
        return f"Undone {day(file.undone_at)}"
    return f"Replaced {day(file.superseded_at)}" if file.superseded_at else "Counts"


def file_page(partnership: PartnershipFacts, file_id: UUID, *, may_undo: bool) -> FilePage:
    found = belongs(partnership, file_id)
    kept = queries.file_store().place(found.refusals, suffix=".parquet") if found.refusals else None
    refused = refused_rows(read_refusals(kept, limit=FIRST)) if kept and kept.is_file() else ()
    can_undo = may_undo and is_counting(found)
    together = len(queries.taken_in_with(found)) if can_undo else 0
    return FilePage(
        title=Path(found.name).name,
        crumbs=(
            *crumbs(partnership, ("Data", "data")),
            (found.dataset.title, address("dataset", partnership, slug=found.dataset.slug)),
        ),
        facts=_file_facts(found),
        refused=refused,
        refused_more=_more(found.rows_refused, len(refused)),
        refused_href=address("data-file-refused", partnership, file_id=found.id)
        if found.rows_refused > len(refused)
        else "",
        cautions=tuple(found.facts.get("cautions", ())),
        undo_href=address("data-undo", partnership, file_id=found.id) if can_undo else "",
        undo_words=_undo_words(found) if can_undo else "",
        undo_all_href=address("data-undo-together", partnership, file_id=found.id) if together > 1 else "",
        together=together,
    )


def _file_facts(found: ImportedFile) -> Pairs:
    before = queries.replaced_by(found)
    facts: list[tuple[str, str]] = [
        ("Dataset", found.dataset.title),
        ("Part", part_in_words(found.kind, found.part)),
        ("State", state_in_words(found)),
        ("Imported", f"{day(found.confirmed_at)} by {found.recorded_by}"),
    ]
    if before:
        facts.append(("Took the place of", f"{before.name}, {counted(before.rows_accepted, 'row')}"))
    return (
        *facts,
        ("Rows accepted", grouped(found.rows_accepted)),
        ("Rows refused", grouped(found.rows_refused)),
        ("Size", f"{grouped(found.size)} bytes"),
        ("SHA-256", found.sha256),
    )


def _undo_words(found: ImportedFile) -> str:
    before = queries.replaced_by(found)
    if before and not before.undone_at:
        return f"The file no longer counts, and {before.name}, imported {day(before.confirmed_at)}, counts again. Both are kept."
    return "The file no longer counts, and nothing takes its place: what it brought is missing again. It is kept."
