"""JSON Schemas (draft 2020-12) of the terms file and of what the commands about terms and meetings take and give."""

from __future__ import annotations

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.governance.rules.terms.findings import SEVERITIES
from frankpledge.governance.rules.terms.minima import head_codes
from frankpledge.governance.rules.terms.situation import STANDINGS, VOTES
from frankpledge.kernel.results import WarningCode

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(properties: Schema, required: tuple[str, ...] = (), about: str = "") -> Schema:
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        made["required"] = list(required)
    return {**made, "description": about} if about else made


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _one_of(values: tuple[str, ...], about: str) -> Schema:
    return {"enum": list(values), "description": about}


def _flag(about: str) -> Schema:
    return {"type": "boolean", "description": about}


def _number(about: str, least: int = 0) -> Schema:
    return {"type": "integer", "minimum": least, "description": about}


def _list(items: Schema, about: str) -> Schema:
    return {"type": "array", "items": items, "description": about}


def _maybe(shape: Schema) -> Schema:
    """The same shape, or null."""
    return {"anyOf": [shape, {"type": "null"}], "description": shape.get("description", "")}


CLAUSE = _text("the slug of the clause it rests on")
DAY: Schema = {"type": "string", "format": "date", "description": "a day, such as 2023-06-14"}
PARTIAL = _text("a date as far as it is known: 2023-06-14, 2023-06 or 2023")
AMOUNT: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "string", "pattern": r"^(\d+/\d+|\d+(\.\d+)?%|all)$"},
    ],
    "description": 'a whole number such as 2, or a share such as "1/3", "25%" or "all"',
}
SEATS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
THRESHOLD: Schema = {
    "at_least": AMOUNT,
    "more_than": AMOUNT,
    "rounding": _one_of(
        c.ROUNDINGS, "of a share; without it the share is compared exactly: at least 1/3 of 10 is 4"
    ),
    "minimum": _number("a floor below every share", 1),
}
TEST_REF: Schema = {"$ref": "#/$defs/test"}
TEST: Schema = {
    "description": "a test of the quorum; several together under all_of or any_of, to any depth up to six",
    "oneOf": [
        _object(
            {"all_of": {"type": "array", "minItems": 1, "items": TEST_REF}, "clause": CLAUSE}, ("all_of",)
        ),
        _object(
            {"any_of": {"type": "array", "minItems": 1, "items": TEST_REF}, "clause": CLAUSE}, ("any_of",)
        ),
        _object(
            {"none": {"const": True}, "clause": CLAUSE}, ("none",), "the text says that no quorum is needed"
        ),
        _object(
            {
                **THRESHOLD,
                "count": _one_of(
                    c.UNITS, "what is counted (default seats); organisations are different ones"
                ),
                "of": _one_of(
                    c.QUORUM_BASES,
                    "of what a share is taken (default all): all seats, those in post, those present",
                ),
                "class": _text("count only this class; without it all that count to the quorum"),
                "clause": CLAUSE,
            }
        ),
        _object(
            {
                "class": _text("this class"),
                "not_fewer_than": _text("is not outnumbered by this one among those present"),
                "count": _one_of(c.UNITS, "what is counted (default people)"),
                "clause": CLAUSE,
            },
            ("class", "not_fewer_than"),
        ),
        _object(
            {
                "includes": _text("a seat, organisation, office or class that must be there"),
                "deputy_ok": _flag("whether a deputy will do; left out where the text is silent"),
                "clause": CLAUSE,
            },
            ("includes",),
        ),
    ],
}
DECISION = _object(
    {
        "scope": _text("ordinary (default), or a kind of business such as spend, plan or terms"),
        **THRESHOLD,
        "base": _one_of(c.BASES, "of what: votes cast, members present with a vote, in post, or all seats"),
        "abstention": _one_of(
            c.ABSTENTIONS, "ignored: leaves the base; counted or against: stays in it; blocks: defeats"
        ),
        "all_present": _flag("every member with a vote must be present"),
        "consensus_first": _flag("a vote only when consensus fails"),
        "reserved": _flag("no group below may take it"),
        "secret": _flag("by secret ballot: votes are counted, and nobody's is recorded"),
        "by_name": _flag("by roll call: each member's vote is recorded by name"),
        "clause": CLAUSE,
    }
)
STANDING = _object(
    {
        "allowed": _flag("whether they may come at all"),
        "counts_to_quorum": _flag("left out where the text is silent"),
        "may_vote": _flag("left out where the text is silent"),
        "named_only": _flag("only those named beforehand"),
        "most_absences": _number("consecutive meetings for which a deputy will do", 1),
        "clause": CLAUSE,
    }
)


