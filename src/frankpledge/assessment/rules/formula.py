"""The formulas of scoring schemes: read into a tree by a parser of our own, never run as program code.

A formula knows numbers, names, + − * / ( ), comparisons (== != < <= > >=), and the functions min, max, mean, sum,
pow(x, whole number) and if(test, then, else). The same tree works on exact numbers, on drawn values and on ranges.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from frankpledge.analysis.spreads import Floats

FUNCTIONS = {"min": 1, "max": 1, "mean": 1, "sum": 1, "pow": 2, "if": 3}
"""Each function with its least number of arguments; pow and if take exactly so many."""
COMPARISONS = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
LONGEST = 500
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|[-+*/(),<>]))")


class BadFormula(Exception):  # noqa: N818
    """A formula that cannot be read or used; the message is for the person who wrote it."""


@dataclass(frozen=True)
class Constant:
    value: Fraction


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Call:
    """An operator or a function with its arguments."""

    of: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Constant | Name | Call


def parse(text: str) -> Node:
    """Read a formula. Raises `BadFormula` saying where it stops making sense."""
    if len(text) > LONGEST:
        raise BadFormula(f"the formula is longer than {LONGEST} characters")
    reader = _Reader(list(_tokens(text)), text)
    found = reader.comparison()
    if reader.peek():
        raise BadFormula(f"‘{reader.peek()}’ was not expected in ‘{text}’")
    return found


def _tokens(text: str) -> Iterator[str]:
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise BadFormula(f"‘{text[place:].strip()[:1]}’ has no meaning in ‘{text}’")
        yield found.group().strip()
        place = found.end()


@dataclass
class _Reader:
    """Reads tokens from left to right, one method a level of binding."""

    tokens: list[str]
    text: str
    place: int = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise BadFormula(f"‘{self.text}’ ends too early")
        self.place += 1
        return token

    def comparison(self) -> Node:
        left = self.sum()
        if self.peek() in COMPARISONS:
            return Call(self.take(), (left, self.sum()))
        return left

    def sum(self) -> Node:
        found = self.product()
        while self.peek() in {"+", "-"}:
            found = Call(self.take(), (found, self.product()))
        return found

    def product(self) -> Node:
        found = self.signed()
        while self.peek() in {"*", "/"}:
            found = Call(self.take(), (found, self.signed()))
        return found

    def signed(self) -> Node:
        if self.peek() == "-":
            self.take()
            return Call("-", (Constant(Fraction(0)), self.signed()))
        return self.single()

    def single(self) -> Node:
        word = self.take()
        if word in "(":
            inner = self.comparison()
            self.expect(")")
            return inner
        if word[0].isdigit():
            return Constant(Fraction(word))
        if not (word[0].isalpha() or word[0] == "_"):
            raise BadFormula(f"‘{word}’ was not expected in ‘{self.text}’")
        return self.call(word) if self.peek() == "(" else Name(word)

    def call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise BadFormula(f"there is no function ‘{name}’; there are {', '.join(FUNCTIONS)}")
        self.expect("(")
        arguments = [self.comparison()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.comparison())
        self.expect(")")
        wanted = FUNCTIONS[name]
        if len(arguments) < wanted or (wanted > 1 and len(arguments) > wanted):
            raise BadFormula(f"{name} takes {wanted} values, not {len(arguments)}")
        return _checked(Call(name, tuple(arguments)))

    def expect(self, token: str) -> None:
        if self.peek() != token:
            raise BadFormula(f"‘{token}’ is missing in ‘{self.text}’")
        self.place += 1


def _checked(call: Call) -> Call:
    if call.of == "pow":
        power = call.arguments[1]
        if not isinstance(power, Constant) or power.value.denominator != 1 or power.value > 10:
            raise BadFormula("the power in pow(x, power) must be a whole number from 0 to 10")
    return call


def names_in(node: Node) -> frozenset[str]:
    """Every name the formula uses."""
    if isinstance(node, Name):
        return frozenset({node.name})
    if isinstance(node, Constant):
        return frozenset()
    return frozenset().union(*(names_in(inner) for inner in node.arguments))


def exactly(node: Node, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value; a comparison is 1 or 0."""
    found: Fraction = _evaluate(node, values, _EXACT)
    return Fraction(found)


