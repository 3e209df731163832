"""How quick the plan's pages are: the board's page, the performance report in four formats, a sheet of 4,000 rows.

    python benchmarks/plan/run.py [--priorities 9] [--actions 300] [--measures 150] [--years 10] [--rows 4000] [--runs 30]

It makes a partnership of that size, with invented figures of a fixed seed, in a temporary home folder: two in five measures are
fed by an imported table, the others were typed in by month or by quarter. It prints hardware, medians and 95th percentiles.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))
SLUG, NOW = "dorset", datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = 2016


def main() -> int:
    """Make the plan, measure, print."""
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="frankpledge-plan-") as home:
        os.environ |= {
            "FRANKPLEDGE_HOME": home,
            "FRANKPLEDGE_DEMO": "yes",
            "DJANGO_SETTINGS_MODULE": "frankpledge.site.settings",
        }
        import django

        django.setup()
        from frankpledge.records.clock import fixed_at

        with fixed_at(NOW):
            print(
                f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
            )
            make(asked, Path(home))
            measure(asked, Path(home))
    return 0


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__)
    for name, size in (
        ("priorities", 9),
        ("actions", 300),
        ("measures", 150),
        ("years", 10),
        ("rows", 4000),
        ("runs", 30),
    ):
        made.add_argument(f"--{name}", type=int, default=size)
    return made.parse_args()


# The plan ---------------------------------------------------------------------------------------------------------


def make(asked: argparse.Namespace, home: Path) -> None:
    """A partnership with a plan, its measures and its actions."""
    from django.core.management import call_command

    from frankpledge.directory.loaders import load_partnership
    from frankpledge.evidence import services as evidence
    from frankpledge.kernel.people import system
    from frankpledge.plans import api as plans

    by, dice = system("A benchmark"), random.Random(1)
    call_command("migrate", verbosity=0, interactive=False)
    load_partnership(ROOT / "demo" / "dorset" / "partnership.toml", by=by)
    plan = home / "plan.toml"
    plan.write_text(plan_text(asked.priorities), encoding="utf-8")
    plans.load(SLUG, plan, by=by)
    fed = asked.measures * 2 // 5
    table = home / "tables"
    table.mkdir()
    (table / "dataset.toml").write_text(
        'title = "Invented"\nsupplier = "Nobody"\nlicence = "None"\nmarking = "OFFICIAL"\nmeasures = "exact"\n',
        encoding="utf-8",
    )
    write_table(table / "fed.csv", fed, asked.years, dice)
    evidence.import_paths(SLUG, [table], by=by)
    set_up(asked, fed, dice, by)
    act(asked, dice)


def plan_text(priorities: int) -> str:
    head = '[plan]\nslug = "plan"\ntitle = "The plan"\nstarts_on = 2024-04-01\nends_on = 2027-03-31\nsource = "invented"\n'
    return head + "".join(
        f'[[priority]]\nslug = "p{n}"\ntitle = "Priority {n}"\noutcome = "Less of it."\n'
        for n in range(priorities)
    )


def level(dice: random.Random, month: int, base: int) -> int:
    return max(
        0, round(dice.gauss(base * 0.998**month * (1.15 if month % 12 in {5, 6, 7} else 1), base**0.5))
    )


def write_table(path: Path, measures: int, years: int, dice: random.Random) -> None:
    """One long table: measure, period, value."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("measure", "area", "period", "value"))
        for number in range(measures):
            base = dice.randint(20, 400)
            for month in range(years * 12):
                period = f"{FIRST + month // 12}-{month % 12 + 1:02d}"
                writer.writerow((f"Fed {number}", "Here", period, level(dice, month, base)))


