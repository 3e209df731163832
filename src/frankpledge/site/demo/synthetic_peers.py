"""Invented partnerships to stand beside the demonstration's own: look-ups, residents and street files about nothing real.

Without peers there is no rate to compare, and real peers' files are not kept here. Names end in the mark, codes are in
ranges that the ONS has not issued, and every file is taken in as synthetic. Same seed and specification, same bytes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frankpledge.kernel.toml_files import read_toml
from frankpledge.site.demo.archive_spec import ArchiveSpec, Place
from frankpledge.site.demo.synthetic import invented_areas, write_archive

MARK = "(invented)"
FIRST_AREA = 50_000
"""Invented small areas are numbered from here, clear of those that a demonstration without real ones uses."""
OLDEST = 90
OTHER_DICE = 1_000_003
"""Added to the seed, so that no Crime ID of the peers is one of the partnership's own."""


@dataclass(frozen=True)
class PeersSpec:
    """The peers: (name, how many small areas) each, under one invented force, and the months its files are of."""

    force_name: str
    force_slug: str
    peers: tuple[tuple[str, int], ...]
    residents: int
    spread: int
    first_month: str
    months: int
    place: Place

    @property
    def areas(self) -> int:
        return sum(count for _, count in self.peers)


def read_peers_spec(path: Path) -> PeersSpec:
    """Read `peers.toml`. Raises `Unusable` naming file and key."""
    top = read_toml(path)
    rows = top.tables("peer")
    box = top.table("place")
    spec = PeersSpec(
        force_name=top.text("force_name"),
        force_slug=top.text("force_slug"),
        peers=tuple((f"{row.text('name')} {MARK}", row.whole("areas", low=1)) for row in rows),
        residents=top.whole("residents", low=1),
        spread=top.whole("spread", low=0),
        first_month=top.text("first_month"),
        months=top.whole("months", low=1),
        place=Place(*(box.number(side) for side in ("west", "south", "east", "north"))),
    )
    top.once("name", rows)
    top.check()
    return spec


def write_peers(
    folder: Path, *, seed: int, spec: PeersSpec, archive: ArchiveSpec, own: Iterable[str]
) -> tuple[tuple[Path, ...], Path]:
    """Write the look-ups and residents (answered first) and the archive of the peers' force (its folder).

    `own` are the small areas of the demonstration's partnership, which are given residents too; `archive` says what a
    month of police rows is like, for as many small areas as there are `own`.
    """
    mine = sorted(own)
    groups = _groups(spec)
    areas = [area for group in groups for area in group]
    folder.mkdir(parents=True, exist_ok=True)
    tables = (
        _wards(folder / "invented-areas-wards-districts.csv", spec, groups),
        _partnerships(folder / "invented-districts-partnerships.csv", spec),
        _residents(folder / "synthetic-residents.csv", seed, spec, [*mine, *(code for code, _ in areas)]),
    )
    month = replace(
        archive,
        first_month=spec.first_month,
        months=spec.months,
        place=spec.place,
        outside=(),
        outside_rows=0,
    )
    total = round(archive.monthly_total * len(areas) / max(1, len(mine)))
    write_archive(
        folder / "police", seed=seed + OTHER_DICE, force_name=spec.force_name, force_slug=spec.force_slug, lsoas=areas,
        spec=month, monthly_total=total,
    )  # fmt: skip
    return tables, folder / "police"


def _groups(spec: PeersSpec) -> list[list[tuple[str, str]]]:
    """The small areas of each peer, as (code, name)."""
    codes = iter(code for code, _ in invented_areas(FIRST_AREA + spec.areas, "")[FIRST_AREA:])
    return [
        [(next(codes), f"{name.removesuffix(MARK).strip()} {place // 5 + 1:03d}{'ABCDE'[place % 5]}") for place in range(count)]
        for name, count in spec.peers
    ]  # fmt: skip


def _wards(path: Path, spec: PeersSpec, groups: Sequence[Sequence[tuple[str, str]]]) -> Path:
    rows = [
        (code, name, f"E05{900_000 + at:06d}", spec.peers[at][0], f"E07{900_000 + at:06d}", spec.peers[at][0])
        for at, group in enumerate(groups)
        for code, name in group
    ]
    head = ("LSOA11CD", "LSOA11NM", "WD19CD", "WD19NM", "LAD19CD", "LAD19NM")
    return _table(path, head, rows)


def _partnerships(path: Path, spec: PeersSpec) -> Path:
    rows = [
        (f"E07{900_000 + at:06d}", name, f"E22{900_000 + at:06d}", name, "E23900001", spec.force_name)
        for at, (name, _) in enumerate(spec.peers)
    ]
    return _table(path, ("LAD19CD", "LAD19NM", "CSP19CD", "CSP19NM", "PFA19CD", "PFA19NM"), rows)


def _residents(path: Path, seed: int, spec: PeersSpec, codes: Sequence[str]) -> Path:
    """Residents by small area and year of age: all ages alike, since nothing here asks for them."""
    rng = random.Random(f"{seed}/residents")  # noqa: S311 (repeatability is the purpose)
    head = (
        "lsoa11_name",
        "lsoa11_code",
        "total_population",
        *(str(age) for age in range(OLDEST)),
        f"{OLDEST}+",
    )
    rows = []
    for code in codes:
        persons = max(OLDEST, round(rng.gauss(spec.residents, spec.spread)))
        each, left = divmod(persons, OLDEST + 1)
        rows.append((code, code, persons, *(each + (age < left) for age in range(OLDEST + 1))))
    return _table(path, head, rows)


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
    return path
