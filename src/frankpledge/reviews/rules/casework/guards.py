"""What a case never allows: each entry is held against what the log says before it. Pure.

Every guard answers with the sentence why not, or with nothing. An entry is written only when no guard speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.legal_dates import add_months
from frankpledge.reviews.rules.actions import CLOSED, ActionState
from frankpledge.reviews.rules.casework.fields import Kind
from frankpledge.reviews.rules.casework.kinds import KINDS, OF_LEADERS, OF_OURS
from frankpledge.reviews.rules.casework.state import CaseState
from frankpledge.reviews.rules.criteria import Said

GUIDANCE = Citation("Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)")


@dataclass(frozen=True)
class Asked:
    """An entry somebody wants to write: its kind, its day, what it says, and who asks."""

    kind: str
    on: PartialDate | None
    data: Mapping[str, object]
    by: str
    parts: frozenset[str]
    """The parts of whoever asks in this case."""
    today: date
    chair_conflicted: bool = False

    def text(self, name: str) -> str:
        return str(self.data.get(name, "") or "")

    def day(self, name: str) -> PartialDate | None:
        found = self.text(name)
        return PartialDate.parse(found) if found else None


@rule(source=GUIDANCE)
def refusals(state: CaseState, asked: Asked) -> tuple[str, ...]:
    """An entry is written only where it is possible on its day, follows what it rests on, comes from the right person, and breaks no
    rule of reviews. Every reason against it, or nothing.
    """
    kind = KINDS[asked.kind]
    found = [*_possible(state, kind, asked)]
    if not found:
        found += _GUARDS.get(asked.kind, _nothing)(state, asked)
    return tuple(found)


def _nothing(_state: CaseState, _asked: Asked) -> Iterator[str]:
    yield from ()


def _possible(state: CaseState, kind: Kind, asked: Asked) -> Iterator[str]:
    if asked.on and asked.on.earliest > asked.today:
        yield f"{asked.on} has not come yet. Record what has happened when it has."
    if kind.slug == "received" and state.has("received"):
        yield "The notice is in the log already. Correct the entry instead."
    if state.is_participating and kind.slug in OF_LEADERS:
        yield "Another partnership leads this review: this is theirs to do."
    waits = not (state.is_participating and kind.slug in OF_OURS)
    if waits and kind.after and not state.has(*kind.after):
        before = " or ".join(f"“{KINDS[name].title}”" for name in kind.after)
        yield f"First record {before}."
    first = state.received
    if asked.on and first and asked.on.latest < first.earliest and kind.slug not in {"process-opened"}:
        yield f"{asked.on} is before the notice came in ({first}): one of the two days is wrong."
    if state.has("concluded", "our-part-ended") and kind.slug not in {
        "corrected",
        "effect-audited",
        "copy-acknowledged",
        "disclosed",
    }:
        yield "The review is concluded here. Only corrections and later looks at effects are added."


def _received(_state: CaseState, asked: Asked) -> Iterator[str]:
    """A notice is sent before it comes in, and tells of a death that has happened."""
    sent, died = asked.day("sent"), asked.day("died")
    if sent and asked.on and sent.earliest > asked.on.latest:
        yield f"The notice was sent on {sent}, and came in before that ({asked.on}): one of the two days is wrong."
    if died and asked.on and died.earliest > asked.on.latest:
        yield f"The death ({died}) would be after the notice of it ({asked.on}): one of the two days is wrong."


def _decided(state: CaseState, asked: Asked) -> Iterator[str]:
    decider = asked.text("decider")
    yield from _right_person(state, asked)
    if state.is_participating:
        yield "Another partnership leads this review: the decision is theirs."
    if not asked.text("reasons").strip():
        yield "A decision needs its reasons."
    needed = ("C1", "C2", "C3", "C5/C6")
    if asked.text("outcome") == "no-review" and state.unanswered:
        yield (
            f"Every criterion needs an answer before it is decided that no review is held. Not answered: {', '.join(state.unanswered)} "
            f"(of {', '.join(needed)})."
        )
    if may_be_young(state) and not state.has("young-route"):
        yield "Somebody who died was, or may have been, 16 or 17: record first whether this review or the child safeguarding review leads, and why."
    if not state.answers:
        yield "Answer the questions of the criteria first, each with what it rests on."
    again = state.last("challenge-answered")
    if state.decision and not (
        again and again.text("outcome") == "reconsider" and again.sequence > state.decision.sequence
    ):
        yield f"It was decided already ({state.decision.on})."
    if decider and asked.on is None:
        yield "Say on which day it was decided."


def may_be_young(state: CaseState) -> bool:
    """Whether somebody who died was 16 or 17, as the notice says: both routes are looked at then."""
    notice = state.last("received")
    return notice is not None and notice.text("young") == "yes"


def _right_person(state: CaseState, asked: Asked) -> Iterator[str]:
    """The chair decides; the vice-chair when the chair is conflicted or absent, with the reason; in Wales the board's chair."""
    decider = asked.text("decider")
    is_welsh = state.regime.slug == "susr-wales"
    if is_welsh and decider != "board-chair":
        yield "Under the Welsh single review the chair of the safeguarding board decides."
    if not is_welsh and decider == "board-chair":
        yield "The chair of the safeguarding board decides under the Welsh single review only."
    if decider == "vice-chair" and not asked.text("why_not_chair").strip():
        yield "Say why the vice-chair decides and not the chair: absent, or a conflict of interest."
    if decider == "chair" and asked.chair_conflicted:
        yield "The chair has a conflict of interest in this review. The vice-chair decides, with that reason."
    needed = {
        "chair": {"chair"},
        "vice-chair": {"vice-chair"},
        "board-chair": {"board-chair", "coordinator"},
    }.get(decider, set())
    if not needed & asked.parts:
        who = KINDS["decided"].fields[1].words(decider)
        yield f"The decision is recorded by whoever makes it: {who[:1].lower()}{who[1:]}. You do not hold that part in this review."


