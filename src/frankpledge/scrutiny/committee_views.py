"""Pages of the scrutiny room: the register, what is recorded in it, and what the public may see of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import api as plans
from frankpledge.records.clock import today
from frankpledge.records.models import Record
from frankpledge.scrutiny import committee_forms as shown
from frankpledge.scrutiny import committee_queries as queries
from frankpledge.scrutiny import committee_services as services
from frankpledge.scrutiny.rules.committee import information_clock
from frankpledge.web.asking import Current, FormPage, VersionedForm, answer
from frankpledge.web.registers import Crumbs, Goes, Listing, RegisterPage

FUNCTIONS = dict(shown.FUNCTIONS)
ANSWERS = dict(shown.ANSWERS)
ADDS: dict[str, tuple[str, type[VersionedForm], Permission]] = {
    "committee": ("Add a committee", shown.CommitteeForm, Permission.SCRUTINY_WRITE),
    "sitting": ("Record a meeting", shown.SittingForm, Permission.SCRUTINY_WRITE),
    "report": ("Record a report with recommendations", shown.ReportForm, Permission.SCRUTINY_WRITE),
    "observation": ("Record a comment or observation", shown.ObservationForm, Permission.SCRUTINY_WRITE),
    "request": ("Record a request for information", shown.RequestForm, Permission.SCRUTINY_WRITE),
    "notice": ("Record notice to attend", shown.NoticeForm, Permission.SCRUTINY_WRITE),
    "remit": ("Record a confirmation of remit", shown.RemitForm, Permission.SCRUTINY_WRITE),
    "promise": ("Record a promise", shown.PromiseForm, Permission.SCRUTINY_ANSWER),
}


def _address(route: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(route, kwargs={"partnership": partnership.slug, **parts})


def _crumbs(partnership: PartnershipFacts, *, below: bool = False) -> Crumbs:
    above = (("Home", _address("home", partnership)), ("Annual report", _address("report", partnership)))
    return (*above, ("Scrutiny", _address("scrutiny", partnership))) if below else above


def _may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("scrutiny", None, partnership.slug))


def register(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Who scrutinises, when the next review is due, and everything that was asked, said and answered."""
    slug, on = partnership.slug, today()
    writes, answers = (
        _may(principal, one, partnership) for one in (Permission.SCRUTINY_WRITE, Permission.SCRUTINY_ANSWER)
    )
    links = [
        Goes(words, _address("scrutiny-add", partnership, what=what))
        for what, (words, _, needs) in ADDS.items()
        if _may(principal, needs, partnership)
    ]
    links += [
        Goes(
            "What changed because of scrutiny, as the public sees it",
            _address("scrutiny-changed", partnership),
        ),
        Goes("Check the numbers of a text", _address("claims-check", partnership)),
    ]

    def edit(what: str, row: Record, words: str, hidden: str, may: bool) -> str | Goes:
        return (
            Goes(words, _address("scrutiny-edit", partnership, what=what, row_id=row.pk), hidden)
            if may
            else ""
        )

    page = RegisterPage(
        "Scrutiny",
        _crumbs(partnership),
        lead=("The council’s committee looks at least once in every twelve months at what the authorities do together about crime and disorder. Its reports are answered within 28 days of their date; comments are answered too, but have no day in law.",),
        warnings=tuple(one.clock.words for one in queries.committees(slug, on) if one.clock and one.clock.status == "late"),
        links=tuple(links),
        listings=(
            Listing(
                "Committees", ("Committee", "Function", "Remit", "Yearly review"),
                tuple((one.name, FUNCTIONS.get(one.function, one.function), one.remit or "Not recorded", one.clock.words if one.clock else "It carries no scrutiny, so none is due.") for one in queries.committees(slug, on)),
                "No committee is recorded.",
            ),
            Listing(
                "Recommendations and their answers", ("Recommendation", "Report", "Who answers", "Clock", "Answer", "What came of it"),
                tuple(
                    (
                        one.row.point.text, f"{one.row.point.report.title}, {short_date(one.row.point.report.dated)}" + (" (synthetic)" if one.row.point.report.is_synthetic else ""),
                        one.row.recipient, one.clock.words,
                        edit("answer", one.row, f"{ANSWERS.get(one.row.decision, 'Answer it')}", one.row.point.text, answers) or ANSWERS.get(one.row.decision, "None yet"),
                        edit("effect", one.row, one.row.effect or "Record it", one.row.point.text, answers and one.row.responded_on is not None) or one.row.effect or "Nothing recorded",
                    )
                    for one in queries.responses(slug, on)
                ),
                "No report with recommendations is recorded.",
            ),
            Listing(
                "Comments and observations", ("What was said", "Committee", "When", "Answer"),
                tuple((one.text, one.committee.name, short_date(one.said_on), edit("observation", one, one.answer or "Answer it", one.text[:40], answers) or one.answer or "None yet") for one in queries.observations(slug)),
                "No comment is recorded.",
            ),
            Listing(
                "Requests for information", ("What was asked for", "Of whom", "Clock", "Reply"),
                tuple((one.what, one.body, information_clock(one.due_on, one.supplied_on, on).words, edit("request", one, one.reply or "Record the reply", one.what[:40], writes) or one.reply or "None yet") for one in queries.requests(slug)),
                "No request is recorded.",
            ),
            Listing(
                "Notice to attend", ("Post", "Body", "Notice", "Meeting", "Outcome"),
                tuple((one.post, one.body, short_date(one.given_on), short_date(one.meeting_on), edit("notice", one, dict(shown.OUTCOMES).get(one.outcome, "Record it"), one.post, writes) or dict(shown.OUTCOMES).get(one.outcome, "Awaited")) for one in queries.notices(slug)),
                "Nobody was required to attend.",
            ),
            Listing(
                "Remit as confirmed", ("What was confirmed", "Committee", "When", "Minute"),
                tuple((one.text, one.committee.name, str(PartialDate.parse(one.said)), one.minute or "Not recorded") for one in queries.remits(slug)),
                "No confirmation is recorded.",
            ),
            Listing(
                "Meetings", ("Meeting", "Committee", "Day", "Was it a review?"),
                tuple((one.title, one.committee.name, short_date(one.on), "Yes" if one.is_review else "No") for one in queries.sittings(slug)),
                "No meeting is recorded.",
            ),
            Listing(
                "Promises kept", ("What was promised", "Where and for when", "Today", "Lines of enquiry", "Evidence"),
                tuple(
                    (one.row.text, f"{one.row.said_in}, {one.row.year}", f"{one.kept.words} {one.figure}".strip(), " ".join(one.kept.enquiries), edit("promise", one.row, one.row.evidence or "Record it", one.row.text[:40], answers) or one.row.evidence or "None")
                    for one in queries.promises(slug, on)
                ),
                "No promise is recorded.",
                lead="What was said would be done, beside what the record shows today, and what a committee may want to ask.",
            ),
        ),
    )  # fmt: skip
    return render(request, "layouts/register.html", {"page": page})


