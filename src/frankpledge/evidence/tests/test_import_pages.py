"""Choose files, say what they are, see the preview, confirm, look at what came of it, and undo."""

from __future__ import annotations

import pytest

from frankpledge.directory.models import Partnership
from frankpledge.evidence import api, tallies
from frankpledge.evidence.models import Dataset, ImportedFile, PendingImport, Supplier
from frankpledge.evidence.snapshot import _snapshot
from frankpledge.evidence.tests.bringing import (
    CALLS,
    HEADER,
    IMPORT,
    TIDY,
    client,
    counting,
    crime,
    preview_of,
    sent,
    street,
    street_name,
    upload,
    waiting,
)
from frankpledge.jobs import api as jobs

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {"supplier": "Mere Council", "title": "Noise", "measures": "exact", "area_name": "Mereshire"}


def described(who, **more):
    """Say what the partner's table is; the address of the preview."""
    address = f"{preview_of(waiting())}details/"
    response = who.post(address, {**SAID, **more})
    assert response.status_code == 302, response.content.decode()
    return response.headers["Location"]


def confirmed(who, preview):
    """Confirm; the page of the work, which is over."""
    response = who.post(f"{preview}confirm/", seen_at=preview)
    assert response.status_code == 302
    return who.get(response.headers["Location"])


def taken_in(who, name, content, **more):
    """A table all the way in, with what was said of it."""
    where = sent(who, upload(name, content))
    preview = described(who, **more) if where.endswith("details/") else where
    return confirmed(who, preview)


def test_a_partners_table_from_the_file_to_the_figure_and_back(analyst):
    page = analyst.get(IMPORT)
    assert page.find("//input[@type='file' and @multiple]")
    where = sent(analyst, upload("calls.csv", CALLS))
    assert where.endswith("/details/")
    asked = analyst.get(where)
    assert asked.h1 == "What is this table?"
    assert "calls.csv: a partner’s own table" in asked.text
    preview = described(analyst, release_consent="")
    page = analyst.get(preview)
    assert page.h1 == "Check before importing"
    assert "Nothing has been imported yet." in page.text
    assert "1 file can be taken in" in page.text
    assert "2 rows accepted, 0 refused." in page.text
    for said in ("Noise", "New", "Mere Council", "OFFICIAL", "Unreleased: nobody has agreed to publication"):
        assert said in page.text
    assert counting() == []
    done = confirmed(analyst, preview)
    assert "calls.csv: taken in, 2 rows" in done.text
    assert counting() == [("calls.csv", 2)]
    assert PendingImport.objects.count() == 0
    dataset = analyst.get(done.links["See the dataset Noise"])
    assert "Unreleased: nobody has agreed to its publication" in dataset.text
    file = analyst.get(dataset.links["calls.csv"])
    assert file.find("//button[contains(., 'Undo this import')]")
    address = file.find("//form[contains(@action, '/undo/')]/@action")[0]
    response = analyst.post(address, seen_at=dataset.links["calls.csv"])
    undone = analyst.get(response.headers["Location"])
    assert "The import was undone." in undone.text
    assert not undone.find("//button[contains(., 'Undo this import')]")
    assert counting() == []


def test_open_data_go_straight_to_the_preview(analyst):
    where = sent(analyst, upload(street_name(), street()))
    assert "details" not in where
    page = analyst.get(where)
    assert "Police street-level crimes" in page.text
    assert "Street-level crime, data.police.uk" in page.text
    assert "May be published" in page.text


def test_the_first_rows_are_shown_so_that_one_knows_the_file_again(analyst):
    rows = "".join(f"Noise calls,Mereshire,20{year}-Q1,{year}\n" for year in range(10, 30))
    sent(analyst, upload("calls.csv", TIDY + rows))
    page = analyst.get(described(analyst))
    (table,) = page.find("//table[caption[contains(., 'First rows of calls.csv')]]")
    assert table.xpath(".//th/text()") == ["Measure", "Area", "Period", "Value"]
    assert len(table.xpath(".//tbody/tr")) == 5
    assert table.xpath(".//tbody/tr[1]/td/text()") == ["Noise calls", "Mereshire", "2010-Q1", "10"]


