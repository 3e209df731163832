"""From a form of the running page to the verb it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from frankpledge.governance.rules.meetings.sitting import Presence
from frankpledge.governance.running import forms, services
from frankpledge.governance.running.choosing import form_for
from frankpledge.governance.running.scenes import Scene, missing_posts, posts_by_key
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound, Refused

Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What came of it. `told` are sentences to say at the top of the page, `where` the part of the page to go on at."""

    where: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotDone:
    """Why nothing was done: a form with its mistakes, or a sentence of refusal."""

    do: str
    form: forms.Short | None = None
    why: str = ""
    errors: tuple[tuple[str, str], ...] = field(default=())


Outcome = Done | NotDone


def do(scene: Scene, typed: Any, *, by: Principal) -> Outcome:
    """Do what a form of the running page asks for."""
    wanted = str(typed.get("do", ""))
    if wanted in _PRESSED:
        return _refusable(wanted, None, lambda: _PRESSED[wanted](scene, typed, by))
    form = form_for(wanted, scene, typed)
    if form is None or wanted not in _FILLED:
        raise NotFound("There is no such thing to do.")
    if not form.is_valid():
        return NotDone(wanted, form)
    return _refusable(wanted, form, lambda: _FILLED[wanted](scene, form, by))


def _refusable(wanted: str, form: forms.Short | None, act: Callable[[], Done]) -> Outcome:
    try:
        return act()
    except Refused as refused:
        return NotDone(wanted, form, str(refused))


def _uuid(typed: Typed, name: str) -> UUID:
    try:
        return UUID(str(typed.get(name, "")))
    except ValueError as wrong:
        raise NotFound("There is no such thing in this meeting.") from wrong


def _told(made: services.Recorded) -> tuple[str, ...]:
    return tuple(f"‘{one.text}’ was {one.was}. It is now {one.now_is}." for one in made.changed)


def _there(scene: Scene, form: forms.Short) -> Presence:
    found = scene.presence(form.cleaned_data["who"])
    if found is None:
        raise Refused("They are no longer recorded as being here.")
    return found


def _open(scene: Scene, form: forms.Short, by: Principal) -> Done:
    posts = posts_by_key(scene.record)
    there = []
    for key, how in (
        (name.removeprefix("how_"), value)
        for name, value in form.cleaned_data.items()
        if name.startswith("how_")
    ):
        post = posts.get(key)
        if post is None or how == "away":
            continue
        name = form.cleaned_data[f"deputy_{key}"] if how == "deputy" else post.person
        standing = "deputy" if how == "deputy" else post.standing
        there.append(services.Attending(name, post.seat, post.organisation, standing, how == "remote"))
    services.open_meeting(meeting=scene.meeting.id, by=by, attending=there)
    return Done("now")


def _open_as_replied(scene: Scene, _: Typed, by: Principal) -> Done:
    services.open_meeting(meeting=scene.meeting.id, by=by)
    return Done("now")


