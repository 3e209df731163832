"""Pages of the plan's measures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import slugify

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.governance.agenda.uploading import on_disk
from frankpledge.governance.minutes.action_queries import safe_cell
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.measures import loading, presenting, queries, services
from frankpledge.plans.measures.forms import (
    FIXED,
    DefinitionForm,
    FigureForm,
    MeasureForm,
    StateForm,
    StoryForm,
    TargetForm,
)
from frankpledge.plans.measures.picture import cell
from frankpledge.plans.measures.presenting import above, address
from frankpledge.plans.rules.measures.case import SOURCES
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, answer


def _writes(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.PLAN_WRITE, Subject("partnership", partnership.id, partnership.slug))


def measures(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every measure and how it stands."""
    page = presenting.measures_page(partnership, today(), writes=_writes(principal, partnership))
    return render(request, "plans/measures/measures.html", {"page": page})


def measure(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One measure."""
    one = queries.standing(partnership.slug, slug, on=today())
    writes = _writes(principal, partnership)
    answers = one.measure.is_recorded and services.may_answer(
        queries.measure_row(partnership.slug, slug), principal
    )
    page = presenting.measure_page(partnership, one, today(), writes=writes, answers=answers)
    return render(request, "plans/measures/measure.html", {"page": page})


def as_csv(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Every figure of a measure as a CSV file."""
    one = queries.standing(partnership.slug, slug, on=today())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("measure", "period", "numerator", "denominator", "low", "high", "as printed", "where from")
    )
    for each in one.status.case.readings:
        parts = (each.numerator, each.denominator, each.low, each.high)
        numbers = ["" if part is None else f"{float(part):.12g}" for part in parts]
        cells = (slug, each.period.code, *numbers, cell(one.status.case, each), SOURCES[each.source])
        writer.writerow([safe_cell(each) for each in cells])
    sent = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    sent.headers["Content-Disposition"] = f'attachment; filename="{slug}.csv"'
    return sent


