"""Registers the steps of reviews that wait for a decision."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "frankpledge.reviews"
    label = "reviews"

    def ready(self) -> None:
        from frankpledge.figures.providers import register
        from frankpledge.governance.api import register_gate
        from frankpledge.reviews.cases.emergency_views import due
        from frankpledge.reviews.counting import ReviewCount
        from frankpledge.reviews.gates import GATES
        from frankpledge.web.home import register_due

        register(ReviewCount())
        register_due(due)
        for gate in GATES:
            register_gate(gate)
