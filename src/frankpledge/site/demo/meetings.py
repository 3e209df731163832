"""Puts the demonstration's people in their seats and holds its invented meetings, each step at its own moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from frankpledge.directory import api as directory
from frankpledge.directory.models import RoleAssignment
from frankpledge.governance.agenda import calling, issuing, items, papers, replying
from frankpledge.governance.agenda.replying import NewReply
from frankpledge.governance.agenda.written import NewCall, NewItem
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership import queries as membership
from frankpledge.governance.membership import services as members
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.minutes import certifying
from frankpledge.governance.models import AgendaItem, Decision, Meeting
from frankpledge.governance.rules.agenda.papers import PartText
from frankpledge.governance.running import services as running
from frankpledge.governance.running.services import Attending, Put
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.records.clock import fixed_at

LONDON = ZoneInfo("Europe/London")
SEATED = {"member", "invited-member"}
RISK, NONE = "risk", "-none"


def seat_people(slug: str, on: date, *, by: Principal) -> None:
    """Everybody who has a member's role for a body takes the seat that the terms of the day give to that body."""
    terms = constitution_on(slug, on)
    if terms is None:
        return
    seats = {body: seat.slug for seat in terms.constitution.seats for body in seat.organisations}
    roles = RoleAssignment.objects.filter(partnership__slug=slug, role__in=SEATED).in_force(on)
    for one in roles.select_related("user", "organisation").order_by("user__name"):
        seat = seats.get(one.organisation.slug) if one.organisation else None
        if one.organisation and seat:
            members.appoint(
                slug,
                NewTenure(
                    one.user.name, "holder", Period(one.starts_on, one.ends_on), seat=seat, user=one.user_id,
                    organisation=one.organisation.slug, post=one.post, is_senior=True,
                    seniority="As the post says (invented)", appointed_by="Their organisation (invented)",
                ),
                terms=terms.constitution,
                by=by,
            )  # fmt: skip


def hold(slug: str, path: Path, *, by: Principal) -> None:
    """Call, prepare, issue and hold a meeting as its file says. A file without events is a meeting still to come."""
    said = read_toml(path)
    about = said.table("meeting")
    starts, ends = _moment(about, "from"), _moment(about, "until")
    with _on(about.day("called_on")):
        meeting = calling.call_meeting(
            slug,
            NewCall(
                about.text("title"), about.text("kind"), starts, ends, place=about.text("place"),
                is_open_to_public=about.flag("is_open_to_public", default=False),
            ),
            by=by,
        )  # fmt: skip
    with _on(about.day("issued_on")):
        _prepare(slug, meeting, said, by)
    happened = said.tables("event")
    if happened:
        held = Meeting.objects.get(partnership__slug=slug, slug=meeting)
        _Sitting(slug, held, by).goes(happened)
        for decision in Decision.objects.filter(meeting=held, standing="stands"):
            certifying.certify(slug, decision.id, by=by)


def _prepare(slug: str, meeting: str, said: TomlTable, by: Principal) -> None:
    items.begin_agenda(slug, meeting, by=by)
    for entry in said.tables("item"):
        made = items.add_item(slug, meeting, _item(entry), by=by)
        if entry.has("paper"):
            for part in _parts(entry.table("paper")):
                papers.write_part(slug, meeting, made, part, read_version=0, by=by)
    issuing.issue_agenda(slug, meeting, issuing.Sending("All members (synthetic)", because=LATE), by=by)
    held = Meeting.objects.get(partnership__slug=slug, slug=meeting)
    sitting = {one.seat: one.person for one in membership.in_post(slug, held.held_earliest)}
    for entry in said.tables("reply"):
        seat = entry.text("seat")
        reply = NewReply(seat=seat, person=sitting[seat], answer=entry.text("answer"))
        replying.reply(slug, meeting, reply, by=by)


LATE = "As the file of the demonstration says"


