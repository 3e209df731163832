from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction as F
from uuid import uuid4

import pytest

from frankpledge.analysis.series import Break, BreakKind
from frankpledge.assessment import api, services
from frankpledge.assessment.models import Issue, Run, Score
from frankpledge.assessment.tests.world import BY, DEMO, EDITION, ISSUES, JUDGED, ranked, score
from frankpledge.audit.api import check_chain
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused


def test_the_ranking_puts_grave_and_rising_before_frequent_and_slight(place, evidence):
    found = ranked()
    assert [one.issue for one in found.places] == ["abuse", "nuisance"]
    abuse = found.of("abuse")
    assert {part.criterion: part.level for part in abuse.parts} == {
        "statistics": 3, "trends": 3, "forecasts": 3, "individuals": 4, "communities": 2, "views": 3,
    }  # fmt: skip
    assert abuse.score == F(8, 10) * F(10, 3) * 4 / 5 + F(2, 10) * 3
    assert abuse.part("statistics").reason == "3,000 in 2020."
    assert abuse.part("trends").figures[-1].provider == "measure-change"


def test_what_nobody_measures_or_judges_is_left_out_with_what_to_ask_for(place, evidence):
    found = ranked()
    assert [one.issue for one in found.left_out] == ["hidden"]
    services.record_scores("vale", "2020-21", [score("hidden", "individuals", 4)], by=BY)
    hidden = ranked().of("hidden")
    assert "To ask for: Street files: the flagged cases by month" in hidden.part("statistics").reason
    assert hidden.part("statistics").assumed
    assert hidden.rank_low < hidden.rank_high


def test_a_change_in_its_count_changes_a_rank_and_a_change_in_another_measure_does_not(place, evidence):
    before = ranked()
    evidence.yearly("elsewhere", y2020=99999)
    assert ranked().places == before.places
    evidence.yearly("abuse", y2020=2000)
    after = ranked()
    assert after.of("abuse").part("trends").level == 0
    assert after.of("abuse").score < before.of("abuse").score


def test_the_same_data_scheme_and_seed_give_the_same_ranking_and_hash(place, evidence):
    first, again = ranked(), ranked()
    assert first.places == again.places
    assert first.scores_sha256 == again.scores_sha256
    services.record_scores("vale", "2020-21", [score("nuisance", "individuals", 2)], by=BY)
    assert ranked().scores_sha256 != first.scores_sha256
    assert Run.objects.count() == 3, "every run is kept"


def test_an_absent_month_leaves_trend_and_count_unknown_and_never_counts_as_nought(place, evidence):
    evidence.counts["abuse"]["2020-05"] = None
    abuse = ranked().of("abuse")
    for criterion in ("statistics", "trends"):
        part = abuse.part(criterion)
        assert part.assumed
        assert "May 2020" in part.reason
    assert abuse.rank_low == 1
    assert any("May 2020" in remark for remark in abuse.remarks)


def test_an_absent_month_of_the_year_before_leaves_only_the_trend_unknown(place, evidence):
    evidence.counts["abuse"]["2019-05"] = None
    abuse = ranked().of("abuse")
    assert abuse.part("trends").assumed
    assert not abuse.part("statistics").assumed


def test_a_lasting_change_of_recording_forbids_the_trend_and_an_event_is_only_mentioned(place, evidence):
    step = Break("s", "Counted differently", Period(date(2019, 10, 1)), BreakKind.STEP)
    lockdown = Break("l", "Lockdown", Period(date(2020, 3, 23), date(2020, 5, 31)), BreakKind.EVENT)
    evidence.breaks["abuse"] = (step,)
    evidence.breaks["nuisance"] = (lockdown,)
    found = ranked()
    trend = found.of("abuse").part("trends")
    assert trend.assumed
    assert "Counted differently" in trend.reason
    assert found.of("nuisance").part("trends").level == 1
    assert "Lockdown" in found.of("nuisance").part("trends").reason


def test_the_leap_day_is_taken_out_of_the_comparison(place, evidence):
    evidence.yearly("abuse", y2019=3650, y2020=3660)
    assert "hardly a change" in ranked().of("abuse").part("trends").reason


def test_from_none_no_ratio_is_taken(place, evidence):
    evidence.yearly("abuse", y2019=0, y2020=5)
    assert "There were none in 2019" in ranked().of("abuse").part("trends").reason


def test_a_judgement_stands_in_where_the_figure_is_missing_and_says_so(place, evidence):
    evidence.counts["abuse"]["2020-05"] = None
    services.record_scores("vale", "2020-21", [score("abuse", "trends", 4)], by=BY)
    part = ranked().of("abuse").part("trends")
    assert (part.level, part.basis, part.assumed) == (4, "judgement", False)
    assert "Judged instead" in part.reason
    evidence.counts["abuse"]["2020-05"] = 250
    assert ranked().of("abuse").part("trends").basis == "figure"


