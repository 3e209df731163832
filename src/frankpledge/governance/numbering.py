"""Numbers that are given once and kept: of decisions, escalations and pieces of advice, by year."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models

M = TypeVar("M", bound=models.Model)


def next_number(rows: models.QuerySet[M], *, partnership: UUID, year: int, letter: str = "") -> str:
    """The next free number of a year, such as 2026/14 or E2026/3. Call it inside the transaction that uses it.

    Two who ask at once wait for one another where a number was given before; the database refuses a second first one.
    """
    start = f"{letter}{year}/"
    held = rows.filter(partnership_id=partnership, number__startswith=start)
    given = held.select_for_update(of=("self",), no_key=True).values_list("number", flat=True)
    last = max((int(number.removeprefix(start)) for number in given), default=0)
    return f"{start}{last + 1}"
