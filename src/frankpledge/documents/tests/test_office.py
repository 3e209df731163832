from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from frankpledge.documents.odt_parts import SPACES
from frankpledge.documents.office import default_reference, render_docx, render_odt
from frankpledge.documents.packages import packed, unpacked
from frankpledge.documents.tests import sample
from frankpledge.documents.tree import Identity
from frankpledge.kernel.problems import Unusable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ALTERNATIVES = ["Ten beads in a ring", sample.paired().alt, sample.change().alt]


def docx(name: str = "word/document.xml", made: bytes | None = None) -> etree._Element:
    return etree.fromstring(unpacked(made or sample.printed("docx"))[name])


def odt(name: str = "content.xml") -> etree._Element:
    return etree.fromstring(unpacked(sample.printed("odt"))[name])


def styles_used(root: etree._Element) -> set[str]:
    return {str(style.get(f"{W}val")) for style in root.iter(f"{W}pStyle")}


def words(root: etree._Element) -> str:
    return "".join(root.itertext())


def test_docx_pictures_are_described():
    pictures = list(docx().iter(f"{WP}docPr"))
    assert [picture.get("descr") for picture in pictures][:3] == ALTERNATIVES
    assert len({picture.get("id") for picture in pictures}) == len(pictures) == 7
    assert all(picture.get("descr") for picture in pictures)


def test_docx_tables_repeat_their_heading_rows_and_have_captions():
    tables = list(docx().iter(f"{W}tbl"))
    heads = [len(table.findall(f"{W}tr/{W}trPr/{W}tblHeader")) for table in tables]
    assert heads == [2, 1, 1, 1, 1, 1, 1]
    captions = [
        words(p)
        for p in docx().iter(f"{W}p")
        if p.find(f"{W}pPr/{W}pStyle[@{W}val='TableCaption']") is not None
    ]
    assert captions[0] == "Table 1. Violent crime and incidents by quarter, Quayshire"
    assert len(captions) == 7


def test_docx_totals_are_bold_and_ruled():
    row = next(row for row in docx().iter(f"{W}tr") if words(row).startswith("Total"))
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in row.iter(f"{W}r"))
    assert row.find(f".//{W}tcBorders/{W}top") is not None


def test_docx_has_real_headings_a_language_and_properties():
    assert {
        "Title",
        "Heading1",
        "Heading2",
        "Numbered",
        "Flag",
        "Caveat",
        "Demonstration",
        "BlockText",
    } <= styles_used(docx())
    languages = {str(lang.get(f"{W}val")) for lang in docx("word/styles.xml").iter(f"{W}lang")}
    assert languages == {"en-GB"}
    assert any(lang.get(f"{W}val") == "cy" for lang in docx().iter(f"{W}lang"))
    core = words(docx("docProps/core.xml"))
    assert "Community safety: annual report to the scrutiny committee" in core
    assert "Quayshire Community Safety Partnership" in core
    assert core.count("2021-02-11T00:00:00Z") == 2


def test_docx_links_lead_home():
    relations = docx("word/_rels/document.xml.rels")
    targets = {str(one.get("Target")) for one in relations}
    assert "https://safety.quayshire.example/id/00000000-0000-0000-0000-000000000001" in targets


def test_docx_links_within_find_their_place():
    root = docx()
    wanted = {str(link.get(f"{W}anchor")) for link in root.iter(f"{W}hyperlink") if link.get(f"{W}anchor")}
    marks = {str(mark.get(f"{W}name")) for mark in root.iter(f"{W}bookmarkStart")}
    assert {"executive-summary", "incidents-by-quarter", "incidents-by-quarter-data"} <= wanted
    assert wanted <= marks


def test_docx_has_header_and_footer_with_page_numbers_and_marking():
    parts = unpacked(sample.printed("docx"))
    sheets = [
        etree.fromstring(part)
        for name, part in parts.items()
        if name.startswith(("word/header", "word/footer"))
    ]
    assert len(sheets) == 3
    assert all("OFFICIAL" in words(sheet) for sheet in sheets)
    assert any(sheet.find(f".//{W}fldSimple[@{W}instr=' NUMPAGES ']") is not None for sheet in sheets)


def test_docx_numbers_and_words_of_a_paragraph_are_parted_by_a_tab():
    (paragraph, *_) = [
        p for p in docx().iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='Numbered']") is not None
    ]
    assert paragraph.find(f".//{W}tab") is not None
    assert words(paragraph).startswith("12.6There has been")


def own_template(colour: str = "FF00FF") -> bytes:
    """A council's template: Heading 1 in its own colour, and none of our styles."""
    parts = unpacked(default_reference("docx"))
    root = etree.fromstring(parts["word/styles.xml"])
    for style in root.findall(f"{W}style[@{W}styleId='Heading1']"):
        for shade in style.iter(f"{W}color"):
            shade.attrib.clear()
            shade.set(f"{W}val", colour)
    parts["word/styles.xml"] = etree.tostring(root)
    return packed(parts)


