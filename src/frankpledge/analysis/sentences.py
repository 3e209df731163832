"""A change in words: what may be said of it, how sure that is, and where no percentage belongs.

Every sentence is a kernel message, so that it can be translated and its numbers checked; nothing is said that the
interval shown does not allow. Percentages are rounded half up from exact values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from frankpledge.analysis.change import Change, Direction, change
from frankpledge.analysis.dispersion import OverdispersedChange, heterogeneity
from frankpledge.analysis.families import Adjustment, adjust
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.numbers import grouped, round_half_up

FEWEST_FOR_PERCENTAGE = 10
"""Under this on either side, counts are shown and no percentage (strategic-assessment checks, small numbers)."""
FEWEST_FOR_DECIMALS = 100
"""Under this on either side, a percentage is printed whole: its decimals would be noise."""

ADJUSTMENT_NAMES: dict[Adjustment, str] = {"holm": "Holm", "bh": "Benjamini and Hochberg"}


@dataclass(frozen=True)
class Wording:
    """What a sentence calls things: the measure (plural, as it starts a sentence), the two periods, the exposure."""

    measure: str
    old: str
    new: str
    per: str = "in proportion to exposure"
    """Read when exposures differ: ‘per day’, ‘per resident’."""


@dataclass(frozen=True)
class YearStatement:
    """A year and its quarters in sentences. `told_apart` names the quarters whose adjusted p is below the level;
    `adjusted` holds each quarter's adjusted p in order (None where nothing happened in either year)."""

    sentences: tuple[Message, ...]
    told_apart: tuple[str, ...]
    adjusted: tuple[float | None, ...]


def has_percentage(found: Change) -> bool:
    """Whether the change may be printed as a percentage: both counts are at least ten."""
    return min(found.old, found.new) >= FEWEST_FOR_PERCENTAGE


def places_for(old: int, new: int) -> int:
    """How many decimals a percentage between two counts bears."""
    return 1 if min(old, new) >= FEWEST_FOR_DECIMALS else 0


def percent_text(value: Fraction | float, places: int = 1) -> str:
    """The size of a percentage as printed, without sign: 12.4%, or ‘less than 0.1%’ when it would print as nought."""
    exact = abs(Fraction(value))
    if exact and not round_half_up(exact, places):
        return str(message("less than {least}%", least=Decimal(1).scaleb(-places)))
    return f"{grouped(round_half_up(exact, places))}%"


def signed_text(value: Fraction | float, places: int = 1) -> Message:
    """A percentage with its direction: a rise of 3.8%, a fall of 1.4%, no change."""
    if value == 0:
        return message("no change")
    size = percent_text(value, places)
    return message("a rise of {size}", size=size) if value > 0 else message("a fall of {size}", size=size)


def confidence_text(confidence: float) -> str:
    """0.95 as 95%, 0.998 as 99.8%."""
    return f"{confidence * 100:.6g}%"


def interval_text(found: Change | OverdispersedChange, places: int = 1) -> Message:
    """The interval of the percentage, after the verdict it allows; one-sided intervals have one limit."""
    sure = confidence_text(found.confidence)
    low, high = _percent(found.low), _percent(found.high)
    if isinstance(found, Change) and found.alternative != "two-sided":
        limit = low if found.alternative == "greater" else high
        text = message("none") if limit is None else signed_text(limit, places)
        return message("one-sided {sure} limit: {limit}", sure=sure, limit=text)
    if low is None or high is None:
        return message("{sure} interval without an upper limit", sure=sure)
    ends: dict[str, object] = {"low": signed_text(low, places), "high": signed_text(high, places)}
    if found.verdict is Direction.ROSE:
        ends = {"low": percent_text(low, places), "high": percent_text(high, places)}
    if found.verdict is Direction.FELL:
        ends = {"low": percent_text(high, places), "high": percent_text(low, places)}
    if found.verdict is Direction.NO_CLEAR_CHANGE:
        return message("{sure} interval from {low} to {high}", sure=sure, **ends)
    return message("{sure} interval {low} to {high}", sure=sure, **ends)


def _percent(ratio: float) -> float | None:
    return None if ratio == float("inf") else (ratio - 1) * 100


def change_sentence(found: Change, wording: Wording, *, places: int | None = None) -> Message:
    """One sentence on a change: rose, fell, or no change that can be told from chance, with its interval.

    Counts under ten on either side get counts and no percentage.
    """
    said = _said(found, wording)
    if found.verdict is Direction.UNDETERMINED:
        return message("{measure}: none in {old} and none in {new}, so no change can be told.", **said)
    if not has_percentage(found) or found.percent is None:
        return message(_SMALL[found.verdict, found.old == 0], **said)
    decimals = places_for(found.old, found.new) if places is None else places
    return message(
        (_COUNTED if found.has_equal_exposure else _PER_EXPOSURE)[found.verdict],
        **said,
        percent=percent_text(found.percent, decimals),
        found=signed_text(found.percent, decimals),
        interval=interval_text(found, decimals),
    )


