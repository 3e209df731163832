"""JSON Schemas (draft 2020-12) of what the `review` commands take and give."""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.kernel.results import WarningCode
from frankpledge.law.reviews import regime_slugs
from frankpledge.reviews.action_sheets import COLUMNS
from frankpledge.reviews.rules.actions import ALSO_CALLED, COLOURS, ActionState, Pressing
from frankpledge.reviews.rules.criteria import Finding, Said
from frankpledge.reviews.rules.shares import ShareKind
from frankpledge.reviews.rules.timetable import DECISIONS, KINDS, QA_OUTCOMES, ClockStatus, Stage

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(
    properties: Schema, required: Sequence[str] = (), about: str = "", *, is_closed: bool = True
) -> Schema:
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": not is_closed}
    if required:
        made["required"] = list(required)
    return {**made, "description": about} if about else made


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _one_of(values: Sequence[object], about: str) -> Schema:
    return {"enum": [str(value) for value in values], "description": about}


def _list(items: Schema, about: str) -> Schema:
    return {"type": "array", "items": items, "description": about}


def _or_null(shape: Schema, about: str) -> Schema:
    return {"anyOf": [shape, {"type": "null"}], "description": about}


PARTIAL: Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
DAY: Schema = {"type": "string", "format": "date"}
DATE_IN = _or_null(PARTIAL, "YYYY, YYYY-MM or YYYY-MM-DD, as far as it is known; null where nobody knows")
DAYS_OUT: Schema = {
    "anyOf": [DAY, _object({"from": DAY, "to": DAY}, ("from", "to")), {"type": "null"}],
    "description": "a day; the earliest and the latest where the day is not known; null where there is none",
}
LATE_OUT = _or_null(
    _object(
        {"min": {"type": "integer", "minimum": 0}, "max": {"type": "integer", "minimum": 0}}, ("min", "max")
    ),
    "days late, at least and at most; 0 and 0 when in time; null while nothing can be said or it still runs in time",
)
DAY_IN = (
    "2026-03-31, 31/03/2026 (the day first), 31 March 2026, 31-Mar-26, March 2026 (its last day counts), Mar-26 (the month), "
    "Q1 2026/27, a date cell, or a spreadsheet's day number; empty, or words without figures: no date"
)
MONEY: Schema = {
    "anyOf": [{"type": "string", "pattern": r"^£?[\d,]+(\.\d{1,2})?$"}, {"type": "number", "minimum": 0}],
    "description": 'pounds and pennies, best as text: "6000.00"',
}
CREDIT: Schema = {
    "anyOf": [{"type": "string", "pattern": r"^-?£?[\d,]+(\.\d{1,2})?$"}, {"type": "number"}],
    "description": 'pounds and pennies; a credit note is below nought: "-250.00"',
}
ANSWER_IN: Schema = {
    "anyOf": [{"enum": [str(one) for one in Said]}, {"type": "boolean"}],
    "description": "yes, no or not-known; what is left out is not known",
}


def _answer(title: str, verdicts: Sequence[object], properties: Schema) -> Schema:
    common: Schema = {
        "verdict": _one_of(verdicts, "the answer in a word"),
        "values": {"type": "object"},
        "reasons": _list(_object({"clause": _text(""), "working": _text("")}, ("clause", "working")), "why"),
        "warnings": _list(
            _object(
                {"code": _one_of(tuple(WarningCode), ""), "where": _text(""), "text": _text("")},
                ("code", "text"),
            ),
            "",
        ),
        "method": _text("the rule, in a sentence"),
    }
    made = _object({**common, **properties}, (*common, *properties), is_closed=False)
    return {"$schema": DRAFT, "title": title, **made}


