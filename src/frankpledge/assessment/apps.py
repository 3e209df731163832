"""Registers this room's figures and long work, and how it stands on the home page."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "frankpledge.assessment"
    label = "assessment"

    def ready(self) -> None:
        from frankpledge.assessment.figures import IssueRank, IssueScore, IssueTop, MeasureOutlook
        from frankpledge.assessment.home import chain_of_assessment
        from frankpledge.assessment.jobs import make_forecasts
        from frankpledge.assessment.outlooks import KIND
        from frankpledge.assessment.presenting import ISSUE, targets
        from frankpledge.evidence import attaching
        from frankpledge.figures.providers import register
        from frankpledge.governance.api import Gate, register_gate
        from frankpledge.jobs.api import register as register_job
        from frankpledge.kernel.citations import Citation
        from frankpledge.web import home

        for provider in (IssueRank(), IssueScore(), IssueTop(), MeasureOutlook()):
            register(provider)
        register_job(KIND, make_forecasts)
        attaching.register(ISSUE, "Issue", targets)
        home.register_chain_link("assessment", chain_of_assessment)
        register_gate(
            Gate(
                "agree-assessment",
                "A strategic assessment is signed off by the partnership.",
                "partnership",
                "",
                Citation(
                    "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007",
                    "reg 5",
                ),
                "assessment",
            )
        )
