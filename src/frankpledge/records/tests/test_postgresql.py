"""A kept connection is asked whether it is there once in a while, and at once after an error."""

from __future__ import annotations

import pytest
from django.db.backends.postgresql import base

from frankpledge.records.postgresql.base import SECONDS, DatabaseWrapper


class Moments:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.asked, self.answers = 1_000.0, 0, True
        monkeypatch.setattr("frankpledge.records.postgresql.base.monotonic", lambda: self.now)
        monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda _: self._ask())

    def _ask(self) -> bool:
        self.asked += 1
        return self.answers


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Moments:
    return Moments(monkeypatch)


@pytest.fixture
def kept() -> DatabaseWrapper:
    return DatabaseWrapper({"TIME_ZONE": None, "CONN_MAX_AGE": 60})


def test_an_answer_holds_for_a_second(kept: DatabaseWrapper, moments: Moments) -> None:
    assert kept.is_usable()
    moments.now += SECONDS / 2
    assert kept.is_usable()
    assert moments.asked == 1
    moments.now += SECONDS
    assert kept.is_usable()
    assert moments.asked == 2


def test_after_an_error_it_is_asked_at_once(kept: DatabaseWrapper, moments: Moments) -> None:
    kept.is_usable()
    kept.errors_occurred, moments.answers = True, False
    assert not kept.is_usable()
    assert moments.asked == 2


def test_no_answer_is_not_remembered_as_one(kept: DatabaseWrapper, moments: Moments) -> None:
    moments.answers = False
    assert not kept.is_usable()
    assert not kept.is_usable()
    assert moments.asked == 2
