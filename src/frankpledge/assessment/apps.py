"""Registers this room's figures and how it stands on the home page."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "frankpledge.assessment"
    label = "assessment"

    def ready(self) -> None:
        from frankpledge.assessment.figures import IssueRank, IssueScore, IssueTop
        from frankpledge.assessment.home import chain_of_assessment
        from frankpledge.assessment.presenting import ISSUE, targets
        from frankpledge.evidence import attaching
        from frankpledge.figures.providers import register
        from frankpledge.web import home

        for provider in (IssueRank(), IssueScore(), IssueTop()):
            register(provider)
        attaching.register(ISSUE, "Issue", targets)
        home.register_chain_link("assessment", chain_of_assessment)