def _rows(shape: Schema, about: str) -> Schema:
    return {"type": "array", "items": shape, "description": about}


def terms_schema() -> Schema:
    """The JSON Schema of a file of terms of reference. A key that is left out is a rule that the text does not give."""
    return {"$schema": DRAFT, "title": "Terms of reference", "$defs": {"test": TEST}, **_terms()}


def _terms() -> Schema:
    return _object({**_head(), **_members(), **_meetings(), **_rest()}, ("terms",), "TERMS.toml, as JSON")


def _head() -> Schema:
    return {
        "terms": _object(
            {
                "body": _text("the body's name"),
                "label": _text("how this version is called"),
                "nation": _one_of(("E", "W"), "England or Wales"),
                "basis": _one_of(c.BASES_OF_FILE, "a document, an assumption, or a pattern that is nobody's"),
                "status": _one_of(c.STATUSES, "of the body"),
                "kind": _text("partnership (default), board, committee, subgroup …"),
                "dated": PARTIAL,
                "starts_on": DAY,
                "ends_on": DAY,
                "source": _text("where the text comes from"),
                "note": _text("what to know"),
                "several_heads": _flag("one person may stand for several statutory heads"),
                "is_public": _flag("meetings or minutes are open"),
            },
            ("body", "label", "nation", "starts_on"),
        ),
        "capacity": _rows(
            _object(
                {
                    "slug": _text("csp, da-board …"), "title": _text("in words"),
                    "instrument": _text("the law's slug: cda-1998, daa-2021, pcsca-2022 …"), "clause": CLAUSE,
                    "quorum": TEST_REF, "decision": _rows(DECISION, "rules of its own"),
                },
                ("slug", "title"),
            ),
            "bodies in law that the same people are",
        ),
    }  # fmt: skip


