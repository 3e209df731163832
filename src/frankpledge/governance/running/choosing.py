"""The forms of the running page with the people, texts and motions that each of them offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frankpledge.governance.models import Reply
from frankpledge.governance.rules.meetings.sitting import MEMBERS, Presence, withdrawn_at
from frankpledge.governance.rules.meetings.voters import seat_title
from frankpledge.governance.running import forms
from frankpledge.governance.running.scenes import Scene, missing_posts, posts_by_key

PLAIN: dict[str, type[forms.Short]] = {
    one.do: one for one in (forms.Put, forms.Open, forms.Counted, forms.Note, forms.Adjourn, forms.Strike)
}
FROM_THE_ROOM: dict[str, type[forms.Leave | forms.Preside | forms.Interest | forms.Observe | forms.Act]] = {
    one.do: one for one in (forms.Leave, forms.Preside, forms.Interest, forms.Observe, forms.Act)
}


def form_for(
    do: str,
    scene: Scene,
    typed: Any = None,
    *,
    initial: Mapping[str, object] | None = None,
    replies: tuple[Reply, ...] = (),
) -> forms.Short | None:
    """The form of what is to be done, filled with what was typed; None where there is none."""
    if do in PLAIN:
        return PLAIN[do](typed, initial=initial)
    if do in FROM_THE_ROOM:
        there = [one for one in scene.there if do != "preside" or one.standing in MEMBERS]
        return FROM_THE_ROOM[do](typed, people=people(scene, there), initial=initial)
    if do == "back":
        return forms.Back(typed, people=people(scene, who_is_out(scene)))
    if do == "arrive":
        return forms.Arrive(typed, people=who_may_come(scene))
    if do == "agree":
        return forms.Agree(typed, initial={"text": suggested(scene), **(initial or {})})
    if do == "open":
        return forms.Opening(typed, people=asked_at_opening(scene, replies))
    return None


def person_in_words(scene: Scene, one: Presence) -> str:
    """Someone in the room, with the seat or body they are there for."""
    where = seat_title(scene.terms, one.seat) if one.seat else one.organisation
    how = "" if one.standing == "holder" else one.standing
    inside = ", ".join(part for part in (where, how) if part)
    return f"{one.person} ({inside})" if inside else one.person


def people(scene: Scene, chosen: list[Presence] | tuple[Presence, ...]) -> list[tuple[str, str]]:
    """People in the room as a form offers them."""
    return [(str(one.arrived), person_in_words(scene, one)) for one in chosen]


def who_is_out(scene: Scene) -> list[Presence]:
    """Those who have gone out for any item."""
    items = (None, *(one.id for one in scene.record.items))
    tests = [withdrawn_at(scene.record, scene.moment, item) for item in items]
    return [one for one in scene.there if any(is_out(one) for is_out in tests)]


def who_may_come(scene: Scene) -> list[tuple[str, str]]:
    """Those in post who are not here, a deputy for each empty seat, and officers and guests."""
    posts = missing_posts(scene)
    found = [(key, _post(scene, key)) for key in posts]
    seats = [post.seat for post in posts.values() if post.standing == "holder" and post.seat]
    found += [(f"deputy:{seat}", f"A deputy for {seat_title(scene.terms, seat)}") for seat in seats]
    return [*found, ("officer:", "An officer"), ("observer:", "A guest or observer")]


def _post(scene: Scene, key: str) -> str:
    post = posts_by_key(scene.record)[key]
    where = seat_title(scene.terms, post.seat) if post.seat else post.organisation
    how = "" if post.standing == "holder" else post.standing
    inside = ", ".join(part for part in (where, how) if part)
    return f"{post.person} ({inside})" if inside else post.person


def suggested(scene: Scene) -> str:
    """What would be agreed at the item that the meeting is at."""
    if scene.item is None:
        return ""
    return scene.item.recommendation or scene.item.title


ANSWERS = {"attending": "here", "remote": "remote", "deputy": "deputy", "apologies": "away"}


def asked_at_opening(scene: Scene, replies: tuple[Reply, ...]) -> list[tuple[str, str, str, str]]:
    """Everyone in post but named deputies, with how they replied and the deputy they named."""
    said = {(reply.seat, reply.person_name): reply for reply in replies}
    found = []
    for key, post in posts_by_key(scene.record).items():
        if post.standing == "deputy":
            continue
        reply = said.get((post.seat, post.person))
        how = ANSWERS.get(reply.answer, "") if reply else ""
        found.append((key, _post(scene, key), how, reply.deputy_name if reply else ""))
    return found
