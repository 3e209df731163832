"""Files of past meetings: read row by row, each row good or refused with its reasons; and written again. Pure.

The shape is that of `meetings replay`, with more said of attendance and resolutions where it is known.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from frankpledge.governance.facts import MEETING_KINDS, OUTCOMES
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, heading_rows

KEYS = (
    "on", "kind", "phase", "title", "status", "attendance", "quorate", "confirms", "resolutions", "source",
)  # fmt: skip
STATUSES = ("held", "adjourned", "cancelled", "planned")
STANDINGS = ("holder", "deputy")
ENDINGS = (".json", ".toml", ".csv")
YES, NO = ("yes", "true", "y", "1"), ("no", "false", "n", "0")
LARGEST = 5 * 1024**2


@dataclass(frozen=True)
class Came:
    """A seat that was filled. As read it is what the file calls the seat; once placed, its slug."""

    seat: str
    standing: str = ""


@dataclass(frozen=True)
class Resolved:
    """What a meeting decided, as the file says."""

    text: str
    outcome: str = "carried"
    effect: str = "note"
    about: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class PastRow:
    """One meeting of a file. `attendance` is the seats that were filled, only how many came, or None: not recorded."""

    row: int
    on: PartialDate
    kind: str
    phase: str
    title: str
    status: str
    attendance: tuple[Came, ...] | int | None
    quorate: bool | None
    confirms: tuple[PartialDate, ...]
    resolutions: tuple[Resolved, ...]
    source: str

    @property
    def took_place(self) -> bool:
        return self.status in {"held", "adjourned"}

    @property
    def key(self) -> str:
        """A hash of everything that the row says: the same meeting said in the same way has the same key."""
        text = json.dumps(as_written(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken in, with everything that is wrong with it."""

    row: int
    on: str
    problems: tuple[Problem, ...]


# Reading ----------------------------------------------------------------------------------------------------------


