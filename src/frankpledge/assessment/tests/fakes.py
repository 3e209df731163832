"""A small evidence room held in memory: counts by month, survey shares with intervals, breaks. For tests only."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from frankpledge.analysis.series import Break, Point, Series, State
from frankpledge.documents.charts import Reading, trend_line
from frankpledge.documents.charts import Series as Line
from frankpledge.documents.figures import InputFile
from frankpledge.evidence.peers import Compared
from frankpledge.evidence.places import PlacesFacts, places_map, places_table
from frankpledge.evidence.severity import NO_CODES, SeverityFacts
from frankpledge.figures import providers
from frankpledge.figures.providers import Computed, RowPage
from frankpledge.kernel.dates import Period, months_in
from frankpledge.kernel.problems import Problem, Unusable


@dataclass
class FakeEvidence:
    """`counts[measure][month code]` is a count or None; `shares[measure][year]` is (value, low, high) in per cent."""

    counts: dict[str, dict[str, int | None]] = field(default_factory=dict)
    shares: dict[str, dict[str, tuple[str, float, float]]] = field(default_factory=dict)
    breaks: dict[str, tuple[Break, ...]] = field(default_factory=dict)
    placed: dict[str, PlacesFacts] = field(default_factory=dict)
    peers: dict[str, Compared] = field(default_factory=dict)
    severities: dict[str, SeverityFacts] = field(default_factory=dict)
    synthetic: set[str] = field(default_factory=set)

    def yearly(self, measure: str, **years: int | None) -> None:
        """A whole year spread over its months: y2020=1200 gives 100 a month, the rest in December."""
        for name, total in years.items():
            months = [month.code for month in months_in(Period.year(int(name[1:])))]
            each = None if total is None else total // 12
            self.counts.setdefault(measure, {}).update(dict.fromkeys(months, each))
            if total is not None:
                self.counts[measure][months[-1]] = total - 11 * each

    # what `evidence.api` answers

    def measure(self, _partnership, slug, *, known_at=None):  # noqa: ARG002
        if slug not in self.counts and slug not in self.shares:
            return None
        return SimpleNamespace(
            slug=slug, title=slug.replace("-", " ").capitalize(), unit="incidents", kind="incident",
            source="Source: Example Police. Area: not recorded.", is_synthetic=slug in self.synthetic,
            is_released=True, area_name="Example", owner="Example Police", dataset="Example", extracted_on="",
            counting_rule="", licence="OGL", marking="OFFICIAL", measures="exact", granularity="month",
        )  # fmt: skip

    def measures(self, partnership, *, known_at=None):  # noqa: ARG002
        return tuple(self.measure(partnership, slug) for slug in self.counts)

    def series(self, _partnership, slug, *, granularity="as-supplied", period=None, area="", known_at=None):  # noqa: ARG002
        held = sorted(self.counts.get(slug, {}).items())
        points = tuple(
            Point(Period.parse(code), value, State.ABSENT if value is None else State.COMPLETE)
            for code, value in held
            if period is None or Period.parse(code).overlaps(period)
        )
        return Series(slug, points, self.breaks.get(slug, ()))

    def severity(self, _partnership, slug, _period, *, before=None, known_at=None):  # noqa: ARG002
        return self.severities.get(slug) or SeverityFacts((NO_CODES,), (NO_CODES,))

    def severity_chart(self, _partnership, slug, years, *, id, known_at, opens, height):  # noqa: A002, ARG002
        if slug not in self.severities:
            return None
        readings = tuple(Reading(f"{year.starts_on:%Y-%m}", opens(year).value) for year in years)
        return trend_line(
            id=id, title=f"Score of {slug} over time", subtitle="", series=Line("Score", readings), measure=slug, height=height
        )  # fmt: skip

    def places(self, _partnership, slug, *, known_at=None, below=None):  # noqa: ARG002
        return self.placed.get(slug)

    def compared(self, _partnership, slug, period, *, peers=(), known_at=None):  # noqa: ARG002
        return self.peers.get(slug) or Compared(period, because="No peers are known.")

    def places_table(self, facts, *, most=None):
        return places_table(facts, most=most)

    def places_map(self, facts, *, most=None, tall=560):
        return places_map(facts, most=most, tall=tall)

    def coverage(self, _partnership, *, known_at=None):  # noqa: ARG002
        return (
            SimpleNamespace(
                source="Example files", area="example", period="2020-01", state="complete", n=10, without_place=1,
                note="", is_synthetic=False,
            ),
            SimpleNamespace(
                source="Example files", area="example", period="2020-02", state="absent", n=None, without_place=0,
                note="no file arrived", is_synthetic=False,
            ),
        )  # fmt: skip

    def latest_known_at(self, _partnership):
        return None

    # what its figure providers answer

    def total(self, measure: str, code: str) -> Computed:
        period = Period.parse(code)
        label = f"{measure}, {period}"
        held = self.counts.get(measure, {})
        values = [held.get(month.code) for month in months_in(period)]
        absent = [str(m) for m, value in zip(months_in(period), values, strict=True) if value is None]
        if absent:
            return Computed(
                label, None, "not known", "", unknown_because=f"there is no value for {absent[0]}"
            )
        return Computed(
            label, sum(values), f"{sum(values):,}", "the sum", inputs=(self.file(measure),), rows_used=12
        )

    def weighs(self, measure: str, code: str) -> Computed:
        if measure not in self.severities:
            raise Unusable(Problem("no-severity", NO_CODES, "Ask for the count."))
        return Computed(
            f"{measure} weighted, {code}", Fraction(5000), "5,000", "count × weight", low=4000.0, high=7000.0,
            confidence=0.95, interval_text="4,000 to 7,000", inputs=(self.file(measure),), rows_used=12,
        )  # fmt: skip

    def share(self, measure: str, code: str) -> Computed:
        held = self.shares.get(measure, {}).get(code)
        if held is None:
            return Computed(measure, None, "not known", "", unknown_because="no value was supplied")
        value, low, high = held
        return Computed(
            f"{measure}, {code}", Decimal(value), value, "as supplied", unit="percent", low=low, high=high,
            confidence=0.95, inputs=(self.file(measure),), rows_used=1,
        )  # fmt: skip

    def change(self, request) -> Computed:
        old, new = (
            self.total(request["measure"], request["old"]),
            self.total(request["measure"], request["new"]),
        )
        if old.value is None or new.value is None:
            because = old.unknown_because or new.unknown_because
            return Computed(f"change of {request['measure']}", None, "not known", "", unknown_because=because)
        days = [Period.parse(request[name]).days for name in ("old", "new")]
        value = (Fraction(new.value * days[0], old.value * days[1]) - 1) * 100
        return Computed(
            f"change of {request['measure']}", value, f"{round(value)}%".replace("-", "−"), "new ÷ old",
            unit="per cent", inputs=(self.file(request["measure"]),),
        )  # fmt: skip

    def file(self, measure: str) -> InputFile:
        return InputFile(f"{measure}.csv", "ab" * 32, synthetic=measure in self.synthetic)


class _Provider:
    def __init__(self, slug, compute):
        self.slug, self._compute = slug, compute

    def compute(self, request):
        return self._compute(request)

    def rows(self, _request, *, offset, limit):  # noqa: ARG002
        return RowPage(("Period", "Value"), (), 0)


def install(monkeypatch, evidence: FakeEvidence) -> FakeEvidence:
    """Put the fake where the evidence room's door and figure providers are."""
    monkeypatch.setattr("frankpledge.assessment.door.evidence", lambda: evidence)
    for slug, compute in (
        ("measure-sum", lambda r: evidence.total(r["measure"], r["period"])),
        ("measure-value", lambda r: evidence.share(r["measure"], r["period"])),
        ("measure-change", evidence.change),
        ("severity-total", lambda r: evidence.weighs(r["measure"], r["period"])),
    ):
        monkeypatch.setitem(providers._PROVIDERS, slug, _Provider(slug, compute))
    return evidence
