"""Write police files of the size of the nation: 43 forces × 72 months over the small areas of real look-ups.

    python benchmarks/observations/generate.py --lookups FOLDER --into FOLDER [--rows 20000000] [--months 72]

The same bytes every time. The rows are made up, the small areas and whose they are is not: each force's rows lie in its own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "police_import"), str(HERE.parents[1] / "src")]

from generate import SEED, STREETS, months, write_file  # noqa: E402 (the generator of the import's benchmark)

from frankpledge.evidence.readers.police_rows import force_slug  # noqa: E402

AREAS, FORCES = "lsoa11_wd19_lad19_ew.csv.gz", "lad19_csp19_pfa19_ew.csv"


def rows_of(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def areas_of_forces(lookups: Path) -> dict[str, tuple[str, list[str]]]:
    """By slug, the name of each force and the codes of its small areas."""
    force = {row["LAD19CD"]: row["PFA19NM"] for row in rows_of(lookups / FORCES)}
    found: dict[str, tuple[str, list[str]]] = {}
    for row in rows_of(lookups / AREAS):
        name = force[row["LAD19CD"]]
        # Rows must be reported by a force whose name gives the slug of its file.
        found.setdefault(force_slug(name), (f"{' '.join(reversed(name.split(', ', 1)))} Police", []))[
            1
        ].append(row["LSOA11CD"])
    return dict(sorted(found.items()))


def points(rng: random.Random, codes: list[str]) -> list[str]:
    """Twelve map points for each small area, as they stand in a row."""
    return [
        f"{-3 + 2 * rng.random():.6f},{50.5 + 2 * rng.random():.6f},On or near {rng.choice(STREETS[:6])},{code},Area {code[-4:]}"
        for code in codes
        for _ in range(12)
    ]


def generate(lookups: Path, into: Path, rows: int, how_many: int) -> int:
    """Write the files, each force's share of rows by its small areas. Returns how many rows were written."""
    rng = random.Random(SEED)
    forces = areas_of_forces(lookups)
    everywhere = sum(len(codes) for _, codes in forces.values())
    where = {slug: points(rng, codes) for slug, (_, codes) in forces.items()}
    written = 0
    for month in months("2013-04", how_many):
        folder = into / month
        folder.mkdir(parents=True, exist_ok=True)
        for slug, (name, codes) in forces.items():
            share = max(1, rows * len(codes) // (everywhere * how_many))
            write_file(folder / f"{month}-{slug}-street.csv", rng, month, name, where[slug], share, 0.0)
            written += share
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lookups", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--months", type=int, default=72)
    args = parser.parse_args()
    print(f"{generate(args.lookups, args.into, args.rows, args.months)} rows")


if __name__ == "__main__":
    main()
