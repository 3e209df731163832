"""What bars a document from leaving: figures their owners have not released, and links that say nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import (
    Block,
    Bullets,
    Chart,
    Document,
    Facts,
    Inline,
    Link,
    Note,
    Paragraph,
    Section,
    Table,
)
from frankpledge.figures.annex import figures_in
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Problem
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

_SAYS_NOTHING = re.compile(r"(click )?here|click|link|this|read more|more|https?://.*", re.IGNORECASE)


@rule(
    source=Citation(
        "Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018",
        "regulation 6",
        "WCAG 2.2, 2.4.4; an owner's consent to release is the house's own rule",
    )
)
def may_be_issued(document: Document) -> Verdict:
    """A document may be issued when the owner of every figure in it has released it and every link says where it leads."""
    problems = (*unreleased(figures_in(document)), *vague_links(document))
    if not problems:
        return holds(message("Nothing bars this document from being issued."))
    reasons = tuple(Reason(problem.code, str(problem)) for problem in problems)
    return fails(message("The document cannot be issued: {first}", first=str(problems[0])), *reasons)


def unreleased(figures: Iterable[Figure]) -> tuple[Problem, ...]:
    """One problem for each file that its owner has not released, naming what rests on it."""
    resting: dict[str, tuple[str, list[str]]] = {}
    for figure in figures:
        for file in figure.provenance.inputs:
            if not file.released:
                resting.setdefault(file.sha256, (file.name, []))[1].append(figure.label)
    return tuple(
        Problem(
            "figure-unreleased",
            f"{name} has not been released by its owner; {len(labels)} figures rest on it, the first: {labels[0]}.",
            "Ask the owner to release it, or take those figures out.",
            file=name,
        )
        for name, labels in resting.values()
    )


def vague_links(document: Document) -> tuple[Problem, ...]:
    """One problem for each link whose words do not say where it leads."""
    return tuple(
        Problem(
            "link-vague",
            f"The link ‘{link.text}’ does not say where it leads.",
            "Write the name of what it leads to.",
            value=link.href,
        )
        for link in _links(document)
        if not link.text.strip() or _SAYS_NOTHING.fullmatch(link.text.strip())
    )


def _links(document: Document) -> Iterator[Link]:
    blocks = [*document.opening, *(block for section in document.sections for block in _blocks(section))]
    return (inline for block in blocks for inline in _inlines(block) if isinstance(inline, Link))


def _blocks(section: Section) -> Iterator[Block]:
    yield from section.blocks
    for inner in section.sections:
        yield from _blocks(inner)


def _inlines(block: Block) -> Iterator[Inline]:
    if isinstance(block, Paragraph | Note):
        yield from block.inlines
    elif isinstance(block, Bullets):
        yield from (inline for item in block.items for inline in item)
    elif isinstance(block, Facts):
        yield from (inline for fact in block.facts for inline in fact.value)
    elif isinstance(block, Table | Chart):
        table = block.table if isinstance(block, Chart) else block
        yield from (inline for row in table.rows for cell in row.cells for inline in cell)
