"""Installs the database's own refusals after every migrate."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_overlaps(using: str, **_: Any) -> None:
    from frankpledge.records import overlaps

    overlaps.install(connections[using])


class RecordsConfig(AppConfig):
    name = "frankpledge.records"
    label = "records"

    def ready(self) -> None:
        post_migrate.connect(install_overlaps, dispatch_uid="records.overlaps")
