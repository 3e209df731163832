from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.documents.claims import BoundNarrative, ClaimVerdict, bind
from frankpledge.documents.figures import Figure
from frankpledge.documents.narrative import read_narrative
from frankpledge.documents.numerals import in_words
from frankpledge.documents.tree import Bound, Bullets, Note, NoteKind, Paragraph, Strong, Text, plain
from frankpledge.kernel.numbers import grouped, round_half_up

RISE = Figure(UUID(int=1), "Change in incidents", Fraction(45300, 2000), "23%", "per cent")
FALL = Figure(UUID(int=2), "Change in thefts", Fraction(-25, 2), "−13%", "per cent")
TOTAL = Figure(UUID(int=3), "Incidents", 2453, "2,453")
REQUESTS = Figure(UUID(int=4), "Requests", 13, "thirteen")
RATE = Figure(UUID(int=5), "Rate", Decimal("310"), "310 per 100,000", "offences per 100,000 residents")
COST = Figure(UUID(int=6), "Grant", Decimal("1200.00"), "£1,200", "£")
UNKNOWN = Figure(UUID(int=7), "Survey", None, "not known", unknown_because="Too few people answered.")
RECORD = {
    "change:m=incidents": RISE, "change:m=thefts": FALL, "count:m=incidents": TOTAL, "requests": REQUESTS,
    "rate": RATE, "cost": COST, "survey": UNKNOWN,
}  # fmt: skip


def bound(text: str) -> BoundNarrative:
    return bind(read_narrative(text), RECORD.get)


def verdict(text: str) -> ClaimVerdict:
    (claim,) = bound(text).claims
    return claim.verdict


@pytest.mark.parametrize(
    ("typed", "binding", "expected"),
    [
        ("23%", "change:m=incidents", "confirmed"),  # 22.65
        ("22.7%", "change:m=incidents", "confirmed"),
        ("22.6%", "change:m=incidents", "contradicted"),
        ("22%", "change:m=incidents", "contradicted"),
        ("twenty-three per cent", "change:m=incidents", "confirmed"),
        ("2,453", "count:m=incidents", "confirmed"),
        ("2453", "count:m=incidents", "confirmed"),
        ("2,454", "count:m=incidents", "contradicted"),
        ("about 2,450", "count:m=incidents", "confirmed"),
        ("more than 2,400 incidents", "count:m=incidents", "confirmed"),
        ("2,453%", "count:m=incidents", "contradicted"),
        ("£2,453", "count:m=incidents", "contradicted"),
        ("2,453 per 1,000", "count:m=incidents", "contradicted"),
        ("thirteen", "requests", "confirmed"),
        ("13", "requests", "confirmed"),
        ("fourteen", "requests", "contradicted"),
        ("3.1 per 1,000", "rate", "confirmed"),
        ("310 per 100,000", "rate", "confirmed"),
        ("3.2 per 1,000", "rate", "contradicted"),
        ("£1,200", "cost", "confirmed"),
        ("£1,201", "cost", "contradicted"),
        ("−13%", "change:m=thefts", "confirmed"),
        ("13%", "change:m=thefts", "contradicted"),
        ("half of them", "requests", "unknown"),
        ("12 or 13", "requests", "unknown"),
        ("23%", "survey", "unknown"),
        ("23%", "nothing such", "unknown"),
        ("23%", "", "unbound"),
    ],
)
def test_a_typed_number_gets_its_verdict(typed, binding, expected):
    assert verdict(f"It was [[{typed} | {binding}]].") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thefts fell by [[13% | change:m=thefts]].", "confirmed"),
        ("There was a [[13% | change:m=thefts]] reduction in thefts.", "confirmed"),
        ("Thefts rose by [[13% | change:m=thefts]].", "contradicted"),
        ("Thefts saw a [[13% decrease | change:m=thefts]].", "confirmed"),
        ("Thefts saw a [[13% increase | change:m=thefts]].", "contradicted"),
        ("Incidents rose by [[23% | change:m=incidents]].", "confirmed"),
        ("Incidents fell by [[23% | change:m=incidents]].", "contradicted"),
        ("Crime fell. There was a [[23% | change:m=incidents]] difference.", "confirmed"),
        ("Numbers fell to [[2,453 | count:m=incidents]].", "confirmed"),
    ],
)
def test_the_words_about_a_change_say_which_way(text, expected):
    assert verdict(text) == expected