def read_past(content: bytes, name: str) -> tuple[PastRow | Refused, ...]:
    """Every row of a JSON, TOML or CSV file. Raises `Unusable` for a file that cannot be read at all."""
    if len(content) > LARGEST:
        raise _unusable("too-large", "the file is larger than 5 MB.", "Cut it into several files.", name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(
            "not-utf-8", "the file is not UTF-8 text.", "Save it again as UTF-8.", name
        ) from error
    rows = _rows(text, name)
    if not rows:
        raise _unusable("no-rows", "the file holds no meeting.", "Write at least one.", name)
    return tuple(_read(TomlTable(name, values, "", row), row) for row, values in rows)


def _unusable(code: str, reason: str, remedy: str, name: str, row: int | None = None) -> Unusable:
    return Unusable(Problem(code, reason[:1].upper() + reason[1:], remedy, name, row))


def _rows(text: str, name: str) -> list[tuple[int, dict[str, object]]]:
    ending = next((one for one in ENDINGS if name.lower().endswith(one)), "")
    if ending == ".csv":
        return _csv_rows(text, name)
    if not ending:
        raise _unusable("ending", f"‘{name}’ is none of .json, .toml and .csv.", "Rename or export it.", name)
    try:
        value = tomllib.loads(text) if ending == ".toml" else json.loads(text)
    except ValueError as error:
        raise _unusable("unreadable", f"the file cannot be read: {error}.", "Mend it.", name) from error
    if isinstance(value, dict):
        value = value.get("meetings", value.get("meeting"))
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise _unusable(
            "not-a-list", "the file holds no list of meetings.", "Write [{…}], or [[meeting]] in TOML.", name
        )
    lines = heading_rows(text) if ending == ".toml" else {}
    return [(lines.get(f"meeting[{n}]", n), _without_nulls(row)) for n, row in enumerate(value, start=1)]


def _without_nulls(row: Mapping[str, object]) -> dict[str, object]:
    return {key: one for key, one in row.items() if one is not None}


def _csv_rows(text: str, name: str) -> list[tuple[int, dict[str, object]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        header = [one.strip().lower() for one in reader.fieldnames or ()]
        unknown = sorted(set(header) - set(KEYS))
        if unknown or "on" not in header:
            what = f"the column ‘{unknown[0]}’ is not known" if unknown else "there is no column ‘on’"
            raise _unusable("columns", f"{what}.", f"Use these columns: {', '.join(KEYS)}.", name, 1)
        reader.fieldnames = header
        return [(reader.line_num, _from_csv(row)) for row in reader if any(_filled(row))]
    except csv.Error as error:
        line = reader.line_num
        raise _unusable("unreadable", f"the file cannot be read: {error}.", "Mend it.", name, line) from error


def _filled(row: Mapping[str | None, object]) -> Iterator[bool]:
    for value in row.values():
        yield bool(value)


def _from_csv(row: Mapping[str | None, object]) -> dict[str, object]:
    """Cells as values: lists have semicolons between their parts; what is empty is not said."""
    made: dict[str, object] = {
        key: value.strip() for key, value in row.items() if key and isinstance(value, str) and value.strip()
    }
    for key in ("confirms", "resolutions", "attendance"):
        if key in made:
            made[key] = [one.strip() for one in str(made[key]).split(";") if one.strip()]
    there = made.get("attendance")
    if isinstance(there, list) and len(there) == 1 and there[0].isdecimal():
        made["attendance"] = int(there[0])
    said = str(made.get("quorate", "")).casefold()
    if said in YES + NO:
        made["quorate"] = said in YES
    if row.get(None):
        made["too many cells"] = str(row[None])
    return made


def _read(entry: TomlTable, row: int) -> PastRow | Refused:
    made = PastRow(
        row=row,
        on=entry.partial("on"),
        kind=entry.choice("kind", tuple(MEETING_KINDS), "ordinary"),
        phase=entry.text("phase", ""),
        title=entry.text("title", ""),
        status=entry.choice("status", STATUSES, "held"),
        attendance=_attendance(entry),
        quorate=entry.flag("quorate") if entry.has("quorate") else None,
        confirms=_confirms(entry),
        resolutions=_resolutions(entry),
        source=entry.text("source", ""),
    )
    if made.on in made.confirms:
        entry.wrong(
            "confirms", "names this meeting’s own day.", "Minutes are confirmed by a later meeting.", "itself"
        )
    if not made.took_place and (made.attendance or made.resolutions or made.confirms):
        entry.wrong(
            "status", f"is {made.status}, so nobody can have attended or decided anything.",
            "Write held, or take out attendance, confirms and resolutions.", "did-not-happen",
        )  # fmt: skip
    try:
        entry.only(*KEYS)
        entry.check()
    except Unusable as unusable:
        return Refused(row, str(entry.values.get("on", "")), unusable.problems)
    return made


def _attendance(entry: TomlTable) -> tuple[Came, ...] | int | None:
    found = entry.value("attendance")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | list):
        entry.wrong(
            "attendance", "is neither a number nor a list.",
            "Write how many came, or the seats that were filled.", "attendance",
        )  # fmt: skip
        return None
    if isinstance(found, int):
        if found < 0:
            entry.wrong("attendance", f"is {found}.", "Write a number of at least 0.", "negative")
        return found
    return tuple(_came(entry, one) for one in found)


def _came(entry: TomlTable, one: object) -> Came:
    if isinstance(one, str) and one.strip():
        return Came(one.strip())
    if isinstance(one, dict) and isinstance(one.get("seat"), str) and one["seat"].strip():
        standing = str(one.get("as") or "")
        if standing not in {"", *STANDINGS}:
            entry.wrong(
                "attendance",
                f"has somebody as ‘{standing}’.",
                f"Write one of {', '.join(STANDINGS)}.",
                "standing",
            )
        return Came(one["seat"].strip(), standing if standing in STANDINGS else "")
    entry.wrong(
        "attendance", "has an entry that names no seat.", 'Write "police" or {"seat": "police", "as": "deputy"}.', "no-seat"
    )  # fmt: skip
    return Came("")


def _confirms(entry: TomlTable) -> tuple[PartialDate, ...]:
    found = entry.value("confirms")
    values = found if isinstance(found, list) else [] if found is None else [found]
    made = []
    for one in values:
        try:
            made.append(PartialDate.parse(str(one)))
        except ValueError:
            entry.wrong(
                "confirms", f"has ‘{one}’, which is no date.", "Write 2023-06-14, 2023-06 or 2023.", "no-date"
            )
    return tuple(dict.fromkeys(made))


def _resolutions(entry: TomlTable) -> tuple[Resolved, ...]:
    found = entry.value("resolutions")
    values = found if isinstance(found, list) else [] if found is None else [found]
    return tuple(_resolved(entry, one) for one in values)


def _resolved(entry: TomlTable, one: object) -> Resolved:
    if isinstance(one, str) and one.strip():
        return Resolved(one.strip())
    if not isinstance(one, dict) or not isinstance(one.get("text"), str) or not one["text"].strip():
        entry.wrong("resolutions", "has an entry without words.", 'Write "…" or {"text": "…"}.', "no-text")
        return Resolved("")
    known = {"text", "outcome", "effect", "about", "capacity"}
    for key in sorted(set(one) - known):
        entry.wrong("resolutions", f"has the key ‘{key}’.", f"Use {', '.join(sorted(known))}.", "unknown-key")
    made = Resolved(
        one["text"].strip(), str(one.get("outcome") or "carried"), str(one.get("effect") or "note"),
        str(one.get("about") or ""), str(one.get("capacity") or ""),
    )  # fmt: skip
    if made.outcome not in OUTCOMES:
        entry.wrong(
            "resolutions",
            f"has the outcome ‘{made.outcome}’.",
            f"Write one of {', '.join(OUTCOMES)}.",
            "outcome",
        )
    if made.capacity and made.capacity not in CAPACITIES:
        entry.wrong(
            "resolutions",
            f"has the capacity ‘{made.capacity}’.",
            f"Write one of {', '.join(CAPACITIES)}.",
            "capacity",
        )
    return made


# Placing ----------------------------------------------------------------------------------------------------------


def placed(row: PastRow, terms: Sequence[Constitution], name: str) -> PastRow | Refused:
    """The same row with the seats that the terms of its day give; `terms` are the versions in force on any day it may be.

    Without terms for that day the attendance stays as it was written. A name that no seat bears, or two do, is refused.
    """
    if not isinstance(row.attendance, tuple) or not terms:
        return row
    problems: list[Problem] = []
    found: dict[str, Came] = {}
    for one in row.attendance:
        slugs = {slug for version in terms for slug in _seats_called(version, one.seat)}
        if len(slugs) != 1:
            problems.append(_no_seat(row, one.seat, slugs, terms, name))
        else:
            slug = slugs.pop()
            found.setdefault(slug, Came(slug, one.standing))
    if problems:
        return Refused(row.row, row.on.iso(), tuple(problems))
    return _with(row, tuple(found[slug] for slug in sorted(found)))


def _with(row: PastRow, attendance: tuple[Came, ...]) -> PastRow:
    return PastRow(
        row.row, row.on, row.kind, row.phase, row.title, row.status, attendance, row.quorate, row.confirms,
        row.resolutions, row.source,
    )  # fmt: skip


def _seats_called(terms: Constitution, name: str) -> set[str]:
    wanted = name.casefold()
    if terms.seat(name):
        return {name}
    return {seat.slug for seat in terms.seats_by_name.get(wanted, ())}


def _no_seat(row: PastRow, name: str, slugs: set[str], terms: Sequence[Constitution], file: str) -> Problem:
    known = ", ".join(sorted({seat.slug for version in terms for seat in version.seats}))
    if slugs:
        reason = f"‘{name}’ may be any of the seats {', '.join(sorted(slugs))}."
        return Problem("two-seats", reason, "Name the seat by its slug.", file, row.row, "attendance", name)
    reason = f"The terms in force on {row.on} have no seat called ‘{name}’."
    return Problem("no-seat", reason, f"Write one of: {known}.", file, row.row, "attendance", name)


# Writing ----------------------------------------------------------------------------------------------------------


def as_written(row: PastRow) -> dict[str, object]:
    """A row as the file has it; what nobody recorded is left out."""
    there = row.attendance
    shown: object = there
    if isinstance(there, tuple):
        shown = [
            {"seat": one.seat, "as": one.standing} if one.standing else one.seat
            for one in sorted(there, key=lambda one: one.seat)
        ]
    made: dict[str, object] = {
        "on": row.on.iso(), "kind": row.kind, "phase": row.phase, "title": row.title, "status": row.status,
        "attendance": shown, "quorate": row.quorate, "confirms": [one.iso() for one in sorted(row.confirms)],
        "resolutions": [_written(one) for one in row.resolutions], "source": row.source,
    }  # fmt: skip
    kept = {key: one for key, one in made.items() if one not in ("", None)}
    return {key: one for key, one in kept.items() if key == "attendance" or one != []}


def _written(one: Resolved) -> dict[str, str]:
    made = {
        "text": one.text, "outcome": one.outcome, "effect": one.effect, "about": one.about, "capacity": one.capacity,
    }  # fmt: skip
    return {key: value for key, value in made.items() if value}


def as_json(rows: Iterable[PastRow]) -> bytes:
    """The meetings as a JSON file that `read_past` and `meetings replay` read."""
    values = [as_written(one) for one in rows]
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def as_csv(rows: Iterable[PastRow]) -> bytes:
    """The same as CSV, which has no room for how somebody attended or for more than the words of a resolution."""
    out = io.StringIO()
    writer = csv.DictWriter(out, KEYS, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(_cells(row))
    return out.getvalue().encode("utf-8-sig")


def _cells(row: PastRow) -> dict[str, str]:
    there = row.attendance
    came = (
        "; ".join(one.seat for one in there)
        if isinstance(there, tuple)
        else ""
        if there is None
        else str(there)
    )
    said = {True: "yes", False: "no", None: ""}[row.quorate]
    return {
        "on": row.on.iso(), "kind": row.kind, "phase": row.phase, "title": row.title, "status": row.status,
        "attendance": came, "quorate": said, "confirms": "; ".join(one.iso() for one in row.confirms),
        "resolutions": "; ".join(one.text.replace(";", ",") for one in row.resolutions), "source": row.source,
    }  # fmt: skip
