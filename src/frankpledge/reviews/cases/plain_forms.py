"""Forms that say in plain words what is wrong with a field, each with the name of the field as the page has it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

_TOO_LONG = "this is too long"
_WORDS = {
    "required": "this is needed",
    "invalid_choice": "choose one of the list",
    "invalid_list": "choose from the list",
    "max_length": _TOO_LONG,
    "min_length": "say a little more",
    "min_value": "this cannot be below nought",
    "max_value": "this number is too large",
    "max_digits": "this number is too large",
    "max_whole_digits": "this number is too large",
    "max_decimal_places": "write pounds and pennies, such as 1200.50",
    "null_characters_not_allowed": "this holds signs that cannot be kept",
}
_UNREADABLE: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "write a number, such as 1200.50"),
    (forms.IntegerField, "write a whole number"),
    (forms.SlugField, "use letters, figures and hyphens only"),
    (forms.EmailField, "write an email address, such as name@example.org"),
    (forms.FileField, "choose the file again"),
)


def of_field(label: str, words: str) -> str:
    """What is wrong with a field, after its name: a question keeps its mark."""
    return f"{label} {words[:1].upper()}{words[1:]}" if label.endswith("?") else f"{label}: {words}"


def in_plain_words(form: forms.Form) -> None:
    """Put plain words in the place of those that come with Django; words that a form chose itself stay."""
    for field in form.fields.values():
        label, known = str(field.label or ""), _defaults(field)
        unreadable = next(
            (words for kind, words in _UNREADABLE if isinstance(field, kind)), "this cannot be read"
        )
        for code, words in {**_WORDS, "invalid": unreadable}.items():
            if field.error_messages.get(code) == known.get(code):
                field.error_messages[code] = of_field(
                    label, _longest(field) if code == "max_length" else words
                )


def _defaults(field: forms.Field) -> dict[str, Any]:
    """The words that come with the kind of field."""
    found: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        found.update(getattr(kind, "default_error_messages", {}))
    return found


def _longest(field: forms.Field) -> str:
    most = next((one.limit_value for one in field.validators if isinstance(one, MaxLengthValidator)), None)
    return f"{_TOO_LONG}; {most:,} characters is the most" if isinstance(most, int) else _TOO_LONG


class PlainForm(forms.Form):
    """A form whose fields speak plainly."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        in_plain_words(self)
