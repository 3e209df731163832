"""The content of a scrutiny report, as people write it in TOML and as an edition keeps it. Pure.

docs/reference/report-format.md describes the format. In short: `[report]` says what and when, `[[committee]]` who
asks, `[recommendation]` what is asked of them, `[[outline]]` which sections there are and in which order, and
`[[section]]` what stands in each, block by block. In any text, `[[12% | measure-change:…]]` is a number that the
authors typed and the figure it claims, `[[ | measure-sum:…]]` prints the figure itself, `**words**` are bold and
`[words](address)` is a link (documents.narrative). Everything that repeats a record (a table, a list of priorities, a statement of change) is a block of its own
with parameters, never text with magic in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from frankpledge.documents.narrative import Binding, Words, read_runs
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import TomlTable, heading_rows, read_text
from frankpledge.law.api import duty_codes

FORMAT = "annual-report-1"
ADJUSTMENTS = ("bh", "holm")
FUNCTIONS = ("scrutiny", "overview", "both")
RECOMMENDATIONS = ("consider-and-comment", "approve", "note", "recommend")
LISTS = (
    "responsible-authorities", "priorities", "monitored", "strategies", "activities",
    "review-themes", "review-responses",
)  # fmt: skip
"""Lists that a paragraph can take from the record."""


@dataclass(frozen=True)
class CommitteeContent:
    slug: str
    name: str
    function: str
    remit: str


@dataclass(frozen=True)
class Cover:
    """What the report is of. `covers`, `old` and `new` are period codes; dates may lack a day, or be absent."""

    slug: str
    title: str
    committee: str
    covers: Period
    old: Period
    new: Period
    meeting: PartialDate | None
    prepared: PartialDate | None
    author: str
    language: str
    set_out_as: str = ""
    """The outline by which it is set out (`rules.setting_out`); empty for its own."""

    @property
    def as_of(self) -> date:
        """The day as of which lists and counts are asked: when it was prepared, else the end of what it covers."""
        return self.prepared.latest if self.prepared else (self.covers.ends_on or self.covers.starts_on)


@dataclass(frozen=True)
class RecommendationContent:
    kind: str
    text: str
    reason: str
    duty: str
    source: str
    duty_code: str = ""
    """The duty by its code in the law library; its words and source then come from there, as the law stood on the day."""


@dataclass(frozen=True)
class OutlineEntry:
    """A section's place, heading and numbering. `paragraphs`: its paragraphs are numbered (12.6)."""

    code: str
    heading: str
    numbered: bool
    paragraphs: bool
    required: bool


@dataclass(frozen=True)
class Narrative:
    """A paragraph the authors wrote, with an optional list under it, typed or taken from the record.

    `judgements` names the words in it that are judgement, which no record can confirm.
    """

    text: str
    items: tuple[str, ...]
    items_from: str
    judgements: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """Starts a part of the section; paragraph numbers run on."""

    text: str


@dataclass(frozen=True)
class Quotation:
    """Words agreed elsewhere, typed here, or the partnership's position statement as it was agreed."""

    texts: tuple[str, ...]
    position: str


@dataclass(frozen=True)
class Levels:
    """Named levels, such as the current and residual risk."""

    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paper:
    """A background paper: link text that says what it is, its address and the hash of the copy that is kept."""

    title: str
    href: str
    kept_copy: str


@dataclass(frozen=True)
class Papers:
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class QuarterTable:
    """Measures by quarter for the two years compared, with totals."""

    caption: str
    measures: tuple[str, ...]
    old: Period
    new: Period


@dataclass(frozen=True)
class QuarterChart:
    """One measure, both years side by side by quarter."""

    measure: str
    old: Period
    new: Period


@dataclass(frozen=True)
class ChangeStatement:
    """What the record shows of each measure: the year, and on request each quarter and the events within them."""

    title: str
    measures: tuple[str, ...]
    old: Period
    new: Period
    quarters: bool
    events: bool
    adjustment: str


