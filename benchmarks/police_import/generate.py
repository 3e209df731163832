"""Write street-level files that look like the police archive, the same bytes every time, for timing the import.

    python benchmarks/police_import/generate.py --rows 5000000 --into FOLDER [--rows-per-file 100000] [--bad 0.00001]

Traps of the real archive are in: anti-social behaviour without an id, exact repeats of it, repeated ids, rows
without a place, text in quotation marks, and (`--bad`) a few rows that must be refused.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
FORCES = (
    ("northshire", "Northshire Police"),
    ("southshire", "Southshire Constabulary"),
    ("east-and-west-vale", "East & West Vale Police"),
    ("city-of-ford", "City of Ford Police"),
)
TYPES = (
    ("Anti-social behaviour", 28),
    ("Violence and sexual offences", 27),
    ("Criminal damage and arson", 9),
    ("Other theft", 8),
    ("Vehicle crime", 7),
    ("Shoplifting", 6),
    ("Burglary", 5),
    ("Public order", 5),
    ("Drugs", 2),
    ("Other crime", 1),
    ("Bicycle theft", 1),
    ("Theft from the person", 1),
    ("Robbery", 1),
    ("Possession of weapons", 1),
)
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Status update unavailable",
    "Under investigation",
    "Local resolution",
    "Offender given a caution",
    "Awaiting court outcome",
)
STREETS = ("Mill Lane", "Station Road", "Parking Area", "Supermarket", "Church Street", "A31", '"Quay, The"')
SEED = 20201016


def places(rng: random.Random, how_many: int) -> list[str]:
    """Map points of one force: longitude, latitude, location, LSOA code and name, joined as they stand in a row."""
    found = []
    for number in range(how_many):
        longitude, latitude = -3 + 2 * rng.random(), 50.5 + 2 * rng.random()
        street = STREETS[-1] if number % 500 == 499 else f"{STREETS[number % 6]} {number}"
        near = '"On or near Quay, The"' if street.startswith('"') else f"On or near {street}"
        area = number // 12
        found.append(
            f"{longitude:.6f},{latitude:.6f},{near},E0{1000001 + area:07d},Vale {area // 5:03d}{'ABCDE'[area % 5]}"
        )
    return found


def months(first: str, how_many: int) -> list[str]:
    year, month = (int(part) for part in first.split("-"))
    counted = [(year * 12 + month - 1 + step) for step in range(how_many)]
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in counted]


def write_file(
    path: Path, rng: random.Random, month: str, force: str, points: list[str], rows: int, bad: float
) -> int:
    """One month of one force. Returns how many of its rows must be refused."""
    names, weights = zip(*TYPES, strict=True)
    kinds = rng.choices(names, weights, k=rows)
    where = rng.choices(points, k=rows)
    results = rng.choices(OUTCOMES, k=rows)
    salt, last, wrong = f"{path.name}:", "", 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for at, (kind, place, result) in enumerate(zip(kinds, where, results, strict=True)):
            chance = rng.random()
            asb = kind == "Anti-social behaviour"
            crime = "" if asb else hashlib.sha256(f"{salt}{at}".encode()).hexdigest()
            if chance < 0.005 and not asb and last:
                crime = last
            spot = ",,No Location,," if 0.005 <= chance < 0.045 else place
            when = month
            if 1 - chance < bad:
                when, wrong = f"{month[:4]}-13", wrong + 1
            out.write(f"{crime},{when},{force},{force},{spot},{kind},{'' if asb else result},\n")
            last = crime or last
    return wrong


def generate(
    *, rows: int, into: Path, rows_per_file: int, bad: float, seed: int = SEED
) -> tuple[list[Path], int]:
    """Write the files in month order. Returns their paths and how many rows must be refused."""
    rng = random.Random(seed)
    points = {slug: places(rng, 12_000) for slug, _ in FORCES}
    written: list[Path] = []
    refused = left = 0
    left = rows
    for month in months("2018-04", 1 + rows // (rows_per_file * len(FORCES))):
        for slug, name in FORCES:
            if not left:
                break
            now = min(left, rows_per_file)
            folder = into / month
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{month}-{slug}-street.csv"
            refused += write_file(path, rng, month, name, points[slug], now, bad)
            written.append(path)
            left -= now
    return written, refused


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rows-per-file", type=int, default=100_000)
    parser.add_argument("--bad", type=float, default=0.0)
    parser.add_argument("--into", type=Path, required=True)
    args = parser.parse_args()
    paths, refused = generate(rows=args.rows, into=args.into, rows_per_file=args.rows_per_file, bad=args.bad)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} files, {args.rows} rows, {size} bytes, {refused} rows to refuse")


if __name__ == "__main__":
    main()
