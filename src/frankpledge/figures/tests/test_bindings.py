from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.figures import bindings, providers
from frankpledge.figures.providers import Request
from frankpledge.kernel.problems import Unusable


@pytest.fixture(autouse=True)
def _a_provider(monkeypatch):
    monkeypatch.setitem(providers._PROVIDERS, "measure-sum", object())


def test_a_binding_names_a_request():
    known_at = datetime(2021, 2, 1, tzinfo=UTC)
    found = bindings.parse("measure-sum:measure=burglary&period=2020/21", "exampleshire", known_at)
    assert found == Request.of("exampleshire", "measure-sum", known_at, measure="burglary", period="2020/21")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("23%", "binding-shape"),
        ("", "binding-shape"),
        ("Measure Sum:measure=x", "binding-shape"),
        ("measure-total:measure=x", "binding-provider"),
        ("measure-sum:measure", "binding-shape"),
        ("measure-sum:measure=", "binding-shape"),
        ("measure-sum:measure=x&&period=2020", "binding-shape"),
        ("measure-sum:measure=x&measure=y", "binding-repeat"),
    ],
)
def test_nonsense_is_refused_with_a_remedy(text, code):
    with pytest.raises(Unusable) as refused:
        bindings.parse(text, "exampleshire")
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.value == text
    assert problem.remedy.startswith("Write it as")


_values = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda value: value.strip() == value
)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), _values, max_size=4))
def test_what_is_written_reads_back(parameters):
    request = Request("exampleshire", "measure-sum", tuple(sorted(parameters.items())))
    assert bindings.parse(bindings.written(request), "exampleshire") == request
