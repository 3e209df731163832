"""Reads what passed between a partnership and its committees from a TOML file; each entry goes through its service."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import TomlTable, read_toml
from frankpledge.scrutiny import committee_services as services
from frankpledge.scrutiny.models import ReportResponse
from frankpledge.scrutiny.rules.committee import DECISIONS


@transaction.atomic
def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Take in remits, meetings, reports with answers, observations and promises. Raises `Unusable` naming file and key."""
    reader = read_toml(path)
    for one in reader.tables("remit"):
        services.confirm_remit(
            partnership,
            one.text("committee"),
            said=one.text("said"),
            text=one.text("text"),
            minute=one.text("minute", ""),
            by=by,
        )
    for one in reader.tables("sitting"):
        services.record_sitting(
            partnership, one.text("committee"), on=one.day("on"), title=one.text("title"), is_review=one.flag("is_review", False),
            minutes=one.text("minutes", ""), by=by,
        )  # fmt: skip
    for one in reader.tables("report"):
        points = tuple(
            services.Point(point.text("text"), point.texts("recipients")) for point in one.tables("point")
        )
        services.issue_report(
            partnership, one.text("committee"), slug=one.text("slug"), title=one.text("title"), dated=one.day("dated"),
            told_duty=one.flag("told_duty", False), points=points, by=by, is_synthetic="synthetic" in one.text("title").lower(),
        )  # fmt: skip
    for one in reader.tables("answer"):
        _answer(partnership, one, by)
    for one in reader.tables("observation"):
        made = services.observe(
            partnership, one.text("committee"), said_on=one.day("said_on"), text=one.text("text"), by=by
        )
        if one.has("answered_on"):
            services.answer_observation(
                partnership,
                made.id,
                on=one.day("answered_on"),
                answer=one.text("answer"),
                by=by,
                read_version=1,
            )
    for one in reader.tables("promise"):
        kept = services.promise(
            partnership, said_in=one.text("said_in"), year=one.text("year"), text=one.text("text"), due_on=one.optional_day("due_on"),
            binding=one.text("binding", ""), direction=one.choice("direction", ("up", "down"), ""), by=by,
        )  # fmt: skip
        if one.has("done_on"):
            services.keep_promise(
                partnership,
                kept.id,
                done_on=one.day("done_on"),
                evidence=one.text("evidence", ""),
                by=by,
                read_version=1,
            )
    reader.check()


def _answer(partnership: str, one: TomlTable, by: Principal) -> None:
    row = ReportResponse.objects.filter(
        point__report__committee__partnership=partnership, point__report__slug=one.text("report"),
        point__order=one.whole("point"), recipient=one.text("recipient"),
    ).first()  # fmt: skip
    if row is None:
        one.wrong(
            "recipient",
            "has no such recommendation to answer.",
            "Name the report, the recommendation's number and who answers.",
        )
        return
    decision = one.choice("decision", DECISIONS)
    services.respond(
        partnership,
        row.id,
        on=one.day("on"),
        decision=decision,
        proposes=one.text("proposes"),
        by=by,
        read_version=1,
    )
    if one.has("effect"):
        services.record_effect(
            partnership, row.id, plan=one.text("plan", ""), plan_change=one.text("plan_change", ""), effect=one.text("effect"),
            effect_on=one.optional_day("effect_on"), by=by, read_version=2,
        )  # fmt: skip
