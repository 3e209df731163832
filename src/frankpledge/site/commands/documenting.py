"""`docs`: writes the pages of docs/reference that are made from the code, or says which are stale."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from frankpledge.site.cli import complain, say
from frankpledge.site.reference import people, register, running
from frankpledge.site.reference.markdown import MADE

ROOT = Path(__file__).resolve().parents[4]
REFERENCE = ROOT / "docs" / "reference"
MADE_PAGES: dict[str, Callable[[], str]] = {
    "permissions.md": people.permissions,
    "roles.md": people.roles,
    "settings.md": running.settings,
    "commands.md": running.commands,
    "jobs.md": running.kinds_of_job,
    "figures.md": running.figures,
    "routes.md": running.routes,
    "rules.md": register.rules,
    "data-register.md": register.data_register,
}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge docs", description=docs.__doc__)
    made.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    return made


def docs(arguments: list[str]) -> int:
    """Write the reference pages that are made from the code. The same code gives the same bytes."""
    chosen = parser().parse_args(arguments)
    changed, needless = stale(REFERENCE)
    if chosen.check:
        return report(changed, needless)
    texts = pages()
    for name in changed:
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[name], encoding="utf-8")
        say(f"docs/reference/{name}")
    for name in needless:
        (REFERENCE / name).unlink()
        say(f"docs/reference/{name}: removed")
    return 0


def report(changed: list[str], needless: list[str]) -> int:
    """Say which pages are stale; exit status 1 when any is."""
    named = [*changed, *(f"{name} (no longer made)" for name in needless)]
    if not named:
        say("docs/reference is up to date")
        return 0
    complain(f"stale: {', '.join(named)}; run ./frankpledge docs")
    return 1


def pages() -> dict[str, str]:
    """Every generated file under docs/reference, by name."""
    schemas = {f"schemas/{name}": text for name, text in running.schemas().items()}
    return {name: make() for name, make in MADE_PAGES.items()} | schemas


def stale(folder: Path) -> tuple[list[str], list[str]]:
    """The names of pages that are missing or differ, and of those that nothing makes any more."""
    texts = pages()
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    made = [path for path in folder.glob("*.md") if MADE in _read(path)]
    present = sorted(path.relative_to(folder).as_posix() for path in [*made, *folder.glob("schemas/*.json")])
    return changed, [name for name in present if name not in texts]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
