"""What a person says of an agency's chronology, and what they look for in all of them."""

from __future__ import annotations

from typing import Any

from django import forms

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.rules.chronology import Flag, Order

ORDERS = (
    (Order.UNSAID.value, "I do not know: flag what could be either"),
    (Order.DAY_FIRST.value, "The day comes first: 03/04/2019 is 3 April"),
    (Order.MONTH_FIRST.value, "The month comes first: 03/04/2019 is 4 March"),
)


class UploadForm(PlainForm):
    """An agency's file."""

    agency = forms.CharField(
        label="Which agency is it from?",
        max_length=200,
        error_messages={"required": "Say which agency it is from"},
    )
    order = forms.ChoiceField(
        label="How does the agency write days in numbers?", choices=ORDERS, widget=forms.RadioSelect, initial=Order.UNSAID.value,
        error_messages={"required": "Say how it writes days"},
    )  # fmt: skip
    file = forms.FileField(
        label="Its chronology", help_text="XLSX, ODS or CSV, with headings such as Date, Time, Event, Action taken, Source",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )  # fmt: skip


class FilterForm(PlainForm):
    """What is looked for in the chronology. What makes no sense is as if it were not said."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    agency = forms.ChoiceField(label="Agency", required=False)
    since = forms.CharField(
        label="From", required=False, max_length=10, help_text="2019-04-03, 2019-04 or 2019"
    )
    until = forms.CharField(label="Until", required=False, max_length=10)
    flag = forms.ChoiceField(
        label="Only entries of which",
        required=False,
        choices=(("", "Anything is true"), *((f.name.lower(), str(f)) for f in Flag)),
    )

    def __init__(self, *args: Any, agencies: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = forms.ChoiceField(
            label="Agency", required=False, choices=(("", "Every agency"), *((a, a) for a in agencies))
        )

    def day(self, name: str) -> PartialDate | None:
        try:
            return PartialDate.parse(str(self.cleaned_data.get(name, "")))
        except ValueError:
            return None
