"""The commands `terms …` and `meetings …`: terms of reference, run without a database. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "terms decide"` prints.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NoReturn

from frankpledge.governance.rules.terms import schemas
from frankpledge.governance.rules.terms.constituted import constituted, read_members
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deadlines import (
    Planned,
    dates_were_set,
    due_days,
    frequency_of,
    next_windows,
    notice_is_enough,
    paper_may_be_taken,
    read_planned,
    reasons,
    requisition_is_valid,
)
from frankpledge.governance.rules.terms.deciding import Decision, ItemDecided, decide, headline
from frankpledge.governance.rules.terms.findings import SEVERITIES, Finding
from frankpledge.governance.rules.terms.linting import findings_of
from frankpledge.governance.rules.terms.quorum import Tested
from frankpledge.governance.rules.terms.reading import read_terms, version_on
from frankpledge.governance.rules.terms.replay import Confirmed, Gap, Held, Replayed, read_history, replay
from frankpledge.governance.rules.terms.situation import Situation, read_situation
from frankpledge.governance.rules.terms.succession import ended_by_law
from frankpledge.kernel.dates import PartialDate, Period, short_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.verdicts import Reason

SCHEMAS = schemas.SCHEMAS
METHOD = "terms as data; what they leave unsaid is read in every way, and named where the verdict hangs on it"


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


def read_json(path: Path) -> object:
    """The value in a JSON file. Raises `Unusable` when it is not there or is not JSON."""
    try:
        return json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as error:
        raise Unusable(
            Problem("no-file", "there is no such file.", "Check the name and the folder.", path.name)
        ) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise Unusable(
            Problem("not-json", f"the file cannot be read: {error}.", "Mend it.", path.name)
        ) from error


def _object(path: Path) -> Mapping[str, object]:
    value = read_json(path)
    if not isinstance(value, dict):
        raise Unusable(Problem("not-an-object", "the file holds no JSON object.", "Write {…}.", path.name))
    return value


def _day_asked(typed: str) -> date:
    """The day after `--on`. Raises `Unusable`."""
    try:
        on = PartialDate.parse(typed)
    except ValueError as error:
        raise Unusable(Problem("not-a-date", f"--on: {error}.", "Write 2023-06-14.", value=typed)) from error
    if not on.is_exact:
        raise Unusable(Problem("not-a-day", f"‘{on}’ has no day.", "Write the whole date.", value=typed))
    return on.earliest


def _reasons(reasons: tuple[Reason, ...]) -> tuple[dict[str, str], ...]:
    return tuple({"clause": one.clause, "working": one.working} for one in reasons)


def decide_parser() -> argparse.ArgumentParser:
    """The arguments of `terms decide`."""
    parser = _parser("terms decide", decide_command.__doc__)
    parser.add_argument(
        "terms", metavar="TERMS.toml", nargs="+", help="terms of reference; of several the one in force"
    )
    parser.add_argument("situation", metavar="S.json", help="who was there and how they voted")
    return parser


def decide_command(argv: list[str]) -> Answer:
    """Say whether a meeting is quorate and what became of each vote, with clause and arithmetic."""
    given = decide_parser().parse_args(argv)
    path = Path(given.situation)
    situation = read_situation(_object(path), path.name)
    terms = _in_force([Path(one) for one in given.terms], situation.on)
    return _decide_answer(terms, situation, decide(terms, situation))


def _in_force(paths: list[Path], on: PartialDate | None) -> Constitution:
    """The version in force on a day, among several that may not share one."""
    versions = [read_terms(path) for path in paths]
    version_on(versions, Period(min(one.period.starts_on for one in versions)))
    if on is None:
        return versions[-1]
    return next((one for one in versions if on.earliest in one.period), versions[-1])


def _decide_answer(terms: Constitution, situation: Situation, found: Decision) -> Answer:
    shown = headline(found.quorum)
    verdict = {True: "quorate", False: "not_quorate", None: "undetermined"}[found.quorate]
    return Answer(
        verdict=verdict,
        values={"body": terms.body, "terms": terms.label},
        reasons=_reasons((*found.reasons, *(reason for one in found.items for reason in one.reasons[1:]))),
        warnings=(*_cautions(terms, found), *_ended_bodies(terms, situation)),
        method=METHOD,
        extra={
            "quorate": found.quorate,
            "quorum": {
                "required": shown.required if shown else None,
                "present": shown.present if shown else None,
                "unit": shown.unit if shown else "",
                "tests": [_test(one) for one in _tests(found.quorum)],
            },
            "votes_available": found.votes_available,
            "items": [_item(one) for one in found.items],
            "moments": [
                {"at": _clock(one.at), "quorate": one.quorate, "present": one.present}
                for one in found.stretches
            ],
            "missing_rules": list(found.missing_rules),
            "missing_facts": list(found.missing_facts),
        },
    )


def _tests(tested: Tested | None) -> tuple[Tested, ...]:
    if tested is None:
        return ()
    return tested.tests or (tested,)


def _test(one: Tested) -> dict[str, object]:
    return {
        "test": one.test,
        "met": one.met,
        "required": one.required,
        "present": one.present,
        "unit": one.unit,
        "clause": one.clause,
        "working": one.working,
        "tests": [_test(inner) for inner in one.tests],
    }


def _item(one: ItemDecided) -> dict[str, object]:
    return {
        "id": one.id,
        "quorate": one.quorate,
        "outcome": str(one.outcome),
        "needed": one.needed,
        "base": one.base,
        "base_name": one.base_name,
        "casting_used": one.casting_used,
        "next_step": one.next_step,
        "reasons": list(_reasons(one.reasons)),
        "missing_rules": list(one.missing_rules),
        "missing_facts": list(one.missing_facts),
    }


def _clock(at: int | None) -> str | None:
    return None if at is None else f"{at // 60:02d}:{at % 60:02d}"


def _cautions(terms: Constitution, found: Decision) -> list[Caution]:
    said = [Caution(WarningCode.DUPLICATE, "attendance", note) for note in found.notes]
    for one in found.items:
        for note in one.notes:
            code = WarningCode.ARITHMETIC if note == "arithmetic" else WarningCode.IMPLAUSIBLE
            text = "More votes were counted than those present have." if note == "arithmetic" else f"{note}."
            said.append(Caution(code, f"items.{one.id}", text))
        if one.outcome == "carried" and one.casting_used:
            said.append(
                Caution(WarningCode.BASE, f"items.{one.id}", "It was carried by the casting vote alone.")
            )
    if terms.status != "active":
        said.append(Caution(WarningCode.PERIOD, "terms.status", f"The body is {terms.status}."))
    if terms.basis == "assumed":
        said.append(
            Caution(WarningCode.UNVERIFIABLE, "terms.basis", "These terms are assumed, not a document.")
        )
    return said


def _ended_bodies(terms: Constitution, situation: Situation) -> Iterator[Caution]:
    """Seats of bodies that the law had ended by the day of the meeting: what followed them fills the seat."""
    on = situation.on.earliest if situation.on else terms.period.starts_on
    for seat in terms.seats_on(on):
        if ended := ended_by_law(seat.name, seat.kind, terms.nation, on):
            fills = f"{ended.successor} fills it" if ended.successor else "nothing follows it by law"
            text = f"The seat ‘{seat.name}’ names a {ended.title}, which ended on {short_date(ended.ended_on)}; {fills}."
            yield Caution(WarningCode.DATE, f"seat.{seat.slug}", text)


def check_parser() -> argparse.ArgumentParser:
    """The arguments of `terms check`."""
    parser = _parser("terms check", check_command.__doc__)
    parser.add_argument(
        "terms", metavar="TERMS.toml", nargs="+", help="terms of reference; of several no two may share a day"
    )
    parser.add_argument(
        "--on",
        metavar="D",
        help="check as of this day, such as 2024-06-03; of several versions the one in force then",
    )
    return parser


def check_command(argv: list[str]) -> Answer:
    """Look for gaps, contradictions, bodies that had ended, wrong citations and risky corners in terms of reference."""
    given = check_parser().parse_args(argv)
    versions = [read_terms(Path(one)) for one in given.terms]
    version_on(versions, Period(min(one.period.starts_on for one in versions)))
    asked = _day_asked(given.on) if given.on else None
    if asked:
        versions = [replace(one, asked_on=asked) for one in _of_the_day(versions, asked)]
    found = [(one, finding) for one in versions for finding in findings_of(one)]
    day = short_date(asked) if asked else "the terms' own day"
    number = {severity: sum(1 for _, one in found if one.severity == severity) for severity in SEVERITIES}
    return Answer(
        verdict="clean" if not found else "findings",
        values={"findings": len(found), **number},
        reasons=tuple({"clause": one.clause or terms.label, "working": one.why} for terms, one in found),
        warnings=(*_check_warnings(found), *_not_in_force(versions, asked)),
        method=f"every rule of the linter on {day}; risky corners by trying out small meetings on the engine",
        extra={"findings": [_finding(one) for _, one in found]},
    )


def _finding(one: Finding) -> dict[str, object]:
    return {
        "code": one.code, "clause": one.clause, "severity": one.severity, "why": one.why, "suggestion": one.suggestion,
    }  # fmt: skip


def _of_the_day(versions: list[Constitution], on: date) -> list[Constitution]:
    """The version in force on a day; all of them where none is, as of a draft that is still to come."""
    return [one for one in versions if on in one.period] or versions


def _not_in_force(versions: list[Constitution], on: date | None) -> tuple[Caution, ...]:
    return tuple(
        Caution(WarningCode.PERIOD, "terms.starts_on", f"‘{one.label}’ is not in force on {short_date(on)}.")
        for one in versions
        if on and on not in one.period
    )


WARNED = {
    "citation-title": WarningCode.CITATION, "citation-unknown": WarningCode.CITATION,
    "citation-not-in-force": WarningCode.CITATION, "citation-wrong-instrument": WarningCode.CITATION,
    "duty-not-statutory": WarningCode.CITATION, "body-ended": WarningCode.DATE,
    "frequency-ambiguous": WarningCode.AMBIGUOUS, "ahead-ambiguous": WarningCode.AMBIGUOUS,
    "vague-words": WarningCode.AMBIGUOUS,
}  # fmt: skip
"""The findings that a published warning code names."""


def _check_warnings(found: list[tuple[Constitution, Finding]]) -> tuple[Caution, ...]:
    return tuple(
        Caution(WARNED[one.code], one.clause or terms.label, one.why)
        for terms, one in found
        if one.code in WARNED
    )


def deadlines_parser() -> argparse.ArgumentParser:
    """The arguments of `terms deadlines`."""
    parser = _parser("terms deadlines", deadlines_command.__doc__)
    parser.add_argument("terms", metavar="TERMS.toml", help="terms of reference")
    parser.add_argument("meeting", metavar="M.json", help="the meeting that is being prepared")
    return parser


def deadlines_command(argv: list[str]) -> Answer:
    """Say when notice and papers are due, which papers may be taken, and when the body must next meet."""
    given = deadlines_parser().parse_args(argv)
    terms, path = read_terms(Path(given.terms)), Path(given.meeting)
    planned = read_planned(_object(path), path.name)
    notice = notice_is_enough(terms, planned)
    papers = [paper_may_be_taken(terms.papers, one, planned.on) for one in planned.items]
    verdict = {True: "in_order", False: "not_in_order", None: "undetermined"}[notice.ok]
    return Answer(
        verdict=verdict,
        values={"on": planned.on.isoformat(), "kind": planned.kind, "phase": planned.phase},
        reasons=_reasons(
            (
                *reasons(terms, planned),
                Reason("notice", notice.reason),
                Reason("dates", dates_were_set(terms, planned).reason),
            )
        ),
        method="days counted back from the meeting as the terms say; bank holidays of England and Wales by rule",
        extra={
            "deadlines": [
                {"what": one.what, "due": one.due.isoformat(), "non_working": one.non_working}
                for one in due_days(terms, planned)
            ],
            "items": [{"may_be_taken": one.ok, "reason": one.reason} for one in papers],
            "notice_ok": notice.ok,
            "dates_ok": dates_were_set(terms, planned).ok,
            "requisition": _requisition(terms, planned),
            "next_window": _next_window(terms, planned),
            "missing_rules": _silent_on_time(terms, planned),
        },
    )


def _requisition(terms: Constitution, planned: Planned) -> dict[str, object] | None:
    if planned.requisition is None:
        return None
    valid, needed, reason = requisition_is_valid(terms, planned.requisition)
    return {"valid": valid, "needed": needed, "reason": reason}


def _next_window(terms: Constitution, planned: Planned) -> dict[str, object] | None:
    """The next window; with several readings the first is shown and all are listed."""
    found = frequency_of(terms, planned.phase, planned.kind)
    windows = next_windows(found, planned.on) if found else ()
    shown = [
        {
            "reading": one.reading,
            "from": one.period.starts_on.isoformat(),
            "to": one.period.ends_on.isoformat() if one.period.ends_on else None,
        }
        for one in windows
    ]
    return {**shown[0], "readings": shown} if shown else None


def _silent_on_time(terms: Constitution, planned: Planned) -> list[str]:
    found = []
    if not terms.notices:
        found.append("notice")
    if terms.papers is None and planned.items:
        found.append("papers")
    if terms.requisition is None and planned.requisition:
        found.append("requisition")
    if not terms.frequencies:
        found.append("frequency")
    return found


def constituted_parser() -> argparse.ArgumentParser:
    """The arguments of `terms constituted`."""
    parser = _parser("terms constituted", constituted_command.__doc__)
    parser.add_argument("terms", metavar="TERMS.toml", help="terms of reference")
    parser.add_argument("members", metavar="MEMBERS.json", help="who has been appointed, by whom")
    parser.add_argument("--on", metavar="D", required=True, help="the day, such as 2023-06-14")
    return parser


def constituted_command(argv: list[str]) -> Answer:
    """Say whether a body is validly made up on a day, by the law's minima and by its own terms."""
    given = constituted_parser().parse_args(argv)
    path = Path(given.members)
    on = _day_asked(given.on)
    terms = read_terms(Path(given.terms))
    found = constituted(terms, read_members(read_json(path), path.name), on)
    return Answer(
        verdict={True: "valid", False: "not_valid", None: "undetermined"}[found.valid],
        values={"on": on.isoformat(), "body": terms.body},
        reasons=_reasons(found.reasons),
        method="statutory minima by nation and day, then the terms' own classes and seats",
        extra={
            "valid": found.valid,
            "missing": list(found.missing),
            "total": found.total,
            "by_class": dict(found.by_class),
            "missing_rules": list(found.missing_rules),
        },
    )


