"""What the annual report and the committees' work show done, and what committees ask that must be answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.text import slugify

from frankpledge.duties.api import Evidence, Happened
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate
from frankpledge.scrutiny import committee_queries, queries
from frankpledge.scrutiny.models import ReportResponse

REPORT, MEETING = "scrutiny-report", "scrutiny-meeting"
ASKED, SUPPLIED = "scrutiny-information-requested", "scrutiny-information"
REQUIRED, ATTENDED = "scrutiny-attendance-required", "scrutiny-attendance"
RECEIVED, RESPONDED, REGARDED = "scrutiny-report-received", "scrutiny-response", "scrutiny-regarded"
KINDS = (REPORT, MEETING, ASKED, SUPPLIED, REQUIRED, ATTENDED, RECEIVED, RESPONDED, REGARDED)
CAME = frozenset({"attended", "sent-another"})
"""Outcomes of a notice by which somebody came and answered."""


def evidence(partnership: str, on: date) -> Evidence:
    """Reports that went to a committee, its reviews, what it asked and got, and answers to its recommendations."""
    return Evidence(
        (
            *_reports(partnership, on),
            *_reviews(partnership, on),
            *_information(partnership, on),
            *_attendance(partnership, on),
            *_answers(partnership, on),
        )
    )


def _reports(partnership: str, on: date) -> Iterator[Happened]:
    for one in queries.editions(partnership):
        if one.meeting is not None and one.meeting.latest <= on and one.state == "issued":
            yield Happened(REPORT, one.meeting, f"{one.title} to {one.committee}", href=f"report/{one.slug}")


def _reviews(partnership: str, on: date) -> Iterator[Happened]:
    """Meetings at which a committee reviewed; one that the register of meetings holds too is proved there."""
    there = {
        one.held.earliest for one in governance.meetings(partnership) if one.body_kind == "scrutiny-committee"
    }
    for row in committee_queries.sittings(partnership):
        if row.is_review and row.on <= on and row.on not in there:
            yield Happened(
                MEETING, PartialDate.of(row.on), f"{row.title}: {row.committee.name}", href="scrutiny/"
            )


def _information(partnership: str, on: date) -> Iterator[Happened]:
    for row in committee_queries.requests(partnership):
        if row.asked_on > on:
            continue
        label, ref = f"Request of the {row.committee.name} to {row.body}", f"request-{row.id}"
        yield Happened(
            ASKED, PartialDate.of(row.asked_on), label, ref, "scrutiny/", row.due_on, is_tracked=True
        )
        if row.supplied_on is not None and row.supplied_on <= on:
            yield Happened(
                SUPPLIED, PartialDate.of(row.supplied_on), f"{row.body} answered", ref, "scrutiny/"
            )


def _attendance(partnership: str, on: date) -> Iterator[Happened]:
    for row in committee_queries.notices(partnership):
        if row.given_on > on:
            continue
        label, ref = f"Notice of the {row.committee.name} to {row.body}", f"notice-{row.id}"
        yield Happened(
            REQUIRED, PartialDate.of(row.given_on), label, ref, "scrutiny/", row.meeting_on, is_tracked=True
        )
        if row.outcome in CAME and row.meeting_on <= on:
            yield Happened(ATTENDED, PartialDate.of(row.meeting_on), f"{row.body} came", ref, "scrutiny/")


def _answers(partnership: str, on: date) -> Iterator[Happened]:
    """One clock for each report and recipient; it is answered when each recommendation to that recipient is."""
    found: dict[tuple[str, str], list[ReportResponse]] = defaultdict(list)
    for one in committee_queries.responses(partnership, on):
        if one.row.point.report.dated <= on:
            found[str(one.row.point.report_id), one.row.recipient].append(one.row)
    for (report, recipient), rows in found.items():
        about, ref = rows[0].point.report, f"report-{report}-{slugify(recipient)}"
        label = f"{about.title}, to {recipient}"
        yield Happened(RECEIVED, PartialDate.of(about.dated), label, ref, "scrutiny/", is_tracked=True)
        days = [row.responded_on for row in rows]
        if all(day is not None and day <= on for day in days):
            last = max(day for day in days if day is not None)
            yield Happened(RESPONDED, PartialDate.of(last), f"{recipient} answered", ref, "scrutiny/")
        yield from (
            Happened(REGARDED, PartialDate.of(row.effect_on), f"{recipient}: {row.effect}", href="scrutiny/")
            for row in rows
            if row.effect and row.effect_on is not None and row.effect_on <= on
        )
