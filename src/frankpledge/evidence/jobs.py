"""Entry points for the room's long work."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from frankpledge.directory.api import principal_for
from frankpledge.evidence import services
from frankpledge.jobs.api import Context
from frankpledge.kernel.people import PUBLIC


def import_pending(context: Context) -> Mapping[str, object]:
    """Confirm a previewed import, as the person who asked for it."""
    by = principal_for(UUID(context.asked_by_id), on=context.as_of) if context.asked_by_id else PUBLIC
    summary = services.confirm(UUID(str(context.arguments["pending_id"])), by=by, progress=context.progress)
    return {
        "lines": [
            f"{file.name}: {file.outcome}, {file.rows:,} rows, {file.refused:,} refused"
            for file in summary.files
        ],
        "rows": summary.rows,
    }
