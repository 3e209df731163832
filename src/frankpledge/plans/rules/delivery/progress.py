"""How far something has got, from its parts; and that nothing is part of itself or waits for itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

_HOUSE = Citation("House method", "progress of what is made of parts", note="Weights are normalised: they count against their sum")  # fmt: skip
CIRCLE = "{first} would come round to itself: {way}."
NO_CIRCLE = "Nothing comes round to itself."


@dataclass(frozen=True)
class Part:
    """A part with its weight: done (1), not done (0), or as far as its own parts have got. `share` of None is not known."""

    name: str
    weight: Fraction
    share: Fraction | None


@dataclass(frozen=True)
class Progress:
    """How far it has got (None where nothing tells), over how many parts, and those of which it is not known."""

    share: Fraction | None
    parts: int
    unknown: tuple[str, ...] = ()


@rule(source=_HOUSE)
def progress(parts: Iterable[Part]) -> Progress:
    """Progress is the sum of what the parts have got to, each by its weight over the sum of the weights that are known."""
    given = tuple(parts)
    known = [one for one in given if one.share is not None and one.weight > 0]
    total = sum((one.weight for one in known), Fraction(0))
    unknown = tuple(one.name for one in given if one.share is None)
    if not total:
        return Progress(None, len(given), unknown)
    share = sum((one.weight * (one.share or 0) for one in known), Fraction(0)) / total
    return Progress(share, len(given), unknown)


@rule(source=_HOUSE)
def comes_round(links: Mapping[str, Iterable[str]], first: str, then: str) -> Verdict:
    """Nothing is part of itself, nor waits for itself, over any number of steps.

    `links` are those there are already, from each thing to what it hangs on; `first` is now to hang on `then`.
    """
    way = _way(links, then, first)
    if first == then or way:
        shown = " → ".join([first, *way]) if way else f"{first} → {first}"
        return fails(message(CIRCLE, first=first, way=shown), Reason("parents", shown))
    return holds(message(NO_CIRCLE))


def _way(links: Mapping[str, Iterable[str]], start: str, goal: str) -> tuple[str, ...]:
    """A way from one thing to another along the links; empty when there is none."""
    seen: set[str] = set()
    waiting: list[tuple[str, ...]] = [(start,)]
    while waiting:
        way = waiting.pop()
        if way[-1] == goal:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            waiting += [(*way, after) for after in links.get(way[-1], ())]
    return ()
