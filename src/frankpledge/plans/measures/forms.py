"""What people type about a measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, cast

from django import forms
from django.utils.text import slugify

from frankpledge.governance.minutes.forms import day_field, words_field
from frankpledge.kernel.dates import Period
from frankpledge.plans.rules.measures.case import (
    DIRECTIONS,
    FORMS,
    FREQUENCIES,
    KINDS,
    SOURCES,
    STATES,
    Case,
    Definition,
    Phase,
    Reading,
    Target,
)
from frankpledge.plans.rules.measures.file import Written
from frankpledge.web.asking import VersionedForm

PERIOD_HINT = "Such as 2026-03, 2026-Q1, 2026 or 2025/26"
RELATIONS = {
    "exact": "It measures the thing",
    "proxy": "It stands in for the thing",
    "none": "Nothing measures it yet",
}
TYPED = {name: words for name, words in SOURCES.items() if name != "store"}
Choices = Sequence[tuple[str, str]]


class PeriodField(forms.CharField):
    """A month, quarter or year as people write it."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Period.parse(text)
        except ValueError as error:
            raise forms.ValidationError(
                "Write a period, such as 2026-03, 2026-Q1, 2026 or 2025/26"
            ) from error


class NumberField(forms.CharField):
    """A number, exactly as written; thousands may have commas."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Fraction(text.replace(",", "").strip())
        except (ValueError, ZeroDivisionError) as error:
            raise forms.ValidationError("Write a number, such as 312 or 4.5") from error


def _number(label: str, wanted: str = "", hint: str = "") -> NumberField:
    return NumberField(
        label=label, required=bool(wanted), help_text=hint, error_messages={"required": wanted}
    )


def _period(label: str, wanted: str = "", hint: str = PERIOD_HINT) -> PeriodField:
    return PeriodField(
        label=label, required=bool(wanted), help_text=hint, error_messages={"required": wanted}
    )


class MeasureForm(VersionedForm):
    """What a measure is. Its form, frequency and feed are fixed once it is set up."""

    title = forms.CharField(
        label="What is measured", max_length=200, error_messages={"required": "Write what is measured"}
    )
    kind = forms.ChoiceField(label="What it tells of", choices=list(KINDS.items()), widget=forms.RadioSelect)
    form = forms.ChoiceField(label="What a figure is", choices=list(FORMS.items()), widget=forms.RadioSelect)
    frequency = forms.ChoiceField(label="How often there is a figure", choices=list(FREQUENCIES.items()))
    feed = forms.ChoiceField(
        label="Fed by the imported data", required=False, help_text="Then nobody types figures"
    )
    direction = forms.ChoiceField(
        label="Which way is better", choices=[(key, words) for key, words in DIRECTIONS.items()], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    relation = forms.ChoiceField(
        label="Does it measure the thing itself", choices=list(RELATIONS.items()), widget=forms.RadioSelect
    )
    relation_note = forms.CharField(
        label="What it stands in for, or what to ask for", required=False, max_length=500
    )
    priority = forms.ChoiceField(label="Priority", required=False)
    unit = forms.CharField(label="Unit", required=False, max_length=80, help_text="Such as offences")
    per = forms.IntegerField(label="A rate is per so many", required=False, min_value=1)
    baseline = _period(
        "Baseline", hint=f"What it is held against. {PERIOD_HINT}. Without one: the year before"
    )
    due_after = forms.IntegerField(
        label="Days after a period until its figure is due", required=False, min_value=0
    )
    owner_name = forms.CharField(label="Who answers for it", required=False, max_length=200)

    def __init__(self, feeds: Choices, priorities: Choices, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["feed"]).choices = [("", "No: figures are typed in"), *feeds]
        cast(forms.ChoiceField, self.fields["priority"]).choices = [("", "The plan as a whole"), *priorities]

    def written(self, slug: str = "") -> Written:
        """What is said; `slug` names a measure that is known by it already, a new one is named after its title."""
        said = self.cleaned_data
        return Written(
            Case(
                id=slug or slugify(said["title"])[:80] or "measure", title=said["title"], form=said["form"], frequency=said["frequency"],
                direction=said["direction"], kind=said["kind"], unit=said["unit"], per=said["per"] or 1,
                relation=said["relation"], relation_note=said["relation_note"], priority=said["priority"],
                baseline=said["baseline"], due_after=said["due_after"], feed=said["feed"], owner=said["owner_name"],
            )
        )  # fmt: skip


FIXED = ("form", "frequency", "feed", "per")


class FigureForm(VersionedForm):
    """The figure of one period."""

    period = _period("Period", "Write which period the figure is for")
    numerator = _number(
        "Figure", hint="The count, how many, or the value. Leave it empty where there is none"
    )
    denominator = _number("Out of", hint="Of how many, for a share; how many people, for a rate")
    low = _number("Lower limit", hint="95% limits, for a value")
    high = _number("Upper limit")
    design_effect = _number("Design effect", hint="Of a survey; leave it empty where it is not known")
    source = forms.ChoiceField(label="Where it comes from", choices=list(TYPED.items()))
    is_unsure = forms.BooleanField(label="It is partial or in doubt", required=False)
    because = forms.CharField(label="Why there is no figure, or a note", required=False, max_length=500)

    def __init__(self, form: str, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        unused = {"count": ("denominator", "low", "high", "design_effect"), "rate": ("low", "high", "design_effect"),
                  "share": ("low", "high"), "value": ("denominator", "design_effect")}[form]  # fmt: skip
        for name in unused:
            del self.fields[name]

    def reading(self) -> Reading:
        said = self.cleaned_data
        return Reading(
            said["period"], said["numerator"], said.get("denominator"), said.get("low"), said.get("high"),
            said.get("design_effect") or Fraction(1), said["is_unsure"], said["because"], said["source"],
        )  # fmt: skip


class TargetForm(forms.Form):
    """What a measure is to come to, and why."""

    value = _number("Target", "Write the target", "A count or rate over the period, per cent for a share")
    by = _period("Over which period", "Write which period the target is for")
    because = words_field("Why that much", "Say why: a target has a reason", rows=3)

    def target(self) -> Target:
        said = self.cleaned_data
        return Target(said["value"], said["by"], said["because"])


class StateForm(forms.Form):
    """Whether a measure is in use."""

    state = forms.ChoiceField(
        label="From then on it is", choices=list(STATES.items()), widget=forms.RadioSelect
    )
    starts_on = day_field("From which day")
    because = forms.CharField(label="Why", required=False, max_length=500)

    def phase(self) -> Phase:
        said = self.cleaned_data
        return Phase(said["state"], cast(date, said["starts_on"]), said["because"])


class DefinitionForm(forms.Form):
    """What is counted from a day on."""

    starts_on = day_field("From which day")
    text = words_field("What is counted", "Write what is counted", rows=4)

    def definition(self) -> Definition:
        return Definition(cast(date, self.cleaned_data["starts_on"]), self.cleaned_data["text"])


class StoryForm(forms.Form):
    """Why a measure is as it is."""

    text = words_field("What is behind the figures", "Write what is behind the figures", rows=6)
