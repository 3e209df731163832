"""From an item to its page."""

from __future__ import annotations

from collections.abc import Iterator

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import presenting
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.observing import ADVICE_ABOUT
from frankpledge.governance.agenda.pages import Button, ItemPage, ObservationRow
from frankpledge.governance.agenda.words import address, item_tags, numbered, within
from frankpledge.governance.models import CouncilAdvice, Observation
from frankpledge.governance.rules.agenda.kinds import FUNCTIONS
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import GATES
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal
from frankpledge.law import api as law


def item_page(
    partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard, item: ItemFacts
) -> ItemPage:
    """What an item asks, what waits for it, what was said of it. Raises `NotPermitted` for a closed one."""
    presenting.refuse_closed(principal, partnership, item)
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    return ItemPage(
        title=numbered(item),
        crumbs=within(partnership, meeting, ("Agenda", address("agenda", partnership, slug=meeting.slug))),
        tags=(item.item_kind.title, *item_tags(item), *(("Withdrawn",) if item.is_withdrawn else ())),
        asks=item.item_kind.asks,
        recommendation=item.recommendation,
        facts=tuple(_facts(partnership, meeting, item)),
        outlook="",
        observations=tuple(_observations(partnership, meeting, item)),
        advice=tuple(_advice(item)),
        buttons=tuple(_buttons(partnership, meeting, item)) if writes else (),
    )


def _facts(partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts) -> Iterator[tuple[str, str]]:
    if item.presenter:
        yield "Presented by", item.presenter
    if item.minutes_allowed:
        yield "Time", f"{item.minutes_allowed} minutes"
    if item.because:
        yield "Why", item.because
    duty = law.duty(item.duty, partnership.nation, presenting.on_or_today(meeting)) if item.duty else None
    if duty:
        yield "Duty", f"{duty.title} ({'; '.join(map(str, duty.basis)) or duty.strength})"
    if item.function:
        yield "Function", FUNCTIONS[item.function]
    if item.capacity:
        yield "Capacity", CAPACITIES[item.capacity].title.capitalize()
    if item.effect in GATES:
        yield "What waits for the decision", GATES[item.effect].sentence
    if item.about:
        yield "About", item.about
    if item.kind == "decide":
        yield "Rule of decision", item.scope.replace("-", " ").capitalize()
    if item.is_closed:
        yield "Closed because", item.closed_because
        yield "Title for the public", item.public_title
    if item.carried_from:
        yield "Carried from", item.carried_from


def _observations(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts
) -> Iterator[ObservationRow]:
    for row in Observation.objects.filter(item_id=item.id):
        whose = ", ".join(one for one in (row.given_by, row.organisation, short_date(row.given_on)) if one)
        said = f"{row.answer} ({row.answered_by}, {short_date(row.answered_on)})" if row.answered_on else ""
        href = address("observation", partnership, slug=meeting.slug, observation=row.id)
        yield ObservationRow(row.text, whose, said, "" if said else href)


def _advice(item: ItemFacts) -> Iterator[tuple[str, str]]:
    row = CouncilAdvice.objects.filter(item_id=item.id).first() if item.is_advice else None
    if row:
        yield "About", ADVICE_ABOUT.get(row.about, row.about)
        yield "Advice", row.text
        yield "Given", f"to {row.given_to} on {short_date(row.given_on)}"
        yield (
            "Answer",
            f"{row.answer} ({short_date(row.answered_on)})" if row.answered_on else "Not answered yet",
        )


def _buttons(partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts) -> Iterator[Button]:
    here = {"slug": meeting.slug, "item": item.id}
    if item.is_withdrawn:
        return
    if meeting.is_ahead:
        yield Button("Change the item", address("agenda-item-edit", partnership, **here), style="secondary")
    if not item.item_kind.is_standing:
        words = "Open the paper" if item.has_paper else "Write the paper"
        yield Button(words, address("paper", partnership, **here))
    yield Button("Record an observation", address("observation-new", partnership, **here), style="secondary")
    if item.is_advice:
        yield Button("Record the advice as sent", address("advice", partnership, **here), style="secondary")
        if CouncilAdvice.objects.filter(item_id=item.id).exists():
            yield Button(
                "Record the council’s answer",
                address("advice-answer", partnership, **here),
                style="secondary",
            )
