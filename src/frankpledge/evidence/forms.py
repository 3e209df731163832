"""What a person says: the files, what must be known of their dataset, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from frankpledge.evidence.models import MEASURES
from frankpledge.kernel.dates import PartialDate

ACCEPTED = ".csv,.xlsx,.xls,.ods,.zip,.gz,.json,.geojson"
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


class ManyFiles(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every uploaded file, in the order given."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        one = super().clean
        return [one(file, initial) for file in given] or [one(None, initial)]


class UploadForm(forms.Form):
    """The files. What they are is asked afterwards, and only of a partner's own table."""

    uploads = ManyFilesField(
        label="Files",
        help_text="CSV, Excel or ODS tables, police.uk files, or a zip of them",
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Choose at least one file",
            "empty": "A file that you chose is empty: export it again",
        },
    )


class AboutForm(forms.Form):
    """What must be known of a dataset before its figures can be trusted or published."""

    measures = forms.ChoiceField(
        label="How does it measure the thing it is about?",
        choices=MEASURES,
        widget=forms.RadioSelect,
        initial="exact",
        required=False,
    )
    area_name = forms.CharField(label="Area it covers", required=False, max_length=200)
    area_code = forms.CharField(
        label="Code of that area",
        required=False,
        max_length=12,
        help_text="Nine characters, beginning with E, W, S or N",
    )
    extracted_on = forms.CharField(
        label="When it was extracted",
        required=False,
        max_length=10,
        help_text="For example 2021-02-15, or 2021-02 if the day is not known",
    )
    counting_rule = forms.CharField(label="How it is counted", required=False, max_length=400)
    licence = forms.CharField(label="Licence or agreement", required=False, max_length=200)
    marking = forms.CharField(label="Marking", required=False, max_length=60, initial="OFFICIAL")
    not_public_before = forms.DateField(
        label="Not public before",
        required=False,
        input_formats=DAYS,
        help_text="For example 2021-06-01. Leave empty when there is no such day",
        error_messages={"invalid": "Write the day as 2021-06-01"},
    )
    release_consent = forms.CharField(
        label="Who agreed that its figures may be published, and when",
        required=False,
        max_length=300,
        help_text="Until somebody has, no published document can print them",
    )

    def clean_extracted_on(self) -> str:
        said: str = self.cleaned_data["extracted_on"].strip()
        if said:
            try:
                PartialDate.parse(said)
            except ValueError as error:
                raise forms.ValidationError("Write the date as 2021-02-15, 2021-02 or 2021") from error
        return said

    def clean_measures(self) -> str:
        return self.cleaned_data["measures"] or "exact"

    def clean_marking(self) -> str:
        return self.cleaned_data["marking"].strip() or "OFFICIAL"


class DetailsForm(AboutForm):
    """Which dataset a partner's table belongs to: one that is there, or a new one and what it is."""

    dataset = forms.ChoiceField(
        label="Which dataset is it?",
        required=False,
        help_text="Choose the one it continues or corrects. What is asked below is then known already",
    )
    supplier = forms.CharField(label="Who supplied it", required=False, max_length=200)
    title = forms.CharField(label="What to call it", required=False, max_length=200)
    is_synthetic = forms.BooleanField(
        label="It is synthetic: made up, and describes nothing that happened", required=False
    )
    negatives = forms.BooleanField(
        label="Its counts may be below zero, being records that were reclassified", required=False
    )

    field_order = ("dataset", "supplier", "title")

    def __init__(self, known: Mapping[str, Mapping[str, object]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.known = known
        choices = [(slug, f"{said['title']}, {said['supplier']}") for slug, said in known.items()]
        self.fields["dataset"].choices = [("", "A new dataset"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("dataset"):
            return said
        for name, words in (("supplier", "Say who supplied it"), ("title", "Say what to call it")):
            if not str(said.get(name, "")).strip():
                self.add_error(name, words)
        same = (said.get("title"), said.get("supplier"))
        if any((known["title"], known["supplier"]) == same for known in self.known.values()):
            self.add_error(
                "dataset", "There is a dataset of this name from this supplier already: choose it in the list"
            )
        return said

    def details(self) -> dict[str, object]:
        """What was said, as the details of a pending import."""
        chosen = self.cleaned_data.get("dataset")
        if chosen:
            negatives = {"negatives": True} if self.cleaned_data.get("negatives") else {}
            return {**self.known[chosen], **negatives}
        said = {name: value for name, value in self.cleaned_data.items() if name != "dataset" and value}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


class ColumnsForm(forms.Form):
    """Which column of a table is which. A table about one measure, or of one area, needs no column for it."""

    PARTS = ("measure", "area", "period", "value", "denominator", "n")

    measure = forms.ChoiceField(label="Column that names the measure", required=False)
    one_measure = forms.CharField(
        label="Or the measure, if the whole table is about one", required=False, max_length=200
    )
    area = forms.ChoiceField(label="Column that names the area", required=False)
    one_area = forms.CharField(
        label="Or the area, if the whole table is about one", required=False, max_length=200
    )
    period = forms.ChoiceField(
        label="Column of the period", error_messages={"required": "Choose the column of the period"}
    )
    value = forms.ChoiceField(
        label="Column of the value", error_messages={"required": "Choose the column of the value"}
    )
    denominator = forms.ChoiceField(
        label="Column of the denominator",
        required=False,
        help_text="What a rate was divided by, if the table says it",
    )
    n = forms.ChoiceField(
        label="Column of the number asked", required=False, help_text="How many answered, for a survey"
    )

    def __init__(self, header: Sequence[str], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        columns = list(dict.fromkeys(" ".join(cell.split()) for cell in header if cell.strip()))
        for name in self.PARTS:
            self.fields[name].choices = [("", "No such column"), *((each, each) for each in columns)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, one in (("measure", "one_measure"), ("area", "one_area")):
            if not said.get(name) and not str(said.get(one, "")).strip():
                self.add_error(name, f"Choose the column that names the {name}, or name it yourself")
        chosen: dict[str, str] = {}
        for name in self.PARTS:
            column = said.get(name)
            if column and column in chosen:
                words = f"‘{column}’ is chosen twice: as the {chosen[column]} and as the {name}"
                self.add_error(name, words)
            elif column:
                chosen[column] = name
        return said

    def said(self) -> dict[str, object]:
        """The layout as it is stored and remembered."""
        given = self.cleaned_data
        columns = {name: given[name] for name in self.PARTS if given.get(name)}
        return {
            "columns": columns,
            "measure": "" if "measure" in columns else given["one_measure"].strip(),
            "area": "" if "area" in columns else given["one_area"].strip(),
        }


class DatasetForm(AboutForm):
    """What is recorded of a dataset that is there already; `row_version` is that of the text that was read."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
