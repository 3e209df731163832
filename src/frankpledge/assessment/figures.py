"""The figures this room provides: an issue's rank, its score, the chance that it is among the first k, and forecasts.

Each opens to the levels it was worked out from and, through them, to the figures and judgements behind those.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from fractions import Fraction

from frankpledge.analysis.series import earlier
from frankpledge.assessment import door, outlooks, queries
from frankpledge.assessment.facts import PartFacts, PlaceFacts, RankingFacts
from frankpledge.assessment.rules.formula_words import formula_in_words
from frankpledge.assessment.rules.outlook import count_text, range_text, trial_sentence
from frankpledge.assessment.rules.words import chance_in_100, ordinal, rank_range
from frankpledge.documents.figures import InputFile
from frankpledge.figures.providers import Computed, Request, RowPage, SourceRow, provider
from frankpledge.kernel.dates import Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.numbers import round_half_up
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.steady import once

COLUMNS = ("Criterion", "Level", "What the level means", "Basis", "Reason")


class _OfIssue(ABC):
    """What the three figures share. Parameters: edition, issue."""

    slug = ""
    pattern = ""

    def compute(self, request: Request) -> Computed:
        ranking = _ranking(request)
        place = ranking.of(request["issue"])
        if place is None:
            return self._unknown(request, ranking)
        return self._known(request, ranking, place)

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        """One row a criterion: the level, its anchor, what it rests on and why."""
        ranking = _ranking(request)
        place = ranking.of(request["issue"])
        parts = place.parts if place else ()
        rows = tuple(
            SourceRow(f"scores of {ranking.edition}", ranking.scores_sha256, line, _cells(part))
            for line, part in enumerate(parts, start=1)
        )
        return RowPage(COLUMNS, rows[offset : offset + limit], len(rows))

    def label(self, title: str, edition: str, request: Request) -> str:
        said = title[:1].lower() + title[1:]
        return str(message(self.pattern, title=said, edition=edition, k=request.get("k")))

    def _unknown(self, request: Request, ranking: RankingFacts) -> Computed:
        left = next((one for one in ranking.left_out if one.issue == request["issue"]), None)
        if left is None:
            raise Unusable(
                Problem(
                    "no-issue", f"There is no issue ‘{request['issue']}’ in the edition {ranking.edition}.",
                    "Correct the issue's name.", value=request["issue"],
                )
            )  # fmt: skip
        label = self.label(left.title, ranking.edition, request)
        return Computed(label, None, "not scored", "", method=ranking.method, unknown_because=left.because)

    @abstractmethod
    def _known(self, request: Request, ranking: RankingFacts, place: PlaceFacts) -> Computed:
        """The figure of an issue that is in the ranking."""


class IssueRank(_OfIssue):
    """`issue-rank`: where an issue stands in an edition's ranking, with the 90% interval of its rank."""

    slug = "issue-rank"
    pattern = "Rank of {title}, {edition}"

    def _known(self, request: Request, ranking: RankingFacts, place: PlaceFacts) -> Computed:
        return Computed(
            label=self.label(place.title, ranking.edition, request),
            value=place.rank,
            text=f"joint {ordinal(place.rank)}" if place.tied_with else ordinal(place.rank),
            formula=f"the place of its score, {place.score_text}, among {len(ranking.places)} scored issues",
            unit="rank",
            low=float(place.rank_low),
            high=float(place.rank_high),
            confidence=ranking.confidence,
            interval_text=rank_range(place.rank_low, place.rank_high),
            method=ranking.method,
            inputs=_inputs(ranking, place),
            rows_used=len(place.parts),
            parts=_requests(ranking, place),
        )


class IssueScore(_OfIssue):
    """`issue-score`: the score of an issue by the edition's scheme."""

    slug = "issue-score"
    pattern = "Score of {title}, {edition}"

    def _known(self, request: Request, ranking: RankingFacts, place: PlaceFacts) -> Computed:
        levels = ", ".join(f"{part.title} {_shown(part)}" for part in place.parts)
        return Computed(
            label=self.label(place.title, ranking.edition, request),
            value=place.score,
            text=place.score_text,
            formula=f"{formula_in_words(ranking.formula)}, from {levels}",
            unit="score",
            method=f"{ranking.scheme_title} {ranking.scheme_version}",
            inputs=_inputs(ranking, place),
            rows_used=len(place.parts),
            parts=_requests(ranking, place),
        )


class IssueTop(_OfIssue):
    """`issue-top`: the chance that an issue is among the first k. Parameters: edition, issue, k."""

    slug = "issue-top"
    pattern = "Chance that {title} is among the first {k}, {edition}"

    def _known(self, request: Request, ranking: RankingFacts, place: PlaceFacts) -> Computed:
        chance = place.top(_k(request))
        return Computed(
            label=self.label(place.title, ranking.edition, request),
            value=chance,
            text=chance_in_100(chance),
            formula=f"{round_half_up(chance * ranking.draws)} of {ranking.draws} draws",
            unit="share of draws",
            method=ranking.method,
            inputs=_inputs(ranking, place),
            rows_used=len(place.parts),
            parts=_requests(ranking, place),
        )


