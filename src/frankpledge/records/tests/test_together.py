"""Those who come while another is served are served together by the next, each with an answer of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from frankpledge.records.together import Together


def served_while_one_is_busy(work, asks):
    """The answers to `asks`, all handed in while the first of them is being served."""
    busy, go_on = Event(), Event()

    def counted(given):
        if given == ["first"]:
            busy.set()
            go_on.wait(60)
        return work(given)

    together = Together(counted)
    with ThreadPoolExecutor(len(asks) + 1) as people:
        first = people.submit(together.do, "first")
        assert busy.wait(60)
        others = [people.submit(together.do, one) for one in asks]
        while len(together._waiting) < len(asks) and not first.done():
            sleep(0.001)
        go_on.set()
        return first, others


def test_all_who_waited_are_served_in_one_turn_and_each_gets_their_own_answer():
    turns = []

    def work(given):
        turns.append(list(given))
        return [one.upper() for one in given]

    first, others = served_while_one_is_busy(work, ["a", "b", "c"])
    assert first.result() == "FIRST"
    assert [one.result() for one in others] == ["A", "B", "C"]
    assert len(turns) == 2
    assert sorted(turns[1]) == ["a", "b", "c"]


def test_a_refusal_reaches_the_one_it_is_for():
    def work(given):
        return [ValueError("not you") if one == "b" else one for one in given]

    _, others = served_while_one_is_busy(work, ["a", "b"])
    assert others[0].result() == "a"
    with pytest.raises(ValueError, match="not you"):
        others[1].result()


def test_what_fails_for_all_is_told_to_all_and_the_next_turn_goes_on():
    failing = [True]

    def work(given):
        if failing[0] and given != ["first"]:
            raise OSError("the database is gone")
        return list(given)

    together = Together(work)
    for one in ("a", "b"):
        with pytest.raises(OSError, match="gone"):
            together.do(one)
    failing[0] = False
    assert together.do("c") == "c"


def test_more_than_fit_in_one_turn_take_several():
    turns = []

    def work(given):
        turns.append(len(given))
        return list(given)

    together = Together(work, at_most=2)
    with ThreadPoolExecutor(20) as people:
        assert sorted(people.map(together.do, range(20))) == list(range(20))
    assert max(turns) <= 2
    assert sum(turns) == 20


def test_nobody_waits_for_ever_for_one_who_was_stopped():
    def work(given):
        if given == ["first"]:
            return given
        raise KeyboardInterrupt

    _, others = served_while_one_is_busy(work, ["a", "b"])
    raised = [type(one.exception()) for one in others]
    assert KeyboardInterrupt in raised, "whoever served hears of it"
    assert raised.count(RuntimeError) == 1
