"""From the record to the pages of minutes: the draft as it grows, corrections, the chain, matters arising."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.safestring import SafeString

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.api import FORMATS, html_fragment
from frankpledge.documents.tree import Document, Section
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.minutes import action_queries, escalating, queries, register
from frankpledge.governance.minutes.pages import (
    ActionRow,
    ChainPage,
    ChainPart,
    CorrectionRow,
    CorrectionsPage,
    Crumbs,
    MattersPage,
    MinutesPage,
    Opens,
    Part,
    Press,
    Ways,
)
from frankpledge.governance.minutes.queries import MinutesOf
from frankpledge.governance.models import Escalation, Meeting
from frankpledge.governance.rules.minutes.chain import Chain, Link
from frankpledge.governance.rules.minutes.log import STATES, Logged
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import today
from frankpledge.web.html import trusted

FORMAT_WORDS = {"html": "Web page (HTML)", "pdf": "PDF", "docx": "Word (DOCX)", "odt": "OpenDocument (ODT)"}
STATE_WORDS = {
    "growing": ("Being written while the meeting goes on", "yellow"),
    "draft": ("Draft", "yellow"),
    "confirmed": ("Confirmed", "green"),
}
LINK_WORDS = {
    "confirmed": "Confirmed",
    "waiting": "Waits for the next meeting",
    "unconfirmed": "Not confirmed yet",
}


def may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def trail(partnership: PartnershipFacts, meeting: Meeting, *above: tuple[str, str]) -> Crumbs:
    """The way to a page about a meeting."""
    here = (meeting.title, address("meeting", partnership, slug=meeting.slug))
    return crumbs(partnership, here, *above)


def shown_to(principal: Principal, partnership: PartnershipFacts, meeting: Meeting) -> MinutesOf:
    """The minutes that this person may read: without the closed part for those who may not read that."""
    is_public = not may(principal, Permission.MEETING_CLOSED_READ, partnership)
    return queries.minutes_of(meeting, is_public=is_public)


def growing(partnership: PartnershipFacts, meeting: Meeting, principal: Principal) -> tuple[SafeString, ...]:
    """The minutes as they stand, part by part: what the page of a running meeting shows beside it."""
    found = parts_of(partnership, shown_to(principal, partnership, meeting), may_write=False)
    return tuple(one.html for one in found)


def parts_of(partnership: PartnershipFacts, found: MinutesOf, *, may_write: bool) -> tuple[Part, ...]:
    """The document section by section, with the way to add the clerk's own words behind each item."""
    document = queries.document_of(found, partnership)
    opening = Part(trusted(html_fragment(_with(document, ()))), ())
    return (opening, *_section_parts(partnership, found, document, may_write))


def _section_parts(
    partnership: PartnershipFacts, found: MinutesOf, document: Document, may_write: bool
) -> Iterator[Part]:
    items = {f"item-{one.number}": one.id for one in (*found.minutes.items, *found.minutes.closed) if one.id}
    for section in document.sections:
        for one in (section, *section.sections) if section.sections else (section,):
            bare = Section(one.heading, one.blocks, (), one.number, one.id)
            edit: Ways = ()
            if may_write and one.id in items:
                words = f"Add your own words to item {one.number}"
                href = address("minutes-item", partnership, slug=found.meeting.slug, item=items[one.id])
                edit = ((words, href),)
            yield Part(trusted(html_fragment(_with(document, (bare,), opening=False))), edit)


def _with(document: Document, sections: tuple[Section, ...], *, opening: bool = True) -> Document:
    return Document(
        document.title, sections, document.identity, document.dated,
        opening=document.opening if opening else (), base_url=document.base_url,
    )  # fmt: skip


