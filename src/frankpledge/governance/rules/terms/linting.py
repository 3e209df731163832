"""`terms check`: every rule of the linter over one version of the terms."""

from __future__ import annotations

from collections.abc import Iterable

from frankpledge.governance.rules.terms import lint_gaps, lint_law, lint_risks, lint_words
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import SEVERITIES, Finding, LintRule

RULES: tuple[LintRule, ...] = (
    lint_law.bodies_that_had_ended,
    lint_law.the_force_is_not_the_authority,
    lint_law.titles_of_instruments,
    lint_law.instruments_that_nobody_knows,
    lint_law.instruments_not_in_force,
    lint_law.duties_called_statutory_that_are_not,
    lint_law.duties_cited_to_the_wrong_instrument,
    lint_law.capacities_before_their_law,
    lint_law.authorities_without_a_seat,
    lint_law.too_few_for_a_strategy_group,
    lint_law.heads_of_the_domestic_abuse_board,
    lint_law.specified_authorities_left_out,
    lint_law.specified_authorities_without_a_vote,
    lint_law.chair_arrangements_that_law_asks_for,
    lint_law.not_a_legal_person,
    lint_gaps.quorum_is_given,
    lint_gaps.decision_rule_is_given,
    lint_gaps.majority_names_its_base,
    lint_gaps.abstentions_are_settled,
    lint_gaps.casting_vote_is_settled,
    lint_gaps.casting_vote_passes_or_not,
    lint_gaps.chair_is_named,
    lint_gaps.vacancy_of_the_chair,
    lint_gaps.absence_of_the_chair,
    lint_gaps.elections_have_a_date,
    lint_gaps.deputies_are_settled,
    lint_gaps.attending_from_afar_is_settled,
    lint_gaps.interests_are_settled,
    lint_gaps.notice_is_given,
    lint_gaps.papers_have_a_day,
    lint_gaps.inquorate_meetings_are_settled,
    lint_gaps.decisions_between_meetings,
    lint_gaps.members_may_call_a_meeting,
    lint_gaps.terms_are_reviewed,
    lint_gaps.precedence_is_settled,
    lint_gaps.meetings_have_a_frequency,
    lint_gaps.openness_is_settled,
    lint_gaps.groups_below_have_limits,
    lint_words.how_often_can_be_read_two_ways,
    lint_words.a_year_ahead_can_be_read_two_ways,
    lint_words.words_that_sound_like_rules,
    lint_words.footnotes_that_lead_nowhere,
    lint_words.clauses_that_are_not_there,
    lint_words.names_that_nothing_defines,
    lint_words.equal_partners_and_a_second_vote,
    lint_words.second_vote_of_one_without_a_first,
    lint_words.floor_above_the_deadline,
    lint_words.papers_before_the_notice,
    lint_risks.one_carries_against_another,
    lint_risks.one_makes_a_meeting,
    lint_risks.one_for_and_the_rest_silent,
    lint_risks.quorate_without_a_vote,
    lint_risks.one_organisation_makes_the_quorum,
    lint_risks.one_organisation_outvotes_all,
    lint_risks.anyone_can_block,
)


def findings_of(terms: Constitution, rules: Iterable[LintRule] = RULES) -> tuple[Finding, ...]:
    """Everything found, the worst first and otherwise in the order of the rules."""
    found = [one for rule in rules for one in rule(terms)]
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))
