"""From the record to the pages of what goes out, who answers, what others require, and what the public sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from frankpledge.access.permissions import Permission
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.governance.agenda import presenting, queries, requiring, sending
from frankpledge.governance.agenda.facts import MeetingCard, ReplyFacts
from frankpledge.governance.agenda.forecasting import ANSWERS
from frankpledge.governance.agenda.forms import PublicForm
from frankpledge.governance.agenda.issuing import gone_out
from frankpledge.governance.agenda.pages import (
    Button,
    CheckedPage,
    NoticesPage,
    PublicMeetingPage,
    PublicMeetingsPage,
    PublicPaperPage,
    PublicRow,
    RepliesPage,
    ReplyRow,
    RequiredListPage,
    RequiredPage,
    RequiredRow,
    SentRow,
)
from frankpledge.governance.agenda.printed import ItemPrinted
from frankpledge.governance.agenda.replying import my_posts, seats_to_answer_for, split
from frankpledge.governance.agenda.requiring import RequirementFacts
from frankpledge.governance.agenda.setting import Print, agenda_document, paper_document
from frankpledge.governance.agenda.words import address, crumbs, numbered, when, within
from frankpledge.governance.facts import STATUSES
from frankpledge.governance.models import EarlyInterest, IssuedAgenda
from frankpledge.governance.rules.agenda.notices import circulated_in_time
from frankpledge.governance.rules.agenda.public_meeting import REGULATIONS, outstanding
from frankpledge.governance.rules.agenda.required import REGULATION
from frankpledge.governance.rules.terms.deadlines import Paper, paper_may_be_taken
from frankpledge.kernel.dates import local_date, long_date, short_date
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.html import trusted
from frankpledge.web.words import listed

JUDGED_BY = {"notice": "notice", "agenda": "papers", "supplement": "papers"}


# What goes out ----------------------------------------------------------------------------------------------------


def notices_page(partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard) -> NoticesPage:
    """What is due, what was sent, and which papers may be taken."""
    found = presenting.prepared(meeting, may_closed=presenting.may_see_closed(principal, partnership))
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    by_what = {one.what: one for one in found.last_days}
    rows = []
    for one in found.sent:
        judged = circulated_in_time(by_what.get(JUDGED_BY[one.what]), one.sent_on)
        said = f"{judged.sentence}{f' Because: {one.because}' if one.because else ''}"
        rows.append(
            SentRow(
                presenting.WHAT_SENT[one.what], long_date(one.sent_on), f"{one.to}{f' ({one.how})' if one.how else ''}",
                said, judged.in_time is False and not one.because, _file_words(one.file_name, one.sha256), one.by,
            )
        )  # fmt: skip
    return NoticesPage(
        title="Notice, papers and deadlines",
        crumbs=within(partnership, meeting),
        lead=f"{meeting.title}, {when(meeting)}.",
        warnings=tuple(_silences(found)),
        dues=tuple(presenting.dues_of(found)),
        sent=tuple(rows),
        papers=tuple(_papers(found)),
        buttons=(Button("Record what went out", address("sent-new", partnership, slug=meeting.slug)),)
        if writes
        else (),
    )


def _file_words(name: str, sha256: str) -> str:
    return f"{name}, SHA-256 {sha256[:12]}…" if sha256 else "No file kept"


def _silences(found: presenting.Prepared) -> Iterator[str]:
    if found.stored is None:
        yield presenting.NO_TERMS
        return
    terms = found.stored.constitution
    if not terms.notices:
        yield "The terms of reference give no period of notice."
    if terms.papers is None:
        yield "The terms of reference give no day for papers, so none can be late."


def _papers(found: presenting.Prepared) -> Iterator[tuple[str, str, str]]:
    """Each item that asks something: when its paper first went out, and whether it may be taken."""
    if found.stored is None or found.meeting.on is None:
        return
    for item in found.items:
        if item.item_kind.is_standing:
            continue
        sent = min((one.sent_on for one in found.sent if item.id in one.items), default=None)
        ruled = paper_may_be_taken(
            found.stored.constitution.papers,
            Paper(sent, item.is_urgent, item.late_by_leave_of),
            found.meeting.on,
        )
        said = {True: "May be taken", False: "May not be taken", None: "Cannot be told"}[ruled.ok]
        yield numbered(item), short_date(sent) if sent else "Not yet", f"{said}: {ruled.reason}."


# Who answers ------------------------------------------------------------------------------------------------------


def replies_page(partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard) -> RepliesPage:
    """Who comes and what that means."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    found = presenting.prepared(meeting, may_closed=presenting.may_see_closed(principal, partnership))
    rows = tuple(_reply_rows(meeting))
    here = {"slug": meeting.slug}
    silent = sum(row.needs_a_person for row in rows)
    mine = [one for one in my_posts(meeting, principal) if one.standing == "holder"]
    buttons = (
        Button("Record what somebody said", address("reply-for", partnership, **here)),
        Button("Record an interest", address("interest-new", partnership, **here), style="secondary"),
    )
    return RepliesPage(
        title="Replies and quorum forecast",
        crumbs=within(partnership, meeting),
        lead=f"{meeting.title}, {when(meeting)}. {silent} have not replied yet."
        if rows
        else f"{meeting.title}, {when(meeting)}.",
        outlook=presenting.outlook_view(found.expected) if found.expected else None,
        item_outlooks=tuple(presenting.item_outlooks(found)),
        rows=rows,
        interests=tuple(_interests(partnership, meeting, found, writes=writes and meeting.is_ahead)),
        mine=tuple(
            (
                f"Say whether you come ({one.organisation or one.seat})",
                address("reply-mine", partnership, **here, seat=one.seat),
            )
            for one in mine
        )
        if meeting.is_ahead
        else (),
        buttons=buttons if writes and meeting.is_ahead else (),
    )


