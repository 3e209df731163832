"""From the assessment to the plan: the ranking beside the plan, priorities drafted from it, emerging issues taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from frankpledge.assessment import api as assessment
from frankpledge.assessment.api import EmergingFacts
from frankpledge.assessment.facts import PlaceFacts, RankingFacts
from frankpledge.assessment.rules.words import ordinal
from frankpledge.figures import bindings
from frankpledge.figures.providers import Request
from frankpledge.governance import api as governance
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.plans import queries
from frankpledge.plans.editions import drafting, figuring
from frankpledge.plans.facts import PlanFacts
from frankpledge.plans.reaching import draft_for
from frankpledge.plans.rules.differences import RankedIssue

PRIORITY, MONITORED, LEFT = "priority", "monitored", "left"
CHOICES = {PRIORITY: "Make it a priority", MONITORED: "Monitor it", LEFT: "Leave it out"}


@dataclass(frozen=True)
class Proposal:
    """An issue as the assessment ranked it and what the plan makes of it so far (`standing`: priority, monitored or left)."""

    issue: str
    title: str
    rank: int
    rank_text: str
    is_candidate: bool
    standing: str
    slug: str
    """The priority of the plan that answers it; empty: none does."""
    because: str
    """Why the workshop chose otherwise, if it said so."""


@dataclass(frozen=True)
class Assessed:
    """An edition of the assessment as the plan sees it. `agreed` says when the partnership signed it off; empty: it did not yet."""

    edition: str
    title: str
    agreed: str
    proposals: tuple[Proposal, ...]

    @property
    def ranked(self) -> tuple[RankedIssue, ...]:
        return tuple(
            RankedIssue(one.issue, one.title, one.rank, one.rank_text, one.is_candidate)
            for one in self.proposals
        )


def assessed(partnership: str, plan: PlanFacts | None, edition: str = "") -> Assessed | None:
    """The newest ranking (or that of an edition) beside a plan; None when nothing has been ranked."""
    ranking = assessment.ranking(partnership, edition)
    if ranking is None:
        return None
    answered = {one.answers: one for one in plan.priorities} if plan else {}
    chosen = {one.issue: one for one in assessment.choices(partnership, ranking.edition)}
    return Assessed(
        ranking.edition,
        ranking.title,
        _agreed(partnership, ranking),
        tuple(_proposal(place, answered, chosen) for place in ranking.places),
    )


def _agreed(partnership: str, ranking: RankingFacts) -> str:
    for one in governance.decisions(partnership):
        if (one.effect, one.about) == ("agree-assessment", ranking.edition) and one.outcome == "carried":
            return str(one.decided or "")
    return ""


def _proposal(place: PlaceFacts, answered: Mapping[str, object], chosen: Mapping[str, object]) -> Proposal:
    mine, choice = answered.get(place.issue), chosen.get(place.issue)
    standing = getattr(mine, "kind", "") or getattr(choice, "standing", "") or LEFT
    return Proposal(
        place.issue, place.title, place.rank, rank_text(place), place.standing == "priority", standing,
        getattr(mine, "slug", ""), getattr(choice, "because", ""),
    )  # fmt: skip


def rank_text(place: PlaceFacts) -> str:
    """A rank as the plan keeps it: ‘ranked second’, ‘ranked first equal’."""
    equal = " equal" if place.tied_with else ""
    return f"Ranked {ordinal(place.rank)}{equal}"


@dataclass(frozen=True)
class Taken:
    """What the partnership makes of one issue; `because` where it departs from the order."""

    issue: str
    standing: str
    because: str = ""


@transaction.atomic
def draft_from_assessment(
    partnership: str, plan: str, edition: str, taken: Sequence[Taken], *, by: Principal
) -> tuple[str, ...]:
    """Make each issue taken a priority (or a monitored issue) of the draft, in the order of the ranking, with its rank as it
    read, the figure that opens, its measures and the reason. Answers the slugs added.

    An issue that the plan answers already takes up the ranking and reason and keeps its words.
    """
    row = draft_for(partnership, plan, by)
    facts = queries.plan(partnership, row.slug)
    ranking = assessment.ranking(partnership, edition)
    if ranking is None or facts is None:
        raise NotFound("There is no ranking to draft from.")
    said = {one.issue: one for one in taken}
    added = []
    for place in sorted(ranking.places, key=lambda one: one.rank):
        choice = said.get(place.issue)
        mine = next((one for one in facts.priorities if one.answers == place.issue), None)
        if choice is None or (choice.standing == LEFT and mine is None):
            continue
        words = {"rank_text": rank_text(place), "otherwise_because": choice.because, "issue": place.issue}
        if mine is not None:
            if choice.standing != LEFT:
                words["kind"] = choice.standing
            drafting.edit_priority(partnership, plan, mine.slug, words, read_version=mine.row_version, by=by)
            continue
        if choice.standing not in {PRIORITY, MONITORED}:
            raise Refused(message("Say what is made of ‘{title}’.", title=place.title))
        issue = assessment.issue_facts(partnership, place.issue)
        words |= {
            "title": place.title, "slug": place.issue, "kind": choice.standing, "rank_reason": _why(place, ranking),
            "rank_binding": _binding(partnership, place, ranking),
        }  # fmt: skip
        slug = drafting.add_priority(partnership, plan, words, by=by)
        for link in issue.measures:
            if link.role != "level":
                continue
            known = drafting.NewLink(
                link.source, link.kind if link.kind in {"exact", "proxy"} and link.measure else "none",
                link.measure, _number_of(partnership, link.measure), link.extract_to_ask_for or ("" if link.measure else "A count of it"), link.why,
            )  # fmt: skip
            drafting.add_measure(partnership, plan, slug, known, by=by)
        added.append(slug)
    return tuple(added)


def _number_of(partnership: str, measure: str) -> str:
    """The figure that stands for an issue: how its measure changed; empty where it is not imported."""
    return figuring.binding(partnership, measure, figuring.CHANGE) if measure else ""


def _binding(partnership: str, place: PlaceFacts, ranking: RankingFacts) -> str:
    asked = Request.of(partnership, "issue-rank", None, issue=place.issue, edition=ranking.edition)
    return bindings.written(asked)


def _why(place: PlaceFacts, ranking: RankingFacts) -> str:
    spread = (
        f"; its place is {place.rank}" if place.rank_low == place.rank_high
        else f"; it may stand anywhere from {place.rank_low} to {place.rank_high}"
    )  # fmt: skip
    return f"{ranking.title}: score {place.score_text}{spread}"


@transaction.atomic
def take_up_emerging(
    partnership: str, plan: str, entry: UUID, *, as_priority: bool, because: str, by: Principal
) -> str:
    """Take an entry of the assessment's register into a draft, as a priority or to be monitored. Answers its slug."""
    found = next((one for one in assessment.emerging(partnership) if one.id == entry), None)
    if found is None:
        raise NotFound("There is no such entry in the register.")
    if not because.strip():
        raise Refused("Say why the plan takes it up.")
    words = {
        "title": found.title, "kind": PRIORITY if as_priority else MONITORED, "why": because.strip(),
        "issue": found.adopted_as,
    }  # fmt: skip
    return drafting.add_priority(partnership, plan, words, by=by)


def open_emerging(partnership: str) -> tuple[EmergingFacts, ...]:
    """The entries of the register that a plan may take up: all that were not dismissed."""
    return tuple(one for one in assessment.emerging(partnership) if one.state != "dismissed")
