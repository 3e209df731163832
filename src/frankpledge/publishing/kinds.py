"""The documents of the rooms below, as this room issues them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import cast

from django.conf import settings
from django.utils.text import slugify

from frankpledge.access.permissions import Permission
from frankpledge.assessment import api as assessment
from frankpledge.disclosure import api as disclosure
from frankpledge.documents.tree import Document
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable
from frankpledge.plans import api as plans
from frankpledge.publishing.registry import Issuable, register
from frankpledge.records.clock import now, today
from frankpledge.scrutiny import api as scrutiny

ANNUAL_REPORT = "annual-report"
PLAN = "plan"
PLAN_SUMMARY = "plan-summary"
STRATEGIC_ASSESSMENT = "assessment"


def annual_report(partnership: str, by: Principal) -> Issuable | None:
    """The latest edition of the annual report, built first if it never was; None when none is loaded.

    Where the record bars the building, the draft with the problems that bar it.
    """
    editions = scrutiny.editions(partnership)
    if not editions:
        return None
    latest = editions[0]
    if not latest.is_built:
        try:
            scrutiny.build(partnership, latest.slug, by=by)
        except Unusable as unusable:
            draft = scrutiny.draft(partnership, latest.slug)
            return Issuable(draft, latest.slug, problems=unusable.problems)
    return Issuable(
        scrutiny.document(partnership, latest.slug),
        latest.slug,
        {**scrutiny.frozen_input(partnership, latest.slug), "slug": latest.slug},
        on_issued=partial(_issued, partnership, latest.slug),
    )


def _issued(partnership: str, slug: str, input_sha256: str, by: Principal) -> None:
    scrutiny.mark_issued(partnership, slug, input_sha256=input_sha256, by=by)


def plan(partnership: str, by: Principal) -> Issuable | None:  # noqa: ARG001 (built from the record, for anybody)
    """The plan in force today; None when there is none."""
    found = plans.plan_in_force(partnership, on=today())
    if found is None:
        return None
    moment = now()
    set_up = plans.numbers_set_up(partnership, on=today())
    document = plans.plan_document(
        partnership, found, on=today(), known_at=moment, base_url=settings.BASE_URL, set_up=set_up
    )
    source = {"plan": found.slug, "known_at": moment.isoformat(), "set_up": set_up}
    return Issuable(document, found.slug, source)


def plan_summary(partnership: str, by: Principal) -> Issuable | None:  # noqa: ARG001 (built from the record, for anybody)
    """The summary that the law wants published of the plan in force today; None when there is none."""
    found = plans.plan_in_force(partnership, on=today())
    if found is None:
        return None
    moment = now()
    document = plans.plan_summary(partnership, found, on=today(), known_at=moment, base_url=settings.BASE_URL)
    return Issuable(
        document,
        found.slug,
        {"plan": found.slug, "known_at": moment.isoformat()},
        on_issued=partial(_summary_is_out, partnership, found.slug),
    )


def _summary_is_out(partnership: str, plan: str, _input_sha256: str, by: Principal) -> None:
    """Issuing the summary is its publication: the plan's own record says so, and everybody asks that."""
    plans.summary_issued(partnership, plan, on=today(), by=by)


def plan_summary_again(partnership: str, source: Mapping[str, object], dated: str) -> Document | None:
    """The summary as it was known at the moment that was kept with it."""
    found = plans.plan(partnership, str(source.get("plan", "")))
    if found is None:
        return None
    moment = datetime.fromisoformat(str(source["known_at"]))
    on = date.fromisoformat(dated)
    return plans.plan_summary(partnership, found, on=on, known_at=moment, base_url=settings.BASE_URL)


def strategic_assessment(partnership: str, by: Principal) -> Issuable | None:  # noqa: ARG001
    """The public version of the newest ranked strategic assessment; None when none is ranked.

    What is withheld from the public is withheld in every figure, picture and sentence of it; where a small count could be
    worked out all the same, that bars its issue.
    """
    ranked = next(
        (name for name in assessment.editions(partnership) if assessment.ranking(partnership, name)), ""
    )
    made = assessment.public_version(partnership, ranked) if ranked else None
    found = assessment.ranking(partnership, ranked) if made else None
    if made is None or found is None:
        return None
    document, protection = made
    return Issuable(
        document,
        slugify(ranked),
        {"assessment": ranked, "ran_at": found.ran_at.isoformat(), "protection": protection.as_json()},
        problems=protection.problems,
        on_issued=partial(_released, partnership, document.title, protection),
    )


def _released(
    partnership: str, title: str, protection: assessment.Protection, input_sha256: str, by: Principal
) -> None:
    """Write into the ledger what the public has now been shown."""
    disclosure.released(
        partnership,
        STRATEGIC_ASSESSMENT,
        title,
        input_sha256=input_sha256,
        shown=protection.shown,
        withheld=protection.withheld,
        rules={one.measure: one.rule for one in protection.measures},
        by=by,
        tables=protection.tables,
        areas=protection.areas,
    )


def annual_report_again(partnership: str, source: Mapping[str, object], dated: str) -> Document | None:  # noqa: ARG001
    """The annual report from the content and the moment that were kept with it."""
    slug = str(source.get("slug", ""))
    return scrutiny.document_from(partnership, slug, source) if slug and source.get("known_at") else None


def plan_again(partnership: str, source: Mapping[str, object], dated: str) -> Document | None:
    """The plan as it was known at the moment that was kept with it."""
    found = plans.plan(partnership, str(source.get("plan", "")))
    if found is None:
        return None
    return plans.plan_document(
        partnership,
        found,
        on=date.fromisoformat(dated),
        known_at=datetime.fromisoformat(str(source["known_at"])),
        base_url=settings.BASE_URL,
        set_up=cast(Mapping[str, tuple[str, ...]], source.get("set_up", {})),
    )


def strategic_assessment_again(
    partnership: str,
    source: Mapping[str, object],
    dated: str,  # noqa: ARG001 (the day of its ranking)
) -> Document | None:
    """The strategic assessment by the ranking that was the newest when it was issued, with the same counts withheld."""
    edition, ran_at = str(source["assessment"]), str(source.get("ran_at", ""))
    moment = datetime.fromisoformat(ran_at) if ran_at else None
    kept = source.get("protection")
    if not isinstance(kept, Mapping):
        return assessment.assessment_document(partnership, edition, known_at=moment)
    protection = assessment.protection_from(kept)
    made = assessment.public_version(partnership, edition, known_at=moment, protection=protection)
    return made[0] if made else None


def register_all() -> None:
    """Register every kind that this room knows of."""
    register(
        STRATEGIC_ASSESSMENT,
        strategic_assessment,
        again=strategic_assessment_again,
        permission=Permission.ASSESSMENT_ISSUE,
    )
    register(PLAN, plan, again=plan_again)
    register(PLAN_SUMMARY, plan_summary, again=plan_summary_again)
    register(ANNUAL_REPORT, annual_report, again=annual_report_again)