def _reply_rows(meeting: MeetingCard) -> Iterator[ReplyRow]:
    said = {(one.seat, one.person): one for one in queries.replies_of(meeting.id)}
    shown = set()
    for who, words in seats_to_answer_for(meeting):
        key = split(who)
        shown.add(key)
        yield _reply_row(words, said.get(key))
    for key, one in said.items():
        if key not in shown:
            yield _reply_row(f"{one.person}, {one.seat or 'no seat'}", one)


def _reply_row(words: str, one: ReplyFacts | None) -> ReplyRow:
    person, _, seat = words.partition(", ")
    if one is None:
        return ReplyRow(seat or person, person, "No reply yet", "", needs_a_person=True)
    answer = ANSWERS[one.answer] + (f": {one.deputy}" if one.deputy else "")
    return ReplyRow(seat or person, person, answer, one.note, needs_a_person=False)


def _interests(
    partnership: PartnershipFacts, meeting: MeetingCard, found: presenting.Prepared, *, writes: bool
) -> Iterator[tuple[str, str, str, str, Button | None]]:
    titles: dict[UUID | None, str] = {one.id: numbered(one) for one in found.items}
    rows = EarlyInterest.objects.filter(meeting_id=meeting.id, taken_back_at__isnull=True)
    for row in rows:
        where = titles.get(row.item_id, "An item") if row.item_id else "The whole meeting"
        href = address("interest-take-back", partnership, slug=meeting.slug, interest=row.id)
        back = Button(
            "Take it back", href, is_post=True, about=f"{row.person_name}, {where}", style="secondary"
        )
        leaves = "Will leave the room" if row.will_withdraw else "Stays"
        yield row.person_name, where, row.nature, leaves, back if writes else None


# The public meeting -----------------------------------------------------------------------------------------------


def public_check_page(
    partnership: PartnershipFacts, principal: Principal, meeting: MeetingCard, form: PublicForm
) -> CheckedPage:
    """What the yearly public meeting needs and what is lacking."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    checks = requiring.public_checks(meeting, partnership.nation)
    lacking = len(outstanding(checks))
    lead = "Everything that the regulations ask of this meeting is in the record."
    if lacking:
        lead = f"{lacking} of {len(checks)} things that the regulations ask are not in the record yet."
    if meeting.on is None:
        lead = "The day of this meeting is not known, so nothing can be checked."
    return CheckedPage(
        title="Public meeting: what it needs",
        crumbs=within(partnership, meeting),
        lead=lead,
        source=_cited(partnership, meeting),
        rows=tuple(
            (str(one.verdict), str(one.verdict.outcome).capitalize(), not one.verdict.holds) for one in checks
        ),
        fields=fields_of(form) if writes else (),
        errors=errors_of(form) if form.is_bound else (),
        button="Save",
    )


def _cited(partnership: PartnershipFacts, meeting: MeetingCard) -> str:
    duty = law.duty("D08", partnership.nation, presenting.on_or_today(meeting))
    return "; ".join(map(str, duty.basis)) if duty else str(REGULATIONS)


# What others require ----------------------------------------------------------------------------------------------


def required_list_page(partnership: PartnershipFacts, principal: Principal) -> RequiredListPage:
    """Meetings that the policing body requires, and those that members ask for."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    buttons = (
        Button("Record what the policing body requires", address("required-new", partnership)),
        Button(
            "Record that members ask for a meeting",
            address("requisition-new", partnership),
            style="secondary",
        ),
    )
    return RequiredListPage(
        title="Meetings that others require",
        crumbs=crumbs(partnership),
        lead="The policing body may require the responsible authorities to attend a meeting; members may ask for one.",
        required=tuple(_required_row(partnership, one) for one in requiring.requirements(partnership.slug)),
        asked=tuple(_asked(one) for one in sending.requisitions(partnership.slug)),
        buttons=buttons if writes else (),
    )


