"""What goes out, who answers, observations and advice, what others require, and the public's pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda import issuing, observing, queries, replying, requiring, sending
from frankpledge.governance.agenda import presenting_others as showing
from frankpledge.governance.agenda.facts import MeetingCard
from frankpledge.governance.agenda.forms import (
    AdviceAnswerForm,
    AdviceForm,
    AnswerForm,
    AttendanceForm,
    InterestForm,
    ObservationForm,
    PublicForm,
    ReplyForm,
    ReplyForOthersForm,
    RequirementForm,
    RequisitionForm,
    SentForm,
)
from frankpledge.governance.agenda.kept import files
from frankpledge.governance.agenda.paper_views import sent_document, sent_file
from frankpledge.governance.agenda.replying import NewReply, split
from frankpledge.governance.agenda.requiring import NewRequirement, PublicRecord
from frankpledge.governance.agenda.setting import Print, agenda_document
from frankpledge.governance.agenda.uploading import on_disk
from frankpledge.governance.agenda.views import called, shown
from frankpledge.governance.agenda.words import address, crumbs, numbered, within
from frankpledge.governance.agenda.written import NewSent
from frankpledge.governance.constitutions import constitution_on
from frankpledge.governance.membership.me import way_back
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.law import api as law
from frankpledge.records.clock import today
from frankpledge.web.asking import Current, FormPage, answer

# What goes out ----------------------------------------------------------------------------------------------------


def notices(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """What is due, what was sent, which papers may be taken."""
    return shown(request, "notices", showing.notices_page(partnership, principal, called(partnership, slug)))


def new_sent(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record something that went out by other means."""
    card = called(partnership, slug)
    form = SentForm(
        request.POST or None, request.FILES or None, initial={"what": "notice", "sent_on": today()}
    )
    back = address("notices", partnership, slug=slug)
    page = FormPage(
        "Record what went out", within(partnership, card, ("Notice, papers and deadlines", back)), "Record it",
        takes_files=True,
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        sent = NewSent(said["what"], said["sent_on"], said["to"], said["how"], said["because"])
        if said["upload"]:
            with on_disk(said["upload"]) as file:
                sending.record_sent(partnership.slug, slug, sent, by=principal, file=file)
        else:
            sending.record_sent(partnership.slug, slug, sent, by=principal)
        return back

    return answer(request, form, page, save)


# Who answers ------------------------------------------------------------------------------------------------------


def replies(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Who comes, and what that means for the quorum."""
    return shown(request, "replies", showing.replies_page(partnership, principal, called(partnership, slug)))


def _reply_trail(partnership: PartnershipFacts, card: MeetingCard) -> tuple[tuple[str, str], ...]:
    return within(partnership, card, ("Replies", address("replies", partnership, slug=card.slug)))


def _as_typed(request: HttpRequest) -> QueryDict | None:
    """What was sent; my page sends its one choice and a few words under names of its own."""
    if request.method != "POST":
        return None
    if "choice" not in request.POST:
        return request.POST
    typed = request.POST.copy()
    typed["answer"], typed["note"] = str(typed["choice"]), str(typed.get("text", ""))
    return typed


def my_reply(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, seat: str
) -> HttpResponse:
    """Say for oneself whether one comes."""
    card = called(partnership, slug)
    mine = [
        one for one in replying.my_posts(card, principal) if one.seat == seat and one.standing == "holder"
    ]
    if not mine:
        raise NotPermitted(
            "You hold no such seat on the day of this meeting. The clerk can record what you say."
        )
    person = mine[0].person

    def known() -> tuple[int, dict[str, object]]:
        said = [one for one in queries.replies_of(card.id) if one.seat == seat and one.person == person]
        if not said:
            return 0, {}
        one = said[0]
        return one.row_version, {"answer": one.answer, "deputy": one.deputy, "note": one.note}

    version, start = known()
    form = ReplyForm(_as_typed(request), initial={**start, "row_version": version})
    page = FormPage(
        f"Will you come? {card.title}", _reply_trail(partnership, card), "Send my answer",
        lead=(f"{person}, {mine[0].organisation or seat}. You can change your answer until the meeting begins.",),
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        made = NewReply(seat, person, said["answer"], said["deputy"], said["note"])
        replying.reply(partnership.slug, slug, made, by=principal, read_version=form.read_version or None)
        messages.success(request, "Your answer is recorded.")
        return way_back(request, partnership.slug, address("replies", partnership, slug=slug))

    def current() -> Current:
        return Current(*known())

    return answer(request, form, page, save, current=current)


def reply_for(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record what somebody told the clerk."""
    card = called(partnership, slug)
    form = ReplyForOthersForm(replying.seats_to_answer_for(card), request.POST or None)
    page = FormPage("Record what somebody said", _reply_trail(partnership, card), "Record the answer")

    def save() -> str:
        said = form.cleaned_data
        seat, person = split(said["who"])
        made = NewReply(seat, person, said["answer"], said["deputy"], said["note"])
        replying.reply(partnership.slug, slug, made, by=principal)
        return address("replies", partnership, slug=slug)

    return answer(request, form, page, save)


def new_interest(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Record an interest told of before the meeting."""
    card = called(partnership, slug)
    items = [
        (str(one.id), numbered(one)) for one in queries.items_of(card.id) if not one.item_kind.is_standing
    ]
    form = InterestForm(
        replying.seats_to_answer_for(card), items, request.POST or None, initial={"will_withdraw": True}
    )
    page = FormPage(
        "Record an interest", _reply_trail(partnership, card), "Record the interest",
        lead=("It is declared again at the meeting; here it helps to foresee the quorum of the item.",),
    )  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        seat, person = split(said["seat"])
        replying.tell_interest(
            partnership.slug, slug, seat=seat, person=person, item=UUID(said["item"]) if said["item"] else None,
            nature=said["nature"], will_withdraw=said["will_withdraw"], by=principal,
        )  # fmt: skip
        return address("replies", partnership, slug=slug)

    return answer(request, form, page, save)


def take_back_interest(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, interest: UUID
) -> HttpResponse:
    """Take back an interest that was recorded in error."""
    replying.take_back_interest(partnership.slug, slug, interest, by=principal)
    messages.success(request, "Taken back. It stays in the history.")
    return HttpResponseRedirect(address("replies", partnership, slug=slug))


# Observations and advice ------------------------------------------------------------------------------------------


def _item_trail(
    partnership: PartnershipFacts, card: MeetingCard, item: UUID
) -> tuple[tuple[tuple[str, str], ...], str]:
    found = queries.item_of(card.id, item)
    back = address("agenda-item", partnership, slug=card.slug, item=item)
    return within(partnership, card, (numbered(found), back)), back


def new_observation(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Record what somebody wrote about an item."""
    trail, back = _item_trail(partnership, called(partnership, slug), item)
    form = ObservationForm(request.POST or None, initial={"given_on": today()})
    page = FormPage("Record an observation", trail, "Record it")

    def save() -> str:
        said = form.cleaned_data
        observing.note_observation(
            partnership.slug, slug, item, given_by=said["given_by"], organisation=said["organisation"],
            given_on=said["given_on"], text=said["text"], by=principal,
        )  # fmt: skip
        return back

    return answer(request, form, page, save)


def observation(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, observation: UUID
) -> HttpResponse:
    """Answer an observation."""
    card = called(partnership, slug)
    found = observing.observation(card.id, observation)
    trail, back = _item_trail(partnership, card, found.item)
    start = {
        "row_version": found.row_version,
        "answer": found.answer,
        "answered_by": found.answered_by or principal.name,
    }
    form = AnswerForm(request.POST or None, initial=start)
    page = FormPage(
        "Answer an observation", trail, "Save the answer", lead=(f"{found.given_by}: {found.text}",)
    )

    def save() -> str:
        said = form.cleaned_data
        observing.answer_observation(
            partnership.slug, slug, observation, answer=said["answer"], answered_by=said["answered_by"],
            read_version=form.read_version, by=principal,
        )  # fmt: skip
        return back

    def current() -> Current:
        now = observing.observation(card.id, observation)
        return Current(now.row_version, {"answer": now.answer, "answered_by": now.answered_by})

    return answer(request, form, page, save, current=current)


def take_up(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """Bring what was observed at the meeting into the list to be answered."""
    count = observing.take_up_observations(partnership.slug, slug, by=principal)
    messages.success(request, f"{count} observations were taken up.")
    return HttpResponseRedirect(address("meeting", partnership, slug=slug))


def advice(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Record advice that was sent to the council."""
    trail, back = _item_trail(partnership, called(partnership, slug), item)
    start = {"given_to": partnership.council_name, "given_on": today()}
    form = AdviceForm(request.POST or None, initial=start)
    page = FormPage("Advice to the council", trail, "Record the advice as sent")

    def save() -> str:
        observing.send_advice(partnership.slug, slug, item, by=principal, **form.cleaned_data)
        return back

    return answer(request, form, page, save)


def advice_answer(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, item: UUID
) -> HttpResponse:
    """Record the council's answer to the advice."""
    trail, back = _item_trail(partnership, called(partnership, slug), item)
    form = AdviceAnswerForm(request.POST or None, initial={"answered_on": today()})
    page = FormPage("The council’s answer", trail, "Record the answer")

    def save() -> str:
        observing.answer_advice(partnership.slug, slug, item, by=principal, **form.cleaned_data)
        return back

    return answer(request, form, page, save)


# The public meeting and what others require -----------------------------------------------------------------------


def public_meeting(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """What the yearly public meeting needs."""
    card = called(partnership, slug)
    said = requiring.public_record(card.id)
    start = {"row_version": said.row_version, **{k: v for k, v in vars(said).items() if k != "row_version"}}
    form = PublicForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "row_version"}
        try:
            requiring.record_public(
                partnership.slug, slug, PublicRecord(form.read_version, **given), by=principal
            )
            return HttpResponseRedirect(address("public-meeting", partnership, slug=slug))
        except (Unusable, Refused) as refused:
            form.add_error(None, str(refused))
    page = showing.public_check_page(partnership, principal, card, form)
    names = {"page": page, "has_errors": bool(page.errors)}
    return render(request, "governance/agenda/public_check.html", names, status=422 if page.errors else 200)


def required_list(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Meetings that others require."""
    return shown(request, "required_list", showing.required_list_page(partnership, principal))


def _above(partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, ("Meetings that others require", address("required-list", partnership)))


def new_required(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record a meeting that the policing body requires."""
    strategies = [(one.code, one.title) for one in law.strategies(partnership.nation, today())]
    bodies = [
        (one.organisation.slug, one.organisation.name)
        for one in requiring.responsible(partnership.slug, today())
    ]
    form = RequirementForm(strategies, bodies, request.POST or None, initial={"required_on": today()})
    page = FormPage("A meeting that the policing body requires", _above(partnership), "Record it")

    def save() -> str:
        said = dict(form.cleaned_data)
        named = tuple(_named(line) for line in said.pop("authorities").splitlines() if line.strip())
        new = NewRequirement(**{**said, "strategies": tuple(said["strategies"]), "authorities": named})
        made = requiring.record_requirement(partnership.slug, new, by=principal)
        return address("required", partnership, requirement=made)

    return answer(request, form, page, save)


def _named(line: str) -> tuple[str, int]:
    slug, _, people = (part.strip() for part in line.partition(","))
    if not people.isdecimal():
        reason = f"‘{line.strip()}’ does not say how many people."
        raise Unusable(
            Problem("no-number", reason, "Write the number after a comma.", column="Who is to come")
        )
    return slug, int(people)


def required(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, requirement: UUID
) -> HttpResponse:
    """One requirement with its conditions."""
    found = requiring.requirement(partnership.slug, requirement)
    return shown(request, "required", showing.required_page(partnership, principal, found))


def required_attendance(
    request: HttpRequest,
    principal: Principal,
    partnership: PartnershipFacts,
    requirement: UUID,
    authority: UUID,
) -> HttpResponse:
    """Record what an authority replied and how many came."""

    def now() -> requiring.RequiredFacts:
        for one in requiring.requirement(partnership.slug, requirement).authorities:
            if one.id == authority:
                return one
        raise NotFound("There is no such authority in this requirement.")

    one = now()
    names = ("reply", "replied_on", "attended")
    start = {"row_version": one.row_version, **{name: getattr(one, name) for name in names}}
    form = AttendanceForm(request.POST or None, initial=start)
    back = address("required", partnership, requirement=requirement)
    page = FormPage(
        f"{one.name}: reply and attendance",
        _above(partnership),
        "Save",
        lead=(f"{one.people} are required.",),
    )

    def save() -> str:
        said = {name: form.cleaned_data[name] for name in names}
        requiring.record_attendance(
            partnership.slug, authority, read_version=form.read_version, by=principal, **said
        )
        return back

    def current() -> Current:
        there = now()
        return Current(there.row_version, {name: getattr(there, name) for name in names})

    return answer(request, form, page, save, current=current)


def new_requisition(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts
) -> HttpResponse:
    """Record that members ask for a meeting."""
    stored = constitution_on(partnership.slug, today())
    seats = [(seat.slug, seat.name) for seat in (stored.constitution.seats if stored else ())]
    form = RequisitionForm(seats, request.POST or None, initial={"received_on": today()})
    page = FormPage("Members ask for a meeting", _above(partnership), "Record it")

    def save() -> str:
        said = form.cleaned_data
        sending.record_requisition(
            partnership.slug, received_on=said["received_on"], business=said["business"], seats=tuple(said["seats"]),
            by=principal,
        )  # fmt: skip
        return address("required-list", partnership)

    return answer(request, form, page, save)


# The public's pages -----------------------------------------------------------------------------------------------


def public_list(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Dates, agendas and papers for the public."""
    return shown(request, "public_list", showing.public_list_page(partnership))


def _public(partnership: PartnershipFacts, slug: str) -> MeetingCard:
    """A meeting of the partnership itself. Raises `NotFound` for a group's or another body's."""
    row = queries.own_meetings(partnership.slug).filter(slug=slug).first()
    if row is None:
        raise NotFound(queries.NO_MEETING)
    return queries.card_of(row)


def public_called(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """One meeting for the public."""
    return shown(
        request, "public_meeting", showing.public_meeting_page(partnership, _public(partnership, slug))
    )


def public_paper(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, number: str
) -> HttpResponse:
    """An open paper as it went out."""
    card = _public(partnership, slug)
    page = showing.public_paper_page(partnership, card, showing.public_item(card, number))
    return shown(request, "public_paper", page)


def public_agenda(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, fmt: str
) -> HttpResponse:
    """The published agenda as a file."""
    card = _public(partnership, slug)
    items = showing.public_items(card)
    if not items:
        raise NotFound("The agenda is not out yet.")
    print_ = Print(partnership, card, today().isoformat(), is_public=True)
    return sent_document(agenda_document(print_, items), fmt, f"{partnership.slug}-{slug}-agenda")


def public_pack(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str
) -> HttpResponse:
    """The published agenda and all open papers in one PDF."""
    card = _public(partnership, slug)
    content = issuing.whole_pack(card.id, is_public=True)
    if content is None:
        raise NotFound("The agenda is not out yet.")
    return sent_file(content, "application/pdf", f"{partnership.slug}-{slug}-papers.pdf", inline=True)


def public_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, file: UUID
) -> HttpResponse:
    """A file of an open paper that went out."""
    for item in showing.public_items(_public(partnership, slug)):
        for one in item.files:
            if one.id == str(file):
                return sent_file(files().read(one.sha256, suffix=one.suffix), one.media_type, one.file_name)
    raise NotFound("There is no such file, or it is not public.")


def public_kept(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, slug: str, background: UUID
) -> HttpResponse:
    """The kept copy of a background paper of an open paper that went out."""
    for item in showing.public_items(_public(partnership, slug)):
        for one in item.background:
            if one.id == str(background) and one.kept_sha256:
                content = files().read(one.kept_sha256, suffix=one.kept_suffix)
                return sent_file(content, one.kept_media_type, one.kept_name)
    raise NotFound("There is no such file, or it is not public.")
