"""The figures this room provides: a sum over a period, a value as supplied, a change between two periods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from frankpledge.analysis.change import Change, change
from frankpledge.analysis.exposure import days_exposure
from frankpledge.analysis.rates import wilson_limits
from frankpledge.analysis.sentences import joined
from frankpledge.documents.figures import InputFile
from frankpledge.evidence import coded, queries, source_rows
from frankpledge.evidence.observed import Observed, Value, exact_sum
from frankpledge.evidence.snapshot import snapshot
from frankpledge.figures.providers import Computed, Request, RowPage, SourceRow
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import Exact, grouped, round_half_up
from frankpledge.kernel.problems import Problem, Unusable

LISTED = 12
"""Sums of so many values or fewer are written out in the formula."""


class MeasureSum:
    """`measure-sum`: the sum of a measure over a period. Parameters: measure, period; area is optional."""

    slug = "measure-sum"

    def compute(self, request: Request) -> Computed:
        period = period_of(request, "period")
        found = observed(request)
        label = f"{found.title}, {period}"
        tiles, values = found.tiles(period)
        if not tiles.is_whole:
            gaps = joined([str(gap) for gap in tiles.missing])
            return unknown(label, f"there is no value for {gaps}", found.unit)
        total = exact_sum(values)
        formula, rows = (
            sum_formula(values),
            len(values) if all(value.line for value in values) else int(total),
        )
        if is_by_code(request):
            rows = self.rows(request, offset=0, limit=0).total
            formula = f"the sum of the offences in {rows} rows, which tell them by code"
        return Computed(
            label=label,
            value=total,
            text=number_text(total),
            formula=formula,
            unit=found.unit,
            method=found.source,
            inputs=files_of(values),
            rows_used=rows,
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        _, values = observed(request).tiles(period_of(request, "period"))
        return rows_behind(request, values, offset=offset, limit=limit)


class MeasureValue:
    """`measure-value`: a value exactly as supplied for a period, such as a survey result. Parameters as above."""

    slug = "measure-value"

    def compute(self, request: Request) -> Computed:
        period = period_of(request, "period")
        found = observed(request)
        label = f"{found.title}, {period}"
        value = found.value_of(period)
        if value is None or value.value is None:
            return unknown(label, f"no value was supplied for {period}", found.unit)
        low, high = survey_limits(value, found.unit)
        return Computed(
            label=label,
            value=value.value,
            text=number_text(value.value),
            formula="the value as supplied",
            unit=found.unit,
            low=low,
            high=high,
            confidence=None if low is None else 0.95,
            interval_text="" if low is None or high is None else f"{limit_text(low)} to {limit_text(high)}",
            method=found.source,
            inputs=files_of((value,)),
            rows_used=1,
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        value = observed(request).value_of(period_of(request, "period"))
        return rows_behind(request, (value,) if value else (), offset=offset, limit=limit)


class MeasureChange:
    """`measure-change`: the change of a measure from one period to another, in per cent.

    Parameters: measure, old, new; per=day divides by the days of each period; places (default 0) for the text;
    area is optional. The interval is the score interval for the ratio of two Poisson counts at 95%.
    """

    slug = "measure-change"

    def compute(self, request: Request) -> Computed:
        old, new = period_of(request, "old"), period_of(request, "new")
        parts = tuple((name, sum_request(request, request[name])) for name in ("old", "new"))
        found = observed(request)
        label = (
            f"{found.title}, change from {old} to {new}{' per day' if request.get('per') == 'day' else ''}"
        )
        sums = [MeasureSum().compute(part) for _, part in parts]
        absent = [made.unknown_because for made in sums if made.value is None]
        if absent:
            return unknown(label, "; ".join(absent), "per cent", parts)
        compared = compare(sums[0].value, sums[1].value, old, new, per_day=request.get("per") == "day")
        if compared is None or compared.percent is None:
            reason = (
                "no percentage can be taken from nothing"
                if sums[0].value == 0
                else "they are not whole counts"
            )
            return unknown(label, reason, "per cent", parts)
        return changed(label, compared, int(request.get("places", "0")), parts, sums)

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        """The rows of the old period, then those of the new."""
        pages = [
            MeasureSum().rows(sum_request(request, request[name]), offset=0, limit=offset + limit)
            for name in ("old", "new")
        ]
        return one_after_another(pages, offset=offset, limit=limit)


def one_after_another(pages: Sequence[RowPage], *, offset: int, limit: int) -> RowPage:
    """Some of the rows of several pages, each given from its beginning, put one after another; open only if all are."""
    rows = [row for page in pages for row in page.rows]
    return RowPage(
        pages[-1].columns,
        tuple(rows[offset : offset + limit]),
        sum(page.total for page in pages),
        all(page.is_open for page in pages),
    )


def changed(
    label: str, compared: Change, places: int, parts: tuple[tuple[str, Request], ...], sums: list[Computed]
) -> Computed:
    """A change as a figure: the percentage, its interval and how it was worked out."""
    low, high = ((limit - 1) * 100 for limit in (compared.low, compared.high))
    old, new = (made.text for made in sums)
    days = " after dividing each by its days" if compared.exposure[0] != compared.exposure[1] else ""
    return Computed(
        label=label,
        value=compared.percent,
        text=percent_text(compared.percent or Fraction(0), places),
        formula=f"({new} − {old}) ÷ {old} × 100{days}",
        unit="per cent",
        low=low,
        high=high,
        confidence=compared.confidence,
        interval_text=f"{limit_text(low)} to {limit_text(high)}",
        method=f"{compared.method} interval for the ratio of two counts, {compared.confidence:.0%}",
        inputs=tuple(dict.fromkeys(file for made in sums for file in made.inputs)),
        rows_used=sum(made.rows_used for made in sums),
        parts=parts,
    )


def compare(
    old: Exact | None, new: Exact | None, old_period: Period, new_period: Period, *, per_day: bool
) -> Change | None:
    """Two counts compared; None unless both are whole numbers, which an interval for counts needs."""
    if not isinstance(old, int) or not isinstance(new, int):
        return None
    exposure = days_exposure(old_period, new_period) if per_day else (1, 1)
    return change(old, new, exposure=exposure, method="score")


def observed(request: Request) -> Observed:
    """What was observed of the measure a request names. Raises `Unusable` when there is no such measure."""
    found = snapshot(request.partnership, request.known_at).observed(request["measure"], request.get("area"))
    if found is None:
        raise Unusable(
            Problem(
                "no-such-measure",
                f"There is no measure ‘{request['measure']}’.",
                "Import the table that holds it, or correct the name; the Data page lists the measures.",
            )
        )
    return found


def is_by_code(request: Request) -> bool:
    """Whether the measure that a request names counts offences by their codes."""
    return coded.is_coded(snapshot(request.partnership, request.known_at).measures[request["measure"]])


def period_of(request: Request, name: str) -> Period:
    """The period a parameter names. Raises `Unusable` when it is not one."""
    try:
        return Period.parse(request[name])
    except (KeyError, ValueError) as error:
        raise Unusable(
            Problem(
                "no-such-period",
                f"‘{request.get(name)}’ is not a period.",
                "Write 2020, 2020-Q1, 2020-03 or 2020/21.",
            )
        ) from error


def sum_request(request: Request, period: str) -> Request:
    area = {"area": request["area"]} if request.get("area") else {}
    return Request.of(
        request.partnership,
        "measure-sum",
        request.known_at,
        measure=request["measure"],
        period=period,
        **area,
    )


def unknown(label: str, because: str, unit: str, parts: tuple[tuple[str, Request], ...] = ()) -> Computed:
    """A figure that cannot be told, with the reason."""
    return Computed(label, None, "not known", "", unit=unit, unknown_because=because, parts=parts)


def number_text(value: Exact) -> str:
    """A count with thousands commas; other numbers to one decimal place."""
    if isinstance(value, int) or Fraction(value).denominator == 1:
        return grouped(int(value))
    return grouped(round_half_up(value, 1))


def percent_text(value: Fraction, places: int = 0) -> str:
    """A signed percentage rounded half up; a rise has no sign."""
    return f"{grouped(round_half_up(value, places))}%"


def survey_limits(value: Value, unit: str) -> tuple[float | None, float | None]:
    """The 95% interval (Wilson) of a survey's percentage, in per cent; none unless it is said how many were asked."""
    if value.value is None or not value.n or "cent" not in unit or not 0 <= value.value <= 100:
        return None, None
    low, high = wilson_limits(float(value.value) / 100, float(value.n), 0.025)
    return 100 * low, 100 * high


