from __future__ import annotations

import json
import shutil
import tomllib
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.kernel.problems import Unusable
from frankpledge.law import api
from frankpledge.law.facts import Standing, Strength
from frankpledge.law.loading import load

DATA = Path(str(files("frankpledge.law") / "data"))
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2040, 12, 31))
NATIONS = st.sampled_from(["E", "W"])
SCRUTINY = "instruments/regs-2009-942.toml"


def codes(rows):
    return [row.code for row in rows]


def test_the_health_body_changes_overnight():
    assert "HEALTH_CCG" in codes(api.responsible_authorities("E", date(2022, 6, 30)))
    assert "HEALTH_ICB" not in codes(api.responsible_authorities("E", date(2022, 6, 30)))
    assert "HEALTH_ICB" in codes(api.responsible_authorities("E", date(2022, 7, 1)))
    assert "HEALTH_CCG" not in codes(api.responsible_authorities("E", date(2022, 7, 1)))


def test_wales_has_a_local_health_board_and_no_county_tier():
    found = codes(api.responsible_authorities("W", date(2023, 6, 1)))
    assert "HEALTH_LHB" in found
    assert not {"HEALTH_ICB", "LA_COUNTY"} & set(found)


def test_before_the_act_there_were_no_responsible_authorities():
    assert api.responsible_authorities("E", date(1998, 9, 29)) == ()
    assert api.responsible_authorities("E", date(1998, 9, 30)) != ()


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        ("HEALTH_CCG", date(2022, 6, 30), "HEALTH_CCG"),
        ("HEALTH_CCG", date(2022, 7, 1), "HEALTH_ICB"),
        ("HEALTH_PCT", date(2014, 1, 1), "HEALTH_CCG"),
        ("HEALTH_PCT", date(2024, 1, 1), "HEALTH_ICB"),
        ("HEALTH_ICB", date(2021, 1, 1), None),
        ("POLICE_AUTHORITY", date(2024, 1, 1), None),
        ("national-probation-service", date(2021, 6, 25), "national-probation-service"),
        ("national-probation-service", date(2021, 6, 26), "probation-service"),
        ("community-rehabilitation-company", date(2021, 6, 26), "probation-service"),
    ],
)
def test_a_body_that_has_ended_has_a_successor_or_none(kind, on, expected):
    assert api.successor(kind, on) == expected


def test_an_unknown_kind_of_body_is_an_error():
    with pytest.raises(KeyError):
        api.successor("LEET_COURT", date(2024, 1, 1))


def test_two_probation_bodies_at_once_until_the_merger():
    before = codes(api.bodies("E", date(2021, 6, 25), "PROBATION_PROVIDER"))
    assert before == ["national-probation-service", "community-rehabilitation-company"]
    assert codes(api.bodies("E", date(2021, 6, 26), "PROBATION_PROVIDER")) == ["probation-service"]


def test_serious_violence_became_a_strategy_on_31_january_2023():
    assert "serious-violence" not in codes(api.strategies("E", date(2023, 1, 30)))
    assert "serious-violence" in codes(api.strategies("E", date(2023, 1, 31)))


def test_the_skills_review_was_law_in_england_only_until_may_2011():
    assert api.duty("D11", "E", date(2011, 5, 31)).strength is Strength.MUST
    assert api.duty("D11", "E", date(2011, 6, 1)).strength is Strength.LOCAL
    assert api.duty("D11", "W", date(2023, 6, 1)).strength is Strength.MUST


def test_the_plan_goes_to_the_policing_body_in_england_since_22_november_2012():
    assert api.duty("D07", "E", date(2012, 11, 21)) is None
    assert api.duty("D07", "E", date(2012, 11, 22)).strength is Strength.MUST
    assert api.duty("D07", "W", date(2023, 1, 1)) is None


def test_value_for_money_stayed_when_the_skills_review_went():
    assert api.duty("D10", "E", date(2011, 7, 1)).strength is Strength.MUST


