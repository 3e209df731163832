"""Pages on which an edition is written and carried to adoption: each is parts around the questions that it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.governance import api as governance
from frankpledge.governance.agenda import queries as agenda
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.law import api as law
from frankpledge.plans import queries
from frankpledge.plans.asking import Ask, Asked, choice
from frankpledge.plans.editions import documents, issuing, positioning
from frankpledge.plans.editions.assessed import open_emerging
from frankpledge.plans.editions.comparing import above
from frankpledge.plans.facts import (
    ACTIVITY_KINDS,
    ACTIVITY_STATES,
    PRIORITY_KINDS,
    RELATIONS,
    STRANDS,
    ActivityFacts,
    PlanFacts,
    PriorityFacts,
    funding_words,
)
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row
from frankpledge.plans.measures import queries as measures
from frankpledge.plans.pages import PlanDocumentPage
from frankpledge.plans.presenting import FORMAT_NAMES
from frankpledge.plans.rules.checklist import the_gap_of_adoption
from frankpledge.plans.rules.states import state_words
from frankpledge.web.html import trusted
from frankpledge.web.words import counted


def before(partnership: PartnershipFacts, plan: PlanFacts) -> PlanFacts | None:
    """The plan that this one refreshes, else the edition that starts before it; None for the first."""
    every = queries.plans(partnership.slug)
    if plan.parent:
        return next((one for one in every if one.slug == plan.parent), None)
    earlier = [
        one for one in every if one.period.starts_on < plan.period.starts_on and one.status != "withdrawn"
    ]
    return max(earlier, key=lambda one: one.period.starts_on, default=None)


def law_strategies(partnership: PartnershipFacts, plan: PlanFacts) -> list[tuple[str, str]]:
    """The strategies that the law of the plan's first day requires, to choose from."""
    found = law.strategies(partnership.nation, plan.period.starts_on)
    return [
        (one.code, f"{one.title[0].upper()}{one.title[1:]}")
        for one in found
        if one.code != "crime-and-disorder"
    ]


def new_page(partnership: PartnershipFacts, asked: Asked) -> SheetPage:
    lead = (
        "Three years, revised each year: law in Wales, custom in England since 1 June 2011. "
        "An earlier edition stays as it is; the draft begins with what goes on from it."
    )
    upload = Cell("Or start from last year’s plan as a file", address("plan-start", partnership))
    parts = (*asked.theirs, asked.part("start"), Part(bullets=(upload,)))
    return SheetPage("Start an edition of the plan", crumbs(partnership), lead, parts, asked.errors)


def edit_page(partnership: PartnershipFacts, plan: PlanFacts, asked: Asked) -> SheetPage:
    """The desk of a draft; of a plan that is adopted, what may still be done with it."""
    draft = plan.status == "draft"
    lead = "A draft. Nothing of it is in force until it is adopted." if draft else (
        "It is adopted, so its text stays. The reason and outcome of a priority can be amended, with the reason; names, order "
        "and number of priorities change with a refresh."
    )  # fmt: skip
    rows = [
        row(
            str(one.order), Cell(one.title, address("priority-edit", partnership, plan=plan.slug, priority=one.slug)),
            PRIORITY_KINDS[one.kind], one.rank_text or "Not from a ranking", counted(len(one.measures), "source"),
        )
        for one in plan.priorities
    ]  # fmt: skip
    called = measures.titles(partnership.slug)
    parts: list[Part] = [*asked.theirs]
    if draft:
        parts.append(
            Part(
                bullets=(
                    Cell("Draft priorities from the assessment", address("plan-assessed", partnership, plan=plan.slug)),
                    Cell("What the law asks of it", address("plan-checklist", partnership, plan=plan.slug)),
                    Cell("Its way to adoption", address("plan-adoption", partnership, plan=plan.slug)),
                )
            )
        )  # fmt: skip
    parts.append(Part(grid=grid("Priorities", ("Order", "Priority", "Kind", "Rank", "Sources"), rows)))
    if draft:
        parts.append(asked.part("priority", summary="Add a priority, or an issue to monitor"))
    parts.append(
        Part(
            grid=grid(
                "Steps", ("Step", "Priority", "State", "Money or time", "Measures"),
                (_step_row(partnership, plan, one, called) for one in plan.activities),
            )
        )
    )  # fmt: skip
    if draft:
        parts.append(asked.part("step", summary="Add a step"))
    parts.append(
        Part(
            grid=grid(
                "Aims of the plan", ("Aim", "Measured by"),
                (row(one.text, ", ".join(called.get(each, each) for each in one.measures) or "Nothing yet") for one in plan.aims),
            )
        )
    )  # fmt: skip
    if draft:
        parts.append(asked.part("aim", summary="Add an aim"))
        if asked.has("drop-aim"):
            parts.append(asked.part("drop-aim", summary="Take an aim out"))
        parts.append(asked.part("strategy", summary="Name a strategy beside the plan"))
        parts.append(asked.part("words", "The words of the plan"))
    return SheetPage(
        f"Write {plan.title}" if draft else f"Amend {plan.title}",
        crumbs(partnership, above(partnership, plan)), lead, tuple(parts), asked.errors,
    )  # fmt: skip


