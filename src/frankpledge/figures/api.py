"""Making figures, and opening them again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from frankpledge import __version__
from frankpledge.documents.figures import Figure, Provenance
from frankpledge.figures.models import FigureRecord
from frankpledge.figures.providers import Computed, Request, RowPage, provider, register
from frankpledge.kernel.people import Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.steady import once

__all__ = [
    "Opened", "compute", "figure", "figures", "opened", "publish", "register", "rows", "rows_of", "subject_of",
]  # fmt: skip


def compute(request: Request) -> Figure:
    """Compute a figure from the record, without remembering it."""
    return _figure(request, _computed(request))


def _computed(request: Request) -> Computed:
    """What the provider answers: asked once while the record is taken not to change."""
    return once(("figure", request), lambda: provider(request.provider).compute(request))


def figure(request: Request) -> Figure:
    """Compute a figure and remember it, so that its address opens. Safe to repeat; nothing is written unless something
    of it has changed since."""
    made = compute(request)
    _remember({request: made})
    return made


def figures(requests: Iterable[Request]) -> dict[Request, Figure | None]:
    """Compute many figures and remember them at once; None for one that cannot be computed. Safe to repeat.

    A document with hundreds of numbers would otherwise go to the database several times for each.
    """
    made: dict[Request, Figure | None] = {}
    for request in requests:
        if request not in made:
            try:
                made[request] = compute(request)
            except Unusable:
                made[request] = None
    _remember({request: one for request, one in made.items() if one is not None})
    return made


TOLD = ("label", "printed", "exact")
"""What may change of a figure; what it is a figure of follows from its id and never does."""
REMEMBERED = ("partnership", "provider", "parameters", "known_at", *TOLD)
BATCH = 200


def _remember(made: Mapping[Request, Figure]) -> None:
    """Write the rows that are new or say something else now."""
    ids = [one.id for one in made.values()]
    known = {
        id_: told
        for first in range(0, len(ids), BATCH)
        for id_, *told in FigureRecord.objects.filter(id__in=ids[first : first + BATCH]).values_list(
            "id", *TOLD
        )
    }
    rows = [
        FigureRecord(
            id=one.id, partnership=request.partnership, provider=request.provider, parameters=dict(request.parameters),
            known_at=request.known_at, label=one.label, printed=one.text, exact=_exact(one),
        )
        for request, one in made.items()
        if known.get(one.id) != [one.label, one.text, _exact(one)]
    ]  # fmt: skip
    if rows:
        FigureRecord.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(REMEMBERED),
        )


def _exact(figure: Figure) -> str:
    return "" if figure.value is None else str(figure.value)


def publish(ids: Iterable[UUID]) -> None:
    """Let the public open these figures, because a document that prints them was published."""
    FigureRecord.objects.filter(id__in=list(ids)).update(is_published=True)


@dataclass(frozen=True)
class Opened:
    """A figure opened: what was printed, what it comes to now, and what it is worked out from."""

    figure: Figure
    printed: str
    still_agrees: bool
    partnership: str
    parts: tuple[tuple[str, Figure], ...]


def _record(figure_id: UUID) -> FigureRecord:
    found = FigureRecord.objects.filter(id=figure_id).first()
    if found is None:
        raise NotFound("No figure has this address.")
    return found


def _request(record: FigureRecord) -> Request:
    return Request.of(record.partnership, record.provider, record.known_at, **record.parameters)


def subject_of(figure_id: UUID) -> Subject:
    """What permission to open the figure is asked about. Raises `NotFound`."""
    return _record(figure_id).subject()


def opened(figure_id: UUID) -> Opened:
    """Open a figure: recompute it and say whether the printed number still holds. Raises `NotFound`."""
    record = _record(figure_id)
    request = _request(record)
    computed = _computed(request)
    now = _figure(request, computed)
    parts = tuple((name, figure(part)) for name, part in computed.parts)
    return Opened(now, record.printed, _exact(now) == record.exact, record.partnership, parts)


def rows(figure_id: UUID, *, offset: int = 0, limit: int = 100) -> RowPage:
    """A page of the source rows behind a figure. Raises `NotFound`."""
    return rows_of(_request(_record(figure_id)), offset=offset, limit=limit)


def rows_of(request: Request, *, offset: int = 0, limit: int = 100) -> RowPage:
    """The same of a request that is at hand, without looking up what was asked for."""
    return provider(request.provider).rows(request, offset=offset, limit=limit)


def _figure(request: Request, computed: Computed) -> Figure:
    return Figure(
        id=request.figure_id,
        label=computed.label,
        value=computed.value,
        text=computed.text,
        unit=computed.unit,
        low=computed.low,
        high=computed.high,
        confidence=computed.confidence,
        interval_text=computed.interval_text,
        unknown_because=computed.unknown_because,
        provenance=Provenance(
            provider=request.provider,
            parameters=dict(request.parameters),
            formula=computed.formula,
            inputs=computed.inputs,
            rows_used=computed.rows_used,
            method=computed.method,
            code_version=__version__,
            as_known_at=request.known_at.isoformat() if request.known_at else "",
        ),
    )
