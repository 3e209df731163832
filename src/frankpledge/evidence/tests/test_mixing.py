"""Two datasets that bring the same thing: their rows are never added, and synthetic is never mixed with real."""

from __future__ import annotations

import pytest

from frankpledge.evidence import api, services
from frankpledge.evidence.models import Dataset, ImportedFile, Measure
from frankpledge.evidence.services import Outcome
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.evidence.tests.bringing import (
    BY,
    CALLS,
    TIDY,
    counting,
    sent,
    street,
    street_name,
    upload,
    written,
)
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.problems import Unusable

pytestmark = pytest.mark.django_db
SYNTHETIC = DatasetSpec(title="Invented crime", supplier="Somebody who invents", is_synthetic=True)
EXTRACT = DatasetSpec(title="Force extract", supplier="Mereshire Police")
NOISE = DatasetSpec(title="Noise", supplier="Mere Council")
OTHER = DatasetSpec(title="Noise too", supplier="Fen Council")


def take(tmp_path, name, content, spec=None, folder="in"):
    path = written(tmp_path / folder, name, content)
    return services.import_paths("mere", [path], by=BY, spec=spec)


def refused(*given, **options):
    with pytest.raises(Unusable) as told:
        take(*given, **options)
    (problem,) = told.value.problems
    return problem


def burglaries(month="2031-01"):
    request = Request.of("mere", "measure-sum", None, measure="police-burglary", period=month)
    return figures.compute(request).value


def test_a_real_month_is_refused_where_a_synthetic_one_counts_and_the_first_is_named(body, tmp_path):
    take(tmp_path, street_name(), street(rows=2), SYNTHETIC)
    problem = refused(tmp_path, street_name(), street(rows=3))
    assert problem.code == "held-elsewhere"
    assert (
        "Mereshire, January 2031 is held by the dataset ‘Invented crime’ of Somebody who invents"
        in problem.reason
    )
    assert "undo the files of that dataset first" in problem.remedy
    assert (problem.file, problem.column) == (street_name(), "Month")
    assert burglaries() == 2
    assert Dataset.objects.count() == 1


def test_another_month_of_the_same_force_is_refused_too_when_one_is_synthetic_and_one_real(body, tmp_path):
    take(tmp_path, street_name("2031-01"), street("2031-01"))
    problem = refused(tmp_path, street_name("2031-02"), street("2031-02"), SYNTHETIC)
    assert problem.code == "synthetic-and-real"
    assert (
        "‘Street-level crime, data.police.uk’ of data.police.uk holds real data for the force mereshire"
        in problem.reason
    )
    assert "this file is synthetic" in problem.reason
    assert api.series("mere", "police-burglary").points[-1].period.code == "2031-01"


def test_two_real_suppliers_may_bring_different_months_but_not_the_same(body, tmp_path):
    take(tmp_path, street_name("2031-01"), street("2031-01", rows=2))
    take(tmp_path, street_name("2031-02"), street("2031-02", rows=3), EXTRACT)
    assert (burglaries("2031-01"), burglaries("2031-02")) == (2, 3)
    problem = refused(tmp_path, street_name("2031-02"), street("2031-02", rows=4))
    assert "‘Force extract’ of Mereshire Police" in problem.reason
    assert burglaries("2031-02") == 3


def test_after_the_first_is_undone_the_second_is_taken_in(body, tmp_path):
    take(tmp_path, street_name(), street(rows=2), SYNTHETIC)
    services.undo(ImportedFile.objects.get().id, by=BY)
    take(tmp_path, street_name(), street(rows=3))
    assert burglaries() == 3
    assert api.measure("mere", "police-burglary").is_synthetic is False


def test_the_same_supplier_and_title_correct_their_own_month(body, tmp_path):
    take(tmp_path, street_name(), street(rows=2), SYNTHETIC)
    assert take(tmp_path, street_name(), street(rows=3), SYNTHETIC).files[0].outcome is Outcome.REVISED
    assert burglaries() == 3


def test_another_force_may_come_from_another_supplier(body, tmp_path):
    take(tmp_path, street_name(), street(rows=2), SYNTHETIC)
    take(tmp_path, street_name(force="fenland"), street(rows=5, force="Fenland"))
    assert burglaries() == 2


def test_a_measure_of_another_suppliers_name_is_refused_by_row_and_the_first_is_named(body, tmp_path):
    take(tmp_path, "calls.csv", CALLS, NOISE)
    later = TIDY + "Fires,Mereshire,2031-Q3,1\nNoise calls,Mereshire,2031-Q3,60\n"
    problem = refused(tmp_path, "later.csv", later, OTHER)
    assert (problem.code, problem.row) == ("held-elsewhere", 3)
    assert "‘Noise calls’ is held by the dataset ‘Noise’ of Mere Council" in problem.reason
    assert Measure.objects.get().dataset.title == "Noise"
    assert not Measure.objects.filter(slug="fires").exists()


def test_a_synthetic_table_is_not_mixed_into_a_real_series_of_the_same_supplier(body, tmp_path):
    take(tmp_path, "calls.csv", CALLS, NOISE)
    made_up = DatasetSpec(title="Noise, made up", supplier="Mere Council", is_synthetic=True)
    problem = refused(tmp_path, "later.csv", TIDY + "Noise calls,Mereshire,2031-Q3,60\n", made_up)
    assert problem.code == "synthetic-and-real"
    assert "holds real data for ‘Noise calls’, and this file is synthetic" in problem.reason


def test_the_same_supplier_may_continue_a_measure_in_another_dataset(body, tmp_path):
    take(tmp_path, "calls.csv", CALLS, NOISE)
    more = DatasetSpec(title="Noise 2032", supplier="Mere Council")
    take(tmp_path, "calls-2032.csv", TIDY + "Noise calls,Mereshire,2031-Q3,60\n", more)
    assert [point.value for point in api.series("mere", "noise-calls").points] == [40, 52, 60]


def test_a_table_cannot_take_the_name_of_a_police_measure(body, tmp_path):
    problem = refused(tmp_path, "calls.csv", TIDY + "Police burglary,Mereshire,2031-Q1,4\n", NOISE)
    assert (problem.code, problem.row) == ("name-is-kept", 2)


def test_the_preview_says_so_beforehand_and_offers_nothing_to_take_in(analyst, tmp_path):
    take(tmp_path, street_name(), street(rows=2), SYNTHETIC)
    page = analyst.get(sent(analyst, upload(street_name(), street(rows=3))))
    assert "is held by the dataset ‘Invented crime’ of Somebody who invents" in page.text
    assert "There is nothing to take in." in page.text
    assert counting() == [(street_name(), 2)]


def test_datasets_whose_long_names_begin_alike_are_not_taken_for_one(body, tmp_path):
    long = "The Mereshire and Fenland joint committee for the counting of calls about noise at night"
    for number in ("one", "two"):
        take(
            tmp_path, f"{number}.csv", TIDY + f"Calls {number},Mereshire,2031-Q1,4\n",
            DatasetSpec(title=f"Table {number}", supplier=long),
        )  # fmt: skip
    assert Dataset.objects.count() == 2
    assert all(len(dataset.slug) <= 80 for dataset in Dataset.objects.all())
