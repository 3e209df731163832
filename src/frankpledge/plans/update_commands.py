"""The commands `plan update` and `plan sheet`: a sheet of actions sent out, and what it says when it comes back. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "plan update"` prints.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from frankpledge.analysis.arguments import parser
from frankpledge.analysis.shapes import Schema, choice, flag, gives, listed, record, takes, text, whole
from frankpledge.governance.rules.minutes.log import STATES, Logged, LoggedUpdate
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.plans.choosing import day_asked, stored_partnership
from frankpledge.plans.delivery.workbook import read_sheet
from frankpledge.plans.rules.delivery.sheet import HEADINGS, NEEDED, Comparison, Now, Row, Sheet, compare

METHOD = "rows by their number, columns by their heading; a clash is a row of which somebody spoke since the sheet was sent"
CLAUSE = "A sheet is taken over whole or not at all"
BY = "The command line"


def update_parser() -> argparse.ArgumentParser:
    """The arguments of `plan update`."""
    made = parser("plan update", update_command.__doc__ or "")
    made.add_argument(
        "file",
        metavar="FILE",
        help="the sheet as it came back (.xlsx, .ods, .csv, or a table in .docx or .odt)",
    )
    made.add_argument("--dry-run", action="store_true", help="say what it would do, and do nothing")
    made.add_argument(
        "--against",
        metavar="SENT",
        help="the sheet as it was sent, in place of the record: nothing is written",
    )
    made.add_argument("--on", metavar="D", help="with --dry-run: the day it would be taken over (today)")
    made.add_argument(
        "--partnership", default="", metavar="SLUG", help="may be left out where there is only one"
    )
    return made


def sheet_parser() -> argparse.ArgumentParser:
    """The arguments of `plan sheet`."""
    made = parser("plan sheet", sheet_command.__doc__ or "")
    made.add_argument("out", metavar="OUT.xlsx", help="where to write it")
    made.add_argument(
        "--owner", default="", metavar="NAME", help="only the actions of this person or organisation"
    )
    made.add_argument("--on", metavar="D", help="the day it is sent (today)")
    made.add_argument(
        "--partnership", default="", metavar="SLUG", help="may be left out where there is only one"
    )
    return made


def update_command(argv: list[str]) -> Answer:
    """Say what a sheet of actions that came back changes, what clashes and what is wrong; take it over unless --dry-run."""
    given = update_parser().parse_args(argv)
    path = Path(given.file)
    if not path.is_file():
        raise Unusable(
            Problem("no-file", "There is no such file.", "Check the name and the folder.", path.name)
        )
    if given.against:
        if not given.on:
            raise Unusable(Problem("arguments", "--against is for a day.", "Give --on 2026-06-14."))
        sheet = read_sheet(path)
        sent = read_sheet(Path(given.against))
        log = _as_log(sent)
        rows = sheet.sent or {row.number: row for row in sent.rows if row.number}
        return _answer(sheet, compare(replace(sheet, sent=rows), log, day_asked(given.on)), is_dry=True)
    partnership = stored_partnership(given.partnership)
    return _on_record(partnership, path, given)


def _on_record(partnership: str, path: Path, given: argparse.Namespace) -> Answer:
    from frankpledge.plans.delivery import returning
    from frankpledge.records.clock import today

    by, on = system(BY), day_asked(given.on) if given.on else today()
    if not given.dry_run and on != today():
        reason = "A sheet is taken over today, and no other day."
        raise Unusable(Problem("arguments", reason, "Leave --on out, or add --dry-run.", value=given.on))
    sheet, compared = returning.what_it_would_do(partnership, path, by=by, on=on)
    if not given.dry_run and compared.may_be_taken_over:
        returning.take_over(partnership, compared, by=by)
    return _answer(sheet, compared, is_dry=given.dry_run)


def _as_log(sent: Sheet) -> Mapping[str, Now]:
    """The sheet that was sent, as if it were the record."""
    if sent.problems:
        raise Unusable(*sent.problems)
    return {row.number: _now(row) for row in sent.rows if row.number}


def _now(row: Row) -> Now:
    action = Logged(
        id=UUID(int=row.row), number=row.number, text=row.text, group="", owner=row.owner, owner_id=None, organisation="",
        organisation_id=None, due_on=row.due, state=row.state, closed_on=None, evidence=row.evidence, about="", meeting="",
        meeting_title="", item=None, set_on=date.min, row_version=row.version or 1,
    )  # fmt: skip
    said = (LoggedUpdate(date.min, "", row.said, row.state, row.due, row.evidence),) if row.said else ()
    return Now(replace(action, updates=said), row.starts, row.priority)


def _answer(sheet: Sheet, found: Comparison, *, is_dry: bool) -> Answer:
    counts = {
        "file": sheet.file, "rows": len(sheet.rows), "changes": len(found.changes), "new": len(found.fresh),
        "unchanged": found.unchanged, "conflicts": len(found.clashes), "problems": len(found.problems),
        "left_out": len(found.left_out), "dry_run": is_dry,
    }  # fmt: skip
    said = [{"clause": CLAUSE, "working": _working(found)}]
    said += [{"clause": "problem", "working": str(one)} for one in found.problems]
    return Answer(
        _verdict(found, is_dry=is_dry), counts, tuple(said), tuple(_cautions(found)), METHOD,
        {
            "changes": [_change(one.row, one.number, one.fields) for one in found.changes],
            "new": [{"row": one.row, "action": one.text, "owner": one.owner or None, "due": _iso(one.due)} for one in found.fresh],
            "conflicts": [_change(one.row, one.number, one.fields) for one in found.clashes],
            "problems": [_problem(one) for one in found.problems],
            "left_out": list(found.left_out),
        },
    )  # fmt: skip


def _verdict(found: Comparison, *, is_dry: bool) -> str:
    if found.problems:
        return "refused"
    if found.clashes:
        return "conflict"
    if not found.changes and not found.fresh:
        return "nothing_to_do"
    return "would_change" if is_dry else "changed"


def _working(found: Comparison) -> str:
    if found.problems:
        return f"{len(found.problems)} rows or cells are wrong, so nothing is changed."
    if found.clashes:
        return f"Somebody spoke of {len(found.clashes)} actions since the sheet was sent, so nothing is changed until one chooses."
    return f"{len(found.changes)} actions change, {len(found.fresh)} are new, {found.unchanged} stay as they are."


def _cautions(found: Comparison) -> Iterator[Caution]:
    for number in found.left_out:
        yield Caution(
            WarningCode.COVERAGE,
            number,
            "It was sent and is not in the sheet any more; nothing is changed for it.",
        )
    for where, words in found.notes:
        yield Caution(WarningCode.AMBIGUOUS, where, words)


def _change(row: int, number: str, fields: tuple[tuple[str, str, str], ...]) -> dict[str, object]:
    return {
        "row": row,
        "number": number,
        "fields": [{"column": name, "now": old, "sheet": new} for name, old, new in fields],
    }


def _problem(one: Problem) -> dict[str, object]:
    return {
        "code": one.code, "row": one.row, "column": one.column or None, "value": one.value or None, "reason": one.reason,
        "remedy": one.remedy,
    }  # fmt: skip


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def sheet_command(argv: list[str]) -> Answer:
    """Write the sheet of live actions, to be filled in and sent back."""
    given = sheet_parser().parse_args(argv)
    partnership = stored_partnership(given.partnership)
    from frankpledge.plans.delivery import returning
    from frankpledge.records.clock import today

    on = day_asked(given.on) if given.on else today()
    made = returning.sheet_for(partnership, by=system(BY), on=on, owner=given.owner)
    path = Path(given.out)
    try:
        path.write_bytes(made)
    except OSError as error:
        raise Unusable(
            Problem(
                "not-written", f"It cannot be written: {error.strerror}.", "Choose another place.", path.name
            )
        ) from error
    rows = len(read_sheet(path).rows)
    return Answer(
        "written", {"file": path.name, "owner": given.owner or None, "on": on.isoformat(), "rows": rows},
        ({"clause": CLAUSE, "working": f"{rows} live actions."},), (), "one row an action; what was sent is remembered in the file", {},
    )  # fmt: skip


FIELDS = listed(
    record(
        {
            "column": choice(HEADINGS, "what"),
            "now": text("as the record has it"),
            "sheet": text("as the sheet has it"),
        }
    ),
    "what differs",
)
ROW = record({"row": whole("in the sheet, from 1"), "number": text("of the action"), "fields": FIELDS})
_SHEET: Schema = {
    "type": "string",
    "description": f"path of a sheet: .xlsx, .ods, .csv (UTF-8, or else read as Windows-1252, which is noted), or a .docx or .odt with a table. "
    "Rows of a title may stand above the line of headings. Columns, in any order: {', '.join(HEADINGS)}; needed: "
    f"{', '.join(NEEDED)}. State: {', '.join(STATES.values())}. Days: a date cell, 2026-06-14, 14/06/2026 (day first), 14 June "
    "2026, 14-Jun-26 or a spreadsheet's number. A row without a number is a new action. A sheet made by `plan sheet`, or on the page of one's own actions, also "
    "remembers whose it is and what was sent",
}
UPDATE: dict[str, Schema] = {
    "input": takes(
        "plan update",
        {
            "file": _SHEET,
            "dry_run": flag("--dry-run: say what it would do, and do nothing"),
            "against": {**_SHEET, "description": "--against SENT: the sheet as it was sent, used in place of the record"},
            "on": text("--on D: the day it would be taken over, with --dry-run; today unless given"),
            "partnership": text("--partnership SLUG: may be left out where there is only one"),
        },
        ["file"],
    ),
    "output": gives(
        "plan update",
        ("would_change", "changed", "nothing_to_do", "conflict", "refused"),
        "what becomes of the sheet; with conflict and refused nothing is changed",
        "file, rows, changes, new, unchanged, conflicts, problems, left_out, dry_run",
        {
            "changes": listed(ROW, "actions of which the sheet says something new"),
            "new": listed(
                record({"row": whole("in the sheet"), "action": text("what is to be done"), "owner": text("who", null=True), "due": text("a day", null=True)}),
                "rows without a number",
            ),
            "conflicts": listed(ROW, "actions of which somebody else spoke since the sheet was sent: both texts"),
            "problems": listed(
                record(
                    {
                        "code": text("a short name of its kind: not-a-date, due-before-start, no-such-action, twice, not-sent, …"),
                        "row": whole("in the sheet, from 1", null=True),
                        "column": text("its heading", null=True),
                        "value": text("what stands there", null=True),
                        "reason": text("a sentence"),
                        "remedy": text("what to do"),
                    }
                ),
                "what is wrong; while there is one nothing is changed",
            ),
            "left_out": listed({"type": "string"}, "numbers that were sent and are not in the sheet any more: left as they are"),
        },
    ),
}  # fmt: skip
SENT: dict[str, Schema] = {
    "input": takes(
        "plan sheet",
        {
            "out": text("where to write the .xlsx"),
            "owner": text("--owner NAME: only the actions of this person or organisation"),
            "on": text("--on D: the day it is sent; today unless given"),
            "partnership": text("--partnership SLUG: may be left out where there is only one"),
        },
        ["out"],
    ),
    "output": gives("plan sheet", ("written",), "the file is there", "file, owner, on, rows", {}),
}
SCHEMAS: dict[str, dict[str, Schema]] = {"plan update": UPDATE, "plan sheet": SENT}
