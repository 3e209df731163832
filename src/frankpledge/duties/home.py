"""What this room adds to the home page: what is late or due soon, and the year's dated duties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from frankpledge.directory import api as directory
from frankpledge.duties import queries
from frankpledge.duties.rules.obligations import Obligation, State
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.law.clocks import year_of
from frankpledge.web.home import Due
from frankpledge.web.pictures import BeadState, Duty
from frankpledge.web.routes import Place

PRESSING = {State.LATE, State.DUE_SOON, State.CANNOT_TELL}
SHOWN_ELSEWHERE = {"D04", "D08", "D11", "D21"}
"""Rooms that hold the record of these put them on the ring themselves."""
BEADS = {
    State.MET: BeadState.DONE, State.MET_LATE: BeadState.DONE, State.LATE: BeadState.PERSON, State.MISSED: BeadState.PERSON,
    State.DUE_SOON: BeadState.NOW, State.NOT_DUE: BeadState.WAITING, State.EXCUSED: BeadState.WAITING,
    State.CANNOT_TELL: BeadState.PERSON,
}  # fmt: skip
LOOK_BACK, LOOK_AHEAD = timedelta(366), timedelta(56)


def address(name: str, partnership: str, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership, **parts})


def due(_principal: Principal, place: Place, on: date) -> Iterator[Due]:
    """The partnership's own duties that are late or due soon; what nobody has looked at is one line."""
    partnership = directory.partnership(place.slug)
    found = queries.obligations_of(partnership, Period(on - LOOK_BACK, on + LOOK_AHEAD), on=on)
    own = [one for one in found if one.is_own and not one.duty.is_custom]
    for one in own:
        if one.state in PRESSING:
            yield Due(
                one.duty.title,
                "See the duty",
                address("duty", place.slug, code=one.code),
                one.due_on,
                because=one.version,
            )
    past = [one for one in own if one.state is State.NOT_ASSESSED and one.due_on and one.due_on < on]
    if past:
        many = (
            f"{len(past)} {'duty' if len(past) == 1 else 'duties'} of the past year that nobody has looked at"
        )
        yield Due(
            f"Say how the partnership stands with {many}", "See the duties", address("duties", place.slug),
            because="Not yet assessed is not missed, and not met either.",
        )  # fmt: skip


def duties(_principal: Principal, place: Place, on: date) -> Iterator[Duty]:
    """The dated duties of law and guidance of this partnership year."""
    partnership = directory.partnership(place.slug)
    for one in queries.obligations_of(partnership, year_of(on), on=on):
        if one.is_own and not one.duty.is_custom and one.due_on and one.code not in SHOWN_ELSEWHERE:
            yield bead(one, place.slug)


def bead(one: Obligation, partnership: str) -> Duty:
    """An obligation as the year ring draws it."""
    return Duty(
        one.duty.title, one.due_on or one.sort_day, one.duty.who[:1].upper() + one.duty.who[1:],
        BEADS.get(one.state, BeadState.UNKNOWN), address("duty", partnership, code=one.code), one.version,
    )  # fmt: skip
