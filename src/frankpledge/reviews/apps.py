"""Registers the steps of reviews that wait for a decision, what reviews show done, and the check of who arrives against the vaults."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save


def on_sign_in(user: Any, **_: Any) -> None:
    """Whoever signs in is first held against the vaults of their partnerships: before any page is answered."""
    from frankpledge.directory import api as directory
    from frankpledge.records.clock import today
    from frankpledge.reviews.vault.matching import check_account

    for partnership in sorted(directory.principal_for(user.id, on=today()).partnerships):
        check_account(user.id, partnership)


def on_role_given(instance: Any, raw: bool = False, **_: Any) -> None:
    """Whoever is given a role is held against the vaults of that partnership."""
    from frankpledge.reviews.vault.matching import check_account

    if not raw:
        check_account(instance.user_id, instance.partnership.slug)


class ReviewsConfig(AppConfig):
    name = "frankpledge.reviews"
    label = "reviews"

    def ready(self) -> None:
        from frankpledge.duties.api import register_evidence
        from frankpledge.figures.providers import register
        from frankpledge.governance.api import register_gate
        from frankpledge.reviews import duties as duties_shown
        from frankpledge.reviews.cases.emergency_views import due
        from frankpledge.reviews.counting import ReviewCount
        from frankpledge.reviews.gates import GATES
        from frankpledge.web.home import register_due

        user_logged_in.connect(on_sign_in, dispatch_uid="reviews.sign-in")
        post_save.connect(on_role_given, sender="directory.RoleAssignment", dispatch_uid="reviews.role-given")
        register(ReviewCount())
        register_due(due)
        for gate in GATES:
            register_gate(gate)
        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence)
