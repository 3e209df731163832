"""One tree, four prints: the same words and numbers, the same alternatives, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html

from frankpledge.documents.packages import unpacked
from frankpledge.documents.printing import FORMATS, render, write_all
from frankpledge.documents.release import document_figures
from frankpledge.documents.tests import sample
from frankpledge.documents.tests.test_pdf import pdf_words, structure
from frankpledge.kernel.problems import Unusable


def xml_words(part: bytes) -> str:
    """The words of an office file, a blank between paragraphs, tabs and cells."""
    return " ".join(word for word in etree.fromstring(part).itertext())


def printed_words(fmt: str) -> set[str]:
    made = sample.printed(fmt)
    if fmt == "html":
        shown = " ".join(html.fromstring(made.decode()).itertext())
    elif fmt == "pdf":
        shown = pdf_words(made)
    elif fmt == "docx":
        parts = unpacked(made)
        shown = " ".join(
            xml_words(part)
            for name, part in parts.items()
            if name.startswith("word/") and name.endswith(".xml")
        )
    else:
        parts = unpacked(made)
        shown = xml_words(parts["content.xml"]) + " " + xml_words(parts["styles.xml"])
    return set(unicodedata.normalize("NFKC", shown).split())


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_word_and_number_of_the_tree_is_in_the_print(fmt):
    # Joined runs (26%, a full stop) meet without a blank in some formats, so that marks are taken off.
    wanted = {word.strip(".,;:()") for words in sample.words_of(sample.document()) for word in words.split()}
    shown = {word.strip(".,;:()") for word in printed_words(fmt)}
    assert len(wanted) > 300
    assert wanted - shown - {""} == set()


def links(fmt: str) -> set[str]:
    made = sample.printed(fmt)
    if fmt == "html":
        return set(html.fromstring(made.decode()).xpath("//a/@href"))
    if fmt == "pdf":
        with pikepdf.open(io.BytesIO(made)) as pdf:
            notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
            return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}
    part = "word/_rels/document.xml.rels" if fmt == "docx" else "content.xml"
    return set(etree.fromstring(unpacked(made)[part]).xpath("//@Target | //@*[local-name()='href']"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_figure_opens_from_every_format(fmt):
    figures = document_figures(sample.document())
    assert {f"https://safety.quayshire.example{figure.address}" for figure in figures} <= links(fmt)


def alternatives(fmt: str) -> set[str]:
    made = sample.printed(fmt)
    if fmt == "html":
        page = html.fromstring(made.decode())
        return set(page.xpath("//*[local-name()='desc']/text()")) | set(page.xpath("//img/@alt"))
    if fmt == "pdf":
        with pikepdf.open(io.BytesIO(made)) as pdf:
            return {str(node.get("/Alt", "")) for node in structure(pdf)}
    if fmt == "docx":
        return set(etree.fromstring(unpacked(made)["word/document.xml"]).xpath("//@descr"))
    return set(etree.fromstring(unpacked(made)["content.xml"]).xpath("//*[local-name()='desc']/text()"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_picture_has_its_alternative_in_every_format(fmt):
    charts = (
        sample.paired(),
        sample.change(),
        sample.monthly(),
        sample.monthly(rolling=True),
        sample.quarters_with_a_gap(),
        sample.ranking(),
    )
    assert {chart.alt for chart in charts} | {"Ten beads in a ring"} <= alternatives(fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_captions_and_labels_are_the_same_in_every_format(fmt):
    shown = " ".join(sorted(printed_words(fmt)))
    for word in ("Table", "Chart", "Data", "Source:"):
        assert word in shown.split()


PROGRAM = """
import hashlib, sys
from frankpledge.documents.printing import FORMATS, render
from frankpledge.documents.tests import sample
for fmt in FORMATS:
    sys.stdout.write(hashlib.sha256(render(sample.document(), fmt)).hexdigest() + "\\n")
"""


def test_another_process_prints_the_same_bytes():
    source = str(Path(sample.__file__).parents[3])
    environment = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, env=environment, check=True)
    assert done.stdout.decode().split() == [
        hashlib.sha256(sample.printed(fmt)).hexdigest() for fmt in FORMATS
    ]


@pytest.mark.parametrize("fmt", FORMATS)
def test_one_word_more_prints_other_bytes(fmt):
    document = sample.document(sections=(), opening=())
    other = sample.document(sections=(), opening=(), subtitle="Another")
    assert render(document, fmt) != render(other, fmt)


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(Unusable, match="html, pdf, docx, odt"):
        render(sample.document(), "rtf")


def test_all_four_files_are_written_and_nothing_else(tmp_path: Path):
    document = sample.document(sections=(), opening=())
    paths = write_all(document, tmp_path / "new", "report")
    assert [path.name for path in paths] == ["report.html", "report.pdf", "report.docx", "report.odt"]
    assert sorted((tmp_path / "new").iterdir()) == sorted(paths)
    assert paths[1].read_bytes() == render(document, "pdf")
    assert write_all(document, tmp_path / "new", "report") == paths


def test_a_document_that_cannot_be_set_leaves_nothing_behind(tmp_path: Path):
    with pytest.raises(Unusable):
        write_all(sample.document(dated="soon"), tmp_path / "new", "report")
    assert not (tmp_path / "new").exists()
