"""Loading a report's content, building it, and marking it issued."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.documents.tree import Document
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import text_of
from frankpledge.records.clock import now
from frankpledge.scrutiny import building
from frankpledge.scrutiny.models import Committee, Recommendation, ReportEdition, ReportFlag
from frankpledge.scrutiny.report import BuiltReport
from frankpledge.scrutiny.rules.content import ReportContent, content_of
from frankpledge.scrutiny.rules.editing import keyed
from frankpledge.scrutiny.rules.flags import Flag


@transaction.atomic
def load_report(partnership: str, path: Path, *, by: Principal) -> ReportEdition:
    """Keep the content of a report (docs/reference/report-format.md), or replace that of the same edition.

    What was issued before stays as it was issued; texts written on the page stay among the versions. Raises `Unusable` naming file and key.
    """
    require(by, Permission.REPORT_BUILD, Subject("report", None, partnership))
    given, content = content_of(text_of(path), path.name)
    values = keyed(given)
    body = json.dumps(values, ensure_ascii=False, sort_keys=True)
    edition = ReportEdition.objects.filter(partnership=partnership, slug=content.cover.slug).first()
    committees = {
        one.slug: _committee(partnership, one.slug, one.name, one.function, one.remit, by)
        for one in content.committees
    }
    edition = edition or ReportEdition(partnership=partnership, slug=content.cover.slug, recorded_by=by.name)
    _cover(edition, content, committees[content.cover.committee])
    edition.content, edition.content_file = values, path.name
    edition.content_sha256 = hashlib.sha256(body.encode()).hexdigest()
    edition.state, edition.known_at = ReportEdition.DRAFT, None
    edition.save()
    ask(edition, content, by)
    edition.flags.all().delete()
    audit.record(
        "report-loaded",
        subject=edition.subject(),
        by=by,
        detail={"file": path.name, "sha256": edition.content_sha256},
    )
    return edition


def _committee(partnership: str, slug: str, name: str, function: str, remit: str, by: Principal) -> Committee:
    kept, _ = Committee.objects.update_or_create(
        partnership=partnership,
        slug=slug,
        defaults={"name": name, "function": function, "remit": remit},
        create_defaults={"name": name, "function": function, "remit": remit, "recorded_by": by.name},
    )
    return kept


def _cover(edition: ReportEdition, content: ReportContent, committee: Committee) -> None:
    cover = content.cover
    edition.title, edition.committee = cover.title, committee
    edition.meeting = cover.meeting.iso() if cover.meeting else ""
    edition.prepared_on = cover.prepared.iso() if cover.prepared else ""
    edition.covers = cover.covers.code
    edition.compares_old, edition.compares_new = cover.old.code, cover.new.code


def ask(edition: ReportEdition, content: ReportContent, by: Principal) -> None:
    """Keep what a report asks of its committee; what came of it stays where the words are the same."""
    asked = content.recommendation
    same = edition.recommendations.filter(kind=asked.kind, text=asked.text, reason=asked.reason)
    if same.filter(duty=asked.duty, source=asked.source).exists():
        return
    edition.recommendations.all().delete()
    Recommendation.objects.create(
        edition=edition, kind=asked.kind, text=asked.text, reason=asked.reason, duty=asked.duty, source=asked.source,
        recorded_by=by.name,
    )  # fmt: skip


@transaction.atomic
def build(edition: ReportEdition, *, by: Principal) -> BuiltReport:
    """Build the report from the record as known now, and keep how each of its claims stands.

    Raises `Unusable` when the record contradicts itself (review counts that do not account for every request).
    """
    require(by, Permission.REPORT_BUILD, edition.subject())
    moment = now()
    made = building.built(edition, known_at=moment)
    if made.problems:
        raise Unusable(*made.problems)
    edition.known_at, edition.state = moment, ReportEdition.BUILT
    edition.save_version(read_version=edition.row_version, fields=["known_at", "state"])
    keep_flags(edition, made.flags)
    detail = {"known_at": moment.isoformat(), "flags": _tally(made.flags)}
    audit.record("report-built", subject=edition.subject(), by=by, detail=detail)
    return made


@transaction.atomic
def draft(edition: ReportEdition) -> Document:
    """The report as it would be built now, whatever bars it. Keeps its figures and how its claims stand."""
    made = building.built(edition, known_at=now())
    keep_flags(edition, made.flags)
    return made.document


def keep_flags(edition: ReportEdition, flags: tuple[Flag, ...]) -> None:
    """Replace the flags of an edition by those of its last building."""
    edition.flags.all().delete()
    ReportFlag.objects.bulk_create(
        ReportFlag(
            edition=edition, order=place, where=flag.where[:200], sentence=flag.sentence, stated=flag.stated[:200],
            outcome=flag.outcome.value, because=flag.because, computed=flag.computed[:120], binding=flag.binding[:300],
            figure_id=flag.figure.id if flag.figure else None, block=flag.block[:80],
        )
        for place, flag in enumerate(flags)
    )  # fmt: skip


def _tally(flags: tuple[Flag, ...]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for flag in flags:
        tally[flag.outcome.value] = tally.get(flag.outcome.value, 0) + 1
    return tally


@transaction.atomic
def mark_issued(edition: ReportEdition, *, input_sha256: str, by: Principal) -> None:
    """Remember that the edition was issued, and from which frozen input."""
    edition.state, edition.input_sha256 = ReportEdition.ISSUED, input_sha256
    edition.save_version(read_version=edition.row_version, fields=["state", "input_sha256"])
    audit.record("report-issued", subject=edition.subject(), by=by, detail={"input_sha256": input_sha256})
