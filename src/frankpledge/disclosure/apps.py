"""The room of disclosure control."""

from __future__ import annotations

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "frankpledge.disclosure"
    label = "disclosure"
