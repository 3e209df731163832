"""Recording terms of reference that exist already, each with its line in the history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory import api as directory
from frankpledge.governance.models import TermsVersion
from frankpledge.governance.rules.gates import GATES
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.terms.parsing import NAME, constitution_of, sha256_of
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import heading_rows
from frankpledge.kernel.verdicts import Refused

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
"""What looks like an organisation of the directory; a name in words need not be one."""


def here(partnership: str, by: Principal) -> tuple[directory.PartnershipFacts, Subject]:
    """The partnership written to, once whoever asks may write there. Raises `NotFound` or `NotPermitted`."""
    found = directory.partnership(partnership)
    subject = Subject("partnership", found.id, found.slug)
    require(by, Permission.GOVERNANCE_WRITE, subject)
    return found, subject


@transaction.atomic
def record_terms(partnership: str, text: str, *, by: Principal, group: str = "", name: str = NAME) -> UUID:
    """Record terms as they stood, from the file they are written in. They need no gate: they were in force already.

    Raises `Unusable` for a file with mistakes, and `Refused` when other terms are in force on one of its days, or once
    the terms of this body have been changed by a decision recorded here: after that they change by decision only.
    """
    place, subject = here(partnership, by)
    terms = checked(place, text, name)
    _refuse_past_the_gate(partnership, group)
    refuse_overlap(partnership, group, terms)
    made = TermsVersion.objects.create(
        partnership_id=place.id, group=group, text=text, sha256=sha256_of(text), starts_on=terms.period.starts_on,
        ends_on=terms.period.ends_on, recorded_by=by.name,
    )  # fmt: skip
    detail = {
        "label": terms.label, "group": group, "sha256": made.sha256, "is_assumed": terms.basis == "assumed",
        "gate": "none: recorded as they stood",
    }  # fmt: skip
    record("terms-recorded", subject=subject, by=by, detail=detail)
    return made.id


def checked(place: directory.PartnershipFacts, text: str, name: str = NAME) -> Constitution:
    """What a text says, once it suits this partnership. Raises `Unusable` with every problem found."""
    terms = constitution_of(text, name)
    problems = problems_here(place, terms, text, name)
    if problems:
        raise Unusable(*problems)
    return terms


def problems_here(
    place: directory.PartnershipFacts, terms: Constitution, text: str, name: str = NAME
) -> tuple[Problem, ...]:
    """What is wrong with terms that read well, in this partnership: another nation's, or bodies nobody has recorded."""
    rows = heading_rows(text)
    nations = [] if terms.nation == place.nation else [
        Problem(
            "other-nation", f"‘nation’ is {terms.nation}, and the partnership is in {place.nation}.",
            f"Write {place.nation}.", name, rows.get("terms"), "terms.nation", terms.nation,
        )
    ]  # fmt: skip
    return (*nations, *_unknown_organisations(terms, rows, name))


def _unknown_organisations(terms: Constitution, rows: Mapping[str, int], name: str) -> Iterator[Problem]:
    for number, seat in enumerate(terms.seats, start=1):
        for slug in seat.organisations:
            if SLUG.match(slug) and directory.organisation(slug) is None:
                yield Problem(
                    "no-organisation", f"‘organisation’ names ‘{slug}’, which the directory does not have.",
                    "Add the organisation first, or leave the key out.", name, rows.get(f"seat[{number}]"),
                    f"seat[{number}].organisation", slug,
                )  # fmt: skip


def _refuse_past_the_gate(partnership: str, group: str) -> None:
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group, decision__isnull=False)
    if rows.exists():
        raise Refused(
            message("These terms have been changed by decision before. {gate}", gate=GATES["amend-terms"].sentence),
            GATES["amend-terms"].source,
        )  # fmt: skip


def refuse_overlap(partnership: str, group: str, terms: Constitution) -> None:
    """Raise `Refused` when terms in force share a day with these, naming both and the day."""
    rows = TermsVersion.objects.filter(partnership__slug=partnership, group=group, superseded_at__isnull=True)
    for row in rows:
        if row.period.overlaps(terms.period):
            day = max(row.starts_on, terms.period.starts_on)
            raise Refused(
                message(
                    "‘{one}’ and ‘{other}’ would both be in force on {day}. End one the day before the other starts "
                    "({before}).",
                    one=constitution_of(row.text).label, other=terms.label, day=short_date(day),
                    before=short_date(day - timedelta(1)),
                )
            )  # fmt: skip
