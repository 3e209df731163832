"""Registers what the home page shows of the directory."""

from __future__ import annotations

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "frankpledge.directory"
    label = "directory"

    def ready(self) -> None:
        from frankpledge.directory.home import due
        from frankpledge.web.home import register_due

        register_due(due)
