"""Writes of the directory: one function a verb, each with its line in the history."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory.facts import NewArea, NewOrganisation, NewPartnership, NewPerson, PartnershipFile
from frankpledge.directory.models import (
    Area,
    AreaDefinition,
    Membership,
    Organisation,
    Partnership,
    PartnershipArea,
    RoleAssignment,
    User,
)
from frankpledge.kernel.people import Classification, Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable


@transaction.atomic
def create_partnership(file: str, said: PartnershipFile, *, by: Principal) -> None:
    """Write a partnership with its areas, organisations and people.

    Raises `Unusable` (naming `file`) when there already is one of that slug or an account of one of the people,
    and `NotPermitted` or `NotFound`.
    """
    require(by, Permission.DIRECTORY_WRITE, Subject("partnership", None, said.partnership.slug))
    if Partnership.objects.filter(slug=said.partnership.slug).exists():
        raise Unusable(
            Problem(
                "already-there", f"the partnership ‘{said.partnership.slug}’ is already recorded.",
                "Choose another slug, or change the one there is.", file, None, "partnership.slug",
            )
        )  # fmt: skip
    made = _partnership(said.partnership, by)
    for area in said.areas:
        place_area(made, area, by=by)
    organisations = record_organisations(said.organisations, by=by)
    for order, organisation in enumerate(said.organisations, start=1):
        if organisation.member is not None:
            _join(made, organisations[organisation.slug], organisation, order, by)
    for person in said.people:
        _open_account(file, made, person, organisations, by)


def _partnership(said: NewPartnership, by: Principal) -> Partnership:
    made = Partnership.objects.create(
        slug=said.slug, name=said.name, short_name=said.short_name, nation=said.nation,
        council_name=said.council_name, colour=said.colour, accent=said.accent, is_demo=said.is_demo,
        logo=said.logo, reference_docx=said.reference_docx, recorded_by=by.name,
    )  # fmt: skip
    record("partnership-created", subject=made.subject(), by=by, detail={"name": said.name})
    return made


@transaction.atomic
def place_area(partnership: Partnership, said: NewArea, *, by: Principal) -> None:
    """Say which area a partnership answers for (or another that goes by its name), and what it is made of."""
    require(by, Permission.DIRECTORY_WRITE, partnership.subject())
    area, is_new = Area.objects.get_or_create(
        code=said.code,
        kind=said.kind,
        defaults={"name": said.name, "source": said.source, "recorded_by": by.name},
    )
    starts_on, ends_on = said.period.starts_on, said.period.ends_on
    if is_new and said.members is not None:
        AreaDefinition.objects.create(
            area=area, vintage=said.vintage, members=list(said.members), source=said.members_source,
            starts_on=starts_on, ends_on=ends_on, recorded_by=by.name,
        )  # fmt: skip
    PartnershipArea.objects.create(
        partnership=partnership, area=area, purpose=said.purpose, police_force=said.police_force,
        note=said.note, starts_on=starts_on, ends_on=ends_on, recorded_by=by.name,
    )  # fmt: skip
    record(
        "area-placed",
        subject=partnership.subject(),
        by=by,
        detail={"code": said.code, "purpose": said.purpose, "members": len(said.members or ())},
    )


@transaction.atomic
def record_organisations(said: tuple[NewOrganisation, ...], *, by: Principal) -> dict[str, Organisation]:
    """Write the bodies that are not yet recorded, then who follows whom; returns them all by slug."""
    made: dict[str, Organisation] = {}
    for one in said:
        known = Organisation.objects.filter(slug=one.slug).in_force(one.period.starts_on).first()
        made[one.slug] = known or _organisation(one, by)
    for one in said:
        if one.successor and made[one.slug].successor_id is None:
            made[one.slug].successor = made[one.successor]
            made[one.slug].save(update_fields=["successor"])
    return made


def _organisation(said: NewOrganisation, by: Principal) -> Organisation:
    made = Organisation.objects.create(
        slug=said.slug, name=said.name, kind=said.kind, source=said.source,
        starts_on=said.period.starts_on, ends_on=said.period.ends_on, recorded_by=by.name,
    )  # fmt: skip
    subject = Subject("organisation", made.id, None, Classification.PUBLIC)
    record("organisation-recorded", subject=subject, by=by, detail={"name": said.name, "kind": said.kind})
    return made


def _join(
    partnership: Partnership, organisation: Organisation, said: NewOrganisation, order: int, by: Principal
) -> None:
    if said.member is None:
        return
    Membership.objects.create(
        partnership=partnership, organisation=organisation, capacity=said.member.capacity, order=order,
        starts_on=said.member.period.starts_on, ends_on=said.member.period.ends_on, recorded_by=by.name,
    )  # fmt: skip
    record(
        "member-joined",
        subject=partnership.subject(),
        by=by,
        detail={"organisation": organisation.slug, "capacity": said.member.capacity},
    )


def _open_account(
    file: str,
    partnership: Partnership,
    said: NewPerson,
    organisations: Mapping[str, Organisation],
    by: Principal,
) -> None:
    if User.objects.filter(email=said.email).exists():
        raise Unusable(
            Problem(
                "already-there", f"there already is an account for {said.email}.",
                "Take the person out of the file; give further roles to the account.", file, None, "person.email",
            )
        )  # fmt: skip
    user = User(email=said.email, name=said.name, is_invented=said.is_invented)
    user.set_unusable_password()
    user.save()
    record(
        "account-opened",
        subject=Subject("account", user.id, partnership.slug, Classification.PERSONAL),
        by=by,
    )
    for role in said.roles:
        RoleAssignment.objects.create(
            user=user, partnership=partnership, role=role.role, post=role.post,
            organisation=organisations.get(role.organisation), starts_on=role.period.starts_on,
            ends_on=role.period.ends_on, recorded_by=by.name,
        )  # fmt: skip
        record(
            "role-given",
            subject=partnership.subject(),
            by=by,
            detail={"role": role.role, "account": str(user.id)},
        )
