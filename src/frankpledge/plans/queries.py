"""Reads of the plans: one plan with everything in it, the plan in force, positions."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.plans.facts import (
    ActivityFacts,
    AimFacts,
    CopyFacts,
    FundingFacts,
    IssueOfPlan,
    MeasureLink,
    PlanFacts,
    PositionFacts,
    PriorityFacts,
    StepFacts,
    StrategyFacts,
    YearPriorityFacts,
)
from frankpledge.plans.models import (
    Activity,
    AdoptionStep,
    Aim,
    Plan,
    PlanIssue,
    PositionStatement,
    Priority,
    Strategy,
    YearPriority,
)


def plans(partnership: str) -> list[PlanFacts]:
    """Every plan and refresh, the latest first."""
    return [_plan(row) for row in _whole(Plan.objects.filter(partnership__slug=partnership))]


def plan(partnership: str, slug: str) -> PlanFacts | None:
    found = _whole(Plan.objects.filter(partnership__slug=partnership, slug=slug)).first()
    return _plan(found) if found else None


def plan_in_force(partnership: str, *, on: date) -> PlanFacts | None:
    """The adopted plan of a day; where a refresh holds too, the refresh."""
    rows = Plan.objects.filter(
        partnership__slug=partnership, status="adopted", starts_on__lte=on, ends_on__gte=on
    )
    found = _whole(rows).first()
    return _plan(found) if found else None


def _whole(rows: QuerySet[Plan]) -> QuerySet[Plan]:
    return rows.select_related("parent").prefetch_related(
        "priorities__measures",
        "activities__priority",
        "activities__funding",
        "activities__measures",
        "strategies",
        "steps",
        "aims__measures",
        "year_priorities__priority",
        "issues__copies",
        "equality_assessments",
    )


def _partial(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _plan(row: Plan) -> PlanFacts:
    activities = tuple(map(_activity, row.activities.all()))
    return PlanFacts(
        id=row.id,
        slug=row.slug,
        title=row.title,
        period=Period(row.starts_on, row.ends_on),
        status=row.status,
        parent=row.parent.slug if row.parent else "",
        resources=row.resources,
        engagement=row.engagement,
        source=row.source,
        note=row.note,
        priorities=tuple(_priority(one, activities) for one in row.priorities.all()),
        strategies=tuple(map(_strategy, row.strategies.all())),
        activities=activities,
        steps=tuple(map(_step, row.steps.all())),
        public_help=row.public_help,
        aims=tuple(map(_aim, row.aims.all())),
        year_priorities=tuple(map(_year_priority, row.year_priorities.all())),
        issues=tuple(map(_issue, row.issues.all())),
        equality=tuple(
            (PartialDate.parse(one.completed), one.summary) for one in row.equality_assessments.all()
        ),
        row_version=row.row_version,
    )


def _priority(row: Priority, activities: tuple[ActivityFacts, ...]) -> PriorityFacts:
    return PriorityFacts(
        id=row.id, slug=row.slug, order=row.order, title=row.title, kind=row.kind, outcome=row.outcome, why=row.why,
        rank_text=row.rank_text, rank_binding=row.rank_binding, rank_reason=row.rank_reason,
        measures=tuple(
            MeasureLink(m.measure, m.source, m.relation, m.binding, m.extract, m.note) for m in row.measures.all()
        ),
        activities=tuple(one for one in activities if one.priority == row.slug),
        issue=row.issue, public_views=row.public_views, otherwise_because=row.otherwise_because, follows=row.follows,
        row_version=row.row_version,
    )  # fmt: skip


def _aim(row: Aim) -> AimFacts:
    return AimFacts(row.slug, row.text, tuple(one.measure for one in row.measures.all()))


def _year_priority(row: YearPriority) -> YearPriorityFacts:
    slug = row.priority.slug if row.priority else ""
    return YearPriorityFacts(
        row.id, row.title, row.because, Period(row.starts_on, row.ends_on), slug, row.emerging
    )


def _issue(row: PlanIssue) -> IssueOfPlan:
    copies = tuple(
        CopyFacts(
            one.id, one.body, one.how, one.sent_on, one.received_on, one.received_by, one.receipt, one.row_version
        )
        for one in row.copies.all()
    )  # fmt: skip
    return IssueOfPlan(row.number, row.issued_on, row.because, row.sha256, copies)


def _activity(row: Activity) -> ActivityFacts:
    return ActivityFacts(
        id=row.id, text=row.text, kind=row.kind, state=row.state, place=row.place, partners=tuple(row.partners),
        starts=_partial(row.starts), ends=_partial(row.ends), priority=row.priority.slug if row.priority else "",
        source=row.source,
        funding=tuple(FundingFacts(f.kind, f.amount, f.given_by, f.note) for f in row.funding.all()),
        measures=tuple(m.measure for m in row.measures.all()), row_version=row.row_version,
    )  # fmt: skip


def _strategy(row: Strategy) -> StrategyFacts:
    return StrategyFacts(row.title, row.owner, row.area, row.law_strategy, row.note, row.source)


def _step(row: AdoptionStep) -> StepFacts:
    return StepFacts(row.kind, row.body, PartialDate.parse(row.on), row.source, row.note)


def positions(partnership: str) -> list[PositionFacts]:
    """Every position statement, by slug, the earlier versions first."""
    rows = PositionStatement.objects.filter(partnership__slug=partnership).select_related("decision")
    return [
        PositionFacts(
            row.slug, row.title, tuple(row.paragraphs), _partial(row.agreed),
            row.decision.slug if row.decision else "", row.source,
        )
        for row in rows
    ]  # fmt: skip
