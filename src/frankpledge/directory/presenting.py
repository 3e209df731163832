"""From what is stored to what the partnership page shows."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from frankpledge.access.roles import BY_SLUG
from frankpledge.directory import queries
from frankpledge.directory.api import PartnershipFacts
from frankpledge.directory.models import Membership, PartnershipArea, RoleAssignment
from frankpledge.directory.pages import AreaPart, FormerRow, OrganisationRow, PartnershipPage, PersonRow
from frankpledge.directory.rules import (
    CAPACITIES,
    PURPOSES,
    VINTAGES,
    every_authority_takes_part,
    still_exists,
)
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.verdicts import Verdict
from frankpledge.law import api as law
from frankpledge.web.days import DayAsked


def partnership_page(partnership: PartnershipFacts, asked: DayAsked) -> PartnershipPage:
    """Area, organisations and people in role on the day asked for."""
    on, slug = asked.on, partnership.slug
    members = queries.memberships(slug, on=on)
    return PartnershipPage(
        title="Partnership",
        crumbs=(("Home", reverse("home", kwargs={"partnership": slug})),),
        asked=asked,
        day=long_date(on),
        flags=flags(partnership, on),
        areas=tuple(_area(row, on) for row in queries.areas_of(slug, on=on)),
        organisations=tuple(_organisation(row, on) for row in members),
        former=tuple(map(_former, queries.ended_memberships(slug, on=on))),
        people=tuple(map(_person, queries.assignments(slug, on=on))),
    )


def flags(partnership: PartnershipFacts, on: date) -> tuple[str, ...]:
    """What needs a person: bodies that have ended and still take part, authorities that are lacking."""
    members = queries.memberships(partnership.slug, on=on)
    judged = [_existence(row, on) for row in members]
    kinds = [row.organisation.kind for row in members if row.capacity == "responsible-authority"]
    judged.append(every_authority_takes_part(kinds, law.responsible_authorities(partnership.nation, on)))
    return tuple(str(verdict) for verdict in judged if not verdict.holds)


def _existence(row: Membership, on: date) -> Verdict:
    body = row.organisation
    return still_exists(body.name, body.ends_on, body.successor.name if body.successor else "", on)


def _area(row: PartnershipArea, on: date) -> AreaPart:
    facts = [("Area", f"{row.area.name} ({row.area.code})"), ("Since", short_date(row.starts_on))]
    for vintage, words in VINTAGES.items():
        members = queries.members_of(row.area_id, vintage=vintage, on=on)
        if members:
            facts.append(("Made of", f"{grouped(len(members))} {words}"))
    facts.append(("Source", row.area.source))
    return AreaPart(PURPOSES.get(row.purpose, row.purpose), tuple(facts), row.note)


def _organisation(row: Membership, on: date) -> OrganisationRow:
    ended = "" if _existence(row, on).holds else " (ended)"
    return OrganisationRow(
        f"{row.organisation.name}{ended}",
        CAPACITIES.get(row.capacity, row.capacity),
        short_date(row.starts_on),
    )


def _former(row: Membership) -> FormerRow:
    follows = row.organisation.successor
    until = short_date(row.ends_on) if row.ends_on else ""
    return FormerRow(row.organisation.name, until, follows.name if follows else "")


def _person(row: RoleAssignment) -> PersonRow:
    role = BY_SLUG[row.role].title if row.role in BY_SLUG else row.role
    return PersonRow(
        row.user.name,
        f"{role} ({row.post})" if row.post else role,
        row.organisation.name if row.organisation else "",
        short_date(row.starts_on),
    )
