"""What the terms do not say, and what that leaves undetermined until somebody rules on it or the terms are amended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from frankpledge.governance.rules.terms.constitution import Constitution, DecisionRule, Standing
from frankpledge.kernel.citations import Citation, rule


@dataclass(frozen=True)
class Unsaid:
    """A rule that is not given: its name as verdicts name it, what it is about, and what cannot be told without it."""

    rule: str
    about: str
    leaves: str
    table: str
    """The table of the file in which it would stand."""


Silence = Callable[[Constitution], Iterator[Unsaid]]


@rule(source=Citation("Practice", "what terms of reference usually settle"))
def unsaid_in(terms: Constitution) -> tuple[Unsaid, ...]:
    """What terms do not say is not guessed: each rule that is not given is named, with what nobody can tell without it."""
    return tuple(one for silence in SILENCES for one in silence(terms))


def _quorum(terms: Constitution) -> Iterator[Unsaid]:
    if terms.quorum is None:
        yield Unsaid(
            "quorum", "How many must be there", "Whether any meeting could decide anything.", "quorum"
        )
    if terms.inquorate is None:
        yield Unsaid(
            "inquorate",
            "What happens without a quorum",
            "What follows when too few come, or some leave.",
            "inquorate",
        )


def _classes(terms: Constitution) -> Iterator[Unsaid]:
    for one in terms.classes:
        if one.counts_to_quorum is None and not one.can_vote:
            yield Unsaid(
                f"class.{one.slug}.counts_to_quorum", f"Whether ‘{one.title}’ count to the quorum",
                "Every quorum that is made only with them.", "class",
            )  # fmt: skip


def _decisions(terms: Constitution) -> Iterator[Unsaid]:
    if not terms.decisions:
        yield Unsaid("decision", "When a motion is carried", "The outcome of every vote.", "decision")
    for one in terms.decisions:
        yield from _of_rule(one)


def _of_rule(one: DecisionRule) -> Iterator[Unsaid]:
    of = "" if one.scope == "ordinary" else f" on ‘{one.scope}’"
    if one.base is None and one.threshold.is_share:
        yield Unsaid(
            "decision.base", f"Of what a majority{of} is taken: of votes cast, or of those present",
            "A vote in which members abstain: two for, one against and two abstaining is carried by one reading and lost by the other.",
            "decision",
        )  # fmt: skip
    if one.abstention is None:
        yield Unsaid(
            "decision.abstention", f"Whether an abstention counts{of}",
            "Nothing by itself: an abstention is taken as no vote, from one who is present.", "decision",
        )  # fmt: skip


def _casting(terms: Constitution) -> Iterator[Unsaid]:
    if terms.casting is None:
        yield Unsaid(
            "casting_vote", "Who resolves equal votes", "Every vote that ends in a tie.", "casting_vote"
        )
    elif terms.casting.holder == "chair" and terms.casting.passes is None:
        yield Unsaid(
            "casting_vote.passes", "Whether the casting vote passes to whoever presides for the chair",
            "Every tie at a meeting that the chair does not attend.", "casting_vote",
        )  # fmt: skip


def _chair(terms: Constitution) -> Iterator[Unsaid]:
    chair = terms.office("chair")
    if chair is None:
        yield Unsaid(
            "office.chair",
            "Who the chair is",
            "Who may call, preside and, where there is one, cast the casting vote.",
            "office",
        )
        return
    if not chair.vacancy:
        yield Unsaid(
            "office.chair.vacancy",
            "Who is chair while the office is empty",
            "Every step that needs the chair until it is filled.",
            "office",
        )
    if terms.presiding is None and not chair.absence:
        yield Unsaid(
            "presiding", "Who presides while the chair is away",
            "Who presides, and with it a casting vote, unless the record of the meeting says who did.", "presiding",
        )  # fmt: skip


STANDINGS = {
    "deputies": ("a deputy", "A quorum made, or a vote carried, with a deputy."),
    "remote": ("someone who attends by video or telephone", "A quorum made, or a vote carried, from afar."),
}


def _attending(terms: Constitution) -> Iterator[Unsaid]:
    for name, said in (("deputies", terms.deputies), ("remote", terms.remote)):
        yield from _of_standing(name, said)


def _of_standing(name: str, said: Standing | None) -> Iterator[Unsaid]:
    who, leaves = STANDINGS[name]
    if said is None:
        yield Unsaid(name, f"Whether {who} counts to the quorum and may vote", leaves, name)
        return
    if said.allowed is False:
        return
    if said.counts_to_quorum is None:
        yield Unsaid(f"{name}.counts_to_quorum", f"Whether {who} counts to the quorum", leaves, name)
    if said.may_vote is None:
        yield Unsaid(f"{name}.may_vote", f"Whether {who} may vote", leaves, name)


def _persons(terms: Constitution) -> Iterator[Unsaid]:
    said = terms.several_seats
    if said is None or said.votes_once is None or said.counts_once is None:
        yield Unsaid(
            "several_seats", "Whether one person who holds two seats counts and votes once",
            "A quorum or a vote that hangs on such a person.", "several_seats",
        )  # fmt: skip


def _interests(terms: Constitution) -> Iterator[Unsaid]:
    if terms.interests is None or terms.interests.withdraw is None:
        yield Unsaid(
            "interests.withdraw", "Whether a member with an interest withdraws",
            "An item on which a member declared an interest and stayed, where it hangs on that member.", "interests",
        )  # fmt: skip


def _meetings(terms: Constitution) -> Iterator[Unsaid]:
    if not terms.notices:
        yield Unsaid(
            "notice",
            "How long before a meeting it is called",
            "Whether a meeting was properly called.",
            "notice",
        )
    if terms.papers is None:
        yield Unsaid("papers", "When papers go out", "Whether a late paper may be taken.", "papers")
    if not terms.frequencies:
        yield Unsaid(
            "frequency",
            "How often it meets",
            "Whether it has met often enough, and when it must next.",
            "frequency",
        )
    for one in terms.frequencies:
        if one.every and one.reading is None:
            yield Unsaid(
                "frequency.reading", f"What ‘each {one.every}’ means: in each one, never further apart, or so many a year",
                "Whether it has met often enough, wherever the three differ.", "frequency",
            )  # fmt: skip
    if terms.dates and terms.dates.counted_from is None:
        yield Unsaid(
            "dates.counted_from", f"From when {terms.dates.months_ahead} months ahead are counted",
            "Whether dates were set in time, wherever the two readings differ.", "dates",
        )  # fmt: skip
    if terms.requisition is None:
        yield Unsaid(
            "requisition",
            "Whether members may require a meeting",
            "Whether a request of members must be followed.",
            "requisition",
        )


def _outside(terms: Constitution) -> Iterator[Unsaid]:
    if not terms.outside:
        yield Unsaid(
            "outside",
            "Whether anything can be decided without a meeting",
            "Every decision by email, in writing or by urgent action.",
            "outside",
        )


def _groups(terms: Constitution) -> Iterator[Unsaid]:
    for one in terms.subgroups:
        if one.powers is None:
            yield Unsaid(
                f"subgroup.{one.slug}.powers",
                f"What ‘{one.name}’ may decide",
                "Everything that it decides.",
                "subgroup",
            )


def _rest(terms: Constitution) -> Iterator[Unsaid]:
    if terms.several_heads is None and any(one.instrument == "daa-2021" for one in terms.capacities):
        yield Unsaid(
            "terms.several_heads", "Whether one member may stand for several statutory heads",
            "Whether the domestic abuse board is made up as the law asks, where one member stands for several.", "terms",
        )  # fmt: skip
    if terms.review is None or not terms.review.approved_by:
        yield Unsaid(
            "review",
            "When these terms are reviewed and who changes them",
            "By whom, and by what majority, they are amended.",
            "review",
        )
    if terms.precedence is None:
        yield Unsaid(
            "precedence",
            "What prevails where these terms meet other rules",
            "Which rule holds where they disagree.",
            "precedence",
        )
    if terms.is_public is None:
        yield Unsaid(
            "terms.is_public",
            "Whether meetings and minutes are open",
            "Whether the public may come, and what is published.",
            "terms",
        )


SILENCES: tuple[Silence, ...] = (
    _quorum, _classes, _decisions, _casting, _chair, _attending, _persons, _interests, _meetings, _outside, _groups, _rest,
)  # fmt: skip
"""In the order in which a chair would want them settled."""
