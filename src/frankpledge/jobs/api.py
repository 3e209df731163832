"""Asking for long work, doing it, and watching it.

A claim is a conditional update, so two workers never take the same job; a job whose worker died is put back
after five minutes without a heartbeat, and given up after three attempts. Work must therefore be safe to
repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from frankpledge.jobs.models import Job
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.records.clock import now, today

ATTEMPTS = 3
SILENCE = timedelta(minutes=5)
log = logging.getLogger(__name__)


class Stopped(Exception):  # noqa: N818
    """Somebody asked the work to stop."""


@dataclass
class Context:
    """What the work may know and tell: its arguments, who asked, about which day; and how far it is."""

    job_id: UUID
    partnership: str
    arguments: Mapping[str, object]
    asked_by: str
    asked_by_id: str
    as_of: date

    def progress(self, done: int, total: int, doing: str) -> None:
        """Tell how far the work is. Raises `Stopped` when somebody asked it to stop."""
        Job.objects.filter(id=self.job_id).update(done=done, total=total, doing=doing, heartbeat_at=now())
        if Job.objects.filter(id=self.job_id, stop_asked=True).exists():
            raise Stopped


Work = Callable[[Context], Mapping[str, object]]
_KINDS: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Say how one kind of job is done. The function gets a `Context` and returns a JSON result."""
    _KINDS[kind] = work


Round = Callable[[datetime], object]
_ROUNDS: list[Round] = []


def register_round(act: Round) -> None:
    """Have the worker do something every minute, such as close what has run out. It must be quick and safe to repeat."""
    if act not in _ROUNDS:
        _ROUNDS.append(act)


def go_round(at: datetime) -> None:
    """Do everything that is looked after every minute. What fails is logged and tried again on the next round."""
    for act in _ROUNDS:
        try:
            act(at)
        except Exception:
            log.exception("the round %s failed", getattr(act, "__qualname__", act))


def kinds() -> Mapping[str, Work]:
    """Every kind of job, with the function that does it."""
    return dict(_KINDS)


def enqueue(kind: str, title: str, *, partnership: str, by: Principal, **arguments: object) -> UUID:
    """Ask for work; returns the job's id. Where there is no worker (tests) it is done at once."""
    job = Job.objects.create(
        partnership=partnership,
        kind=kind,
        title=title,
        arguments=arguments,
        asked_by=by.name,
        asked_by_id=str(by.user_id or ""),
        as_of=today(),
        recorded_by=by.name,
    )
    if settings.JOBS_INLINE:
        transaction.on_commit(lambda: run(job.id))
    return job.id


def run(job_id: UUID) -> bool:
    """Claim and do one job; False when another worker has it."""
    claimed = Job.objects.filter(id=job_id, state=Job.QUEUED).update(
        state=Job.RUNNING, attempts=F("attempts") + 1, heartbeat_at=now()
    )
    if not claimed:
        return False
    job = Job.objects.get(id=job_id)
    context = Context(job.id, job.partnership, job.arguments, job.asked_by, job.asked_by_id, job.as_of)
    try:
        result = _KINDS[job.kind](context)
    except Stopped:
        _finish(job, Job.STOPPED, {}, "Stopped, as asked. Nothing half-done was kept.")
    except Unusable as unusable:
        problems = [str(problem) for problem in unusable.problems]
        _finish(job, Job.FAILED, {"problems": problems}, "; ".join(problems[:3]))
    except Refused as refused:
        _finish(job, Job.FAILED, {"problems": [str(refused)]}, str(refused))
    except Exception:
        log.exception("job %s (%s) failed", job.id, job.kind)
        _finish(job, Job.FAILED, {}, "Something went wrong that is not your doing. The log has the details.")
    else:
        _finish(job, Job.DONE, dict(result), "Done.")
    return True


def _finish(job: Job, state: str, result: dict[str, object], line: str) -> None:
    Job.objects.filter(id=job.id).update(
        state=state,
        result=result,
        doing=line,
        finished_at=now(),
        log=[*job.log, f"{now().isoformat()} {line}"],
    )


def reap(at: datetime) -> int:
    """Put back what a killed worker left, and give up what was tried often enough. Returns how many."""
    silent = Job.objects.filter(state=Job.RUNNING, heartbeat_at__lt=at - SILENCE)
    given_up = silent.filter(attempts__gte=ATTEMPTS).update(
        state=Job.FAILED, doing="Given up: the worker died three times.", finished_at=at
    )
    return given_up + silent.filter(attempts__lt=ATTEMPTS).update(state=Job.QUEUED)


def next_job() -> UUID | None:
    """The oldest job that waits."""
    return (
        Job.objects.filter(state=Job.QUEUED)
        .order_by("recorded_at", "id")
        .values_list("id", flat=True)
        .first()
    )


@dataclass(frozen=True)
class JobFacts:
    """A job as a page may show it; `percent` is None while nobody knows how much there is."""

    id: UUID
    title: str
    kind: str
    state: str
    state_words: str
    doing: str
    percent: int | None
    asked_by: str
    asked_at: datetime
    result: Mapping[str, object]
    is_over: bool


def job(job_id: UUID) -> JobFacts:
    """One job. Raises `NotFound`."""
    found = Job.objects.filter(id=job_id).first()
    if found is None:
        raise NotFound("There is no such work.")
    return _facts(found)


def subject_of(job_id: UUID, partnership: str) -> Subject:
    """What permission to see a job is asked about. Raises `NotFound` for another partnership's."""
    found = Job.objects.filter(id=job_id, partnership=partnership).first()
    if found is None:
        raise NotFound("There is no such work.")
    return found.subject()


def recent(partnership: str, limit: int = 20) -> tuple[JobFacts, ...]:
    """The latest jobs of a partnership, newest first."""
    return tuple(_facts(found) for found in Job.objects.filter(partnership=partnership)[:limit])


def ask_to_stop(job_id: UUID) -> None:
    """Ask running work to stop at its next step; waiting work never starts."""
    Job.objects.filter(id=job_id, state=Job.QUEUED).update(state=Job.STOPPED, finished_at=now())
    Job.objects.filter(id=job_id, state=Job.RUNNING).update(stop_asked=True)


def _facts(found: Job) -> JobFacts:
    return JobFacts(
        id=found.id,
        title=found.title,
        kind=found.kind,
        state=found.state,
        state_words=found.get_state_display(),
        doing=found.doing,
        percent=round(100 * found.done / found.total) if found.total else None,
        asked_by=found.asked_by,
        asked_at=found.recorded_at,
        result=found.result,
        is_over=found.state in {Job.DONE, Job.FAILED, Job.STOPPED},
    )
