"""Pages of cases: the list, a review's timeline, what can be recorded, who has a part, and the lock."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import today
from frankpledge.records.steady import afresh
from frankpledge.reviews.cases import presenting, queries, services, stand_in
from frankpledge.reviews.cases.forms import ConflictForm, CriteriaForm, EntryForm, OpenForm, PartForm
from frankpledge.reviews.cases.known import offered
from frankpledge.reviews.cases.pages import (
    INVENTED,
    CasesPage,
    Crumbs,
    FormPage,
    KindsPage,
    PeoplePage,
    PersonRow,
    ReadyPage,
)
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.cases.presenting import address, banner, case_crumb, crumbs
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.rules import vault
from frankpledge.reviews.rules.casework.fields import GROUP_TITLES, Group, Kind
from frankpledge.reviews.rules.casework.guards import may_be_young
from frankpledge.reviews.rules.casework.kinds import KINDS, OF_LEADERS, OF_OURS, OF_THEIRS, ON_A_PAGE
from frankpledge.reviews.rules.criteria import Tested
from frankpledge.reviews.rules.readiness import STEPS, may_keep_real_reviews
from frankpledge.reviews.rules.rights import CAN_SIGN, MATRIX, PARTS
from frankpledge.web.forms import errors_of, fields_of

FORM = "reviews/cases/form.html"


def may(principal: Principal, permission: Permission, partnership: PartnershipFacts) -> bool:
    return can(principal, permission, Subject("partnership", partnership.id, partnership.slug))


def show_form(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    trail: Crumbs,
    button: str,
    banner: str = "",
    lead: tuple[str, ...] = (),
) -> HttpResponse:
    """A page that is one form; with errors it is sent with status 422, and what was typed stays."""
    errors = errors_of(form) if form.is_bound else ()
    page = FormPage(title, trail, banner, lead, fields_of(form), errors, button, form.is_multipart())
    return render(request, FORM, {"page": page, "has_errors": bool(errors)}, status=422 if errors else 200)


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was in order and its act was allowed; a refusal becomes an error of the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def to(route: str, partnership: PartnershipFacts, **parts: object) -> HttpResponseRedirect:
    return HttpResponseRedirect(address(route, partnership, **parts))


def cases(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The reviews one has a part in, with a picture of all of them, and a search in what one may read."""
    words = request.GET.get("q", "")[:200]
    found = queries.cases_of(principal, partnership.slug, words=words)
    links = []
    if any("coordinator" in one.reach.slugs for one in found):
        links.append(("Chase what agencies owe", address("review-chase", partnership)))
    if may(principal, Permission.REVIEW_OPEN, partnership):
        links.append(("Who pays for reviews", address("review-agreements", partnership)))
    if may(principal, Permission.REVIEW_EMERGENCY, partnership):
        links.append(("Open a review in an emergency", address("review-emergency", partnership)))
    if principal.roles_in(partnership.slug) & stand_in.NAMES:
        links.append(("Name a stand-in to coordinate a review", address("review-stand-in", partnership)))
    if may(principal, Permission.REVIEW_LEARNING, partnership):
        links.append(("What was learnt", address("review-learning", partnership)))
    if may(principal, Permission.REVIEW_READY, partnership) or may(
        principal, Permission.REVIEW_OPEN, partnership
    ):
        links.append(("Whether real reviews may be kept here", address("review-ready", partnership)))
    page = CasesPage(
        title="Reviews you take part in",
        crumbs=(),
        rows=tuple(presenting.row(one, partnership) for one in found),
        words=words,
        portfolio=presenting.portfolio(found, partnership, today()),
        open_href=address("review-open", partnership)
        if may(principal, Permission.REVIEW_OPEN, partnership)
        else "",
        links=tuple(links),
        banner=INVENTED if any(one.is_invented for one in found) else "",
        needs_second_factor=""
        if partnership.is_demo or principal.has_second_factor
        else queries.NEEDS_SECOND_FACTOR,
    )
    return render(request, "reviews/cases/cases.html", {"page": page})


