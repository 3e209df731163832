"""Registers this room's figures and its long work."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "frankpledge.evidence"
    label = "evidence"

    def ready(self) -> None:
        from frankpledge.evidence.figures import MeasureChange, MeasureSum, MeasureValue
        from frankpledge.figures.providers import register

        for provider in (MeasureSum(), MeasureValue(), MeasureChange()):
            register(provider)
