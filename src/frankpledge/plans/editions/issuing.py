"""What goes out: the plan issued and amended, copies with their receipts, the summary published, the council's adoption."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from frankpledge.governance import api as governance
from frankpledge.governance.api import DecisionFacts, ExternalDecisionFacts, NewExternalDecision
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused, Verdict
from frankpledge.plans import queries, services
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.models import AdoptionStep, Plan, PlanCopy, PlanIssue
from frankpledge.plans.reaching import draft_for, history, one_of, place_for, plan_row
from frankpledge.plans.rules.checklist import months_between

ADOPT, REFRESH = "adopt-plan", "refresh-plan"


@dataclass(frozen=True)
class Waiting:
    """How far a draft has come: its gate, the decisions about it, the verdict, and how many months the council has had."""

    gate: str
    own: DecisionFacts | None
    other: ExternalDecisionFacts | None
    verdict: Verdict
    months: int | None
    needs_council: bool


def gate_of(plan: PlanFacts) -> str:
    return REFRESH if plan.parent else ADOPT


def waiting(partnership: str, plan: PlanFacts, on: date) -> Waiting:
    """What a draft still waits for on a day."""
    gate = gate_of(plan)
    own = _latest(
        [one for one in governance.decisions(partnership) if (one.effect, one.about) == (gate, plan.slug)]
    )
    others = [
        one
        for one in governance.external_decisions(partnership)
        if (one.effect, one.about) == (gate, plan.slug)
    ]
    other = others[0] if others else None
    verdict = governance.gate_verdict(gate, plan.slug, own, other)
    since = own.decided.earliest if own and own.decided else None
    months = months_between(since, on) if since and not other and gate == ADOPT else None
    return Waiting(gate, own, other, verdict, months, bool(governance.GATES[gate].external_of))


def _latest(found: list[DecisionFacts]) -> DecisionFacts | None:
    carried = [one for one in found if one.outcome == "carried"]
    return next(iter(carried or found), None)


@transaction.atomic
def record_adoption(
    partnership: str, plan: str, *, body: str, decided: PartialDate, text: str, source: str, by: Principal
) -> None:
    """Record the council's decision that adopts a plan, as its minutes have it. The gate judges it afterwards."""
    facts = queries.plan(partnership, draft_for(partnership, plan, by).slug)
    if facts is None or facts.parent:
        raise Refused("A refresh waits for the partnership alone.")
    if not body.strip() or not text.strip() or not source.strip():
        raise Refused("Say which body decided, in which words, and where that is recorded.")
    governance.record_external_decision(
        partnership,
        NewExternalDecision(
            slug=slugify(f"{body}-{plan}-{decided.iso()}")[:80], body=body.strip(), body_kind="council", decided=decided,
            text=text.strip(), effect=ADOPT, about=plan, source=source.strip(),
        ),
        by=by,
    )  # fmt: skip


@transaction.atomic
def adopt(partnership: str, plan: str, *, on: date, by: Principal) -> Verdict:
    """Adopt a draft by the decisions that are recorded about it, and issue it. Raises `Refused` with what it waits for."""
    facts = queries.plan(partnership, draft_for(partnership, plan, by).slug)
    if facts is None:
        raise Refused("There is no such plan.")
    found = waiting(partnership, facts, on)
    verdict = services.adopt_plan(
        partnership, plan, decision=found.own.slug if found.own else "",
        external_decision=found.other.slug if found.other else "", by=by,
    )  # fmt: skip
    issue(partnership, plan, on=on, because="", by=by)
    return verdict


@transaction.atomic
def withdraw(partnership: str, plan: str, *, because: str, by: Principal) -> None:
    """Say that a draft goes no further. It is kept."""
    row = draft_for(partnership, plan, by)
    if not because.strip():
        raise Refused("Say why it goes no further.")
    row.status = "withdrawn"
    row.note = f"{row.note} Withdrawn: {because.strip()}".strip()[:500]
    row.save_version(read_version=row.row_version, fields=["status", "note"])
    history("plan-withdrawn", row.subject(), by, plan=plan, because=because.strip())


# Issued and amended -------------------------------------------------------------------------------------------------


@transaction.atomic
def issue(partnership: str, plan: str, *, on: date, because: str, by: Principal) -> int:
    """Issue an adopted plan as it reads now; answers the number. The first needs no reason, an amendment does.

    Raises `Refused` for a plan that is not adopted, an amendment without its reason, or one that changes nothing.
    """
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    facts = queries.plan(partnership, plan)
    if row.status != "adopted" or facts is None:
        raise Refused(message("‘{title}’ is not adopted, so there is nothing to issue.", title=row.title))
    content = frozen(facts)
    sha256 = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    last = row.issues.last()
    if last is not None and last.sha256 == sha256:
        raise Refused("Nothing has changed since the plan was last issued.")
    if last is not None and not because.strip():
        raise Refused("Say why the plan is amended.")
    number = last.number + 1 if last else 1
    PlanIssue.objects.create(
        plan=row, number=number, issued_on=on, because=because.strip(), content=content, sha256=sha256, recorded_by=by.name
    )  # fmt: skip
    history(
        "plan-issued", row.subject(), by, plan=plan, number=number, because=because.strip(), sha256=sha256
    )
    return number


