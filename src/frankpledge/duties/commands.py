"""The command `obligations`: what falls due between two days, and how it stands, run without a database."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from frankpledge.duties.rules.obligations import (
    ELSEWHERE,
    STATE_WORDS,
    Evidence,
    Excuse,
    Happened,
    Known,
    Obligation,
    State,
    gathered,
    obligations,
)
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.law.duty_commands import LawParser, day, nation_of, partial
from frankpledge.law.duty_schemas import CAUTION, DAY, DRAFT, NULL_DAY, REASON, Schema
from frankpledge.law.facts import Owner, Strength
from frankpledge.law.loading import PLACES

__all__ = ["SCHEMAS", "obligations_command", "obligations_parser"]

METHOD = "obligations computed from the law of each day and from the events given"
MOST_YEARS = 60


def obligations_parser() -> argparse.ArgumentParser:
    parser = LawParser("obligations", obligations_command.__doc__ or "")
    parser.add_argument("--from", dest="first", metavar="D1", required=True, help="the first day, YYYY-MM-DD")
    parser.add_argument(
        "--to", dest="last", metavar="D2", required=True, help="the last day, which is included"
    )
    parser.takes_nation()
    parser.takes_day(required=False, words="the day on which they are judged; the last day unless given")
    parser.add_argument(
        "--events",
        metavar="FILE",
        help="JSON: what happened, where the record is whole, what was found not done, excuses",
    )
    parser.add_argument(
        "--place", metavar="KIND", action="append", choices=PLACES, default=None,
        help="a kind of area it is, may be repeated; unless given, outside London and neither a two-tier area nor the City",
    )  # fmt: skip
    parser.add_argument("--own", action="store_true", help="only the partnership’s own duties")
    return parser


def obligations_command(argv: list[str]) -> Answer:
    """What falls due between two days: why, by whom, by when, under which law, and how it stands."""
    given = obligations_parser().parse_args(argv)
    nation, first, last = nation_of(given.nation), day("--from", given.first), day("--to", given.last)
    if last < first:
        raise Unusable(Problem("date", "The last day is before the first.", "Give a later one.", "--to"))
    if last.year - first.year > MOST_YEARS:
        raise Unusable(Problem("date", f"That is more than {MOST_YEARS} years.", "Ask for fewer.", "--to"))
    on = day("--on", given.on) if given.on else last
    known = read_known(Path(given.events)) if given.events else Known()
    place = frozenset(given.place) if given.place else ELSEWHERE
    found = obligations(nation, Period(first, last), known, on=on, place=place)
    shown = [one for one in found if one.is_own or not given.own]
    counts = Counter(one.state for one in shown)
    said = ", ".join(f"{counts[state]} {STATE_WORDS[state].lower()}" for state in State if counts[state])
    return Answer(
        "listed" if shown else "none",
        {
            "from": first.isoformat(), "to": last.isoformat(), "on": on.isoformat(), "nation": nation,
            "place": sorted(place), "own": given.own,
        },
        ({"clause": str(rule_of_stands()), "working": f"{len(shown)} obligations: {said or 'none'}."},),
        tuple(_cautions(shown)),
        METHOD,
        {
            "obligations": [as_json(one) for one in shown],
            "counts": {str(state): counts[state] for state in State},
        },
    )  # fmt: skip


def rule_of_stands() -> object:
    from frankpledge.duties.rules.obligations import stands

    return rule_of(stands).source


def _cautions(shown: list[Obligation]) -> list[Caution]:
    others = [one for one in shown if one.others]
    if not others:
        return []
    text = f"The words can be read otherwise for {', '.join(dict.fromkeys(one.code for one in others))}: see `others`."
    return [Caution(WarningCode.AMBIGUOUS, "obligations", text)]


def as_json(one: Obligation) -> dict[str, object]:
    """One obligation as the command and the open data give it."""
    return {
        "key": one.key, "code": one.code, "title": one.duty.title, "label": one.label, "why": one.why,
        "who": one.duty.who, "owner": str(one.duty.owner), "own": one.is_own, "strength": str(one.duty.strength),
        "version": one.version, "reading": one.reading,
        "opens": one.opens_on.isoformat() if one.opens_on > date.min else None,
        "due": one.due_on.isoformat() if one.due_on else None,
        "target": one.target_on.isoformat() if one.target_on else None,
        "amber_from": one.amber_on.isoformat() if one.amber_on else None,
        "others": [{"reading": name, "due": due.isoformat()} for name, due in one.others],
        "state": str(one.state), "because": one.because,
        "evidence": [{"label": proof.label, "on": proof.on.iso()} for proof in one.proofs],
    }  # fmt: skip


# The file of events -----------------------------------------------------------------------------------------------


def read_known(path: Path) -> Known:
    """What a file of events says. Raises `Unusable` naming the entry that is wrong."""
    try:
        value = json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise Unusable(Problem("no-file", "There is no such file.", "Check the name.", path.name)) from None
    except ValueError as error:
        raise Unusable(
            Problem("not-json", f"The file cannot be read: {error}.", "Mend it.", path.name)
        ) from None
    whole = value if isinstance(value, dict) else {"events": value}
    known = {"events", "whole", "not_done", "excuses", "applies"}
    if wrong := sorted(set(whole) - known):
        raise _refused(path, wrong[0], "is not a key that is known here", f"Use {', '.join(sorted(known))}.")
    events = tuple(_event(path, place, one) for place, one in enumerate(_listed(path, whole, "events"), 1))
    periods = {
        str(kind): tuple(_period(path, f"whole.{kind}", one) for one in _listed(path, whole["whole"], kind))
        for kind in whole.get("whole", {})
    }
    excuses = tuple(
        Excuse(str(one.get("code", "")), _period(path, f"excuses[{place}]", one), str(one.get("because", "")))
        for place, one in enumerate(_listed(path, whole, "excuses"), 1)
    )
    return gathered(
        [Evidence(events, periods)],
        not_done={str(key): str(text) for key, text in whole.get("not_done", {}).items()},
        excuses=excuses,
        applies={str(code): bool(flag) for code, flag in whole.get("applies", {}).items()},
    )


def _refused(path: Path, where: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem("value", f"‘{where}’ {reason}.", remedy, path.name, column=where))


def _listed(path: Path, value: Mapping[str, object], key: str) -> list[dict[str, object]]:
    found = value.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _refused(path, key, "is not a list of objects", "Write [{…}].")
    return found


def _event(path: Path, place: int, one: Mapping[str, object]) -> Happened:
    where = f"events[{place}]"
    for key in ("kind", "on"):
        if not isinstance(one.get(key), str):
            raise _refused(path, f"{where}.{key}", "is missing", "Give kind and on.")
    on = partial(f"{where}.on", str(one["on"]))
    due = day(f"{where}.due", str(one["due"])) if one.get("due") else None
    label = str(one.get("label") or str(one["kind"]).replace("-", " ").capitalize())
    return Happened(
        str(one["kind"]), on, label, str(one.get("ref") or ""), due=due, is_tracked=bool(one.get("tracked"))
    )


def _period(path: Path, where: str, one: Mapping[str, object]) -> Period:
    if not isinstance(one.get("from"), str):
        raise _refused(path, f"{where}.from", "is missing", "Give from, and to where it ended.")
    first = day(f"{where}.from", str(one["from"]))
    last = day(f"{where}.to", str(one["to"])) if one.get("to") else None
    if last and last < first:
        raise _refused(path, where, "ends before it begins", "Mend one of the two days.")
    return Period(first, last)


# Schemas ----------------------------------------------------------------------------------------------------------


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(item: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": item, "description": description}


TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
ONE = _object(
    {
        "key": {**TEXT, "description": "of this obligation, the same whenever it is computed"},
        "code": TEXT, "title": TEXT, "label": TEXT, "why": TEXT, "who": TEXT,
        "owner": {"enum": [str(one) for one in Owner]},
        "own": {**FLAG, "description": "the partnership’s own"},
        "strength": {"enum": [str(one) for one in Strength]},
        "version": {**TEXT, "description": "basis, and since when that version holds"},
        "reading": TEXT,
        "opens": {**NULL_DAY, "description": "from when it can be done"},
        "due": {**NULL_DAY, "description": "null: law fixes no day"},
        "target": {**NULL_DAY, "description": "our advice where no day is fixed"},
        "amber_from": NULL_DAY,
        "others": _list(_object({"reading": TEXT, "due": DAY}), "other readings of the same words"),
        "state": {"enum": [str(one) for one in State], "description": "; ".join(f"{s}: {w}" for s, w in STATE_WORDS.items())},
        "because": TEXT,
        "evidence": _list(_object({"label": TEXT, "on": TEXT})),
    }
)  # fmt: skip
PERIOD = _object({"from": DAY, "to": DAY}, ("to",))
EVENT = _object(
    {
        "kind": {**TEXT, "description": "what a duty’s clock names as its event, or what shows a duty done: see `duties clock`"},
        "on": {**TEXT, "description": "YYYY, YYYY-MM or YYYY-MM-DD"},
        "label": TEXT,
        "ref": {**TEXT, "description": "ties an answer to what it answers"},
        "due": {**DAY, "description": "the day that a request names, or that was agreed"},
        "tracked": {**FLAG, "description": "an answer would be here too: none means that there was none"},
    },
    ("label", "ref", "due", "tracked"),
)  # fmt: skip
FILE: Schema = {
    **_object(
        {
            "events": _list(EVENT),
            "whole": {
                "type": "object",
                "additionalProperties": _list(PERIOD),
                "description": "by kind: when the record is whole, so that what is not there did not happen",
            },
            "not_done": {"type": "object", "additionalProperties": TEXT, "description": "by key: somebody looked, and it was not done"},
            "excuses": _list(_object({"code": TEXT, "from": DAY, "to": DAY, "because": TEXT}, ("to",))),
            "applies": {"type": "object", "additionalProperties": FLAG, "description": "by code: a duty that does not apply here"},
        },
        ("events", "whole", "not_done", "excuses", "applies"),
    ),
    "description": "--events FILE; a bare list is read as `events`",
}  # fmt: skip


def _schemas() -> dict[str, Schema]:
    taken: Schema = {
        "from": {**DAY, "description": "--from D1"},
        "to": {**DAY, "description": "--to D2, included"},
        "nation": {**TEXT, "description": "--nation: E or W"},
        "on": {**DAY, "description": "--on D: the day on which they are judged; --to unless given"},
        "place": _list({"enum": list(PLACES)}, "--place KIND"),
        "own": {**FLAG, "description": "--own"},
        "events": FILE,
    }
    given: Schema = {
        "verdict": {"enum": ["listed", "none"]},
        "values": _object(
            {
                "from": DAY,
                "to": DAY,
                "on": DAY,
                "nation": {"enum": ["E", "W"]},
                "place": _list(TEXT),
                "own": FLAG,
            }
        ),
        "reasons": _list(REASON),
        "warnings": _list(CAUTION),
        "method": TEXT,
        "obligations": _list(ONE, "in order of day"),
        "counts": _object({str(one): {"type": "integer"} for one in State}),
    }
    optional = ("nation", "on", "place", "own", "events")
    return {
        "obligations": {
            "input": {"$schema": DRAFT, "title": "obligations: what it takes", **_object(taken, optional)},
            "output": {"$schema": DRAFT, "title": "obligations: what it gives", **_object(given)},
        }
    }


SCHEMAS = _schemas()
