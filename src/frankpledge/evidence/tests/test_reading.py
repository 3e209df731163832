from __future__ import annotations

from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.reading import TITLES


def test_every_kind_of_file_has_a_title_that_people_read():
    assert set(TITLES) == set(Kind)
