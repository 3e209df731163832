from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from frankpledge.audit.api import check_chain, record
from frankpledge.audit.chain import FIRST, Link, first_break, link_hash
from frankpledge.audit.models import Event
from frankpledge.kernel.people import Subject, system

BY = system("A test")


def chain_of(*bodies):
    links, previous = [], FIRST
    for sequence, body in enumerate(bodies, 1):
        here = link_hash(previous, sequence, body)
        links.append(Link(sequence, body, previous, here))
        previous = here
    return links


def test_an_untouched_chain_holds():
    assert first_break(chain_of({"a": 1}, {"a": 2}, {"a": 3})) is None


def test_a_changed_body_breaks_the_chain_where_it_was_changed():
    links = chain_of({"a": 1}, {"a": 2}, {"a": 3})
    links[1] = Link(2, {"a": 9}, links[1].previous, links[1].hash)
    assert first_break(links) == 2


def test_a_removed_event_breaks_the_chain():
    links = chain_of({"a": 1}, {"a": 2}, {"a": 3})
    assert first_break([links[0], links[2]]) == 2


@pytest.mark.django_db
def test_each_partnership_has_its_own_chain():
    for partnership in ("north", "south", "north"):
        record("thing-changed", subject=Subject("thing", None, partnership), by=BY, detail={"to": "é"})
    assert check_chain("north").length == 2
    assert check_chain("south").length == 1
    assert check_chain("north").broken_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_alter_history(change):
    record("thing-changed", subject=Subject("thing", None, "north"), by=BY)
    alter = {"update": lambda: Event.objects.update(action="other"), "delete": Event.objects.all().delete}[
        change
    ]
    with pytest.raises(DatabaseError, match="history is never"), transaction.atomic():
        alter()
    assert check_chain("north").broken_at is None
