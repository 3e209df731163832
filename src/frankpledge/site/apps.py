"""Tells the rooms below what only the whole knows: how to find partnerships and people."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from frankpledge.kernel.people import Account, Principal


def principal_today(account: Account) -> Principal:
    """The person behind an account that has just been read, with the roles in force today."""
    from frankpledge.directory import api
    from frankpledge.records.clock import today

    return api.principal_of(account, on=today())


def make_cache_table(using: str, **_: Any) -> None:
    """The shared cache, which holds the limits on guessing passwords, is a table. Safe to repeat."""
    from django.core.management import call_command

    call_command("createcachetable", database=using, verbosity=0)


class SiteConfig(AppConfig):
    name = "frankpledge.site"
    label = "site"

    def ready(self) -> None:
        from frankpledge.directory import api
        from frankpledge.site.second_factor import showed_second_factor
        from frankpledge.web.routes import register_resolvers

        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="site.cache")
        register_resolvers(
            partnership=api.partnership, principal=principal_today, second_factor=showed_second_factor
        )
