"""Plain text as paragraphs, lists and tables. Tables may be drawn with bars, tabs, gaps or nothing but numbers in line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frankpledge.documents.checking.parts import Grid, Hyperlink, Source, Words

_BULLET = re.compile(r"\s*(?:[-–—*•▪◦·‣⁃●○\ue000-\uf8ff]|\(?[a-z]\)|\(?[ivx]{1,4}\))\s+(?P<rest>\S.*)")
_STEP = re.compile(r"\s*(?P<n>\d{1,2})[.)]\s+(?P<rest>\S.*)")
_NUMBERED = re.compile(r"\s*(?P<number>\d{1,3}(?:\.\d{1,3}){1,3})\.?\s+(?P<rest>\S.*)")
_HEADING = re.compile(r"\s*(?P<number>\d{1,2})\.?\s+(?P<rest>[A-Z][^.!?]{2,90})\s*")
_VALUE = r"[−–+-]?£?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[−–+-]?£?\d+(?:\.\d+)?%?|(?:19|20)\d\d/\d\d"
_VALUES = re.compile(rf"(?P<label>.*?)(?P<values>(?:(?:^|\s+)(?:{_VALUE})(?=\s|$)){{2,}})\s*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass
class _Line:
    number: int
    text: str


def read_plain(text: str, where: str = "") -> Source:
    """The paragraphs, lists and tables of a plain text, each named by its paragraph number or its line."""
    lines = [
        _Line(n, line.rstrip()) for n, line in enumerate(text.replace("\f", "\n\n").splitlines(), start=1)
    ]
    blocks: list[Words | Grid] = []
    links: list[Hyperlink] = []
    reader = _Reader(where)
    for kind, chunk in _chunks(lines):
        if kind == "table":
            blocks.append(reader.table(chunk, blocks))
        else:
            blocks.extend(reader.words(chunk))
    for block in blocks:
        if isinstance(block, Words):
            links += [Hyperlink(found[0], found[0], block.where) for found in _ADDRESS.finditer(block.text)]
    return Source(tuple(blocks), tuple(links))


# Tables ------------------------------------------------------------------------------------------------------------


def cells_of(line: str) -> list[str] | None:
    """The cells of a line that is drawn as a row; None for a line of prose."""
    if line.count("|") >= 2 or (line.strip().startswith("|") and "|" in line.strip()[1:]):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    if "\t" in line.strip():
        return [cell.strip() for cell in line.split("\t")]
    if (
        re.search(r"\S\s{2,}\S", line.strip())
        and not _BULLET.fullmatch(line)
        and len(re.split(r"\s{2,}", line.strip())) >= 2
    ):
        return [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]
    return None


def _chunks(lines: Sequence[_Line]) -> Iterator[tuple[str, list[_Line]]]:
    """Runs of lines that are a table, and runs that are words."""
    at, words = 0, list[_Line]()
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at:
            if words:
                yield "words", words
                words = []
            yield "table", list(lines[at:end])
            at = end
        else:
            words.append(lines[at])
            at += 1
    if words:
        yield "words", words


def _table_end(lines: Sequence[_Line], at: int) -> int:
    """The line after a table that starts here; the same line where none does."""
    return max(_drawn_end(lines, at), _numbers_end(lines, at))


def _drawn_end(lines: Sequence[_Line], at: int) -> int:
    """A table drawn with bars, tabs or gaps: at least two rows of the same width, with a number in one."""
    widths, end, numbers = list[int](), at, 0
    while end < len(lines):
        line = lines[end].text
        if re.fullmatch(r"[\s|+:=-]*[-=]{3,}[\s|+:=-]*", line):
            end += 1
            continue
        cells = cells_of(line)
        if cells is None or len(cells) < 2:
            break
        is_bar = "|" in line or "\t" in line
        if not is_bar and widths and len(cells) not in {max(widths), max(widths) - 1}:
            break
        widths.append(len(cells))
        numbers += sum(bool(re.fullmatch(rf"{_VALUE}", cell)) for cell in cells[1:])
        end += 1
    return end if len(widths) >= 3 and numbers >= 2 and max(widths) >= 2 else at


def _numbers_end(lines: Sequence[_Line], at: int) -> int:
    """Rows with nothing drawn: a label and the same number of numbers on each line, blank lines between allowed."""
    first = _VALUES.fullmatch(lines[at].text)
    if not first or _looks_like_prose(first["label"]):
        return at
    width = len(first["values"].split())
    end, rows, pending, cursor = at, 0, 0, at
    while cursor < len(lines):
        line = lines[cursor].text
        found = _VALUES.fullmatch(line)
        if found and len(found["values"].split()) == width and not _looks_like_prose(found["label"]):
            rows, pending, end = rows + 1, 0, cursor + 1
        elif line.strip() and (
            pending
            or len(line.strip()) > 40
            or re.search(r"[.!?:]$|\d", line.strip())
            or _NUMBERED.fullmatch(line)
        ):
            break
        elif line.strip():
            pending = 1
        cursor += 1
        if cursor - end > 6:
            break
    return end if rows >= 3 and width >= 2 else at


def _looks_like_prose(label: str) -> bool:
    return len(label) > 45 or (
        bool(re.search(r"[.;:]\s|\b(?:the|were|was|and|from|to)\b\s*$", label.strip())) and len(label) > 25
    )


class _Reader:
    """Reads chunks in order, counting tables and lists."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.tables = 0
        self.lists = 0
        self.number = ""

    def table(self, chunk: list[_Line], before: list[Words | Grid]) -> Grid:
        """A table; the short lines just before it that name its columns are its headings."""
        self.tables += 1
        rows = _rows(chunk)
        width = max(len(row) for row in rows)
        groups = self._groups(before, rows, width)
        place = f"table {self.tables}, line {chunk[0].number}"
        cells = tuple(tuple(row) for row in ([groups, *rows] if groups else rows))
        return Grid(cells, f"{self.where} {place}".strip(), _caption(before))

    def _groups(self, before: list[Words | Grid], rows: list[list[str]], width: int) -> list[str]:
        """Headings that span several columns each, written as paragraphs of their own above the table."""
        values = rows[0][1:]
        repeats = len(values) // len(set(values)) if values and len(set(values)) < len(values) else 0
        if (
            repeats < 2
            or len(values) % repeats
            or not all(re.fullmatch(r"(?:19|20)\d\d(?:/\d\d)?|Q\d", one) for one in values)
        ):
            return []
        names: list[str] = []
        while before and len(names) < repeats and isinstance(before[-1], Words) and _is_name(before[-1]):
            names.insert(0, before.pop().text)  # type: ignore[union-attr]
        if len(names) != repeats:
            return []
        span = len(values) // repeats
        return ["", *(name for name in names for _ in range(span))][:width]

    def words(self, chunk: list[_Line]) -> Iterator[Words]:
        inside = False
        for opening, lines in _paragraphs(chunk):
            text = " ".join(line.text.strip() for line in lines)
            if opening == "item":
                bullet = _BULLET.fullmatch(text) or _STEP.fullmatch(text)
                if not inside:
                    self.lists += 1
                inside = True
                yield Words(bullet["rest"] if bullet else text, self._place(lines[0]), self.lists)
                continue
            inside = False
            numbered = _NUMBERED.fullmatch(text)
            if numbered:
                self.number = numbered["number"]
                yield Words(numbered["rest"], f"paragraph {self.number}")
            elif heading := _HEADING.fullmatch(text):
                self.number = ""
                yield Words(heading["rest"], f"section {heading['number']}", is_heading=True)
            else:
                is_heading = len(text) < 90 and not re.search(r"[.!?:,;]$", text)
                yield Words(text, self._place(lines[0]), is_heading=is_heading)

    def _place(self, line: _Line) -> str:
        return f"paragraph {self.number}, line {line.number}" if self.number else f"line {line.number}"


