"""What comes next in a case: the steps that its log asks for, the family's first. Pure.

Suggestions, in order; nobody is stopped from doing something else that the rules allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.actions import CLOSED, ActionState, Pressing, weigh
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.guards import may_be_young
from frankpledge.reviews.rules.casework.kinds import KINDS, RECIPIENTS
from frankpledge.reviews.rules.casework.state import Agency, CaseState, Entry


@dataclass(frozen=True)
class Step:
    """Something to do: in words, the kind of entry that records it, and the letter that goes with it."""

    words: str
    kind: str
    letter: str = ""


def next_steps(state: CaseState) -> tuple[Step, ...]:
    """The steps that the log asks for now, the most pressing first; at most seven."""
    if state.has("concluded", "our-part-ended", "discontinued"):
        return ()
    found = _for_others(state) if state.is_participating else _steps(state)
    return tuple(dict.fromkeys((*_to_look_at_again(state), *found)))[:7]


def _to_look_at_again(state: CaseState) -> Iterator[Step]:
    """What was to be looked at again on a day that has come: a hold, another process, a report that is withheld."""
    held, ended = state.last("hold"), state.last("resumed")
    if held and _has_come(held, state.as_at) and not (ended and ended.sequence > held.sequence):
        yield Step(
            f"Look at the hold again: {held.text('who')} said they would by {held.day('look_again')}", "hold"
        )
    running: dict[str, Entry] = {}
    for one in state.all("process-opened", "process-ended"):
        running.pop(one.text("process"), None)
        if one.kind == "process-opened":
            running[one.text("process")] = one
    for one in running.values():
        if _has_come(one, state.as_at):
            name = KINDS[one.kind].fields[0].words(one.text("process"))
            yield Step(f"Look again at what runs beside: {name}, {one.text('body')}", "process-opened")
    kept_back = state.last("withheld")
    if kept_back and not state.is_published and _has_come(kept_back, state.as_at):
        yield Step(
            f"Look again at whether publication is still withheld: it was to be by {kept_back.day('look_again')}",
            "withheld",
        )


def _has_come(one: Entry, on: date) -> bool:
    again = one.day("look_again")
    return again is not None and again.latest <= on


def _for_others(state: CaseState) -> Iterator[Step]:
    """Another partnership leads: what our agencies owe it, and when our part has ended."""
    if state.has("transfer-accepted") and not state.has("custody-moved"):
        yield Step("Hand the records over, and keep the receipt", "custody-moved")
    yield from _of_actions_open(state)
    if not state.has("imr-asked"):
        yield Step("Ask our agencies for the reports that the leading partnership needs", "imr-asked")
    yield Step(
        "Write down what the leading partnership tells us: its terms, its report, its questions", "lead-told"
    )
    if not any(one.state not in CLOSED for one in state.recommendations):
        yield Step("When the review has ended there, end our agencies’ part", "our-part-ended")


def _steps(state: CaseState) -> Iterator[Step]:
    yield from _for_family(state)
    if state.open_challenge:
        yield Step("Answer the question that was raised about the decision", "challenge-answered")
    offered = state.last("transfer-offered")
    if offered and not state.has("transfer-accepted", "transfer-refused"):
        yield Step(
            f"{offered.text('to')} has not answered yet: until it accepts, the review and its time limits stay ours",
            "transfer-accepted",
        )
    if is_decided_again(state):
        yield Step("Decide again, as the answer to the question says", "decided")
        return
    if state.decision is None and not state.has("directed"):
        yield from _before_decision(state)
        return
    if not state.has("home-office-told"):
        yield Step("Tell the Home Office of the decision", "home-office-told", "home-office-decision")
    yield from _notices(state)
    if state.is_held:
        yield from _at_work(state)


def is_decided_again(state: CaseState) -> bool:
    """Whether the decision was questioned, and has to be made again."""
    answered = state.last("challenge-answered")
    return bool(
        state.decision and answered and answered.text("outcome") == "reconsider" and answered.sequence > state.decision.sequence
    )  # fmt: skip


def _for_family(state: CaseState) -> Iterator[Step]:
    if state.is_held and not state.family:
        yield Step(
            "Begin the contact plan: who are the family and friends, and what do they wish?", "family-person"
        )
    for one in state.family:
        if not one.advocacy:
            yield Step(f"Offer {one.label} an independent advocate", "advocacy-offered", "family-first")
        if state.has("panel-agreed") and not one.reading:
            yield Step(
                f"Offer {one.label} to read the report in private", "reading-offered", "family-reading"
            )


def _before_decision(state: CaseState) -> Iterator[Step]:
    if not state.agencies:
        yield Step(
            "Ask every agency to secure its records and to say what it knows",
            "agency-asked",
            "secure-records",
        )
    if not state.has("scoping-met"):
        yield Step("Hold the scoping meeting", "scoping-met")
    if may_be_young(state) and not state.has("young-route"):
        yield Step("Say which review leads for a person of 16 or 17, and why", "young-route")
    if state.unanswered:
        yield Step(
            f"Answer the questions of the criteria: {', '.join(state.unanswered)}", "criteria-answered"
        )
    else:
        yield Step("The decision: the chair decides whether to hold a review", "decided")


def _notices(state: CaseState) -> Iterator[Step]:
    told = {one.text("recipient") for one in state.all("notice-sent")}
    words = {
        "family": ("the family", "family-decision"),
        "police": ("the police", "notice"),
        "coroner": ("the coroner", "notice"),
    }
    for recipient, (who, letter) in words.items():
        if recipient not in told:
            yield Step(f"Tell {who} of the decision", "notice-sent", letter)


_WORK = (
    ("appointed", "Appoint an independent chair, and check their independence", ""),
    ("terms-drafted", "Draft the terms of reference, and ask the family to comment", "terms"),
    ("terms-agreed", "Agree the terms of reference", "terms"),
    ("imr-asked", "Ask each agency for its own review", "imr-request"),
    ("draft-made", "Draft the overview report", "overview-report"),
    ("fact-check-asked", "Ask each agency to check the facts", ""),
    ("panel-agreed", "The panel agrees the report, or says where it does not", ""),
    ("self-checked", "Check the report against what the Home Office asks for", ""),
    ("partnership-agreed", "The partnership agrees the report at its meeting", "board-report"),
    ("submitted", "Send the report, summary and action plan to the Home Office", "submission"),
    ("qa", "Write down what the Home Office answers", ""),
)


def _at_work(state: CaseState) -> Iterator[Step]:
    # What was passed over is not asked for once the report has gone to the Home Office.
    for kind, words, letter in _WORK[-1:] if state.has("submitted") else _WORK:
        if not state.has(kind):
            if kind == "draft-made" and not state.has("part-written"):
                yield Step(
                    "The author writes the parts of the report that only they can write", "part-written"
                )
            yield Step(words, kind, letter)
            return
    if not state.has("published", "withheld"):
        yield from _towards_publication(state)
        return
    names = dict(RECIPIENTS)
    for recipient in state.regime.copies:
        if recipient not in state.sent_to:
            yield Step(
                f"Send a copy to the {names.get(recipient, recipient)}: the law asks for it",
                "copy-sent",
                "copy",
            )
    yield from _of_actions_open(state)
    if state.recommendations and all(one.state in CLOSED for one in state.recommendations):
        yield Step("The partnership concludes the review at its meeting", "concluded", "closure")


def _towards_publication(state: CaseState) -> Iterator[Step]:
    answer = state.last("qa", "qa-cleared")
    outcome = answer.text("outcome") if answer and answer.kind == "qa" else "publish"
    if outcome == "resubmit":
        yield Step("Change the report as the Home Office asks, and send it again", "submitted", "submission")
    elif outcome != "publish":
        yield Step("Deal with each point of the Home Office", "qa-answered")
        yield Step("Write down that the Home Office is content with the changes", "qa-cleared")
    elif not state.has("publication-prepared"):
        yield Step(
            "Prepare publication: tell the family the day, plan for children, support staff",
            "publication-prepared",
            "pre-publication",
        )
    elif not any(len(state.signers(one.text("document"))) >= 2 for one in state.all("anonymisation-scanned")):
        yield Step("Scan the final report for identities, and have two people sign", "anonymisation-scanned")
    else:
        yield Step("Publish the very file that was scanned and signed, and record where", "published")


_NEXT = {
    ActionState.PROPOSED: ("{agency} accepts recommendation {id}, with an owner and a date", "recommendation-accepted"),
    ActionState.ACCEPTED: ("{agency} sets milestones for recommendation {id}, and adds evidence", "evidence-added"),
    ActionState.IN_PROGRESS: ("{agency} says when recommendation {id} is done", "action-done"),
    ActionState.DONE_CLAIMED: ("Somebody other than {agency} checks that recommendation {id} is done", "action-assured"),
    ActionState.ASSURED: ("Look later at whether recommendation {id} has changed anything", "effect-audited"),
}  # fmt: skip


def _of_actions_open(state: CaseState) -> Iterator[Step]:
    """The next step of every action, those that wait for somebody else's check first."""
    for stage in (ActionState.DONE_CLAIMED, ActionState.PROPOSED, ActionState.ACCEPTED, ActionState.IN_PROGRESS, ActionState.ASSURED):  # fmt: skip
        words, kind = _NEXT[stage]
        for one in state.recommendations:
            if one.state is stage:
                yield Step(words.format(agency=one.agency, id=one.id), kind)


