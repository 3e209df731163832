"""Where a case stands: replayed from its log and from nothing else, as it was on any day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from frankpledge.kernel.dates import PartialDate
from frankpledge.law import reviews as law
from frankpledge.reviews.rules.actions import ActionState, ReviewAction
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.rules.criteria import Circumstances, Finding, Person, Said, Tested, apply_test
from frankpledge.reviews.rules.timetable import Happening, IsWorking, Timetable, timetable


@dataclass(frozen=True)
class Entry:
    """One line of the log. `on` is the day it happened; `recorded_at` when it was written, which may be later."""

    sequence: int
    kind: str
    on: PartialDate | None
    data: Mapping[str, object]
    by: str
    recorded_at: datetime

    def text(self, name: str) -> str:
        return str(self.data.get(name, "") or "")

    def day(self, name: str) -> PartialDate | None:
        found = self.text(name)
        return PartialDate.parse(found) if found else None

    @property
    def group(self) -> Group:
        return KINDS[self.kind].group

    def told(self) -> str:
        """The entry as the timeline tells it, in words."""
        kind = KINDS[self.kind]
        values = {one.name: one.words(self.data.get(one.name) or "") for one in kind.fields}
        for one in kind.fields:
            if one.kind == "day" and values[one.name]:
                values[one.name] = str(PartialDate.parse(values[one.name]))
        if self.kind == "appointed":
            values["agency"] = f" for {values['agency']}" if values["agency"] else ""
        return kind.told.format_map(values).replace(" .", ".").replace("..", ".").strip()


class Standing(StrEnum):
    """In which of the states that account for every request a case stands. The values are the measures' slugs."""

    NOT_MET = "reviews-criteria-not-met"
    TRANSFERRED = "reviews-transferred"
    ONGOING = "reviews-ongoing"
    COMPLETED = "reviews-completed"
    PENDING = "reviews-decision-pending"
    CHALLENGED = "reviews-challenged"
    DISCONTINUED = "reviews-discontinued"


@dataclass(frozen=True)
class Agency:
    """What is asked of an agency, and what came."""

    name: str
    asked: PartialDate | None = None
    due: PartialDate | None = None
    replied: PartialDate | None = None
    known: str = ""
    secured: str = ""
    imr_asked: PartialDate | None = None
    imr_due: PartialDate | None = None
    imr_draft: PartialDate | None = None
    imr_result: str = ""
    imr_final: PartialDate | None = None
    facts_due: PartialDate | None = None
    facts: PartialDate | None = None


@dataclass(frozen=True)
class Recommendation:
    """A recommendation, and how far it has come."""

    id: str
    text: str
    themes: tuple[str, ...]
    change: str
    agency: str
    level: str
    stage: str
    for_council: bool
    state: ActionState
    made: PartialDate | None
    owner: str = ""
    action: str = ""
    measure: str = ""
    due: PartialDate | None = None
    evidence: tuple[str, ...] = ()
    milestones: tuple[tuple[str, str], ...] = ()
    assured_by: str = ""
    assured: PartialDate | None = None
    audit: str = ""
    same_as: tuple[tuple[str, str], ...] = ()

    def as_action(self) -> ReviewAction:
        return ReviewAction(
            self.id, self.text, self.agency, self.due, self.state, self.assured_by, self.assured
        )


@dataclass(frozen=True)
class Relative:
    """A family member or friend, by pseudonym, and the respect they are owed."""

    label: str
    relation: str
    channel: str
    language: str
    who: str
    wishes: tuple[str, ...] = ()
    avoid: tuple[tuple[str, str], ...] = ()
    """Day and month (`24-12`) with the reason."""
    advocacy: str = ""
    leaflets: tuple[str, ...] = ()
    last_contact: PartialDate | None = None
    contact: str = ""
    reading: str = ""


@dataclass(frozen=True)
class CaseState:
    """Everything that follows from a log up to a day."""

    entries: tuple[Entry, ...]
    as_at: date
    corrected: frozenset[int] = field(default_factory=frozenset)

    def all(self, *kinds: str) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if one.kind in kinds)

    def last(self, *kinds: str) -> Entry | None:
        return next(reversed(self.all(*kinds)), None)

    def has(self, *kinds: str) -> bool:
        return any(one.kind in kinds for one in self.entries)

    # --- the law ---

    @cached_property
    def received(self) -> PartialDate | None:
        first = next(iter(self.all("received")), None)
        return first.on if first else None

    @property
    def nation(self) -> str:
        last = self.last("received")
        return last.text("nation") or "E" if last else "E"

    @cached_property
    def regime(self) -> law.Regime:
        """The law of the case: the one frozen when it was decided; before that, the one of the day of death or of today."""
        stamped = next((one.text("regime") for one in self.all("decided") if one.text("regime")), "")
        if stamped:
            return law.regime(stamped)
        found = law.regimes_on(self.nation, self._law_day())
        return found[0] if found else law.regime("dhr-s9")

    def _law_day(self) -> date:
        notice = self.last("received")
        died = notice.day("died") if notice else None
        return died.latest if died else self.as_at

    @cached_property
    def guidance(self) -> law.Guidance | None:
        stamped = next((one.text("guidance") for one in self.all("decided") if one.text("guidance")), "")
        if stamped:
            return next(one for one in law.review_law().guidance if one.slug == stamped)
        return law.guidance_on(self.regime.slug, self.as_at)

    # --- criteria ---

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The pseudonyms of those who died: one or more, since an incident is one review."""
        notice = self.last("received")
        names = (notice.text("people") if notice else "").replace(" and ", ",").split(",")
        return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))

    @cached_property
    def answers(self) -> Mapping[str, tuple[Said, str]]:
        """The last answer to each question, with what it rests on, about whomever it was given."""
        return self.answers_about("")

    def answers_about(self, who: str) -> Mapping[str, tuple[Said, str]]:
        """The answers about one person, with those that were given about nobody in particular."""
        return {
            one.text("question"): (Said(one.text("answer")), one.text("because"))
            for one in self.all("criteria-answered")
            if not who or one.text("who") in {"", who}
        }

    def circumstances(self, who: str = "") -> Circumstances:
        answers = self.answers_about(who)

        def said(name: str) -> Said:
            return answers.get(name, (Said.NOT_KNOWN, ""))[0]

        notice = self.last("received")
        judged, other = (
            answers.get("is_sixteen", (Said.NOT_KNOWN, "")),
            answers.get("other_is_sixteen", (Said.NOT_KNOWN, "")),
        )
        return Circumstances(
            notice.day("died") if notice else None,
            Person(is_sixteen=judged[0], because=judged[1]), Person(is_sixteen=other[0], because=other[1]),
            said("has_died"), said("relative"), said("intimate"), said("household"), said("harm"), said("domestic_abuse"),
            said("own_hand"), said("gives_concern"), said("unexplained"), said("abuse_before"),
            {name: because for name, (_, because) in answers.items()},
        )  # fmt: skip

    def tested(self) -> Tested:
        """The criteria of the case: where several people died, those of the person for whom they come nearest to being met."""
        return min(self.tested_each().values(), key=lambda one: _NEAREST.index(one.finding))

    def tested_each(self) -> Mapping[str, Tested]:
        """The criteria of each person who died, by pseudonym."""
        names = self.people if len(self.people) > 1 else ("",)
        return {who: apply_test(self.regime, self.circumstances(who)) for who in names}

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The criteria that nobody has answered yet, each with the person it is about where there are several."""
        return tuple(
            f"{one} for {who}" if who else one
            for who, tested in self.tested_each().items()
            for one in tested.unanswered
        )

    # --- where it stands ---

    @property
    def decision(self) -> Entry | None:
        return self.last("decided")

    @property
    def is_held(self) -> bool:
        """A review is to be held: it was decided so, or directed."""
        return self.has("directed") or bool(self.decision and self.decision.text("outcome") == "review")

    @property
    def is_participating(self) -> bool:
        """Another partnership leads: it was never ours, or it has accepted the review from us."""
        first = next(iter(self.all("received")), None)
        given = (
            first is not None
            and first.text("role") == "participating"
            and not self.has("transfer-in-accepted")
        )
        return given or self.has("transfer-accepted")

    @property
    def open_challenge(self) -> Entry | None:
        asked, answered = self.last("challenged"), self.last("challenge-answered")
        if asked and not (answered and answered.sequence > asked.sequence):
            return asked
        return None

    @property
    def is_published(self) -> bool:
        return self.has("published")

    def standing(self) -> Standing | None:
        """Which of the published states it counts in; None where it is not a request to this partnership at all."""
        first = next(iter(self.all("received")), None)
        if first is None or (first.text("role") == "participating" and not self.has("transfer-in-accepted")):
            return None
        if self.has("transfer-accepted"):
            return Standing.TRANSFERRED
        if self.has("discontinued"):
            return Standing.DISCONTINUED
        if self.has("published", "withheld", "concluded"):
            return Standing.COMPLETED
        if self.is_held:
            return Standing.ONGOING
        return self._not_held()

    def _not_held(self) -> Standing:
        if self.decision is None:
            return Standing.PENDING
        answered = self.last("challenge-answered")
        if (
            answered
            and answered.text("outcome") == "reconsider"
            and answered.sequence > self.decision.sequence
        ):
            return Standing.PENDING
        return Standing.CHALLENGED if self.open_challenge else Standing.NOT_MET

    def happenings(self) -> tuple[Happening, ...]:
        """The log as the rule of the timetable reads it."""
        return tuple(_happenings(self))

    def timetable(self, is_working: IsWorking) -> Timetable:
        return timetable(law.limits_of(self.regime.slug), self.happenings(), is_working, self.as_at)

    # --- who owes what ---

    @cached_property
    def agencies(self) -> tuple[Agency, ...]:
        found: dict[str, Agency] = {}
        for one in self.entries:
            name = one.text("agency")
            changes = _agency_changes(one)
            if name and changes:
                found[name] = Agency(**{**vars(found.get(name, Agency(name))), **changes})
        return tuple(found[name] for name in sorted(found))

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        found: dict[str, Recommendation] = {}
        for one in self.entries:
            if one.kind == "recommendation-made":
                found[one.text("id")] = _made(one)
            elif one.text("id") in found and one.group is Group.LEARNING:
                before = found[one.text("id")]
                found[before.id] = Recommendation(**{**vars(before), **_progress(before, one)})
        return tuple(found.values())

    @cached_property
    def family(self) -> tuple[Relative, ...]:
        found: dict[str, Relative] = {}
        for one in self.entries:
            if one.kind == "family-person":
                wish = (one.text("wish"),) if one.text("wish") else ()
                found[one.text("label")] = Relative(one.text("label"), one.text("relation"), one.text("channel"),
                                                    one.text("language"), one.text("who"), wish)  # fmt: skip
            elif one.text("label") in found:
                before = found[one.text("label")]
                found[before.label] = Relative(**{**vars(before), **_contact(before, one)})
        return tuple(found.values())

    # --- publication ---

    def signers(self, document: str) -> frozenset[str]:
        """Who signed that nobody can be known from a document, since it was last scanned clean."""
        scans = [one for one in self.all("anonymisation-scanned") if one.text("document") == document]
        if not scans or str(scans[-1].data.get("findings")) != "0":
            return frozenset()
        return frozenset(
            one.text("name")
            for one in self.all("anonymisation-signed")
            if one.text("document") == document and one.sequence > scans[-1].sequence
        )

    @cached_property
    def sent_to(self) -> frozenset[str]:
        return frozenset(one.text("recipient") for one in self.all("copy-sent"))

    def costs(self, kind: str = "cost") -> tuple[tuple[str, Decimal], ...]:
        return tuple((one.text("cost"), Decimal(one.text("amount"))) for one in self.all(kind))

    def paid(self, kind: str) -> Mapping[str, Decimal]:
        """What each partner was invoiced (`invoice-sent`) or paid (`invoice-paid`)."""
        found: dict[str, Decimal] = {}
        for one in self.all(kind):
            found[one.text("party")] = found.get(one.text("party"), Decimal(0)) + Decimal(one.text("amount"))
        return found


def replay(entries: Iterable[Entry], as_at: date) -> CaseState:
    """The state of a case on a day: what had happened by then, without what a later entry put right.

    An entry with a day counts from that day; one whose day is not fully known, from the first day it can have been.
    """
    told = sorted(entries, key=lambda one: one.sequence)
    wrong = frozenset(
        int(one.text("entry")) for one in told if one.kind == "corrected" and one.text("entry").isdigit()
    )
    counted = (
        one for one in told if one.sequence not in wrong and (one.on is None or one.on.earliest <= as_at)
    )
    return CaseState(tuple(counted), as_at, wrong)


_NEAREST = (Finding.MET, Finding.DISCRETIONARY, Finding.INSUFFICIENT, Finding.NOT_MET)
_SAME = frozenset({"received", "decided", "directed", "hold", "resumed", "submitted", "qa", "published", "discontinued", "home-office-told"})  # fmt: skip
_COPIES = {
    "domestic-abuse-commissioner": "commissioner-sent",
    "secretary-of-state": "secretary-of-state-sent",
    "welsh-ministers": "welsh-ministers-sent",
}


def _happenings(state: CaseState) -> Iterator[Happening]:
    agreed = {one.text("proposal"): one for one in state.all("extension-agreed")}
    for one in state.entries:
        if one.kind in _SAME:
            yield Happening(
                one.kind,
                one.on,
                None,
                "",
                one.text("outcome") if one.kind in {"decided", "qa"} else "",
                None,
                one.sequence,
            )
        elif one.kind == "qa-cleared":
            yield Happening("qa", one.on, None, "", "publish", None, one.sequence)
        elif one.kind == "transfer-accepted":
            yield Happening("transferred", one.on, None, "", "", None, one.sequence)
        elif one.kind == "withheld":
            continue
        elif one.kind == "extension-proposed":
            by = agreed.get(str(one.sequence))
            yield Happening(
                "extended", one.day("to"), by.on if by else None, one.text("clock"), "", None, one.sequence
            )
        elif one.kind == "copy-sent" and one.text("recipient") in _COPIES and state.has("qa"):
            yield Happening(_COPIES[one.text("recipient")], one.on, None, "", "", None, one.sequence)


