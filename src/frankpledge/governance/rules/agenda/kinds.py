"""The kinds of item of an agenda, what each asks of the members, and the function of the partnership it serves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ItemKind:
    """`asks` begins the recommendation; a standing item is on every agenda and needs no paper."""

    slug: str
    title: str
    asks: str
    is_standing: bool = False


ITEM_KINDS = {
    kind.slug: kind
    for kind in (
        ItemKind("decide", "Decide", "The partnership is asked to decide:"),
        ItemKind("comment", "Consider and comment", "The partnership is asked to consider and comment on:"),
        ItemKind("note", "Note", "The partnership is asked to note:"),
        ItemKind("apologies", "Welcome and apologies", "", is_standing=True),
        ItemKind("interests", "Declarations of interest", "", is_standing=True),
        ItemKind("minutes", "Minutes of the last meeting", "", is_standing=True),
        ItemKind("matters-arising", "Matters arising and actions", "", is_standing=True),
        ItemKind("escalations", "Escalations from groups, and answers to them", "", is_standing=True),
        ItemKind("other-business", "Other business that cannot wait", "", is_standing=True),
    )
}

STANDING_FIRST = ("apologies", "interests", "minutes", "matters-arising", "escalations")
"""With which an agenda opens, in this order; `other-business` closes it."""

FUNCTIONS = {
    "accountability": "Accountability: acting as the legal body, meeting duties",
    "governance": "Governance: systems and processes among partners",
    "leadership": "Leadership: priorities, policy, direction, blockages",
}
