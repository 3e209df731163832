"""The ranking workshop: judging an issue, and choosing the priorities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.assessment import presenting, services, workshop
from frankpledge.assessment.facts import Judgement
from frankpledge.assessment.rules.choices import STANDINGS, Chosen
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable

REFUSED = 422


def workshop_view(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    """The order and its doubt, who judged what, and the choice. Raises `NotFound`."""
    subject = Subject("partnership", partnership.id, partnership.slug)
    may_choose = can(principal, Permission.ASSESSMENT_WRITE, subject)
    if request.method == "POST":
        return _choose(request, principal, partnership, edition)
    page = workshop.workshop_page(partnership, edition, who=principal, may_choose=may_choose)
    return render(request, "assessment/workshop.html", {"page": page})


def _choose(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str
) -> HttpResponse:
    typed = {name: str(value) for name, value in request.POST.items()}
    choices, errors = _choices(typed)
    day = typed.get("chosen_on", "").strip()
    on = PartialDate.parse(day) if _is_day(day) else None
    if on is None or not on.is_exact:
        errors["chosen_on"] = "Write the day of the choice as 2026-03-05."
    if not typed.get("chosen_by", "").strip():
        errors["chosen_by"] = "Say which meeting or workshop chose."
    if not errors and on is not None:
        try:
            services.choose_priorities(
                partnership.slug, edition, choices, chosen_by=typed["chosen_by"].strip(), chosen_on=on.earliest,
                by=principal,
            )  # fmt: skip
        except Unusable as unusable:
            errors = {
                problem.column: f"{problem.reason} {problem.remedy}".strip() for problem in unusable.problems
            }
    if errors:
        page = workshop.workshop_page(
            partnership, edition, who=principal, may_choose=True, errors=errors, typed=typed
        )
        return render(request, "assessment/workshop.html", {"page": page, "has_errors": True}, status=REFUSED)
    messages.success(request, "The choice is recorded.")
    return HttpResponseRedirect(presenting.address("assessment-workshop", partnership, edition=edition))


def _is_day(text: str) -> bool:
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _choices(typed: Mapping[str, str]) -> tuple[list[Chosen], dict[str, str]]:
    """What was chosen of each issue that the form asked about, and which were left without a choice."""
    found, errors = [], {}
    for name in typed:
        if name.startswith("asked-"):
            issue = name.removeprefix("asked-")
            standing = typed.get(f"standing-{issue}", "")
            if standing not in STANDINGS:
                errors[issue] = f"Choose what to do about “{typed[name]}”."
            found.append(Chosen(issue, standing, typed.get(f"because-{issue}", "")))
    return found, errors


def score(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, edition: str, issue: str
) -> HttpResponse:
    """One issue: evidence, what others judged, and one's own judgement. Raises `NotFound`."""
    if request.method != "POST":
        page = workshop.scoring_page(partnership, edition, issue, who=principal)
        return render(request, "assessment/score.html", {"page": page})
    typed = {name: str(value) for name, value in request.POST.items()}
    said, errors = _judgements(typed, issue, principal.name)
    if not errors:
        try:
            services.score_issue(partnership.slug, edition, said, by=principal)
        except Unusable as unusable:
            errors = {"": " ".join(f"{one.reason} {one.remedy}" for one in unusable.problems)}
    if errors:
        page = workshop.scoring_page(partnership, edition, issue, who=principal, errors=errors, typed=typed)
        return render(request, "assessment/score.html", {"page": page, "has_errors": True}, status=REFUSED)
    messages.success(
        request, f"{len(said)} {'judgement is' if len(said) == 1 else 'judgements are'} recorded."
    )
    after = workshop.scoring_page(partnership, edition, issue, who=principal).next_href
    return HttpResponseRedirect(
        after or presenting.address("assessment-workshop", partnership, edition=edition)
    )


def _judgements(
    typed: Mapping[str, str], issue: str, assessor: str
) -> tuple[list[Judgement], dict[str, str]]:
    """The judgements of a form; a criterion without a level is passed over, a level without a reason is not taken."""
    found, errors = [], {}
    for name, value in typed.items():
        if not name.startswith("level-") or not value:
            continue
        criterion = name.removeprefix("level-")
        reason = typed.get(f"reason-{criterion}", "").strip()
        try:
            level = Fraction(value)
        except (ValueError, ZeroDivisionError):
            errors[name] = "Choose one of the levels."
            continue
        if not reason:
            errors[f"reason-{criterion}"] = (
                "Say in a sentence why: a level without a reason cannot be weighed."
            )
        confidence = typed.get(f"confidence-{criterion}", "moderate")
        found.append(
            Judgement(
                issue, criterion, level, assessor, reason,
                confidence if confidence in dict(workshop.CONFIDENCES) else "moderate",
            )
        )  # fmt: skip
    if not found and not errors:
        errors[""] = "Choose a level for at least one question."
    return found, errors