def set_up(asked: argparse.Namespace, fed: int, dice: random.Random, by: object) -> None:
    from fractions import Fraction

    from frankpledge.kernel.dates import Period
    from frankpledge.plans.measures import services
    from frankpledge.plans.rules.measures.case import Case, Reading, Target
    from frankpledge.plans.rules.measures.file import Written

    last = FIRST + asked.years
    for number in range(asked.measures):
        base, priority = dice.randint(20, 400), f"p{number % asked.priorities}"
        aim = Target(Fraction(base * 11), Period.year(last), "Invented") if number % 2 else None
        if number < fed:
            case = Case(
                f"m{number}",
                f"Fed {number}",
                "count",
                "month",
                "lower",
                priority=priority,
                feed=f"fed-{number}",
                target=aim,
                due_after=90,
            )
        else:
            step, frequency = (1, "month") if number % 2 else (3, "quarter")
            readings = tuple(
                Reading(Period.month(FIRST + m // 12, m % 12 + 1) if step == 1 else Period.quarter(FIRST + m // 12, m % 12 // 3 + 1),
                        Fraction(level(dice, m, base)))
                for m in range(0, asked.years * 12, step)
            )  # fmt: skip
            case = Case(
                f"m{number}",
                f"Typed {number}",
                "count",
                frequency,
                "lower",
                priority=priority,
                readings=readings,
                target=aim,
                due_after=120,
            )
        services.set_up_measure(SLUG, Written(case), by=by)  # type: ignore[arg-type]


def act(asked: argparse.Namespace, dice: random.Random) -> None:
    """Actions of the plan with four updates each, and as many more of the log as the sheet needs."""
    from frankpledge.directory import api as directory
    from frankpledge.governance.models import Action, ActionUpdate
    from frankpledge.plans.models import PlanAction

    place = directory.partnership(SLUG).id
    rows = []
    for number in range(max(asked.actions, asked.rows)):
        is_plan = number < asked.actions
        about = f"plan-priority:p{number % asked.priorities}" if is_plan else ""
        due = date(2026, 1, 1) + timedelta(days=dice.randint(-200, 400))
        state = "done" if is_plan and number % 3 == 0 else "open"
        rows.append(
            Action(
                partnership_id=place,
                number=f"2025-01-01/0.{number + 1}",
                text=f"Do thing {number}",
                owner_name=f"Owner {number % 40}",
                due_on=due,
                state=state,
                about=about,
            )
        )
    Action.objects.bulk_create(rows, batch_size=500)
    PlanAction.objects.bulk_create(
        [
            PlanAction(action=one, partnership_id=place, priority=one.about.rpartition(":")[2])
            for one in rows[: asked.actions]
        ]
    )
    said = [
        ActionUpdate(
            action=one, at=NOW - timedelta(days=30 * n), by="Owner", text=f"News {n}", state=one.state
        )
        for one in rows[: asked.actions]
        for n in range(4)
    ]
    ActionUpdate.objects.bulk_create(said, batch_size=500)


# Measuring --------------------------------------------------------------------------------------------------------


def measure(asked: argparse.Namespace, home: Path) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from frankpledge.directory.models import User
    from frankpledge.plans.dashboards import gathering
    from frankpledge.plans.measures import queries

    found = queries.standings(SLUG, on=NOW.date())
    kinds = {str(one.status.standing) for one in found}
    print(f"{len(found)} measures, standings: {', '.join(sorted(kinds))}")
    queries._standings.cache_clear()  # noqa: SLF001 (what a restart costs)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(
        User.objects.get(email="manager@example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    board = f"/{SLUG}/work/plan/board/"
    say("board page, first after a restart or an import", [timed(lambda: opened(client, board))])
    say("board page", [timed(lambda: opened(client, board)) for _ in range(asked.runs)])
    with CaptureQueriesContext(connection) as caught:
        opened(client, board)
    print(f"  of which queries: {len(caught)}")
    quarter = gathering.last_quarter(NOW.date())
    say("performance report in four formats", [timed(lambda: in_four(quarter)) for _ in range(3)])
    sheet = home / "back.xlsx"
    filled(sheet)
    say(f"dry run of a sheet of {asked.rows:,} rows", [timed(lambda: dry(sheet)) for _ in range(5)])


def opened(client: object, address: str) -> None:
    if client.get(address).status_code != 200:  # type: ignore[attr-defined]
        raise SystemExit(f"{address} did not open")


def in_four(quarter: object) -> None:
    from frankpledge.documents import api as drawing
    from frankpledge.plans.dashboards import gathering

    made = gathering.report(SLUG, quarter, on=NOW.date())  # type: ignore[arg-type]
    for fmt in drawing.FORMATS:
        drawing.render(made, fmt)


def filled(path: Path) -> None:
    """The sheet of all live actions, with something to say in every tenth row."""
    from openpyxl import load_workbook

    from frankpledge.kernel.people import system
    from frankpledge.plans.delivery import returning

    path.write_bytes(returning.sheet_for(SLUG, by=system("A benchmark"), on=NOW.date()))
    book = load_workbook(path)
    page = book["Actions"]
    for row in range(2, page.max_row + 1, 10):
        page.cell(row, 9, "News from the benchmark")
    book.save(path)


def dry(path: Path) -> None:
    from frankpledge.kernel.people import system
    from frankpledge.plans.delivery import returning

    _, found = returning.what_it_would_do(SLUG, path, by=system("A benchmark"), on=NOW.date())
    if not found.changes or found.problems:
        raise SystemExit("the sheet was not read as it was filled in")


def timed(run: Callable[[], None]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def say(what: str, seconds: list[float]) -> None:
    high = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    print(
        f"{what}: median {1000 * median(seconds):,.0f} ms, 95th percentile {1000 * high:,.0f} ms, {len(seconds)} runs"
    )


if __name__ == "__main__":
    sys.exit(main())
