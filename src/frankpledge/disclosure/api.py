"""What other rooms may ask of disclosure control. Frozen facts only."""

from __future__ import annotations

from frankpledge.disclosure import queries, services
from frankpledge.disclosure.facts import ReleasedTable, RuleFacts, RuleSaid
from frankpledge.disclosure.rules.differencing import Extent

__all__ = [
    "Extent",
    "ReleasedTable",
    "RuleFacts",
    "RuleSaid",
    "agree",
    "default_rule",
    "load",
    "released",
    "rule_for",
    "rules",
    "shown_before",
    "told_by",
]

agree = services.agree
load = services.load
released = services.released
rule_for = queries.rule_for
rules = queries.rules
default_rule = queries.default_rule
shown_before = queries.shown_before
told_by = queries.told_by
