"""The commands `terms …` and `meetings …`: terms of reference, run without a database. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "terms decide"` prints.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from frankpledge.governance.rules.terms import schemas
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.deciding import Decision, ItemDecided, decide, headline
from frankpledge.governance.rules.terms.quorum import Tested
from frankpledge.governance.rules.terms.reading import read_terms, version_on
from frankpledge.governance.rules.terms.situation import read_situation
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.verdicts import Reason

SCHEMAS = schemas.SCHEMAS
METHOD = "terms as data; what they leave unsaid is read in every way, and named where the verdict hangs on it"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema ‘{self.prog.split(' ', 1)[1]}’."))


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


def _reasons(reasons: tuple[Reason, ...]) -> tuple[dict[str, str], ...]:
    return tuple({"clause": one.clause, "working": one.working} for one in reasons)


def decide_parser() -> argparse.ArgumentParser:
    """The arguments of `terms decide`."""
    parser = _parser("terms decide", decide_command.__doc__)
    parser.add_argument("terms", metavar="TERMS.toml", nargs="+", help="terms of reference; of several the one in force")
    parser.add_argument("situation", metavar="S.json", help="who was there and how they voted")
    return parser


def decide_command(argv: list[str]) -> Answer:
    """Say whether a meeting is quorate and what became of each vote, with clause and arithmetic."""
    given = decide_parser().parse_args(argv)
    path = Path(given.situation)
    situation = read_situation(_object(path), path.name)
    terms = _in_force([Path(one) for one in given.terms], situation.on)
    return _decide_answer(terms, decide(terms, situation))


def _in_force(paths: list[Path], on: PartialDate | None) -> Constitution:
    """The version in force on a day, among several that may not share one."""
    versions = [read_terms(path) for path in paths]
    version_on(versions, Period(min(one.period.starts_on for one in versions)))
    if on is None:
        return versions[-1]
    return next((one for one in versions if on.earliest in one.period), versions[-1])


def _decide_answer(terms: Constitution, found: Decision) -> Answer:
    shown = headline(found.quorum)
    verdict = {True: "quorate", False: "not_quorate", None: "undetermined"}[found.quorate]
    return Answer(
        verdict=verdict,
        values={"body": terms.body, "terms": terms.label},
        reasons=_reasons((*found.reasons, *(reason for one in found.items for reason in one.reasons[1:]))),
        warnings=tuple(_cautions(terms, found)),
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
                {"at": _clock(one.at), "quorate": one.quorate, "present": one.present} for one in found.stretches
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
            said.append(Caution(WarningCode.BASE, f"items.{one.id}", "It was carried by the casting vote alone."))
    if terms.status != "active":
        said.append(Caution(WarningCode.PERIOD, "terms.status", f"The body is {terms.status}."))
    if terms.basis == "assumed":
        said.append(Caution(WarningCode.UNVERIFIABLE, "terms.basis", "These terms are assumed, not a document."))
    return said
