"""What the demonstration's people recorded about duties: entries, findings, an excuse, the horizon and an election."""

from __future__ import annotations

from pathlib import Path

from frankpledge.duties import services
from frankpledge.duties.services import NewEntry, NewHorizon
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.toml_files import read_toml


def record(slug: str, path: Path, *, by: Principal) -> None:
    """Record everything that the file says. Raises `Unusable` naming what is wrong in it."""
    said = read_toml(path)
    entries = [
        NewEntry(
            one.text("kind"),
            one.partial("on"),
            one.text("label"),
            one.text("ref", ""),
            one.optional_day("due_on"),
        )
        for one in said.tables("entry")
    ]
    findings = [(one.text("key"), one.text("because")) for one in said.tables("not_done")]
    excuses = [
        (one.text("code"), one.period("first_day", "last_day"), one.text("because"), one.text("agreed_by"))
        for one in said.tables("excuse")
    ]
    coming = [
        NewHorizon(
            one.text("title"), one.text("stage"), "", one.optional_partial("expected"), "", one.texts("touches", ()),
            one.text("local_practice", ""), one.texts("prepare", ()),
        )
        for one in said.tables("horizon")
    ]  # fmt: skip
    elections: list[tuple[str, Period, str]] = [
        (one.text("title"), one.period("first_day", "last_day"), one.text("source", ""))
        for one in said.tables("election")
    ]
    said.check()
    for entry in entries:
        services.add_entry(slug, entry, by=by)
    for key, because in findings:
        services.say_not_done(slug, key, because, by=by)
    for code, period, because, agreed_by in excuses:
        services.excuse(slug, code, period, because, agreed_by, by=by)
    for new in coming:
        services.add_horizon(slug, new, by=by)
    for title, period, source in elections:
        services.add_election(slug, title, period, source, by=by)
