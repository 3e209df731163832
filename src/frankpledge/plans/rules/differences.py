"""What changed between two editions of a plan, and between a plan and the assessment, by meaning and not by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import Message, message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds, undetermined
from frankpledge.plans.facts import ActivityFacts, PlanFacts, PriorityFacts, StrategyFacts

T = TypeVar("T")
ALIKE = 0.6
"""From this share of common words on, two titles are taken for the same priority, and the page says so."""
SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "our",
        "the",
        "to",
        "with",
        "within",
    ]
)
REGULATIONS = Citation(
    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007", "regs 10 and 11"
)


@dataclass(frozen=True)
class Paired:
    """A priority in both editions, and by what it was known again: its slug, what the plan says, or likeness of title."""

    old: PriorityFacts
    new: PriorityFacts
    by: str


@dataclass(frozen=True)
class PriorityChange:
    """What happened to one priority. `kind` is added, dropped, renamed, moved, started, stopped, ranked or kept."""

    kind: str
    title: str
    sentence: Message
    slug: str


@dataclass(frozen=True)
class Difference:
    """Everything that changed, in the order in which people ask."""

    priorities: tuple[PriorityChange, ...]
    activities_added: tuple[ActivityFacts, ...]
    activities_gone: tuple[ActivityFacts, ...]
    strategies_added: tuple[StrategyFacts, ...]
    strategies_gone: tuple[StrategyFacts, ...]
    texts: tuple[tuple[str, str, str], ...]
    """Of each part of the plan's words that changed: its name, as it was and as it is."""

    @property
    def changed(self) -> tuple[PriorityChange, ...]:
        return tuple(one for one in self.priorities if one.kind != "kept")

    @property
    def is_nothing(self) -> bool:
        lists = (
            self.changed, self.activities_added, self.activities_gone, self.strategies_added, self.strategies_gone,
            self.texts,
        )  # fmt: skip
        return not any(lists)


def words_of(title: str) -> frozenset[str]:
    """The words of a title that carry its meaning, without case, plural s and hyphens."""
    found = re.findall(r"[a-z0-9]+", title.lower().replace("-", "").replace("’", "").replace("'", ""))
    return frozenset(
        one.removesuffix("s") if len(one) > 3 else one for one in found if one not in SMALL_WORDS
    )


def likeness(one: str, other: str) -> float:
    """The share of the words of two titles that they have in common, 0 to 1."""
    left, right = words_of(one), words_of(other)
    return len(left & right) / len(left | right) if left | right else 0.0


def paired(old: Sequence[PriorityFacts], new: Sequence[PriorityFacts]) -> tuple[Paired, ...]:
    """Each priority of the new edition with the one of the old that it carries on; nobody is paired twice.

    First what the plan itself says (`follows`), then the same slug, then the most alike titles.
    """
    before = {one.slug: one for one in old}
    after = {one.slug: one for one in new}
    found: list[Paired] = []

    def pair(old_slug: str, new_slug: str, by: str) -> None:
        if old_slug in before and new_slug in after:
            found.append(Paired(before.pop(old_slug), after.pop(new_slug), by))

    for one in new:
        pair(one.follows, one.slug, "follows")
    for one in new:
        pair(one.slug, one.slug, "slug")
    alike = ((likeness(a.title, b.title), a.slug, b.slug) for a in before.values() for b in after.values())
    for share, old_slug, new_slug in sorted(alike, key=lambda guess: (-guess[0], guess[1], guess[2])):
        if share >= ALIKE:
            pair(old_slug, new_slug, "likeness")
    return tuple(sorted(found, key=lambda pair: pair.new.order))


def difference(old: PlanFacts, new: PlanFacts) -> Difference:
    """What the new edition changes against the old one."""
    pairs = paired(old.priorities, new.priorities)
    carried = {pair.new.slug: pair for pair in pairs}
    kept = {pair.old.slug for pair in pairs}
    changes = [_change(carried[one.slug]) if one.slug in carried else _added(one) for one in new.priorities]
    changes += [_dropped(one) for one in old.priorities if one.slug not in kept]
    gone, came = _apart(old.activities, new.activities, lambda one: one.text)
    left, joined = _apart(old.strategies, new.strategies, lambda one: one.title)
    return Difference(tuple(changes), came, gone, joined, left, tuple(_texts(old, new)))


