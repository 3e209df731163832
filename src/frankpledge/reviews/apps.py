"""Registers the steps of reviews that wait for a decision, and what reviews show done."""

from __future__ import annotations

from django.apps import AppConfig


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

        register(ReviewCount())
        register_due(due)
        for gate in GATES:
            register_gate(gate)
        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence)
