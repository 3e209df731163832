"""What a server does before anybody comes."""

from __future__ import annotations

import logging
import sys
import threading

import pytest

from frankpledge.site import beforehand, gunicorn_hooks


def test_a_step_that_fails_is_logged_and_the_others_are_done(monkeypatch, caplog):
    done = []

    def broken():
        raise RuntimeError("no such library")

    monkeypatch.setattr(beforehand, "_addresses", broken)
    monkeypatch.setattr(beforehand, "_libraries", lambda: done.append("libraries"))
    monkeypatch.setattr(beforehand, "_templates", lambda: done.append("templates"))
    monkeypatch.setattr(beforehand, "_settled", lambda: done.append("settled"))
    with caplog.at_level(logging.ERROR):
        beforehand.before_the_copies()
    assert done == ["libraries", "templates", "settled"]
    assert "no such library" in caplog.text


def test_what_is_shared_is_read_without_a_thread(monkeypatch):
    monkeypatch.setattr(beforehand, "_settled", lambda: None)
    monkeypatch.setattr(beforehand, "_templates", lambda: None)
    before = threading.active_count()
    beforehand.before_the_copies()
    assert threading.active_count() == before
    assert set(beforehand.LIBRARIES) <= set(sys.modules)


@pytest.mark.django_db
def test_each_process_reads_so_many_partnerships_and_no_more(monkeypatch):
    class Body:
        def __init__(self, slug):
            self.slug = slug

    read = []
    monkeypatch.setattr(beforehand.directory, "partnerships", lambda: tuple(Body(f"b{n}") for n in range(20)))
    monkeypatch.setattr(beforehand.warming, "read_ahead", read.append)
    beforehand._evidence()
    assert read == [f"b{n}" for n in range(beforehand.MOST)]


def test_the_server_starts_it_beside_its_first_answers(monkeypatch):
    began, may_end = threading.Event(), threading.Event()

    def started():
        began.set()
        may_end.wait(5)

    monkeypatch.setattr(beforehand, "_started", started)
    gunicorn_hooks.post_worker_init(None)
    assert began.wait(5)
    may_end.set()
