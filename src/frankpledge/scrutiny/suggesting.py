"""Which figures of the record a number in the text may be tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from frankpledge.documents.claims import ClaimVerdict, bind
from frankpledge.documents.figures import Figure
from frankpledge.documents.narrative import Binding, Item, Piece, PieceKind, Words
from frankpledge.figures import bindings
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period
from frankpledge.scrutiny.providers import SUM
from frankpledge.scrutiny.record import Record
from frankpledge.scrutiny.rules import content as parts
from frankpledge.scrutiny.rules.phrases import quarters_of
from frankpledge.scrutiny.statements import CHANGE


@dataclass(frozen=True)
class Candidate:
    """A figure that a number may be tied to, and how that is written."""

    binding: str
    figure: Figure


def candidates(content: parts.ReportContent, record: Record) -> tuple[Candidate, ...]:
    """The figures that the report itself works with: each quarter, year and change of its measures, and counts of reviews."""
    found: dict[str, Candidate] = {}
    for one in (*_of_measures(content, record), *_of_reviews(content, record)):
        if one.figure.is_known:
            found.setdefault(one.binding, one)
    return tuple(found.values())


def _blocks(content: parts.ReportContent) -> Iterator[parts.Block]:
    for section in content.sections.values():
        yield from section.blocks


def _of_measures(content: parts.ReportContent, record: Record) -> Iterator[Candidate]:
    for slug, old, new in dict.fromkeys(_compared(content)):
        for period in (new, old, *quarters_of(new), *quarters_of(old)):
            yield _candidate(record, SUM, measure=slug, period=period.code)
        yield _candidate(record, CHANGE, measure=slug, old=old.code, new=new.code)


def _compared(content: parts.ReportContent) -> Iterator[tuple[str, Period, Period]]:
    for block in _blocks(content):
        if isinstance(block, parts.QuarterTable | parts.ChangeStatement):
            yield from ((slug, block.old, block.new) for slug in block.measures)
        elif isinstance(block, parts.QuarterChart):
            yield block.measure, block.old, block.new


def _of_reviews(content: parts.ReportContent, record: Record) -> Iterator[Candidate]:
    for block in _blocks(content):
        if isinstance(block, parts.ReviewCountsBlock):
            counts = record.reviews(block.on)
            figures = [one for one in (counts.received, *(state.figure for state in counts.states)) if one]
            yield from (Candidate(_written(one), one) for one in figures)


def _candidate(record: Record, provider: str, **parameters: str) -> Candidate:
    figure = record.figure(provider, **parameters)
    return Candidate(bindings.written(Request.of("", provider, **parameters)), figure)


def _written(figure: Figure) -> str:
    made = figure.provenance
    return bindings.written(Request.of("", made.provider, **dict(made.parameters)))


def agreeing(typed: str, before: str, after: str, known: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those of the figures that bear out a number as it was typed, between these words."""
    return tuple(one for one in known if _bears_out(typed, before, after, one))


def _bears_out(typed: str, before: str, after: str, one: Candidate) -> bool:
    runs = (Words(before), Binding(typed, one.binding), Words(after))
    made = bind((Piece(PieceKind.PARAGRAPH, (Item(runs, 1),)),), lambda _: one.figure)
    own = [claim for claim in made.claims if claim.binding]
    return bool(own) and own[0].verdict is ClaimVerdict.CONFIRMED
