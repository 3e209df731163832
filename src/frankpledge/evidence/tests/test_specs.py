"""Descriptions of datasets: what is right is read, and every mistake is told at once."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.evidence.specs import DatasetSpec, read_spec
from frankpledge.kernel.problems import Unusable


def described(tmp_path, text):
    path = tmp_path / "dataset.toml"
    path.write_text(text, encoding="utf-8")
    return read_spec(path)


def test_an_empty_description_says_what_nothing_says(tmp_path):
    assert described(tmp_path, "") == DatasetSpec()


def test_everything_that_can_be_said_is_read(tmp_path):
    spec = described(
        tmp_path,
        'title = "T"\nmeasures = "proxy"\nnot_public_before = 2021-04-01\nnegatives = true\nis_synthetic = true\n'
        '[mapping]\nvalue = "No."\n',
    )
    assert (spec.title, spec.measures, spec.negatives, spec.is_synthetic) == ("T", "proxy", True, True)
    assert spec.not_public_before == date(2021, 4, 1)
    assert spec.mapping == {"value": "No."}
    assert spec.marking == "OFFICIAL"


@pytest.mark.parametrize(
    ("written", "read"),
    [("2021-01-15", "2021-01-15"), ('"2021-01"', "2021-01"), ('"2021"', "2021"), ('""', "")],
)
def test_the_day_of_extraction_is_kept_as_far_as_it_is_known(tmp_path, written, read):
    assert described(tmp_path, f"extracted_on = {written}\n").extracted_on == read


def test_every_mistake_is_told_at_once_with_file_and_key(tmp_path):
    with pytest.raises(Unusable) as refused:
        described(
            tmp_path,
            'titel = "T"\nmeasures = "roughly"\nextracted_on = "March"\nnegatives = "no"\n[mapping]\nplace = "Ward"\n',
        )
    found = {(one.file, one.code, one.column) for one in refused.value.problems}
    assert found == {
        ("dataset.toml", "unknown-key", "titel"),
        ("dataset.toml", "unknown-key", "mapping.place"),
        ("dataset.toml", "not-a-choice", "measures"),
        ("dataset.toml", "not-a-date", "extracted_on"),
        ("dataset.toml", "not-yes-or-no", "negatives"),
    }
