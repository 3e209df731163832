"""Registers the figures that the report works out, and what this room adds to the home page."""

from __future__ import annotations

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "frankpledge.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        from frankpledge.duties.api import register_evidence
        from frankpledge.figures.providers import register
        from frankpledge.scrutiny import duties as duties_shown
        from frankpledge.scrutiny.home import chain_of_report, chain_of_scrutiny, due
        from frankpledge.scrutiny.providers import OverdispersedProvider, QuartersApartProvider
        from frankpledge.web import home

        register(OverdispersedProvider())
        register(QuartersApartProvider())
        home.register_chain_link("report", chain_of_report)
        home.register_chain_link("scrutiny", chain_of_scrutiny)
        home.register_due(due)
        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence)
