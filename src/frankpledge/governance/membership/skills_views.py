"""Pages of the review of knowledge and skills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Identity
from frankpledge.governance.membership import skills
from frankpledge.governance.membership.forms import day_field
from frankpledge.governance.membership.presenting import MEMBERS, address, crumbs
from frankpledge.governance.membership.skills import AnswerFacts, ReviewFacts
from frankpledge.governance.membership.skills_document import CUSTOM, LAW, build_document
from frankpledge.governance.membership.views import done, may_write, show_form, to
from frankpledge.governance.rules.membership.skills import LEVELS, Area, AreaState, who_asks
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today

SKILLS = ("Knowledge and skills", "skills")
OPTIONS = tuple((str(level), words) for level, words in LEVELS.items())


@dataclass(frozen=True)
class ReviewsPage:
    """Every review, and whether law or custom asks for this year's."""

    title: str
    crumbs: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]
    open_href: str
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AreaRow:
    title: str
    wanted: str
    best: str
    answered: str
    state: str
    is_met: bool


@dataclass(frozen=True)
class PersonRow:
    """Somebody who attends; `levels` are words in the order of the areas, only for those who may see them."""

    name: str
    href: str
    organisation: str
    answered: str
    below: str


@dataclass(frozen=True)
class ReviewPage:
    title: str
    crumbs: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    areas: tuple[AreaRow, ...]
    people: tuple[PersonRow, ...]
    mine_href: str
    close_href: str
    files: tuple[tuple[str, str], ...]