def _members() -> Schema:
    return {
        "class": _rows(
            _object(
                {
                    "slug": _text("core …"), "title": _text("in words"), "can_vote": _flag("its seats have votes"),
                    "counts_to_quorum": _flag("left out where silent"), "fewest": _number("least members"),
                    "most": _number("most members"), **THRESHOLD, "clause": CLAUSE,
                },
                ("slug", "title", "can_vote"),
            ),
            "categories of members, or none where all are alike; at_least or more_than say what share of all members it makes up",
        ),
        "seat": _rows(
            _object(
                {
                    "slug": _text("short name"), "name": _text("as the text has it"), "class": _text("a class's slug"),
                    "organisation": _text("without it, the name"),
                    "organisations": _list({"type": "string"}, "of a seat held jointly"),
                    "kind": _text("the law's code of an authority (LA_AREA, FIRE …) or a role"),
                    "votes": _number("each, 1 unless given"), "places": _number("seats alike", 1),
                    "office": _text("the office its holder must hold"), "is_senior": _flag("must be senior"),
                    "joint_attendance": _one_of(("any", "all"), "of a joint seat: who must come for it to count"),
                    "heads": _list(_one_of(head_codes(), "a head of section 58(2)"), "what it represents"),
                    "starts_on": DAY, "ends_on": DAY, "clause": CLAUSE,
                },
                ("slug", "name"),
            ),
            "seats; a dated grant of a vote is a seat with starts_on",
        ),
        "office": _rows(
            _object(
                {
                    "slug": _text("chair, vice-chair …"), "title": _text("in words"), "method": _one_of(c.METHODS, "how filled"),
                    "seat": _text("the seat it goes with"), "seats": _list({"type": "string"}, "of co-chairs, or in turn of an office that rotates"),
                    "rotates_from": DAY, "from_class": _text("the class it is drawn from"),
                    "elected_at": _text("which meeting"), "elect_within_days": _number("of the year's start or a vacancy"),
                    "term_months": _number("", 1), "most_terms": _number("", 1),
                    "not_same_organisation_as": _text("another office"), "vacancy": _text("who serves meanwhile"),
                    "absence": _text("who presides"), "removal": _text("on what grounds"),
                    "removed_by": _text("the scope of the decision that removes its holder"), "clause": CLAUSE,
                },
                ("slug", "title", "method"),
            ),
            "offices",
        ),
        "deputies": STANDING, "officers": STANDING, "remote": STANDING,
        "joint": _object({"counts_as": _one_of(("one", "each"), "organisations that attend together"), "clause": CLAUSE}),
        "several_seats": _object(
            {
                "votes_once": _flag("one person who holds several seats has one vote; left out where silent"),
                "counts_once": _flag("and counts once to the quorum; left out where silent"), "clause": CLAUSE,
            }
        ),
        "presiding": _object(
            {"order": _list({"type": "string"}, "offices in turn while the chair is away; “elected” for one elected for the meeting"),
             "clause": CLAUSE},
            ("order",),
        ),
        "interests": _object(
            {"declare": _flag(""), "withdraw": _flag(""), "counts_to_quorum": _flag(""), "clause": CLAUSE}
        ),
    }  # fmt: skip


def _meetings() -> Schema:
    days: Schema = {
        "days": _number("", 1),
        "days_are": _one_of(c.DAY_KINDS, "calendar (plain, default), clear, working"),
    }
    return {
        "quorum": TEST_REF,
        "decision": _rows(DECISION, "rules by scope"),
        "casting_vote": _object(
            {
                "holder": _one_of(c.CASTING_HOLDERS, "who"),
                "kind": _one_of(c.CASTING_KINDS, "casting: only one who has not voted; second: only one who has"),
                "passes": _flag("to whoever presides; left out where silent"), "clause": CLAUSE,
            },
            ("holder",),
        ),
        "inquorate": _object({"then": _one_of(c.INQUORATE, "what follows"), "clause": CLAUSE}, ("then",)),
        "notice": _rows(_object({"kind": _text("of meeting; empty is any"), **days, "clause": CLAUSE}, ("days",)), "notice"),
        "papers": _object(
            {
                **days, "floor_days": _number("nobody may waive this", 1), "floor_days_are": _one_of(c.DAY_KINDS, ""),
                "leave_of": _list({"type": "string"}, "the offices that may take a late paper"),
                "only_urgent": _flag("only urgent ones"), "clause": CLAUSE,
            },
            ("days",),
        ),
        "frequency": _rows(
            _object(
                {
                    "phase": _text("such as strategy or emergency"), "kind": _text("ordinary (default), ad hoc …"),
                    "at_least": _number("in each interval", 1), "every": _one_of(c.INTERVALS, "the interval"),
                    "every_weeks": _number("", 1), "months": _list(_number("1 to 12", 1), "named months"),
                    "windows": _list({"type": "array", "items": {"type": "string"}}, '[["04-01", "05-31"]]'),
                    "event": _text("after which it meets"), "within_days": _number("of the event", 1),
                    "reading": _one_of(c.READINGS, "left out where the words bear several"), "clause": CLAUSE,
                }
            ),
            "how often, in one of the ways: every, every_weeks, months, windows, event",
        ),
        "dates": _object(
            {
                "months_ahead": _number("", 1),
                "counted_from": _one_of(("each-meeting", "start-of-year"), "left out where silent"), "clause": CLAUSE,
            }
        ),
        "requisition": _object(
            {**THRESHOLD, "of": _one_of(("in_post", "all"), ""), "within_days": _number("", 1), "clause": CLAUSE}
        ),
        "outside": _rows(
            _object(
                {
                    "route": _one_of(c.ROUTES, "how"), "who": {**SEATS, "description": "the offices or seats that may use it"},
                    "response_days": _number("for which members may answer", 1), "response_days_are": _one_of(c.DAY_KINDS, ""),
                    **THRESHOLD, "report_to_next": _flag("to the next meeting"),
                    "scopes": _list({"type": "string"}, "the kinds of business it may be used for; without it any"),
                    "ratified_by_next": _flag("it falls unless the next meeting ratifies it"), "clause": CLAUSE,
                },
                ("route",),
            ),
            "decisions without a meeting",
        ),
    }  # fmt: skip