EVENT = _object(
    {
        "kind": {
            "enum": list(KINDS),
            "description": " ".join(f"{name}: {about}" for name, about in KINDS.items()),
        },
        "on": {**DATE_IN, "description": "the day it happened; of an extension, the new last day"},
        "agreed_on": {
            **DATE_IN,
            "description": "of an extension: the day on which the partnership agreed it; without one nothing moves",
        },
        "clock": _text(
            "of an extension: the clock it changes (T2, T4 …); else the one that ran when it was agreed"
        ),
        "outcome": _one_of(
            (*DECISIONS, *QA_OUTCOMES),
            "of `decided` (a review, unless a direction followed) and of `qa` (publish, unless it says otherwise)",
        ),
        "until": {**DATE_IN, "description": "of a hold: its last day; else until `resumed` or `submitted`"},
        "note": _text("not read"),
    },
    ("kind",),
)
CLOCK = _object(
    {
        "id": _text("T2: decide; T4: the report; T3, T5 and T6 are local reminders"), "title": _text(""),
        "original_due": DAYS_OUT, "agreed_due": DAYS_OUT, "days_late": LATE_OUT,
        "status": _one_of(tuple(ClockStatus), "late wins over held: a hold hides no slippage, and moves no date"),
        "counted_from": DAYS_OUT, "done": DAYS_OUT, "days_after_original": LATE_OUT,
        "non_working": {"type": ["boolean", "null"], "description": "the day in force is a weekend or holiday; it does not move"},
        "changes": _list(
            _object({"to": DAYS_OUT, "agreed_on": DAYS_OUT, "late_approval": {"type": ["boolean", "null"]}}),
            "every change asked for; without `agreed_on` it is not yet agreed and moves nothing",
        ),
        "absent": _list(_text(""), "where the status is unknown: what would have to be known"),
        "source": _text(""), "verified": {"type": "boolean"},
    },
    ("id", "original_due", "agreed_due", "days_late", "status"),
)  # fmt: skip
PERSON = _object(
    {
        "born": DATE_IN,
        "age": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": "in years, at the death",
        },
        "is_sixteen": {
            **ANSWER_IN,
            "description": "a recorded judgement that they were 16 or over; needs `because`",
        },
        "because": _text("why it was judged so"),
    },
    about="how old somebody was, as far as it is known",
)
CRITERION = _object(
    {"id": _text(""), "answer": _one_of(tuple(Said), ""), "reason": _text(""), "evidence": _text("")},
    ("id", "answer", "reason"),
)