def test_a_later_score_supersedes_and_keeps_the_earlier_and_the_same_one_changes_nothing(place, evidence):
    services.record_scores("vale", "2020-21", [score("abuse", "forecasts", 1, reason="Calmer.")], by=BY)
    rows = Score.objects.filter(issue__slug="abuse", criterion="forecasts")
    assert sorted((row.level, row.superseded_at is None) for row in rows) == [(1, True), (3, False)]
    services.record_scores("vale", "2020-21", [score("abuse", "forecasts", 1, reason="Calmer.")], by=BY)
    assert rows.count() == 2


def test_scorers_who_disagree_are_both_kept_and_widen_the_interval(place, evidence):
    services.record_scores("vale", "2020-21", [score("abuse", "individuals", 2)], by=BY)
    narrow = ranked().of("nuisance")
    services.record_scores(
        "vale", "2020-21", [score("nuisance", "individuals", 4, assessor="B", reason="Seen it.")], by=BY
    )
    part = ranked().of("nuisance").part("individuals")
    assert [(one.assessor, one.level) for one in part.judgements] == [("A", 1), ("B", 4)]
    wide = ranked().of("nuisance")
    assert (narrow.rank_low, narrow.rank_high) == (2, 2)
    assert (wide.rank_low, wide.rank_high) == (1, 2)


def test_scores_that_name_nothing_known_are_all_refused_together_and_none_is_kept(place, evidence):
    before = Score.objects.count()
    bad = [
        score("abuse", "forecasts", 0, reason="New."), score("ghosts", "forecasts", 1), score("abuse", "mood", 1),
        score("abuse", "forecasts", 9),
    ]  # fmt: skip
    with pytest.raises(Unusable) as found:
        services.record_scores("vale", "2020-21", bad, by=BY, file="scores.toml")
    assert [problem.code for problem in found.value.problems] == ["no-issue", "no-criterion", "no-level"]
    assert "score[2].issue" in str(found.value)
    assert Score.objects.count() == before


def test_a_scheme_that_has_ranked_cannot_change_but_can_have_a_new_version(place, evidence):
    path = place / "scheme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("weight = 2", "weight = 3"), encoding="utf-8")
    services.load_scheme("vale", path, by=BY)
    services.load("vale", place, by=BY)
    ranked()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="new version"):
        services.load_scheme("vale", path, by=BY)
    path.write_text(text.replace('version = "1.0.0"', 'version = "1.1.0"'), encoding="utf-8")
    services.load_scheme("vale", path, by=BY)


def test_a_criterion_may_take_the_figure_as_it_is_and_then_nobody_may_judge_it(place, evidence):
    path = place / "scheme.toml"
    text = path.read_text(encoding="utf-8")
    binned = text[text.index('scale = "yearly-count"') : text.index('id = "trends"')]
    measured = """input = "measure"
group = "likelihood"
missing = "not_allowed"
[criterion.measure]
most = 100000

[[criterion]]
"""
    path.write_text(text.replace(binned, measured), encoding="utf-8")
    services.load("vale", place, by=BY)
    found = ranked()
    part = found.of("abuse").part("statistics")
    assert (part.level, part.label, part.reason) == (3000, "As counted", "3,000 in 2020.")
    assert found.places[0].issue == "nuisance", "12,000 of them outweigh what each is like"
    evidence.yearly("abuse", y2019=2400, y2020=3001)
    assert ranked().of("abuse").score > found.of("abuse").score
    with pytest.raises(Unusable, match="measured and not judged"):
        services.record_scores("vale", "2020-21", [score("abuse", "statistics", 0)], by=BY)


def test_a_period_that_is_not_twelve_months_is_refused(place, evidence):
    with pytest.raises(Refused, match="twelve"):
        ranked(period=Period.quarter(2020, 1))
    assert ranked(period=Period.parse("2020")).period == Period.year(2020)


def test_another_edition_knows_the_ranks_of_the_one_before(place, evidence):
    evidence.yearly("abuse", y2018=2000)
    evidence.yearly("nuisance", y2018=12000)
    (place / "scores.toml").write_text(EDITION.format(edition="2019-20", period="2019"), encoding="utf-8")
    services.load_scores("vale", place / "scores.toml", by=BY)
    services.record_scores(
        "vale",
        "2019-20",
        [replace(one, level=F(4) if one.issue == "nuisance" else F(1)) for one in JUDGED],
        by=BY,
    )
    old, new = services.run_assessments("vale", by=BY)
    assert [one.issue for one in old.places] == ["nuisance", "abuse"]
    assert new.previous_edition == "2019-20"
    assert {one.issue: one.previous_rank for one in new.places} == {"abuse": 2, "nuisance": 1}
    assert api.ranking("vale").edition == "2020-21", "the newest without a name"


