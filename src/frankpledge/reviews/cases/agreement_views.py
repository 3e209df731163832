"""Pages of the partners' agreement on the cost of reviews: its versions, and a new one with its shares tried on a cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.reviews.cases import agreements as services
from frankpledge.reviews.cases.pages import Crumbs
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.cases.presenting import address, crumbs
from frankpledge.reviews.cases.views import done, show_form, to
from frankpledge.reviews.rules.casework.kinds import COSTS
from frankpledge.reviews.rules.shares import CostLine, Share, ShareKind, share_out

MOST = 8
KINDS = (
    ("", "Nobody"), ("equal", "An equal part of what is left"), ("percent", "A share in per cent"),
    ("cap", "Everything up to a sum"), ("fixed", "A fixed sum"),
)  # fmt: skip
TRIED = Decimal(12000)
"""Pounds on which an agreement is shown at work: a round sum, and no partnership's cost."""


@dataclass(frozen=True)
class VersionRow:
    """A version of the agreement, in words, and what each party would pay of the sum on which it is shown."""

    title: str
    when: str
    shares: tuple[tuple[str, str, str], ...]
    source: str
    left: str


@dataclass(frozen=True)
class AgreementsPage:
    title: str
    crumbs: Crumbs
    rows: tuple[VersionRow, ...]
    new_href: str
    tried: str


def words_of(share: Share) -> str:
    """A share as people say it."""
    of = f" of {' and '.join(dict(COSTS).get(one, one).casefold() for one in share.of)}" if share.of else ""
    cap = f", at most £{share.cap:,}" if share.cap is not None else ""
    match share.kind:
        case ShareKind.FIXED:
            return f"£{share.amount:,}"
        case ShareKind.PERCENT:
            return f"{share.percent} per cent{of}{cap}"
        case ShareKind.CAP:
            return f"everything{of} up to £{share.cap:,}"
        case _:
            return f"an equal part of what is left{cap}"


def agreements(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
) -> HttpResponse:
    """Every version of the agreement, the latest first."""
    rows = []
    for one in services.versions(partnership.slug):
        found = share_out([CostLine("chair", TRIED)], one.shares)
        pays = {paid.party: f"£{paid.amount:,}" for paid in found.shares}
        until = f" to {short_date(one.ends_on)}" if one.ends_on else ", and still"
        rows.append(
            VersionRow(
                one.title, f"From {short_date(one.starts_on)}{until}",
                tuple((share.party, words_of(share), pays.get(share.party, "£0.00")) for share in one.shares),
                one.source, f"Nobody pays £{found.left:,} of it." if found.left > 0 else "",
            )
        )  # fmt: skip
    page = AgreementsPage(
        "Who pays for reviews",
        crumbs(partnership),
        tuple(rows),
        address("review-agreement", partnership),
        f"£{TRIED:,}",
    )
    return render(request, "reviews/cases/agreements.html", {"page": page})


class AgreementForm(PlainForm):
    """A version of the agreement: from when, where it was agreed, and each party's share."""

    title = forms.CharField(
        label="What is it called?", max_length=200, error_messages={"required": "Say what it is called"}
    )
    starts_on = forms.DateField(
        label="From which day?", help_text="Such as 2026-04-01. The version before it ends the day before. A review is shared by the version in force when its notice came in.",
        error_messages={"required": "Say from which day", "invalid": "Write the day as 2026-04-01"},
    )  # fmt: skip
    source = forms.CharField(
        label="Where was it agreed?", max_length=300, help_text="Such as the meeting and its minute.",
        error_messages={"required": "Say where it was agreed"},
    )  # fmt: skip

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for place in range(1, MOST + 1):
            whose = f"Party {place}"
            self.fields[f"party{place}"] = forms.CharField(label=whose, max_length=120, required=place <= 1)
            self.fields[f"kind{place}"] = forms.ChoiceField(
                label=f"{whose}: what does it pay?", choices=KINDS, required=False
            )
            self.fields[f"number{place}"] = forms.DecimalField(
                label=f"{whose}: per cent, or pounds",
                required=False,
                min_value=Decimal(0),
                max_digits=11,
                decimal_places=2,
            )
            self.fields[f"cap{place}"] = forms.DecimalField(
                label=f"{whose}: at most, in pounds",
                required=False,
                min_value=Decimal(0),
                max_digits=11,
                decimal_places=2,
            )

    def shares(self) -> list[dict[str, object]]:
        """The shares in the shape of `review shares`."""
        rows = []
        for place in range(1, MOST + 1):
            party, kind = self.cleaned_data.get(f"party{place}"), self.cleaned_data.get(f"kind{place}")
            if not party:
                continue
            row: dict[str, object] = {"party": party, "kind": kind or "equal"}
            number, cap = self.cleaned_data.get(f"number{place}"), self.cleaned_data.get(f"cap{place}")
            named = {"percent": "percent", "fixed": "amount", "cap": "cap"}.get(kind or "")
            if named and number is not None:
                row[named] = str(number)
            if cap is not None and named != "cap":
                row["cap"] = str(cap)
            rows.append(row)
        return rows


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Write down a version of the agreement."""
    form = AgreementForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        services.agree(
            partnership.slug, title=said["title"], starts_on=said["starts_on"], shares=form.shares(), source=said["source"], by=principal,
        )  # fmt: skip

    if done(form, act):
        messages.success(request, "The agreement is recorded.")
        return to("review-agreements", partnership)
    lead = (
        "Fixed sums are paid first, then shares in per cent, then whoever pays up to a sum; what is left is split equally, to the penny.",
        "For “half, up to a sum, and the rest equally”: one party pays 50 per cent with a most, every other an equal part of what is left.",
    )
    trail = crumbs(partnership, ("Who pays for reviews", address("review-agreements", partnership)))
    return show_form(
        request, form, title="A new agreement on the cost", trail=trail, button="Record it", lead=lead
    )
