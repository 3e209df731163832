"""Registers this room's figures and its long work."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "frankpledge.evidence"
    label = "evidence"

    def ready(self) -> None:
        from frankpledge.disclosure.measures import register as register_measures
        from frankpledge.evidence.figures import MeasureChange, MeasureSum, MeasureValue
        from frankpledge.evidence.home import chain_of_data, chain_of_evidence, changes, due
        from frankpledge.evidence.jobs import import_pending, read_pending
        from frankpledge.evidence.queries import titles_of_measures
        from frankpledge.evidence.severity_figures import SeverityChange, SeverityTotal
        from frankpledge.figures.providers import register
        from frankpledge.jobs.api import register as register_job
        from frankpledge.web import home

        for provider in (MeasureSum(), MeasureValue(), MeasureChange(), SeverityTotal(), SeverityChange()):
            register(provider)
        register_measures(titles_of_measures)
        register_job("evidence-import", import_pending)
        register_job("evidence-read", read_pending)
        home.register_chain_link("data", chain_of_data)
        home.register_chain_link("evidence", chain_of_evidence)
        home.register_change(changes)
        home.register_due(due)