def _step_row(
    partnership: PartnershipFacts, plan: PlanFacts, one: ActivityFacts, called: Mapping[str, str]
) -> tuple[Cell, ...]:
    titles = {each.slug: each.title for each in plan.priorities}
    href = address("plan-step", partnership, plan=plan.slug, step=one.id)
    short = one.text if len(one.text) < 120 else f"{one.text[:117].rstrip()}…"
    return row(
        Cell(short, href), titles.get(one.priority, "None"), ACTIVITY_STATES[one.state],
        "; ".join(funding_words(each) for each in one.funding) or "Nobody says",
        ", ".join(called.get(each, each) for each in one.measures) or "None",
    )  # fmt: skip


def priority_edit_page(
    partnership: PartnershipFacts, plan: PlanFacts, one: PriorityFacts, asked: Asked
) -> SheetPage:
    """One priority to be written or, of an adopted plan, amended."""
    called = measures.titles(partnership.slug)
    rows = [
        row(
            link.source,
            RELATIONS[link.relation],
            called.get(link.measure, link.measure) or "None",
            link.extract or link.note,
        )
        for link in one.measures
    ]
    facts = [("Place", str(one.order)), ("Rank", one.rank_text or "Not from a ranking")]
    facts += [("Because", one.rank_reason)] if one.rank_reason else []
    parts: list[Part] = [*asked.theirs, Part(facts=tuple(facts))]
    if asked.has("amend"):
        parts.append(asked.part("amend", "Amend"))
    else:
        parts.append(asked.part("words", "Its words"))
    parts.append(
        Part(grid=grid("What counts it", ("Source", "How", "Measure", "To ask for, or to know"), rows))
    )
    for name, summary in (("measure", "Tie a source"), ("untie", "Take a tie away"), ("move", "Move it"),
                          ("drop", "Take it out of the draft")):  # fmt: skip
        if asked.has(name):
            parts.append(asked.part(name, summary=summary))
    within = crumbs(
        partnership, above(partnership, plan),
        (f"Write {plan.title}", address("plan-edit", partnership, plan=plan.slug)),
    )  # fmt: skip
    return SheetPage(one.title, within, PRIORITY_KINDS[one.kind], tuple(parts), asked.errors)


def step_page(partnership: PartnershipFacts, plan: PlanFacts, one: ActivityFacts, asked: Asked) -> SheetPage:
    """One step: what it serves, who pays, what tells whether it works."""
    titles = {each.slug: each.title for each in plan.priorities}
    called = measures.titles(partnership.slug)
    facts = (
        ("Serves", titles.get(one.priority, "No priority")),
        ("Kind", ACTIVITY_KINDS.get(one.kind, one.kind)),
        ("State", ACTIVITY_STATES[one.state]),
        (
            "Money or time",
            "; ".join(funding_words(each) for each in one.funding)
            or "Nobody says who pays or gives the time",
        ),
        (
            "Measured by",
            ", ".join(called.get(each, each) for each in one.measures) or "Nothing tells whether it works",
        ),
        ("Partners", ", ".join(one.partners) or "None named"),
    )
    parts = [*asked.theirs, Part(facts=facts)]
    headings = {
        "tie": "Which priority it serves",
        "fund": "Who pays for it, or gives the time",
        "measure": "What tells whether it works",
    }
    parts += [asked.part(name, headings[name]) for name in asked.forms]
    within = crumbs(
        partnership, above(partnership, plan),
        (f"Write {plan.title}", address("plan-edit", partnership, plan=plan.slug)),
    )  # fmt: skip
    return SheetPage("A step of the plan", within, one.text, tuple(parts), asked.errors)


