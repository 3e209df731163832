from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import html

from frankpledge.documents.tests import sample
from frankpledge.documents.tree import (
    Bound,
    Column,
    Identity,
    Link,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.documents.webpage import chart_html, html_fragment, render_html, table_block_html
from frankpledge.kernel.problems import Unusable


@pytest.fixture(scope="module")
def page() -> html.HtmlElement:
    return html.fromstring(sample.printed("html").decode())


def test_the_page_has_one_h1_and_no_jump_between_headings(page):
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_id_is_unique_and_every_reference_finds_its_own(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    wanted = [
        name for value in page.xpath("//@aria-labelledby | //@aria-describedby") for name in value.split()
    ]
    wanted += [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert wanted
    assert set(wanted) <= set(ids)


def test_the_page_needs_nothing_beside_it_and_runs_nothing(page):
    markup = sample.printed("html").decode()
    assert not page.xpath("//script | //link | //iframe | //object")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    assert not re.search(r"url\((?!#)|@import|src=\"(?!data:)", markup)


def test_language_skip_link_and_title_are_there(page):
    assert page.get("lang") == "en-GB"
    assert page.xpath("//a[@class='skip-link']/@href") == ["#main"]
    assert (
        page.findtext(".//title")
        == "Community safety: annual report to the scrutiny committee – Quayshire Council"
    )
    assert page.xpath("//section[@lang='cy']//h2")[0].text_content() == "14 Crynodeb"


def test_the_contents_list_names_the_sections_and_leads_to_them(page):
    entries = page.xpath("//nav//a")
    assert [entry.text_content() for entry in entries] == [
        "1 Executive summary", "12 Tackling domestic abuse", "What we do not know", "What people told us", "13 Trends", "14 Crynodeb",
    ]  # fmt: skip


def test_a_figure_is_a_link_to_its_own_page(page):
    links = page.xpath("//p//a[@class='figure']")
    assert links[0].text_content() == "26%"
    assert links[0].get("href") == "https://safety.quayshire.example/id/00000000-0000-0000-0000-000000000001"


def test_tables_have_captions_headings_with_scope_and_a_region_that_the_keyboard_reaches(page):
    (table,) = page.xpath("//table[@id='table-1']")
    assert table.findtext(".//caption/span/span") == "Table 1."
    assert [
        (th.text_content(), th.get("scope"), th.get("colspan"), th.get("rowspan"))
        for th in table.xpath(".//thead//th")
    ] == [
        ("Period", "col", None, "2"),
        ("Violent crime", "colgroup", "2", None),
        ("Incidents", "colgroup", "2", None),
        *[(year, "col", None, None) for year in ("2019", "2020", "2019", "2020")],
    ]
    assert table.xpath(".//tbody/tr/th/@scope") == ["row"] * 5
    assert table.xpath(".//tr[@class='total']/th")[0].text_content() == "Total"
    region = table.getparent()
    assert (region.get("role"), region.get("tabindex"), region.get("aria-labelledby")) == (
        "region",
        "0",
        "table-1-caption",
    )


def test_every_chart_is_a_picture_with_words_and_a_table(page):
    figures = page.xpath("//figure")
    assert len(figures) == 6
    for figure in figures:
        (svg,) = figure.xpath(".//*[local-name()='svg']")
        assert svg.get("role") == "img"
        assert svg.xpath("string(*[local-name()='title'])")
        assert svg.xpath("string(*[local-name()='desc'])")
        assert figure.xpath("./figcaption")
        assert figure.xpath("./details/summary")
        assert figure.xpath("./details//table/tbody/tr")


def test_nothing_in_the_body_carries_its_own_style_so_that_a_strict_policy_may_stand():
    assert not re.search(r'\sstyle="', html_fragment(sample.document()))


def test_the_fragment_starts_at_h2_and_has_no_page_about_it():
    fragment = html.fromstring(html_fragment(sample.document()))
    assert fragment.get("class") == "document"
    assert not fragment.xpath(".//h1 | .//main | .//nav")
    assert fragment.xpath("string(.//h2)") == "1 Executive summary"


def test_one_chart_and_one_table_can_be_shown_alone():
    document = sample.document()
    assert chart_html(sample.paired(), document).startswith(
        '<figure class="chart" id="incidents-by-quarter">'
    )
    assert "Table 1." in table_block_html(sample.quarter_table(), document)


def test_hostile_words_stay_words():
    page = html.fromstring(render_html(sample.hostile_document()))
    assert not page.xpath("//script | //label | //@onload")
    assert page.xpath("//h1")[0].text_content() == sample.hostile()
    assert not [href for href in page.xpath("//@href") if href.startswith("javascript")]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "file:///etc/passwd",
        "",
        "vbscript:x",
    ],
)
def test_an_unsafe_address_is_printed_as_words(href):
    document = sample.document(opening=(Paragraph((Link("the plan", href),)),), sections=())
    assert "<p>the plan</p>" in render_html(document)


def test_two_sections_of_one_name_get_ids_of_their_own():
    sections = (
        Section("What changed", (Paragraph(text("a")),)),
        Section("What changed", (Paragraph(text("b")),)),
    )
    page = html.fromstring(render_html(sample.document(sections=sections)))
    assert page.xpath("//main//h2/@id") == ["contents", "what-changed", "what-changed-2"]


def test_a_row_with_a_cell_too_few_is_refused_with_its_place():
    table = Table("A table", (Column("A"), Column("B")), (Row((text("a"), text("b"))), Row((text("a"),))))
    with pytest.raises(Unusable) as refused:
        render_html(sample.document(opening=(table,)))
    assert refused.value.problems[0].row == 2


@pytest.mark.parametrize("dated", ["", "2021", "2021-02", "2021-02-30", "yesterday"])
def test_a_document_needs_a_whole_day(dated):
    with pytest.raises(Unusable):
        render_html(sample.document(dated=dated))


def test_what_is_no_language_is_refused():
    with pytest.raises(Unusable, match="language tag"):
        render_html(sample.document(language="English"))


def test_welsh_documents_speak_welsh_about_themselves():
    page = html.fromstring(render_html(sample.document(language="cy")))
    assert page.xpath("//nav/h2")[0].text_content() == "Cynnwys"
    assert page.xpath("//time")[0].text_content() == "11 Chwefror 2021"


def test_the_councils_colours_are_used_and_darkened_where_they_must_be():
    pale = render_html(sample.document(identity=Identity("A council", "#ffd400")))
    assert "--band:#ffd400" in pale
    assert "--on-band:#000000" in pale
    assert "--ink-colour:#ffd400" not in pale


def test_a_figures_text_may_be_overridden_where_it_is_printed():
    document = sample.document(opening=(Paragraph((Bound(sample.RISE, "about a quarter"),)),), sections=())
    assert ">about a quarter</a>" in render_html(document)