def _item(entry: TomlTable) -> NewItem:
    return NewItem(
        title=entry.text("title"),
        kind=entry.text("kind"),
        function=entry.text("function", ""),
        capacity=entry.text("capacity", ""),
        effect=entry.text("effect", "note"),
        about=entry.text("about", ""),
        presenter=entry.text("presenter", ""),
        recommendation=entry.text("recommendation", ""),
        because=entry.text("because", ""),
    )


def _parts(paper: TomlTable) -> Iterator[PartText]:
    for key in paper.values:
        if key.startswith(f"{RISK}-"):
            continue
        is_none = key.endswith(NONE)
        yield PartText(
            slug=key.removesuffix(NONE),
            text="" if is_none else paper.text(key),
            none_because=paper.text(key) if is_none else "",
            current_risk=paper.text("risk-current", "") if key == RISK else "",
            residual_risk=paper.text("risk-residual", "") if key == RISK else "",
        )


def _moment(entry: TomlTable, key: str) -> datetime:
    """A time of the file, which is local."""
    value = entry.values[key]
    if not isinstance(value, datetime):
        raise entry.refusal("not-a-time", key, f"‘{value}’ is no moment.", "Write 2020-12-09T10:00:00.")
    return value.replace(tzinfo=LONDON).astimezone(UTC)


@contextmanager
def _on(day: date) -> Iterator[None]:
    with fixed_at(datetime.combine(day, time(9), tzinfo=UTC)):
        yield


@dataclass
class _Sitting:
    """A meeting as it goes on; each verb of the file is one of its methods."""

    slug: str
    meeting: Meeting
    by: Principal

    def goes(self, events: tuple[TomlTable, ...]) -> None:
        for entry in events:
            with fixed_at(_moment(entry, "at")):
                self._verbs()[entry.text("do")](entry)

    def _verbs(self) -> Mapping[str, Callable[[TomlTable], object]]:
        here: dict[str, Any] = {"meeting": self.meeting.id, "by": self.by}
        return {
            "open": self._opens,
            "start": lambda said: running.start_item(item=self._item(said.text("item")), **here),
            "observe": lambda said: running.observe(
                text=said.text("text"), seat=said.text("seat", ""), person=self._person(said.text("seat", "")),
                answer=said.text("answer", ""), **here,
            ),
            "action": self._asks,
            "agree": lambda _: running.agree(**here),
            "vote": self._votes,
            "leave": lambda said: running.leave(seat=said.text("seat"), because=said.text("because", ""), **here),
            "close": lambda _: running.close_meeting(**here),
        }  # fmt: skip

    def _item(self, named: str) -> UUID:
        """An item by its kind or by the words that its title begins with."""
        rows = AgendaItem.objects.filter(meeting=self.meeting)
        return next(row.id for row in rows if row.kind == named or row.title.startswith(named))

    def _sitting(self) -> Mapping[str, str]:
        return {
            one.seat: one.person
            for one in membership.in_post(self.slug, self.meeting.held_earliest)
            if one.standing == "holder"
        }

    def _person(self, seat: str) -> str:
        return self._sitting().get(seat, "")

    def _opens(self, said: TomlTable) -> None:
        there = tuple(Attending(self._person(seat), seat) for seat in said.texts("present"))
        running.open_meeting(meeting=self.meeting.id, by=self.by, attending=there)

    def _asks(self, said: TomlTable) -> None:
        body = directory.organisation(said.text("organisation")) if said.has("organisation") else None
        running.set_action(
            meeting=self.meeting.id, by=self.by, text=said.text("text"), owner_name=said.text("owner", ""),
            organisation=body.id if body else None, due_on=said.day("due_on"),
        )  # fmt: skip

    def _votes(self, said: TomlTable) -> None:
        motion = running.put_motion(meeting=self.meeting.id, by=self.by, put=Put()).id
        running.open_vote(motion=motion, by=self.by, method=said.text("method"))
        ballots = said.table("ballots")
        for seat in ballots.values:
            running.cast_ballot(motion=motion, choice=ballots.text(seat), by=self.by, seat=seat)
        running.close_vote(motion=motion, by=self.by)
        if said.has("casting"):
            running.give_casting_vote(motion=motion, by=self.by, choice=said.text("casting"))
