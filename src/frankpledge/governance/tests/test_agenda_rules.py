"""What can be worked out before a meeting, rule by rule: one input that alters the verdict and one that does not."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.governance.rules.agenda.dates import (
    LAST,
    Pattern,
    every_so_many_weeks,
    months_for,
    often_enough,
    set_far_enough_ahead,
    year_of_dates,
)
from frankpledge.governance.rules.agenda.forecast import (
    Expected,
    ItemAsked,
    Outlook,
    SeatReply,
    quorum_forecast,
)
from frankpledge.governance.rules.agenda.notices import circulated_in_time, last_days, may_still_join
from frankpledge.governance.rules.agenda.numbering import first_numbers, in_order, supplement_number
from frankpledge.governance.rules.agenda.papers import (
    PARTS,
    PaperFacts,
    PartText,
    Signed,
    sign_off_that_counts,
    unclear_links,
    what_a_paper_lacks,
)
from frankpledge.governance.rules.agenda.public_meeting import (
    Authority,
    PublicMeetingFacts,
    Representative,
    outstanding,
    public_meeting_is_complete,
    year_has_its_public_meeting,
)
from frankpledge.governance.rules.agenda.required import (
    Named,
    Requirement,
    may_be_required,
    requirement_is_met,
)
from frankpledge.governance.rules.agenda.ties import silences, words_for_a_tie
from frankpledge.governance.rules.terms.constitution import (
    CastingVote,
    Constitution,
    Dates,
    Frequency,
    Standing,
)
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import StrictTable
from frankpledge.kernel.verdicts import Outcome, Refused
from frankpledge.law.holidays import working_calendar

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
SEED = read_terms(EXAMPLES / "dorset-2023.toml")
DEADLINES = read_terms(EXAMPLES / "patterns" / "deadlines.toml")
ON = date(2024, 6, 13)
CORE = ("council", "police", "health", "fire", "probation")


def terms(text: str) -> Constitution:
    return terms_of(StrictTable("test.toml", tomllib.loads(text)))


# Dates ------------------------------------------------------------------------------------------------------------


def quarterly(reading: str | None = None, least: int = 1) -> Frequency:
    return Frequency("", "ordinary", least, "quarter", None, (), (), "", None, reading, "meetings")


def by_reading(checks):
    return {one.reading: one.ok for one in checks}


def test_a_year_of_dates_keeps_its_weekday_and_leaves_out_bank_holidays():
    """year_of_dates: the first Monday of May is a bank holiday and Christmas Eve is given as unwanted."""
    days = working_calendar()
    found = year_of_dates(Pattern(0, 1, (2, 5)), Period(date(2026, 1, 1), date(2026, 12, 31)), days.why_not)
    assert [one.on for one in found] == [date(2026, 2, 2), date(2026, 5, 11)]
    assert found[0].moved_because == ""
    assert found[1].moved_because == "Monday 4 May 2026 is Early May bank holiday"


def test_a_date_that_cannot_move_later_in_its_month_moves_earlier():
    given_days = {date(2026, 3, 26): "a day given as unwanted"}
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    found = year_of_dates(Pattern(3, LAST, (3,)), year, given_days.get)
    assert [one.on for one in found] == [date(2026, 3, 19)]
    assert year_of_dates(Pattern(3, LAST, (3,)), year, lambda _: None)[0].on == date(2026, 3, 26)


@given(
    weekday=st.integers(0, 4),
    week=st.integers(1, LAST),
    months=st.sets(st.integers(1, 12), min_size=1),
    start=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    unwanted=st.sets(st.integers(0, 365)),
)
@settings(max_examples=60)
def test_no_proposed_date_is_one_that_cannot_be(weekday, week, months, start, unwanted):
    days = working_calendar()
    barred = {start + timedelta(n) for n in unwanted}

    def why_not(on):
        return "unwanted" if on in barred else days.why_not(on)

    year = Period(start, start + timedelta(364))
    for one in year_of_dates(Pattern(weekday, week, tuple(months)), year, why_not):
        assert why_not(one.on) is None
        assert one.wanted.weekday() == weekday
        assert bool(one.moved_because) == (one.on != one.wanted)


def test_weekly_dates_keep_their_rhythm_when_one_of_them_is_moved():
    days = working_calendar()
    year = Period(date(2026, 4, 20), date(2026, 5, 18))
    found = every_so_many_weeks(date(2026, 4, 20), 2, year, days.why_not)
    assert [one.on for one in found] == [date(2026, 4, 20), date(2026, 5, 5), date(2026, 5, 18)]


def test_the_frequency_suggests_months():
    assert months_for(quarterly(), 3) == (3, 6, 9, 12)
    assert months_for(replace(quarterly(), every="month"), 3) == tuple(range(1, 13))
    assert months_for(replace(quarterly(), every="", months=(2, 9)), 3) == (2, 9)
    assert months_for(None, 3) == ()


def test_quarterly_dates_are_checked_under_each_reading():
    """often_enough: the same dates stand under one reading and fall under another."""
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    even = [date(2026, 1, 15), date(2026, 4, 15), date(2026, 7, 15), date(2026, 10, 15)]
    checks = often_enough(quarterly(), even, [date(2025, 10, 15)], year)
    assert by_reading(checks) == {"each-window": True, "longest-gap": True, "number-a-year": True}
    uneven = [date(2026, 1, 5), date(2026, 6, 29), date(2026, 7, 1), date(2026, 12, 20)]
    checks = often_enough(quarterly(), uneven, [date(2025, 10, 15)], year)
    assert by_reading(checks) == {"each-window": True, "longest-gap": False, "number-a-year": True}
    bunched = [date(2026, 1, 5), date(2026, 3, 5), date(2026, 6, 5), date(2026, 9, 5), date(2026, 12, 5)]
    two_in_one = [
        date(2026, 1, 5),
        date(2026, 3, 31),
        date(2026, 7, 1),
        date(2026, 9, 30),
        date(2026, 12, 30),
    ]
    assert by_reading(often_enough(quarterly(), bunched, [], year)) == {
        "each-window": True, "longest-gap": True, "number-a-year": True,
    }  # fmt: skip
    assert by_reading(often_enough(quarterly(), two_in_one, [], year))["each-window"] is False


def test_a_reading_that_the_terms_fix_is_the_only_one_asked():
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    dates = [date(2026, 1, 5), date(2026, 6, 29), date(2026, 7, 1), date(2026, 12, 20)]
    assert by_reading(often_enough(quarterly("number-a-year"), dates, [], year)) == {"number-a-year": True}
    assert by_reading(often_enough(quarterly("longest-gap"), dates, [], year)) == {"longest-gap": False}


def test_an_interval_that_goes_on_beyond_the_dates_is_left_open():
    year = Period(date(2026, 2, 1), date(2027, 1, 31))
    dates = [date(2026, 2, 15), date(2026, 5, 15), date(2026, 8, 15), date(2026, 11, 15)]
    assert by_reading(often_enough(quarterly(), dates, [], year))["each-window"] is None
    assert by_reading(often_enough(quarterly(), [*dates, date(2027, 1, 10)], [], year))["each-window"] is True


def test_named_months_windows_and_weeks_are_checked_as_they_are_said():
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    months = replace(quarterly(), every="", months=(3, 9))
    assert often_enough(months, [date(2026, 3, 2), date(2026, 9, 2)], [], year)[0].ok
    assert often_enough(months, [date(2026, 3, 2), date(2026, 10, 2)], [], year)[0].sentence == (
        "There is no meeting in September 2026."
    )
    windows = replace(quarterly(), every="", windows=(("10-01", "11-30"), ("12-15", "01-15")))
    assert often_enough(windows, [date(2026, 10, 2), date(2026, 1, 2)], [], year)[0].ok
    assert not often_enough(windows, [date(2026, 10, 2), date(2026, 2, 2)], [], year)[0].ok
    weekly = replace(quarterly(), every="", every_weeks=1)
    days = [date(2026, 1, 1) + timedelta(7 * n) for n in range(53)]
    assert often_enough(weekly, days, [], year)[0].ok
    assert not often_enough(weekly, [on for on in days if on.month != 8], [], year)[0].ok


def test_a_year_ahead_has_two_readings():
    """set_far_enough_ahead: dates set in the January before are in time under one reading only."""
    year = Period.financial_year(2026)
    set_on = date(2026, 1, 10)
    meetings = [(date(2026, 6, 1), set_on), (date(2027, 3, 1), set_on)]
    assert by_reading(set_far_enough_ahead(Dates(12, None, "meetings"), meetings, year)) == {
        "each-meeting": False, "start-of-year": True,
    }  # fmt: skip
    late = [(date(2026, 6, 1), date(2026, 4, 2))]
    assert by_reading(set_far_enough_ahead(Dates(12, "start-of-year", ""), late, year)) == {
        "start-of-year": False
    }
    early = [(date(2026, 6, 1), date(2025, 6, 1))]
    assert by_reading(set_far_enough_ahead(Dates(12, None, ""), early, year)) == {
        "each-meeting": True, "start-of-year": True,
    }  # fmt: skip


# Notices ----------------------------------------------------------------------------------------------------------


def test_the_last_days_before_a_meeting_are_those_of_its_kind():
    found = {one.what: one for one in last_days(DEADLINES, "ordinary", date(2024, 4, 8))}
    assert {what: one.due for what, one in found.items()} == {
        "notice": date(2024, 3, 27), "papers": date(2024, 3, 28), "floor": date(2024, 4, 5),
    }  # fmt: skip
    assert not found["floor"].waivable
    special = {one.what: one.due for one in last_days(DEADLINES, "special", date(2024, 6, 17))}
    assert special["notice"] == date(2024, 6, 2)


def test_what_went_out_late_says_by_how_much():
    """circulated_in_time: the last day itself is in time, the day after it is not; the terms may be silent."""
    [due] = [one for one in last_days(DEADLINES, "ordinary", date(2024, 4, 8)) if one.what == "papers"]
    assert circulated_in_time(due, date(2024, 3, 28)).in_time
    late = circulated_in_time(due, date(2024, 4, 2))
    assert (late.in_time, late.late_by) == (False, 5)
    assert late.sentence.startswith("Late by 5 days")
    assert circulated_in_time(None, date(2024, 4, 2)).in_time is None


def test_an_item_joins_late_only_as_the_terms_let_it():
    """may_still_join: urgent and by leave, before the floor; never after it."""
    on = date(2024, 4, 8)
    assert may_still_join(DEADLINES, on, date(2024, 3, 28), is_urgent=False, leave_of="").startswith(
        "Circulated by"
    )
    assert "leave of chair" in may_still_join(
        DEADLINES, on, date(2024, 4, 3), is_urgent=True, leave_of="chair"
    )
    for is_urgent, leave, code in ((False, "chair", "not-urgent"), (True, "", "no-leave")):
        with pytest.raises(Unusable) as refused:
            may_still_join(DEADLINES, on, date(2024, 4, 3), is_urgent=is_urgent, leave_of=leave)
        assert refused.value.problems[0].code == code
    with pytest.raises(Unusable) as refused:
        may_still_join(DEADLINES, on, date(2024, 4, 6), is_urgent=True, leave_of="chair")
    assert refused.value.problems[0].code == "after-the-floor"
    assert "nobody may waive it" in str(refused.value)
    assert "no day for papers" in may_still_join(SEED, on, on, is_urgent=False, leave_of="")


# Numbers ----------------------------------------------------------------------------------------------------------


def test_items_are_numbered_in_order_and_supplements_join_by_letter_or_at_the_end():
    """first_numbers, supplement_number."""
    assert first_numbers(3) == ("1", "2", "3")
    assert supplement_number(("1", "2", "3"), "2") == "2a"
    assert supplement_number(("1", "2", "2a", "3"), "2") == "2b"
    assert supplement_number(("1", "2", "2a", "3"), "2a") == "2b"
    assert supplement_number(("1", "2", "3")) == "4"
    assert supplement_number(()) == "1"
    with pytest.raises(Refused):
        supplement_number(("1", *(f"1{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")), "1")


@given(st.lists(st.sampled_from(["", "1", "2", "3"]), max_size=20))
def test_no_number_is_ever_given_twice(joins):
    printed = list(first_numbers(3))
    for after in joins:
        printed.append(supplement_number(printed, after))
    assert len(set(printed)) == len(printed)


def test_an_item_moves_by_buttons_and_stops_at_the_ends():
    ids = ("a", "b", "c")
    assert in_order(ids, "b", "up") == ("b", "a", "c")
    assert in_order(ids, "b", "last") == ("a", "c", "b")
    assert in_order(ids, "a", "up") == ids
    assert in_order(ids, "c", "down") == ids
    assert in_order(ids, "c", "first") == ("c", "a", "b")


# Papers -----------------------------------------------------------------------------------------------------------


def whole_paper() -> PaperFacts:
    parts = {slug: PartText(slug, text="Something.") for slug in PARTS}
    parts["risk"] = replace(parts["risk"], current_risk="medium", residual_risk="low")
    for slug, kind in PARTS.items():
        if kind.needs_sign_off:
            signed = Signed("A. Officer", "Solicitor", ON, parts[slug].sha256)
            parts[slug] = replace(parts[slug], signed=(signed,))
    return PaperFacts("decide", "To agree.", "Because.", "D04", parts, has_performance_data=True)


def codes(paper: PaperFacts) -> list[str]:
    return [one.code for one in what_a_paper_lacks(paper)]


def test_a_whole_paper_lacks_nothing_and_each_part_that_goes_is_missed():
    """what_a_paper_lacks."""
    whole = whole_paper()
    assert codes(whole) == []
    assert codes(replace(whole, recommendation=" ")) == ["no-recommendation"]
    assert codes(replace(whole, because="")) == ["no-reason"]
    assert codes(replace(whole, duty="")) == ["no-duty"]
    assert codes(replace(whole, has_performance_data=False)) == ["no-performance"]
    assert codes(replace(whole, has_performance_data=False, performance_absent_because="No.")) == []
    assert codes(replace(whole, background=(("Strategy", "https://x.example", False),))) == ["no-kept-copy"]
    for slug in PARTS:
        parts = {one: part for one, part in whole.parts.items() if one != slug}
        assert codes(replace(whole, parts=parts)) == ["empty-part"], slug


def test_an_implication_may_say_why_there_is_none_and_a_risk_needs_both_levels():
    whole = whole_paper()
    climate = PartText("climate", none_because="The decision changes no travel or building.")
    assert codes(replace(whole, parts={**whole.parts, "climate": climate})) == []
    risk = replace(whole.parts["risk"], residual_risk="")
    assert codes(replace(whole, parts={**whole.parts, "risk": risk})) == ["no-risk-level"]


def test_options_are_asked_only_of_a_decision():
    whole = whole_paper()
    parts = {slug: part for slug, part in whole.parts.items() if slug != "options"}
    assert codes(replace(whole, parts=parts, kind="note")) == []


def test_a_changed_text_loses_its_sign_off_and_the_old_text_has_it_again():
    """sign_off_that_counts."""
    part = whole_paper().parts["legal"]
    assert sign_off_that_counts(part).name == "A. Officer"
    changed = replace(part, text="Something else.")
    assert sign_off_that_counts(changed) is None
    whole = whole_paper()
    assert codes(replace(whole, parts={**whole.parts, "legal": changed})) == ["sign-off-lost"]
    assert sign_off_that_counts(replace(changed, text=part.text)) is not None
    assert sign_off_that_counts(replace(part, none_because="And so.")) is None


def test_a_link_must_say_where_it_goes():
    assert unclear_links("See [the strategy of 2021](https://example.org/strategy).") == ()
    assert "does not say where it goes" in unclear_links("See [CLICK HERE](https://example.org).")[0]
    assert "bare address" in unclear_links("[https://example.org](https://example.org)")[0]


# The forecast -----------------------------------------------------------------------------------------------------


def replies(**said: str) -> list[SeatReply]:
    return [SeatReply(seat, Expected(said.get(seat, "silent"))) for seat in CORE]


def test_two_who_come_make_the_quorum_of_two_sure():
    """quorum_forecast: sure, possible and lost, each one reply apart."""
    found = quorum_forecast(SEED, ON, replies(council="attending", police="attending"))
    assert (found.outlook, found.expected, found.needed) == (Outlook.SURE, 2, 2)
    assert found.saved_by == ()
    one = quorum_forecast(SEED, ON, replies(council="attending"))
    assert one.outlook is Outlook.POSSIBLE
    assert set(one.saved_by) == {frozenset({seat}) for seat in CORE[1:]}
    away = dict.fromkeys(CORE[1:], "apologies")
    lost = quorum_forecast(SEED, ON, replies(council="attending", **away))
    assert lost.outlook is Outlook.LOST
    assert set(lost.saved_by) == {frozenset({seat}) for seat in CORE[1:]}
    assert any("needed" in reason or "2" in reason for reason in lost.reasons)


def test_someone_without_a_vote_changes_nothing():
    before = quorum_forecast(SEED, ON, replies(council="attending"))
    after = quorum_forecast(SEED, ON, [*replies(council="attending"), SeatReply("pcc", Expected.ATTENDING)])
    assert (before.outlook, before.expected) == (after.outlook, after.expected)


def test_where_the_terms_are_silent_on_deputies_the_forecast_cannot_rest_on_one():
    away = dict.fromkeys(CORE[2:], "apologies")
    found = quorum_forecast(SEED, ON, replies(council="attending", police="deputy", **away))
    assert found.outlook is Outlook.UNDETERMINED
    assert "deputies" in found.missing
    allowed = replace(SEED, deputies=Standing(True, True, True))
    assert (
        quorum_forecast(allowed, ON, replies(council="attending", police="deputy", **away)).outlook
        is Outlook.SURE
    )


def test_an_interest_takes_a_seat_out_of_its_item_only():
    said = replies(council="attending", police="attending", **dict.fromkeys(CORE[2:], "apologies"))
    item = ItemAsked("4", withdrawn=frozenset({"police"}))
    assert quorum_forecast(SEED, ON, said, ItemAsked("3")).outlook is Outlook.SURE
    found = quorum_forecast(SEED, ON, said, item)
    assert found.outlook is Outlook.LOST
    assert frozenset({"police"}) not in found.saved_by


BODY = """
[terms]
body = "Any body"
label = "any"
nation = "E"
starts_on = 2024-04-01
[[class]]
slug = "a"
title = "A"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "b"
title = "B"
can_vote = true
counts_to_quorum = true
"""
BODY += "".join(
    f'[[seat]]\nslug = "{kind}{n}"\nname = "{kind}{n}"\nclass = "{kind}"\norganisation = "O{kind}{n}"\n'
    for kind in "ab"
    for n in range(1, 4)
)
QUORUMS = {
    "a count and a seat that must be there": """
