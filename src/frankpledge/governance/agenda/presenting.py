"""From the record to the pages of meetings ahead: the list, a meeting, its agenda as it is built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import queries as record
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard, SentFacts, as_seen
from frankpledge.governance.agenda.forecasting import (
    Expectation,
    expectation,
    in_words,
    missing_in_words,
    names_of,
    ring_of,
    saved_in_words,
)
from frankpledge.governance.agenda.links import links_of
from frankpledge.governance.agenda.offers import Offer, offers_for
from frankpledge.governance.agenda.pages import (
    AheadRow,
    BuilderPage,
    BuilderRow,
    Button,
    DecisionRow,
    DueRow,
    ItemRow,
    MeetingPage,
    MeetingRow,
    MeetingsPage,
    OfferGroup,
    OfferRow,
    OutlookView,
)
from frankpledge.governance.agenda.words import (
    address,
    crumbs,
    item_tags,
    moment_in_words,
    numbered,
    when,
    within,
)
from frankpledge.governance.constitutions import StoredTerms
from frankpledge.governance.facts import (
    MEETING_KINDS,
    OUTCOMES,
    STATUSES,
    DecisionFacts,
    ExternalDecisionFacts,
    MeetingFacts,
    TermsFacts,
)
from frankpledge.governance.rules.agenda.forecast import OUTLOOKS, Outlook
from frankpledge.governance.rules.agenda.notices import LastDay, circulated_in_time, last_days
from frankpledge.kernel.dates import long_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.records.clock import today

NO_DATE = "Not known"
WHAT_SENT = {"notice": "Notice", "agenda": "Agenda and papers", "supplement": "Supplement"}
NO_TERMS = "No terms of reference are recorded for the day of this meeting, so neither notice nor quorum can be judged."


def may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    """Whether this person may do this in this partnership."""
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def refuse_closed(principal: Principal, partnership: PartnershipFacts, item: ItemFacts) -> None:
    """Raise `NotPermitted` where the item is closed to whoever asks."""
    if item.is_closed:
        require(
            principal,
            Permission.MEETING_CLOSED_READ,
            Subject("partnership", partnership.id, partnership.slug),
        )


# The list ---------------------------------------------------------------------------------------------------------


def meetings_page(partnership: PartnershipFacts, principal: Principal) -> MeetingsPage:
    """The meetings ahead with what is next of the nearest, then decisions and every meeting there was."""
    slug = partnership.slug
    versions = record.terms_versions(slug)
    coming = queries.ahead(partnership.slug, today())
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    tempo = queries.tempo_on(partnership.slug, today())
    return MeetingsPage(
        title="Meetings and decisions",
        crumbs=(("Home", address("home", partnership)),),
        terms_href=address("terms", partnership),
        next=_ahead(partnership, coming[0]) if coming else None,
        next_words=_outlook_line(coming[0]) if coming else "",
        tempo=f"Meeting faster ({tempo.phase}), every {_weeks(tempo.every_weeks)}: {tempo.because}"
        if tempo
        else "",
        buttons=(Button("Call a meeting", address("meeting-new", partnership)),) if writes else (),
        ways=_ways(partnership),
        ahead=tuple(_ahead(partnership, one) for one in coming),
        meetings=tuple(_meeting(partnership, one, versions) for one in record.meetings(slug)),
        decisions=tuple(_decision_row(partnership, one) for one in record.decisions(slug)),
        others=tuple(map(_external_row, record.external_decisions(slug))),
    )


def _meeting(partnership: PartnershipFacts, one: MeetingFacts, versions: list[TermsFacts]) -> MeetingRow:
    own = one.body_kind == "partnership"
    quorum = str(record.quorum_of(versions, one)) if own else "By its own rules"
    href = address("meeting", partnership, slug=one.slug) if own else ""
    return MeetingRow(
        one.title, one.body, str(one.held), MEETING_KINDS[one.kind], STATUSES[one.status], quorum, href
    )


def _decision_row(partnership: PartnershipFacts, one: DecisionFacts) -> DecisionRow:
    href = address("decision", partnership, decision_id=one.id)
    return DecisionRow(one.text, one.body, str(one.decided or NO_DATE), OUTCOMES[one.outcome], href)


def _external_row(one: ExternalDecisionFacts) -> DecisionRow:
    return DecisionRow(one.text, one.body, str(one.decided), "", "")


def _weeks(count: int) -> str:
    return "week" if count == 1 else f"{count} weeks"


def _ways(partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    return (
        ("Forward plan", address("forward-plan", partnership)),
        ("Decisions outside meetings", address("outside", partnership)),
        ("How have we kept our terms", address("kept", partnership)),
        ("Past meetings from a file", address("past", partnership)),
        ("A year of dates", address("meeting-dates", partnership)),
        ("Meeting faster in a crisis", address("tempo", partnership)),
        ("Meetings that others require", address("required-list", partnership)),
        ("Terms of reference in force on a day", address("terms", partnership)),
    )


def _ahead(partnership: PartnershipFacts, one: MeetingCard) -> AheadRow:
    return AheadRow(
        one.title, address("meeting", partnership, slug=one.slug), when(one), one.place or "Place not set",
        MEETING_KINDS.get(one.kind, one.kind),
    )  # fmt: skip


def _outlook_line(meeting: MeetingCard) -> str:
    found = expectation(meeting)
    if found is None:
        return NO_TERMS
    said = f"Quorum: {in_words(found.overall)}"
    return f"{said} {saved_in_words(found.overall, names_of(found.terms))}".strip()


# One meeting ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prepared:
    """Everything read once for a meeting's page."""

    meeting: MeetingCard
    stored: StoredTerms | None
    items: tuple[ItemFacts, ...]
    sent: tuple[SentFacts, ...]
    issues: int
    expected: Expectation | None

    @property
    def last_days(self) -> tuple[LastDay, ...]:
        if self.stored is None or self.meeting.on is None:
            return ()
        return last_days(self.stored.constitution, self.meeting.kind, self.meeting.on)

    def first_sent(self, *whats: str) -> SentFacts | None:
        return next((one for one in self.sent if one.what in whats), None)


