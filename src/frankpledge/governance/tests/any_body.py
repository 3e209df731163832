"""The terms of any body, with tables changed, and meetings under them."""

from __future__ import annotations

import tomllib

from frankpledge.governance.rules.terms.deciding import decide
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.rules.terms.situation import read_situation
from frankpledge.kernel.toml_files import StrictTable

BODY = """
[terms]
body = "Any body"
label = "any"
nation = "E"
starts_on = 2024-04-01
[[class]]
slug = "core"
title = "Core"
can_vote = true
counts_to_quorum = true
[[class]]
slug = "invited"
title = "Invited"
can_vote = false
counts_to_quorum = false
[[office]]
slug = "chair"
title = "Chair"
method = "by-office"
seat = "s1"
[quorum]
at_least = 2
[[decision]]
more_than = "1/2"
base = "cast"
abstention = "ignored"
[casting_vote]
holder = "chair"
passes = false
"""
BODY += "".join(f'[[seat]]\nslug = "s{n}"\nname = "Seat {n}"\nclass = "core"\n' for n in range(1, 8))
BODY += '[[seat]]\nslug = "guest"\nname = "Guest"\nclass = "invited"\n'


def body(**changes):
    """The terms of any body, with tables changed."""
    values = tomllib.loads(BODY)
    for key, value in changes.items():
        values[key] = value
        if value is None:
            del values[key]
    return terms_of(StrictTable("any.toml", values))


def meet(terms, seats, on="2024-06-03", **more):
    attendance = [one if isinstance(one, dict) else {"seat": one} for one in seats]
    return decide(terms, read_situation({"on": on, "attendance": attendance, **more}, "s.json"))


def vote(terms, ballots, seats=None, **item):
    found = meet(
        terms, seats or list(ballots), presiding="s1", items=[{"id": "1", "ballots": ballots, **item}]
    )
    return found.items[0]