def minutes_page(principal: Principal, partnership: PartnershipFacts, meeting: Meeting) -> MinutesPage:
    """The minutes of a meeting for those who work on them or take part."""
    found = shown_to(principal, partnership, meeting)
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    open_to_words = writes and found.state.state != "confirmed"
    words, colour = STATE_WORDS[found.state.state]
    return MinutesPage(
        title=f"Minutes: {meeting.title}",
        crumbs=trail(partnership, meeting),
        state=words,
        state_tag=colour,
        lead=found.minutes.held,
        warnings=tuple(_warnings(found)),
        parts=parts_of(partnership, found, may_write=open_to_words),
        downloads=downloads(partnership, meeting, "minutes-file"),
        ways=tuple(_ways(partnership, found, open_to_words)),
        presses=tuple(_presses(partnership, found)) if writes else (),
    )


def downloads(partnership: PartnershipFacts, meeting: Meeting, name: str) -> Ways:
    return tuple(
        (FORMAT_WORDS[fmt], address(name, partnership, slug=meeting.slug, fmt=fmt)) for fmt in FORMATS
    )


def _warnings(found: MinutesOf) -> Iterator[str]:
    state = found.state
    if state.waiting:
        yield (
            f"The {state.waiting.meeting_title} of {state.waiting.held} decided to confirm them, but that has no effect: see "
            "the decision."
        )
    if state.is_altered:
        yield "The record was put right after these minutes were confirmed. What was confirmed is shown, unaltered."
    if state.is_withheld:
        yield f"Not published: {state.withheld_because}"


def _ways(partnership: PartnershipFacts, found: MinutesOf, may_write: bool) -> Iterator[tuple[str, str]]:
    slug = found.meeting.slug
    if may_write:
        yield "Add words to the whole", address("minutes-whole", partnership, slug=slug)
    if may_write:
        yield "Keep these minutes from the public", address("minutes-withhold", partnership, slug=slug)
    yield "Corrections", address("minutes-corrections", partnership, slug=slug)
    yield "Matters arising for this meeting", address("matters-arising", partnership, slug=slug)
    decision = found.state.confirmed or found.state.waiting
    if decision:
        yield (
            "The decision about these minutes",
            address("decision", partnership, decision_id=decision.decision),
        )
    yield "Every set of minutes and its approval", address("minutes-chain", partnership)


def _presses(partnership: PartnershipFacts, found: MinutesOf) -> Iterator[Press]:
    publish = address("minutes-publish", partnership, slug=found.meeting.slug)
    if found.state.state == "draft":
        if found.state.is_draft_public:
            yield Press("Take the draft back from the public", publish, "publish", "no")
        else:
            yield Press("Publish the draft, marked as one", publish, "publish", "yes")


def corrections_page(partnership: PartnershipFacts, meeting: Meeting, *, may_write: bool) -> CorrectionsPage:
    """The corrections stated of a draft, kept beside what they correct."""
    rows = tuple(
        CorrectionRow(
            one.number or "Whole", one.wording, one.reads,
            Press(
                "Take back", address("minutes-correction", partnership, slug=meeting.slug, correction=one.id),
                about=f"the correction of {one.number or 'the whole'}",
            ),
        )
        for one in queries.corrections_of(meeting)
    )  # fmt: skip
    return CorrectionsPage(
        title=f"Corrections: {meeting.title}",
        crumbs=trail(partnership, meeting, ("Minutes", address("minutes", partnership, slug=meeting.slug))),
        lead="Corrections are agreed when a later meeting confirms the minutes. The first wording is kept beside each.",
        rows=rows,
        add=address("minutes-correct", partnership, slug=meeting.slug) if may_write else "",
    )


def chain_page(partnership: PartnershipFacts) -> ChainPage:
    """Every set of minutes of every body: who confirmed it, what is wrong, how often the body met."""
    names = queries.group_names(partnership.slug)
    return ChainPage(
        title="Minutes and their approval",
        crumbs=crumbs(partnership),
        lead="Each set of minutes is confirmed once, by the next meeting of the same body that can decide.",
        bodies=tuple(
            _chain(partnership, one, names) for one in queries.chains(partnership.slug) if one.links
        ),
    )


