"""`import PATH…`: take in files, folders and archives from the command line."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from frankpledge.evidence import services
from frankpledge.evidence.services import FileOutcome, ImportSummary, Outcome
from frankpledge.evidence.specs import read_spec
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.plans.choosing import stored_partnership
from frankpledge.site.cli import complain, say
from frankpledge.site.commands.serving import prepare_database
from frankpledge.site.progress import Bar

WORDS = {
    Outcome.IMPORTED: "imported",
    Outcome.REVISED: "imported, in place of an earlier file",
    Outcome.ALREADY: "already imported",
    Outcome.LEFT_ALONE: "left alone: not data that Frankpledge reads",
    Outcome.REFUSED: "REFUSED",
}
SHOWN = 5
MOST_REASONS = 50


def import_files(arguments: list[str]) -> int:
    """Import files, folders and zips. Nothing is imported when a file is unusable, unless --keep-going."""
    chosen = parser().parse_args(arguments)
    prepare_database()
    try:
        summary = run_import(
            stored_partnership(chosen.partnership) if chosen.partnership else only_partnership(),
            chosen.paths,
            dataset=chosen.dataset,
            keep_going=chosen.keep_going,
        )
    except Unusable as unusable:
        return refuse(unusable.problems)
    say(json.dumps([as_json(file) for file in summary.files], indent=2) if chosen.json else in_words(summary))
    return 1 if summary.of(Outcome.REFUSED) else 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge import", description=import_files.__doc__)
    made.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a folder or a zip")
    made.add_argument("--partnership", help="its slug; may be left out where there is only one")
    made.add_argument("--dataset", type=Path, help="a dataset.toml that describes the files")
    made.add_argument(
        "--keep-going", action="store_true", help="import the usable files and refuse the others"
    )
    made.add_argument("--json", action="store_true", help="print what became of each file as JSON")
    return made


def refuse(problems: tuple[Problem, ...]) -> int:
    """Every reason on a line of its own; nothing was imported."""
    for problem in problems[:MOST_REASONS]:
        complain(str(problem))
    if len(problems) > MOST_REASONS:
        complain(f"and {len(problems) - MOST_REASONS:,} more reasons of this kind")
    return complain("nothing was imported")


def only_partnership() -> str:
    """The slug of the one partnership that data can be of: one with small areas, where there are several.

    Raises `Unusable` when there are none or several such.
    """
    from frankpledge.directory.api import area, partnerships
    from frankpledge.records.clock import today

    slugs = [known.slug for known in partnerships()]
    if len(slugs) > 1:
        placed = [slug for slug in slugs if (found := area(slug, on=today())) and found.members]
        slugs = placed if len(placed) == 1 else slugs
    if len(slugs) == 1:
        return slugs[0]
    reason = "there is no partnership yet" if not slugs else f"there are several: {', '.join(slugs)}"
    raise Unusable(
        Problem("which-partnership", f"Whose data is it? {reason.capitalize()}.", "Give --partnership SLUG.")
    )


def run_import(
    partnership: str, paths: list[Path], *, dataset: Path | None, keep_going: bool
) -> ImportSummary:
    for path in paths:
        if not path.exists():
            raise Unusable(
                Problem("no-such-path", "There is no such file or folder.", "Check the path.", file=str(path))
            )
    bar = Bar("Importing")
    summary = services.import_paths(
        partnership,
        paths,
        by=system("The command line"),
        spec=read_spec(dataset) if dataset else None,
        progress=bar,
        keep_going=keep_going,
    )
    bar.end(f"{len(summary.of(Outcome.IMPORTED, Outcome.REVISED))} files, {summary.rows:,} rows")
    return summary


def in_words(summary: ImportSummary) -> str:
    """What became of each file, with the first problems of each."""
    lines: list[str] = []
    for file in summary.files:
        count = f", {file.rows:,} rows" if file.rows else ""
        refused = f", {file.refused:,} rows refused" if file.refused else ""
        before = f" (before: {file.rows_before:,})" if file.rows_before is not None else ""
        lines.append(f"{file.name}: {file.title or 'unknown'}: {WORDS[file.outcome]}{count}{before}{refused}")
        lines += [f"    {caution}" for caution in file.cautions[:SHOWN]]
        lines += [f"    {problem}" for problem in file.problems[:SHOWN]]
        if len(file.problems) > SHOWN:
            lines.append(f"    … and {len(file.problems) - SHOWN} more problems listed on the import's page")
    return "\n".join(lines)


def as_json(file: FileOutcome) -> dict[str, object]:
    return {
        "file": file.name,
        "outcome": str(file.outcome),
        "kind": file.kind,
        "rows": file.rows,
        "refused": file.refused,
        "rows_before": file.rows_before,
        "problems": [str(problem) for problem in file.problems],
        "cautions": list(file.cautions),
    }
