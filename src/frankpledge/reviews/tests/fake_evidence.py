"""An evidence room held in memory, for tests of the rooms above it: counts by measure and period, nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import ModuleType

from django.utils.text import slugify

import frankpledge.evidence
from frankpledge.analysis.change import change
from frankpledge.analysis.sentences import percent_text, places_for
from frankpledge.analysis.series import Break, Point, Series, State
from frankpledge.documents.figures import InputFile
from frankpledge.figures import providers
from frankpledge.figures.providers import Computed, RowPage, SourceRow
from frankpledge.kernel.dates import Period
from frankpledge.kernel.numbers import grouped, round_half_up

DEMO = Path(__file__).parents[4] / "demo"


@dataclass(frozen=True)
class About:
    """What `evidence.api.MeasureFacts` tells, as far as reports ask."""

    slug: str
    title: str
    unit: str = ""
    area_name: str = ""
    source: str = ""
    extracted_on: str = ""
    counting_rule: str = ""
    is_synthetic: bool = False
    is_released: bool = True


@dataclass
class FakeEvidence:
    """Counts by (measure, period code); None is a count that is absent. `about` overrides what is told of a measure."""

    counts: dict[tuple[str, str], int | None] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    about: dict[str, dict[str, object]] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()

    def measure(self, _partnership, slug, *, known_at=None):  # noqa: ARG002
        if slug not in self.titles:
            return None
        return About(slug, self.titles[slug], **self.about.get(slug, {}))

    def series(self, _partnership, slug, *, known_at=None, **_):  # noqa: ARG002
        points = sorted(
            (Period.parse(code).starts_on, code, value)
            for (measure, code), value in self.counts.items()
            if measure == slug
        )
        return Series(
            slug,
            tuple(
                Point(Period.parse(code), value, State.ABSENT if value is None else State.COMPLETE)
                for _, code, value in points
            ),
            self.breaks,
        )

    def parts(self, measure: str, period: Period) -> list[tuple[str, int | None]]:
        """The counted periods that lie within a period, and whether they fill it."""
        found = [
            (code, value)
            for (slug, code), value in self.counts.items()
            if slug == measure
            and Period.parse(code).starts_on in period
            and Period.parse(code).ends_on in period
        ]
        return (
            found
            if sum(Period.parse(code).days for code, _ in found) == period.days
            else [*found, ("a gap", None)]
        )

    def file(self, measure: str) -> InputFile:
        about = self.measure("", measure)
        text = repr(sorted((code, value) for (slug, code), value in self.counts.items() if slug == measure))
        return InputFile(
            f"{measure}.csv",
            hashlib.sha256(text.encode()).hexdigest(),
            measure,
            "Example Police",
            "OGL",
            "OFFICIAL",
            "exact",
            released=about.is_released if about else True,
            synthetic=bool(about and about.is_synthetic),
        )

    def total(self, request, period: str) -> Computed:
        measure, span = request["measure"], Period.parse(period)
        parts = self.parts(measure, span)
        label = f"{self.titles.get(measure, measure)}, {span}"
        if any(value is None for _, value in parts):
            return Computed(
                label,
                None,
                "not known",
                "",
                unknown_because=f"{span} has a gap",
                inputs=(self.file(measure),),
            )
        count = sum(value for _, value in parts)
        return Computed(
            label,
            count,
            grouped(count),
            "sum of the counts",
            inputs=(self.file(measure),),
            rows_used=len(parts),
        )

    def percent(self, request) -> Computed:
        old, new = self.total(request, request["old"]), self.total(request, request["new"])
        label = f"Change in {self.titles.get(request['measure'])}, {request['old']} to {request['new']}"
        if old.value is None or new.value is None:
            return Computed(
                label, None, "not known", "", unknown_because=old.unknown_because or new.unknown_because
            )
        days = tuple(Period.parse(request[name]).days for name in ("old", "new"))
        found = change(
            old.value, new.value, exposure=days if request.get("per") == "day" else (1, 1), method="score"
        )
        if found.percent is None:
            return Computed(label, None, "not known", "", unknown_because="from none there is no percentage")
        return Computed(
            label, Fraction(found.percent), f"{round_half_up(found.percent)}%".replace("-", "−"), "(new − old) / old",
            unit="per cent", low=found.percent_low, high=found.percent_high, confidence=found.confidence,
            interval_text=interval(found), method="score",
            inputs=old.inputs, rows_used=old.rows_used + new.rows_used,
        )  # fmt: skip


def interval(found) -> str:
    """The interval as figures print it: −1.4% to 9.4%."""
    places = places_for(found.old, found.new)
    ends = [
        ("−" if end < 0 else "") + percent_text(end, places)
        for end in (found.percent_low, found.percent_high)
    ]
    return " to ".join(ends)


class _Provider:
    def __init__(self, slug: str, compute, evidence: FakeEvidence) -> None:
        self.slug, self._compute, self._evidence = slug, compute, evidence

    def compute(self, request) -> Computed:
        return self._compute(request)

    def rows(self, request, *, offset: int, limit: int) -> RowPage:
        wanted = [Period.parse(request[name]) for name in ("period", "old", "new") if request.get(name)]
        file = self._evidence.file(request["measure"])
        rows = [
            SourceRow(file.name, file.sha256, line, (code, str(value)))
            for line, ((slug, code), value) in enumerate(self._evidence.counts.items(), start=2)
            if slug == request["measure"] and any(Period.parse(code).starts_on in period for period in wanted)
        ]
        return RowPage(("period", "value"), tuple(rows[offset : offset + limit]), len(rows))


def install(monkeypatch, evidence: FakeEvidence) -> FakeEvidence:
    """Put the fake where the evidence room's door and its figure providers are."""
    # Pages name the door while they are loaded: they must find the true one, whichever test comes first.
    import_module("frankpledge.site.urls")
    door = ModuleType("frankpledge.evidence.api")
    door.measure, door.series = evidence.measure, evidence.series
    monkeypatch.setitem(sys.modules, "frankpledge.evidence.api", door)
    monkeypatch.setattr(frankpledge.evidence, "api", door, raising=False)
    for slug, compute in (
        ("measure-sum", lambda request: evidence.total(request, request["period"])),
        ("measure-value", lambda request: evidence.total(request, request["period"])),
        ("measure-change", evidence.percent),
    ):
        monkeypatch.setitem(providers._PROVIDERS, slug, _Provider(slug, compute, evidence))
    return evidence


def demo_evidence() -> FakeEvidence:
    """The demonstration's own measure tables."""
    folder = DEMO / "dorset" / "measures"
    return read_tables(
        (folder / "domestic-abuse-quarterly.csv").read_text(encoding="utf-8"),
        (folder / "review-counts.csv").read_text(encoding="utf-8"),
    )


def read_tables(by_quarter: str, tidy: str) -> FakeEvidence:
    made = FakeEvidence()
    names, years, *quarters = list(csv.reader(io.StringIO(by_quarter)))[:6]
    for place, year in enumerate(years[1:], start=1):
        title = names[place] or names[place - 1]
        made.titles[slugify(title)] = title
        for quarter, row in enumerate(quarters, start=1):
            made.counts[slugify(title), f"{year}-Q{quarter}"] = int(Decimal(row[place].replace(",", "")))
    for row in csv.DictReader(io.StringIO(tidy)):
        made.titles[slugify(row["measure"])] = row["measure"]
        made.counts[slugify(row["measure"]), row["period"]] = int(row["value"])
    return made
