"""Recording later what was not known of a dataset at its import: consent, area, day of extraction and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.evidence import queries
from frankpledge.evidence.models import Dataset
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound

RECORDED = (
    "measures", "area_name", "area_code", "extracted_on", "counting_rule", "licence", "marking", "not_public_before",
    "release_consent",
)  # fmt: skip
"""What may be recorded later. Supplier, title and kind make the dataset what it is, and stay."""


def described(partnership: str, slug: str) -> Dataset:
    """A dataset as it stands. Raises `NotFound`."""
    found = queries.dataset(partnership, slug)
    if found is None:
        raise NotFound("There is no such dataset.")
    return found


@transaction.atomic
def describe_dataset(
    partnership: str,
    slug: str,
    values: Mapping[str, object],
    *,
    read_version: int,
    by: Principal,
) -> tuple[str, ...]:
    """Record what is said of a dataset; returns the names of what changed.

    Raises `Conflict` when somebody else saved since `read_version` was read; nothing is changed then.
    """
    row = described(partnership, slug)
    require(by, Permission.DATA_IMPORT, row.partnership.subject())
    changed = {
        name: values[name] for name in RECORDED if name in values and getattr(row, name) != values[name]
    }
    if not changed:
        return ()
    detail = {
        name: {"from": _plain(getattr(row, name)), "to": _plain(said)} for name, said in changed.items()
    }
    for name, said in changed.items():
        setattr(row, name, said)
    row.save_version(read_version=read_version, fields=list(changed))
    record("dataset-described", subject=row.subject(), by=by, detail=detail)
    return tuple(changed)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
