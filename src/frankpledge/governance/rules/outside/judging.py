"""A decision outside a meeting as the engine answers it: by the route, the time, the answers and the vote of the terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from frankpledge.governance.rules.meetings.judging import IRREGULAR, STANDS, UNDETERMINED
from frankpledge.governance.rules.membership.appointing import clause_of
from frankpledge.governance.rules.terms.constitution import Constitution, OutsideRoute
from frankpledge.governance.rules.terms.days import first_day
from frankpledge.governance.rules.terms.deciding import decide
from frankpledge.governance.rules.terms.situation import Item, Members, Outside, Situation
from frankpledge.governance.rules.terms.voting import Result
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.verdicts import Reason

URGENT = "urgent-action"
CURE = "Ratify it at a quorate meeting, or take it again there."
NO_TERMS = "terms of reference in force on that day"


@dataclass(frozen=True)
class Put:
    """A text put to the members outside a meeting. `asked` is the seats with a vote in post when it was sent.

    `closed` of None: it is still open. `ballots` is seat to choice; an urgent action has none.
    """

    route: str
    by: str
    scope: str
    capacity: str
    sent: date
    closed: date | None
    asked: Sequence[str]
    ballots: Mapping[str, str]
    reported: bool | None = None
    ratified: bool | None = None

    @property
    def tally(self) -> tuple[int, int, int]:
        said = Counter(self.ballots.values())
        return said["for"], said["against"], said["abstain"]


@dataclass(frozen=True)
class Verdict:
    """What became of it. `outcome` is what happened, `standing` whether the terms allowed it."""

    outcome: str
    standing: str
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    next_step: str
    needed: int | None
    tally: tuple[int, int, int] | None

    def as_json(self, at: datetime) -> dict[str, object]:
        """What `Motion.verdict` and `Decision.verdict` keep, in the shape of a meeting's verdict (`MotionVerdict`); `at` is
        the moment of the decision, and `quorate` says whether the terms allowed the route.
        """
        quorate = {STANDS: True, IRREGULAR: False}.get(self.standing)
        return {
            "at": at.isoformat(),
            "outcome": self.outcome,
            "quorate": quorate,
            "present": None,
            "required": None,
            "unit": "",
            "needed": self.needed,
            "base": None,
            "base_name": "",
            "tally": list(self.tally) if self.tally else None,
            "casting_used": False,
            "clause": self.reasons[-1].clause if self.reasons else "",
            "reasons": [{"clause": one.clause, "working": one.working} for one in self.reasons],
            "missing_rules": list(self.missing),
            "missing_facts": [],
            "notes": [],
            "next_step": self.next_step,
        }


def route_of(terms: Constitution | None, route: str) -> OutsideRoute | None:
    """What the terms say of a route; None where they do not give it."""
    return next((one for one in terms.outside if one.route == route), None) if terms else None


def window_ends(terms: Constitution | None, route: str, sent: date) -> date | None:
    """The last day on which members may answer something sent on a day; None where the terms set none."""
    found = route_of(terms, route)
    return first_day(found.response, sent) if found and found.response else None


@rule(source=Citation("Terms of reference", "decisions without a meeting"))
def judge(terms: Constitution | None, put: Put) -> Verdict:
    """What was decided outside a meeting is recorded as it happened; it stands only where the terms give the route and it
    was used as they say. Otherwise it is irregular until a quorate meeting ratifies it, or undetermined, and why is named.
    """
    happened = _as_it_happened(put)
    tally = None if put.route == URGENT else put.tally
    if terms is None:
        reason = Reason("terms of reference", f"not known: {NO_TERMS}")
        return Verdict(happened, UNDETERMINED, (reason,), (NO_TERMS,), CURE, None, tally)
    if route_of(terms, put.route) is None:
        known = ", ".join(one.route for one in terms.outside) or "none"
        said = f"the terms give no such way to decide without a meeting; they give: {known}"
        silent: tuple[str, ...] = () if terms.outside else ("outside",)
        return Verdict(happened, IRREGULAR, (Reason(terms.label, said),), silent, CURE, None, tally)
    found = decide(terms, situation_of(terms, put)).items[0]
    missing = (*found.missing_rules, *found.missing_facts)
    reasons = tuple(Reason(clause_of(terms, one.clause), one.working) for one in found.reasons)
    if found.outcome in {Result.CARRIED, Result.LOST}:
        return Verdict(str(found.outcome), STANDS, reasons, (), found.next_step, found.needed, tally)
    if found.outcome is Result.TIED and not missing:
        return Verdict(str(found.outcome), STANDS, reasons, (), found.next_step, found.needed, tally)
    if found.outcome is Result.NO_DECISION:
        return Verdict(
            happened, IRREGULAR, reasons, missing, f"{found.next_step} {CURE}", found.needed, tally
        )
    return Verdict(happened, UNDETERMINED, reasons, missing, f"{found.next_step} {CURE}", found.needed, tally)


def _as_it_happened(put: Put) -> str:
    """By the bare count, whatever the terms make of it. Nobody's answer is no decision."""
    if put.route == URGENT:
        return str(Result.CARRIED)
    for_, against, _ = put.tally
    if not put.ballots:
        return str(Result.NO_DECISION)
    if for_ == against:
        return str(Result.TIED)
    return str(Result.CARRIED if for_ > against else Result.LOST)


def situation_of(terms: Constitution, put: Put) -> Situation:
    """What was put to the members, as the engine is asked about it."""
    classes = Counter(seat.member_class for slug in put.asked if (seat := terms.seat(slug)))
    item = Item(
        id="it", scope=put.scope, ballots=None if put.route == URGENT else dict(put.ballots), tally=None, casting="",
        casting_by="", has_voted=None, presiding="", consensus=False, at=None,
        outside=Outside(put.route, put.by, put.sent, put.closed, put.reported, put.ratified),
    )  # fmt: skip
    return Situation(
        on=PartialDate.of(put.sent), capacity=put.capacity, seats=None,
        in_post=Members(None, dict(classes)) if classes else None, organisations=None, attenders=(), presiding="",
        withdrawn=frozenset(), items=(item,), at=None,
    )  # fmt: skip
