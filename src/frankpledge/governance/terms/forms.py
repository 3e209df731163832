"""The forms by which terms are written: one made for each part, and the few that stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from frankpledge.governance.terms.editing import (
    JOINS,
    NotAnswered,
    Table,
    Values,
    answers_of,
    name_of,
    options_of,
    row_of,
    rows_of,
)
from frankpledge.governance.terms.parts import SILENT, Ask, Options, Part

LARGEST = 500_000
"""Bytes of a file that may be uploaded."""
YES_NO = (("yes", "Yes"), ("no", "No"), ("silent", SILENT))


class PartForm(forms.Form):
    """The questions of one row of a part. `row` says what was answered, once the form is valid."""

    def __init__(
        self,
        part: Part,
        values: Values,
        before: Table,
        data: Mapping[str, Any] | None = None,
        *,
        more: Mapping[str, Options],
    ) -> None:
        super().__init__(data, initial=answers_of(part, before))
        self.part, self.before = part, before
        for ask in part.asks:
            options = ask.options or more.get(ask.of[0] if ask.of else "", ()) or options_of(ask, values)
            self.fields[ask.key] = field_for(ask, options, str(answers_of(part, before).get(ask.key) or ""))
        self.row: Table = {}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            self.row = row_of(self.part, said, self.before)
        except NotAnswered as wrong:
            self.add_error(str(wrong.args[0]), str(wrong.args[1]))
        return said


def field_for(ask: Ask, options: Options, current: str) -> forms.Field:
    """The field of one question. What stands in the file may always be chosen again, also where we do not know it."""
    missed = {"required": f"Answer this: {ask.label[:1].lower()}{ask.label[1:]}"}
    common: dict[str, Any] = {
        "label": ask.label, "help_text": ask.hint, "required": ask.is_needed, "error_messages": missed,
    }  # fmt: skip
    if ask.kind in {"yes-no", "yes-only"}:
        choices = YES_NO[:2] if ask.is_needed else YES_NO if ask.kind == "yes-no" else YES_NO[:2]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if ask.kind == "choice":
        return forms.ChoiceField(choices=_choices(options, current, is_needed=ask.is_needed), **common)
    if ask.kind == "several":
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if ask.kind in {"text", "lines", "windows"}:
        rows = 6 if ask.kind == "text" else 4
        return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **common)
    numeric = {"inputmode": "numeric"} if ask.kind == "number" else {}
    return forms.CharField(widget=forms.TextInput(attrs=numeric), max_length=2000, **common)


def _choices(options: Options, current: str, *, is_needed: bool) -> list[tuple[str, str]]:
    known = {value for value, _ in options}
    found = [*options, *([(current, current)] if current and current not in known else [])]
    return found if is_needed else [("", SILENT), *found]


class JoinForm(forms.Form):
    """How the tests of a quorum go together."""

    join = forms.ChoiceField(
        label="How do the tests go together?",
        choices=tuple(JOINS.items()),
        widget=forms.RadioSelect,
        required=False,
    )


class StartForm(forms.Form):
    """What the next terms start from."""

    title = forms.CharField(
        label="What is this draft called?",
        max_length=200,
        help_text="For example “Terms of 2024, with a quorum of three”",
        error_messages={"required": "Give the draft a name"},
    )
    start = forms.ChoiceField(label="Start from", widget=forms.RadioSelect)
    upload = forms.FileField(
        label="A file of terms",
        required=False,
        help_text="A .toml file, as this page or `terms check` takes it",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, in_force: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        current = [("in-force", f"The version in force: {in_force}")] if in_force else []
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            *current, ("empty", "An empty document"), ("file", "A file that I upload"),
        ]  # fmt: skip
        self.fields["start"].error_messages["required"] = "Choose what to start from"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        upload = said.get("upload")
        if said.get("start") == "file" and not upload and "upload" not in self.errors:
            self.add_error("upload", "Choose the file")
        if upload and upload.size > LARGEST:
            self.add_error("upload", "The file is far too large for terms of reference")
        elif upload and said.get("start") == "file":
            said["text"] = self._text(upload.read())
        return said

    def _text(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("upload", "The file is not UTF-8 text: save it again as UTF-8")
            return ""


class AboutForm(forms.Form):
    """What a draft is for."""

    title = forms.CharField(
        label="Name of the draft", max_length=200, error_messages={"required": "Give the draft a name"}
    )
    why = forms.CharField(
        label="What is to change, and why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="For those who decide. It goes into the paper",
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class FileForm(forms.Form):
    """The whole file, as text."""

    text = forms.CharField(
        label="The file",
        strip=False,
        error_messages={"required": "The file is empty: write at least [terms]"},
    )
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class InForceForm(forms.Form):
    """By which decision, and from which day."""

    decision = forms.ChoiceField(
        label="The decision that changes the terms",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the decision"},
    )
    starts_on = forms.DateField(
        label="First day in force",
        input_formats=("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"),
        error_messages={"required": "Write the first day", "invalid": "Write the day as 2024-04-01"},
    )

    def __init__(self, decisions: Options, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["decision"].choices = decisions  # type: ignore[attr-defined]


def listed(part: Part, values: Values) -> tuple[tuple[int, str, Table], ...]:
    """The rows of a part with their numbers, from 1, and names."""
    return tuple(
        (number, name_of(part, row), row) for number, row in enumerate(rows_of(values, part), start=1)
    )
