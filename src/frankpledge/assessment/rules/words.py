"""Ranks, scores and chances in words."""

from __future__ import annotations

from fractions import Fraction

from frankpledge.kernel.numbers import round_half_up

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """1 as 1st, 2 as 2nd, 11 as 11th."""
    ending = "th" if number % 100 in {11, 12, 13} else _ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def rank_range(low: int, high: int) -> str:
    """The interval of a rank: ‘1st to 3rd’, or ‘1st’ when there is no doubt."""
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"


def rank_sign(rank: int, *, tied: bool) -> str:
    """A rank as lists print it: 2, or 2= when shared."""
    return f"{rank}=" if tied else str(rank)


def chance_in_100(chance: Fraction) -> str:
    """A chance as people say it: 97 in 100; never ‘0’ or ‘100’ for what was drawn otherwise at least once."""
    shown = int(round_half_up(chance * 100))
    if shown == 0 and chance > 0:
        return "fewer than 1 in 100"
    if shown == 100 and chance < 1:
        return "more than 99 in 100"
    return f"{shown} in 100"


def movement(rank: int, previous: int | None, *, had_previous: bool) -> str:
    """Change against the last edition: new, up, down or the same."""
    if not had_previous:
        return ""
    if previous is None:
        return "new in this edition"
    if previous == rank:
        return f"{ordinal(rank)} as last time"
    return f"{'up' if rank < previous else 'down'} from {ordinal(previous)}"


def inside_a_sentence(title: str) -> str:
    """A title as it stands within a sentence: a name of several capitals (Domestic Abuse Incidents, NHS) keeps them."""
    first, _, rest = title.partition(" ")
    is_name = not first[1:2].islower() or any(word[:1].isupper() for word in rest.split())
    return title if is_name else title[:1].lower() + title[1:]
