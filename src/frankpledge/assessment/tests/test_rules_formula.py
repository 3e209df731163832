from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.assessment.rules.formula import BadFormula, drawn, exactly, names_in, parse, within

VALUES = {"a": Fraction(3), "b": Fraction(1, 2), "c": Fraction(4)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("8 / 4 / 2", 1), ("5 - 3 - 1", 1), ("-a + 4", 1),
        ("0.8 * a + 0.2 * c", Fraction(16, 5)), ("min(a, b, c)", Fraction(1, 2)), ("max(a, c)", 4),
        ("mean(a, c, 2)", 3), ("sum(a, b)", Fraction(7, 2)), ("pow(a, 2)", 9), ("if(a >= 3, c, 0)", 4),
        ("if(a > 3, c, 0)", 0), ("a == 3", 1), ("a != 3", 0), ("(a < c) + (a <= 3)", 2),
    ],
)  # fmt: skip
def test_a_formula_means_what_it_says_exactly_and_in_every_draw(text, expected):
    node = parse(text)
    assert exactly(node, VALUES) == expected
    arrays = {name: np.full(3, float(value)) for name, value in VALUES.items()}
    assert np.allclose(drawn(node, arrays), float(expected))


@pytest.mark.parametrize(
    "text",
    [
        "", "1 +", "(1", "1)", "a b", "open(a)", "a.b", "__import__('os')", "a; b", "a ** b", "pow(a, b)",
        "pow(a, 0.5)", "if(a, b)", "min()", "1 = 1", "a & b", "lambda: 1", "pow(a, 99)",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_a_reason(text):
    with pytest.raises(BadFormula) as found:
        parse(text)
    assert str(found.value)


def test_names_are_found():
    assert names_in(parse("impact * mean(trend, 2) + if(public > 1, x, 0)")) == {
        "impact",
        "trend",
        "public",
        "x",
    }


def test_a_formula_that_might_divide_by_nought_is_refused_and_one_that_cannot_is_not():
    ranges = {"a": (Fraction(0), Fraction(4)), "b": (Fraction(1), Fraction(4))}
    with pytest.raises(BadFormula, match="nought"):
        within(parse("b / a"), ranges)
    assert within(parse("a / b"), ranges) == (0, 4)
    assert within(parse("pow(a - 2, 2)"), ranges) == (0, 4)


small = st.fractions(0, 4, max_denominator=4)
TEXTS = [
    "a * b + c",
    "a - b * c",
    "max(a, b) - min(b, c)",
    "if(a > b, c, a)",
    "pow(a - b, 2) / 3",
    "mean(a, b) * c",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), small, small, small)
def test_the_value_lies_within_the_range_and_agrees_with_the_drawn_value(text, a, b, c):
    node, values = parse(text), {"a": a, "b": b, "c": c}
    low, high = within(node, dict.fromkeys("abc", (Fraction(0), Fraction(4))))
    assert low <= exactly(node, values) <= high
    arrays = {name: np.array([float(value)]) for name, value in values.items()}
    assert abs(drawn(node, arrays)[0] - float(exactly(node, values))) < 1e-9
