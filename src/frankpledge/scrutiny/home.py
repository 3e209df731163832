"""What this room adds to the home page: how the report and its scrutiny stand, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.kernel.people import Principal
from frankpledge.scrutiny import queries
from frankpledge.scrutiny.queries import EditionFacts
from frankpledge.web.home import Due
from frankpledge.web.pictures import BeadState, ChainLink
from frankpledge.web.routes import Place


def _address(name: str, place: Place, **parts: str) -> str:
    return reverse(name, kwargs={"partnership": place.slug, **parts})


def _latest(place: Place) -> EditionFacts | None:
    return next(iter(queries.editions(place.slug)), None)


def chain_of_report(_principal: Principal, place: Place, _on: date) -> ChainLink:
    """Whether the latest annual report is loaded, built, supported, issued."""
    latest = _latest(place)
    if latest is None:
        return ChainLink("report", "Report", BeadState.UNKNOWN, "", _address("report", place))
    href = _address("report-preview", place, slug=latest.slug)
    if not latest.is_built:
        return ChainLink("report", "Report", BeadState.WAITING, f"{latest.title}: not built yet.", href)
    if latest.unsupported:
        said = f"{latest.title}: {_claims(latest.unsupported)} the record does not support."
        return ChainLink(
            "report", "Report", BeadState.PERSON, said, _address("report-flags", place, slug=latest.slug)
        )
    return ChainLink(
        "report", "Report", BeadState.DONE, f"{latest.title}: {latest.state_in_words.lower()}.", href
    )


def chain_of_scrutiny(_principal: Principal, place: Place, _on: date) -> ChainLink:
    """Which committee the latest report goes to, and when it meets as far as that is known."""
    latest = _latest(place)
    if latest is None:
        return ChainLink("scrutiny", "Scrutiny", BeadState.UNKNOWN, "")
    when = f", {latest.meeting}" if latest.meeting else "; the day of its meeting is not recorded"
    said = f"To the {latest.committee}{when}."
    return ChainLink(
        "scrutiny", "Scrutiny", BeadState.WAITING, said, _address("report-preview", place, slug=latest.slug)
    )


def due(principal: Principal, place: Place, _on: date) -> Iterable[Due]:
    """For those who may build it: a report that was never built, or claims to settle."""
    latest = _latest(place)
    if latest is None or not can(principal, Permission.REPORT_BUILD, latest.subject):
        return
    if not latest.is_built:
        yield Due(f"Build the {latest.title}", "Open", _address("report-preview", place, slug=latest.slug))
    elif latest.unsupported:
        what = f"Settle {_claims(latest.unsupported)} the record does not support in the {latest.title}"
        yield Due(what, "Settle", _address("report-flags", place, slug=latest.slug))


def _claims(count: int) -> str:
    return "one claim that" if count == 1 else f"{count} claims that"
