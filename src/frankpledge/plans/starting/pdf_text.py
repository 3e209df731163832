"""The words of a PDF, page by page and line by line, with the size of their letters: enough to tell headings and bullets.

Columns of a page are read across; a scan holds no words and gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frankpledge.documents.pdf_runs import Fonts, Run, page_runs

MOST_PAGES = 300
BULLETS = "•●▪◦‣·§\uf0b7\uf0a7\u2022"
"""Marks of lists, among them those of the symbol fonts of word processors."""


@dataclass(frozen=True)
class PdfLine:
    """A line of a page. `size` is that of its letters in points."""

    text: str
    size: float
    is_bullet: bool


def pages_of(path: Path) -> tuple[tuple[PdfLine, ...], ...]:
    """The lines of each page. Raises what the reader of PDFs raises for a file that cannot be opened."""
    import pikepdf

    fonts: Fonts = {}
    with pikepdf.open(path) as pdf:
        return tuple(_lines(_seen(page_runs(page, fonts))) for page in list(pdf.pages)[:MOST_PAGES])


def _seen(runs: Iterator[Run]) -> list[Run]:
    return [run for run in runs if run.text.strip()]


def _lines(runs: list[Run]) -> tuple[PdfLine, ...]:
    """Runs of one height joined from left to right; a gap of a third of a letter is a space."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.y, one.x)):
        if rows and abs(rows[-1][0].y - run.y) <= 0.4 * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return tuple(_joined([_line(row) for row in rows]))


def _line(row: list[Run]) -> PdfLine:
    words, end = "", None
    for run in sorted(row, key=lambda one: one.x):
        gap = end is not None and run.x - end > 0.15 * run.size
        words += (" " if gap and not words.endswith(" ") else "") + run.text
        end = run.end
    words = " ".join(words.split())
    sizes = [round(run.size, 1) for run in row for _ in run.text]
    is_bullet = bool(words) and words[0] in BULLETS
    text = words.lstrip(BULLETS).strip() if is_bullet else words
    return PdfLine(text, max(set(sizes), key=sizes.count), is_bullet)


def _joined(lines: list[PdfLine]) -> Iterator[PdfLine]:
    """A bullet goes on over the lines after it until one ends a sentence, begins another bullet or is set larger."""
    held: PdfLine | None = None
    for line in lines:
        goes_on = (
            held is not None and not line.is_bullet and line.size == held.size and line.text[:1].islower()
        )
        if held is not None and goes_on:
            held = PdfLine(f"{held.text} {line.text}".strip(), held.size, is_bullet=True)
            continue
        if held is not None:
            if not held.text and not line.is_bullet:
                held = PdfLine(line.text, line.size, is_bullet=True)
                continue
            yield held
            held = None
        if line.is_bullet:
            held = line
        else:
            yield line
    if held is not None:
        yield held