def prepared(meeting: MeetingCard, *, may_closed: bool) -> Prepared:
    """What the pages of a meeting rest on; a fixed number of queries."""
    items = as_seen(queries.items_of(meeting.id), may_closed=may_closed)
    return Prepared(
        meeting, queries.terms_for(meeting), items, queries.sent_before(meeting.id),
        len(queries.issues_of(meeting.id)), expectation(meeting),
    )  # fmt: skip


def may_see_closed(principal: Principal, partnership: PartnershipFacts) -> bool:
    """Whether this person may read the closed part."""
    return may(principal, Permission.MEETING_CLOSED_READ, partnership)


def meeting_page(partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard) -> MeetingPage:
    """How a meeting stands and what is next."""
    found = prepared(meeting, may_closed=may_see_closed(principal, partnership))
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership)
    words, button = _next_step(partnership, found) if meeting.is_ahead else ("", None)
    return MeetingPage(
        title=meeting.title,
        crumbs=crumbs(partnership),
        state=STATUSES.get(meeting.status, meeting.status),
        lead=when(meeting),
        facts=_facts(meeting),
        next_words=words,
        next=button if writes else None,
        warnings=tuple(_warnings(found)),
        dues=tuple(dues_of(found)),
        items=tuple(item_row(partnership, meeting, one) for one in found.items),
        ways=(*_meeting_ways(partnership, principal, meeting), *links_of(principal, partnership, meeting)),
        outlook=outlook_view(found.expected) if meeting.is_ahead and found.expected else None,
        item_outlooks=tuple(item_outlooks(found)) if meeting.is_ahead else (),
        changes=tuple(_changes(meeting)),
        manage=_manage(partnership, meeting) if writes and meeting.is_ahead else (),
    )


