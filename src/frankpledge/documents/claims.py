"""The claim matcher: numbers that people type, checked against the record at the precision they typed.

Nothing is ever replaced. A number that the record contradicts is printed as typed, followed by a flag that says what
the record says; a number bound to nothing is listed, so that somebody may bind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from frankpledge.documents.figures import Figure
from frankpledge.documents.narrative import Binding, Bold, Item, Linked, Piece, PieceKind, Run, Words
from frankpledge.documents.numerals import Typed, agrees, as_typed, base_of, direction_in, read_typed
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    Inline,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Strong,
    Text,
)
from frankpledge.documents.unbound import unbound_numbers
from frankpledge.kernel.numbers import Exact

Resolve = Callable[[str], Figure | None]
"""The figure that a binding names, or None when the record has no such thing."""


class ClaimVerdict(StrEnum):
    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNBOUND = "unbound"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Claim:
    """One typed number and what became of it. `computed` is the record's number to the place typed."""

    typed: str
    where: str
    binding: str
    computed: str
    verdict: ClaimVerdict
    because: str
    figure: Figure | None = None


@dataclass(frozen=True)
class BoundNarrative:
    """The text as blocks of a document, flags included, and every claim in the order typed."""

    blocks: tuple[Block, ...]
    claims: tuple[Claim, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is contradicted and nothing that was bound is unknown."""
        return all(claim.verdict in {ClaimVerdict.CONFIRMED, ClaimVerdict.UNBOUND} for claim in self.claims)


def bind(pieces: tuple[Piece, ...], resolve: Resolve) -> BoundNarrative:
    """Check every typed number of a narrative, and give the blocks that print it."""
    blocks: list[Block] = []
    claims: list[Claim] = []
    for piece in pieces:
        checked = [_checked(item, resolve) for item in piece.items]
        found = [claim for _, item_claims in checked for claim in item_claims]
        blocks.append(_block(piece, tuple(inlines for inlines, _ in checked)))
        blocks.extend(
            _flag(claim)
            for claim in found
            if claim.verdict in {ClaimVerdict.CONTRADICTED, ClaimVerdict.UNKNOWN}
        )
        claims.extend(found)
    return BoundNarrative(tuple(blocks), tuple(claims))


def _block(piece: Piece, items: tuple[tuple[Inline, ...], ...]) -> Block:
    if piece.kind is PieceKind.QUOTE:
        return Note(NoteKind.QUOTE, items[0])
    if piece.kind is PieceKind.PARAGRAPH:
        return Paragraph(items[0], piece.items[0].number)
    return Bullets(items, ordered=piece.kind is PieceKind.STEPS)


def _checked(item: Item, resolve: Resolve) -> tuple[tuple[Inline, ...], list[Claim]]:
    """The inlines that print an item, and its claims in the order typed."""
    where = f"paragraph {item.number}" if item.number else f"line {item.line}"
    inlines: list[Inline] = []
    claims: list[Claim] = []
    for position, run in enumerate(item.runs):
        if isinstance(run, Binding):
            claim = _claim(run, where, resolve, _around(item.runs, position))
            claims.append(claim)
            inlines.append(_claim_inline(claim))
        else:
            claims.extend(_unbound(run, where))
            inlines.append(_inline(run))
    return tuple(inlines), claims


def _inline(run: Words | Bold | Linked) -> Inline:
    if isinstance(run, Bold):
        return Strong(run.text)
    if isinstance(run, Linked):
        return Link(run.text, run.href)
    return Text(run.text)


def _claim_inline(claim: Claim) -> Inline:
    """A confirmed number opens; one that does not hold is printed as typed, and opens nothing that it is not."""
    if claim.verdict is ClaimVerdict.CONFIRMED and claim.figure is not None:
        return Bound(claim.figure, claim.typed)
    return Text(claim.typed)


def _unbound(run: Words | Bold | Linked, where: str) -> Iterator[Claim]:
    for typed in unbound_numbers(run.text):
        because = "It is bound to nothing in the record, so nothing checks it."
        yield Claim(typed, where, "", "", ClaimVerdict.UNBOUND, because)


def _around(runs: tuple[Run, ...], position: int) -> str:
    """The words of the sentence about a binding, which may say whether it rose or fell."""
    before = "".join(_words(run) for run in runs[:position])
    after = "".join(_words(run) for run in runs[position + 1 :])
    # Other bindings end the reach of a word: ‘rose 3% and fell [[2%|…]]’ speaks of two changes.
    return re.split(r"[.;:!?\x00]", before)[-1][-70:] + " … " + re.split(r"[.;:!?,\x00]", after)[0][:50]


def _words(run: Run) -> str:
    return "\x00" if isinstance(run, Binding) else run.text


def _claim(run: Binding, where: str, resolve: Resolve, around: str) -> Claim:
    """The verdict on one binding."""
    if not run.binding:
        because = "The brackets name nothing in the record; write [[number | what it is]]."
        return Claim(run.typed, where, "", "", ClaimVerdict.UNBOUND, because)
    figure = resolve(run.binding)
    if figure is None:
        because = f"The record has nothing called ‘{run.binding}’."
        return Claim(run.typed, where, run.binding, "", ClaimVerdict.UNKNOWN, because)
    if figure.value is None:
        because = figure.unknown_because or "The record does not say why it is not known."
        return Claim(run.typed, where, run.binding, figure.text, ClaimVerdict.UNKNOWN, because, figure)
    return _compared(run, where, figure, figure.value, around)


def _compared(run: Binding, where: str, figure: Figure, value: Exact, around: str) -> Claim:
    if not run.typed:
        return Claim(
            figure.text,
            where,
            run.binding,
            figure.text,
            ClaimVerdict.CONFIRMED,
            "The record’s own words.",
            figure,
        )
    typed = read_typed(run.typed)
    if typed is None:
        because = f"‘{run.typed}’ is not one number; bind each number by itself."
        return Claim(run.typed, where, run.binding, figure.text, ClaimVerdict.UNKNOWN, because, figure)
    mismatch = _other_kind(typed, figure)
    if mismatch:
        return Claim(run.typed, where, run.binding, figure.text, ClaimVerdict.CONTRADICTED, mismatch, figure)
    exact = _in_typed_base(typed, figure, value)
    shown, because = as_typed(typed, exact), _disagreement(run, typed, exact, around)
    verdict = ClaimVerdict.CONTRADICTED if because else ClaimVerdict.CONFIRMED
    return Claim(
        run.typed, where, run.binding, shown, verdict, because or f"The record says {shown}.", figure
    )


def _other_kind(typed: Typed, figure: Figure) -> str:
    """Why a typed number cannot be this figure at all: a percentage of a count, pounds of incidents."""
    named = f"{figure.unit} {figure.text}".lower()
    if typed.is_percent and not re.search(r"%|per\s?cent", named):
        return f"A percentage was typed and the record has {figure.text}, which is none."
    if typed.is_pounds and not re.search(r"£|pound|gbp", named):
        return f"Pounds were typed and the record has {figure.text}, which are none."
    if typed.per and base_of(named) is None:
        return f"A rate was typed and the record has {figure.text}, which is none."
    return ""


def _in_typed_base(typed: Typed, figure: Figure, value: Exact) -> Exact:
    """The value per as many as were typed: 310 per 100,000 is 3.1 per 1,000."""
    base = base_of(f"{figure.unit} {figure.text}")
    return Fraction(value) * typed.per / base if typed.per and base else value


def _disagreement(run: Binding, typed: Typed, exact: Exact, around: str) -> str:
    """Why the record does not bear out what was typed; empty when it does."""
    said = 0 if typed.is_signed else direction_in(run.typed) or direction_in(around)
    is_change = "change" in run.binding.split(":", 1)[0].lower()
    if is_change and said and exact and (exact > 0) != (said > 0):
        return f"The words speak of a {'rise' if said > 0 else 'fall'} and the record says {as_typed(typed, exact)}."
    # ‘Fell by 12%’ is minus 12 per cent: the words say which way, the number how far.
    compared = abs(Fraction(exact)) if is_change and said else exact
    return "" if agrees(typed, compared) else f"The record says {as_typed(typed, exact)}."


def _flag(claim: Claim) -> Note:
    """What a reader is told beside a number that does not hold."""
    opening = f"The text says {claim.typed} ({claim.where}). "
    if claim.verdict is ClaimVerdict.UNKNOWN or claim.figure is None:
        return Note(NoteKind.FLAG, (Text(f"{opening}It could not be checked. {claim.because}"),))
    return Note(
        NoteKind.FLAG,
        (Text(f"{opening}{claim.because} See "), Bound(claim.figure), Text(f" ({claim.figure.label}).")),
    )
