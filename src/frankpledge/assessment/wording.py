"""What people write for the assessment: the parts that the law asks of people, why an issue changed, what partners say of it,
and what they are asked to do. Each part is read and written by itself, so that two people may write at once.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.assessment import queries
from frankpledge.assessment.models import WRITTEN_HERE, Assessment
from frankpledge.audit.api import record
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.models import SAVED_MEANWHILE, Conflict

RECOMMENDATIONS = "recommendations"
PARTS: Mapping[str, tuple[str, str]] = {
    "summary": ("What the assessment says, in a few sentences", "It opens the document, before the order of the issues."),
    "why": ("Why the changes happened", "What partners know of the causes. Say what is known and what is thought."),
    "public": ("What people living and working here think", "How they were asked, by whom and when. Figures of a survey are printed by themselves."),
    "progress": ("How far last year’s plan was carried out", "What was done, what was not, and why."),
    "county": ("Matters for the county strategy group", "Only where a county and districts share the work. Leave it empty elsewhere."),
    "implications": ("What this means for the plan", "What follows for the priorities. Which issues may be among the first is printed by itself."),
    "method": ("How the assessment was made", "What a reader should know of the work beyond the scheme, which is printed by itself."),
    "limits": ("Data and their limits", "What the sources cannot tell. Gaps and changes of recording are printed by themselves."),
}  # fmt: skip
"""The parts of the document that people write: the heading, and what is looked for there."""
ABOUT: Mapping[str, tuple[str, str]] = {
    "why": ("Why it changed", "What partners know of the causes. Say what is known and what is thought."),
    "partners": (
        "What partners say",
        "What those who work with it see. No names, and nobody who can be known.",
    ),
}
"""What people write of one issue."""


@dataclass(frozen=True)
class Written:
    """A text as it stands: its paragraphs with an empty line between them, and a mark that changes with every word."""

    text: str
    version: int


@dataclass(frozen=True)
class Asked:
    """Something that a partner is asked to do; `issue` and `owner` may be empty."""

    text: str
    issue: str = ""
    owner: str = ""


def key_of(part: str, issue: str = "") -> str:
    """Under which name a text is kept. Raises `NotFound` for a part that there is not."""
    if part not in (ABOUT if issue else PARTS):
        raise NotFound("The assessment has no such part.")
    return f"{part}:{issue}" if issue else part


def written(partnership: str, edition: str, key: str) -> Written:
    """A part of an edition as it stands. Raises `NotFound`."""
    return _written(queries.assessment(partnership, edition), key)


def begun(partnership: str, edition: str) -> Mapping[str, str]:
    """Every part in which something stands, with its text. Raises `NotFound`."""
    row = queries.assessment(partnership, edition)
    return {key: _written(row, key).text for key in row.texts if key != WRITTEN_HERE}


def _written(row: Assessment, key: str) -> Written:
    kept = row.texts.get(key, ())
    lines = [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []
    return Written("\n\n".join(lines), _mark(kept))


def asked_of_partners(partnership: str, edition: str) -> tuple[tuple[Asked, ...], int]:
    """What partners are asked to do, and the mark of it. Raises `NotFound`."""
    kept = queries.assessment(partnership, edition).texts.get(RECOMMENDATIONS, ())
    found = tuple(
        Asked(str(one.get("text", "")), str(one.get("issue", "")), str(one.get("owner", "")))
        for one in kept
        if isinstance(one, dict)
    )
    return found, _mark(kept)


def _mark(kept: object) -> int:
    """The same number for the same words; an empty part is as one that was never written."""
    return zlib.crc32(json.dumps(kept or [], sort_keys=True).encode())


def paragraphs_of(text: str) -> list[str]:
    """Typed text as paragraphs: an empty line parts them, a single break does not."""
    parts = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [made for part in parts if (made := " ".join(part.split()))]


def write(partnership: str, edition: str, key: str, text: str, *, read_version: int, by: Principal) -> None:
    """Write a part; an empty text takes it out. Raises `NotFound`, and `Conflict` where somebody else saved meanwhile."""
    _write(partnership, edition, key, paragraphs_of(text), read_version, by)


def ask(partnership: str, edition: str, said: Sequence[Asked], *, read_version: int, by: Principal) -> None:
    """Write what partners are asked to do, in its order. Raises as `write` does."""
    kept = [{"text": one.text, "issue": one.issue, "owner": one.owner} for one in said if one.text]
    _write(partnership, edition, RECOMMENDATIONS, kept, read_version, by)


@transaction.atomic
def _write(
    partnership: str, edition: str, key: str, said: Sequence[object], read_version: int, by: Principal
) -> None:
    row = queries.assessment(partnership, edition)
    require(by, Permission.ASSESSMENT_WRITE, row.subject())
    if _mark(row.texts.get(key, ())) != read_version:
        raise Conflict(SAVED_MEANWHILE)
    here = sorted({*row.texts.get(WRITTEN_HERE, ()), key})
    row.texts = {**row.texts, key: list(said), WRITTEN_HERE: here}
    row.save_version(read_version=row.row_version, fields=["texts"])
    record("assessment-text-written", subject=row.subject(), by=by, detail={"edition": edition, "part": key})