@pytest.mark.parametrize(
    "code", ["D01", "D02", "D03", "D04", "D06", "D07", "D08", "D10", "D12", "D20", "D21", "D26", "D37", "D39"]
)
def test_the_duties_that_the_two_documents_name_are_in_the_register(code):
    assert api.duty(code, "E", date(2023, 6, 1)) is not None


def test_reviews_of_deaths_began_on_13_april_2011():
    assert api.duty("D37", "E", date(2011, 4, 12)) is None
    assert api.duty("D37", "E", date(2011, 4, 13)).strength is Strength.GUIDANCE


def test_the_plan_loses_its_three_years_in_england_and_keeps_them_in_wales():
    def strategy(nation, on):
        return next(row.title for row in api.plan_sections(nation, on) if row.code == "CP-a")

    assert "three-year" in strategy("E", date(2011, 5, 31))
    assert "three-year" not in strategy("E", date(2011, 6, 1))
    assert "three years" in strategy("W", date(2011, 6, 1))


@pytest.mark.parametrize("nation", ["E", "W"])
def test_assessment_and_plan_have_their_parts_in_order(nation):
    found = codes(row for row in api.assessment_sections(nation, date(2020, 12, 31)) if not row.where)
    assert found == ["SA-a", "SA-b", "SA-c", "SA-d", "SA-e", "SA-f"]
    assert codes(api.plan_sections(nation, date(2020, 12, 31))) == [f"CP-{letter}" for letter in "abcdef"]


def test_the_county_group_is_for_two_tier_england_only():
    assert [r.where for r in api.assessment_sections("E", date(2020, 1, 1)) if r.code == "SA-g"] == [
        "two-tier"
    ]
    assert "SA-g" not in codes(api.assessment_sections("W", date(2020, 1, 1)))


def test_an_instrument_whose_commencement_is_not_known_is_not_in_force():
    act = api.instrument("vpa-2024")
    assert act.provenance.dates_verified is Standing.UNVERIFIED
    assert not act.is_in_force("E", date(2040, 1, 1))


def test_the_domestic_abuse_act_was_not_in_force_when_2020_ended():
    act = api.instrument("daa-2021")
    assert not act.is_in_force("E", date(2020, 12, 31))
    assert act.is_in_force("E", date(2021, 10, 1))


def test_scrutiny_started_later_in_wales():
    act = api.instrument("pja-2006")
    assert act.is_in_force("E", date(2009, 4, 30))
    assert not act.is_in_force("W", date(2009, 9, 30))


def test_a_nation_that_is_neither_is_refused():
    with pytest.raises(ValueError, match="write E or W"):
        api.duties("S", date(2020, 1, 1))


@given(DAYS, NATIONS)
def test_no_code_stands_twice_on_one_day(on, nation):
    library = api.library()
    for rows in (library.duties, library.strategies, library.plan_sections, library.assessment_sections):
        found = [(row.code, row.where) for row in rows if row.applies(nation, on)]
        assert len(found) == len(set(found))


@given(DAYS, st.sampled_from([row.code for row in api.library().authorities + api.library().bodies]))
def test_a_successor_is_always_in_force_on_the_day(kind_day, code):
    found = api.successor(code, kind_day)
    if found is not None:
        rows = [r for r in api.library().authorities + api.library().bodies if r.code == found]
        assert any(kind_day in row.period for row in rows)


@given(DAYS, NATIONS)
def test_a_day_later_changes_nothing_unless_a_row_starts_or_ends(on, nation):
    after = on + timedelta(days=1)
    edges = {row.period.starts_on for row in api.library().duties} | {
        row.period.ends_on + timedelta(days=1) for row in api.library().duties if row.period.ends_on
    }
    if after not in edges:
        assert api.duties(nation, on) == api.duties(nation, after)


