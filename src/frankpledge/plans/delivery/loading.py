"""Delivery from a file: initiatives, actions, named roles, partners' plans (`docs/reference/delivery-file.md`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path

from django.db import transaction

from frankpledge.governance import api as governance
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.delivery import queries, services
from frankpledge.plans.delivery.facts import FUNDING_KINDS, FUNDING_STATES, KINDS, ROLE_KINDS, STATES
from frankpledge.plans.delivery.written import (
    NewCommitment,
    NewInitiative,
    NewMilestone,
    NewMoney,
    NewPartnerPlan,
    NewPlanAction,
    NewRole,
)
from frankpledge.plans.queries import plans
from frankpledge.plans.rules.delivery.progress import comes_round


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Record everything that a file says of delivery. Raises `Unusable` for a mistake, and then writes nothing."""
    file = read_toml(path)
    initiatives = [(row, _initiative(row), row.tables("note")) for row in file.tables("initiative")]
    actions = [(row, _action(row), row.text("said", "")) for row in file.tables("action")]
    roles = [(row, _role(row)) for row in file.tables("role")]
    partner_plans = [(row, _partner_plan(row)) for row in file.tables("partner_plan")]
    notes = {said.slug: [_note(one) for one in rows] for _, said, rows in initiatives}
    file.once("slug", file.tables("initiative"))
    written = [(row, said) for row, said, _ in initiatives]
    _check_circles(written)
    names = _Names(partnership, {said.slug for _, said in written})
    for row, said in written:
        names.check(row, said.priority, parent=(said.parent,), waits_for=said.waits_for)
    for row, action, _ in actions:
        names.check(row, action.priority, initiative=(action.initiative,))
    file.check()
    for row, said in _parents_first(written):
        _recorded(row, partial(services.begin_initiative, partnership, replace(said, waits_for=()), by=by))
        for text, state, on in notes[said.slug]:
            services.write_note(partnership, said.slug, text, state, by=by, on=on)
    for row, said in written:
        for needed in said.waits_for:
            _recorded(row, partial(services.add_dependency, partnership, said.slug, needed, "", by=by))
    for row, action, words in actions:
        _recorded(row, partial(_set, partnership, action, words, by))
    for row, role in roles:
        _recorded(row, partial(services.name_role, partnership, role, by=by))
    for row, plan in partner_plans:
        _recorded(row, partial(services.record_partner_plan, partnership, plan, by=by))


Written = Sequence[tuple[TomlTable, NewInitiative]]


def _check_circles(written: Written) -> None:
    """Nothing is part of itself or waits for itself, over however many steps."""
    parents = {said.slug: [said.parent] for _, said in written if said.parent}
    waits = {said.slug: list(said.waits_for) for _, said in written}
    for key, links in (("parent", parents), ("waits_for", waits)):
        for row, said in written:
            for other in links.get(said.slug, ()):
                verdict = comes_round({**links, said.slug: []}, said.slug, other)
                if not verdict.holds:
                    row.wrong(key, f"leads in a circle: {verdict}", "Take one of these ties away.", "circle")


@dataclass(frozen=True)
class _Names:
    """What the entries of a file may name: initiatives of the record or of the file itself, priorities of the plans."""

    partnership: str
    in_file: Set[str]

    def check(self, row: TomlTable, priority: str, **initiatives: Iterable[str]) -> None:
        if priority and self._priorities and priority not in self._priorities:
            known = ", ".join(sorted(self._priorities))
            row.wrong(
                "priority", f"names ‘{priority}’, which no plan has.", f"Write one of: {known}.", "unknown"
            )
        for key, named in initiatives.items():
            for one in filter(None, named):
                if one not in self._initiatives:
                    remedy = "Add it to this file, or mend the name."
                    row.wrong(key, f"names ‘{one}’, and there is no such initiative.", remedy, "unknown")

    @cached_property
    def _priorities(self) -> Set[str]:
        return {one.slug for plan in plans(self.partnership) for one in plan.priorities}

    @cached_property
    def _initiatives(self) -> Set[str]:
        return self.in_file | queries.initiative_slugs(self.partnership)


