from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Bound, Text, plain
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.tests.fake_evidence import DEMO
from frankpledge.scrutiny.rules.content import content_of
from frankpledge.scrutiny.rules.phrases import in_words, inlines, quarters_of, season

REPORT = (DEMO / "dorset" / "report-2020-21.toml").read_text(encoding="utf-8")


def a_figure(value, unit="", **more) -> Figure:
    return Figure(UUID(int=1), "A figure", value, str(value), unit, **more)


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
    assert values["format"] == "annual-report-1"


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
        ("2019&new=2020]]", "2019&new=2020]", "text"),
        ("measure-change:measure", "measure", "text"),
        ('expected = "2021-04"', "", "expected"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(old, new, named):
    assert old in REPORT
    with pytest.raises(Unusable) as refused:
        content_of(REPORT.replace(old, new, 1), "report.toml")
    problems = refused.value.problems
    assert any(named in f"{problem.column}: {problem.reason}" for problem in problems), problems
    assert all(problem.file == "report.toml" and problem.remedy for problem in problems)


def test_every_mistake_is_told_at_once():
    broken = REPORT.replace('covers = "2020/21"', 'covers = "20"').replace(
        'meeting = "2021"', 'meeting = "x"'
    )
    with pytest.raises(Unusable) as refused:
        content_of(broken, "report.toml")
    assert len(refused.value.problems) == 2
