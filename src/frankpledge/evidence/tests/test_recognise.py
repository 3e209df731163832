"""A file is told by its content, whatever its name; and an unknown one is told what it comes nearest to."""

from __future__ import annotations

import pytest

from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.recognise import OUTCOMES, STOP_AND_SEARCH, STREET, recognise, tidy_columns

AGES = ",".join(str(age) for age in range(90)) + ",90+"


@pytest.fixture
def told(tmp_path):
    def teller(content, name="anything.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return recognise(path)

    return teller


@pytest.mark.parametrize(
    ("header", "kind", "vintage"),
    [
        (",".join(STREET), Kind.POLICE_STREET, {}),
        (",".join(OUTCOMES), Kind.POLICE_OUTCOMES, {}),
        (",".join(STOP_AND_SEARCH), Kind.POLICE_STOP_AND_SEARCH, {}),
        ("LSOA11CD,LSOA11NM,WD18CD,WD18NM,WD18NMW,LAD18CD,LAD18NM,FID", Kind.LSOA_WARD_LAD, {"lsoa": "2011", "ward": "2018", "lad": "2018"}),
        ("FID,LSOA11CD,LSOA11NM,WD19CD,WD19NM,LAD19CD,LAD19NM", Kind.LSOA_WARD_LAD, {"lsoa": "2011", "ward": "2019", "lad": "2019"}),
        ("FID,WD19CD,WD19NM,LAD19CD,LAD19NM", Kind.WARD_LAD, {"ward": "2019", "lad": "2019"}),
        ("LAD18CD,LAD18NM,CSP18CD,CSP18NM,PFA18CD,PFA18NM,FID", Kind.LAD_CSP_PFA, {"lad": "2018", "csp": "2018", "pfa": "2018"}),
        ("FID,CSP19CD,CSP19NM,CSP19NMW", Kind.CSP_NAMES, {"csp": "2019"}),
        ("\ufeffObjectId,LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,LAD22CD,LAD22NM,LAD22NMW", Kind.LSOA11_LSOA21, {"lad": "2022"}),
        (f'"lsoa11_name","lsoa11_code","total_population",{AGES}', Kind.POPULATION_LSOA, {"lsoa": "2011"}),
        (f"ltla21_code,ltla21_name,total_population,{AGES}", Kind.POPULATION_LAD, {"lad": "2021"}),
        (f"Contents,,\n,,\nTitle,,\n,,\nWard Code 1,Ward Name 1,LA Code (2021 boundaries),LA name (2021 boundaries),All Ages,{AGES}", Kind.POPULATION_WARD, {"lad": "2021"}),
        ("LSOA11CD,LSOA11NM,LAD19CD,LAD19NM,IMD19,FID", Kind.IMD, {"lsoa": "2011", "imd": "2019"}),
        ("FID,lsoa11cd,lsoa11nm,IMDRank,IMDDecil,Shape__Area,Shape__Length", Kind.IMD, {"lsoa": "2011"}),
        ("Indicator,District,Month,Count", Kind.MEASURES_TIDY, {}),
        (",A measure,\nPeriod,2019,2020\nJan – March,1,2", Kind.MEASURES_TWO_YEARS, {}),
    ],
)  # fmt: skip
def test_known_headers(told, header, kind, vintage):
    found = told(header + "\n")
    assert (found.kind, found.vintage, found.problems) == (kind, vintage, ())


def test_the_name_does_not_matter(told):
    assert told("FID,CSP19CD,CSP19NM\n", name="2019-03-dorset-street.csv").kind is Kind.CSP_NAMES


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('{"type": "FeatureCollection", "features": []}', Kind.BOUNDARIES),
        ('{"type": "Topology", "objects": {}, "arcs": []}', Kind.BOUNDARIES),
        ('{"england-and-wales": {"division": "england-and-wales", "events": []}}', Kind.BANK_HOLIDAYS),
    ],
)
def test_json_files(told, content, kind):
    assert told(content).kind is kind


def test_a_missing_column_is_named_with_the_nearest_shape(told):
    found = told(",".join(column for column in STREET if column != "Crime type") + "\n")
    assert found.kind is Kind.UNKNOWN
    assert [problem.column for problem in found.problems] == ["Crime type"]
    assert (
        "nearest to police street-level crimes, but it has no column ‘Crime type’" in found.problems[0].reason
    )


def test_swapped_columns_are_named_with_what_should_be_there(told):
    swapped = list(STREET)
    swapped[4], swapped[5] = swapped[5], swapped[4]
    found = told(",".join(swapped) + "\n")
    assert [problem.code for problem in found.problems] == ["swapped-columns"] * 2
    assert "column 5 is ‘Latitude’ where ‘Longitude’ should be" in found.problems[0].reason
    assert found.problems[0].row == 1


def test_a_column_that_does_not_belong_is_named(told):
    found = told(",".join([*STREET, "Notes"]) + "\n")
    assert [(problem.code, problem.column) for problem in found.problems] == [("wrong-header", "notes")]


def test_rows_without_their_header_are_told_so(told):
    found = told("x,2019-03,F,F,-1.8,50.7,L,E01015301,N,Burglary,O,\n")
    assert "the header line is missing" in found.problems[0].reason
    assert "Crime ID,Month,Reported by" in found.problems[0].remedy


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"  \n ", "empty-file"),
        ("Month,Reported by".encode("utf-16"), "another-encoding"),
        (b"%PDF-1.7", "not-a-table"),
        (b"<!DOCTYPE html><p>404", "not-a-table"),
        (b"a,b\0c\n", "not-text"),
        (b'{"type": "FeatureColl', "bad-json"),
        (b'{"hello": 1}', "unknown-file"),
        (b"some,other,table\n1,2,3\n", "unknown-file"),
        (b"Measure;Area;Period;Value\nF;N;2020;1\n", "other-separator"),
        (b"Measure\tArea\tPeriod\tValue\nF\tN\t2020\t1\n", "other-separator"),
        (b"Crime ID,Month\r1,2\r", "line-ends"),
        (b"PK\x03\x04 not really a workbook", "bad-workbook"),
    ],
)
def test_what_is_not_known_is_told_with_a_remedy(told, content, code):
    found = told(content)
    assert found.kind is Kind.UNKNOWN
    assert found.problems[0].code == code
    assert found.problems[0].reason
    assert found.problems[0].remedy


def test_a_header_of_fifty_megabytes_is_unknown_and_quick(told):
    assert told(b"x" * 50_000_000).kind is Kind.UNKNOWN


def test_years_that_do_not_follow_one_another_are_no_two_year_table(told):
    assert told(",A,,B,\nPeriod,2019,2021,2019,2021\nJan – March,1,2,3,4\n").kind is Kind.UNKNOWN


def test_a_mapping_comes_before_synonyms():
    header = ["Count", "Indicator", "Place", "When", "Total"]
    assert tidy_columns(header, {"period": "when", "value": "Total"}) == {
        "period": 3,
        "value": 4,
        "measure": 1,
        "area": 2,
    }


def test_a_mapping_to_a_header_that_is_not_there_is_told():
    with pytest.raises(KeyError, match="Quarter"):
        tidy_columns(["a"], {"period": "Quarter"})
