"""The commands `disclose protect`, `disclose audit` and `disclose round`. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema disclose protect` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from frankpledge.analysis.arguments import Parser, parser, read, whole
from frankpledge.analysis.disclosure.audit import METHOD, Told, audit
from frankpledge.analysis.disclosure.protect import Protected, Rules, Zeros, protect
from frankpledge.analysis.disclosure.rounding import Rounding, Ties, rounded, shown
from frankpledge.analysis.disclosure.systems import Cell, Sum, System, check_sums
from frankpledge.analysis.disclosure.tables import (
    TableFile,
    published_before,
    read_table_file,
    read_tables,
    with_earlier,
)
from frankpledge.analysis.disclosure_schemas import (
    CHOSEN,
    EXPOSED,
    NOT_SAFE,
    NOTHING,
    PROTECTED,
    ROUNDED,
    SAFE,
    SCHEMAS,
    TO_BASE,
)
from frankpledge.analysis.inputs import whole_number
from frankpledge.analysis.json_settings import JsonSettings, read_settings
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "audit_command", "protect_command", "round_command"]

MOST_CELLS = 20_000


def protect_parser() -> Parser:
    made = parser("disclose protect", protect_command.__doc__ or "")
    made.add_argument("table", metavar="T.csv", help="a cross-table, or a list of labels and counts")
    made.add_argument(
        "--linked",
        action="append",
        default=[],
        metavar="T2.csv",
        help="another table that shares cells with it",
    )
    made.add_argument("--rules", metavar="R", help="JSON or TOML: threshold, zeros, singletons, protection …")
    made.add_argument("--previous", metavar="DIR", help="folder of tables that were published before")
    return made


def protect_command(argv: list[str]) -> Answer:
    """Withhold the small counts of a table, and as few more as keep them from being worked out."""
    given = protect_parser().parse_args(argv)
    rules = read_rules(Path(given.rules)) if given.rules else Rules()
    tables, now = read_tables([Path(given.table), *(Path(one) for one in given.linked)])
    if len(now.cells) > MOST_CELLS:
        raise Unusable(
            Problem(
                "size", f"There are {len(now.cells):,} cells.", f"Protect up to {MOST_CELLS:,} at a time."
            )
        )
    before, earlier = published_before(Path(given.previous)) if given.previous else ({}, System({}, ()))
    whole_system, revised = with_earlier(now, earlier)
    unknown = sorted(rules.keep - set(whole_system.cells))
    if unknown:
        raise Unusable(
            Problem("value", f"‘{unknown[0]}’ is to be kept and is no cell.", "Name cells as row|column.", str(given.rules or ""))
        )  # fmt: skip
    still = {name: value for name, value in before.items() if name not in revised}
    found = protect(whole_system, rules, published=still)
    return _protected(found, now, tables, rules, revised)


def read_rules(path: Path) -> Rules:
    """The rules of a release from JSON or TOML. Raises `Unusable` for a key or a value that means nothing."""
    settings = _settings(path)
    keep = settings.take("keep")
    if keep is not None and not (isinstance(keep, list) and all(isinstance(one, str) for one in keep)):
        settings.wrong("keep", "is no list of cells.", 'Write ["North|Total"].')
        keep = None
    threshold = settings.number("threshold", 5, low=1, high=1_000)
    zeros = settings.choice("zeros", [str(one) for one in Zeros], "show")
    rules = Rules(
        threshold=threshold,
        zeros=Zeros(zeros),
        singletons=settings.flag("singletons", default=True),
        protection=settings.optional("protection", above=0),
        least=settings.number("least", 0, low=0, high=threshold),
        cost=settings.choice("cost", ("value", "cells"), "value"),
        keep=frozenset(keep or ()),
    )
    if rules.least and rules.zeros is not Zeros.SHOW:
        settings.wrong(
            "least", "is above nought while noughts may be withheld.", "Leave it out, or show noughts."
        )
    settings.check()
    return rules


def _settings(path: Path) -> JsonSettings:
    if path.suffix.lower() != ".toml":
        return read_settings(path)
    import tomllib

    try:
        return JsonSettings(tomllib.loads(path.read_bytes().decode("utf-8-sig")), path.name)
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror or error})."
        raise Unusable(Problem("file", reason, "Check its name and folder.", str(path))) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(
            Problem("toml", f"The file is not TOML ({error}).", "Correct it.", path.name)
        ) from None


def _protected(
    found: Protected, now: System, tables: Sequence[TableFile], rules: Rules, revised: Sequence[str]
) -> Answer:
    hidden = frozenset(found.withheld)
    roles = {**dict.fromkeys(found.primary, "primary"), **dict.fromkeys(found.secondary, "secondary")}
    verdict = (NOTHING if not hidden else PROTECTED) if found.is_safe else NOT_SAFE
    return Answer(
        verdict,
        {"cells": len(now.cells), "sums": len(now.sums), "primary": len(found.primary), "secondary": len(found.secondary)},
        tuple({"clause": METHOD, "working": _working(one, roles)} for one in found.told if one.id in roles),
        tuple(_cautions(found, now, tables, rules, revised)),
        CHOSEN,
        {
            "primary": list(found.primary),
            "secondary": list(found.secondary),
            "cost": found.cost,
            "optimal": found.optimal,
            "intervals": [_told(one, roles.get(one.id, "withheld before")) for one in found.told],
            "exposed": [one.id for one in found.exposed],
            "already_public": list(found.already_public),
            "revised": list(revised),
            "sentences": _said(found),
            "tables": [{"file": one.file, "rows": one.shown(hidden)} for one in tables],
        },
    )  # fmt: skip


def _said(found: Protected) -> list[str]:
    said = [f"Withheld by the rules: {', '.join(found.primary)}."] if found.primary else []
    if found.secondary:
        said.append(f"Withheld so that those cannot be worked out: {', '.join(found.secondary)}.")
    return said


def _working(one: Told, roles: Mapping[str, str]) -> str:
    high = "without bound" if one.interval.high is None else f"{one.interval.high:g}"
    tail = f", known to whoever is {one.by}" if one.by else ", too narrow" if one.exposed else ""
    return f"{one.id} ({roles.get(one.id, 'withheld before')}): from {one.interval.low:g} to {high}{tail}"


def _told(one: Told, role: str) -> dict[str, object]:
    return {
        "id": one.id, "low": one.interval.low, "high": one.interval.high, "exposed": one.exposed, "role": role, "by": one.by,
    }  # fmt: skip


def _cautions(
    found: Protected, now: System, tables: Sequence[TableFile], rules: Rules, revised: Sequence[str]
) -> list[Caution]:
    said = [
        Caution(WarningCode.OVERLAP, name, "It is to be withheld, and an earlier release shows it.")
        for name in found.already_public
    ]
    said += [
        Caution(WarningCode.PERIOD, name, "An earlier release gives another value; what that tells is not taken into account.")
        for name in revised
    ]  # fmt: skip
    said += [
        Caution(
            WarningCode.COVERAGE,
            one.file,
            "The table gives no totals. A reader may know them from elsewhere.",
        )
        for one in tables
        if not one.system.sums
    ]
    if found.exposed:
        kept = " Fewer cells kept may help." if rules.keep else ""
        text = f"No cells are left to withhold that would protect it.{kept}"
        said += [Caution(WarningCode.COVERAGE, one.id, text) for one in found.exposed]
    if not found.optimal:
        said.append(
            Caution(
                WarningCode.UNVERIFIABLE, "secondary", "The table is large: a cheaper set of cells may exist."
            )
        )
    missing = [name for name, cell in now.cells.items() if cell.value is None]
    if missing:
        said.append(
            Caution(
                WarningCode.COVERAGE,
                missing[0],
                f"{len(missing)} of the cells have no number and count as withheld.",
            )
        )
    return said


# Audit -------------------------------------------------------------------------------------------------------------


def audit_parser() -> Parser:
    made = parser("disclose audit", audit_command.__doc__ or "")
    made.add_argument("problem", metavar="P.json", help="cells, sums or tables, and what is withheld")
    return made


def audit_command(argv: list[str]) -> Answer:
    """Say between which bounds a reader can place each withheld cell, and which of them is exposed."""
    given = audit_parser().parse_args(argv)
    settings = read_settings(Path(given.problem))
    cells, roles, protection = _cells(settings)
    system = System(cells, (*_given_sums(settings, cells), *_tables(settings, cells)))
    least = settings.number("least", 0, low=0)
    singles = settings.flag("singletons", default=True)
    settings.check()
    check_sums(system, file=settings.file)
    alone = [name for name in roles if cells[name].value == 1 and singles]
    found = audit(system, list(roles), protection, least=least, singletons=alone)
    bare = [one.id for one in found if one.exposed]
    return Answer(
        EXPOSED if bare else SAFE,
        {"withheld": len(roles), "exposed": len(bare)},
        tuple({"clause": METHOD, "working": _working(one, roles)} for one in found),
        tuple(_audit_cautions(system, roles)),
        METHOD,
        {"cells": [_told(one, roles[one.id]) for one in found], "exposed": bare},
    )


def _audit_cautions(system: System, roles: Mapping[str, str]) -> list[Caution]:
    free = [name for name in roles if not any(name in (one.total, *one.parts) for one in system.sums)]
    return [
        Caution(WarningCode.COVERAGE, name, "It is in no sum, so arithmetic tells nothing of it.")
        for name in free
    ]


def _cells(settings: JsonSettings) -> tuple[dict[str, Cell], dict[str, str], dict[str, float]]:
    """The cells, the role of each that is withheld, and how wide the interval of each sensitive one must be."""
    base = settings.optional("protection", above=0) or EXACTLY
    cells: dict[str, Cell] = {}
    roles: dict[str, str] = {}
    protection: dict[str, float] = {}
    for place, one in enumerate(_objects(settings, "cells"), start=1):
        name, value = one.get("id"), one.get("value")
        if not isinstance(name, str) or not name or name in cells:
            settings.wrong("cells", f"number {place} has no id of its own.", "Give each cell an id.")
            continue
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            settings.wrong(
                "cells", f"‘{name}’ has a value that is no count.", "Write a number from 0, or null."
            )
            continue
        cells[name] = Cell(name, value, file=settings.file)
        if one.get("withheld") is True:
            roles[name] = "secondary" if one.get("role") == "secondary" else "primary"
        elif value is None:
            settings.wrong("cells", f"‘{name}’ has no value and is not withheld.", "Give one of the two.")
        if roles.get(name) == "primary":
            own = one.get("protection", base)
            if isinstance(own, bool) or not isinstance(own, int | float) or own <= 0:
                settings.wrong("cells", f"‘{name}’ has a protection that is not above 0.", "Write a number.")
                own = base
            protection[name] = float(own)
    return cells, roles, protection


EXACTLY = 1.0
"""Counts are whole: an interval narrower than one holds a single count."""


def _objects(settings: JsonSettings, key: str) -> list[Mapping[str, Any]]:
    found = settings.take(key)
    if found is None:
        if key == "cells":
            settings.wrong(key, "is not there.", "List the cells.")
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        settings.wrong(key, "is no list of objects.", "See the schema of this command.")
        return []
    return found


def _given_sums(settings: JsonSettings, cells: Mapping[str, Cell]) -> list[Sum]:
    found = []
    for one in _objects(settings, "sums"):
        names = [one.get("total"), *(one.get("parts") or [])]
        if len(names) > 1 and all(isinstance(name, str) and name in cells for name in names):
            found.append(Sum(str(names[0]), tuple(str(name) for name in names[1:])))
        else:
            settings.wrong(
                "sums", "names something that is no cell.", "Give total and parts by the ids of cells."
            )
    return found


def _tables(settings: JsonSettings, cells: Mapping[str, Cell]) -> list[Sum]:
    found: list[Sum] = []
    for one in _objects(settings, "tables"):
        rows, totals = one.get("rows"), one.get("totals", "both")
        if (
            not isinstance(rows, list)
            or not all(isinstance(row, list) and row for row in rows)
            or totals not in SIDES
        ):
            settings.wrong("tables", "holds no rows of cells.", "See the schema of this command.")
            continue
        if (
            any(name is not None and name not in cells for row in rows for name in row)
            or len({len(row) for row in rows}) > 1
        ):
            settings.wrong(
                "tables", "names something that is no cell, or has uneven rows.", "Use ids of cells, or null."
            )
            continue
        if totals in {"both", "rows"}:
            found += [sum_ for row in rows if (sum_ := _line(row))]
        if totals in {"both", "columns"}:
            found += [sum_ for column in zip(*rows, strict=True) if (sum_ := _line(column))]
    return list(dict.fromkeys(found))


SIDES = ("both", "rows", "columns", "none")


def _line(names: Sequence[str | None]) -> Sum | None:
    *parts, total = names
    present = tuple(name for name in parts if name is not None)
    return Sum(total, present) if total is not None and present else None


# Round -------------------------------------------------------------------------------------------------------------


def round_parser() -> Parser:
    made = parser("disclose round", round_command.__doc__ or "")
    made.add_argument(
        "counts", nargs="+", metavar="COUNT | P.json | T.csv", help="counts, or a file that holds them"
    )
    made.add_argument("--base", metavar="N", help="round to multiples of this (default: 5)")
    made.add_argument(
        "--ties", choices=[str(one) for one in Ties], help="counts midway between two (default: up)"
    )
    made.add_argument("--below", metavar="N", help="label counts from 1 to one below it (default: none)")
    made.add_argument("--label", metavar="L", help="what those print as (default: *)")
    made.add_argument("--zero", metavar="Z", help="what noughts print as (default: 0)")
    return made


def round_command(argv: list[str]) -> Answer:
    """Round counts to a base for publication. Totals are rounded from the true total, so tables need not add up."""
    given = round_parser().parse_args(argv)
    only = Path(given.counts[0]) if len(given.counts) == 1 else None
    settings = read_settings(only) if only is not None and only.suffix.lower() == ".json" else None
    rounding = _rounding(given, settings)
    table = read_table_file(only) if only is not None and only.suffix.lower() == ".csv" else None
    if table is not None:
        values = [table.system.cells[name].value for _, _, name in table.grid]
    elif settings is not None:
        values = _values(settings)
    else:
        values = [_count(one) for one in given.counts]
    display = [shown(_int(value), rounding) for value in values]
    return Answer(
        ROUNDED,
        {"base": rounding.base, "labelled": sum(value is not None and rounded(int(value), rounding) is None for value in values)},
        ({"clause": TO_BASE, "working": f"base {rounding.base}, ties {rounding.ties}"},),
        tuple(_not_adding(table, rounding)),
        TO_BASE,
        {
            "display": display,
            "sentences": [", ".join(row) for row in _rows(table, display)] if table else [", ".join(display)],
            "rounded": [None if value is None else rounded(int(value), rounding) for value in values],
            "rows": _rows(table, display) if table else [],
        },
    )  # fmt: skip


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def _count(text: str) -> int | None:
    return read("COUNT", text, whole_number, "Write counts, or one file of them.")


def _rounding(given: argparse.Namespace, settings: JsonSettings | None) -> Rounding:
    held = settings or JsonSettings({}, "")
    base, below = held.whole("base", 5, low=1), held.whole("below", 0)
    ties = held.choice("ties", [str(one) for one in Ties], "up")
    label, zero = (_words(held, key, default) for key, default in (("label", "*"), ("zero", "")))
    if given.base is not None:
        base = read("--base", given.base, whole(1, 1_000_000), "Give a whole number such as 5.")
    if given.below is not None:
        below = read("--below", given.below, whole(0, 1_000_000), "Give a whole number such as 8.")
    return Rounding(
        base,
        Ties(given.ties or ties),
        label if given.label is None else given.label,
        below,
        zero if given.zero is None else given.zero,
    )


def _words(settings: JsonSettings, key: str, default: str) -> str:
    value = settings.take(key)
    if value is not None and not isinstance(value, str):
        settings.wrong(key, "is no text.", 'Write "*".')
    return value if isinstance(value, str) else default


def _values(settings: JsonSettings) -> list[float | None]:
    values = settings.take("values")
    is_list = isinstance(values, list) and all(
        one is None or (isinstance(one, int) and not isinstance(one, bool) and one >= 0) for one in values
    )
    if not is_list:
        settings.wrong("values", "is no list of counts.", "Write [3, 12, null].")
    settings.check()
    return list(values)


def _rows(table: TableFile, display: Sequence[str]) -> list[list[str]]:
    lines = [list(line) for line in table.lines]
    for (line, column, _), words in zip(table.grid, display, strict=True):
        lines[line][column] = words
    return lines


def _not_adding(table: TableFile | None, rounding: Rounding) -> list[Caution]:
    """The sums that no longer hold: readers will ask, and it is right that they do not."""
    found = []
    for one in table.system.sums if table else ():
        values = [table.system.cells[name].value for name in (*one.parts, one.total)] if table else []
        if any(value is None for value in values):
            continue
        *parts, total = (rounded(int(value or 0), rounding) for value in values)
        if total is not None and None not in parts and sum(part or 0 for part in parts) != total:
            text = f"The parts as rounded add up to {sum(part or 0 for part in parts)} and the total is {total}; both are right."
            found.append(Caution(WarningCode.ROUNDING, one.total, text))
    return found
