"""Puts the performance report together from the record, renders it, and puts it into a meeting's pack."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.documents import api as drawing
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Document, Identity
from frankpledge.figures import api as figures
from frankpledge.figures.annex import annex
from frankpledge.figures.providers import Request, RowPage
from frankpledge.governance.agenda import papers
from frankpledge.governance.agenda import queries as agenda
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.offers import Offer
from frankpledge.governance.agenda.papers import NewFile
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.plans.dashboards.presenting import pressing
from frankpledge.plans.dashboards.report import (
    FigureOf,
    PriorityGiven,
    ReportGiven,
    build_report,
    quarter_name,
)
from frankpledge.plans.delivery import queries as delivery
from frankpledge.plans.measures import queries as measures
from frankpledge.plans.measures.facts import Standing
from frankpledge.plans.measures.presenting import edition
from frankpledge.records.clock import today
from frankpledge.records.steady import steady

PARTS = ("new", "old", "change")
"""The numbers in the sentence of a measure."""


def last_quarter(on: date) -> Period:
    """The last calendar quarter that has ended by a day."""
    before = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1) - timedelta(days=1)
    return Period.quarter(before.year, (before.month + 2) // 3)


def report(partnership: str, quarter: Period, *, on: date, base_url: str = "") -> Document:
    """The performance report of a quarter as the record stands on a day, with the annex of its figures."""
    with transaction.atomic(), steady():  # one commit for the figures that are remembered
        asked: dict[UUID, Request] = {}
        made = build_report(_given(partnership, quarter, on, base_url, asked))

        def rows(figure_id: UUID, *, offset: int, limit: int) -> RowPage:
            return figures.rows_of(asked[figure_id], offset=offset, limit=limit)

        closing = annex(made, rows=rows, number=str(len(made.sections) + 1))
    return replace(made, sections=(*made.sections, closing))


def _given(
    partnership: str, quarter: Period, on: date, base_url: str, asked: dict[UUID, Request]
) -> ReportGiven:
    place = directory.partnership(partnership)
    plan = edition(partnership, on)
    found = measures.standings(partnership, on=on)
    actions = delivery.actions(partnership, on=on)
    initiatives = delivery.initiatives(partnership, on=on, known=actions)
    names = [(one.slug, one.title, one.outcome) for one in plan.priorities] if plan else []
    known = {slug for slug, _, _ in names}
    groups = [(frozenset({slug}), title, outcome) for slug, title, outcome in names]
    rest = (
        {one.status.case.priority for one in found}
        | {one.priority for one in actions}
        | {one.priority for one in initiatives}
    )
    if rest - known:
        groups.append((frozenset(rest - known), "The plan as a whole", ""))
    priorities = tuple(
        PriorityGiven(
            title, outcome,
            tuple(sorted((one for one in found if one.status.case.priority in slugs), key=pressing)),
            tuple(one for one in actions if one.priority in slugs), tuple(one for one in initiatives if one.priority in slugs),
        )
        for slugs, title, outcome in groups
    )  # fmt: skip
    identity = Identity(
        place.council_name,
        place.colour,
        place.accent,
        place.logo_png,
        place.council_name,
        place.reference_docx,
    )
    return ReportGiven(place.name, plan.title if plan else "No plan is recorded", quarter, on, priorities, _figures(partnership, found, on, asked), identity, base_url)  # fmt: skip


def _figures(partnership: str, found: Iterable[Standing], on: date, asked: dict[UUID, Request]) -> FigureOf:
    """The figures of every measure, made at once; `asked` takes up what each answers, by its id."""
    wanted = {
        (one.measure.slug, part): request
        for one in found
        for part in PARTS
        if (request := _request(partnership, one, part, on)) is not None
    }
    made = figures.figures(wanted.values())
    asked.update((request.figure_id, request) for request in made)

    def find(one: Standing, part: str) -> Figure | None:
        request = wanted.get((one.measure.slug, part))
        return made[request] if request is not None else None

    return find


def _request(partnership: str, one: Standing, part: str, on: date) -> Request | None:
    """What is asked of a measure for a part of its sentence; None where it has none."""
    case, found = one.status.case, one.status
    total = found.new if part == "new" else found.old
    if part == "change":
        if found.apart is None:
            return None
        return Request.of(partnership, "plan-measure-change", None, measure=case.id, on=on.isoformat())
    if total is None:
        return None
    if case.feed and case.form == "count":
        return Request.of(partnership, "measure-sum", None, measure=case.feed, period=total.period.code)
    return Request.of(partnership, "plan-measure", None, measure=case.id, period=total.period.code)


# Into the pack ----------------------------------------------------------------------------------------------------


@transaction.atomic
def put_in_pack(
    partnership: str,
    meeting: str,
    item: UUID,
    quarter: Period,
    *,
    on: date,
    by: Principal,
    base_url: str = "",
) -> UUID:
    """Attach the report of a quarter, as PDF, to the paper of an item of a meeting ahead, as its performance data."""
    place = directory.partnership(partnership)
    subject = Subject("partnership", place.id, place.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    made = drawing.render(report(partnership, quarter, on=on, base_url=base_url), "pdf")
    name = f"performance-{quarter.code.lower()}.pdf"
    with tempfile.TemporaryDirectory(prefix="frankpledge-report-") as folder:
        path = Path(folder) / name
        path.write_bytes(made)
        title = f"Performance report, {quarter_name(quarter)}"
        attached = papers.attach(
            partnership, meeting, item, NewFile(path, name, title, "performance", place.short_name), by=by
        )
    detail = {"meeting": meeting, "item": str(item), "quarter": quarter.code}
    record("performance-report-in-pack", subject=subject, by=by, detail=detail)
    return attached


def offers(meeting: MeetingCard) -> Iterator[Offer]:
    """Every agenda of the partnership itself is offered the report of the last quarter before it, until it has one."""
    if meeting.group or not measures.has_any(meeting.partnership):
        return
    quarter = last_quarter(meeting.on or today())
    items = agenda.items_of(meeting.id)
    if any(
        file.kind == "performance"
        for paper in papers.papers_of([one.id for one in items]).values()
        for file in paper.attachments
    ):
        return
    yield Offer(
        "performance",
        f"Performance report, {quarter_name(quarter)}",
        "Put it into the pack from the page of the performance report",
    )


def items_ahead(partnership: str, on: date) -> tuple[tuple[str, str], ...]:
    """The items of meetings ahead to which the report may be attached, to choose from: (meeting/item, words)."""
    return tuple(
        (f"{card.slug}/{one.id}", f"{card.title}, {card.held}: {one.number}. {one.title}")
        for card in agenda.ahead(partnership, on)
        for one in agenda.items_of(card.id)
        if not one.item_kind.is_standing
    )
