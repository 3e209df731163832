"""A scoring scheme: scales with anchors, criteria, weights, how they combine, what to do when something is missing.

No scheme is prescribed for the nation and many are in use, so the scheme is data (strategic-assessment 2.7); one
TOML file holds it. Once an assessment has used it, it never changes: a change is a new version.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from frankpledge.analysis.ranking import Worst
from frankpledge.assessment.rules.formula import (
    BadFormula,
    Call,
    Constant,
    Name,
    Node,
    Range,
    names_in,
    parse,
    within,
)
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, read_text, text_of


class Strand(StrEnum):
    """What a criterion looks at: the four kinds of evidence of the annual assessment, and the public's views."""

    STATISTICS = "statistics"
    TRENDS = "trends"
    IMPACTS = "impacts"
    FORECASTS = "forecasts"
    PUBLIC = "public"


class Missing(StrEnum):
    """What happens to an issue that has no level on a criterion."""

    NOT_ALLOWED = "not_allowed"  # it cannot be scored, and is listed apart
    RENORMALISE = "ignore_renormalise"  # the other criteria of its group carry its weight
    ASSUME = "assume"  # it stands at the level that the scheme names
    WIDEST = (
        "widest"  # it may stand anywhere on the scale: the middle for the score, every level in the draws
    )


class Kind(StrEnum):
    """How a criterion gets its level: somebody judges, or a figure falls into bins."""

    JUDGEMENT = "judgement"
    INDICATOR = "indicator_bins"
    MEASURE = "measure"  # the figure itself, times its weight: what a severity index adds up


MEASURED = frozenset({Kind.INDICATOR, Kind.MEASURE})


class Statistic(StrEnum):
    """What is worked out from an issue's measure, to be binned."""

    VOLUME = "volume"  # the count of the last twelve months
    CHANGE_RATIO = "change_ratio"  # the last twelve months over the twelve before
    SEVERITY = "severity"  # the offences of the last twelve months, each by the weight of its code
    SHARE = "share"  # the share of people asked, between 0 and 1


COMBINES = ("sum", "mean", "wmean", "wgeomean", "product", "min", "max")
BY_FORMULA = ("expr", "matrix")
BORDA = "borda"
BY_GROUP = (*BY_FORMULA, BORDA)
"""Ways in which groups come together one by one; without groups every criterion is one of its own."""
CARRIES_MISSING = frozenset({"sum", "mean", "wmean", "wgeomean"})
"""The combinations in which other criteria can carry the weight of a missing one."""


@dataclass(frozen=True)
class Level:
    """One step of a scale; the anchor is the sentence by which scorers tell it."""

    value: Fraction
    label: str
    anchor: str


@dataclass(frozen=True)
class Scale:
    id: str
    levels: tuple[Level, ...]

    @property
    def values(self) -> tuple[Fraction, ...]:
        return tuple(level.value for level in self.levels)

    @property
    def middle(self) -> Fraction:
        """The mean of its levels: where a point score puts what may stand anywhere."""
        return sum(self.values, Fraction(0)) / len(self.levels)

    def label(self, value: Fraction) -> str:
        return next((level.label for level in self.levels if level.value == value), "")


@dataclass(frozen=True)
class Indicator:
    """A figure and its bins: `role` says which of the issue's measures, `bins` where the next level begins.

    A figure that enters the score as it is has no bins; its criterion's scale is then the least and most it can be.
    """

    statistic: Statistic
    role: str
    bins: tuple[Fraction, ...]
    dispersion: float = 1.0


@dataclass(frozen=True)
class Criterion:
    id: str
    title: str
    strand: Strand
    question: str
    scale: Scale
    kind: Kind
    weight: Fraction
    missing: Missing
    group: str
    indicator: Indicator | None = None
    assumed: Fraction | None = None
    """The level at which it stands where none is known, for a criterion that assumes one."""


@dataclass(frozen=True)
class Group:
    """Criteria taken together. One for display only never enters the score."""

    id: str
    title: str
    combine: str
    display_only: bool = False
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Band:
    """A class of scores, from `at_least` up."""

    id: str
    label: str
    at_least: Fraction


@dataclass(frozen=True)
class Floor:
    """Where a test on criteria holds, the score is lifted to the least of the band."""

    when: Node
    text: str
    band: str
    why: str


