from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.jobs import api
from frankpledge.jobs.models import Job
from frankpledge.jobs.worker import work
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.records.clock import now

pytestmark = pytest.mark.django_db
BY = system("A test")


@pytest.fixture(autouse=True)
def with_a_worker(settings):
    settings.JOBS_INLINE = False


def counts(context):
    for step in range(3):
        context.progress(step, 3, f"step {step}")
    return {"sum": context.arguments["a"] + context.arguments["b"]}


def ask(kind, work_function, **arguments):
    api.register(kind, work_function)
    return api.enqueue(kind, "Counting", partnership="mere", by=BY, **arguments)


def test_a_job_is_done_once_and_keeps_its_result():
    job_id = ask("counts", counts, a=2, b=3)
    assert work(until_empty=True) == 1
    assert api.run(job_id) is False
    assert api.job(job_id).result == {"sum": 5}
    assert api.job(job_id).is_over


def test_bad_input_fails_the_job_with_its_sentence():
    def refuses(_context):
        raise Unusable(Problem("wrong-header", "The header is wrong.", "Write ‘Month’.", "a.csv", 1))

    job_id = ask("refuses", refuses)
    work(until_empty=True)
    assert api.job(job_id).state == Job.FAILED
    assert api.job(job_id).result["problems"] == ["a.csv, row 1: The header is wrong. Write ‘Month’."]


def test_a_job_whose_worker_died_is_put_back_and_at_last_given_up():
    job_id = ask("counts", counts, a=1, b=1)
    long_ago = now() - timedelta(minutes=6)
    Job.objects.filter(id=job_id).update(state=Job.RUNNING, attempts=1, heartbeat_at=long_ago)
    assert api.reap(now()) == 1
    assert api.job(job_id).state == Job.QUEUED
    Job.objects.filter(id=job_id).update(state=Job.RUNNING, attempts=3, heartbeat_at=long_ago)
    api.reap(now())
    assert api.job(job_id).state == Job.FAILED


def test_a_job_with_a_heartbeat_is_left_alone():
    job_id = ask("counts", counts, a=1, b=1)
    Job.objects.filter(id=job_id).update(state=Job.RUNNING, attempts=1, heartbeat_at=now())
    assert api.reap(now()) == 0


def test_work_that_is_asked_to_stop_stops():
    def stops_itself(context):
        api.ask_to_stop(context.job_id)
        context.progress(1, 2, "half way")
        return {}

    job_id = ask("stops", stops_itself)
    work(until_empty=True)
    assert api.job(job_id).state == Job.STOPPED
