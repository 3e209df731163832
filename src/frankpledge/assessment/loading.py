"""Reads the files that people write: issues, and an edition with its scores and texts. Pure but for the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from frankpledge.assessment.facts import Judgement, MeasureLink
from frankpledge.assessment.rules.links import lacks
from frankpledge.kernel.dates import Period
from frankpledge.kernel.toml_files import TomlTable, read_toml

TEXTS = (
    "summary", "method", "why", "public", "progress", "county", "limits", "implications", "peers",
)  # fmt: skip
"""The texts people write for the document; each is a list of paragraphs. `peers` lists the codes of the partnerships to be
set beside, as the partnership chose them."""
ABOUT = ("why", "partners")
"""The texts people write about one issue (`[[about]]`): why it changed, and what partners say. Kept as `why:<issue>`."""


@dataclass(frozen=True)
class NewIssue:
    """An issue as a file gives it."""

    slug: str
    title: str
    definition: str
    standing: str
    part_of: str
    harmed: str
    unknown: tuple[str, ...]
    measures: tuple[MeasureLink, ...]


@dataclass(frozen=True)
class NewEdition:
    """An edition as a file gives it: what it covers, who wrote it, its scores and texts."""

    edition: str
    title: str
    period: Period
    authors: tuple[str, ...]
    scheme: str
    version: str
    draws: int
    seed: int
    texts: Mapping[str, tuple[str, ...]]
    recommendations: tuple[Mapping[str, str], ...]
    scores: tuple[Judgement, ...]


def read_issues(path: Path) -> tuple[NewIssue, ...]:
    """The issues of a file, in its order. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    found = tuple(_issue(row) for row in top.tables("issue"))
    top.once("slug", top.tables("issue"))
    slugs = {one.slug for one in found}
    for one, row in zip(found, top.tables("issue"), strict=True):
        if one.part_of and one.part_of not in slugs - {one.slug}:
            row.wrong(
                "part_of", "names no other issue of this file.", "Write the slug of one, or leave it out."
            )
    top.check()
    return found


def _issue(row: TomlTable) -> NewIssue:
    return NewIssue(
        slug=row.text("slug"),
        title=row.text("title"),
        definition=row.text("definition"),
        standing=row.choice("standing", ("priority", "monitored")),
        part_of=row.text("part_of", ""),
        harmed=row.text("harmed", ""),
        unknown=row.texts("unknown", ()),
        measures=tuple(_link(link) for link in row.tables("measure")),
    )


def _link(row: TomlTable) -> MeasureLink:
    link = MeasureLink(
        role=row.choice("role", ("level", "public", "context", "severity"), "level"),
        source=row.text("source"),
        measure=row.text("measure", ""),
        kind=row.choice("kind", ("exact", "proxy", "none")),
        why=row.text("why"),
        extract_to_ask_for=row.text("extract_to_ask_for", ""),
    )
    for lack in lacks(link):
        # What must be there at all has been said by the reading of it.
        if lack.field not in {"source", "why"}:
            row.wrong(lack.field, lack.reason, lack.remedy)
    return link


def read_edition(path: Path) -> NewEdition:
    """An edition with its scores and texts. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    head, texts = top.table("assessment"), top.table("texts")
    about = {
        f"{name}:{row.text('issue')}": row.texts(name, ()) for row in top.tables("about") for name in ABOUT
    }
    found = NewEdition(
        edition=head.text("edition"),
        title=head.text("title"),
        period=_period(head),
        authors=head.texts("authors"),
        scheme=head.text("scheme"),
        version=head.text("version"),
        draws=head.whole("draws", 10_000, low=100),
        seed=head.whole("seed", 0, low=0),
        texts={name: texts.texts(name, ()) for name in TEXTS} | about,
        recommendations=tuple(
            {"text": one.text("text"), "issue": one.text("issue", ""), "owner": one.text("owner", "")}
            for one in top.tables("recommendation")
        ),
        scores=tuple(_score(row) for row in top.tables("score")),
    )
    top.check()
    return found


def _period(head: TomlTable) -> Period:
    text = head.text("period")
    try:
        return Period.parse(text)
    except ValueError:
        head.wrong(
            "period", f"is ‘{text}’, which is not a period.", "Write 2020, 2020/21 or 2020-04..2021-03."
        )
        return Period.year(2000)


def _score(row: TomlTable) -> Judgement:
    return Judgement(
        issue=row.text("issue"),
        criterion=row.text("criterion"),
        level=Fraction(str(row.number("level"))),
        assessor=row.text("assessor"),
        reason=row.text("reason"),
        confidence=row.choice("confidence", ("low", "moderate", "high"), "moderate"),
    )
