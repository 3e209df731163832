"""The text of a PDF: words where they stand on the page, put together into lines, tables and paragraphs.

Only what is written as text can be read; a scanned page holds none, and is said to.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from frankpledge.documents.checking.parts import Hyperlink, Source
from frankpledge.documents.checking.plain_text import read_plain
from frankpledge.documents.pdf_runs import Fonts, Run, page_runs
from frankpledge.kernel.problems import Problem, Unusable

MOST_PAGES = 500


def read_pdf(content: bytes, file: str) -> Source:
    """The paragraphs and tables of a PDF. Raises `Unusable` for a file that is locked, damaged or without text."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Unusable(
            Problem("pdf-locked", "the PDF needs a password.", "Give a copy without one.", file)
        ) from error
    except pikepdf.PdfError as error:
        raise Unusable(
            Problem("not-a-pdf", "the file cannot be read as a PDF.", "Save it again.", file)
        ) from error
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Unusable(
                Problem("too-large", f"the PDF has more than {MOST_PAGES} pages.", "Give a part of it.", file)
            )
        fonts: Fonts = {}
        pages = ["\n".join(_lines(list(page_runs(page, fonts)))) for page in pdf.pages]
        links = [link for n, page in enumerate(pdf.pages, start=1) for link in _links(page, n)]
    if not any(page.strip() for page in pages):
        raise Unusable(
            Problem(
                "pdf-without-text",
                "the PDF holds no text: it may be a picture of a page.",
                "Give the document it was made from.",
                file,
            )
        )
    source = read_plain(_joined(list(_without_margins(pages))))
    return Source(source.blocks, (*source.links, *links))


def _joined(pages: list[str]) -> str:
    """The pages one after the other; a table that runs over the foot of a page is one table."""
    whole = pages[0] if pages else ""
    for page in pages[1:]:
        runs_on = _is_row(whole.rstrip().rpartition("\n")[2]) and _is_row(
            page.lstrip("\n").partition("\n")[0]
        )
        whole = whole.rstrip() + ("\n" if runs_on else "\n\n") + page.lstrip("\n")
    return whole


def _is_row(line: str) -> bool:
    return len(re.split(r"\s{3,}", line.strip())) >= 3


def _without_margins(pages: list[str]) -> Iterator[str]:
    """The pages without their numbers: a line that is nothing but ‘12’ or ‘Page 12 of 40’."""
    for page in pages:
        yield "\n".join(
            line
            for line in page.split("\n")
            if not re.fullmatch(r"\s*(?:page\s+)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?\s*", line, re.IGNORECASE)
        )


def _links(page: Any, n: int) -> Iterator[Hyperlink]:
    for one in page.get("/Annots", []):
        action = one.get("/A")
        if action is not None and action.get("/URI") is not None:
            yield Hyperlink(str(one.get("/Contents", "")), str(action["/URI"]), f"page {n}")


def _lines(runs: list[Run]) -> Iterator[str]:
    """The lines of a page from top to bottom; a gap between columns is two spaces, a gap between paragraphs an empty line."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-round(one.y, 1), one.x)):
        if rows and abs(rows[-1][0].y - run.y) <= max(1.5, 0.35 * min(rows[-1][0].size, run.size)):
            rows[-1].append(run)
        else:
            rows.append([run])
    before: list[Run] | None = None
    for row in rows:
        text = _line(sorted(row, key=lambda one: one.x))
        if not text.strip():
            continue
        if before is not None and _is_apart(before[0], row[0]):
            yield ""
        yield text
        before = row


def _is_apart(above: Run, below: Run) -> bool:
    """Whether a line begins something new: a wider gap, or letters of another size."""
    sizes = sorted((above.size, below.size))
    return above.y - below.y > 1.65 * sizes[1] or sizes[1] > 1.12 * sizes[0]


def _line(row: list[Run]) -> str:
    words, end = "", None
    for run in row:
        if end is not None:
            gap = run.x - end
            if gap > 0.75 * run.size:
                words = words.rstrip() + "   "
            elif gap > 0.14 * run.size and not words.endswith(" ") and not run.text.startswith(" "):
                words += " "
        words += run.text
        end = run.end
    return words