def _agency_changes(one: Entry) -> dict[str, object]:
    match one.kind:
        case "agency-asked":
            return {"asked": one.on, "due": one.day("due")}
        case "agency-replied":
            return {"replied": one.on, "known": one.text("known"), "secured": one.text("secured")}
        case "imr-asked":
            return {"imr_asked": one.on, "imr_due": one.day("due")}
        case "imr-draft":
            return {"imr_draft": one.on, "imr_result": ""}
        case "imr-checked":
            return {"imr_result": one.text("result")}
        case "imr-final":
            return {"imr_final": one.on}
        case "fact-check-asked":
            return {"facts_due": one.day("due"), "facts": None}
        case "fact-checked":
            return {"facts": one.on}
        case _:
            return {}


def _made(one: Entry) -> Recommendation:
    themes = one.data.get("themes")
    return Recommendation(
        one.text("id"), one.text("text"), tuple(map(str, themes)) if isinstance(themes, list) else (),
        one.text("change"), one.text("agency"), one.text("level"), one.text("stage"), one.text("council") == "yes",
        ActionState.PROPOSED, one.on,
    )  # fmt: skip


def _progress(before: Recommendation, one: Entry) -> dict[str, object]:
    match one.kind:
        case "recommendation-accepted":
            return {"state": ActionState.ACCEPTED, "agency": one.text("agency"), "owner": one.text("owner"), "due": one.day("due"),
                    "action": one.text("action"), "measure": one.text("measure")}  # fmt: skip
        case "recommendation-rejected":
            return {"state": ActionState.REJECTED}
        case "milestone":
            state = ActionState.IN_PROGRESS if one.text("state") == "reached" else before.state
            return {
                "milestones": (*before.milestones, (one.text("milestone"), one.text("state"))),
                "state": state,
            }
        case "evidence-added":
            started = before.state in {ActionState.PROPOSED, ActionState.ACCEPTED}
            state = ActionState.IN_PROGRESS if started else before.state
            return {"evidence": (*before.evidence, one.text("evidence")), "state": state}
        case "action-done":
            return {"state": ActionState.DONE_CLAIMED}
        case "action-assured":
            return {"state": ActionState.ASSURED, "assured_by": one.text("by_agency"), "assured": one.on}
        case "action-reopened":
            return {"state": ActionState.IN_PROGRESS, "assured_by": "", "assured": None, "audit": ""}
        case "effect-audited":
            held = one.text("result") == "embedded"
            return {
                "audit": one.text("result"),
                "state": ActionState.EMBEDDED if held else ActionState.IN_PROGRESS,
            }
        case "action-superseded":
            return {"state": ActionState.SUPERSEDED}
        case "action-abandoned":
            return {"state": ActionState.ABANDONED}
        case "lesson-same":
            return {"same_as": (*before.same_as, (one.text("review"), one.text("other")))}
        case _:
            return {}


def _contact(before: Relative, one: Entry) -> dict[str, object]:
    match one.kind:
        case "family-avoid":
            return {"avoid": (*before.avoid, (one.text("day"), one.text("why")))}
        case "family-wish":
            return {"wishes": (*before.wishes, one.text("wish"))}
        case "advocacy-offered":
            return {"advocacy": f"{one.text('service')}: no reply yet"}
        case "advocacy-answered":
            return {
                "advocacy": f"{before.advocacy.partition(':')[0]}: {KINDS[one.kind].fields[1].words(one.text('answer'))}"
            }
        case "leaflet-given":
            return {"leaflets": (*before.leaflets, one.text("leaflet"))}
        case "family-contact":
            return {"last_contact": one.on, "contact": one.text("outcome")}
        case "reading-offered":
            return {"reading": "offered"}
        case "reading-held":
            return {"reading": one.text("answer")}
        case _:
            return {}