def test_only_those_who_assess_may_score_and_rank(place, evidence):
    member = Principal(uuid4(), "Member", frozenset({("member", "vale")}))
    outsider = Principal(uuid4(), "Outsider", frozenset({("analyst", "hill")}))
    analyst = Principal(uuid4(), "Analyst", frozenset({("analyst", "vale")}))
    with pytest.raises(NotPermitted):
        services.run_assessment("vale", "2020-21", by=member)
    with pytest.raises(NotFound):
        services.record_scores("vale", "2020-21", JUDGED, by=outsider)
    assert services.run_assessment("vale", "2020-21", by=analyst).places


def test_history_tells_of_the_ranking_and_is_whole(place, evidence):
    ranked()
    state = check_chain("vale")
    assert state.broken_at is None
    assert state.length >= 5


def test_the_figures_of_an_issue_open_to_its_scores_and_the_figures_behind_them(place, evidence):
    found = ranked()
    abuse = found.of("abuse")

    def made(provider, **more):
        return figures.figure(Request.of("vale", provider, None, edition="2020-21", issue="abuse", **more))

    rank, points, top = made("issue-rank"), made("issue-score"), made("issue-top", k="1")
    assert (rank.value, rank.text) == (abuse.rank, "1st")
    assert (rank.low, rank.high) == (abuse.rank_low, abuse.rank_high)
    assert (points.value, points.text) == (abuse.score, abuse.score_text)
    assert top.value == abuse.top(1)
    opened = figures.opened(rank.id)
    assert opened.still_agrees
    assert {name for name, _ in opened.parts} == {used.name for part in abuse.parts for used in part.figures}
    page = figures.rows(rank.id)
    assert page.total == 6
    assert page.rows[0].cells[0] == "Statistics"
    assert page.rows[0].sha256 == found.scores_sha256


def test_a_printed_rank_no_longer_agrees_once_a_new_run_says_otherwise(place, evidence):
    ranked()
    rank = figures.figure(Request.of("vale", "issue-rank", None, edition="2020-21", issue="abuse"))
    services.record_scores(
        "vale", "2020-21", [score("abuse", "individuals", 0), score("abuse", "communities", 0)], by=BY
    )
    ranked()
    assert not figures.opened(rank.id).still_agrees


def test_the_rank_of_an_issue_that_was_not_scored_is_unknown_with_the_reason(place, evidence):
    ranked()
    rank = figures.compute(Request.of("vale", "issue-rank", None, edition="2020-21", issue="hidden"))
    assert rank.value is None
    assert "Nobody has scored it" in rank.unknown_because


def test_a_rank_that_rests_on_synthetic_data_says_so(place, evidence):
    ranked()
    request = Request.of("vale", "issue-rank", None, edition="2020-21", issue="abuse")
    assert not figures.compute(request).is_synthetic
    evidence.synthetic.add("abuse")
    ranked()
    assert figures.compute(request).is_synthetic


def test_issues_can_be_loaded_again_and_come_up_to_the_file(place, evidence):
    path = place / "issues.toml"
    path.write_text(ISSUES.replace("Noise and litter.", "Noise."), encoding="utf-8")
    services.load_issues("vale", path, by=BY)
    assert Issue.objects.count() == 3
    assert api.issue_facts("vale", "nuisance").definition == "Noise."
    with pytest.raises(NotFound):
        api.issue_facts("vale", "ghosts")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'extract_to_ask_for = "the flagged cases by month"',
            'extract_to_ask_for = ""',
            "issue[3].measure[1].extract",
        ),
        ('measure = "abuse", kind = "exact"', 'kind = "exact"', "issue[1].measure[1].measure"),
        ('kind = "none", why', 'measure = "x", kind = "none", why', "issue[3].measure[1].measure"),
        ('standing = "monitored"', 'standing = "shelved"', "issue[3].standing"),
        ('slug = "nuisance"', 'slug = "abuse"', "issue[2].slug"),
        ('definition = "Noise and litter."', 'part_of = "ghosts"\ndefinition = "N."', "issue[2].part_of"),
    ],
)
def test_issues_that_are_not_well_said_are_refused_naming_file_and_key(place, old, new, said):
    assert old in ISSUES
    path = place / "issues.toml"
    path.write_text(ISSUES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Unusable) as found:
        services.load_issues("vale", path, by=BY)
    assert said in str(found.value)
    assert "issues.toml" in str(found.value)


def test_an_edition_without_its_scheme_is_refused(place):
    path = place / "scores.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('version = "1.0.0"', 'version = "9"'), encoding="utf-8"
    )
    with pytest.raises(Unusable, match="there is no scheme"):
        services.load_scores("vale", path, by=BY)


def test_the_files_of_the_demonstration_load(place, evidence):
    services.load("vale", DEMO, by=BY)
    names = {one.slug for one in api.issues("vale") if one.is_candidate}
    assert len(names - {"abuse", "nuisance"}) == 8
    assert ranked().places
