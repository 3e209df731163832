"""A verdict holds, fails or is undetermined, and always says why; and the three errors that cross a service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from frankpledge.kernel.citations import Citation
from frankpledge.kernel.messages import Message


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Reason:
    """One step of a verdict: the clause it rests on and the arithmetic or comparison, in words."""

    clause: str
    working: str


@dataclass(frozen=True)
class Verdict:
    """The outcome of a rule, with every reason and the values it was worked out from."""

    outcome: Outcome
    message: Message
    reasons: tuple[Reason, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.outcome is Outcome.HOLDS

    def __str__(self) -> str:
        return str(self.message)


def holds(text: Message, *reasons: Reason, **values: object) -> Verdict:
    return Verdict(Outcome.HOLDS, text, reasons, values)


def fails(text: Message, *reasons: Reason, **values: object) -> Verdict:
    return Verdict(Outcome.FAILS, text, reasons, values)


def undetermined(text: Message, *missing: str) -> Verdict:
    """Only where something needed is absent; `missing` names it."""
    return Verdict(Outcome.UNDETERMINED, text, missing=missing)


class Refused(Exception):  # noqa: N818 (the field's word: a transition is refused)
    """A rule did not allow it. Carries the sentence people read and the rule's source."""

    def __init__(self, reason: Message | str, source: Citation | None = None) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.source = source


class NotPermitted(Exception):  # noqa: N818
    """The principal may know of the thing but may not do this to it (403)."""


class NotFound(Exception):  # noqa: N818
    """There is no such thing, or the principal may not know that there is (404)."""
