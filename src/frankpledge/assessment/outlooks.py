"""Forecasts of the measures of issues: worked out by a job or by a command, kept, and told stale when the data moved on.

Nothing here is worked out while a page is being shown; a page reads what was kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from frankpledge import __version__
from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.series import Series
from frankpledge.assessment import door, queries
from frankpledge.assessment.models import MeasureForecast
from frankpledge.assessment.rules.outlook import Outlook, outlook, token
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now
from frankpledge.records.steady import once

KIND = "assessment-forecasts"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Kept:
    """A forecast that was kept: what it says, when and by which version it was made, and whether the data moved on since.

    `stale` says why it no longer answers what is asked; empty where it does.
    """

    outlook: Outlook
    made_at: datetime
    code_version: str
    inputs_sha256: str
    stale: str = ""


def forecast_issues(
    partnership: str, edition: str, *, by: Principal, progress: Progress | None = None
) -> tuple[str, ...]:
    """Work out the next twelve months of every measure of the issues, as known when the edition was last ranked.

    Safe to repeat: what is kept for the same counts and the same version is not worked out again. Answers the measures
    that were. Raises `NotFound` when the edition has not been ranked.
    """
    owner = Partnership.objects.filter(slug=partnership).first()
    ranking = queries.ranking(partnership, edition)
    if owner is None or ranking is None:
        raise NotFound("There is no ranked strategic assessment of this edition.")
    require(by, Permission.ASSESSMENT_WRITE, Subject("assessment", None, partnership))
    measures = measures_of(partnership)
    done = []
    for place, measure in enumerate(measures):
        if progress is not None:
            progress(place, len(measures), measure)
        series = door.evidence().series(partnership, measure, known_at=ranking.known_at)
        if _keep(owner, measure, series, by):
            done.append(measure)
    if done:
        record(
            "forecasts-made", subject=Subject("assessment", None, partnership), by=by,
            detail={"edition": edition, "measures": done},
        )  # fmt: skip
    return tuple(done)


def measures_of(partnership: str) -> tuple[str, ...]:
    """The measures that issues are told by, once each."""
    links = (issue.measured() for issue in queries.issues(partnership))
    return tuple(dict.fromkeys(link.measure for link in links if link is not None))


def _keep(owner: Partnership, measure: str, series: Series, by: Principal) -> bool:
    """Work out and keep one forecast; False when it was kept already."""
    asked = {
        "partnership": owner,
        "measure": measure,
        "inputs_sha256": token(series),
        "code_version": __version__,
    }
    if MeasureForecast.objects.filter(**asked).exists():
        return False
    MeasureForecast.objects.create(
        **asked, made_at=now(), result=outlook(series).as_json(), recorded_by=by.name
    )
    return True


def kept(partnership: str, measure: str, known_at: datetime | None) -> Kept | None:
    """The forecast of a measure for the counts as known at a moment, else the last that was kept, which says it is stale."""
    return once(("forecast", partnership, measure, known_at), lambda: _kept(partnership, measure, known_at))


def _kept(partnership: str, measure: str, known_at: datetime | None) -> Kept | None:
    wanted = token(door.evidence().series(partnership, measure, known_at=known_at))
    rows = MeasureForecast.objects.filter(partnership__slug=partnership, measure=measure)
    same = rows.filter(inputs_sha256=wanted)
    row = same.filter(code_version=__version__).first() or same.first() or rows.first()
    if row is None:
        return None
    return Kept(
        Outlook.from_json(row.result), row.made_at, row.code_version, row.inputs_sha256, _stale(row, wanted)
    )


def _stale(row: MeasureForecast, wanted: str) -> str:
    if row.inputs_sha256 != wanted:
        return "it was worked out from other counts than those that this page shows"
    if row.code_version != __version__:
        return f"it was worked out by version {row.code_version} of the program, and this is {__version__}"
    return ""
