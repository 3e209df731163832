"""Pages of money: the register, what is recorded in it, files of expenditure, and the file for publication."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.money import forms as shown
from frankpledge.money import queries, services
from frankpledge.money.presenting import address, crumbs, financial_year, hole_sentences, listings, pounds
from frankpledge.money.priorities import priorities
from frankpledge.money.rules.spending import transparency_csv
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, VersionedForm, answer
from frankpledge.web.registers import Goes, Listing, PressButton, RegisterPage

ADDS: dict[str, tuple[str, type[VersionedForm]]] = {
    "fund": ("Add a fund", shown.FundForm),
    "condition": ("Add a condition of a grant", shown.ConditionForm),
    "budget": ("Set money aside for a priority", shown.BudgetForm),
    "agreement": ("Record an agreement to share costs", shown.AgreementForm),
    "charge": ("Record a bill to share", shown.ChargeForm),
    "payment": ("Record a partner’s payment", shown.PaymentForm),
    "review": ("Record a review of value for money", shown.ReviewForm),
}
STATES = {"held": "Not taken in yet", "taken-in": "Taken in", "undone": "Undone"}
ROWS = {"new": "New", "there": "There already", "refused": "Refused"}


def _may_write(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.MONEY_WRITE, Subject("money", None, partnership.slug))


def register(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Funds, conditions, priorities, shared costs and reviews."""
    on, may = today(), _may_write(principal, partnership)
    titles = dict(priorities(partnership.slug, on))
    year = financial_year(on)
    links = (
        [Goes(words, address("money-add", partnership, what=what)) for what, (words, _) in ADDS.items()]
        if may
        else []
    )
    if may:
        links.insert(0, Goes("Take in a file of expenditure", address("money-spending", partnership)))
    links.append(
        Goes(
            f"Payments to publish, {year} (CSV)",
            address("money-transparency", partnership) + f"?period={year.code}",
        )
    )
    page = RegisterPage(
        "Money",
        crumbs(partnership),
        lead=("Partnership monies, what they are for, and who pays what of shared costs.",),
        warnings=hole_sentences(queries.holes(partnership.slug, tuple(titles), year), titles)
        if titles
        else (),
        links=tuple(links),
        listings=listings(partnership, on, may_write=may),
    )
    return render(request, "layouts/register.html", {"page": page})


def add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, what: str) -> HttpResponse:
    """Record something new about money. Raises `NotFound`."""
    if what not in ADDS:
        raise NotFound("There is nothing of that kind to record.")
    title, kind = ADDS[what]
    slug = partnership.slug
    named: dict[str, Any] = {}
    if issubclass(kind, shown.OfFundForm):
        named = {"funds": queries.funds(slug), "priorities": list(priorities(slug, today()))}
    if issubclass(kind, shown.OfAgreementForm):
        named = {
            "agreements": [(str(one.id), f"{one.title}, {one.period}") for one in queries.agreements(slug)]
        }
    form = kind(request.POST or None, **named)
    page = FormPage(title, crumbs(partnership, below=True), "Record it")

    def save() -> str:
        said = form.said()
        if what == "agreement":
            said["shares"] = _shares(str(said["shares"]))
        if what in {"charge", "payment"}:
            said["agreement_id"] = UUID(str(said["agreement_id"]))
        _ADD[what](slug, **said, by=principal)
        return address("money", partnership)

    return answer(request, form, page, save)


def _shares(typed: str) -> tuple[services.Share, ...]:
    """Shares as typed: a partner, a bar, and its figure. Raises `Unusable`."""
    made = []
    for line in typed.splitlines():
        if not line.strip():
            continue
        name, _, figure = line.partition("|")
        try:
            weight = Decimal(figure.strip().rstrip("%"))
        except InvalidOperation:
            raise Unusable(
                Problem(
                    "shares", f"‘{line.strip()}’ has no figure.", "Write The Council | 2.", column="Shares"
                )
            ) from None
        made.append(services.Share("-".join(name.lower().split())[:80], name.strip(), weight))
    return tuple(made)


_ADD: dict[str, Callable[..., object]] = {
    "fund": services.add_fund, "condition": services.add_condition, "budget": services.set_budget, "agreement": services.agree_shares,
    "charge": services.charge, "payment": services.pay, "review": services.record_review,
}  # fmt: skip


