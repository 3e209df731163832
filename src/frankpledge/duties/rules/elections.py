"""What may go out before an election. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from frankpledge.duties.facts import HELD, ElectionFacts, Held
from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date

CODE = Citation(
    "Code of Recommended Practice on Local Authority Publicity (2011)", "", "general knowledge, not read"
)


@rule(source=CODE)
def held_on(elections: Iterable[ElectionFacts], kind: str, what: str, on: date) -> Held:
    """Before an election campaigns, new consultations and councillors' names and quotes are held back, unless the monitoring
    officer lets one go ahead. Statutory clocks run on: no duty is later for it."""
    running = [one for one in elections if on in one.period]
    if not running or kind not in HELD:
        return Held(False, "No election holds it back.")
    for one in running:
        for release in one.releases:
            if release.kind == kind and _same(release.what, what) and release.on <= on:
                said = f"Let go ahead by {release.officer} on {short_date(release.on)}: {release.because}"
                return Held(False, said, one.title)
    first = running[0]
    until = short_date(first.period.ends_on) if first.period.ends_on else "polling day"
    return Held(True, f"Held back until the polls close on {until}.", first.title)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
