"""Writes of minutes: what the clerk adds, corrections, publishing a draft, and keeping what was confirmed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.governance import queries as governance
from frankpledge.governance.minutes import queries
from frankpledge.governance.minutes.freezing import frozen
from frankpledge.governance.models import (
    AgendaItem,
    ClerkText,
    Decision,
    Meeting,
    MinutesCorrection,
    MinutesSet,
)
from frankpledge.governance.queries import is_effective
from frankpledge.governance.rules.certificates.canonical import canonical, sha256
from frankpledge.governance.rules.gates import gate_verdict
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now
from frankpledge.records.models import Conflict

CONFIRMED = (
    "These minutes are confirmed. What is wrong in them is put right by a decision of a later meeting."
)


def _may_write(meeting: Meeting, by: Principal) -> None:
    require(by, Permission.GOVERNANCE_WRITE, meeting.subject())


def _refuse_confirmed(meeting: Meeting) -> None:
    if any(is_effective(one) for one in queries.confirming(meeting)):
        raise Refused(message(CONFIRMED))


def _item_of(meeting: Meeting, item: UUID | None) -> AgendaItem | None:
    if item is None:
        return None
    found = AgendaItem.objects.filter(meeting=meeting, id=item).first()
    if found is None:
        raise NotFound("That item is not on the agenda of this meeting.")
    return found


@transaction.atomic
def write_clerk_text(
    *, meeting: Meeting, item: UUID | None, text: str, read_version: int, by: Principal
) -> None:
    """Keep what the clerk adds to an item, or to the whole. `read_version` is 0 where there was nothing.

    Raises `Conflict` when somebody else has saved since, and `Refused` once the minutes are confirmed.
    """
    _may_write(meeting, by)
    _refuse_confirmed(meeting)
    row = ClerkText.objects.filter(meeting=meeting, item=_item_of(meeting, item)).first()
    if row is None and read_version == 0:
        ClerkText.objects.create(meeting=meeting, item_id=item, text=text.strip(), recorded_by=by.name)
    elif row is None or row.row_version != read_version:
        raise Conflict(
            "Someone else has saved this since you opened it. Both texts are shown; choose what to keep."
        )
    else:
        row.text = text.strip()
        row.save_version(read_version=read_version, fields=["text"])
    detail = {"meeting": meeting.slug, "item": str(item or ""), "length": len(text.strip())}
    record("minutes-text-written", subject=meeting.subject(), by=by, detail=detail)


@transaction.atomic
def state_correction(
    *, meeting: Meeting, item: UUID | None, wording: str, reads: str, by: Principal, at: Meeting | None = None
) -> None:
    """State a correction of a draft, to be agreed with its confirmation. The original wording is kept beside it."""
    _may_write(meeting, by)
    _refuse_confirmed(meeting)
    if not reads.strip():
        raise Refused(message("Write what it should read."))
    last = MinutesCorrection.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0
    row = _item_of(meeting, item)
    MinutesCorrection.objects.create(
        meeting=meeting, item=row, order=last + 1, wording=wording.strip(), reads=reads.strip(), stated_at=at,
        recorded_by=by.name,
    )  # fmt: skip
    record("minutes-correction-stated", subject=meeting.subject(), by=by, detail={"order": last + 1})


@transaction.atomic
def take_back_correction(*, meeting: Meeting, correction: UUID, by: Principal) -> None:
    """Take back a correction that was stated by mistake; it stays in the record."""
    _may_write(meeting, by)
    _refuse_confirmed(meeting)
    row = MinutesCorrection.objects.filter(meeting=meeting, id=correction, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotFound("There is no such correction.")
    row.withdrawn_at = now()
    row.save_version(read_version=row.row_version, fields=["withdrawn_at"])
    record("minutes-correction-taken-back", subject=meeting.subject(), by=by, detail={"order": row.order})


@transaction.atomic
def publish_draft(*, meeting: Meeting, is_public: bool, by: Principal) -> None:
    """Publish the draft, marked as one, or take it back."""
    _may_write(meeting, by)
    kept = _set_of(meeting, by)
    kept.is_draft_public = is_public
    kept.save_version(read_version=kept.row_version, fields=["is_draft_public"])
    record(
        "minutes-draft-published" if is_public else "minutes-draft-withdrawn",
        subject=meeting.subject(),
        by=by,
    )


@transaction.atomic
def withhold(*, meeting: Meeting, because: str, by: Principal) -> None:
    """Keep minutes from the public, with the reason; an empty reason publishes them again once they are confirmed."""
    _may_write(meeting, by)
    kept = _set_of(meeting, by)
    kept.is_withheld, kept.withheld_because = bool(because.strip()), because.strip()
    kept.save_version(read_version=kept.row_version, fields=["is_withheld", "withheld_because"])
    name = "minutes-withheld" if kept.is_withheld else "minutes-released"
    record(name, subject=meeting.subject(), by=by)


def _set_of(meeting: Meeting, by: Principal) -> MinutesSet:
    return MinutesSet.objects.get_or_create(meeting=meeting, defaults={"recorded_by": by.name})[0]


def _keep(meeting: Meeting, decision: Decision, by: Principal) -> None:
    kept = _set_of(meeting, by)
    if kept.content and kept.confirmed_by_id == decision.id:
        return
    content = frozen(queries.composed_now(meeting, is_public=False))
    kept.content, kept.sha256 = content, sha256(canonical(content))
    kept.public_content = frozen(queries.composed_now(meeting, is_public=True))
    kept.confirmed_by, kept.confirmed_at = decision, now()
    kept.save_version(
        read_version=kept.row_version,
        fields=["content", "sha256", "public_content", "confirmed_by", "confirmed_at"],
    )
    detail = {"meeting": meeting.slug, "decision": str(decision.id), "sha256": kept.sha256}
    record("minutes-confirmed", subject=meeting.subject(), by=by, detail=detail)


def follow_confirmation(decision: Decision, *, by: Principal) -> None:
    """What follows at once when a decision to confirm minutes is made, cured or ruled on: they are kept as they are.

    Whoever made the decision needs no other permission for what follows from it.
    """
    if decision.effect != queries.CONFIRM or not decision.meeting or not is_effective(decision):
        return
    rows = queries.own_meetings(decision.partnership.slug).select_related("partnership")
    about = rows.filter(slug=decision.about, group=decision.meeting.group).first()
    if about is None or decision not in queries.confirming(about):
        return
    if gate_verdict(queries.CONFIRM, about.slug, governance.decision(decision.id), None).holds:
        _keep(about, decision, by)
