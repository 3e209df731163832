"""Which rule holds for a measure, and what the public has been shown already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from django.conf import settings

from frankpledge.analysis.disclosure.protect import Zeros
from frankpledge.disclosure.facts import ReleasedTable, ReleaseFacts, RuleFacts, table_from
from frankpledge.disclosure.models import Release, SmallCountRule
from frankpledge.disclosure.rules.differencing import Count, Extent, Rest, told_together
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import NotFound

DEFAULT = (
    "This is the default of the program, after the Government Statistical Service’s guidance on tables of counts; the "
    "partnership has agreed no rule of its own yet."
)


def rule_for(partnership: str, measure: str) -> RuleFacts:
    """The rule of a measure, else the partnership's for every measure, else the default."""
    held = {one.measure: one for one in rules(partnership)}
    return held.get(measure) or held.get("") or default_rule()


def default_rule() -> RuleFacts:
    """What holds while nothing was agreed: the installation's setting for small counts."""
    return RuleFacts("", settings.SMALL_COUNTS, None, Zeros.SHOW, DEFAULT)


def rules(partnership: str) -> tuple[RuleFacts, ...]:
    """The rules in force that the partnership has agreed, that of all measures first."""
    rows = SmallCountRule.objects.filter(partnership=partnership, superseded_at__isnull=True)
    return tuple(
        RuleFacts(
            one.measure,
            one.threshold,
            one.protection,
            Zeros(one.zeros),
            one.because,
            one.agreed_by,
            one.agreed_on,
        )
        for one in rows
    )


def shown_before(partnership: str) -> dict[str, float]:
    """Every count that any release has shown, by name; the newest where they differ. What was shown stays known."""
    found: dict[str, float] = {}
    for row in Release.objects.filter(partnership=partnership).order_by("released_on", "recorded_at"):
        found.update(row.shown)
    return found


# The ledger -------------------------------------------------------------------------------------------------------


def releases(partnership: str) -> tuple[ReleaseFacts, ...]:
    """Every release, the newest first."""
    return tuple(_facts(row) for row in Release.objects.filter(partnership=partnership))


def release(partnership: str, key: UUID) -> ReleaseFacts:
    """One release. Raises `NotFound`."""
    row = Release.objects.filter(partnership=partnership, id=key).first()
    if row is None:
        raise NotFound("There is no such release.")
    return _facts(row)


def _facts(row: Release) -> ReleaseFacts:
    return ReleaseFacts(
        row.id, row.kind, row.title, row.released_on, row.recorded_by, row.input_sha256, len(row.shown),
        len(row.withheld), tuple(table_from(one) for one in row.tables), row.rules,
    )  # fmt: skip


# Differencing -----------------------------------------------------------------------------------------------------


def told_by(
    partnership: str, title: str, tables: Sequence[ReleasedTable], areas: Mapping[str, Extent]
) -> tuple[Problem, ...]:
    """What tables would tell of small counts together with what was released before; each bars their release.

    A table for another set of places, or for the same place within another edition of its boundary, is held against the
    earlier one by the small areas of both.
    """
    new = [count for table in tables for count in table.as_counts(areas, title)]
    found = told_together(
        new, tuple(_before(partnership)), lambda measure: rule_for(partnership, measure).threshold
    )
    names = {one.measure: one.measure_title for one in tables}
    return tuple(_problem(names.get(one.whole.measure, one.whole.measure), one) for one in found)


def _before(partnership: str) -> Iterator[Count]:
    for row in Release.objects.filter(partnership=partnership):
        areas = {key: Extent(key, one["name"], frozenset(one["members"])) for key, one in row.areas.items()}
        name = f"{row.title}, {row.released_on}"
        for table in row.tables:
            yield from table_from(table).as_counts(areas, name)


def _problem(measure: str, rest: Rest) -> Problem:
    other = rest.earlier
    return Problem(
        "differencing",
        f"{measure}: together with ‘{other.table}’ of an earlier release ({other.release}), readers could subtract and be "
        f"left with a small count of {rest.ground}.",
        "Show it for the same places and months as before, withhold the total, or group the places further.",
        value=other.release,
    )
