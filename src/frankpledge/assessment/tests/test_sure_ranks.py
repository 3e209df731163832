from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from frankpledge.assessment import queries
from frankpledge.assessment.document import build_assessment_document
from frankpledge.assessment.facts import Judgement
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.sure_ranks import drawn_sentence, residents_sentence, sure_sentence
from frankpledge.assessment.tests.world import ranked
from frankpledge.assessment.workshop import agreement_words
from frankpledge.documents.api import render_html
from frankpledge.documents.figures import Figure


def test_a_ranking_keeps_sets_that_hold_for_all_issues_at_once_and_says_so(place, evidence):
    ranked()
    found = queries.ranking("vale", "2020-21")
    assert found is not None
    assert found.set_confidence == found.confidence
    for one in found.places:
        assert one.surely is not None
        assert one.surely[0] <= one.rank <= one.surely[1]
    html = render_html(build_assessment_document(assessment_record("vale")))
    drawn = drawn_sentence(found)
    assert drawn.startswith(f"{found.places[0].title} is ")
    assert f"each in {found.confidence * 100:g}% of the draws" in drawn
    for said in (drawn, sure_sentence(found), residents_sentence(shares(25, 35))):
        assert said
        assert said.split(":")[0] in html


def test_the_sentence_is_that_of_the_sets_and_nothing_is_said_without_them(place, evidence):
    ranked()
    found = queries.ranking("vale", "2020-21")
    assert found is not None
    first, second, *rest = found.places
    assert not rest
    told = replace(found, places=(replace(first, surely=(1, 1)), replace(second, surely=(1, 2))))
    said = sure_sentence(told)
    assert (
        f"hold at once with 90% confidence: {first.title.lower()} is 1st; of the other no rank can be" in said
    )
    assert "no rank of any issue" in sure_sentence(
        replace(told, places=(replace(first, surely=(1, 2)), replace(second, surely=(1, 2))))
    )
    assert sure_sentence(replace(told, set_confidence=None)) == ""


def shares(*values, half=2.0):
    titles = ("Abuse at home", "Nuisance", "Fraud")
    figures = [
        Figure(
            UUID(int=place),
            "",
            Decimal(value),
            f"{value}",
            low=value - half,
            high=value + half,
            confidence=0.95,
        )
        for place, value in enumerate(values)
    ]
    return sorted(zip(titles, figures, strict=False), key=lambda pair: -float(pair[1].value))


def test_what_residents_say_is_ranked_with_the_error_of_their_survey():
    firm = residents_sentence(shares(25, 35, 10))
    assert firm.startswith(
        "Nuisance is 1st; abuse at home 2nd; fraud 3rd: with 90% confidence all of these hold"
    )
    loose = residents_sentence(shares(25, 35, 10, half=20.0))
    assert loose.startswith("Nuisance is 1st to 3rd; abuse at home 1st to 3rd; fraud 1st to 3rd")
    assert residents_sentence(shares(25)) == ""


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
