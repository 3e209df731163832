"""The linter on words: what can be read in several ways, what leads nowhere, and what contradicts itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from frankpledge.governance.rules.terms.constitution import Constitution, IncludesTest
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.governance.rules.terms.reading import tests_in
from frankpledge.kernel.citations import Citation, rule

DRAFTING = Citation("Good drafting", "plain words")
VAGUE = {
    "democratic manner": ("It does not say how a decision is made.", "Write “by a simple majority of members present and voting”."),
    "senior position": ("How senior is not said, so nobody can refuse a representative.", "Write “able to commit the organisation's resources”, or name the grade."),
    "relevant statutory guidance": ("Which guidance is not said; there have been several.", "Name it with its year, “or its successor”."),
    "in line with legislation": ("Which legislation is not said, so nobody can check it.", "Name the Act and section, or leave the words out."),
    "subsequent legislation": ("Which legislation is not said.", "Name it, or write “as amended”."),
    "as appropriate": ("Who judges it is not said.", "Say who decides, or leave the words out."),
    "in a timely manner": ("No time is given.", "Give a number of days."),
}  # fmt: skip
"""Phrases that sound like rules: what each leaves open, and better words."""

EXAMPLES = {
    "quarter": "Meetings on 3 January, 28 June, 1 July and 20 December are one in each calendar quarter, yet nearly six months lie "
    "between two, and four a year may all fall in spring",
    "month": "Meetings on 1 January and 28 February are one in each month, yet eight weeks apart",
    "half-year": "Meetings on 2 January and 30 December are one in each half, yet a year apart",
}


@rule(source=DRAFTING)
def how_often_can_be_read_two_ways(terms: Constitution) -> Iterator[Finding]:
    """‘Quarterly’ may mean once in each calendar quarter, never more than three months apart, or four times a year."""
    for one in terms.frequencies:
        if one.every and one.reading is None and one.every in EXAMPLES:
            yield Finding(
                "frequency-ambiguous", one.clause, "medium",
                f"‘At least once a {one.every}’ can be read in three ways: in each calendar {one.every}, never further apart, or so "
                f"many a year. {EXAMPLES[one.every]}.",
                f"Write “in each {one.every} of the financial year”.",
            )  # fmt: skip


@rule(source=DRAFTING)
def a_year_ahead_can_be_read_two_ways(terms: Constitution) -> Iterator[Finding]:
    """Dates set a year ahead: a year before each meeting, or one year's dates set before that year starts."""
    if terms.dates and terms.dates.counted_from is None:
        yield Finding(
            "ahead-ambiguous", terms.dates.clause, "low",
            f"Dates are set {terms.dates.months_ahead} months ahead. Ahead of each meeting, or of the year in which they all fall? "
            "By the first reading an extra meeting is never in order.",
            "Write “the dates of each financial year are set before it starts; extra meetings may be called”.",
        )  # fmt: skip


@rule(source=DRAFTING)
def words_that_sound_like_rules(terms: Constitution) -> Iterator[Finding]:
    """A phrase that sounds like a rule and gives none is a dispute in waiting."""
    for clause in terms.clauses:
        for phrase, (why, better) in VAGUE.items():
            if phrase in clause.text.casefold():
                yield Finding("vague-words", clause.slug, "low", f"‘{phrase}’: {why}", better)


@rule(source=DRAFTING)
def footnotes_that_lead_nowhere(terms: Constitution) -> Iterator[Finding]:
    """A footnote's mark has its footnote."""
    for clause in terms.clauses:
        for found in re.finditer(r"\b([A-Za-z]{4,})(\d{1,2})(?=[\s,.;:”\"’)]|$)", clause.text):
            if int(found[2]) > len(terms.footnotes):
                yield Finding(
                    "dangling-footnote", clause.slug, "low",
                    f"‘{found[0]}’ bears the mark of footnote {found[2]}, and there is no such footnote.",
                    "Restore the footnote, or take the mark out.",
                )  # fmt: skip


def _named_clauses(terms: Constitution) -> Iterator[str]:
    for rows in (
        terms.capacities, terms.classes, terms.seats, terms.offices, terms.decisions, terms.notices, terms.frequencies,
        terms.outside, terms.subgroups, terms.duties,
    ):  # fmt: skip
        for row in rows:
            yield row.clause
    for one in (terms.casting, terms.deputies, terms.officers, terms.remote, terms.interests, terms.papers, terms.dates,
                terms.requisition, terms.review):  # fmt: skip
        if one:
            yield one.clause
    for test in tests_in(terms.quorum):
        yield test.clause


