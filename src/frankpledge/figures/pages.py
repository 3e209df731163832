"""Exactly what the page of an opened figure shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from frankpledge.documents.figures import Figure, InputFile
from frankpledge.figures.annex import moment_in_words
from frankpledge.figures.providers import SourceRow


class Pages(Protocol):
    """Where one is in a long list (`web.paging.Paging`)."""

    @property
    def offset(self) -> int: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True)
class Part:
    """A figure this one is worked out from: its name in the formula and where it opens."""

    name: str
    label: str
    text: str
    address: str


@dataclass(frozen=True)
class FilePart:
    """A source file in words."""

    name: str
    sha256: str
    rows: tuple[tuple[str, str], ...]

    @property
    def short_hash(self) -> str:
        return self.sha256[:12]


@dataclass(frozen=True)
class FigurePage:
    """An opened figure. `paging` is None when no row lies behind it."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    figure: Figure
    printed: str
    still_agrees: bool
    interval: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    files: tuple[FilePart, ...]
    columns: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    paging: Pages | None

    @property
    def only_file(self) -> str:
        """The file that every row shown comes from; empty when they come from several."""
        names = {row.file for row in self.rows}
        return names.pop() if len(names) == 1 else ""


ROWS_KEPT = "They are a partner’s own records, which are not published row by row."
MEASURES = {
    "exact": "Exactly the thing asked about",
    "proxy": "A stand-in for the thing asked about",
    "none": "Not the thing asked about",
}


def interval_in_words(figure: Figure) -> str:
    """`Between 1.2 and 3.4, 95% interval`; empty when there is none."""
    if figure.interval_text:
        return figure.interval_text
    if figure.low is None or figure.high is None:
        return ""
    confidence = f" ({figure.confidence:.0%} interval)" if figure.confidence else ""
    return f"Between {figure.low:,.4g} and {figure.high:,.4g}{confidence}"


def file_part(file: InputFile) -> FilePart:
    """A source file with its owner, licence and marking; what is not recorded is said to be so."""
    unknown = "Not recorded"
    rows = (
        ("Dataset", file.dataset or unknown),
        ("Owner", file.owner or unknown),
        ("Licence", file.licence or unknown),
        ("Marking", file.marking or unknown),
        ("What it measures", MEASURES.get(file.measures, unknown)),
        (
            "Release",
            "Its owner allows publication" if file.released else "Its owner has not allowed publication",
        ),
        *((("Kind", "Synthetic: made for the demonstration, about nobody"),) if file.synthetic else ()),
    )
    return FilePart(file.name, file.sha256, rows)


def facts_of(figure: Figure) -> tuple[tuple[str, str], ...]:
    """How the figure was made, in pairs of words."""
    made = figure.provenance
    return tuple(
        (name, text)
        for name, text in (
            ("How it is worked out", made.formula),
            ("Method", made.method),
            ("Unit", figure.unit),
            ("Source rows used", f"{made.rows_used:,}" if made.rows_used else ""),
            ("As known at", moment_in_words(made.as_known_at)),
            ("Code version", made.code_version),
            ("Permanent address", figure.address),
        )
        if text
    )
