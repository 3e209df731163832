"""The public version: a small count is nowhere in it, nothing leads to one, and what is large stays as it was."""

from __future__ import annotations

import json
from datetime import date

import pytest

from frankpledge.assessment import api
from frankpledge.assessment.tests.test_where import known
from frankpledge.assessment.tests.world import BY, ranked
from frankpledge.assessment.withholding import BECAUSE, GROUND, OUTLOOK, PLACES, protection_from
from frankpledge.disclosure import api as disclosure
from frankpledge.disclosure.facts import RuleSaid
from frankpledge.documents.api import render_html
from frankpledge.documents.kept_tree import tree_text
from frankpledge.evidence.rules.places import Place
from frankpledge.figures.annex import figures_in
from frankpledge.kernel.problems import Unusable

RARE = 3


@pytest.fixture
def small(place, evidence):
    """Abuse is rare in one month of 2020, and nothing else is small."""
    evidence.counts["abuse"]["2020-05"] = RARE
    ranked()
    return evidence


def public():
    made = api.public_version("vale")
    assert made is not None
    return made


def hidden(measure="abuse"):
    found = public()[1].of(measure)
    return found.hidden if found else frozenset()


def rule(**changes) -> RuleSaid:
    given = {
        "measure": "", "threshold": 5, "zeros": "show", "because": "House practice.", "agreed_by": "Data lead",
        "agreed_on": date(2021, 1, 1),
    }  # fmt: skip
    return RuleSaid(**given | changes)


def test_a_small_month_and_one_more_are_withheld_and_the_year_is_shown(small):
    assert "2020-05" in hidden()
    assert len(hidden()) == 2
    assert "2020" not in hidden()
    assert not hidden("nuisance")


def test_a_month_at_the_threshold_is_shown(place, evidence):
    evidence.counts["abuse"]["2020-05"] = 5
    ranked()
    assert not hidden()


def test_a_missing_month_is_no_small_one(place, evidence):
    evidence.counts["abuse"]["2020-05"] = None
    ranked()
    assert not hidden()


def test_nothing_in_the_document_leads_to_a_withheld_count(small):
    document, protection = public()
    tied = {one.provenance.parameters.get("measure") for one in figures_in(document)}
    assert "abuse" not in tied
    assert "nuisance" in tied
    assert not {one.provenance.parameters.get("issue") for one in figures_in(document)} & {"abuse"}
    kept = json.loads(tree_text(document))
    may = [json.dumps(row) for row in _rows(kept) if "May 2020" in json.dumps(row)]
    assert may
    assert not any(f'"text": "{RARE}"' in row for row in may)
    assert BECAUSE in json.dumps(kept, ensure_ascii=False)
    assert set(protection.withheld) == {f"abuse|{code}" for code in hidden()}


