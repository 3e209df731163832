"""How a demonstration is put together, read from the `demo.toml` of its folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from frankpledge.kernel.toml_files import TomlTable, read_toml

FILE = "demo.toml"


@dataclass(frozen=True)
class Recipe:
    """The moment at which the record is made (UTC), and the files it is made of."""

    as_of: datetime
    force_name: str
    partnership: Path
    terms: tuple[Path, ...]
    meetings: Path
    measures: Path
    archive: Path
    synthetic_measures: Path
    issues: Path
    scheme: Path
    scores: Path
    plans: tuple[Path, ...]
    report: Path
    small_counts: Path
    """What the partnership agreed about small counts."""
    boards: tuple[Path, ...]
    """Meetings held in full, each in a file of its own."""
    plan_around: tuple[Path, ...]
    """What stands around a plan: strategies, policing body, risks."""
    plan_measures: tuple[Path, ...] = ()
    deliveries: tuple[Path, ...] = ()
    """How the plan is delivered, and what measures it."""
    peers: Path | None = None
    """Invented partnerships to stand beside the demonstration's own."""
    duties: Path | None = None
    """What people recorded about duties."""


def read_recipe(folder: Path) -> Recipe:
    """The recipe of a folder of files. Raises `Unusable` naming file and key."""
    said = read_toml(folder / FILE)
    recipe = Recipe(
        as_of=_moment(said, "as_of"),
        force_name=said.text("force_name"),
        partnership=folder / said.text("partnership"),
        terms=tuple(folder / name for name in said.texts("terms")),
        meetings=folder / said.text("meetings"),
        measures=folder / said.text("measures"),
        archive=folder / said.text("archive"),
        synthetic_measures=folder / said.text("synthetic_measures"),
        issues=folder / said.text("issues"),
        scheme=folder / said.text("scheme"),
        scores=folder / said.text("scores"),
        plans=tuple(folder / name for name in said.texts("plans")),
        report=folder / said.text("report"),
        small_counts=folder / said.text("small_counts"),
        boards=tuple(folder / name for name in said.texts("boards", ())),
        plan_around=tuple(folder / name for name in said.texts("plan_around", ())),
        plan_measures=tuple(folder / name for name in said.texts("plan_measures", ())),
        deliveries=tuple(folder / name for name in said.texts("deliveries", ())),
        peers=folder / said.text("peers") if said.has("peers") else None,
        duties=folder / said.text("duties") if said.has("duties") else None,
    )
    said.check()
    return recipe


def _moment(said: TomlTable, key: str) -> datetime:
    found = said.value(key)
    if isinstance(found, datetime) and found.tzinfo is not None:
        return found.astimezone(UTC)
    said.wrong(
        key, "is not a moment with its time zone.", "Write one like 2021-03-01T09:00:00Z.", "not-a-moment"
    )
    return datetime(2000, 1, 1, tzinfo=UTC)