ENOUGH = {True: "which does", False: "which does not", None: "and the days do not tell whether it does"}


def replay_parser() -> argparse.ArgumentParser:
    """The arguments of `meetings replay`."""
    parser = _parser("meetings replay", replay_command.__doc__)
    parser.add_argument("history", metavar="H.json", help="past meetings, as .json, .toml or .csv")
    parser.add_argument(
        "--terms", metavar="TERMS.toml", help="the terms that say how often; without, quarterly is tried"
    )
    return parser


def replay_command(argv: list[str]) -> Answer:
    """Replay past meetings: gaps, how often under each reading, and whether each set of minutes was confirmed once."""
    given = replay_parser().parse_args(argv)
    terms = read_terms(Path(given.terms)) if given.terms else None
    found = replay(read_history(Path(given.history)), terms)
    return Answer(
        verdict=_replay_verdict(found),
        values={"meetings": len(found.meetings), "duplicates": len(found.duplicates)},
        reasons=tuple(
            {"clause": one.reading, "working": f"{one.label}: {one.held} held, {ENOUGH[one.ok]}"}
            for one in found.periods
        ),
        warnings=_replay_warnings(found),
        method="meetings as recorded, never merged; each reading of the frequency on its own",
        extra={
            "meetings": [_meeting(one) for one in found.meetings],
            "gaps": [_gap(one) for one in found.gaps],
            "periods": [
                {"label": one.label, "reading": one.reading, "held": one.held, "ok": one.ok}
                for one in found.periods
            ],
            "minutes": [_minutes(one) for one in found.minutes],
        },
    )


