"""From a stored edition to a built report: the record it rests on, its look and its day."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings

from frankpledge.directory import api as directory
from frankpledge.documents.tree import Identity
from frankpledge.figures import api as figures
from frankpledge.kernel.dates import PartialDate, local_date
from frankpledge.scrutiny.models import ReportEdition
from frankpledge.scrutiny.record import StoredRecord
from frankpledge.scrutiny.report import BuiltReport, Setting, build_report
from frankpledge.scrutiny.rules.content import read_content


def built(edition: ReportEdition, *, known_at: datetime, remembers: bool = True) -> BuiltReport:
    """The report of an edition from the record as known at a moment. The same moment gives the same report.

    `remembers` keeps its figures so that they open; without it nothing is written.
    """
    content = read_content(edition.content, edition.content_file)
    facts = directory.partnership(edition.partnership)
    setting = Setting(
        partnership=facts.name,
        identity=identity(facts),
        dated=dated(edition, known_at),
        base_url=settings.BASE_URL,
    )
    record = StoredRecord(edition.partnership, known_at, remembers)
    return build_report(
        content, record, setting, rows=figures.rows if remembers or edition.known_at else None
    )


def identity(facts: directory.PartnershipFacts) -> Identity:
    """A council's own look."""
    return Identity(
        facts.council_name,
        facts.colour,
        facts.accent,
        facts.logo_png,
        facts.council_name,
        facts.reference_docx,
    )


def dated(edition: ReportEdition, known_at: datetime) -> date:
    """The day printed on the report: the day it was prepared where that is known to the day, else of its record."""
    if edition.prepared_on:
        prepared = PartialDate.parse(edition.prepared_on)
        if prepared.is_exact:
            return prepared.earliest
    return local_date(known_at)
