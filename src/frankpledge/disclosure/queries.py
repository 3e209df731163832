"""Which rule holds for a measure, and what the public has been shown already."""

from __future__ import annotations

from django.conf import settings

from frankpledge.analysis.disclosure.protect import Zeros
from frankpledge.disclosure.facts import RuleFacts
from frankpledge.disclosure.models import Release, SmallCountRule

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
