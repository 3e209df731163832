"""What stands around the demonstration's plans: issue and copy, twelve months, strategies, policing body, risks, equality."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.plans import queries
from frankpledge.plans.editions import drafting, issuing
from frankpledge.plans.policing import services as policing
from frankpledge.plans.policing.services import NewGrantReturn, NewPolicingPlan, NewRegard
from frankpledge.plans.risks import services as risks
from frankpledge.plans.rules.risk import Risk
from frankpledge.plans.strategies import services as strategies
from frankpledge.plans.strategies.services import NewEvent, NewStrategy
from frankpledge.records.clock import today


def surround(slug: str, path: Path, *, by: Principal) -> None:
    """Record what the file tells of the plan that it names. Raises `Unusable` for a file that does not read."""
    file = read_toml(path)
    plan = file.text("plan")
    _risks(slug, plan, file, by)
    _equality(slug, plan, file, by)
    _policing(slug, plan, file, by)
    _strategies(slug, file, by)
    for one in file.tables("year_priority"):
        drafting.put_first(
            slug, plan, title=one.text("title"), because=one.text("because"), period=_period(one),
            priority=one.text("priority", ""), by=by,
        )  # fmt: skip
    issued = queries.plan(slug, plan)
    if issued is not None and issued.status == "adopted":
        issuing.issue(slug, plan, on=today(), because="", by=by)
        for one in file.tables("copy"):
            issuing.send_copy(
                slug,
                plan,
                body=one.text("body"),
                how=one.text("how"),
                sent_on=today(),
                is_policing_body=True,
                by=by,
            )
    file.check()


def _period(row: TomlTable) -> Period:
    return row.period("starts_on", "ends_on", must_end=True)


def _risks(slug: str, plan: str, file: TomlTable, by: Principal) -> None:
    for one in file.tables("risk"):
        risk = Risk(
            one.text("title"), one.whole("likelihood"), one.whole("impact"), one.whole("residual_likelihood"),
            one.whole("residual_impact"), one.text("treatment", ""),
        )  # fmt: skip
        risks.add_risk(slug, plan, risk, owner=one.text("owner", ""), on=today(), by=by)


def _equality(slug: str, plan: str, file: TomlTable, by: Principal) -> None:
    for one in file.tables("equality"):
        risks.record_equality(
            slug, plan, completed=one.partial("completed"), summary=one.text("summary"), findings={},
            source=one.text("source"), by=by,
        )  # fmt: skip


def _policing(slug: str, plan: str, file: TomlTable, by: Principal) -> None:
    for one in file.tables("policing_plan"):
        objectives = tuple((each.text("title"), each.text("text", "")) for each in one.tables("objective"))
        new = NewPolicingPlan(
            one.text("body"), one.text("title"), _period(one), one.optional_day("received_on"), one.text("source"), objectives
        )  # fmt: skip
        theirs = policing.record_policing_plan(slug, new, by=by)
        for each in one.tables("regard"):
            had = NewRegard(
                each.text("direction"), each.text("of"), each.text("to", ""), each.text("answer"), each.text("reason"),
                each.day("on"),
            )  # fmt: skip
            policing.had_regard(slug, plan, theirs, had, by=by)
    for one in file.tables("cooperation"):
        policing.log_cooperation(slug, on=one.day("on"), kind=one.text("kind"), text=one.text("text"), by=by)
    for one in file.tables("grant_return"):
        returned = NewGrantReturn(
            one.text("title"), _period(one), Decimal(one.text("granted")), Decimal(one.text("spent")),
            one.optional_day("due_on"), one.optional_day("returned_on"), one.text("summary"),
        )  # fmt: skip
        policing.record_grant_return(slug, returned, by=by)


def _strategies(slug: str, file: TomlTable, by: Principal) -> None:
    for one in file.tables("strategy"):
        new = NewStrategy(
            one.text("kind"), one.text("title"), one.text("owner"), one.flag("is_ours", True), one.text("area", ""),
            one.texts("shared_with", ()), tier=one.text("tier", ""), source=one.text("source"), note=one.text("note", ""),
        )  # fmt: skip
        made = strategies.keep_strategy(slug, new, by=by)
        for each in one.tables("event"):
            event = NewEvent(each.text("kind"), each.day("on"), each.text("body", ""), each.text("said", ""))
            strategies.record_event(slug, made, event, today=today(), by=by)
        for each in one.tables("consultee"):
            strategies.consult(
                slug,
                made,
                head=each.text("head"),
                body=each.text("body"),
                asked_on=each.day("asked_on"),
                by=by,
            )
