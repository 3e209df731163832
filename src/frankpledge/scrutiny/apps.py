"""Registers the figures that the report works out."""

from __future__ import annotations

from django.apps import AppConfig


class ScrutinyConfig(AppConfig):
    name = "frankpledge.scrutiny"
    label = "scrutiny"

    def ready(self) -> None:
        from frankpledge.figures.providers import register
        from frankpledge.scrutiny.providers import OverdispersedProvider, QuartersApartProvider

        register(OverdispersedProvider())
        register(QuartersApartProvider())
