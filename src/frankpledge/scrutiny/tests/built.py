"""Builds the demonstration's report for tests, from the fake evidence room."""

from __future__ import annotations

from datetime import date

from frankpledge.analysis.series import Break, BreakKind
from frankpledge.documents.tree import Bullets, Chart, Facts, Identity, Note, Paragraph, Table, plain
from frankpledge.kernel.dates import Period
from frankpledge.reviews.tests.fake_evidence import DEMO
from frankpledge.scrutiny.record import StoredRecord
from frankpledge.scrutiny.report import Setting, build_report
from frankpledge.scrutiny.rules.content import content_of, read_content

REPORT = DEMO / "dorset" / "report-2020-21.toml"
LOCKDOWN = Break(
    "lockdown-1", "First national lockdown", Period(date(2020, 3, 23), date(2020, 7, 4)), BreakKind.EVENT
)


class Parts(StoredRecord):
    """The stored record, with the lists of other rooms given by the test."""

    lists: dict = {}
    statements: dict = {}

    def listed(self, which, on):  # noqa: ARG002
        return self.lists.get(which, ())

    def position(self, slug, on):  # noqa: ARG002
        return self.statements.get(slug)


def built(*, change_content=None, **given):
    """The report as built; `change_content` may alter the frozen values first."""
    values, content = content_of(REPORT.read_text(encoding="utf-8"), REPORT.name)
    if change_content:
        change_content(values)
        content = read_content(values, REPORT.name)
    record = Parts("dorset")
    for name, value in given.items():
        setattr(record, name, value)
    setting = Setting("The Dorset CSP", Identity("Dorset Council"), date(2021, 2, 1))
    return build_report(content, record, setting)


def walk(sections):
    for section in sections:
        yield section
        yield from walk(section.sections)


def blocks(document, code=None):
    for section in document.sections:
        if code in (None, section.id):
            for inner in walk([section]):
                yield from inner.blocks


def words(block) -> str:
    """Everything a block says."""
    if isinstance(block, Paragraph | Note):
        return plain(block.inlines)
    if isinstance(block, Bullets):
        return "\n".join(plain(item) for item in block.items)
    if isinstance(block, Facts):
        return "\n".join(f"{fact.name}: {plain(fact.value)}" for fact in block.facts)
    if isinstance(block, Chart):
        return f"{block.title}\n{words(block.table)}"
    assert isinstance(block, Table)
    return "\n".join(
        [
            block.caption,
            *(" | ".join(plain(cell) for cell in row.cells) for row in block.rows),
            block.source,
            *block.notes,
        ]
    )


def said(document, code=None) -> str:
    return "\n".join(words(block) for block in blocks(document, code))
