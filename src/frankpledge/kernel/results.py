"""The common shape of a command's JSON answer: verdict, values, reasons, warnings, method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class WarningCode(StrEnum):
    """The published warning codes; there are no others."""

    ARITHMETIC = "arithmetic"
    BASE = "base"
    ROUNDING = "rounding"
    DUPLICATE = "duplicate"
    OVERLAP = "overlap"
    DENOMINATOR = "denominator"
    IMPLAUSIBLE = "implausible"
    UNVERIFIABLE = "unverifiable"
    AMBIGUOUS = "ambiguous"
    PERIOD = "period"
    DATE = "date"
    CITATION = "citation"
    LIST_COUNT = "list-count"
    COVERAGE = "coverage"


@dataclass(frozen=True)
class Caution:
    """A warning that goes with an answer."""

    code: WarningCode
    where: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a pure command answers; `extra` holds the keys named for that command in the contract."""

    verdict: str
    values: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[Mapping[str, str], ...] = ()
    warnings: tuple[Caution, ...] = ()
    method: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "verdict": self.verdict,
            "values": dict(self.values),
            "reasons": [dict(reason) for reason in self.reasons],
            "warnings": [{"code": str(c.code), "where": c.where, "text": c.text} for c in self.warnings],
            "method": self.method,
            **self.extra,
        }
