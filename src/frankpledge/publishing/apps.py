"""Registers the documents that can be issued, and what the public may read."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "frankpledge.publishing"
    label = "publishing"

    def ready(self) -> None:
        from frankpledge.duties.api import register_evidence
        from frankpledge.jobs.api import register as register_job
        from frankpledge.publishing import duties as duties_shown
        from frankpledge.publishing.jobs import REBUILD, rebuild
        from frankpledge.publishing.kinds import register_all
        from frankpledge.publishing.shown import published
        from frankpledge.web.home import register_published

        register_all()
        register_job(REBUILD, rebuild)
        register_published(published)
        for kind in duties_shown.KINDS:
            register_evidence(kind, duties_shown.evidence)
