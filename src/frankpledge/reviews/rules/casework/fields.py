"""What an entry in the log of a case is made of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FieldKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    DAY = "day"
    CHOICE = "choice"
    NUMBER = "number"
    POUNDS = "pounds"
    MONTH_DAY = "month-day"
    MANY = "many"
    """Several of the choices."""
    PARTNERSHIP = "partnership"
    """The name of another partnership: one that is known here is chosen, another is written."""


class Group(StrEnum):
    """What may be read and written apart: each part in a review has a right for each group."""

    FILE = "file"
    FAMILY = "family"
    IMR = "imr"
    LEARNING = "learning"
    MONEY = "money"
    PUBLICATION = "publication"


GROUP_TITLES: dict[Group, str] = {
    Group.FILE: "The review’s file",
    Group.FAMILY: "Family and friends",
    Group.IMR: "Agencies’ own reviews",
    Group.LEARNING: "Recommendations and learning",
    Group.MONEY: "Money",
    Group.PUBLICATION: "Publication",
}


@dataclass(frozen=True)
class FieldSpec:
    """One thing that an entry says. `choices` are (value, words)."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    def words(self, value: object) -> str:
        """A value as people read it."""
        if isinstance(value, list):
            return ", ".join(self.words(one) for one in value)
        if self.kind is FieldKind.POUNDS and value:
            return f"{Decimal(str(value)):,.2f}"
        return dict(self.choices).get(str(value), str(value))


def text(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.TEXT, required, (), hint)


def long(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.LONG, required, (), hint)


def day(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.DAY, required, (), hint)


def number(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.NUMBER, required, (), hint)


def pounds(name: str, label: str) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.POUNDS)


def partnership(name: str, label: str, hint: str = "", *, required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.PARTNERSHIP, required, (), hint)


def choice(
    name: str, label: str, *choices: tuple[str, str], hint: str = "", required: bool = True
) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.CHOICE, required, choices, hint)


def many(name: str, label: str, *choices: tuple[str, str], required: bool = True) -> FieldSpec:
    return FieldSpec(name, label, FieldKind.MANY, required, choices)


def month_day(name: str, label: str, hint: str = "") -> FieldSpec:
    return FieldSpec(name, label, FieldKind.MONTH_DAY, True, (), hint)


@dataclass(frozen=True)
class Kind:
    """A kind of entry: what it is about, what it says, and how the timeline tells it (`told` fills in its fields).

    `when` says what `on` is; `after` names kinds of which one must stand in the log before it; `gate` is the step of the
    table of gates whose decision it needs.
    """

    slug: str
    title: str
    told: str
    group: Group
    fields: tuple[FieldSpec, ...] = ()
    after: tuple[str, ...] = ()
    gate: str = ""
    by_hand: bool = True
    """Whether a person records it from the form of all kinds; others have a page or a step of their own."""

    def field(self, name: str) -> FieldSpec | None:
        return next((one for one in self.fields if one.name == name), None)
