"""Delivery from a file: initiatives, actions, named roles, partners' plans (`docs/reference/delivery-file.md`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from django.db import transaction

from frankpledge.governance import api as governance
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.kernel.verdicts import Refused
from frankpledge.plans.delivery import services
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


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Record everything that a file says of delivery. Raises `Unusable` for a mistake, and then writes nothing."""
    file = read_toml(path)
    initiatives = [(row, _initiative(row), row.tables("note")) for row in file.tables("initiative")]
    actions = [(row, _action(row), row.text("said", "")) for row in file.tables("action")]
    roles = [(row, _role(row)) for row in file.tables("role")]
    plans = [(row, _partner_plan(row)) for row in file.tables("partner_plan")]
    notes = {said.slug: [_note(one) for one in rows] for _, said, rows in initiatives}
    file.once("slug", file.tables("initiative"))
    file.check()
    for row, said, _ in initiatives:
        _recorded(row, partial(services.begin_initiative, partnership, said, by=by))
        for text, state, on in notes[said.slug]:
            services.write_note(partnership, said.slug, text, state, by=by, on=on)
    for row, action, words in actions:
        _recorded(row, partial(_set, partnership, action, words, by))
    for row, role in roles:
        _recorded(row, partial(services.name_role, partnership, role, by=by))
    for row, plan in plans:
        _recorded(row, partial(services.record_partner_plan, partnership, plan, by=by))


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
