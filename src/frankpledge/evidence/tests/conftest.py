"""What the tests of the data pages share."""

from __future__ import annotations

import pytest

from frankpledge.evidence.tests import bringing


@pytest.fixture
def own_store(settings, tmp_path):
    """A store that holds only what the test puts there."""
    settings.STORE = tmp_path / "store"
    return settings.STORE


@pytest.fixture
def body(db, own_store):
    return bringing.mere()


@pytest.fixture
def analyst(body):
    """The analyst of the partnership, at the pages."""
    return bringing.client(body)