def _apart(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], str]
) -> tuple[tuple[T, ...], tuple[T, ...]]:
    """What is only in the first and what is only in the second, by the words of a key."""
    before, after = {words_of(key(one)) for one in old}, {words_of(key(one)) for one in new}
    return (
        tuple(one for one in old if words_of(key(one)) not in after),
        tuple(one for one in new if words_of(key(one)) not in before),
    )


def _texts(old: PlanFacts, new: PlanFacts) -> Iterable[tuple[str, str, str]]:
    for name, before, after in (
        ("Period", str(old.period), str(new.period)),
        ("Resources", old.resources, new.resources),
        ("Engagement and publication", old.engagement, new.engagement),
        ("How the public might help", old.public_help, new.public_help),
        ("Aims", "; ".join(one.text for one in old.aims), "; ".join(one.text for one in new.aims)),
    ):
        if before.split() != after.split():
            yield name, before, after


def _added(one: PriorityFacts) -> PriorityChange:
    word = "A new priority" if one.is_priority else "Newly monitored, without being a priority"
    said = message("{word}: {title}.{why}", word=word, title=one.title, why=f" {one.why}" if one.why else "")
    return PriorityChange("added", one.title, said, one.slug)


def _dropped(one: PriorityFacts) -> PriorityChange:
    was = "a priority" if one.is_priority else "monitored"
    return PriorityChange(
        "dropped",
        one.title,
        message("{title} is no longer in the plan; it was {was}.", title=one.title, was=was),
        one.slug,
    )


def _change(pair: Paired) -> PriorityChange:
    old, new = pair.old, pair.new
    said: list[str] = []
    kind = "kept"
    if old.rank_text != new.rank_text:
        kind = "ranked"
        said.append(
            f"The assessment ranked it {old.rank_text or 'nowhere that was recorded'} before and "
            f"{new.rank_text or 'nowhere that is recorded'} now."
        )
    if old.kind == new.kind and old.order != new.order:
        kind = "moved"
        said.insert(0, f"It was number {old.order} and is number {new.order}.")
    if old.kind != new.kind:
        kind = "started" if new.is_priority else "stopped"
        said.insert(
            0,
            "It was only monitored and is a priority now."
            if new.is_priority
            else "It was a priority and is only monitored now.",
        )
    if old.title != new.title:
        kind = "renamed"
        how = " (taken for the same because the words are alike)" if pair.by == "likeness" else ""
        said.insert(0, f"It was called ‘{old.title}’{how}.")
    return PriorityChange(kind, new.title, message("{said}", said=" ".join(said) or "As before."), new.slug)


# Against the assessment -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RankedIssue:
    """An issue as the assessment ranked it. `rank_text` is as printed: 1, 2=."""

    slug: str
    title: str
    rank: int
    rank_text: str
    is_candidate: bool = True


@dataclass(frozen=True)
class AgainstAssessment:
    """Where the plan follows the order of the assessment and where it chose otherwise; each with its reason or none."""

    followed: tuple[tuple[PriorityFacts, RankedIssue], ...]
    chosen_below: tuple[tuple[PriorityFacts, RankedIssue], ...]
    not_ranked: tuple[PriorityFacts, ...]
    left_out: tuple[RankedIssue, ...]


def against_assessment(
    priorities: Sequence[PriorityFacts], ranked: Sequence[RankedIssue]
) -> AgainstAssessment:
    """Hold the plan's priorities against an order. With n priorities ranked, the first n of the order are expected.

    Ties at the edge count as inside, since the order does not tell them apart.
    """
    by_slug = {one.slug: one for one in ranked}
    chosen = [one for one in priorities if one.is_priority]
    known = [one for one in chosen if one.answers in by_slug]
    candidates = sorted((one for one in ranked if one.is_candidate), key=lambda one: one.rank)
    edge = candidates[min(len(known), len(candidates)) - 1].rank if known and candidates else 0
    inside = {one.slug for one in candidates if one.rank <= edge}
    answered = {one.answers for one in known}
    return AgainstAssessment(
        tuple((one, by_slug[one.answers]) for one in known if one.answers in inside),
        tuple((one, by_slug[one.answers]) for one in known if one.answers not in inside),
        tuple(one for one in chosen if one.answers not in by_slug),
        tuple(
            one
            for one in candidates
            if one.slug in inside - answered and _is_surely_inside(one, candidates, len(known))
        ),
    )


