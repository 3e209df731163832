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
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.law import api as law
from frankpledge.law.facts import NATIONS

OTHER_KINDS = (
    "LOCAL_POLICING_BODY", "YOUTH_OFFENDING_TEAM", "FORUM", "SCRUTINY_COMMITTEE", "PARTNERSHIP", "VOLUNTARY", "OTHER",
)  # fmt: skip
"""Kinds of organisation that are not responsible authorities."""
INVENTED_DOMAINS = ("example.org", "example.com", "example.net")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
RESERVED = frozenset({"accounts", "demo", "id", "me", "policing", "static"})
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
    file = read_toml(path)
    partnership = _partnership(file.table("partnership"), path.parent)
    organisations = tuple(map(_organisation, file.tables("organisation")))
    _check_successors(file.tables("organisation"), organisations)
    slugs = {organisation.slug for organisation in organisations}
    people = tuple(_person(row, partnership, slugs) for row in file.tables("person"))
    areas = tuple(map(_area, file.tables("area")))
    _check_one_at_a_time(file.tables("area"), areas)
    if not any(area.purpose == "statutory" for area in areas):
        file.wrong(
            "area",
            "holds none that the partnership answers for.",
            'Add one with purpose "statutory".',
            "no-area",
        )
    file.check()
    return PartnershipFile(partnership, areas, organisations, people)


def _partnership(row: TomlTable, folder: Path) -> NewPartnership:
    return NewPartnership(
        slug=_address(row),
        name=row.text("name"),
        short_name=row.text("short_name"),
        nation=row.choice("nation", NATIONS),
        council_name=row.text("council_name"),
        colour=_colour(row, "colour", "#1d4d4f"),
        accent=_colour(row, "accent", "#a3471f"),
        is_demo=row.flag("is_demo", False),
        logo=_bytes(row, "logo", folder),
        reference_docx=_bytes(row, "reference_docx", folder),
    )


def _address(row: TomlTable) -> str:
    """The first part of a partnership's addresses, which must not be one that the installation uses itself."""
    value = _slug(row, "slug")
    if value in RESERVED:
        row.wrong(
            "slug",
            f"is ‘{value}’, an address of the installation itself.",
            "Choose another slug.",
            "reserved",
        )
    return value


def _slug(row: TomlTable, key: str) -> str:
    value = row.text(key)
    if value and not _SLUG.fullmatch(value):
        row.wrong(
            key, f"is ‘{value}’, which cannot stand in an address.", "Use a-z, 0-9 and hyphens.", "not-a-slug"
        )
    return value


def _colour(row: TomlTable, key: str, default: str) -> str:
    value = row.text(key, default)
    if not _COLOUR.fullmatch(value):
        row.wrong(key, f"is ‘{value}’, which is not a colour.", "Write one like #1d4d4f.", "not-a-colour")
    return value.lower()


def _bytes(row: TomlTable, key: str, folder: Path) -> bytes | None:
    """The content of a file that lies beside the partnership's own; a path may not lead elsewhere."""
    if not row.has(key):
        return None
    name = row.text(key)
    path = folder / name
    if Path(name).name != name or not path.is_file():
        row.wrong(
            key, f"names ‘{name}’, which is not beside this file.", "Put it in the same folder.", "no-file"
        )
        return None
    return path.read_bytes()


def _area(row: TomlTable) -> NewArea:
    vintage, members, members_source = (
        _members(row.table("members")) if row.has("members") else ("", None, "")
    )
    return NewArea(
        purpose=row.choice("purpose", tuple(PURPOSES)),
        code=row.text("code"),
        name=row.text("name"),
        kind=_slug(row, "kind"),
        police_force=row.text("police_force", ""),
        period=row.period("starts_on", "ends_on"),
        source=row.text("source"),
        note=row.text("note", ""),
        vintage=vintage,
        members=members,
        members_source=members_source,
    )


def _check_one_at_a_time(rows: Sequence[TomlTable], areas: Sequence[NewArea]) -> None:
    """On no day are there two areas for one purpose: figures of a partnership are about one area."""
    for number, (row, area) in enumerate(zip(rows, areas, strict=True)):
        if any(area.purpose == one.purpose and area.period.overlaps(one.period) for one in areas[:number]):
            row.wrong(
                "starts_on",
                f"gives {area.name} the purpose ‘{area.purpose}’ on days on which another area has it.",
                "Write districts that answer together as one area, with the code of both together; or end the one before.",
                "two-areas",
            )


