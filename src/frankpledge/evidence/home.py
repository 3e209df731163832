"""What this room adds to the home page: how data and evidence stand, what changed, what needs doing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from frankpledge.analysis.series import State
from frankpledge.evidence import queries
from frankpledge.kernel.dates import Period, local_date
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.people import Principal
from frankpledge.web.home import Change, Due
from frankpledge.web.pictures import BeadState, ChainLink
from frankpledge.web.routes import Place

RECENT = 3


def _address(name: str, place: Place, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": place.slug, **parts})


def _counted(number: int, word: str) -> str:
    return f"{grouped(number)} {word}{'' if number == 1 else 's'}"


def chain_of_data(_principal: Principal, place: Place, _on: date) -> ChainLink:
    """How many datasets are in, and when the last import was."""
    known = queries.datasets(place.slug)
    if not known:
        return ChainLink(
            "data",
            "Data",
            BeadState.WAITING,
            "Nothing has been imported yet.",
            _address("data-import", place),
        )
    last = queries.latest_known_at(place.slug)
    when = f"; the last import was on {local_date(last):%-d %B %Y}" if last else ""
    return ChainLink(
        "data", "Data", BeadState.DONE, f"{_counted(len(known), 'dataset')}{when}.", _address("data", place)
    )


def chain_of_evidence(_principal: Principal, place: Place, _on: date) -> ChainLink:
    """How many measures there are, and how many months are missing from them."""
    measures = queries.measures(place.slug)
    if not measures:
        return ChainLink(
            "evidence", "Evidence", BeadState.WAITING, "No measure yet.", _address("data", place)
        )
    missing = [row for row in queries.coverage(place.slug) if row.state in {State.ABSENT, State.SUSPECT}]
    if missing:
        said = f"{_counted(len(measures), 'measure')}; {_counted(len(missing), 'month')} absent or suspect."
        return ChainLink("evidence", "Evidence", BeadState.PERSON, said, _address("data-coverage", place))
    said = f"{_counted(len(measures), 'measure')}, with no gap."
    return ChainLink("evidence", "Evidence", BeadState.DONE, said, _address("data-coverage", place))


def changes(_principal: Principal, place: Place, _on: date) -> Iterable[Change]:
    """The last files taken in, a sentence each."""
    for file in queries.latest_files(place.slug, RECENT):
        if file.confirmed_at:
            sentence = f"{file.name}: {_counted(file.rows_accepted, 'row')} imported."
            yield Change(
                sentence, local_date(file.confirmed_at), _address("data-file", place, file_id=file.id)
            )


def due(_principal: Principal, place: Place, _on: date) -> Iterable[Due]:
    """Gaps to ask the supplier about, and previews that wait for a decision."""
    for row in queries.coverage(place.slug):
        if row.state == State.ABSENT:
            month = Period.parse(row.period)
            what = f"Ask for the missing month {month}: {row.source}, {row.area}"
            yield Due(
                what,
                "See the gap",
                _address("data-coverage", place),
                because="A year with a gap has no total.",
            )
    for held in queries.pending_imports(place.slug):
        what = f"Confirm or discard an import of {_counted(len(held.files), 'file')}"
        yield Due(what, "Check it", _address("data-preview", place, pending_id=held.id))
