"""Django forms as our field components draw them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class Field:
    """A field as `fields.html` draws it. `kind` is a component or an input type; `options` (value, words)."""

    name: str
    id: str
    kind: str
    label: str
    value: str
    hint: str
    error: str
    options: tuple[tuple[str, str], ...] = ()
    values: tuple[str, ...] = ()
    checked: bool = False
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    multiple: bool = False


_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)

LIMITS = {
    "max_length": "write at most {} letters",
    "min_length": "write at least {} letters",
    "max_value": "write {} or less",
    "min_value": "write {} or more",
}
LACKING: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.ChoiceField, "choose one"),
    (forms.FileField, "choose a file"),
    (forms.BooleanField, "tick the box"),
    (forms.DateField, "write the day"),
    (forms.DecimalField, "write a number"),
    (forms.IntegerField, "write a number"),
)
UNREADABLE: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateField, "write the day as 2026-06-11"),
    (forms.TimeField, "write the time as 14:30"),
    (forms.DecimalField, "write a number"),
    (forms.FloatField, "write a number"),
    (forms.IntegerField, "write a whole number"),
    (forms.EmailField, "write an email address"),
)


def fields_of(form: forms.BaseForm) -> tuple[Field, ...]:
    """Every field of the form, in order, with what the person typed and what was wrong with it."""
    return tuple(field_of(bound) for bound in form)


def errors_of(form: forms.BaseForm) -> tuple[tuple[str, str], ...]:
    """(sentence, field id) for the error summary; the id is empty for the form as a whole."""
    return tuple(_errors(form))


def _errors(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.as_data().items():
        if name == "__all__":
            yield from ((text, "") for error in errors for text in error.messages)
        else:
            yield from ((text, id_of(form[name])) for text in _said(form[name]))


def _said(bound: BoundField) -> tuple[str, ...]:
    """What is wrong with a field, in sentences that name it; what a form says itself stays as it is."""
    found = bound.form.errors.as_data().get(bound.name, ())
    return tuple(
        named(str(bound.label), plain) if (plain := _plainly(bound.field, error, text)) else text
        for error in found
        for text in error.messages
    )


def named(label: str, wrong: str) -> str:
    """What to do about a field after its name, which may be a question."""
    return f"{label} {wrong[:1].upper()}{wrong[1:]}" if label.endswith("?") else f"{label}: {wrong}"


def _plainly(field: forms.Field, error: forms.ValidationError, text: str) -> str:
    """The framework's own sentence in plainer words that say what to do; empty where the form has its own."""
    limit = (error.params or {}).get("limit_value")
    if text.startswith("Ensure this value"):
        return LIMITS.get(str(error.code), "").format(limit)
    if error.message not in _usual(field):
        return ""
    if error.code == "required":
        return next((words for known, words in LACKING if isinstance(field, known)), "write something")
    if error.code == "invalid_choice":
        return "choose one of the list"
    return next((words for known, words in UNREADABLE if isinstance(field, known)), "")


def _usual(field: forms.Field) -> list[object]:
    """The sentences that the framework has for such a field."""
    return [
        text
        for known in type(field).__mro__
        for text in getattr(known, "default_error_messages", {}).values()
    ]


def field_of(bound: BoundField) -> Field:
    widget = bound.field.widget
    value = bound.value()
    is_many = isinstance(value, (list, tuple))
    attributes = widget.attrs
    return Field(
        name=bound.html_name,
        id=id_of(bound),
        kind=next(
            (kind for known, kind in _KINDS if isinstance(widget, known)),
            getattr(widget, "input_type", None) or "text",
        ),
        label=str(bound.label),
        value="" if value is None or is_many else str(value),
        hint=str(bound.help_text),
        error=" ".join(_said(bound)),
        options=_options(bound),
        values=tuple(str(one) for one in value) if is_many else (),
        checked=bool(value) if isinstance(widget, forms.CheckboxInput) else False,
        autocomplete=str(attributes.get("autocomplete", "")),
        inputmode=str(attributes.get("inputmode", "")),
        accept=str(attributes.get("accept", "")),
        multiple=bool(getattr(widget, "allow_multiple_selected", False)),
    )


def id_of(bound: BoundField) -> str:
    return bound.auto_id or bound.html_name


def _options(bound: BoundField) -> tuple[tuple[str, str], ...]:
    choices = getattr(bound.field, "choices", ())
    return tuple((str(value), str(words)) for value, words in choices)
