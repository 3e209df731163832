"""The JSON Schema (draft 2020-12) of a decision certificate and of what `verify` answers about one."""

from __future__ import annotations

from frankpledge.governance.rules.certificates.claims import BASES, PARTS, WHERE_IT_APPLIES
from frankpledge.governance.rules.certificates.signing import ALGORITHM, FORMAT
from frankpledge.governance.rules.terms.situation import STANDINGS
from frankpledge.kernel.results import WarningCode

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
HEX = "^[0-9a-f]{64}$"


def _object(required: Schema, about: str = "", optional: Schema | None = None) -> Schema:
    """An object of exactly these parts, of which the optional ones may be left out."""
    made: Schema = {
        "type": "object", "properties": {**required, **(optional or {})}, "required": list(required),
        "additionalProperties": False,
    }  # fmt: skip
    return {**made, "description": about} if about else made


def _text(about: str = "") -> Schema:
    return {"type": "string", "description": about} if about else {"type": "string"}


def _or_null(shape: Schema) -> Schema:
    return {"anyOf": [shape, {"type": "null"}]}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT: Schema = {
    "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?(\+|-)\d{2}:\d{2}$",
    "description": "a moment with its offset from UTC",
}  # fmt: skip
HASH: Schema = {"type": "string", "pattern": HEX, "description": "SHA-256 in hexadecimal"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
LIST_OF_TEXT: Schema = {"type": "array", "items": {"type": "string"}}

DECISION = _object(
    {
        "id": _text("the decision's own id"), "slug": _text(), "number": _text("in the register of decisions"),
        "text": _text("what was decided, in the words put to the members"),
        "outcome": _one_of("carried", "lost", "tied", "no_decision"), "standing": _one_of("stands", "cured", "undetermined"),
        "effect": _text("which step it opens, or note"), "about": _text("what it is about"), "scope": _text(),
        "capacity": _text("in which legal capacity"), "route": _text("meeting, or a route outside one"),
        "method": _one_of("agreed", "hands", "ballot", "secret", "urgent"), "decided_at": MOMENT, "effective_on": _or_null(DAY),
        "condition": _text(), "condition_met_on": _or_null(DAY),
        "cures": _text("the id of the decision that it ratifies or takes again; else empty"),
        "superseded_by": _text("the slug of a later decision in its place, when the certificate was made"),
    },
    "the decision",
)  # fmt: skip
MEETING = _object({"slug": _text(), "title": _text(), "body": _text(), "group": _text(), "held": _text(), "kind": _text()})  # fmt: skip
TERMS = _object(
    {
        "label": _text(), "text": _text("the terms of reference in force, whole, as the file the engine reads"),
        "sha256": HASH, "starts_on": DAY, "ends_on": _or_null(DAY), "is_assumed": FLAG,
        "filled": {
            "type": "array",
            "items": _object({"seat": _text(), "filled_by": _text(), "held_with": _text()}),
            "description": "which seat is filled by which successor of a body that had ended, and which seats had come to one body",
        },
    }
)  # fmt: skip
LAW = _object({"instrument": _text(), "title": _text(), "provision": _text(), "in_force_from": DAY})
PRESENT = _object(
    {
        "seat": _text(), "organisation": _text(), "person": _text(), "as": _one_of(*STANDINGS), "remote": FLAG,
        "from": MOMENT, "to": _or_null(MOMENT),
    }
)  # fmt: skip
INTEREST = _object(
    {"seat": _text(), "person": _text(), "nature": _text(), "withdrew": _or_null(MOMENT), "returned": _or_null(MOMENT)}
)  # fmt: skip
VERDICT = _object(
    {
        "at": MOMENT, "outcome": _text(), "quorate": _or_null(FLAG), "present": _or_null(WHOLE),
        "required": _or_null(WHOLE), "unit": _text(), "needed": _or_null(WHOLE), "base": _or_null(WHOLE),
        "base_name": _text(), "tally": _or_null({"type": "array", "items": WHOLE}), "casting_used": FLAG,
        "clause": _text(),
        "reasons": {"type": "array", "items": _object({"clause": _text(), "working": _text()})},
        "missing_rules": LIST_OF_TEXT, "missing_facts": LIST_OF_TEXT, "notes": LIST_OF_TEXT, "next_step": _text(),
    },
    "what the engine answers; worked out again by `verify`",
)  # fmt: skip
VALIDITY = _object(
    {
        "basis": _one_of(*BASES), "clause": _text(), "ruling": _text(), "ruling_by": _text(),
        "cure": _or_null({"$ref": "#"}),
    },
    "what makes it valid",
)  # fmt: skip
OUTSIDE = _object(
    {
        "route": _text("the way of the terms by which it was decided without a meeting"),
        "by": _text("the office or seat that used it; empty: not recorded"), "by_name": _text(),
        "sent": DAY, "closes": _or_null(DAY), "closed": _or_null(DAY),
        "asked": {"type": "array", "items": {"type": "string"}, "description": "the seats with a vote that were asked"},
        "answered": {
            "type": "array",
            "items": _object(
                {"seat": _text(), "choice": _one_of("for", "against", "abstain"), "at": MOMENT, "by_office": FLAG}
            ),
        },
        "totals": _or_null(_object({"for": WHOLE, "against": WHOLE, "abstain": WHOLE})), "reported": _or_null(FLAG),
    },
    "of a decision outside a meeting: who was asked, who answered, the totals, and the way",
)  # fmt: skip
ABOVE = _object(
    {"group": _text("the group, as the terms above know it"), "terms": TERMS},
    "of a decision of a group: the terms of the body above it, which say what the group may decide",
)
PAYLOAD = _object(
    {
        "partnership": _object({"slug": _text(), "name": _text(), "nation": _one_of("E", "W")}),
        "decision": DECISION,
        "meeting": _or_null(MEETING),
        "terms": TERMS,
        "law": {"type": "array", "items": LAW},
        "attendance": {"type": "array", "items": PRESENT},
        "interests": {"type": "array", "items": INTEREST},
        "situation": {"type": "object", "description": "the situation as `terms decide` takes it"},
        "verdict": VERDICT,
        "validity": VALIDITY,
        "history": _object({"chain": _text(), "length": WHOLE, "head": HASH}),
        "key": _object({"algorithm": {"const": ALGORITHM}, "fingerprint": HASH}),
        "issued_at": MOMENT,
        "hashes": _object(
            {name: HASH for name in PARTS if name not in WHERE_IT_APPLIES},
            "SHA-256 of the canonical JSON of each part",
            dict.fromkeys(WHERE_IT_APPLIES, HASH),
        ),
    },
    optional={"outside": OUTSIDE, "above": ABOVE},
)
CERTIFICATE: Schema = {
    "$schema": DRAFT,
    "title": "Decision certificate",
    "description": "A decision with everything its validity rests on, signed. What is signed is "
    f"‘{FORMAT}’, a line feed and the canonical JSON of the payload.",
    **_object(
        {
            "format": {"const": FORMAT},
            "payload": PAYLOAD,
            "signature": _object(
                {
                    "algorithm": {"const": ALGORITHM},
                    "public_key": _text("the 32 bytes of the public key, in Base64"),
                    "fingerprint": HASH,
                    "value": _text("the 64 bytes of the signature, in Base64"),
                }
            ),
        }
    ),
}
_CAUTION = _object({"code": _one_of(*WarningCode), "where": _text(), "text": _text()})
VERIFY_OUTPUT: Schema = {
    "$schema": DRAFT,
    "title": "verify: answer",
    **_object(
        {
            "verdict": _one_of("valid", "invalid"),
            "values": {"type": "object"},
            "reasons": {"type": "array", "items": _object({"clause": _text(), "working": _text()})},
            "warnings": {"type": "array", "items": _CAUTION},
            "method": _text(),
            "valid": FLAG,
            "checks": {
                "type": "array",
                "items": _object(
                    {"check": _text(), "ok": FLAG, "said": _text("what was compared, or what is wrong")}
                ),
                "description": "what was re-checked, in order",
            },
        }
    ),
}
