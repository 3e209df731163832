"""The commands `report outline` and `report check`, run without a database. Nothing is printed."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.toml_files import read_text, text_of
from frankpledge.scrutiny.rules.outlines import NOTHING, OMITTED, PRESENT, Meta, check_meta, standings
from frankpledge.scrutiny.setting_out import outlines

__all__ = ["SCHEMAS", "check_command", "check_parser", "outline_command", "outline_parser"]

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _shape(title: str, properties: Schema, required: list[str] | None = None) -> Schema:
    return {
        "$schema": DRAFT, "title": title, "type": "object", "properties": properties,
        "required": list(properties) if required is None else required,
    }  # fmt: skip


def _given(verdicts: list[str]) -> Schema:
    pair = {"type": "object", "properties": {"clause": _text("the rule"), "working": _text("in words")}}
    caution = {
        "type": "object",
        "properties": {
            "code": {"enum": [str(code) for code in WarningCode]},
            "where": _text("the key"),
            "text": _text("in words"),
        },
    }
    return {
        "verdict": {"enum": verdicts}, "values": {"type": "object"}, "reasons": {"type": "array", "items": pair},
        "warnings": {"type": "array", "items": caution}, "method": _text("the method used"),
    }  # fmt: skip


_PERIOD = _text("2020, 2020/21, 2020-Q3, 2020-07, or 2020-07-01..2020-09-30")
SECTION: Schema = {
    "type": "object",
    "properties": {
        "code": _text("its own short name"), "heading": _text("as printed"),
        "required": {"type": "boolean", "default": True}, "from": {"type": "integer", "description": "first year"},
        "until": {"type": "integer", "description": "last year"}, "every": {"type": "integer", "description": "comes every so many years"},
        "starting": {"type": "integer", "description": "the year from which `every` counts"},
        "content": {"type": "boolean", "description": "false: there is nothing to report"},
        "nothing": _text("the sentence of a section with nothing to report"), "omit": {"type": "boolean", "description": "leave it out"},
        "because": _text("the reason"),
    },
    "required": ["code", "heading"],
}  # fmt: skip
SCHEMAS: dict[str, Schema] = {
    "report outline": {
        "input": _shape(
            "report outline: O.toml, and --year Y (2020 or 2020/21)",
            {
                "section": {"type": "array", "items": SECTION, "description": "the sections in order"},
                "outline": {"type": "array", "items": SECTION, "description": "in a whole report: its sections, those written under [[section]]"},
            },
            [],
        ),
        "output": _shape(
            "report outline: what it gives",
            {
                **_given(["complete", "incomplete"]),
                "sections": {
                    "type": "array",
                    "items": _shape(
                        "a section",
                        {"code": _text(""), "heading": _text(""), "status": {"enum": [PRESENT, NOTHING, OMITTED]}, "reason": _text("why")},
                    ),
                },
            },
        ),
    },
    "report check": {
        "input": _shape(
            "report check: META.json",
            {
                "meeting": {"type": ["string", "null"], "description": "YYYY, YYYY-MM or YYYY-MM-DD"},
                "covers": _PERIOD,
                "compares_with": {"anyOf": [_PERIOD, {"type": "array", "items": _PERIOD}, {"type": "null"}], "description": "the earlier period, or the old and the new one"},
            },
            ["covers"],
        ),
        "output": _shape("report check: what it gives", _given(["ok", "warnings"])),
    },
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(
            Problem("arguments", reason, f"See ./frankpledge schema ‘{self.prog.split(' ', 1)[1]}’.")
        )


def _parser(name: str, description: str | None) -> _Parser:
    made = _Parser(prog=f"frankpledge {name}", description=description, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    return made


def outline_parser() -> argparse.ArgumentParser:
    """The arguments of `report outline`."""
    parser = _parser("report outline", outline_command.__doc__)
    parser.add_argument(
        "outline",
        metavar="O.toml",
        help="an outline, a whole report, or the short name of an outline that comes with the program",
    )
    parser.add_argument("--year", metavar="Y", required=True, help="2020 or 2020/21")
    return parser


def outline_command(argv: list[str]) -> Answer:
    """The sections of a report for one year, each with its status and reason."""
    given = outline_parser().parse_args(argv)
    if not re.fullmatch(r"\d{4}(?:/\d{2})?", given.year):
        raise Unusable(
            Problem(
                "not-a-year",
                f"--year: ‘{given.year}’ is no year.",
                "Write 2020 or 2020/21.",
                value=given.year,
            )
        )
    found = standings(*_outline_given(given.outline, int(given.year[:4])))
    missing = [one for one in found if one.is_missing]
    return Answer(
        verdict="incomplete" if missing else "complete",
        values={
            "year": given.year,
            **{status: sum(one.status == status for one in found) for status in (PRESENT, NOTHING, OMITTED)},
        },
        reasons=tuple({"clause": one.code, "working": one.reason} for one in found if one.status != PRESENT),
        warnings=tuple(
            Caution(WarningCode.COVERAGE, one.code, f"{one.heading}: {one.reason}") for one in missing
        ),
        method="the outline as data; a section is never left out without its reason",
        extra={
            "sections": [
                {"code": one.code, "heading": one.heading, "status": one.status, "reason": one.reason}
                for one in found
            ]
        },
    )


def _outline_given(given: str, year: int) -> tuple[Mapping[str, object], int, str]:
    """The values of an outline: a file, or the short name of one that comes with the program."""
    path = Path(given)
    known = {one.slug: one for one in outlines()}
    if not path.exists() and given in known:
        return {"section": [dict(one.values) for one in known[given].sections]}, year, f"{given}.toml"
    return read_text(text_of(path), path.name).values, year, path.name


def check_parser() -> argparse.ArgumentParser:
    """The arguments of `report check`."""
    parser = _parser("report check", check_command.__doc__)
    parser.add_argument("meta", metavar="META.json", help="meeting, covers, compares_with")
    return parser


def check_command(argv: list[str]) -> Answer:
    """Whether what a report covers and compares fits its meeting and itself."""
    given = check_parser().parse_args(argv)
    path = Path(given.meta)
    meta = _meta(path)
    found = check_meta(meta)
    return Answer(
        verdict="warnings" if found else "ok",
        values={
            "meeting": str(meta.meeting) if meta.meeting else None,
            "covers": meta.covers.code,
            "compares_with": [one.code for one in meta.compares],
        },
        reasons=tuple({"clause": one.where, "working": one.text} for one in found),
        warnings=found,
        method="periods with both ends included; an imprecise date is taken as the span it may lie in",
    )


def _meta(path: Path) -> Meta:
    try:
        value = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise Unusable(
            Problem("no-file", "there is no such file.", "Check the name and the folder.", path.name)
        ) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise Unusable(
            Problem("not-json", f"the file cannot be read: {error}.", "Mend it.", path.name)
        ) from error
    if not isinstance(value, dict):
        raise Unusable(Problem("not-an-object", "the file holds no JSON object.", "Write {…}.", path.name))
    compares = value.get("compares_with")
    listed = compares if isinstance(compares, list) else [] if compares in (None, "") else [compares]
    covers = _period(path, "covers", value.get("covers"))
    meeting = _period(path, "meeting", value["meeting"]) if value.get("meeting") else None
    return Meta(meeting, covers, tuple(_period(path, "compares_with", one) for one in listed))


def _period(path: Path, name: str, written: object) -> Period:
    try:
        return Period.parse(str(written or ""))
    except ValueError as error:
        raise Unusable(
            Problem(
                "not-a-period",
                f"‘{name}’: {error}.",
                "Write 2020, 2020/21, 2020-Q3 or 2020-07.",
                path.name,
                value=str(written),
            )
        ) from error