def open_case(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Open a review with the notice that came in."""
    form = OpenForm(
        request.POST if request.method == "POST" else None, is_demo=partnership.is_demo, partnerships=_others(partnership)
    )  # fmt: skip
    opened: list[UUID] = []

    def act() -> None:
        opened.append(services.open_case(
            partnership.slug, reference=form.cleaned_data["reference"], codename=form.cleaned_data["codename"],
            is_invented=partnership.is_demo, on=form.on or PartialDate.of(today()), notice=form.said(), by=principal,
        ))  # fmt: skip

    if done(form, act):
        messages.success(request, "The review is open, and you coordinate it.")
        return to("review", partnership, case=opened[0])
    lead = (
        "Write no name, address or date of birth here: people are called by pseudonyms, and who they are is kept apart.",
    )
    return show_form(request, form, title="Open a review", trail=crumbs(partnership), button="Open it", lead=lead,
                     banner=INVENTED if partnership.is_demo else "")  # fmt: skip


def _others(partnership: PartnershipFacts) -> tuple[str, ...]:
    """The names of the partnerships that are kept here beside this one."""
    return tuple(one.name for one in directory.partnerships() if one.slug != partnership.slug)


def find(principal: Principal, partnership: PartnershipFacts, case: UUID) -> CaseFacts:
    """The review, as far as this person reaches. Raises `NotFound` where it does not exist for them."""
    return queries.case_of(principal, partnership.slug, case)


def timeline(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """A review: the family's wishes first, where it stands, who owes what, what comes next, what happened."""
    found = find(principal, partnership, case)
    with afresh():
        services.note_read(found, "timeline", by=principal)
    links = []
    if found.may_write:
        links.append(("Record something", address("review-kinds", partnership, case=case)))
    if found.reads(Group.FILE):
        links.append(("Letters and documents", address("review-documents", partnership, case=case)))
    if found.reach.slugs & vault.CHRONOLOGISTS:
        links.append(("Chronology", address("review-chronology", partnership, case=case)))
    if found.reach.slugs & vault.READERS:
        links.append(("Vault", address("review-vault", partnership, case=case)))
    if found.reach.slugs & (vault.SCANNERS | CAN_SIGN):
        links.append(("Documents and signatures", address("review-scans", partnership, case=case)))
    if "coordinator" in found.reach.slugs:
        links.append(("Who has a part in it", address("review-people", partnership, case=case)))
    else:
        links.append(("Declare a conflict of interest", address("review-conflict", partnership, case=case)))
    return render(
        request, "reviews/cases/case.html", {"page": presenting.case_page(found, partnership, tuple(links))}
    )


def kinds(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """What one may record in a review, by group."""
    found = find(principal, partnership, case)
    may_write, groups = set(found.may_write), []
    for group in Group:
        rows = tuple(
            (kind.title, address("review-criteria", partnership, case=case) if kind.slug == "criteria-answered"
             else address("review-record", partnership, case=case, kind=kind.slug))
            for kind in KINDS.values()
            if kind.group is group and kind.slug in may_write and kind.slug not in ON_A_PAGE and _fits(found, kind)
        )  # fmt: skip
        if rows:
            groups.append((GROUP_TITLES[group], rows))
    if not groups:
        raise NotPermitted("Your part in this review is to read it.")
    page = KindsPage(
        "Record something", crumbs(partnership, case_crumb(partnership, found)), banner(found), tuple(groups)
    )
    return render(request, "reviews/cases/kinds.html", {"page": page})


def _fits(case: CaseFacts, kind: Kind) -> bool:
    theirs = case.state.is_participating
    if theirs and kind.slug in OF_LEADERS:
        return False
    if (
        not theirs
        and kind.slug in OF_THEIRS
        and not (kind.slug == "lead-told" and case.state.has("joint-agreed"))
    ):
        return False
    if kind.slug == "young-route" and not may_be_young(case.state):
        return False
    return not kind.after or case.state.has(*kind.after) or (theirs and kind.slug in OF_OURS)


def entry(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, kind: str
) -> HttpResponse:
    """Record an entry of one kind."""
    found = find(principal, partnership, case)
    spec = KINDS.get(kind)
    if spec is None or kind in ON_A_PAGE or kind == "criteria-answered":
        raise NotFound(queries.NO_SUCH)
    if kind not in found.may_write:
        raise NotPermitted("Your part in this review does not let you record this.")
    initial = {name: request.GET[name] for name in request.GET if spec.field(name)}
    form = EntryForm(
        spec,
        _decisions(spec, partnership),
        request.POST if request.method == "POST" else None,
        initial=initial,
        partnerships=_others(partnership),
        known=offered(found, spec),
    )
    if done(form, lambda: services.write(partnership.slug, case, kind, form.on, form.said(), by=principal)):
        messages.success(request, "Recorded.")
        return to("review", partnership, case=case)
    lead = ("Call people by their pseudonyms. Write no name, address or date of birth.",)
    return show_form(request, form, title=spec.title, trail=crumbs(partnership, case_crumb(partnership, found)), button="Record it",
                     banner=banner(found), lead=lead)  # fmt: skip


def _decisions(spec: Kind, partnership: PartnershipFacts) -> tuple[tuple[str, str], ...]:
    """The partnership's decisions for the gate of a kind."""
    if not spec.gate:
        return ()
    return tuple(
        (one.slug, f"{one.decided or 'no date'}: {one.text[:120]}")
        for one in governance.decisions(partnership.slug)
        if one.effect == spec.gate
    )


def criteria(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """The questionnaire: each question with what its answer rests on, and what they say together."""
    found = find(principal, partnership, case)
    if "criteria-answered" not in found.may_write:
        raise NotPermitted("Your part in this review does not let you answer the criteria.")
    form = CriteriaForm(found.state.people, request.POST if request.method == "POST" else None)

    def act() -> None:
        who = form.cleaned_data.get("who", "")
        for question, answer, because in form.answers():
            said = {"question": question, "answer": answer, "because": because, "who": who}
            services.write(
                partnership.slug, case, "criteria-answered", PartialDate.of(today()), said, by=principal
            )

    if done(form, act):
        messages.success(request, "The answers are recorded.")
        return to("review", partnership, case=case)
    each = found.state.tested_each()
    lead = tuple(line for who, tested in each.items() for line in _said_so_far(who, tested))
    return show_form(request, form, title="The questions of the criteria", trail=crumbs(partnership, case_crumb(partnership, found)),
                     button="Record the answers", banner=banner(found), lead=lead)  # fmt: skip


def _said_so_far(who: str, tested: Tested) -> tuple[str, ...]:
    """What the criteria say so far, of one person where there are several."""
    of = f"{who}: as" if who else "As"
    first = f"{of} it stands, under the {tested.regime.base}: {str(tested.outcome).replace('-', ' ')}. The criteria advise; a person decides."
    return (
        first,
        *(f"{one.id}: {str(one.answer).replace('-', ' ')}. {one.reason}" for one in tested.criteria),
    )


# --- people --------------------------------------------------------------------------------------------------


def people(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Who has a part in a review, and what each part may see."""
    found = _coordinated(principal, partnership, case)
    rows = tuple(
        PersonRow(one.name, one.part, one.organisation, one.purpose, short_date(one.since), one.is_conflicted,
                  address("review-part-end", partnership, case=case, part=one.id))
        for one in queries.parts_in(case)
    )  # fmt: skip
    matrix = tuple(
        (title, *(str(MATRIX[part].get(group, "none")) for group in Group)) for part, title in PARTS.items()
    )
    page = PeoplePage(
        "Who has a part in it", crumbs(partnership, case_crumb(partnership, found)), banner(found), rows,
        (("Give somebody a part", address("review-part", partnership, case=case)),
         ("Record a conflict of interest", address("review-conflict", partnership, case=case))),
        ("Part", *GROUP_TITLES.values()), matrix,
        tuple((one.name, one.relation, one.source, short_date(one.since), address("review-conflict-end", partnership, case=case, conflict=one.id))
              for one in queries.conflicts_in(case)),
    )  # fmt: skip
    return render(request, "reviews/cases/people.html", {"page": page})


def _coordinated(principal: Principal, partnership: PartnershipFacts, case: UUID) -> CaseFacts:
    found = find(principal, partnership, case)
    if "coordinator" not in found.reach.slugs:
        raise NotPermitted("The review’s coordinator says who has a part in it.")
    return found


def _accounts(partnership: PartnershipFacts) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"{one.name}{f', {one.post}' if one.post else ''}")
        for one in directory.accounts(partnership.slug, on=today())
    ]


def give_part(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Give somebody a part in a review."""
    found = _coordinated(principal, partnership, case)
    form = PartForm(_accounts(partnership), request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        services.assign(partnership.slug, case, UUID(said["user"]), said["part"], organisation=said["organisation"],
                        purpose=said["purpose"], by=principal)  # fmt: skip

    if done(form, act):
        name = dict(form.fields["user"].choices)[form.cleaned_data["user"]]  # type: ignore[attr-defined]
        messages.success(request, f"{name} has the part from now on: {PARTS[form.cleaned_data['part']]}. You can give somebody else a part.")  # fmt: skip
        return to("review-part", partnership, case=case)
    people = ("Who has a part in it", address("review-people", partnership, case=case))
    return show_form(request, form, title="Give somebody a part", trail=crumbs(partnership, case_crumb(partnership, found), people),
                     button="Give it", banner=banner(found))  # fmt: skip


def end_part(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, part: UUID
) -> HttpResponse:
    """End somebody's part in a review."""
    services.end_part(partnership.slug, case, part, by=principal)
    messages.success(request, "Their part has ended; they no longer know of the review.")
    return to("review-people", partnership, case=case)


def conflict(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID
) -> HttpResponse:
    """Record a conflict of interest: the coordinator anybody's, everybody else their own."""
    found = find(principal, partnership, case)
    mine = [(str(principal.user_id), principal.name)]
    options = _accounts(partnership) if "coordinator" in found.reach.slugs else mine
    form = ConflictForm(options, request.POST if request.method == "POST" else None)

    def act() -> None:
        said = form.cleaned_data
        services.declare_conflict(
            partnership.slug,
            case,
            UUID(said["user"]),
            relation=said["relation"],
            source=said["source"],
            by=principal,
        )

    if done(form, act):
        messages.success(request, "Recorded. The review no longer exists for them.")
        gone = form.cleaned_data["user"] == str(principal.user_id)
        return to("review-cases", partnership) if gone else to("review-people", partnership, case=case)
    lead = (
        "From that moment the review does not exist for them: no page, list, search or letter shows it, whatever their roles.",
    )
    return show_form(request, form, title="Record a conflict of interest", trail=crumbs(partnership, case_crumb(partnership, found)),
                     button="Record it", banner=banner(found), lead=lead)  # fmt: skip


class EndConflictForm(PlainForm):
    """Why somebody has no conflict of interest after all."""

    because = forms.CharField(label="Why is it no conflict of interest?", max_length=300, widget=forms.Textarea,
                              error_messages={"required": "Say why it is no conflict of interest"})  # fmt: skip


def end_conflict(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, case: UUID, conflict: UUID
) -> HttpResponse:
    """End a conflict of interest that was wrongly recorded or found."""
    found = _coordinated(principal, partnership, case)
    row = next((one for one in queries.conflicts_in(case) if one.id == conflict), None)
    if row is None:
        raise NotFound(queries.NO_SUCH)
    form = EndConflictForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        services.end_conflict(
            partnership.slug, case, conflict, because=form.cleaned_data["because"], by=principal
        )

    if done(form, act):
        messages.success(request, "Ended. They may be given a part again.")
        return to("review-people", partnership, case=case)
    lead = (f"{row.name}: {row.relation} ({row.source.casefold()}, {short_date(row.since)})",)
    return show_form(request, form, title="End a conflict of interest", trail=crumbs(partnership, case_crumb(partnership, found)),
                     button="End it", banner=banner(found), lead=lead)  # fmt: skip


# --- the lock ------------------------------------------------------------------------------------------------


class ReadyForm(PlainForm):
    """A safeguard, and what shows that it is in place."""

    is_in_place = forms.ChoiceField(
        label="Is it in place?", choices=(("yes", "Yes"), ("no", "No longer")), widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label="What shows it?", max_length=500, error_messages={"required": "Say what shows it"}
    )


def ready(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The lock: which safeguards are in place, and whether real reviews may be kept."""
    found = queries.in_place(partnership.slug)
    writes = may(principal, Permission.REVIEW_READY, partnership)
    steps = tuple(
        (slug, words, "In place" if found.get(slug) else "Not in place",
         address("review-ready-step", partnership, step=slug) if writes else "")
        for slug, words in STEPS.items()
    )  # fmt: skip
    page = ReadyPage(
        "Whether real reviews may be kept here", crumbs(partnership), str(may_keep_real_reviews(found)), steps
    )
    return render(request, "reviews/cases/ready.html", {"page": page})


def ready_step(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, step: str
) -> HttpResponse:
    """Record whether a safeguard is in place."""
    if step not in STEPS:
        raise NotFound(queries.NO_SUCH)
    form = ReadyForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        services.record_readiness(partnership.slug, step, on=today(), is_in_place=form.cleaned_data["is_in_place"] == "yes",
                                  evidence=form.cleaned_data["evidence"], by=principal)  # fmt: skip

    if done(form, act):
        messages.success(request, "Recorded.")
        return to("review-ready", partnership)
    trail = crumbs(
        partnership, ("Whether real reviews may be kept here", address("review-ready", partnership))
    )
    return show_form(
        request, form, title="Record a safeguard", trail=trail, button="Record it", lead=(STEPS[step],)
    )
