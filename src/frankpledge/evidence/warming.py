"""Making ahead what the first pages after an import, or of a process, ask for, so that nobody who opens one waits."""

from __future__ import annotations

import logging

from frankpledge.directory import api as directory
from frankpledge.evidence.engine import observatory
from frankpledge.evidence.geography import FORCE
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.presenting_series import series_page
from frankpledge.evidence.snapshot import snapshot
from frankpledge.records.steady import steady

log = logging.getLogger(__name__)


def count_ahead(partnership: str) -> None:
    """Have the tallies of the partnership's own area and of its force kept beside the files that count, and the pictures
    of their series drawn: pages then read small files.

    Only what came in since is counted and drawn. It answers nothing and refuses nothing: what is in is in, and a page
    that finds no tally and no picture makes its own.
    """
    try:
        with steady():
            known, body = snapshot(partnership), directory.partnership(partnership)
            for slug in known.measures:
                for area in ("", FORCE) if slug.startswith(POLICE) else ("",):
                    for _ in ("wide", "narrow"):  # a page draws one picture of the two at a time
                        series_page(body, slug, area=area)
            known.unplaceable(known.place())
    except Exception:
        log.exception("counting ahead for %s failed", partnership)


def start_engine() -> None:
    """Let the engine answer once in this process: the first question loads what the others need."""
    with observatory(folders=(), at="") as asked:
        asked.table(n=[1]).count().execute()


def read_ahead(partnership: str) -> None:
    """Read the partnership's evidence into this process's memory, as its first page would."""
    with steady():
        known = snapshot(partnership)
        for slug in known.measures:
            known.observed(slug)
