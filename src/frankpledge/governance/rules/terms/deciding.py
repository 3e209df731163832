"""`terms decide`: whether a meeting is quorate and what became of each item, with clause and arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from frankpledge.governance.rules.terms.constitution import INQUORATE, Above, Constitution, DecisionRule
from frankpledge.governance.rules.terms.groups import group_called, group_goes_beyond, group_may_decide
from frankpledge.governance.rules.terms.outside import decided_outside
from frankpledge.governance.rules.terms.presiding import Present, passed_over, who_presides
from frankpledge.governance.rules.terms.quorum import Setting, Tested, first_count, quorum_test
from frankpledge.governance.rules.terms.room import Hall, moments, seats_of_item
from frankpledge.governance.rules.terms.silence import FACT, Reading, Readings, under_every_reading
from frankpledge.governance.rules.terms.situation import Item, Situation
from frankpledge.governance.rules.terms.voting import Chamber, Result, Voted, vote_result
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.verdicts import Reason

AFTER = dict(
    zip(
        INQUORATE,
        (
            "Adjourn: the terms say so.",
            "Talk informally and have it ratified by a later quorate meeting.",
            "Have it ratified by the members electronically.",
            "The business lapses.",
        ),
        strict=True,
    )
)
CURE = "Retake or ratify it at a quorate meeting."


@dataclass(frozen=True)
class ItemDecided:
    """What became of one item. `quorate` of None: not known, or the terms do not let it be told."""

    id: str
    quorate: bool | None
    outcome: Result
    needed: int | None
    base: int | None
    base_name: str
    casting_used: bool
    next_step: str
    reasons: tuple[Reason, ...]
    missing_rules: tuple[str, ...]
    missing_facts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A part of the meeting during which nobody came or left; minutes of the day."""

    at: int | None
    quorate: bool | None
    present: int | None


@dataclass(frozen=True)
class Decision:
    """The whole answer for a meeting."""

    quorate: bool | None
    quorum: Tested | None
    votes_available: int | None
    items: tuple[ItemDecided, ...]
    stretches: tuple[Stretch, ...]
    reasons: tuple[Reason, ...]
    missing_rules: tuple[str, ...]
    missing_facts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Moment:
    """One item at one minute, under one reading."""

    tested: Tested | None
    voted: Voted
    votes: int
    clause: str

    @property
    def quorate(self) -> bool | None:
        return self.tested.met if self.tested else None

    @property
    def outcome(self) -> Result:
        if self.quorate is None:
            return Result.UNDETERMINED
        return self.voted.result if self.quorate else Result.NO_DECISION


@rule(source=Citation("Terms of reference", "quorum and decisions"))
def decide(terms: Constitution, situation: Situation) -> Decision:
    """What a meeting decided is what the terms in force on its day make of who was there and how they voted.

    Where the terms are silent the verdict is worked out under every reading; when they all agree it stands, otherwise
    it is undetermined and the silent rules are named. Raises `Unusable` for an attendance that names no seat or class.
    """
    on = situation.on.earliest if situation.on else terms.period.starts_on
    facts = _facts(terms, situation)
    hall = Hall(terms, situation, on)
    overall = [_readings(hall, at, None) for at in _times(situation)]
    items = tuple(_item(hall, item, facts) for item in situation.items)
    shown = overall[0].first
    quorate, named = _overall(overall)
    rules, supposed = _rules_and_facts(named)
    lacking = (*facts, *supposed, *(shown.tested.lacking if shown.tested and quorate is None else ()))
    return Decision(
        quorate=None if facts or not situation.needs_a_meeting else quorate,
        quorum=shown.tested,
        votes_available=None if situation.attenders is None else _same(overall[0], lambda one: one.votes),
        items=items,
        stretches=tuple(_stretch(at, one) for at, one in zip(_times(situation), overall, strict=True)),
        reasons=_reasons(terms, situation, shown, facts),
        missing_rules=_joined(
            (rules if situation.needs_a_meeting else (), *(one.missing_rules for one in items))
        ),
        missing_facts=_joined((tuple(lacking), *(one.missing_facts for one in items))),
        notes=(*hall.room(_times(situation)[0]).notes, *_who_was_passed_over(hall)),
    )


