"""Agreeing rules and writing the ledger of releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.disclosure.protect import Zeros
from frankpledge.audit.api import record
from frankpledge.disclosure.facts import ReleasedTable, RuleSaid
from frankpledge.disclosure.models import Release, SmallCountRule
from frankpledge.disclosure.rules.differencing import Extent
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.records.clock import now, today

LOWEST, HIGHEST = 1, 100


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Put the rules of a TOML file in force (`[[rule]]`). Safe to repeat. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    said = [_said(row) for row in top.tables("rule")]
    top.check()
    for one in said:
        agree(partnership, one, by=by)


def _said(row: TomlTable) -> RuleSaid:
    return RuleSaid(
        measure=row.text("measure", ""),
        threshold=row.whole("threshold", low=LOWEST),
        zeros=row.choice("zeros", tuple(str(one) for one in Zeros), "show"),
        because=row.text("because"),
        agreed_by=row.text("agreed_by"),
        agreed_on=row.day("agreed_on"),
        protection=row.optional_whole("protection"),
    )


@transaction.atomic
def agree(partnership: str, said: RuleSaid, *, by: Principal) -> None:
    """Put a rule in force; the one before it for that measure is superseded. The same rule twice changes nothing.

    Raises `Unusable` for a rule that says nothing sensible.
    """
    require(by, Permission.DOCUMENT_ISSUE, Subject("small-count-rule", None, partnership))
    _check(said)
    old = SmallCountRule.objects.filter(
        partnership=partnership, measure=said.measure, superseded_at__isnull=True
    ).first()
    values = {
        "threshold": said.threshold, "protection": said.protection, "zeros": said.zeros, "because": said.because,
        "agreed_by": said.agreed_by, "agreed_on": said.agreed_on,
    }  # fmt: skip
    if old is not None:
        if all(getattr(old, name) == value for name, value in values.items()):
            return
        old.superseded_at = now()
        old.save_version(read_version=old.row_version, fields=["superseded_at"])
    made = SmallCountRule.objects.create(
        partnership=partnership, measure=said.measure, recorded_by=by.name, **values
    )
    detail = {"measure": said.measure, "threshold": said.threshold, "zeros": said.zeros}
    record("small-count-rule-agreed", subject=made.subject(), by=by, detail=detail)


def _check(said: RuleSaid) -> None:
    problems = []
    if not LOWEST <= said.threshold <= HIGHEST:
        problems.append(
            Problem("value", f"The threshold is {said.threshold}.", f"Write a number from {LOWEST} to {HIGHEST}.", column="threshold")
        )  # fmt: skip
    if said.protection is not None and not LOWEST <= said.protection <= HIGHEST:
        problems.append(
            Problem("value", f"The protection is {said.protection}.", f"Write a number from {LOWEST} to {HIGHEST}.", column="protection")
        )  # fmt: skip
    if said.zeros not in set(Zeros):
        problems.append(
            Problem("value", f"‘{said.zeros}’ says nothing of noughts.", "Choose one.", column="zeros")
        )
    problems += [
        Problem("value", f"‘{name}’ is empty.", "Say what it follows, and who agreed it.", column=name)
        for name in ("because", "agreed_by")
        if not getattr(said, name).strip()
    ]
    if problems:
        raise Unusable(*problems)


@transaction.atomic
def released(
    partnership: str,
    kind: str,
    title: str,
    *,
    input_sha256: str,
    shown: Mapping[str, float],
    withheld: Sequence[str],
    rules: Mapping[str, str],
    by: Principal,
    tables: Sequence[ReleasedTable] = (),
    areas: Mapping[str, Extent] | None = None,
) -> None:
    """Write a release into the ledger. Safe to repeat for the same document.

    `tables` say what was shown of which place and how it was audited, `areas` what the places are made of: by these a
    later release is held against this one.
    """
    made, is_new = Release.objects.get_or_create(
        partnership=partnership,
        kind=kind,
        input_sha256=input_sha256,
        defaults={
            "title": title, "released_on": today(), "shown": dict(shown), "withheld": list(withheld), "rules": dict(rules),
            "recorded_by": by.name, "tables": [one.as_json() for one in tables],
            "areas": {
                key: {"name": one.name, "members": sorted(one.members)} for key, one in (areas or {}).items()
            },
        },
    )  # fmt: skip
    if is_new:
        detail = {"input_sha256": input_sha256, "shown": len(shown), "withheld": len(withheld)}
        record("counts-released", subject=made.subject(), by=by, detail=detail)
