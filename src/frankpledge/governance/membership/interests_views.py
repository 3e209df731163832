"""Pages of the register of interests: everybody's, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.membership import interests as register
from frankpledge.governance.membership import me
from frankpledge.governance.membership.forms import EndForm, day_field
from frankpledge.governance.membership.presenting import MEMBERS, address, crumbs
from frankpledge.governance.membership.views import done, may_write, show_form, to
from frankpledge.governance.rules.membership.interests import Interest, confirm_by
from frankpledge.kernel.dates import long_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.days import DayAsked, day_asked

MINE = ("My page", "me")


@dataclass(frozen=True)
class InterestRow:
    """An entry; `end_href` is empty where the reader may not end it."""

    kind: str
    with_whom: str
    nature: str
    period: str
    end_href: str


@dataclass(frozen=True)
class PersonInterests:
    name: str
    confirmed: str
    rows: tuple[InterestRow, ...]


@dataclass(frozen=True)
class RegisterPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    asked: DayAsked
    day: str
    people: tuple[PersonInterests, ...]
    add_href: str


@dataclass(frozen=True)
class MyInterestsPage:
    """`due` says when one is next asked to look at them; `ended` are those that are over."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    rows: tuple[InterestRow, ...]
    ended: tuple[InterestRow, ...]
    confirmed: str
    confirm_href: str
    add_href: str


class InterestForm(forms.Form):
    """An entry of the register."""

    who = forms.ChoiceField(label="Whose")
    kind = forms.ChoiceField(
        label="Kind", choices=tuple(register.KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind"},
    )  # fmt: skip
    with_whom = forms.CharField(
        label="With whom or in what", max_length=200, help_text="The body, person or property",
        error_messages={"required": "Say with whom or in what"},
    )  # fmt: skip
    nature = forms.CharField(
        label="What the interest is", widget=forms.Textarea, error_messages={"required": "Say what it is"}
    )
    since = day_field("Since")

    def __init__(self, people: Iterable[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        options = list(people)
        self.names = dict(options)
        if options:
            self.fields["who"].choices = options  # type: ignore[attr-defined]
        else:
            del self.fields["who"]


def _row(partnership: PartnershipFacts, one: Interest, *, may_end: bool) -> InterestRow:
    over = one.period.ends_on is not None
    period = str(one.period) if over else f"since {short_date(one.period.starts_on)}"
    href = address("end-interest", partnership, interest=one.id) if may_end and not over else ""
    return InterestRow(register.KINDS.get(one.kind, one.kind), one.with_whom, one.nature, period, href)


def register_of_interests(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts
) -> HttpResponse:
    """The register as on a day, by person."""
    asked = day_asked(request.GET.get("on", ""), today())
    writes = may_write(principal, partnership)
    confirmed = register.confirmations(partnership.slug)
    by_person: dict[str, list[Interest]] = {}
    for one in register.interests(partnership.slug, on=asked.on):
        by_person.setdefault(str(one.user or one.person.casefold()), []).append(one)
    people = tuple(
        PersonInterests(
            rows[0].person, _confirmed(confirmed.get(key, ())), tuple(_row(partnership, one, may_end=writes) for one in rows)
        )
        for key, rows in by_person.items()
    )  # fmt: skip
    add = address("add-interest", partnership) if writes else ""
    page = RegisterPage(
        "Register of interests", crumbs(partnership, MEMBERS), asked, long_date(asked.on), people, add
    )
    names = {"page": page, "has_errors": bool(asked.errors)}
    return render(request, "governance/membership/interests.html", names, status=422 if asked.errors else 200)


def _confirmed(days: tuple[object, ...]) -> str:
    said = [one for one in days if hasattr(one, "year")]
    return f"Confirmed on {short_date(max(said))}" if said else "Not yet confirmed by the member"  # type: ignore[type-var, arg-type]


def my_interests(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """One's own entries, and a button to say that they are right."""
    user = me.user_of(principal)
    every = register.interests(partnership.slug, user=user)
    rows = [(one, _row(partnership, one, may_end=True)) for one in every]
    days = register.confirmations(partnership.slug, user=user).get(str(user), ())
    again = f" You are asked again from {short_date(confirm_by(min(days), days))}." if days else ""
    page = MyInterestsPage(
        "My interests",
        crumbs(partnership, MINE),
        tuple(row for one, row in rows if today() in one.period),
        tuple(row for one, row in rows if today() not in one.period),
        f"{_confirmed(days)}.{again}",
        address("confirm-interests", partnership),
        address("add-my-interest", partnership),
    )
    return render(request, "governance/membership/my_interests.html", {"page": page})


def confirm(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Say that one's own entries are right."""
    register.confirm_interests(partnership.slug, user=me.user_of(principal), by=principal)
    href = me.way_back(request, partnership.slug, address("my-interests", partnership))
    return to(request, href, "Your interests are confirmed.")


def add_mine(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Enter an interest of one's own."""
    form = InterestForm((), request.POST or None, initial={"since": today()})
    user = me.user_of(principal)
    if done(form, lambda: _enter(partnership, form, principal.name, user, principal)):
        return to(request, address("my-interests", partnership), "It is entered.")
    return show_form(
        request, form, title="Enter an interest", trail=crumbs(partnership, MINE), button="Enter it"
    )


def add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Enter an interest for somebody."""
    people = [(str(one.id), one.name) for one in directory.accounts(partnership.slug, on=today())]
    form = InterestForm(people, request.POST or None, initial={"since": today()})

    def act() -> None:
        who = form.cleaned_data["who"]
        _enter(partnership, form, form.names[who], UUID(who), principal)

    if done(form, act):
        return to(request, address("interests", partnership), "It is entered.")
    return show_form(
        request, form, title="Enter an interest", trail=crumbs(partnership, MEMBERS), button="Enter it",
        lead=("The member is asked to confirm it on their own page.",),
    )  # fmt: skip


def _enter(partnership: PartnershipFacts, form: InterestForm, name: str, user: UUID, by: Principal) -> None:
    value = form.cleaned_data
    said = register.NewInterest(
        name, value["kind"], value["with_whom"], value["nature"], value["since"], user
    )
    register.register_interest(partnership.slug, said, by=by)


def end(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, interest: UUID
) -> HttpResponse:
    """Record that an interest has ended: one's own, or as the office anybody's."""
    found = next((one for one in register.interests(partnership.slug) if one.id == interest), None)
    writes = may_write(principal, partnership)
    if found is None or not (writes or found.user == principal.user_id):
        raise NotFound("There is no such entry, or you may not know of it.")
    form = EndForm(request.POST or None, initial={"on": today()})

    def act() -> None:
        value = form.cleaned_data
        register.end_interest(
            partnership.slug, interest, on=value["on"], because=value["because"], by=principal
        )

    own = found.user == principal.user_id
    if done(form, act):
        return to(request, address("my-interests" if own else "interests", partnership), "It has ended.")
    return show_form(
        request, form, title=f"An interest has ended: {found.with_whom}", trail=crumbs(partnership, MINE if own else MEMBERS),
        button="Record the last day",
    )  # fmt: skip
