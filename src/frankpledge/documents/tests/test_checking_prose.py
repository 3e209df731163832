"""Claims in prose: each sentence as it holds, and with one number or word changed."""

from __future__ import annotations

import pytest

from frankpledge.documents.checking.check import check
from frankpledge.documents.checking.mentions import Kind, find_mentions
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.plain_text import read_plain

TABLE = """
Table 1: Bicycle thefts by town, Northshire, source: the force, extracted on 3 May 2022
| Town | 2020 | 2021 |
| Alton | 120 | 150 |
| Barton | 80 | 60 |
| Corby Green | 200 | 240 |
| Total | 400 | 450 |
"""


def verdicts(text):
    made = check(read_plain(text))
    return [
        claim
        for claim in made.claims
        if not claim.where.startswith("table") and claim.verdict is not Verdict.NOT_VERIFIABLE
    ]


def wrong(text):
    return [claim.stated for claim in verdicts(text) if claim.verdict is Verdict.CONTRADICTED]


PAIRS = [
    ("Thefts rose from 120 to 150, an increase of 25%.", "Thefts rose from 120 to 150, an increase of 20%.", "20%"),
    ("Thefts fell from 200 to 150, a fall of 25%.", "Thefts rose from 200 to 150, a fall of 25%.", "rose"),
    ("There were 150 thefts, compared with 120 the year before. This is a rise of 25%.", "There were 150 thefts, compared with 120 the year before. This is a rise of 35%.", "35%"),
    ("Satisfaction rose from 40% to 50%, a rise of 10 percentage points.", "Satisfaction rose from 40% to 50%, a rise of 12 percentage points.", "12 percentage points"),
    ("Calls rose from 416 to 498, 82 more than before.", "Calls rose from 416 to 498, 92 more than before.", "92"),
    ("Referrals doubled from 40 to 80.", "Referrals doubled from 40 to 60.", "doubled"),
    ("Referrals halved from 80 in 2019 to 40 in 2020.", "Referrals halved from 80 in 2019 to 60 in 2020.", "halved"),
    ("Of the 200 people asked, 50 (25%) felt unsafe.", "Of the 200 people asked, 50 (30%) felt unsafe.", "30%"),
    ("50 of the 200 people asked felt unsafe, one in four.", "50 of the 200 people asked felt unsafe, one in three.", "one in three"),
    ("A third of the 90 cases, 30, were closed.", "A third of the 90 cases, 40, were closed.", "A third"),
    ("We received twelve requests. Of these, two were refused, four were transferred and six are open.", "We received twelve requests. Of these, two were refused, four were transferred and seven are open.", "twelve"),
    ("The grant of £20,000 was split between £12,000 for outreach and £8,000 for training.", "The grant of £20,000 was split between £12,000 for outreach and £9,000 for training.", "£20,000"),
    ("There were 45 thefts in Alton, 40 in Barton and 35 in Corby, 120 in all.", "There were 45 thefts in Alton, 40 in Barton and 35 in Corby, 130 in all.", "130"),
    ("Five bodies take part: the council, the police, the fire authority, health and probation.", "Six bodies take part: the council, the police, the fire authority, health and probation.", "Six"),
    ("The rate was 12.0 per 1,000 residents (120 offences among 10,000 people).", "The rate was 14.0 per 1,000 residents (120 offences among 10,000 people).", "14.0 per 1,000"),
    ("There were 240 calls in 2020, an average of 20 a month.", "There were 240 calls in 2020, an average of 24 a month.", "24"),
    ("The partnership met on Monday 14 June 2021.", "The partnership met on Tuesday 14 June 2021.", "14 June 2021"),
    ("It covers the six months from January to June 2020.", "It covers the five months from January to June 2020.", "five months"),
    ("Our three-year plan 2020-23 is in its last year.", "Our four-year plan 2020-23 is in its last year.", "four-year"),
]  # fmt: skip


@pytest.mark.parametrize(("sound", "planted", "stated"), PAIRS, ids=[pair[2] for pair in PAIRS])
def test_a_claim_holds_as_it_is_and_is_contradicted_when_changed(sound, planted, stated):
    assert wrong(sound) == []
    assert [claim for claim in verdicts(sound) if claim.verdict is Verdict.CONFIRMED]
    assert wrong(planted) == [stated]


TABLED = [
    ("Thefts in Alton rose by 25% between 2020 and 2021.", "Thefts in Alton rose by 20% between 2020 and 2021.", "20%"),
    ("There were 60 bicycle thefts in Barton in 2021.", "There were 70 bicycle thefts in Barton in 2021.", "70"),
    ("In total there were 450 bicycle thefts in 2021.", "In total there were 470 bicycle thefts in 2021.", "470"),
    ("Corby Green had the highest number of bicycle thefts in 2021.", "Alton had the highest number of bicycle thefts in 2021.", "highest: Alton"),
    ("Barton had 13% of bicycle thefts in 2021.", "Barton had 23% of bicycle thefts in 2021.", "23%"),
    ("Bicycle thefts in Barton fell between 2020 and 2021.", "Bicycle thefts in Barton rose between 2020 and 2021.", "rose"),
]  # fmt: skip


@pytest.mark.parametrize(("sound", "planted", "stated"), TABLED, ids=[pair[2] for pair in TABLED])
def test_prose_is_held_against_the_table(sound, planted, stated):
    assert wrong(sound + "\n" + TABLE) == []
    assert wrong(planted + "\n" + TABLE) == [stated]


def test_a_span_of_days_may_not_end_before_it_begins():
    assert wrong("It ran from 3 April 2020 to 5 May 2020.") == []
    assert wrong("It ran from 3 June 2020 to 5 May 2020.") == ["5 May 2020"]


def test_what_the_text_cannot_tell_is_unbound_and_ages_and_names_are_not_verifiable():
    made = check(
        read_plain("We trained 312 people. Those aged 16 or over may come. Covid 19 delayed section 17 work.")
    )
    by_stated = {claim.stated: claim.verdict for claim in made.claims}
    assert by_stated["312"] is Verdict.UNBOUND
    assert {by_stated["aged 16 or over"], by_stated["Covid 19"], by_stated["section 17"]} == {
        Verdict.NOT_VERIFIABLE
    }


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("one hundred and twenty-three cases", Kind.COUNT, 123), ("two thousand people", Kind.COUNT, 2000),
        ("£1.2 million", Kind.MONEY, 1_200_000), ("22.8 per cent", Kind.PERCENT, 22.8), ("three quarters of them", Kind.FRACTION, 0.75),
        ("3 in 10 people", Kind.FRACTION, 0.3), ("4.2 offences per 1,000 people", Kind.RATE, 4.2), ("trebled", Kind.MULTIPLE, 3),
        ("2020/21", Kind.YEAR, 0), ("14 June 2023", Kind.DATE, 0), ("a four-year plan", Kind.LENGTH, 4), ("twenty-three", Kind.COUNT, 23),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(words, kind, value):
    found = find_mentions(words)
    assert [(one.kind, float(one.value)) for one in found] == [(kind, value)]