def _chain(partnership: PartnershipFacts, chain: Chain, names: Mapping[str, str]) -> ChainPart:
    gap = max(chain.gaps, key=lambda one: one.most, default=None)
    longest = f"The longest time between two meetings was {gap.most} days, from {gap.starts} to {gap.ends}." if gap else ""  # fmt: skip
    return ChainPart(
        heading=names.get(chain.body, chain.body),
        findings=tuple(str(one) for one in chain.findings),
        rows=tuple(_link(partnership, one) for one in reversed(chain.links)),
        cadence=tuple(
            (one.label, READINGS.get(one.reading, one.reading), str(one.held), YES[one.ok]) for one in chain.cadence
        ),
        longest=longest,
    )  # fmt: skip


READINGS = {
    "each-window": "At least one in each",
    "longest-gap": "No longer than that between two",
    "number-a-year": "So many a year",
}
YES = {True: "Yes", False: "No", None: "Cannot be told"}


def _link(partnership: PartnershipFacts, link: Link) -> tuple[Opens, str, str]:
    opens = Opens(link.of.title, address("minutes", partnership, slug=link.of.slug))
    by = f" by {link.by.named}" if link.by else ""
    return opens, str(link.of.held), f"{LINK_WORDS[link.state]}{by}"


def matters_page(principal: Principal, partnership: PartnershipFacts, meeting: Meeting) -> MattersPage:
    """What comes up at a meeting from before it, under the numbers it has carried from the start."""
    slug, group = partnership.slug, meeting.group
    day = meeting.held_earliest
    previous = queries.previous_meeting(meeting)
    since = previous.held_earliest if previous else None
    sees_closed = may(principal, Permission.MEETING_CLOSED_READ, partnership)
    carried = [
        one for one in action_queries.carried(slug, group, day)
        if (one.is_live or (since and one.closed_on and one.closed_on >= since)) and (sees_closed or not one.is_withheld)
    ]  # fmt: skip
    waiting = [one for one in register.entries(slug) if one.group == group and one.effect_now in {"irregular", "undetermined", "waits"}]  # fmt: skip
    return MattersPage(
        title=f"Matters arising: {meeting.title}",
        crumbs=trail(partnership, meeting),
        lead=f"What is carried to this meeting from {previous.title} of {queries.held_in_words(previous)} and before." if previous else "Nothing was held before this meeting.",
        minutes=tuple(
            Opens(f"{one.title}, {queries.held_in_words(one)}", address("minutes", partnership, slug=one.slug))
            for one in queries.unconfirmed_before(meeting)
        ),
        actions=tuple(action_row(partnership, one) for one in carried),
        heard=tuple(_escalation(partnership, one, one.answer) for one in escalating.to_be_heard(slug, group)),
        asked=tuple(_escalation(partnership, one, one.asked) for one in escalating.to_be_answered(slug, group)),
        observations=tuple(
            (Opens(one.title, address("agenda-item", partnership, slug=one.meeting, item=one.item)), one.who, one.text)
            for one in _unanswered(partnership, group)
        ),
        cures=tuple(
            (Opens(one.text, address("decision", partnership, decision_id=one.id)), register.EFFECTS[one.effect_now])
            for one in waiting
        ),
    )  # fmt: skip


def _unanswered(partnership: PartnershipFacts, group: str) -> Iterable[queries.Unanswered]:
    yield from queries.unanswered_observations(partnership.slug, group)
    if not group:
        yield from queries.unanswered_advice(partnership.slug)


def _escalation(partnership: PartnershipFacts, one: Escalation, words: str) -> tuple[Opens, str, str]:
    return Opens(one.number, address("escalation", partnership, escalation=one.id)), one.text, words


def action_row(partnership: PartnershipFacts, one: Logged) -> ActionRow:
    """An action as a row of a list."""
    on = today()
    last = one.updates[-1] if one.updates else None
    late = one.is_overdue(on)
    due = short_date(one.due_on) if one.due_on else "No date"
    return ActionRow(
        number=Opens(one.number, address("action", partnership, action=one.id)),
        text=one.text,
        owner=one.owner or one.organisation or "Nobody yet",
        due=f"{due}, overdue" if late else due,
        state=STATES[one.state],
        is_late=late,
        said=f"{short_date(last.on)}: {last.text or STATES[last.state]}" if last else "",
    )
