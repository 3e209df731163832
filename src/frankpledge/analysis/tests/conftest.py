"""What the tests of methods share: chance from the seed of the command line."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def chance(request):
    """Chance for one test, the same for the same `--seed`."""
    return np.random.default_rng(request.config.getoption("--seed"))
