"""Progress in the terminal: a bar that redraws on a screen, plain lines where the output is kept in a file."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

WIDTH = 24


@dataclass
class Bar:
    """One step's progress. Call it with (done, total, what is being done); `end` closes the line."""

    title: str
    out: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)
    _drawn: float = 0.0

    def __call__(self, done: int, total: int, doing: str) -> None:
        if not self.out.isatty() or (time.monotonic() - self._drawn < 0.05 and done < total):
            return
        self._drawn = time.monotonic()
        filled = WIDTH * done // total if total else 0
        drawn = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}" if total else f"{done}"
        line = f"{self.title}  {drawn} {doing}"
        self.out.write(f"\r\033[K{line[:110]}")
        self.out.flush()

    def end(self, result: str = "") -> None:
        """Leave one line that says what came of it and how long it took."""
        clear = "\r\033[K" if self.out.isatty() else ""
        took = time.monotonic() - self.started
        self.out.write(f"{clear}{self.title}: {result or 'done'} ({took:.1f} s)\n")
        self.out.flush()
