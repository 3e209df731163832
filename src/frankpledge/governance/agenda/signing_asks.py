"""What papers ask of officers: to sign off the implications of what goes to the next meetings. For My page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.governance.agenda.papers import part_facts
from frankpledge.governance.membership.asks import Ask, Whom
from frankpledge.governance.models import PaperPart
from frankpledge.governance.rules.agenda.papers import PARTS, sign_off_that_counts
from frankpledge.kernel.people import Subject
from frankpledge.web.words import listed

TO_SIGN = tuple(kind.slug for kind in PARTS.values() if kind.needs_sign_off)


def asked(whom: Whom) -> Iterator[Ask]:
    """Each paper ahead with a part that is written and that no sign-off counts for, for those who may sign it off.

    Two queries, whatever there is to sign off.
    """
    principal = directory.principal_for(whom.user, on=whom.on)
    if not can(
        principal, Permission.GOVERNANCE_WRITE, Subject("partnership", whom.partnership_id, whom.partnership)
    ):
        return
    rows = PaperPart.objects.filter(
        slug__in=TO_SIGN, paper__item__meeting__partnership__slug=whom.partnership,
        paper__item__meeting__status="planned", paper__item__withdrawn_at__isnull=True,
    ).select_related("paper__item__meeting").prefetch_related("sign_offs")  # fmt: skip
    waiting: dict[str, list[PaperPart]] = {}
    for row in rows.order_by("paper__item__meeting__held_earliest", "paper__item__order"):
        part = part_facts(row)
        if part.text.strip() and sign_off_that_counts(part) is None:
            waiting.setdefault(str(row.paper_id), []).append(row)
    for parts in waiting.values():
        item = parts[0].paper.item
        named = listed([PARTS[one.slug].heading.removesuffix(" implications").lower() for one in parts])
        here = {"partnership": whom.partnership, "slug": item.meeting.slug, "item": item.id}
        yield Ask(
            "paper", f"Sign off ‘{item.title}’: {named}", reverse("paper", kwargs=here), item.meeting.held_earliest,
            f"It goes to {item.meeting.title}.",
        )  # fmt: skip
