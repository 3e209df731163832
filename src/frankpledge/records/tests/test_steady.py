from __future__ import annotations

from itertools import count

from frankpledge.records.steady import once, steady


def test_outside_a_steady_stretch_every_question_is_asked():
    numbers = count()
    assert [once("n", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_inside_it_is_asked_once_and_again_in_the_next():
    numbers = count()
    with steady():
        assert [once("n", lambda: next(numbers)) for _ in range(3)] == [0, 0, 0]
        with steady():
            assert once("n", lambda: next(numbers)) == 0
        assert once("other", lambda: next(numbers)) == 1
    with steady():
        assert once("n", lambda: next(numbers)) == 2
