"""Two-line facts about a principal and a subject, from which policy is made. Pure."""

from __future__ import annotations

from collections.abc import Callable

from frankpledge.kernel.people import Principal, Subject

Predicate = Callable[[Principal, Subject], bool]


def anyone(_principal: Principal, _subject: Subject) -> bool:
    """Whoever asks, signed in or not."""
    return True


def published(_principal: Principal, subject: Subject) -> bool:
    """The thing has been published."""
    return subject.is_published


def signed_in(principal: Principal, _subject: Subject) -> bool:
    """A person with an account."""
    return principal.user_id is not None


def belongs(principal: Principal, subject: Subject) -> bool:
    """The person holds some role in the subject's partnership, or the subject is shared by all."""
    return subject.partnership is None or subject.partnership in principal.partnerships


def not_denied(principal: Principal, subject: Subject) -> bool:
    """No conflict row denies this person, whatever their roles."""
    return principal.user_id is None or principal.user_id not in subject.denied_to


def has_role(*slugs: str) -> Predicate:
    """The person holds one of these roles in the subject's partnership."""

    def holds_role(principal: Principal, subject: Subject) -> bool:
        held = (
            principal.roles_in(subject.partnership)
            if subject.partnership
            else {r for r, _ in principal.roles}
        )
        return bool(held & set(slugs))

    holds_role.__doc__ = f"Holds one of: {', '.join(slugs)}."
    holds_role.__name__ = "has_role_" + "_".join(slug.replace("-", "_") for slug in slugs)
    return holds_role
