"""What in a file of an earlier plan looks like a priority, an action or a measure, and why. A person confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

KINDS = {"priority": "Priority", "action": "Action", "measure": "Measure", "leave": "Leave it out"}
ANNOUNCES = {
    "priority": re.compile(r"\bpriorit(y|ies)\b", re.I),
    "action": re.compile(
        r"\b(actions?|activit(y|ies)|what we (will|shall|are going to) do|how we will|we will|deliver\w*|initiatives?|work undertaken|steps)\b",
        re.I,
    ),
    "measure": re.compile(
        r"\b(measures?|indicators?|targets?|how (we|will we) (will )?know|what success|success looks|performance|kpis?|outcomes?)\b",
        re.I,
    ),
}
NAMED = re.compile(r"^priority\s*(?:(?:no\.?|number)?\s*\d+|[a-z])?\s*[:.\-–—]\s*(?P<title>\S.*)$", re.I)
"""‘Priority 3: Rural crime’."""
COLUMNS = {
    "priority": re.compile(r"priorit", re.I),
    "action": re.compile(r"action|activit|what we|initiative|deliver", re.I),
    "measure": re.compile(r"measure|indicator|target|success|kpi", re.I),
}
LONGEST_TITLE = 120
"""Letters; a longer line is no title of a priority."""
MOST = 2000
"""Lines drafted from one file; a plan has a few hundred."""


@dataclass(frozen=True)
class Line:
    """A line of the file. `style` is heading, bullet, text or cells; `level` that of a heading; `cells` those of a table row.

    `table` tells the tables of a file apart; `place` is where a person finds it.
    """

    text: str
    style: str
    place: str
    level: int = 0
    cells: tuple[str, ...] = ()
    table: int = 0


@dataclass(frozen=True)
class Drafted:
    """A line taken for something. `under` is the number of the priority that it belongs to, from 0; None: of none."""

    kind: str
    text: str
    place: str
    because: str
    under: int | None = None


@dataclass
class _Reading:
    """Where the reading stands: what the nearest heading or sentence announced, and under which priority."""

    announced: str = ""
    because: str = ""
    level: int = 0
    priority: int | None = None
    drafted: list[Drafted] = field(default_factory=list)

    def draft(self, kind: str, text: str, place: str, because: str) -> None:
        """Note a line; a priority that was drafted before only becomes the one that things belong to."""
        text = clean(text)
        if kind == "priority":
            known = next(
                (n for n, one in enumerate(self.drafted) if one.kind == kind and _same(one.text, text)), None
            )
            if known is not None:
                self.priority = known
                return
            self.priority = len(self.drafted)
            self.drafted.append(Drafted(kind, text, place, because))
        elif not any(
            one.kind == kind and one.text == text and one.under == self.priority for one in self.drafted
        ):
            self.drafted.append(Drafted(kind, text, place, because, self.priority))


def clean(text: str) -> str:
    """A line without its bullet, number and the space around it."""
    text = " ".join(text.split())
    return re.sub(r"^(?:[•●▪◦‣·–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+", "", text).strip(" ;")


def _same(one: str, other: str) -> bool:
    return one.casefold().strip(" .") == other.casefold().strip(" .")


def drafted(lines: Sequence[Line]) -> tuple[Drafted, ...]:
    """What looks like a priority, an action or a measure, in the order of the file. Empty: the file is no plan."""
    reading = _Reading()
    headers: dict[int, dict[int, str]] = {}
    for line in lines:
        if len(reading.drafted) >= MOST:
            break
        if line.style == "cells":
            _row(reading, line, headers)
        elif line.style == "heading":
            _heading(reading, line)
        elif line.style == "bullet":
            _bullet(reading, line)
        else:
            _sentence(reading, line)
    return tuple(reading.drafted)


def _announced(text: str) -> str:
    """What a heading or a leading sentence is about; measures go before actions, and both before priorities."""
    return next((kind for kind in ("measure", "action", "priority") if ANNOUNCES[kind].search(text)), "")


def _heading(reading: _Reading, line: Line) -> None:
    text = clean(line.text)
    if found := NAMED.match(text):
        reading.draft("priority", found["title"], line.place, f"the heading says ‘{_short(text)}’")
        reading.announced, reading.because, reading.level = (
            "action",
            f"it stands under ‘{_short(text)}’",
            line.level,
        )
        return
    if (
        reading.announced == "priority"
        and line.level > reading.level
        and len(text) <= LONGEST_TITLE
        and not _announced(text)
    ):
        reading.draft("priority", text, line.place, reading.because)
        return
    known = _known_priority(reading, text)
    if known is not None:
        reading.priority = known
        reading.announced, reading.because, reading.level = (
            "action",
            f"it stands under ‘{_short(text)}’",
            line.level,
        )
        return
    kind = _announced(text)
    if kind or line.level <= reading.level or not reading.level:
        reading.announced, reading.because, reading.level = (
            kind,
            f"the heading above says ‘{_short(text)}’",
            line.level,
        )
    if kind == "priority":
        reading.priority = None


def _known_priority(reading: _Reading, text: str) -> int | None:
    return next(
        (n for n, one in enumerate(reading.drafted) if one.kind == "priority" and _same(one.text, text)), None
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def _bullet(reading: _Reading, line: Line) -> None:
    text = clean(line.text)
    if not text:
        return
    if found := NAMED.match(text):
        reading.draft("priority", found["title"], line.place, "the line says ‘Priority’")
    elif reading.announced == "priority" and len(text) > LONGEST_TITLE:
        reading.draft("action", text, line.place, "it is too long for the name of a priority")
    elif reading.announced:
        if reading.announced == "action" and (known := _known_priority(reading, text)) is not None:
            reading.priority = known
            return
        reading.draft(reading.announced, text, line.place, reading.because)


def _sentence(reading: _Reading, line: Line) -> None:
    text = clean(line.text)
    if found := NAMED.match(text):
        if len(found["title"]) <= LONGEST_TITLE:
            reading.draft("priority", found["title"], line.place, "the line begins with ‘Priority’")
            reading.announced, reading.because = "action", f"it stands under ‘{_short(text)}’"
        return
    if text.endswith(":") and (kind := _announced(text)):
        reading.announced, reading.because = kind, f"the sentence before says ‘{_short(text[-80:])}’"
        if kind != "priority" and not _names_one(reading, text):
            reading.priority = None if kind == "action" and reading.level == 0 else reading.priority


def _names_one(reading: _Reading, text: str) -> bool:
    """Whether the sentence names a priority, which then is the one that what follows belongs to."""
    for number, one in enumerate(reading.drafted):
        if one.kind == "priority" and one.text.casefold() in text.casefold():
            reading.priority = number
            return True
    return False


def _row(reading: _Reading, line: Line, headers: dict[int, dict[int, str]]) -> None:
    """A row of a table: the first row that names columns is its header; others are read by it."""
    if line.table not in headers:
        named = {
            number: kind
            for number, cell in enumerate(line.cells)
            if (
                kind := next(
                    (k for k, pattern in COLUMNS.items() if pattern.search(cell) and len(cell) < 60), ""
                )
            )
        }
        if named:
            headers[line.table] = named
        return
    columns = headers[line.table]
    for number, kind in sorted(columns.items(), key=lambda one: list(COLUMNS).index(one[1])):
        text = line.cells[number] if number < len(line.cells) else ""
        for part in _parts(text) if kind != "priority" else iter([text]):
            if clean(part):
                reading.draft(
                    kind,
                    part,
                    line.place,
                    f"it stands in a column for {kind}s".replace("prioritys", "priorities"),
                )


def _parts(text: str) -> Iterator[str]:
    yield from (part for part in re.split(r"\n+|;\s+(?=[A-Z])", text) if part.strip())
