from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Bound, Text, plain
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.tests.fake_evidence import DEMO
from frankpledge.scrutiny.rules.content import content_of
from frankpledge.scrutiny.rules.flags import ClaimOutcome
from frankpledge.scrutiny.rules.matching import match, stated_value
from frankpledge.scrutiny.rules.phrases import in_words, inlines, quarters_of, season
from frankpledge.scrutiny.rules.runs import Claimed, Linked, Words, bare, runs

REPORT = (DEMO / "dorset" / "report-2020-21.toml").read_text(encoding="utf-8")


def a_figure(value, unit="", **more) -> Figure:
    return Figure(UUID(int=1), "A figure", value, str(value), unit, **more)


# ------------------------------------------------------------------------------------------------ matching


@pytest.mark.parametrize(
    ("stated", "value", "unit", "outcome"),
    [
        ("23%", Fraction(53400, 2340), "per cent", ClaimOutcome.CONFIRMED),
        ("22.8%", Fraction(53400, 2340), "per cent", ClaimOutcome.CONFIRMED),
        ("22.9%", Fraction(53400, 2340), "per cent", ClaimOutcome.CONTRADICTED),
        ("22%", Fraction(53400, 2340), "per cent", ClaimOutcome.CONTRADICTED),
        (
            "16.3%",
            Fraction(1625, 100),
            "per cent",
            ClaimOutcome.CONFIRMED,
        ),  # half goes up, from the exact value
        ("2,832", 2832, "", ClaimOutcome.CONFIRMED),
        ("2832", 2833, "", ClaimOutcome.CONTRADICTED),
        ("thirteen", 13, "", ClaimOutcome.CONFIRMED),
        ("twelve", 13, "", ClaimOutcome.CONTRADICTED),
        ("several", 13, "", ClaimOutcome.UNBOUND),
    ],
)
def test_a_stated_number_is_compared_to_the_precision_it_was_stated_with(stated, value, unit, outcome):
    assert match(stated, f"There were {stated} of them", a_figure(value, unit)).outcome is outcome


def test_a_figure_that_is_not_known_neither_confirms_nor_contradicts():
    found = match("23%", "a 23% increase", a_figure(None, unknown_because="a month is missing"))
    assert (found.outcome, found.because) == (ClaimOutcome.UNKNOWN, "a month is missing")


@pytest.mark.parametrize(
    ("sentence", "value", "outcome"),
    [
        ("there has been a 23% increase", 23, ClaimOutcome.CONFIRMED),
        ("there has been a 23% increase", -23, ClaimOutcome.CONTRADICTED),
        ("incidents fell by 23% in the year", -23, ClaimOutcome.CONFIRMED),
        ("incidents fell by 23% in the year", 23, ClaimOutcome.CONTRADICTED),
        ("a change of 23%", -23, ClaimOutcome.CONFIRMED),
    ],
)
def test_a_percentage_must_go_the_way_its_sentence_says(sentence, value, outcome):
    assert match("23%", sentence, a_figure(value, "per cent")).outcome is outcome


@given(st.integers(0, 10**7))
def test_a_count_typed_as_it_is_printed_is_confirmed(count):
    assert match(f"{count:,}", f"{count:,} incidents", a_figure(count)).outcome is ClaimOutcome.CONFIRMED
    assert match(f"{count + 1:,}", "incidents", a_figure(count)).outcome is ClaimOutcome.CONTRADICTED


def test_numbers_are_read_in_figures_and_in_words():
    assert stated_value("2,832.50") == (Decimal("2832.50"), 2)
    assert stated_value("−4%") == (Decimal(-4), 0)
    assert stated_value("Thirteen") == (Decimal(13), 0)
    assert stated_value("many") is None


# ------------------------------------------------------------------------------------------------ text


def test_claims_links_and_words_are_told_apart():
    assert runs("A [[23% | p:a=b&c=d]] rise; see [the plan](https://example.org/p).") == (
        Words("A "),
        Claimed("23%", "p:a=b&c=d"),
        Words(" rise; see "),
        Linked("the plan", "https://example.org/p"),
        Words("."),
    )
    assert bare("A [[23% | p:a=b]] rise") == "A 23% rise"