def test_a_confirmed_number_is_printed_as_typed_and_opens():
    (paragraph,) = bound("There were [[about 2,450 | count:m=incidents]] in all.").blocks
    assert paragraph == Paragraph((Text("There were "), Bound(TOTAL, "about 2,450"), Text(" in all.")))


def test_a_contradicted_number_stays_as_typed_and_a_flag_says_what_the_record_says():
    paragraph, flag = bound("12.6 There was a [[32% | change:m=incidents]] increase.").blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines) == "There was a 32% increase."
    assert not any(isinstance(inline, Bound) for inline in paragraph.inlines)
    assert isinstance(flag, Note)
    assert flag.kind is NoteKind.FLAG
    assert plain(flag.inlines) == (
        "The text says 32% (paragraph 12.6). The record says 23%. See 23% (Change in incidents)."
    )


def test_a_number_that_cannot_be_checked_is_flagged_with_the_reason():
    _, flag = bound("Of those asked, [[40% | survey]] felt safe.").blocks
    assert isinstance(flag, Note)
    assert (
        plain(flag.inlines) == "The text says 40% (line 1). It could not be checked. Too few people answered."
    )


def test_an_empty_binding_asks_for_the_record_itself():
    (paragraph,) = bound("There were [[ | count:m=incidents]].").blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines) == "There were 2,453."


def test_unbound_numbers_are_listed_and_printed_unchanged_without_a_flag():
    made = bound("In 2020, **eleven** groups met 40 times, [[thirteen | requests]] asked.")
    assert [(c.typed, c.verdict) for c in made.claims] == [
        ("eleven", "unbound"), ("40", "unbound"), ("thirteen", "confirmed"),
    ]  # fmt: skip
    (paragraph,) = made.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines[1] == Strong("eleven")
    assert made.holds


def test_lists_and_quotations_are_checked_too():
    made = bound("- [[thirteen | requests]] asked\n- [[12 | requests]] came\n\n> I rang 20 times")
    assert isinstance(made.blocks[0], Bullets)
    assert [type(block).__name__ for block in made.blocks] == ["Bullets", "Note", "Note"]
    assert [c.where for c in made.claims] == ["line 1", "line 2", "line 4"]
    assert not made.holds


def test_one_change_in_the_record_alters_the_verdict_and_a_change_elsewhere_does_not():
    text = read_narrative("[[23% | change:m=incidents]]")
    other = {**RECORD, "change:m=incidents": Figure(UUID(int=1), "Change", Fraction(24), "24%", "per cent")}
    elsewhere = {**RECORD, "cost": TOTAL}
    assert bind(text, other.get).claims[0].verdict is ClaimVerdict.CONTRADICTED
    assert bind(text, elsewhere.get).claims[0].verdict is ClaimVerdict.CONFIRMED


def checked(typed: str, value: object, shown: str, unit: str = "") -> ClaimVerdict:
    made = Figure(UUID(int=9), "Made", value, shown, unit)  # type: ignore[arg-type]
    return bind(read_narrative(f"[[{typed} | made]]"), {"made": made}.get).claims[0].verdict


@given(st.integers(0, 10**9))
def test_any_count_typed_from_the_record_is_confirmed_and_one_off_is_not(number):
    for typed in (grouped(number), str(number)):
        assert checked(typed, number, grouped(number)) is ClaimVerdict.CONFIRMED
    assert checked(grouped(number + 1), number, grouped(number)) is ClaimVerdict.CONTRADICTED


@given(st.integers(0, 99))
def test_any_count_in_words_is_confirmed_and_one_off_is_not(number):
    assert checked(in_words(number), number, str(number)) is ClaimVerdict.CONFIRMED
    assert checked(in_words(number + 1), number, str(number)) is ClaimVerdict.CONTRADICTED


@given(st.integers(1, 10**6), st.integers(0, 10**7), st.integers(0, 4))
def test_any_percentage_typed_to_any_place_is_confirmed_and_one_unit_off_is_not(old, new, places):
    value = Fraction(new * 100, old)
    shown = round_half_up(value, places)
    one = Decimal(1).scaleb(-places)
    assert checked(f"{grouped(shown)}%", value, f"{shown}%", "per cent") is ClaimVerdict.CONFIRMED
    assert checked(f"{grouped(shown + one)}%", value, f"{shown}%", "per cent") is ClaimVerdict.CONTRADICTED
    if shown >= one:
        assert (
            checked(f"{grouped(shown - one)}%", value, f"{shown}%", "per cent") is ClaimVerdict.CONTRADICTED
        )
