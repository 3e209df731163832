"""Offence codes as forces and the Home Office write them, and which weights of a set a code may carry.

A class has a number and perhaps letters (`56A`, `4.1`); the counting rules divide it further (`56/1`), and a force's
own system may pad it (`056/01`). A weight may stand for several classes, which are then listed (`1, 4.1/2/10`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from statistics import median

_TOKEN = re.compile(r"[0-9]+[A-Z]{0,2}(\.[0-9]+)?")


class How(StrEnum):
    """By what an offence got its weight, the surest first."""

    CODE = "code"  # its own code
    CLASS = "class"  # the class that its code belongs to, or the parts of that class
    NAME = "name"  # it had no code; its name is that of an offence in the set
    GROUP = "group"  # only the group it belongs to is known
    NONE = "none"  # the set has no weight for it
    LEFT_OUT = "left_out"  # the set says that it does not count


@dataclass(frozen=True)
class Weight:
    """One line of a set: a weight for each offence of its codes. `low` and `high` are the range that the set itself gives.

    `codes` is what the set calls the offence; `alike` are further codes that it says the weight is of.
    """

    codes: tuple[str, ...]
    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    offence: str = ""
    group: str = ""
    alike: tuple[str, ...] = ()
    left_out: bool = False
    line: int = 0

    @property
    def span(self) -> tuple[Fraction, Fraction, Fraction] | None:
        """Lowest, middle and highest; None where the set gives none."""
        ends = [one for one in (self.low, self.value, self.high) if one is not None]
        if not ends:
            return None
        middle = self.value if self.value is not None else sum(ends, Fraction(0)) / len(ends)
        return min(ends), middle, max(ends)


@dataclass(frozen=True)
class Found:
    """What an offence weighs. Where several weights may be meant, `low` and `high` are the least and greatest of them and
    `middle` is their median; all three are None where there is none."""

    how: How
    low: Fraction | None = None
    middle: Fraction | None = None
    high: Fraction | None = None
    candidates: int = 0
    lines: tuple[int, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.middle is not None and self.low == self.high


@dataclass(frozen=True)
class WeightSet:
    """A set of weights, which is data with a date and a source: what one offence of each code counts for."""

    title: str
    weights: tuple[Weight, ...]
    dated: str = ""
    source: str = ""
    id: str = ""
    memory: dict[tuple[str, str, str], Found] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def by_code(self) -> Mapping[str, tuple[Weight, ...]]:
        return _index((code, one) for one in self.weights for code in _named(one.codes))

    @cached_property
    def by_other_code(self) -> Mapping[str, tuple[Weight, ...]]:
        return _index((code, one) for one in self.weights for code in _named(one.alike))

    @cached_property
    def by_class(self) -> Mapping[str, tuple[Weight, ...]]:
        """By the bare number of a class, the weights of its parts: those of 56A and 56B under 56."""
        return _index(
            (parent, one) for code, some in self.by_code.items() if (parent := class_of(code)) for one in some
        )

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Weight, ...]]:
        return _index((plain(one.offence), one) for one in self.weights if one.offence)

    @cached_property
    def by_group(self) -> Mapping[str, tuple[Weight, ...]]:
        return _index((plain(one.group), one) for one in self.weights if one.group)

    def of(self, code: str, offence: str = "", group: str = "") -> Found:
        """What an offence of a code weighs; of one without a code, by its name, then by its group."""
        key = (code, offence, group)
        if key not in self.memory:
            self.memory[key] = self._of(code, offence, group)
        return self.memory[key]

    def _of(self, code: str, offence: str, group: str) -> Found:
        if (bare := normal_code(code)) and (some := self._by_any_code(bare)):
            how, weights = some
            meant = tuple(one for one in weights if offence and plain(one.offence) == plain(offence))
            return _found(how, meant or weights)
        if not bare:
            for how, held, text in ((How.NAME, self.by_name, offence), (How.GROUP, self.by_group, group)):
                if text and (named := held.get(plain(text))):
                    return _found(how, named)
        return Found(How.NONE)

    def _by_any_code(self, code: str) -> tuple[How, tuple[Weight, ...]] | None:
        for held in (self.by_code, self.by_other_code):
            if code in held:
                return How.CODE, held[code]
        several = members(code)
        known = [one for each in several for one in self.by_code.get(each, ())] if len(several) > 1 else []
        if known:
            return How.CODE, tuple(known)
        # A finer code than the set has: that of its class, or what the parts of its class weigh.
        for wider in (code.partition("/")[0], class_of(code)):
            if (
                wider
                and wider != code
                and (exact := self.by_code.get(wider) or self.by_other_code.get(wider))
            ):
                return How.CLASS, exact
        bare = code.partition("/")[0]
        return (How.CLASS, self.by_class[bare]) if bare in self.by_class else None


def _index(pairs: Iterable[tuple[str, Weight]]) -> dict[str, tuple[Weight, ...]]:
    held: dict[str, list[Weight]] = {}
    for key, one in pairs:
        if key and one not in held.setdefault(key, []):
            held[key].append(one)
    return {key: tuple(some) for key, some in held.items()}


def _named(codes: Sequence[str]) -> list[str]:
    """Each code as a whole, and those that it lists."""
    return [name for text in codes for name in dict.fromkeys((normal_code(text), *members(text)))]


def _found(how: How, weights: Sequence[Weight]) -> Found:
    lines = tuple(dict.fromkeys(one.line for one in weights if one.line))
    spans = [span for one in weights if not one.left_out and (span := one.span) is not None]
    if not spans:
        left_out = any(one.left_out for one in weights)
        return Found(How.LEFT_OUT if left_out else How.NONE, lines=lines)
    middles = sorted({middle for _, middle, _ in spans})
    middle = median([middle for _, middle, _ in spans])
    low, high = min(low for low, _, _ in spans), max(high for _, _, high in spans)
    return Found(how, low, Fraction(middle), high, len(middles), lines)


@lru_cache(maxsize=50_000)
def normal_code(text: str) -> str:
    """A code without padding: `056/01` and ` 56/1` are the same; letters are capitals."""
    bare = re.sub(r"\s+", " ", text.strip().upper())
    bare = re.sub(r"\s*([,/.;])\s*", r"\1", bare)
    return re.sub(r"(?<![0-9.])0+(?=[0-9])", "", bare)


def members(text: str) -> tuple[str, ...]:
    """The codes that a text lists: `1, 4.1/2/10` is 1, 4.1, 4.2 and 4.10, and `1/4.1/4.10/4.2` is four; `56/1` is one code.

    A stroke divides a class as well as a list, so that it is taken for a list only beside a code with a point.
    """
    found: list[str] = []
    for part in re.split(r"[,;]", normal_code(text)):
        pieces = part.split("/")
        if len(pieces) == 1 or "." not in part or not all(_TOKEN.fullmatch(piece) for piece in pieces):
            found.append(part)
            continue
        stem = ""
        for piece in pieces:
            whole = f"{stem}.{piece}" if stem and "." not in piece else piece
            stem = whole.partition(".")[0] if "." in whole else ""
            found.append(whole)
    return tuple(dict.fromkeys(one.strip() for one in found if one.strip())) or ("",)


def class_of(code: str) -> str:
    """The number that a code begins with, where it is more than that number: of 56A, 56/1 and 4.2 that is 56, 56 and 4."""
    found = re.match(r"[0-9]+", code)
    return found[0] if found and found[0] != code else ""


def plain(text: str) -> str:
    """A name for comparison: small letters, one space, no marks."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower().replace("&", " and ")).split())