def condition(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, condition_id: UUID
) -> HttpResponse:
    """Say what became of a condition; where somebody saved first both texts are shown. Raises `NotFound`."""
    require(principal, Permission.MONEY_WRITE, Subject("money", None, partnership.slug))
    row = services.condition_of(partnership.slug, condition_id)
    names = ("met_on", "failed_on", "evidence")
    form = shown.SettleForm(
        request.POST or None,
        initial={**{name: getattr(row, name) for name in names}, "row_version": row.row_version},
    )
    page = FormPage("What became of a condition", crumbs(partnership, below=True), "Save", (row.text,))

    def save() -> str:
        typed = form.cleaned_data
        services.settle_condition(
            partnership.slug, condition_id, met_on=typed["met_on"], failed_on=typed["failed_on"], evidence=typed["evidence"],
            by=principal, read_version=form.read_version,
        )  # fmt: skip
        return address("money", partnership)

    def current() -> Current:
        there = services.condition_of(partnership.slug, condition_id)
        return Current(there.row_version, {name: getattr(there, name) for name in names})

    return answer(request, form, page, save, current=current)


def spending(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Upload a file of expenditure; nothing counts until it was looked at."""
    form = shown.SpendingForm(request.POST or None, request.FILES or None)
    kept = tuple(f"{one.file}: {STATES[one.state].lower()}." for one in queries.files(partnership.slug))
    lead = ("Nothing counts until you have seen what is in the file, and each file can be undone.", *kept)
    page = FormPage(
        "Take in a file of expenditure",
        crumbs(partnership, below=True),
        "Look at the file",
        lead,
        takes_files=True,
    )

    def save() -> str:
        upload = form.cleaned_data["upload"]
        made = services.hold(partnership.slug, upload.name or "expenditure.csv", upload.read(), by=principal)
        return address("money-file", partnership, file_id=made)

    return answer(request, form, page, save)


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """What a file would add, row by row, or what it added. Raises `NotFound`."""
    held = services.file_of(partnership.slug, file_id)
    rows = services.look(partnership.slug, held)
    tally = {state: sum(one.state == state for one in rows) for state in ROWS}
    new = sum((one.said.amount for one in rows if one.state == "new" and one.said), Decimal(0))
    buttons = []
    if held.state == "held" and tally["new"]:
        buttons.append(
            PressButton("Take in the new payments", address("money-file-take", partnership, file_id=file_id))
        )
    if held.state == "taken-in":
        buttons.append(
            PressButton(
                "Undo this file", address("money-file-undo", partnership, file_id=file_id), is_warning=True
            )
        )
    page = RegisterPage(
        held.file,
        crumbs(partnership, below=True),
        lead=(f"{STATES[held.state]}. New: {tally['new']}, which come to {pounds(new)}. There already: {tally['there']}. Refused: {tally['refused']}.",),
        buttons=tuple(buttons),
        listings=(
            Listing(
                "Rows that are refused", ("Row", "Why"),
                tuple((str(one.row), " ".join(str(problem) for problem in one.problems)) for one in rows if one.state == "refused"),
                "No row is refused.",
            ),
            Listing(
                "Rows", ("Row", "State", "Day", "Fund", "Supplier", "Purpose", "Priority", "Amount"),
                tuple(
                    (str(one.row), ROWS[one.state], short_date(one.said.on), one.said.fund, one.said.supplier, one.said.purpose, one.said.priority or "None", pounds(one.said.amount))
                    for one in rows[:500] if one.said
                ),
                "No row can be taken in.", "The first 500 rows." if len(rows) > 500 else "", (7,),
            ),
        ),
    )  # fmt: skip
    return render(request, "layouts/register.html", {"page": page})


def take_in(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """Take in what was looked at."""
    number = services.take_in(partnership.slug, file_id, by=principal)
    messages.success(
        request, f"Payments taken in: {number}. It can be undone." if number else "It was taken in already."
    )
    return HttpResponseRedirect(address("money-file", partnership, file_id=file_id))


def undo(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, file_id: UUID
) -> HttpResponse:
    """Take out again what a file brought in."""
    number = services.undo(partnership.slug, file_id, by=principal)
    messages.success(request, f"Payments taken out again: {number}.")
    return HttpResponseRedirect(address("money-file", partnership, file_id=file_id))


def transparency(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The payments that the transparency code has published, as CSV. Raises `Unusable` for a period that is none."""
    code = request.GET.get("period", financial_year(today()).code)
    try:
        period = Period.parse(code)
    except ValueError as error:
        raise Unusable(Problem("period", f"{error}.", "Write 2020/21 or 2020-Q3.", value=code)) from error
    rows = queries.published(partnership.slug, partnership.council_name, period)
    sent = HttpResponse(transparency_csv(rows), content_type="text/csv; charset=utf-8")
    sent.headers["Content-Disposition"] = f'attachment; filename="payments-{code.replace("/", "-")}.csv"'
    return sent