def _said(found: Change, wording: Wording) -> dict[str, object]:
    asked = {"two-sided": message("change"), "greater": message("rise"), "less": message("fall")}
    return {
        "measure": wording.measure,
        "old": wording.old,
        "new": wording.new,
        "per": wording.per,
        "old_count": grouped(found.old),
        "new_count": grouped(found.new),
        "asked": asked[found.alternative],
    }


_SMALL = {
    (
        Direction.ROSE,
        False,
    ): "{measure}: {old_count} in {old} and {new_count} in {new}, a rise that is more than "
    "chance would give; the counts are too small for a percentage.",
    (
        Direction.ROSE,
        True,
    ): "{measure}: none in {old} and {new_count} in {new}, a rise that is more than chance "
    "would give; from none there is no percentage.",
    (
        Direction.FELL,
        False,
    ): "{measure}: {old_count} in {old} and {new_count} in {new}, a fall that is more than "
    "chance would give; the counts are too small for a percentage.",
    (
        Direction.NO_CLEAR_CHANGE,
        False,
    ): "{measure}: {old_count} in {old} and {new_count} in {new}, no {asked} that "
    "can be told from chance; the counts are too small for a percentage.",
    (
        Direction.NO_CLEAR_CHANGE,
        True,
    ): "{measure}: none in {old} and {new_count} in {new}, no {asked} that can be "
    "told from chance; from none there is no percentage.",
}
_COUNTED = {
    Direction.ROSE: "{measure} rose by {percent}, from {old_count} in {old} to {new_count} in {new} ({interval}).",
    Direction.FELL: "{measure} fell by {percent}, from {old_count} in {old} to {new_count} in {new} ({interval}).",
    Direction.NO_CLEAR_CHANGE: "{measure}: {old_count} in {old} and {new_count} in {new}, no {asked} that can be "
    "told from chance ({found}; {interval}).",
}
_PER_EXPOSURE = {
    Direction.ROSE: "{measure} {per} rose by {percent} ({interval}); counted, they were {old_count} in {old} and "
    "{new_count} in {new}.",
    Direction.FELL: "{measure} {per} fell by {percent} ({interval}); counted, they were {old_count} in {old} and "
    "{new_count} in {new}.",
    Direction.NO_CLEAR_CHANGE: "{measure} {per}: no {asked} that can be told from chance ({found}; {interval}); "
    "counted, they were {old_count} in {old} and {new_count} in {new}.",
}


def headline(found: Change, wording: Wording) -> Message:
    """The finding as a chart's title has it, with a whole percentage and no interval."""
    said = _said(found, wording)
    if found.verdict is Direction.UNDETERMINED or not has_percentage(found) or found.percent is None:
        return message("{measure}: {old_count} in {old}, {new_count} in {new}", **said)
    if found.verdict is Direction.NO_CLEAR_CHANGE:
        return message("{measure}: no {asked} in {new} that can be told from chance", **said)
    said["percent"] = percent_text(found.percent, 0)
    return message((_HEADLINE if found.has_equal_exposure else _HEADLINE_PER_EXPOSURE)[found.verdict], **said)


_HEADLINE = {
    Direction.ROSE: "{measure} rose {percent} in {new}, more than chance would give",
    Direction.FELL: "{measure} fell {percent} in {new}, more than chance would give",
}
_HEADLINE_PER_EXPOSURE = {
    Direction.ROSE: "{measure} {per} rose {percent} in {new}, more than chance would give",
    Direction.FELL: "{measure} {per} fell {percent} in {new}, more than chance would give",
}


def per_day_sentence(found: Change, wording: Wording, *, days: tuple[int, int]) -> Message | None:
    """What the change of the counts is per day, where one period was longer, as in a leap year.

    None when both have as many days or there is no percentage. Says so when the verdict is another one per day.
    """
    if days[0] == days[1] or not has_percentage(found):
        return None
    daily = change(
        found.old, found.new, exposure=days, method=found.method, confidence=found.confidence,
        alternative=found.alternative,
    )  # fmt: skip
    if daily.percent is None:
        return None
    places = places_for(found.old, found.new)
    said = {
        "old": wording.old,
        "new": wording.new,
        "old_days": grouped(days[0]),
        "new_days": grouped(days[1]),
        "found": signed_text(daily.percent, places),
        "interval": interval_text(daily, places),
    }
    return message(_PER_DAY[_compared(found.verdict, daily.verdict)], **said)


def _compared(counted: Direction, daily: Direction) -> str:
    if counted is daily:
        return "same"
    return "lost" if daily is Direction.NO_CLEAR_CHANGE else "found"


_PER_DAY = {
    "same": "Per day it is {found} ({interval}): {old} had {old_days} days and {new} had {new_days}.",
    "lost": "Per day it is {found} ({interval}), which cannot be told from chance: {old} had {old_days} days and "
    "{new} had {new_days}.",
    "found": "Per day it is {found} ({interval}), which is more than chance would give: {old} had {old_days} days "
    "and {new} had {new_days}.",
}


