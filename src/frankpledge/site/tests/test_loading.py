"""A partnership from its files by one command: all of them, or nothing."""

from __future__ import annotations

import shutil

import pytest

from frankpledge.assessment.models import Issue, Scheme
from frankpledge.directory.models import Partnership
from frankpledge.governance.models import TermsVersion
from frankpledge.kernel.problems import Unusable
from frankpledge.site.commands.loading import kind_of, load
from tests.house import ROOT

pytestmark = pytest.mark.django_db
FILES = ("partnership.toml", "issues.toml", "scheme.toml")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr("frankpledge.site.commands.loading.prepare_database", lambda: None)
    for name in FILES:
        shutil.copy(ROOT / "demo" / "dorset" / name, tmp_path / name)
    shutil.copy(ROOT / "examples" / "dorset-2023.toml", tmp_path / "terms-2023.toml")
    (tmp_path / "shopping.toml").write_text("[list]\n")
    return tmp_path


def test_a_folder_of_files_is_a_partnership(folder, capsys):
    assert load([str(folder)]) == 0
    said = capsys.readouterr().out
    assert "terms-2023.toml: terms of reference" in said
    assert "shopping.toml: left alone" in said
    assert Issue.objects.exists()
    assert Scheme.objects.exists()
    assert TermsVersion.objects.exists()


def test_one_mistake_in_one_file_and_nothing_is_taken_in(folder):
    issues = folder / "issues.toml"
    issues.write_text(
        issues.read_text(encoding="utf-8").replace('standing = "priority"', 'standing = "first"', 1)
    )
    with pytest.raises(Unusable, match=r"issues\.toml.*standing"):
        load([str(folder)])
    assert not Partnership.objects.exists()


def test_one_more_file_goes_to_the_partnership_that_is_named(folder, tmp_path):
    load([str(folder / "partnership.toml")])
    slug = Partnership.objects.get().slug
    assert load([str(folder / "issues.toml"), "--partnership", slug]) == 0
    assert Issue.objects.exists()
    for wrong in ([str(folder / "scheme.toml"), "--partnership", "nowhere"], [str(folder / "missing.toml")]):
        with pytest.raises(Unusable, match=r"there is no partnership ‘nowhere’|no such file"):
            load(wrong)


@pytest.mark.parametrize("name", ["plan-measures.toml", "plan-2020-23.toml", "plan-around.toml", "Plan.toml"])
def test_what_a_file_holds_is_told_by_its_name(name, tmp_path):
    found = kind_of(tmp_path / name)
    assert (found.holds if found else None) == {
        "plan-measures.toml": "measures of the plan", "plan-2020-23.toml": "a plan"
    }.get(name)  # fmt: skip
