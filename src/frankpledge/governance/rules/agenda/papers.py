"""The parts of a paper, what signs them off, and what a paper still lacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from frankpledge.documents.narrative import Linked, read_narrative
from frankpledge.documents.release import link_problems
from frankpledge.documents.tree import Link
from frankpledge.kernel.citations import Citation, rule

COMMITTEE_REPORT = Citation(
    "Practice of council committees",
    "form of report",
    "the parts of the committee report of the demonstration",
)


@dataclass(frozen=True)
class PartKind:
    """A part that a paper has; those that are implications are considered by an officer, some of whom must sign."""

    slug: str
    heading: str
    hint: str
    is_implication: bool = False
    needs_sign_off: bool = False


PARTS = {
    part.slug: part
    for part in (
        PartKind("summary", "Executive summary", "What a member who reads nothing else must know"),
        PartKind("background", "Background", "What led to this"),
        PartKind("options", "Options considered", "Each option, and why it is or is not recommended"),
        PartKind("financial", "Financial implications", "Money, and people's time and effort", True, True),
        PartKind("legal", "Legal implications", "Duties, powers and risks in law", True, True),
        PartKind("equalities", "Equalities implications", "Who is affected, and what the assessment found", True, True),
        PartKind("wellbeing", "Well-being and health implications", "For those concerned, and for the public", True),
        PartKind("climate", "Climate implications", "Travel, buildings, materials", True),
        PartKind("risk", "Risk assessment", "What may go wrong, and what is done about it", True),
        PartKind("other", "Other implications", "Such as on crime and disorder, data, property or children", True),
    )
}  # fmt: skip
"""In the order in which a paper has them."""

RISK_LEVELS = {"low": "Low", "medium": "Medium", "high": "High"}


@dataclass(frozen=True)
class Signed:
    """An officer's word for a text, by the hash of that text."""

    name: str
    post: str
    on: date
    text_sha256: str


@dataclass(frozen=True)
class PartText:
    """A part as it stands: a text or why there is none; levels of risk for that part alone."""

    slug: str
    text: str = ""
    none_because: str = ""
    current_risk: str = ""
    residual_risk: str = ""
    signed: tuple[Signed, ...] = ()

    @property
    def is_answered(self) -> bool:
        return bool(self.text.strip() or self.none_because.strip())

    @property
    def sha256(self) -> str:
        """The hash of everything in the part that an officer signs for."""
        said = [self.slug, self.text, self.none_because, self.current_risk, self.residual_risk]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class PaperFacts:
    """A paper with its item, as far as its completeness goes."""

    kind: str
    recommendation: str
    because: str
    duty: str
    parts: Mapping[str, PartText] = field(default_factory=dict)
    has_performance_data: bool = False
    performance_absent_because: str = ""
    background: tuple[tuple[str, str, bool], ...] = ()
    """Of each background paper: its title, its address, and whether a copy is kept."""


@dataclass(frozen=True)
class Lacking:
    """Something that a paper lacks: a code, the part it concerns, the sentence and what to do."""

    code: str
    part: str
    sentence: str
    remedy: str


@rule(source=COMMITTEE_REPORT)
def sign_off_that_counts(part: PartText) -> Signed | None:
    """An officer signs off a text, not a heading: once the text changes, the sign-off no longer counts, and it counts again
    if the text returns to what was signed.
    """
    counting = [one for one in part.signed if one.text_sha256 == part.sha256]
    return max(counting, key=lambda one: one.on) if counting else None


@rule(source=COMMITTEE_REPORT)
def what_a_paper_lacks(paper: PaperFacts) -> tuple[Lacking, ...]:
    """A paper has a recommendation with a reason tied to a duty, a summary and a background, every implication with a text
    or the reason why there is none, a risk level before and after, the sign-offs it needs, and performance data or the
    reason why they are absent.
    """
    found = [*_recommendation(paper)]
    for kind in PARTS.values():
        found += _part(kind, paper.parts.get(kind.slug, PartText(kind.slug)), paper.kind)
    if not paper.has_performance_data and not paper.performance_absent_because.strip():
        found.append(
            Lacking(
                "no-performance", "appendices", "No performance data are attached, and nothing says why.",
                "Attach them, or write why there are none.",
            )
        )  # fmt: skip
    return (*found, *_background(paper))


def _recommendation(paper: PaperFacts) -> list[Lacking]:
    found = []
    if not paper.recommendation.strip():
        remedy = "Write the exact words that the members are asked to agree to."
        found.append(Lacking("no-recommendation", "recommendation", "There is no recommendation.", remedy))
    if not paper.because.strip():
        remedy = "Write why the members should agree."
        found.append(Lacking("no-reason", "recommendation", "The recommendation has no reason.", remedy))
    elif not paper.duty:
        remedy = "Choose the duty that it serves, or ‘none of these’ with the reason in the text."
        found.append(
            Lacking("no-duty", "recommendation", "The reason is not tied to a duty.", remedy)
        )  # fmt: skip
    return found


def _part(kind: PartKind, part: PartText, item_kind: str) -> list[Lacking]:
    if not part.is_answered:
        if kind.slug == "options" and item_kind != "decide":
            return []
        sentence = f"‘{kind.heading}’ is empty."
        return [Lacking("empty-part", kind.slug, sentence, "Write it, or write why there is nothing to say.")]
    found = []
    if kind.slug == "risk" and part.text.strip() and not (part.current_risk and part.residual_risk):
        sentence = "The risk has no level for now, or none for what remains after the mitigation."
        found.append(Lacking("no-risk-level", kind.slug, sentence, "Choose both levels."))
    if kind.needs_sign_off and sign_off_that_counts(part) is None:
        lost = bool(part.signed)
        sentence = (
            f"‘{kind.heading}’ was changed after it was signed off."
            if lost
            else f"‘{kind.heading}’ is not signed off."
        )
        found.append(
            Lacking("sign-off-lost" if lost else "no-sign-off", kind.slug, sentence, "Have an officer sign it off.")
        )  # fmt: skip
    return found


def _background(paper: PaperFacts) -> list[Lacking]:
    return [
        Lacking(
            "no-kept-copy", "background-papers", f"Of the background paper ‘{title}’ no copy is kept.",
            "Upload a copy: addresses on the web do not last.",
        )
        for title, _, is_kept in paper.background
        if not is_kept
    ]  # fmt: skip


def unclear_links(text: str) -> tuple[str, ...]:
    """A sentence for each link in a typed text whose words do not say where it goes, or whose address is none."""
    runs = (run for piece in read_narrative(text) for item in piece.items for run in item.runs)
    links = (Link(run.text, run.href) for run in runs if isinstance(run, Linked))
    return tuple(
        f"{problem.reason} {problem.remedy}" for link in links for problem in link_problems(link, "this text")
    )
