"""A sheet that came back: what it would do, and then doing it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance import api as governance
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans import queries as plans
from frankpledge.plans.delivery import queries, services
from frankpledge.plans.delivery.workbook import as_workbook, read_sheet
from frankpledge.plans.delivery.written import NewPlanAction
from frankpledge.plans.rules.delivery.sheet import Change, Comparison, Sheet, belongs, compare

NOT_NEW = "Only those who write the plan may add actions by a sheet."


def _subject(partnership: str) -> Subject:
    place = directory.partnership(partnership)
    return Subject("partnership", place.id, place.slug)


def runs(partnership: str, by: Principal) -> bool:
    """Whether somebody may send and take back anybody's sheet."""
    return can(by, Permission.PLAN_WRITE, _subject(partnership))


def sheet_for(partnership: str, *, by: Principal, on: date, owner: str = "") -> bytes:
    """The sheet of one's own actions; whoever runs the plan may make it of one owner's, or of all."""
    require(by, Permission.ACTION_ANSWER, _subject(partnership))
    log = queries.all_now(partnership, on=on)
    if runs(partnership, by):
        rows = [
            one
            for one in log.values()
            if one.action.is_live and owner in {"", one.action.owner, one.action.organisation}
        ]
        return as_workbook(partnership, owner, rows, on, _titles(partnership, on))
    own = {one.action.number for one in queries.own(by, partnership, on=on)}
    return as_workbook(
        partnership,
        by.name,
        [one for number, one in log.items() if number in own],
        on,
        _titles(partnership, on),
    )


def what_it_would_do(
    partnership: str, path: Path, *, by: Principal, on: date, name: str = ""
) -> tuple[Sheet, Comparison]:
    """A sheet compared with the log; nothing is written. Raises `Unusable` for a sheet that is none, or not one's own."""
    sheet = read_sheet(path, name)
    may_all = runs(partnership, by)
    belongs(sheet, partnership, None if may_all else (by.name,))
    log = queries.all_now(partnership, on=on)
    if not may_all:
        own = {one.action.number for one in queries.own(by, partnership, on=on)}
        _refuse_others(sheet, own)
    return sheet, _with_priorities(compare(sheet, log, on), _titles(partnership, on), sheet.file)


def _titles(partnership: str, on: date) -> dict[str, str]:
    """The priorities and monitored issues of the plan in force, or of the latest, by their slugs."""
    plan = plans.plan_in_force(partnership, on=on) or next(iter(plans.plans(partnership)), None)
    return {one.slug: one.title for one in plan.priorities} if plan else {}


def _with_priorities(found: Comparison, titles: Mapping[str, str], file: str) -> Comparison:
    """New actions with the priority that they name by its title; a problem for one that the plan does not have.

    Where there is no plan, what is named stays as it is.
    """
    if not titles:
        return found
    known = {words.casefold(): slug for slug, title in titles.items() for words in (slug, title)}
    fresh, problems = [], []
    for one in found.fresh:
        said = " ".join(one.priority.split()).casefold()
        if said and said not in known:
            problems.append(
                Problem(
                    "no-such-priority",
                    f"The plan has no priority ‘{one.priority}’.",
                    f"Write one of: {', '.join(titles.values())}; or leave it empty.",
                    file,
                    one.row,
                    "Priority",
                    one.priority,
                )
            )
        fresh.append(replace(one, priority=known.get(said, "")))
    return replace(found, fresh=tuple(fresh), problems=(*found.problems, *problems))


def _refuse_others(sheet: Sheet, own: Iterable[str]) -> None:
    """A person answers for their own actions only."""
    mine = set(own)
    others = [
        Problem(
            "not-yours",
            f"{row.number} is not one of your actions.",
            "Take the row out.",
            sheet.file,
            row.row,
            "Number",
            row.number,
        )
        for row in sheet.rows
        if row.number and row.number not in mine
    ]
    if others:
        raise Unusable(*others)


@transaction.atomic
def take_over(
    partnership: str, compared: Comparison, *, by: Principal, in_spite_of: Iterable[str] = ()
) -> int:
    """Do what a sheet says, all or nothing; answers how many actions it touched.

    `in_spite_of` are the numbers for which the person, having seen both texts, wants the sheet's. Raises `Refused` while
    a problem or another clash stands.
    """
    chosen = set(in_spite_of)
    standing = [one for one in compared.clashes if one.number not in chosen]
    if compared.problems or standing:
        raise Refused(
            message("Nothing was taken over: mend what is wrong, and choose where two texts stand.")
        )
    if compared.fresh and not runs(partnership, by):
        raise NotPermitted(NOT_NEW)
    changes = [*compared.changes, *(one.change for one in compared.clashes)]
    for change in changes:
        _apply(partnership, change, by)
    for one in compared.fresh:
        said = NewPlanAction(one.text, one.owner, priority=one.priority, starts=one.starts, due=one.due)
        services.set_plan_action(partnership, said, by=by)
    detail = {"changed": len(changes), "new": len(compared.fresh)}
    record("actions-sheet-taken-over", subject=_subject(partnership), by=by, detail=detail)
    return len(changes) + len(compared.fresh)


def _apply(partnership: str, change: Change, by: Principal) -> None:
    if change.action is None:
        raise Refused(message("There is no action {number}.", number=change.number))
    names = {name for name, _, _ in change.fields}
    if names - {"Starts"}:
        governance.update_action(partnership, change.action, change.said, by=by, read_version=change.version)
    if "Starts" in names and runs(partnership, by):
        services.set_start(partnership, change.action, change.starts, by=by)
