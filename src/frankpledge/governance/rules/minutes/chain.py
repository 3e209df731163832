"""Whether each set of minutes was confirmed exactly once, by a later meeting of the same body that could. Pure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.replay import Cadence, Gap, Held, replay
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.messages import Message, message

LATE_AFTER = 2
"""So many later meetings of the body may pass before minutes that nobody confirmed are called forgotten."""
NOT_HELD = {"planned", "cancelled"}


@dataclass(frozen=True)
class Sitting:
    """A meeting, as far as the chain needs to know it. `body` tells one body's meetings from another's."""

    slug: str
    title: str
    body: str
    held: PartialDate
    kind: str
    phase: str
    status: str

    @property
    def took_place(self) -> bool:
        return self.status not in NOT_HELD

    @property
    def named(self) -> str:
        return f"{self.title}, {self.held}"


@dataclass(frozen=True)
class Confirmation:
    """A decision to confirm the minutes `of` one meeting, made `by` another. `stands` of None: nobody judged it."""

    of: str
    by: str
    stands: bool | None
    decision: str = ""


@dataclass(frozen=True)
class Finding:
    """Something in the chain that is not as it should be, in a sentence with what to do."""

    code: str
    message: Message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Link:
    """The minutes of one meeting: `state` is confirmed, waiting (the next meeting has not been yet) or unconfirmed."""

    of: Sitting
    by: Sitting | None
    state: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Chain:
    """The whole history of one body's minutes, the earliest first, with how often it met under each reading."""

    body: str
    links: tuple[Link, ...]
    strays: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    cadence: tuple[Cadence, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*(one for link in self.links for one in link.findings), *self.strays)


TWICE = (
    "The minutes of {of} were confirmed more than once: by {by}. Keep the first and strike out the others."
)
EARLIER = (
    "The minutes of {of} were confirmed by {by}, which was not later. Have them confirmed by a later meeting."
)
ITSELF = "The minutes of {of} were confirmed by the same meeting. Have them confirmed by a later one."
UNSURE = "Whether {by} was later than {of} cannot be told from the days that are known."
IRREGULAR = (
    "{by} confirmed the minutes of {of} without being able to decide. Ratify that or confirm them again."
)
OTHER_BODY = "The minutes of {of} were confirmed by {by}, a meeting of another body."
FORGOTTEN = "{number} meetings have been held since {of}, and none has confirmed its minutes. Put them on the next agenda."
SKIPPED = "The minutes of {of} waited: {by} confirmed them and not {next}, which came first."
NOT_HELD_MINUTES = "{by} confirmed minutes of {of}, which did not take place."
STRAY = "{by} confirmed minutes of a meeting that is not in the record (‘{of}’)."


@rule(
    source=Citation(
        "Practice of clerks", note="each set of minutes is confirmed once, by the next meeting of the body"
    )
)
def check_chains(
    sittings: Iterable[Sitting],
    confirmations: Iterable[Confirmation],
    terms: Mapping[str, Constitution | None],
) -> tuple[Chain, ...]:
    """Each set of minutes is confirmed exactly once, by a later meeting of the same body that was able to decide.

    `terms` gives each body's terms, by which its cadence is read; without any the reading is “quarterly”.
    """
    known = {one.slug: one for one in sittings}
    given: dict[str, list[Confirmation]] = defaultdict(list)
    for one in confirmations:
        given[one.of].append(one)
    bodies: dict[str, list[Sitting]] = defaultdict(list)
    for sitting in sorted(known.values(), key=lambda one: (one.held.earliest, one.held.latest, one.slug)):
        bodies[sitting.body].append(sitting)
    chains = [_chain(body, held, known, given, terms.get(body)) for body, held in bodies.items()]
    return tuple(chains)


def _chain(
    body: str,
    held: list[Sitting],
    known: Mapping[str, Sitting],
    given: Mapping[str, list[Confirmation]],
    terms: Constitution | None,
) -> Chain:
    took_place = [one for one in held if one.took_place]
    links = tuple(_link(one, took_place, known, given.get(one.slug, [])) for one in held if one.took_place)
    past = replay(tuple(_as_held(one, row) for row, one in enumerate(held, start=1)), terms)
    return Chain(body, links, tuple(_strays(held, known, given)), past.gaps, past.periods)


def _as_held(one: Sitting, row: int) -> Held:
    status = "held" if one.took_place else one.status
    return Held(one.held, one.kind, one.phase, None, (), 0, "", status, row)


def _link(of: Sitting, held: list[Sitting], known: Mapping[str, Sitting], given: list[Confirmation]) -> Link:
    """What became of one set: the first confirmation that holds counts, and each that does not is named."""
    after = [one for one in held if one.held.earliest > of.held.latest]
    sound: list[Sitting] = []
    findings: list[Finding] = []
    for one in given:
        by = known.get(one.by)
        if by is None:
            continue
        wrong = tuple(_wrong(of, by, one))
        findings += wrong
        if not any(finding.code != "unsure" for finding in wrong):
            sound.append(by)
    sound.sort(key=lambda one: (one.held.earliest, one.slug))
    if len(sound) > 1:
        findings.append(_finding("twice", TWICE, of, by=", ".join(one.named for one in sound)))
    if sound:
        findings += _skipped(of, sound[0], after)
        return Link(of, sound[0], "confirmed", tuple(findings))
    if len(after) >= LATE_AFTER:
        findings.append(_finding("forgotten", FORGOTTEN, of, number=len(after)))
    return Link(of, None, "unconfirmed" if after else "waiting", tuple(findings))


def _wrong(of: Sitting, by: Sitting, one: Confirmation) -> Iterator[Finding]:
    if by.slug == of.slug:
        yield _finding("itself", ITSELF, of)
    elif by.held.latest < of.held.earliest or (by.held == of.held and of.held.is_exact):
        yield _finding("earlier", EARLIER, of, by=by.named)
    elif by.held.earliest <= of.held.latest:
        yield _finding("unsure", UNSURE, of, by=by.named)
    if by.body != of.body:
        yield _finding("other-body", OTHER_BODY, of, by=by.named)
    if one.stands is False or by.status == "inquorate":
        yield _finding("irregular", IRREGULAR, of, by=by.named)


def _skipped(of: Sitting, by: Sitting, after: list[Sitting]) -> Iterator[Finding]:
    """A meeting of the body that could have confirmed them passed without doing so."""
    first = next(iter(after), None)
    if first and first.slug != by.slug and first.held.latest < by.held.earliest:
        yield Finding("skipped", message(SKIPPED, of=of.named, by=by.named, next=first.named))


def _finding(code: str, pattern: str, of: Sitting, **values: object) -> Finding:
    return Finding(code, message(pattern, of=of.named, **values))


def _strays(
    held: list[Sitting], known: Mapping[str, Sitting], given: Mapping[str, list[Confirmation]]
) -> Iterator[Finding]:
    """Confirmations of what is not there, or never took place, by a meeting of this body."""
    own = {one.slug for one in held}
    for one in itertools.chain.from_iterable(given.values()):
        by, of = known.get(one.by), known.get(one.of)
        if by is None or by.slug not in own:
            continue
        if of is None:
            yield Finding("stray", message(STRAY, by=by.named, of=one.of))
        elif not of.took_place:
            yield Finding("not-held", message(NOT_HELD_MINUTES, by=by.named, of=of.named))
