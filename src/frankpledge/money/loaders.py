"""Reads funds, conditions, budgets and agreements to share costs from a TOML file; each entry goes through its service."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction

from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.money import services
from frankpledge.money.models import CostAgreement
from frankpledge.money.rules.funds import CLAW_BACKS, KINDS


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Take in money as a file says it. Raises `Unusable` naming file and key."""
    reader = read_toml(path)
    for one in reader.tables("fund"):
        services.add_fund(
            partnership, slug=one.text("slug"), title=one.text("title"), giver=one.text("giver"), kind=one.choice("kind", tuple(KINDS)),
            starts_on=one.day("starts_on"), ends_on=one.day("ends_on"), amount=_pounds(one, "amount"), holder=one.text("holder", ""),
            source=one.text("source", ""), by=by, is_synthetic=one.flag("synthetic", False),
        )  # fmt: skip
    for one in reader.tables("condition"):
        amount = _pounds(one, "claw_back_amount") if one.has("claw_back_amount") else None
        services.add_condition(
            partnership, one.text("fund"), text=one.text("text"), due_on=one.optional_day("due_on"),
            claw_back=one.choice("claw_back", tuple(CLAW_BACKS), "none"), claw_back_amount=amount, by=by,
        )  # fmt: skip
    for one in reader.tables("budget"):
        services.set_budget(
            partnership, one.text("fund"), period=one.text("period"), priority=one.text("priority", ""), purpose=one.text("purpose", ""),
            amount=_pounds(one, "amount"), by=by,
        )  # fmt: skip
    for one in reader.tables("agreement"):
        shares = tuple(
            services.Share(
                "-".join(part.text("name").lower().split())[:80], part.text("name"), _pounds(part, "weight")
            )
            for part in one.tables("shares")
        )
        services.agree_shares(
            partnership, slug=one.text("slug"), title=one.text("title"), covers=one.text("covers"), starts_on=one.day("starts_on"),
            ends_on=one.optional_day("ends_on"), decision=one.text("decision", ""), shares=shares, by=by,
            is_synthetic="synthetic" in one.text("title").lower(),
        )  # fmt: skip
    for one in reader.tables("charge"):
        services.charge(
            partnership, _agreement(partnership, one).id, on=one.day("on"), what=one.text("what"), amount=_pounds(one, "amount"),
            reference=one.text("reference", ""), by=by,
        )  # fmt: skip
    for one in reader.tables("payment"):
        services.pay(
            partnership, _agreement(partnership, one).id, organisation="-".join(one.text("name").lower().split())[:80], on=one.day("on"),
            amount=_pounds(one, "amount"), reference=one.text("reference", ""), by=by,
        )  # fmt: skip
    reader.check()


def _agreement(partnership: str, one: TomlTable) -> CostAgreement:
    found = CostAgreement.objects.filter(
        partnership__slug=partnership, slug=one.text("agreement"), superseded_at__isnull=True
    ).first()
    if found is None:
        raise one.refusal(
            "value",
            "agreement",
            "names no agreement.",
            "Give the short name of one in this file or in the record.",
        )
    return found


def _pounds(one: TomlTable, key: str) -> Decimal:
    """Pounds as the file writes them, in quotation marks, so that no binary fraction comes between."""
    try:
        return Decimal(one.text(key))
    except InvalidOperation:
        raise one.refusal("value", key, "is no amount.", 'Write it in quotation marks: "1250.00".') from None
