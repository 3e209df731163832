"""Measure the merging of agencies' chronologies, from their files to one order of days.

    python benchmarks/chronology/run.py [--agencies 40] [--rows 2000] [--seed 1] [--times 5]

Files are XLSX, ODS-like CSV and CSV with mixed ways to write days; some rows are planted twice, on two days, or broken.
What was planted is counted against what was flagged and refused.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import random
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from frankpledge.reviews.chronology.reading import read_sheets
from frankpledge.reviews.rules.chronology import Flag, merged

TODAY = date(2026, 11, 2)
WORDS = [
    "a",
    "b",
    "c",
    "visit",
    "letter",
    "call",
    "police",
    "nurse",
    "school",
    "meeting",
    "plan",
    "home",
    "seen",
    "not",
    "known",
    "child",
    "injury",
    "court",
    "order",
    "missed",
    "appointment",
    "report",
    "shared",
    "manager",
    "advised",
    "refused",
    "housing",
    "repair",
    "money",
    "worry",
]
HEAD = ["Date", "Time", "Event", "Action taken", "Practitioner role", "Reference"]


def written(on: date, dice: random.Random) -> str:
    return dice.choice(
        [
            f"{on:%d/%m/%Y}",
            f"{on:%Y-%m-%d}",
            f"{on.day} {on:%B} {on.year}",
            f"{on:%d %b %y}",
            f"{on:%B} {on.year}",
        ]
    )


def rows_of(agency: int, count: int, dice: random.Random) -> list[list[str]]:
    found = []
    for number in range(count):
        on = date(2005, 1, 1) + timedelta(days=dice.randrange(7500))
        said = " ".join(dice.choice(WORDS) for _ in range(14)) + f" entry {agency} {number}"
        found.append(
            [
                written(on, dice),
                f"{dice.randrange(24):02d}:{dice.randrange(60):02d}",
                said,
                "none",
                "worker",
                f"R{agency:02d}{number:05d}",
            ]
        )
    return found


def files(agencies: int, count: int, seed: int) -> tuple[list[tuple[str, bytes]], dict[str, int]]:
    """The files, and how many rows were planted twice, on another day, and broken."""
    dice = random.Random(seed)
    tables = [rows_of(agency, count, dice) for agency in range(agencies)]
    planted = {"twice": 0, "on another day": 0, "broken": 0}
    for at in range(0, agencies - 1, 2):
        for number in range(5):
            row = list(tables[at][number])
            row[0], row[5] = "2019-04-13", f"X{at}{number}"
            tables[at][number] = list(row)
            tables[at + 1][number] = [*row[:5], f"Y{at}{number}"]
            planted["twice"] += 1
            other = [*tables[at][number + 10][:5], f"Z{at}{number}"]
            tables[at][number + 10][0], other[0] = "2019-05-14", "2019-05-16"
            tables[at + 1][number + 10] = other
            planted["on another day"] += 1
            tables[at][number + 20][0] = dice.choice(["31/02/2019", "soon", "2019-13-40"])
            planted["broken"] += 1
    made = []
    for agency, rows in enumerate(tables):
        made.append(as_xlsx(agency, rows) if agency % 2 else as_csv(agency, rows))
    return made, planted


def as_csv(agency: int, rows: list[list[str]]) -> tuple[str, bytes]:
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return f"agency-{agency}.csv", out.getvalue().encode("utf-8-sig")


def as_xlsx(agency: int, rows: list[list[str]]) -> tuple[str, bytes]:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Chronology")
    for number, row in enumerate([HEAD, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return f"agency-{agency}.xlsx", out.getvalue()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=40)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    made, planted = files(given.agencies, given.rows, given.seed)
    seconds, processor = [], []
    for _ in range(given.times):
        # Whoever merges a chronology does not keep the one before: what is kept would be gone through again and again.
        sheets, result = [], merged([], TODAY)
        gc.collect()
        begun, spent = time.perf_counter(), time.process_time()
        sheets = [sheet for name, content in made for sheet in read_sheets(content, name, agency=name)[0]]
        result = merged(sheets, TODAY)
        seconds.append(time.perf_counter() - begun)
        processor.append(time.process_time() - spent)
    flagged = {flag.name: sum(flag in entry.flags for entry in result.entries) for flag in Flag}
    print(
        f"{given.agencies} agencies x {given.rows} rows: {len(result.entries)} entries, {len(result.refused)} refused"
    )
    print(f"planted: {planted}; flagged: {flagged}")
    print(
        f"time: median {statistics.median(seconds):.2f} s, p95 {max(seconds):.2f} s of {given.times}; "
        f"processor: median {statistics.median(processor):.2f} s"
    )
    kept = len(result.entries) + len(result.refused) == given.agencies * given.rows
    print("every row is an entry or a refusal" if kept else "ROWS ARE LOST")
    return 0 if kept and len(result.refused) == planted["broken"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
