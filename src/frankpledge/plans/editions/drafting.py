"""Writing a draft: starting an edition from the one before, its words, priorities, steps, aims and twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans import queries, services
from frankpledge.plans.facts import ACTIVITY_KINDS, ACTIVITY_STATES, FUNDING, PRIORITY_KINDS, RELATIONS
from frankpledge.plans.models import (
    Activity,
    ActivityFunding,
    ActivityMeasure,
    Aim,
    AimMeasure,
    Plan,
    Priority,
    PriorityMeasure,
    Strategy,
    YearPriority,
)
from frankpledge.plans.reaching import RESERVED, draft_for, history, one_of, place_for
from frankpledge.plans.written import NewActivity, NewPlan, NewPriority

WORDS = ("title", "resources", "engagement", "public_help", "note")
PRIORITY_FIELDS = (
    "title", "kind", "outcome", "why", "issue", "public_views", "otherwise_because", "follows", "rank_text",
)  # fmt: skip


@dataclass(frozen=True)
class NewEdition:
    """A plan to be started. `before` is the slug of the plan to begin from, or empty; `is_refresh` whether it refreshes it."""

    title: str
    period: Period
    before: str = ""
    is_refresh: bool = False


@transaction.atomic
def start_edition(partnership: str, said: NewEdition, *, by: Principal) -> str:
    """Start a draft, with everything of the plan before that goes on; what is done stays behind. Answers its slug.

    Raises `Refused` for a title taken already, for no last day, or for a refresh of nothing.
    """
    place, _ = place_for(partnership, by)
    slug = slugify(said.title)[:80]
    if not slug or slug in RESERVED:
        raise Refused(
            "Give the plan a title that can stand in an address, such as ‘Community Safety Plan 2031-34’."
        )
    if said.period.ends_on is None:
        raise Refused("Say on which day the plan ends.")
    before = queries.plan(partnership, said.before) if said.before else None
    if said.is_refresh and before is None:
        raise Refused("Say which plan it refreshes.")
    new = NewPlan(
        slug=slug, title=said.title.strip(), period=said.period, parent=before.slug if before and said.is_refresh else "",
        resources=before.resources if before else "", engagement=before.engagement if before else "",
        source=f"Drafted from {before.title}" if before else "Drafted here", note="",
        priorities=tuple(
            NewPriority(one.slug, one.title, one.kind, one.outcome, one.why, one.measures)
            for one in (before.priorities if before else ())
        ),
        strategies=before.strategies if before else (),
        activities=tuple(
            NewActivity(
                one.text, one.kind, one.state, one.place, one.partners, one.starts, one.ends, one.priority, one.source
            )
            for one in (before.activities if before else ())
            if one.state != "done"
        ),
    )  # fmt: skip
    services.draft_plan(place.slug, new, by=by)
    if before:
        _carry(Plan.objects.get(partnership_id=place.id, slug=slug), before.slug, by)
    return slug


def _carry(made: Plan, before: str, by: Principal) -> None:
    """What a plan started from another keeps of it besides its priorities: aims, help of the public, issues answered."""
    old = Plan.objects.get(partnership_id=made.partnership_id, slug=before)
    made.public_help = old.public_help
    made.save_version(read_version=made.row_version, fields=["public_help"])
    for aim in old.aims.all():
        copy = Aim.objects.create(
            plan=made, slug=aim.slug, order=aim.order, text=aim.text, recorded_by=by.name
        )
        for link in aim.measures.all():
            AimMeasure.objects.create(
                aim=copy, measure=link.measure, binding=link.binding, note=link.note, recorded_by=by.name
            )  # fmt: skip
    issues = dict(old.priorities.exclude(issue="").values_list("slug", "issue"))
    for row in made.priorities.filter(slug__in=issues):
        row.issue = issues[row.slug]
        row.save_version(read_version=row.row_version, fields=["issue"])


@transaction.atomic
def edit_words(
    partnership: str, plan: str, words: dict[str, str], *, period: Period, read_version: int, by: Principal
) -> None:
    """Change the words and days of a draft. Raises `Conflict` when somebody saved it since; `Refused` for no title."""
    row = draft_for(partnership, plan, by)
    if not words.get("title", "").strip():
        raise Refused("Give the plan a title.")
    if period.ends_on is None:
        raise Refused("Say on which day the plan ends.")
    for name in WORDS:
        if name in words:
            setattr(row, name, words[name].strip())
    row.starts_on, row.ends_on = period.starts_on, period.ends_on
    row.save_version(
        read_version=read_version, fields=[*(w for w in WORDS if w in words), "starts_on", "ends_on"]
    )
    history("plan-edited", row.subject(), by, plan=plan, fields=sorted(words))


@transaction.atomic
def add_priority(partnership: str, plan: str, words: dict[str, str], *, by: Principal) -> str:
    """Add a priority, or an issue to be monitored, at the end. Answers its slug. Raises `Refused` for one of that name."""
    row = draft_for(partnership, plan, by)
    _check_priority(words)
    slug = words.get("slug") or slugify(words["title"])[:80] or "priority"
    if row.priorities.filter(slug=slug).exists():
        raise Refused(message("The plan already has ‘{title}’.", title=words["title"]))
    last = row.priorities.aggregate(last=Max("order"))["last"] or 0
    made = Priority(plan=row, slug=slug, order=last + 1, recorded_by=by.name)
    for name in (*PRIORITY_FIELDS, "rank_binding", "rank_reason"):
        setattr(made, name, words.get(name, getattr(made, name)).strip())
    made.save()
    history("priority-added", row.subject(), by, plan=plan, priority=slug)
    return slug


def _check_priority(words: dict[str, str]) -> None:
    if not words.get("title", "").strip():
        raise Refused("Give the priority a name.")
    if words.get("kind", "priority") not in PRIORITY_KINDS:
        raise Refused("Say whether it is a priority or only monitored.")


def _priority(row: Plan, slug: str) -> Priority:
    return one_of(Priority, "The plan has no such priority.", plan=row, slug=slug)


@transaction.atomic
def edit_priority(
    partnership: str, plan: str, slug: str, words: dict[str, str], *, read_version: int, by: Principal
) -> None:
    """Change a priority of a draft. Raises `Conflict` when somebody saved it since it was read."""
    row = draft_for(partnership, plan, by)
    made = _priority(row, slug)
    _check_priority({"title": made.title, "kind": made.kind, **words})
    names = [name for name in PRIORITY_FIELDS if name in words]
    for name in names:
        setattr(made, name, words[name].strip())
    made.save_version(read_version=read_version, fields=names)
    history("priority-edited", row.subject(), by, plan=plan, priority=slug, fields=names)


@transaction.atomic
def move_priority(partnership: str, plan: str, slug: str, *, up: bool, by: Principal) -> None:
    """Put a priority one place up or down; at the end of the list nothing happens."""
    row = draft_for(partnership, plan, by)
    rows = list(row.priorities.order_by("order"))
    at = next((n for n, one in enumerate(rows) if one.slug == slug), None)
    if at is None:
        _priority(row, slug)
        return
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for number, one in enumerate(rows, start=1):
        if one.order != number:
            one.order = number
            one.save_version(read_version=one.row_version, fields=["order"])
    history("priority-moved", row.subject(), by, plan=plan, priority=slug, to=to + 1)


@transaction.atomic
def drop_priority(partnership: str, plan: str, slug: str, *, because: str, by: Principal) -> None:
    """Take a priority out of a draft, with the reason; what was done for it stays, across priorities. Earlier editions keep it."""
    row = draft_for(partnership, plan, by)
    made = _priority(row, slug)
    if not because.strip():
        raise Refused("Say why it is dropped, so that the next edition can be read against this one.")
    made.activities.update(priority=None)
    made.in_years.update(priority=None)
    made.regards.all().delete()
    made.measures.all().delete()
    made.delete()
    for number, one in enumerate(row.priorities.order_by("order"), start=1):
        if one.order != number:
            one.order = number
            one.save_version(read_version=one.row_version, fields=["order"])
    history("priority-dropped", row.subject(), by, plan=plan, priority=slug, because=because.strip())


# What counts it, what is done --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewLink:
    """How a source counts a priority: `relation` is exact, proxy or none, and then `extract` says what to ask for."""

    source: str
    relation: str
    measure: str = ""
    binding: str = ""
    extract: str = ""
    note: str = ""


@transaction.atomic
def add_measure(partnership: str, plan: str, slug: str, said: NewLink, *, by: Principal) -> None:
    """Tie a source to a priority. Raises `Refused` without a source, or when relation and measure do not fit."""
    row = draft_for(partnership, plan, by)
    made = _priority(row, slug)
    if not said.source.strip() or said.relation not in RELATIONS:
        raise Refused(
            "Name the source, and say whether it measures the priority, stands in for it, or does not."
        )
    if said.relation == "none" and (said.measure or said.binding):
        raise Refused(
            "It is said to measure nothing, and a measure is named: take it out, or say that it stands in."
        )
    if said.relation == "none" and not said.extract.strip():
        raise Refused("Say which extract to ask the source for.")
    if said.relation != "none" and not said.measure:
        raise Refused("Name the measure.")
    last = made.measures.aggregate(last=Max("order"))["last"] or 0
    PriorityMeasure.objects.create(
        priority=made, order=last + 1, measure=said.measure, source=said.source.strip(), relation=said.relation,
        binding=said.binding, extract=said.extract.strip(), note=said.note.strip(), recorded_by=by.name,
    )  # fmt: skip
    history(
        "priority-measure-added",
        row.subject(),
        by,
        plan=plan,
        priority=slug,
        measure=said.measure,
        source=said.source,
    )


@transaction.atomic
def drop_measure(partnership: str, plan: str, slug: str, number: int, *, by: Principal) -> None:
    """Take away how a source counts a priority; `number` counts the priority's sources from 1."""
    row = draft_for(partnership, plan, by)
    rows = list(_priority(row, slug).measures.all())
    if not 1 <= number <= len(rows):
        raise Refused("There is no such source any more.")
    gone = rows[number - 1]
    gone.delete()
    history(
        "priority-measure-dropped",
        row.subject(),
        by,
        plan=plan,
        priority=slug,
        measure=gone.measure,
        source=gone.source,
    )