def _rest() -> Schema:
    return {
        "subgroup": _rows(
            _object(
                {
                    "slug": _text(""), "name": _text(""), "parent": _text("another group"),
                    "powers": _list({"type": "string"}, "what it may decide; empty is nothing, left out is silence"),
                    "reserved": _list({"type": "string"}, "what it may not"), "reports_to": _text(""), "ends_on": DAY,
                    "clause": CLAUSE,
                },
                ("slug", "name"),
            ),
            "groups below",
        ),
        "review": _object(
            {
                "every_months": _number("", 1), "on_events": _list({"type": "string"}, "such as member-change"),
                "approved_by": _text("who changes the terms"), "clause": CLAUSE,
            }
        ),
        "precedence": _object({"order": _list({"type": "string"}, "the first prevails"), "clause": CLAUSE}),
        "duty": _rows(
            _object(
                {
                    "title": _text("as the text has it"), "code": _text("of the duties register, or a strategy's"),
                    "cites": _list({"type": "string"}, "instruments, as cited"),
                    "strength": _one_of(c.STRENGTHS, "what the text says it is"), "clause": CLAUSE,
                },
                ("title",),
            ),
            "duties that the text lists",
        ),
        "clause": _rows(_object({"slug": _text(""), "heading": _text(""), "text": _text("")}, ("slug", "text")), "the text"),
        "footnotes": _list({"type": "string"}, "in order"),
    }  # fmt: skip


# What the commands take and give.

