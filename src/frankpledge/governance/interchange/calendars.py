"""Calendar feeds as RFC 5545 has them, with the rules of the time zone in the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from frankpledge.governance.rules.interchange.entries import Entry
from frankpledge.kernel.dates import LONDON

if TYPE_CHECKING:
    import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)


def calendar_of(name: str, entries: Iterable[Entry], *, at: datetime) -> bytes:
    """The calendar as bytes; `at` is the moment at which it was made. Moments are given in London time with its rules.

    A cancelled entry stays with its id, CANCELLED, and a higher SEQUENCE, so that calendars take it out by themselves.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//Frankpledge//Meetings//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in entries:
        made.add_component(_event(one, at))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(one: Entry, at: datetime) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", at)
    event.add("sequence", one.sequence)
    event.add("summary", f"Cancelled: {one.title}" if one.is_cancelled else one.title)
    event.add("dtstart", _local(one.starts))
    if one.ends is not None:
        event.add("dtend", _local(one.ends))
    if one.place:
        event.add("location", one.place)
    event.add("description", one.words)
    if one.href:
        event.add("url", one.href)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if one.is_free or one.is_cancelled else "OPAQUE")
    return event


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(LONDON) if isinstance(value, datetime) else value