def limit_text(value: float) -> str:
    """An interval's limit in per cent, to one decimal place."""
    return f"{value:.1f}%".replace("-", "−")


def sum_formula(values: tuple[Value, ...]) -> str:
    """How a sum was made, in words a reader can check."""
    if values and all(value.line for value in values):
        shown = [number_text(value.value) for value in values if value.value is not None]
        if len(values) == 1:
            return "the value as supplied"
        terms = " + ".join(shown) if len(shown) <= LISTED else f"{shown[0]} + … + {shown[-1]}"
        return f"the sum of {len(values)} values: {terms}"
    return f"the count of rows in {len(values)} monthly files"


def files_of(values: tuple[Value, ...]) -> tuple[InputFile, ...]:
    return tuple(dict.fromkeys(value.file for value in values if value.file))


def rows_behind(request: Request, values: tuple[Value, ...], *, offset: int, limit: int) -> RowPage:
    """The source rows of some values: cells of a table, or records of police files."""
    known = snapshot(request.partnership, request.known_at)
    if is_by_code(request):
        found = coded.chosen(known, known.measures[request["measure"]], request.get("area") or "")
        return coded.row_page(found, [value.period for value in values], offset=offset, limit=limit)
    if any(value.line for value in values):
        return cell_rows(values, offset=offset, limit=limit)
    return police_rows(request, values, offset=offset, limit=limit)


def cell_rows(values: tuple[Value, ...], *, offset: int, limit: int) -> RowPage:
    rows = tuple(
        SourceRow(
            value.file.name if value.file else "",
            value.file.sha256 if value.file else "",
            value.line or 0,
            (
                str(value.period),
                "" if value.value is None else number_text(value.value),
                value.column,
                value.area,
            ),
        )
        for value in values
    )
    return RowPage(("Period", "Value", "Column", "Area"), rows[offset : offset + limit], len(rows))


def police_rows(request: Request, values: tuple[Value, ...], *, offset: int, limit: int) -> RowPage:
    chosen = snapshot(request.partnership, request.known_at).police(request.get("area"))
    wanted = {value.file.sha256 for value in values if value.file}
    files = [file for file in chosen.files if file.sha256 in wanted]
    types = queries.types_of(request["measure"])
    found = source_rows.page(queries.parts_of(files), chosen.members, types, offset=offset, limit=limit)
    by_part = {part: file for file in files for part in file.parts}
    rows = tuple(
        SourceRow(by_part[row.part].name, by_part[row.part].sha256, row.line, row.cells) for row in found.rows
    )
    return RowPage(found.columns, rows, found.total)


def numeric(value: Exact | None) -> Decimal | None:
    """A value for a chart's axis."""
    return None if value is None else round_half_up(value, 4)
