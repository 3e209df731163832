"""What an assessment is made of, written on pages: issues with what measures them, a scheme from its file, a new edition."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Sequence
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
from frankpledge.assessment.wording import SAVED_MEANWHILE
from frankpledge.audit.api import record
from frankpledge.directory.api import PartnershipFacts
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.models import Conflict

Choices = list[tuple[str, str]]
TAKEN = frozenset({"issues", "scheme", "open"})
"""Names that no edition can have, because pages stand under them."""


def schemes(partnership: str) -> Choices:
    """Every version of a scheme there is, the one recorded last first, with its title."""
    rows = Scheme.objects.filter(partnership__slug=partnership).order_by("-recorded_at", "slug")
    return [(str(row.id), str(row)) for row in rows]


def measures(partnership: str) -> Choices:
    """Every measure of the data, by title."""
    found = [(one.slug, one.title) for one in door.evidence().measures(partnership)]
    return sorted(found, key=lambda one: one[1].casefold())


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
    known = queries.issues(place.slug)
    if read_version is not None and mark_of(issue(place.slug, said.slug)) != read_version:
        raise Conflict(SAVED_MEANWHILE)
    if problems := tuple(
        problem for at, link in enumerate(said.measures, start=1) if (problem := _lacks(at, link))
    ):
        raise Unusable(*problems)
    order = next((one.place for one in known if one.slug == said.slug), len(known) + 1)
    services.write_issue(place.slug, said, order, by)
    row = Issue.objects.get(partnership_id=place.id, slug=said.slug)
    record("issue-written", subject=row.subject(), by=by, detail={"issue": said.slug})


def _lacks(at: int, link: MeasureLink) -> Problem | None:
    """What is wrong with how a source is said to measure an issue."""
    if link.kind == "none" and link.measure:
        return _problem(
            f"{at}. Measure",
            "A source that does not measure the issue has no measure.",
            "Take the measure out, or choose exactly or by proxy.",
        )
    if link.kind == "none" and not link.extract_to_ask_for:
        return _problem(
            f"{at}. What to ask for",
            "It does not measure the issue, and nothing is said of what would.",
            "Write which extract to ask for, and whom.",
        )
    if link.kind != "none" and not link.measure:
        return _problem(
            f"{at}. Measure",
            "It is said to measure the issue, and no measure is chosen.",
            "Choose the measure, or choose not at all.",
        )
    if not link.why:
        return _problem(
            f"{at}. Why", "Nothing is said of why it does or does not measure the issue.", "Write a sentence."
        )
    return None


def _problem(column: str, reason: str, remedy: str) -> Problem:
    return Problem("issue-measure", reason, remedy, column=column)


def open_edition(place: PartnershipFacts, said: NewEdition, *, scheme: str, by: Principal) -> None:
    """Open a new edition with a version of a scheme. Raises `Refused` where there is one of that name already."""
    if said.edition in TAKEN | set(queries.editions(place.slug)):
        raise Refused(
            message("The name ‘{edition}’ is taken. Give this edition another one.", edition=said.edition)
        )
    row = Scheme.objects.filter(partnership_id=place.id, id=scheme).first()
    if row is None:
        raise Refused(message("Choose a scheme. If there is none, bring one in first."))
    services.open_assessment(place.slug, _with(said, row), by=by)


def _with(said: NewEdition, row: Scheme) -> NewEdition:
    return replace(said, scheme=row.slug, version=row.version)


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
