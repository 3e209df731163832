"""The commands `duties`, `duties clock`, `law impact` and `law cite`: the law library asked from the command line.

Arguments in, one `Answer` out, nothing printed, nothing read but the library. Bad input raises `Unusable`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NoReturn

from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import PartialDate, long_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.law import api as law
from frankpledge.law import citing, clocks, impact
from frankpledge.law.clocks import Reading, Status
from frankpledge.law.duty_schemas import SCHEMAS
from frankpledge.law.facts import OWNER_WORDS, STRENGTH_WORDS, Duty
from frankpledge.law.facts import Standing as Checked
from frankpledge.law.loading import PLACES

__all__ = [
    "SCHEMAS", "cite_command", "cite_parser", "clock_command", "clock_parser", "duties_command", "duties_parser",
    "impact_command", "impact_parser",
]  # fmt: skip

NATIONS = {"E": "E", "W": "W", "ENGLAND": "E", "WALES": "W", "EN": "E", "CY": "W"}
UNDATED = {"standing", "with-event"}
METHOD = "the law library, by the day and the nation"


class LawParser(argparse.ArgumentParser):
    """A parser that refuses with the kernel's error."""

    def __init__(self, name: str, description: str) -> None:
        super().__init__(prog=f"frankpledge {name}", description=description, allow_abbrev=False)
        self.add_argument("--json", action="store_true", help="print the answer as JSON")

    def takes_nation(self) -> None:
        self.add_argument(
            "--nation", metavar="N", default="E", help="E or England, W or Wales; E unless given"
        )

    def takes_day(self, *, required: bool = True, words: str = "the day that is asked about") -> None:
        self.add_argument("--on", metavar="D", required=required, help=f"{words}, YYYY-MM-DD")

    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(
            Problem("arguments", reason, f"See ./frankpledge schema ‘{self.prog.split(' ', 1)[1]}’.")
        )


def duties_parser() -> argparse.ArgumentParser:
    parser = LawParser("duties", duties_command.__doc__ or "")
    parser.takes_day()
    parser.takes_nation()
    parser.add_argument(
        "--place", metavar="KIND", action="append", choices=PLACES, default=None,
        help="a kind of area it is: two-tier, london, outside-london, not-city-of-london; may be repeated; every kind unless given",
    )  # fmt: skip
    parser.add_argument(
        "--compare", metavar="D2", help="a second day: what begins, ends and changes between them"
    )
    return parser


def clock_parser() -> argparse.ArgumentParser:
    parser = LawParser("duties clock", clock_command.__doc__ or "")
    parser.add_argument(
        "--kind",
        metavar="K",
        required=True,
        help="a duty: its code such as D21, or its name such as scrutiny-meeting",
    )
    parser.add_argument(
        "--last",
        metavar="D",
        help="what starts the clock: YYYY, YYYY-MM or YYYY-MM-DD; without it, not recorded",
    )
    parser.add_argument("--first", metavar="D", help="the first publication, where periods run from it")
    parser.takes_day()
    parser.takes_nation()
    return parser


def impact_parser() -> argparse.ArgumentParser:
    parser = LawParser("law impact", impact_command.__doc__ or "")
    parser.takes_day()
    parser.add_argument("--since", metavar="D0", help="an earlier day: everything that changed after it")
    parser.takes_nation()
    return parser


def cite_parser() -> argparse.ArgumentParser:
    parser = LawParser("law cite", cite_command.__doc__ or "")
    parser.add_argument("text", metavar="TEXT", help="the citation as somebody wrote it")
    parser.add_argument(
        "--for", dest="subject", metavar="SUBJECT", default="",
        help="what it is cited for: a duty’s code (D21), an entry of the usual list (L08), or words",
    )  # fmt: skip
    parser.takes_day(required=False, words="the day of the document; the latest law unless given")
    parser.takes_nation()
    return parser


# Inputs -----------------------------------------------------------------------------------------------------------


def nation_of(written: str) -> str:
    found = NATIONS.get(written.strip().upper())
    if found is None:
        raise Unusable(
            Problem(
                "nation", f"‘{written}’ is not a nation that the library knows.", "Write E or W.", "--nation"
            )
        )
    return found


def partial(option: str, written: str) -> PartialDate:
    try:
        return PartialDate.parse(written.strip())
    except ValueError as error:
        raise Unusable(
            Problem("date", f"{error}.", "Write YYYY, YYYY-MM or YYYY-MM-DD.", option, value=written)
        ) from None


def day(option: str, written: str) -> date:
    found = partial(option, written)
    if not found.is_exact:
        raise Unusable(
            Problem("date", f"‘{written}’ has no day.", "Write the whole day.", option, value=written)
        )
    return found.earliest


