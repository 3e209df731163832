from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from frankpledge.assessment import queries
from frankpledge.assessment.document import build_assessment_document
from frankpledge.assessment.facts import Judgement
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.sure_ranks import sure_sentence
from frankpledge.assessment.tests.world import ranked
from frankpledge.assessment.workshop import agreement_words
from frankpledge.documents.api import render_html


def test_a_ranking_keeps_sets_that_hold_for_all_issues_at_once_and_says_so(place, evidence):
    ranked()
    found = queries.ranking("vale", "2020-21")
    assert found is not None
    assert found.set_confidence == found.confidence
    for one in found.places:
        assert one.surely is not None
        assert one.surely[0] <= one.rank <= one.surely[1]
    said = sure_sentence(found)
    assert said.startswith(f"{found.places[0].title} is ")
    assert f"With {found.confidence * 100:g}% confidence all of these hold at once" in said
    assert said in render_html(build_assessment_document(assessment_record("vale")))


def test_the_sentence_is_that_of_the_sets_and_nothing_is_said_without_them(place, evidence):
    ranked()
    found = queries.ranking("vale", "2020-21")
    assert found is not None
    first, second, *rest = found.places
    told = replace(
        found, places=(replace(first, surely=(1, 2)), replace(second, surely=(3, 6)), *(replace(one, surely=None) for one in rest))
    )  # fmt: skip
    assert sure_sentence(told).startswith(f"{first.title} is 1st or 2nd; {second.title.lower()} 3rd to 6th.")
    assert sure_sentence(replace(told, set_confidence=None)) == ""


def judged(*levels, issue="abuse"):
    return tuple(
        Judgement(issue, "people", Fraction(level), f"Scorer {place}", "Because.", "high")
        for place, level in enumerate(levels, start=1)
    )


def test_agreement_is_told_in_plain_words_and_follows_the_judgements():
    alike = {
        ("abuse", "people"): judged(4, 4),
        ("noise", "people"): judged(1, 1),
        ("fraud", "people"): judged(2, 2),
    }
    said, kept = agreement_words(alike)
    assert "alpha is 1.00" in said
    assert "may be relied on" in said
    assert "Of 3 questions that two or more people judged, views differ on 0." in kept
    apart = {**alike, ("abuse", "people"): judged(0, 4), ("noise", "people"): judged(4, 0)}
    said, kept = agreement_words(apart)
    assert "not to be relied on" in said
    assert "views differ on 2. Every view is kept and counts." in kept


def test_nothing_is_said_of_agreement_before_two_people_judged_and_no_alpha_where_all_gave_one_level():
    assert agreement_words({("abuse", "people"): judged(3)}) == ()
    (said,) = agreement_words({("abuse", "people"): judged(3, 3)})
    assert "cannot be told" in said
