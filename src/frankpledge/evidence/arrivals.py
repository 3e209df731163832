"""Files on their way in: read, and not yet counting. An arrival can be put by as JSON and taken up again, so that
what a person was shown is what will count."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from frankpledge.evidence.archive import Incoming, incoming
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.evidence.layouts import Said, as_said, layouts, with_said
from frankpledge.evidence.readers.measures import PLAIN, Layout
from frankpledge.evidence.readers.result import Coverage, Kind, ReadResult
from frankpledge.evidence.reading import read_all
from frankpledge.evidence.specs import BESIDE, DatasetSpec, spec_beside
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

Progress = Callable[[int, int, str], None]
Json = dict[str, Any]


@dataclass(frozen=True)
class Arrival:
    """A file on its way in: what was read, or why it cannot be.

    `original` is None when not even the bytes could be kept; `is_table`: a person may say what its columns mean.
    """

    name: str
    result: ReadResult | None
    spec: DatasetSpec | None
    problems: tuple[Problem, ...] = ()
    original: StoredFile | None = None
    layout: Layout = PLAIN
    is_table: bool = False


@dataclass(frozen=True)
class Knowledge:
    """What helps to read tables: the dataset's description, and layouts said of a file or remembered by header."""

    spec: DatasetSpec | None = None
    told: Mapping[str, Said] = field(default_factory=dict)
    remembered: Mapping[str, Said] = field(default_factory=dict)


def silent(_done: int, _total: int, _doing: str) -> None:
    """Progress that nobody watches."""


def arrivals_at(
    path: Path,
    kept: FileStore,
    *,
    spec: DatasetSpec | None,
    remembered: Callable[[DatasetSpec | None], Mapping[str, Said]],
    progress: Progress = silent,
) -> Iterator[Arrival]:
    """Read whatever lies at a path. Parquet is written, but nothing counts until its manifest row is committed."""
    try:
        described = spec_beside(path) or spec
        wanted = (file for file in incoming(path) if Path(file.name).name != BESIDE)
        known = Knowledge(described, {}, remembered(described))
        yield from arrivals_of(wanted, kept, known, progress=progress)
    except Unusable as unusable:
        yield Arrival(path.name, None, spec, unusable.problems)


def arrivals_of(
    files: Iterable[Incoming], kept: FileStore, known: Knowledge, *, progress: Progress = silent
) -> Iterator[Arrival]:
    """Read files in order; what is wrong with one becomes its arrival's problems. How many there are is not known
    beforehand (archives are unpacked one member at a time), so progress tells only how many were begun."""
    begun = count(1)
    reads = read_all(
        files,
        kept,
        layout=layouts(known.spec, known.told, known.remembered),
        tell=lambda name: progress(next(begun), 0, name),
    )
    for one in reads:
        yield Arrival(one.name, one.result, known.spec, one.problems, one.original, one.layout, one.is_table)


# Put by as JSON ---------------------------------------------------------------------------------------------------


def as_json(arrival: Arrival) -> Json:
    """An arrival without its description, which the pending import keeps once for all."""
    return {
        "name": arrival.name,
        "result": _result_as_json(arrival.result) if arrival.result else None,
        "problems": [asdict(problem) for problem in arrival.problems],
        "original": _stored_as_json(arrival.original),
        "layout": as_said(arrival.layout),
        "is_table": arrival.is_table,
    }


def from_json(said: Json, kept: FileStore, spec: DatasetSpec | None) -> Arrival:
    """The arrival that `as_json` put by. The files it names lie in the store."""
    original = _stored(said["original"], kept, "")
    return Arrival(
        said["name"],
        _result(said["result"], kept) if said["result"] else None,
        spec,
        tuple(Problem(**problem) for problem in said["problems"]),
        original,
        with_said(PLAIN, said["layout"]),
        said["is_table"],
    )


def hashes_in(said: Json) -> Iterator[str]:
    """Every file of the store that a put-by arrival rests on."""
    result = said["result"] or {}
    for stored in (said["original"], result.get("refusals"), *result.get("parts", ())):
        if stored:
            yield stored[0]


def _stored_as_json(stored: StoredFile | None) -> list[object] | None:
    return [stored.sha256, stored.size] if stored else None


def _stored(said: list[Any] | None, kept: FileStore, suffix: str) -> StoredFile | None:
    return StoredFile(said[0], said[1], kept.place(said[0], suffix=suffix)) if said else None


def _result_as_json(result: ReadResult) -> Json:
    return {
        "kind": str(result.kind),
        "name": result.name,
        "original": _stored_as_json(result.original),
        "parts": [_stored_as_json(part) for part in result.parts],
        "rows": result.rows,
        "refused": result.refused,
        "refusals": _stored_as_json(result.refusals),
        "problems": [asdict(problem) for problem in result.problems],
        "cautions": [[str(each.code), each.where, each.text] for each in result.cautions],
        "coverage": [{**vars(each), "by_type": dict(each.by_type)} for each in result.coverage],
        "counted": result.counted,
        "vintage": dict(result.vintage),
        "totals": dict(result.totals),
    }


def _result(said: Json, kept: FileStore) -> ReadResult:
    original = _stored(said["original"], kept, "")
    assert original is not None  # noqa: S101 (every result has its original)
    parts = (_stored(part, kept, ".parquet") for part in said["parts"])
    return ReadResult(
        Kind(said["kind"]),
        said["name"],
        original,
        tuple(part for part in parts if part),
        said["rows"],
        said["refused"],
        _stored(said["refusals"], kept, ".parquet"),
        tuple(Problem(**problem) for problem in said["problems"]),
        tuple(Caution(WarningCode(code), where, text) for code, where, text in said["cautions"]),
        tuple(Coverage(**each) for each in said["coverage"]),
        said["counted"],
        said["vintage"],
        said["totals"],
    )
