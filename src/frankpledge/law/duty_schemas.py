"""The shapes of what the commands about duties and the law take and give, as JSON Schema (draft 2020-12)."""

from __future__ import annotations

from frankpledge.kernel.results import WarningCode
from frankpledge.law import api as law
from frankpledge.law.clocks import STATUS_WORDS, Status
from frankpledge.law.facts import Owner, Strength
from frankpledge.law.facts import Standing as Checked
from frankpledge.law.impact import BEGINS, CHANGES, ENDS, KINDS
from frankpledge.law.loading import CLOCKS, PLACES, RECURRENCES, STAGES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, object]


def _text(description: str = "", *, null: bool = False) -> Schema:
    return {
        "type": ["string", "null"] if null else "string",
        **({"description": description} if description else {}),
    }


def _choice(values: object, description: str = "", *, null: bool = False) -> Schema:
    options: list[object] = [str(one) for one in values]  # type: ignore[attr-defined]
    return {"enum": [*options, None] if null else options, "description": description}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(item: Schema, description: str = "") -> Schema:
    return {"type": "array", "items": item, "description": description}


def _or_range(kind: str, description: str, *, null: bool = True) -> Schema:
    one: Schema = {"type": kind}
    options: list[Schema] = [one, _object({"from": one, "to": one})]
    return {"anyOf": [*options, {"type": "null"}] if null else options, "description": description}


FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
NULL_DAY: Schema = {"type": ["string", "null"], "format": "date"}
NATION: Schema = _text("--nation: E or England, W or Wales; E unless given")
CAUTION = _object({"code": _choice(WarningCode), "where": _text(), "text": _text()})
REASON = _object({"clause": _text("the rule and its source"), "working": _text("in words")})
NAMED = _object({"code": _text(), "title": _text()})
PARTIAL: Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
CHANGE = _object(
    {
        "on": DAY,
        "kind": _choice(KINDS, "; ".join(f"{code}: {words}" for code, words in KINDS.items())),
        "code": _text("of the row"),
        "what": _choice((BEGINS, ENDS, CHANGES)),
        "before": _text("what it said until then", null=True),
        "after": _text("what it says from then on; for a body that ends, who follows it", null=True),
        "basis": _list(_text()),
        "verified": _choice(Checked, "how far the page behind it was checked"),
        "dates_verified": _choice(Checked, "the same of its days"),
    }
)
DUTY = _object(
    {
        "code": _text("D01 to D53 as in the register; from D54 on what terms of reference and regulations name beside"),
        "title": _text("in our own words"),
        "strength": _choice(Strength, "MUST law, GUID statutory guidance, PRACTICE custom, LOCAL the partnership’s own, DESIGN our advice"),
        "in_law": {**FLAG, "description": "law or statutory guidance asks for it"},
        "owner": _choice(Owner, "whose it is"),
        "own": {**FLAG, "description": "it is the partnership’s own; false: another body owes it"},
        "who": _text("whose it is, in words"),
        "where": _choice(PLACES, "the kind of area it is limited to", null=True),
        "recurrence": _choice(RECURRENCES),
        "deadline": _text("in words"),
        "clock": _choice(CLOCKS, "how the deadline is counted"),
        "evidence": _text("what shows it done"),
        "basis": _list(_text("instrument, place")),
        "valid_from": DAY,
        "valid_to": NULL_DAY,
        "listed_as": _list(_text(), "entries of the usual list of terms of reference (L01 to L12)"),
        "verified": _choice(Checked),
        "dates_verified": _choice(Checked),
        "source": _text("code of the public page"),
        "note": _text("what to mind, and what is not verified"),
    }
)  # fmt: skip
READING = {
    "due": _or_range("string", "the last day in time; null: law fixes no day, or nothing starts the clock"),
    "amber_from": _or_range(
        "string", "from when it asks for attention: 7 days before for periods up to 31 days, 21 up to 100, else 56 (our advice)"
    ),
    "status": _choice(Status, "; ".join(f"{code}: {words}" for code, words in STATUS_WORDS.items())),
    "days_late": _or_range("integer", "days past the due day in law or guidance; always 0 for custom", null=False),
    "reading": _text("the name of the reading that is used; others are under `readings`"),
}  # fmt: skip


def _output(
    name: str, verdicts: tuple[str, ...], extra: Schema, values: Schema, optional: tuple[str, ...] = ()
) -> Schema:
    common: Schema = {
        "verdict": _choice(verdicts),
        "values": _object(values),
        "reasons": _list(REASON),
        "warnings": _list(CAUTION),
        "method": _text(),
    }
    return {"$schema": DRAFT, "title": f"{name}: what it gives", **_object({**common, **extra}, optional)}


def _input(name: str, properties: Schema, optional: tuple[str, ...]) -> Schema:
    return {
        "$schema": DRAFT, "title": f"{name}: what it takes on the command line", **_object(properties, optional),
    }  # fmt: skip


def _duties() -> Schema:
    taken: Schema = {
        "on": {**DAY, "description": "--on D"}, "nation": NATION,
        "place": _list(_choice(PLACES), "--place KIND, may be repeated; every kind of area unless given"),
        "compare": {**DAY, "description": "--compare D2"},
    }  # fmt: skip
    extra: Schema = {
        "duties": _list(DUTY, "in order of their codes"),
        "strategies": _list(NAMED, "that section 6(1) requires"),
        "authorities": _list(NAMED, "kinds of responsible authority"),
        "changes": _list(CHANGE, "with --compare: what begins, ends or changes between the two days"),
    }
    values: Schema = {"on": DAY, "nation": _choice("EW"), "place": _list(_text())}
    return {
        "input": _input("duties", taken, ("nation", "place", "compare")),
        "output": _output("duties", ("listed", "none"), extra, values, ("changes",)),
    }