def dispersion_sentence(found: OverdispersedChange) -> Message:
    """What is left of the change once counts may vary more than chance."""
    places = places_for(found.old, found.new)
    said = {
        "phi": round_half_up(Fraction(found.phi), 1),
        "interval": interval_text(found, places),
        "found": signed_text(found.percent, places),
    }
    more = "more" if found.phi > 1 else "no_more"
    clear = "clear" if found.verdict in {Direction.ROSE, Direction.FELL} else "unclear"
    return message(_DISPERSION[more, clear], **said)


_DISPERSION = {
    (
        "more",
        "clear",
    ): "The counts vary {phi} times as much as chance alone would have them; allowing for that, "
    "{found} is still more than chance would give ({interval}).",
    (
        "more",
        "unclear",
    ): "The counts vary {phi} times as much as chance alone would have them; allowing for that, "
    "{found} cannot be told from chance ({interval}).",
    (
        "no_more",
        "clear",
    ): "The counts vary no more than chance would have them, and {found} is more than chance "
    "would give ({interval}).",
    (
        "no_more",
        "unclear",
    ): "The counts vary no more than chance would have them, and {found} cannot be told from "
    "chance ({interval}).",
}


def year_and_quarters(
    year: Change,
    quarters: Sequence[tuple[str, Change]],
    wording: Wording,
    *,
    adjustment: Adjustment = "holm",
    level: float = 0.05,
    others: Sequence[float] = (),
) -> YearStatement:
    """A year's change, which of its quarters can be told from chance, and whether the quarters changed alike.

    The quarters' p values are adjusted as one family together with `others`, the p values of further comparisons
    made in the same breath (such as another measure's quarters).
    """
    adjusted = _adjusted([found.p for _, found in quarters], others, adjustment)
    told = [
        (name, found)
        for (name, found), p in zip(quarters, adjusted, strict=True)
        if p is not None and p < level
    ]
    family = sum(p is not None for p in adjusted) + len(others)
    sentences = [change_sentence(year, wording), _quarters_sentence(quarters, told, family, adjustment)]
    alike = _alike_sentence([found for _, found in quarters], level)
    return YearStatement(
        (*sentences, alike) if alike else tuple(sentences), tuple(name for name, _ in told), adjusted
    )


def _adjusted(
    p_values: Sequence[float | None], others: Sequence[float], adjustment: Adjustment
) -> tuple[float | None, ...]:
    known = [p for p in p_values if p is not None]
    after = iter(adjust([*known, *others], adjustment))
    return tuple(None if p is None else next(after) for p in p_values)


def _quarters_sentence(
    quarters: Sequence[tuple[str, Change]],
    told: Sequence[tuple[str, Change]],
    family: int,
    adjustment: Adjustment,
) -> Message:
    said: dict[str, object] = {
        "number": len(quarters),
        "family": family,
        "adjustment": ADJUSTMENT_NAMES[adjustment],
        "told": joined([str(_named(name, found)) for name, found in told]),
        "rest": joined([name for name, found in quarters if (name, found) not in told]),
    }
    if not told:
        return message(
            "None of the {number} quarters can be told from chance once {family} comparisons are allowed for "
            "({adjustment}).",
            **said,
        )
    if len(told) == len(quarters):
        return message(
            "Every quarter can be told from chance once {family} comparisons are allowed for ({adjustment}): {told}.",
            **said,
        )
    return message(
        "By quarter, {told} can be told from chance once {family} comparisons are allowed for ({adjustment}); "
        "{rest} cannot.",
        **said,
    )


def _named(name: str, found: Change) -> Message:
    if not has_percentage(found) or found.percent is None:
        counts = {"old": grouped(found.old), "new": grouped(found.new)}
        return message("{name} ({old} to {new})", name=name, **counts)
    size = signed_text(found.percent, places_for(found.old, found.new))
    return message("{name} ({size})", name=name, size=size)


def joined(names: Sequence[str]) -> str:
    """Names as a sentence lists them: A, B and C; with a comma before the last where a name has an ‘and’ of its own."""
    if len(names) < 2:
        return "".join(names)
    if any(" and " in name for name in names):
        return str(message("{first}, and {last}", first=", ".join(names[:-1]), last=names[-1]))
    return str(message("{first} and {last}", first=", ".join(names[:-1]), last=names[-1]))


def _alike_sentence(quarters: Sequence[Change], level: float) -> Message | None:
    """None when exposures differ between the quarters or too few have events for the comparison to mean anything."""
    shares = {found.exposure[1] / found.exposure[0] for found in quarters}
    old, new = [found.old for found in quarters], [found.new for found in quarters]
    if (
        len(shares) != 1
        or sum(a + b > 0 for a, b in zip(old, new, strict=True)) < 2
        or not sum(old)
        or not sum(new)
    ):
        return None
    p = heterogeneity(old, new).p
    if p < level:
        return message(
            "The quarters did not change alike (p {p}): read them one by one, not the year alone.",
            p=p_text(p),
        )
    return message("The quarters are compatible with one and the same change (p {p}).", p=p_text(p))


def p_text(p: float) -> str:
    """A p value as printed: three decimals, ‘below 0.001’ under that."""
    return "below 0.001" if p < 0.001 else str(round_half_up(Fraction(p), 3))
