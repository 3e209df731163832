"""Every page that needs no more than a partnership can be opened in an empty one, by everybody who has a role there:
it passes the page client's checks, or says in words that there is nothing yet or that the role does not allow it."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.access.roles import ROLES
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.web.routes import ROUTES
from tests.guards.test_pages import EVERY
from tests.pages import PageClient, checked

START = "<slug:partnership>/"
PLAIN = sorted(
    where.removeprefix(START)
    for where, pattern in EVERY
    if where.startswith(START)
    and "<" not in where.removeprefix(START)
    and not pattern.callback.route.only_post
)


@pytest.fixture
def partnership(db):
    made = Partnership(
        slug="example-vale", name="Example Vale Partnership", short_name="Example Vale", nation="E",
        council_name="Example Vale Council",
    )  # fmt: skip
    made.save()
    return made


def signed_in(partnership, role: str) -> PageClient:
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment(user=user, partnership=partnership, role=role, starts_on=date(2020, 1, 1)).save()
    return PageClient(signed_in=user)


def look(client: PageClient, address: str) -> int:
    """The status of the address; an HTML page is checked on the way."""
    response = client.client.get(address)
    if response.status_code < 300 or response.status_code >= 400:
        kind = response.headers["Content-Type"]
        if kind.startswith("text/html"):
            checked(response, response.status_code, address)
    return response.status_code


def test_there_are_pages_to_look_at():
    assert len(PLAIN) >= 4
    assert "home" in ROUTES


@pytest.mark.parametrize("where", PLAIN, ids=[where or "public home" for where in PLAIN])
def test_the_manager_of_an_empty_partnership_can_open_it(partnership, where):
    assert look(signed_in(partnership, "manager"), f"/{partnership.slug}/{where}") in {200, 302, 404}


@pytest.mark.parametrize("role", [role.slug for role in ROLES if role.slug != "manager"])
def test_every_role_meets_a_page_or_a_plain_refusal(partnership, role):
    """The manager, who is refused nothing, has the test above."""
    client = signed_in(partnership, role)
    for where in PLAIN:
        assert look(client, f"/{partnership.slug}/{where}") in {200, 302, 403, 404}, where


@pytest.mark.parametrize("where", PLAIN, ids=[where or "public home" for where in PLAIN])
def test_the_public_meets_a_public_page_or_the_sign_in_page(partnership, where):
    status = look(PageClient(), f"/{partnership.slug}/{where}")
    assert status == 302 if where.startswith("work/") else status in {200, 404}
