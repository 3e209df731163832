"""What people type about delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.text import slugify

from frankpledge.governance.minutes.forms import day_field, words_field
from frankpledge.kernel.dates import PartialDate
from frankpledge.plans.delivery.facts import FUNDING_KINDS, FUNDING_STATES, KINDS, ROLE_KINDS, STATES
from frankpledge.plans.delivery.written import (
    NewCommitment,
    NewInitiative,
    NewMilestone,
    NewMoney,
    NewPartnerPlan,
    NewPlanAction,
    NewRole,
)
from frankpledge.web.asking import VersionedForm

WHEN = "As far as it is known: 2026, 2026-06 or 2026-06-14"
Choices = Sequence[tuple[str, str]]


class WhenField(forms.CharField):
    """A day, or as much of one as is known."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise forms.ValidationError("Write 2026, 2026-06 or 2026-06-14") from error


def _when(label: str) -> WhenField:
    return WhenField(label=label, required=False, help_text=WHEN)


def _amount(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, help_text=hint, min_value=0, widget=forms.TextInput(attrs={"inputmode": "decimal"}))  # fmt: skip


def _choose(form: forms.Form, name: str, choices: Choices, nothing: str) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = [("", nothing), *choices]


class InitiativeForm(VersionedForm):
    """What an initiative is."""

    title = forms.CharField(
        label="What is done", max_length=200, error_messages={"required": "Write what is done"}
    )
    kind = forms.ChoiceField(label="What kind of thing", choices=list(KINDS.items()))
    state = forms.ChoiceField(label="How it stands", choices=list(STATES.items()), widget=forms.RadioSelect)
    text = words_field("More about it", rows=4)
    priority = forms.ChoiceField(label="Priority", required=False)
    parent = forms.ChoiceField(label="Part of", required=False)
    weight = forms.DecimalField(
        label="Weight among the parts",
        required=False,
        min_value=0,
        help_text="1 unless it counts for more or less",
    )
    owner_name = forms.CharField(label="Who answers for it", required=False, max_length=200)
    partners = forms.CharField(label="Partners", required=False, help_text="With semicolons between")
    place = forms.CharField(label="Where", required=False, max_length=200)
    starts, ends = _when("When it starts"), _when("When it ends")
    evidence = words_field("Evidence that it works", rows=3)
    source = forms.CharField(label="Where this is known from", required=False, max_length=300)

    def __init__(self, priorities: Choices, parents: Choices, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        _choose(self, "priority", priorities, "The plan as a whole")
        _choose(self, "parent", parents, "Nothing larger")

    def written(self, slug: str = "") -> NewInitiative:
        said = self.cleaned_data
        partners = tuple(one.strip() for one in said["partners"].split(";") if one.strip())
        return NewInitiative(
            slug or slugify(said["title"])[:80] or "initiative", said["title"], said["kind"], said["state"], said["text"], said["place"], partners,
            said["priority"], said["parent"], said["weight"] if said["weight"] is not None else Decimal(1),
            said["owner_name"], "", said["starts"], said["ends"], said["evidence"], said["source"],
        )  # fmt: skip


class NoteForm(forms.Form):
    """How an initiative goes on."""

    text = words_field("How it goes on", "Write how it goes on", rows=5)
    state = forms.ChoiceField(label="How it stands", choices=list(STATES.items()), widget=forms.RadioSelect)


class MilestoneForm(forms.Form):
    """A step of an initiative."""

    title = forms.CharField(
        label="What is reached", max_length=200, error_messages={"required": "Write what is reached"}
    )
    due = _when("By when")

    def written(self) -> NewMilestone:
        return NewMilestone(self.cleaned_data["title"], self.cleaned_data["due"])


class MoneyForm(forms.Form):
    """A bid, or other money."""

    kind = forms.ChoiceField(label="What it is", choices=list(FUNDING_KINDS.items()))
    funder = forms.CharField(
        label="From whom", max_length=200, error_messages={"required": "Write who gives it"}
    )
    scheme = forms.CharField(label="Under which scheme", required=False, max_length=200)
    state = forms.ChoiceField(
        label="How it stands", choices=list(FUNDING_STATES.items()), widget=forms.RadioSelect
    )
    asked, granted = _amount("Pounds asked for"), _amount("Pounds granted")
    decided = _when("When it was decided")
    note = forms.CharField(label="Note", required=False, max_length=500)

    def written(self) -> NewMoney:
        said = self.cleaned_data
        return NewMoney(said["kind"], said["funder"], said["state"], said["scheme"], said["asked"], said["granted"], said["decided"], said["note"])  # fmt: skip


class WaitsForm(forms.Form):
    """What an initiative waits for."""

    needs = forms.ChoiceField(label="It waits for", error_messages={"required": "Choose what it waits for"})
    why = forms.CharField(label="Why", required=False, max_length=300)

    def __init__(self, others: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["needs"]).choices = [("", "Choose one"), *others]


class NoLongerForm(forms.Form):
    """What an initiative no longer waits for."""

    needs = forms.ChoiceField(label="It no longer waits for", error_messages={"required": "Choose one"})

    def __init__(self, waits_for: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["needs"]).choices = list(waits_for)


class EndRoleForm(VersionedForm):
    """The last day of a named role."""

    ended_on = day_field("Last day")


class PlanActionForm(forms.Form):
    """An action of the plan."""

    text = words_field("What is to be done", "Write what is to be done", rows=3)
    owner_name = forms.CharField(label="Who does it", required=False, max_length=200)
    organisation = forms.ChoiceField(label="For which organisation", required=False)
    priority = forms.ChoiceField(label="Priority", required=False)
    initiative = forms.ChoiceField(label="Part of", required=False)
    starts_on = day_field("When it starts", required=False)
    due_on = day_field("By when", required=False)
    weight = forms.DecimalField(
        label="Weight among the parts",
        required=False,
        min_value=0,
        help_text="1 unless it counts for more or less",
    )

    def __init__(
        self, organisations: Choices, priorities: Choices, initiatives: Choices, *given: object
    ) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        _choose(self, "organisation", organisations, "None")
        _choose(self, "priority", priorities, "The plan as a whole")
        _choose(self, "initiative", initiatives, "None")

    def written(self) -> NewPlanAction:
        said = self.cleaned_data
        body = UUID(said["organisation"]) if said["organisation"] else None
        weight = said["weight"] if said["weight"] is not None else Decimal(1)
        return NewPlanAction(said["text"], said["owner_name"], None, body, said["priority"], said["initiative"], said["starts_on"], said["due_on"], weight)  # fmt: skip


class RoleForm(forms.Form):
    """A named role."""

    kind = forms.ChoiceField(label="Which role", choices=list(ROLE_KINDS.items()))
    about = forms.CharField(
        label="For what", max_length=200, error_messages={"required": "Write what the role is about"}
    )
    priority = forms.ChoiceField(label="Priority", required=False)
    person = forms.CharField(label="Person", required=False, max_length=200)
    post = forms.CharField(label="Post", required=False, max_length=200)
    organisation = forms.CharField(label="Organisation", required=False, max_length=200)
    starts = _when("Since when")
    source = forms.CharField(label="Where this is known from", required=False, max_length=300)

    def __init__(self, priorities: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        _choose(self, "priority", priorities, "None")

    def written(self) -> NewRole:
        said = self.cleaned_data
        return NewRole(said["kind"], said["about"], said["priority"], said["person"], said["post"], said["organisation"], said["starts"], None, said["source"])  # fmt: skip


class CommitmentForm(forms.Form):
    """The time, effort or money that a partner commits."""

    text = words_field("What it commits", "Write what it commits", rows=3)
    priority = forms.ChoiceField(label="To which priority", required=False)
    days_a_year = _amount("Days of people’s time a year")
    pounds_a_year = _amount("Pounds a year")

    def __init__(self, priorities: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        _choose(self, "priority", priorities, "The plan as a whole")

    def commitment(self) -> NewCommitment:
        said = self.cleaned_data
        return NewCommitment(said["text"], said["priority"], "", said["days_a_year"], said["pounds_a_year"])


class PartnerPlanForm(CommitmentForm):
    """A partner's own plan, with the first thing that it commits."""

    field_order = ("organisation", "title", "starts_on", "ends_on", "href")
    organisation = forms.CharField(
        label="Which partner", max_length=200, error_messages={"required": "Write which partner"}
    )
    title = forms.CharField(
        label="What the plan is called",
        max_length=200,
        error_messages={"required": "Write what it is called"},
    )
    starts_on, ends_on = day_field("From"), day_field("To")
    href = forms.CharField(label="Where it is", required=False, max_length=500)

    def written(self) -> NewPartnerPlan:
        said = self.cleaned_data
        return NewPartnerPlan(said["organisation"], said["title"], cast(date, said["starts_on"]), cast(date, said["ends_on"]), said["href"], "", (self.commitment(),))  # fmt: skip


class SheetForm(forms.Form):
    """A sheet that came back."""

    upload = forms.FileField(
        label="The sheet", help_text="The sheet as it was sent, filled in: Excel, OpenDocument, CSV, or a table in Word", error_messages={"required": "Choose a file"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.docx,.odt"}),
    )  # fmt: skip
