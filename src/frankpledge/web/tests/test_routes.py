"""One place decides who may open an address, and turns refusals into pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from frankpledge.access.permissions import Permission
from frankpledge.kernel.citations import Citation
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.models import Conflict
from frankpledge.web import routes
from frankpledge.web.routes import Route, guarded, page


@dataclass(frozen=True)
class Here:
    id: UUID = field(default_factory=uuid4)
    slug: str = "example-vale"
    name: str = "Example Vale"
    short_name: str = "Example"
    council_name: str = "Council"
    colour: str = "#1d4d4f"
    accent: str = "#a3471f"
    logo_png: bytes | None = None
    is_demo: bool = False


def missing(_slug: str) -> Here:
    raise NotFound("There is no partnership at this address.")


@pytest.fixture(autouse=True)
def directory(monkeypatch):
    monkeypatch.setattr(
        routes, "_find_partnership", [lambda slug: Here() if slug == "example-vale" else missing(slug)]
    )
    monkeypatch.setattr(
        routes, "_find_principal", [lambda account: Principal(account.pk, "Somebody", ROLES[account.pk])]
    )


MANAGER, OUTSIDER, SCRUTINY = uuid4(), uuid4(), uuid4()
ROLES = {
    MANAGER: frozenset({("manager", "example-vale")}),
    OUTSIDER: frozenset({("manager", "elsewhere")}),
    SCRUTINY: frozenset({("scrutiny-officer", "example-vale")}),
}


def ask(
    view,
    who: UUID | None = MANAGER,
    *,
    method="get",
    action=Permission.DATA_READ,
    slug="example-vale",
    **more,
):
    route = Route("work/data/", "test", action, more.pop("post", None), more.pop("only_post", False))
    request = getattr(RequestFactory(), method)("/example-vale/work/data/?x=1")
    request.user = SimpleNamespace(is_authenticated=who is not None, pk=who)
    request.session = {}
    return guarded(route, view)(request, partnership=slug)


def fine(request, principal, partnership):
    return HttpResponse(f"{principal.name} in {partnership.name}")


def raises(error: Exception):
    def view(request, principal, partnership):
        raise error

    return view


def test_the_view_is_given_who_asks_and_where():
    assert ask(fine).content == b"Somebody in Example Vale"


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back():
    answer = ask(fine, None)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fexample-vale%2Fwork%2Fdata%2F%3Fx%3D1"


def test_an_outsider_is_told_nothing_and_a_member_without_the_permission_is_told_why():
    assert ask(fine, OUTSIDER).status_code == 404
    denied = ask(fine, SCRUTINY)
    assert denied.status_code == 403
    assert Permission.DATA_READ.sentence in denied.content.decode()


def test_a_partnership_that_does_not_exist_is_not_found():
    assert ask(fine, slug="nowhere").status_code == 404


def test_a_post_needs_a_permission_of_its_own():
    assert ask(fine, method="post").status_code == 405
    assert ask(fine, method="post", post=Permission.DATA_IMPORT).status_code == 200
    denied = ask(fine, SCRUTINY, method="post", action=Permission.HOME_READ, post=Permission.DATA_IMPORT)
    assert denied.status_code == 403


def test_an_address_for_posting_only_takes_nothing_else():
    assert ask(fine, only_post=True, post=Permission.DATA_UNDO).status_code == 405
    assert ask(fine, method="post", only_post=True, post=Permission.DATA_UNDO).status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (NotFound("Nothing here."), 404, "Nothing here."),
        (NotPermitted("Not yours."), 403, "Not yours."),
        (
            Refused("The board is not quorate.", Citation("Terms of reference", "4.2")),
            422,
            "Terms of reference, 4.2",
        ),
        (Conflict("Somebody saved first."), 409, "Someone else has changed this"),
        (
            Unusable(Problem("bad-date", "‘31/02’ is not a date.", "Write a real one.", file="a.csv", row=7)),
            422,
            "a.csv, row 7",
        ),
    ],
)
def test_each_refusal_becomes_a_page_that_says_why(error, status, told):
    answer = ask(raises(error))
    assert answer.status_code == status
    assert told in answer.content.decode()


def test_a_mistake_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        ask(raises(ZeroDivisionError()))


def test_two_routes_do_not_share_a_name(monkeypatch):
    monkeypatch.setattr(routes, "ROUTES", {})
    page("work/one/", fine, name="same", action=Permission.DATA_READ)
    with pytest.raises(ValueError, match="two routes want the name same"):
        page("work/two/", fine, name="same", action=Permission.DATA_READ)


def test_working_addresses_are_known_by_their_path():
    assert Route("work/data/", "a", Permission.DATA_READ, None, False).is_work
    assert not Route("figures/work-in-progress/", "b", Permission.PUBLIC_READ, None, False).is_work