[quorum]
all_of = [{at_least = 3, count = "seats"}, {includes = "a1", deputy_ok = true}]
""",
    "not outnumbered": """
[quorum]
all_of = [{at_least = 2, count = "seats"}, {class = "a", not_fewer_than = "b"}]
""",
    "a third of those in post": """
[quorum]
at_least = "1/3"
of = "in_post"
count = "seats"
""",
    "either": """
[quorum]
any_of = [{at_least = 5, count = "seats"}, {includes = "b2", deputy_ok = true}]
""",
}


@pytest.mark.parametrize("quorum", QUORUMS.values(), ids=QUORUMS.keys())
@given(states=st.lists(st.sampled_from(["attending", "apologies", "silent"]), min_size=6, max_size=6))
@settings(max_examples=25)
def test_the_forecast_agrees_with_trying_everything_that_the_silent_may_do(quorum, states):
    rules = terms(BODY + quorum)
    seats = [f"{kind}{n}" for kind in "ab" for n in range(1, 4)]
    said = [SeatReply(seat, Expected(state)) for seat, state in zip(seats, states, strict=True)]
    silent = [one.seat for one in said if one.expected is Expected.SILENT]
    verdicts = set()
    for chosen in itertools.product(["attending", "apologies"], repeat=len(silent)):
        made = dict(zip(silent, chosen, strict=True))
        tried = [SeatReply(one.seat, Expected(made.get(one.seat, one.expected))) for one in said]
        verdicts.add(quorum_forecast(rules, ON, tried).outlook)
    expected = verdicts.pop() if len(verdicts) == 1 else Outlook.POSSIBLE
    assert quorum_forecast(rules, ON, said).outlook is expected


def test_a_seat_that_must_be_there_is_the_one_that_saves_the_meeting():
    rules = terms(BODY + QUORUMS["a count and a seat that must be there"])
    said = [
        SeatReply(seat, Expected("silent" if seat == "a1" else "attending"))
        for seat in ("a1", "a2", "a3", "b1")
    ]
    found = quorum_forecast(rules, ON, said)
    assert (found.outlook, found.saved_by) == (Outlook.POSSIBLE, (frozenset({"a1"}),))


def test_a_vacant_seat_saves_nothing():
    said = [SeatReply("council", Expected.ATTENDING), SeatReply("police", Expected.VACANT)]
    found = quorum_forecast(SEED, ON, said)
    assert (found.outlook, found.saved_by) == (Outlook.LOST, ())


# What others require ------------------------------------------------------------------------------------------------


def required(**changes) -> Requirement:
    one = Named("The police", 2, is_responsible=True)
    made = Requirement("E", date(2024, 3, 1), date(2024, 2, 1), ("crime",), "Rising violence.", (one,))
    return replace(made, **changes)


def outcomes(asked: Requirement) -> list[Outcome]:
    return [one.outcome for one in may_be_required(asked, {"crime", "drugs"})]


def test_what_the_policing_body_requires_is_checked_condition_by_condition():
    """may_be_required."""
    holds, fails, unknown = Outcome.HOLDS, Outcome.FAILS, Outcome.UNDETERMINED
    assert outcomes(required()) == [holds] * 5
    assert outcomes(required(nation="W"))[0] is fails
    assert outcomes(required(required_on=date(2012, 11, 21), consulted_on=date(2012, 11, 1)))[0] is fails
    assert outcomes(required(required_on=date(2012, 11, 22), consulted_on=date(2012, 11, 1)))[0] is holds
    assert outcomes(required(authorities=()))[1] is fails
    assert outcomes(required(authorities=(Named("A school", 1, is_responsible=False),)))[1] is fails
    assert outcomes(required(authorities=(Named("The police", 0, is_responsible=True),)))[1] is fails
    assert outcomes(required(strategies=()))[2] is fails
    assert outcomes(required(strategies=("gardens",)))[2] is fails
    assert outcomes(required(consulted_on=None))[3] is unknown
    assert outcomes(required(consulted_on=date(2024, 3, 2)))[3] is fails
    assert outcomes(required(consulted_on=date(2024, 3, 1)))[3] is holds
    assert outcomes(required(reasons=" "))[4] is unknown


def test_a_requirement_is_met_by_numbers_and_not_by_silence():
    """requirement_is_met."""
    one = Named("The police", 2, is_responsible=True)
    assert requirement_is_met(replace(one, attended=2)).holds
    assert requirement_is_met(replace(one, attended=3)).holds
    assert requirement_is_met(replace(one, attended=1)).outcome is Outcome.FAILS
    assert requirement_is_met(replace(one, attended=0)).outcome is Outcome.FAILS
    assert requirement_is_met(one).outcome is Outcome.UNDETERMINED


# The public meeting -------------------------------------------------------------------------------------------------


def public(**changes) -> PublicMeetingFacts:
    senior = (Representative("A. Chief", is_senior=True),)
    made = PublicMeetingFacts(
        date(2024, 9, 12), is_open=True, is_over=True, publicised_on=date(2024, 8, 1),
        reported_on=date(2024, 9, 20), authorities=(Authority("The police", senior), Authority("The council", senior)),
    )  # fmt: skip
    return replace(made, **changes)


def lacking(facts: PublicMeetingFacts) -> list[str]:
    return [one.code for one in outstanding(public_meeting_is_complete(facts))]


def test_the_public_meeting_needs_publicity_before_a_senior_person_of_each_and_a_report_after():
    """public_meeting_is_complete."""
    assert lacking(public()) == []
    assert lacking(public(is_open=False)) == ["open"]
    assert lacking(public(publicised_on=None)) == ["publicised"]
    assert lacking(public(publicised_on=date(2024, 9, 12))) == ["publicised"]
    assert lacking(public(publicised_on=date(2024, 9, 11))) == []
    assert lacking(public(reported_on=None)) == ["reported"]
    assert lacking(public(reported_on=date(2024, 9, 11))) == ["reported"]
    junior = Authority("The police", (Representative("B. Clerk", is_senior=False),))
    assert lacking(public(authorities=(junior,))) == ["senior"]
    both = Authority("The police", (*junior.people, Representative("A. Chief", is_senior=True)))
    assert lacking(public(authorities=(both,))) == []
    assert lacking(public(unfilled=("Fire and rescue authority",))) == ["nobody"]
    assert lacking(public(authorities=())) == ["nobody"]


def test_the_gap_of_the_public_meeting_names_the_authority():
    nobody = Authority("The fire authority", ())
    [check] = outstanding(public_meeting_is_complete(public(authorities=(*public().authorities, nobody))))
    assert check.verdict.outcome is Outcome.FAILS
    assert "The fire authority" in str(check.verdict)
    before = public(is_over=False, authorities=(nobody,))
    [check] = outstanding(public_meeting_is_complete(before))
    assert check.verdict.outcome is Outcome.UNDETERMINED
    unknown = Authority("The fire authority", (Representative("C. Someone", None),))
    [check] = outstanding(public_meeting_is_complete(public(authorities=(unknown,))))
    assert "whether the post is senior is not recorded" in str(check.verdict)


def test_each_year_from_april_has_its_public_meeting():
    """year_has_its_public_meeting."""
    year = Period.financial_year(2024)
    assert year_has_its_public_meeting([(date(2025, 3, 31), True)], year).holds
    assert year_has_its_public_meeting([(date(2025, 4, 1), True)], year).outcome is Outcome.FAILS
    assert year_has_its_public_meeting([(date(2025, 3, 31), False)], year).outcome is Outcome.UNDETERMINED
    assert year_has_its_public_meeting([], year).outcome is Outcome.FAILS


# The chair's words --------------------------------------------------------------------------------------------------


def test_the_words_for_a_tie_follow_the_terms():
    """words_for_a_tie."""
    seed = words_for_a_tie(SEED)
    assert "the chair has a second or casting vote" in " ".join(seed.words)
    assert (seed.clause, seed.heading) == ("decisions", "Decisions")
    assert len(seed.unsaid) == 1
    passes = replace(SEED, casting=CastingVote("chair", "casting", True, "decisions"))
    assert words_for_a_tie(passes).unsaid == ()
    assert "only if I have not voted" in " ".join(words_for_a_tie(passes).words)
    nobody = replace(SEED, casting=CastingVote("none", "casting", None, "decisions"))
    assert "nobody has a casting vote" in " ".join(words_for_a_tie(nobody).words)
    silent = replace(SEED, casting=None)
    assert "nothing is decided" in " ".join(words_for_a_tie(silent).words)
    assert words_for_a_tie(None).words == ()


def test_what_the_terms_leave_unsaid_is_named_and_what_they_say_is_not():
    unsaid = silences(SEED)
    assert any("deputy" in one for one in unsaid)
    assert not any("quorum" in one and "how many" in one for one in unsaid)
    assert any("how many make a quorum" in one for one in silences(replace(SEED, quorum=None)))
    assert not any("deputy" in one for one in silences(replace(SEED, deputies=Standing(True, True, True))))
