"""A real committee report, whole, and with one error planted at a time. The text is read from beside the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from frankpledge.documents.checking.check import check
from frankpledge.documents.checking.parts import Verdict
from frankpledge.documents.checking.plain_text import read_plain

REPORT = Path(__file__).resolve().parents[4].parent / "shared" / "seeds" / "annual-scrutiny-report.txt"
pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def text():
    return REPORT.read_text(encoding="utf-8")


def wrong(text):
    return check(read_plain(text)).having(Verdict.CONTRADICTED)


def one(made, stated):
    return [claim for claim in made.claims if claim.stated == stated]


def test_every_number_of_the_report_is_found_and_none_is_contradicted(text):
    made = check(read_plain(text))
    body = re.sub(r"https?://\S+", "", text)
    body = re.sub(r"(?m)^\s*\d{1,2}(?:\.\d+)?\.?(?=\s+\S)", "", body)  # what paragraphs are numbered with
    found = " ".join(claim.stated for claim in made.claims)
    missed = [number for number in re.findall(r"\d+(?:,\d{3})*", body) if number not in found]
    assert missed == []
    assert not made.having(Verdict.CONTRADICTED)
    assert not made.having(Verdict.UNBOUND)


def test_the_percentage_the_totals_and_the_thirteen_are_confirmed_with_their_working(text):
    made = check(read_plain(text))
    assert [claim.verdict for claim in one(made, "23%")] == [Verdict.CONFIRMED]
    assert "2,340" in one(made, "23%")[0].because
    assert "2,874" in one(made, "23%")[0].because
    for total in ("2,832", "2,940", "2,340", "2,874"):
        assert [claim.verdict for claim in one(made, total)] == [Verdict.CONFIRMED], total
    assert one(made, "thirteen")[0].because == "2 + 3 + 5 + 3 = 13."


def test_links_that_say_nothing_and_what_the_table_lacks_are_flagged(text):
    remarks = check(read_plain(text)).remarks
    assert sum("CLICK HERE" in remark.text for remark in remarks) == 3
    assert any("area, source or date of extraction" in remark.text for remark in remarks)


@pytest.mark.parametrize(
    ("was", "planted", "stated", "computed"),
    [
        ("a 23% increase", "a 24% increase", "24%", "23%"),
        ("a 23% increase", "a 23% decrease", "23%", "23%"),
        ("2,340 2,874", "2,340 2,884", "2,884", "2,874"),
        ("received thirteen", "received fourteen", "fourteen", "13"),
        ("lead, five", "lead, six", "thirteen", "14"),
        ("in three main", "in four main", "four", "3"),
        ("a three-year community", "a two-year community", "two-year", "3"),
        ("742 669 605 815", "742 669 605 816", "2,874", "2,875"),
    ],
)
def test_one_planted_error_is_contradicted_and_nothing_else(text, was, planted, stated, computed):
    assert text.count(was) == 1
    found = wrong(text.replace(was, planted))
    assert [(claim.stated, claim.computed) for claim in found] == [(stated, computed)]


def test_a_change_that_leaves_every_statement_true_is_no_error(text):
    moved = text.replace("416 498", "415 498").replace("652 759", "653 759")
    assert wrong(moved) == ()