def test_every_refused_row_is_told_with_its_place_its_reason_and_what_to_do(analyst):
    rows = "".join(f"Noise calls,Mereshire,2019-13,{n}\n" for n in range(150))
    sent(analyst, upload("calls.csv", CALLS + rows))
    page = analyst.get(described(analyst))
    assert "2 rows accepted, 150 refused." in page.text
    assert "The first 20 of 150 refused rows are shown." in page.text
    assert "2019-13" in page.text
    more = analyst.get(page.links["See every refused row of calls.csv"])
    assert more.h1 == "Refused rows"
    assert len(more.find("//tbody/tr")) == 100
    last = analyst.get(page.links["See every refused row of calls.csv"] + "?page=2")
    assert len(last.find("//tbody/tr")) == 50
    assert last.find("//tbody/tr[last()]/th/text()") == ["Row 153, Period"]


def test_gaps_between_what_is_there_and_what_comes_are_named(analyst):
    taken_in(analyst, street_name("2031-01"), street("2031-01"))
    where = sent(analyst, upload(street_name("2031-05"), street("2031-05")))
    assert "Police files of mereshire: no file for February to April 2031." in analyst.get(where).text
    analyst.post(f"{where}discard/", seen_at=where)
    where = sent(analyst, upload(street_name("2031-02"), street("2031-02")))
    assert "Gaps that would stay" not in analyst.get(where).text


def test_gaps_of_a_measure_are_named_too(analyst):
    taken_in(analyst, "calls.csv", CALLS)
    sent(analyst, upload("calls-2032.csv", TIDY + "Noise calls,Mereshire,2032-Q1,44\n"))
    known = Dataset.objects.get()
    page = analyst.get(described(analyst, dataset=known.slug))
    assert "Noise calls: no value for July to December 2031." in page.text


def test_a_month_sent_again_shows_rows_before_and_after(analyst):
    taken_in(analyst, street_name(), street(rows=2))
    again = HEADER + crime(1) + crime(2) + crime(3) + crime(4, kind="Robbery")
    where = sent(analyst, upload(street_name(), again))
    page = analyst.get(where)
    assert "The file it takes the place of had 2 rows: 2 more now." in page.text
    changes = [row.xpath("./*/text()") for row in page.find("//table[caption='What changes']/tbody/tr")]
    assert changes == [
        ["Burglary", "mereshire", "January 2031", "2", "3"],
        ["Robbery", "mereshire", "January 2031", "0", "1"],
    ]
    done = confirmed(analyst, where)
    assert "taken in, in place of an earlier file, 4 rows" in done.text
    assert counting() == [(street_name(), 4)]


def test_a_corrected_table_shows_which_values_change_from_what_to_what(analyst):
    taken_in(analyst, "calls.csv", CALLS)
    corrected = CALLS.replace(",52", ",57") + "Noise calls,Mereshire,2031-Q3,60\n"
    sent(analyst, upload("calls.csv", corrected.replace("Noise calls,Mereshire,2031-Q1,40\n", "")))
    page = analyst.get(described(analyst, dataset=Dataset.objects.get().slug))
    changes = [row.xpath("./*/text()") for row in page.find("//table[caption='What changes']/tbody/tr")]
    assert changes == [
        ["Noise calls", "Mereshire", "January to March 2031", "40", "no longer given"],
        ["Noise calls", "Mereshire", "April to June 2031", "52", "57"],
    ]
    assert "2 figures that are there change. 1 value is new." in page.text