def figure(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Opens a number of a measure: what it comes to over a period, or its change as of a day."""
    one = queries.standing(partnership.slug, slug, on=today())
    made = figures.figure(_asked(partnership.slug, one.status.case.feed, one.status.case.form, slug, request))
    return HttpResponseRedirect(address("figure", partnership, figure_id=made.id))


def _asked(partnership: str, feed: str, form: str, slug: str, request: HttpRequest) -> Request:
    if on := request.GET.get("on", ""):
        return Request.of(partnership, "plan-measure-change", None, measure=slug, on=on)
    period = request.GET.get("period", "")
    if not period:
        raise NotFound("Name a period.")
    if feed and form == "count":
        return Request.of(partnership, "measure-sum", None, measure=feed, period=period)
    return Request.of(partnership, "plan-measure", None, measure=slug, period=period)


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Set up a measure; one that a priority names already brings what is known of it."""
    on = today()
    form = MeasureForm(
        presenting.feeds(partnership.slug), presenting.priorities(partnership.slug, on), request.POST or None,
        initial=_start(partnership.slug, request.GET.get("of", ""), on),
    )  # fmt: skip
    page = FormPage("Set up a measure", above(partnership), "Set it up")

    def save() -> str:
        named = form.written(slugify(request.GET.get("of", "")))
        made = services.set_up_measure(partnership.slug, named, by=principal)
        messages.success(request, "The measure is set up.")
        return address("plan-measure", partnership, slug=made)

    return answer(request, form, page, save)


def _start(partnership: str, slug: str, on: date) -> dict[str, object]:
    if not slug:
        return {"kind": "population", "form": "count", "relation": "exact", "frequency": "month"}
    case = queries.standing(partnership, slug, on=on).status.case
    return {
        "title": case.title, "kind": case.kind, "form": case.form, "frequency": case.frequency,
        "feed": case.feed, "direction": case.direction, "relation": case.relation, "relation_note": case.relation_note,
        "priority": case.priority, "unit": case.unit,
    }  # fmt: skip


def change(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Change what is said of a measure. Two who do so at once both see what the other said."""
    row = queries.measure_row(partnership.slug, slug)
    start = queries.said_of(row)
    form = MeasureForm(
        presenting.feeds(partnership.slug), presenting.priorities(partnership.slug, today()), request.POST or None,
        initial={**start, "row_version": row.row_version},
    )  # fmt: skip
    for name in FIXED:
        del form.fields[name]

    def save() -> str:
        form.cleaned_data |= {name: start[name] for name in FIXED}
        services.change_measure(
            partnership.slug, slug, form.written(slug), read_version=form.read_version, by=principal
        )
        return address("plan-measure", partnership, slug=slug)

    def current() -> Current:
        now = queries.measure_row(partnership.slug, slug)
        return Current(now.row_version, queries.said_of(now))

    page = FormPage(f"Change: {row.title}", _here(partnership, slug, row.title), "Save")
    return answer(request, form, page, save, current=current)


def _here(partnership: PartnershipFacts, slug: str, title: str) -> tuple[tuple[str, str], ...]:
    return above(partnership, (title, address("plan-measure", partnership, slug=slug)))


def enter(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Enter the figure of a period, or correct it."""
    row = queries.measure_row(partnership.slug, slug)
    form = FigureForm(
        row.form, request.POST or None, initial={"row_version": row.row_version, "source": "entry"}
    )

    def save() -> str:
        services.enter_figure(
            partnership.slug, slug, form.reading(), by=principal, read_version=form.read_version or None
        )
        messages.success(request, "The figure is recorded.")
        return address("plan-measure", partnership, slug=slug)

    def current() -> Current:
        now = queries.measure_row(partnership.slug, slug)
        last = now.entries.order_by("recorded_at").last()
        values = (
            {}
            if last is None
            else {"period": last.period, "numerator": last.numerator, "denominator": last.denominator}
        )
        return Current(now.row_version, values)

    page = FormPage(f"Enter a figure: {row.title}", _here(partnership, slug, row.title), "Save the figure")
    return answer(request, form, page, save, current=current)


def _simple(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, form: forms.Form, title: str,
    button: str, write: Callable[[], None],
) -> HttpResponse:  # fmt: skip
    row = queries.measure_row(partnership.slug, slug)
    page = FormPage(f"{title}: {row.title}", _here(partnership, slug, row.title), button)

    def save() -> str:
        write()
        return address("plan-measure", partnership, slug=slug)

    return answer(request, form, page, save)


def target(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Set what a measure is to come to."""
    form = TargetForm(request.POST or None)
    return _simple(request, principal, partnership, slug, form, "Set a target", "Set the target",
                   lambda: services.set_target(partnership.slug, slug, form.target(), by=principal))  # fmt: skip


def state(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Keep a measure in abeyance, end it, take it up again."""
    form = StateForm(request.POST or None)
    return _simple(request, principal, partnership, slug, form, "Its use", "Save",
                   lambda: services.set_state(partnership.slug, slug, form.phase(), by=principal))  # fmt: skip


def define(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Say what is counted from a day on."""
    form = DefinitionForm(request.POST or None)
    return _simple(request, principal, partnership, slug, form, "What is counted", "Save",
                   lambda: services.define(partnership.slug, slug, form.definition(), by=principal))  # fmt: skip


def story(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Tell the story behind the figures."""
    form = StoryForm(request.POST or None)
    return _simple(request, principal, partnership, slug, form, "The story behind the figures", "Save",
                   lambda: services.tell_story(partnership.slug, slug, form.cleaned_data["text"], by=principal))  # fmt: skip


class FileForm(forms.Form):
    """A file of measures."""

    upload = forms.FileField(
        label="File", help_text="A .toml, .json or .csv file", error_messages={"required": "Choose a file"},
        widget=forms.FileInput(attrs={"accept": ".toml,.json,.csv"}),
    )  # fmt: skip


def from_file(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Set up every measure of a file, or none."""
    form = FileForm(request.POST or None, request.FILES or None)
    page = FormPage("Set up measures from a file", above(partnership), "Set them up", takes_files=True)

    def save() -> str:
        upload = cast("UploadedFile[bytes]", form.cleaned_data["upload"])
        with on_disk(upload) as (path, name):
            ending = name.rpartition(".")[2].lower()
            given = path.rename(path.with_name(f"measures.{ending}"))
            made = loading.load(partnership.slug, given, by=principal, name=name)
        messages.success(request, f"{len(made)} measures are set up.")
        return address("plan-measures", partnership)

    return answer(request, form, page, save)
