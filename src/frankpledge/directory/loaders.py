"""Reads a partnership's own file (TOML) and writes it to the record, all of it or none.

The file has one `[partnership]`, one or more `[[area]]`, `[[organisation]]` and `[[person]]`;
`docs/reference/partnership-file.md` describes every key. Mistakes are `Unusable`, naming file, row and key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from frankpledge.access.roles import BY_SLUG
from frankpledge.directory import services
from frankpledge.directory.facts import (
    NewArea,
    NewMember,
    NewOrganisation,
    NewPartnership,
    NewPerson,
    NewRole,
    PartnershipFile,
)
from frankpledge.directory.rules import CAPACITIES, PURPOSES, VINTAGES, expand_codes
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import Entry, read_toml
from frankpledge.law import api as law
from frankpledge.law.facts import NATIONS

OTHER_KINDS = (
    "LOCAL_POLICING_BODY", "YOUTH_OFFENDING_TEAM", "FORUM", "SCRUTINY_COMMITTEE", "PARTNERSHIP", "VOLUNTARY", "OTHER",
)  # fmt: skip
"""Kinds of organisation that are not responsible authorities."""
INVENTED_DOMAINS = ("example.org", "example.com", "example.net")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
RESERVED = frozenset({"accounts", "demo", "id", "static"})
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def load_partnership(path: Path, *, by: Principal) -> str:
    """Write the partnership that a file describes, and return its slug.

    Raises `Unusable` for a file with a mistake and for a partnership that is already recorded, and then
    writes nothing.
    """
    said = read_partnership(path)
    services.create_partnership(path.name, said, by=by)
    return said.partnership.slug


def read_partnership(path: Path) -> PartnershipFile:
    """What a partnership's file says, checked as far as it can be without the record."""
    file = read_toml(path).only("partnership", "area", "organisation", "person")
    partnership = _partnership(file.entry("partnership"), path.parent)
    organisations = tuple(map(_organisation, file.entries("organisation")))
    _check_successors(file.entries("organisation"), organisations)
    slugs = {organisation.slug for organisation in organisations}
    people = tuple(_person(row, partnership, slugs) for row in file.entries("person"))
    areas = tuple(map(_area, file.entries("area")))
    if not any(area.purpose == "statutory" for area in areas):
        raise file.refuse(
            "no-area",
            "area",
            "no area is the one the partnership answers for.",
            'Add one with purpose "statutory".',
        )
    return PartnershipFile(partnership, areas, organisations, people)


def _partnership(row: Entry, folder: Path) -> NewPartnership:
    row.only(
        "slug",
        "name",
        "short_name",
        "nation",
        "council_name",
        "colour",
        "accent",
        "is_demo",
        "logo",
        "reference_docx",
    )
    return NewPartnership(
        slug=_address(row),
        name=row.text("name"),
        short_name=row.text("short_name"),
        nation=row.choice("nation", NATIONS),
        council_name=row.text("council_name"),
        colour=_colour(row, "colour", "#1d4d4f"),
        accent=_colour(row, "accent", "#a3471f"),
        is_demo=row.flag("is_demo", default=False),
        logo=_bytes(row, "logo", folder),
        reference_docx=_bytes(row, "reference_docx", folder),
    )


def _address(row: Entry) -> str:
    """The first part of a partnership's addresses, which must not be one that the installation uses itself."""
    value = _slug(row, "slug")
    if value in RESERVED:
        raise row.refuse(
            "reserved", "slug", f"‘{value}’ is an address of the installation itself.", "Choose another slug."
        )
    return value


def _slug(row: Entry, key: str) -> str:
    value = row.text(key)
    if not _SLUG.fullmatch(value):
        raise row.refuse(
            "not-a-slug", key, f"‘{value}’ cannot stand in an address.", "Use a-z, 0-9 and hyphens."
        )
    return value


def _colour(row: Entry, key: str, default: str) -> str:
    value = row.text(key, default)
    if not _COLOUR.fullmatch(value):
        raise row.refuse("not-a-colour", key, f"‘{value}’ is not a colour.", "Write one like #1d4d4f.")
    return value.lower()


def _bytes(row: Entry, key: str, folder: Path) -> bytes | None:
    """The content of a file that lies beside the partnership's own; a path may not lead elsewhere."""
    if not row.has(key):
        return None
    name = row.text(key)
    path = folder / name
    if Path(name).name != name or not path.is_file():
        raise row.refuse(
            "no-file", key, f"there is no ‘{name}’ beside this file.", "Put it in the same folder."
        )
    return path.read_bytes()


