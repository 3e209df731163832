"""Registers this room's figures."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "frankpledge.assessment"
    label = "assessment"

    def ready(self) -> None:
        from frankpledge.assessment.figures import IssueRank, IssueScore, IssueTop
        from frankpledge.figures.providers import register

        for provider in (IssueRank(), IssueScore(), IssueTop()):
            register(provider)
