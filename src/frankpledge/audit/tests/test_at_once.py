from __future__ import annotations

import json

import pytest

from tests.engines import ENGINES, engine, run

PROGRAM = """
import json, threading
from django.db import connection, transaction
from frankpledge.audit.api import check_chain, record
from frankpledge.kernel.people import Subject, system

WRITERS, EACH, CHAINS = 8, 12, ("north", "south", "north", "north")
start, problems = threading.Barrier(WRITERS), []

def write(chain):
    start.wait()
    try:
        for number in range(EACH):
            with transaction.atomic():
                record("thing-changed", subject=Subject("thing", None, chain), by=system("w"), detail={"n": number})
    except Exception as problem:
        problems.append(repr(problem))
    finally:
        connection.close()

threads = [threading.Thread(target=write, args=(CHAINS[n % 4],)) for n in range(WRITERS)]
[one.start() for one in threads]
[one.join() for one in threads]
states = {name: check_chain(name) for name in ("north", "south")}
print(json.dumps([problems, {name: [one.length, one.broken_at] for name, one in states.items()}]))
"""


@pytest.mark.postgres
@pytest.mark.parametrize("kind", ENGINES)
def test_what_many_write_at_once_is_one_whole_chain_a_partnership(kind):
    with engine(kind) as environment:
        problems, chains = json.loads(run(environment, PROGRAM))
    assert problems == []
    assert chains == {"north": [72, None], "south": [24, None]}
