"""Writes of the room: issues, schemes, editions, scores, and the run that ranks. Each leaves its line in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.rank_sets import RankSets, rank_sets
from frankpledge.analysis.ranking import Candidate
from frankpledge.analysis.series import whole_months
from frankpledge.analysis.spreads import Exact
from frankpledge.assessment import door, outlooks, queries
from frankpledge.assessment.facts import IssueFacts, Judgement, RankingFacts
from frankpledge.assessment.loading import NewEdition, NewIssue, read_edition, read_issues
from frankpledge.assessment.measuring import measured_level
from frankpledge.assessment.models import (
    WRITTEN_HERE,
    Assessment,
    Issue,
    IssueMeasure,
    PriorityChoice,
    Run,
    Scheme,
    Score,
)
from frankpledge.assessment.rules.choices import PRIORITY, Chosen, reasons_owed
from frankpledge.assessment.rules.results import Ground, kept, scores_sha256
from frankpledge.assessment.rules.scheme import MEASURED, Criterion, Kind, read_scheme
from frankpledge.assessment.rules.scheme import Scheme as SchemeRules
from frankpledge.assessment.rules.scoring import Basis, Given, Scored, from_judgements, missing, rank_issues
from frankpledge.audit.api import record
from frankpledge.directory.models import Partnership
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now
from frankpledge.records.steady import steady

ISSUES, SCHEME, EDITION = "issues.toml", "scheme.toml", "scores.toml"
TWELVE_MONTHS = 12
_Found = dict[str, dict[str, tuple[Given, Ground]]]


def load(partnership: str, path: Path, *, by: Principal) -> None:
    """Take in a folder with issues.toml, scheme.toml and scores.toml (those that are there), or one such file.

    Raises `Unusable` naming file and key, `Refused` for a scheme that was used and has changed.
    """
    found = [path / name for name in (ISSUES, SCHEME, EDITION)] if path.is_dir() else [path]
    for file in found:
        if path.is_dir() and not file.is_file():
            continue
        _LOADERS.get(file.name, load_issues)(partnership, file, by=by)


@transaction.atomic
def load_issues(partnership: str, path: Path, *, by: Principal) -> None:
    """Write the issues of a file; an issue that is there already is brought up to the file. Safe to repeat."""
    owner = _partnership(partnership)
    require(by, Permission.ASSESSMENT_WRITE, _subject(partnership))
    for place, said in enumerate(read_issues(path), start=1):
        _write_issue(owner, said, place, by)
    record("issues-loaded", subject=_subject(partnership), by=by, detail={"file": path.name})


def write_issue(partnership: str, said: NewIssue, place: int, by: Principal) -> None:
    """Write one issue at its place in the list; whoever calls asked for permission and leaves the line of history."""
    _write_issue(_partnership(partnership), said, place, by)


def _write_issue(owner: Partnership, said: NewIssue, place: int, by: Principal) -> None:
    row, _ = Issue.objects.update_or_create(
        partnership=owner,
        slug=said.slug,
        defaults={
            "title": said.title, "definition": said.definition, "standing": said.standing, "place": place,
            "part_of": said.part_of, "harmed": said.harmed, "unknown": list(said.unknown), "recorded_by": by.name,
        },
    )  # fmt: skip
    row.measures.all().delete()
    for order, link in enumerate(said.measures, start=1):
        IssueMeasure.objects.create(
            issue=row, role=link.role, source=link.source, measure=link.measure, kind=link.kind, why=link.why,
            extract_to_ask_for=link.extract_to_ask_for, place=order, recorded_by=by.name,
        )  # fmt: skip


@transaction.atomic
def load_scheme(partnership: str, path: Path, *, by: Principal) -> None:
    """Write a version of a scoring scheme. Raises `Refused` when that version was used and its text has changed."""
    owner = _partnership(partnership)
    require(by, Permission.ASSESSMENT_WRITE, _subject(partnership))
    said = read_scheme(path)
    known = Scheme.objects.filter(partnership=owner, slug=said.id, version=said.version).first()
    if known and known.sha256 != said.sha256 and Run.objects.filter(scheme_sha256=known.sha256).exists():
        raise Refused(
            f"Version {said.version} of the scheme ‘{said.title}’ has ranked an assessment and cannot change. "
            "Give the changed scheme a new version."
        )
    Scheme.objects.update_or_create(
        partnership=owner,
        slug=said.id,
        version=said.version,
        defaults={
            "title": said.title, "file": path.name, "text": said.text, "sha256": said.sha256, "recorded_by": by.name,
        },
    )  # fmt: skip
    record(
        "scheme-loaded",
        subject=_subject(partnership),
        by=by,
        detail={"scheme": said.id, "version": said.version, "sha256": said.sha256},
    )


@transaction.atomic
def load_scores(partnership: str, path: Path, *, by: Principal) -> None:
    """Open an edition from its file, or bring it up to the file, and record the judgements in it. Safe to repeat."""
    said = read_edition(path)
    open_assessment(partnership, said, file=path.name, by=by)
    record_scores(partnership, said.edition, said.scores, by=by, file=path.name)


@transaction.atomic
def open_assessment(partnership: str, said: NewEdition, *, by: Principal, file: str = "") -> None:
    """Write what an edition covers, with which scheme and texts; a text that was written on a page stays. Raises `Unusable` when
    there is no such scheme."""
    owner = _partnership(partnership)
    require(by, Permission.ASSESSMENT_WRITE, _subject(partnership))
    scheme = Scheme.objects.filter(partnership=owner, slug=said.scheme, version=said.version).first()
    if scheme is None:
        raise Unusable(
            Problem(
                "no-scheme", f"there is no scheme ‘{said.scheme}’ of version {said.version}.",
                "Load the scheme first, or correct ‘assessment.scheme’ and ‘assessment.version’.", file,
            )
        )  # fmt: skip
    texts: dict[str, object] = {name: list(paragraphs) for name, paragraphs in said.texts.items()}
    texts["recommendations"] = [dict(one) for one in said.recommendations]
    before = Assessment.objects.filter(partnership=owner, edition=said.edition).first()
    if before and (here := before.texts.get(WRITTEN_HERE)):
        texts |= {WRITTEN_HERE: here} | {key: before.texts[key] for key in here}
    row, _ = Assessment.objects.update_or_create(
        partnership=owner,
        edition=said.edition,
        defaults={
            "title": said.title, "starts_on": said.period.starts_on, "ends_on": said.period.ends_on or said.period.starts_on,
            "authors": list(said.authors), "scheme": scheme, "draws": said.draws, "seed": said.seed,
            "texts": texts,
            "recorded_by": by.name,
        },
    )  # fmt: skip
    record("assessment-opened", subject=row.subject(), by=by, detail={"edition": said.edition})


@transaction.atomic
def record_scores(
    partnership: str, edition: str, scores: Sequence[Judgement], *, by: Principal, file: str = ""
) -> None:
    """Record judgements; a scorer's later one supersedes their earlier one, and both are kept.

    Raises `Unusable` with every score that names no issue, no criterion or no level of its scale.
    """
    row = queries.assessment(partnership, edition)
    require(by, Permission.ASSESSMENT_WRITE, row.subject())
    _write_judgements(row, scores, by, file)


@transaction.atomic
def _write_judgements(row: Assessment, scores: Sequence[Judgement], by: Principal, file: str = "") -> None:
    scheme = queries.scheme_of(row.scheme)
    known = {issue.slug: issue for issue in Issue.objects.filter(partnership=row.partnership)}
    problems = [
        problem
        for place, score in enumerate(scores, start=1)
        if (problem := _problem_with(score, place, known, scheme, file))
    ]
    if problems:
        raise Unusable(*problems)
    for score in scores:
        _write_score(row, known[score.issue], score, "judgement", by)
    record("scores-recorded", subject=row.subject(), by=by, detail={"scores": len(scores)})


def score_issue(partnership: str, edition: str, scores: Sequence[Judgement], *, by: Principal) -> None:
    """Record what one person judged of an issue at the workshop, under their own name and nobody else's.

    Raises `Refused` for another's name, `Unusable` as `record_scores` does and for a level without a reason.
    """
    row = queries.assessment(partnership, edition)
    require(by, Permission.ASSESSMENT_SCORE, row.subject())
    if any(one.assessor != by.name for one in scores):
        raise Refused("A judgement is recorded under the name of whoever gives it.")
    _write_judgements(row, scores, by)


@transaction.atomic
def choose_priorities(
    partnership: str,
    edition: str,
    choices: Sequence[Chosen],
    *,
    chosen_by: str,
    chosen_on: date,
    by: Principal,
) -> None:
    """Record what the partnership chose about every issue of a ranked edition. The earlier choice is kept.

    Raises `Refused` before there is a ranking, and `Unusable`, naming each issue, where a choice departs from the order
    without a reason.
    """
    row = queries.assessment(partnership, edition)
    require(by, Permission.ASSESSMENT_WRITE, row.subject())
    run = queries.last_run(row)
    ranking = queries.ranking(partnership, edition)
    if run is None or ranking is None:
        raise Refused("Rank the issues first: a choice of priorities answers a ranking.")
    known = {issue.slug: issue for issue in Issue.objects.filter(partnership=row.partnership)}
    places = {one.issue: one for one in ranking.places}
    owed = reasons_owed(choices, {slug: one.title for slug, one in known.items()}, places)
    if owed:
        raise Unusable(*(_reason_wanted(issue, str(verdict)) for issue, verdict in owed.items()))
    PriorityChoice.objects.filter(assessment=row, superseded_at__isnull=True).update(superseded_at=now())
    for one in choices:
        PriorityChoice.objects.create(
            assessment=row, run=run, issue=known[one.issue], standing=one.standing, because=one.because.strip(),
            chosen_by=chosen_by, chosen_on=chosen_on, recorded_by=by.name,
        )  # fmt: skip
    detail = {
        "edition": edition,
        "run": str(run.id),
        "priorities": [one.issue for one in choices if one.standing == PRIORITY],
    }
    record("priorities-chosen", subject=row.subject(), by=by, detail=detail)


def _reason_wanted(issue: str, sentence: str) -> Problem:
    return Problem("no-reason", sentence, "Say why: “we chose otherwise because …”.", column=issue)


def _problem_with(
    score: Judgement, place: int, known: Mapping[str, Issue], scheme: SchemeRules, file: str
) -> Problem | None:
    key = f"score[{place}]"
    if score.issue not in known:
        return Problem(
            "no-issue",
            f"the key ‘{key}.issue’ names no issue: ‘{score.issue}’.",
            "Correct it.",
            file,
            value=score.issue,
        )
    criterion = scheme.criterion(score.criterion)
    if criterion is None:
        names = ", ".join(one.id for one in scheme.criteria)
        return Problem(
            "no-criterion", f"the key ‘{key}.criterion’ names no criterion: ‘{score.criterion}’.",
            f"Write one of: {names}.", file, value=score.criterion,
        )  # fmt: skip
    if criterion.kind is Kind.MEASURE:
        return Problem(
            "measured", f"the key ‘{key}.criterion’ names ‘{criterion.title}’, which is measured and not judged.",
            "Leave this score out.", file, value=score.criterion,
        )  # fmt: skip
    if score.level not in criterion.scale.values:
        levels = ", ".join(str(value) for value in criterion.scale.values)
        return Problem(
            "no-level", f"the key ‘{key}.level’ is {score.level}, which is no level of ‘{criterion.title}’.",
            f"Write one of: {levels}.", file, value=str(score.level),
        )  # fmt: skip
    return None


def _write_score(row: Assessment, issue: Issue, score: Judgement, basis: str, by: Principal) -> None:
    level = Decimal(score.level.numerator) / Decimal(score.level.denominator)
    held = Score.objects.filter(
        assessment=row, issue=issue, criterion=score.criterion, basis=basis, assessor=score.assessor,
        superseded_at__isnull=True,
    )  # fmt: skip
    same = held.filter(level=level, reason=score.reason, confidence=score.confidence)
    if same.exists():
        return
    held.update(superseded_at=now())
    Score.objects.create(
        assessment=row, issue=issue, criterion=score.criterion, level=level, basis=basis, assessor=score.assessor,
        reason=score.reason, confidence=score.confidence, recorded_by=by.name,
    )  # fmt: skip


@transaction.atomic
def run_assessment(
    partnership: str,
    edition: str,
    *,
    period: Period | None = None,
    known_at: datetime | None = None,
    by: Principal,
) -> RankingFacts:
    """Rank the issues of an edition and keep the ranking with everything needed to draw it again.

    `period` must be twelve whole months (default: the edition's); `known_at` is the cut-off of imports (default: the
    last import). Raises `Refused` for another length, `Unusable` when there are no issues. Safe to repeat: the same
    data, scores, scheme and seed give the same ranking.
    """
    row = queries.assessment(partnership, edition)
    require(by, Permission.ASSESSMENT_WRITE, row.subject())
    wanted = period or row.period
    if whole_months(wanted) != TWELVE_MONTHS:
        raise Refused(
            f"An assessment looks at twelve whole months and the twelve before; {wanted} is not twelve months."
        )
    cut_off = known_at or door.evidence().latest_known_at(partnership)
    _require_issues(partnership)
    scheme = queries.scheme_of(row.scheme)
    with steady():  # the levels are of one moment
        found = _given(row, scheme, wanted, cut_off)
    ranking, scored = rank_issues(
        scheme,
        {issue: {name: pair[0] for name, pair in levels.items()} for issue, levels in found.items()},
        draws=row.draws,
        seed=row.seed,
    )
    grounds = {(issue, name): pair[1] for issue, levels in found.items() for name, pair in levels.items()}
    sets = _sets(scheme, scored, float(ranking.confidence), row)
    result = kept(scheme, ranking, scored, grounds, sets)
    _keep(row, result, found, wanted, cut_off, by)
    facts = queries.ranking(partnership, edition)
    if facts is None:
        raise NotFound("The ranking was not kept.")
    return facts


def _sets(
    scheme: SchemeRules, scored: Mapping[str, Scored], confidence: float, row: Assessment
) -> RankSets | None:
    """The ranks that each issue may truly have; None where no score says how sure it is."""
    parts = dict(Issue.objects.filter(partnership=row.partnership).values_list("slug", "part_of"))
    candidates = tuple(
        Candidate(one.issue, one.score, one.spread, parts.get(one.issue, ""), str(one.because or ""))
        for one in scored.values()
    )
    if all(one.spread is None or isinstance(one.spread, Exact) for one in candidates):
        return None
    return rank_sets(candidates, worst=scheme.worst, confidence=confidence, draws=row.draws, seed=row.seed)


def run_assessments(partnership: str, *, by: Principal) -> tuple[RankingFacts, ...]:
    """Rank every edition, the oldest first, so that each knows the ranks of the one before; then forecast for the newest.

    Safe to repeat.
    """
    found = tuple(
        run_assessment(partnership, edition, by=by) for edition in reversed(queries.editions(partnership))
    )
    for one in found[-1:]:
        outlooks.forecast_issues(partnership, one.edition, by=by)
    return found


def _require_issues(partnership: str) -> None:
    if not queries.issues(partnership):
        raise Unusable(Problem("no-issues", "There are no issues to rank.", "Load the issues first."))


def _keep(
    row: Assessment,
    result: dict[str, object],
    found: _Found,
    period: Period,
    cut_off: datetime | None,
    by: Principal,
) -> None:
    rows = {issue.slug: issue for issue in Issue.objects.filter(partnership=row.partnership)}
    for issue, levels in found.items():
        for criterion, (given, ground) in levels.items():
            if given.basis is Basis.FIGURE and given.level is not None:
                score = Judgement(issue, criterion, given.level, "", ground.reason, "high")
                _write_score(row, rows[issue], score, "figure", by)
    last = queries.last_run(row)
    run = Run.objects.create(
        assessment=row, number=last.number + 1 if last else 1, ran_at=now(), known_at=cut_off, scheme_sha256=row.scheme.sha256,
        scores_sha256=scores_sha256(result), draws=row.draws, seed=row.seed, result=result, recorded_by=by.name,
    )  # fmt: skip
    row.starts_on, row.ends_on = period.starts_on, period.ends_on or period.starts_on
    row.known_at, row.state = cut_off, "ranked"
    row.save(update_fields=["starts_on", "ends_on", "known_at", "state"])
    record(
        "assessment-ranked",
        subject=row.subject(),
        by=by,
        detail={
            "edition": row.edition,
            "run": str(run.id),
            "scores_sha256": run.scores_sha256,
            "seed": row.seed,
        },
    )


def _given(row: Assessment, scheme: SchemeRules, period: Period, known_at: datetime | None) -> _Found:
    """Every issue's level on every criterion, with what it rests on."""
    held: dict[tuple[str, str], list[Judgement]] = {}
    for one in queries.judgements(row):
        held.setdefault((one.issue, one.criterion), []).append(one)
    partnership = row.partnership.slug
    return {
        issue.slug: {
            criterion.id: _level(
                partnership,
                issue,
                criterion,
                scheme,
                period,
                known_at,
                tuple(held.get((issue.slug, criterion.id), ())),
            )
            for criterion in scheme.criteria
        }
        for issue in queries.issues(partnership)
    }


def _level(
    partnership: str, issue: IssueFacts, criterion: Criterion, scheme: SchemeRules, period: Period,
    known_at: datetime | None, judgements: tuple[Judgement, ...],
) -> tuple[Given, Ground]:  # fmt: skip
    """A figure decides where the criterion asks for one and there is one; else judgement; else it is missing."""
    given, ground = missing("Nobody has scored it."), Ground("Nobody has scored it.")
    if criterion.kind in MEASURED:
        given, ground = measured_level(partnership, issue, criterion, period, known_at)
    if given.level is not None or not judgements:
        return given, ground
    levels = [(one.level, scheme.reach[one.confidence]) for one in judgements]
    reasons = " ".join(f"{one.assessor}: {one.reason}" for one in judgements)
    lead = f"{ground.reason} Judged instead. " if criterion.kind is Kind.INDICATOR else ""
    return from_judgements(criterion, levels), Ground(f"{lead}{reasons}", judgements)


def _partnership(slug: str) -> Partnership:
    found = Partnership.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no partnership at this address.")
    return found


def _subject(partnership: str) -> Subject:
    return Subject("assessment", None, partnership)


_LOADERS = {ISSUES: load_issues, SCHEME: load_scheme, EDITION: load_scores}