def _who_was_passed_over(hall: Hall) -> tuple[str, ...]:
    """Said and not punished: the terms give an order, and somebody else took the chair."""
    named = hall.situation.presiding
    if not named or hall.situation.attenders is None:
        return ()
    there = Present(hall.terms, hall.room(_times(hall.situation)[0]), hall.situation.attenders, hall.on)
    office = passed_over(who_presides(named, there) or named, there)
    return (f"‘{named}’ presided while ‘{office}’, whom the terms put first, was there",) if office else ()


def _facts(terms: Constitution, situation: Situation) -> tuple[str, ...]:
    """What is lacking before anything can be said."""
    found = []
    if situation.attenders is None and situation.needs_a_meeting:
        found.append("attendance")
    if situation.on and not (situation.on.earliest in terms.period and situation.on.latest in terms.period):
        found.append("terms in force on that day")
    if situation.capacity and terms.capacities and terms.capacity(situation.capacity) is None:
        found.append(f"capacity ‘{situation.capacity}’ in the terms")
    return tuple(found)


def _times(situation: Situation) -> tuple[int | None, ...]:
    return (situation.at,) if situation.at is not None else moments(situation)


def _readings(hall: Hall, at: int | None, item: Item | None) -> Readings[_Moment]:
    return under_every_reading(lambda reading: _moment(hall, at, item, reading))


def _moment(hall: Hall, at: int | None, item: Item | None, reading: Reading) -> _Moment:
    terms, situation, on = hall.terms, hall.situation, hall.on
    gone, again = _gone(hall, item, reading)
    room = hall.room(at, gone)
    test = terms.quorum_for(situation.capacity)
    counting = hall.room(at, again)
    tested = quorum_test(test, Setting(terms, situation, counting, on, reading)) if test else None
    chamber = Chamber(terms, situation, room, on, reading)
    rule_of = terms.decision_for(item.scope, situation.capacity) if item else None
    voted = vote_result(rule_of, item, chamber) if item else Voted(Result.NO_DECISION)
    return _Moment(tested, voted, chamber.votes if item is None else 0, rule_of.clause if rule_of else "")


