"""A small partnership and its people, for the site's own pages."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.directory.models import Partnership, RoleAssignment, User

PASSWORD = "correct horse battery staple"  # noqa: S105


@pytest.fixture
def partnership(db):
    made = Partnership(
        slug="example-vale", name="Example Vale Partnership", short_name="Example Vale", nation="E",
        council_name="Example Vale Council",
    )  # fmt: skip
    made.save()
    return made


@pytest.fixture
def person(partnership):
    """Makes an account with a role in the partnership (or with none)."""

    def make(
        role: str = "manager", *, starts_on: date = date(2020, 1, 1), ends_on=None, is_invented=False
    ) -> User:
        name = f"The {role or 'outsider'}"
        user = User.objects.create_user(f"{role or 'outsider'}@example.invalid", name, PASSWORD)
        user.is_invented = is_invented
        user.save(update_fields=["is_invented"])
        if role:
            RoleAssignment(
                user=user, partnership=partnership, role=role, starts_on=starts_on, ends_on=ends_on
            ).save()
        return user

    return make
