"""Pages by which an earlier plan is taken in from a file and confirmed line by line."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal
from frankpledge.plans.asking import Ask, Asked, Said, answer, as_day, choice, day, line, words
from frankpledge.plans.editions.drafting import twelve_months
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row
from frankpledge.plans.rules.drafting import KINDS
from frankpledge.plans.starting import services
from frankpledge.plans.starting.reading import READ
from frankpledge.plans.starting.services import NewStart, UploadFacts
from frankpledge.records.clock import today
from frankpledge.records.uploads import refuse_by_size
from frankpledge.web.words import counted

TITLE = "Start from last year’s plan"


def start(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Choose a file; what it seems to hold is drafted for a person to confirm."""
    made: list[UUID] = []

    def save(said: Said, _version: int) -> str:
        made.append(_taken(partnership, said["file"], principal))
        return "The file is read. Nothing of it is in a plan until you confirm it."

    field = forms.FileField(
        label="The plan as a file", help_text=f"One of {', '.join(READ)}", widget=forms.FileInput(attrs={"accept": ",".join(READ)}),
        error_messages={"required": "Choose the file", "empty": "The file is empty: choose it again"},
    )  # fmt: skip
    ask = Ask(
        "file", "Read the file", {"file": field}, save, takes_file=True,
        onward=lambda: address("plan-confirm", partnership, upload=made[0]),
    )  # fmt: skip
    return answer(
        request, [ask], lambda asked: _start_page(partnership, asked), here=address("plan-start", partnership)
    )


def _taken(partnership: PartnershipFacts, given: UploadedFile[Any], by: Principal) -> UUID:
    name = given.name or "file"
    refuse_by_size(name, given.size or 0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(name).suffix.lower()}"
        with path.open("wb") as out:
            for block in given.chunks():
                out.write(block)
        return services.take_in(partnership.slug, path, name, on=today(), by=by)


def _start_page(partnership: PartnershipFacts, asked: Asked) -> SheetPage:
    known = services.uploads(partnership.slug)
    rows = [
        row(
            Cell(one.file_name, address("plan-confirm", partnership, upload=one.id)), short_date(one.uploaded_on),
            counted(len(one.lines), "line"), one.became or "Waits for you to confirm it",
        )
        for one in known
    ]  # fmt: skip
    lead = "Priorities, actions and measures are drafted from the file. You look at each line, with its place in the file, and say what it is."
    parts = (
        *asked.theirs,
        asked.part("file"),
        Part(grid=grid("Files taken in", ("File", "When", "Drafted", "Became"), rows)),
    )
    return SheetPage(TITLE, crumbs(partnership), lead, parts, asked.errors)


def confirm(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, upload: UUID
) -> HttpResponse:
    """Say of each drafted line what it is; then a draft is made of those that are kept."""
    found = services.upload(partnership.slug, upload)
    here = address("plan-confirm", partnership, upload=upload)
    made: list[str] = []
    asks = []
    if not found.became:
        fields: dict[str, forms.Field] = {
            "title": line("What is the plan called?", required=True),
            "starts_on": day("First day"),
            "ends_on": day("Last day"),
        }
        begun: dict[str, object] = {"starts_on": twelve_months(today()).starts_on}
        priorities = {one.number: one.text for one in found.of("priority")}
        for one in found.lines:
            belongs = (
                f", for ‘{priorities[one.under]}’"
                if one.under in priorities and one.under is not None
                else ""
            )
            taken = f"{one.place}{belongs}; taken for {KINDS[one.kind].lower()} because {one.because}"
            fields[f"kind-{one.number}"] = choice(
                f"Line {one.number + 1} is", list(KINDS.items()), hint=taken
            )
            text = (
                words(f"Words of line {one.number + 1}")
                if len(one.text) > 90
                else line(f"Words of line {one.number + 1}", length=500)
            )
            fields[f"text-{one.number}"] = text
            begun |= {f"kind-{one.number}": one.kind, f"text-{one.number}": one.text}

        def save(said: Said, _version: int) -> str:
            lines = {
                one.number: (said[f"kind-{one.number}"], said[f"text-{one.number}"]) for one in found.lines
            }
            new = NewStart(said["title"], Period(as_day(said["starts_on"]), as_day(said["ends_on"])))
            made.append(services.confirm(partnership.slug, upload, lines, new, by=principal))
            return "The draft is made of what you confirmed."

        asks.append(
            Ask("confirm", "Make the draft", fields, save, start=begun,
                onward=lambda: address("plan-edit", partnership, plan=made[0]))
        )  # fmt: skip
    return answer(request, asks, lambda asked: _confirm_page(partnership, found, asked), here=here)


def _confirm_page(partnership: PartnershipFacts, found: UploadFacts, asked: Asked) -> SheetPage:
    within = crumbs(partnership, (TITLE, address("plan-start", partnership)))
    counts = ", ".join(
        counted(len(found.of(kind)), word, many)
        for kind, word, many in (("priority", "priority", "priorities"), ("action", "action", "actions"), ("measure", "measure", "measures"))
    )  # fmt: skip
    if found.became:
        link = Cell("See the draft", address("plan-called", partnership, plan=found.became))
        rows = [row(one.place, KINDS[one.said or "leave"], one.said_text) for one in found.lines]
        parts = (Part(bullets=(link,)), Part(grid=grid("What was confirmed", ("Place", "As", "Words"), rows)))
        return SheetPage(found.file_name, within, "A draft was made of this file.", parts)
    lead = f"Drafted from the file: {counts}. Nothing is in a plan yet. Mend what was read wrongly, and leave out what does not belong."
    return SheetPage(
        f"Confirm {found.file_name}", within, lead, (*asked.theirs, asked.part("confirm")), asked.errors
    )