class MeasureOutlook:
    """`measure-forecast`: what a month to come, or the next twelve together, may bring. Parameters: measure, period.

    It reads the forecast that was kept for the counts as known at the request's moment and never makes one. Its range
    is the 95% one; it opens to the counts that the forecast was made from.
    """

    slug = "measure-forecast"

    def compute(self, request: Request) -> Computed:
        period, title = Period.parse(request["period"]), _title(request)
        label = str(message("{title}, forecast for {period}", title=title, period=period))
        held = outlooks.kept(request.partnership, request["measure"], request.known_at)
        ahead = held.outlook.of(period.code) if held else None
        if held is None or ahead is None:
            why = "no forecast has been worked out" if held is None else held.outlook.because
            because = why or f"the forecast that is kept does not reach {period}"
            return Computed(label, None, "not known", "", unknown_because=because)
        late = f"; but {held.stale}" if held.stale else ""
        return Computed(
            label=label,
            value=Fraction(str(ahead.value)),
            text=count_text(ahead.value),
            formula=f"{held.outlook.says}, from {held.outlook.used} months of counts{late}",
            unit="expected count",
            low=ahead.low_95,
            high=ahead.high_95,
            confidence=0.95,
            interval_text=range_text(ahead),
            method=f"{trial_sentence(held.outlook)} Worked out on {held.made_at:%Y-%m-%d} by version {held.code_version}.",
            inputs=_forecast_inputs(request, held.outlook.spans),
            rows_used=held.outlook.used,
            parts=_year_before(request, period),
        )

    def rows(self, request: Request, *, offset: int, limit: int) -> RowPage:
        """The rows of the counts that the forecast was made from, in order of time."""
        held = outlooks.kept(request.partnership, request["measure"], request.known_at)
        sums = provider("measure-sum")
        pages = [
            sums.rows(_sum(request, span), offset=0, limit=offset + limit)
            for span in (held.outlook.spans if held else ())
        ]
        rows = [row for page in pages for row in page.rows]
        columns = pages[0].columns if pages else ()
        return RowPage(columns, tuple(rows[offset : offset + limit]), sum(page.total for page in pages))


def _title(request: Request) -> str:
    found = door.evidence().measure(request.partnership, request["measure"], known_at=request.known_at)
    return found.title if found else request["measure"]


def _sum(request: Request, period: str) -> Request:
    return Request.of(
        request.partnership, "measure-sum", request.known_at, measure=request["measure"], period=period
    )


def _forecast_inputs(request: Request, spans: tuple[str, ...]) -> tuple[InputFile, ...]:
    """The files behind the counts; twelve months to come rest on the same ones, so they are looked up once."""

    def look_up() -> tuple[InputFile, ...]:
        made = [provider("measure-sum").compute(_sum(request, span)) for span in spans]
        return tuple(dict.fromkeys(file for one in made for file in one.inputs))

    return once(
        ("forecast-inputs", request.partnership, request["measure"], request.known_at, spans), look_up
    )


def _year_before(request: Request, period: Period) -> tuple[tuple[str, Request], ...]:
    return (("a year before", _sum(request, earlier(period, months=12).code)),)


def _ranking(request: Request) -> RankingFacts:
    asked = request.partnership, request["edition"]
    found = once(("ranking", *asked), lambda: queries.ranking(*asked))
    if found is None:
        raise Unusable(
            Problem(
                "not-ranked", f"The edition {request['edition']} has not been ranked.", "Rank it first.",
                value=request["edition"],
            )
        )  # fmt: skip
    return found


def _k(request: Request) -> int:
    try:
        return int(request["k"])
    except (KeyError, ValueError) as bad:
        problem = Problem("no-k", f"‘{request.get('k')}’ is not a whole number.", "Write k=3, say.")
        raise Unusable(problem) from bad


def _inputs(ranking: RankingFacts, place: PlaceFacts) -> tuple[InputFile, ...]:
    """The scheme's file, then every file behind a level."""
    scheme = InputFile(
        f"{ranking.scheme_id} {ranking.scheme_version}", ranking.scheme_sha256, "Scoring scheme"
    )
    files = dict.fromkeys(file for part in place.parts for file in part.inputs)
    return (scheme, *files)


def _requests(ranking: RankingFacts, place: PlaceFacts) -> tuple[tuple[str, Request], ...]:
    """The figures behind the levels, once each, by their own names."""
    found = {
        used.name: used.request(ranking.partnership, ranking.known_at)
        for part in place.parts
        for used in part.figures
    }
    return tuple(found.items())


def _shown(part: PartFacts) -> str:
    return "not known" if part.level is None else _number(part.level) + (" (assumed)" if part.assumed else "")


def _number(level: Fraction) -> str:
    return str(level) if level.denominator == 1 else str(round_half_up(level, 1))


def _cells(part: PartFacts) -> tuple[str, ...]:
    return part.title, f"{_shown(part)} {part.label}".strip(), part.anchor, part.basis, part.reason
