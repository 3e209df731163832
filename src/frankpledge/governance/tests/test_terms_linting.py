"""Every rule of the linter: a repaired copy loses exactly that finding, another body's terms with the defect gain it."""

from __future__ import annotations

import copy
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance.rules.terms import lint_gaps, lint_law, lint_risks, lint_words
from frankpledge.governance.rules.terms.findings import TITLES
from frankpledge.governance.rules.terms.linting import RULES, findings_of
from frankpledge.governance.rules.terms.reading import read_terms, terms_of
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
DORSET = EXAMPLES / "dorset-2023.toml"
COMPLETE = EXAMPLES / "patterns" / "complete.toml"
REGULATIONS = "Crime & Disorder Formation & Implementation of Strategies Regulations 2007"
TITLE = "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007"


def values(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def codes(changed: dict) -> Counter:
    return Counter(one.code for one in findings_of(terms_of(StrictTable("changed.toml", changed))))


def by_slug(terms: dict, key: str, slug: str) -> dict:
    return next(one for one in terms[key] if one["slug"] == slug)


def put(key: str, **more):
    """Change keys of a table; None takes one out."""

    def change(terms: dict) -> None:
        table = terms.setdefault(key, {})
        for name, value in more.items():
            table.pop(name, None) if value is None else table.__setitem__(name, value)

    return change


def drop(*keys: str):
    def change(terms: dict) -> None:
        for key in keys:
            del terms[key]

    return change


def row(key: str, slug: str, **more):
    def change(terms: dict) -> None:
        one = by_slug(terms, key, slug)
        for name, value in more.items():
            one.pop(name, None) if value is None else one.__setitem__(name, value)

    return change


def first(key: str, **more):
    def change(terms: dict) -> None:
        for name, value in more.items():
            terms[key][0].pop(name, None) if value is None else terms[key][0].__setitem__(name, value)

    return change


def add(key: str, **table):
    return lambda terms: terms.setdefault(key, []).append(table)


def wording(slug: str, old: str, new: str):
    def change(terms: dict) -> None:
        clause = by_slug(terms, "clause", slug)
        assert old in clause["text"]
        clause["text"] = clause["text"].replace(old, new)

    return change


def cited(new: str):
    def change(terms: dict) -> None:
        for one in terms["duty"]:
            one["cites"] = [new if title == REGULATIONS else title for title in one.get("cites", [])]

    return change


def duty(code: str, **more):
    def change(terms: dict) -> None:
        next(one for one in terms["duty"] if one.get("code") == code).update(more)

    return change


def both(*changes):
    def change(terms: dict) -> None:
        for one in changes:
            one(terms)

    return change


REPAIRS = [
    ("body-ended", row("seat", "health", name="NHS Dorset Integrated Care Board", kind="HEALTH_ICB")),
    ("board-heads", row("seat", "da-forum", heads=["victims", "children"])),
    ("force-not-chief", row("seat", "police", name="The Chief Constable of Dorset Police")),
    ("citation-title", cited(TITLE)),
    ("specified-authority-no-vote", row("seat", "youth-offending", **{"class": "core"})),
    ("legal-person", wording("function", "legal body", "partnership")),
    ("majority-base-silent", first("decision", base="present")),
    ("abstention-silent", first("decision", abstention="counted")),
    ("casting-passes-silent", put("casting_vote", passes=True)),
    ("chair-vacancy-silent", row("office", "chair", vacancy="the vice chair")),
    ("acting-chair-silent", row("office", "chair", absence="the vice chair")),
    ("acting-chair-silent", put("presiding", order=["vice-chair", "elected"])),
    ("election-date-open", row("office", "vice-chair", elect_within_days=30)),
    ("deputies-silent", put("deputies", allowed=False)),
    ("remote-silent", put("remote", allowed=True, may_vote=True, counts_to_quorum=True)),
    ("interests-silent", put("interests", declare=True, withdraw=True)),
    ("notice-silent", add("notice", days=10)),
    ("papers-silent", put("papers", days=5)),
    ("inquorate-silent", put("inquorate", then="adjourn")),
    ("outside-silent", add("outside", route="email")),
    ("requisition-silent", put("requisition", at_least=3)),
    ("review-silent", put("review", every_months=12, approved_by="the partnership")),
    ("precedence-silent", put("precedence", order=["statute"])),
    ("openness-silent", put("terms", is_public=True)),
    ("subgroup-powers-silent", add("subgroup", slug="delivery", name="Delivery group", powers=[])),
    ("frequency-ambiguous", first("frequency", reading="each-window")),
    ("ahead-ambiguous", put("dates", counted_from="start-of-year")),
    ("dangling-footnote", put("footnotes")),
    ("equal-but-casting", wording("decisions", "with all partners equal", "together")),
    ("one-carries-alone", put("quorum", at_least=3)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "repair"), REPAIRS, ids=[code for code, _ in REPAIRS])
def test_a_repaired_copy_of_the_seeds_terms_loses_exactly_that_finding(code, repair):
    before, repaired = codes(values(DORSET)), values(DORSET)
    if code == "dangling-footnote":
        repaired["footnotes"] = ["As amended."]
    else:
        repair(repaired)
    lost = before - codes(repaired)
    assert set(lost) == {code}
    assert lost[code] == before[code]
    assert not codes(repaired) - before


@pytest.mark.parametrize("code", ["D11", "D26"])
def test_a_duty_that_is_custom_is_found_until_it_is_called_so(code):
    before, repaired = codes(values(DORSET)), values(DORSET)
    duty(code, strength="local")(repaired)
    assert before - codes(repaired) == Counter({"duty-not-statutory": 1})


@pytest.mark.parametrize("phrase", list(lint_words.VAGUE))
def test_words_that_sound_like_rules_are_found_one_by_one(phrase):
    changed = values(COMPLETE)
    assert "vague-words" not in codes(changed)
    by_slug(changed, "clause", "purpose")["text"] += f" It acts {phrase}."
    assert codes(changed) == Counter({"vague-words": 1})


DEFECTS = [
    ("body-ended", row("seat", "health", name="The primary care trust")),
    ("board-heads", row("seat", "forum", heads=["victims", "charities"])),
    ("force-not-chief", row("seat", "police", name="The constabulary")),
    ("citation-title", first("duty", cites=["Crime and Disorder (Strategy Formulation) Regulations 2007"])),
    ("citation-unknown", first("duty", cites=["The Beating of Bounds Act 1801"])),
    ("citation-not-in-force", first("duty", cites=[TITLE, "Victims and Prisoners Act 2024"])),
    ("citation-wrong-instrument", first("duty", cites=["Police and Justice Act 2006"])),
    ("duty-not-statutory", duty("D11", strength="statutory")),
    ("legal-person", wording("purpose", "The partnership", "The legal entity")),
    ("authority-without-seat", row("seat", "fire", kind="FIRE_BRIGADE_CHARITY")),
    ("specified-authority-missing", row("seat", "youth-offending", kind="YOUTH_CLUB")),
    ("specified-authority-no-vote", row("seat", "youth-offending", **{"class": "invited"})),
    ("quorum-silent", drop("quorum")),
    ("decision-silent", drop("decision")),
    ("majority-base-silent", first("decision", base=None)),
    ("abstention-silent", first("decision", abstention=None)),
    ("casting-silent", drop("casting_vote")),
    ("casting-passes-silent", put("casting_vote", passes=None)),
    ("chair-vacancy-silent", row("office", "chair", vacancy=None)),
    ("acting-chair-silent", row("office", "chair", absence=None)),
    ("election-date-open", row("office", "vice-chair", elect_within_days=None)),
    ("deputies-silent", put("deputies", may_vote=None)),
    ("remote-silent", drop("remote")),
    ("interests-silent", put("interests", withdraw=None)),
    ("notice-silent", drop("notice")),
    ("papers-silent", drop("papers")),
    ("inquorate-silent", drop("inquorate")),
    ("outside-silent", drop("outside")),
    ("requisition-silent", drop("requisition")),
    ("review-silent", put("review", approved_by=None)),
    ("precedence-silent", drop("precedence")),
    ("frequency-silent", drop("frequency")),
    ("openness-silent", put("terms", is_public=None)),
    ("subgroup-powers-silent", first("subgroup", powers=None)),
    ("frequency-ambiguous", first("frequency", every="month", reading=None)),
    ("ahead-ambiguous", put("dates", counted_from=None)),
    ("dangling-footnote", wording("purpose", "duties", "duties3")),
    ("dangling-clause", first("decision", clause="clause-nine")),
    ("undefined-name", put("papers", leave_of=["moderator"])),
    ("equal-but-casting", wording("decisions", "By a majority", "All members are equal. By a majority")),
    ("second-without-first", both(put("casting_vote", kind="second"), row("office", "chair", seat="forum"))),
    ("papers-floor", put("papers", floor_days=6)),
    ("papers-before-notice", both(first("notice", days=4, days_are="working"))),
    ("one-carries-alone", both(put("quorum", at_least=2, minimum=None), put("casting_vote", kind="second"))),
    ("one-and-abstentions", first("decision", base="cast", abstention="ignored")),
    ("quorum-without-votes", both(row("class", "invited", counts_to_quorum=True), put("quorum", at_least=1, minimum=None, **{"class": "invited"}))),
    ("one-organisation-majority", row("seat", "council", votes=6)),
    ("one-blocks", first("decision", more_than=None, at_least="all")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "defect"), DEFECTS, ids=[code for code, _ in DEFECTS])
def test_another_bodys_terms_with_the_same_defect_gain_that_finding(code, defect):
    assert not codes(values(COMPLETE))
    spoiled = values(COMPLETE)
    defect(spoiled)
    found = codes(spoiled)
    assert found[code] == 1
    assert set(found) - {code} <= COMPANIONS.get(code, set())


COMPANIONS = {
    "quorum-without-votes": {"one-is-quorate"},
    "authority-without-seat": {"specified-authority-missing"},
    "one-organisation-majority": {"one-carries-alone", "one-and-abstentions"},
}
"""Findings that come with another by nature: an invited member alone makes that quorum."""


def test_one_alone_makes_a_meeting():
    spoiled = values(COMPLETE)
    put("quorum", at_least=1, minimum=None)(spoiled)
    assert codes(spoiled)["one-is-quorate"] == 1


def test_one_organisation_with_many_seats_makes_the_quorum():
    spoiled = values(COMPLETE)
    for slug in ("council", "police", "health"):
        by_slug(spoiled, "seat", slug)["organisation"] = "The council"
    assert codes(spoiled)["one-organisation-quorate"] == 1


def test_in_wales_the_skills_review_is_law_and_the_chairs_term_must_be_given():
    welsh = values(COMPLETE)
    welsh["terms"]["nation"] = "W"
    row("seat", "health", name="The Local Health Board", kind="HEALTH_LHB")(welsh)
    duty("D11", strength="statutory")(welsh)
    found = codes(welsh)
    assert found["duty-not-statutory"] == 0
    assert found["wales-chair"] == 1
    assert found["capacity-without-law"] == 1, "the domestic abuse board is English law"
    assert found["citation-not-in-force"] == 1, "the English regulations are cited"
    row("office", "chair", removal="by a vote of two thirds")(welsh)
    assert codes(welsh)["wales-chair"] == 0


def test_before_june_2011_the_skills_review_was_law_in_england():
    early = values(COMPLETE)
    early["terms"]["starts_on"] = date(2011, 5, 31)
    duty("D11", strength="statutory")(early)
    assert codes(early)["duty-not-statutory"] == 0
    early["terms"]["starts_on"] = date(2011, 6, 1)
    assert codes(early)["duty-not-statutory"] == 1


def test_a_body_is_found_only_from_the_day_after_it_ended():
    terms = values(DORSET)
    terms["terms"]["dated"] = "2022-06-30"
    assert codes(terms)["body-ended"] == 0
    terms["terms"]["dated"] = "2022-07-01"
    assert codes(terms)["body-ended"] == 1


def test_a_capacity_before_its_law_is_found():
    terms = values(DORSET)
    terms["terms"]["dated"] = "2023-01-30"
    assert codes(terms)["capacity-without-law"] == 1
    terms["terms"]["dated"] = "2023-01-31"
    assert codes(terms)["capacity-without-law"] == 0
    terms["terms"]["nation"] = "W"
    assert codes(terms)["capacity-without-law"] == 1, "the domestic abuse board is English law"
    terms["capacity"] = [one for one in terms["capacity"] if one["instrument"] != "daa-2021"]
    assert codes(terms)["capacity-without-law"] == 0


def test_a_group_of_one_is_too_small_in_england_and_one_of_two_is_not():
    terms = values(COMPLETE)
    terms["seat"] = [one for one in terms["seat"] if one["slug"] in {"council", "forum"}]
    terms["quorum"] = {"at_least": 1}
    assert codes(terms)["group-too-small"] == 1
    by_slug(terms, "seat", "council")["places"] = 2
    assert codes(terms)["group-too-small"] == 0
    by_slug(terms, "seat", "council")["places"] = 1
    terms["terms"]["starts_on"] = date(2011, 5, 31)
    assert codes(terms)["group-too-small"] == 0, (
        "then one of each authority was asked for, which another rule looks at"
    )


def test_arrangements_for_the_chair_are_asked_for_in_wales_and_were_in_england():
    terms = values(COMPLETE)
    assert codes(terms)["chair-arrangements"] == 0
    terms["terms"]["starts_on"] = date(2011, 5, 31)
    assert codes(terms)["chair-arrangements"] == 1
    row("office", "chair", removal="by a vote of two thirds")(terms)
    assert codes(terms)["chair-arrangements"] == 0
    row("office", "chair", term_months=None)(terms)
    assert codes(terms)["chair-arrangements"] == 1
    terms["terms"]["nation"] = "W"
    assert codes(terms)["wales-chair"] == 1
    row("office", "chair", term_months=12, removal=None, removed_by="removal")(terms)
    assert codes(terms)["wales-chair"] == 0, "by what decision is an arrangement too"


def test_a_body_without_a_chair_is_found():
    terms = values(COMPLETE)
    terms["office"] = [one for one in terms["office"] if one["slug"] != "chair"]
    found = codes(terms)
    assert found["chair-silent"] == 1
    assert found["undefined-name"] == 3, "the casting vote, late papers and the vice-chair rely on it"
    terms["office"].append(
        {"slug": "chair", "title": "Chair", "method": "independent", "vacancy": "v", "absence": "a"}
    )
    assert codes(terms)["chair-silent"] == 0


def test_the_seeds_terms_have_the_defects_that_a_reader_of_the_law_sees():
    found = {(one.code, one.clause) for one in findings_of(read_terms(DORSET))}
    assert {
        ("body-ended", "core-seats"), ("duty-not-statutory", "duties"), ("board-heads", "purpose"),
        ("dangling-footnote", "purpose"), ("one-carries-alone", "decisions"), ("chair-vacancy-silent", "chairing"),
        ("casting-passes-silent", "decisions"), ("frequency-ambiguous", "meetings"), ("ahead-ambiguous", "meetings"),
    } <= found  # fmt: skip


def test_every_finding_says_why_and_what_to_write():
    for one in findings_of(read_terms(DORSET)):
        assert one.why.endswith(".")
        assert one.suggestion


RULES_IN_ORDER = (
    lint_law.bodies_that_had_ended, lint_law.the_force_is_not_the_authority, lint_law.titles_of_instruments,
    lint_law.instruments_that_nobody_knows, lint_law.instruments_not_in_force,
    lint_law.duties_called_statutory_that_are_not, lint_law.duties_cited_to_the_wrong_instrument,
    lint_law.capacities_before_their_law, lint_law.authorities_without_a_seat, lint_law.too_few_for_a_strategy_group,
    lint_law.heads_of_the_domestic_abuse_board, lint_law.specified_authorities_left_out,
    lint_law.specified_authorities_without_a_vote, lint_law.chair_arrangements_that_law_asks_for, lint_law.not_a_legal_person,
    lint_gaps.quorum_is_given, lint_gaps.decision_rule_is_given, lint_gaps.majority_names_its_base,
    lint_gaps.abstentions_are_settled, lint_gaps.casting_vote_is_settled, lint_gaps.casting_vote_passes_or_not,
    lint_gaps.chair_is_named, lint_gaps.vacancy_of_the_chair, lint_gaps.absence_of_the_chair,
    lint_gaps.elections_have_a_date, lint_gaps.deputies_are_settled, lint_gaps.attending_from_afar_is_settled,
    lint_gaps.interests_are_settled, lint_gaps.notice_is_given, lint_gaps.papers_have_a_day,
    lint_gaps.inquorate_meetings_are_settled, lint_gaps.decisions_between_meetings, lint_gaps.members_may_call_a_meeting,
    lint_gaps.terms_are_reviewed, lint_gaps.precedence_is_settled, lint_gaps.meetings_have_a_frequency,
    lint_gaps.openness_is_settled, lint_gaps.groups_below_have_limits, lint_words.how_often_can_be_read_two_ways,
    lint_words.a_year_ahead_can_be_read_two_ways, lint_words.words_that_sound_like_rules,
    lint_words.footnotes_that_lead_nowhere, lint_words.clauses_that_are_not_there, lint_words.names_that_nothing_defines,
    lint_words.equal_partners_and_a_second_vote, lint_words.second_vote_of_one_without_a_first,
    lint_words.floor_above_the_deadline, lint_words.papers_before_the_notice, lint_risks.one_carries_against_another,
    lint_risks.one_makes_a_meeting, lint_risks.one_for_and_the_rest_silent, lint_risks.quorate_without_a_vote,
    lint_risks.one_organisation_makes_the_quorum, lint_risks.one_organisation_outvotes_all, lint_risks.anyone_can_block,
)  # fmt: skip


def test_every_rule_of_the_linter_is_run():
    assert RULES == RULES_IN_ORDER


def test_checking_does_not_depend_on_the_order_of_seats():
    turned = copy.deepcopy(values(DORSET))
    turned["seat"].reverse()
    assert codes(turned) == codes(values(DORSET))


def test_every_class_of_finding_has_a_title():
    """The codes stand in the rules as texts; each is a title's key and each title a code of some rule."""
    folder = Path(lint_gaps.__file__).parent
    source = "".join(
        (folder / f"lint_{name}.py").read_text(encoding="utf-8") for name in ("gaps", "law", "risks", "words")
    )
    written = {code for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source) if code in TITLES}
    assert written == set(TITLES)
    yielded = set(re.findall(r'(?:Finding|_silent)\(\s*"([a-z-]+)"', source))
    assert yielded <= set(TITLES)


def test_the_wording_to_copy_is_what_stands_between_the_marks():
    found = {one.code: one for one in findings_of(read_terms(DORSET))}
    assert found["casting-passes-silent"].wording == ("or, in the Chair's absence, the person presiding",)
    assert found["body-ended"].wording == ("or its statutory successor",)
    assert found["one-carries-alone"].wording == ()
