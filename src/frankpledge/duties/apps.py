"""Registers what the record of meetings proves, and what the home page shows of duties."""

from __future__ import annotations

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "frankpledge.duties"
    label = "duties"

    def ready(self) -> None:
        from frankpledge.duties import calendars, counted
        from frankpledge.duties.evidence import register_evidence
        from frankpledge.duties.home import due, duties
        from frankpledge.governance.interchange.feeds import register_entries
        from frankpledge.web import home

        for kind in counted.KINDS:
            register_evidence(kind, counted.from_meetings)
        register_entries(calendars.of_person)
        home.register_due(due)
        home.register_duties(duties)
