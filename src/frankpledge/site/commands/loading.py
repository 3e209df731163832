"""`load PATH…`: a partnership from the files that describe it, or one more of them; everything is taken in, or nothing."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from frankpledge.assessment import services as assessment
from frankpledge.directory import api as directory
from frankpledge.directory.loaders import load_partnership
from frankpledge.disclosure import api as disclosure
from frankpledge.governance import loaders as governance
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.money import loaders as money
from frankpledge.plans import loaders as plans
from frankpledge.plans.delivery import loading as delivery
from frankpledge.plans.measures import loading as measures
from frankpledge.scrutiny import loaders as committees
from frankpledge.scrutiny import services as scrutiny
from frankpledge.site.cli import say
from frankpledge.site.commands.importing import only_partnership
from frankpledge.site.commands.serving import prepare_database

PARTNERSHIP = "partnership.toml"
Load = Callable[..., object]


@dataclass(frozen=True)
class FileKind:
    """Files of one kind: how their names read, what they hold, and what takes them in."""

    names: str
    holds: str
    load: Load

    def is_of(self, path: Path) -> bool:
        return re.fullmatch(self.names, path.name) is not None


KINDS = (
    FileKind(r"terms(-.+)?\.toml", "terms of reference", governance.load),
    FileKind(r"meetings(-.+)?\.toml", "meetings and decisions", governance.load),
    FileKind(r"issues\.toml", "issues", assessment.load_issues),
    FileKind(r"scheme(-.+)?\.toml", "a scoring scheme", assessment.load_scheme),
    FileKind(r"scores(-.+)?\.toml", "an edition of the assessment with its scores", assessment.load_scores),
    FileKind(r"small-counts\.toml", "what was agreed about small counts", disclosure.load),
    FileKind(r"plan(-\d.*)?\.toml", "a plan", plans.load),
    FileKind(r"(plan-)?delivery\.toml", "delivery of the plan", delivery.load),
    FileKind(r"(plan-)?measures\.toml", "measures of the plan", measures.load),
    FileKind(r"report(-.+)?\.toml", "the frame of a report", scrutiny.load_report),
    FileKind(r"scrutiny\.toml", "committees and what they asked", committees.load),
    FileKind(r"money\.toml", "funds, budgets and shares", money.load),
)
"""In the order in which they are taken in: each stands on those before it. Files of one kind go by their names, so that
dates in them put the older first."""


def load(arguments: list[str]) -> int:
    """Set up a partnership from the files that describe it, or take in one more. Nothing is taken in where one is wrong."""
    chosen = parser().parse_args(arguments)
    prepare_database()
    found = tuple(files_of(chosen.paths))
    by = system("The command line")
    with transaction.atomic():
        slug = _partnership(found, chosen.partnership, by)
        taken = tuple(_take_in(slug, found, by))
        if chosen.rank:
            assessment.run_assessments(slug, by=by)
    say(
        "\n".join(
            [
                *taken,
                *(
                    f"{path.name}: left alone; its name is none of those that are read"
                    for path in _others(found)
                ),
            ]
        )
    )
    say(
        f"The partnership’s pages begin at /{slug}/. Import its data next: ./frankpledge import PATH --partnership {slug}"
    )
    return 0


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="./frankpledge load", description=load.__doc__)
    made.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder of files, or files")
    made.add_argument("--partnership", help="its slug, where no file of a partnership is among them")
    made.add_argument(
        "--rank", action="store_true", help="rank the issues afterwards, with the data there is"
    )
    return made


def files_of(paths: list[Path]) -> Iterator[Path]:
    """The files of the paths, those of a folder by name. Raises `Unusable` for a path that leads to nothing."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix == ".toml")
        elif path.is_file():
            yield path
        else:
            raise Unusable(
                Problem("no-such-path", "There is no such file or folder.", "Check the path.", file=str(path))
            )


def kind_of(path: Path) -> FileKind | None:
    """What a file holds by its name; None for another."""
    return next((kind for kind in KINDS if kind.is_of(path)), None)


def _others(found: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for path in found if path.name != PARTNERSHIP and kind_of(path) is None)


def _partnership(found: tuple[Path, ...], named: str | None, by: Principal) -> str:
    """The slug of the partnership that the files are of, which is made where its own file is among them."""
    own = next((path for path in found if path.name == PARTNERSHIP), None)
    if own is not None:
        slug = load_partnership(own, by=by)
        if named in {None, slug}:
            return slug
        raise Unusable(
            Problem("two-partnerships", f"It describes ‘{slug}’, and --partnership says ‘{named}’.",
                    "Leave --partnership out, or give the files of that partnership.", file=own.name)
        )  # fmt: skip
    slug = named or only_partnership()
    try:
        return directory.partnership(slug).slug
    except NotFound as nobody:
        raise Unusable(
            Problem("no-partnership", f"there is no partnership ‘{slug}’.", f"Give {PARTNERSHIP} too, or another slug.")
        ) from nobody  # fmt: skip


def _take_in(slug: str, found: tuple[Path, ...], by: Principal) -> Iterator[str]:
    for kind in KINDS:
        for path in found:
            if kind_of(path) is kind:
                try:
                    kind.load(slug, path, by=by)
                except Refused as refused:
                    raise Unusable(
                        Problem("refused", str(refused.reason), "Nothing was taken in.", file=path.name)
                    ) from refused
                yield f"{path.name}: {kind.holds}"
