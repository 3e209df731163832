"""Pages of duties, and what is recorded on them."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.duties import calendars, coverage, forms, presenting, queries, services
from frankpledge.duties.document import statement_document
from frankpledge.duties.home import address
from frankpledge.duties.pages import ElectionsPage
from frankpledge.duties.presenting import DUTIES, crumbs
from frankpledge.governance.agenda.setting import identity_of
from frankpledge.governance.membership.pages import FormPage
from frankpledge.governance.membership.views import done, show_form, to
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.law import api as law
from frankpledge.records.clock import now, today
from frankpledge.web.forms import errors_of, fields_of

CHANGES = ("Changes of the law", "duties-law")
ELECTIONS = ("Before elections", "duties-elections")


def may_write(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.DUTY_WRITE, Subject("partnership", partnership.id, partnership.slug))


def duties(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The obligations of a partnership year."""
    on = today()
    whose = request.GET.get("whose", "own")
    page = presenting.duties_page(
        partnership, presenting.year_asked(request.GET.get("year", ""), on),
        whose if whose in presenting.WHOSE else "own", on, writes=may_write(principal, partnership),
    )  # fmt: skip
    return render(request, "duties/duties.html", {"page": page})


def duty(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, code: str
) -> HttpResponse:
    """One duty. Raises `NotFound`."""
    page = presenting.duty_page(partnership, code, today(), writes=may_write(principal, partnership))
    return render(request, "duties/duty.html", {"page": page})


