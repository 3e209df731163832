"""What people type after a meeting: words, corrections, what became of an action, an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django import forms

from frankpledge.governance.minutes.decision_services import FIELDS
from frankpledge.governance.rules.minutes.log import STATES, Said
from frankpledge.web.asking import VersionedForm

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")
DAY_HINT = "Such as 2026-06-14"
Choices = Sequence[tuple[str, str]]


def day_field(label: str, *, required: bool = True, hint: str = DAY_HINT) -> forms.DateField:
    """A day, typed as people type it."""
    return forms.DateField(
        label=label, required=required, help_text=hint, input_formats=DAYS, widget=forms.DateInput(),
        error_messages={"required": f"Write the day: {label.lower()}", "invalid": "Write the day in full, such as 2026-06-14"},
    )  # fmt: skip


def words_field(label: str, wanted: str = "", *, rows: int = 5, hint: str = "") -> forms.CharField:
    """Several lines of words; without `wanted` they may be left out."""
    return forms.CharField(
        label=label, required=bool(wanted), help_text=hint, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": wanted},
    )  # fmt: skip


class ClerkTextForm(VersionedForm):
    """The clerk's own words."""

    text = words_field(
        "Your words", rows=10,
        hint="Blank lines between paragraphs, - before items of a list, **bold**. What the record says stays above them.",
    )  # fmt: skip

    @property
    def typed(self) -> str:
        return cast(str, self.cleaned_data["text"])


class CorrectionForm(forms.Form):
    """What the draft says and what it should say."""

    item = forms.ChoiceField(label="Item", required=False)
    wording = words_field("As it is written now", rows=3)
    reads = words_field("What it should read", "Write what it should read", rows=3)

    def __init__(self, items: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["item"]).choices = [("", "The whole"), *items]

    @property
    def item_id(self) -> UUID | None:
        value = self.cleaned_data["item"]
        return UUID(value) if value else None


class WithholdForm(forms.Form):
    """Why minutes are kept from the public."""

    because = forms.CharField(
        label="Why they are not published", required=False, max_length=300,
        help_text="Leave it empty to publish them again once they are confirmed",
    )  # fmt: skip


class UpdateForm(VersionedForm):
    """What is said of an action."""

    state = forms.ChoiceField(
        label="How does it stand?", choices=list(STATES.items()), widget=forms.RadioSelect
    )
    text = words_field("What happened, or what is in the way", rows=3)
    evidence = words_field("What shows it done", rows=2, hint="A document, a decision, a date, a name")
    due_on = day_field("A new date", required=False)

    def said_of(self) -> Said:
        data = self.cleaned_data
        return Said(data["state"], data["text"], data["evidence"], cast("date | None", data["due_on"]))


class NewActionForm(forms.Form):
    """What is asked of whom."""

    text = words_field("What is to be done", "Write what is to be done", rows=3)
    owner_name = forms.CharField(label="Who does it", required=False, max_length=200)
    organisation = forms.ChoiceField(label="For which organisation", required=False)
    group = forms.ChoiceField(label="Of which body", required=False)
    due_on = day_field("By when", required=False)

    def __init__(self, organisations: Choices, groups: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [("", "None"), *organisations]
        cast(forms.ChoiceField, self.fields["group"]).choices = list(groups)


class HandOverForm(forms.Form):
    """Who takes an action on."""

    owner_name = forms.CharField(label="Who takes it on", required=False, max_length=200)
    organisation = forms.ChoiceField(label="For which organisation", required=False)
    because = words_field("Why it changes hands", "Write why it changes hands", rows=2)

    def __init__(self, organisations: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [("", "None"), *organisations]


class WhyForm(forms.Form):
    """A reason, and nothing else."""

    because = forms.CharField(label="Why", max_length=300, error_messages={"required": "Say why"})


class ConditionForm(forms.Form):
    """That a condition was met."""

    met_by = forms.CharField(
        label="Who says that the condition is met",
        max_length=200,
        error_messages={"required": "Write who says so"},
    )
    on = day_field("On which day it was met")


class SupersedeForm(forms.Form):
    """Which later decision takes this one's place."""

    later = forms.ChoiceField(label="Which later decision takes its place?")

    def __init__(self, decisions: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["later"]).choices = list(decisions)


class AdviceForm(forms.Form):
    """Who advised what before a decision."""

    adviser = forms.CharField(
        label="Who advised", max_length=200, error_messages={"required": "Write who advised"}
    )
    organisation = forms.CharField(label="Of which organisation", required=False, max_length=200)
    field = forms.ChoiceField(label="About what", choices=list(FIELDS.items()))
    text = words_field("What they advised", "Write what they advised", rows=4)
    given_on = day_field("When")
    is_published = forms.BooleanField(label="The public may read it", required=False, initial=True)


class EscalateForm(forms.Form):
    """A blockage as a group puts it up."""

    from_group = forms.ChoiceField(label="Which group raises it?")
    text = words_field("What is in the way", "Write what is in the way", rows=3)
    tried = words_field("What the group has tried", rows=3)
    asked = words_field("What it asks for", rows=2)

    def __init__(self, groups: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["from_group"]).choices = list(groups)


class AnswerForm(forms.Form):
    """The answer that goes down."""

    text = words_field("The answer", "Write the answer", rows=4)
    answered_by = forms.CharField(label="Who gave it", required=False, max_length=200)
    meeting = forms.ChoiceField(label="At which meeting", required=False)
    on = day_field("When")

    def __init__(self, meetings: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["meeting"]).choices = [("", "Between meetings"), *meetings]

    @property
    def meeting_id(self) -> UUID | None:
        value = self.cleaned_data["meeting"]
        return UUID(value) if value else None


class ChooseMeetingForm(forms.Form):
    """One meeting or item."""

    where = forms.ChoiceField(label="Where")

    def __init__(self, label: str, choices: Choices, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.fields["where"].label = label
        cast(forms.ChoiceField, self.fields["where"]).choices = list(choices)