def adoption_page(partnership: PartnershipFacts, plan: PlanFacts, asked: Asked, on: date) -> SheetPage:
    """Who decided what about a plan and when, what it waits for, and what went out."""
    every = queries.plans(partnership.slug)
    parts: list[Part] = [*asked.theirs]
    if plan.status == "draft":
        lead, first = _draft_way(partnership, plan, on)
        parts += first
    else:
        gap = the_gap_of_adoption(plan)
        lead = f"{state_words(plan, every, on)}."
        parts.append(Part(text=(str(gap),) if gap.holds else (), warning="" if gap.holds else str(gap)))
    parts.append(
        Part(
            grid=grid(
                "Steps so far", ("Step", "By whom", "When", "Known from"),
                (row(step.kind.capitalize(), step.body, str(step.on), step.source) for step in plan.steps),
            )
        )
    )  # fmt: skip
    parts.append(
        Part(
            grid=grid(
                "Issues", ("Number", "When", "Because", "Fingerprint"),
                (row(str(one.number), short_date(one.on), one.because or "First issue", one.sha256[:12]) for one in plan.issues),
            )
        )
    )  # fmt: skip
    parts.append(
        Part(
            grid=grid(
                "Copies", ("To", "Issue", "Sent", "Received", "Receipt"),
                (
                    row(
                        copy.body, str(one.number), f"{short_date(copy.sent_on)}, {copy.how}",
                        short_date(copy.received_on) if copy.received_on else "No receipt yet",
                        ", ".join(part for part in (copy.received_by, copy.receipt) if part),
                    )
                    for one in plan.issues for copy in one.copies
                ),
            )
        )
    )  # fmt: skip
    headings = {
        "agenda": "Before the partnership", "council": "The council’s decision", "adopt": "Adopt", "issue": "Issue or amend", "publish": "Publish the summary",
        "send": "Send a copy", "receipt": "A receipt",
    }  # fmt: skip
    for name in asked.forms:
        if name == "publish":
            parts.append(_at_the_desk(partnership, headings[name]))
        folded, heading = (
            ("Withdraw the draft", "")
            if name == "withdraw"
            else ("", "" if name == "publish" else headings[name])
        )
        parts.append(asked.part(name, heading, summary=folded))
    return SheetPage(
        f"Adoption of {plan.title}", crumbs(partnership, above(partnership, plan)), lead,
        tuple(one for one in parts if one != Part()), asked.errors,
    )  # fmt: skip


def _at_the_desk(partnership: PartnershipFacts, heading: str) -> Part:
    desk = Cell("Issue the summary to the public", address("desk", partnership))
    return Part(
        heading,
        text=(
            "The law asks that a summary is published, in a form that reaches as many people as is reasonable. "
            "Issuing it here records that by itself. Where it was published elsewhere, record it below.",
        ),
        bullets=(desk,),
    )


def _draft_way(partnership: PartnershipFacts, plan: PlanFacts, on: date) -> tuple[str, list[Part]]:
    found = issuing.waiting(partnership.slug, plan, on)
    if found.own and found.own.decided:
        lead = f"{found.own.body} agreed it, {found.own.decided}."
    else:
        lead = "The partnership has not decided on it yet."
    parts = [Part(text=(str(found.verdict),))]
    if found.months:
        waited = counted(found.months, "month")
        parts.append(
            Part(
                warning=f"{waited} have gone by since the partnership agreed it, and the council has not adopted it."
            )
        )
    items = governance.items_about(partnership.slug, plan.slug)
    if items:
        parts.append(
            Part(heading="On the agenda", bullets=tuple(Cell(f"{one.title}: {one.meeting_title}, {short_date(one.on)}") for one in items))
        )  # fmt: skip
    elif not found.own and not agenda.ahead(partnership.slug, on):
        calls = Cell("Call a meeting", address("meetings", partnership))
        parts.append(Part(inset="No meeting is ahead that could decide on it.", bullets=(calls,)))
    return lead, parts


