"""The coverage map: for every duty what proves it, and which plan, decision or record names it; holes shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.duties import queries
from frankpledge.duties.evidence import proved_kinds
from frankpledge.duties.pages import CoveragePage
from frankpledge.duties.presenting import DUTIES, crumbs
from frankpledge.duties.rules.compliance import Covered
from frankpledge.governance import api as governance
from frankpledge.law import api as law
from frankpledge.law import citing
from frankpledge.law.facts import OWNER_WORDS, STRENGTH_WORDS

Linker = Callable[[str, date], Iterable[tuple[str, str, str]]]
"""Called with a partnership and a day: (duty code, kind of link such as ‘plan’ or ‘money’, title)."""
_LINKERS: dict[str, Linker] = {}


def register_links(room: str, linker: Linker) -> None:
    """Say which things of a room serve which duties. Safe to repeat."""
    _LINKERS[room] = linker


def covered(partnership: PartnershipFacts, on: date) -> tuple[Covered, ...]:
    """Every duty in force on a day with what stands behind it."""
    known = queries.on_record(partnership, on)
    links: dict[str, list[tuple[str, str]]] = {}
    for linker in (*_LINKERS.values(), _of_terms):
        for code, kind, title in linker(partnership.slug, on):
            links.setdefault(code, []).append((kind, title))
    proved = proved_kinds()
    rows = [row for row in law.duties(partnership.nation, on) if not row.where or row.where in known.place]
    return tuple(
        Covered(
            row, row.proved_by in proved, len(known.known.happened.get(row.proved_by, ())),
            tuple(dict.fromkeys(links.get(row.code, ()))),
        )
        for row in rows
        if known.known.applies.get(row.code, True)
    )  # fmt: skip


def _of_terms(partnership: str, on: date) -> Iterable[tuple[str, str, str]]:
    """Duties that the terms of reference name."""
    terms = governance.terms_in_force(partnership, on=on)
    for one in terms.constitution.duties if terms else ():
        for row in citing.subject_of(one.code or one.title, terms.constitution.nation if terms else "E", on):
            yield row.code, "terms of reference", one.title


def page(partnership: PartnershipFacts, on: date) -> CoveragePage:
    """The map as a page, holes first."""
    found = covered(partnership, on)
    own = sorted((one for one in found if one.duty.is_own), key=lambda one: not one.is_hole)
    rows = tuple(
        (
            f"{one.duty.code} {one.duty.title}",
            STRENGTH_WORDS[one.duty.strength],
            "Counted by the program" if one.proved_by_room else "Recorded by hand",
            str(one.proofs),
            "; ".join(f"{kind}: {title}" for kind, title in one.links) or "Nothing",
            "Hole: nothing stands behind it" if one.is_hole else "",
        )
        for one in own
    )
    others = [one for one in found if not one.duty.is_own]
    names = ", ".join(dict.fromkeys(OWNER_WORDS[one.duty.owner].lower() for one in others))
    holes = sum(1 for one in own if one.is_hole)
    lead = (
        f"{len(own)} duties are the partnership’s own; nothing stands behind {holes or 'none'} of them.",
        f"Another {len(others)} belong to {names}, and are left out.",
    )
    return CoveragePage("What stands behind each duty", crumbs(partnership, DUTIES), lead, rows, holes)
