"""From the record of a running meeting to what its pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.safestring import SafeString

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.facts import OUTCOMES, STATUSES
from frankpledge.governance.models import Decision, Meeting, Reply
from frankpledge.governance.presenting import address, crumbs
from frankpledge.governance.rules.meetings.judging import (
    IRREGULAR,
    STANDINGS,
    STANDS,
    UNDETERMINED,
    Quorum,
    if_agreed,
    what_was_against_it,
)
from frankpledge.governance.rules.meetings.record import MeetingRecord, MotionRecord
from frankpledge.governance.rules.meetings.sitting import (
    MEMBERS,
    Phase,
    presences,
    who_should_preside,
)
from frankpledge.governance.rules.meetings.telling import METHODS, Told, tell
from frankpledge.governance.rules.meetings.voters import seat_title
from frankpledge.governance.running import scenes
from frankpledge.governance.running.business import STRIKABLE
from frankpledge.governance.running.choosing import form_for, person_in_words, who_is_out
from frankpledge.governance.running.doing import NotDone
from frankpledge.governance.running.events import clock_time
from frankpledge.governance.running.forms import Short
from frankpledge.governance.running.pages import (
    Boxes,
    CureLine,
    DraftBox,
    Errors,
    ItemLine,
    LiveAt,
    Now,
    OpeningPart,
    PersonLine,
    QuorumLine,
    ResultLine,
    RunPage,
    SeatToVote,
    TieBox,
    ToldLine,
    ToldPart,
    VoteBox,
)
from frankpledge.governance.running.queries import day_of
from frankpledge.governance.running.scenes import Scene
from frankpledge.governance.running.votes import result_in_words
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.messages import message
from frankpledge.web.forms import Field, errors_of, fields_of
from frankpledge.web.pictures import QuorumRing, Seat, SeatState

MOST_BEADS = 24
"""A ring of more beads than this is no picture; the sentence says it then."""
MOST_SHOWN = 60
ITEM_KINDS = {
    "decide": "For decision",
    "comment": "To consider and comment",
    "note": "To note",
    "apologies": "Apologies",
    "interests": "Declarations of interest",
    "minutes": "Minutes of the last meeting",
    "matters-arising": "Matters arising",
    "escalations": "Raised by groups",
    "other-business": "Any other business",
}
INFORMAL = (
    "There is no quorum. You may go on informally: what is agreed now is recorded, decides nothing, and can be ratified or "
    "taken again by a meeting that has one."
)


def every(seats: int) -> int:
    """How often a page asks for news, in seconds: seldom where many ask at once."""
    return 5 if seats <= 50 else 30


def quorum_line(quorum: Quorum, *, item: bool = False) -> QuorumLine:
    """Whether there is a quorum now, or for the item, as a sentence."""
    reasons = tuple(f"{one.clause}: {one.working}" for one in quorum.reasons)
    where = " for this item" if item else " now"
    if quorum.quorate is None:
        lacking = ", ".join(quorum.missing) or "a rule of the terms"
        text = message(
            "Whether there is a quorum{where} cannot be told: {lacking}.", where=where, lacking=lacking
        )
        return QuorumLine("unknown", str(text), reasons)
    word = "Quorate" if quorum.quorate else "Not quorate"
    if quorum.present is None or quorum.required is None:
        return QuorumLine(
            "yes" if quorum.quorate else "no", str(message("{word}{where}.", word=word, where=where)), reasons
        )
    text = message(
        "{word}{where}: {present} here, {required} needed.",
        word=word, where=where, present=quorum.present, required=quorum.required,
    )  # fmt: skip
    return QuorumLine("yes" if quorum.quorate else "no", str(text), reasons)


def ring_of(scene: Scene) -> QuorumRing | None:
    """The quorum ring: a bead a voting seat. None without terms, before the meeting, or with too many seats to draw."""
    seats = [one for one in scene.terms.seats if scene.terms.votes(one)] if scene.terms else []
    if not seats or len(seats) > MOST_BEADS or scene.phase is Phase.PLANNED:
        return None
    here = {one.seat for one in scene.there if one.standing in MEMBERS}
    out = {one.seat for one in scene.withdrawn}
    beads = tuple(Seat(one.name, _state(one.slug, here, out)) for one in seats)
    shown = scene.item_quorum if scene.item else scene.quorum
    word = {True: "Quorate", False: "Not quorate", None: "Not known"}[shown.quorate]
    count = (
        f"{shown.present} here, {shown.required} needed" if shown.required is not None else "no number given"
    )
    return QuorumRing(word, count, beads)


def _state(seat: str, here: set[str], out: set[str]) -> SeatState:
    if seat in out:
        return SeatState.WITHDRAWN
    return SeatState.HERE if seat in here else SeatState.ABSENT


def run_page(
    partnership: PartnershipFacts,
    scene: Scene,
    failed: NotDone | None = None,
    *,
    striking: str = "",
    stamp: str = "",
    growing: tuple[SafeString, ...] = (),
) -> RunPage:
    """Everything that a clerk needs at this moment. `failed` is what was tried and not done, with what was typed."""
    meeting = scene.meeting
    draw = _Drawing(partnership, scene, failed)
    is_on = scene.phase is Phase.SITTING
    told = tell(scene.record, scene.terms)
    action = address("meeting-run", partnership, slug=meeting.slug)
    lines = {one.sequence: _line(one, action) for one in told}
    return RunPage(
        title=meeting.title,
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings")),
        action=action,
        now_href=address("meeting-now", partnership, slug=meeting.slug),
        phase=scene.phase.value,
        status=status_in_words(scene),
        errors=draw.errors(),
        failed=failed.do if failed else "",
        live=LiveAt(address("meeting-stamp", partnership, slug=meeting.slug), stamp, every(len(scene.there))),
        ring=ring_of(scene),
        quorum=quorum_line(scene.quorum),
        item_quorum=quorum_line(scene.item_quorum, item=True) if _item_differs(scene) else None,
        presides=_presides(scene),
        flags=(*scenes.ended_bodies(meeting, day_of(meeting)), *_remote_flags(scene)),
        last=_last(told, lines),
        opening=_opening(draw) if scene.phase is Phase.PLANNED and meeting.status == "planned" else None,
        now=_now(draw) if is_on else None,
        boxes=_boxes(draw) if scene.phase in {Phase.SITTING, Phase.ADJOURNED} or _late(scene) else None,
        people=_people(scene),
        items=_items(scene),
        cures=_cures(partnership, scene) if is_on else (),
        results=tuple(result_line(partnership, one) for one in scenes.decisions_of(meeting)),
        growing=growing,
        minutes_href=address("minutes", partnership, slug=meeting.slug),
        told=_parts(scene.record, told, lines),
        strike=draw.fields("strike", initial={"sequence": striking})
        if striking
        else draw.if_failed("strike"),
        striking=_striking(told, striking),
    )


def _item_differs(scene: Scene) -> bool:
    """Whether the quorum is another for the item than for the meeting as a whole."""
    now, item = scene.quorum, scene.item_quorum
    return scene.item is not None and (now.quorate, now.present, now.required) != (
        item.quorate,
        item.present,
        item.required,
    )


def _late(scene: Scene) -> bool:
    return scene.phase is Phase.CLOSED


def status_in_words(scene: Scene) -> str:
    """Where the meeting stands; without a quorum it says that it only talks."""
    if scene.phase is Phase.SITTING:
        informal = ", informally: there is no quorum" if scene.quorum.quorate is False else ""
        return f"Going on now{informal}"
    return STATUSES.get(scene.meeting.status, scene.meeting.status)


class _Drawing:
    """Draws each small form, with what was typed in the one that failed."""

    def __init__(self, partnership: PartnershipFacts, scene: Scene, failed: NotDone | None) -> None:
        self.partnership, self.scene, self.failed = partnership, scene, failed
        self.replies: tuple[Reply, ...] = ()

    def form(self, do: str, *, initial: dict[str, object] | None = None) -> Short | None:
        if self.failed and self.failed.do == do and self.failed.form is not None:
            return self.failed.form
        return form_for(do, self.scene, initial=initial, replies=self.replies)

    def fields(self, do: str, *, initial: dict[str, object] | None = None) -> tuple[Field, ...]:
        found = self.form(do, initial=initial)
        return fields_of(found) if found else ()

    def if_failed(self, do: str) -> tuple[Field, ...]:
        return self.fields(do) if self.failed and self.failed.do == do else ()

    def errors(self) -> Errors:
        if self.failed is None:
            return ()
        if self.failed.why:
            first = next(iter(self.failed.form.fields), "") if self.failed.form else ""
            where = f"{self.failed.do}-{first}" if first and not self._hidden(first) else ""
            return ((self.failed.why, where),)
        return errors_of(self.failed.form) if self.failed.form else ()

    def _hidden(self, name: str) -> bool:
        return bool(self.failed and self.failed.form and self.failed.form.fields[name].widget.is_hidden)


def _line(one: Told, action: str) -> ToldLine:
    can_strike = one.kind in STRIKABLE and not one.is_struck
    return ToldLine(
        one.sequence, clock_time(one.at), one.sentence, one.because, one.is_struck, one.struck_because, one.is_late,
        f"{action}?strike={one.sequence}#strike" if can_strike else "",
    )  # fmt: skip


def _last(told: Iterable[Told], lines: dict[int, ToldLine]) -> ToldLine | None:
    """What was written down last, whenever it happened."""
    kept = [one.sequence for one in told if not one.is_struck]
    return lines[max(kept)] if kept else None


def _striking(told: Iterable[Told], sequence: str) -> str:
    return next((one.sentence for one in told if str(one.sequence) == sequence), "")


def _parts(record: MeetingRecord, told: Iterable[Told], lines: dict[int, ToldLine]) -> tuple[ToldPart, ...]:
    """The record in order, a part for each stretch at one item."""
    found: list[tuple[str, list[ToldLine]]] = []
    heading = "Before the first item"
    for one in told:
        if one.kind == "item-opened" and one.item and not one.is_struck:
            item = record.item(one.item)
            heading = f"{item.number}. {item.title}" if item else heading
        elif one.kind in {"closed", "adjourned"}:
            heading = "The end" if one.kind == "closed" else "Adjournment"
        if not found or found[-1][0] != heading:
            found.append((heading, []))
        found[-1][1].append(lines[one.sequence])
    return tuple(ToldPart(name, tuple(kept)) for name, kept in found)


def _presides(scene: Scene) -> str:
    if scene.phase is not Phase.SITTING:
        return ""
    if scene.chairing is None:
        should = who_should_preside(
            scene.record, scene.terms, scene.moment, scene.item.id if scene.item else None
        )
        if should is None:
            return "Nobody is in the chair. Neither the chair nor a vice-chair is here: record whom the members choose."
        return f"Nobody is in the chair. By the terms it is {should.person or seat_title(scene.terms, should.seat)}."
    who = scene.chairing.person or seat_title(scene.terms, scene.chairing.seat)
    office = {"chair": "the chair", "vice-chair": "the vice-chair"}.get(scene.chairing.office, "")
    return f"{who}{f', {office},' if office else ''} presides."


def _remote_flags(scene: Scene) -> tuple[str, ...]:
    """Those who attend from afar where the terms do not allow it."""
    if scene.terms is None or scene.terms.remote is None or scene.terms.remote.allowed is not False:
        return ()
    return tuple(
        f"{one.person} attends from afar, which the terms do not allow: they count neither to the quorum nor in a vote."
        for one in scene.there
        if one.is_remote and one.standing in MEMBERS
    )


def _opening(draw: _Drawing) -> OpeningPart:
    draw.replies = scenes.replies_to(draw.scene.meeting)
    words = _replies_in_words([one.answer for one in draw.replies])
    return OpeningPart(draw.fields("open"), words, bool(words))


def _replies_in_words(answers: list[str]) -> str:
    """How people replied: ‘3 come, 1 from afar, 1 sent apologies.’"""
    ways = {
        "attending": "come",
        "remote": "attend from afar",
        "deputy": "send a deputy",
        "apologies": "sent apologies",
    }
    told = [f"{many} {words}" for answer, words in ways.items() if (many := answers.count(answer))]
    return f"As they replied: {', '.join(told)}." if told else ""


def _now(draw: _Drawing) -> Now:
    scene = draw.scene
    item = scene.item
    return Now(
        heading=item.title if item else "No item is open",
        number=item.number if item else "",
        kind=ITEM_KINDS.get(item.kind, "") if item else "",
        recommendation=item.recommendation if item else "",
        presenter=item.presenter if item else "",
        agree=draw.fields("agree"),
        put=draw.fields("put", initial={"method": _method(scene)}),
        vote=_vote(draw),
        tie=_tie(scene),
        drafts=tuple(_draft(draw, one) for one in scene.drafts),
        informal=INFORMAL if scene.item_quorum.quorate is False else "",
        not_by_one_press=_not_by_one_press(scene),
    )


def _not_by_one_press(scene: Scene) -> str:
    """Why “Agreed” would not be enough for the item that is open, with the clause; empty where it is."""
    if scene.item_quorum.quorate is not True:
        return ""
    verdict = if_agreed(scene.record, scene.terms, scene.item, at=scene.moment)
    if verdict.standing == STANDS:
        return ""
    working, slug = what_was_against_it(verdict.as_json())
    clause = (
        next((one.heading for one in scene.terms.clauses if one.slug == slug), slug) if scene.terms else slug
    )
    by = f" (terms of reference, {clause})" if clause else ""
    then = "decides nothing until it is put right" if verdict.standing == IRREGULAR else "waits for a ruling"
    return f"“Agreed” is not enough here: {working}{by}. It is recorded as it happened, and {then}. {verdict.next_step}"


def _method(scene: Scene) -> str:
    """How the terms ask for a vote on the item."""
    item = scene.item
    rule = (
        scene.terms.decision_for(item.scope if item else "ordinary", item.capacity if item else "")
        if scene.terms
        else None
    )
    return "secret" if rule and rule.is_secret else "ballot"


def _vote(draw: _Drawing) -> VoteBox | None:
    scene, motion = draw.scene, draw.scene.open_motion
    if motion is None:
        return None
    entitled = [one for one in scene.voters.values() if one.may_vote]
    waiting = [one for one in entitled if one.seat not in motion.voted]
    is_counted = motion.method in {"hands", "secret"}
    return VoteBox(
        motion=str(motion.id),
        text=motion.text,
        method=motion.method,
        how=METHODS[motion.method],
        voted=len(motion.voted),
        voters=len(entitled),
        waiting=tuple(SeatToVote(one.seat, one.title, one.person) for one in waiting[:MOST_SHOWN]),
        counted=draw.fields("close-counted", initial=_counting(motion)) if is_counted else (),
        is_counted=is_counted,
        warning=INFORMAL if scene.item_quorum.quorate is False else "",
    )


def _counting(motion: MotionRecord) -> dict[str, object]:
    slips = {"votes_for": 0, "votes_against": 0, "votes_abstain": 0} if motion.method == "secret" else {}
    return {"motion": str(motion.id), **slips}


def _tie(scene: Scene) -> TieBox | None:
    motion = scene.tied_motion
    if motion is None:
        return None
    tally = _tally_of(motion)
    who = scene.chairing.person if scene.chairing else ""
    casting = scene.terms.casting if scene.terms else None
    kind = casting.kind.replace("-", " ") if casting else ""
    asks = bool(casting and casting.kind != "second-or-casting" and motion.method == "hands")
    return TieBox(
        str(motion.id), motion.text, f"{tally[0]} for, {tally[1]} against, {tally[2]} abstained",
        _words(tally, who, kind, casting.clause if casting else ""), who, bool(who), asks,
    )  # fmt: skip


def _tally_of(motion: MotionRecord) -> tuple[int, int, int]:
    if motion.tally:
        return motion.tally
    said = list(motion.ballots.values())
    return said.count("for"), said.count("against"), said.count("abstain")


def _words(tally: tuple[int, int, int], who: str, kind: str, clause: str) -> str:
    """The exact words for a tie."""
    start = f"The votes are equal: {tally[0]} for and {tally[1]} against."
    if not kind:
        return f"{start} The terms do not say whether anybody has a casting vote."
    by = f" (clause ‘{clause}’)" if clause else ""
    if not who:
        return f"{start} The terms give a {kind} vote{by}, and nobody is in the chair."
    return f"{start} {who}, the terms give you a {kind} vote{by}. Do you vote for or against?"


def _draft(draw: _Drawing, motion: MotionRecord) -> DraftBox:
    initial = {"motion": str(motion.id), "method": _method(draw.scene)}
    found = form_for("open-vote", draw.scene, initial=initial)
    made = fields_of(found) if found else ()
    # Several of these may stand on one page, so each bears its motion in its ids.
    return DraftBox(str(motion.id), motion.text, tuple(_renamed(one, str(motion.id)[:8]) for one in made))


def _renamed(field: Field, ending: str) -> Field:
    return replace(field, id=f"{field.id}-{ending}")


def _boxes(draw: _Drawing) -> Boxes:
    scene = draw.scene
    out = who_is_out(scene)
    return Boxes(
        arrive=draw.fields("arrive"),
        leave=draw.fields("leave") if scene.there else (),
        preside=draw.fields("preside") if scene.there else (),
        declare=draw.fields("declare") if scene.there else (),
        back=draw.fields("back") if out else (),
        observe=draw.fields("observe") if scene.there else (),
        note=draw.fields("note"),
        action=draw.fields("action"),
        adjourn=draw.fields("adjourn"),
    )


def _people(scene: Scene) -> tuple[PersonLine, ...]:
    """Everyone who is or was in the room, those who are there first."""
    found = sorted(presences(scene.record), key=lambda one: (one.ends is not None, one.starts, one.person))
    return tuple(
        PersonLine(
            person_in_words(scene, one),
            clock_time(one.starts),
            clock_time(one.ends) if one.ends else "",
            "From afar" if one.is_remote else "In the room",
        )
        for one in found[:MOST_SHOWN]
    )


def _items(scene: Scene) -> tuple[ItemLine, ...]:
    done = {one.item for one in scene.record.standing_events() if one.kind == "item-closed"}
    at = scene.item.id if scene.item else None
    return tuple(
        ItemLine(
            str(one.id),
            one.number,
            one.title,
            ITEM_KINDS.get(one.kind, ""),
            "now" if one.id == at else "done" if one.id in done else "to come",
        )
        for one in sorted(scene.record.items, key=lambda one: one.order)
    )


def _cures(partnership: PartnershipFacts, scene: Scene) -> tuple[CureLine, ...]:
    return tuple(_cure(partnership, one, scene.meeting) for one in scenes.to_put_right(scene.meeting))


def _cure(partnership: PartnershipFacts, decision: Decision, here: Meeting) -> CureLine:
    when = short_date(local_date(decision.decided_at)) if decision.decided_at else "no date"
    where = (
        "this meeting"
        if decision.meeting_id == here.id
        else f"{decision.meeting}"
        if decision.meeting
        else ""
    )
    working, _ = what_was_against_it(decision.verdict)
    return CureLine(
        str(decision.id), decision.text, working or STANDINGS[decision.standing], f"{where or when}",
        address("decision", partnership, decision_id=decision.id), decision.standing == UNDETERMINED,
        address("decision-ruling", partnership, decision_id=decision.id),
    )  # fmt: skip


def result_line(partnership: PartnershipFacts, decision: Decision) -> ResultLine:
    """A decision as a line: the text, the result in words, and whether the terms allowed it."""
    result = result_in_words(decision.verdict) if decision.verdict else OUTCOMES[decision.outcome]
    if decision.outcome == "withdrawn":
        result = "Struck out."
    elif decision.ruling:
        result = f"{OUTCOMES[decision.outcome]}, as ruled by {decision.ruling_by}."
    elif decision.motion_id and not decision.verdict.get("tally") and decision.outcome == "carried":
        result = "Agreed."
    good = decision.standing == STANDS and decision.outcome in {"carried", "lost"}
    return ResultLine(
        decision.text, result, STANDINGS.get(decision.standing, ""), good,
        address("decision", partnership, decision_id=decision.id),
    )  # fmt: skip
