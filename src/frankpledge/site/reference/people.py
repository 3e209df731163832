"""The pages of permissions and roles, worked out by asking the policy itself."""

from __future__ import annotations

from uuid import UUID

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import POLICY, can
from frankpledge.access.roles import ROLES, Role
from frankpledge.kernel.people import PUBLIC, Principal, Subject
from frankpledge.site.reference.markdown import code, page, table

SOMEBODY = UUID(int=1)
HERE = "here"
ALLOWED, UNLESS_DENIED, WHEN_PUBLISHED, NEVER = "yes", "yes ¹", "published ²", ""


def holder(role: Role) -> Principal:
    """Somebody who holds this role and no other."""
    return Principal(SOMEBODY, role.title, frozenset({(role.slug, HERE)}))


def standing(principal: Principal, permission: Permission) -> str:
    """Whether the policy lets somebody do it, and on what condition."""
    thing = Subject("thing", partnership=HERE)
    if can(principal, permission, thing):
        denied = Subject("thing", partnership=HERE, denied_to=frozenset({SOMEBODY}))
        return ALLOWED if can(principal, permission, denied) else UNLESS_DENIED
    published = Subject("thing", partnership=HERE, is_published=True)
    return WHEN_PUBLISHED if can(principal, permission, published) else NEVER


def permissions() -> str:
    """Each permission, what it lets one do, and who has it."""
    return page(
        "Permissions",
        "Who may do what, by role. The source is `access/policy.py`; what is blank is refused. What a person may not "
        "know of is answered as if it did not exist; what a role does not allow is refused with a sentence.",
        table(["Permission", "It lets one"], [(code(str(one)), one.sentence) for one in Permission]),
        "## Who has it",
        table(
            ["", "anyone", *(code(role.slug) for role in ROLES)],
            [
                (code(str(one)), standing(PUBLIC, one), *(standing(holder(role), one) for role in ROLES))
                for one in Permission
            ],
        ),
        "¹ Unless a record denies this person, whatever their roles, because of a conflict of interest.\n"
        "² Only what has been published.",
        "## Exactly",
        "A permission is given by any one of its lines, and a line holds when everything in it does.",
        table(["Permission", "Any of these"], [(code(str(one)), in_words(one)) for one in Permission]),
    )


def in_words(permission: Permission) -> str:
    """The policy's own predicates, as their docstrings say them."""
    lines = (
        " and ".join(_fact(fact.__doc__ or "", is_first=place == 0) for place, fact in enumerate(all_of))
        for all_of in POLICY[permission]
    )
    return "; or: ".join(lines)


def _fact(sentence: str, *, is_first: bool) -> str:
    said = sentence.strip().rstrip(".")
    return said if is_first else said[:1].lower() + said[1:]


def roles() -> str:
    """Each role and what it lets one do."""
    parts = [part for role in ROLES for part in _role(role)]
    return page(
        "Roles",
        "People hold roles in a partnership from one day to another, as the [partnership file](partnership-file.md) "
        "says. Permissions come from roles alone; see [permissions](permissions.md). What anyone may do is not repeated "
        "here. The source is `access/roles.py`.",
        *parts,
    )


def _role(role: Role) -> tuple[str, str]:
    person = holder(role)
    granted = [
        one
        for one in Permission
        if standing(person, one) in {ALLOWED, UNLESS_DENIED} and standing(PUBLIC, one) != ALLOWED
    ]
    return (
        f"## {role.title} ({code(role.slug)})",
        f"{role.description} May:\n\n" + "\n".join(f"- {one.sentence} {code(str(one))}" for one in granted),
    )