def _required_row(partnership: PartnershipFacts, one: RequirementFacts) -> RequiredRow:
    href = address("required", partnership, requirement=one.id)
    about = listed([authority.name for authority in one.authorities])
    outcomes = [str(authority.met.outcome) for authority in one.authorities]
    state = "Met" if set(outcomes) == {"holds"} else "Not met" if "fails" in outcomes else "Not yet known"
    return RequiredRow(f"{one.required_by}, {short_date(one.required_on)}", href, about, state)


def _asked(one: sending.RequisitionFacts) -> tuple[str, str, str, str]:
    valid = {True: "Valid", False: "Not enough signed", None: "Cannot be told"}[one.valid]
    by = f"; to be held by {long_date(one.held_by)}" if one.held_by and one.valid else ""
    return (
        one.business,
        short_date(one.received_on),
        f"{valid}: {one.working}{by}",
        one.meeting or "No meeting yet",
    )


def required_page(partnership: PartnershipFacts, principal: Principal, one: RequirementFacts) -> RequiredPage:
    """One requirement with its conditions, and what each authority did."""
    writes = presenting.may(principal, Permission.GOVERNANCE_WRITE, partnership)
    titles = {row.code: row.title for row in law.strategies(partnership.nation, one.required_on)}
    facts = [
        ("Required by", one.required_by), ("On", long_date(one.required_on)),
        ("The meeting", long_date(one.meeting_on) if one.meeting_on else "No day given"), ("Where", one.place or "Not given"),
        ("About", listed([titles.get(code, code) for code in one.strategies]) or "Not given"), ("Why", one.reasons or "Not given"),
    ]  # fmt: skip
    return RequiredPage(
        title=f"Required by {one.required_by}",
        crumbs=crumbs(partnership, ("Meetings that others require", address("required-list", partnership))),
        facts=tuple(facts),
        source=str(REGULATION),
        conditions=tuple((str(verdict), verdict.holds) for verdict in one.conditions),
        authorities=tuple(
            (
                row.name, str(row.people), row.reply or "No reply yet", str(row.met),
                ("Record reply and attendance", address("required-attendance", partnership, requirement=one.id, authority=row.id))
                if writes
                else None,
            )
            for row in one.authorities
        ),
    )  # fmt: skip


# What the public sees ---------------------------------------------------------------------------------------------


def public_list_page(partnership: PartnershipFacts) -> PublicMeetingsPage:
    """The partnership's own meetings: those ahead, nearest first, then those that were, the latest first."""
    rows = queries.own_meetings(partnership.slug).order_by("held_earliest", "slug")
    cards = [queries.card_of(row) for row in rows]
    issued = set(
        IssuedAgenda.objects.filter(
            meeting__partnership__slug=partnership.slug, is_published=True
        ).values_list("meeting_id", flat=True)
    )
    ahead = [
        one
        for one in cards
        if one.status in {"planned", "running"}
        or (one.status == "cancelled" and one.on and one.on >= today())
    ]
    past = [one for one in reversed(cards) if one not in ahead]
    return PublicMeetingsPage(
        title="Meetings",
        crumbs=(("Home", address("public-home", partnership)),),
        lead=f"When the {partnership.name} meets, what it discusses, and its papers once they are out.",
        ahead=tuple(_public_row(partnership, one, one.id in issued) for one in ahead),
        past=tuple(_public_row(partnership, one, one.id in issued) for one in past),
    )


def _public_row(partnership: PartnershipFacts, one: MeetingCard, is_issued: bool) -> PublicRow:
    state = (
        "Cancelled"
        if one.status == "cancelled"
        else "Agenda and papers"
        if is_issued
        else STATUSES.get(one.status, one.status)
    )
    if one.is_ahead and one.is_open_to_public:
        state = f"{state}. Open to the public" if is_issued else "Open to the public"
    return PublicRow(
        one.title,
        address("public-meeting-called", partnership, slug=one.slug),
        when(one),
        one.place or "Place not set",
        state,
    )


