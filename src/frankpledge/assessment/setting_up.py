"""What an assessment is made of, written on pages: issues with what measures them, a scheme from its file, a new edition."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.assessment import door, queries, services
from frankpledge.assessment.facts import IssueFacts, MeasureLink
from frankpledge.assessment.loading import NewEdition, NewIssue
from frankpledge.assessment.models import Issue, Scheme
from frankpledge.assessment.rules.links import lacks
from frankpledge.audit.api import record
from frankpledge.directory.api import PartnershipFacts
from frankpledge.directory.models import Partnership
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.models import SAVED_MEANWHILE, Conflict

Choices = list[tuple[str, str]]
TAKEN = frozenset({"issues", "scheme", "open"})
"""Names that no edition can have, because pages stand under them."""


def schemes(partnership: str) -> Choices:
    """Every version of a scheme there is, the one recorded last first, with its title."""
    rows = Scheme.objects.filter(partnership__slug=partnership).order_by("-recorded_at", "slug")
    return [(str(row.id), str(row)) for row in rows]


def measures(partnership: str, found: IssueFacts | None = None) -> Choices:
    """Every measure of the data, by title, and those that an issue names already though nothing of them is here yet."""
    known = {one.slug: one.title for one in door.evidence().measures(partnership)}
    named = {link.measure for link in found.measures if link.measure} if found else set()
    awaited = {slug: f"{slug} (no data yet)" for slug in named - known.keys()}
    return sorted((known | awaited).items(), key=lambda one: one[1].casefold())


def issue(partnership: str, slug: str) -> IssueFacts:
    """One issue. Raises `NotFound`."""
    found = next((one for one in queries.issues(partnership) if one.slug == slug), None)
    if found is None:
        raise NotFound("There is no such issue.")
    return found


def mark_of(found: IssueFacts) -> int:
    """A number that changes with anything that is said of an issue."""
    return zlib.crc32(json.dumps(asdict(found), sort_keys=True, default=str).encode())


def slug_for(partnership: str, title: str) -> str:
    """A short name for a new issue that no other has."""
    taken = {one.slug for one in queries.issues(partnership)}
    base = slugify(title)[:70] or "issue"
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in taken)


@transaction.atomic
def write_issue(
    place: PartnershipFacts, said: NewIssue, *, by: Principal, read_version: int | None = None
) -> None:
    """Add an issue after the others, or change the one of that slug. Raises `Conflict` where somebody else saved it since
    `read_version` was read (None adds), `Unusable` for links that say too little."""
    require(by, Permission.ASSESSMENT_WRITE, Subject("partnership", place.id, place.slug))
    _one_at_a_time(place)
    before = next((one for one in queries.issues(place.slug) if one.slug == said.slug), None)
    if (mark_of(before) if before else None) != read_version:
        raise Conflict(SAVED_MEANWHILE)
    if problems := tuple(_problems(said.measures)):
        raise Unusable(*problems)
    services.write_issue(place.slug, said, before.place if before else _last(place.slug) + 1, by)
    row = Issue.objects.get(partnership_id=place.id, slug=said.slug)
    record("issue-written", subject=row.subject(), by=by, detail={"issue": said.slug})


def _one_at_a_time(place: PartnershipFacts) -> None:
    """Two who save at the same moment come one after the other, so that the second sees what the first wrote."""
    Partnership.objects.select_for_update().get(id=place.id)


def _last(partnership: str) -> int:
    return max((one.place for one in queries.issues(partnership)), default=0)


def _problems(links: Sequence[MeasureLink]) -> Iterator[Problem]:
    for at, link in enumerate(links, start=1):
        for lack in lacks(link):
            column = f"{at}. {LABELS[lack.field]}"
            yield Problem("issue-measure", f"{column} {lack.reason}", lack.remedy, column=column)


LABELS = {"source": "Source", "measure": "Measure", "why": "Why", "extract_to_ask_for": "What to ask for"}
"""What the page calls each field of a link."""


@transaction.atomic
def open_edition(place: PartnershipFacts, said: NewEdition, *, scheme: str, by: Principal) -> None:
    """Open a new edition with a version of a scheme. Raises `Refused` where there is one of that name already."""
    require(by, Permission.ASSESSMENT_WRITE, Subject("partnership", place.id, place.slug))
    _one_at_a_time(place)
    if said.edition in TAKEN | set(queries.editions(place.slug)):
        raise Refused(
            message("The name ‘{edition}’ is taken. Give this edition another one.", edition=said.edition)
        )
    row = Scheme.objects.filter(partnership_id=place.id, id=scheme).first()
    if row is None:
        raise Refused(message("Choose a scheme. If there is none, bring one in first."))
    services.open_assessment(place.slug, replace(said, scheme=row.slug, version=row.version), by=by)


def take_in_scheme(partnership: str, name: str, content: bytes, *, by: Principal) -> None:
    """Take in a scheme from an uploaded file. Raises `Unusable` naming file and key, `Refused` as `load_scheme` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "scheme.toml")
        path.write_bytes(content)
        services.load_scheme(partnership, path, by=by)


def lines_of(text: str) -> tuple[str, ...]:
    """What was typed a line each."""
    return tuple(made for line in text.splitlines() if (made := " ".join(line.split())))


def without_empty(links: Sequence[MeasureLink]) -> tuple[MeasureLink, ...]:
    """The rows of a form in which something was said."""
    return tuple(one for one in links if one.source or one.measure or one.why or one.extract_to_ask_for)
