from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.numbers import grouped, round_half_up


def test_halves_round_away_from_zero():
    assert round_half_up(Fraction(325, 20), 1) == Decimal("16.3")  # 16.25, which binary floats get wrong
    assert round_half_up(Fraction(-325, 20), 1) == Decimal("-16.3")
    assert round_half_up(Decimal("2.5")) == Decimal(3)


def test_a_float_is_refused():
    with pytest.raises(TypeError):
        round_half_up(16.25, 1)  # type: ignore[arg-type]


@given(st.fractions(), st.integers(0, 4))
def test_rounding_moves_by_no_more_than_half_a_unit(value, places):
    assert abs(Fraction(round_half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)


def test_thousands_are_grouped():
    assert grouped(2832) == "2,832"
    assert grouped(-1200) == "−1,200"