def _is_surely_inside(one: RankedIssue, candidates: Sequence[RankedIssue], n: int) -> bool:
    """Whether it is among the first n however ties are broken."""
    return sum(1 for other in candidates if other.rank <= one.rank) <= n


@rule(source=REGULATIONS)
def departures_have_reasons(
    found: AgainstAssessment, monitored: Sequence[PriorityFacts], reasons_left_out: Sequence[str] = ()
) -> Verdict:
    """A plan sets out the priorities that the assessment identified; where it chooses otherwise, it says why.

    A priority out of the order needs its own reason; an issue left out needs one with the monitored issue that answers it
    or among `reasons_left_out` (slugs of issues for which the partnership recorded a reason).
    """
    if not (found.followed or found.chosen_below or found.left_out):
        return undetermined(
            message("No priority of the plan is in a ranking, so the two cannot be compared."), "ranking"
        )
    given = {one.answers for one in monitored if one.otherwise_because} | set(reasons_left_out)
    silent = [one.title for one, _ in found.chosen_below if not one.otherwise_because]
    silent += [one.title for one in found.not_ranked if not (one.otherwise_because or one.why)]
    silent += [one.title for one in found.left_out if one.slug not in given]
    working = (
        f"{len(found.followed)} priorities follow the order, {len(found.chosen_below)} were chosen from below, "
        f"{len(found.left_out)} issues above were left out"
    )
    if silent:
        text = message(
            "The plan departs from the assessment and does not say why: {names}.", names=", ".join(silent)
        )
        return fails(text, Reason("CP-b", working))
    if found.chosen_below or found.left_out or found.not_ranked:
        return holds(
            message("Wherever the plan departs from the assessment, it says why."), Reason("CP-b", working)
        )
    return holds(message("The plan follows the order of the assessment."), Reason("CP-b", working))


# History ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thread:
    """One priority through the editions: in each its place (0 where it was only monitored), or None where it was not."""

    title: str
    places: tuple[int | None, ...]
    names: tuple[str, ...]

    @property
    def editions(self) -> int:
        return sum(1 for place in self.places if place)


def history(editions: Sequence[PlanFacts]) -> tuple[Thread, ...]:
    """Every priority there ever was, through the editions in the order given (the earliest first)."""
    threads: list[dict[int, PriorityFacts]] = []
    last: dict[str, dict[int, PriorityFacts]] = {}
    for number, edition in enumerate(editions):
        before = editions[number - 1].priorities if number else ()
        carried = {pair.new.slug: pair.old.slug for pair in paired(before, edition.priorities)}
        now: dict[str, dict[int, PriorityFacts]] = {}
        for one in edition.priorities:
            thread = last.get(carried.get(one.slug, ""))
            if thread is None:
                thread = _again(threads, one, set(map(id, now.values()))) or {}
                if not thread:
                    threads.append(thread)
            thread[number] = one
            now[one.slug] = thread
        last = now
    return tuple(_thread(thread, len(editions)) for thread in threads)


def _again(
    threads: list[dict[int, PriorityFacts]], one: PriorityFacts, taken: set[int]
) -> dict[int, PriorityFacts] | None:
    """A thread that stopped and begins again under the same slug."""
    return next(
        (
            thread
            for thread in threads
            if id(thread) not in taken and any(old.slug == one.slug for old in thread.values())
        ),
        None,
    )


def _thread(thread: dict[int, PriorityFacts], editions: int) -> Thread:
    latest = thread[max(thread)]
    places = tuple(
        (thread[number].order if thread[number].is_priority else 0) if number in thread else None
        for number in range(editions)
    )
    names = tuple(dict.fromkeys(thread[number].title for number in sorted(thread)))
    return Thread(latest.title, places, names)


def recurring(threads: Iterable[Thread]) -> tuple[Thread, ...]:
    """Priorities of more than one edition, those of most editions first."""
    return tuple(sorted((one for one in threads if one.editions > 1), key=lambda one: -one.editions))
