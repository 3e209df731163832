"""The coding frame of recommendations: national themes, kinds of change, levels, stages; and what the Home Office asks for. Pure.

The themes follow what national analyses of reviews look at, in our own words. A partnership's own themes gather some of them.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import cast

from frankpledge.kernel.toml_files import Readable, read_toml

Pairs = tuple[tuple[str, str], ...]


@cache
def _frame() -> dict[str, Pairs]:
    """The lists of `data/learning.toml`."""
    file = read_toml(cast(Readable, files("frankpledge.reviews") / "data" / "learning.toml"))
    found = {
        name: tuple((row.text("code"), row.text("title")) for row in file.tables(name))
        for name in ("theme", "change", "level", "stage", "self_check")
    }
    file.text("source")
    file.check()
    return found


THEMES: Pairs = _frame()["theme"]
CHANGES: Pairs = _frame()["change"]
LEVELS: Pairs = _frame()["level"]
STAGES: Pairs = _frame()["stage"]
SELF_CHECK: Pairs = _frame()["self_check"]