TIME: Schema = {
    "type": "string",
    "pattern": r"^(\d{4}-\d{2}-\d{2}T)?\d{2}:\d{2}",
    "description": "time of day, 14:30",
}
NUMBER_OF_MEMBERS: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 0},
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    ],
    "description": "one number for the members with a vote, or one for each class",
}
VOTE = _one_of(VOTES, "the vote")
PRESIDING: Schema = {
    "anyOf": [
        {"type": "string"},
        _object({"seat": _text(""), "office": _text(""), "as": _text(""), "person": _text("")}),
    ],
    "description": "the seat (or office) of whoever presides; without it the chair where the chair is there",
}
SEAT_AND_ITEM = _object(
    {"seat": _text(""), "item": {"description": "an item's id; empty for all"}}, ("seat",)
)
SITUATION = _object(
    {
        "on": PARTIAL,
        "at": {**TIME, "description": "the moment asked about; without it the whole meeting"},
        "capacity": _text("a capacity of the terms, where its own quorum and rules apply"),
        "group": _text("the group below that decides; it decides only what the terms give it to decide"),
        "membership": _object(
            {
                "seats": NUMBER_OF_MEMBERS,
                "in_post": NUMBER_OF_MEMBERS,
                "organisations": _number("how many different ones have seats"),
            }
        ),
        "attendance": _list(
            _object(
                {
                    "seat": {**SEATS, "description": "a seat of the terms, or several that one person holds"},
                    "organisation": {**SEATS, "description": "where they come from; without it the seat's"},
                    "class": _text("a class of the terms; needed where there is no seat of the terms"),
                    "office": _text("the office they hold, such as chair"),
                    "as": _one_of(STANDINGS, "holder (default); officer: of a member body, without its seat"),
                    "count": _number("people alike (default 1); without a seat also so many seats"),
                    "from": TIME,
                    "to": {**TIME, "description": "the minute at which they had left"},
                    "remote": _flag("attends from afar"),
                    "named": _flag("of a deputy: named beforehand"),
                    "absences": _number("of a deputy: for how many meetings running the member has stayed away, this one included"),
                    "person": _text("who"),
                }
            ),
            "who was there; left out where nobody recorded it",
        ),
        "presiding": PRESIDING,
        "withdrawn": _list(SEAT_AND_ITEM, "went out for an interest"),
        "declared": _list(SEAT_AND_ITEM, "declared an interest and stayed"),
        "items": _list(
            _object(
                {
                    "id": {"description": "text or number"},
                    "scope": _text("ordinary unless given"),
                    "at": {**TIME, "description": "when it was voted on; matters when people came or left"},
                    "ballots": {
                        "description": "votes by seat",
                        "anyOf": [
                            _list(_object({"seat": _text(""), "vote": VOTE}, ("seat", "vote")), ""),
                            {"type": "object", "additionalProperties": VOTE},
                        ],
                    },
                    "tally": _object({vote: _number("") for vote in VOTES}, (), "votes counted, instead of ballots"),
                    "casting": {
                        "description": "the vote given to resolve a tie",
                        "anyOf": [
                            _one_of(("for", "against"), ""),
                            _object({"vote": _one_of(("for", "against"), ""), "by": _text("seat"),
                                     "has_voted": _flag("had voted already")}, ("vote",)),
                        ],
                    },
                    "presiding": PRESIDING,
                    "consensus": _flag("agreed without a vote"),
                    "outside": _object(
                        {
                            "route": _one_of(c.ROUTES, "by which way of the terms"), "by": _text("the office or seat that used it"),
                            "sent": DAY, "closed": {**DAY, "description": "left out while members may still answer"},
                            "reported": _flag("to the next meeting; left out before it"),
                            "ratified": _flag("by the next meeting; left out before it"),
                        },
                        ("route",),
                        "decided without a meeting; attendance and quorum then do not matter",
                    ),
                }
            ),
            "what was decided",
        ),
    },
    (),
    "S.json; null is the same as leaving a key out",
)  # fmt: skip


REASON = _object(
    {"clause": _text("the clause it rests on"), "working": _text("the arithmetic in words")},
    ("clause", "working"),
)


def _answer(title: str, verdicts: tuple[str, ...], extra: Schema) -> Schema:
    caution = _object(
        {"code": _one_of(tuple(WarningCode), ""), "where": _text(""), "text": _text("")},
        ("code", "where", "text"),
    )
    common: Schema = {
        "verdict": _one_of(verdicts, ""),
        "values": {"type": "object"},
        "reasons": _list(REASON, ""),
        "warnings": _list(caution, ""),
        "method": _text(""),
    }
    return {"$schema": DRAFT, "title": title, **_object({**common, **extra}, (*common, *extra))}