def test_the_councils_own_template_keeps_its_styles_and_gets_those_it_lacks():
    made = render_docx(sample.document(identity=Identity("A council", reference_docx=own_template())))
    styles = {
        str(style.get(f"{W}styleId")): style for style in docx("word/styles.xml", made).findall(f"{W}style")
    }
    assert styles["Heading1"].find(f".//{W}color").get(f"{W}val") == "FF00FF"
    assert styles["Flag"].find(f".//{W}pBdr") is not None
    assert "OFFICIAL" in words(docx(made=made))


def test_pictures_and_links_of_the_templates_own_text_do_not_leave_with_the_document():
    template = sample.printed("docx")
    plain = sample.document(sections=(), opening=(), identity=Identity("A council", reference_docx=template))
    parts = unpacked(render_docx(plain))
    assert not [name for name in parts if name.startswith("word/media/")]
    assert b"quayshire.example" not in b"".join(parts.values())


@pytest.mark.parametrize("template", [b"", b"not a zip", packed({"a.txt": b"a"})])
def test_what_is_no_template_is_refused_with_what_to_do(template):
    with pytest.raises(Unusable, match=r"Save the council’s template"):
        render_docx(sample.document(identity=Identity("A council", reference_docx=template)))


def test_odt_pictures_are_described():
    found = [words(one) for one in odt().iter(f"{{{SPACES['svg']}}}desc")]
    assert found[:3] == ALTERNATIVES
    assert len(found) == len(list(odt().iter(f"{{{SPACES['draw']}}}frame"))) == 7


def test_odt_tables_have_heading_rows_captions_and_the_cells_that_spans_cover():
    table = f"{{{SPACES['table']}}}"
    found = list(odt().iter(f"{table}table"))
    assert len(found) == 7
    assert all(one.find(f"{table}table-header-rows/{table}table-row") is not None for one in found)
    for row in found[0].iter(f"{table}table-row"):
        assert len(row) == 5
    assert "Table 1. Violent crime and incidents by quarter, Quayshire" in words(odt())


def test_odt_has_language_properties_and_page_furniture():
    styles = odt("styles.xml")
    languages = set(
        styles.xpath("//style:default-style/style:text-properties/@fo:language", namespaces=SPACES)
    )
    assert languages == {"en"}
    meta = words(odt("meta.xml"))
    assert "Community safety: annual report to the scrutiny committee" in meta
    assert meta.count("2021-02-11T00:00:00") == 2
    master = styles.xpath("//style:master-page", namespaces=SPACES)[0]
    assert "OFFICIAL" in words(master)
    assert master.xpath(".//text:page-count", namespaces=SPACES)


def test_odt_styles_named_in_the_text_are_all_there():
    used = set(odt().xpath("//@text:style-name | //@table:style-name", namespaces=SPACES))
    have = set(odt().xpath("//@style:name", namespaces=SPACES)) | set(
        odt("styles.xml").xpath("//@style:name", namespaces=SPACES)
    )
    # Tables and lists may name an automatic style that says nothing.
    assert {style for style in used - have if not style.startswith("Table")} == set()


def test_odt_starts_with_its_media_type_uncompressed():
    with zipfile.ZipFile(io.BytesIO(sample.printed("odt"))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_packages_carry_no_clock_and_no_machine(fmt):
    with zipfile.ZipFile(io.BytesIO(sample.printed(fmt))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.create_system for entry in archive.infolist()} == {0}


def test_hostile_words_stay_words():
    document = sample.hostile_document()
    in_docx = words(docx(made=render_docx(document)))
    in_odt = words(etree.fromstring(unpacked(render_odt(document))["content.xml"]))
    for part in (
        "#import",
        "$x$",
        "*bold*",
        "_it_",
        "`raw`",
        "<label>",
        "<script>alert(1)</script>",
        "&amp;",
        "ŵŷ",
        "]]",
    ):
        assert part in in_docx
        assert part in in_odt


def test_control_characters_do_no_harm():
    document = sample.document(title="A\x00B\x0bC\ud800D", sections=(), opening=())
    assert "AB CD" in words(docx(made=render_docx(document)))
    assert "AB CD" in words(etree.fromstring(unpacked(render_odt(document))["content.xml"]))


@pytest.mark.office
@pytest.mark.parametrize("fmt", ["docx", "odt"])
def test_libreoffice_opens_it_and_prints_the_same_words(fmt, tmp_path: Path):
    (tmp_path / f"sample.{fmt}").write_bytes(sample.printed(fmt))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / f"sample.{fmt}"),
        ],
        capture_output=True,
        check=True,
        timeout=180,
    )
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "sample.pdf"), "-"], capture_output=True, check=True
    )
    shown = " ".join(done.stdout.decode().split())
    for part in (
        "Page 1 of",
        "OFFICIAL",
        "12.6 There has been a 26% increase",
        "Total 2,746 2,868 1,755 2,216",
        "Mae’r ŵyl yn y tŷ",
    ):
        assert part in shown