def test_the_same_values_again_change_nothing(analyst):
    taken_in(analyst, "calls.csv", CALLS)
    sent(analyst, upload("calls.csv", CALLS + "\n"))
    page = analyst.get(described(analyst, dataset=Dataset.objects.get().slug))
    assert "No figure that is there changes." in page.text
    assert not page.find("//table[caption='What changes']")


def test_the_usable_files_are_taken_in_and_the_refused_one_left_out(analyst):
    where = sent(
        analyst,
        upload(street_name("2031-01"), street("2031-01")),
        upload(street_name("2031-02"), street("2031-02").replace("Month", "Mont")),
    )
    preview = described(analyst) if where.endswith("details/") else where
    page = analyst.get(preview)
    assert "The 1 refused file would be left out." in page.text
    assert "it has no column ‘Month’" in page.text
    done = confirmed(analyst, preview)
    assert counting() == [(street_name("2031-01"), 2)]
    assert "2031-02-mereshire-street.csv: refused" in done.text


def test_confirming_twice_takes_it_in_once_and_says_so_the_second_time(analyst, settings):
    settings.JOBS_INLINE = False
    where = sent(analyst, upload(street_name(), street()))
    first, second = (analyst.post(f"{where}confirm/", seen_at=where).headers["Location"] for _ in range(2))
    for _ in range(2):
        jobs.run(jobs.next_job())
    assert "taken in, 2 rows" in analyst.get(first).text
    assert "This import was already confirmed or discarded. Nothing needs doing" in analyst.get(second).text
    assert counting() == [(street_name(), 2)]


def test_what_was_taken_in_together_can_be_undone_together(analyst):
    taken_in(analyst, street_name("2031-01"), street("2031-01", rows=2))
    where = sent(
        analyst,
        upload(street_name("2031-01"), street("2031-01", rows=3)),
        upload(street_name("2031-02"), street("2031-02")),
    )
    done = confirmed(analyst, where)
    assert counting() == [(street_name("2031-01"), 3), (street_name("2031-02"), 2)]
    href = done.links[f"See or undo {street_name('2031-02')}"]
    page = analyst.get(href)
    assert page.find("//button[contains(., 'Undo all 2 files taken in with it')]")
    (address,) = page.find("//form[contains(@action, '/undo-together/')]/@action")
    response = analyst.post(address, seen_at=href)
    assert "2 files undone." in analyst.get(response.headers["Location"]).text
    assert counting() == [(street_name("2031-01"), 2)]


def test_a_file_that_came_alone_is_undone_alone(analyst):
    done = taken_in(analyst, street_name(), street())
    page = analyst.get(done.links[f"See or undo {street_name()}"])
    assert not page.find("//form[contains(@action, '/undo-together/')]")


def test_discarding_leaves_nothing(analyst):
    where = sent(analyst, upload(street_name(), street()))
    response = analyst.post(f"{where}discard/", seen_at=where)
    assert "Nothing of it was taken in." in analyst.get(response.headers["Location"]).text
    assert (ImportedFile.objects.count(), PendingImport.objects.count()) == (0, 0)
    analyst.get(where, status=404)


def test_what_waits_stands_on_the_data_page(analyst):
    where = sent(analyst, upload(street_name(), street()))
    page = analyst.get("/mere/work/data/")
    assert where in page.links.values()


def test_no_file_chosen_is_said_at_the_field(analyst):
    page = analyst.post_page(IMPORT, {}, status=422)
    assert "There is a problem" in page.text
    assert "Choose at least one file" in page.links


def test_a_new_dataset_needs_its_owner_and_a_name(analyst):
    where = sent(analyst, upload("calls.csv", CALLS))
    page = analyst.post_page(where, {"supplier": "", "title": " "}, status=422)
    assert {"Say who supplied it", "Say what to call it"} <= set(page.links)
    page = analyst.post_page(where, {**SAID, "extracted_on": "last week"}, status=422)
    assert "Write the date as 2021-02-15, 2021-02 or 2021" in page.links


