"""What stands on the pictures of a series: short names of periods, and marks of breaks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.analysis.series import Break, BreakKind, whole_months
from frankpledge.documents import api as drawing
from frankpledge.evidence.observed import Value
from frankpledge.kernel.dates import MONTHS, Period

MOST_BARS = 12
"""So many bars stay readable; of a longer series the last are drawn."""
ROOMY, CLOSE = 5, 8
"""Up to so many bars a label may be long, or of a middling length."""
MARK_WORDS = 3
QUARTER = 3


def month_label(period: Period) -> str:
    return f"{period.starts_on:%Y-%m}"


def bar_label(period: Period, bars: int) -> str:
    """A period short enough to stand under its bar, beside so many others."""
    if whole_months(period) != QUARTER:
        return str(period)
    year, number = period.starts_on.year, (period.starts_on.month + 2) // 3
    if bars <= ROOMY:
        return f"{months_label(period)} {year}"
    return f"Q{number} {year}" if bars <= CLOSE else f"Q{number} ’{year % 100:02d}"


def months_label(period: Period) -> str:
    """January to March 2020 as Jan–Mar."""
    assert period.ends_on is not None  # noqa: S101 (a quarter has an end)
    return f"{MONTHS[period.starts_on.month - 1][:3]}–{MONTHS[period.ends_on.month - 1][:3]}"


def marks(
    values: Sequence[Value], labels: Sequence[str], breaks: Sequence[Break]
) -> tuple[drawing.Break, ...]:
    """Marks across a picture, each where its period begins. A gap needs none where nothing is drawn."""
    made = []
    for one in breaks:
        at = next((place for place, value in enumerate(values) if _begins_in(one, value.period)), None)
        if at is not None and (values[at].value is not None or one.kind is not BreakKind.GAP):
            words = one.what.split()
            label = " ".join(words[:MARK_WORDS]) + ("…" if len(words) > MARK_WORDS else "")
            note = f"{one.what}, {one.when}." if len(words) > MARK_WORDS else f"{one.when}."
            made.append(drawing.Break(labels[at], label, note))
    return tuple(made)


def _begins_in(one: Break, period: Period) -> bool:
    return period.starts_on <= one.when.starts_on <= (period.ends_on or period.starts_on)
