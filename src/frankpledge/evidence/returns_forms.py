"""The monthly return of a service as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from frankpledge.evidence.returns import Told
from frankpledge.evidence.rules.returns import QUESTIONS
from frankpledge.kernel.dates import Period


class ReturnForm(forms.Form):
    """Five questions, each with a number, or words, or both. What is left empty is missing, and is not none."""

    service = forms.CharField(
        label="Service", max_length=100, help_text="Always the same name, so that its months make one series",
        error_messages={"required": "Say which service it is"},
    )  # fmt: skip
    month = forms.CharField(
        label="Month",
        max_length=20,
        help_text="Such as 2021-03",
        error_messages={"required": "Say which month it is"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            if question.measure:
                self.fields[f"{question.code}-answer"] = forms.CharField(
                    label=question.asked, help_text=question.hint, required=False, max_length=20,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                )  # fmt: skip
            if question.of:
                self.fields[f"{question.code}-of"] = forms.CharField(
                    label=f"{question.of}, all together", required=False, max_length=20,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                )  # fmt: skip
            self.fields[f"{question.code}-note"] = forms.CharField(
                label="In words, if there is more to say" if question.measure else question.asked,
                help_text="" if question.measure else question.hint, required=False, max_length=2000,
                widget=forms.Textarea,
            )  # fmt: skip

    def clean_month(self) -> Period:
        try:
            month = Period.parse(str(self.cleaned_data["month"]).strip())
        except ValueError:
            month = None
        if month is None or len(month.code) != len("2021-03"):
            raise forms.ValidationError("Write the month as 2021-03")
        return month

    def told(self) -> dict[str, Told]:
        """What was answered, by question."""
        said = {name: str(value).strip() for name, value in self.cleaned_data.items()}
        return {
            question.code: Told(
                *(said.get(f"{question.code}-{part}", "") for part in ("answer", "of", "note"))
            )
            for question in QUESTIONS
        }