def _clock() -> Schema:
    names = sorted({row.proved_by for row in law.library().duties})
    kinds = [*law.duty_codes(), *names]
    taken: Schema = {
        "kind": {"enum": kinds, "description": "--kind K: a duty by its code or by the name of what shows it done"},
        "last": {**PARTIAL, "description": "--last D: what starts the clock: the last time, the date of the report, the first "
                 "publication, any day of the quarter of the data, the day named in a request, the intended publication"},
        "first": {**DAY, "description": "--first D: the first publication, where periods run from it and --last is a review"},
        "on": {**DAY, "description": "--on D"}, "nation": NATION,
    }  # fmt: skip
    words = _text("how it was counted")
    one = _object(
        {**READING, "days_past": _or_range("integer", "days past the day, custom too", null=False),
         "target": _or_range("string", "our advice where no day is fixed"),
         "opens": _or_range("string", "the first day it can be done"), "words": words}
    )  # fmt: skip
    extra: Schema = {
        **READING,
        "target": _or_range("string", "our advice where no day is fixed"),
        "opens": _or_range("string", "the first day it can be done"),
        "days_past": _or_range("integer", "days past the day, custom too", null=False),
        "late_in_law": {**FLAG, "description": "late, and Act or regulations fix the day"},
        "strength": _choice(Strength, "null when it is not in force", null=True),
        "owner": _choice(Owner),
        "own": FLAG,
        "title": _text(),
        "who": _text(),
        "readings": _list(one, "every reading, the one used first"),
    }
    values: Schema = {
        "kind": _text(), "code": _text(), "last": _text(null=True), "first": _text(null=True), "on": DAY,
        "nation": _choice("EW"),
    }  # fmt: skip
    return {
        "input": _input("duties clock", taken, ("last", "first", "nation")),
        "output": _output("duties clock", tuple(Status), extra, values),
    }


def _impact() -> Schema:
    taken: Schema = {
        "on": {**DAY, "description": "--on D: what is different from the day before"},
        "since": {**DAY, "description": "--since D0: everything that changed after it, up to D"}, "nation": NATION,
    }  # fmt: skip
    coming = _object(
        {"code": _text(), "title": _text(), "stage": _choice(STAGES), "expected": _text(null=True),
         "touches": _list(_text(), "duties"), "prepare": _list(_text()), "instrument": _text()}
    )  # fmt: skip
    extra: Schema = {
        "changes": _list(CHANGE, "in order of day"),
        "wrong": _object(
            {
                "duties": _list(_text(), "codes of duties that begin, end or change"),
                "templates": _list(_text(), "documents whose standing text must change"),
                "definitions": _list(_text(), "codes"),
                "seats": _list(
                    _text(), "kinds of authority and names of bodies that end: seats that name them are wrong"
                ),
                "measures": _list(_text(), "words in the names of measures whose meaning changes on the day"),
            }
        ),
        "previous": {**NULL_DAY, "description": "the last day before on which anything changed"},
        "next": {**NULL_DAY, "description": "the next day on which anything changes, as far as is known"},
        "coming": _list(coming, "announced or enacted, and not in force as far as was read: no day is known"),
    }
    values: Schema = {"on": DAY, "since": NULL_DAY, "nation": _choice("EW")}
    return {
        "input": _input("law impact", taken, ("since", "nation")),
        "output": _output("law impact", ("changes", "nothing-changes"), extra, values),
    }  # fmt: skip


def _cite() -> Schema:
    taken: Schema = {
        "text": _text("argument TEXT: the citation as somebody wrote it"),
        "for": _text("--for SUBJECT: a duty’s code, an entry of the usual list (L01 to L12), or words; may be left out"),
        "on": {**DAY, "description": "--on D: the day of the document; the latest law unless given"}, "nation": NATION,
    }  # fmt: skip
    codes = (
        "title",
        "year",
        "number",
        "nation",
        "not-in-force",
        "provision",
        "body",
        "not-law",
        "instrument",
        "place",
    )
    finding = _object(
        {
            "code": _choice(codes),
            "where": _text("the words that are wrong"),
            "text": _text(),
            "correction": _text(null=True),
        }
    )
    cited = _object({"slug": _text(), "title": _text(), "number": _text(null=True)})
    extra: Schema = {
        "ok": {
            "type": ["boolean", "null"],
            "description": "null: nothing could be checked; the warnings say what",
        },
        "correction": _text(
            "what to write instead; null when it is right or nothing better is known", null=True
        ),
        "owed_under": _text(
            "what makes the duty that the subject means, whatever was cited; null for custom", null=True
        ),
        "subject": _list(NAMED, "the duties that the subject was read as"),
        "cited": _list(cited, "the instruments that were recognised"),
        "findings": _list(finding),
    }
    values: Schema = {"text": _text(), "for": _text(), "on": _text(null=True), "nation": _choice("EW")}
    return {
        "input": _input("law cite", taken, ("for", "on", "nation")),
        "output": _output("law cite", ("right", "wrong", "unverifiable"), extra, values),
    }


SCHEMAS: dict[str, Schema] = {
    "duties": _duties(),
    "duties clock": _clock(),
    "law impact": _impact(),
    "law cite": _cite(),
}
