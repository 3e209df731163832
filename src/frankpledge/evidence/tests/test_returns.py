"""Monthly returns of services: what is read, what is refused and why, and that no service is added to another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence import api, returns, services
from frankpledge.evidence.models import Dataset, ImportedFile, Measure
from frankpledge.evidence.returns import Told
from frankpledge.evidence.rules.returns import BY_CODE, QUESTIONS, tells_who
from frankpledge.evidence.tests import bringing
from frankpledge.evidence.tests.bringing import BY, written
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable
from frankpledge.records.clock import fixed_at

HEAD = "service,month,question,answer,of,note\n"
GOOD = HEAD + (
    "Haven,2031-03,new-requests,41,,\nHaven,2031-03,advice,0,,\nHaven,2031-03,waiting,..,,The list is shut\n"
    "Haven,2031-03,complex,12,30,More with no home\nHaven,2031-03,pressure,,,Two posts are empty\n"
)
PAGES = "/mere/work/data/returns/"


def bring(folder, content, name="march.csv"):
    return services.import_paths("mere", [written(folder, name, content)], by=BY).files[0]


def series(slug):
    return [(point.period.code, point.value) for point in api.series("mere", slug).points]


def test_each_number_becomes_a_measure_of_the_service_and_words_are_kept_apart(body, tmp_path):
    made = bring(tmp_path, GOOD)
    assert (made.title, made.rows, made.refused) == ("Monthly return of a service", 5, 0)
    assert sorted(Measure.objects.values_list("title", flat=True)) == [
        "Advice and information given: Haven", "New cases with several needs: Haven", "New cases: Haven",
        "New requests for help: Haven",
    ]  # fmt: skip
    assert series("new-requests-for-help-haven") == [("2031-03", 41)]
    assert [(one.service, one.month.code, one.words) for one in returns.words("mere")] == [
        ("Haven", "2031-03", "The list is shut"), ("Haven", "2031-03", "More with no home"), ("Haven", "2031-03", "Two posts are empty"),
    ]  # fmt: skip


def test_none_is_none_and_missing_is_missing(body, tmp_path):
    bring(tmp_path, GOOD)
    assert series("advice-and-information-given-haven") == [("2031-03", 0)]
    assert api.measure("mere", "people-waiting-or-turned-away-haven") is None


def test_a_later_month_goes_on_with_the_series_whatever_the_file_is_called(body, tmp_path):
    bring(tmp_path / "a", GOOD)
    bring(tmp_path / "b", GOOD.replace("2031-03", "2031-05").replace(",41,", ",50,"))
    assert series("new-requests-for-help-haven") == [("2031-03", 41), ("2031-04", None), ("2031-05", 50)]


def test_a_second_return_of_a_month_takes_the_place_of_the_first_words_included(body, tmp_path):
    first, second = datetime(2031, 4, 5, tzinfo=UTC), datetime(2031, 4, 9, tzinfo=UTC)
    with fixed_at(first):
        bring(tmp_path / "a", GOOD)
    with fixed_at(second):
        bring(tmp_path / "b", HEAD + "Haven,2031-03,new-requests,43,,\n", "again.csv")
    assert series("new-requests-for-help-haven") == [("2031-03", 43)]
    assert returns.words("mere") == ()
    assert len(returns.words("mere", known_at=first)) == 3
    assert ImportedFile.objects.counting().count() == 1


def test_two_services_are_two_series_and_two_datasets_unreleased(body, tmp_path):
    bring(tmp_path / "a", GOOD)
    bring(tmp_path / "b", GOOD.replace("Haven", "Lodge").replace(",41,", ",7,"))
    assert series("new-requests-for-help-haven") == [("2031-03", 41)]
    assert series("new-requests-for-help-lodge") == [("2031-03", 7)]
    assert {one.title: one.release_consent for one in Dataset.objects.all()} == {
        "Monthly returns: Haven": "", "Monthly returns: Lodge": ""
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Haven,2031-03,gossip,4,,", "no-such-question", "question"),
        (",2031-03,advice,4,,", "service-missing", "service"),
        ("Haven,soon,advice,4,,", "month-unreadable", "month"),
        ("Haven,2031-Q1,advice,4,,", "not-a-month", "month"),
        ("Haven,2031-03,advice,many,,", "cell-unreadable", "answer"),
        ("Haven,2031-03,advice,-4,,", "cell-unreadable", "answer"),
        ("Haven,2031-03,advice,4.5,,", "cell-unreadable", "answer"),
        ("Haven,2031-03,advice,4,9,", "of-out-of-place", "of"),
        ("Haven,2031-03,complex,10,9,", "more-than-all", "answer"),
        ("Haven,2031-03,pressure,4,,", "words-only", "answer"),
        ("Haven,2031-03,advice,,,", "no-answer", "answer"),
        ("Haven,2031-03,new-requests,4,,", "answered-twice", "question"),
        ("Haven,2031-03,pressure,,,Ring 01305 251000", "note-tells-who", "note"),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused_with_its_line_and_the_others_stay(
    body, tmp_path, row, code, column
):
    made = bring(tmp_path, HEAD + f"Haven,2031-03,new-requests,41,,\n{row}\n")
    (problem,) = made.problems
    assert (made.rows, problem.code, problem.row, problem.column) == (1, code, 3, column)
    assert problem.remedy


def test_a_return_of_several_services_is_refused_whole(body, tmp_path):
    with pytest.raises(Unusable) as caught:
        bring(tmp_path, GOOD + "Lodge,2031-03,advice,4,,\n")
    assert caught.value.problems[0].code == "several-services"
    assert ImportedFile.objects.count() == 0


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Write to j.doe@example.org", "an email address"),
        ("Ring 07700 900123 or +44 1305 251000", "a telephone number"),
        ("Lives near DT1 1XJ", "a full postcode"),
        ("Case 943 476 5919", "a number like that of a patient or a case"),
        ("DOB known", "a date of birth"),
        ("Twelve families in DT1 had no home; 2030 was quieter, 40% fewer", ""),
        ("", ""),
    ],
)
def test_words_that_could_tell_who_somebody_is_are_found_by_their_form(note, found):
    assert tells_who(note) == found


@given(st.text(alphabet="abcdefghij ,.;", max_size=80))
def test_plain_words_are_never_refused(note):
    assert tells_who(note) == ""


# The page ---------------------------------------------------------------------------------------------------------

TYPED = {"service": "Haven", "month": "2031-03", "new-requests-answer": "41", "complex-answer": "12", "complex-of": "30",
         "pressure-note": "Two posts are empty"}  # fmt: skip


def test_a_return_is_recorded_on_the_page_and_counts_like_a_file(body, analyst):
    assert "No return has been received yet" in analyst.get(PAGES).text
    with fixed_at(datetime(2031, 4, 5, tzinfo=UTC)):
        sent = analyst.post(f"{PAGES}new/", TYPED)
        assert sent.headers["Location"] == PAGES
        page = analyst.get(PAGES)
    assert "Two posts are empty" in page.text
    assert "Mar 31" in page.text
    assert page.text.count("Received") == 1
    assert series("new-requests-for-help-haven") == [("2031-03", 41)]
    row = ImportedFile.objects.get()
    assert (row.part, row.name) == ("haven 2031-03", "2031-03-haven-return.csv")
    assert (
        page.links["New cases with several needs"]
        == "/mere/work/data/series/new-cases-with-several-needs-haven/"
    )


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"service": ""}, "Say which service it is", "service"),
        ({"month": "spring"}, "Write the month as 2021-03", "month"),
        ({"complex-answer": "31"}, "31 of 30 cannot be", "complex-answer"),
        ({"new-requests-answer": "many"}, "many", "new-requests-answer"),
        ({"pressure-note": "Ring 01305 251000"}, "a telephone number", "pressure-note"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_recorded(body, analyst, change, words, field):
    page = analyst.post_page(f"{PAGES}new/", {**TYPED, **change}, status=422)
    assert words in page.text
    assert page.find(f"//a[@href='#id_{field}']"), "the summary leads to the field"
    assert ImportedFile.objects.count() == 0


def test_an_empty_return_can_be_filled_in_by_a_service(body, analyst):
    blank = analyst.client.get(f"{PAGES}blank/").content.decode()
    assert blank.splitlines()[0] == HEAD.strip()
    assert [line.split(",")[2] for line in blank.splitlines()[1:]] == [one.code for one in QUESTIONS]
    told = {"advice": Told("9"), "pressure": Told(note="Quiet, at last")}
    assert returns.return_csv("Haven", "2031-03", told).splitlines()[1:] == [
        "Haven,2031-03,advice,9,,", 'Haven,2031-03,pressure,,,"Quiet, at last"'
    ]  # fmt: skip
    assert set(told) <= set(BY_CODE)


def test_members_read_returns_and_do_not_record_them(body):
    member = bringing.client(body, "member")
    assert "Record a return" not in member.get(PAGES).text
    assert member.get(f"{PAGES}new/", status=403)


def test_months_without_a_return_are_told(body, tmp_path):
    bring(tmp_path, GOOD)
    (found,) = returns.received("mere")
    assert (found.service, found.months) == ("Haven", frozenset({Period.parse("2031-03").code}))
