"""Who may read and write what of a review: one table, by the part one has in it. Pure.

A role gives nothing here. A part in the review, held on the day and for a purpose, gives what the table says; a conflict of
interest takes it all away, before anything else is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from frankpledge.kernel.citations import Citation, rule
from frankpledge.reviews.rules.casework.fields import Group


class Right(StrEnum):
    """What one may do with a group of fields. `own`: only what concerns one's own agency."""

    NONE = "none"
    OWN_READ = "read own"
    OWN_WRITE = "write own"
    READ = "read"
    WRITE = "write"


G, R = Group, Right
PARTS: Mapping[str, str] = {
    "coordinator": "Review coordinator",
    "chair": "Chair of the partnership",
    "vice-chair": "Vice-chair of the partnership",
    "board-chair": "Chair of the safeguarding board",
    "member": "Core member",
    "independent-chair": "Independent chair or author",
    "panel": "Panel member",
    "imr-author": "Author of an agency’s own review",
    "signer": "Second signer of anonymity",
    "information-governance": "Information governance lead, on request",
}
_DECIDES = {G.FILE: R.READ, G.LEARNING: R.READ, G.MONEY: R.READ, G.PUBLICATION: R.READ}
MATRIX: Mapping[str, Mapping[Group, Right]] = {
    "coordinator": {G.FILE: R.WRITE, G.FAMILY: R.WRITE, G.IMR: R.WRITE, G.LEARNING: R.WRITE, G.MONEY: R.WRITE, G.PUBLICATION: R.WRITE},
    "chair": _DECIDES,
    "vice-chair": _DECIDES,
    "board-chair": _DECIDES,
    "member": {G.IMR: R.OWN_READ, G.LEARNING: R.OWN_WRITE},
    "independent-chair": {G.FILE: R.WRITE, G.FAMILY: R.WRITE, G.IMR: R.READ, G.LEARNING: R.WRITE, G.PUBLICATION: R.READ},
    "panel": {G.FILE: R.READ, G.IMR: R.READ, G.LEARNING: R.READ},
    "imr-author": {G.IMR: R.OWN_WRITE},
    "signer": {G.PUBLICATION: R.READ},
    "information-governance": {G.FILE: R.READ, G.PUBLICATION: R.READ},
    "emergency": {G.FILE: R.READ, G.FAMILY: R.READ, G.PUBLICATION: R.READ},
}  # fmt: skip
"""Each part's right to each group; a group that is not named is not there for it. Roles without a part have none at all."""
DECIDING = frozenset({"decided", "discontinued"})
SIGNING = frozenset({"anonymisation-signed"})
EMERGENCY = "emergency"
"""Not a part that anybody is given: for an hour, for a reason, told at once to those who keep the review."""
CAN_DECIDE = frozenset({"chair", "vice-chair", "board-chair"})
CAN_SIGN = frozenset({"signer", "chair", "vice-chair", "coordinator", "panel", "information-governance"})
_STRENGTH = (R.NONE, R.OWN_READ, R.OWN_WRITE, R.READ, R.WRITE)


@dataclass(frozen=True)
class Part:
    """A part somebody has in a review, and for which agency."""

    slug: str
    organisation: str = ""


@dataclass(frozen=True)
class Reach:
    """What one person may see and do in one review."""

    parts: tuple[Part, ...]

    @property
    def slugs(self) -> frozenset[str]:
        return frozenset(part.slug for part in self.parts)

    @property
    def organisations(self) -> frozenset[str]:
        return frozenset(part.organisation for part in self.parts if part.organisation)

    def right(self, group: Group) -> Right:
        found = [MATRIX.get(part.slug, {}).get(group, R.NONE) for part in self.parts]
        return max(found, key=_STRENGTH.index, default=R.NONE)

    def reads(self, group: Group) -> bool:
        return self.right(group) in {R.READ, R.WRITE}

    def reads_entry(self, group: Group, agency: str) -> bool:
        """Whether an entry of a group, about an agency or about none, may be read."""
        right = self.right(group)
        if right in {R.READ, R.WRITE}:
            return True
        return right in {R.OWN_READ, R.OWN_WRITE} and bool(agency) and agency in self.organisations

    def writes(self, kind: str, group: Group, agency: str) -> bool:
        """Whether an entry of a kind may be written."""
        if kind in DECIDING:
            return bool(self.slugs & CAN_DECIDE)
        if kind in SIGNING:
            return bool(self.slugs & CAN_SIGN)
        right = self.right(group)
        if kind.startswith("imr-") and kind in {"imr-draft", "imr-final"} and right is R.OWN_WRITE:
            return agency in self.organisations
        if right is R.OWN_WRITE and kind in OWN_KINDS:
            return agency in self.organisations
        return right is R.WRITE and kind not in {"anonymisation-signed"}


OWN_KINDS = frozenset(
    {"recommendation-accepted", "recommendation-rejected", "milestone", "evidence-added", "action-done", "imr-draft", "imr-final"}
)  # fmt: skip
"""What an agency writes of its own."""


@rule(
    source=Citation(
        "Data protection", "need to know", "part, purpose and day; a conflict of interest before all of them"
    )
)
def reach(user: UUID | None, parts: Iterable[Part], denied_to: Iterable[UUID]) -> Reach | None:
    """One knows of a review only with a part in it, and never with a conflict of interest, whatever one's roles.

    None: for this person there is no such review.
    """
    held = tuple(parts)
    if user is None or user in set(denied_to) or not held:
        return None
    return Reach(held)
