"""One door to the readers: by content, in order, the bad ones told and the others read."""

from __future__ import annotations

import zipfile

import pytest

from frankpledge.evidence.archive import Incoming, incoming
from frankpledge.evidence.files import FileStore
from frankpledge.evidence.readers.measures import Layout
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import TITLES, read_all
from frankpledge.evidence.recognise import OUTCOMES, STREET


def street(*kinds, month="2019-03", force="Northshire Police"):
    place = "-1.9,50.7,On or near Mill Lane,E01000001,V"
    rows = [f"{at:064d},{month},{force},{force},{place},{kind},," for at, kind in enumerate(kinds)]
    return "\n".join([",".join(STREET), *rows]) + "\n"


def one(tmp_path, content, name="anything.csv", **options):
    path = tmp_path / name
    path.write_text(content)
    (found,) = read_all([Incoming(name, path)], FileStore(tmp_path / "kept"), **options)
    return found


def test_every_kind_of_file_has_a_title_that_people_read():
    assert set(TITLES) == set(Kind)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("FID,CSP19CD,CSP19NM\n1,E22000001,North\n", Kind.CSP_NAMES),
        ("Measure,Area,Period,Value\nF,N,2020,1\n", Kind.MEASURES_TIDY),
        (",A,\nPeriod,2019,2020\nJan – March,1,2\n", Kind.MEASURES_TWO_YEARS),
        (street("Burglary"), Kind.POLICE_STREET),
    ],
)
def test_a_file_is_read_as_what_it_is_whatever_its_name(tmp_path, content, kind):
    assert one(tmp_path, content).result.kind is kind


def test_the_original_is_kept_under_its_hash(tmp_path):
    original = one(tmp_path, street("Burglary")).result.original
    assert original.path.read_text() == street("Burglary")
    assert FileStore(tmp_path / "kept").verify(original)


def test_outcomes_are_read_row_by_row_and_a_line_break_in_a_cell_is_no_row(tmp_path):
    line = 'x,2019-03,F Police,F,-1.9,50.7,"A place\non two lines",E01000001,V,Local resolution\n'
    result = one(tmp_path, ",".join(OUTCOMES) + "\n" + line * 3).result
    assert (result.kind, result.rows, result.refused, len(result.parts)) == (Kind.POLICE_OUTCOMES, 3, 0, 1)


def test_a_suppliers_mapping_makes_an_unknown_table_readable(tmp_path):
    content = "What,Where,When,How many\nFires,North,2020,4\n"
    assert one(tmp_path, content).result is None
    columns = {"measure": "What", "area": "Where", "period": "When", "value": "How many"}
    assert one(tmp_path, content, layout=Layout(columns=columns)).result.rows == 1


def test_many_files_of_an_archive_come_in_order_and_bad_ones_do_not_stop_the_rest(tmp_path):
    contents = {
        "2019-01-northshire-street.csv": street("Burglary", month="2019-01"),
        "2019-02-northshire-street.csv": street("Burglary", month="2019-13"),
        "2019-03-northshire-street.csv": "nonsense\n",
        "2019-04-northshire-street.csv": street("Robbery", "Robbery", month="2019-04"),
        "names.csv": "FID,CSP19CD,CSP19NM\n1,E22000001,North\n",
    }
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
    seen = []
    found = list(read_all(incoming(tmp_path / "all.zip"), FileStore(tmp_path / "kept"), tell=seen.append))
    assert seen == [each.name for each in found] == list(contents)
    assert [each.result and each.result.rows for each in found] == [1, None, None, 2, 1]
    assert [bool(each.problems) for each in found] == [False, True, True, False, False]
