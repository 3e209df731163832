"""Pages of the register of decisions, certificates, keys and gates."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance.agenda.words import address, crumbs
from frankpledge.governance.minutes import certifying, decision_services, presenting_register, register
from frankpledge.governance.minutes.forms import AdviceForm, ConditionForm, SupersedeForm
from frankpledge.governance.minutes.register import Entry
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.asking import FormPage, answer

NO_DECISION = "There is no such decision, or you may not know of it."


def shown(request: HttpRequest, template: str, page: object) -> HttpResponse:
    return render(request, f"governance/minutes/{template}.html", {"page": page})


def given(request: HttpRequest) -> dict[str, str]:
    names = ("words", "group", "capacity", "effect", "year")
    return {name: value for name in names if (value := request.GET.get(name, ""))}


def _entry(principal: Principal, partnership: PartnershipFacts, decision: UUID) -> Entry:
    found = register.entry(partnership.slug, decision)
    if found is None or not presenting_register.sees(principal, partnership, (found,)):
        raise NotFound(NO_DECISION)
    return found


def _above(partnership: PartnershipFacts, one: Entry) -> tuple[tuple[str, str], ...]:
    return crumbs(
        partnership, ("Register of decisions", address("register", partnership)),
        (one.number or "Decision", address("decision", partnership, decision_id=one.id)),
    )  # fmt: skip


def decisions(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """The register, as it is asked for."""
    return shown(
        request, "register", presenting_register.register_page(principal, partnership, given(request))
    )


def file(request: HttpRequest, principal: Principal, partnership: PartnershipFacts, fmt: str) -> HttpResponse:
    """The register as CSV or JSON."""
    rows = register.entries(partnership.slug, presenting_register.sought_of(given(request)))
    return as_file(presenting_register.sees(principal, partnership, rows), fmt, with_people=True)


def as_file(rows: Iterable[Entry], fmt: str, *, with_people: bool) -> HttpResponse:
    """Decisions as a file. Raises `NotFound` for a format there is not."""
    if fmt == "csv":
        sent = HttpResponse(register.as_csv(rows).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    elif fmt == "json":
        made = {"decisions": register.as_json(rows, with_people=with_people)}
        sent = HttpResponse(
            json.dumps(made, indent=2, ensure_ascii=False), content_type="application/json; charset=utf-8"
        )
    else:
        raise NotFound("There is no such format.")
    sent.headers["Content-Disposition"] = f'attachment; filename="decisions.{fmt}"'
    return sent


def decision(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """One decision."""
    one = _entry(principal, partnership, decision_id)
    return shown(request, "decision", presenting_register.entry_page(principal, partnership, one))


def condition(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """Record that what a decision waited for has happened."""
    one = _entry(principal, partnership, decision_id)
    form = ConditionForm(request.POST or None, initial={"on": today()})
    page = FormPage("Record that a condition is met", _above(partnership, one), "Record it", lead=(one.text, f"It waits for: {one.condition}"))  # fmt: skip

    def save() -> str:
        said = form.cleaned_data
        decision_services.meet_condition(
            partnership.slug, decision_id, on=said["on"], met_by=said["met_by"], by=principal
        )
        return address("decision", partnership, decision_id=decision_id)

    return answer(request, form, page, save)


def supersede(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """Record which later decision takes this one's place."""
    one = _entry(principal, partnership, decision_id)
    others = [
        (str(each.id), f"{each.number} {each.text[:100]}")
        for each in register.entries(partnership.slug)
        if each.group == one.group and each.id != one.id
    ]
    form = SupersedeForm(others, request.POST or None)
    page = FormPage(
        "Which decision takes its place?", _above(partnership, one), "Record it", lead=(one.text,)
    )

    def save() -> str:
        later = UUID(form.cleaned_data["later"])
        decision_services.supersede(partnership.slug, decision_id, later=later, by=principal)
        return address("decision", partnership, decision_id=decision_id)

    return answer(request, form, page, save)


def advice(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """Record who advised what before a decision."""
    one = _entry(principal, partnership, decision_id)
    if one.item is None:
        raise NotFound("That decision belongs to no item of an agenda.")
    item = one.item
    form = AdviceForm(request.POST or None)
    page = FormPage("Who advised what before it?", _above(partnership, one), "Record it", lead=(one.text,))

    def save() -> str:
        said = form.cleaned_data
        decision_services.advise(
            partnership.slug, item, adviser=said["adviser"], organisation=said["organisation"], field=said["field"],
            text=said["text"], given_on=said["given_on"], is_published=said["is_published"], by=principal,
        )  # fmt: skip
        return address("decision", partnership, decision_id=decision_id)

    return answer(request, form, page, save)


def certify(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """Issue a certificate."""
    certifying.certify(partnership.slug, decision_id, by=principal)
    messages.success(request, "The certificate is signed.")
    return HttpResponseRedirect(address("certificate", partnership, decision_id=decision_id))


def certificate(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """The last certificate of a decision."""
    _entry(principal, partnership, decision_id)
    made = certifying.latest(decision_id)
    if made is None:
        raise NotFound("No certificate of this decision has been issued.")
    page = presenting_register.certificate_page(partnership, made, is_public=False)
    return shown(request, "certificate", page)


def certificate_file(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, decision_id: UUID
) -> HttpResponse:
    """The certificate, byte for byte as it was signed."""
    _entry(principal, partnership, decision_id)
    return sent(decision_id)


def sent(decision_id: UUID) -> HttpResponse:
    """The file of the last certificate. Raises `NotFound`."""
    made = certifying.latest(decision_id)
    if made is None:
        raise NotFound("No certificate of this decision has been issued.")
    found = HttpResponse(made.content.encode("utf-8"), content_type="application/json; charset=utf-8")
    found.headers["Content-Disposition"] = f'attachment; filename="certificate-{made.sha256[:12]}.json"'
    return found


def gates(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Which steps wait for a decision."""
    return shown(request, "gates", presenting_register.gates_page(partnership))
