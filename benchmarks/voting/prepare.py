"""What the benchmark of voting asks of the database, each in a process of its own: `python prepare.py WHAT ARGUMENTS`.

`make SEATS FILE` makes a partnership with so many seats, people signed in for each, and a meeting at which all of them
are; FILE gets their session cookies. `open` opens a vote and prints its id. `check MOTION FILE` compares what is recorded
with what FILE says was acknowledged, closes the vote, and prints what is wrong; nothing is printed when all is well.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import django

SLUG = "bench"
TERMS = """
[terms]
body = "A body of many seats"
label = "the benchmark"
nation = "E"
basis = "pattern"
starts_on = 2020-01-01
source = "invented"
[[class]]
slug = "core"
title = "Members"
can_vote = true
counts_to_quorum = true
[quorum]
at_least = "1/2"
count = "seats"
of = "all"
class = "core"
[[decision]]
scope = "ordinary"
more_than = "1/2"
base = "cast"
abstention = "ignored"
"""


def make(seats: int, into: Path) -> None:
    from frankpledge.directory.models import Partnership, RoleAssignment, User
    from frankpledge.governance.models import Meeting, Tenure
    from frankpledge.governance.running import services
    from frankpledge.governance.terms.services import record_terms
    from frankpledge.kernel.people import system
    from frankpledge.records.clock import now, today

    by = system("A benchmark")
    place = Partnership.objects.create(
        slug=SLUG, name="A benchmark", short_name="Bench", nation="E", council_name="A council"
    )
    names = [f"s{number}" for number in range(seats)]
    text = TERMS + "".join(
        f'[[seat]]\nslug = "{one}"\nname = "Seat {one}"\nclass = "core"\n' for one in names
    )
    record_terms(SLUG, text, by=by)
    users = User.objects.bulk_create(
        User(email=f"{one}@example.invalid", name=f"Person {one}", password=f"!{one}") for one in names
    )
    start = date(2020, 1, 1)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, partnership=place, role="member", starts_on=start) for user in users
    )
    Tenure.objects.bulk_create(
        Tenure(partnership=place, seat=one, person_name=user.name, user=user, starts_on=start)
        for one, user in zip(names, users, strict=True)
    )
    meeting = Meeting.objects.create(
        partnership=place, slug="now", title="A meeting", body="A body", body_kind="partnership", kind="ordinary",
        status="planned", held=today().isoformat(), held_earliest=today(), held_latest=today(), starts_at=now(),
    )  # fmt: skip
    there = [services.Attending(user.name, one) for one, user in zip(names, users, strict=True)]
    services.open_meeting(meeting=meeting.id, by=by, attending=there)
    into.write_text(json.dumps(dict(zip(names, sessions(users), strict=True))), encoding="utf-8")


def sessions(users: list) -> list[str]:
    """A session for each, as signing in would make it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from frankpledge.records.clock import now

    ends = now() + timedelta(hours=12)
    keys = [f"bench{number:027d}" for number in range(len(users))]
    store = SessionStore()
    Session.objects.bulk_create(
        Session(
            session_key=key, expire_date=ends,
            session_data=store.encode({
                SESSION_KEY: str(user.pk), HASH_SESSION_KEY: user.get_session_auth_hash(),
                BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            }),
        )
        for key, user in zip(keys, users, strict=True)
    )  # fmt: skip
    return keys


def open_vote() -> None:
    from frankpledge.governance.models import Meeting
    from frankpledge.governance.running import services
    from frankpledge.kernel.people import system

    by = system("A benchmark")
    meeting = Meeting.objects.get(slug="now")
    motion = services.put_motion(meeting=meeting.id, by=by, put=services.Put(text="That it is fast."))
    services.open_vote(motion=motion.id, by=by, method="ballot")
    sys.stdout.write(str(motion.id))


def check(motion: UUID, acknowledged: Path) -> None:
    from frankpledge.audit.api import check_chain
    from frankpledge.governance.models import Ballot, Decision
    from frankpledge.governance.running import services
    from frankpledge.kernel.people import system

    told: dict[str, str] = json.loads(acknowledged.read_text(encoding="utf-8"))
    rows = list(Ballot.objects.filter(motion_id=motion).values_list("seat", "choice"))
    wrong = []
    if len(rows) != len(dict(rows)):
        wrong.append("a seat has two ballots")
    if dict(rows) != told:
        wrong.append(f"{len(told)} were acknowledged and {len(rows)} are recorded, or they differ")
    if check_chain(SLUG).broken_at is not None:
        wrong.append("the history is broken")
    made = services.close_vote(motion=motion, by=system("A benchmark"))
    said = [list(told.values()).count(choice) for choice in ("for", "against", "abstain")]
    if made.decision is None:  # a tie waits for the casting vote, which these terms do not give
        if said[0] != said[1]:
            wrong.append(f"nothing was decided by {said}")
    elif (tally := Decision.objects.get(id=made.decision).verdict["tally"]) != said:
        wrong.append(f"the tally is {tally} and should be {said}")
    sys.stdout.write("; ".join(wrong))


if __name__ == "__main__":
    django.setup()
    what, *given = sys.argv[1:]
    if what == "make":
        make(int(given[0]), Path(given[1]))
    elif what == "open":
        open_vote()
    else:
        check(UUID(given[0]), Path(given[1]))
