"""Keeping questions: a name for each, and what each stands as evidence for."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.directory.queries import partnership_row
from frankpledge.evidence import attaching
from frankpledge.evidence.measures import slugify
from frankpledge.evidence.models import QueryUse, SavedQuery
from frankpledge.evidence.rules.asking import Query, query_of
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now


@dataclass(frozen=True)
class Saved:
    """A saved question. `uses` are (kind, slug) of what it stands for."""

    slug: str
    title: str
    note: str
    query: Query
    saved_by: str
    uses: tuple[tuple[str, str], ...] = ()


def save(partnership: str, title: str, query: Query, *, by: Principal, note: str = "") -> str:
    """Keep a question under a name; returns its slug. Raises `Unusable` when the name is taken, or is none."""
    with transaction.atomic():
        body = _writable(partnership, by)
        slug = slugify(title)[:120]
        if not slug or SavedQuery.objects.filter(partnership=body, slug=slug).exists():
            raise Unusable(_taken(title) if slug else _no_name(title))
        row = SavedQuery.objects.create(
            partnership=body, slug=slug, title=title, asked=query.texts(), note=note, recorded_by=by.name
        )
        record("query-saved", subject=row.subject(), by=by, detail={"slug": slug, **query.texts()})
    return slug


def attach(partnership: str, slug: str, kind: str, target: str, *, by: Principal) -> None:
    """Let a saved question stand as evidence for something. Safe to repeat. Raises `NotFound` when there is no such
    question or no such target."""
    with transaction.atomic():
        _writable(partnership, by)
        row = _row(partnership, slug)
        if not any((one.kind, one.slug) == (kind, target) for one in attaching.targets(partnership)):
            raise NotFound("There is nothing of that name to attach it to.")
        _, is_new = QueryUse.objects.get_or_create(
            query=row, kind=kind, slug=target, ended_at=None, defaults={"recorded_by": by.name}
        )
        if is_new:
            record("query-attached", subject=row.subject(), by=by, detail={"to": f"{kind} {target}"})


def detach(partnership: str, slug: str, kind: str, target: str, *, by: Principal) -> None:
    """Let a saved question no longer stand for something. What rested on it before stays in the history."""
    with transaction.atomic():
        _writable(partnership, by)
        row = _row(partnership, slug)
        ended = QueryUse.objects.filter(query=row, kind=kind, slug=target, ended_at=None).update(
            ended_at=now()
        )
        if not ended:
            raise NotFound("It is not attached to that.")
        record("query-detached", subject=row.subject(), by=by, detail={"from": f"{kind} {target}"})


def end(partnership: str, slug: str, *, by: Principal) -> None:
    """Take a saved question off the list. Refused while it stands as evidence for something."""
    with transaction.atomic():
        _writable(partnership, by)
        row = _row(partnership, slug)
        if row.uses.filter(ended_at=None).exists():
            raise Unusable(
                Problem("in-use", f"‘{row.title}’ stands as evidence.", "Detach it from everything first.")
            )
        row.ended_at = now()
        row.save(update_fields=["ended_at"])
        record("query-ended", subject=row.subject(), by=by, detail={"slug": slug})


def saved_queries(partnership: str) -> tuple[Saved, ...]:
    """Every saved question that is on the list, by title."""
    rows = SavedQuery.objects.filter(partnership__slug=partnership, ended_at=None).prefetch_related("uses")
    return tuple(_saved(row) for row in rows)


def saved_query(partnership: str, slug: str) -> Saved:
    """One saved question. Raises `NotFound`."""
    return _saved(_row(partnership, slug))


def attached(partnership: str, kind: str, target: str) -> tuple[Saved, ...]:
    """The saved questions that stand for something, in the order in which they were attached."""
    uses = QueryUse.objects.filter(
        query__partnership__slug=partnership, kind=kind, slug=target, ended_at=None
    )
    return tuple(_saved(use.query) for use in uses.select_related("query").order_by("recorded_at"))


def _writable(partnership: str, by: Principal) -> Partnership:
    body = partnership_row(partnership)
    require(by, Permission.DATA_WRITE, body.subject())
    return body


def _row(partnership: str, slug: str) -> SavedQuery:
    found = (
        SavedQuery.objects.filter(partnership__slug=partnership, slug=slug, ended_at=None)
        .select_related("partnership")
        .first()
    )
    if found is None:
        raise NotFound("There is no such saved question.")
    return found


def _saved(row: SavedQuery) -> Saved:
    uses = tuple((use.kind, use.slug) for use in row.uses.all() if use.ended_at is None)
    return Saved(row.slug, row.title, row.note, query_of(row.asked, Query()), row.recorded_by, uses)


def _taken(title: str) -> Problem:
    return Problem(
        "name-taken",
        f"There is a saved question ‘{title}’ already.",
        "Choose another name: a saved question never changes, since something may rest on it.",
        column="title",
    )


def _no_name(title: str) -> Problem:
    return Problem(
        "no-name", f"‘{title}’ has no letters or digits.", "Give it a name in words.", column="title"
    )