def _challenge_answered(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("outcome") != "no-response" and state.open_challenge is None:
        yield "There is no open question about the decision."
    if not state.has("home-office-told"):
        yield "Record first that the Home Office was told of the decision."


def _discontinued(state: CaseState, asked: Asked) -> Iterator[str]:
    yield from _right_person(state, asked)
    if state.is_published:
        yield "The report is published: the review cannot be discontinued."


def _transfer_accepted(state: CaseState, _asked: Asked) -> Iterator[str]:
    offered, refused = state.last("transfer-offered"), state.last("transfer-refused")
    if refused and offered and refused.sequence > offered.sequence:
        yield "The last offer was refused. Offer it again first."
    if state.has("transfer-accepted"):
        yield "It was accepted already."


def _hold(_state: CaseState, asked: Asked) -> Iterator[str]:
    look, start = asked.day("look_again"), asked.on or PartialDate.of(asked.today)
    latest = add_months(start.latest, 3)
    if look and look.latest > latest:
        yield f"Look again at a hold within three months: by {short_date(latest)}."
    if look and look.latest < start.earliest:
        yield "The day to look again is before the hold began."


def _extension(state: CaseState, asked: Asked) -> Iterator[str]:
    to, first = asked.day("to"), state.received
    if to and first and to.latest < first.earliest:
        yield f"{to} is before the notice came in ({first})."
    if to and not to.is_exact:
        yield "Say the day exactly: a new last day cannot be a month."
    if asked.text("clock") == "T4" and not state.is_held:
        yield "The time for the report has not begun: no review is decided."


def _extension_agreed(state: CaseState, asked: Asked) -> Iterator[str]:
    proposal = asked.text("proposal")
    if proposal not in {str(one.sequence) for one in state.all("extension-proposed")}:
        yield "There is no such proposal in the log."
    if proposal in {one.text("proposal") for one in state.all("extension-agreed")}:
        yield "That proposal is agreed already."


def _appointed(state: CaseState, asked: Asked) -> Iterator[str]:
    exception = asked.text("exception").strip()
    if asked.text("contact") == "yes" and not exception:
        yield "Whoever dealt with the people concerned, or manages somebody who did, takes no part. Record an exception with its reason, or appoint somebody else."
    if asked.text("contact") == "yes" and asked.text("part") in {"independent-chair", "author"}:
        yield "The independent chair and the author must be independent: there is no exception."
    held = {
        (one.text("name").casefold(), one.text("agency").casefold()): one.text("part")
        for one in state.all("appointed")
    }
    before = held.get((asked.text("name").casefold(), asked.text("agency").casefold()))
    if {before, asked.text("part")} == {"panel", "imr-author"} and not exception:
        yield "One person is not both a panel member and the author of the same agency’s own review, unless an exception is recorded with its reason."


def _imr(state: CaseState, asked: Asked) -> Iterator[str]:
    asked_for = {one.text("agency") for one in state.all("imr-asked")}
    if asked.text("agency") not in asked_for:
        yield f"{asked.text('agency')} was not asked for a review of its own."
    if asked.kind == "imr-draft" and asked.text("independent") == "yes":
        yield "An author who dealt with the case, or whose staff did, cannot write the agency’s own review."


def _replied(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("agency") not in {one.text("agency") for one in state.all("agency-asked")}:
        yield f"{asked.text('agency')} was not asked."


def _submitted(state: CaseState, _asked: Asked) -> Iterator[str]:
    if not state.has("self-checked"):
        yield "Check the report first against what the Home Office asks for."
    loose = [
        one.id
        for one in state.recommendations
        if one.state is not ActionState.REJECTED and not (one.owner and one.due)
    ]
    if loose:
        yield f"Each recommendation needs an owner and a date first. Without: {', '.join(loose)}."


def _published(state: CaseState, asked: Asked) -> Iterator[str]:
    document = asked.text("document")
    table = state.timetable(lambda _on: True)
    if not table.publishable:
        yield f"{table.why_not} It is not published before that."
    if not document:
        yield "Give the fingerprint of the file that is published."
    signers = state.signers(document)
    if len(signers) < 2:
        yield (
            "Two people sign that nobody can be known from this very file, after a scan that found nothing. "
            f"Signed so far: {', '.join(sorted(signers)) or 'nobody'}."
        )
    ready = state.last("publication-prepared")
    if ready is None or ready.text("family") == "no" or ready.text("children") == "no":
        yield "The family is told of the day, and there is a plan for children concerned, before anything is published."
    waiting = [one for one in open_processes(state) if one in {"publication", "both"}]
    if waiting:
        yield "Publication waits for another process that has not ended."


def open_processes(state: CaseState) -> tuple[str, ...]:
    """What each process that still runs holds up."""
    found: dict[str, str] = {}
    for one in state.all("process-opened", "process-ended"):
        if one.kind == "process-opened":
            found[one.text("process")] = one.text("restriction")
        else:
            found.pop(one.text("process"), None)
    return tuple(found.values())


def _signed(state: CaseState, asked: Asked) -> Iterator[str]:
    document, name = asked.text("document"), asked.text("name")
    scans = [one for one in state.all("anonymisation-scanned") if one.text("document") == document]
    if not scans:
        yield "That file was not scanned."
    elif str(scans[-1].data.get("findings")) != "0":
        yield "The last scan of that file found something: nobody signs it."
    drafted = {one.by for one in state.all("draft-made")} | {
        one.text("name")
        for one in state.all("appointed")
        if one.text("part") in {"author", "independent-chair"}
    }
    if name in drafted:
        yield "Whoever wrote the report does not sign that nobody can be known from it."
    if name in state.signers(document):
        yield f"{name} signed it already: the second signature is somebody else’s."


def _our_part_ended(state: CaseState, _asked: Asked) -> Iterator[str]:
    if not state.is_participating:
        yield "This review is ours to lead. It ends when the partnership concludes it."
    loose = [one.id for one in state.recommendations if one.state not in CLOSED]
    if loose:
        yield f"These actions of our agencies are neither assured nor given up: {', '.join(loose)}."


def _lead_told(state: CaseState, _asked: Asked) -> Iterator[str]:
    if not state.is_participating and not state.has("joint-agreed"):
        yield "No other partnership leads this review."


def _transfer_in(state: CaseState, _asked: Asked) -> Iterator[str]:
    if not state.is_participating:
        yield "This review is ours already."


def _custody(state: CaseState, _asked: Asked) -> Iterator[str]:
    if state.has("custody-moved"):
        yield "The records were handed over already."


def _withheld(_state: CaseState, asked: Asked) -> Iterator[str]:
    look = asked.day("look_again")
    if look and look.latest <= asked.today:
        yield "Say a day to come on which it is looked at again."
    if asked.text("home_office") != "yes":
        yield "The Home Office is told the reasons before publication is withheld."


def _known_recommendation(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("id") not in {one.id for one in state.recommendations}:
        yield f"There is no recommendation {asked.text('id')}."


def _made(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("id") in {one.id for one in state.recommendations}:
        yield f"There already is a recommendation {asked.text('id')}."


def _accepted(state: CaseState, asked: Asked) -> Iterator[str]:
    yield from _known_recommendation(state, asked)
    due = asked.day("due")
    if due and due.latest < (asked.on or PartialDate.of(asked.today)).earliest:
        yield f"{due} has passed: give a day to come."


def _action_done(state: CaseState, asked: Asked) -> Iterator[str]:
    yield from _known_recommendation(state, asked)
    for one in state.recommendations:
        if one.id == asked.text("id") and not one.evidence:
            yield "Add evidence first: without it nobody can assure that it is done."


def _assured(state: CaseState, asked: Asked) -> Iterator[str]:
    yield from _known_recommendation(state, asked)
    for one in state.recommendations:
        if one.id != asked.text("id"):
            continue
        if one.agency.casefold() == asked.text("by_agency").strip().casefold():
            yield f"{one.agency} owns it: somebody else assures that it is done."
        if one.state is not ActionState.DONE_CLAIMED:
            yield "Its owner has not said that it is done."


def _concluded(state: CaseState, _asked: Asked) -> Iterator[str]:
    missing = [name for name in state.regime.copies if name not in state.sent_to]
    if missing:
        names = dict(KINDS["copy-sent"].fields[0].choices)
        yield f"A copy has not been sent to: {', '.join(names.get(one, one) for one in missing)}. The Act requires it."
    loose = [one.id for one in state.recommendations if one.state not in CLOSED]
    if loose:
        yield f"These actions are neither assured nor given up: {', '.join(loose)}."


def _corrected(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("entry") not in {str(one.sequence) for one in state.entries}:
        yield "There is no such entry, or it is corrected already."
    elif asked.text("entry") == "1":
        yield "The notice itself is not taken out: add a note of what is wrong, or open the case anew."


def _contact(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("label") not in {one.label for one in state.family}:
        yield f"Nobody called {asked.text('label')} is in the contact plan yet."
    if (
        asked.kind == "family-contact"
        and asked.text("outcome") in {"unreachable", "unsafe", "not-traced", "declined"}
        and not asked.text("what").strip()
    ):
        yield "Say why there is no contact: it is an outcome with a reason, not a blank."


def _criteria(state: CaseState, asked: Asked) -> Iterator[str]:
    if asked.text("answer") != Said.NOT_KNOWN and not asked.text("because").strip():
        yield "Say what the answer rests on."
    if state.decision and not (state.open_challenge or state.has("challenge-answered")):
        yield "It is decided already; the answers stand as they were then."


Guard = Callable[[CaseState, Asked], Iterator[str]]
_GUARDS: Mapping[str, Guard] = {
    "received": _received, "criteria-answered": _criteria, "agency-replied": _replied, "decided": _decided, "challenge-answered": _challenge_answered,
    "discontinued": _discontinued, "transfer-accepted": _transfer_accepted, "transfer-in-accepted": _transfer_in, "custody-moved": _custody,
    "lead-told": _lead_told, "our-part-ended": _our_part_ended, "hold": _hold,
    "extension-proposed": _extension, "extension-agreed": _extension_agreed, "appointed": _appointed, "imr-draft": _imr,
    "imr-checked": _imr, "imr-final": _imr, "submitted": _submitted, "published": _published,
    "anonymisation-signed": _signed, "withheld": _withheld, "recommendation-made": _made,
    "recommendation-accepted": _accepted, "recommendation-rejected": _known_recommendation, "milestone": _known_recommendation,
    "evidence-added": _known_recommendation, "action-done": _action_done, "action-assured": _assured,
    "action-reopened": _known_recommendation, "effect-audited": _known_recommendation,
    "action-superseded": _known_recommendation, "action-abandoned": _known_recommendation, "lesson-same": _known_recommendation,
    "concluded": _concluded, "corrected": _corrected,
    **dict.fromkeys(("family-avoid", "advocacy-offered", "advocacy-answered", "leaflet-given", "family-contact",
                     "family-contribution", "family-wish", "reading-offered", "reading-held", "feedback-given"), _contact),
}  # fmt: skip
