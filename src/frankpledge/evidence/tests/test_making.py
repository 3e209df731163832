"""Measures made of chosen offence codes: search, count, save, and use as any other."""

from __future__ import annotations

import pytest

from frankpledge.audit.models import Event
from frankpledge.evidence import api, making, services
from frankpledge.evidence.models import Measure
from frankpledge.evidence.rules.code_list import codes_of, found
from frankpledge.evidence.rules.offences import OffenceRow
from frankpledge.evidence.tests.bringing import BY, written
from frankpledge.evidence.tests.test_severity import ALL, BOTH, EXTRACT, WEIGHTS, total
from frankpledge.kernel.problems import Unusable
from tests.pages import PageClient

NEW = "/mere/work/data/measures/new/"


@pytest.fixture
def source(body, tmp_path):
    for name, text in (("extract", EXTRACT), ("weights", WEIGHTS)):
        services.import_paths("mere", [written(tmp_path / name, f"{name}.csv", text)], by=BY)
    return making.source("mere", "").slug


def test_words_and_numbers_find_codes_and_never_a_neighbour():
    names = {
        "8N": "Assault with injury",
        "8/06": "Assault",
        "80": "Absconding",
        "056A": "Arson",
        "ZZ": "Other",
        "1/4.1/4.10": "Homicide",
    }
    codes = codes_of(OffenceRow(2, None, "", code, name, "Group", 1) for code, name in names.items())
    assert [one.code for one in codes] == ["1/4.1/4.10", "8/6", "8N", "56A", "80", "ZZ"]
    asked = {
        "8": ["8/6", "8N"],
        "assault injury": ["8N"],
        "56a": ["56A"],
        "zz": ["ZZ"],
        "4.10": ["1/4.1/4.10"],
        "5": [],
        "": [c.code for c in codes],
    }
    assert {words: [one.code for one in found(codes, words)] for words in asked} == asked


def test_a_measure_of_codes_is_a_measure_like_any_other(source):
    slug = making.make_measure(
        "mere", source, "Grave violence", ["008n", "1"], by=BY, definition="Most harm."
    )
    assert [one.value for one in api.series("mere", slug).points] == [11, 3]
    assert total(slug).value == 13 * 190 + 8000
    assert api.measure("mere", slug).granularity == api.measure("mere", ALL).granularity
    assert [one.value for one in api.series("mere", ALL).points] == [11, 9], "the others stay as they are"
    assert api.severity("mere", slug, BOTH).is_known
    entry = Event.objects.get(action="measure-made")
    assert (entry.detail["codes"], entry.detail["slug"]) == ("1, 8N", slug)


BAD = (
    ({"codes": []}, "codes"), ({"codes": ["99Z"]}, "codes"), ({"dataset": "none"}, "dataset"), ({"title": " "}, "title"),
    ({"title": "!!"}, "title"), ({"title": "Police burglary"}, "title"), ({"title": "x" * 121}, "title"),
    ({"definition": "x" * 301}, "definition"),
)  # fmt: skip


def test_bad_input_is_refused_at_its_field(source):
    for given, field in BAD:
        said = {"dataset": source, "title": "Grave violence", "codes": ["8N"], "definition": ""} | given
        with pytest.raises(Unusable) as refused:
            making.make_measure(
                "mere", said["dataset"], said["title"], said["codes"], by=BY, definition=said["definition"]
            )
        assert [one.column for one in refused.value.problems] == [field]
    assert not Measure.objects.exclude(codes=[]).exists()


def test_two_who_give_one_name_lose_nothing_and_no_file_takes_it_either(source, tmp_path):
    slug = making.make_measure("mere", source, "Grave violence", ["8N"], by=BY)
    with pytest.raises(Unusable, match="already") as refused:
        making.make_measure("mere", source, "Grave  violence!", ["1"], by=BY)
    assert refused.value.problems[0].column == "title"
    assert Measure.objects.get(slug=slug).codes == ["8N"]
    table = written(tmp_path, "table.csv", "Measure,Area,Period,Value\nGrave violence,Mere,2031-01,4\n")
    with pytest.raises(Unusable, match="made here"):
        services.import_paths("mere", [table], by=BY)


def test_the_page_searches_counts_and_saves_and_keeps_what_was_ticked(source, analyst):
    ticked = {"dataset": source, "codes": ["8N"], "title": "Grave violence", "definition": "Why"}
    page = analyst.post_page(NEW, {**ticked, "words": "56", "do": "search"})
    boxes = {one.get("value"): one.get("checked") is not None for one in page.find("//input[@name='codes']")}
    assert boxes == {"8N": True, "56A": False}
    assert "13 offences" in page.text
    assert page.find("//input[@name='title']")[0].get("value") == "Grave violence"
    counted = analyst.post_page(NEW, {**ticked, "codes": ["8N", "ZZ"], "words": "", "do": "count"})
    assert "13 of 17 offences have a weight (76.5%)" in counted.text
    assert "No weight is known for Violence, code ZZ" in counted.text
    wrong = analyst.post_page(NEW, {**ticked, "title": "", "do": "save"}, status=422)
    assert "The measure has no name" in wrong.text
    assert {one.get("value") for one in wrong.find("//input[@name='codes'][@checked]")} == {"8N"}
    saved = analyst.post(NEW, {**ticked, "do": "save"})
    assert saved.headers["Location"].endswith("/series/grave-violence/")
    made = analyst.get(saved.headers["Location"])
    assert "Make another measure of its offence codes" in made.links
    again = analyst.get(f"{NEW}?from=grave-violence")
    assert "‘Grave violence’ counts exactly these codes already." in again.text
    assert PageClient().client.get(NEW).status_code == 302
