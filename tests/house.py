"""The floors of the house, read from the import contract so that there is one list."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
FLOORS = [room for layer in _CONTRACTS[0]["layers"] for room in layer.split(" | ")]
"""Top to bottom."""
