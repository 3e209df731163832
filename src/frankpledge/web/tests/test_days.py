from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.web.days import day_asked

TODAY = date(2020, 2, 29)


def test_nothing_typed_is_today():
    assert day_asked(" ", TODAY).on == TODAY
    assert day_asked("", TODAY).errors == ()


@pytest.mark.parametrize("typed", ["2023", "2023-06", "2023-02-29", "yesterday", "<b>", "2023-6-1"])
def test_what_is_no_whole_day_is_an_error_and_what_was_typed_is_kept(typed):
    asked = day_asked(typed, TODAY)
    assert asked.on == TODAY
    assert asked.typed == typed
    assert asked.errors[0][1] == "on"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_any_real_day_is_that_day(on):
    assert day_asked(on.isoformat(), TODAY).on == on
