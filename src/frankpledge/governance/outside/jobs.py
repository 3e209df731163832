"""Closing what is put to the members in writing once its time is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from frankpledge.governance.outside import services
from frankpledge.jobs.api import Context


def close_in_writing(context: Context) -> Mapping[str, object]:
    """Close every vote outside a meeting whose time to answer is over. Safe to repeat."""
    return {"closed": services.close_due(context.partnership)}


def go_round(at: datetime) -> None:
    """What the worker looks after by itself."""
    services.close_due(at=at)
