"""Counting ahead what the first pages after an import ask for, so that nobody who opens one waits for it."""

from __future__ import annotations

import logging

from frankpledge.evidence.snapshot import snapshot

log = logging.getLogger(__name__)


def count_ahead(partnership: str) -> None:
    """Have the tallies of the partnership's own area kept beside the files that count: pages then read small files.

    Only what came in since is counted. It answers nothing and refuses nothing: what is in is in, and a page that finds
    no tally counts by itself.
    """
    try:
        known = snapshot(partnership)
        for slug in known.measures:
            known.observed(slug)
        known.unplaceable(known.place())
    except Exception:
        log.exception("counting ahead for %s failed", partnership)