# duties -----------------------------------------------------------------------------------------------------------


def duties_command(argv: list[str]) -> Answer:
    """What was owed on a day: every duty with its strength, whose it is, its basis and its deadline."""
    given = duties_parser().parse_args(argv)
    nation, on = nation_of(given.nation), day("--on", given.on)
    rows = [row for row in law.duties(nation, on) if _is_here(row, given.place)]
    own = [row for row in rows if row.is_own]
    in_law = [row for row in rows if not row.is_custom]
    changed = None if given.compare is None else _compared(nation, on, day("--compare", given.compare))
    working = (
        f"{len(rows)} duties on {long_date(on)}: {len(in_law)} by law or guidance, {len(rows) - len(in_law)} by custom; "
        f"{len(own)} are the partnership’s own, {len(rows) - len(own)} are another body’s."
    )
    extra: dict[str, object] = {
        "duties": [_as_json(row) for row in rows],
        "strategies": [{"code": one.code, "title": one.title} for one in law.strategies(nation, on)],
        "authorities": [
            {"code": one.code, "title": one.title} for one in law.responsible_authorities(nation, on)
        ],
    }
    if changed is not None:
        extra["changes"] = changed
    return Answer(
        "listed" if rows else "none",
        {"on": on.isoformat(), "nation": nation, "place": given.place or []},
        ({"clause": "the register of duties", "working": working},),
        tuple(_unverified(rows)),
        METHOD,
        extra,
    )


def _is_here(row: Duty, place: list[str] | None) -> bool:
    return place is None or not row.where or row.where in place


def _as_json(row: Duty) -> dict[str, object]:
    return {
        "code": row.code,
        "title": row.title,
        "strength": str(row.strength),
        "in_law": not row.is_custom,
        "owner": str(row.owner),
        "own": row.is_own,
        "who": row.who,
        "where": row.where or None,
        "recurrence": row.recurrence,
        "deadline": row.deadline,
        "clock": row.clock.kind,
        "evidence": row.evidence,
        "basis": [str(one) for one in row.basis],
        "valid_from": row.period.starts_on.isoformat(),
        "valid_to": row.period.ends_on.isoformat() if row.period.ends_on else None,
        "listed_as": [one.code for one in law.duties_listed() if row.code in one.duties],
        "verified": str(row.provenance.verified),
        "dates_verified": str(row.provenance.dates_verified),
        "source": row.provenance.source,
        "note": row.provenance.note,
    }


def _unverified(rows: Iterable[Duty]) -> Iterable[Caution]:
    doubtful = [row.code for row in rows if row.provenance.verified is not Checked.READ]
    if doubtful:
        text = f"The page behind these was not read: {', '.join(doubtful)}."
        yield Caution(WarningCode.UNVERIFIABLE, "duties", text)


def _compared(nation: str, one: date, other: date) -> list[dict[str, object]]:
    since, until = sorted((one, other))
    found = impact.changes_between(nation, since, until)
    return [_change(change) for change in found if change.kind == "duty"]


# duties clock -----------------------------------------------------------------------------------------------------


def clock_command(argv: list[str]) -> Answer:
    """When a duty is next due, from when it asks for attention, and how it stands on a day."""
    given = clock_parser().parse_args(argv)
    nation, on = nation_of(given.nation), day("--on", given.on)
    code = code_of(given.kind)
    row = law.duty(code, nation, on)
    last = partial("--last", given.last) if given.last else None
    first = day("--first", given.first) if given.first else None
    asked = {
        "kind": given.kind, "code": code, "last": given.last, "first": given.first, "on": on.isoformat(), "nation": nation,
    }  # fmt: skip
    if row is None:
        return _not_owed(asked, code, nation, on)
    shown = [
        _reading(row, last, on, first, place) for place in range(len(_readings(row, last, on, first)[0]))
    ]
    used = shown[0]
    cautions = list(_clock_cautions(row, last, shown))
    reason = {"clause": _basis(row), "working": str(used["words"])}
    return Answer(
        str(used["status"]),
        asked,
        (
            reason,
            {
                "clause": str(rule_of(clocks.readings_of).source),
                "working": rule_of(clocks.readings_of).message,
            },
        ),
        tuple(cautions),
        METHOD,
        {
            **{key: used[key] for key in ("due", "amber_from", "status", "days_late", "reading")},
            "target": used["target"],
            "opens": used["opens"],
            "days_past": used["days_past"],
            "late_in_law": used["status"] == Status.LATE and row.strength == "MUST",
            "strength": str(row.strength),
            "owner": str(row.owner),
            "own": row.is_own,
            "title": row.title,
            "who": row.who,
            "readings": shown,
        },
    )


