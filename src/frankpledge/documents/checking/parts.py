"""What the checker reads: paragraphs, list items, tables and links, each with its place. And what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a claim. A convention is a way of rounding or speaking under which it holds, and is named."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    CONVENTION = "convention"
    UNBOUND = "unbound"
    NOT_VERIFIABLE = "not-verifiable"


@dataclass(frozen=True)
class Words:
    """A paragraph, heading or list item. `list_id` numbers the list an item belongs to, from 1; 0 is no item."""

    text: str
    where: str
    list_id: int = 0
    is_heading: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of cells, spanned cells repeated. `headings` rows come first."""

    cells: tuple[tuple[str, ...], ...]
    where: str
    caption: str = ""
    headings: int = 0
    notes: str = ""


@dataclass(frozen=True)
class Hyperlink:
    text: str
    href: str
    where: str


@dataclass(frozen=True)
class Source:
    """A whole document in reading order."""

    blocks: tuple[Words | Grid, ...]
    links: tuple[Hyperlink, ...] = ()


@dataclass(frozen=True)
class Checked:
    """One claim. `text` is the sentence or cell it stands in, `stated` what it says, `computed` what the rest makes."""

    text: str
    where: str
    kind: str
    stated: str
    computed: str
    verdict: Verdict
    because: str

    def as_json(self) -> dict[str, str]:
        return {
            "text": self.text, "where": self.where, "kind": self.kind, "stated": self.stated,
            "computed": self.computed, "verdict": str(self.verdict), "because": self.because,
        }  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """Something to mind that is no claim; `code` is one of the published warning codes."""

    code: str
    where: str
    text: str


@dataclass(frozen=True)
class Checking:
    """What a check answers."""

    claims: tuple[Checked, ...]
    remarks: tuple[Remark, ...] = field(default=())

    def having(self, verdict: Verdict) -> tuple[Checked, ...]:
        return tuple(claim for claim in self.claims if claim.verdict is verdict)
