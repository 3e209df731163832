"""Questions to the cube: the counts equal the rows, what is missing stays missing, and what must be said is said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from frankpledge.evidence import asking, services
from frankpledge.evidence.asked_sentences import sentences
from frankpledge.evidence.asking import MISSING, NO_OUTCOME, NO_PERSON
from frankpledge.evidence.rules.asking import Query
from frankpledge.evidence.tests import bringing, lookups
from frankpledge.evidence.tests.bringing import BY, HEADER, crime, street_name, written
from frankpledge.evidence.tests.lookups import AREAS, code
from frankpledge.evidence.tests.test_police_others import OUTCOME, OUTCOMES, SEARCH, STOP_AND_SEARCH
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import fixed_at

BURGLARY = Query(offence="police-burglary", first="2031-01", last="2031-03")


def bring(folder, month, *rows, force="mereshire"):
    path = written(folder, street_name(month, force), HEADER + "".join(rows))
    services.import_paths("mere", [path], by=BY)


def burglaries(month, n, *, lsoa=AREAS[0], start=0, **more):
    return [crime(start + at, month, lsoa=lsoa, **more) for at in range(1, n + 1)]


def values(line):
    return [point.value for point in line.points]


@pytest.fixture
def three_months(body, tmp_path):
    """January 3 burglaries in the area, February no file, March 5; one elsewhere and one without a place in each."""
    for month, n in (("2031-01", 3), ("2031-03", 5)):
        bring(
            tmp_path, month, *burglaries(month, n), *burglaries(month, 1, lsoa=AREAS[4], start=50),
            *burglaries(month, 1, lsoa="", start=60), *burglaries(month, 2, start=70, kind="Robbery"),
        )  # fmt: skip


def test_counts_are_those_of_the_area_and_a_month_without_a_file_is_missing_and_no_zero(three_months):
    found = asking.answer("mere", BURGLARY)
    assert values(found.lines[0]) == [3, None, 5]
    assert [month.code for month in found.missing] == ["2031-02"]
    assert found.lines[0].total is None


def test_the_whole_force_has_rows_without_a_place(three_months):
    found = asking.answer(
        "mere", Query(offence="police-burglary", first="2031-01", last="2031-01", area="force")
    )
    assert values(found.lines[0]) == [5]
    assert not any("without a place" in note for note in found.notes)


def test_another_offence_is_another_count(three_months):
    assert values(
        asking.answer("mere", Query(offence="police-robbery", first="2031-01", last="2031-01")).lines[0]
    ) == [2]


def test_quarters_are_sums_and_one_with_a_gap_is_missing(three_months, tmp_path):
    quarter = Query(offence="police-burglary", first="2031-01", last="2031-03", by="quarter")
    assert values(asking.answer("mere", quarter).lines[0]) == [None]
    bring(tmp_path, "2031-02", *burglaries("2031-02", 4))
    assert values(asking.answer("mere", quarter).lines[0]) == [12]


def test_the_year_before_stands_beside_and_is_missing_where_there_is_none(three_months, tmp_path):
    bring(tmp_path, "2030-01", *burglaries("2030-01", 7))
    found = asking.answer(
        "mere", Query(offence="police-burglary", first="2031-01", last="2031-03", compare="year-before")
    )
    assert values(found.lines[1]) == [7, None, None]


def test_another_area_counts_the_files_of_its_own_force(three_months, tmp_path):
    lookups.bring_all(tmp_path)
    bring(tmp_path, "2031-01", *burglaries("2031-01", 9, lsoa=AREAS[4], force="Farshire"), force="farshire")
    other = f"partnership:{code('C3')}@2019"
    found = asking.answer(
        "mere", Query(offence="police-burglary", first="2031-01", last="2031-01", compare="area", other=other)
    )
    assert [values(line) for line in found.lines] == [[3], [9]]


def test_a_rate_has_the_residents_of_the_same_area_or_the_reason_why_not(three_months, tmp_path):
    rate = Query(offence="police-burglary", first="2031-01", last="2031-01", compare="rate")
    (line,) = asking.answer("mere", rate).lines
    assert (line.residents, line.no_rate) == (None, "no population of small areas has been imported")
    lookups.bring(tmp_path, population=lookups.population({AREAS[0]: 1000, AREAS[1]: 500}))
    (line,) = asking.answer("mere", rate).lines
    assert (line.residents, line.no_rate) == (1500, "")


PAIRS = [(AREAS[0], AREAS[0]), (AREAS[1], "E01900021"), (AREAS[2], AREAS[2])]


def test_rows_with_codes_of_the_other_edition_count_and_it_is_dated(three_months, tmp_path):
    lookups.bring(tmp_path, editions=lookups.editions(PAIRS))
    bring(
        tmp_path,
        "2031-02",
        *burglaries("2031-02", 2, lsoa="E01900021"),
        *burglaries("2031-02", 1, lsoa="E01900099", start=9),
    )
    found = asking.answer("mere", BURGLARY)
    assert values(found.lines[0]) == [3, 2, 5]
    (mark,) = [one for one in found.breaks if one.id == "small-area-codes"]
    assert mark.when.starts_on.isoformat() == "2031-02-01"
    said = " ".join(found.notes)
    assert "1 code of 2021 count for it too, 1 of them by best fit" in said
    assert "1 small area of it was split in 2021" in said
    assert (
        "3 rows of the force" in said
    )  # the one above, and one each month in an area that the look-up does not have


def test_without_a_look_up_that_is_said(three_months):
    assert any("No look-up of small areas" in note for note in asking.answer("mere", BURGLARY).notes)


def test_an_unknown_offence_or_area_is_not_found(three_months):
    for query in (Query(offence="police-gossip", first="2031-01", last="2031-01"),
                  Query(area="ward:E05999999@2019", first="2031-01", last="2031-01")):  # fmt: skip
        with pytest.raises(NotFound):
            asking.answer("mere", query)


# What was known when ----------------------------------------------------------------------------------------------

FIRST, SECOND = datetime(2031, 5, 1, 12, tzinfo=UTC), datetime(2031, 8, 1, 12, tzinfo=UTC)
OF_CRIMES = Query(subject="outcomes-of-crimes", offence="police-burglary", first="2031-01", last="2031-01")


def with_outcome(row, outcome):
    return row.removesuffix(",,\n") + f",{outcome},\n"


@pytest.fixture
def two_editions(body, tmp_path):
    rows = burglaries("2031-01", 3)
    with fixed_at(FIRST):
        bring(tmp_path / "first", "2031-01", *(with_outcome(row, "Under investigation") for row in rows))
    with fixed_at(SECOND):
        bring(
            tmp_path / "second", "2031-01", with_outcome(rows[0], "Suspect charged"), with_outcome(rows[1], "Suspect charged"),
            rows[2], crime(9, "2031-01"),
        )  # fmt: skip


def counts(found):
    return {one.name: one.n for one in found.categories}


def test_outcomes_are_those_of_the_file_that_counts_and_none_is_kept_apart(two_editions):
    found = asking.answer("mere", OF_CRIMES)
    assert counts(found) == {"Suspect charged": 2, NO_OUTCOME: 2}
    assert [one.share for one in found.categories] == [1, None]


def test_the_same_question_as_it_was_known_before_the_correction(two_editions):
    found = asking.answer("mere", Query(**{**OF_CRIMES.__dict__, "known": "2031-06-01"}))
    assert counts(found) == {"Under investigation": 3}
    assert found.known_at == datetime(2031, 6, 1, 23, tzinfo=UTC)
    earlier = asking.answer("mere", Query(**{**OF_CRIMES.__dict__, "known": "2031-04-30"}))
    assert earlier.missing
    assert earlier.categories == ()


def test_every_edition_of_the_outcomes_is_kept_with_its_day(two_editions):
    found = asking.answer("mere", OF_CRIMES)
    assert [(one.moment, one.total) for one in found.editions] == [(FIRST, 3), (SECOND, 4)]
    assert found.editions[0].counts == {"Under investigation": 3}


def test_files_of_one_import_are_one_edition(body, tmp_path):
    with fixed_at(FIRST):
        paths = [
            written(tmp_path, street_name(month), bringing.street(month)) for month in ("2031-01", "2031-02")
        ]
        services.import_paths("mere", paths, by=BY)
    assert asking.answer("mere", Query(**{**OF_CRIMES.__dict__, "last": "2031-02"})).editions == ()


# Outcomes recorded, stops and searches ---------------------------------------------------------------------------


def rows_of(header, plain, *changes):
    return ",".join(header) + "\n" + "".join(
        ",".join({**dict.fromkeys(header, ""), **plain, **change}.values()) + "\n" for change in changes
    )  # fmt: skip


def test_outcomes_are_a_question_of_their_own_by_area(body, tmp_path):
    plain = {**OUTCOME, "Month": "2031-01", "Reported by": "Mereshire Police", "LSOA code": AREAS[0]}
    content = rows_of(OUTCOMES, plain, {}, {}, {"Outcome type": "Suspect charged"}, {"LSOA code": AREAS[4]})
    services.import_paths("mere", [written(tmp_path, "2031-01-mereshire-outcomes.csv", content)], by=BY)
    found = asking.answer("mere", Query(subject="outcomes", first="2031-01", last="2031-02"))
    assert counts(found) == {"Local resolution": 2, "Suspect charged": 1}
    assert values(found.lines[0]) == [3, None]
    assert any("never added" in note for note in found.notes)


@pytest.fixture
def searches(body, tmp_path):
    plain = {**SEARCH, "Date": "2031-01-05T10:00:00+00:00"}
    vehicle = {"Type": "Vehicle search", "Self-defined ethnicity": "", "Gender": ""}
    content = rows_of(
        STOP_AND_SEARCH, plain, {}, {"Self-defined ethnicity": ""}, {"Self-defined ethnicity": "Other ethnic group - Not stated"}, vehicle
    )  # fmt: skip
    services.import_paths(
        "mere", [written(tmp_path, "2031-01-mereshire-stop-and-search.csv", content)], by=BY
    )


def test_searches_are_of_the_force_and_what_is_missing_is_kept_apart_from_what_was_not_stated(searches):
    found = asking.answer(
        "mere", Query(subject="searches", field="ethnicity-self", first="2031-01", last="2031-01")
    )
    assert counts(found) == {
        "Other ethnic group - Not stated": 1, SEARCH["Self-defined ethnicity"]: 1, NO_PERSON: 1, MISSING: 1
    }  # fmt: skip
    assert [one.share for one in found.categories if one.share is not None] == [pytest.approx(0.5)] * 2
    assert values(found.lines[0]) == [4]


def test_an_area_and_a_comparison_make_no_difference_to_searches(searches):
    plain = Query(subject="searches", first="2031-01", last="2031-01")
    other = Query(
        subject="searches",
        first="2031-01",
        last="2031-01",
        area="ward:E05900001@2018",
        compare="area",
        other="force",
    )
    assert asking.answer("mere", other).categories == asking.answer("mere", plain).categories


def test_searches_are_in_no_count_of_crimes(searches):
    assert values(asking.answer("mere", Query(area="force", first="2031-01", last="2031-01")).lines[0]) == [
        None
    ]


def test_a_recording_break_of_the_force_is_on_the_new_questions_too(searches):
    from frankpledge.analysis.series import BreakKind

    services.note_break(
        "mere",
        services.BreakSaid("new-system", "A new records system", BreakKind.GAP, datetime(2031, 1, 10, tzinfo=UTC).date(),
                           datetime(2031, 1, 10, tzinfo=UTC).date() + timedelta(days=30)),
        by=BY,
    )  # fmt: skip
    inside = asking.answer("mere", Query(subject="searches", first="2031-01", last="2031-01"))
    outside = asking.answer("mere", Query(subject="searches", first="2032-01", last="2032-01"))
    assert [one.id for one in inside.breaks] == ["new-system"]
    assert outside.breaks == ()


def test_two_periods_are_compared_and_a_change_in_either_changes_the_answer(three_months, tmp_path):
    asked = Query(
        offence="police-burglary", first="2031-03", last="2031-03", compare="months", against="2031-01"
    )
    found = asking.answer("mere", asked)
    assert [values(line) for line in found.lines] == [[5], [3]]
    assert found.lines[1].name == "January 2031"
    before = " ".join(sentences(found))
    bring(tmp_path, "2031-02", *burglaries("2031-02", 9))
    assert " ".join(sentences(asking.answer("mere", asked))) == before
    gap = asking.answer("mere", Query(**{**asked.texts(), "against": "2030-12"}))
    assert values(gap.lines[1]) == [None]
    assert " ".join(sentences(gap)) != before
