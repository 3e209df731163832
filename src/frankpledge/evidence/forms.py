"""What a person says when importing: the files, and what must be known of their dataset."""

from __future__ import annotations

from typing import Any

from django import forms

from frankpledge.evidence.models import MEASURES
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.kernel.dates import PartialDate


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


class ImportForm(forms.Form):
    """Files and, for a partner's own table, what the table is; open data describe themselves."""

    uploads = ManyFilesField(
        label="Files",
        help_text="CSV, Excel or ODS tables, police.uk files, or a zip of them. Nothing counts until you confirm.",
        error_messages={"required": "Choose at least one file"},
    )
    supplier = forms.CharField(
        label="Who supplied it", required=False, max_length=200, help_text="Leave empty for open data"
    )
    title = forms.CharField(label="What to call it", required=False, max_length=200)
    measures = forms.ChoiceField(
        label="How does it measure the thing it is about?",
        choices=MEASURES,
        widget=forms.RadioSelect,
        initial="exact",
        required=False,
    )
    area_name = forms.CharField(label="Area it covers", required=False, max_length=200)
    area_code = forms.CharField(label="Code of that area", required=False, max_length=12)
    extracted_on = forms.CharField(
        label="When it was extracted",
        required=False,
        max_length=10,
        help_text="For example 2021-02-15, or 2021-02",
    )
    counting_rule = forms.CharField(label="How it is counted", required=False, max_length=400)
    licence = forms.CharField(label="Licence or agreement", required=False, max_length=200)
    marking = forms.CharField(label="Marking", required=False, max_length=60, initial="OFFICIAL")
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

    def spec(self) -> dict[str, object]:
        """What was said, as the details of a pending import; empty when only files were given."""
        names = set(DatasetSpec.__dataclass_fields__) & set(self.cleaned_data)
        said = {name: self.cleaned_data[name] for name in sorted(names) if self.cleaned_data[name]}
        return said if self.cleaned_data.get("supplier") or self.cleaned_data.get("title") else {}