def _parents_first(written: Written) -> Iterator[tuple[TomlTable, NewInitiative]]:
    """The entries in an order in which what one is part of comes before it. They lead in no circle."""
    waiting = {said.slug for _, said in written}
    left = list(written)
    while left:
        ready = [one for one in left if one[1].parent not in waiting]
        yield from ready
        waiting -= {said.slug for _, said in ready}
        left = [one for one in left if one[1].slug in waiting]


def _recorded(row: TomlTable, write: Callable[[], object]) -> None:
    """Write, and turn a refusal into a problem of the table it came from."""
    try:
        write()
    except Refused as refused:
        key = "slug" if "slug" in row.values else next(iter(row.values), "")
        raise row.refusal("refused", key, str(refused), "Mend this entry.") from refused


def _set(partnership: str, said: NewPlanAction, words: str, by: Principal) -> None:
    made = services.set_plan_action(partnership, said, by=by)
    if words:
        governance.update_action(partnership, made.id, governance.ActionSaid("open", words), by=by)


def _decimal(row: TomlTable, key: str, default: str = "") -> Decimal | None:
    if not row.has(key) and not default:
        return None
    return Decimal(str(row.number(key, float(default or 0), low=0)))


def _initiative(row: TomlTable) -> NewInitiative:
    return NewInitiative(
        slug=row.text("slug"), title=row.text("title"), kind=row.choice("kind", tuple(KINDS)),
        state=row.choice("state", tuple(STATES)), text=row.text("text", ""), place=row.text("place", ""),
        partners=row.texts("partners", ()), priority=row.text("priority", ""), parent=row.text("parent", ""),
        weight=_decimal(row, "weight", "1") or Decimal(0), owner_name=row.text("owner", ""),
        organisation=row.text("organisation", ""), starts=row.optional_partial("starts"), ends=row.optional_partial("ends"),
        evidence=row.text("evidence", ""), source=row.text("source", ""), is_synthetic=row.flag("is_synthetic", default=False),
        milestones=tuple(
            NewMilestone(one.text("title"), one.optional_partial("due"), one.optional_day("reached_on"))
            for one in row.tables("milestone")
        ),
        money=tuple(map(_money, row.tables("money"))), waits_for=row.texts("waits_for", ()),
    )  # fmt: skip


def _money(row: TomlTable) -> NewMoney:
    return NewMoney(
        row.choice("kind", tuple(FUNDING_KINDS)), row.text("funder"), row.choice("state", tuple(FUNDING_STATES)),
        row.text("scheme", ""), _decimal(row, "asked"), _decimal(row, "granted"), row.optional_partial("decided"),
        row.text("note", ""),
    )  # fmt: skip


def _note(row: TomlTable) -> tuple[str, str, date]:
    return row.text("text"), row.choice("state", tuple(STATES)), row.day("on")


def _action(row: TomlTable) -> NewPlanAction:
    starts, due = row.optional_day("starts"), row.optional_day("due")
    if starts and due and due < starts:
        row.wrong(
            "due", f"is {due}, before ‘starts’, {starts}.", "Mend one of the two days.", "due-before-start"
        )
    return NewPlanAction(
        text=row.text("text"), owner_name=row.text("owner", ""), priority=row.text("priority", ""),
        initiative=row.text("initiative", ""), starts=starts, due=due, weight=_decimal(row, "weight", "1") or Decimal(0),
        number=row.text("number", ""),
    )  # fmt: skip


def _role(row: TomlTable) -> NewRole:
    return NewRole(
        row.choice("kind", tuple(ROLE_KINDS)), row.text("about"), row.text("priority", ""), row.text("person", ""),
        row.text("post", ""), row.text("organisation", ""), row.optional_partial("starts"), row.optional_day("ended_on"),
        row.text("source", ""),
    )  # fmt: skip


def _partner_plan(row: TomlTable) -> NewPartnerPlan:
    period = row.period("starts_on", "ends_on", must_end=True)
    return NewPartnerPlan(
        row.text("organisation"), row.text("title"), period.starts_on, period.ends_on or period.starts_on, row.text("href", ""),
        row.text("source", ""),
        tuple(
            NewCommitment(one.text("text"), one.text("priority", ""), one.text("position", ""), _decimal(one, "days_a_year"), _decimal(one, "pounds_a_year"))
            for one in row.tables("commitment")
        ),
    )  # fmt: skip