def _members(row: TomlTable) -> tuple[str, tuple[str, ...], str]:
    """The vintage, the codes and where they come from; `expected` is the count that whoever wrote the list knew."""
    expected, codes = row.whole("expected"), _codes(row)
    if codes is not None and len(codes) != expected:
        row.wrong(
            "expected", f"is {expected}, and {len(codes)} codes are listed.",
            "Compare the list with its source.", "count",
        )  # fmt: skip
    return row.choice("vintage", tuple(VINTAGES)), codes or (), row.text("source")


def _codes(row: TomlTable) -> tuple[str, ...] | None:
    """The codes with their ranges written out; None when that cannot be done."""
    try:
        return expand_codes(row.texts("codes"))
    except ValueError as error:
        row.wrong("codes", f"cannot be read: {error}.", "Mend that entry of the list.", "not-codes")
        return None


def _organisation(row: TomlTable) -> NewOrganisation:
    kinds = (*dict.fromkeys(known.code for known in law.library().authorities), *OTHER_KINDS)
    made = NewOrganisation(
        slug=_slug(row, "slug"),
        name=row.text("name"),
        kind=row.choice("kind", kinds),
        period=row.period("starts_on", "ends_on"),
        successor=row.text("successor", ""),
        source=row.text("source", ""),
        member=_member(row.table("member")) if row.has("member") else None,
    )
    _check_kind_lasts(row, made)
    return made


def _member(row: TomlTable) -> NewMember:
    return NewMember(row.choice("capacity", tuple(CAPACITIES)), row.period("starts_on", "ends_on"))


def _check_kind_lasts(row: TomlTable, made: NewOrganisation) -> None:
    """A body cannot outlast its kind: no clinical commissioning group exists after the last day of them all."""
    last: date | None = None
    for known in law.library().authorities:
        if known.code == made.kind:
            if known.period.ends_on is None:
                return
            last = max(last or known.period.ends_on, known.period.ends_on)
    if last is not None and (made.period.ends_on is None or made.period.ends_on > last):
        row.wrong(
            "ends_on", f"must say when it ended: there has been no {made.kind} since {short_date(last)}.",
            "Give the day it ended and name its successor.", "kind-ended",
        )  # fmt: skip


def _check_successors(rows: Sequence[TomlTable], organisations: Sequence[NewOrganisation]) -> None:
    slugs = {organisation.slug for organisation in organisations}
    for row, made in zip(rows, organisations, strict=True):
        if made.successor and made.successor not in slugs:
            row.wrong(
                "successor",
                f"names ‘{made.successor}’, and there is no such organisation.",
                "Add it to this file.",
                "no-successor",
            )


def _person(row: TomlTable, partnership: NewPartnership, organisations: set[str]) -> NewPerson:
    email, invented = row.text("email").lower(), row.flag("is_invented", False)
    if partnership.is_demo and not invented:
        row.wrong(
            "is_invented",
            "must be true: a demonstration has invented people only.",
            "Write is_invented = true.",
            "real-person",
        )
    if invented and email.partition("@")[2] not in INVENTED_DOMAINS:
        row.wrong(
            "email",
            f"is ‘{email}’, and an invented person cannot have a real address.",
            "Use one at example.org.",
            "real-address",
        )
    roles = tuple(_role(role, organisations) for role in row.tables("role"))
    for number, (said, role) in enumerate(zip(row.tables("role"), roles, strict=True)):
        if any(role.role == one.role and role.period.overlaps(one.period) for one in roles[:number]):
            said.wrong(
                "role",
                f"is ‘{role.role}’, which is held already on some of these days.",
                "Leave one of the two out.",
                "role-twice",
            )
    return NewPerson(row.text("name"), email, invented, roles)


def _role(row: TomlTable, organisations: set[str]) -> NewRole:
    organisation = row.text("organisation", "")
    if organisation and organisation not in organisations:
        row.wrong(
            "organisation",
            f"names ‘{organisation}’, and there is no such organisation.",
            "Add it to this file.",
            "no-organisation",
        )
    return NewRole(
        row.choice("role", tuple(BY_SLUG)),
        organisation,
        row.text("post", ""),
        row.period("starts_on", "ends_on"),
    )
