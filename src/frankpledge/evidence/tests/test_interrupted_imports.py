"""An import that dies half-way leaves nothing that counts, and what it left on disk is swept."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from frankpledge.audit.api import check_chain, history_of
from frankpledge.evidence import api, pending, services, sweeping
from frankpledge.evidence.models import Dataset, ImportedFile, PendingImport
from frankpledge.evidence.tests.bringing import BY, CALLS, counting, street, street_name, written
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted
from frankpledge.records.clock import fixed_at, now
from frankpledge.site.cli import main

pytestmark = pytest.mark.django_db


class Killed(Exception):  # noqa: N818
    """The power went."""


@pytest.fixture
def dies_at_the_second_file(monkeypatch):
    """The import dies between reading and commit: at the second file to be taken in."""
    whole, seen = services.take_in, []

    def take_in(*args, **options):
        seen.append(args)
        if len(seen) == 2:
            raise Killed
        return whole(*args, **options)

    monkeypatch.setattr(services, "take_in", take_in)


def files_in(store):
    return {path for path in store.rglob("*") if path.is_file()}


def months(folder, *codes):
    return [written(folder, street_name(code), street(code)) for code in codes]


def age(store, days):
    """Let everything in the store be so old."""
    then = now().timestamp() - days * 86_400
    for path in files_in(store):
        os.utime(path, (then, then))


def test_nothing_counts_after_an_import_that_died(body, tmp_path, dies_at_the_second_file):
    with pytest.raises(Killed):
        services.import_paths("mere", months(tmp_path, "2031-01", "2031-02"), by=BY)
    assert (ImportedFile.objects.count(), Dataset.objects.count()) == (0, 0)
    assert api.measures("mere") == ()
    assert api.coverage("mere") == ()


def test_what_it_left_is_found_and_swept_a_day_later_and_not_before(
    body, own_store, tmp_path, dies_at_the_second_file
):
    with pytest.raises(Killed):
        services.import_paths("mere", months(tmp_path, "2031-01", "2031-02"), by=BY)
    left = files_in(own_store)
    assert len(left) == 6, "two originals, two parts and what was counted of them"
    assert sweeping.sweep(by=BY) == sweeping.Swept(0, 0, 0)
    assert files_in(own_store) == left
    age(own_store, 2)
    found = sweeping.sweep(by=BY)
    assert (found.previews, found.files) == (0, 6)
    assert found.size > 0
    assert files_in(own_store) == set()


def test_the_import_can_simply_be_run_again(body, tmp_path, monkeypatch):
    paths = months(tmp_path, "2031-01", "2031-02")
    with monkeypatch.context() as patch:
        whole, seen = services.take_in, []

        def take_in(*args, **options):
            seen.append(args)
            if len(seen) == 2:
                raise Killed
            return whole(*args, **options)

        patch.setattr(services, "take_in", take_in)
        with pytest.raises(Killed):
            services.import_paths("mere", paths, by=BY)
    services.import_paths("mere", paths, by=BY)
    assert len(counting()) == 2
    assert check_chain("mere").broken_at is None


def test_a_preview_whose_confirmation_died_is_still_there_and_can_be_confirmed(body, tmp_path, monkeypatch):
    files = [(path.name, path) for path in months(tmp_path, "2031-01", "2031-02")]
    held = pending.hold("mere", files, by=BY)
    pending.read("mere", held, by=BY)
    with monkeypatch.context() as patch:
        patch.setattr(services, "manifest_row", lambda *_, **__: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            pending.confirm("mere", held, by=BY)
    assert counting() == []
    assert PendingImport.objects.count() == 1
    pending.confirm("mere", held, by=BY)
    assert len(counting()) == 2


def test_what_counts_and_what_ever_counted_and_what_waits_is_never_swept(body, own_store, tmp_path):
    (path,) = months(tmp_path, "2031-01")
    services.import_paths("mere", [path], by=BY)
    path.write_text(street(rows=3), encoding="utf-8")
    services.import_paths("mere", [path], by=BY)
    services.undo(ImportedFile.objects.counting().get().id, by=BY)
    held = pending.hold("mere", [("calls.csv", written(tmp_path, "calls.csv", CALLS))], by=BY)
    pending.read("mere", held, by=BY)
    kept = files_in(own_store)
    age(own_store, 400)
    assert sweeping.sweep(by=BY).files == 0
    assert files_in(own_store) == kept
    pending.discard("mere", held, by=BY)
    age(own_store, 400)
    assert sweeping.sweep(by=BY).files == 2, "the upload and its part"


def test_a_leftover_that_comes_again_is_young_again(body, own_store, tmp_path):
    path = written(tmp_path, "calls.csv", CALLS)
    held = pending.hold("mere", [("calls.csv", path)], by=BY)
    pending.discard("mere", held, by=BY)
    age(own_store, 2)
    with_import_under_way = pending.queries.file_store().put(path)
    assert sweeping.sweep(by=BY).files == 0
    assert with_import_under_way.path.is_file()


def test_issued_documents_that_lie_in_the_store_are_not_touched(body, own_store):
    issued = written(own_store / "issued" / "ab", "ab12.pdf", "a document")
    unfinished = written(own_store, ".incoming-x", "half a file")
    age(own_store, 400)
    assert sweeping.sweep(by=BY).files == 1
    assert issued.is_file()
    assert not unfinished.exists()


def test_a_drawing_that_no_page_shows_any_more_is_swept_after_thirty_days(body, own_store):
    own_store.joinpath("drawings").mkdir(parents=True)
    own_store.joinpath("drawings", "one.svg").write_text("<svg/>")
    age(own_store, 29)
    assert sweeping.sweep(by=BY).files == 0
    age(own_store, 31)
    assert sweeping.sweep(by=BY) == sweeping.Swept(0, 1, 6)


def test_a_preview_that_nobody_decided_on_is_forgotten_after_thirty_days(body, tmp_path):
    held = pending.hold("mere", [("calls.csv", written(tmp_path, "calls.csv", CALLS))], by=BY)
    with fixed_at(now() + timedelta(days=29)):
        assert sweeping.sweep(by=BY).previews == 0
    with fixed_at(now() + timedelta(days=31)):
        assert sweeping.sweep(by=BY).previews == 1
    assert PendingImport.objects.count() == 0
    assert [entry.action for entry in history_of("pending-import", str(held))] == ["preview-forgotten"]


def test_sweeping_is_for_the_operator(body):
    with pytest.raises(NotPermitted):
        sweeping.sweep(by=Principal(None, "A manager", frozenset({("manager", "mere")})))


def test_the_command_says_what_it_removed(body, own_store, capsys):
    written(own_store, ".incoming-x", "half a file")
    age(own_store, 2)
    assert main(["sweep"]) == 0
    assert "1 file (11 bytes) and 0 previews removed" in capsys.readouterr().out