def _period(row: Entry) -> Period:
    starts_on, ends_on = row.day("starts_on"), row.optional_day("ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise row.refuse("backwards", "ends_on", "it ends before it starts.", "Mend one of the two days.")
    return Period(starts_on, ends_on)


def _area(row: Entry) -> NewArea:
    row.only(
        "purpose", "code", "name", "kind", "police_force", "starts_on", "ends_on", "source", "note", "members"
    )
    vintage, members, members_source = (
        _members(row.entry("members")) if row.has("members") else ("", None, "")
    )
    return NewArea(
        purpose=row.choice("purpose", tuple(PURPOSES)),
        code=row.text("code"),
        name=row.text("name"),
        kind=_slug(row, "kind"),
        police_force=row.text("police_force", ""),
        period=_period(row),
        source=row.text("source"),
        note=row.text("note", ""),
        vintage=vintage,
        members=members,
        members_source=members_source,
    )


def _members(row: Entry) -> tuple[str, tuple[str, ...], str]:
    """The vintage, the codes and where they come from; `expected` is the count that whoever wrote the list knew."""
    row.only("vintage", "codes", "expected", "source")
    try:
        codes = expand_codes(row.texts("codes"))
    except ValueError as error:
        raise row.refuse("not-codes", "codes", f"{error}.", "Mend that entry of the list.") from error
    expected = row.integer("expected")
    if len(codes) != expected:
        raise row.refuse(
            "count", "expected", f"{expected} codes are expected and {len(codes)} are listed.",
            "Compare the list with its source.",
        )  # fmt: skip
    return row.choice("vintage", tuple(VINTAGES)), codes, row.text("source")


def _organisation(row: Entry) -> NewOrganisation:
    row.only("slug", "name", "kind", "starts_on", "ends_on", "successor", "source", "member")
    kinds = (*dict.fromkeys(known.code for known in law.library().authorities), *OTHER_KINDS)
    made = NewOrganisation(
        slug=_slug(row, "slug"),
        name=row.text("name"),
        kind=row.choice("kind", kinds),
        period=_period(row),
        successor=row.text("successor", ""),
        source=row.text("source", ""),
        member=_member(row.entry("member")) if row.has("member") else None,
    )
    _check_kind_lasts(row, made)
    return made


def _member(row: Entry) -> NewMember:
    row.only("capacity", "starts_on", "ends_on")
    return NewMember(row.choice("capacity", tuple(CAPACITIES)), _period(row))


def _check_kind_lasts(row: Entry, made: NewOrganisation) -> None:
    """A body cannot outlast its kind: no clinical commissioning group exists after the last day of them all."""
    last: date | None = None
    for known in law.library().authorities:
        if known.code == made.kind:
            if known.period.ends_on is None:
                return
            last = max(last or known.period.ends_on, known.period.ends_on)
    if last is not None and (made.period.ends_on is None or made.period.ends_on > last):
        raise row.refuse(
            "kind-ended", "ends_on", f"there has been no {made.kind} since {short_date(last)}.",
            "Give the day it ended and name its successor.",
        )  # fmt: skip


def _check_successors(rows: Sequence[Entry], organisations: Sequence[NewOrganisation]) -> None:
    slugs = {organisation.slug for organisation in organisations}
    for row, made in zip(rows, organisations, strict=True):
        if made.successor and made.successor not in slugs:
            raise row.refuse(
                "no-successor",
                "successor",
                f"there is no organisation ‘{made.successor}’.",
                "Add it to this file.",
            )


def _person(row: Entry, partnership: NewPartnership, organisations: set[str]) -> NewPerson:
    row.only("name", "email", "is_invented", "role")
    email, invented = row.text("email").lower(), row.flag("is_invented", default=False)
    if partnership.is_demo and not invented:
        raise row.refuse(
            "real-person",
            "is_invented",
            "a demonstration has invented people only.",
            "Write is_invented = true.",
        )
    if invented and email.partition("@")[2] not in INVENTED_DOMAINS:
        raise row.refuse(
            "real-address",
            "email",
            "an invented person cannot have a real address.",
            "Use one at example.org.",
        )
    roles = tuple(_role(role, organisations) for role in row.entries("role"))
    return NewPerson(row.text("name"), email, invented, roles)


def _role(row: Entry, organisations: set[str]) -> NewRole:
    row.only("role", "organisation", "post", "starts_on", "ends_on")
    organisation = row.text("organisation", "")
    if organisation and organisation not in organisations:
        raise row.refuse(
            "no-organisation",
            "organisation",
            f"there is no organisation ‘{organisation}’.",
            "Add it to this file.",
        )
    return NewRole(row.choice("role", tuple(BY_SLUG)), organisation, row.text("post", ""), _period(row))
