"""From a stored edition to a built report: the record it rests on, its look and its day."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.conf import settings

from frankpledge.directory import api as directory
from frankpledge.documents import api as documents
from frankpledge.documents.numerals import read_typed
from frankpledge.documents.tree import Identity
from frankpledge.figures import api as figures
from frankpledge.kernel.dates import PartialDate, local_date
from frankpledge.records.steady import steady
from frankpledge.scrutiny.models import ReportEdition
from frankpledge.scrutiny.record import StoredRecord
from frankpledge.scrutiny.report import Against, BuiltReport, Setting, build_report
from frankpledge.scrutiny.rules.content import ReportContent, read_content
from frankpledge.scrutiny.rules.editing import keyed
from frankpledge.scrutiny.rules.flags import ClaimOutcome
from frankpledge.scrutiny.setting_out import set_out


def built(
    edition: ReportEdition, *, known_at: datetime, remembers: bool = True, names_rows: bool = True
) -> BuiltReport:
    """The report of an edition from the record as known at a moment. The same moment gives the same report.

    `remembers` keeps its figures so that they open; without it nothing is written. `names_rows`: its annex names the source
    lines of each figure, where they can be opened.
    """
    content = content_of_edition(edition)
    facts = directory.partnership(edition.partnership)
    setting = Setting(
        partnership=facts.name,
        identity=identity(facts),
        dated=dated(edition, known_at),
        base_url=settings.BASE_URL,
    )
    record = StoredRecord(edition.partnership, known_at, remembers)
    rows = figures.rows if names_rows and (remembers or edition.known_at) else None
    with steady():
        made = build_report(content, record, setting, rows=rows)
        against = spoken_against_within(made)
        return build_report(content, record, setting, rows=rows, against=against) if against else made


def content_of_edition(edition: ReportEdition) -> ReportContent:
    """The text of an edition, each block with its key, set out by the outline that was chosen for it. Raises `Unusable`."""
    content = whole_content(edition)
    return set_out(content) if content.cover.set_out_as else content


def whole_content(edition: ReportEdition) -> ReportContent:
    """The text of an edition by its own outline, with everything in it. Raises `Unusable`."""
    return read_content(keyed(edition.content), edition.content_file)


def spoken_against_within(made: BuiltReport) -> Against:
    """Numbers that no figure stands behind and that the report's own tables and sentences contradict, with the reason.

    Asked only where there is such a number. A number is known by its sentence, as the text itself knows it.
    """
    loose = [flag for flag in made.flags if flag.outcome is ClaimOutcome.UNBOUND]
    if not loose:
        return {}
    page = documents.render_html(made.document)
    wrong = documents.check_file(page.encode(), "report.html").having(documents.Standing.CONTRADICTED)
    return {
        (flag.sentence, flag.stated): f"{one.because[:1].upper()}{one.because[1:].rstrip('.')}."
        for flag in loose
        for one in wrong
        if read_typed(one.stated) == read_typed(flag.stated) and _plain(one.text) in _plain(flag.sentence)
    }


def _plain(words: str) -> str:
    return " ".join(re.sub(r"\W+", " ", words.lower()).split())


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
