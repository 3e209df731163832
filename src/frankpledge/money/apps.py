"""The room of partnership monies."""

from __future__ import annotations

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "frankpledge.money"
    label = "money"