def add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, what: str) -> HttpResponse:
    """Record something new. Raises `NotFound` for what there is not."""
    if what not in ADDS:
        raise NotFound("There is nothing of that kind to record.")
    title, kind, needs = ADDS[what]
    require(principal, needs, Subject("scrutiny", None, partnership.slug))
    named: dict[str, Any] = {}
    if issubclass(kind, shown.OfCommitteeForm):
        named["committees"] = [(one.slug, one.name) for one in queries.committees(partnership.slug, today())]
    form = kind(request.POST or None, **named)
    lead = ("Record a committee first.",) if named and not named["committees"] else ()
    page = FormPage(title, _crumbs(partnership, below=True), "Record it", lead)

    def save() -> str:
        said = form.said()
        if what == "remit":
            said["said"] = said.pop("when")
        if what == "report":
            said["points"] = _points(str(said["points"]))
        _ADD[what](partnership.slug, **said, by=principal)
        return _address("scrutiny", partnership)

    return answer(request, form, page, save)


def _points(typed: str) -> tuple[services.Point, ...]:
    """Recommendations as typed: words, a bar, and who must answer."""
    made = []
    for line in typed.splitlines():
        if line.strip():
            text, _, bodies = line.partition("|")
            made.append(
                services.Point(text.strip(), tuple(one.strip() for one in bodies.split(";") if one.strip()))
            )
    return tuple(made)


_ADD: dict[str, Callable[..., object]] = {
    "committee": services.add_committee,
    "sitting": services.record_sitting,
    "report": services.issue_report,
    "observation": services.observe,
    "request": services.ask_information,
    "notice": services.give_notice,
    "remit": services.confirm_remit,
    "promise": services.promise,
}


