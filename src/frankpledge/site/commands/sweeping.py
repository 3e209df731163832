"""`sweep`: remove what imports that did not end have left behind."""

from __future__ import annotations

import argparse

from frankpledge.evidence import sweeping
from frankpledge.kernel.people import system
from frankpledge.site.cli import say
from frankpledge.site.commands.serving import prepare_database
from frankpledge.web.words import counted


def sweep(arguments: list[str]) -> int:
    """Remove files older than a day that no import names, previews older than 30 days, and drawings unused for as long."""
    parser().parse_args(arguments)
    prepare_database()
    found = sweeping.sweep(by=system("The command line"))
    say(
        f"{counted(found.files, 'file')} ({found.size:,} bytes) and {counted(found.previews, 'preview')} removed"
    )
    return 0


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="./frankpledge sweep", description=sweep.__doc__)
