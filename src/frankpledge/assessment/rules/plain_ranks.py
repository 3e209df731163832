"""The order, and what it hangs on, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from frankpledge.analysis.sentences import joined
from frankpledge.assessment.rules.sensitivity import CriterionEffect, JudgementEffect, Stability
from frankpledge.assessment.rules.turning import WeightTurns
from frankpledge.assessment.rules.words import chance_in_100, ordinal
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.numbers import round_half_up

Titled = Callable[[str], str]
"""What an issue or criterion is called."""


def places_text(low: int, high: int) -> str:
    """Where an issue may stand: 1st; 1st or 2nd; 3rd to 6th."""
    if low == high:
        return ordinal(low)
    return f"{ordinal(low)} {'or' if high == low + 1 else 'to'} {ordinal(high)}"


def order_sentence(places: Sequence[tuple[str, int, int]]) -> Message | None:
    """All issues with where they may stand, each (title, low, high), in one sentence: “Burglary is 1st; fraud 2nd or 3rd.”"""
    if not places:
        return None
    parts = [
        f"{title}{' is' if place == 0 else ''} {places_text(low, high)}"
        for place, (title, low, high) in enumerate(places)
    ]
    return message("{parts}.", parts="; ".join(parts))


def stability_sentences(found: Stability, titled: Titled) -> tuple[Message, ...]:
    """How firm the first places are, what would change them, and which judgement matters most."""
    if not found.shares:
        return ()
    return (*_top_sentences(found, titled), _together(found), *_changes(found, titled))


def firm_sentences(found: Stability, titled: Titled) -> tuple[Message, ...]:
    """The same without what levels leave open, for a ranking of which the levels alone are kept."""
    return (*_top_sentences(found, titled), *_changes(found, titled)) if found.shares else ()


def _changes(found: Stability, titled: Titled) -> list[Message]:
    """What would change the order: a weight, a judgement, a criterion."""
    said = [_turn(found.turns, titled)] if found.turns else []
    if found.judgements and found.judgements[0].places:
        said.append(_judgement(found.judgements[0], titled))
    elif found.judgements:
        said.append(message("No single judgement, moved by one level, would change the order."))
    return said + [_criterion(one, found.k, titled) for one in found.criteria if one.joins or one.leaves]


def _top_sentences(found: Stability, titled: Titled) -> list[Message]:
    if not found.weights_vary:
        return [message("This scheme has no weights to vary; only levels are drawn.")]
    return [
        message(
            "In {chance} plausible weightings {title} stays {first}.",
            title=titled(one.issue), first="first" if found.k == 1 else f"among the first {found.k}", chance=_of_100(one.weightings),
        )
        for one in found.shares
        if one.issue in found.top
    ]  # fmt: skip


def _of_100(share: Fraction) -> str:
    """A share of draws: 93 of 100, or all."""
    return "all" if share == 1 else "no" if share == 0 else chance_in_100(share).replace(" in ", " of ")


def _together(found: Stability) -> Message:
    said = f"the first one is the same in {_of_100(found.same_first)} draws"
    if found.k > 1:
        said += f", and the first {found.k} in {_of_100(found.same_top)}"
    return message("With weights, levels and what is not known varied together, {said}.", said=said)


def _turn(turns: Sequence[WeightTurns], titled: Titled) -> Message:
    nearest = turns[0]
    turn = nearest.nearest
    if turn is None:
        return message("No single weight, however great or small, would change the order.")
    return message(
        "The weight that would change the order soonest is that of ‘{criterion}’: it is {now} of the weights beside it, and "
        "past {at} {behind} would pass {ahead}.",
        criterion=titled(nearest.name), now=share_text(nearest.weight), at=share_text(turn.weight, beside=nearest.weight),
        behind=titled(turn.behind), ahead=titled(turn.ahead),
    )  # fmt: skip


def share_text(share: Fraction, *, beside: Fraction | None = None) -> str:
    """A share of weights: 33%, and 33.4% where whole per cents would not tell it from the one beside it."""
    for places in range(2):
        text = f"{round_half_up(share * 100, places)}%"
        if beside is None or text != f"{round_half_up(beside * 100, places)}%":
            return text
    return f"{round_half_up(share * 100, 2)}%"


def _judgement(one: JudgementEffect, titled: Titled) -> Message:
    to = [
        f"one level {word} would make it {ordinal(rank)}"
        for word, rank in (("lower", one.if_lower), ("higher", one.if_higher))
        if rank is not None and rank != one.rank
    ]
    return message(
        "The judgement that matters most is ‘{criterion}’ of {title}, now {rank}: {to}.",
        criterion=titled(one.criterion), title=titled(one.issue), rank=ordinal(one.rank), to=" and ".join(to),
    )  # fmt: skip


def _criterion(one: CriterionEffect, k: int, titled: Titled) -> Message:
    first = "place" if k == 1 else f"{k}"
    joins = (
        f"{joined([titled(name) for name in one.joins])} would join the first {first}" if one.joins else ""
    )
    leaves = (
        f"{joined([titled(name) for name in one.leaves])} would leave {'it' if k == 1 else 'them'}"
        if one.leaves
        else ""
    )
    return message(
        "Without ‘{criterion}’ {what}.",
        criterion=titled(one.criterion), what=" and ".join(part for part in (joins, leaves) if part),
    )  # fmt: skip