@dataclass(frozen=True)
class ReviewCountsBlock:
    """The sentence that counts reviews by state, with its reconciliation."""

    since: str
    on: date


@dataclass(frozen=True)
class Horizon:
    """A law that is not yet in force."""

    bill: str
    stage: str
    expected: PartialDate
    act: str


@dataclass(frozen=True)
class SignOff:
    """An implication that was considered, what of it, by whom and when; empty where that is not recorded."""

    implication: str
    by: str
    on: str
    considered: str = ""


@dataclass(frozen=True)
class SignOffs:
    sign_offs: tuple[SignOff, ...]


@dataclass(frozen=True)
class RecommendationBlock:
    """Prints the recommendation, or its reason with the duty it rests on."""

    part: str


Block = (
    Narrative | Heading | Quotation | Levels | Papers | QuarterTable | QuarterChart | ChangeStatement
    | ReviewCountsBlock | Horizon | SignOffs | RecommendationBlock
)  # fmt: skip


@dataclass(frozen=True)
class SectionContent:
    """`nothing` is the sentence of a section that has nothing to report; `keys` are those of its blocks, in their order."""

    code: str
    nothing: str
    blocks: tuple[Block, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A theme that emerged from completed reviews, and whether it concerns the council."""

    title: str
    concerns_council: bool


@dataclass(frozen=True)
class ReportContent:
    cover: Cover
    committees: tuple[CommitteeContent, ...]
    recommendation: RecommendationContent
    outline: tuple[OutlineEntry, ...]
    sections: Mapping[str, SectionContent]
    themes: tuple[Theme, ...]
    responses: tuple[str, ...]

    @property
    def committee(self) -> CommitteeContent:
        return next(one for one in self.committees if one.slug == self.cover.committee)


def frozen(text: str, file: str) -> dict[str, object]:
    """TOML as the plain JSON that an edition keeps, so that an issued report can be built again.

    Raises `Unusable` when it is not TOML.
    """
    plain: dict[str, object] = json.loads(json.dumps(dict(read_text(text, file).values), default=_as_text))
    return plain


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be kept")


def read_content(
    values: Mapping[str, object], file: str, rows: Mapping[str, int] | None = None
) -> ReportContent:
    """The content from frozen values. Raises `Unusable` with every problem, each naming file and key.

    `rows` are the lines of the file's headings, where the file itself is at hand.
    """
    reader = TomlTable(file, values, rows=rows or {})
    reader.choice("format", (FORMAT,))
    committees = tuple(_committee(one) for one in reader.tables("committee"))
    cover = _cover(reader.table("report"), committees)
    outline = tuple(_outline_entry(one) for one in reader.tables("outline"))
    reader.once("code", reader.tables("outline"))
    sections = _sections(reader, {entry.code for entry in outline}, cover)
    _complete(reader, outline, sections)
    content = ReportContent(
        cover,
        committees,
        _recommendation(reader.table("recommendation")),
        outline,
        sections,
        tuple(Theme(one.text("title"), one.flag("concerns_council")) for one in reader.tables("theme")),
        tuple(one.text("text") for one in reader.tables("response")),
    )
    reader.check()
    return content


def _committee(reader: TomlTable) -> CommitteeContent:
    return CommitteeContent(
        reader.text("slug"),
        reader.text("name"),
        reader.choice("function", FUNCTIONS),
        reader.text("remit", ""),
    )


_ANY = Period(date(1900, 1, 1), date(1900, 12, 31))
"""Stands in for a period that could not be read, so that one reading finds every problem."""


def _cover(reader: TomlTable, committees: tuple[CommitteeContent, ...]) -> Cover:
    return Cover(
        slug=reader.text("slug"),
        title=reader.text("title"),
        committee=reader.choice("committee", [one.slug for one in committees]),
        covers=_period(reader, "covers"),
        old=_period(reader, "compares_old"),
        new=_period(reader, "compares_new"),
        meeting=_partial(reader, "meeting"),
        prepared=_partial(reader, "prepared"),
        author=reader.text("author", ""),
        language=reader.text("language", "en-GB"),
        set_out_as=reader.text("set_out_as", ""),
    )


def _period(reader: TomlTable, name: str, default: Period | None = None) -> Period:
    text = reader.text(name) if default is None else reader.text(name, "")
    if not text:
        return default or _ANY
    try:
        return Period.parse(text)
    except ValueError as error:
        reader.wrong(name, f"is not a period: {error}.", "Write 2020, 2020/21, 2020-Q3 or 2020-07.")
        return _ANY


def _partial(reader: TomlTable, name: str) -> PartialDate | None:
    text = reader.text(name, "")
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        reader.wrong(name, f"is not a date: {error}.", "Write 2023, 2023-06 or 2023-06-14, or leave it out.")
        return None


def _recommendation(reader: TomlTable) -> RecommendationContent:
    return RecommendationContent(
        reader.choice("kind", RECOMMENDATIONS),
        reader.text("text"),
        reader.text("reason"),
        reader.text("duty", ""),
        reader.text("source", ""),
        reader.choice("duty_code", duty_codes(), ""),
    )


def _outline_entry(reader: TomlTable) -> OutlineEntry:
    return OutlineEntry(
        reader.text("code"),
        reader.text("heading"),
        reader.flag("numbered", True),
        reader.flag("paragraphs", False),
        reader.flag("required", True),
    )


def _sections(reader: TomlTable, codes: set[str], cover: Cover) -> dict[str, SectionContent]:
    found: dict[str, SectionContent] = {}
    for one in reader.tables("section"):
        code = one.choice("code", sorted(codes))
        if code and code in found:
            one.wrong("code", f"repeats ‘{code}’.", "Put all blocks of a section under one [[section]].")
        read = [(_key(inner), _block(inner, cover)) for inner in one.tables("block")]
        blocks = tuple(block for _, block in read if block is not None)
        keys = tuple(key for key, block in read if block is not None)
        found[code] = SectionContent(code, one.text("nothing", ""), blocks, keys)
        if not blocks and not found[code].nothing:
            one.wrong("block", "is missing.", 'Add a [[section.block]], or say `nothing = "None."`.')
    return found


def _key(reader: TomlTable) -> str:
    """The key by which a block is known while it is edited; given by the program where the file gives none."""
    key = reader.text("key", "")
    if key and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        reader.wrong("key", f"is ‘{key}’.", "Write small letters, digits and hyphens, or leave it out.")
    return key


def _complete(
    reader: TomlTable, outline: tuple[OutlineEntry, ...], sections: Mapping[str, SectionContent]
) -> None:
    for entry in outline:
        if entry.required and entry.code not in sections:
            reader.wrong(
                "section",
                f"has no entry for ‘{entry.code}’, which the outline requires.",
                'Add it; where there is nothing to report, say `nothing = "None."`.',
                "report-section-missing",
            )


def _block(reader: TomlTable, cover: Cover) -> Block | None:
    kind = reader.choice("kind", tuple(_KINDS))
    return _KINDS[kind](reader, cover) if kind in _KINDS else None


def _narrative(reader: TomlTable, _cover: Cover) -> Narrative:
    return Narrative(
        _marked(reader, "text", (reader.text("text"),))[0],
        _marked(reader, "items", reader.texts("items", ())),
        reader.choice("items_from", LISTS, ""),
        reader.texts("judgements", ()),
    )


def _marked(reader: TomlTable, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts, with a problem for each whose [[…]] is not closed or names no figure."""
    for text in texts:
        for run in read_runs(text):
            unclosed = isinstance(run, Words) and ("[[" in run.text or "]]" in run.text)
            unnamed = isinstance(run, Binding) and ":" not in run.binding
            if unclosed or unnamed:
                reader.wrong(
                    name,
                    "has a [[…]] that is not closed or names no figure.",
                    "Write [[what you state | provider:name=value&name=value]].",
                    "report-marking",
                )
    return texts


def _heading(reader: TomlTable, _cover: Cover) -> Heading:
    return Heading(reader.text("text"))


def _quotation(reader: TomlTable, _cover: Cover) -> Quotation:
    found = Quotation(reader.texts("texts", ()), reader.text("position", ""))
    if not found.texts and not found.position:
        reader.wrong(
            "texts", "is missing.", "Type the words, or name the position statement with `position`."
        )
    return found


def _levels(reader: TomlTable, _cover: Cover) -> Levels:
    return Levels(tuple((one.text("name"), one.text("level")) for one in reader.tables("level")))


def _papers(reader: TomlTable, _cover: Cover) -> Papers:
    return Papers(
        tuple(
            Paper(one.text("title"), one.text("href", ""), one.text("kept_copy", ""))
            for one in reader.tables("paper")
        )
    )


def _quarter_table(reader: TomlTable, cover: Cover) -> QuarterTable:
    return QuarterTable(
        reader.text("caption"),
        reader.texts("measures"),
        _period(reader, "old", cover.old),
        _period(reader, "new", cover.new),
    )


def _quarter_chart(reader: TomlTable, cover: Cover) -> QuarterChart:
    return QuarterChart(
        reader.text("measure"), _period(reader, "old", cover.old), _period(reader, "new", cover.new)
    )


def _change(reader: TomlTable, cover: Cover) -> ChangeStatement:
    return ChangeStatement(
        reader.text("title", ""),
        reader.texts("measures"),
        _period(reader, "old", cover.old),
        _period(reader, "new", cover.new),
        reader.flag("quarters", False),
        reader.flag("events", False),
        reader.choice("adjustment", ADJUSTMENTS, "bh"),
    )


def _review_counts(reader: TomlTable, cover: Cover) -> ReviewCountsBlock:
    on = _partial(reader, "on")
    return ReviewCountsBlock(reader.text("since", ""), on.latest if on else cover.as_of)


def _horizon(reader: TomlTable, _cover: Cover) -> Horizon:
    expected = _partial(reader, "expected")
    if expected is None:
        reader.wrong("expected", "is missing.", "Write when it is expected to become law, such as 2021-04.")
    return Horizon(
        reader.text("bill"), reader.text("stage"), expected or PartialDate(1900), reader.text("act")
    )


def _sign_offs(reader: TomlTable, _cover: Cover) -> SignOffs:
    return SignOffs(
        tuple(
            SignOff(
                one.text("implication"), one.text("by", ""), one.text("on", ""), one.text("considered", "")
            )
            for one in reader.tables("sign_off")
        )
    )


def _recommendation_block(reader: TomlTable, _cover: Cover) -> RecommendationBlock:
    return RecommendationBlock(reader.choice("part", ("recommendation", "reason")))


_KINDS: dict[str, Callable[[TomlTable, Cover], Block]] = {
    "paragraph": _narrative,
    "heading": _heading,
    "quote": _quotation,
    "levels": _levels,
    "papers": _papers,
    "quarter-table": _quarter_table,
    "quarter-chart": _quarter_chart,
    "change": _change,
    "review-counts": _review_counts,
    "horizon": _horizon,
    "sign-offs": _sign_offs,
    "recommendation": _recommendation_block,
}


def content_of(text: str, file: str) -> tuple[dict[str, object], ReportContent]:
    """A TOML text as frozen values and as content. Raises `Unusable`."""
    values = frozen(text, file)
    return values, read_content(values, file, heading_rows(text))


__all__ = ["FORMAT", "ReportContent", "Unusable", "content_of", "frozen", "read_content"]
