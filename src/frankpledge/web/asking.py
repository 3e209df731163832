"""A form answered: what was typed is never lost. What a rule refuses stands beside the field it is about; where somebody
else saved first, both texts are shown and the person chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import Refused
from frankpledge.records.models import Conflict
from frankpledge.web.forms import Field, errors_of, fields_of

VERSION = "row_version"


@dataclass(frozen=True)
class FormPage:
    """A page with one form. `theirs`: what somebody else saved meanwhile, where it differs from what was typed."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    button: str
    lead: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    back: tuple[str, str] | None = None
    theirs: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    takes_files: bool = False


class VersionedForm(forms.Form):
    """A form about something that others may be changing too."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def read_version(self) -> int:
        """The version that the person saw."""
        return int(self.cleaned_data.get(VERSION) or 0)

    def said(self) -> dict[str, object]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != VERSION}


@dataclass(frozen=True)
class Current:
    """What stands in the record now: its version, and the text of each field."""

    version: int
    values: Mapping[str, object]


Save = Callable[[], str]


def answer(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    save: Save,
    *,
    current: Callable[[], Current] | None = None,
) -> HttpResponse:
    """Show the form; when it is sent and stands, `save` answers where to go next. Refusals are shown in the form."""
    if request.method != "POST":
        return _shown(request, form, page)
    if not form.is_valid():
        return _shown(request, form, page, status=422)
    try:
        return HttpResponseRedirect(save())
    except Conflict as conflict:
        if current is None:
            raise
        return _both(request, form, page, str(conflict.reason), current())
    except Refused as refused:
        form.add_error(None, str(refused.reason))
    except Unusable as unusable:
        _note(form, unusable)
    return _shown(request, form, page, status=422)


def _note(form: forms.Form, unusable: Unusable) -> None:
    """Each problem at the field it names by its label, or above them all."""
    by_label = {str(field.label): name for name, field in form.fields.items()}
    for problem in unusable.problems:
        where = f"{problem.file}: " if problem.file else ""
        form.add_error(by_label.get(problem.column), f"{where}{problem.reason} {problem.remedy}")


def _shown(request: HttpRequest, form: forms.Form, page: FormPage, *, status: int = 200) -> HttpResponse:
    errors = errors_of(form) if status != 200 else ()
    made = replace(page, fields=fields_of(form), errors=(*page.errors, *errors))
    return render(request, "web/form.html", {"page": made, "has_errors": bool(made.errors)}, status=status)


def _both(
    request: HttpRequest, form: forms.Form, page: FormPage, reason: str, current: Current
) -> HttpResponse:
    """The form with what this person typed and the version that is there now, and beside it what the other one saved."""
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed[VERSION] = str(current.version)
    form.data = typed
    differing = tuple(
        (str(form.fields[name].label), _in_words(form.fields[name], value))
        for name, value in current.values.items()
        if name in form.fields and _plain(value) != _plain(form.cleaned_data.get(name))
    )
    made = replace(page, theirs=differing, warning=reason, fields=fields_of(form))
    return render(request, "web/form.html", {"page": made, "has_errors": True}, status=409)


def _plain(value: object) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "" if value is None or value is False else str(value)


def _in_words(field: forms.Field, value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    words = {str(key): str(said) for key, said in getattr(field, "choices", ())}
    return words.get(str(value), _plain(value)) or "Nothing"
