"""Outlines of other partnerships: the same report, its text and figures, in another order under other headings.

Each outline is a file in `data/outlines`, in the format that `./frankpledge report outline` reads; `takes` names the sections of
the text that go under a heading. What no heading takes is never dropped: it follows at the end, under its own heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, read_text
from frankpledge.scrutiny.rules.content import OutlineEntry, ReportContent, SectionContent
from frankpledge.scrutiny.rules.outlines import OMITTED, standings

FORMAT = "report-outline-1"


@dataclass(frozen=True)
class Taken:
    """A heading of an outline and the sections of a text that stand under it; `nothing` is said where there is none."""

    entry: OutlineEntry
    takes: tuple[str, ...]
    nothing: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Outline:
    """An outline by its short name: what it is called, for whom it suits, and its headings."""

    slug: str
    title: str
    suits: str
    sections: tuple[Taken, ...]
    leaves_out: tuple[str, ...]
    """Sections of a text that it leaves out on purpose."""


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline that comes with the program, by its short name."""
    folder = files("frankpledge.scrutiny") / "data" / "outlines"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    return tuple(read_outline((folder / name).read_text(encoding="utf-8"), name) for name in names)


def read_outline(text: str, file: str) -> Outline:
    """An outline from its file. Raises `Unusable` naming file and key."""
    read = read_text(text, file)
    reader = TomlTable(file, read.values, rows=read.rows)
    reader.choice("format", (FORMAT,))
    title, suits, leaves = reader.text("title"), reader.text("suits", ""), reader.texts("leaves_out", ())
    tables = reader.tables("section")
    reader.once("code", tables)
    sections = tuple(_taken(one) for one in tables)
    reader.check()
    return Outline(file.removesuffix(".toml"), title, suits, sections, leaves)


def _taken(one: TomlTable) -> Taken:
    for name in ("from", "until", "every", "starting", "because"):
        one.value(name)
    entry = OutlineEntry(
        one.text("code"), one.text("heading"), one.flag("numbered", True), one.flag("paragraphs", False),
        one.flag("required", True),
    )  # fmt: skip
    return Taken(entry, one.texts("takes", ()), one.text("nothing", ""), one.values)


def outline(slug: str) -> Outline:
    """An outline by its short name. Raises `Unusable` for one that there is not."""
    found = next((one for one in outlines() if one.slug == slug), None)
    if found is None:
        known = ", ".join(one.slug for one in outlines())
        raise Unusable(
            Problem("outline", f"There is no outline ‘{slug}’.", f"Choose one of: {known}.", value=slug)
        )
    return found


def set_out(content: ReportContent) -> ReportContent:
    """The same report by the outline that it names. Raises `Unusable` for one that there is not."""
    chosen = outline(content.cover.set_out_as)
    year = content.cover.covers.starts_on.year
    told = standings({"section": [dict(one.values) for one in chosen.sections]}, year, chosen.slug)
    omitted = {one.code for one in told if one.status == OMITTED}
    made: dict[str, SectionContent] = {}
    entries: list[OutlineEntry] = []
    for one in chosen.sections:
        if one.entry.code in omitted:
            continue
        joined = _joined(one, content)
        if joined is not None:
            entries.append(one.entry)
            made[one.entry.code] = joined
    for entry, section in _left_over(chosen, content, omitted):
        entries.append(entry)
        made[entry.code] = section
    return replace(content, outline=tuple(entries), sections=made)


def _joined(one: Taken, content: ReportContent) -> SectionContent | None:
    """What stands under a heading: the sections that it takes, one after the other; None where an optional one has nothing."""
    found = [content.sections[code] for code in _codes(one) if code in content.sections]
    blocks = tuple(block for each in found for block in each.blocks)
    if blocks:
        keys = tuple(key for each in found for key in each.keys or ("",) * len(each.blocks))
        return SectionContent(one.entry.code, "", blocks, keys)
    nothing = next((each.nothing for each in found if each.nothing), one.nothing)
    if not nothing and not one.entry.required:
        return None
    return SectionContent(one.entry.code, nothing or "Nothing is written for this section yet.", ())


def _codes(one: Taken) -> tuple[str, ...]:
    return one.takes or (one.entry.code,)


def _left_over(
    chosen: Outline, content: ReportContent, omitted: set[str]
) -> Iterator[tuple[OutlineEntry, SectionContent]]:
    """Sections of the text that no heading takes, in their own order; a heading that the year leaves out takes none."""
    shown = [one for one in chosen.sections if one.entry.code not in omitted]
    taken = {code for one in shown for code in _codes(one)} | set(chosen.leaves_out)
    headings = {one.entry.code for one in shown}
    for entry in content.outline:
        if entry.code in content.sections and entry.code not in taken:
            code = f"{entry.code}-own" if entry.code in headings else entry.code
            yield replace(entry, code=code), content.sections[entry.code]


def left_out(content: ReportContent) -> tuple[str, ...]:
    """The headings of the text that the chosen outline leaves out on purpose."""
    if not content.cover.set_out_as:
        return ()
    leaves = outline(content.cover.set_out_as).leaves_out
    return tuple(
        one.heading for one in content.outline if one.code in leaves and one.code in content.sections
    )