def drawn(node: Node, values: Mapping[str, Floats]) -> Floats:
    """The value in every draw."""
    import numpy as np

    found: Floats = np.asarray(_evaluate(node, values, _arrays()), dtype=np.float64)
    return found


Range = tuple[Fraction, Fraction]


def within(node: Node, values: Mapping[str, Range]) -> Range:
    """The least and greatest the formula can come to. Raises `BadFormula` when it might divide by nought."""
    found: Range = _evaluate(node, values, _RANGES)
    return found


@dataclass(frozen=True)
class _Arithmetic:
    """What the operators and functions mean for one kind of value."""

    constant: Callable[[Fraction], Any]
    calls: Mapping[str, Callable[..., Any]]


def _evaluate(node: Node, values: Mapping[str, Any], how: _Arithmetic) -> Any:
    if isinstance(node, Constant):
        return how.constant(node.value)
    if isinstance(node, Name):
        return values[node.name]
    return how.calls[node.of](*(_evaluate(inner, values, how) for inner in node.arguments))


def _mean(*given: Fraction) -> Fraction:
    return sum(given, Fraction(0)) / len(given)


_EXACT = _Arithmetic(
    lambda value: value,
    {
        "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
        "min": min, "max": max, "mean": _mean, "sum": lambda *given: sum(given, Fraction(0)),
        "pow": lambda base, power: base ** int(power), "if": lambda test, then, other: then if test else other,
        **{sign: lambda a, b, test=test: Fraction(int(test(a, b))) for sign, test in COMPARISONS.items()},
    },
)  # fmt: skip


def _arrays() -> _Arithmetic:
    import numpy as np

    return _Arithmetic(
        float,
        {
            "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
            "min": lambda *given: reduce(np.minimum, given), "max": lambda *given: reduce(np.maximum, given),
            "mean": lambda *given: reduce(operator.add, given) / len(given),
            "sum": lambda *given: reduce(operator.add, given),
            "pow": lambda base, power: base ** int(power), "if": np.where,
            **{sign: lambda a, b, test=test: test(a, b) * 1.0 for sign, test in COMPARISONS.items()},
        },
    )  # fmt: skip


def _products(first: Range, second: Range) -> Range:
    ends = [a * b for a in first for b in second]
    return min(ends), max(ends)


def _divided(first: Range, second: Range) -> Range:
    if second[0] <= 0 <= second[1]:
        raise BadFormula("it might divide by nought")
    return _products(first, (1 / second[1], 1 / second[0]))


def _hull(*given: Range) -> Range:
    return min(low for low, _ in given), max(high for _, high in given)


def _ends(of: Callable[[Sequence[Fraction]], Fraction]) -> Callable[..., Range]:
    return lambda *given: (of([low for low, _ in given]), of([high for _, high in given]))


def _power(base: Range, power: Range) -> Range:
    ends = [end ** int(power[0]) for end in base]
    crosses = base[0] < 0 < base[1] and power[0] % 2 == 0 and power[0] > 0
    return (Fraction(0) if crosses else min(ends)), max(ends)


_RANGES = _Arithmetic(
    lambda value: (value, value),
    {
        "+": lambda a, b: (a[0] + b[0], a[1] + b[1]), "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
        "*": _products, "/": _divided, "min": _ends(min), "max": _ends(max),
        "mean": _ends(lambda given: sum(given, Fraction(0)) / len(given)),
        "sum": _ends(lambda given: sum(given, Fraction(0))), "pow": _power,
        "if": lambda _test, then, other: _hull(then, other),
        **dict.fromkeys(COMPARISONS, lambda _a, _b: (Fraction(0), Fraction(1))),
    },
)  # fmt: skip