@dataclass(frozen=True)
class Scheme:
    """A whole scheme. `combine` is how the groups come together; `formula` is its tree when that is `expr`."""

    id: str
    version: str
    title: str
    owner: str
    licence: str
    worst: Worst
    ties: str
    places: int
    """How many decimals a score is printed with."""
    strands: tuple[Strand, ...]
    scales: tuple[Scale, ...]
    criteria: tuple[Criterion, ...]
    groups: tuple[Group, ...]
    combine: str
    formula: Node | None
    formula_text: str
    bands: tuple[Band, ...]
    floors: tuple[Floor, ...]
    reach: dict[str, float]
    """How far a judgement of low, moderate or high confidence may be off, in steps of the scale."""
    sha256: str
    text: str
    overrides: bool = True
    """Whether the partnership may put an issue in another band, or leave it out, for a reason that it gives."""

    @property
    def by_borda(self) -> bool:
        """Whether scores are points for places in several orders, and so hang on which issues there are."""
        return self.combine == BORDA

    def criterion(self, slug: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == slug), None)

    def in_group(self, group: str) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.group == group)

    @property
    def scored_groups(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if not group.display_only)


def read_scheme(path: Path) -> Scheme:
    """Read and check a scheme's file. Raises `Unusable` with every problem, each naming file and key."""
    return scheme_from(text_of(path), path.name)