def test_a_dataset_that_is_there_is_chosen_and_not_typed_again(analyst):
    taken_in(analyst, "calls.csv", CALLS)
    where = sent(analyst, upload("calls-2032.csv", TIDY + "Noise calls,Mereshire,2031-Q3,44\n"))
    page = analyst.post_page(where, SAID, status=422)
    assert "choose it in the list" in page.text
    described(analyst, dataset=Dataset.objects.get().slug)
    confirmed(analyst, preview_of(waiting()))
    assert Dataset.objects.count() == 1
    assert [name for name, _ in counting()] == ["calls.csv", "calls-2032.csv"]


def test_only_those_who_may_import_see_the_preview_and_only_in_their_own_partnership(analyst, body):
    where = sent(analyst, upload(street_name(), street()))
    member = client(body, "member")
    member.get(where, status=403)
    assert member.post(f"{where}confirm/", seen_at="/mere/work/data/").status_code == 403
    fen = Partnership.objects.create(
        slug="fen", name="Fen Partnership", short_name="Fen", nation="E", council_name="Fen Council"
    )
    elsewhere = client(fen)
    elsewhere.get(where, status=404)
    elsewhere.get(where.replace("/mere/", "/fen/"), status=404)
    response = elsewhere.post(f"{where.replace('/mere/', '/fen/')}confirm/", seen_at="/fen/work/data/")
    assert response.status_code == 404
    assert counting() == []


# Columns


STRANGE = "What,Where,When,How many\nNoise calls,Mereshire,2031-Q1,40\nNoise calls,Mereshire,2031-Q2,52\n"
COLUMNS = {"measure": "What", "area": "Where", "period": "When", "value": "How many"}


def test_a_table_that_is_not_recognised_is_read_once_its_columns_are_named(analyst):
    sent(analyst, upload("strange.csv", STRANGE))
    preview = described(analyst)
    page = analyst.get(preview)
    assert "Refused" in page.text
    where = page.links["Say which column is which in strange.csv"]
    asked = analyst.get(where)
    assert asked.h1 == "Which column is which?"
    assert asked.find("//select[@id='id_value']/option/text()") == [
        "No such column", "What", "Where", "When", "How many",
    ]  # fmt: skip
    wrong = analyst.post_page(where, {"measure": "What", "area": "What", "period": "When"}, status=422)
    assert "Choose the column of the value" in wrong.links
    assert "‘What’ is chosen twice: as the measure and as the area" in wrong.links
    assert analyst.post(where, COLUMNS).status_code == 302
    page = analyst.get(preview)
    assert "2 rows accepted, 0 refused." in page.text
    assert (
        "Read with these columns: measure: ‘What’, area: ‘Where’, period: ‘When’, value: ‘How many’."
        in page.text
    )
    confirmed(analyst, preview)
    assert counting() == [("strange.csv", 2)]


def test_the_columns_are_remembered_for_the_supplier_and_used_again_by_themselves(analyst):
    test_a_table_that_is_not_recognised_is_read_once_its_columns_are_named(analyst)
    assert (
        Supplier.objects.get(slug="mere-council").mappings["what | where | when | how many"]["columns"]
        == COLUMNS
    )
    later = STRANGE.replace("2031-", "2032-")
    sent(analyst, upload("strange-2032.csv", later))
    page = analyst.get(described(analyst, dataset=Dataset.objects.get().slug))
    assert "2 rows accepted, 0 refused." in page.text
    confirmed(analyst, preview_of(waiting()))
    assert counting() == [("strange.csv", 2), ("strange-2032.csv", 2)]


def test_the_question_starts_from_what_the_names_suggest_and_then_from_what_was_said(analyst):
    sent(analyst, upload("strange.csv", STRANGE.replace("What,Where", "What,Area")))
    preview = described(analyst)
    where = analyst.get(preview).links["Say which column is which in strange.csv"]
    assert analyst.get(where).find("//select[@id='id_area']/option[@selected]/@value") == ["Area"]
    analyst.post(where, {**COLUMNS, "area": "Area"})
    again = analyst.get(where)
    assert again.find("//select[@id='id_value']/option[@selected]/@value") == ["How many"]