@dataclass(frozen=True)
class NewStep:
    """Something done, under way or planned. `priority` is a slug of the plan or empty; `partners` names."""

    text: str
    kind: str
    state: str
    priority: str = ""
    place: str = ""
    partners: tuple[str, ...] = ()


@transaction.atomic
def add_step(partnership: str, plan: str, said: NewStep, *, by: Principal) -> UUID:
    """Add a step to a draft. Raises `Refused` without words or for a priority that the plan has not."""
    row = draft_for(partnership, plan, by)
    if not said.text.strip() or said.kind not in ACTIVITY_KINDS or said.state not in ACTIVITY_STATES:
        raise Refused(
            "Say what is done, what kind of work it is, and whether it is done, under way or planned."
        )
    last = row.activities.aggregate(last=Max("order"))["last"] or 0
    made = Activity.objects.create(
        plan=row, priority=_priority(row, said.priority) if said.priority else None, order=last + 1, text=said.text.strip(),
        kind=said.kind, state=said.state, place=said.place.strip(), partners=list(said.partners), source="Drafted here",
        recorded_by=by.name,
    )  # fmt: skip
    history("step-added", row.subject(), by, plan=plan, priority=said.priority, text=made.text[:200])
    return made.id


def _step(row: Plan, step: UUID) -> Activity:
    return one_of(Activity, "The plan has no such step.", plan=row, id=step)