def reviews(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every review, and this year's to be begun."""
    asked = who_asks(partnership.nation, today())
    found = skills.reviews(partnership.slug)
    writes = may_write(principal, partnership)
    begun = asked is not None and any(year == asked.year.code for _, year, _, _ in found)
    lead = [LAW if asked.is_law else CUSTOM, f"It is due by {short_date(asked.due_on)}."] if asked else []
    if asked and asked.note and not asked.is_law:
        lead.append(asked.note)
    page = ReviewsPage(
        "Knowledge and skills",
        crumbs(partnership, MEMBERS),
        tuple(lead),
        tuple(
            (
                f"Review {year}",
                address("skills-review", partnership, review=review_id),
                f"Closed on {short_date(closed)}" if closed else "Open",
            )
            for review_id, year, _, closed in found
        ),
        address("open-skills", partnership) if writes and asked and not begun else "",
        tuple((one.title, one.about) for one in skills.known_areas()),
    )
    return render(request, "governance/membership/skills.html", {"page": page})


def begin(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Begin this year's review."""
    made = skills.open_review(partnership.slug, by=principal)
    return to(
        request, address("skills-review", partnership, review=made),
        "The review is begun. Everybody with an account finds it on their own page.",
    )  # fmt: skip


def review(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, review: UUID
) -> HttpResponse:
    """One review: each area and its gaps; for the office also each person."""
    found = skills.review(partnership.slug, review, on=today())
    page = _page(partnership, found, principal, writes=may_write(principal, partnership))
    return render(request, "governance/membership/skills_review.html", {"page": page})


def _page(
    partnership: PartnershipFacts, found: ReviewFacts, principal: Principal, *, writes: bool
) -> ReviewPage:
    attends = any(one.user and one.user == principal.user_id for one in found.attenders)
    here = {"review": found.id}
    facts = [("Asked for by", found.basis or "Local custom"), ("Due by", short_date(found.due_on))]
    if found.closed_on:
        facts += [("Closed on", short_date(found.closed_on)), ("What came of it", found.conclusion)]
    return ReviewPage(
        f"Knowledge and skills {found.year}",
        crumbs(partnership, MEMBERS, SKILLS),
        (LAW if found.is_law else CUSTOM,),
        tuple(facts),
        tuple(_area_row(one) for one in found.states()),
        _people(partnership, found) if writes else (),
        address("my-skills", partnership, **here) if attends and found.is_open else "",
        address("close-skills", partnership, **here) if writes and found.is_open else "",
        tuple(
            (fmt.upper(), address("skills-document", partnership, fmt=fmt, **here))
            for fmt in documents.FORMATS
        )
        if writes
        else (),
    )


def _area_row(one: AreaState) -> AreaRow:
    wanted = f"{LEVELS[one.area.one]} for one, {LEVELS[one.area.each].lower()} for each"
    best = LEVELS[one.best] if one.best is not None else "Nobody has answered"
    more = f"; {len(one.below)} below what is wanted of each" if one.below else ""
    state = f"{one.in_words}{more}"
    return AreaRow(
        one.area.title,
        wanted,
        best,
        f"{one.answered} of {one.asked}",
        state,
        one.met is True and not one.below,
    )


def _people(partnership: PartnershipFacts, found: ReviewFacts) -> tuple[PersonRow, ...]:
    states = found.states()
    return tuple(
        PersonRow(
            one.name,
            f"{address('agree-skills', partnership, review=found.id)}?person={number}"
            if found.is_open
            else "",
            one.organisation,
            f"{_answered(found.of(one.name))} of {len(found.areas)}",
            "; ".join(state.area.title for state in states if one.name in state.below) or "None known",
        )
        for number, one in enumerate(found.attenders)
    )


def _answered(answers: Mapping[str, AnswerFacts]) -> int:
    return sum(1 for one in answers.values() if one.own is not None or one.agreed is not None)


class LevelsForm(forms.Form):
    """One's own level in each area."""

    def __init__(self, areas: Sequence[Area], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for one in areas:
            self.fields[one.slug] = forms.ChoiceField(
                label=one.title,
                help_text=one.about,
                choices=OPTIONS,
                widget=forms.RadioSelect,
                required=False,
            )

    def levels(self) -> dict[str, int]:
        return {area: int(level) for area, level in self.cleaned_data.items() if level}


def mine(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, review: UUID
) -> HttpResponse:
    """Say what one knows oneself. What is left open stays not answered."""
    found = skills.review(partnership.slug, review, on=today())
    name = next((one.name for one in found.attenders if one.user and one.user == principal.user_id), "")
    if not name:
        raise NotFound("You are not recorded as attending, so there is nothing for you to answer.")
    own = {area: str(one.own) for area, one in found.of(name).items() if one.own is not None}
    form = LevelsForm(found.areas, request.POST or None, initial=own)
    if done(form, lambda: skills.answer(partnership.slug, review, form.levels(), by=principal)):
        return to(request, address("me", partnership), "Thank you. Your answers are kept.")
    return show_form(
        request, form, title=f"What you know: review {found.year}", trail=crumbs(partnership, ("My page", "me")),
        button="Keep my answers",
        lead=("There is no wrong answer. Leave open what you cannot say; it is then not answered, and nothing else.",),
    )  # fmt: skip


class AgreeForm(forms.Form):
    """What was agreed with one person, area by area."""

    def __init__(self, found: ReviewFacts, person: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.areas = found.areas
        known = found.of(person)
        for one in found.areas:
            self._area(one, known.get(one.slug))

    def _area(self, area: Area, known: AnswerFacts | None) -> None:
        own = LEVELS[known.own].lower() if known and known.own is not None else "not answered"
        choices = (("", "Nothing agreed yet"), *OPTIONS)
        self.fields[f"level-{area.slug}"] = forms.ChoiceField(
            label=f"{area.title}: level agreed", help_text=f"Their own answer: {own}", choices=choices, required=False,
            initial=str(known.agreed) if known and known.agreed is not None else "",
        )  # fmt: skip
        self.fields[f"what-{area.slug}"] = forms.CharField(
            label=f"{area.title}: what is done about a gap", required=False, max_length=500,
            initial=known.what_is_done if known else "",
        )  # fmt: skip
        by = day_field(f"{area.title}: by when", required=False, hint="")
        by.initial = known.done_by if known else None
        on = day_field(f"{area.title}: done on", required=False, hint="")
        on.initial = known.done_on if known else None
        self.fields[f"by-{area.slug}"], self.fields[f"on-{area.slug}"] = by, on

    def said(self) -> list[skills.Agreed]:
        """What was agreed of the areas about which anything was said."""
        value = self.cleaned_data
        rows = [
            skills.Agreed(
                one.slug, int(value[f"level-{one.slug}"]) if value[f"level-{one.slug}"] else None,
                value[f"what-{one.slug}"].strip(), value[f"by-{one.slug}"], value[f"on-{one.slug}"],
            )
            for one in self.areas
        ]  # fmt: skip
        return [one for one in rows if one.level is not None or one.what_is_done]


def agree(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, review: UUID
) -> HttpResponse:
    """Record what was agreed with one person. Raises `NotFound` for nobody's number."""
    found = skills.review(partnership.slug, review, on=today())
    number = request.GET.get("person", "")
    if not number.isdecimal() or int(number) >= len(found.attenders):
        raise NotFound("Nobody of that number attends.")
    who = found.attenders[int(number)]
    form = AgreeForm(found, who.name, request.POST or None)
    if done(form, lambda: skills.agree(partnership.slug, review, who.name, form.said(), by=principal)):
        return to(request, address("skills-review", partnership, review=review), f"Kept for {who.name}.")
    return show_form(
        request,
        form,
        title=f"Agreed with {who.name}",
        trail=crumbs(partnership, MEMBERS, SKILLS),
        button="Keep it",
    )


class ConclusionForm(forms.Form):
    """What came of the review."""

    conclusion = forms.CharField(
        label="What came of it", widget=forms.Textarea,
        help_text="In a sentence or two: it is what the minutes will say",
        error_messages={"required": "Say what came of it"},
    )  # fmt: skip


def close(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, review: UUID
) -> HttpResponse:
    """Close the review."""
    found = skills.review(partnership.slug, review, on=today())
    form = ConclusionForm(request.POST or None)

    def act() -> None:
        said = form.cleaned_data["conclusion"]
        skills.close_review(partnership.slug, review, conclusion=said, by=principal)

    if done(form, act):
        return HttpResponseRedirect(address("skills-review", partnership, review=review))
    silent = sum(1 for one in found.attenders if not found.of(one.name))
    lead = (f"{silent} of {len(found.attenders)} have not answered; they stay not known.",) if silent else ()
    return show_form(
        request, form, title=f"Close the review {found.year}", trail=crumbs(partnership, MEMBERS, SKILLS),
        button="Close the review", lead=lead,
    )  # fmt: skip


def document(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, review: UUID, fmt: str
) -> HttpResponse:
    """The review as a file. Raises `NotFound` for a format there is not."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    found = skills.review(partnership.slug, review, on=today())
    identity = Identity(
        partnership.council_name, partnership.colour, partnership.accent, partnership.logo_png,
        partnership.council_name, partnership.reference_docx,
    )  # fmt: skip
    dated = (found.closed_on or today()).isoformat()
    made = documents.render(build_document(found, identity, partnership.name, dated), fmt)
    sent = HttpResponse(made, content_type=documents.MEDIA_TYPES[fmt])
    name = f"knowledge-and-skills-{found.year.replace('/', '-')}.{fmt}"
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent
