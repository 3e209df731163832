"""The words of a PDF's page, shown or not, put together again from where each piece stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from frankpledge.reviews.scanning.pdf_fonts import UNKNOWN, Font, font_of

OPERATORS = "BT ET Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Ts Do BDC BMC EMC q Q cm"
WORD_GAP = 0.18
"""Of the size of the type: a wider gap is a space."""
LINE = 0.5
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


@dataclass
class Piece:
    """Some text and where it stands."""

    text: str
    x: float
    y: float
    end: float
    size: float


@dataclass
class State:
    """Where the pen is and with what it writes."""

    font: Font | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass
class Reader:
    """Reads content streams; forms within forms too, each at most so often."""

    pieces: list[Piece] = field(default_factory=list)
    spoken: list[Piece] = field(default_factory=list)
    """The same, with words that stand for what is drawn put in its place."""
    marked: list[str] = field(default_factory=list)
    open_marks: list[str | None] = field(default_factory=list)
    unknown: int = 0
    known: int = 0
    fonts: dict[Any, Font] = field(default_factory=dict)
    shown: set[tuple[int, int]] = field(default_factory=set)
    """The numbers of the forms and pictures that were drawn."""
    pictures: int = 0

    def read(self, stream: Any, resources: Any, matrix: Matrix = IDENTITY, depth: int = 0) -> None:
        """Take in one content stream with its resources."""
        import pikepdf

        state, stack = State(), []
        line = text = IDENTITY
        for operands, operator in pikepdf.parse_content_stream(stream, OPERATORS):  # type: ignore[misc]
            name = str(operator)
            if name == "Tj" or name == "TJ" or name == "'" or name == '"':
                if name in {"'", '"'}:
                    line = text = times((1, 0, 0, 1, 0, -state.leading), line)
                text = self._show(operands[-1], state, text, matrix, is_list=name == "TJ")
            elif name == "Td" or name == "TD":
                x, y = float(operands[0]), float(operands[1])
                if name == "TD":
                    state.leading = -y
                line = text = times((1, 0, 0, 1, x, y), line)
            elif name == "Tm":
                line = text = tuple(float(each) for each in operands)  # type: ignore[assignment]
            elif name == "T*":
                line = text = times((1, 0, 0, 1, 0, -state.leading), line)
            elif name == "BT":
                line = text = IDENTITY
            elif name == "Tf":
                state.font, state.size = self._font(resources, str(operands[0])), float(operands[1])
            elif name == "q":
                stack.append((matrix, State(**vars(state))))
            elif name == "Q" and stack:
                matrix, state = stack.pop()
            elif name == "cm":
                matrix = times(tuple(float(each) for each in operands), matrix)  # type: ignore[arg-type]
            elif name == "Do":
                self._form(resources, str(operands[0]), matrix, depth)
            elif name == "BDC" or name == "BMC":
                self.open_marks.append(self._mark(operands))
            elif name == "EMC":
                del self.open_marks[-1:]
            else:
                _set(state, name, operands)

    def _font(self, resources: Any, name: str) -> Font | None:
        fonts = resources.get("/Font") if resources is not None else None
        given = fonts.get(name) if fonts is not None else None
        if given is None:
            return None
        key = given.objgen if given.objgen != (0, 0) else None
        if key is None or key not in self.fonts:
            made = font_of(given)
            if key is None:
                return made
            self.fonts[key] = made
        return self.fonts[key]

    def _form(self, resources: Any, name: str, matrix: Matrix, depth: int) -> None:
        held = resources.get("/XObject") if resources is not None else None
        form = held.get(name) if held is not None else None
        if form is not None:
            self.shown.add(form.objgen)
            self.pictures += str(form.get("/Subtype", "")) == "/Image"
        if form is None or str(form.get("/Subtype", "")) != "/Form" or depth > 12:
            return
        own = form.get("/Matrix")
        inner = times(tuple(float(each) for each in own), matrix) if own is not None else matrix  # type: ignore[arg-type]
        self.read(form, form.get("/Resources", resources), inner, depth + 1)

    def _mark(self, operands: Any) -> str | None:
        """Words that stand for what is drawn (/ActualText, /Alt, /E); those of /ActualText are given back."""
        import pikepdf

        properties = operands[1] if len(operands) > 1 else None
        if not isinstance(properties, pikepdf.Dictionary):
            return None
        self.marked += [str(properties[key]) for key in ("/ActualText", "/Alt", "/E") if key in properties]
        return str(properties["/ActualText"]) if "/ActualText" in properties else None

    def _add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        at = next((n for n, mark in enumerate(self.open_marks) if mark is not None), None)
        if at is None:
            self.unknown += piece.text.count(UNKNOWN)
            self.known += len(piece.text)
            self.spoken.append(piece)
        elif self.open_marks[at]:
            self.spoken.append(Piece(self.open_marks[at] or "", piece.x, piece.y, piece.end, piece.size))
            self.open_marks[at] = ""
        elif self.spoken:
            self.spoken[-1].end = piece.end

    def _show(self, operand: Any, state: State, text: Matrix, matrix: Matrix, *, is_list: bool) -> Matrix:
        font = state.font
        if font is None:
            return text
        for each in operand if is_list else (operand,):
            if isinstance(each, int | float | Decimal):
                text = times((1, 0, 0, 1, -float(each) / 1000 * state.size * state.scale, 0), text)
                continue
            raw = bytes(each)
            said, moved = [], 0.0
            for meaning, width, is_space in font.read(raw):
                said.append(meaning)
                moved += (
                    width / 1000 * state.size + state.spacing + (state.word_spacing if is_space else 0)
                ) * state.scale
            at = times(times((1, 0, 0, 1, 0, state.rise), text), matrix)
            text = times((1, 0, 0, 1, moved, 0), text)
            after = times(text, matrix)
            words = "".join(said)
            length = (at[0] ** 2 + at[1] ** 2) ** 0.5 or 1.0
            # Along the line of writing and across it, so that turned text reads as any other.
            along, across = at[0] / length, at[1] / length
            self._add(
                Piece(
                    words,
                    at[4] * along + at[5] * across,
                    at[5] * along - at[4] * across,
                    after[4] * along + after[5] * across,
                    abs(state.size) * length,
                )
            )
        return text


def _set(state: State, name: str, operands: Any) -> None:
    fields = {"Tc": "spacing", "Tw": "word_spacing", "TL": "leading", "Ts": "rise"}
    if name in fields:
        setattr(state, fields[name], float(operands[0]))
    elif name == "Tz":
        state.scale = float(operands[0]) / 100


def joined(pieces: list[Piece]) -> str:
    """The pieces in the order given, with spaces and ends of lines where there is room for them."""
    return "".join(_joined(pieces))


def _joined(pieces: list[Piece]) -> Iterator[str]:
    before: Piece | None = None
    for piece in pieces:
        if before is not None:
            size = max(piece.size, before.size, 0.1)
            if abs(piece.y - before.y) > LINE * size:
                yield "\n"
            elif piece.x - before.end > WORD_GAP * size or piece.x < before.x - LINE * size:
                yield " "
            elif piece.x < before.x + WORD_GAP * size and len(before.text.strip()) > 1:
                yield " "  # drawn over the one before, not after it
            elif _is_number_of_note(before, piece):
                yield " "
        yield piece.text
        before = piece


def broken_words(pieces: list[Piece]) -> Iterator[str]:
    """Words that a hyphen breaks at the end of a line, put together with the line below it in the same column."""
    lines = [_stretches(line) for line in _lines(pieces)]
    for at, line in enumerate(lines):
        for one in line:
            if not one.text.rstrip().endswith(HYPHENS):
                continue
            for other in (below for near in lines[at + 1 : at + 4] for below in near):
                if other.x < one.end and other.end > one.x and one.y - other.y < 3 * max(one.size, 1):
                    yield f"{one.text.rstrip()[:-1].split(' ')[-1]}{other.text.lstrip()}"
                    break


def _is_number_of_note(before: Piece, piece: Piece) -> bool:
    """Whether figures follow figures of another size or height: the number of a note, and what it stands at."""
    if not (before.text[-1:].isdigit() and piece.text[:1].isdigit()):
        return False
    small, large = sorted((before.size, piece.size))
    return small < 0.85 * large or abs(before.y - piece.y) > 0.15 * large


def noted(pieces: list[Piece]) -> Iterator[str]:
    """Lines that begin with the number of a note, without it: set in small figures of its own it may touch what follows."""
    for line in _lines(pieces):
        number = line[0].text.strip()
        if len(line) > 1 and number.isdigit() and len(number) < 4 and line[1].text[:1].isdigit():
            yield joined(line[1:])


def turned_lines(pieces: list[Piece]) -> Iterator[str]:
    """On a page with columns, the end of each line with the beginning of the one below it in the same column."""
    lines = [_stretches(line) for line in _lines(pieces)]
    if all(len(line) < 2 for line in lines):
        return
    for at, line in enumerate(lines):
        for one in line:
            below = (other for near in lines[at + 1 : at + 3] for other in near)
            for other in below:
                if other.x < one.end and other.end > one.x and one.y - other.y < 2 * max(one.size, 1):
                    yield f"{' '.join(one.text.split()[-4:])} {' '.join(other.text.split()[:4])}"
                    break


def edges(pieces: list[Piece]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first and the last lines of a page that are more than its number."""
    said = [" ".join(part.text for part in _stretches(line)).strip() for line in _lines(pieces)]
    lines = [line for line in said if len(line.split()) > 1 and not NUMBER_OF_PAGE.fullmatch(line)]
    return tuple(lines[:EDGE]), tuple(lines[-EDGE:])


