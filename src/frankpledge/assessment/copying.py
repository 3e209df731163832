"""One picture of an issue to take elsewhere: as PNG, its sentences as text, or both on a Word page."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from frankpledge.assessment import queries
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.gathering import first_places, identity, in_order, issue_record
from frankpledge.assessment.record import IssueRecord
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as documents
from frankpledge.documents.tree import Block, Chart, Document, Paragraph, Section, text
from frankpledge.documents.wording import escaped
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.verdicts import NotFound

WHICH = {
    "trend": "What happened", "outlook": "The next twelve months", "beside": "Beside other partnerships",
    "severity": "Weighted by severity",
}  # fmt: skip
"""The pictures of an issue, by the word in their address."""
KINDS = {
    "png": ("Picture (PNG)", "image/png"),
    "txt": ("Sentences (text)", "text/plain; charset=utf-8"),
    "docx": ("Picture and sentences (Word)", documents.MEDIA_TYPES["docx"]),
    "html": ("", "text/html; charset=utf-8"),
}
"""Each form with what its link says; the last is what the clipboard takes, and has no link."""


@dataclass(frozen=True)
class Copied:
    """A file to take along."""

    name: str
    content_type: str
    content: bytes


def sentences_of(one: IssueRecord, which: str) -> tuple[str, ...]:
    """The sentences that belong to a picture, each true without the page around it."""
    if which == "outlook":
        return one.outlook.sentences if one.outlook else ()
    if which == "beside":
        return (one.beside,)
    if which == "severity":
        return one.severity
    marks = tuple(f"{mark.what} ({mark.when})." for mark in one.breaks)
    return tuple(line for line in (one.finding, *marks) if line)


def chart_of(one: IssueRecord, which: str) -> Chart | None:
    """The picture of that name; None where the issue has none."""
    if which == "beside":
        return one.funnel
    if which == "severity":
        return one.weighed
    return (one.outlook.chart if one.outlook else None) if which == "outlook" else one.chart


def copied(partnership: PartnershipFacts, edition: str, issue: str, which: str, kind: str) -> Copied:
    """A picture of an issue in one form. Raises `NotFound` for what there is not."""
    ranking = queries.ranking(partnership.slug, edition)
    known = queries.issues(partnership.slug)
    found = next((one for one in known if one.slug == issue), None)
    if ranking is None or found is None or found not in in_order(ranking, known) or which not in WHICH:
        raise NotFound("There is no such picture.")
    one = issue_record(ranking, found, first_places(known))
    chart = chart_of(one, which)
    if chart is None or kind not in KINDS:
        raise NotFound("There is no such picture.")
    content = _content(partnership, ranking, one, chart, which, kind)
    return Copied(f"{issue}-{which}-{edition}.{kind}", KINDS[kind][1], content)


def _content(
    partnership: PartnershipFacts, ranking: RankingFacts, one: IssueRecord, chart: Chart, which: str, kind: str
) -> bytes:  # fmt: skip
    if kind == "png":
        return documents.titled_png(chart)
    spoken = sentences_of(one, which)
    told = [mark.what for mark in one.breaks if any(mark.what in line for line in spoken)]
    notes = (note for note in chart.notes if not any(what in note for what in told))
    lines = (*spoken, *notes, _where(ranking, one))
    if kind == "html":
        return clip(chart, lines).encode()
    if kind == "txt":
        # Word and PowerPoint on Windows tell the coding by this mark.
        return "\r\n".join((f"{chart.title}.", "", *lines, "")).encode("utf-8-sig")
    return documents.render(_page(partnership, ranking, one, which, chart, lines), kind)


def clip(chart: Chart, lines: Iterable[str]) -> str:
    """Picture and sentences as the clipboard gives them to Word or PowerPoint: nothing is fetched when they are pasted."""
    data = b64encode(documents.titled_png(chart)).decode("ascii")
    said = "".join(f"<p>{escaped(line)}</p>" for line in lines)
    return (
        f'<p><img alt="{escaped(chart.alt or chart.title)}" width="600" src="data:image/png;base64,{data}"></p>'
        f"<p><strong>{escaped(chart.title)}.</strong></p>{said}"
    )


def _where(ranking: RankingFacts, one: IssueRecord) -> str:
    source = f"{one.measure.source}. " if one.measure else ""
    made_up = "Some of these figures were made up for a demonstration. " if _is_synthetic(one) else ""
    return f"{made_up}{source.replace('..', '.')}{ranking.title}, as ranked on {short_date(local_date(ranking.ran_at))}."


def _is_synthetic(one: IssueRecord) -> bool:
    return any(figure.is_synthetic for figure in one.figures)


def _page(
    partnership: PartnershipFacts, ranking: RankingFacts, one: IssueRecord, which: str, chart: Chart, lines: Iterable[str]
) -> Document:  # fmt: skip
    blocks: list[Block] = [chart, *(Paragraph(text(line)) for line in lines)]
    return Document(
        title=one.issue.title,
        sections=(Section(WHICH[which], tuple(blocks)),),
        identity=identity(partnership),
        dated=local_date(ranking.ran_at).isoformat(),
        subtitle=partnership.name,
        base_url=settings.BASE_URL,
    )
