"""A question to the data as a form, and the name under which it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from frankpledge.evidence.attaching import Target
from frankpledge.evidence.measures import police_measures
from frankpledge.evidence.rules.asking import COMPARISONS, SEARCH_FIELDS, STEPS, SUBJECTS

Options = Sequence[tuple[str, str]]
MONTH = "A month, such as 2019-03"


class QuestionForm(forms.Form):
    """What is counted, where, when, and against what. Sent with the address, so that an answer can be passed on."""

    subject = forms.ChoiceField(label="What is counted", choices=list(SUBJECTS.items()))
    offence = forms.ChoiceField(
        label="Offence", help_text="For crimes and their outcomes",
        choices=[(known.slug, known.title.removesuffix(" (police.uk)")) for known in police_measures()],
    )  # fmt: skip
    area = forms.ChoiceField(label="Area", required=False, help_text="Searches are always of the whole force")
    first = forms.CharField(label="From", help_text=MONTH, max_length=7, required=False)
    last = forms.CharField(label="To", help_text=MONTH, max_length=7, required=False)
    by = forms.ChoiceField(label="Step", choices=[(key, words) for key, (words, _) in STEPS.items()])
    compare = forms.ChoiceField(label="Compare with", choices=list(COMPARISONS.items()))
    against = forms.CharField(
        label="The other months begin with", help_text="When other months are compared: a month, such as 2018-03", max_length=7,
        required=False,
    )  # fmt: skip
    other = forms.ChoiceField(
        label="The other area", required=False, help_text="When another area is compared"
    )
    field = forms.ChoiceField(
        label="Searches by", choices=list(SEARCH_FIELDS.items()), help_text="For stops and searches"
    )
    known = forms.CharField(
        label="As it was known on", required=False, max_length=10,
        help_text="A day, such as 2019-06-30, to see what was known then. Leave it empty for now",
    )  # fmt: skip

    def __init__(self, areas: Sequence[Options], *args: Any, **kwargs: Any) -> None:
        """`areas`: those to choose from, and those to compare with."""
        super().__init__(*args, **kwargs)
        for name, listed in zip(("area", "other"), areas, strict=True):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
            field.choices = list(listed)


class KeepForm(forms.Form):
    """The name of a question."""

    title = forms.CharField(
        label="Name of the question", max_length=120, error_messages={"required": "Give the question a name"}
    )
    note = forms.CharField(
        label="What it shows, or why it is kept",
        required=False,
        max_length=600,
        widget=forms.Textarea,
    )


class AttachForm(forms.Form):
    """What a saved question stands as evidence for."""

    target = forms.ChoiceField(
        label="Attach to", error_messages={"required": "Choose what it is evidence for", "invalid_choice": "Choose one of the list"}
    )  # fmt: skip

    def __init__(self, targets: Sequence[Target], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        field.choices = [("", "Choose"), *((f"{one.kind}/{one.slug}", one.title) for one in targets)]