def _replay_verdict(found: Replayed) -> str:
    if not found.meetings:
        return "undetermined"
    broken = any(one.problem for one in found.minutes) or found.duplicates or found.strays
    return "breaks" if broken or any(one.ok is False for one in found.periods) else "in_order"


def _meeting(one: Held) -> dict[str, object]:
    return {
        "on": one.on.iso(), "kind": one.kind, "phase": one.phase, "attendance": one.attendance,
        "status": one.status,
        "resolutions": one.resolutions, "source": one.source,
    }  # fmt: skip


def _gap(one: Gap) -> dict[str, object]:
    days: object = one.least if one.least == one.most else {"from": one.least, "to": one.most}
    return {"from": one.starts.iso(), "to": one.ends.iso(), "days": days}


def _minutes(one: Confirmed) -> dict[str, object]:
    return {"of": one.of.iso(), "confirmed_by": [on.iso() for on in one.by], "problem": one.problem}


def _replay_warnings(found: Replayed) -> tuple[Caution, ...]:
    said = [
        Caution(
            WarningCode.DUPLICATE, on.iso(),
            f"{len(rows)} meetings bear this date (rows {', '.join(map(str, rows))}); they are kept apart.",
        )
        for on, rows in found.duplicates
    ]  # fmt: skip
    said += [
        Caution(
            WarningCode.DATE,
            on.iso(),
            "Minutes of this day were confirmed, and no meeting of this day is recorded.",
        )
        for on in found.strays
    ]
    said += [
        Caution(WarningCode.COVERAGE, one.of.iso(), f"{one.problem[:1].upper()}{one.problem[1:]}.")
        for one in found.minutes
        if one.problem
    ]
    said += [
        Caution(WarningCode.DATE, one.on.iso(), "The day is not known; gaps are given as a range.")
        for one in found.meetings
        if not one.on.is_exact
    ]
    return tuple(said)