@dataclass(frozen=True)
class Owed:
    """Something an agency owes the review."""

    agency: str
    what: str
    due: PartialDate | None
    days_over: int
    """Above nought where the day has surely passed."""
    group: Group
    """Whose eyes it is for: the file, the agencies’ own reviews, or the recommendations."""


def owed(state: CaseState) -> tuple[Owed, ...]:
    """What every agency owes on the day, the longest overdue first. A question without an answer is shown as no reply, never as done."""
    found = [*_of_agencies(state), *_of_actions(state)]
    return tuple(
        sorted(found, key=lambda one: (-one.days_over, one.due.latest if one.due else date.max, one.agency))
    )


def _of_agencies(state: CaseState) -> Iterator[Owed]:
    for one in state.agencies:
        for what, group, asked, due, came in _asked_of(one):
            if asked and not came:
                yield _owed(one.name, what, due, state.as_at, group)


def _asked_of(one: Agency) -> tuple[tuple[str, Group, bool, PartialDate | None, bool], ...]:
    return (
        (
            "Say what it knows, and secure its records",
            Group.FILE,
            one.asked is not None,
            one.due,
            one.replied is not None,
        ),
        ("Its own review", Group.IMR, one.imr_asked is not None, one.imr_due, one.imr_final is not None),
        (
            "Check the facts of the draft",
            Group.FILE,
            one.facts_due is not None,
            one.facts_due,
            one.facts is not None,
        ),
    )


