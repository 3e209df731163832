"""From an issue's measure to a level: asks the evidence for the figure a criterion wants, and says why when there is none.

Two things stop a comparison of two years: a month without a figure (the figure itself then is unknown), and a lasting
change in how things were recorded between or within them (strategic-assessment 3.14, check 4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from frankpledge.analysis.series import Break, BreakKind, earlier
from frankpledge.analysis.spreads import Count, CountRatio, Exact, Spread, Stated
from frankpledge.assessment import door
from frankpledge.assessment.facts import LEVEL, FigureUsed, IssueFacts, MeasureLink
from frankpledge.assessment.rules.results import Ground
from frankpledge.assessment.rules.scheme import Criterion, Indicator, Statistic
from frankpledge.assessment.rules.scoring import Given, from_figure, missing
from frankpledge.documents.figures import Figure
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.numbers import round_half_up
from frankpledge.kernel.problems import Unusable

LASTING = frozenset({BreakKind.STEP, BreakKind.TRANSITION})
FOR_CENT = 100


@dataclass(frozen=True)
class Asked:
    """What is asked about: whose measure, over which twelve months, as known when."""

    partnership: str
    link: MeasureLink
    period: Period
    known_at: datetime | None

    @property
    def before(self) -> Period:
        return earlier(self.period, months=12)

    def figure(self, provider: str, **parameters: str) -> tuple[Figure, FigureUsed]:
        """A figure of the measure, remembered so that it opens, and how to make it again."""
        all_parameters = {"measure": self.link.measure, **parameters}
        request = Request.of(self.partnership, provider, self.known_at, **all_parameters)
        made = figures.figure(request)
        return made, FigureUsed(made.label, provider, all_parameters, made.text)


def measured_level(
    partnership: str, issue: IssueFacts, criterion: Criterion, period: Period, known_at: datetime | None
) -> tuple[Given, Ground]:
    """The level of an issue on a criterion that is measured, with the figures it rests on, or why there is none."""
    if criterion.indicator is None:
        raise ValueError(f"the criterion {criterion.id} is judged, not measured")
    weighs = criterion.indicator.statistic is Statistic.SEVERITY and criterion.indicator.role == LEVEL
    link = issue.weighed() if weighs else issue.measured(criterion.indicator.role)
    if link is None:
        return _none(_no_source(issue, criterion.indicator))
    if door.evidence().measure(partnership, link.measure, known_at=known_at) is None:
        return _none(str(message("The measure ‘{measure}’ has not been imported.", measure=link.measure)))
    asked = Asked(partnership, link, period, known_at)
    return _STATISTICS[criterion.indicator.statistic](asked, criterion)


def _none(why: str) -> tuple[Given, Ground]:
    return missing(why), Ground(why)


def _no_source(issue: IssueFacts, indicator: Indicator) -> str:
    gaps = issue.unmeasured(indicator.role)
    if not gaps:
        return "No source has been named that measures it."
    said = "; ".join(f"{gap.source}: {gap.extract_to_ask_for.rstrip('.')}" for gap in gaps)
    return str(message("No source measures it. To ask for: {said}.", said=said))


def _volume(asked: Asked, criterion: Criterion) -> tuple[Given, Ground]:
    figure, used = asked.figure("measure-sum", period=asked.period.code)
    if not isinstance(figure.value, int):
        return _none(_unknown(figure))
    reason = message(
        "{count} in {period}{proxy}.", count=figure.text, period=asked.period, proxy=_by_proxy(asked)
    )
    return _level(
        asked, criterion, Fraction(figure.value), Count(figure.value), str(reason), [(figure, used)]
    )


def _change_ratio(asked: Asked, criterion: Criterion) -> tuple[Given, Ground]:
    indicator = criterion.indicator
    sums = [asked.figure("measure-sum", period=period.code) for period in (asked.before, asked.period)]
    unknown = next((figure for figure, _ in sums if not isinstance(figure.value, int)), None)
    if unknown is not None:
        return _none(_unknown(unknown))
    old, new = (int(figure.value or 0) for figure, _ in sums)
    if old == 0:
        return _none(
            str(message("There were none in {before}, so no ratio can be taken.", before=asked.before))
        )
    marks = _breaks(asked)
    lasting = [one for one in marks if one.kind in LASTING]
    if lasting:
        return _none(_not_comparable(asked, lasting))
    days = asked.before.days, asked.period.days
    spread = CountRatio(new, old, days[1], days[0], indicator.dispersion if indicator else 1.0)
    value = Fraction(new * days[0], old * days[1])
    change = asked.figure("measure-change", old=asked.before.code, new=asked.period.code, per="day")
    reason = message(
        "{old} in {before}, {new} in {period}: per day {change}{proxy}{marks}.",
        old=sums[0][0].text, before=asked.before, new=sums[1][0].text, period=asked.period, change=_signed(change[0]),
        proxy=_by_proxy(asked), marks=_mentioned(marks),
    )  # fmt: skip
    return _level(asked, criterion, value, spread, str(reason), [*sums, change])


def _share(asked: Asked, criterion: Criterion) -> tuple[Given, Ground]:
    figure, used = asked.figure("measure-value", period=asked.period.code)
    if figure.value is None:
        return _none(_unknown(figure))
    scale = FOR_CENT if "cent" in figure.unit or "%" in figure.unit else 1
    value = Fraction(figure.value) / scale
    spread: Spread = Exact(float(value))
    if figure.low is not None and figure.high is not None:
        spread = Stated(float(value), figure.low / scale, figure.high / scale, figure.confidence or 0.95)
    reason = message(
        "{value} per cent of those asked in {period}{proxy}.",
        value=figure.text, period=asked.period, proxy=_by_proxy(asked),
    )  # fmt: skip
    return _level(asked, criterion, value, spread, str(reason), [(figure, used)])


def _severity(asked: Asked, criterion: Criterion) -> tuple[Given, Ground]:
    """The weighted total; its spread is that of chance and of the range of the weights together."""
    try:
        figure, used = asked.figure("severity-total", period=asked.period.code)
    except Unusable as unusable:
        return _none(unusable.problems[0].reason)
    if figure.value is None:
        return _none(_unknown(figure))
    value = Fraction(figure.value)
    spread: Spread = Exact(float(value))
    if figure.low is not None and figure.high is not None:
        spread = Stated(float(value), figure.low, figure.high, figure.confidence or 0.95)
    reason = message(
        "Weighted by severity {value} in {period}{proxy}.",
        value=figure.text, period=asked.period, proxy=_by_proxy(asked),
    )  # fmt: skip
    return _level(asked, criterion, value, spread, str(reason), [(figure, used)])


_STATISTICS: dict[Statistic, Callable[[Asked, Criterion], tuple[Given, Ground]]] = {
    Statistic.VOLUME: _volume,
    Statistic.CHANGE_RATIO: _change_ratio,
    Statistic.SEVERITY: _severity,
    Statistic.SHARE: _share,
}


def _level(
    asked: Asked,
    criterion: Criterion,
    value: Fraction,
    spread: Spread,
    reason: str,
    used: list[tuple[Figure, FigureUsed]],
) -> tuple[Given, Ground]:
    statistic = criterion.indicator.statistic if criterion.indicator else ""
    given = from_figure(criterion, value, spread, f"{asked.link.measure}/{statistic}")
    inputs = tuple(dict.fromkeys(file for figure, _ in used for file in figure.provenance.inputs))
    return given, Ground(reason, (), tuple(one for _, one in used), inputs)


def _unknown(figure: Figure) -> str:
    if figure.value is not None:
        return str(message("{label} is not a whole count.", label=figure.label))
    why = figure.unknown_because.rstrip(".") or "the reason is not recorded"
    return str(message("{label} is not known: {why}.", label=figure.label, why=why))


def _breaks(asked: Asked) -> tuple[Break, ...]:
    """What happened to the recording in or between the two periods."""
    whole = Period(asked.before.starts_on, asked.period.ends_on)
    series = door.evidence().series(
        asked.partnership, asked.link.measure, period=whole, known_at=asked.known_at
    )
    return tuple(one for one in series.breaks if one.divides(asked.before, asked.period))


def _not_comparable(asked: Asked, lasting: list[Break]) -> str:
    said = "; ".join(f"{one.what} ({one.when})" for one in lasting)
    return str(
        message(
            "{before} and {period} were not recorded alike: {said}.",
            before=asked.before, period=asked.period, said=said,
        )
    )  # fmt: skip


def _signed(change: Figure) -> str:
    if change.value is None:
        return "a change that cannot be put as a percentage"
    if not round_half_up(change.value):
        return "hardly a change"
    word = "a rise" if change.value > 0 else "a fall"
    return str(message("{word} of {text}", word=word, text=change.text.lstrip("−-")))


def _by_proxy(asked: Asked) -> str:
    return ", a proxy" if asked.link.kind == "proxy" else ""


def _mentioned(marks: tuple[Break, ...]) -> str:
    """Events that do not stop the comparison but that a reader must know."""
    return f" (within it: {'; '.join(one.what for one in marks)})" if marks else ""
