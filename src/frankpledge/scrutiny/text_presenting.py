"""From a report's text and how its claims stand to the pages on which it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from frankpledge.documents.numerals import read_typed
from frankpledge.scrutiny.report import BuiltReport
from frankpledge.scrutiny.rules import content as parts
from frankpledge.scrutiny.rules import editing, frame, margins
from frankpledge.scrutiny.rules.flags import ClaimOutcome, Flag
from frankpledge.scrutiny.suggesting import Candidate, agreeing
from frankpledge.scrutiny.text_pages import (
    LackingLine,
    MarginNote,
    Press,
    WrittenBlock,
    WrittenSection,
)

STANDINGS: Mapping[ClaimOutcome, tuple[str, str]] = {
    ClaimOutcome.CONTRADICTED: ("Contradicted", "orange"),
    ClaimOutcome.UNKNOWN: ("Not known", "orange"),
    ClaimOutcome.UNBOUND: ("Unbound", "yellow"),
    ClaimOutcome.JUDGEMENT: ("Judgement", "grey"),
    ClaimOutcome.CONFIRMED: ("Bound", "teal"),
}
"""How each claim stands, in words and colour, those that need a person first."""
FROM_RECORD: Mapping[str, str] = {
    "quarter-table": "Table from the record",
    "quarter-chart": "Chart from the record",
    "change": "What the record shows of the change, from the record alone",
    "review-counts": "Counts of reviews, from the record",
}
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Desk:
    """Where the pages of one report lie, and whether this person may write."""

    partnership: str
    slug: str
    may_write: bool

    def at(self, route: str, **more: object) -> str:
        return reverse(route, kwargs={"partnership": self.partnership, "slug": self.slug, **more})


def written_sections(
    desk: Desk, values: editing.Values, content: parts.ReportContent, made: BuiltReport
) -> tuple[WrittenSection, ...]:
    """Every section in its order, each block with its margin."""
    blocks = {str(block.get("key")): block for _, block in editing.placed(values)}
    own = {code for code, _ in editing.placed(values)} | {entry.code for entry in content.outline}
    found = []
    for entry in content.outline:
        section = content.sections.get(entry.code)
        shown = tuple(
            written_block(desk, blocks[key], made, editing.block_of(values, editing.RECOMMENDATION))
            for key in (section.keys if section else ())
            if key in blocks
        )
        add = desk.at("report-text-add", section=entry.code) if desk.may_write and entry.code in own else ""
        found.append(
            WrittenSection(entry.code, entry.heading, section.nothing if section else "", shown, add)
        )
    return tuple(found)


def written_block(
    desk: Desk, block: editing.Block, made: BuiltReport, asked: Mapping[str, object]
) -> WrittenBlock:
    """One block with its margin. `asked` is the recommendation, which stands outside the sections."""
    key, kind = str(block.get("key")), str(block.get("kind"))
    if kind == editing.RECOMMENDATION:
        key = editing.RECOMMENDATION
    href = desk.at("report-text-block", key=key) if desk.may_write and editing.is_edited(kind) else ""
    is_text = kind in {"paragraph", "heading"}
    words, items = shown_pieces(block) if is_text else ((), ())
    where = made.places.get(str(block.get("key")), "")
    return WrittenBlock(
        key, where if "." in where and kind in NUMBERED else "", kind, words, items, "" if is_text else said_of(block, asked),
        tuple(notes_of(block, made)), href, {"papers": "Papers and copies", "sign-offs": "Sign off"}.get(kind, "Change"),
    )  # fmt: skip


NUMBERED = frozenset({"paragraph", "review-counts", "horizon"})
"""Blocks that are a paragraph of their own number."""


def said_of(block: Mapping[str, object], asked: Mapping[str, object]) -> str:
    """What stands where a block is no paragraph."""
    kind = str(block.get("kind"))
    if kind == editing.RECOMMENDATION:
        part = "text" if block.get("part") == editing.RECOMMENDATION else "reason"
        return str(asked.get(part, ""))
    if kind == "quote" and block.get("position"):
        return "The position statement as it was agreed, from the record"
    return FROM_RECORD.get(kind, "") or editing.words_of(block) or "Nothing yet"


def shown_pieces(
    block: Mapping[str, object],
) -> tuple[tuple[margins.Piece, ...], tuple[tuple[margins.Piece, ...], ...]]:
    """A paragraph and its list as pieces, its numbers counted through."""
    made, number = [], 1
    for typed, _ in margins.texts_of(block):
        made.append(margins.pieces(typed, first=number))
        number += len(margins.spots(typed))
    return made[0], tuple(made[1:])


def notes_of(block: Mapping[str, object], made: BuiltReport) -> Iterator[MarginNote]:
    """How each number of a block stands."""
    number = 0
    for flag in made.flags:
        if flag.block != block.get("key"):
            continue
        is_number = flag.outcome is not ClaimOutcome.JUDGEMENT
        number += is_number
        yield note_of(flag, number if is_number else 0)


def note_of(flag: Flag, number: int) -> MarginNote:
    """One flag in words, with what to do about it."""
    standing, colour = STANDINGS[flag.outcome]
    because = flag.because
    if flag.outcome is ClaimOutcome.CONFIRMED:
        standing = "Bound" if flag.figure else "Counted"
        because = f"{flag.figure.label}: {flag.figure.text}" if flag.figure else flag.because
    elif flag.figure is not None:
        because = f"{flag.because} It is bound to: {flag.figure.label}."
    because = f"{because[:1].upper()}{because[1:].rstrip('.')}."
    return MarginNote(number, flag.stated, standing, colour, because, REMEDIES.get(flag.outcome, ""))


REMEDIES: Mapping[ClaimOutcome, str] = {
    ClaimOutcome.CONTRADICTED: "Write what the record says, or tie the number to the figure that it speaks of. Until then the report is not issued.",
    ClaimOutcome.UNKNOWN: "Tie it to a figure that is known, or take the number out. Until then the report is not issued.",
    ClaimOutcome.UNBOUND: "Tie it to a figure, or leave it as your own.",
}


def with_presses(
    desk: Desk, block: Mapping[str, object], made: BuiltReport, known: tuple[Candidate, ...]
) -> Iterator[MarginNote]:
    """The notes of a block with what may be pressed: write what the record says, tie to a figure that agrees."""
    own = [flag for flag in made.flags if flag.block == block.get("key")]
    read = editing.fingerprint(block)
    for flag, note in zip(own, notes_of(block, made), strict=True):
        presses = tuple(_presses(desk, block, flag, note.number, known, read)) if note.number else ()
        yield MarginNote(
            note.number, note.stated, note.standing, note.colour, note.because, note.remedy, presses
        )


def _presses(
    desk: Desk, block: Mapping[str, object], flag: Flag, number: int, known: tuple[Candidate, ...], read: str
) -> Iterator[Press]:
    if flag.outcome is ClaimOutcome.CONFIRMED:
        return
    action = desk.at("report-text-tie", key=str(block.get("key")))
    hidden = (("number", str(number)), ("read", read))
    if flag.outcome is ClaimOutcome.CONTRADICTED and flag.binding and read_typed(flag.computed):
        shown = flag.computed.lstrip("-−–+")
        yield Press(f"Write ‘{shown}’", action, (*hidden, ("shown", shown)))
    before, _, after = flag.sentence.partition(flag.stated)
    for one in agreeing(flag.stated, before, after, known)[:MOST_SUGGESTED]:
        if one.binding != flag.binding:
            yield Press(
                f"Tie to {one.figure.label} ({one.figure.text})", action, (*hidden, ("binding", one.binding))
            )


def tally(made: BuiltReport) -> tuple[tuple[str, int], ...]:
    """How many claims stand how, in the order of need."""
    found = []
    for outcome, (words, _) in STANDINGS.items():
        count = sum(flag.outcome is outcome for flag in made.flags)
        if count:
            found.append(("Bound or counted" if outcome is ClaimOutcome.CONFIRMED else words, count))
    return tuple(found)


def lacking_lines(desk: Desk, content: parts.ReportContent, kept: frozenset[str]) -> tuple[LackingLine, ...]:
    """What the committee's frame still lacks, each with where it is mended."""
    return tuple(
        LackingLine(
            one.what, one.remedy,
            desk.at("report-text-block", key=one.block) if one.block and desk.may_write else "",
        )
        for one in frame.lacking(content, kept)
    )  # fmt: skip


def title_of(block: Mapping[str, object], where: str) -> str:
    """What a block is called on its own page."""
    kind = str(block.get("kind"))
    named = {
        "heading": "Heading", "quote": "Words quoted", "levels": "Levels", "sign-offs": "Officers’ sign-off",
        "horizon": "A law that is coming", editing.RECOMMENDATION: "Recommendation and reason", "papers": "Background papers",
        "review-counts": "Counts of reviews",
    }.get(kind, "Paragraph")  # fmt: skip
    return f"{named} {where}" if "." in where else named
