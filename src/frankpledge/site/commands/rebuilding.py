"""`cube`: make what is kept beside files for those that were taken in before it was."""

from __future__ import annotations

import argparse

from frankpledge.evidence import rebuilding
from frankpledge.kernel.people import system
from frankpledge.site.cli import complain, say
from frankpledge.site.commands.serving import prepare_database
from frankpledge.site.progress import Bar
from frankpledge.web.words import counted


def cube(arguments: list[str]) -> int:
    """Count the police files that were taken in before counts were kept beside them, and read the outcomes, stops and
    searches that were only kept. Imports do this by themselves; safe to repeat."""
    parser().parse_args(arguments)
    prepare_database()
    bar = Bar("Counting")
    found = rebuilding.rebuild(by=system("The command line"), progress=bar)
    bar.end(f"{counted(found.companions, 'part')} counted")
    say(
        f"{counted(found.companions, 'part')} counted, {counted(found.read, 'file')} read that had only been kept"
    )
    for problem in found.problems:
        complain(str(problem))
    return 1 if found.problems else 0


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="./frankpledge cube", description=cube.__doc__)