def test_another_suppliers_columns_are_not_guessed_from_it(analyst):
    test_a_table_that_is_not_recognised_is_read_once_its_columns_are_named(analyst)
    sent(analyst, upload("strange-2032.csv", STRANGE.replace("2031-", "2032-")))
    page = analyst.get(described(analyst, supplier="Fen Council", title="Other"))
    assert "Say which column is which in strange-2032.csv" in page.links
    assert "There is nothing to take in." in page.text


def test_a_table_of_one_measure_and_one_area_names_them_in_words(analyst):
    sent(analyst, upload("bare.csv", "When,How many\n2031-Q1,40\n2031-Q2,52\n"))
    preview = described(analyst, area_name="")
    where = analyst.get(preview).links["Say which column is which in bare.csv"]
    wrong = analyst.post_page(where, {"period": "When", "value": "How many"}, status=422)
    assert "Choose the column that names the measure, or name it yourself" in wrong.links
    analyst.post(
        where, {"period": "When", "value": "How many", "one_measure": "Noise calls", "one_area": "Mereshire"}
    )
    assert "2 rows accepted, 0 refused." in analyst.get(preview).text


# Another force


def test_a_file_of_another_force_is_kept_and_the_preview_says_that_it_does_not_count(analyst):
    name, content = street_name(force="fenland"), street(force="Fenland")
    where = sent(analyst, upload(name, content))
    page = analyst.get(where)
    assert (
        "1 file of the force ‘fenland’: kept for comparison, and does not count for this partnership."
        in page.text
    )
    assert "This is a file of the force ‘fenland’." in page.text
    assert "kept for comparison and does not count for this partnership" in page.text
    done = confirmed(analyst, where)
    assert "taken in" in done.text, done.text
    file = analyst.get(done.links[f"See or undo {name}"])
    assert "does not count for this partnership" in file.text
    assert "police-burglary" not in " ".join(analyst.get("/mere/work/data/").links.values())


def test_a_large_upload_is_read_as_long_work_with_its_own_page(analyst, monkeypatch):
    monkeypatch.setattr("frankpledge.evidence.views.READ_AT_ONCE", 10)
    where = sent(analyst, upload(street_name(), street()))
    assert "/jobs/" in where
    page = analyst.get(where)
    assert "1 file read. Nothing has been imported yet." in page.text
    assert "2 rows accepted" in analyst.get(page.links["Continue to the preview"]).text


def test_a_preview_that_is_still_being_read_says_so(analyst, monkeypatch, settings):
    monkeypatch.setattr("frankpledge.evidence.views.READ_AT_ONCE", 10)
    settings.JOBS_INLINE = False
    sent(analyst, upload(street_name(), street()))
    page = analyst.get(preview_of(waiting()))
    assert "The files are still being read." in page.text
    assert page.response.headers["Refresh"] == "2"
    assert not page.find("//button[contains(., 'Take in')]")


def test_the_import_counts_ahead_for_the_pages_that_follow_and_stays_in_where_that_fails(
    analyst, monkeypatch
):
    def counted(parts, *_):
        assert not parts, "a page counted rows"
        return {}

    taken_in(analyst, street_name(), street(rows=3), supplier="Mereshire Police")
    tallies._cells.cache_clear()
    _snapshot.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(tallies, "cells_by_part", counted)
        assert [value.value for value in api.values("mere", "police-burglary")] == [3]
        tallies._cells.cache_clear()
        _snapshot.cache_clear()
        done = taken_in(analyst, street_name("2031-02"), street("2031-02"), supplier="Mereshire Police")
    assert "taken in, 2 rows" in done.text
    assert [value.value for value in api.values("mere", "police-burglary")] == [3, 2]
