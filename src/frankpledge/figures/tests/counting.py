"""A provider for tests: it counts rows of an invented file and makes a share of them."""

from __future__ import annotations

from fractions import Fraction

from frankpledge.documents.figures import InputFile
from frankpledge.figures.providers import Computed, Request, RowPage, SourceRow

HASH = "ab" * 32
FILE = InputFile(
    "<b>incidents</b>.csv", HASH, dataset="Incidents", owner="A police force", licence="OGL v3.0",
    marking="OFFICIAL", measures="proxy", synthetic=True,
)  # fmt: skip


class Counting:
    """A provider that counts `count` rows and makes a share of them; `count` may change under a printed figure."""

    slug = "test-counting"

    def __init__(self) -> None:
        self.count: int | None = 120

    def compute(self, request: Request) -> Computed:
        if request.get("what") == "share":
            part = Request.of(request.partnership, self.slug, what="count")
            return Computed(
                "Share that were repeats", Fraction(1, 4), "25%", "30 of the count", low=18.1, high=33.4,
                confidence=0.95, method="Wilson score", parts=(("the count", part),),
            )  # fmt: skip
        if self.count is None:
            return Computed("Incidents", None, "", "count of rows", unknown_because="the file was withdrawn")
        return Computed(
            "Incidents", self.count, f"{self.count:,}", "count of rows", inputs=(FILE,), rows_used=self.count
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        if request.get("what") == "share":
            return RowPage((), (), 0)
        total = self.count or 0
        shown = range(offset, min(offset + limit, total))
        return RowPage(
            ("Month",), tuple(SourceRow(FILE.name, HASH, n + 2, (f"month <{n}>",)) for n in shown), total
        )