SCHEMAS: dict[str, Schema] = {
    "review criteria": {
        "input": {
            "$schema": DRAFT, "title": "review criteria FILE",
            **_object({
                "nation": _one_of(("england", "wales", "E", "W"), "England unless it says Wales"),
                "regime": _one_of(regime_slugs(), "ask about one law only"),
                "on": {**DATE_IN, "description": "when it was answered; not read: the day of death chooses the law"},
                "chair": _object({
                    "can_decide": {**ANSWER_IN, "description": "no where the chair is party to the case, or away"},
                    "because": _text("why they cannot"),
                }, about="whether the chair can decide; else the vice-chair does"),
                "has_died": {**ANSWER_IN, "description": "C1; yes where `died` is given"},
                "died": DATE_IN, "person": PERSON, "other": {**PERSON, "description": "whoever caused the death, or is alleged to have"},
                "answers": _object({
                    "relative": {**ANSWER_IN, "description": "C3: the other was a relative"},
                    "intimate": {**ANSWER_IN, "description": "C3: a partner now or before"},
                    "household": {**ANSWER_IN, "description": "C4: of the same household"},
                    "harm": {**ANSWER_IN, "description": "C5: it resulted or seems to have resulted from violence, abuse or neglect"},
                    "domestic_abuse": {**ANSWER_IN, "description": "C5, 2021 Act: from domestic abuse as defined there"},
                    "own_hand": {**ANSWER_IN, "description": "C6: the person took their own life"},
                    "gives_concern": {**ANSWER_IN, "description": "C6: the circumstances give concern, such as coercive control"},
                    "unexplained": {**ANSWER_IN, "description": "C7: the death is unexpected or unexplained"},
                    "abuse_before": {**ANSWER_IN, "description": "C7: there was abuse before it"},
                }),
                "evidence": {"type": "object", "additionalProperties": {"type": "string"},
                             "description": "what each answer rests on, by question (C1 … C9)"},
            }),
        },
        "output": _answer("review criteria: what it gives", tuple(Finding), {
            "criteria": _list(CRITERION, "under the law in force"),
            "unanswered": _list(_text(""), "questions whose answer is not known"),
            "regimes": _list(_object({
                "slug": _one_of(regime_slugs(), ""), "label": _text(""), "in_force": {"type": ["boolean", "null"]},
                "outcome": _one_of(tuple(Finding), ""), "reason": _text(""), "unanswered": _list(_text(""), ""),
                "criteria": _list(CRITERION, ""),
            }), "the same facts under each law of the nation"),
            "child_route": _text("what is to be considered besides, where the person was under 18; else empty"),
            "decided_by": _text("who decides; the criteria only advise"),
        }),
    },
    "review timetable": {
        "input": {"$schema": DRAFT, "title": "review timetable --regime R --events E.json [--on D]", **_list(EVENT, "in any order")},
        "output": _answer("review timetable: what it gives", (*ClockStatus,), {
            "state": _one_of(tuple(Stage), ""),
            "clocks": _list(CLOCK, ""),
            "publishable": {"type": "boolean", "description": "whether the report may be published now"},
            "copies": _list(_object({
                "to": _text(""), "sent": {"type": "boolean"}, "on": DATE_IN,
                "owed": {"type": "boolean", "description": "the report is cleared or published, and no event says that it was sent"},
            }, ("to", "sent", "owed")), "to whom the law wants a copy sent as soon as reasonably practicable"),
        }),
    },
    "review actions": {
        "input": {
            "$schema": DRAFT, "title": "review actions F.csv [--on D]: one row an action; columns by these headings, in any order. CSV with commas, "
            "semicolons or tabs, or XLSX or ODS",
            **_object({
                **{name: _text(f"or {', '.join(COLUMNS[field][1:])}") for name, field in
                   (("id", "id"), ("action", "text"), ("owner", "owner"), ("assured by", "assured_by"))},
                "due": _text(f"or {', '.join(COLUMNS['due'][1:])}. {DAY_IN}"),
                "revised due": _text(f"or {', '.join(COLUMNS['revised'][1:])}; it counts in place of the first"),
                "state": _one_of(
                    (*ActionState, *(name for name in ALSO_CALLED if name), *COLOURS),
                    f"in large or small letters, with spaces or hyphens; or {', '.join(COLUMNS['state'][1:])}; “complete” is a claim until it is assured",
                ),
                "rag": _one_of(tuple(COLOURS), f"or {', '.join(COLUMNS['rag'][1:])}; read only where no state is given: blue is done, green is not"),
                "completed": _text(f"or {', '.join(COLUMNS['done'])}; without a state, a day there is a claim that it is done"),
            }, is_closed=False),
        },
        "output": _answer("review actions: what it gives", ("overdue", "none-overdue"), {
            "counts": _object({
                "total": {"type": "integer"},
                "by_state": {"type": "object", "additionalProperties": {"type": "integer"}},
                "by_pressing": {"type": "object", "additionalProperties": {"type": "integer"},
                                "description": f"one of: {', '.join(Pressing)}"},
                "by_owner": {"type": "object", "additionalProperties": {"type": "object"}},
            }, ("total", "by_state", "by_pressing", "by_owner")),
            "order": _list(_text(""), "ids, the most pressing first"),
            "overdue": _list(_text(""), "ids of those whose date has surely passed"),
            "actions": _list(_object({
                "id": _text(""), "action": _text(""), "owner": _text(""), "due": DATE_IN, "state": _one_of(tuple(ActionState), ""),
                "pressing": _one_of(tuple(Pressing), ""), "rag": {"type": ["string", "null"]}, "days_overdue": {"type": ["integer", "null"]},
            }), "in that order"),
        }),
    },
    "review shares": {
        "input": {
            "$schema": DRAFT, "title": "review shares FILE",
            **_object({
                "cost": {**MONEY, "description": "what it cost, in pounds; or `lines`"},
                "lines": _list(_object({"kind": _text("such as chair, author, advocacy, venue"), "amount": CREDIT}, ("amount",)),
                               "invoices; together they may not be below nought"),
                "shares": _list(_object({
                    "party": _text(""),
                    "kind": _one_of(tuple(ShareKind), "fixed: a sum; percent: of the cost, at most `cap` where one is given; "
                                    "cap: what is left, at most `cap`; equal: what is left is split, each at most `cap` where one is given. "
                                    "In that order; cap-then-equal is one party by percent with a cap, and the others equal"),
                    "percent": {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]},
                    "amount": MONEY, "cap": MONEY,
                    "of": {"anyOf": [_text("a kind of line"), _list(_text(""), "")], "description": "of these lines only"},
                }, ("party", "kind")), ""),
            }, ("shares",)),
        },
        "output": _answer("review shares: what it gives", ("shared", "short", "over"), {
            "shares": _list(_object({
                "party": _text(""), "amount": {"type": "string", "pattern": r"^\d+\.\d{2}$"}, "kind": _one_of(tuple(ShareKind), ""),
                "capped": {"type": "boolean"}, "working": _text(""),
            }, ("party", "amount")), "in the order given; they add up to the cost where the verdict is shared"),
        }),
    },
}  # fmt: skip
