"""What the framework says of a field is said plainly and names the field; what a form says itself stays."""

from __future__ import annotations

import pytest
from django import forms

from frankpledge.web.forms import errors_of, fields_of


class Asked(forms.Form):
    how = forms.ChoiceField(label="How it stands", choices=[("a", "A")])
    name = forms.CharField(label="Who leads?", max_length=3, error_messages={"max_length": "Too long"})
    note = forms.CharField(label="Note", max_length=3)
    day = forms.DateField(label="From")
    weight = forms.DecimalField(label="Weight", min_value=0)
    own = forms.CharField(label="Own", error_messages={"required": "Write it"})


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, ["How it stands: choose one", "Who leads? Write something", "Note: write something", "From: write the day",
              "Weight: write a number", "Write it"]),
        ({"how": "z", "name": "long", "note": "long", "day": "x", "weight": "-1", "own": "o"},
         ["How it stands: choose one of the list", "Too long", "Note: write at most 3 letters",
          "From: write the day as 2026-06-11", "Weight: write 0 or more"]),
    ],
)  # fmt: skip
def test_a_refusal_names_its_field_and_says_what_to_do(typed, said):
    form = Asked(typed)
    assert [text for text, _ in errors_of(form)] == said
    assert [one.error for one in fields_of(form) if one.error] == said