@transaction.atomic
def tie_step(
    partnership: str, plan: str, step: UUID, *, priority: str, state: str, read_version: int, by: Principal
) -> None:
    """Say which priority a step serves (empty: none) and how it stands. Raises `Conflict` when somebody was faster."""
    row = draft_for(partnership, plan, by)
    made = _step(row, step)
    if state not in ACTIVITY_STATES:
        raise Refused("Say whether it is done, under way or planned.")
    made.priority = _priority(row, priority) if priority else None
    made.state = state
    made.save_version(read_version=read_version, fields=["priority_id", "state"])
    history("step-tied", row.subject(), by, plan=plan, priority=priority, step=str(step), state=state)


@transaction.atomic
def fund_step(
    partnership: str, plan: str, step: UUID, *, kind: str, amount: Decimal | None, given_by: str, note: str = "", by: Principal
) -> None:  # fmt: skip
    """Record who pays for a step or gives the time. May be done for any plan that is not withdrawn, since money follows plans."""
    _, subject = place_for(partnership, by)
    made = one_of(
        Activity, "There is no such step.", plan__partnership__slug=partnership, plan__slug=plan, id=step
    )
    if kind not in FUNDING:
        raise Refused("Say whether it is money, a grant, partners’ time, or nothing more.")
    if kind != "none" and not given_by.strip():
        raise Refused("Say who gives it.")
    if amount is not None and amount < 0:
        raise Refused("An amount of money is not below nought.")
    ActivityFunding.objects.create(
        activity=made, kind=kind, amount=amount, given_by=given_by.strip() or "Nobody", note=note.strip(), recorded_by=by.name
    )  # fmt: skip
    history("step-funded", subject, by, plan=plan, step=str(step), kind=kind, given_by=given_by)