def _gone(hall: Hall, item: Item | None, reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """The seats that take no part in an item for an interest, and those of them that do not count to its quorum either."""
    said = hall.terms.interests
    name = item.id if item else ""
    gone = seats_of_item(hall.situation.withdrawn, name)
    stayed = seats_of_item(hall.situation.declared, name) - gone
    if stayed and reading.whether("interests.withdraw", said.withdraw if said else None):
        gone |= stayed
    return gone, (frozenset() if said and said.counts_to_quorum else gone)


def _rules_and_facts(named: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a verdict hangs on: rules that the terms do not give, and facts that nobody recorded."""
    return (
        tuple(one for one in named if not one.startswith(FACT)),
        tuple(one.removeprefix(FACT) for one in named if one.startswith(FACT)),
    )


def _same(readings: Readings[_Moment], of: Callable[[_Moment], int]) -> int | None:
    found = {of(one) for _, one in readings.found}
    return found.pop() if len(found) == 1 else None


def _overall(readings: list[Readings[_Moment]]) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the meeting is quorate throughout, and the silent rules on which that hangs."""
    if readings[0].first.tested is None:
        return None, ("quorum",)
    each = [{one.quorate for _, one in reading.found} for reading in readings]
    if any(found == {False} for found in each):
        return False, ()
    if all(found == {True} for found in each):
        return True, ()
    return None, _joined(tuple(reading.missing_for(lambda one: one.quorate) for reading in readings))


def _stretch(at: int | None, readings: Readings[_Moment]) -> Stretch:
    found = {one.quorate for _, one in readings.found}
    tested = readings.first.tested
    return Stretch(at, found.pop() if len(found) == 1 else None, tested.present if tested else None)


def _item(hall: Hall, item: Item, facts: tuple[str, ...]) -> ItemDecided:
    if (refused := _beyond_its_powers(hall, item)) is not None:
        return refused
    if item.outside is not None:
        return _decided_outside(hall, item)
    return _decided_at_a_meeting(hall, item, facts)


def _beyond_its_powers(hall: Hall, item: Item) -> ItemDecided | None:
    """What a group below may not decide it does not decide, whoever came and however they voted."""
    over = Above(hall.situation.group, hall.terms) if hall.situation.group else hall.terms.above
    if over is None:
        return None
    powers = group_may_decide if hall.situation.group else group_goes_beyond
    ruled = powers(over.terms, over.group, item.scope, hall.on)
    if ruled.ok:
        return None
    group = group_called(over.terms, over.group)
    above = (group.reports_to if group else "") or over.terms.body
    then = f"Refer it to {above}." if ruled.ok is False else f"Find out or rule on: {', '.join(ruled.rules)}."
    return _plainly(
        item, Result.NO_DECISION if ruled.ok is False else Result.UNDETERMINED,
        (Reason(ruled.clause or "groups", ruled.reason),), then, ruled.rules, (),
    )  # fmt: skip


def _decided_outside(hall: Hall, item: Item) -> ItemDecided:
    found = under_every_reading(
        lambda reading: decided_outside(hall.terms, hall.situation, item, hall.on, reading)
    )
    results = {one.voted.result for _, one in found.found}
    shown = found.first
    named, supposed = _rules_and_facts(found.missing_for(lambda one: one.voted.result))
    rules = _joined((shown.rules, named))
    lacking = _joined((supposed, *(one.voted.lacking for _, one in found.found)))
    if len(results) > 1 or shown.voted.result is Result.UNDETERMINED:
        then = shown.then if shown.rules else f"Find out or rule on: {', '.join((*rules, *lacking))}."
        return _plainly(item, Result.UNDETERMINED, shown.reasons, then, rules, lacking)
    voted = shown.voted
    then = shown.then or _next_step(hall.terms, item, voted.result, None, ())
    made = _plainly(item, voted.result, shown.reasons, then, (), ())
    return replace(
        made, needed=voted.needed, base=voted.base, base_name=voted.base_name, casting_used=voted.casting_used,
        notes=voted.notes,
    )  # fmt: skip


def _plainly(
    item: Item,
    outcome: Result,
    reasons: tuple[Reason, ...],
    then: str,
    rules: tuple[str, ...],
    facts: tuple[str, ...],
) -> ItemDecided:
    """An item whose outcome hangs on no quorum."""
    return ItemDecided(
        id=item.id, quorate=None, outcome=outcome, needed=None, base=None, base_name="", casting_used=False,
        next_step=then, reasons=reasons, missing_rules=rules, missing_facts=facts, notes=(),
    )  # fmt: skip


def _decided_at_a_meeting(hall: Hall, item: Item, facts: tuple[str, ...]) -> ItemDecided:
    situation = hall.situation
    at = item.at if item.at is not None else situation.at
    times = (at,) if at is not None else moments(situation)
    found = [_readings(hall, time, item) for time in times]
    outcomes = {one.outcome for readings in found for _, one in readings.found}
    named = _joined(tuple(readings.missing_for(lambda one: one.outcome) for readings in found))
    rules, supposed = _rules_and_facts(named)
    shown = found[0].first
    lacking: tuple[str, ...] = (*facts, *supposed)
    if shown.tested is None and not facts:
        rules = _joined((rules, ("quorum",)))
    outcome = outcomes.pop() if len(outcomes) == 1 else Result.UNDETERMINED
    if facts:
        outcome = Result.UNDETERMINED
    lacking, rules = _what_is_lacking(found, item, outcome, lacking, rules)
    return _decided(hall.terms, item, shown, found, outcome, rules, lacking)


def _what_is_lacking(
    found: list[Readings[_Moment]],
    item: Item,
    outcome: Result,
    lacking: tuple[str, ...],
    rules: tuple[str, ...],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts and the silent rules that a verdict would need; a tie names the rule that would resolve it."""
    if outcome is Result.TIED:
        rules = _joined((rules, _tie_rules(found)))
    if outcome is not Result.UNDETERMINED:
        return lacking, rules
    every = [one for readings in found for _, one in readings.found]
    if len({one.outcome for one in every}) > 1 and not rules and not lacking:
        lacking = (*lacking, f"items.{item.id}.at")
    for one in every:
        named = one.tested.lacking if one.tested and one.quorate is None else one.voted.lacking
        rules = _joined((rules, tuple(name for name in named if name == "decision")))
        lacking = (*lacking, *(name for name in named if name != "decision"))
    return _joined((lacking,)), rules


def _tie_rules(found: list[Readings[_Moment]]) -> tuple[str, ...]:
    asked = {name for readings in found for chosen, _ in readings.found for name in chosen}
    return tuple(sorted(asked & {"casting_vote", "casting_vote.passes"}))


def _decided(
    terms: Constitution,
    item: Item,
    shown: _Moment,
    found: list[Readings[_Moment]],
    outcome: Result,
    rules: tuple[str, ...],
    lacking: tuple[str, ...],
) -> ItemDecided:
    every = [one for readings in found for _, one in readings.found]
    one_of = next((one for one in every if one.outcome is outcome), shown)
    quorates = {one.quorate for one in every}
    needed = {one.voted.needed for one in every}
    bases = {one.voted.base for one in every}
    silent = terms.casting is None and one_of.voted.is_tie and outcome is Result.TIED
    return ItemDecided(
        id=item.id,
        quorate=quorates.pop() if len(quorates) == 1 else None,
        outcome=outcome,
        needed=needed.pop() if len(needed) == 1 else None,
        base=bases.pop() if len(bases) == 1 else None,
        base_name=one_of.voted.base_name,
        casting_used=one_of.voted.casting_used and outcome in {Result.CARRIED, Result.LOST},
        next_step=_next_step(terms, item, outcome, one_of, (*rules, *lacking)),
        reasons=_item_reasons(one_of),
        missing_rules=_joined((rules, ("casting_vote",) if silent else ())),
        missing_facts=lacking,
        notes=one_of.voted.notes,
    )


def _item_reasons(one: _Moment) -> tuple[Reason, ...]:
    found = [Reason(one.tested.clause or "quorum", one.tested.working)] if one.tested else []
    if one.quorate is not False and one.voted.working:
        found.append(Reason(one.voted.clause or one.clause or "decision", one.voted.working))
    return tuple(found)


def _next_step(
    terms: Constitution, item: Item, outcome: Result, one: _Moment | None, missing: tuple[str, ...]
) -> str:
    if outcome is Result.UNDETERMINED:
        return f"Find out or rule on: {', '.join(dict.fromkeys(missing))}."
    if outcome is Result.TIED:
        return _after_a_tie(terms, item)
    if one is not None and one.quorate is False:
        return (
            f"{AFTER[terms.inquorate]} {CURE}"
            if terms.inquorate
            else f"The terms do not say what follows. {CURE}"
        )
    if outcome is Result.NO_DECISION:
        return _put_to_the_vote(terms, item)
    return "Record it." if outcome is Result.CARRIED else "Record that it was lost."


def _put_to_the_vote(terms: Constitution, item: Item) -> str:
    rule_of = terms.decision_for(item.scope, "")
    if item.is_voted:
        return f"{_as_asked(rule_of)} {CURE}" if _as_asked(rule_of) else "Put it to a vote again."
    if item.consensus:
        return f"{_as_asked(rule_of) or 'Take it again when enough members are there.'} {CURE}"
    return (
        "Seek consensus, and take a vote if that fails."
        if rule_of and rule_of.consensus_first
        else "Take a vote."
    )


def _as_asked(rule_of: DecisionRule | None) -> str:
    """How the terms want such business decided, where they ask for more than that nobody is against."""
    if rule_of is None:
        return ""
    if rule_of.is_secret:
        return "Hold a secret ballot."
    if rule_of.is_by_name:
        return "Take a vote in which each member's vote is recorded by name."
    return "Take it again when every member is there." if rule_of.all_present else ""


def _after_a_tie(terms: Constitution, item: Item) -> str:
    if terms.casting is None:
        return "The terms do not say whether anybody has a casting vote; nothing is decided until somebody rules on it."
    if terms.casting.holder == "none" or item.casting:
        return "Nobody may resolve it: the motion has no majority and nothing changes."
    who = "The chair" if terms.casting.holder == "chair" else "Whoever presides"
    return f"{who} may give a {terms.casting.kind.replace('-', ' ')} vote."


def _reasons(
    terms: Constitution, situation: Situation, shown: _Moment, facts: tuple[str, ...]
) -> tuple[Reason, ...]:
    if not situation.needs_a_meeting:
        return (Reason(terms.label, "no meeting was held: it was decided outside one"),)
    if facts:
        return (Reason(terms.label, f"not known: {', '.join(facts)}"),)
    if shown.tested is None:
        return (Reason(terms.label, "the terms give no quorum"),)
    tests = _leaves(shown.tested)
    return tuple(Reason(one.clause or shown.tested.clause or "quorum", one.working) for one in tests)


def _leaves(tested: Tested) -> tuple[Tested, ...]:
    return tuple(leaf for one in tested.tests for leaf in _leaves(one)) if tested.tests else (tested,)


def _joined(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def headline(tested: Tested | None) -> Tested | None:
    """The counting test that a page shows first."""
    return (first_count(tested) or tested) if tested else None
