from __future__ import annotations

from uuid import uuid4

import pytest

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import POLICY, can, require
from frankpledge.access.roles import ROLES
from frankpledge.kernel.people import PUBLIC, Principal, Subject, system
from frankpledge.kernel.verdicts import NotFound, NotPermitted

HERE = Subject("dataset", uuid4(), "here")


def person(role, where="here"):
    return Principal(uuid4(), role, frozenset({(role, where)}))


def test_every_permission_has_a_policy_and_a_sentence():
    assert set(POLICY) == set(Permission)
    assert all(permission.sentence.endswith(".") for permission in Permission)


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
@pytest.mark.parametrize(
    "permission",
    [
        p
        for p in Permission
        if p not in {Permission.PUBLIC_READ, Permission.ACCOUNT_USE, Permission.DEMO_ENTER}
    ],
)
def test_a_role_elsewhere_is_worth_nothing_here(role, permission):
    if permission is not Permission.JOB_READ:
        assert not can(person(role, "elsewhere"), permission, HERE)
    else:
        assert not can(person(role, "elsewhere"), permission, Subject("job", uuid4(), "here"))


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        ("analyst", Permission.DATA_IMPORT, True),
        ("officer", Permission.DATA_IMPORT, True),
        ("member", Permission.DATA_IMPORT, False),
        ("officer", Permission.DATA_UNDO, False),
        ("analyst", Permission.DATA_UNDO, True),
        ("invited-member", Permission.DATA_READ, False),
        ("invited-member", Permission.PLAN_READ, True),
        ("scrutiny-officer", Permission.REVIEW_COUNTS, True),
        ("policing-body", Permission.REVIEW_COUNTS, False),
        ("chair", Permission.AUDIT_READ, True),
        ("member", Permission.AUDIT_READ, False),
    ],
)
def test_what_a_role_may_do(role, permission, allowed):
    assert can(person(role), permission, HERE) is allowed


def test_out_of_reach_is_not_found_and_in_reach_is_not_permitted():
    with pytest.raises(NotFound):
        require(person("manager", "elsewhere"), Permission.DATA_READ, HERE)
    with pytest.raises(NotPermitted):
        require(person("invited-member"), Permission.DATA_READ, HERE)
    with pytest.raises(NotFound):
        require(PUBLIC, Permission.DATA_READ, HERE)


def test_a_conflict_row_denies_whatever_the_role():
    manager = person("manager")
    denied = Subject("dataset", HERE.id, "here", denied_to=frozenset({manager.user_id}))
    assert can(manager, Permission.DATA_READ, HERE)
    assert not can(manager, Permission.DATA_READ, denied)


def test_a_published_figure_opens_to_the_public_and_an_unpublished_one_does_not():
    assert can(PUBLIC, Permission.FIGURE_OPEN, Subject("figure", uuid4(), "here", is_published=True))
    assert not can(PUBLIC, Permission.FIGURE_OPEN, Subject("figure", uuid4(), "here"))


def test_the_system_may_do_what_it_is_asked():
    assert can(system("demo"), Permission.DATA_IMPORT, HERE)