def _arrive(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    made = services.arrive(
        meeting=scene.meeting.id, by=by, who=_attending(scene, said), at=forms.moment_of(said["at"]),
        because=said["because"],
    )  # fmt: skip
    return Done("people", _told(made))


def _attending(scene: Scene, said: Typed) -> services.Attending:
    post = missing_posts(scene).get(str(said["who"]))
    if post:
        return services.Attending(post.person, post.seat, post.organisation, post.standing, said["afar"])
    kind, _, seat = str(said["who"]).partition(":")
    return services.Attending(said["name"], seat, said["organisation"], kind, said["afar"])


def _leave(scene: Scene, form: forms.Short, by: Principal) -> Done:
    one, said = _there(scene, form), form.cleaned_data
    made = services.leave(
        meeting=scene.meeting.id, by=by, seat=one.seat, person=one.person, at=forms.moment_of(said["at"]),
        because=said["because"],
    )  # fmt: skip
    return Done("people", _told(made))


def _preside(scene: Scene, form: forms.Short, by: Principal) -> Done:
    one = _there(scene, form)
    services.preside(
        meeting=scene.meeting.id,
        by=by,
        seat=one.seat,
        person=one.person,
        because=form.cleaned_data["because"],
    )
    return Done("people")


def _declare(scene: Scene, form: forms.Short, by: Principal) -> Done:
    one, said = _there(scene, form), form.cleaned_data
    item = None if said["whole"] or scene.item is None else scene.item.id
    services.declare(
        meeting=scene.meeting.id, by=by, nature=said["nature"], seat=one.seat, person=one.person, item=item,
        withdraws=said["withdraws"],
    )  # fmt: skip
    return Done("people")


def _back(scene: Scene, form: forms.Short, by: Principal) -> Done:
    one = _there(scene, form)
    services.come_back(meeting=scene.meeting.id, by=by, seat=one.seat, person=one.person)
    return Done("people")


def _start_item(scene: Scene, typed: Typed, by: Principal) -> Done:
    services.start_item(meeting=scene.meeting.id, item=_uuid(typed, "item"), by=by)
    return Done("now")


def _finish_item(scene: Scene, _: Typed, by: Principal) -> Done:
    services.finish_item(meeting=scene.meeting.id, by=by)
    return Done("agenda")


def _agree(scene: Scene, form: forms.Short, by: Principal) -> Done:
    put = services.Put(text=form.cleaned_data["text"], condition=form.cleaned_data["condition"])
    made = services.agree(meeting=scene.meeting.id, by=by, put=put)
    return Done("now", (made.why_not,) if made.why_not else ())


def _cure(scene: Scene, typed: Typed, by: Principal) -> Done:
    how = "retake" if typed.get("cure") == "retake" else "ratify"
    made = services.agree(
        meeting=scene.meeting.id, by=by, put=services.Put(cures=_uuid(typed, "decision"), cure=how)
    )
    return Done("put-right", (made.why_not,) if made.why_not else ())


def _put(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    put = services.Put(text=said["text"], proposed_by=said["proposed_by"], condition=said["condition"])
    motion = services.put_motion(meeting=scene.meeting.id, by=by, put=put)
    opened = services.open_vote(motion=motion.id, by=by, method=said["method"])
    return Done("now", (opened.why_not,) if opened.why_not else ())


def _open_vote(_: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    opened = services.open_vote(motion=said["motion"], by=by, method=said["method"])
    return Done("now", (opened.why_not,) if opened.why_not else ())


def _ballot(_: Scene, typed: Typed, by: Principal) -> Done:
    services.cast_ballot(
        motion=_uuid(typed, "motion"), choice=str(typed.get("choice", "")), by=by, seat=str(typed.get("seat", "")),
        on_paper=bool(typed.get("on_paper")),
    )  # fmt: skip
    return Done("now")


def _close_vote(_: Scene, typed: Typed, by: Principal) -> Done:
    return _closed(services.close_vote(motion=_uuid(typed, "motion"), by=by))


def _close_counted(_: Scene, form: forms.Short, by: Principal) -> Done:
    assert isinstance(form, forms.Counted)  # noqa: S101 (for the type)
    return _closed(services.close_vote(motion=form.cleaned_data["motion"], by=by, tally=form.tally))


def _closed(made: services.Attempt) -> Done:
    return Done("now", (made.why_not,) if made.why_not else ())


def _withdraw_motion(_: Scene, typed: Typed, by: Principal) -> Done:
    services.withdraw_motion(motion=_uuid(typed, "motion"), by=by)
    return Done("now")


def _casting(_: Scene, typed: Typed, by: Principal) -> Done:
    said = {"yes": True, "no": False}.get(str(typed.get("has_voted", "")))
    services.give_casting_vote(
        motion=_uuid(typed, "motion"), by=by, choice=str(typed.get("choice", "")), has_voted=said
    )
    return Done("now")


def _leave_tied(_: Scene, typed: Typed, by: Principal) -> Done:
    services.leave_tied(motion=_uuid(typed, "motion"), by=by)
    return Done("now")


def _observe(scene: Scene, form: forms.Short, by: Principal) -> Done:
    one, said = _there(scene, form), form.cleaned_data
    services.observe(
        meeting=scene.meeting.id, by=by, text=said["text"], answer=said["answer"], seat=one.seat, person=one.person,
        organisation=one.organisation,
    )  # fmt: skip
    return Done("write")


def _note(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    services.note(meeting=scene.meeting.id, by=by, text=said["text"], noted=said["noted"])
    return Done("write")


def _action(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    one = scene.presence(said["who"]) if said["who"] else None
    post = next(
        (p for p in scene.record.in_post if one and p.seat == one.seat and p.person == one.person), None
    )
    services.set_action(
        meeting=scene.meeting.id, by=by, text=said["text"], owner_name=said["other"] or (one.person if one else ""),
        owner=post.user if post and not said["other"] else None, due_on=said["due_on"],
    )  # fmt: skip
    return Done("write")


def _adjourn(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    services.adjourn(meeting=scene.meeting.id, by=by, because=said["because"], until=said["until"])
    return Done("now")


def _resume(scene: Scene, _: Typed, by: Principal) -> Done:
    services.resume(meeting=scene.meeting.id, by=by)
    return Done("now")


def _close(scene: Scene, _: Typed, by: Principal) -> Done:
    services.close_meeting(meeting=scene.meeting.id, by=by)
    return Done("now")


def _strike(scene: Scene, form: forms.Short, by: Principal) -> Done:
    said = form.cleaned_data
    made = services.strike(
        meeting=scene.meeting.id, sequence=said["sequence"], by=by, because=said["because"]
    )
    return Done("record", _told(made))


_FILLED: dict[str, Callable[[Scene, forms.Short, Principal], Done]] = {
    "open": _open, "arrive": _arrive, "leave": _leave, "preside": _preside, "declare": _declare, "back": _back,
    "agree": _agree, "put": _put, "open-vote": _open_vote, "close-counted": _close_counted, "observe": _observe,
    "note": _note, "action": _action, "adjourn": _adjourn, "strike": _strike,
}  # fmt: skip
_PRESSED: dict[str, Callable[[Scene, Typed, Principal], Done]] = {
    "open-replied": _open_as_replied, "start-item": _start_item, "finish-item": _finish_item, "cure": _cure,
    "ballot": _ballot, "close-vote": _close_vote, "withdraw-motion": _withdraw_motion, "casting": _casting,
    "leave-tied": _leave_tied, "resume": _resume, "close": _close,
}  # fmt: skip
