"""From the record of money to what its pages show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import Period, short_date
from frankpledge.money import queries
from frankpledge.money.models import CostAgreement, Fund, GrantCondition, ValueReview
from frankpledge.money.priorities import priorities
from frankpledge.money.rules.funds import (
    CLAW_BACKS,
    CONCLUSIONS,
    KINDS,
    PARTNERSHIP_MONIES,
    Condition,
    condition_standing,
    review_standing,
)
from frankpledge.money.rules.holes import Holes
from frankpledge.money.rules.shares import accounts, shared
from frankpledge.web.registers import Crumbs, Goes, Listing


def pounds(amount: Decimal | None) -> str:
    """£1,234.50; a minus sign is the typographic one; nothing recorded is said so."""
    if amount is None:
        return "Not recorded"
    return f"−£{-amount:,.2f}" if amount < 0 else f"£{amount:,.2f}"


def address(route: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(route, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *, below: bool = False) -> Crumbs:
    above = (("Home", address("home", partnership)),)
    return (*above, ("Money", address("money", partnership))) if below else above


def financial_year(on: date) -> Period:
    """The financial year that a day lies in."""
    return Period.financial_year(on.year if on.month >= 4 else on.year - 1)


def listings(partnership: PartnershipFacts, on: date, *, may_write: bool) -> tuple[Listing, ...]:
    """Everything about money, in the order in which one asks."""
    slug = partnership.slug
    funds = list(Fund.objects.filter(partnership__slug=slug))
    spent = queries.spent_by_fund(slug)
    return (
        _funds(funds, spent),
        _conditions(partnership, funds, spent, on, may_write=may_write),
        _priorities(partnership, on),
        _agreements(slug),
        *(one for agreement in queries.agreements(slug) for one in _agreement(agreement)),
        _reviews(slug, funds, on),
    )


def _funds(funds: list[Fund], spent: dict[object, Decimal]) -> Listing:
    rows = tuple(
        (
            one.title + (" (synthetic)" if one.is_synthetic else ""), one.giver, KINDS.get(one.kind, one.kind),
            f"{short_date(one.starts_on)} to {short_date(one.ends_on)}", pounds(one.amount), pounds(spent.get(one.id)),
            pounds(one.amount - spent[one.id]) if one.id in spent else "Not known",
        )
        for one in funds
    )  # fmt: skip
    head = ("Fund", "Who gives it", "Kind", "For", "Amount", "Spent so far", "Left")
    return Listing(
        "Funds", head, rows, "No fund is recorded. A partnership may have none of its own.", numeric=(4, 5, 6)
    )


def _conditions(
    partnership: PartnershipFacts,
    funds: list[Fund],
    spent: dict[object, Decimal],
    on: date,
    *,
    may_write: bool,
) -> Listing:
    made = []
    for row in GrantCondition.objects.filter(fund__in=funds).select_related("fund"):
        asked = Condition(
            row.text, row.due_on, row.met_on, row.failed_on, row.claw_back, row.claw_back_amount
        )
        found = condition_standing(asked, row.fund.amount, spent.get(row.fund_id, Decimal(0)), on)
        goes = (
            Goes("Record it", address("money-condition", partnership, condition_id=row.id), row.text[:40])
            if may_write
            else ""
        )
        back = CLAW_BACKS[row.claw_back] + (f": {pounds(found.owed)} owed" if found.owed else "")
        made.append((row.text, row.fund.title, found.words, back, pounds(found.at_stake), goes))
    head = ("What is required", "Fund", "Where it stands", "If it is not met", "At stake", "What happened")
    return Listing("Conditions of grants", head, tuple(made), "No condition is recorded.", numeric=(4,))


def _priorities(partnership: PartnershipFacts, on: date) -> Listing:
    period = financial_year(on)
    titles = dict(priorities(partnership.slug, on))
    money = queries.every_priority(partnership.slug, period)
    named = [*titles, *sorted(slug for slug in money if slug not in titles)]
    rows = tuple(
        (
            titles.get(slug) or (f"{slug} (no priority of the plan)" if slug else "No priority"),
            pounds(money[slug].budget if slug in money else None), pounds(money[slug].spent if slug in money else None),
        )
        for slug in named
    )  # fmt: skip
    lead = "What is set aside for each priority of the plan in this financial year, and what was paid. Where nothing is recorded it is not known, which is not nought."
    return Listing(
        f"Priorities in {period}",
        ("Priority", "Set aside", "Spent"),
        rows,
        "The plan in force has no priorities.",
        lead,
        (1, 2),
    )


def hole_sentences(holes: Holes, titles: dict[str, str]) -> tuple[str, ...]:
    """Where money and priorities miss each other, in words."""

    def names(slugs: tuple[str, ...]) -> str:
        return ", ".join(titles.get(slug, slug) for slug in slugs)

    said = [
        (holes.unfunded, f"No money is recorded for: {names(holes.unfunded)}."),
        (holes.unspent, f"Money is set aside and none is spent on: {names(holes.unspent)}."),
        (holes.over, f"More is spent than was set aside on: {names(holes.over)}."),
        (
            holes.strangers,
            f"Money is recorded for what is no priority of the plan: {names(holes.strangers)}.",
        ),
    ]
    found = [words for slugs, words in said if slugs]
    if holes.unassigned:
        found.append(f"{pounds(holes.unassigned)} is spent on no priority.")
    return tuple(found)


def _agreements(slug: str) -> Listing:
    rows = tuple(
        (
            one.title + (" (synthetic)" if one.is_synthetic else ""),
            one.covers,
            str(one.period),
            one.decision or "None recorded",
        )
        for one in queries.agreements(slug)
    )
    return Listing(
        "Agreements to share costs",
        ("Agreement", "What it covers", "In force", "Decision"),
        rows,
        "No agreement is recorded.",
    )


def _agreement(agreement: CostAgreement) -> tuple[Listing, ...]:
    """Who owes what, and how each bill was shared, to the penny."""
    shares = list(agreement.shares.all())
    weights = [(one.name, one.weight) for one in shares]
    charges = list(agreement.charges.all())
    paid = {one.name: sum((pay.amount for pay in one.payments.all()), Decimal("0.00")) for one in shares}
    owed = accounts([one.amount for one in charges], weights, paid)
    proofs = tuple(
        (
            f"{one.what}, {short_date(one.on)}", part.organisation, part.working + (", and one odd penny" if part.extra else ""),
            pounds(part.amount),
        )
        for one in charges
        for part in shared(one.amount, weights)
    )  # fmt: skip
    totals = tuple((one.organisation, pounds(one.owed), pounds(one.paid), pounds(one.left)) for one in owed)
    whole = pounds(sum((one.amount for one in charges), Decimal("0.00")))
    lead = f"The parts of every bill add up to the bill: {whole} in all. Odd pennies go to the largest remainders, the partner named first before others."
    return (
        Listing(
            f"{agreement.title}: who owes what",
            ("Partner", "Owed so far", "Paid", "Left"),
            totals,
            "Nobody has a share.",
            numeric=(1, 2, 3),
        ),
        Listing(
            f"{agreement.title}: how each bill was shared",
            ("Bill", "Partner", "Working", "Part"),
            proofs,
            "No bill is recorded.",
            lead,
            (3,),
        ),
    )


def _reviews(slug: str, funds: list[Fund], on: date) -> Listing:
    rows = list(ValueReview.objects.filter(partnership__slug=slug))
    has = any(one.kind in PARTNERSHIP_MONIES for one in funds)
    lead = review_standing(rows[0].on if rows else None, has, on)
    made = tuple(
        (
            one.period,
            short_date(one.on),
            one.finding + (" (synthetic)" if one.is_synthetic else ""),
            CONCLUSIONS.get(one.conclusion, one.conclusion),
            one.minute or "None recorded",
        )
        for one in rows
    )
    return Listing(
        "Expenditure and value for money reviewed",
        ("Period", "Day", "What was found", "Conclusion", "Minute"),
        made,
        lead,
        lead,
    )
