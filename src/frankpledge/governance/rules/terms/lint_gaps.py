"""The linter on what the terms leave unsaid, where somebody will one day have to rule on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.kernel.citations import Citation, rule

SILENCE = Citation("Practice", "what terms of reference usually settle")


@rule(source=SILENCE)
def quorum_is_given(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say how many must be there, or that no number is needed."""
    if terms.quorum is None:
        yield Finding(
            "quorum-silent", "", "high", "There is no quorum: nobody can say whether a meeting could decide anything.",
            "Add “The quorum is a third of the core members, and never fewer than three.”",
        )  # fmt: skip


@rule(source=SILENCE)
def decision_rule_is_given(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say when a motion is carried."""
    if not terms.decisions:
        yield Finding(
            "decision-silent", "", "high", "Nothing says when a motion is carried.",
            "Add “by a simple majority of the votes cast”.",
        )  # fmt: skip


@rule(source=SILENCE)
def majority_names_its_base(terms: Constitution) -> Iterator[Finding]:
    """A majority is a majority of something: of votes cast, of those present, or of all members."""
    for one in terms.decisions:
        if one.threshold.is_share and one.base is None:
            yield Finding(
                "majority-base-silent", one.clause, "medium",
                "It is not said of what a majority is taken. Two for, one against and two abstaining is carried of the votes "
                "cast and lost of the members present.",
                "Add “of the members present and voting”.",
            )  # fmt: skip


@rule(source=SILENCE)
def abstentions_are_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say whether an abstention counts."""
    for one in terms.decisions:
        if one.abstention is None:
            yield Finding(
                "abstention-silent", one.clause, "low", "Nothing is said of abstentions.",
                "Add “An abstention is recorded and is not a vote cast.”",
            )  # fmt: skip


@rule(source=SILENCE)
def casting_vote_is_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say what happens when votes are equal."""
    if terms.casting is None:
        yield Finding(
            "casting-silent", "", "medium", "Nothing says what happens when votes are equal.",
            "Add “If votes are equal the motion is not carried”, or give the chair a casting vote.",
        )  # fmt: skip


@rule(source=SILENCE)
def casting_vote_passes_or_not(terms: Constitution) -> Iterator[Finding]:
    """Where the chair has a casting vote, it is said whether it passes to whoever presides instead."""
    found = terms.casting
    if found and found.holder == "chair" and found.passes is None:
        yield Finding(
            "casting-passes-silent", found.clause, "medium",
            "The chair has the casting vote. Whether the vice-chair or another who presides has it is not said, so every tie in "
            "the chair's absence stays open.",
            "Add “or, in the Chair's absence, the person presiding”.",
        )  # fmt: skip


@rule(source=SILENCE)
def chair_is_named(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say who the chair is or how the chair is found."""
    if terms.office("chair") is None:
        yield Finding(
            "chair-silent", "", "high", "Nothing says who chairs.", "Add who chairs, and for how long."
        )


@rule(source=SILENCE)
def vacancy_of_the_chair(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say who chairs while the chair's office is empty, as after an election."""
    chair = terms.office("chair")
    if chair and not chair.vacancy:
        by_office = chair.method == "by-office"
        why = (
            "The chair is whoever holds another office. After an election that office may be empty for weeks, and with it the "
            "chair and the casting vote." if by_office else "Nothing says who chairs while the office is empty."
        )  # fmt: skip
        yield Finding(
            "chair-vacancy-silent", chair.clause, "high" if by_office else "medium", why,
            "Add “While the office is vacant the Vice Chair is Chair.”",
        )  # fmt: skip


@rule(source=SILENCE)
def absence_of_the_chair(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say who presides when the chair is away, and when the vice-chair is away too."""
    chair = terms.office("chair")
    if chair and not chair.absence and terms.presiding is None:
        yield Finding(
            "acting-chair-silent", chair.clause, "medium",
            "Nothing says who presides when the chair is away, or what happens when the vice-chair is away too.",
            "Add “In the Chair's absence the Vice Chair presides; failing both, the members present elect one of themselves.”",
        )  # fmt: skip


@rule(source=SILENCE)
def elections_have_a_date(terms: Constitution) -> Iterator[Finding]:
    """An election tied to a meeting needs a day by which that meeting is held, and a word on who serves until then."""
    for one in terms.offices:
        if one.method == "election" and one.elect_within_days is None and not one.vacancy:
            when = f"at the {one.elected_at}" if one.elected_at else "at no stated time"
            yield Finding(
                "election-date-open", one.clause, "medium",
                f"The {one.title} is elected {when}. No day is set for it, and whether the last holder goes on until then is not said.",
                "Add “to be held by 30 April; the previous holder serves until then”.",
            )  # fmt: skip


def _silent(code: str, severity: str, why: str, suggestion: str) -> Finding:
    return Finding(code, "", severity, why, suggestion)


@rule(source=SILENCE)
def deputies_are_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say whether a deputy may come, vote and count to the quorum."""
    found = terms.deputies
    if found is None or (
        found.allowed is not False and (found.may_vote is None or found.counts_to_quorum is None)
    ):
        yield _silent(
            "deputies-silent", "medium",
            "Whether a deputy may come, vote and count to the quorum is not said; a meeting saved by a deputy is open to challenge.",
            "Add “A member may name a deputy in writing, who counts to the quorum and may vote.”",
        )  # fmt: skip


@rule(source=SILENCE)
def attending_from_afar_is_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say whether members may attend by video and vote."""
    found = terms.remote
    if found is None or (
        found.allowed is not False and (found.may_vote is None or found.counts_to_quorum is None)
    ):
        yield _silent(
            "remote-silent", "low", "Nothing is said of attending by video or telephone.",
            "Add “A member who attends by video counts as present and may vote.”",
        )  # fmt: skip


@rule(source=SILENCE)
def interests_are_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say what a member with an interest does."""
    found = terms.interests
    if found is None or found.declare is None or found.withdraw is None:
        yield _silent(
            "interests-silent", "medium", "Nothing says what a member with an interest in an item does.",
            "Add “A member with an interest declares it, withdraws for the item, and is not counted to its quorum.”",
        )  # fmt: skip


@rule(source=SILENCE)
def notice_is_given(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say how long before a meeting it is called."""
    if not terms.notices:
        yield _silent(
            "notice-silent", "medium", "No period of notice is given: a meeting called for tomorrow is as good as any.",
            "Add “at least ten clear working days' notice”.",
        )  # fmt: skip


@rule(source=SILENCE)
def papers_have_a_day(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say when papers go out, and who may take a late one."""
    if terms.papers is None:
        yield _silent(
            "papers-silent", "low", "Nothing says when papers go out or whether a late one may be taken.",
            "Add “five working days before; later only by leave of the Chair, and never less than one day before”.",
        )  # fmt: skip


@rule(source=SILENCE)
def inquorate_meetings_are_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say what happens when too few have come."""
    if terms.inquorate is None:
        yield _silent(
            "inquorate-silent", "low", "Nothing says what happens when a meeting is not quorate, or stops being so.",
            "Add “may talk informally; any decision needs ratifying by a quorate meeting”.",
        )  # fmt: skip


@rule(source=SILENCE)
def decisions_between_meetings(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say whether anything can be decided without a meeting."""
    if not terms.outside:
        yield _silent(
            "outside-silent", "medium",
            "Nothing allows a decision outside a meeting: an email round or a chair's urgent action has no footing.",
            "Add a written procedure with a number of days and of answers, reported to the next meeting.",
        )  # fmt: skip


@rule(source=SILENCE)
def members_may_call_a_meeting(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say how many members may require a meeting."""
    if terms.requisition is None:
        yield _silent(
            "requisition-silent", "low", "Nothing says whether members may require a meeting.",
            "Add “on the written request of a third of the members, within twenty-one days”.",
        )  # fmt: skip


@rule(source=SILENCE)
def terms_are_reviewed(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say when they are reviewed and who may change them."""
    found = terms.review
    if found is None or not found.approved_by:
        yield _silent(
            "review-silent", "medium", "Nothing says when these terms are reviewed, or who may change them and by what majority.",
            "Add “reviewed every year, and whenever a member body changes; changed by decision of the partnership”.",
        )  # fmt: skip


@rule(source=SILENCE)
def precedence_is_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say what prevails where they meet a council's constitution or a statute."""
    if terms.precedence is None:
        yield _silent(
            "precedence-silent", "low", "Nothing says what prevails where these terms meet a council's own rules.",
            "Add “Statute prevails; then these terms; then the host council's rules.”",
        )  # fmt: skip


@rule(source=SILENCE)
def meetings_have_a_frequency(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say how often the body meets."""
    if not terms.frequencies:
        yield _silent(
            "frequency-silent",
            "medium",
            "Nothing says how often it meets.",
            "Add “in each calendar quarter”.",
        )


@rule(source=SILENCE)
def openness_is_settled(terms: Constitution) -> Iterator[Finding]:
    """Terms of reference say whether meetings and papers are open."""
    if terms.is_public is None:
        yield _silent(
            "openness-silent", "low", "Nothing says whether meetings and minutes are public.",
            "Add “Minutes are published; the public may attend the yearly public meeting.”",
        )  # fmt: skip


@rule(source=SILENCE)
def groups_below_have_limits(terms: Constitution) -> Iterator[Finding]:
    """A group below may do what the terms let it and no more; what is reserved is said."""
    for one in terms.subgroups:
        if one.powers is None:
            yield Finding(
                "subgroup-powers-silent", one.clause, "medium", f"What ‘{one.name}’ may decide is not said.",
                "List its powers, or say that it only advises.",
            )  # fmt: skip
    if not terms.subgroups:
        for clause in terms.clauses:
            if re.search(r"\b(sub|working)[- ]?(or working )?groups?\b", clause.text, re.IGNORECASE):
                yield Finding(
                    "subgroup-powers-silent", clause.slug, "low",
                    "Groups below are allowed and nothing says what they may decide and what is reserved.",
                    "Add “A group may decide only what is delegated to it in writing; the plan, these terms and spending are reserved.”",
                )  # fmt: skip