def test_every_row_says_how_far_it_was_checked():
    library = api.library()
    rows = library.authorities + library.bodies + library.strategies + library.duties
    assert all(row.provenance.source in library.sources for row in rows)
    assert any(row.provenance.verified is Standing.GENERAL for row in rows)


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "column"),
    [
        (SCRUTINY, 'nation = "E"\n', 'nation = "S"\n', "not-a-choice", "duty[1].nation"),
        (SCRUTINY, 'source = "L10"', 'source = "L99"', "no-source", "instrument.source"),
        (SCRUTINY, "valid_from = 2009-04-30", 'valid_from = "2009"', "not-a-day", "duty[1].valid_from"),
        (SCRUTINY, "valid_from", "valid_form", "unknown-key", "duty[1].valid_form"),
        (SCRUTINY, '"regs-2009-942: reg 4', '"regs-1066: reg 4', "no-instrument", "duty[1].basis"),
        (SCRUTINY, '"regs-2009-942: reg 4', '"regs-2009-942: reg 94', "no-provision", "duty[1].basis"),
        (SCRUTINY, 'ref = "reg 3"', 'ref = "reg 4"', "overlap", "provision[2].ref"),
        (SCRUTINY, 'kind = "after-last"', 'kind = "whenever"', "not-a-choice", "duty[1].clock.kind"),
        (SCRUTINY, 'nation = "W"', 'nation = "EW"', "overlap", "duty[2].valid_from"),
        (SCRUTINY, "verified = true", 'verified = "yes"', "not-a-standing", "instrument.verified"),
        (SCRUTINY, 'slug = "regs-2009-942"', 'slug = "regs-2009"', "name", "instrument.slug"),
        ("twelve.toml", '"D01"', '"D99"', "no-duty", "listed[1].duties"),
        (
            "authorities.toml",
            'successor = "HEALTH_CCG"',
            'successor = "X"',
            "no-successor",
            "authority[7].successor",
        ),
        ("bodies.toml", "valid_to = 2013-03-31", "valid_to = 2003-03-31", "backwards", "body[1].valid_to"),
        ("sections.toml", "[[plan]]", "[[plans]]", "no-rows", "plan"),
    ],
)
def test_a_row_that_is_wrong_is_refused_by_file_and_key(tmp_path, name, old, new, code, column):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, -1 if name == "sections.toml" else 1), encoding="utf-8")
    with pytest.raises(Unusable) as excinfo:
        load(folder)
    problem = excinfo.value.problems[0]
    assert (problem.file, problem.code, problem.column) == (Path(name).name, code, column)
    assert problem.remedy


def test_every_file_of_an_instrument_has_the_published_shape():
    schema = json.loads(
        (Path(__file__).parents[4] / "docs/reference/law-file.schema.json").read_text("utf-8")
    )
    for path in sorted((DATA / "instruments").glob("*.toml")):
        value = json.loads(json.dumps(tomllib.loads(path.read_text("utf-8")), default=str))
        assert shape_faults(value, schema, path.name) == []


def shape_faults(value, schema, where):
    """What the schema does not allow: the part of JSON Schema that this one uses."""
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value}"]
    kinds = {"object": dict, "array": list, "string": str, "integer": int}
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{where}: {value!r} is not {schema['type']}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where} lacks {name}" for name in schema["required"] if name not in value]
        found += [f"{where}: {name} is unknown" for name in value if name not in schema["properties"]]
        for name, part in value.items():
            found += shape_faults(part, schema["properties"].get(name, {"enum": [part]}), f"{where}.{name}")
    if isinstance(value, list):
        for part in value:
            found += shape_faults(part, schema["items"], f"{where}[]")
    return found


def test_the_register_points_to_kinds_that_clocks_and_evidence_share():
    """An event that is another duty's evidence is spelt the same, so that one starts what the other shows."""
    rows = api.library().duties
    events = {row.clock.event for row in rows if row.clock.event}
    proofs = {row.proved_by for row in rows}
    assert {"plan-agreed", "assessment-issued", "death-review-decided", "public-meeting"} <= events & proofs
    assert all(
        row.clock.event for row in rows if row.clock.kind in {"after-last", "after-event", "on-request"}
    )
