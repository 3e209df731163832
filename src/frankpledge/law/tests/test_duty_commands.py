"""The commands about duties and the law: the worked examples of the register, each with one change that must alter it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.problems import Unusable
from frankpledge.law import api as law
from frankpledge.law import duty_commands
from frankpledge.law.clocks import Status, amber_from, lead_days, readings_of, status_on
from frankpledge.law.duty_schemas import SCHEMAS
from frankpledge.law.facts import OWN
from frankpledge.law.impact import changes_between, changes_on, days_of_change
from frankpledge.law.tests.test_date_commands import faults

RUN = {
    "duties": duty_commands.duties_command,
    "duties clock": duty_commands.clock_command,
    "law impact": duty_commands.impact_command,
    "law cite": duty_commands.cite_command,
}


def ask(name, *argv):
    """The answer as JSON brings it over, checked against its schema."""
    answer = json.loads(json.dumps(RUN[name](list(argv)).as_json(), allow_nan=False))
    assert faults(answer, SCHEMAS[name]["output"]) == []
    return answer


def clock(kind, last, on, *more):
    return ask("duties clock", "--kind", kind, "--last", last, "--on", on, *more)


def listed(on, nation="E", *more):
    return {row["code"]: row for row in ask("duties", "--on", on, "--nation", nation, *more)["duties"]}


# duties -----------------------------------------------------------------------------------------------------------


def test_england_in_may_2010_has_what_the_repeal_took_away_and_no_copy_to_a_policing_body():
    found = listed("2010-05-01")
    assert {found[code]["strength"] for code in ("D11", "D60", "D61", "D58")} == {"MUST"}
    assert not {"D07", "D18"} & set(found)


def test_england_in_july_2011_has_lost_them_and_keeps_value_for_money():
    found = listed("2011-07-01")
    assert "D60" not in found
    assert (found["D11"]["strength"], found["D61"]["strength"]) == ("LOCAL", "PRACTICE")
    assert found["D10"]["strength"] == "MUST"


def test_wales_today_keeps_the_skills_review_and_the_chair_and_has_no_county_group():
    found = listed("2026-04-01", "W")
    assert (found["D11"]["strength"], found["D60"]["strength"], found["D61"]["strength"]) == ("MUST",) * 3
    assert not {"D07", "D14", "D18", "D32", "D36"} & set(found)


def test_the_copy_to_the_policing_body_starts_on_its_day():
    assert "D07" not in listed("2012-11-21")
    assert {"D07", "D18"} <= set(listed("2012-12-01"))


def test_another_bodys_duty_is_never_the_partnerships():
    found = listed("2026-04-01")
    assert {code for code in ("D13", "D21", "D28", "D36", "D40", "D42", "D52") if found[code]["own"]} == set()
    assert all(row["own"] == (row["owner"] in {str(one) for one in OWN}) for row in found.values())


def test_every_duty_of_the_register_is_there_or_said_to_be_coming():
    coming = {one.code for one in law.coming("E")}
    assert {f"D{number:02}" for number in range(1, 54)} <= {*law.duty_codes(), *coming}
    assert len(law.duties_listed()) == 12


def test_a_place_leaves_out_what_is_for_another_kind_of_area():
    assert "D14" in listed("2026-04-01", "E", "--place", "two-tier")
    assert "D14" not in listed(
        "2026-04-01", "E", "--place", "outside-london", "--place", "not-city-of-london"
    )


def test_two_days_are_compared():
    answer = ask("duties", "--on", "2011-05-01", "--compare", "2011-07-01")
    assert {one["code"] for one in answer["changes"]} == {"D11", "D60", "D61", "D62"}


# clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "last", "due", "reading"),
    [
        ("D21", "2025-10-14", "2026-10-14", "rolling-twelve-months"),
        ("D21", "2024-02-29", "2025-02-28", "rolling-twelve-months"),
        ("D24", "2026-02-10", "2026-03-10", "28-days-from-the-date-of-the-report"),
        ("D13", "2025-11-01", "2026-03-31", "end-of-the-next-quarter"),
        ("D13", "2026-06-30", "2026-09-30", "end-of-the-next-quarter"),
        ("D35", "2021-12-20", "2024-12-19", "periods-from-first-publication"),
        ("D34", "2026-11-01", "2026-08-23", "at-least-ten-weeks-before"),
        ("D37", "2026-01-31", "2026-02-28", "one-month-by-guidance"),
        ("D04", "2025-03-10", "2026-03-31", "before-the-partnership-year"),
        ("D08", "2025-03-31", "2026-03-31", "within-the-partnership-year"),
        ("D08", "2025-04-01", "2027-03-31", "within-the-partnership-year"),
        ("D22", "2026-05-05", "2026-05-05", "day-named"),
        ("D50", "2026-05-10", "2026-09-30", "each-quarter"),
    ],
)
def test_a_clock_runs_as_its_words_say(kind, last, due, reading):
    answer = clock(kind, last, "2026-11-22")
    assert (answer["due"], answer["reading"]) == (due, reading)


@pytest.mark.parametrize(
    ("on", "status", "late"),
    [("2026-08-18", "not-due", 0), ("2026-08-19", "due-soon", 0), ("2026-10-14", "due-soon", 0), ("2026-10-15", "late", 1)],
)  # fmt: skip
def test_the_day_itself_is_still_in_time_and_the_next_is_late(on, status, late):
    answer = clock("D21", "2025-10-14", on)
    assert (answer["status"], answer["days_late"], answer["amber_from"]) == (status, late, "2026-08-19")


def test_the_yearly_scrutiny_is_read_in_three_ways_and_says_so():
    answer = clock("D21", "2025-10-14", "2026-11-01")
    assert [one["due"] for one in answer["readings"]] == ["2026-10-14", "2027-03-31", "2026-12-31"]
    assert "ambiguous" in {one["code"] for one in answer["warnings"]}


def test_custom_is_never_late_in_law_and_law_is():
    england = clock("D11", "2023-06-01", "2026-11-22")
    wales = clock("D11", "2023-06-01", "2026-11-22", "--nation", "W")
    assert (england["status"], england["days_late"], england["late_in_law"]) == ("past-custom", 0, False)
    assert (wales["status"], wales["days_late"], wales["late_in_law"]) == ("late", 601, True)


def test_a_month_without_its_day_gives_a_range_and_may_leave_the_status_open():
    answer = clock("D21", "2025-10", "2026-10-10")
    assert answer["due"] == {"from": "2026-10-01", "to": "2026-10-31"}
    assert answer["status"] == "cannot-tell"
    assert clock("D21", "2025-10", "2026-12-10")["status"] == "late"


def test_no_day_is_invented_where_law_fixes_none():
    answer = clock("D36", "2025-06-25", "2026-05-01")
    assert (answer["due"], answer["status"], answer["opens"], answer["target"]) == (
        None, "no-day", "2026-04-01", "2026-06-30",
    )  # fmt: skip


def test_a_review_keeps_the_periods_of_the_first_publication():
    answer = clock("D35", "2024-11-01", "2026-11-22", "--first", "2021-12-20")
    assert [one["due"] for one in answer["readings"]] == ["2027-12-19", "2027-12-20", "2027-10-31"]


def test_what_is_not_in_force_is_owed_by_nobody():
    assert clock("D07", "2012-03-01", "2012-11-21")["status"] == "not-in-force"
    assert clock("D07", "2012-03-01", "2012-11-22")["status"] == "no-day"
    assert clock("D32", "2022-03-01", "2026-11-22", "--nation", "W")["status"] == "not-in-force"


@pytest.mark.parametrize(
    ("kind", "code"),
    [("scrutiny-review", "D21"), ("skills", "D11"), ("strategic-assessment", "D01"), ("d21", "D21")],
)
def test_a_kind_is_known_by_the_words_that_people_use(kind, code):
    assert clock(kind, "2025-10-14", "2026-11-01")["values"]["code"] == code


def test_a_duty_that_nobody_knows_is_refused_with_the_names_there_are():
    with pytest.raises(Unusable, match="scrutiny-meeting"):
        clock("frankpledge-view", "2026-01-01", "2026-11-22")
    with pytest.raises(Unusable, match="Write E or W"):
        clock("D21", "2026-01-01", "2026-11-22", "--nation", "Scotland")


def test_nothing_on_record_starts_no_clock():
    answer = ask("duties clock", "--kind", "D21", "--on", "2026-11-22")
    assert (answer["due"], answer["status"], answer["reading"]) == (None, "no-day", "no-start")


@settings(max_examples=50)
@given(
    st.sampled_from(law.duty_codes()),
    st.dates(date(2012, 1, 1), date(2035, 12, 31)),
    st.dates(date(2012, 1, 1), date(2035, 12, 31)),
)
def test_a_later_day_is_never_less_late(code, last, on):
    row = law.duty(code, "E", date(2026, 1, 1))
    if row is None:
        return
    for one in readings_of(row.clock, last, on):
        amber = amber_from(last, one.due) if one.due else None
        if one.due:
            assert amber < one.due
            assert (one.due - amber).days == lead_days(last, one.due)
        order = [Status.NOT_DUE, Status.DUE_SOON, Status.LATE, Status.PAST_CUSTOM, Status.NO_DAY]
        states = [order.index(status_on(row, one.due, amber, day)) for day in (on, date(2040, 1, 1))]
        assert states[0] <= states[1]
        assert not (row.is_custom and Status.LATE in {order[place] for place in states})


# impact -----------------------------------------------------------------------------------------------------------


def test_on_1_july_2022_seats_that_name_the_group_are_wrong_and_no_duty_is():
    answer = ask("law impact", "--on", "2022-07-01")
    assert answer["wrong"]["seats"] == ["HEALTH_CCG", "clinical-commissioning-group"]
    assert answer["wrong"]["duties"] == []
    assert ask("law impact", "--on", "2022-07-01", "--nation", "W")["verdict"] == "nothing-changes"


def test_the_repeal_of_2011_changes_duties_and_the_template_of_the_plan():
    answer = ask("law impact", "--on", "2011-06-01")
    assert answer["wrong"]["duties"] == ["D11", "D60", "D61", "D62"]
    assert "partnership plan" in answer["wrong"]["templates"]


def test_the_act_of_2021_makes_measures_of_domestic_abuse_change_their_meaning():
    answer = ask("law impact", "--on", "2021-10-01")
    assert answer["wrong"]["measures"] == ["domestic abuse"]
    assert "domestic-abuse" in answer["wrong"]["definitions"]


def test_a_day_on_which_nothing_changes_names_the_days_around_it():
    answer = ask("law impact", "--on", "2022-07-02")
    assert (answer["verdict"], answer["previous"], answer["next"]) == (
        "nothing-changes",
        "2022-07-01",
        "2023-01-31",
    )
    assert ask("law impact", "--on", "2022-07-02", "--since", "2022-01-01")["verdict"] == "changes"


@pytest.mark.parametrize("nation", ["E", "W"])
def test_the_changes_of_all_days_together_are_those_of_the_whole_time(nation):
    days = days_of_change(nation)
    apart = [one for on in days for one in changes_on(nation, on)]
    assert sorted(map(repr, apart)) == sorted(map(repr, changes_between(nation, date(1990, 1, 1), days[-1])))


# citations --------------------------------------------------------------------------------------------------------

REGS = "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007"
SEED = "Crime & Disorder Formation & Implementation of Strategies Regulations 2007"


def cite(text, subject, on="2023-06-01", nation="E"):
    answer = ask("law cite", text, "--for", subject, "--on", on, "--nation", nation)
    return answer["ok"], {one["code"] for one in answer["findings"]}, answer["correction"]


@pytest.mark.parametrize(
    ("text", "subject", "on", "nation", "codes"),
    [
        (REGS, "information sharing protocol", "2023-06-01", "E", set()),
        (f"{REGS} (SI 2007/1830), reg 4", "D12", "2023-06-01", "E", set()),
        (SEED, "information sharing protocol", "2023-06-01", "E", {"title"}),
        (REGS, "skills review", "2011-05-31", "E", set()),
        (REGS, "skills review", "2011-06-01", "E", {"not-law"}),
        (f"{REGS} (SI 2007/1831)", "D12", "2023-06-01", "E", {"number"}),
        (REGS.replace("2007", "2008"), "D12", "2023-06-01", "E", {"year"}),
        (f"{REGS}, reg 7", "D12", "2023-06-01", "E", {"place"}),
        (f"{REGS}, reg 13A", "D07", "2012-12-01", "E", set()),
        (f"{REGS}, reg 13A", "D07", "2012-11-01", "E", {"provision", "not-law"}),
        (REGS, "D01", "2023-06-01", "W", {"nation", "instrument"}),
        ("Crime and Disorder Act 1998", "reducing reoffending strategies", "2023-06-01", "E", set()),
        ("Crime and Disorder Act 1996", "reducing reoffending strategies", "2023-06-01", "E", {"year"}),
        ("Domestic Violence, Crime and Victims Act 2004, s 9", "domestic homicide reviews", "2023-06-01", "E", set()),
        ("Domestic Abuse Act 2021", "domestic homicide reviews", "2023-06-01", "E", {"instrument"}),
        ("Domestic Abuse Act 2021, s 58", "D54", "2023-06-01", "W", {"not-law"}),
        ("Police, Crime, Sentencing and Courts Act 2022", "serious violence duty", "2022-06-01", "E", {"not-in-force", "not-law"}),
        ("Police, Crime, Sentencing and Courts Act 2022", "serious violence duty", "2023-02-01", "E", set()),
        ("Statute of Winchester Act 1285", "D21", "2023-06-01", "E", {"instrument"}),
        ("Eastshire Clinical Commissioning Group", "", "2022-06-30", "E", set()),
        ("Eastshire Clinical Commissioning Group", "", "2022-07-01", "E", {"body"}),
        ("the ICB and the PCC", "", "2023-06-01", "W", {"body"}),
    ],
)  # fmt: skip
def test_a_citation_is_judged_by_title_year_number_place_nation_day_and_subject(
    text, subject, on, nation, codes
):
    ok, found, correction = cite(text, subject, on, nation)
    assert found == codes
    assert ok is (not codes)
    assert (correction is None) is (not codes) or codes <= {"not-law", "not-in-force", "provision"}


def test_what_is_written_instead_is_the_whole_citation():
    assert cite(SEED, "D12")[2] == f"{REGS} (SI 2007/1830)"
    assert cite(f"{REGS}, reg 7", "D12")[2] == f"{REGS} (SI 2007/1830), reg 4"
    slip = ask("law cite", "Crime and Disorder Act 1988 s6", "--for", "plan", "--on", "2023-06-01")
    assert slip["correction"] == "Crime and Disorder Act 1998, s 6"
    assert slip["owed_under"] == f"{REGS} (SI 2007/1830), regs 10 and 11"
    assert cite(REGS, "D01", nation="W")[2].startswith(
        "Crime and Disorder (Formulation and Implementation of Strategy) (Wales)"
    )
    assert cite("the CCG", "", "2023-01-01")[2] == "integrated care board"
    assert "Cite no instrument" in cite(REGS, "skills review")[2]


def test_what_nobody_can_check_is_not_called_right_or_wrong():
    answer = ask("law cite", "Assize of Arms Act 1181", "--for", "watch and ward", "--on", "2023-06-01")
    assert (answer["verdict"], answer["ok"]) == ("unverifiable", None)
    assert len(answer["warnings"]) == 2


def test_the_rules_say_where_they_come_from():
    from frankpledge.kernel.citations import rule_of
    from frankpledge.law.citing import judge_citation

    assert rule_of(judge_citation).message
    assert rule_of(readings_of).source.provision == "deadline rules"