def edit(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, what: str, row_id: UUID
) -> HttpResponse:
    """Answer something, or record what came of it; where somebody saved first both texts are shown. Raises `NotFound`."""
    if what not in _EDIT:
        raise NotFound("There is nothing of that kind.")
    title, needs, find, kind, fields, save_it = _EDIT[what]
    require(principal, needs, Subject("scrutiny", None, partnership.slug))
    row = find(partnership.slug, row_id)
    now = {name: getattr(row, own) for name, own in fields.items()}
    named: dict[str, Any] = {}
    if kind is shown.EffectForm:
        named["plans"] = [(one.slug, one.title) for one in plans.plans(partnership.slug)]
    form = kind(request.POST or None, initial={**now, "row_version": row.row_version}, **named)
    page = FormPage(
        title,
        _crumbs(partnership, below=True),
        "Save",
        (str(getattr(row, "text", "") or getattr(row, "what", "") or row),),
    )

    def save() -> str:
        save_it(partnership.slug, row_id, **form.said(), by=principal, read_version=form.read_version)
        return _address("scrutiny", partnership)

    def current() -> Current:
        there = find(partnership.slug, row_id)
        return Current(there.row_version, {name: getattr(there, own) for name, own in fields.items()})

    return answer(request, form, page, save, current=current)


def _of(rows: Callable[[str], list[Any]]) -> Callable[[str, UUID], Any]:
    def find(partnership: str, row_id: UUID) -> Any:
        found = next((row for row in rows(partnership) if row.pk == row_id), None)
        if found is None:
            raise NotFound("There is no such record.")
        return found

    return find


_EDIT: dict[str, tuple[str, Permission, Callable[[str, UUID], Any], type[VersionedForm], dict[str, str], Callable[..., object]]] = {
    "answer": ("Answer a recommendation", Permission.SCRUTINY_ANSWER, services.response_of, shown.AnswerForm, {"on": "responded_on", "decision": "decision", "proposes": "proposes"}, services.respond),
    "effect": ("What came of a recommendation", Permission.SCRUTINY_ANSWER, services.response_of, shown.EffectForm, {"plan": "plan", "plan_change": "plan_change", "effect": "effect", "effect_on": "effect_on"}, services.record_effect),
    "observation": ("Answer a comment", Permission.SCRUTINY_ANSWER, _of(queries.observations), shown.ObservationAnswerForm, {"on": "answered_on", "answer": "answer"}, services.answer_observation),
    "request": ("What was supplied", Permission.SCRUTINY_WRITE, _of(queries.requests), shown.SupplyForm, {"on": "supplied_on", "reply": "reply", "left_out": "left_out"}, services.supply_information),
    "notice": ("Who came", Permission.SCRUTINY_WRITE, _of(queries.notices), shown.NoticeClosedForm, {"outcome": "outcome", "note": "note"}, services.close_notice),
    "promise": ("A promise and what shows it", Permission.SCRUTINY_ANSWER, _of(lambda slug: [one.row for one in queries.promises(slug, today())]), shown.KeptForm, {"done_on": "done_on", "evidence": "evidence"}, services.keep_promise),
}  # fmt: skip


def changed(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What changed because of scrutiny, for the public: what was asked, what was answered, what came of it."""
    on = today()
    found = queries.responses(partnership.slug, on)
    page = RegisterPage(
        "What changed because of scrutiny",
        (),
        lead=(
            "Councillors look at what the council, police, fire, health and probation do together about crime and disorder. This page says what they asked for, what the partners answered, and what came of it.",
        ),
        listings=(
            Listing(
                "Recommendations", ("What the committee asked for", "Of whom", "Answer", "What changed"),
                tuple(
                    (one.row.point.text + (" (synthetic)" if one.row.point.report.is_synthetic else ""), one.row.recipient, _public_answer(one), one.row.effect or one.row.plan_change or "Nothing is recorded yet.")
                    for one in found
                ),
                "No recommendation of a scrutiny committee is recorded.",
            ),
            Listing(
                "Comments", ("What the committee said", "When", "Answer"),
                tuple((one.text, short_date(one.said_on), one.answer or "Not answered yet.") for one in queries.observations(partnership.slug)),
                "No comment is recorded.",
            ),
        ),
    )  # fmt: skip
    return render(request, "layouts/register_public.html", {"page": page})


def _public_answer(one: queries.Answered) -> str:
    if one.row.responded_on is None:
        return f"Not answered yet. {one.clock.words}"
    return f"{ANSWERS.get(one.row.decision, '')} on {short_date(one.row.responded_on)}: {one.row.proposes}"
