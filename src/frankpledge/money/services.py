"""Recording money: funds, conditions, budgets, reviews, shared costs; and taking in a file of expenditure."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from uuid import UUID

from django.db import IntegrityError, transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.directory import api as directory
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.money.models import (
    BudgetLine,
    CostAgreement,
    CostCharge,
    CostPayment,
    CostShare,
    Expenditure,
    Fund,
    GrantCondition,
    SpendingFile,
    ValueReview,
)
from frankpledge.money.rules import spending
from frankpledge.money.rules.funds import CLAW_BACKS, CONCLUSIONS, KINDS
from frankpledge.money.rules.spending import Paid
from frankpledge.records.clock import now, today


def _wrong(field: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem("money", reason, remedy, column=field))


def _place(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.MONEY_WRITE, Subject("money", None, partnership))
    return place


def _period(code: str) -> str:
    try:
        found = Period.parse(code)
    except ValueError as error:
        raise _wrong("Period", f"{error}.", "Write 2020/21 or 2020.") from error
    return found.code


def fund_of(partnership: str, slug: str) -> Fund:
    """One fund. Raises `NotFound`."""
    found = Fund.objects.filter(partnership__slug=partnership, slug=slug).first()
    if found is None:
        raise NotFound("There is no such fund.")
    return found


@transaction.atomic
def add_fund(
    partnership: str, *, slug: str, title: str, giver: str, kind: str, starts_on: date, ends_on: date, amount: Decimal, holder: str,
    source: str, by: Principal, is_synthetic: bool = False,
) -> Fund:  # fmt: skip
    """Record a fund. Raises `Unusable` for one that is there, or that ends before it starts."""
    place = _place(partnership, by)
    if ends_on < starts_on:
        raise _wrong("Last day", "The fund ends before it starts.", "Check the two days.")
    if kind not in KINDS:
        raise _wrong("Kind", "That is no kind of fund.", "Choose one of the list.")
    if Fund.objects.filter(partnership_id=place.id, slug=slug).exists():
        raise _wrong("Short name", "There is a fund of that short name.", "Choose another.")
    made = Fund.objects.create(
        partnership_id=place.id, slug=slug, title=title, giver=giver, kind=kind, starts_on=starts_on, ends_on=ends_on, amount=amount,
        holder=holder, source=source, is_synthetic=is_synthetic, recorded_by=by.name,
    )  # fmt: skip
    audit.record("fund-added", subject=made.subject(), by=by, detail={"fund": slug, "amount": str(amount)})
    return made


@transaction.atomic
def add_condition(
    partnership: str,
    fund: str,
    *,
    text: str,
    due_on: date | None,
    claw_back: str,
    claw_back_amount: Decimal | None,
    by: Principal,
) -> GrantCondition:
    """Record a condition of a grant. Raises `Unusable` for a claw-back without its amount, or above what was granted."""
    _place(partnership, by)
    of = fund_of(partnership, fund)
    if claw_back not in CLAW_BACKS:
        raise _wrong("What goes back", "That is no rule.", "Choose one of the list.")
    if claw_back == "amount" and claw_back_amount is None:
        raise _wrong("Amount that goes back", "The amount is missing.", "Give it in pounds and pence.")
    if claw_back_amount is not None and claw_back_amount > of.amount:
        raise _wrong("Amount that goes back", "More would go back than was given.", "Check the amount.")
    made = GrantCondition.objects.create(
        fund=of, text=text, due_on=due_on, claw_back=claw_back,
        claw_back_amount=claw_back_amount if claw_back == "amount" else None, recorded_by=by.name,
    )  # fmt: skip
    audit.record(
        "condition-added", subject=made.subject(), by=by, detail={"fund": fund, "claw_back": claw_back}
    )
    return made


def condition_of(partnership: str, condition_id: UUID) -> GrantCondition:
    """One condition. Raises `NotFound`."""
    row = (
        GrantCondition.objects.select_related("fund__partnership")
        .filter(fund__partnership__slug=partnership, id=condition_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such condition.")
    return row


@transaction.atomic
def settle_condition(
    partnership: str,
    condition_id: UUID,
    *,
    met_on: date | None,
    failed_on: date | None,
    evidence: str,
    by: Principal,
    read_version: int,
) -> GrantCondition:
    """Record that a condition was met, or that the giver said it was not. Raises `Unusable` for both, and `Conflict`."""
    _place(partnership, by)
    row = condition_of(partnership, condition_id)
    if met_on is not None and failed_on is not None:
        raise _wrong("Met on", "A condition is met or it is not.", "Give one of the two days.")
    row.met_on, row.failed_on, row.evidence = met_on, failed_on, evidence
    row.save_version(read_version=read_version, fields=["met_on", "failed_on", "evidence"])
    audit.record(
        "condition-settled",
        subject=row.subject(),
        by=by,
        detail={"met": bool(met_on), "failed": bool(failed_on)},
    )
    return row


@transaction.atomic
def set_budget(
    partnership: str, fund: str, *, period: str, priority: str, purpose: str, amount: Decimal, by: Principal
) -> BudgetLine:
    """Set money aside for a priority; the same line again replaces its amount. Raises `Refused` past what the fund holds."""
    _place(partnership, by)
    of = fund_of(partnership, fund)
    code = _period(period)
    others = BudgetLine.objects.filter(fund=of).exclude(period=code, priority=priority, purpose=purpose)
    set_aside = sum((one.amount for one in others), Decimal(0))
    if set_aside + amount > of.amount:
        raise Refused(
            f"The fund holds £{of.amount:,.2f} and £{set_aside:,.2f} is set aside already, so £{amount:,.2f} is too much."
        )
    made, _ = BudgetLine.objects.update_or_create(
        fund=of,
        period=code,
        priority=priority,
        purpose=purpose,
        defaults={"amount": amount, "recorded_by": by.name},
    )
    audit.record(
        "budget-set",
        subject=of.subject(),
        by=by,
        detail={"period": code, "priority": priority, "amount": str(amount)},
    )
    return made


@transaction.atomic
def record_review(
    partnership: str, *, period: str, on: date, finding: str, conclusion: str, action: str, minute: str, by: Principal,
    is_synthetic: bool = False,
) -> ValueReview:  # fmt: skip
    """Record a review of expenditure and value for money."""
    place = _place(partnership, by)
    if conclusion not in CONCLUSIONS:
        raise _wrong("Conclusion", "That is no conclusion.", "Choose one of the list.")
    if on > today():
        raise _wrong("Day", "The day is still to come.", "Record the review once it was made.")
    made = ValueReview.objects.create(
        partnership_id=place.id, period=_period(period), on=on, finding=finding, conclusion=conclusion, action=action, minute=minute,
        is_synthetic=is_synthetic, recorded_by=by.name,
    )  # fmt: skip
    audit.record("value-reviewed", subject=made.subject(), by=by, detail={"period": made.period})
    return made


# Shared costs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    organisation: str
    name: str
    weight: Decimal


@transaction.atomic
def agree_shares(
    partnership: str, *, slug: str, title: str, covers: str, starts_on: date, ends_on: date | None, decision: str, shares: tuple[Share, ...],
    by: Principal, is_synthetic: bool = False,
) -> CostAgreement:  # fmt: skip
    """Record an agreement to share a cost. Raises `Unusable` for no shares, a partner named twice, or days that overlap another."""
    place = _place(partnership, by)
    names = [one.organisation for one in shares]
    if len(shares) < 2 or len(set(names)) != len(names) or any(one.weight <= 0 for one in shares):
        raise _wrong(
            "Shares",
            "At least two partners share a cost, each named once with a share above nought.",
            "Write one a line: Council | 50.",
        )
    if ends_on is not None and ends_on < starts_on:
        raise _wrong("Last day", "It ends before it starts.", "Check the two days.")
    there = CostAgreement.objects.filter(partnership_id=place.id, slug=slug, superseded_at__isnull=True)
    if any(one.period.overlaps(Period(starts_on, ends_on)) for one in there):
        raise _wrong(
            "First day",
            "There is an agreement of that short name on some of these days.",
            "End the other one first.",
        )
    made = CostAgreement.objects.create(
        partnership_id=place.id, slug=slug, title=title, covers=covers, starts_on=starts_on, ends_on=ends_on, decision=decision,
        is_synthetic=is_synthetic, recorded_by=by.name,
    )  # fmt: skip
    for order, one in enumerate(shares):
        CostShare.objects.create(
            agreement=made,
            order=order,
            organisation=one.organisation,
            name=one.name,
            weight=one.weight,
            recorded_by=by.name,
        )
    audit.record(
        "cost-agreed", subject=made.subject(), by=by, detail={"agreement": slug, "partners": len(shares)}
    )
    return made


def agreement_of(partnership: str, agreement_id: UUID) -> CostAgreement:
    """One agreement. Raises `NotFound`."""
    row = (
        CostAgreement.objects.select_related("partnership")
        .filter(partnership__slug=partnership, id=agreement_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such agreement.")
    return row


@transaction.atomic
def charge(
    partnership: str,
    agreement_id: UUID,
    *,
    on: date,
    what: str,
    amount: Decimal,
    reference: str,
    by: Principal,
) -> CostCharge:
    """Record a bill to be shared. Raises `Refused` for a day on which the agreement was not in force."""
    _place(partnership, by)
    of = agreement_of(partnership, agreement_id)
    if on not in of.period:
        raise Refused("The agreement was not in force on that day.")
    made = CostCharge.objects.create(
        agreement=of, on=on, what=what, amount=amount, reference=reference, recorded_by=by.name
    )
    audit.record("cost-charged", subject=of.subject(), by=by, detail={"amount": str(amount)})
    return made


@transaction.atomic
def pay(
    partnership: str,
    agreement_id: UUID,
    *,
    organisation: str,
    on: date,
    amount: Decimal,
    reference: str,
    by: Principal,
) -> CostPayment:
    """Record what a partner paid. Raises `NotFound` for one that has no share."""
    _place(partnership, by)
    of = agreement_of(partnership, agreement_id)
    share = CostShare.objects.filter(agreement=of, organisation=organisation).first()
    if share is None:
        raise NotFound("That partner has no share in this agreement.")
    made = CostPayment.objects.create(
        share=share, on=on, amount=amount, reference=reference, recorded_by=by.name
    )
    audit.record(
        "cost-paid", subject=of.subject(), by=by, detail={"partner": organisation, "amount": str(amount)}
    )
    return made


# Expenditure from a file -------------------------------------------------------------------------------------------


def grid_of(content: bytes, file: str) -> list[list[object]]:
    """The cells of a CSV or XLSX file. Raises `Unusable`."""
    if len(content) > spending.LARGEST:
        raise Unusable(
            Problem("too-large", "the file has more than 20 megabytes.", "Give it in parts.", file)
        )
    if PurePath(file).suffix.lower() != ".xlsx":
        return spending.read_csv(content, file)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [list(row) for row in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, OSError, ValueError) as error:
        raise Unusable(
            Problem(
                "not-xlsx", "the file cannot be read as a workbook.", "Save it as XLSX or CSV again.", file
            )
        ) from error


@dataclass(frozen=True)
class Looked:
    """A row as it would be taken in: `new`, `there` already, or `refused`."""

    row: int
    state: str
    said: Paid | None
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def hold(partnership: str, file: str, content: bytes, *, by: Principal) -> UUID:
    """Keep a file to be looked at; nothing counts yet. Raises `Unusable` for one that cannot be read at all."""
    place = _place(partnership, by)
    _read(partnership, content, file)
    made = SpendingFile.objects.create(
        partnership_id=place.id,
        file=file[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        recorded_by=by.name,
    )
    audit.record(
        "spending-held", subject=made.subject(), by=by, detail={"file": made.file, "sha256": made.sha256}
    )
    return made.id


def _read(partnership: str, content: bytes, file: str) -> tuple[Paid | spending.Refused, ...]:
    funds = {
        one.slug: (one.starts_on, one.ends_on) for one in Fund.objects.filter(partnership__slug=partnership)
    }
    return spending.read_rows(grid_of(content, file), file, funds=funds, today=today())


def file_of(partnership: str, file_id: UUID) -> SpendingFile:
    """One file of expenditure. Raises `NotFound`."""
    row = (
        SpendingFile.objects.select_related("partnership")
        .filter(partnership__slug=partnership, id=file_id)
        .first()
    )
    if row is None:
        raise NotFound("There is no such file.")
    return row


def look(partnership: str, held: SpendingFile) -> tuple[Looked, ...]:
    """What a file would add, row by row."""
    rows = _read(partnership, bytes(held.content), held.file)
    keys = set(
        Expenditure.objects.filter(fund__partnership__slug=partnership)
        .exclude(source=held)
        .values_list("fund__slug", "key")
    )
    return tuple(
        Looked(one.row, "refused", None, one.problems)
        if isinstance(one, spending.Refused)
        else Looked(one.row, "there" if (one.fund, one.key) in keys else "new", one)
        for one in rows
    )


@transaction.atomic
def take_in(partnership: str, file_id: UUID, *, by: Principal) -> int:
    """Record every new payment of a file. Doing it again adds nothing. Raises `Refused` for a file that was undone."""
    _place(partnership, by)
    held = file_of(partnership, file_id)
    if held.state == SpendingFile.UNDONE:
        raise Refused("This file was undone. Upload it again to take it in.")
    if held.state == SpendingFile.TAKEN_IN:
        return 0
    funds = {one.slug: one for one in Fund.objects.filter(partnership__slug=partnership)}
    new = [one.said for one in look(partnership, held) if one.state == "new" and one.said]
    try:
        with transaction.atomic():
            for one in new:
                Expenditure.objects.create(
                    fund=funds[one.fund], on=one.on, supplier=one.supplier, purpose=one.purpose, amount=one.amount,
                    priority=one.priority, reference=one.reference, is_voluntary_grant=one.is_voluntary, source=held, row=one.row,
                    key=one.key, recorded_by=by.name,
                )  # fmt: skip
    except IntegrityError as error:
        raise Refused("Somebody took in the same payments meanwhile. Look at the file again.") from error
    held.state, held.decided_at = SpendingFile.TAKEN_IN, now()
    held.save_version(read_version=held.row_version, fields=["state", "decided_at"])
    audit.record("spending-taken-in", subject=held.subject(), by=by, detail={"payments": len(new)})
    return len(new)


@transaction.atomic
def undo(partnership: str, file_id: UUID, *, by: Principal) -> int:
    """Take out again what a file brought in. Returns how many payments."""
    _place(partnership, by)
    held = file_of(partnership, file_id)
    number, _ = Expenditure.objects.filter(source=held).delete()
    held.state, held.decided_at = SpendingFile.UNDONE, now()
    held.save_version(read_version=held.row_version, fields=["state", "decided_at"])
    audit.record("spending-undone", subject=held.subject(), by=by, detail={"payments": number})
    return number
