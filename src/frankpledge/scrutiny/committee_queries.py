"""Reads of what committees asked, said and were answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frankpledge.figures import api as figures
from frankpledge.figures import bindings
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import api as plans
from frankpledge.scrutiny.models import (
    AttendanceNotice,
    Committee,
    InformationRequest,
    Observation,
    Promise,
    RemitConfirmation,
    ReportResponse,
    Sitting,
)
from frankpledge.scrutiny.rules.committee import (
    Clock,
    Kept,
    Promised,
    response_clock,
    review_clock,
    standing_of,
)

SCRUTINISES = ("scrutiny", "both")


@dataclass(frozen=True)
class CommitteeFacts:
    slug: str
    name: str
    function: str
    remit: str
    last_review: date | None
    clock: Clock | None
    """None for a committee that does not carry the scrutiny part."""


def committees(partnership: str, on: date) -> tuple[CommitteeFacts, ...]:
    """Every committee with its yearly clock. The clock is that of the function: any committee that carries it may review."""
    rows = Committee.objects.filter(partnership=partnership)
    reviews: dict[object, date] = {}
    for sitting in Sitting.objects.filter(
        committee__partnership=partnership, is_review=True, on__lte=on
    ).order_by("on"):
        reviews[sitting.committee_id] = sitting.on
    return tuple(
        CommitteeFacts(
            row.slug, row.name, row.function, row.remit, reviews.get(row.id),
            review_clock(reviews.get(row.id), on) if row.function in SCRUTINISES else None,
        )
        for row in rows
    )  # fmt: skip


def sittings(partnership: str) -> list[Sitting]:
    return list(Sitting.objects.filter(committee__partnership=partnership).select_related("committee"))


def remits(partnership: str) -> list[RemitConfirmation]:
    return list(
        RemitConfirmation.objects.filter(committee__partnership=partnership).select_related("committee")
    )


def requests(partnership: str) -> list[InformationRequest]:
    return list(
        InformationRequest.objects.filter(committee__partnership=partnership).select_related("committee")
    )


def notices(partnership: str) -> list[AttendanceNotice]:
    return list(
        AttendanceNotice.objects.filter(committee__partnership=partnership).select_related("committee")
    )


def observations(partnership: str) -> list[Observation]:
    return list(Observation.objects.filter(committee__partnership=partnership).select_related("committee"))


@dataclass(frozen=True)
class Answered:
    """A recommendation to one recipient, with its clock."""

    row: ReportResponse
    clock: Clock


def responses(partnership: str, on: date) -> tuple[Answered, ...]:
    """Every recommendation and recipient, the latest report first; two queries at most, however many there are."""
    rows = ReportResponse.objects.filter(point__report__committee__partnership=partnership).select_related(
        "point__report__committee"
    )
    ordered = rows.order_by("-point__report__dated", "point__order", "recipient")
    return tuple(
        Answered(row, response_clock(row.point.report.dated, row.responded_on, on)) for row in ordered
    )


@dataclass(frozen=True)
class PromiseFacts:
    row: Promise
    kept: Kept
    figure: str
    """What the figure reads today; empty where there is none."""


def promises(partnership: str, on: date) -> tuple[PromiseFacts, ...]:
    """Every promise beside what the record shows today, with suggested lines of enquiry."""
    return tuple(_promise(partnership, row, on) for row in Promise.objects.filter(partnership=partnership))


def _promise(partnership: str, row: Promise, on: date) -> PromiseFacts:
    change, shown, unknown = _figure(partnership, row.binding)
    asked = Promised(
        row.text, row.due_on, row.done_on, row.evidence, row.direction, change, bool(row.binding), unknown
    )
    return PromiseFacts(row, standing_of(asked, on), shown)


def _figure(partnership: str, binding: str) -> tuple[Fraction | None, str, str]:
    """What a bound figure is today: its value, how it reads, and why it is not known."""
    if not binding:
        return None, "", ""
    try:
        found = figures.compute(bindings.parse(binding, partnership))
    except (Unusable, NotFound) as error:
        return None, "", str(error)
    if found.value is None:
        return None, "", found.unknown_because or "the record does not say why."
    return Fraction(found.value), found.text, ""


def priorities_in_force(partnership: str, on: date) -> tuple[tuple[str, str], ...]:
    """The priorities of the plan in force on a day, for the page on money: short name and title."""
    plan = plans.plan_in_force(partnership, on=on)
    return tuple((one.slug, one.title) for one in plan.priorities if one.kind == "priority") if plan else ()