def frozen(plan: PlanFacts) -> dict[str, object]:
    """The plan's words as plain values: what an issue keeps and its hash stands for."""
    return {
        "title": plan.title, "period": plan.period.code, "resources": plan.resources, "engagement": plan.engagement,
        "public_help": plan.public_help, "aims": [one.text for one in plan.aims],
        "priorities": [
            {
                "slug": one.slug, "title": one.title, "kind": one.kind, "outcome": one.outcome, "why": one.why,
                "rank": one.rank_text, "otherwise_because": one.otherwise_because,
                "measures": [[link.measure, link.source, link.relation] for link in one.measures],
            }
            for one in plan.priorities
        ],
        "strategies": [[one.title, one.owner, one.area] for one in plan.strategies],
        "activities": [[one.text, one.priority] for one in plan.activities],
    }  # fmt: skip


@transaction.atomic
def amend(
    partnership: str, plan: str, slug: str, words: dict[str, str], *, read_version: int, because: str, on: date, by: Principal
) -> int:  # fmt: skip
    """Change the reason, outcome or rank of a priority of an adopted plan, with the reason, and issue the amendment at once.

    Its name, order and kind change with a refresh only, which the partnership decides. Raises `Conflict`.
    """
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    if row.status != "adopted":
        raise Refused("It is a draft: change it, without amending.")
    if not because.strip():
        raise Refused("Say why the plan is amended.")
    made = one_of(row.priorities.model, "The plan has no such priority.", plan=row, slug=slug)
    names: list[str] = [
        name for name in ("outcome", "why", "public_views", "otherwise_because") if name in words
    ]
    for name in names:
        setattr(made, name, words[name].strip())
    made.save_version(read_version=read_version, fields=names)
    history("priority-amended", row.subject(), by, plan=plan, priority=slug, fields=names)
    return issue(partnership, plan, on=on, because=because, by=by)


# Copies and publication ---------------------------------------------------------------------------------------------


@transaction.atomic
def send_copy(
    partnership: str, plan: str, *, body: str, how: str, sent_on: date, is_policing_body: bool, by: Principal
) -> None:
    """Record that the last issue went to a body; to the policing body that is a step of the plan too."""
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    last = row.issues.last()
    if last is None:
        raise Refused("Nothing has been issued yet that could be sent.")
    if not body.strip() or not how.strip():
        raise Refused("Say to whom it was sent, and how.")
    if sent_on < last.issued_on:
        raise Refused(
            message("It was issued on {issued}; it cannot have been sent before.", issued=last.issued_on)
        )
    PlanCopy.objects.create(
        issue=last, body=body.strip(), how=how.strip(), sent_on=sent_on, recorded_by=by.name
    )
    history("plan-sent", row.subject(), by, plan=plan, to=body.strip(), issue=last.number)
    if is_policing_body:
        _step(partnership, row, "sent", body.strip(), sent_on, f"Issue {last.number}, {how.strip()}", by)


@transaction.atomic
def receive(
    partnership: str,
    copy: UUID,
    *,
    received_on: date,
    received_by: str,
    receipt: str,
    read_version: int,
    by: Principal,
) -> None:
    """Record the receipt of a copy. Raises `Refused` for a day before it was sent, `Conflict` when somebody was faster."""
    _, subject = place_for(partnership, by)
    row = one_of(PlanCopy, "There is no such copy.", id=copy, issue__plan__partnership__slug=partnership)
    if received_on < row.sent_on:
        raise Refused(message("It was sent on {sent}; it cannot have arrived before.", sent=row.sent_on))
    row.received_on, row.received_by, row.receipt = received_on, received_by.strip(), receipt.strip()
    row.save_version(read_version=read_version, fields=["received_on", "received_by", "receipt"])
    history("plan-received", subject, by, to=row.body, on=received_on.isoformat())


@transaction.atomic
def publish_summary(partnership: str, plan: str, *, body: str, on: date, where: str, by: Principal) -> None:
    """Record that the summary was published, where and for which groups; the law asks for a summary, not for the plan."""
    place_for(partnership, by)
    row = plan_row(partnership, plan)
    if row.status != "adopted":
        raise Refused("A summary is published once the plan is adopted.")
    if not where.strip():
        raise Refused("Say where and in which forms it was published, and for which groups.")
    _step(partnership, row, "published", body, on, where.strip(), by)


@transaction.atomic
def summary_issued(partnership: str, plan: str, *, on: date, by: Principal) -> None:
    """Record that the release desk put the summary on the partnership's pages; a publication recorded before stays."""
    place, _ = place_for(partnership, by)
    _step(partnership, plan_row(partnership, plan), "published", place.name, on, ON_OUR_PAGES, by)


ON_OUR_PAGES = "On the partnership’s own pages, as web page, PDF, Word and OpenDocument, for everybody"
"""Where a summary stands that the release desk issued."""


def _step(partnership: str, row: Plan, kind: str, body: str, on: date, source: str, by: Principal) -> None:
    if AdoptionStep.objects.filter(plan=row, kind=kind).exists():
        return
    services.record_step(
        partnership, row.slug, kind, body=body, on=PartialDate.of(on), source=source[:300], by=by
    )
