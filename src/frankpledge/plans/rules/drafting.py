"""What in a file of an earlier plan looks like a priority, an action or a measure, and why. A person confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

KINDS = {"priority": "Priority", "action": "Action", "measure": "Measure", "leave": "Leave it out"}
ANNOUNCES = {
    "priority": re.compile(
        r"\b(priorit(y|ies)|what matters most|(our|the|strategic) (themes|ambitions|aims|goals|objectives|pillars)|focus areas)\b",
        re.I,
    ),
    "action": re.compile(
        r"\b(actions?|activit(y|ies)|what (we )?(will|shall|are)( we)? (going to )?do|how we will|we will|deliver\w*|initiatives?|work undertaken|steps)\b",
        re.I,
    ),
    "measure": re.compile(
        r"\b(measures?|indicators?|targets?|how (we|will we) (will )?know|what success|success looks|performance|kpis?|outcomes?)\b",
        re.I,
    ),
}
NAMED = re.compile(r"^priority\s*(?:(?:no\.?|number)?\s*\d+|[a-z])?\s*[:.\-–—]\s*(?P<title>\S.*)$", re.I)
"""‘Priority 3: Rural crime’."""
WORDS = (
    "theme",
    "ambition",
    "pillar",
    "goal",
    "strategic aim",
    "aim",
    "strategic objective",
    "objective",
    "focus area",
    "outcome",
)
"""What plans call their priorities where they do not call them so, the largest first; a number always follows."""
NUMBER = r"(?:no\.?|number)?\s*(?:\d+|[a-z]|[ivx]+|one|two|three|four|five|six|seven|eight|nine|ten)"
CODED = re.compile(r"^(?:[A-Z]{1,3}\s?\d{1,2}|\d{1,2}\.\d{1,2})[.):]?\s+(?P<title>\S.*)$")
"""‘A2. Screen every missing child’."""
SAID = re.compile(
    r"^(?P<what>actions?|kpis?|measures?|indicators?|success measures?|targets?)(?:\s*\d+)?\s*:\s+(?P<title>\S.*)$",
    re.I,
)
"""‘KPI: children referred’, within a line."""
COLUMNS = {
    "priority": re.compile(r"priorit|theme|ambition|strand|pillar", re.I),
    "action": re.compile(
        r"action|activit|what (we|will)|initiative|deliver|commitment|\btask|\bsteps?\b", re.I
    ),
    "measure": re.compile(r"measure|indicator|target|success|kpi|how (we|will we).*know", re.I),
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
    section: int = 0
    """The level of the heading that announced priorities, while its section lasts; 0 outside."""
    titled: int = 0
    """The level of the headings in that section that are priorities; 0 before the first."""
    named: re.Pattern[str] = NAMED
    """How a line names a priority in this file."""
    drafted: list[Drafted] = field(default_factory=list)

    def draft(self, kind: str, text: str, place: str, because: str) -> None:
        """Note a line; a priority that was drafted before only becomes the one that things belong to."""
        text = _unnumbered(text)
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


def _unnumbered(text: str) -> str:
    """A line without the number of its section either, such as ‘2.1 Burglary’."""
    return re.sub(r"^\d{1,2}(?:\.\d{1,2})+[.)]?\s+(?=[A-Z])", "", clean(text))


def _same(one: str, other: str) -> bool:
    return one.casefold().strip(" .") == other.casefold().strip(" .")


def drafted(lines: Sequence[Line]) -> tuple[Drafted, ...]:
    """What looks like a priority, an action or a measure, in the order of the file. Empty: the file is no plan."""
    reading = _Reading(named=_naming(lines))
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


def _naming(lines: Sequence[Line]) -> re.Pattern[str]:
    """How this file names its priorities: by that word, else by the largest of the others that it counts at least two of."""
    texts = [clean(line.text) for line in lines if line.style != "cells"]
    if any(NAMED.match(text) for text in texts):
        return NAMED
    for word in WORDS:
        found = re.compile(rf"^{word}\s+{NUMBER}\s*[:.\-–—]\s*(?P<title>\S.*)$", re.I)
        if len({text for text in texts if found.match(text)}) > 1:
            return found
    return NAMED


def _announced(text: str) -> str:
    """What a heading or a leading sentence is about; measures go before actions, and both before priorities."""
    return next((kind for kind in ("measure", "action", "priority") if ANNOUNCES[kind].search(text)), "")


def _heading(reading: _Reading, line: Line) -> None:
    text = _unnumbered(line.text)
    if found := reading.named.match(text):
        reading.draft("priority", found["title"], line.place, f"the heading says ‘{_short(text)}’")
        reading.announced, reading.because, reading.level = (
            "action",
            f"it stands under ‘{_short(text)}’",
            line.level,
        )
        return
    if reading.section and line.level <= reading.section:
        reading.section = reading.titled = 0
        reading.priority = None
    is_title = text and len(text) <= LONGEST_TITLE and not _announced(text)
    is_next = bool(reading.titled) and line.level == reading.titled
    is_first = reading.announced == "priority" and line.level > reading.level
    if is_title and (is_next or is_first):
        because = reading.because if is_first else "it is a heading like those of other priorities"
        reading.draft("priority", text, line.place, because)
        reading.titled = reading.titled or line.level
        if reading.titled == line.level:
            reading.announced, reading.because = "action", f"it stands under ‘{_short(text)}’"
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
        reading.priority, reading.section, reading.titled = None, line.level, 0


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
    if found := reading.named.match(text):
        reading.draft("priority", found["title"], line.place, _because_named(text))
    elif found := SAID.match(text):
        _said(reading, found, line.place)
    elif reading.announced == "priority" and len(text) > LONGEST_TITLE:
        reading.draft("action", text, line.place, "it is too long for the name of a priority")
    elif reading.announced:
        if reading.announced == "action" and (known := _known_priority(reading, text)) is not None:
            reading.priority = known
            return
        reading.draft(reading.announced, text, line.place, reading.because)


def _sentence(reading: _Reading, line: Line) -> None:
    text = clean(line.text)
    if found := reading.named.match(text):
        if len(found["title"]) <= LONGEST_TITLE:
            reading.draft("priority", found["title"], line.place, _because_named(text))
            reading.announced, reading.because = "action", f"it stands under ‘{_short(text)}’"
        return
    if found := SAID.match(text):
        _said(reading, found, line.place)
        return
    if reading.announced in {"action", "measure"} and (found := CODED.match(text)):
        reading.draft(reading.announced, found["title"], line.place, reading.because)
        return
    if text.endswith(":") and (kind := _announced(text)):
        reading.announced, reading.because = kind, f"the sentence before says ‘{_short(text[-80:])}’"
        if kind != "priority" and not _names_one(reading, text):
            reading.priority = None if kind == "action" and reading.level == 0 else reading.priority


def _because_named(text: str) -> str:
    return f"the line begins with ‘{text.split(maxsplit=1)[0].capitalize()}’"


def _said(reading: _Reading, found: re.Match[str], place: str) -> None:
    """A line that says itself what it is."""
    kind = "action" if found["what"].lower().startswith("action") else "measure"
    parts = found["title"].split("; ") if kind == "measure" else [found["title"]]
    for part in parts:
        reading.draft(kind, part, place, f"the line begins with ‘{found['what']}’")


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
        # A lone cell of a spreadsheet is its title, whatever it says.
        if named and (sum(map(bool, line.cells)) > 1 or not line.place.startswith("sheet")):
            headers[line.table] = named
            if line.place.startswith("sheet"):
                reading.priority = None
        return
    if any(cell.lower().startswith("total") for cell in line.cells):
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
