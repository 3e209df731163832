"""Whether a kept connection still answers is asked once a second, not before each request: that is one question in six."""

from __future__ import annotations

from time import monotonic

from django.db.backends.postgresql import base

SECONDS = 1.0
"""For so long after an answer a connection counts as there. A database that starts again is away for longer."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection. After an error it is asked at once, whenever it answered last."""

    _answered = -SECONDS

    def is_usable(self) -> bool:
        """Whether the connection answers, or did within the last second without an error since."""
        if not self.errors_occurred and monotonic() - self._answered < SECONDS:
            return True
        answers = bool(super().is_usable())
        if answers:
            self._answered = monotonic()
        return answers