@pytest.mark.parametrize("text", ["A [[23% rise", "A [[23%]] rise", "23% | p:a=b]] rise"])
def test_marking_that_is_not_closed_or_names_nothing_is_refused(text):
    with pytest.raises(Unusable, match=r"\[\[…\]\]"):
        runs(text)


@given(st.text(st.characters(exclude_characters="[]", codec="utf-8")))
def test_text_without_marking_is_itself(text):
    assert bare(text) == text


def test_a_message_opens_the_numbers_it_is_told_to():
    inner = message("a rise of {size}", size="3.8%")
    said = message("{measure}: {found} ({low}).", measure="Thefts", found=inner, low="1%")
    found = inlines(said, {"size": a_figure(1)})
    assert plain(found) == "Thefts: a rise of 3.8% (1%)."
    assert [type(one) for one in found] == [Text, Bound, Text]


def test_counts_in_words_as_prose_has_them():
    assert [in_words(count) for count in (0, 1, 13, 20, 21, 1200)] == [
        "none",
        "one",
        "thirteen",
        "twenty",
        "21",
        "1,200",
    ]


@pytest.mark.parametrize(
    ("code", "quarters"),
    [
        ("2020", ["2020-Q1", "2020-Q2", "2020-Q3", "2020-Q4"]),
        ("2020/21", ["2020-Q2", "2020-Q3", "2020-Q4", "2021-Q1"]),
        ("2020-Q3", ["2020-Q3"]),
    ],
)
def test_a_year_is_made_of_quarters(code, quarters):
    assert [quarter.code for quarter in quarters_of(Period.parse(code))] == quarters
    assert season(quarters_of(Period.parse("2020"))[0]) == "January to March"


@pytest.mark.parametrize("code", ["2020-07", "2020-01-02..2020-03-31", "2020-01-01..2020-04-30"])
def test_what_is_not_made_of_quarters_is_refused(code):
    with pytest.raises(ValueError, match="not made of quarters"):
        quarters_of(Period.parse(code))


# ------------------------------------------------------------------------------------------------ content


def test_the_demonstrations_content_reads():
    values, content = content_of(REPORT, "report.toml")
    assert content.cover.covers == Period.financial_year(2020)
    assert content.cover.as_of == date(2021, 3, 31)
    assert [theme.title for theme in content.themes][:1] == ["Risk assessment and management"]
    assert values["format"] == "scrutiny-report-1"


def test_a_date_written_bare_is_kept_as_text():
    values, content = content_of(REPORT.replace('meeting = "2021"', "meeting = 2021-03-09"), "report.toml")
    assert values["report"]["meeting"] == "2021-03-09"
    assert str(content.cover.meeting) == "9 March 2021"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('covers = "2020/21"', 'covers = "2020/22"', "report.covers"),
        ('meeting = "2021"', 'meeting = "2021-13"', "report.meeting"),
        ('committee = "people-and-health-scrutiny"', 'committee = "planning"', "report.committee"),
        ('kind = "quarter-table"', 'kind = "pie-chart"', ".kind"),
        ('items_from = "priorities"', 'items_from = "wishes"', "items_from"),
        ('code = "summary"\nheading', 'code = "resume"\nheading', "section"),
        ("judgements =", "judgments =", "judgments"),
        ('nothing = "None."', "", "block"),
        ('expected = "2021-04"', "", "expected"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(old, new, named):
    assert old in REPORT
    with pytest.raises(Unusable) as refused:
        content_of(REPORT.replace(old, new, 1), "report.toml")
    problems = refused.value.problems
    assert any(named in problem.reason for problem in problems), problems
    assert all(problem.file == "report.toml" and problem.remedy for problem in problems)


def test_every_mistake_is_told_at_once():
    broken = REPORT.replace('covers = "2020/21"', 'covers = "20"').replace(
        'meeting = "2021"', 'meeting = "x"'
    )
    with pytest.raises(Unusable) as refused:
        content_of(broken, "report.toml")
    assert len(refused.value.problems) == 2
