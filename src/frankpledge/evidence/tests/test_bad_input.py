"""What people really send: each gets a sentence that names file, row, column and what to do, on the page and on the
command line; nothing is half-imported, and what counted before still counts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
import xlsxwriter
from openpyxl import Workbook

from frankpledge.evidence.models import Dataset, ImportedFile
from frankpledge.evidence.tests.bringing import (
    CALLS,
    HEADER,
    TIDY,
    counting,
    crime,
    preview_of,
    sent,
    street,
    street_name,
    upload,
    waiting,
    written,
)
from frankpledge.jobs import api as jobs
from frankpledge.site.cli import main

pytestmark = pytest.mark.django_db
SAID = {"supplier": "Mere Council", "title": "Noise", "measures": "exact"}
BEFORE = [("kept.csv", 1)]
GOOD = "Fires,Mereshire,2031-Q1,4\n"


# Files, made here


def zipped(*members: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return out.getvalue()


def truncated_zip() -> bytes:
    whole = zipped((street_name(), street(rows=50)))
    return whole[: len(whole) // 2]


def zip_that_claims_to_be_huge() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(street_name(), street())
        packed.filelist[0].file_size = 5 * 1024**3
    return out.getvalue()


def zip_that_unpacks_a_thousandfold() -> bytes:
    return zipped(("zeros.csv", b"0" * (20 * 1024**2)))


def workbook(fill: Callable[[xlsxwriter.Workbook, object], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet("Counts"))
    return out.getvalue()


def tidy_sheet(page) -> None:
    for number, row in enumerate(
        (
            ("Measure", "Area", "Period", "Value"),
            ("Fires", "Mereshire", "2031", 4),
            ("Fires", "Fenland", "2031", 5),
        )
    ):
        page.write_row(number, 0, row)


def with_merged_cells(_book, page) -> None:
    tidy_sheet(page)
    page.merge_range("A2:A3", "Fires")


def with_a_hidden_row(_book, page) -> None:
    tidy_sheet(page)
    page.set_row(2, None, None, {"hidden": True})


def with_a_hidden_sheet(book, page) -> None:
    tidy_sheet(page)
    other = book.add_worksheet("Old counts")
    tidy_sheet(other)
    other.hide()


def with_a_formula(_book, page) -> None:
    tidy_sheet(page)
    page.write_formula("D3", "=2+3", None, 5)


def formula_never_computed() -> bytes:
    book = Workbook()
    for row in (("Measure", "Area", "Period", "Value"), ("Fires", "Mereshire", "2031", "=2+2")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def street_with(change: Callable[[list[str]], list[str]]) -> str:
    """A street file whose every line has its cells changed."""
    return "".join(",".join(change(line.split(","))) + "\n" for line in street(rows=3).splitlines())


def without_month(cells: list[str]) -> list[str]:
    return [cells[0], *cells[2:]]


def coordinates_first(cells: list[str]) -> list[str]:
    return [*cells[:4], cells[5], cells[4], *cells[6:]]


@dataclass(frozen=True)
class Refused:
    """A file that cannot be used at all, and everything that its sentence must say."""

    name: str
    content: Callable[[], str | bytes]
    tells: tuple[str, ...]


REFUSED = {
    "a truncated zip": Refused(
        "archive.zip",
        truncated_zip,
        ("archive.zip", "cut short or damaged", "Ask the supplier for a new copy"),
    ),
    "another encoding": Refused(
        "calls.csv",
        lambda: (TIDY + GOOD + "Fires,Trê,2031-Q2,5\n").encode("latin-1"),
        ("calls.csv, row 3", "The text is not UTF-8", "Save it again as CSV UTF-8"),
    ),
    "another encoding of a police file": Refused(
        street_name(),
        lambda: street(rows=2).replace("Mill Lane", "Trê Lane").encode("latin-1"),
        (f"{street_name()}, row 2", "The text is not UTF-8", "Save it again as CSV UTF-8"),
    ),
    "sixteen bits a letter": Refused(
        "calls.csv",
        lambda: CALLS.encode("utf-16"),
        ("calls.csv, row 1", "UTF-16", "Save it again as CSV UTF-8"),
    ),
    "a wrong header": Refused(
        street_name(),
        lambda: street_with(without_month),
        (street_name(), "row 1", "column ‘Month’", "it has no column ‘Month’", "Export it with all columns"),
    ),
    "swapped columns": Refused(
        street_name(),
        lambda: street_with(coordinates_first),
        (
            street_name(), "row 1", "column ‘Latitude’", "column 5 is ‘Latitude’ where ‘Longitude’ should be",
            "put them back in their order",
        ),
    ),
    "a month that does not exist": Refused(
        "calls.csv",
        lambda: TIDY + "Fires,Mereshire,2019-13,4\n",
        ("calls.csv, row 2, column ‘Period’", "2019-13", "Correct this cell"),
    ),
    "a negative count": Refused(
        "calls.csv",
        lambda: TIDY + "Fires,Mereshire,2031-Q1,-4\n",
        ("calls.csv, row 2, column ‘Value’", "below zero"),
    ),
    "a line of 50 MB": Refused(
        "calls.csv",
        lambda: TIDY + GOOD + "Fires," + "x" * 50_000_000 + ",2031-Q1,4\n",
        ("calls.csv, row 3", "50,000,0", "bytes long", "quotation mark that is opened and not closed"),
    ),
    "merged cells": Refused(
        "calls.xlsx",
        lambda: workbook(with_merged_cells),
        ("calls.xlsx, row 2, column ‘A’", "The cells A2 to A3 of the sheet ‘Counts’ are merged", "Unmerge them"),
    ),
    "a hidden row": Refused(
        "calls.xlsx",
        lambda: workbook(with_a_hidden_row),
        ("calls.xlsx, row 3", "Row 3 of the sheet ‘Counts’ is hidden", "Show it or delete it"),
    ),
    "a formula that was never computed": Refused(
        "calls.xlsx",
        formula_never_computed,
        ("calls.xlsx, row 2, column ‘Value’", "the formula =2+2 and no saved value", "let it compute, save it"),
    ),
    "a zip over the size limit": Refused(
        "archive.zip",
        zip_that_claims_to_be_huge,
        ("archive.zip", street_name(), "would take 5,120 MB; at most 4,096 MB are allowed", "Split the file"),
    ),
    "a zip made to do harm": Refused(
        "archive.zip",
        zip_that_unpacks_a_thousandfold,
        ("archive.zip", "zeros.csv", "more than 200 times its size", "Do not trust this archive"),
    ),
    "a zip that leads out of its folder": Refused(
        "archive.zip",
        lambda: zipped((f"../../{street_name()}", street())),
        ("archive.zip", "would be written outside the folder", "Do not trust this archive"),
    ),
    "a month and its year in one file": Refused(
        "crimes.csv",
        lambda: HEADER + crime(1, "2031-01") + crime(2, "2031-02"),
        ("crimes.csv, column ‘Month’", "holds 2 months", "Import one file for each force and month"),
    ),
    "nothing in it": Refused("calls.csv", lambda: " ", ("calls.csv", "The file is empty", "Export it again")),
    "not a table": Refused(
        "calls.csv", lambda: "%PDF-1.7 not a table", ("calls.csv", "a PDF document", "Export the table")
    ),
}  # fmt: skip


@pytest.fixture
def earlier(body, tmp_path):
    """Something that counts already and has nothing to do with what comes."""
    path = written(tmp_path / "before", "kept.csv", TIDY + "Floods,Mereshire,2031-Q1,7\n")
    assert main(["import", str(path)]) == 0
    assert counting() == BEFORE


def at_the_page(who, name: str, content: str | bytes):
    """The preview of a file, with what a partner would be asked answered."""
    where = sent(who, upload(name, content))
    if "/jobs/" in where:  # a large upload is read by a worker
        jobs.run(UUID(where.rstrip("/").rpartition("/")[2]))
        where = who.get(where).links["Continue to the preview"]
    if where.endswith("/details/"):
        where = who.post(where, SAID).headers["Location"]
    return who.get(where)


@pytest.mark.parametrize("case", REFUSED.values(), ids=list(REFUSED))
def test_on_the_command_line_it_is_refused_with_its_sentence(earlier, tmp_path, capsys, case):
    path = written(tmp_path / "in", case.name, case.content())
    capsys.readouterr()
    assert main(["import", str(path)]) == 2
    told = capsys.readouterr().err
    assert [part for part in case.tells if part not in told] == [], told[:2000]
    assert "nothing was imported" in told
    assert counting() == BEFORE
    assert Dataset.objects.count() == 1


@pytest.mark.parametrize("case", REFUSED.values(), ids=list(REFUSED))
def test_on_the_page_it_is_refused_with_its_sentence(earlier, analyst, case):
    page = at_the_page(analyst, case.name, case.content())
    assert [part for part in case.tells if part not in page.text] == [], page.text[:3000]
    assert "There is nothing to take in." in page.text
    assert not page.find("//button[contains(., 'Take in')]")
    assert counting() == BEFORE
    assert Dataset.objects.count() == 1


AMONG_GOOD = (
    "a truncated zip",
    "another encoding",
    "a wrong header",
    "a month that does not exist",
    "merged cells",
)


@pytest.mark.parametrize("case", [REFUSED[name] for name in AMONG_GOOD], ids=AMONG_GOOD)
def test_one_such_file_among_good_ones_stops_the_command_and_nothing_of_the_batch_counts(
    earlier, tmp_path, capsys, case
):
    good = written(tmp_path / "in", street_name("2031-07"), street("2031-07"))
    bad = written(tmp_path / "in", case.name, case.content())
    assert main(["import", str(good), str(bad)]) == 2
    assert counting() == BEFORE
    assert main(["import", "--keep-going", str(good), str(bad)]) == 1
    assert "REFUSED" in capsys.readouterr().out
    assert sorted(counting()) == sorted([*BEFORE, (good.name, 2)])


# Rows that are refused while the others are taken in


@dataclass(frozen=True)
class Row:
    """A file with one row that cannot be used among others that can."""

    name: str
    content: str
    tells: tuple[str, ...]
    place: tuple[str, str]
    accepted: int


ROWS = {
    "a month that does not exist": Row(
        "calls.csv", TIDY + GOOD + "Fires,Mereshire,2019-13,4\n",
        ("2019-13", "Correct this cell"), ("3", "Period"), 1,
    ),
    "a negative count": Row(
        "calls.csv", TIDY + GOOD + "Fires,Mereshire,2031-Q2,-4\n", ("-4", "below zero"), ("3", "Value"), 1
    ),
    "a month that does not exist in a police file": Row(
        street_name(), street() + crime(9, "2019-13"), ("2019-13", "Write the month as 2019-03"), ("4", "Month"), 2
    ),
    "another force's row": Row(
        street_name(), street() + crime(9, force="Fenland"),
        ("Fenland Police", "the file's name says mereshire"), ("4", "Reported by"), 2,
    ),
    "swapped coordinates": Row(
        street_name(), street() + crime(9).replace("-2.1,50.7", "50.7,-2.1"),
        ("Longitude and latitude are swapped", "Put longitude"), ("4", "Longitude"), 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS.values(), ids=list(ROWS))
def test_on_the_command_line_the_row_is_told_and_the_others_are_taken_in(earlier, tmp_path, capsys, case):
    path = written(tmp_path / "in", case.name, case.content)
    assert main(["import", str(path)]) == 0
    told = capsys.readouterr().out
    row, column = case.place
    assert f"{case.name}, row {row}, column ‘{column}’" in told
    assert [part for part in case.tells if part not in told] == [], told
    assert "1 rows refused" in told or "1 row refused" in told
    assert sorted(counting()) == sorted([*BEFORE, (case.name, case.accepted)])


@pytest.mark.parametrize("case", ROWS.values(), ids=list(ROWS))
def test_on_the_page_the_row_is_told_before_anything_is_taken_in(earlier, analyst, case):
    page = at_the_page(analyst, case.name, case.content)
    (row,) = page.find("//table[caption='Refused rows']/tbody/tr")
    cells = ["".join(cell.itertext()) for cell in row]
    assert cells[0] == f"Row {case.place[0]}, {case.place[1]}"
    assert [part for part in case.tells if part not in " ".join(cells)] == []
    assert f"{case.accepted} row{'s' if case.accepted > 1 else ''} accepted, 1 refused." in page.text
    assert counting() == BEFORE


# What is read, and said


CAUTIONS = {
    "formulas": (lambda: workbook(with_a_formula), "1 cell is computed by a formula (first: D3 is =2+3)"),
    "a hidden sheet": (lambda: workbook(with_a_hidden_sheet), "The hidden sheet ‘Old counts’ was not read."),
}


@pytest.mark.parametrize(("content", "said"), CAUTIONS.values(), ids=list(CAUTIONS))
def test_what_a_workbook_hides_is_said_on_the_page_and_on_the_command_line(
    earlier, analyst, tmp_path, capsys, content, said
):
    assert said in at_the_page(analyst, "calls.xlsx", content()).text
    assert main(["import", str(written(tmp_path / "in", "calls.xlsx", content()))]) == 0
    assert said in capsys.readouterr().out
    assert ("calls.xlsx", 2) in counting()


def test_a_file_of_another_force_is_kept_for_comparison_and_says_that_it_does_not_count(
    earlier, analyst, tmp_path, capsys
):
    name, content = street_name(force="fenland"), street(force="Fenland")
    said = "kept for comparison and does not count for this partnership"
    assert said in at_the_page(analyst, name, content).text
    assert main(["import", str(written(tmp_path / "in", name, content))]) == 0
    assert said in capsys.readouterr().out


def test_the_same_file_twice_is_taken_in_once(earlier, analyst, tmp_path, capsys):
    path = written(tmp_path / "in", street_name(), street())
    assert main(["import", str(path)]) == 0
    assert main(["import", str(path)]) == 0
    assert "already imported" in capsys.readouterr().out
    page = at_the_page(analyst, street_name(), street())
    assert "1 file in already: nothing to do" in page.text
    assert page.links["See the file that counts"]
    assert not page.find("//button[contains(., 'Take in')]")
    assert ImportedFile.objects.filter(name=street_name()).count() == 1


def test_the_same_file_under_another_name_is_taken_in_once(earlier, tmp_path, capsys):
    assert main(["import", str(written(tmp_path / "a", "calls.csv", CALLS))]) == 0
    assert main(["import", str(written(tmp_path / "b", "calls (2).csv", CALLS))]) == 0
    assert "already imported" in capsys.readouterr().out
    assert sorted(counting()) == sorted([*BEFORE, ("calls.csv", 2)])


def test_the_same_file_twice_in_one_upload_is_taken_in_once(earlier, analyst):
    where = sent(analyst, upload(street_name(), street()), upload(street_name(), street()))
    page = analyst.get(where)
    assert "1 file can be taken in" in page.text
    assert "1 file in already" in page.text


def test_two_versions_of_one_month_in_one_import_are_refused_since_nobody_knows_which_is_meant(
    earlier, analyst, tmp_path, capsys
):
    first = written(tmp_path / "a", street_name(), street(rows=2))
    second = written(tmp_path / "b", street_name(), street(rows=3))
    assert main(["import", str(first), str(second)]) == 2
    told = capsys.readouterr().err
    assert (
        f"{street_name()}: ‘{street_name()}’ in this import is of the same part too (mereshire, January 2031)"
        in told
    )
    assert counting() == BEFORE
    packed = zipped(("a/" + street_name(), street(rows=2)), ("b/" + street_name(), street(rows=3)))
    page = at_the_page(analyst, "both.zip", packed)
    assert "nobody can know which is meant" in page.text


def test_a_corrected_file_takes_the_place_of_the_first_and_says_so(earlier, analyst, tmp_path, capsys):
    path = written(tmp_path / "in", street_name(), street(rows=2))
    assert main(["import", str(path)]) == 0
    path.write_text(street(rows=3), encoding="utf-8")
    page = at_the_page(analyst, street_name(), street(rows=3))
    assert "The file it takes the place of had 2 rows: 1 more now." in page.text
    assert (street_name(), 2) in counting()
    assert main(["import", str(path)]) == 0
    assert "imported, in place of an earlier file, 3 rows (before: 2)" in capsys.readouterr().out
    assert sorted(counting()) == sorted([*BEFORE, (street_name(), 3)])


def test_a_description_that_names_a_column_that_is_not_there_is_refused(earlier, tmp_path, capsys):
    folder = tmp_path / "in"
    written(folder, "dataset.toml", '[mapping]\nmeasure = "What"\nvalue = "How many"\n')
    written(folder, "strange.csv", "What,Where,When,Number of them\nFires,Mereshire,2031-Q1,4\n")
    assert main(["import", str(folder)]) == 2
    told = capsys.readouterr().err
    assert (
        "strange.csv, column ‘How many’: The description says that ‘How many’ is the column of the value"
        in told
    )
    assert "Correct the mapping" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title = 5", "dataset.toml, column ‘title’: ‘title’ is not text between quotation marks."),
        ('is_synthetic = "no"', "dataset.toml, column ‘is_synthetic’: ‘is_synthetic’ is not true or false."),
        ('colour = "red"', "dataset.toml, column ‘colour’: ‘colour’ is not a key that is known here."),
        ('measures = "badly"', "dataset.toml, column ‘measures’: ‘measures’ is ‘badly’"),
        ("title = ", "dataset.toml: The file is not TOML"),
    ],
)
def test_a_description_that_makes_no_sense_is_refused_by_its_key(earlier, tmp_path, capsys, line, told):
    written(tmp_path / "in", "dataset.toml", line)
    written(tmp_path / "in", "calls.csv", CALLS)
    assert main(["import", str(tmp_path / "in")]) == 2
    assert told in capsys.readouterr().err
    assert counting() == BEFORE


def test_nothing_at_the_path_is_said(earlier, tmp_path, capsys):
    assert main(["import", str(tmp_path / "absent.csv")]) == 2
    assert "There is no such file or folder. Check the path." in capsys.readouterr().err


def test_the_preview_of_a_refused_file_still_shows_its_first_rows(earlier, analyst):
    page = at_the_page(analyst, street_name(), street_with(without_month))
    assert page.find("//table[caption[contains(., 'First rows of')]]//tbody/tr")
    assert preview_of(waiting()) == page.response.request["PATH_INFO"]
