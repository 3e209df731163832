"""The documents of the rooms below, as this room issues them."""

from __future__ import annotations

from functools import partial

from frankpledge.kernel.people import Principal
from frankpledge.publishing.registry import Issuable, register
from frankpledge.scrutiny import api as scrutiny

SCRUTINY_REPORT = "scrutiny-report"


def scrutiny_report(partnership: str, by: Principal) -> Issuable | None:
    """The latest edition of the annual report, built first if it never was; None when none is loaded."""
    editions = scrutiny.editions(partnership)
    if not editions:
        return None
    latest = editions[0]
    if not latest.is_built:
        scrutiny.build(partnership, latest.slug, by=by)
    return Issuable(
        scrutiny.document(partnership, latest.slug),
        latest.slug,
        scrutiny.frozen_input(partnership, latest.slug),
        partial(_issued, partnership, latest.slug),
    )


def _issued(partnership: str, slug: str, input_sha256: str, by: Principal) -> None:
    scrutiny.mark_issued(partnership, slug, input_sha256=input_sha256, by=by)


def register_all() -> None:
    """Register every kind that this room knows of."""
    register(SCRUTINY_REPORT, scrutiny_report)