def public_meeting_page(partnership: PartnershipFacts, meeting: MeetingCard) -> PublicMeetingPage:
    """One meeting for the public; the agenda and the open papers as they went out."""
    items = public_items(meeting)
    html = ""
    if items:
        document = agenda_document(Print(partnership, meeting, today().isoformat(), is_public=True), items)
        html = trusted(documents.html_fragment(document))
    return PublicMeetingPage(
        title=meeting.title,
        crumbs=_public_trail(partnership),
        lead=when(meeting),
        facts=_public_facts(meeting),
        note=_public_note(meeting, bool(items)),
        html=html,
        items=tuple(
            _public_item(partnership, meeting, one) for one in items if one.has_paper and not one.is_closed
        ),
        downloads=tuple(_public_downloads(partnership, meeting, bool(items))),
        changes=tuple(_public_changes(meeting)),
    )


def _public_trail(partnership: PartnershipFacts, *above: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (
        ("Home", address("public-home", partnership)),
        ("Meetings", address("public-meetings", partnership)),
        *above,
    )


def published(meeting: UUID) -> Sequence[IssuedAgenda]:
    """The issues of an agenda that the public may read."""
    return [one for one in queries.issues_of(meeting) if one.is_published]


def public_items(meeting: MeetingCard) -> tuple[ItemPrinted, ...]:
    """The agenda as it last went out to the public, closed items with their public title only; () before any."""
    issues = published(meeting.id)
    if not issues:
        return ()
    known, last = gone_out(issues), issues[-1].content
    gone = set(last["withdrawn"])
    return tuple(known[one].for_public() for one in last["order"] if one in known and one not in gone)


def public_item(meeting: MeetingCard, number: str) -> ItemPrinted:
    """An open item of a published agenda by its number. Raises `NotFound`."""
    for one in public_items(meeting):
        if one.number == number and not one.is_closed and one.has_paper:
            return one
    raise NotFound("There is no such paper, or it is not public.")


def _public_facts(meeting: MeetingCard) -> tuple[tuple[str, str], ...]:
    facts = [("When", when(meeting)), ("Where", meeting.place or "Not set")]
    facts.append(("Open to the public", "Yes" if meeting.is_open_to_public else "No"))
    if meeting.called_because:
        facts.append(("Called because", meeting.called_because))
    return tuple(facts)


def _public_note(meeting: MeetingCard, is_issued: bool) -> str:
    if meeting.status == "cancelled":
        return "This meeting was cancelled."
    return "" if is_issued else "The agenda is not out yet."


def _public_item(
    partnership: PartnershipFacts, meeting: MeetingCard, one: ItemPrinted
) -> tuple[str, str, str]:
    href = address("public-meeting-paper", partnership, slug=meeting.slug, number=one.number)
    marks = [f"{file.title}: {file.mark.lower()}" for file in one.files if file.mark]
    return f"{one.number}. {one.title}", href, "; ".join(marks)


def _public_downloads(
    partnership: PartnershipFacts, meeting: MeetingCard, is_issued: bool
) -> Iterator[tuple[str, str]]:
    if not is_issued:
        return
    for fmt, words in (("pdf", "PDF"), ("docx", "Word"), ("odt", "OpenDocument")):
        yield (
            f"The agenda, {words}",
            address("public-meeting-agenda", partnership, slug=meeting.slug, fmt=fmt),
        )
    yield (
        "The agenda and all open papers in one PDF",
        address("public-meeting-pack", partnership, slug=meeting.slug),
    )


def _public_changes(meeting: MeetingCard) -> Iterator[str]:
    """What the public must know of a meeting that was moved or cancelled."""
    for one in queries.changes_of(meeting.id):
        if one.what == "cancelled":
            yield f"Cancelled on {short_date(local_date(one.at))}: {one.because}"
        elif one.what == "rescheduled":
            was = ", ".join(value for key, value in one.before.items() if key in {"Day", "From"})
            yield f"Moved from {was} on {short_date(local_date(one.at))}: {one.because}"


def public_paper_page(
    partnership: PartnershipFacts, meeting: MeetingCard, item: ItemPrinted
) -> PublicPaperPage:
    """A published paper as it went out."""
    document = paper_document(Print(partnership, meeting, today().isoformat(), is_public=True), item)
    above = (meeting.title, address("public-meeting-called", partnership, slug=meeting.slug))
    html = trusted(documents.html_fragment(document))
    return PublicPaperPage(f"{item.number}. {item.title}", _public_trail(partnership, above), html)
