"""What people say about duties, as forms. The services ask the rules; a form only reads and explains."""

from __future__ import annotations

from typing import Any

from django import forms

from frankpledge.duties.facts import HELD, STAGES
from frankpledge.duties.services import NewEntry, NewHorizon, known_kinds
from frankpledge.governance.membership.forms import day_field
from frankpledge.kernel.dates import PartialDate, Period


def partial_field(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """A day, of which the day or the month may not be known."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=10,
        help_text=hint or "For example 2026-03-10; write 2026-03 or 2026 if that is all that is known",
        error_messages={"required": f"{label}: give the day, the month or the year"},
    )


def read_partial(form: forms.Form, name: str) -> PartialDate | None:
    """The date in a field; a mistake becomes an error of the field."""
    typed = form.cleaned_data.get(name, "")
    if not typed:
        return None
    try:
        return PartialDate.parse(typed.strip())
    except ValueError:
        form.add_error(name, "Write the day as 2026-03-10, or 2026-03, or 2026")
        return None


class RecordForm(forms.Form):
    """Something that happened."""

    kind = forms.ChoiceField(label="What happened")
    on = partial_field("When")
    label = forms.CharField(
        label="What it is, and where it can be seen", max_length=300,
        help_text="For example: Minutes of the board, item 6",
        error_messages={"required": "Say what it is and where it can be seen"},
    )  # fmt: skip
    link = forms.URLField(
        label="Link", required=False, max_length=500, help_text="If it is on the web", assume_scheme="https"
    )
    file = forms.FileField(label="File", required=False, help_text="Up to 5 MB. No names of people in cases")
    ref = forms.CharField(
        label="Reference", required=False, max_length=80,
        help_text="What it answers, where that has a reference, such as a report or a quarter (2025/26 Q3)",
    )  # fmt: skip
    due_on = day_field(
        "Day it names", required=False, hint="If it is a request with a day, or a day was agreed"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(known_kinds().items(), key=lambda pair: pair[1])
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.when = read_partial(self, "on")
        return said

    def new(self) -> NewEntry:
        said = self.cleaned_data
        upload = said.get("file")
        return NewEntry(
            said["kind"], self.when or PartialDate(1900), said["label"], said["ref"], said["due_on"], said["link"],
            upload.name if upload else "", upload.read() if upload else None,
        )  # fmt: skip


class BecauseForm(forms.Form):
    """A reason."""

    because = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea, error_messages={"required": "Say why"}
    )


class SignForm(forms.Form):
    """Who signs a statement off."""

    signed_by = forms.CharField(
        label="Signed off by",
        max_length=200,
        error_messages={"required": "Give the name of whoever signs it off"},
    )


class ExcuseForm(forms.Form):
    """An excuse, which always ends."""

    first = day_field("First day")
    last = day_field("Last day")
    because = forms.CharField(
        label="Why", max_length=500, widget=forms.Textarea, error_messages={"required": "Say why"}
    )
    agreed_by = forms.CharField(
        label="Agreed by",
        max_length=200,
        help_text="A name or a decision",
        error_messages={"required": "Say who agreed it"},
    )

    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day is before the first: mend one of them")
        return said


class ScopeForm(BecauseForm):
    """Whether a duty of custom applies here."""

    applies = forms.ChoiceField(
        label="Does it apply here?", choices=(("yes", "Yes"), ("no", "No")), widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )  # fmt: skip
    field_order = ("applies", "because")


class HorizonForm(forms.Form):
    """Something that is coming."""

    title = forms.CharField(
        label="What is coming", max_length=300, error_messages={"required": "Say what is coming"}
    )
    stage = forms.ChoiceField(
        label="At what stage is it?", choices=tuple(STAGES.items()), widget=forms.RadioSelect
    )
    expected = partial_field(
        "When it is expected", required=False, hint="2027, 2027-04 or 2027-04-01; nothing if nobody knows"
    )
    link = forms.URLField(label="Link", required=False, max_length=500, assume_scheme="https")
    touches = forms.CharField(
        label="Duties it touches",
        required=False,
        max_length=200,
        help_text="Codes with commas between, such as D37, D38",
    )
    local_practice = forms.CharField(
        label="What we do today that must be looked at", required=False, max_length=300,
        help_text="Needed for new guidance",
    )  # fmt: skip
    prepare = forms.CharField(
        label="What to prepare", required=False, widget=forms.Textarea, help_text="One thing on each line"
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.when = read_partial(self, "expected")
        return said

    def new(self) -> NewHorizon:
        said = self.cleaned_data
        codes = tuple(code.strip().upper() for code in said["touches"].split(",") if code.strip())
        lines = tuple(line.strip() for line in said["prepare"].splitlines() if line.strip())
        return NewHorizon(
            said["title"], said["stage"], "", self.when, said["link"], codes, said["local_practice"], lines
        )


class CloseForm(forms.Form):
    """What came, and when."""

    on = day_field("The day it came")
    because = forms.CharField(
        label="What came", max_length=300, help_text="For example: the section is in force, by SI 2027/100",
        error_messages={"required": "Say what came"},
    )  # fmt: skip


class ElectionForm(forms.Form):
    """A time before an election."""

    title = forms.CharField(
        label="Which election", max_length=200, error_messages={"required": "Say which election it is"}
    )
    first = day_field(
        "First day of the pre-election period", hint="Often the day on which notice of election is published"
    )
    last = day_field("Polling day")
    source = forms.CharField(label="Where the days come from", required=False, max_length=300)

    def period(self) -> Period:
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "Polling day is before the first day: mend one of them")
        return said


class ReleaseForm(forms.Form):
    """What the monitoring officer lets go ahead."""

    kind = forms.ChoiceField(
        label="What kind of thing", choices=tuple(HELD.items()), widget=forms.RadioSelect
    )
    what = forms.CharField(
        label="What is let go ahead", max_length=300, error_messages={"required": "Say what is let go ahead"}
    )
    because = forms.CharField(
        label="Why", max_length=500, widget=forms.Textarea, error_messages={"required": "Say why"}
    )
    officer = forms.CharField(
        label="Monitoring officer",
        max_length=200,
        error_messages={"required": "Give the monitoring officer’s name"},
    )
    on = day_field("Decided on")
