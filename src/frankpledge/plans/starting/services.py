"""Taking in an earlier plan: read, drafted, confirmed line by line by a person, and only then a draft of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans import services as plans
from frankpledge.plans.facts import MeasureLink
from frankpledge.plans.models import DraftedLine, Plan, PlanUpload
from frankpledge.plans.reaching import RESERVED, history, one_of, place_for
from frankpledge.plans.rules.drafting import KINDS, drafted
from frankpledge.plans.starting.reading import READ, lines_of
from frankpledge.plans.written import NewActivity, NewPlan, NewPriority
from frankpledge.records.files import FileStore
from frankpledge.records.uploads import accepted


@dataclass(frozen=True)
class DraftedFacts:
    """A line of the file. `kind` is what it was taken for, `said` what a person made of it (empty: nobody did yet)."""

    number: int
    place: str
    kind: str
    text: str
    under: int | None
    because: str
    said: str
    said_text: str


@dataclass(frozen=True)
class UploadFacts:
    """A file of an earlier plan. `became` is the slug of the draft that was made of it, or empty."""

    id: UUID
    file_name: str
    uploaded_on: date
    became: str
    lines: tuple[DraftedFacts, ...]

    def of(self, kind: str) -> tuple[DraftedFacts, ...]:
        return tuple(one for one in self.lines if one.kind == kind)


def store() -> FileStore:
    return FileStore(Path(settings.STORE) / "plans")


def uploads(partnership: str) -> tuple[UploadFacts, ...]:
    """Every file taken in, the latest first."""
    rows = PlanUpload.objects.filter(partnership__slug=partnership).select_related("became")
    return tuple(_facts(row) for row in rows.prefetch_related("lines"))


def upload(partnership: str, upload_id: UUID) -> UploadFacts:
    """One file. Raises `NotFound`."""
    return _facts(one_of(PlanUpload, "There is no such file.", partnership__slug=partnership, id=upload_id))


def _facts(row: PlanUpload) -> UploadFacts:
    lines = tuple(
        DraftedFacts(
            one.number,
            one.place,
            one.kind,
            one.text,
            one.under,
            one.because,
            one.confirmed_as,
            one.confirmed_text,
        )
        for one in row.lines.all()
    )
    return UploadFacts(row.id, row.file_name, row.uploaded_on, row.became.slug if row.became else "", lines)


@transaction.atomic
def take_in(partnership: str, path: Path, name: str, *, on: date, by: Principal) -> UUID:
    """Read a file and draft its lines. Nothing of it is in a plan yet.

    Raises `Unusable`, with sentence and remedy, for a file that is not taken, cannot be read or does not look like a plan.
    """
    place, subject = place_for(partnership, by)
    known = accepted(path, name)
    found = drafted(lines_of(path, known.kind.suffix, known.name))
    if not any(one.kind == "priority" for one in found):
        raise Unusable(
            Problem(
                "no-plan", "Nothing in the file looks like a plan: no heading, sentence or column announces priorities.",
                f"Choose the plan itself ({', '.join(READ)}), or start an edition from an empty page.", file=known.name,
            )
        )  # fmt: skip
    kept = store().put(path, suffix=known.kind.suffix)
    row = PlanUpload.objects.create(
        partnership_id=place.id, file_name=known.name, suffix=known.kind.suffix, sha256=kept.sha256, uploaded_on=on,
        recorded_by=by.name,
    )  # fmt: skip
    DraftedLine.objects.bulk_create(
        DraftedLine(
            upload=row, number=number, place=one.place[:120], kind=one.kind, text=one.text, under=one.under,
            because=one.because[:300], recorded_by=by.name,
        )
        for number, one in enumerate(found)
    )  # fmt: skip
    history("plan-uploaded", subject, by, file=known.name, sha256=kept.sha256, lines=len(found))
    return row.id


@dataclass(frozen=True)
class NewStart:
    """What becomes of the confirmed lines: a draft of this title and these days."""

    title: str
    period: Period


@transaction.atomic
def confirm(
    partnership: str, upload_id: UUID, said: Mapping[int, tuple[str, str]], start: NewStart, *, by: Principal
) -> str:
    """Make a draft of the lines as a person confirmed them: number to what it is and its words. Answers the draft's slug.

    Lines that are not named are left out. Raises `Refused` without a priority, for a second draft of one file, or a bad title.
    """
    place, subject = place_for(partnership, by)
    row = one_of(PlanUpload, "There is no such file.", partnership_id=place.id, id=upload_id)
    if row.became_id:
        raise Refused("A draft was made of this file already.")
    lines = {one.number: one for one in row.lines.all()}
    for number, (kind, text) in said.items():
        if number not in lines or kind not in KINDS:
            raise Refused(
                "Say of each line whether it is a priority, an action or a measure, or leave it out."
            )
        line = lines[number]
        line.confirmed_as, line.confirmed_text = kind, text.strip()
        line.save_version(read_version=line.row_version, fields=["confirmed_as", "confirmed_text"])
    new = _plan(row.file_name, lines, start)
    plans.draft_plan(place.slug, new, by=by)
    row.became = Plan.objects.get(partnership_id=place.id, slug=new.slug)
    row.save_version(read_version=row.row_version, fields=["became_id"])
    history(
        "plan-started-from-file",
        subject,
        by,
        plan=new.slug,
        file=row.file_name,
        priorities=len(new.priorities),
    )
    return new.slug


def _plan(file_name: str, lines: Mapping[int, DraftedLine], start: NewStart) -> NewPlan:
    slug = slugify(start.title)[:80]
    if not slug or slug in RESERVED:
        raise Refused(
            "Give the plan a title that can stand in an address, such as ‘Community Safety Plan 2031-34’."
        )
    chosen = {number: one for number, one in lines.items() if one.confirmed_as and one.confirmed_text}
    titles = {n: one.confirmed_text for n, one in chosen.items() if one.confirmed_as == "priority"}
    if not titles:
        raise Refused("Confirm at least one priority.")
    slugs = _slugs(titles)
    under = {n: _above(one, slugs) for n, one in chosen.items()}
    return NewPlan(
        slug=slug, title=start.title.strip(), period=start.period, parent="", resources="", engagement="",
        source=f"Confirmed from {file_name}", note="",
        priorities=tuple(
            NewPriority(slugs[n], title, "priority", "", "", _measures(n, file_name, chosen, under))
            for n, title in titles.items()
        ),
        strategies=(),
        activities=tuple(
            NewActivity(
                one.confirmed_text, "initiative", "under-way", "", (), None, None, slugs.get(under[n], ""),
                f"{file_name}, {one.place}"[:300],
            )
            for n, one in chosen.items() if one.confirmed_as == "action"
        ),
    )  # fmt: skip


def _slugs(titles: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, title in titles.items():
        base = slugify(title)[:70] or "priority"
        taken = set(found.values())
        found[number] = next(
            one for n in range(len(taken) + 1) if (one := base if not n else f"{base}-{n + 1}") not in taken
        )
    return found


def _above(line: DraftedLine, priorities: Mapping[int, str]) -> int:
    """The confirmed priority that a line belongs to: the one that the file says, else none (-1)."""
    return line.under if line.under in priorities and line.under is not None else -1


def _measures(
    number: int, file_name: str, chosen: Mapping[int, DraftedLine], under: Mapping[int, int]
) -> tuple[MeasureLink, ...]:
    """The measures of a priority, as words of the earlier plan: none of them is tied to data yet, and each says so."""
    return tuple(
        MeasureLink(
            "", f"{file_name}, {one.place}"[:200], "none", "", one.confirmed_text[:500],
            "Named in the earlier plan; tie it to the data once a partner gives it",
        )
        for n, one in chosen.items()
        if one.confirmed_as == "measure" and under[n] == number
    )  # fmt: skip
