"""Every question to the observations, asked of DuckDB and of a Spark cluster over the same real files.

python benchmarks/spark/run.py FOLDER [FOLDER…]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
AREAS = 40


def compare(folders: list[Path]) -> int:
    """Read the files and compare; run inside the environment in which Spark's client is found."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
    import django

    django.setup()
    from django.conf import settings

    from frankpledge.evidence.measures import CRIME_TYPES
    from tests import engine_questions

    address = settings.OBSERVATIONS
    with tempfile.TemporaryDirectory(prefix="frankpledge-parity-") as scratch:
        stock = read(folders, Path(scratch))
        print(
            f"{len(stock.street)} parts of crimes, {len(stock.outcomes)} of outcomes, {len(stock.searches)} of searches"
        )
        differing = 0
        for name, differs, embedded, spark in engine_questions.compared(stock, CRIME_TYPES[1:], address):
            differing += bool(differs)
            print(
                f"{name:24} {'differs: ' + differs if differs else 'the same'}  (DuckDB {embedded:.2f} s, Spark {spark:.2f} s)"
            )
    return min(differing, 1)


def read(folders: list[Path], scratch: Path):  # noqa: ANN201 (engine_questions.Stock, imported late)
    from frankpledge.evidence.archive import incoming
    from frankpledge.evidence.files import FileStore
    from frankpledge.evidence.readers.result import Kind
    from frankpledge.evidence.reading import read_all
    from tests import engine_questions

    kept = FileStore(scratch / "store")
    files = (file for folder in folders for file in incoming(folder))
    found = [one.result for one in read_all(files, kept) if one.result]
    parts = {kind: [part.path for one in found if one.kind is kind for part in one.parts] for kind in Kind}
    covered = frozenset(
        (each.area, each.period) for one in found if one.kind is Kind.POLICE_STREET for each in one.coverage
    )
    membership, forces = areas(parts[Kind.POLICE_STREET])
    return engine_questions.Stock(
        parts[Kind.POLICE_STREET], parts[Kind.POLICE_OUTCOMES], parts[Kind.POLICE_STOP_AND_SEARCH],
        parts[Kind.MEASURES_TIDY], membership, forces, {name: 1000 + len(codes) for name, codes in membership.items()}, covered,
    )  # fmt: skip


def areas(parts: list[Path]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    """Areas of small areas that have rows, dealt out by force."""
    by_force: dict[str, Counter[str]] = {}
    for force, code in codes_in(parts):
        by_force.setdefault(force, Counter())[code] += 1
    membership = {
        f"{force} {number}": frozenset(sorted(codes)[number::AREAS])
        for force, codes in by_force.items()
        for number in range(AREAS)
    }
    made = {name: codes for name, codes in membership.items() if codes}
    return made, {name: name.rpartition(" ")[0] for name in made}


def codes_in(parts: list[Path]) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet as pq

    from frankpledge.evidence.companions import companion

    for part in parts:
        table = pq.read_table(companion(part), columns=["force", "lsoa_code"])
        pairs = zip(table["force"].to_pylist(), table["lsoa_code"].to_pylist(), strict=True)
        yield from ((force, code) for force, code in pairs if code)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        return compare(args.folders)
    from tests.spark import spark

    with spark() as (_, environment):
        command = [sys.executable, str(HERE / "run.py"), "--inside", *map(str, args.folders)]
        return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main())