def code_of(kind: str) -> str:
    """The code of a duty that a code or a name means. Raises `Unusable` with the names there are."""
    wanted = kind.strip()
    rows = law.library().duties
    for row in rows:
        if wanted.upper() == row.code or wanted.lower() == row.proved_by:
            return row.code
    said = wanted.replace("-", " ")
    meant = citing.subject_of(said, "E", citing.LATEST) or citing.subject_of(said, "W", citing.LATEST)
    dated = {row.code for row in meant if row.clock.kind not in UNDATED and not row.is_custom}
    for codes in ({row.code for row in meant}, dated):
        if len(codes) == 1:
            return codes.pop()
    names = ", ".join(
        f"{name} ({code})" for name, code in sorted({(row.proved_by, row.code) for row in rows})
    )
    raise Unusable(
        Problem(
            "kind", f"There is no duty ‘{kind}’.", f"Write a code from D01 on, or one of: {names}.", "--kind"
        )
    )


def _readings(
    row: Duty, last: PartialDate | None, on: date, first: date | None
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """The readings for the earliest and for the latest day that the event may have been on."""
    if last is None:
        found = clocks.readings_of(row.clock, None, on, first)
        return found, found
    early = clocks.readings_of(row.clock, last.earliest, on, first)
    late = early if last.is_exact else clocks.readings_of(row.clock, last.latest, on, first)
    least = min(len(early), len(late))
    return early[:least], late[:least]


def _reading(
    row: Duty, last: PartialDate | None, on: date, first: date | None, place: int
) -> dict[str, object]:
    low, high = (found[place] for found in _readings(row, last, on, first))
    starts = (last.earliest, last.latest) if last else (None, None)
    ambers = tuple(
        clocks.amber_from(start, one.due) if one.due else None
        for start, one in zip(starts, (low, high), strict=True)
    )
    states = [
        clocks.status_on(row, one.due, amber, on) for one, amber in zip((low, high), ambers, strict=True)
    ]
    status = states[0] if states[0] == states[1] else Status.CANNOT_TELL
    past = [max(0, (on - one.due).days) if one.due else 0 for one in (high, low)]
    late = [days if state is Status.LATE else 0 for days, state in zip(past, reversed(states), strict=True)]
    return {
        "reading": low.name,
        "due": _range(low.due, high.due),
        "amber_from": _range(*ambers),
        "status": str(status),
        "days_late": _numbers(late),
        "days_past": _numbers(past),
        "target": _range(low.target, high.target),
        "opens": _range(low.opens, high.opens),
        "words": low.words if low == high else f"{low.words}, to {high.words}",
    }


def _range(low: date | None, high: date | None) -> object:
    if low is None or high is None:
        return None
    return low.isoformat() if low == high else {"from": low.isoformat(), "to": high.isoformat()}


def _numbers(pair: list[int]) -> object:
    return pair[0] if pair[0] == pair[1] else {"from": pair[0], "to": pair[1]}


def _basis(row: Duty) -> str:
    return "; ".join(map(str, row.basis)) or STRENGTH_WORDS[row.strength]


def _clock_cautions(row: Duty, last: PartialDate | None, shown: list[dict[str, object]]) -> Iterable[Caution]:
    if len({str(one["due"]) for one in shown}) > 1:
        others = "; ".join(f"{one['reading']}: {one['due']}" for one in shown[1:])
        yield Caution(WarningCode.AMBIGUOUS, "reading", f"The words can be read otherwise: {others}.")
    if row.is_custom:
        text = f"{STRENGTH_WORDS[row.strength]}: it is never late in law."
        yield Caution(WarningCode.CITATION, "strength", text)
    if not row.is_own:
        yield Caution(
            WarningCode.CITATION, "owner", f"Not the partnership’s duty: {OWNER_WORDS[row.owner]} owes it."
        )
    if row.provenance.verified is not Checked.READ or row.provenance.note:
        yield Caution(
            WarningCode.UNVERIFIABLE, "duty", row.provenance.note or "The page behind it was not read."
        )
    if last is not None and last.earliest < row.period.starts_on:
        text = f"The event is before {long_date(row.period.starts_on)}, when this row of the law began."
        yield Caution(WarningCode.DATE, "--last", text)


def _not_owed(asked: Mapping[str, object], code: str, nation: str, on: date) -> Answer:
    rows = [row for row in law.library().duties if row.code == code]
    here = [row for row in rows if nation in row.nation]
    where = "Wales" if nation == "W" else "England"
    periods = " and ".join(str(row.period) for row in here) or "never"
    working = f"{code} is not in force in {where} on {long_date(on)}; it is {periods}."
    nothing = {
        "due": None, "amber_from": None, "status": str(Status.NOT_IN_FORCE), "days_late": 0, "reading": "not-in-force",
        "target": None, "opens": None, "days_past": 0,
    }  # fmt: skip
    row = (here or rows)[-1]
    return Answer(
        str(Status.NOT_IN_FORCE), dict(asked), ({"clause": "the register of duties", "working": working},), (), METHOD,
        {
            **nothing, "late_in_law": False, "strength": None, "owner": str(row.owner), "own": row.is_own,
            "title": row.title, "who": row.who, "readings": [],
        },
    )  # fmt: skip


# law impact -------------------------------------------------------------------------------------------------------


def impact_command(argv: list[str]) -> Answer:
    """What changes on a day, and which duties, templates, definitions, seats and measures become wrong."""
    given = impact_parser().parse_args(argv)
    nation, on = nation_of(given.nation), day("--on", given.on)
    since = day("--since", given.since) if given.since else None
    if since is not None and since >= on:
        raise Unusable(Problem("date", "The day is not before --on.", "Give an earlier day.", "--since"))
    found = impact.changes_between(nation, since, on) if since else impact.changes_on(nation, on)
    wrong = impact.made_wrong(found)
    days = impact.days_of_change(nation)
    before = max((one for one in days if one < on), default=None)
    after = min((one for one in days if one > on), default=None)
    doubts = [one.code for one in found if Checked.READ not in {one.provenance.verified}]
    dates = [one.code for one in found if one.provenance.dates_verified is not Checked.READ]
    cautions = (
        [Caution(WarningCode.UNVERIFIABLE, "changes", f"Pages not read: {', '.join(doubts)}.")]
        if doubts
        else []
    )
    if dates:
        text = f"The days of these rest on general knowledge: {', '.join(dict.fromkeys(dates))}."
        cautions.append(Caution(WarningCode.UNVERIFIABLE, "dates", text))
    working = f"{len(found)} rows of the library begin, end or change."
    return Answer(
        "changes" if found else "nothing-changes",
        {"on": on.isoformat(), "since": since.isoformat() if since else None, "nation": nation},
        ({"clause": "the law library, day against day", "working": working},),
        tuple(cautions),
        METHOD,
        {
            "changes": [_change(one) for one in found],
            "wrong": {
                "duties": list(wrong.duties), "templates": list(wrong.templates), "definitions": list(wrong.definitions),
                "seats": list(wrong.seats), "measures": list(wrong.measures),
            },
            "previous": before.isoformat() if before else None,
            "next": after.isoformat() if after else None,
            "coming": [
                {"code": one.code, "title": one.title, "stage": one.stage,
                 "expected": one.expected.iso() if one.expected else None, "touches": list(one.touches),
                 "prepare": list(one.prepare), "instrument": law.instrument(one.instrument).title}
                for one in law.coming(nation)
            ],
        },
    )  # fmt: skip


def _change(one: impact.Change) -> dict[str, object]:
    return {
        "on": one.on.isoformat(),
        "kind": one.kind,
        "code": one.code,
        "what": one.what,
        "before": one.before or None,
        "after": one.after or None,
        "basis": list(one.basis),
        "verified": str(one.provenance.verified),
        "dates_verified": str(one.provenance.dates_verified),
    }


# law cite ---------------------------------------------------------------------------------------------------------


def cite_command(argv: list[str]) -> Answer:
    """Whether a citation is right for a subject on a day, and what to write instead."""
    given = cite_parser().parse_args(argv)
    nation = nation_of(given.nation)
    on = day("--on", given.on) if given.on else citing.LATEST
    judged = citing.judge_citation(given.text, given.subject, nation, on)
    cautions = [Caution(WarningCode.UNVERIFIABLE, "text", text) for text in judged.unsure]
    if not given.on:
        cautions.append(
            Caution(WarningCode.DATE, "--on", "No day was given: held against the library as it stands last.")
        )
    source = str(rule_of(citing.judge_citation).source)
    reasons = tuple({"clause": one.where or source, "working": one.text} for one in judged.faults) or (
        {"clause": source, "working": "Nothing that the library holds speaks against it."},
    )
    verdict = {True: "right", False: "wrong", None: "unverifiable"}[judged.is_right]
    return Answer(
        verdict,
        {"text": given.text, "for": given.subject, "on": given.on, "nation": nation},
        reasons,
        tuple(cautions),
        METHOD,
        {
            "ok": judged.is_right,
            "correction": judged.correction or None,
            "owed_under": judged.owed_under or None,
            "subject": [{"code": row.code, "title": row.title} for row in judged.subject],
            "cited": [
                {"slug": one.slug, "title": one.title, "number": one.number or None}
                for one in judged.instruments
            ],
            "findings": [
                {"code": one.code, "where": one.where, "text": one.text, "correction": one.correction or None}
                for one in judged.faults
            ],
        },
    )