def _of_actions(state: CaseState) -> Iterator[Owed]:
    actions = [one.as_action() for one in state.recommendations]
    for weighed in weigh(actions, state.as_at).in_order:
        if weighed.pressing not in {Pressing.CLOSED, Pressing.TO_ASSURE}:
            one = weighed.action
            yield Owed(
                one.owner, f"Recommendation {one.id}: {one.text}", one.due, weighed.days_over, Group.LEARNING
            )


def _owed(agency: str, what: str, due: PartialDate | None, on: date, group: Group) -> Owed:
    over = (on - due.latest).days if due and on > due.latest else 0
    return Owed(agency, what, due, over, group)


@dataclass(frozen=True)
class Avoid:
    """A day around which no letter goes out, and whose it is."""

    label: str
    why: str
    on: date


def days_to_avoid(state: CaseState, around: int = 14) -> tuple[Avoid, ...]:
    """The family's days within so many days of the day, by the calendar of each year they fall in. 29 February is kept on the 28th."""
    found = []
    for one in state.family:
        for day_month, why in one.avoid:
            day, month = (int(part) for part in day_month.split("-"))
            for year in (state.as_at.year - 1, state.as_at.year, state.as_at.year + 1):
                on = _on(year, month, day)
                if abs((on - state.as_at).days) <= around:
                    found.append(Avoid(one.label, why, on))
    return tuple(sorted(found, key=lambda one: one.on))


def _on(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
