"""What a person says about members, as forms. Rules are asked by the services; a form only reads and explains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from frankpledge.directory import api as directory
from frankpledge.governance.membership.facts import GROUP_KINDS, METHODS, STANDINGS, GroupFacts, TenureFacts
from frankpledge.governance.membership.written import NewGroup, NewOfficeHolding, NewTenure
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.kernel.dates import Period

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
Options = list[tuple[str, str]]
EXAMPLE = "For example 2024-05-14 or 14 May 2024"
SENIOR = (("yes", "Yes"), ("no", "No"), ("", "Not recorded"))


def day_field(label: str, *, required: bool = True, hint: str = EXAMPLE) -> forms.DateField:
    """A day, in any of the ways that people write one."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=DAYS,
        error_messages={
            "required": f"{label}: give the day",
            "invalid": f"{label}: write the day as 2024-05-14",
        },
    )


def _required(words: str) -> dict[str, str]:
    return {"required": words}


class PeriodForm(forms.Form):
    """A form with a first and a last day; the last may be open."""

    def period(self) -> Period:
        return Period(self.cleaned_data["starts_on"], self.cleaned_data.get("ends_on"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first: mend one of them")
        return said


class TenureForm(PeriodForm):
    """An appointment: who, as what, in which seat, from when; and what was recorded of their seniority."""

    person = forms.CharField(label="Name", max_length=200, error_messages=_required("Give the person’s name"))
    user = forms.ChoiceField(
        label="Account",
        required=False,
        help_text="With an account they can reply and vote on their own phone",
    )
    standing = forms.ChoiceField(
        label="How they attend", choices=tuple(STANDINGS.items()), widget=forms.RadioSelect, initial="holder"
    )
    seat = forms.ChoiceField(label="Seat", required=False, help_text="Not needed for an officer or observer")
    organisation = forms.ChoiceField(label="Organisation they come from", required=False)
    post = forms.CharField(label="Post in that organisation", required=False, max_length=200)
    senior = forms.ChoiceField(
        label="Is it a senior post in that organisation?",
        choices=SENIOR,
        widget=forms.RadioSelect,
        required=False,
    )
    seniority = forms.CharField(
        label="What that rests on",
        required=False,
        max_length=300,
        help_text="For example: head of department, or authority delegated in writing",
    )
    appointed_by = forms.CharField(label="Who appointed them", required=False, max_length=200)
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False, hint="Leave empty while there is no last day")
    replaces = forms.BooleanField(
        label="If the seat is taken, end that appointment on the day before", required=False
    )

    def __init__(
        self,
        terms: Constitution | None,
        accounts: Iterable[directory.AccountFacts],
        bodies: Iterable[directory.OrganisationFacts],
        *given: Any,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        seats = [(one.slug, one.name) for one in terms.seats] if terms else []
        known = {slug for slug, _ in seats}
        given_seat = str(self.data.get("seat") or self.initial.get("seat") or "")
        if given_seat and given_seat not in known:
            seats.append((given_seat, f"{given_seat} (not in these terms)"))
        self.choose("seat", "No seat", seats)
        self.choose("user", "No account", [(str(one.id), one.name) for one in accounts])
        self.choose("organisation", "Not recorded", [(one.slug, _called(one)) for one in bodies])

    def choose(self, name: str, none: str, options: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", none), *options]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("standing") in {"holder", "deputy"} and not said.get("seat"):
            self.add_error("seat", "A holder or a deputy sits in a seat: choose it")
        return said

    def said(self, group: str) -> NewTenure:
        """The appointment as it was written."""
        value = self.cleaned_data
        return NewTenure(
            person=value["person"].strip(), standing=value["standing"], period=self.period(), seat=value["seat"],
            group=group, user=UUID(value["user"]) if value["user"] else None, organisation=value["organisation"],
            post=value["post"].strip(), is_senior={"yes": True, "no": False}.get(value["senior"]),
            seniority=value["seniority"].strip(), appointed_by=value["appointed_by"].strip(),
        )  # fmt: skip


def _called(one: directory.OrganisationFacts) -> str:
    return f"{one.name} (until {one.ends_on})" if one.ends_on else one.name


def initial_of(one: TenureFacts) -> dict[str, Any]:
    """An appointment as the form shows it."""
    return {
        "person": one.person, "user": str(one.user or ""), "standing": one.standing, "seat": one.seat,
        "organisation": one.organisation, "post": one.post, "senior": {True: "yes", False: "no"}.get(one.is_senior, ""),  # type: ignore[arg-type]
        "seniority": one.seniority, "appointed_by": one.appointed_by, "starts_on": one.period.starts_on,
        "ends_on": one.period.ends_on, "row_version": one.row_version,
    }  # fmt: skip


class CorrectionForm(TenureForm):
    """The same, with what was wrong and the version that was read."""

    because = forms.CharField(
        label="What was wrong", max_length=300, error_messages=_required("Say what was wrong")
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        del self.fields["replaces"]


def _as_it_happened() -> forms.BooleanField:
    return forms.BooleanField(
        label="It happened although the terms do not allow it: record it",
        required=False,
        help_text="It is recorded as it happened, and flagged with the clause",
    )


class EndForm(forms.Form):
    """The last day of something, and why."""

    on = day_field("Last day")
    because = forms.CharField(label="Why", required=False, max_length=300)


class OfficeForm(PeriodForm):
    """Somebody who takes an office."""

    office = forms.ChoiceField(label="Office")
    holder = forms.ChoiceField(label="Who", error_messages=_required("Choose who takes the office"))
    how = forms.ChoiceField(
        label="How they came to it",
        choices=tuple(METHODS.items()),
        widget=forms.RadioSelect,
        initial="election",
    )
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False, hint="Leave empty while there is no last day")
    replaces = forms.BooleanField(
        label="If somebody holds it, end that on the day before", required=False, initial=True
    )
    decision = forms.ChoiceField(label="By which decision", required=False)
    as_it_happened = _as_it_happened()

    def __init__(
        self, offices: Options, people: Iterable[TenureFacts], decisions: Options, *given: Any, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["decision"].choices = [("", "None is recorded"), *decisions]  # type: ignore[attr-defined]
        self.people = {str(one.id): one for one in people}
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        named_people = [
            (key, f"{one.person}, {one.organisation_name or one.seat}") for key, one in self.people.items()
        ]
        self.fields["holder"].choices = [("", "Choose somebody in post"), *named_people]  # type: ignore[attr-defined]

    def said(self, group: str) -> NewOfficeHolding:
        who, value = self.people[self.cleaned_data["holder"]], self.cleaned_data
        return NewOfficeHolding(
            value["office"],
            who.person,
            value["how"],
            self.period(),
            group,
            who.seat,
            who.user,
            UUID(value["decision"]) if value["decision"] else None,
        )


class LeaveOfficeForm(forms.Form):
    """Somebody's last day in an office: their time was over, they gave it up, or a decision removed them."""

    decision = forms.ChoiceField(
        label="Did a decision remove them?",
        required=False,
        help_text="Their last day is then the day of the decision",
    )
    on = day_field("Last day", required=False, hint=f"{EXAMPLE}. Not needed where a decision removed them")
    because = forms.CharField(label="Why", required=False, max_length=200)
    as_it_happened = _as_it_happened()

    def __init__(self, decisions: Options, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        none = "No: their time was over, or they gave it up"
        self.fields["decision"].choices = [("", none), *decisions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("decision") and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "Last day: give the day")
        return said


class GroupForm(PeriodForm):
    """A group below the partnership."""

    name = forms.CharField(label="Name", max_length=200, error_messages=_required("Give the group a name"))
    slug = forms.SlugField(
        label="Short name for addresses",
        max_length=60,
        help_text="Small letters and hyphens, such as domestic-abuse",
        error_messages={
            "required": "Give the group a short name",
            "invalid": "Use small letters, digits and hyphens",
        },
    )
    kind = forms.ChoiceField(
        label="Kind", choices=tuple(GROUP_KINDS.items()), widget=forms.RadioSelect, initial="standing"
    )
    parent = forms.ChoiceField(label="Stands below", required=False)
    remit = forms.CharField(label="What it is for", required=False, widget=forms.Textarea)
    note = forms.CharField(label="Note", required=False, max_length=500)
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False, hint="A task-and-finish group has one")

    def __init__(self, groups: Iterable[GroupFacts], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["parent"].choices = _parents(groups)  # type: ignore[attr-defined]

    def said(self) -> NewGroup:
        value = self.cleaned_data
        return NewGroup(
            value["slug"], value["name"].strip(), value["kind"], self.period(), value["parent"],
            value["remit"].strip(), value["note"].strip(),
        )  # fmt: skip


def _parents(groups: Iterable[GroupFacts]) -> list[tuple[str, str]]:
    return [("", "The partnership itself"), *((one.slug, one.name) for one in groups)]


class ChangeGroupForm(forms.Form):
    """What may be said anew of a group; its days are changed by winding it up."""

    name = forms.CharField(label="Name", max_length=200, error_messages=_required("Give the group a name"))
    parent = forms.ChoiceField(label="Stands below", required=False)
    remit = forms.CharField(label="What it is for", required=False, widget=forms.Textarea)
    note = forms.CharField(label="Note", required=False, max_length=500)
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, groups: Iterable[GroupFacts], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["parent"].choices = _parents(groups)  # type: ignore[attr-defined]