def _is_name(words: Words) -> bool:
    return len(words.text) < 70 and not re.search(r"[.!?:]$", words.text) and not words.list_id


def _caption(before: list[Words | Grid]) -> str:
    last = before[-1] if before else None
    if (
        isinstance(last, Words)
        and re.match(r"(?:table|figure)\s+\d", last.text, re.IGNORECASE)
        and len(last.text) < 200
    ):
        return last.text
    return ""


def _rows(chunk: list[_Line]) -> list[list[str]]:
    """The cells of each row; a label on a line of its own belongs to the numbers below it."""
    rows: list[list[str]] = []
    label = ""
    for line in chunk:
        if not line.text.strip() or re.fullmatch(r"[\s|+:=-]*[-=]{3,}[\s|+:=-]*", line.text):
            continue
        cells = cells_of(line.text)
        if cells is None or len(cells) < 2:
            found = _VALUES.fullmatch(line.text)
            if found is None:
                label = f"{label} {line.text.strip()}".strip()
                continue
            cells = [f"{label} {found['label'].strip()}".strip(), *found["values"].split()]
        elif label and not cells[0]:
            cells = [label, *cells[1:]]
        rows.append(cells)
        label = ""
    width = max(len(row) for row in rows)
    return [
        [""] * (width - len(row)) + row if len(row) < width and n == 0 else row + [""] * (width - len(row))
        for n, row in enumerate(rows)
    ]


# Words -------------------------------------------------------------------------------------------------------------


def _paragraphs(chunk: list[_Line]) -> Iterator[tuple[str, list[_Line]]]:
    """Paragraphs and items as the lines they run over. A blank line within a sentence does not end it."""
    kind, held, gap = "", list[_Line](), False
    for line in chunk:
        if not line.text.strip():
            gap = bool(held)
            continue
        opens = _opens(line.text) or _lost_bullet(line.text, kind, held)
        runs_on = held and not opens and (not gap or _continues(held[-1].text, line.text, kind))
        if runs_on:
            held.append(line)
        else:
            if held:
                yield kind, held
            kind, held = opens or "words", [line]
        gap = False
    if held:
        yield kind, held


def _lost_bullet(line: str, kind: str, held: list[_Line]) -> str:
    """Text taken out of a PDF may keep of a bullet only its one space: after a colon, or after another such item."""
    after_list = kind == "item" or bool(held and held[-1].text.rstrip().endswith(":"))
    return "item" if after_list and re.match(r" (?=[A-Z‘’“\"(\d])\S", line) else ""


def _opens(line: str) -> str:
    if _NUMBERED.fullmatch(line):
        return "numbered"
    if _HEADING.fullmatch(line) and re.match(r"\s*\d{1,2}\.\s", line):
        return "heading"
    return "item" if _BULLET.fullmatch(line) or _STEP.fullmatch(line) else ""


def _continues(before: str, line: str, kind: str) -> bool:
    """A page may break within a sentence: no full stop before, and a small letter after."""
    return (
        kind != "heading"
        and not re.search(r"[.!?:;]\s*$", before)
        and (line.strip()[:1].islower() or line.strip()[:1] == "(")
    )
