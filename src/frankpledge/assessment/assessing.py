"""An assessment worked out aside: for an area, a year and a scheme, without leaving anything in the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from frankpledge.assessment import api, queries, services
from frankpledge.assessment.facts import RankingFacts
from frankpledge.assessment.models import Scheme
from frankpledge.assessment.rules.scheme import read_scheme
from frankpledge.directory import api as directory
from frankpledge.documents.tree import Document
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import today

Progress = Callable[[str], None]


def partnership_of(code: str) -> str:
    """The slug of the partnership of an area: its publisher's code, or the slug itself. Raises `Unusable`."""
    known = directory.partnerships()
    for one in known:
        area = directory.area(one.slug, on=today())
        if code.lower() in {one.slug, area.code.lower() if area else ""}:
            return one.slug
    there = ", ".join(one.slug for one in known) or "none; load one first"
    raise Unusable(
        Problem("area", f"No partnership here has the area ‘{code}’.", f"There are: {there}.", value=code)
    )


def year_until(text: str) -> Period:
    """The twelve months that end with a month written 2025-09. Raises `Unusable`."""
    try:
        last = Period.parse(text)
    except ValueError:
        last = None
    if (
        last is None
        or last.ends_on is None
        or last != Period.month(last.starts_on.year, last.starts_on.month)
    ):
        raise Unusable(Problem("month", f"‘{text}’ is no month.", "Write it as 2025-09.", value=text))
    number = last.starts_on.year * 12 + last.starts_on.month - 12
    first = Period.month(number // 12, number % 12 + 1)
    return Period(first.starts_on, last.ends_on)


@dataclass(frozen=True)
class Assessed:
    """An assessment worked out aside: the document, and the ranking that it tells."""

    document: Document
    ranking: RankingFacts


def assessed(
    partnership: str, period: Period, *, scheme: Path | None, by: Principal, edition: str = ""
) -> Assessed:
    """The assessment of twelve months as a document, ranked from what is known now; the record stays as it was.

    The issues, judgements and texts are those of the newest edition, or of the one named. Raises `Unusable` where there is
    no edition or the scheme cannot be used.
    """
    chosen = edition or next(iter(queries.editions(partnership)), "")
    if not chosen:
        remedy = "Load issues, a scheme and scores first."
        raise Unusable(Problem("no-edition", "There is no edition to assess by.", remedy, value=partnership))
    with transaction.atomic():
        try:
            if scheme is not None:
                _with_scheme(partnership, chosen, scheme, by)
            ranking = services.run_assessment(partnership, chosen, period=period, by=by)
            made = api.assessment_document(partnership, chosen)
        finally:
            transaction.set_rollback(True)
    if made is None:
        raise Unusable(Problem("no-ranking", "Nothing could be ranked.", "Look at the issues and scores."))
    return Assessed(made, ranking)


def _with_scheme(partnership: str, edition: str, path: Path, by: Principal) -> None:
    said = read_scheme(path)
    services.load_scheme(partnership, path, by=by)
    row = queries.assessment(partnership, edition)
    row.scheme = Scheme.objects.get(partnership__slug=partnership, slug=said.id, version=said.version)
    row.save(update_fields=["scheme"])
