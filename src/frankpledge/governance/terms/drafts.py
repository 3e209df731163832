"""The next terms while they are being written: started, saved, thrown away; and the steps by which they come into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from frankpledge.audit.api import record
from frankpledge.governance import queries
from frankpledge.governance.facts import DecisionFacts
from frankpledge.governance.models import Decision, TermsDraft, TermsVersion
from frankpledge.governance.rules.amending import may_begin
from frankpledge.governance.rules.gates import GATES, open_gate
from frankpledge.governance.rules.terms.writing import with_values
from frankpledge.governance.terms.parsing import NAME, constitution_of, sha256_of
from frankpledge.governance.terms.services import checked, here, record_terms, refuse_overlap
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import now

GATE = "amend-terms"
OPEN, IN_FORCE, DISCARDED = "draft", "in-force", "discarded"


@dataclass(frozen=True)
class DraftFacts:
    """A draft as it was last saved. `base` is the version it is compared with, `made` the one it became."""

    id: UUID
    group: str
    slug: str
    title: str
    why: str
    text: str
    state: str
    base: UUID | None
    base_text: str
    made: UUID | None
    row_version: int
    saved_at: datetime
    saved_by: str

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


def _facts(row: TermsDraft) -> DraftFacts:
    return DraftFacts(
        row.id, row.group, row.slug, row.title, row.why, row.text, row.state, row.base_id,
        row.base.text if row.base else "", row.made_id, row.row_version, row.saved_at, row.saved_by,
    )  # fmt: skip


def draft(partnership: str, draft_id: UUID) -> DraftFacts:
    """One draft. Raises `NotFound`, also for another partnership's."""
    return _facts(_row(partnership, draft_id))


def open_drafts(partnership: str, group: str = "") -> list[DraftFacts]:
    """The drafts that are being written, the last saved first."""
    rows = TermsDraft.objects.filter(partnership__slug=partnership, group=group, state=OPEN)
    return [_facts(row) for row in rows.select_related("base")]


def _row(partnership: str, draft_id: UUID) -> TermsDraft:
    found = (
        TermsDraft.objects.filter(partnership__slug=partnership, id=draft_id).select_related("base").first()
    )
    if found is None:
        raise NotFound("There is no such draft, or you may not know of it.")
    return found


def _open_row(partnership: str, draft_id: UUID) -> TermsDraft:
    found = _row(partnership, draft_id)
    if found.state != OPEN:
        raise Refused(message("This draft is closed: it {what}.", what={
            IN_FORCE: "has come into force", DISCARDED: "was thrown away",
        }.get(found.state, found.state)))  # fmt: skip
    return found


@transaction.atomic
def start(
    partnership: str, *, by: Principal, title: str, text: str, group: str = "", base: UUID | None = None
) -> UUID:
    """Begin the next terms from a text, and from the version that they are to be compared with."""
    place, subject = here(partnership, by)
    made = TermsDraft.objects.create(
        partnership_id=place.id, group=group, slug=_free_slug(partnership, title), title=title, base_id=base, text=text,
        saved_at=now(), saved_by=by.name, recorded_by=by.name,
    )  # fmt: skip
    record("terms-draft-started", subject=subject, by=by, detail={"draft": made.slug, "group": group})
    return made.id


def _free_slug(partnership: str, title: str) -> str:
    """A slug that no draft of the partnership has."""
    stem = f"terms-{slugify(title)[:60]}".strip("-")
    taken = set(TermsDraft.objects.filter(partnership__slug=partnership).values_list("slug", flat=True))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (stem, *numbers) if one not in taken)


@transaction.atomic
def save(
    partnership: str, draft_id: UUID, *, read_version: int, by: Principal, text: str | None = None,
    title: str | None = None, why: str | None = None,
) -> None:  # fmt: skip
    """Save a draft, mistakes and all. Raises `Conflict` when somebody saved since it was read, and then writes nothing."""
    _, subject = here(partnership, by)
    row = _open_row(partnership, draft_id)
    row.text = row.text if text is None else text.replace("\r\n", "\n")
    row.title = row.title if title is None else title
    row.why = row.why if why is None else why
    row.saved_at, row.saved_by = now(), by.name
    row.save_version(read_version=read_version, fields=["text", "title", "why", "saved_at", "saved_by"])
    detail = {"draft": row.slug, "sha256": sha256_of(row.text)}
    record("terms-draft-saved", subject=subject, by=by, detail=detail)


@transaction.atomic
def discard(partnership: str, draft_id: UUID, *, by: Principal) -> None:
    """Close a draft that is not wanted. Its text stays in the record."""
    _, subject = here(partnership, by)
    row = _open_row(partnership, draft_id)
    row.state = DISCARDED
    row.save_version(read_version=row.row_version, fields=["state"])
    record("terms-draft-discarded", subject=subject, by=by, detail={"draft": row.slug})


