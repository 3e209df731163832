"""What follows at once when a decision is made, ruled on or cured. A subject above adds its own part here.

Whoever follows asks by themselves whether the decision has effect: it is told of every one.
"""

from __future__ import annotations

from typing import Protocol

from frankpledge.governance.models import Decision
from frankpledge.kernel.people import Principal


class Follower(Protocol):
    def __call__(self, decision: Decision, *, by: Principal) -> None: ...


_FOLLOWERS: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Be told of every decision, in the transaction in which it is made. Safe to repeat."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def follow(decision: Decision, *, by: Principal) -> None:
    """Tell those who follow of a decision, and of the one that it cured."""
    for follower in _FOLLOWERS:
        follower(decision, by=by)
        if decision.cures_id and decision.cures:
            decision.cures.refresh_from_db()
            follower(decision.cures, by=by)
