"""Entry point for the room's long work."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from frankpledge.assessment import outlooks
from frankpledge.directory.api import principal_for
from frankpledge.jobs.api import Context
from frankpledge.kernel.people import PUBLIC
from frankpledge.web.words import counted


def make_forecasts(context: Context) -> Mapping[str, object]:
    """Work out the next twelve months of the measures of an edition's issues, as the person who asked for it."""
    by = principal_for(UUID(context.asked_by_id), on=context.as_of) if context.asked_by_id else PUBLIC
    edition = str(context.arguments["edition"])
    done = outlooks.forecast_issues(context.partnership, edition, by=by, progress=context.progress)
    said = f"{counted(len(done), 'forecast')} worked out." if done else "Every forecast was up to date."
    return {"lines": [said]}
