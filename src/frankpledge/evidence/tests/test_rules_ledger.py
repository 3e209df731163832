from __future__ import annotations

import pytest

from frankpledge.analysis.series import State
from frankpledge.evidence.rules.ledger import judged


@pytest.mark.parametrize(
    ("n", "without", "others", "state"),
    [
        (1000, 40, [980, 1020], State.COMPLETE),
        (1000, 100, [980, 1020], State.COMPLETE),  # nine in ten have a place: just enough
        (1000, 101, [980, 1020], State.PARTIAL),
        (500, 0, [1000, 1000], State.COMPLETE),
        (499, 0, [1000, 1000], State.SUSPECT),
        (3, 0, [], State.COMPLETE),
    ],
)
def test_how_much_of_a_month_there_is(n, without, others, state):
    assert judged({"n": n, "without_place": without}, others)[0] is state
