"""From files of past meetings and the replayed past to what their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.facts import MEETING_KINDS, OUTCOMES
from frankpledge.governance.interchange import kept, past
from frankpledge.governance.interchange.past import Looked
from frankpledge.governance.interchange.past_pages import KeptMeeting, KeptPage, LookedRow, LookPage
from frankpledge.governance.membership.facts import GroupFacts
from frankpledge.governance.membership.presenting import address, crumbs
from frankpledge.governance.rules.interchange.keeping import Judged, Kept, MinutesState, PastDecision
from frankpledge.governance.rules.interchange.past import PastRow, Refused
from frankpledge.governance.rules.terms.replay import Gap
from frankpledge.web.words import counted

MEETINGS = ("Meetings and decisions", "meetings")
PAST = ("Past meetings", "past")
STATES = {
    past.NEW: "New",
    past.THERE: "Already in the record",
    past.TWICE: "Said twice in this file",
    past.REFUSED: "Refused",
}
FILES = {"waiting": "Waiting to be confirmed", "taken-in": "Taken in", "undone": "Undone"}
READINGS = {
    "each-window": "at least so many in each interval",
    "number-a-year": "so many in a year, however spread",
    "longest-gap": "never longer than the interval between two",
}
STANDINGS = {
    "stands": "The terms allowed it",
    "irregular": "The terms did not allow it: ratify or retake it at a quorate meeting",
    "undetermined": "It cannot be told whether the terms allowed it",
    "cured": "Irregular, and since put right",
}


def look_page(partnership: PartnershipFacts, import_id: UUID) -> LookPage:
    """One file: every row with its state, and the one button there is to press."""
    found = past.look(partnership.slug, import_id)
    new, refused = found.number(past.NEW), found.number(past.REFUSED)
    lead = [f"{found.file}: {FILES[found.state].lower()}. Uploaded by {found.by}."]
    if found.state == "waiting":
        lead.append(
            f"{counted(new, 'meeting')} would be taken in; {found.number(past.THERE)} are in the record already; "
            f"{counted(refused, 'row')} refused."
        )
        if refused:
            lead.append(
                "Rows that are refused are left out. Mend them and upload the file again: what is in is not taken twice."
            )
    return LookPage(
        title="Look at a file of past meetings",
        crumbs=crumbs(partnership, MEETINGS, PAST),
        lead=tuple(lead),
        rows=tuple(_looked(one) for one in found.rows),
        take_href=address("take-in-past", partnership, import_id=import_id)
        if found.state == "waiting" and new
        else "",
        undo_href=address("undo-past", partnership, import_id=import_id) if found.state == "taken-in" else "",
        take_words=f"Take in {counted(new, 'meeting')}",
        kept_href=address("kept", partnership) + (f"?group={found.group}" if found.group else ""),
    )


def _looked(one: Looked) -> LookedRow:
    if isinstance(one.said, Refused):
        notes = tuple(f"{problem.column}: {problem.reason} {problem.remedy}" for problem in one.said.problems)
        return LookedRow(str(one.row), one.said.on or "Not readable", "", STATES[one.state], True, notes)
    notes = tuple(
        f"Another meeting of that day: {title}. Both are kept; nothing is merged." for title in one.same_day
    )
    return LookedRow(str(one.row), str(one.said.on), _what(one.said), STATES[one.state], False, notes)


def _what(row: PastRow) -> str:
    there = row.attendance
    came = "attendance not recorded"
    if isinstance(there, tuple):
        came = counted(len(there), "seat")
    elif there is not None:
        came = f"{there} came"
    parts = [row.title or MEETING_KINDS[row.kind], came, counted(len(row.resolutions), "decision")]
    if row.confirms:
        parts.append(f"confirms the minutes of {', '.join(map(str, row.confirms))}")
    return "; ".join(parts)


def kept_page(partnership: PartnershipFacts, group: str, on_groups: Iterable[GroupFacts]) -> KeptPage:
    """How the partnership, or one of its groups, has kept its terms."""
    found = kept.kept(partnership.slug, group=group)
    groups = tuple(
        (one.name, f"{address('kept', partnership)}?group={one.slug}")
        for one in on_groups
        if one.slug != group
    )
    name = next((one.name for one in on_groups if one.slug == group), group)
    return KeptPage(
        title=f"How {name} has kept its terms" if group else "How have we kept our terms",
        crumbs=crumbs(partnership, MEETINGS),
        lead=tuple(_lead(found)),
        groups=groups,
        meetings=tuple(_meeting(one) for one in reversed(found.meetings)),
        gaps=tuple(_gap(one) for one in found.gaps),
        cadence=tuple(
            (
                one.label, version, READINGS.get(one.reading, one.reading), str(one.held),
                {True: "Kept", False: "Not kept", None: "Cannot be told"}[one.ok],
            )
            for version, one in found.cadence
        ),
        minutes=tuple(_minutes(one) for one in reversed(found.minutes)),
        duplicates=tuple(
            f"{on}: {', '.join(one.title for one in several)}" for on, several in found.duplicates
        ),
        strays=tuple(
            f"{one.title}, {one.held}, confirmed the minutes of {day}: no one meeting of that day is in the record."
            for one, day in found.strays
        ),
        past_href=address("past", partnership),
    )  # fmt: skip


def _lead(found: Kept) -> Iterable[str]:
    yield f"{counted(len(found.meetings), 'meeting')} that took place {'is' if len(found.meetings) == 1 else 'are'} in the record."
    sure = [one.quorate for one in found.meetings]
    yield (
        f"{sure.count(True)} quorate by the terms of their day, {sure.count(False)} not, and for {sure.count(None)} it cannot "
        "be told. What was not recorded is not counted either way."
    )


def _meeting(one: Judged) -> KeptMeeting:
    return KeptMeeting(
        one.meeting.title, str(one.meeting.held), one.terms or "None recorded",
        {True: "Quorate", False: "Not quorate", None: "Cannot be told"}[one.quorate], one.quorate is True,
        one.quorate is not None, one.why, one.clause,
        tuple((decision.text, _standing(decision, one.quorate)) for decision in one.meeting.decisions),
    )  # fmt: skip


def _standing(one: PastDecision, quorate: bool | None) -> str:
    """How a decision stands: as worked out when it was made here, else by the quorum of its meeting alone."""
    outcome = OUTCOMES.get(one.outcome, one.outcome)
    if one.standing:
        return f"{outcome}. {STANDINGS.get(one.standing, one.standing)}."
    if quorate is None:
        ruled = " A named person has ruled on it." if one.is_ruled else ""
        return f"{outcome}. Whether there was a quorum cannot be told.{ruled}"
    said = (
        "There was a quorum" if quorate else "There was no quorum: ratify or retake it at a quorate meeting"
    )
    return f"{outcome}. {said}; how the vote went is not in the record."


def _gap(one: Gap) -> tuple[str, str, str]:
    days = f"{one.least} days" if one.least == one.most else f"{one.least} to {one.most} days"
    return str(one.starts), str(one.ends), days


def _minutes(one: MinutesState) -> tuple[str, str, str]:
    by = ", ".join(f"{meeting.title}, {meeting.held}" for meeting in one.by) or "Nobody yet"
    return f"{one.meeting.title}, {one.meeting.held}", by, one.problem.capitalize() or "In order"