@transaction.atomic
def measure_step(
    partnership: str, plan: str, step: UUID, *, measure: str, note: str = "", by: Principal
) -> None:
    """Name the measure by which one will know that a step worked. Safe to repeat."""
    _, subject = place_for(partnership, by)
    made = one_of(
        Activity, "There is no such step.", plan__partnership__slug=partnership, plan__slug=plan, id=step
    )
    if not measure.strip():
        raise Refused("Name the measure that should move because of it.")
    _, created = ActivityMeasure.objects.get_or_create(
        activity=made, measure=measure.strip(), defaults={"note": note.strip(), "recorded_by": by.name}
    )
    if created:
        history("step-measured", subject, by, plan=plan, step=str(step), measure=measure)


# Aims, strategies beside the plan, twelve months ---------------------------------------------------------------------


@transaction.atomic
def add_aim(partnership: str, plan: str, text: str, *, measure: str = "", by: Principal) -> str:
    """Add an aim of the plan as a whole, perhaps with its measure. Answers its slug."""
    row = draft_for(partnership, plan, by)
    if not text.strip():
        raise Refused("Say what the plan is to bring about.")
    last = row.aims.aggregate(last=Max("order"))["last"] or 0
    slug = f"aim-{last + 1}"
    made = Aim.objects.create(plan=row, slug=slug, order=last + 1, text=text.strip(), recorded_by=by.name)
    if measure:
        AimMeasure.objects.create(aim=made, measure=measure, recorded_by=by.name)
    history("aim-added", row.subject(), by, plan=plan, aim=slug)
    return slug


@transaction.atomic
def drop_aim(partnership: str, plan: str, slug: str, *, by: Principal) -> None:
    """Take an aim out of a draft."""
    row = draft_for(partnership, plan, by)
    made = one_of(Aim, "The plan has no such aim.", plan=row, slug=slug)
    text = made.text
    made.delete()
    history("aim-dropped", row.subject(), by, plan=plan, aim=slug, text=text)


@transaction.atomic
def name_strategy(
    partnership: str, plan: str, *, title: str, owner: str, area: str = "", law_strategy: str = "", note: str = "", by: Principal
) -> None:  # fmt: skip
    """Name a strategy beside the plan, so that the plan says where the law's strategies are."""
    row = draft_for(partnership, plan, by)
    if not title.strip() or not owner.strip():
        raise Refused("Name the strategy and the body that leads it.")
    last = row.strategies.aggregate(last=Max("order"))["last"] or 0
    Strategy.objects.create(
        plan=row, order=last + 1, title=title.strip(), owner=owner.strip(), area=area.strip(), law_strategy=law_strategy,
        note=note.strip(), source="Drafted here", recorded_by=by.name,
    )  # fmt: skip
    history("strategy-named", row.subject(), by, plan=plan, title=title)


@transaction.atomic
def put_first(
    partnership: str, plan: str, *, title: str, because: str, period: Period, priority: str = "", emerging: UUID | None = None,
    by: Principal,
) -> None:  # fmt: skip
    """Say what comes first in twelve months of a plan, which may have been adopted long ago; nothing of its text changes.

    Raises `Refused` without a reason, or for days outside the plan.
    """
    _, subject = place_for(partnership, by)
    row = one_of(Plan, "There is no such plan.", partnership__slug=partnership, slug=plan)
    if not title.strip() or not because.strip():
        raise Refused("Say what comes first, and why.")
    if period.ends_on is None or period.starts_on < row.starts_on or period.ends_on > row.ends_on:
        raise Refused(
            message("The twelve months lie outside the plan, which runs {plan}.", plan=Period(row.starts_on, row.ends_on))
        )  # fmt: skip
    order = YearPriority.objects.filter(plan=row, starts_on=period.starts_on).count() + 1
    YearPriority.objects.create(
        plan=row, order=order, title=title.strip(), because=because.strip(), starts_on=period.starts_on,
        ends_on=period.ends_on, priority=_priority(row, priority) if priority else None, emerging=emerging,
        recorded_by=by.name,
    )  # fmt: skip
    history("put-first", subject, by, plan=plan, title=title, period=period.code)


def twelve_months(on: date) -> Period:
    """The partnership year in which a day lies."""
    return Period.financial_year(on.year if on >= date(on.year, 4, 1) else on.year - 1)
