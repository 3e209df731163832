"""Pages that ask several things at once: each question is a small form of its own, and a conflict shows both texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.plans.layout import FormPart, Part, SheetPage, show
from frankpledge.records.models import Conflict
from frankpledge.web.forms import errors_of, fields_of, named

Choices = Sequence[tuple[str, str]]
Fields = Mapping[str, forms.Field]
Said = dict[str, Any]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class DayInput(forms.DateInput):
    """The browser's own way of choosing a day."""

    input_type = "date"


def day(label: str, *, required: bool = True, hint: str = "Such as 2026-06-11") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label, required=required, help_text=hint, input_formats=DAYS, widget=DayInput(format="%Y-%m-%d"),
    )  # fmt: skip


class PartialDayField(forms.CharField):
    """A day as far as it is known: 2020, 2020-03 or 2020-03-17."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            wrong = named(str(self.label), f"{error}. Write 2020, 2020-03 or 2020-03-17")
            raise forms.ValidationError(wrong) from error


def partial_day(label: str, *, required: bool = True) -> PartialDayField:
    wrong = {"required": named(label, "write the day as far as it is known")}
    hint = "As far as it is known: 2026, 2026-06 or 2026-06-11"
    return PartialDayField(
        label=label, required=required, help_text=hint, max_length=10, error_messages=wrong
    )


def line(label: str, *, required: bool = False, hint: str = "", length: int = 200) -> forms.CharField:
    """One line of words."""
    return forms.CharField(label=label, required=required, help_text=hint, max_length=length)


def words(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    """Some sentences."""
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.Textarea())


def choice(label: str, choices: Choices, *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=hint)


def whole(
    label: str, *, required: bool = True, low: int = 0, high: int | None = None, hint: str = ""
) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(label=label, required=required, min_value=low, max_value=high, help_text=hint)


def pounds(label: str, *, required: bool = False) -> forms.DecimalField:
    """An amount of money."""
    wrong = {
        "required": named(label, "write the amount"),
        "invalid": named(label, "write pounds, such as 12500 or 12500.50"),
    }
    return forms.DecimalField(
        label=label, required=required, min_value=Decimal(0), max_digits=12, decimal_places=2, help_text="In pounds",
        error_messages=wrong,
    )  # fmt: skip


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    """A box."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that somebody typed, without empty ones."""
    return tuple(one.strip() for one in text.splitlines() if one.strip())


def optional(first: Choices, words_for_none: str = "None of these") -> Choices:
    return [("", words_for_none), *first]


@dataclass(frozen=True)
class Ask:
    """One question of a page. `save` takes what was said and the version that was read, and answers the sentence to show.

    `current` gives the texts that stand in the record now, by field, for the day on which two people save at once.
    """

    name: str
    button: str
    fields: Fields
    save: Callable[[Said, int], str]
    start: Mapping[str, object] = field(default_factory=dict)
    version: int = 0
    hidden: tuple[tuple[str, str], ...] = ()
    style: str = "primary"
    current: Callable[[], tuple[int, Mapping[str, object]]] | None = None
    takes_file: bool = False
    onward: Callable[[], str] | None = None
    """Where to go after it was saved; the page itself otherwise."""


@dataclass(frozen=True)
class Asked:
    """How the questions of a page stand: each as a part to show, what is wrong, and what another person saved meanwhile."""

    forms: Mapping[str, FormPart]
    errors: tuple[tuple[str, str], ...] = ()
    theirs: tuple[Part, ...] = ()

    def part(self, name: str, heading: str = "", *, summary: str = "", text: tuple[str, ...] = ()) -> Part:
        """A question as a part of the page."""
        return Part(heading=heading, form=self.forms[name], summary=summary, text=text)

    def has(self, name: str) -> bool:
        return name in self.forms


def _form(ask: Ask, data: QueryDict | None, files: Any) -> forms.Form:
    made = forms.Form(
        data, files, initial=dict(ask.start), auto_id=f"{ask.name}-%s", use_required_attribute=False
    )
    made.fields.update(ask.fields)
    return made


def answer(
    request: HttpRequest, asks: Iterable[Ask], page: Callable[[Asked], SheetPage], *, here: str
) -> HttpResponse:
    """Show a page with its questions; save the one that was sent and go on, or show what is wrong with it."""
    every = {ask.name: ask for ask in asks}
    sent = every.get(request.POST.get("do", "")) if request.method == "POST" else None
    if request.method == "POST" and sent is None:
        raise NotFound("There is no such question on this page, or you may not answer it.")
    made = {name: _form(ask, None, None) for name, ask in every.items() if ask is not sent}
    if sent is None:
        return show(request, page(Asked(_parts(every, made, here))))
    form = _form(sent, request.POST, request.FILES)
    made[sent.name] = form
    theirs: tuple[Part, ...] = ()
    version = int(found) if (found := request.POST.get("version", "")).isdecimal() else sent.version
    if form.is_valid():
        try:
            messages.success(request, sent.save(form.cleaned_data, version))
            return HttpResponseRedirect(sent.onward() if sent.onward else here)
        except Conflict as conflict:
            if sent.current is None:
                raise
            version, values = sent.current()
            form.add_error(None, str(conflict.reason))
            theirs = (_theirs(form, values),)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        except Unusable as unusable:
            for problem in unusable.problems:
                form.add_error(None, str(problem))
    ordered = {name: made[name] for name in every}
    return show(
        request, page(Asked(_parts(every, ordered, here, sent.name, version), errors_of(form), theirs))
    )


def _theirs(form: forms.Form, values: Mapping[str, object]) -> Part:
    """What the other person saved, field by field, where it is not what was typed here."""
    differing = tuple(
        (str(form.fields[name].label), str(value) or "Nothing")
        for name, value in values.items()
        if name in form.fields and str(value) != str(form.cleaned_data.get(name, ""))
    )
    lead = "Somebody else saved this meanwhile. Below stands what they saved; the form further down holds what you typed."
    return Part(heading="Two people changed this at once", warning=lead, facts=differing)


def _parts(
    every: Mapping[str, Ask], made: Mapping[str, forms.Form], here: str, sent: str = "", version: int = 0
) -> dict[str, FormPart]:
    return {
        name: FormPart(
            here,
            ask.button,
            fields_of(made[name]),
            (("do", name), ("version", str(version if name == sent else ask.version)), *ask.hidden),
            ask.style,
            ask.takes_file,
            name == sent,
        )
        for name, ask in every.items()
        if name in made
    }


def as_day(value: object) -> date:
    """A day that a form has cleaned. TypeError for anything else."""
    if not isinstance(value, date):
        raise TypeError("the form did not clean a day")
    return value