@rule(source=DRAFTING)
def clauses_that_are_not_there(terms: Constitution) -> Iterator[Finding]:
    """A rule that names a clause names one that the document has."""
    known = {one.slug for one in terms.clauses}
    for slug in sorted({one for one in _named_clauses(terms) if one} - known):
        yield Finding(
            "dangling-clause", slug, "low", f"A rule names the clause ‘{slug}’, which the document does not have.",
            "Add the clause, or name another.",
        )  # fmt: skip


@rule(source=DRAFTING)
def names_that_nothing_defines(terms: Constitution) -> Iterator[Finding]:
    """A role, class or group that the terms rely on is defined in them."""
    for name, where, what in _names_used(terms):
        yield Finding(
            "undefined-name", where, "medium", f"The terms rely on {what} ‘{name}’, which they do not define.",
            f"Say who or what ‘{name}’ is.",
        )  # fmt: skip


def _names_used(terms: Constitution) -> Iterator[tuple[str, str, str]]:
    offices = {one.slug for one in terms.offices}
    classes = {one.slug for one in terms.classes}
    if terms.casting and terms.casting.holder == "chair" and "chair" not in offices:
        yield "chair", terms.casting.clause, "the office of"
    for name in terms.papers.leave_of if terms.papers else ():
        if name not in offices:
            yield name, terms.papers.clause if terms.papers else "", "the office of"
    for one in terms.offices:
        if one.from_class and one.from_class not in classes:
            yield one.from_class, one.clause, "the class"
        if one.not_same_organisation_as and one.not_same_organisation_as not in offices:
            yield one.not_same_organisation_as, one.clause, "the office of"
    yield from _names_of_groups(terms)
    known = (
        offices | classes | {m for seat in terms.seats for m in (seat.slug, seat.office, *seat.organisations)}
    )
    for test in tests_in(terms.quorum):
        if isinstance(test, IncludesTest) and test.who not in known:
            yield test.who, test.clause, "the presence of"


def _names_of_groups(terms: Constitution) -> Iterator[tuple[str, str, str]]:
    groups = {one.slug for one in terms.subgroups}
    for one in terms.subgroups:
        if one.parent and one.parent not in groups:
            yield one.parent, one.clause, "the group"


@rule(source=DRAFTING)
def equal_partners_and_a_second_vote(terms: Constitution) -> Iterator[Finding]:
    """Terms that call all partners equal and give one of them a second vote contradict themselves."""
    if terms.casting is None or terms.casting.holder == "none":
        return
    for clause in terms.clauses:
        if re.search(r"\b(partners|members) (are )?equal\b", clause.text, re.IGNORECASE):
            yield Finding(
                "equal-but-casting", clause.slug, "low",
                "All are called equal and one has a second vote when votes are equal; one organisation then decides.",
                "Write “equal, save for the casting vote”, or drop the casting vote.",
            )  # fmt: skip


@rule(source=DRAFTING)
def second_vote_of_one_without_a_first(terms: Constitution) -> Iterator[Finding]:
    """A second vote supposes a first: a chair whose seat has no vote cannot give one."""
    chair = terms.office("chair")
    seat = terms.seat(chair.seat) if chair and chair.seat else None
    if terms.casting and terms.casting.kind == "second" and seat and not terms.votes(seat):
        yield Finding(
            "second-without-first", terms.casting.clause, "medium",
            f"The chair has a second vote, and ‘{seat.name}’ has no first one.", "Write “casting vote”.",
        )  # fmt: skip


@rule(source=DRAFTING)
def floor_above_the_deadline(terms: Constitution) -> Iterator[Finding]:
    """The last day for late papers comes after the day for papers."""
    found = terms.papers
    if (
        found
        and found.floor
        and found.floor.days_are == found.before.days_are
        and found.floor.days >= found.before.days
    ):
        yield Finding(
            "papers-floor", found.clause, "medium",
            f"Papers are due {found.before.days} days before and late ones at least {found.floor.days} days before: no paper can be late.",
            "Make the second number smaller.",
        )  # fmt: skip


@rule(source=DRAFTING)
def papers_before_the_notice(terms: Constitution) -> Iterator[Finding]:
    """A meeting is called before its papers are due."""
    for one in terms.notices:
        found = terms.papers
        if found and found.before.days_are == one.before.days_are and found.before.days > one.before.days:
            yield Finding(
                "papers-before-notice", one.clause, "low",
                f"Papers are due {found.before.days} days before a meeting that need be called only {one.before.days} days before.",
                "Make the notice at least as long as the time for papers.",
            )  # fmt: skip