EDGE = 3
NUMBER_OF_PAGE = re.compile(r"\W*(?:page|tudalen)?\W*\d+(?:\W*(?:of|o|/)\W*\d+)?\W*", re.I)
HYPHENS = ("-", "\u2010", "\u2011", "\xad")
COLUMN_GAP = 1.5
"""Of the size of the type: a wider gap parts columns."""


def _stretches(line: list[Piece]) -> list[Piece]:
    """A line as its columns: pieces with no wide gap between them put together."""
    found: list[Piece] = []
    for piece in line:
        last = found[-1] if found else None
        if last and piece.x - last.end <= COLUMN_GAP * max(piece.size, last.size, 0.1):
            gap = " " if piece.x - last.end > WORD_GAP * max(piece.size, last.size, 0.1) else ""
            found[-1] = Piece(
                f"{last.text}{gap}{piece.text}", last.x, last.y, max(last.end, piece.end), last.size
            )
        else:
            found.append(piece)
    return found


def by_place(pieces: list[Piece]) -> list[Piece]:
    """The pieces as the eye meets them: line by line, left to right."""
    return [piece for line in _lines(pieces) for piece in line]


def _lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.y, each.x)):
        if lines and abs(lines[-1][0].y - piece.y) <= 0.3 * max(piece.size, 1):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda each: each.x) for line in lines]