def _facts(meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    facts = [
        ("When", when(meeting)),
        ("Place", meeting.place or "Not set"),
        ("Kind", MEETING_KINDS.get(meeting.kind, meeting.kind)),
        ("Open to the public", "Yes" if meeting.is_open_to_public else "No"),
    ]
    if meeting.joining:
        facts.append(("Joining from afar", meeting.joining))
    if meeting.phase:
        facts.append(("Tempo", meeting.phase.capitalize()))
    if meeting.called_by:
        facts.append(("Called by", meeting.called_by))
    if meeting.called_because:
        facts.append(("Because", meeting.called_because))
    return tuple(facts)


def _next_step(partnership: PartnershipFacts, found: Prepared) -> tuple[str, Button | None]:
    """What is next, in one sentence with one button; the earliest thing that is still to do."""
    slug = found.meeting.slug
    agenda = address("agenda", partnership, slug=slug)
    if not found.items:
        begin = address("agenda-begin", partnership, slug=slug)
        return "The agenda is empty.", Button("Begin the agenda", begin, is_post=True)
    notice = next((one for one in found.last_days if one.what == "notice"), None)
    if notice and not found.first_sent("notice"):
        words = f"Notice goes out by {long_date(notice.due)} ({notice.rule})."
        return words, Button("Record that notice went out", address("notices", partnership, slug=slug))
    lacking = [one for one in found.items if not one.item_kind.is_standing and not one.has_paper]
    if lacking and not found.issues:
        words = f"{len(lacking)} of the items that ask something have no paper yet; item {lacking[0].number} is the first."
        return words, Button("Go to the agenda", agenda)
    if not found.issues:
        due = next((one for one in found.last_days if one.what == "papers"), None)
        words = (
            f"The agenda and papers go out by {long_date(due.due)}."
            if due
            else "The agenda has not gone out."
        )
        return words, Button("Issue the agenda", address("pack", partnership, slug=slug))
    if found.expected and found.expected.overall.outlook is not Outlook.SURE:
        words = f"The quorum is not sure yet. {saved_in_words(found.expected.overall, names_of(found.expected.terms))}"
        return words.strip(), Button("See the replies", address("replies", partnership, slug=slug))
    return "Everything that goes before is done.", Button(
        "Open the chair’s brief", address("brief", partnership, slug=slug)
    )


def _warnings(found: Prepared) -> Iterator[str]:
    if found.stored is None and found.meeting.is_ahead:
        yield NO_TERMS
    elif found.stored and found.stored.is_assumed:
        yield "The terms of reference of that day are assumed; what is judged by them rests on that."
    for what, whats in (("notice", ("notice",)), ("papers", ("agenda",))):
        due = next((one for one in found.last_days if one.what == what), None)
        sent = found.first_sent(*whats)
        if due and sent and not (judged := circulated_in_time(due, sent.sent_on)).in_time:
            yield f"{WHAT_SENT[sent.what]}: {judged.sentence} {sent.because or 'Nobody wrote why.'}"
        elif due and sent is None and found.meeting.is_ahead and today() > due.due:
            yield f"{due.title}: it was due by {long_date(due.due)} and nothing is recorded as sent."


def dues_of(found: Prepared) -> Iterator[DueRow]:
    whats = {"notice": ("notice",), "papers": ("agenda",)}
    for due in found.last_days:
        sent = found.first_sent(*whats.get(due.what, ()))
        if due.what == "floor":
            yield DueRow(due.title, long_date(due.due), due.rule, "", needs_a_person=False)
        elif sent:
            judged = circulated_in_time(due, sent.sent_on)
            yield DueRow(
                due.title, long_date(due.due), due.rule, judged.sentence, needs_a_person=not judged.in_time
            )
        else:
            late = today() > due.due
            state = "Overdue" if late else "Not sent yet"
            yield DueRow(due.title, long_date(due.due), due.rule, state, needs_a_person=late)


def item_row(partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts) -> ItemRow:
    """An item as a list shows it, with the way to its page."""
    href = address("agenda-item", partnership, slug=meeting.slug, item=item.id)
    return ItemRow(
        item.number, item.title, href, "Standing item" if item.item_kind.is_standing else item.item_kind.title, item_tags(item), item.presenter,
        "" if item.item_kind.is_standing else "Paper" if item.has_paper else "No paper yet",
    )  # fmt: skip


def outlook_view(found: Expectation) -> OutlookView:
    """The outlook of the whole meeting."""
    forecast = found.overall
    assumed = (
        " Nobody recorded who holds the seats, so each is taken to be filled."
        if found.is_filling_assumed
        else ""
    )
    return OutlookView(
        OUTLOOKS[forecast.outlook], in_words(forecast) + assumed, saved_in_words(forecast, names_of(found.terms)),
        missing_in_words(forecast), ring_of(found),
    )  # fmt: skip


INTERESTED = {
    True: "has an interest and will withdraw",
    False: "has an interest and stays",
    None: "has a registered interest that may bear on it",
}


def item_outlooks(found: Prepared) -> Iterator[tuple[str, str, str]]:
    """Each item that asks something, with its outlook; of a closed one only what this person may see of it."""
    expected = found.expected
    if expected is None:
        return
    names, seen = names_of(expected.terms), {one.id: one for one in found.items}
    for item, forecast in expected.items:
        leaving = [
            f"{one.person} {INTERESTED[one.will_withdraw]}"
            for one in expected.interests
            if one.item in {None, item.id}
        ]
        said = " ".join((in_words(forecast), saved_in_words(forecast, names), missing_in_words(forecast)))
        if otherwise := expected.if_they_leave.get(item.id):
            said = f"{said.strip()} If those with a registered interest go out: {in_words(otherwise)}"
        yield numbered(seen.get(item.id, item)), said.strip(), "; ".join(leaving) or "None known"


def _meeting_ways(
    partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard
) -> tuple[tuple[str, str], ...]:
    names = [
        ("Agenda", "agenda"), ("Replies and quorum forecast", "replies"), ("Notice, papers and deadlines", "notices"),
        ("Pack and issue", "pack"),
    ]  # fmt: skip
    if may_see_closed(principal, partnership):
        names.append(("Chair’s brief", "brief"))
    found = [(words, address(name, partnership, slug=meeting.slug)) for words, name in names]
    if meeting.kind == "public":
        found.append(
            ("Public meeting: what it needs", address("public-meeting", partnership, slug=meeting.slug))
        )
    return tuple(found)


def _changes(meeting: MeetingCard) -> Iterator[tuple[str, str, str, str]]:
    titles = {"called": "Called", "rescheduled": "Moved", "changed": "Changed", "cancelled": "Cancelled"}
    for one in queries.changes_of(meeting.id):
        differs = "; ".join(
            f"{key}: {one.before.get(key) or 'nothing'} → {one.after.get(key) or 'nothing'}"
            for key in one.after
            if key in one.before
        )
        yield (
            moment_in_words(one.at),
            f"{titles[one.what]} by {one.by}",
            differs or "; ".join(one.after.values()),
            one.because,
        )


def _manage(partnership: PartnershipFacts, meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    return (
        ("Change the day, the hour or the place", address("meeting-change", partnership, slug=meeting.slug)),
        ("Cancel the meeting", address("meeting-cancel", partnership, slug=meeting.slug)),
    )


# The builder ------------------------------------------------------------------------------------------------------

MOVES = (("up", "Up"), ("down", "Down"), ("first", "First"), ("last", "Last"))


def builder_page(partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard) -> BuilderPage:
    """The agenda with the buttons that build it."""
    writes = may(principal, Permission.GOVERNANCE_WRITE, partnership) and meeting.is_ahead
    sees = may_see_closed(principal, partnership)
    every = as_seen(queries.items_of(meeting.id, with_withdrawn=True), may_closed=sees)
    items = [one for one in every if not one.is_withdrawn]
    issues = queries.issues_of(meeting.id)
    rows = [_builder_row(partnership, meeting, one, writes=writes, sees=sees) for one in items]
    return BuilderPage(
        title="Agenda",
        crumbs=within(partnership, meeting),
        lead=_builder_lead(meeting, len(issues)),
        warnings=tuple(_agenda_warnings(items)),
        open_items=tuple(row for row, one in zip(rows, items, strict=True) if not one.is_closed),
        closed_items=tuple(row for row, one in zip(rows, items, strict=True) if one.is_closed),
        withdrawn=tuple(item_row(partnership, meeting, one) for one in every if one.is_withdrawn),
        offers=tuple(_offer_groups(partnership, meeting)) if writes else (),
        buttons=_builder_buttons(partnership, meeting, bool(every)) if writes else (),
    )


def _builder_lead(meeting: MeetingCard, issues: int) -> str:
    if not issues:
        return f"{meeting.title}, {when(meeting)}. It has not gone out yet: numbers follow the order."
    return (
        f"{meeting.title}, {when(meeting)}. It has gone out: each item keeps its number, and what is added now joins as a "
        "supplement."
    )


def _agenda_warnings(items: Sequence[ItemFacts]) -> Iterator[str]:
    for one in items:
        if one.kind == "decide" and not one.recommendation.strip():
            yield f"Item {one.number} asks for a decision and has no recommendation: the agenda cannot be issued without its words."


def _builder_row(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemFacts, *, writes: bool, sees: bool
) -> BuilderRow:
    here = {"slug": meeting.slug, "item": item.id}
    paper = None
    may_open = sees or not item.is_closed
    if may_open and not item.item_kind.is_standing and (writes or item.has_paper):
        words = "Open the paper" if item.has_paper else "Write the paper"
        paper = (words, address("paper", partnership, **here))
    return BuilderRow(
        row=item_row(partnership, meeting, item), id=str(item.id), moves=MOVES if writes else (),
        moves_href=address("agenda-item-move", partnership, **here),
        edit=("Change", address("agenda-item-edit", partnership, **here)) if writes else None, paper=paper,
        more=(("Withdraw", address("agenda-item-withdraw", partnership, **here)),) if writes else (),
    )  # fmt: skip


def _builder_buttons(
    partnership: PartnershipFacts, meeting: MeetingCard, has_items: bool
) -> tuple[Button, ...]:
    here = {"slug": meeting.slug}
    begin = Button("Put the standing items on it", address("agenda-begin", partnership, **here), is_post=True)
    add = Button("Add an item", address("agenda-item-new", partnership, **here))
    issue = Button("Look at the pack and issue it", address("pack", partnership, **here), style="secondary")
    return (add, issue) if has_items else (begin, Button(add.words, add.href, style="secondary"))


OFFER_HEADINGS = {
    "plan": "In the forward plan for this meeting",
    "carry": "Not dealt with at an earlier meeting",
    "matters-arising": "Under matters arising",
    "escalations": "Under escalations",
    "minutes": "Under minutes",
    "outside": "Decided outside a meeting",
}


def _offer_groups(partnership: PartnershipFacts, meeting: MeetingCard) -> Iterator[OfferGroup]:
    found: dict[str, list[OfferRow]] = {}
    for one in offers_for(meeting):
        found.setdefault(one.under, []).append(
            OfferRow(one.text, one.note, _offer_button(partnership, meeting, one))
        )
    for under, rows in found.items():
        yield OfferGroup(OFFER_HEADINGS.get(under, under.replace("-", " ").capitalize()), tuple(rows))


def _offer_button(partnership: PartnershipFacts, meeting: MeetingCard, one: Offer) -> Button | None:
    if one.planned:
        href = address("agenda-place", partnership, slug=meeting.slug, planned=one.planned)
    elif one.item:
        href = address("agenda-carry", partnership, slug=meeting.slug, item=one.item)
    elif one.takes:
        href = address("agenda-take", partnership, slug=meeting.slug, kind=one.takes[0], what=one.takes[1])
    else:
        return None
    return Button(one.button, href, is_post=True, about=one.text, style="secondary")


def leaves_of(meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    """Those whose leave the terms ask for late items."""
    stored = queries.terms_for(meeting)
    papers = stored.constitution.papers if stored else None
    return tuple((who, who.replace("-", " ").capitalize()) for who in (papers.leave_of if papers else ()))


def scopes_of(meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    """The rules of decision that the terms have, by scope."""
    stored = queries.terms_for(meeting)
    found = stored.constitution.decisions if stored else ()
    scopes = dict.fromkeys(("ordinary", *(one.scope for one in found)))
    return tuple((scope, scope.replace("-", " ").capitalize()) for scope in scopes)


def places_of(meeting: UUID) -> tuple[tuple[str, str], ...]:
    """After which item a new one may stand."""
    return tuple((str(one.id), f"After {numbered(one)}") for one in queries.items_of(meeting))


def on_or_today(meeting: MeetingCard) -> date:
    return meeting.on or today()