def _rows(node):
    if isinstance(node, dict):
        if node.get("is") == "Row":
            yield node
        for inner in node.values():
            yield from _rows(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _rows(inner)


def test_pictures_do_not_draw_what_is_withheld(small):
    document, _ = public()
    drawn = json.dumps(
        [one for one in _charts(json.loads(tree_text(document))) if one["id"] == "trend-abuse"]
    )
    assert "May 2020" in drawn
    assert f'"value": {RARE}' not in drawn.replace('"value":', '"value": ').replace(":  ", ": ")
    own = api.assessment_document("vale")
    assert own is not None
    assert drawn != json.dumps(
        [one for one in _charts(json.loads(tree_text(own))) if one["id"] == "trend-abuse"]
    )


def _charts(node):
    if isinstance(node, dict):
        if node.get("is") == "Chart":
            yield node
        for inner in node.values():
            yield from _charts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _charts(inner)


def test_the_partnerships_own_version_keeps_every_count(small):
    document = api.assessment_document("vale")
    assert document is not None
    assert "What this version withholds" not in render_html(document)
    assert "abuse" in {one.provenance.parameters.get("measure") for one in figures_in(document)}


def test_where_nothing_is_small_the_public_version_says_so_and_its_numbers_open(place, evidence):
    ranked()
    document, protection = public()
    html = render_html(document)
    assert protection.withheld == ()
    assert "none had to be withheld" in html
    assert "abuse" in {one.provenance.parameters.get("measure") for one in figures_in(document)}


def test_a_year_that_is_small_takes_its_change_its_reasons_and_its_forecast_with_it(place, evidence):
    evidence.yearly("abuse", y2019=3, y2020=2)
    ranked()
    document, _ = public()
    html = render_html(document)
    assert {"2019", "2020"} <= hidden()
    assert GROUND in html
    assert OUTLOOK in html
    assert "no change can be told, since withheld" in html


def test_the_rule_of_a_measure_goes_before_that_of_all(small):
    disclosure.agree("vale", rule(threshold=2), by=BY)
    assert not hidden()
    disclosure.agree("vale", rule(measure="abuse", threshold=10), by=BY)
    assert "2020-05" in hidden()
    html = render_html(public()[0])
    assert "Counts from 1 to 9 are withheld" in html
    assert "House practice." in html
    with pytest.raises(Unusable, match="threshold"):
        disclosure.agree("vale", rule(threshold=0), by=BY)


def test_a_count_that_was_released_before_bars_the_issue_and_a_revised_one_does_not(small):
    def before(value):
        disclosure.released(
            "vale", "assessment", "Earlier", input_sha256=f"{value}" * 64, shown={"abuse|2020-05": value},
            withheld=[], rules={}, by=BY,
        )  # fmt: skip

    before(4)
    assert public()[1].problems == ()
    before(RARE)
    (problem,) = public()[1].problems
    assert "an earlier release shows this small count" in str(problem)


def test_places_that_the_total_would_give_away_are_withheld_and_others_are_shown(place, evidence):
    total = 3000
    evidence.placed["abuse"] = known(
        places=(Place("E1", "Mill Lane", total - 3, None, ""), Place("E2", "Far End", None, None, "withheld"))
    )
    ranked()
    assert PLACES in render_html(public()[0])
    evidence.placed["abuse"] = known(
        places=(
            Place("E1", "Mill Lane", total - 30, None, ""), Place("E2", "Far End", None, None, "withheld"),
            Place("E3", "Low End", None, None, "withheld"),
        )
    )  # fmt: skip
    assert PLACES not in render_html(public()[0])


def test_what_was_withheld_at_the_issue_is_withheld_again_whatever_the_rules_say_now(small):
    document, protection = public()
    kept = protection_from(json.loads(json.dumps(protection.as_json())))
    disclosure.agree("vale", rule(threshold=2), by=BY)
    again = api.public_version("vale", protection=kept)
    assert again is not None
    assert tree_text(again[0]) == tree_text(document)


def released_before(last: int):
    """An earlier release showed eleven months of the year; with `last` in the twelfth they make the year's total."""
    own = disclosure.Extent("own", "the whole area")
    total = 3000 - last
    counts = tuple(
        (own.key, f"2020-{month:02}", total // 11 + (total % 11 if month == 1 else 0))
        for month in range(1, 12)
    )
    table = disclosure.ReleasedTable("abuse", "Abuse", "Abuse by month", own.name, "", counts)
    disclosure.released(
        "vale", "bulletin", "Bulletin", input_sha256="b" * 64, shown={}, withheld=(), rules={}, by=BY,
        tables=(table,), areas={own.key: own},
    )  # fmt: skip


@pytest.mark.parametrize(("last", "barred"), [(RARE, True), (250, False)])
def test_a_total_that_tells_a_small_month_with_an_earlier_release_bars_the_issue(
    place, evidence, last, barred
):
    ranked()
    assert not public()[1].problems
    released_before(last)
    found = [one for one in public()[1].problems if one.code == "differencing"]
    assert bool(found) is barred
    assert all("Bulletin" in one.reason for one in found)


def test_what_is_issued_names_each_table_with_its_place_and_what_it_withheld(small):
    one = Place("E01900001", "Mill Lane", 40, None, "untold")
    small.placed["nuisance"] = known(places=(one,))
    tables = {one.title: one for one in public()[1].tables}
    months = tables["Abuse by month or quarter, with the year"]
    assert months.place == "the whole area"
    assert "2020-05" in months.primary
    assert len(months.secondary) == 1
    assert "2020-05" not in {period for _, period, _ in months.counts}
    assert "Nuisance by small area" in tables
