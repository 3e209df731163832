"""Many press at the same moment, on both engines: each seat has one ballot, each event its own number, nobody is counted
after the close."""

from __future__ import annotations

import json

import pytest

from tests.engines import ENGINES, engine, run

PROGRAM = """
import json, threading
from django.db import connection
from frankpledge.audit.api import check_chain
from frankpledge.governance.models import Ballot, Decision, MeetingEvent, Motion
from frankpledge.governance.running import services
from frankpledge.governance.tests.running_makers import CLERK, SEATS, make_world
from frankpledge.kernel.verdicts import Refused

world = make_world()
world.opens(*SEATS)
motion = world.votes(2)
start, problems, cast, refused = threading.Barrier(17), [], [], []

def doing(act):
    start.wait()
    try:
        act()
    except Refused as why:
        refused.append(str(why))
    except Exception as problem:
        problems.append(repr(problem))
    finally:
        connection.close()

def votes(seat, choice, key):
    def act():
        made = services.cast_ballot(motion=motion.id, choice=choice, by=world.principal(seat), request_key=key)
        cast.append([made.seat, made.choice])
    return act

def closes():
    services.close_vote(motion=motion.id, by=CLERK)

def notes():
    services.note(meeting=world.id, by=CLERK, text="Meanwhile")

acts = [votes("police", choice, f"{choice}{n}") for n in range(4) for choice in ("for", "against")]
acts += [votes("fire", "for", "same") for _ in range(4)]
acts += [notes, notes, notes, closes, votes("health", "for", "late")]
threads = [threading.Thread(target=doing, args=(act,)) for act in acts]
[one.start() for one in threads]
[one.join() for one in threads]
kept = dict(Ballot.objects.values_list("seat", "choice"))
closed = Motion.objects.get(id=motion.id)
numbers = list(MeetingEvent.objects.values_list("sequence", flat=True))
print(json.dumps({
    "problems": problems, "ballots": Ballot.objects.count(), "kept": kept, "cast": cast, "refused": refused,
    "tally": closed.verdict.get("tally"), "state": closed.state, "decisions": Decision.objects.count(),
    "numbers": numbers == list(range(1, len(numbers) + 1)), "broken": check_chain("vale").broken_at,
}))
"""


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ENGINES)
def test_what_many_do_at_once_is_recorded_once_and_whole(kind):
    with engine(kind) as environment:
        found = json.loads(run(environment, PROGRAM).splitlines()[-1])
    assert found["problems"] == []
    assert found["ballots"] == len(found["kept"])
    assert all(found["kept"][seat] == choice for seat, choice in found["cast"]), (
        "an answer was given and not kept"
    )
    counted = [list(found["kept"].values()).count(choice) for choice in ("for", "against", "abstain")]
    assert found["tally"] == counted, "the close counted what is kept, no more and no less"
    # Equal votes wait for a casting vote: then, and only then, nothing is decided yet.
    is_equal = counted[0] == counted[1] > 0
    assert (found["state"], found["decisions"]) == (("tied", 0) if is_equal else ("closed", 1)), found[
        "refused"
    ]
    assert found["numbers"]
    assert found["broken"] is None
