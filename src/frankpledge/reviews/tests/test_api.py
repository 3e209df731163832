from __future__ import annotations

from datetime import date

import pytest

from frankpledge.figures.models import FigureRecord
from frankpledge.kernel.verdicts import Outcome
from frankpledge.reviews import api
from frankpledge.reviews.tests.fake_evidence import FakeEvidence, demo_evidence, install

pytestmark = pytest.mark.django_db
ON = date(2021, 2, 1)


def test_each_count_is_a_figure_that_opens_and_the_states_account_for_every_request(monkeypatch):
    install(monkeypatch, demo_evidence())
    found = api.counts("dorset", on=ON)
    assert found.received.value == 13
    assert [state.figure.value for state in found.states] == [2, 3, 5, 3]
    assert found.verdict.holds
    assert found.problem is None
    assert FigureRecord.objects.filter(id=found.received.id).exists()


def test_one_count_that_moves_is_a_mismatch_that_names_the_states(monkeypatch):
    evidence = install(monkeypatch, demo_evidence())
    evidence.counts["reviews-ongoing", "2020/21"] += 1
    found = api.counts("dorset", on=ON)
    assert found.is_mismatch
    assert "13 ≠ 2 + 3 + 6 + 3 = 14" in found.problem.reason


def test_a_count_of_another_year_changes_nothing(monkeypatch):
    evidence = install(monkeypatch, demo_evidence())
    evidence.counts["review-requests-received", "2021/22"] = 15
    assert api.counts("dorset", on=ON).received.value == 13


def test_what_was_never_counted_is_undetermined_and_not_nought(monkeypatch):
    install(monkeypatch, FakeEvidence())
    found = api.counts("dorset", on=ON)
    assert found.received is None
    assert found.verdict.outcome is Outcome.UNDETERMINED
    assert not found.is_mismatch


def test_a_state_without_a_value_is_unknown_and_named(monkeypatch):
    evidence = install(monkeypatch, demo_evidence())
    evidence.counts["reviews-completed", "2020/21"] = None
    found = api.counts("dorset", on=ON)
    assert found.verdict.missing == ("reviews-completed",)
    assert not found.states[3].figure.is_known
