"""Registers the step of reviews that waits for a decision."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "frankpledge.reviews"
    label = "reviews"

    def ready(self) -> None:
        from frankpledge.governance.api import Gate, register_gate
        from frankpledge.kernel.citations import Citation

        register_gate(
            Gate(
                "change-review-timescale",
                "A review's timescale changes by a decision of the partnership.",
                "partnership",
                "",
                Citation(
                    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)"
                ),
                "reviews",
            )
        )
