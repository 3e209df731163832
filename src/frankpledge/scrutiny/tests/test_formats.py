"""One changed cell, seen in what a reader gets: HTML, PDF, DOCX and ODT."""

from __future__ import annotations

import html
import io
import re
import subprocess
import zipfile

import pytest

from frankpledge.documents import api as documents
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny.report import FLAGS_HEADING
from frankpledge.scrutiny.tests.built import LOCKDOWN, built

pytestmark = pytest.mark.django_db
UNTOUCHED = (
    "Tackling crime and the fear of crime has a significant impact on health and wellbeing.",
    "Domestic Abuse Violent Crime: 2,832 in 2019 and 2,940 in 2020, no change that can be told from chance",
    "13 = 2 + 3 + 5 + 3",
)


def words_of(document, fmt: str) -> str:
    """Everything a reader of the format can read, on one line."""
    made = documents.render(document, fmt)
    if fmt == "pdf":
        got = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=made, capture_output=True, check=True
        ).stdout.decode()
    elif fmt == "html":
        got = re.sub(r"<style.*?</style>", "", made.decode(), flags=re.DOTALL)
    else:
        part = {"docx": "word/document.xml", "odt": "content.xml"}[fmt]
        got = zipfile.ZipFile(io.BytesIO(made)).read(part).decode()
        got = re.sub(r"</w:p>|</text:p>|</text:h>|<text:line-break/>", " ", got)
        got = re.sub(r"<text:s[^>]*/>", " ", got)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", got)).split())


@pytest.mark.parametrize("fmt", documents.FORMATS)
def test_one_changed_cell_shows_in_this_format_and_nothing_unrelated_moves(fmt, monkeypatch):
    evidence = install(monkeypatch, demo_evidence())
    evidence.breaks = (LOCKDOWN,)
    before = words_of(built().document, fmt)
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 315
    after = words_of(built().document, fmt)
    gone = ("2,874", "rose by 22.8%", "16.3% to 29.7%", "Domestic Abuse Incidents rose 23% in 2020")
    come = (
        "2,374",
        "no change that can be told from chance (a rise of 1.5%",
        "Domestic Abuse Incidents: no change in 2020 that can be told from chance",
        "The text says 23% (paragraph 12.6). The record says 1%.",
        FLAGS_HEADING,
    )
    assert all(words in before and words not in after for words in gone), [
        w for w in gone if w not in before or w in after
    ]
    assert all(words in after and words not in before for words in come), [
        w for w in come if w in before or w not in after
    ]
    assert all(words in before and words in after for words in UNTOUCHED), [
        w for w in UNTOUCHED if w not in after
    ]


def test_the_chart_draws_the_changed_cell(monkeypatch):
    evidence = install(monkeypatch, demo_evidence())
    before = documents.render(built().document, "html").decode()
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 315
    after = documents.render(built().document, "html").decode()
    drawn = [re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL) for page in (before, after)]
    assert len(drawn[0]) == len(drawn[1]) == 2
    assert drawn[0][0] != drawn[1][0]
    assert drawn[0][1] == drawn[1][1]
