"""The room of partnership monies: registers what it shows done."""

from __future__ import annotations

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "frankpledge.money"
    label = "money"

    def ready(self) -> None:
        from frankpledge.duties.api import register_evidence
        from frankpledge.money import duties as duties_shown

        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence)
