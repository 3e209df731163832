"""Writing the text of a report: one block at a time, every text kept, and nobody's words lost.

Two people who write in two places both succeed. Who writes where somebody else has written since is shown both texts, and
what each of them wrote is kept as a version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.documents.release import link_problems
from frankpledge.documents.tree import Link
from frankpledge.figures import bindings
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.models import Conflict
from frankpledge.scrutiny import kept_papers, queries, setting_out
from frankpledge.scrutiny.models import BlockVersion, ReportEdition
from frankpledge.scrutiny.rules import editing, margins
from frankpledge.scrutiny.rules.content import read_content
from frankpledge.scrutiny.rules.editing import Block, NoSuchBlock, NotAnswered, Values
from frankpledge.scrutiny.services import ask

TRIES = 8
"""How often a change is tried again when somebody else wrote in another place in the same moment."""
CHANGED = (
    "Somebody else has changed this text since you opened it. Both texts are shown; choose what to keep."
)


@dataclass(frozen=True)
class Change:
    """What a change makes of the content: the whole of it, the key of the block, and its new text (None: taken out)."""

    values: Values
    key: str
    text: Block | None


Make = Callable[[Values], Change]


def save_block(
    partnership: str, slug: str, key: str, answers: Mapping[str, str], *, read: str, by: Principal
) -> None:
    """Write another text into a block. `read` is the fingerprint of the text that the person saw.

    Raises `Conflict` when somebody changed it since, `NotFound` when it is gone, `Unusable` for what cannot be written.
    """

    def make(values: Values) -> Change:
        block = _read(values, key, read)
        return _with(values, key, _answered(block, answers))

    _write(partnership, slug, make, "Changed", by)


def add_block(
    partnership: str, slug: str, section: str, kind: str, answers: Mapping[str, str], *, after: str = "", by: Principal
) -> str:  # fmt: skip
    """Add a paragraph or heading to a section, after another block or at its end. Returns its key.

    Raises `NotFound` for an unknown section or kind, and `Unusable`.
    """
    if kind not in {"paragraph", "heading"}:
        raise NotFound("There is nothing of that kind to add.")

    def make(values: Values) -> Change:
        key = editing.new_key(values, section)
        block = {**_answered({"kind": kind}, answers), "key": key}
        return Change(editing.with_new(values, section, block, after=after), key, block)

    return _write(partnership, slug, make, "Written", by)


def take_out(partnership: str, slug: str, key: str, *, read: str, by: Principal) -> None:
    """Take a block out; its texts stay among the versions. Raises `Conflict` and `NotFound`."""

    def make(values: Values) -> Change:
        _read(values, key, read)
        return Change(editing.without(values, key), key, None)

    _write(partnership, slug, make, "Taken out", by)


def bring_back(partnership: str, slug: str, key: str, number: int, *, by: Principal) -> None:
    """Bring an earlier text of a block back, where it stands or where it stood. Raises `NotFound`."""
    edition = queries.edition(partnership, slug)
    require(by, Permission.REPORT_BUILD, edition.subject())
    kept = BlockVersion.objects.filter(edition=edition, block=key, number=number).first()
    if kept is None or kept.text is None:
        raise NotFound("There is no such version.")
    text: Block = dict(kept.text)

    def make(values: Values) -> Change:
        try:
            editing.block_of(values, key)
        except NoSuchBlock:
            block = {**text, "key": key}
            return Change(editing.with_new(values, kept.section, block), key, block)
        return _with(values, key, text)

    _write(partnership, slug, make, f"Version {number} brought back", by)


def tie(
    partnership: str, slug: str, key: str, number: int, binding: str, *, read: str, by: Principal
) -> None:
    """Tie a number of a block to a figure of the record. Raises `Unusable` for a binding that is none, and `Conflict`."""
    bindings.parse(binding, partnership)

    def make(values: Values) -> Change:
        block = _read(values, key, read)
        typed = _spot(block, number).typed
        return _with(values, key, margins.with_spot(block, number, margins.bound_as(typed, binding)))

    _write(partnership, slug, make, "Number tied to a figure", by)


def write_as_recorded(
    partnership: str, slug: str, key: str, number: int, shown: str, *, read: str, by: Principal
) -> None:
    """Write a bound number as the record has it. `shown` is what the person was shown. Raises `Conflict`."""

    def make(values: Values) -> Change:
        block = _read(values, key, read)
        spot = _spot(block, number)
        written = margins.bound_as(shown.lstrip("-−–+"), spot.binding)
        return _with(values, key, margins.with_spot(block, number, written))

    _write(partnership, slug, make, "Number written as the record has it", by)


def set_out_as(partnership: str, slug: str, outline: str, *, by: Principal) -> None:
    """Choose the outline by which a report is set out; empty for its own. Raises `Unusable` for one that there is not."""
    if outline:
        setting_out.outline(outline)

    def make(values: Values) -> Change:
        cover = values.get("report")
        made = {**cover, "set_out_as": outline} if isinstance(cover, dict) else {"set_out_as": outline}
        return Change({**values, "report": made}, "", None)

    _write(partnership, slug, make, "", by)


@dataclass(frozen=True)
class NewPaper:
    """A background paper as it is listed: title, address, and a file to keep where one was given."""

    title: str
    href: str = ""
    file: tuple[Path, str] | None = None


def save_paper(
    partnership: str, slug: str, key: str, place: int, paper: NewPaper, *, read: str, by: Principal
) -> None:
    """List a background paper (0 adds one) and keep the copy that was given. An empty title takes it off the list.

    Raises `Unusable` for a file that is not taken or a title that says nothing, and `Conflict`.
    """
    if paper.title and (wrong := tuple(_of_title(paper.title, paper.href))):
        raise Unusable(*wrong)
    sha256 = ""
    if paper.file:
        path, name = paper.file
        kept = kept_papers.keep(partnership, path, name, title=paper.title, came_from=paper.href, by=by)
        sha256 = kept.sha256

    def make(values: Values) -> Change:
        block = _read(values, key, read)
        return _with(values, key, _listed(block, place, paper, sha256))

    _write(partnership, slug, make, "List of papers changed", by)


def _of_title(title: str, href: str) -> Iterator[Problem]:
    """What is wrong with the words of a link, such as “click here”."""
    for one in link_problems(Link(title, href or "https://example.org/"), "this list"):
        yield Problem(one.code, one.reason, one.remedy, column="title")


def _listed(block: Block, place: int, paper: NewPaper, sha256: str) -> Block:
    rows = [dict(one) for one in editing.papers_of(block)]
    if place and place > len(rows):
        raise NotFound("There is no such paper.")
    before = rows[place - 1] if place else {}
    made = {"title": paper.title, "href": paper.href, "kept_copy": sha256 or before.get("kept_copy", "")}
    row = {name: value for name, value in made.items() if value}
    if not paper.title:
        rows[place - 1 : place] = []
    elif place:
        rows[place - 1] = row
    else:
        rows.append(row)
    return {**block, "paper": rows}


# How a change is written --------------------------------------------------------------------------------------------


def _read(values: Values, key: str, read: str) -> Block:
    """The block that the person saw. Raises `Conflict` when it says something else now."""
    try:
        block = editing.block_of(values, key)
    except NoSuchBlock as gone:
        raise NotFound("This text is no longer in the report. Its versions are kept.") from gone
    if editing.fingerprint(block) != read:
        raise Conflict(CHANGED)
    return block


def _answered(block: Mapping[str, object], answers: Mapping[str, str]) -> Block:
    try:
        return editing.answered(block, answers)
    except NotAnswered as wrong:
        name, reason = wrong.args
        raise Unusable(Problem("not-answered", reason, "", column=name)) from wrong


def _spot(block: Block, number: int) -> margins.Spot:
    try:
        return margins.spot_at(block, number)
    except IndexError as gone:
        raise NotFound("There is no such number in the text.") from gone


def _with(values: Values, key: str, block: Block) -> Change:
    return Change(editing.with_block(values, key, block), key, block)


def _write(partnership: str, slug: str, make: Make, said: str, by: Principal) -> str:
    """Make a change to the text as it stands, trying again when somebody wrote in another place meanwhile.

    What is written has to be read again without a problem; the report is a draft until it is built anew.
    """
    for tried in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _written(queries.edition(partnership, slug), make, said, by)
        except _Overtaken:
            if tried == TRIES:
                raise
    raise AssertionError("unreachable")


class _Overtaken(Conflict):
    """Somebody wrote in the same report between reading and writing; not in the same block as far as is known."""


def _written(edition: ReportEdition, make: Make, said: str, by: Principal) -> str:
    require(by, Permission.REPORT_BUILD, edition.subject())
    before = editing.keyed(edition.content)
    try:
        change = make(before)
    except NoSuchBlock as gone:
        raise NotFound("There is no such section.") from gone
    content = read_content(change.values, edition.content_file)
    if change.values == edition.content:
        return change.key
    body = json.dumps(change.values, ensure_ascii=False, sort_keys=True)
    edition.content, edition.content_sha256 = change.values, hashlib.sha256(body.encode()).hexdigest()
    edition.state, edition.known_at = ReportEdition.DRAFT, None
    try:
        edition.save_version(
            read_version=edition.row_version, fields=["content", "content_sha256", "state", "known_at"]
        )
    except Conflict as conflict:
        raise _Overtaken(str(conflict.reason)) from conflict
    if change.key:
        _keep_versions(edition, before, change, said, by)
    ask(edition, content, by)
    detail = {"block": change.key, "what": said or "set out otherwise", "sha256": edition.content_sha256}
    audit.record("report-text-changed", subject=edition.subject(), by=by, detail=detail)
    return change.key


def _keep_versions(edition: ReportEdition, before: Values, change: Change, said: str, by: Principal) -> None:
    """Keep the new text, and the one that it was loaded with where none is kept yet."""
    last = BlockVersion.objects.filter(edition=edition, block=change.key).order_by("-number").first()
    section = _section(before, change.key) or _section(change.values, change.key)
    number = last.number if last else 0
    if last is None and (first := _text(before, change.key)) is not None:
        number = 1
        BlockVersion.objects.create(
            edition=edition, block=change.key, section=section, number=1, text=first, said="As it was loaded",
            recorded_at=edition.recorded_at, recorded_by=edition.recorded_by,
        )  # fmt: skip
    BlockVersion.objects.create(
        edition=edition, block=change.key, section=section, number=number + 1, text=change.text, said=said,
        recorded_by=by.name,
    )  # fmt: skip


def _text(values: Values, key: str) -> Block | None:
    try:
        return editing.block_of(values, key)
    except NoSuchBlock:
        return None


def _section(values: Values, key: str) -> str:
    try:
        return editing.section_of(values, key)
    except NoSuchBlock:
        return ""
