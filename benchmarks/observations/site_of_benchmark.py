"""A home of its own for the benchmark: the ledger of the import, and the pages of a partnership with everything behind them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frankpledge.evidence.readers.result import ReadResult

SLUG = "bench"
OFFENCES = ("burglary", "robbery", "drugs", "shoplifting", "vehicle-crime", "public-order")


def open_home(store: Path) -> None:
    """Make the store's home the installation's, with its tables."""
    os.environ |= {"FRANKPLEDGE_HOME": str(store / "home"), "FRANKPLEDGE_SECRET_KEY": "only for measuring"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
    (store / "home").mkdir(parents=True, exist_ok=True)
    import django
    from django.conf import settings

    django.setup()
    settings.STORE = store
    settings.ALLOWED_HOSTS = ["testserver"]


def prepare(store: Path, code: str, members: frozenset[str], force: str) -> None:
    """Empty tables, one partnership with its area, and somebody who may read its data."""
    (store / "home" / "frankpledge.sqlite3").unlink(missing_ok=True)
    open_home(store)
    from django.core.management import call_command

    from frankpledge.directory.models import (
        Area,
        AreaDefinition,
        Partnership,
        PartnershipArea,
        RoleAssignment,
        User,
    )

    call_command("migrate", verbosity=0)
    start = date(2010, 1, 1)
    body = Partnership.objects.create(
        slug=SLUG, name="A benchmark", short_name="Bench", nation="E", council_name="A council"
    )
    area = Area.objects.create(code=code, name="The area", kind="csp")
    AreaDefinition.objects.create(area=area, vintage="lsoa11", members=sorted(members), starts_on=start)
    PartnershipArea.objects.create(partnership=body, area=area, police_force=force, starts_on=start)
    user = User.objects.create_user("analyst@example.invalid", "An analyst")
    RoleAssignment(user=user, partnership=body, role="analyst", starts_on=start).save()


def enter(results: Sequence[ReadResult]) -> int:
    """Let what was read count: manifest rows, measures and history, in one transaction. Returns how many files count."""
    from frankpledge.directory.models import Partnership
    from frankpledge.evidence.arrivals import Arrival
    from frankpledge.evidence.services import Outcome, take_all_in
    from frankpledge.kernel.people import system

    arrivals = [Arrival(result.name, result, None, (), result.original) for result in results]
    body = Partnership.objects.get(slug=SLUG)
    return len(take_all_in(body, arrivals, by=system("A benchmark"), keep_going=False).of(Outcome.IMPORTED))


def count_ahead() -> float:
    """What the job of an import does once everything counts. Returns its seconds."""
    from frankpledge.evidence import warming

    started = time.perf_counter()
    warming.count_ahead(SLUG)
    return round(time.perf_counter() - started, 2)


def pages(store: Path) -> Mapping[str, Any]:
    """Server seconds of series pages, in a new process that got ready as a server does: each of several measures for the
    first time, of the partnership's area and of the whole force, with no picture kept and no figure remembered; then
    again. The request goes through everything but the socket."""
    open_home(store)
    from django.test import Client

    from frankpledge.directory.models import User
    from frankpledge.evidence.models import ImportedFile, Measure
    from frankpledge.figures.models import FigureRecord
    from frankpledge.site import beforehand

    shutil.rmtree(store / "drawings", ignore_errors=True)
    FigureRecord.objects.all().delete()
    began = time.perf_counter()
    beforehand.before_the_copies()
    shared = time.perf_counter()
    beforehand.in_each_copy().join()
    ready = time.perf_counter()
    visitor = Client()
    visitor.force_login(User.objects.get())
    slugs = list(Measure.objects.values_list("slug", flat=True))
    chosen = [slug for slug in slugs if slug.removeprefix("police-") in OFFENCES] or slugs[:6]
    known = [f"/{SLUG}/work/data/series/{slug}/{area}" for area in ("", "?area=force") for slug in chosen]
    first = _asked(visitor, f"/{SLUG}/work/data/")
    spent = time.process_time()
    fresh = [_asked(visitor, address) for address in known]
    middle = time.process_time()
    again = [_asked(visitor, address) for address in known for _ in range(3)]
    ended = time.process_time()
    return {
        "seconds": max(fresh + again),
        "CPU of a page for the first time": round((middle - spent) / len(fresh), 3),
        "CPU of a repeat": round((ended - middle) / len(again), 3),
        "rows": sum(ImportedFile.objects.counting().values_list("rows_accepted", flat=True)),
        "files": ImportedFile.objects.counting().count(),
        "getting ready, shared": round(shared - began, 2),
        "getting ready, each process": round(ready - shared, 2),
        "data page, first of the process": round(first, 3),
        "first series page of the process": round(fresh[0], 3),
        "others, first time": [round(one, 3) for one in sorted(fresh[1:])],
        "median of repeats": round(sorted(again)[len(again) // 2], 3),
    }


def _asked(visitor: Any, address: str) -> float:
    started = time.perf_counter()
    answer = visitor.get(address)
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return seconds