def on_day(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What was owed on one day and on another, side by side."""
    asked = request.GET.get("on", ""), request.GET.get("then", ""), request.GET.get("also", "")
    page = presenting.on_page(partnership, asked, today())
    return render(request, "duties/on.html", {"page": page, "has_errors": bool(page.errors)})


def law_changes(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What becomes wrong on a day, and what is coming."""
    writes = may_write(principal, partnership)
    page = presenting.law_page(partnership, request.GET.get("on", ""), today(), writes=writes)
    return render(request, "duties/law.html", {"page": page, "has_errors": bool(page.errors)})


def statement(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """How the duties of a year stand, or stood on a day (`on`)."""
    made = _statement(request, partnership, request.GET.get("year", ""))
    issues = can(principal, Permission.DOCUMENT_ISSUE, Subject("issued-document", None, partnership.slug))
    page = presenting.statement_page(partnership, made, documents.FORMATS, may_release=issues)
    return render(request, "duties/statement.html", {"page": page})


def _statement(request: HttpRequest, partnership: PartnershipFacts, year: str) -> presenting.Statement:
    on = today()
    typed = request.GET.get("on", "")
    if typed:
        errors: list[tuple[str, str]] = []
        on = min(presenting.day_typed(typed, on, "on", errors), on)
    return presenting.statement_of(partnership, presenting.year_asked(year, on), on)


def statement_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, year: int, fmt: str
) -> HttpResponse:
    """The statement as a document. Raises `NotFound` for a format that there is not."""
    if fmt not in documents.FORMATS:
        raise NotFound("There is no such format.")
    made = _statement(request, partnership, str(year))
    document = statement_document(made, identity_of(partnership), partnership.name)
    content = documents.render(document, fmt)
    sent = HttpResponse(content, content_type=documents.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = (
        f'attachment; filename="compliance-{made.year.starts_on.year}.{fmt}"'
    )
    return sent


def statement_release(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, year: int
) -> HttpResponse:
    """Let a statement out to the public, or take it back."""
    asked = presenting.year_asked(str(year), today())
    form = forms.SignForm(*_sent(request))
    href = f"{address('duties-statement', partnership.slug)}?year={year}"

    def act() -> None:
        made = presenting.statement_of(partnership, asked, today())
        rows, counts = tuple(map(presenting.row_of, made.own)), presenting.counts_of(made.own)
        services.release_statement(
            partnership.slug, asked, rows, counts, form.cleaned_data["signed_by"], by=principal
        )

    if done(form, act):
        return to(request, href, "The statement is public as it stands today. Later changes do not alter it.")
    lead = (
        "The public will read the partnership’s own duties of law and guidance, as they stand today, frozen. Duties of other "
        "bodies and custom are left out.",
    )
    trail = crumbs(partnership, DUTIES)
    return show_form(
        request, form, title=f"Publish the statement of {asked}", trail=trail, button="Publish it", lead=lead
    )


def statement_withdraw(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, year: int
) -> HttpResponse:
    """Take a statement back from the public."""
    services.withdraw_statement(partnership.slug, presenting.year_asked(str(year), today()), by=principal)
    href = f"{address('duties-statement', partnership.slug)}?year={year}"
    return to(request, href, "The statement is no longer public.")


def public(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The statements that the public may read."""
    return render(request, "duties/public.html", {"page": presenting.public_page(partnership)})


def public_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, year: int
) -> HttpResponse:
    """One released statement as CSV. Raises `NotFound`."""
    found = next((one for one in queries.released(partnership.id) if one.year.startswith(str(year))), None)
    if found is None:
        raise NotFound("There is no such statement.")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["duty", "for", "by_when", "how_it_stood", "what_shows_it", "under_which_law"])
    writer.writerows([_plain(cell) for cell in row] for row in found.rows)
    sent = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    sent.headers["Content-Disposition"] = f'attachment; filename="compliance-{year}.csv"'
    return sent


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@"} else cell


def covered(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """What stands behind each duty, and where nothing does."""
    return render(request, "duties/coverage.html", {"page": coverage.page(partnership, today())})


def calendar(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The days of two years as a calendar file."""
    origin = request.build_absolute_uri("/").rstrip("/")
    sent = HttpResponse(
        calendars.calendar(partnership, today(), origin, now()), content_type=calendars.MEDIA_TYPE
    )
    sent.headers["Content-Disposition"] = f'attachment; filename="{partnership.slug}-duties.ics"'
    return sent


# What is recorded -------------------------------------------------------------------------------------------------


def record(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Record that something happened."""
    first = {"kind": request.GET.get("kind", ""), "ref": request.GET.get("ref", "")}
    form = forms.RecordForm(*_sent(request), initial=first)

    def act() -> None:
        services.add_entry(partnership.slug, form.new(), by=principal)

    if done(form, act):
        row = next(
            (
                one
                for one in law.library().duties
                if form.cleaned_data["kind"] in {one.proved_by, one.clock.event}
            ),
            None,
        )
        href = (
            address("duty", partnership.slug, code=row.code) if row else address("duties", partnership.slug)
        )
        return to(request, href, "It is recorded. The duties are computed from it at once.")
    lead = (
        "Record what no room of this program counts: an event that starts a clock, or what shows a duty done.",
    )
    return _form_with_file(
        request,
        form,
        title="Record something that happened",
        trail=crumbs(partnership, DUTIES),
        button="Record it",
        lead=lead,
    )


def _form_with_file(
    request: HttpRequest, form: forms.RecordForm, *, title: str, trail: tuple[tuple[str, str], ...], button: str,
    lead: tuple[str, ...],
) -> HttpResponse:  # fmt: skip
    """A page that is one form with a file."""
    errors = errors_of(form) if form.is_bound else ()
    page = FormPage(title, trail, lead, fields_of(form), errors, button)
    names = {"page": page, "has_errors": bool(errors)}
    return render(request, "duties/record.html", names, status=422 if errors else 200)


def _sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, entry: UUID
) -> HttpResponse:
    """A file that was recorded as evidence, always as a download."""
    name, content = queries.entry_file(partnership.id, entry)
    sent = HttpResponse(content, content_type="application/octet-stream")
    safe = "".join(one if one.isalnum() or one in "._- " else "_" for one in name)
    sent.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return sent


def withdraw(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, entry: UUID
) -> HttpResponse:
    """Take back an entry."""
    form = forms.BecauseForm(*_sent(request))

    def act() -> None:
        services.withdraw_entry(partnership.slug, entry, form.cleaned_data["because"], by=principal)

    if done(form, act):
        return to(request, address("duties", partnership.slug), "It is taken back, and stays in the history.")
    return show_form(
        request, form, title="Take back an entry", trail=crumbs(partnership, DUTIES), button="Take it back"
    )


def not_done(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, code: str
) -> HttpResponse:
    """Say that one looked and it was not done, or take that back."""
    key, because = request.POST.get("key", ""), request.POST.get("because", "")
    href = address("duty", partnership.slug, code=code)
    if request.POST.get("take_back"):
        services.take_back_finding(partnership.slug, key, by=principal)
        return to(request, href, "It is taken back.")
    services.say_not_done(partnership.slug, key, because, by=principal)
    return to(request, href, "It is recorded that it was not done.")


def excuse(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, code: str
) -> HttpResponse:
    """Excuse a duty for a time."""
    form = forms.ExcuseForm(*_sent(request))

    def act() -> None:
        said = form.cleaned_data
        services.excuse(
            partnership.slug, code, form.period(), said["because"], said["agreed_by"], by=principal
        )

    if done(form, act):
        return to(
            request,
            address("duty", partnership.slug, code=code),
            "The excuse is recorded. It ends by itself.",
        )
    lead = (
        "An excuse does not change the law: it says, with a name and an end, why a duty is not held against anybody.",
    )
    return show_form(
        request,
        form,
        title=f"Excuse {code} for a time",
        trail=crumbs(partnership, DUTIES),
        button="Record the excuse",
        lead=lead,
    )


def scope(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, code: str
) -> HttpResponse:
    """Say whether a duty of custom applies here."""
    form = forms.ScopeForm(*_sent(request))

    def act() -> None:
        said = form.cleaned_data
        services.set_scope(
            partnership.slug, code, applies=said["applies"] == "yes", because=said["because"], by=principal
        )

    if done(form, act):
        return to(request, address("duties", partnership.slug), "It is recorded.")
    return show_form(
        request, form, title=f"Does {code} apply here?", trail=crumbs(partnership, DUTIES), button="Record it"
    )


# The horizon ------------------------------------------------------------------------------------------------------


def horizon_add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Put something that is coming on the register."""
    form = forms.HorizonForm(*_sent(request))

    def act() -> None:
        services.add_horizon(partnership.slug, form.new(), by=principal)

    if done(form, act):
        return to(request, address("duties-law", partnership.slug), "It is on the register.")
    return show_form(
        request,
        form,
        title="Something is coming",
        trail=crumbs(partnership, DUTIES, CHANGES),
        button="Put it on the register",
    )


def horizon_take(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, code: str
) -> HttpResponse:
    """Take up what the library says is coming."""
    services.take_up(partnership.slug, code, by=principal)
    return to(request, address("duties-law", partnership.slug), "It is taken up, with what to prepare.")


def horizon_step(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, item: UUID, step: int
) -> HttpResponse:
    """Tick one thing to prepare."""
    services.prepared(partnership.slug, item, step, by=principal)
    return HttpResponseRedirect(address("duties-law", partnership.slug))


def horizon_close(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, item: UUID
) -> HttpResponse:
    """Close an item when the fact has arrived."""
    found = queries.horizon_item(partnership.id, item)
    form = forms.CloseForm(*_sent(request))

    def act() -> None:
        said = form.cleaned_data
        services.close_horizon(partnership.slug, item, said["because"], said["on"], by=principal)

    if done(form, act):
        return to(request, address("duties-law", partnership.slug), "It is closed.")
    return show_form(
        request,
        form,
        title=f"Close: {found.title}",
        trail=crumbs(partnership, DUTIES, CHANGES),
        button="Close it",
    )


# Elections --------------------------------------------------------------------------------------------------------


def elections(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Times before elections: what is held back, what was let go ahead, and the clocks that run on."""
    on = today()
    found = queries.elections(partnership.id)
    writes = may_write(principal, partnership)
    running = [one for one in found if on in one.period]
    rows = tuple(
        (
            one.title,
            f"{short_date(one.period.starts_on)} to {short_date(one.period.ends_on or on)}",
            tuple(
                f"{each.what}: let go ahead by {each.officer} on {short_date(each.on)}, because {each.because}"
                for each in one.releases
            ),
            address("duties-release", partnership.slug, election=one.id) if writes else "",
        )
        for one in found
    )
    lead = (
        f"{running[0].title} holds publicity back until the polls close on {short_date(running[0].period.ends_on or on)}."
        if running
        else "No election holds anything back today."
    )
    page = ElectionsPage(
        ELECTIONS[0],
        crumbs(partnership, DUTIES),
        (
            lead,
            "Statutory clocks run on: no duty is later for an election. The monitoring officer may let a thing go ahead.",
        ),
        presenting.held_words(),
        rows,
        presenting.clocks_that_run(partnership, on),
        address("duties-election-add", partnership.slug) if writes else "",
    )
    return render(request, "duties/elections.html", {"page": page})


def election_add(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Put a time before an election on the calendar."""
    form = forms.ElectionForm(*_sent(request))

    def act() -> None:
        said = form.cleaned_data
        services.add_election(partnership.slug, said["title"], form.period(), said["source"], by=principal)

    if done(form, act):
        return to(request, address("duties-elections", partnership.slug), "It is on the calendar.")
    return show_form(
        request,
        form,
        title="An election",
        trail=crumbs(partnership, DUTIES, ELECTIONS),
        button="Put it on the calendar",
    )


def release(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, election: UUID
) -> HttpResponse:
    """Record that the monitoring officer let a thing go ahead."""
    form = forms.ReleaseForm(*_sent(request))

    def act() -> None:
        said: dict[str, Any] = dict(form.cleaned_data)
        on: date = said.pop("on")
        services.release(partnership.slug, election, said, on, by=principal)

    if done(form, act):
        return to(request, address("duties-elections", partnership.slug), "It is recorded.")
    return show_form(
        request,
        form,
        title="Let one thing go ahead",
        trail=crumbs(partnership, DUTIES, ELECTIONS),
        button="Record the decision",
    )
