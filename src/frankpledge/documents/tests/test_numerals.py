from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.documents.numerals import Closeness, agrees, as_typed, in_words, read_typed


@pytest.mark.parametrize(
    ("words", "value", "quantum"),
    [
        ("2,832", 2832, 1),
        ("2832", 2832, 1),
        ("23%", 23, 1),
        ("22.8%", Fraction(228, 10), Fraction(1, 10)),
        ("22.80 per cent", Fraction(228, 10), Fraction(1, 100)),
        ("thirteen", 13, 1),
        ("Twenty-three", 23, 1),
        ("twenty three", 23, 1),
        ("one hundred", 100, 1),
        ("zero", 0, 1),
        ("£1,200", 1200, 1),
        ("£1.2 million", 1_200_000, 100_000),
        ("£450k", 450_000, 1000),
        ("3.1 per 1,000", Fraction(31, 10), Fraction(1, 10)),
        ("−12%", -12, 1),
        ("-12%", -12, 1),
        ("a 23% increase", 23, 1),
        ("sixteen people", 16, 1),
    ],
)
def test_numbers_are_read_as_people_type_them(words, value, quantum):
    typed = read_typed(words)
    assert typed is not None
    assert (typed.value, typed.quantum) == (value, quantum)


@pytest.mark.parametrize("words", ["", "several", "from 3 to 5", "22.8.1", "A35", "two of three"])
def test_no_number_and_more_than_one_are_not_read(words):
    assert read_typed(words) is None


@pytest.mark.parametrize(
    ("words", "closeness"),
    [
        ("about 2,800", Closeness.ABOUT),
        ("more than 2,800", Closeness.MORE),
        ("at least 2,800", Closeness.AT_LEAST),
        ("nearly 2,900", Closeness.NEARLY),
        ("fewer than 5", Closeness.LESS),
        ("up to 5", Closeness.AT_MOST),
        ("2,800", Closeness.EXACT),
    ],
)
def test_the_words_before_a_number_say_how_it_is_meant(words, closeness):
    typed = read_typed(words)
    assert typed is not None
    assert typed.closeness is closeness


@pytest.mark.parametrize(
    ("words", "value", "agreed"),
    [
        ("23%", Fraction(45, 2), True),  # 22.5 rounds up
        ("22%", Fraction(45, 2), False),
        ("23%", Fraction(2249, 100), False),
        ("22.8%", Fraction(53400, 2340), True),
        ("22.9%", Fraction(53400, 2340), False),
        ("about 2,800", 2832, True),
        ("2,800", 2832, False),
        ("about 2,800", 2850, False),
        ("about 2,832", 2832, True),
        ("more than 2,800", 2832, True),
        ("more than 2,832", 2832, False),
        ("at least 2,832", 2832, True),
        ("nearly 2,900", 2874, True),
        ("nearly 2,900", 2901, False),
        ("fewer than 5", 5, False),
        ("£1.2 million", 1_249_999, True),
        ("£1.2 million", 1_250_000, False),
        ("-3", Fraction(-5, 2), True),  # half away from zero
    ],
)
def test_a_number_agrees_at_the_precision_typed(words, value, agreed):
    typed = read_typed(words)
    assert typed is not None
    assert agrees(typed, value) is agreed


@given(st.integers(0, 100))
def test_every_word_from_zero_to_a_hundred_is_read_back(number):
    typed = read_typed(in_words(number))
    assert typed is not None
    assert typed.value == number


@pytest.mark.parametrize("number", [-1, 101])
def test_words_end_at_a_hundred(number):
    with pytest.raises(ValueError, match="digits"):
        in_words(number)


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("23%", Fraction(53400, 2340), "23%"),
        ("22.8%", 25, "25.0%"),
        ("£1,200", 1300, "£1,300"),
        ("£1,200", -1300, "−£1,300"),
        ("thirteen", 14, "fourteen"),
        ("3.1 per 1,000", Fraction(32, 10), "3.2 per 1,000"),
        ("£1.2 million", 1_312_000, "£1,300,000"),
    ],
)
def test_the_record_is_shown_to_the_place_typed(words, value, shown):
    typed = read_typed(words)
    assert typed is not None
    assert as_typed(typed, value) == shown