def scheme_from(text: str, file: str) -> Scheme:
    """Read and check a scheme's text; `file` is the name that problems give. Raises `Unusable`."""
    top = _of_json(text, file) if text.lstrip("\ufeff \t\r\n").startswith("{") else read_text(text, file)
    head = top.table("scheme")
    scales = {one.text("id"): _scale(one) for one in top.tables("scale")}
    criteria = tuple(_criterion(one, scales) for one in top.tables("criterion"))
    groups = tuple(_group(one) for one in top.tables("group"))
    bands = tuple(_band(one) for one in top.tables("band"))
    combine = top.table("combine")
    kind = combine.choice("kind", (*COMBINES, *BY_GROUP))
    formula, formula_text = _how(kind, combine)
    if kind in BY_GROUP and not groups:
        criteria = tuple(replace(one, group=one.id) for one in criteria)
        alone = tuple(
            Group(one.id, one.title, "mean", weight=one.weight if kind == BORDA else Fraction(1))
            for one in criteria
        )
    else:
        alone = (Group("score", "Score", kind if kind not in BY_GROUP else "sum"),)
    scheme = Scheme(
        id=head.text("id"),
        version=head.text("version"),
        title=head.text("title"),
        owner=head.text("owner", ""),
        licence=head.text("licence", ""),
        worst="low" if head.choice("worst", ("high", "low"), "high") == "low" else "high",
        ties=head.choice("ties", ("shared",), "shared"),
        places=head.whole("places", 1, low=0),
        strands=_strands(head),
        scales=tuple(scales.values()),
        criteria=criteria,
        groups=groups or alone,
        combine=kind,
        formula=formula,
        formula_text=formula_text,
        bands=bands,
        floors=tuple(_floor(one) for one in top.tables("floor")),
        reach=_reach(top.table("confidence")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        overrides=top.table("override").flag("allowed", True),
    )
    for name in ("scale", "criterion", "group", "band"):
        top.once("id", top.tables(name))
    _check_whole(scheme, top, has_groups=bool(groups))
    top.check()
    return scheme


def _of_json(text: str, file: str) -> TomlTable:
    """The same scheme written as JSON, as its published schema has it; no TOML begins with a brace."""
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Unusable(Problem("json", f"The file is not JSON ({error}).", "Correct it.", file)) from None
    return TomlTable(file, found)


def _how(kind: str, row: TomlTable) -> tuple[Node | None, str]:
    """The tree by which groups come together, and how it is written; None where the kind's name says it all."""
    if kind == "matrix":
        return _matrix(row)
    if kind == "expr":
        text = row.text("formula")
        return _parsed(row, "formula", text), text
    return None, row.text("formula", "")


def _matrix(row: TomlTable) -> tuple[Node, str]:
    """A table of scores as nested tests: `cells` has a row for each step of `rows`, from least to worst."""
    rows, columns = row.text("rows"), row.text("columns")
    row_from, column_from = (
        tuple(_exact(edge) for edge in row.numbers(name)) for name in ("rows_from", "columns_from")
    )
    cells = _cells(row, len(row_from) + 1, len(column_from) + 1)
    for name, edges in (("rows_from", row_from), ("columns_from", column_from)):
        if list(edges) != sorted(set(edges)):
            row.wrong(
                name, "is not a list of rising edges.", "Say from where on the next row or column holds."
            )
    lines = [_steps(columns, column_from, [Constant(cell) for cell in line]) for line in cells]
    return _steps(rows, row_from, lines), f"the matrix of {rows} by {columns}"


def _cells(row: TomlTable, height: int, width: int) -> list[list[Fraction]]:
    """The scores of a matrix; none of them lower than one with less of either."""
    given = row.value("cells")
    plain = [[0.0] * width for _ in range(height)]
    lines = given if isinstance(given, list) else []
    fits = len(lines) == height and all(
        isinstance(line, list) and len(line) == width and all(_is_number(cell) for cell in line)
        for line in lines
    )
    if not fits:
        remedy = "Give one row for each step of rows_from and one more, and in it one score for each step of columns_from and one more."
        row.wrong("cells", f"is not {height} rows of {width} scores.", remedy)
    cells = [[_exact(cell) for cell in line] for line in (lines if fits else plain)]
    falls = any(
        cells[i][j] < cells[i - (step == "down")][j - (step == "across")]
        for step in ("down", "across")
        for i in range(step == "down", height)
        for j in range(step == "across", width)
    )
    if falls:
        row.wrong("cells", "falls where rows or columns rise.", "Give what is worse no lower a score.")
    return cells


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _steps(name: str, edges: tuple[Fraction, ...], values: Sequence[Node]) -> Node:
    """`values[0]` below the first edge, `values[1]` from it on, and so on."""
    found = values[0]
    for edge, value in zip(edges, values[1:], strict=False):
        found = Call("if", (Call(">=", (Name(name), Constant(edge))), value, found))
    return found


def _exact(value: float) -> Fraction:
    """The decimal that was written, not its binary neighbour."""
    return Fraction(str(value))


def _strands(head: TomlTable) -> tuple[Strand, ...]:
    known = {str(strand) for strand in Strand}
    found = head.texts("strands", ())
    for name in found:
        if name not in known:
            head.wrong("strands", f"holds ‘{name}’.", f"Write some of: {', '.join(Strand)}.")
    return tuple(Strand(name) for name in found if name in known)


def _scale(row: TomlTable) -> Scale:
    levels = tuple(
        Level(_exact(one.number("value")), one.text("label"), one.text("anchor"))
        for one in row.tables("level")
    )
    values = [level.value for level in levels]
    if len(levels) < 2 or values != sorted(set(values)):
        row.wrong(
            "level", "has not at least two levels with rising values.", "List them from least to worst."
        )
    return Scale(str(row.values.get("id", "")), levels or (Level(Fraction(0), "", ""),))


def _criterion(row: TomlTable, scales: dict[str, Scale]) -> Criterion:
    kind = row.choice("input", tuple(Kind))
    scale = _measured_range(row) if kind == Kind.MEASURE else scales.get(row.text("scale"))
    if scale is None:
        row.wrong("scale", "names no scale of this file.", f"Write one of: {', '.join(scales) or 'none'}.")
        scale = Scale("", (Level(Fraction(0), "", ""),))
    weight = _exact(row.number("weight", 1))
    if weight <= 0:
        row.wrong("weight", f"is {weight}.", "Write a weight above 0, or leave the criterion out.")
    slug = row.text("id")
    if slug and not slug.isidentifier():
        row.wrong("id", "cannot stand in a formula.", "Use letters, figures and underscores, a letter first.")
    missing = row.choice("missing", tuple(Missing))
    return Criterion(
        id=slug,
        title=row.text("title"),
        strand=Strand(
            row.choice("strand", tuple(Strand)) if row.values.get("strand") in tuple(Strand) else "impacts"
        ),
        question=row.text("question"),
        scale=scale,
        kind=Kind(kind) if kind in tuple(Kind) else Kind.JUDGEMENT,
        weight=weight,
        missing=Missing(missing) if missing in tuple(Missing) else Missing.NOT_ALLOWED,
        group=row.text("group", "score"),
        indicator=_indicator_of(row, kind, scale),
        assumed=_assumed(row, kind, missing, scale),
    )


def _assumed(row: TomlTable, kind: str, missing: str, scale: Scale) -> Fraction | None:
    """The level that stands for one that is not known."""
    if missing != Missing.ASSUME:
        return None
    level = _exact(row.number("assume"))
    fits = scale.values[0] <= level <= scale.values[-1] if kind == Kind.MEASURE else level in scale.values
    if not fits:
        row.wrong("assume", f"is {level}, which the scale does not have.", "Write a level of the scale.")
    return level


def _measured_range(row: TomlTable) -> Scale:
    """The least and most that a figure can be, as the ends of a scale."""
    table = row.table("measure")
    least, most = _exact(table.number("least", 0)), _exact(table.number("most"))
    if most <= least:
        table.wrong("most", f"is {most}.", "Write more than the least.")
    return Scale("", (Level(least, "", ""), Level(most, "", "")))


def _indicator_of(row: TomlTable, kind: str, scale: Scale) -> Indicator | None:
    if kind == Kind.INDICATOR:
        return _indicator(row.table("indicator"), scale)
    if kind != Kind.MEASURE:
        return None
    table = row.table("measure")
    if row.values.get("missing") == Missing.WIDEST:
        row.wrong(
            "missing", "is ‘widest’, but a figure has no scale to stand anywhere on.", "Use ‘not_allowed’."
        )
    statistic = table.choice("statistic", tuple(Statistic), str(Statistic.VOLUME))
    return Indicator(
        Statistic(statistic) if statistic in tuple(Statistic) else Statistic.VOLUME,
        table.text("role", "level"),
        (),
        table.number("dispersion", 1.0, low=1),
    )


def _indicator(row: TomlTable, scale: Scale) -> Indicator:
    statistic = row.choice("statistic", tuple(Statistic))
    bins = tuple(_exact(edge) for edge in row.numbers("bins"))
    if list(bins) != sorted(set(bins)) or len(bins) != len(scale.levels) - 1:
        wanted = len(scale.levels) - 1
        row.wrong(
            "bins", f"is not a list of {wanted} rising edges.", "Give one edge between each two levels."
        )
    return Indicator(
        statistic=Statistic(statistic) if statistic in tuple(Statistic) else Statistic.VOLUME,
        role=row.text("role", "level"),
        bins=bins,
        dispersion=row.number("dispersion", 1.0, low=1),
    )


def _group(row: TomlTable) -> Group:
    slug = row.text("id")
    if slug and not slug.isidentifier():
        row.wrong("id", "cannot stand in a formula.", "Use letters, figures and underscores, a letter first.")
    return Group(
        slug,
        row.text("title"),
        row.choice("combine", COMBINES),
        row.flag("display_only", False),
        _exact(row.number("weight", 1, low=0)),
    )


def _band(row: TomlTable) -> Band:
    return Band(row.text("id"), row.text("label"), _exact(row.number("at_least")))


def _floor(row: TomlTable) -> Floor:
    text = row.text("when")
    return Floor(_parsed(row, "when", text), text, row.text("band"), row.text("why"))


def _reach(row: TomlTable) -> dict[str, float]:
    defaults = {"low": 2.0, "moderate": 1.0, "high": 0.0}
    return {name: row.number(name, default, low=0) for name, default in defaults.items()}


def _parsed(row: TomlTable, name: str, text: str) -> Node:
    try:
        return parse(text or "0")
    except BadFormula as bad:
        row.wrong(name, f"cannot be read: {bad}.", "Mend the formula.", "bad-formula")
        return parse("0")


def _check_whole(scheme: Scheme, top: TomlTable, *, has_groups: bool) -> None:
    """What can only be checked when all parts are known."""
    groups = {group.id: group for group in scheme.groups}
    for one, row in zip(scheme.criteria, top.tables("criterion"), strict=True):
        _check_criterion(scheme, one, row, groups)
    held = {one.group for one in scheme.criteria}
    for row in top.tables("group") if has_groups else ():
        if row.values.get("id") not in held:
            row.wrong("id", "names a group without criteria.", "Give a criterion this group.")
    lacking = [strand for strand in scheme.strands if strand not in {one.strand for one in scheme.criteria}]
    if lacking:
        top.table("scheme").wrong(
            "strands", f"asks for {', '.join(lacking)}, which no criterion looks at.", "Add a criterion."
        )
    if not scheme.criteria:
        top.wrong("criterion", "is missing.", "A scheme needs at least one criterion.")
    _check_formulas(scheme, top)
    if scheme.by_borda and scheme.worst == "low":
        top.table("scheme").wrong(
            "worst", "is ‘low’, but points count upwards.", "Write ‘high’, or leave it out."
        )
    geometric = {group.id for group in scheme.groups if group.combine == "wgeomean"}
    if scheme.combine == "wgeomean":
        geometric |= {group.id for group in scheme.scored_groups}
    if any(one.group in geometric and one.scale.values[0] < 0 for one in scheme.criteria):
        top.table("combine").wrong("kind", "is a geometric mean of levels below nought.", "Use ‘wmean’.")


def _check_criterion(scheme: Scheme, one: Criterion, row: TomlTable, groups: dict[str, Group]) -> None:
    group = groups.get(one.group)
    if group is None:
        row.wrong("group", f"names no group: ‘{one.group}’.", f"Write one of: {', '.join(groups)}.")
    elif one.missing is Missing.RENORMALISE and group.combine not in CARRIES_MISSING:
        row.wrong(
            "missing",
            f"is ‘{one.missing}’, but a {group.combine} cannot carry a missing criterion.",
            "Use ‘widest’ or ‘not_allowed’.",
        )
    elif one.missing is Missing.RENORMALISE and len(scheme.in_group(one.group)) == 1:
        row.wrong(
            "missing",
            f"is ‘{one.missing}’, but no other criterion of its group can carry its weight.",
            "Use ‘widest’ or ‘not_allowed’.",
        )


def _check_formulas(scheme: Scheme, top: TomlTable) -> None:
    ranges = {group.id: group_range(scheme, group) for group in scheme.groups}
    if scheme.formula is not None:
        _check_names(scheme.formula, ranges, top.table("combine"), "formula")
    of_criteria = {one.id: (min(one.scale.values), max(one.scale.values)) for one in scheme.criteria}
    bands = {band.id for band in scheme.bands}
    for floor, row in zip(scheme.floors, top.tables("floor"), strict=True):
        _check_names(floor.when, of_criteria, row, "when")
        if floor.band not in bands:
            row.wrong("band", "names no band of this file.", f"Write one of: {', '.join(bands) or 'none'}.")


def _check_names(formula: Node, ranges: dict[str, Range], row: TomlTable, name: str) -> None:
    unknown = names_in(formula) - ranges.keys()
    if unknown:
        row.wrong(
            name, f"uses {', '.join(sorted(unknown))}.", f"It may use: {', '.join(ranges)}.", "bad-formula"
        )
        return
    try:
        within(formula, ranges)
    except BadFormula as bad:
        row.wrong(
            name, f"cannot be used: {bad}.", "Make sure that what divides is never nought.", "bad-formula"
        )


def group_range(scheme: Scheme, group: Group) -> Range:
    """The least and greatest that a group can come to."""
    ends = [
        [(min(one.scale.values), one.weight), (max(one.scale.values), one.weight)]
        for one in scheme.in_group(group.id)
    ]
    if not ends:
        return Fraction(0), Fraction(0)
    low = combined(group.combine, [pair[0] for pair in ends])
    return low, combined(group.combine, [pair[1] for pair in ends])


def combined(how: str, given: list[tuple[Fraction, Fraction]]) -> Fraction:
    """Values with weights brought together: sum of weight × value, mean, weighted mean, product, least, greatest."""
    values = [value for value, _ in given]
    if how == "product":
        found = Fraction(1)
        for value in values:
            found *= value
        return found
    if how in {"min", "max"}:
        return min(values) if how == "min" else max(values)
    if how == "mean":
        return sum(values, Fraction(0)) / len(values)
    if how == "wgeomean":
        return _geometric(given)
    total = sum((value * weight for value, weight in given), Fraction(0))
    return total / sum((weight for _, weight in given), Fraction(0)) if how == "wmean" else total


def _geometric(given: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The weighted geometric mean to twelve decimals, so that what is equal stays equal; nought where any value is."""
    if any(value == 0 for value, _ in given):
        return Fraction(0)
    whole = sum((weight for _, weight in given), Fraction(0))
    logs = math.fsum(math.log(value) * float(weight / whole) for value, weight in given)
    return Fraction(round(math.exp(logs) * 10**12), 10**12)