def year_page(partnership: PartnershipFacts, plan: PlanFacts, asked: Asked) -> SheetPage:
    """What comes first in twelve months, and the emerging issues that may."""
    emerging = {one.id: one.title for one in open_emerging(partnership.slug)}
    titles = {one.slug: one.title for one in plan.priorities}
    rows = [
        row(
            str(one.period), one.title,
            titles.get(one.priority) or (f"Emerged: {_emerged(emerging, one.emerging)}" if one.emerging else "Neither"),
            one.because,
        )
        for one in plan.year_priorities
    ]  # fmt: skip
    parts = [
        *asked.theirs,
        Part(grid=grid("What comes first", ("Months", "What", "Priority or register", "Because"), rows)),
    ]
    if asked.has("first"):
        parts.append(asked.part("first", "Put something first"))
    lead = "The plan stays as it is: this says what comes first within it for twelve months, and why."
    if not rows:
        lead = f"Nothing has been put first yet. {lead}"
    title = f"The next twelve months: {plan.title}"
    return SheetPage(title, crumbs(partnership, above(partnership, plan)), lead, tuple(parts), asked.errors)


def _emerged(known: dict[UUID, str], entry: UUID | None) -> str:
    return known.get(entry, "an entry of the register") if entry else ""


def fragment(
    request: HttpRequest, partnership: PartnershipFacts, plan: PlanFacts, which: str, on: date
) -> HttpResponse:
    """A short document to read, with its formats to take away."""
    html = drawing.html_fragment(documents.document_of(partnership.slug, plan, which, on=on))
    downloads = tuple(
        (
            f"{documents.WHICH[which]} ({FORMAT_NAMES[fmt]}{', one page of A4' if (which, fmt) == ('page', 'pdf') else ''})",
            address("plan-taken", partnership, plan=plan.slug, which=which, fmt=fmt),
        )
        for fmt in drawing.FORMATS
    )
    page = PlanDocumentPage(
        f"{documents.WHICH[which]}: {plan.title}", crumbs(partnership, above(partnership, plan)), trusted(html), downloads
    )  # fmt: skip
    return render(request, "plans/document.html", {"page": page})


# Position statements ------------------------------------------------------------------------------------------------


def position_asks(partnership: PartnershipFacts, by: Principal) -> list[Ask]:
    """The form that ties something done to a position statement."""
    statements = positioning.statements(partnership.slug)
    done = positioning.to_link(partnership.slug)
    if not statements or not done:
        return []

    def save(said: dict[str, object], _version: int) -> str:
        kind, _, key = str(said["what"]).partition(":")
        positioning.link(
            partnership.slug, UUID(str(said["position"])), strand=str(said["strand"]),
            activity=UUID(key) if kind == "step" else None, action=UUID(key) if kind == "action" else None, by=by,
        )  # fmt: skip
        return "It is tied to the position statement."

    return [
        Ask("link", "Tie them",
            {"position": choice("Which statement?", [(str(one.id), f"{one.title}, {one.agreed or 'not dated'}") for one in statements]),
             "strand": choice("Which strand?", list(STRANDS.items())),
             "what": choice("What is done because of it?", done)}, save)
    ]  # fmt: skip


def positions_page(partnership: PartnershipFacts, asked: Asked) -> SheetPage:
    """Each statement in each version, with what is done because of it and the strands for which nothing is."""
    parts: list[Part] = [*asked.theirs]
    for one in positioning.statements(partnership.slug):
        done = {strand: [words for which, words in one.links if which == strand] for strand in STRANDS}
        empty = [words.lower() for strand, words in STRANDS.items() if not done[strand]]
        agreed = f"Agreed {one.agreed}" if one.agreed else "Not dated"
        decision = f", decision ‘{one.decision}’" if one.decision else ", no decision is recorded"
        parts.append(
            Part(
                heading=f"{one.title} (version {one.version})", text=(f"{agreed}{decision}.", *one.paragraphs)
            )
        )
        rows = [row(STRANDS[strand], words) for strand, lines in done.items() for words in lines]
        parts.append(
            Part(
                grid=grid(f"Done because of version {one.version}", ("Strand", "What is done"), rows),
                warning=f"Nothing is tied to: {', '.join(empty)}." if empty and one.is_latest else "",
            )
        )
    if asked.has("link"):
        parts.append(asked.part("link", "Tie what is done to a statement"))
    lead = "What the partnership says it believes, as it was agreed, and what is done because of it."
    if not positioning.statements(partnership.slug):
        lead = "No position statement is recorded yet. A plan’s file may hold some."
    return SheetPage("Position statements", crumbs(partnership), lead, tuple(parts), asked.errors)