YES_NO: Schema = {
    "type": ["boolean", "null"],
    "description": "null: not known, or the terms do not let it be told",
}
WHOLE: Schema = {"type": ["integer", "null"]}
NAMES = _list({"type": "string"}, "")
MISSING: Schema = {
    "missing_rules": _list(
        {"type": "string"}, "rules that the terms do not give and on which the verdict hangs"
    ),
    "missing_facts": _list({"type": "string"}, "facts of the situation that are absent and needed"),
}
OUTCOME = _one_of(
    ("carried", "lost", "tied", "no_decision", "undetermined"),
    "tied: equal votes that nobody resolved; no_decision: not quorate, or no vote",
)
TESTED: Schema = {
    "type": "object",
    "properties": {
        "test": _one_of(("count", "not_fewer_than", "includes", "all_of", "any_of", "none"), ""),
        "met": YES_NO, "required": WHOLE, "present": WHOLE, "unit": _text(""), "clause": _text(""), "working": _text(""),
        "tests": {"type": "array"},
    },
}  # fmt: skip
DECIDE_OUTPUT = _answer(
    "terms decide: what it gives",
    ("quorate", "not_quorate", "undetermined"),
    {
        "quorate": {**YES_NO, "description": "at the moment asked about, or throughout the meeting"},
        "quorum": _object(
            {"required": WHOLE, "present": WHOLE, "unit": _text("of the first counting test"), "tests": _list(TESTED, "")}
        ),
        "votes_available": {**WHOLE, "description": "votes of those present; null where the terms leave it open"},
        "items": _list(
            _object(
                {
                    "id": _text(""), "quorate": YES_NO, "outcome": OUTCOME,
                    "needed": {**WHOLE, "description": "votes for that carry it"},
                    "base": {**WHOLE, "description": "the number they are a share of"},
                    "base_name": _text("cast, present, in_post or all"),
                    "casting_used": _flag("the casting vote decided it"), "next_step": _text(""),
                    "reasons": _list(REASON, ""), **MISSING,
                }
            ),
            "",
        ),
        "moments": _list(
            _object({"at": {"type": ["string", "null"]}, "quorate": YES_NO, "present": WHOLE}),
            "one for each stretch of the meeting in which nobody came or left",
        ),
        **MISSING,
    },
)  # fmt: skip
CHECK_OUTPUT = _answer(
    "terms check: what it gives",
    ("clean", "findings"),
    {
        "findings": _list(
            _object(
                {
                    "code": _text("the class of finding"), "clause": _text("slug; empty where the text is silent"),
                    "severity": _one_of(SEVERITIES, ""), "why": _text(""), "suggestion": _text("wording that would cure it"),
                }
            ),
            "the worst first",
        )
    },
)  # fmt: skip
PLANNED = _object(
    {
        "on": DAY,
        "kind": _text("of meeting; ordinary unless given"),
        "phase": _text(""),
        "notice_given": DAY,
        "items": _list(
            _object(
                {
                    "id": {},
                    "circulated": DAY,
                    "urgent": _flag(""),
                    "agreed_by": _text("an office such as chair"),
                }
            ),
            "papers",
        ),
        "requisition": _object(
            {"signed": _number(""), "in_post": _number(""), "seats": _number(""), "received": DAY},
            ("signed",),
        ),
        "events": _list(_object({"kind": _text("as the terms name it"), "on": DAY}, ("kind", "on")), ""),
        "dates_set": {**DAY, "description": "when the dates of the year's meetings were set"},
        "reviewed": {**DAY, "description": "when the terms were last reviewed"},
    },
    ("on",),
    "M.json",
)
WINDOW: Schema = {"reading": _text(""), "from": DAY, "to": _maybe(DAY)}
DEADLINES_OUTPUT = _answer(
    "terms deadlines: what it gives",
    ("in_order", "not_in_order", "undetermined"),
    {
        "deadlines": _list(
            _object(
                {"what": _text(""), "due": DAY, "non_working": _flag("falls on a weekend or bank holiday")}
            ),
            "",
        ),
        "items": _list(_object({"may_be_taken": YES_NO, "reason": _text("")}), "in the order given"),
        "notice_ok": YES_NO,
        "dates_ok": {**YES_NO, "description": "whether dates were set as long ahead as the terms say"},
        "requisition": _maybe(_object({"valid": YES_NO, "needed": WHOLE, "reason": _text("")})),
        "next_window": _maybe(
            _object(
                {
                    **WINDOW,
                    "readings": _list(_object(WINDOW, tuple(WINDOW)), "every reading that the words bear"),
                },
                (*WINDOW, "readings"),
                "the stretch in which the next meeting must fall, under the first reading",
            )
        ),
        "missing_rules": MISSING["missing_rules"],
    },
)
MEMBERS = _list(
    _object(
        {
            "organisation": _text("as the terms name it"),
            "appointed_by": _list(
                {"type": "string"}, "responsible authorities: codes such as FIRE, or titles"
            ),
            "class": _text(""),
            "represents": _list(_one_of(head_codes(), ""), "heads of section 58(2)"),
            "kind": _text("the law's code of the organisation, where the terms do not name it"),
            "person": _text(""),
            "senior": _flag("whether they are senior in it; left out where nobody recorded it"),
        },
        ("organisation",),
    ),
    "MEMBERS.json",
)
CONSTITUTED_OUTPUT = _answer(
    "terms constituted: what it gives",
    ("valid", "not_valid", "undetermined"),
    {
        "valid": YES_NO,
        "missing": NAMES,
        "total": _number(""),
        "by_class": {"type": "object", "additionalProperties": {"type": "integer"}},
        "missing_rules": MISSING["missing_rules"],
    },
)
HISTORY = _list(
    _object(
        {
            "on": PARTIAL, "kind": _text("ordinary unless given"), "phase": _text(""), "title": _text(""), "status": _one_of(("held", "adjourned", "cancelled", "planned"), "held unless given; the last two did not take place"),
            "attendance": {"description": "a number, or a list"}, "quorate": _flag(""),
            "confirms": _list(PARTIAL, "the days of the meetings whose minutes it confirmed"),
            "resolutions": {"description": "a list, or one"}, "source": _text(""),
        },
        ("on",),
    ),
    "H.json; in TOML under [[meeting]]; in CSV lists have semicolons",
)  # fmt: skip
REPLAY_OUTPUT = _answer(
    "meetings replay: what it gives",
    ("in_order", "breaks", "undetermined"),
    {
        "meetings": _list(
            _object(
                {
                    "on": PARTIAL,
                    "kind": _text(""),
                    "phase": _text(""),
                    "attendance": WHOLE,
                    "status": _text(""),
                    "resolutions": _number(""),
                    "source": _text(""),
                },
                ("on", "kind", "status"),
            ),
            "in order of date",
        ),
        "gaps": _list(
            _object(
                {
                    "from": PARTIAL,
                    "to": PARTIAL,
                    "days": {
                        "description": "a number, or the least and the most where a day is not known",
                        "anyOf": [
                            _number(""),
                            _object({"from": _number(""), "to": _number("")}, ("from", "to")),
                        ],
                    },
                },
                ("from", "to", "days"),
            ),
            "",
        ),
        "periods": _list(
            _object(
                {
                    "label": _text(""),
                    "reading": _one_of(c.READINGS, ""),
                    "held": _number("on days known for sure"),
                    "ok": YES_NO,
                }
            ),
            "",
        ),
        "minutes": _list(
            _object({"of": PARTIAL, "confirmed_by": _list(PARTIAL, ""), "problem": _text("")}), ""
        ),
    },
)


def _input(title: str, **parts: Schema) -> Schema:
    return {"$schema": DRAFT, "title": title, "$defs": {"test": TEST}, **_object(dict(parts), tuple(parts))}


SCHEMAS: dict[str, Schema] = {
    "terms check": {"input": terms_schema(), "output": CHECK_OUTPUT},
    "terms decide": {
        "input": _input("terms decide: TERMS.toml S.json", terms=_terms(), situation=SITUATION),
        "output": DECIDE_OUTPUT,
    },
    "terms deadlines": {
        "input": _input("terms deadlines: TERMS.toml M.json", terms=_terms(), meeting=PLANNED),
        "output": DEADLINES_OUTPUT,
    },
    "terms constituted": {
        "input": _input(
            "terms constituted: TERMS.toml MEMBERS.json --on D", terms=_terms(), members=MEMBERS, on=DAY
        ),
        "output": CONSTITUTED_OUTPUT,
    },
    "meetings replay": {
        "input": _input("meetings replay: H.json [--terms TERMS.toml]", history=HISTORY, terms=_terms()),
        "output": REPLAY_OUTPUT,
    },
}