# Coming into force ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_first(partnership: str, draft_id: UUID, *, by: Principal) -> UUID:
    """Record a draft as the terms that are in force already. Only the first terms of a body need no decision.

    Raises `Unusable` for mistakes and `Refused` when the body has terms.
    """
    row = _open_row(partnership, draft_id)
    if has_terms(partnership, row.group):
        raise Refused(
            message("There are terms already. {gate}", gate=GATES[GATE].sentence), GATES[GATE].source
        )
    made = record_terms(partnership, row.text, by=by, group=row.group)
    _close(row, made)
    return made


def has_terms(partnership: str, group: str) -> bool:
    """Whether any terms of a body were ever recorded."""
    return TermsVersion.objects.filter(partnership__slug=partnership, group=group).exists()


def decisions_for(partnership: str, slug: str) -> list[DecisionFacts]:
    """The decisions to change the terms that are about a draft, the latest first."""
    return [one for one in queries.decisions(partnership) if one.effect == GATE and one.about == slug]


@transaction.atomic
def bring_into_force(
    partnership: str, draft_id: UUID, *, decision: str, starts_on: date, by: Principal
) -> UUID:
    """Make a draft the terms in force from a day, by a carried decision about it; the version before ends the day before.

    Raises `Unusable` for a text with mistakes, and `Refused`, with the gate's source, without such a decision, while its
    condition is not met, for a day before it, and where later terms are recorded already.
    """
    place, subject = here(partnership, by)
    row = _open_row(partnership, draft_id)
    decided = queries.decision_called(partnership, decision)
    open_gate(GATE, row.slug, decided, None)
    assert decided is not None  # noqa: S101 (the gate is shut without one)
    if not (day := may_begin(decided, starts_on)).holds:
        raise Refused(day.message, GATES[GATE].source)
    text = beginning_on(row.text, starts_on)
    terms = checked(place, text)
    _end_the_version_before(partnership, row.group, starts_on, by)
    refuse_overlap(partnership, row.group, terms)
    made = TermsVersion.objects.create(
        partnership_id=place.id, group=row.group, text=text, sha256=sha256_of(text), starts_on=terms.period.starts_on,
        ends_on=terms.period.ends_on, decision_id=decided.id, recorded_by=by.name,
    )  # fmt: skip
    _close(row, made.id)
    detail = {
        "label": terms.label, "group": row.group, "sha256": made.sha256, "draft": row.slug, "decision": decided.slug,
        "starts_on": starts_on.isoformat(),
    }  # fmt: skip
    record("terms-amended", subject=subject, by=by, detail=detail)
    return made.id


def beginning_on(text: str, starts_on: date) -> str:
    """A text whose terms begin on a day. Raises `Unusable` for a text that cannot be read or changed."""
    values = dict(read_text(text, NAME).values)
    head = values.get("terms")
    if not isinstance(head, dict) or head.get("starts_on") == starts_on:
        return text
    return with_values(text, {**values, "terms": {**head, "starts_on": starts_on}})


def _end_the_version_before(partnership: str, group: str, starts_on: date, by: Principal) -> None:
    """The version in force until now ends the day before. What was known of it until now is kept, superseded."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group).in_force(starts_on)
    for row in rows.filter(starts_on__lt=starts_on):
        row.superseded_at = now()
        row.save_version(read_version=row.row_version, fields=["superseded_at"])
        TermsVersion.objects.create(
            partnership_id=row.partnership_id, group=row.group, text=row.text, sha256=row.sha256, starts_on=row.starts_on,
            ends_on=starts_on - timedelta(1), decision_id=row.decision_id, recorded_by=by.name,
        )  # fmt: skip


def _close(row: TermsDraft, made: UUID) -> None:
    row.state, row.made_id = IN_FORCE, made
    row.save_version(read_version=row.row_version, fields=["state", "made_id"])


def follow_condition(decision: Decision, *, by: Principal) -> None:
    """A draft that was approved subject to a condition comes into force by itself once the condition is met.

    It does so on the day on which its text begins, or on which the condition was met where that is later. Where it
    cannot (a mistake in the text, later terms, a decision that does not stand), that the condition is met is recorded all
    the same, and the draft stays open with the reason in the history.
    """
    if decision.effect != GATE or decision.condition_met_on is None:
        return
    rows = TermsDraft.objects.filter(partnership_id=decision.partnership_id, slug=decision.about, state=OPEN)
    row = rows.select_related("partnership").first()
    if row is None:
        return
    try:
        with transaction.atomic():
            first = max(decision.condition_met_on, constitution_of(row.text).period.starts_on)
            bring_into_force(row.partnership.slug, row.id, decision=decision.slug, starts_on=first, by=by)
    except (NotPermitted, Refused, Unusable) as stopped:
        detail = {"draft": row.slug, "decision": decision.slug, "because": str(stopped)}
        record("terms-draft-waits", subject=row.subject(), by=by, detail=detail)


def made_by(decision: UUID) -> str:
    """Which terms a decision brought into force, and from when; empty while it brought none."""
    row = TermsVersion.objects.filter(decision_id=decision, superseded_at=None).order_by("-starts_on").first()
    return f"{label_of(row.text)}, from {short_date(row.starts_on)}" if row else ""


def label_of(text: str) -> str:
    """What a recorded text is called."""
    return constitution_of(text).label
