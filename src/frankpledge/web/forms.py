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


def fields_of(form: forms.BaseForm) -> tuple[Field, ...]:
    """Every field of the form, in order, with what the person typed and what was wrong with it."""
    return tuple(field_of(bound) for bound in form)


def errors_of(form: forms.BaseForm) -> tuple[tuple[str, str], ...]:
    """(sentence, field id) for the error summary; the id is empty for the form as a whole."""
    return tuple(_errors(form))


def _errors(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        where = "" if name == "__all__" else id_of(form[name])
        yield from ((str(error), where) for error in errors)


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
        error=" ".join(str(error) for error in bound.errors),
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
