"""How long counting went on: days in two periods, less the days on which nothing could be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from frankpledge.kernel.dates import Period


def days_exposure(old: Period, new: Period, *, interruptions: Sequence[Period] = ()) -> tuple[int, int]:
    """Days of each period on which events could be counted, as the exposure of a `change`.

    Interruptions (an outage, a system change) may overlap each other and the edges; one that is still running
    reaches to the end of either period. Raises ValueError for a period that is still running or has no day left.
    """
    return _counted_days(old, interruptions), _counted_days(new, interruptions)


def _counted_days(period: Period, interruptions: Sequence[Period]) -> int:
    left, last = period.days, period.ends_on
    counted_to = period.starts_on - timedelta(days=1)
    for gap in sorted(interruptions, key=lambda gap: gap.starts_on):
        if last is None or not gap.overlaps(period):
            continue
        start = max(gap.starts_on, counted_to + timedelta(days=1))
        end = last if gap.ends_on is None else min(gap.ends_on, last)
        left -= max(0, (end - start).days + 1)
        counted_to = max(counted_to, end)
    if left <= 0:
        raise ValueError(f"nothing was recorded on any day of {period}")
    return left
