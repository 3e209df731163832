"""What may be attached, and what is refused with a sentence and a remedy."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest

from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records import uploads
from frankpledge.records.files import FileStore
from frankpledge.records.uploads import accepted, refuse_by_size


def written(folder: Path, content: bytes) -> Path:
    path = folder / "given"
    path.write_bytes(content)
    return path


def packed(folder: Path, *members: str) -> Path:
    path = folder / "given"
    with zipfile.ZipFile(path, "w") as out:
        for name in members:
            out.writestr(name, "x")
    return path


def pdf(folder: Path, *, pages: int = 1, encryption: object = None, action: str = "") -> Path:
    path = folder / "given"
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        if action:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name(action), JS="app.alert(1)")
        made.save(path, encryption=encryption or False)
    return path


def code(path: Path, name: str) -> str:
    with pytest.raises(Unusable) as refused:
        accepted(path, name)
    [problem] = refused.value.problems
    assert problem.file == Path(name).name
    assert problem.reason.endswith(".")
    assert problem.remedy.endswith(".")
    return problem.code


def test_a_pdf_is_taken_with_its_number_of_pages(tmp_path):
    found = accepted(pdf(tmp_path, pages=3), "C:\\papers\\Plan.PDF")
    assert (found.name, found.kind.suffix, found.pages) == ("Plan.PDF", ".pdf", 3)


@pytest.mark.parametrize(
    ("name", "member"),
    [("a.docx", "word/document.xml"), ("a.xlsx", "xl/workbook.xml"), ("a.odt", "mimetype")],
)
def test_an_office_file_is_taken_by_its_content(tmp_path, name, member):
    assert accepted(packed(tmp_path, member), name).pages is None
    assert code(packed(tmp_path, "something/else.xml"), name) == "other-content"


def test_plain_text_pictures_and_tables_are_taken(tmp_path):
    assert accepted(written(tmp_path, b"a,b\n1,2\n"), "a.csv").kind.media_type.startswith("text/csv")
    assert accepted(written(tmp_path, b"\x89PNG\r\n\x1a\n...."), "a.png").kind.title == "PNG picture"
    assert code(written(tmp_path, b"a\0b"), "a.txt") == "other-content"


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.pptm"])
def test_a_file_that_says_it_holds_macros_is_refused(tmp_path, name):
    assert code(packed(tmp_path, "word/document.xml"), name) == "macros"


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("a.docx", ("word/document.xml", "word/vbaProject.bin")),
        ("a.xlsx", ("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
        ("a.odt", ("mimetype", "Basic/Standard/Module1.xml")),
    ],
)
def test_macros_inside_are_found_whatever_the_name_says(tmp_path, name, members):
    assert code(packed(tmp_path, *members), name) == "macros"


def test_objects_of_other_programs_are_refused(tmp_path):
    path = packed(tmp_path, "word/document.xml", "word/embeddings/oleObject1.bin")
    assert code(path, "a.docx") == "embedded"


@pytest.mark.parametrize("name", ["a.pdf", "a.exe", "a.txt", "a"])
@pytest.mark.parametrize("start", [b"MZ\x90", b"\x7fELF", b"#!/bin/sh\n"])
def test_a_program_is_refused_whatever_it_is_called(tmp_path, name, start):
    assert code(written(tmp_path, start + b"...."), name) == "program"


def test_the_old_format_of_word_is_refused(tmp_path):
    assert code(written(tmp_path, uploads.OLD_OFFICE + b"...."), "a.doc") == "old-office"


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.js", "a.zip", "a"])
def test_other_kinds_are_not_taken(tmp_path, name):
    assert code(written(tmp_path, b"something"), name) == "not-taken"


def test_a_name_that_belies_the_content_is_refused(tmp_path):
    assert code(written(tmp_path, b"<html>"), "a.pdf") == "other-content"
    assert code(written(tmp_path, b"%PDF-1.7 and nothing more"), "a.pdf") == "damaged"
    assert code(written(tmp_path, b"PK\x03\x04 and nothing more"), "a.docx") == "damaged"


def test_a_locked_pdf_and_one_with_a_script_are_refused(tmp_path):
    locked = pikepdf.Encryption(owner="o", user="u")
    assert code(pdf(tmp_path, encryption=locked), "a.pdf") == "password"
    readable = pikepdf.Encryption(owner="o", user="")
    assert code(pdf(tmp_path, encryption=readable), "a.pdf") == "password"
    assert code(pdf(tmp_path, action="/JavaScript"), "a.pdf") == "pdf-script"
    assert code(pdf(tmp_path, action="/Launch"), "a.pdf") == "pdf-script"
    assert accepted(pdf(tmp_path, action="/GoTo"), "a.pdf").pages == 1


def test_a_file_of_two_gigabytes_is_refused_by_its_size_alone():
    with pytest.raises(Unusable, match=r"The file takes 2,048 MB; at most 50 MB are taken\."):
        refuse_by_size("a.pdf", 2 * 1024**3)
    refuse_by_size("a.pdf", uploads.MOST_BYTES)


def test_an_office_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    path = packed(tmp_path, "word/document.xml", "word/media/picture.png")
    assert accepted(path, "a.docx").size == path.stat().st_size
    monkeypatch.setattr(uploads, "MOST_UNPACKED", 1)
    assert code(path, "a.docx") == "unpacks-too-large"


def test_an_empty_file_is_refused(tmp_path):
    assert code(written(tmp_path, b""), "a.pdf") == "empty-file"


def test_bytes_are_kept_once_and_an_altered_file_is_never_given_out(tmp_path):
    kept = FileStore(tmp_path / "store")
    one, again = kept.put_bytes(b"words", suffix=".txt"), kept.put_bytes(b"words", suffix=".txt")
    assert one == again
    assert kept.read(one.sha256, suffix=".txt") == b"words"
    one.path.chmod(0o644)
    one.path.write_bytes(b"other words")
    with pytest.raises(NotFound, match="altered"):
        kept.read(one.sha256, suffix=".txt")
    with pytest.raises(NotFound):
        kept.read("0" * 64)
