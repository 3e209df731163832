"""`rotate-keys`: a new key of the installation for the vault of reviews."""

from __future__ import annotations

import argparse

from frankpledge.audit.api import record
from frankpledge.kernel.people import Subject, system
from frankpledge.reviews import api as reviews
from frankpledge.site.cli import say
from frankpledge.site.commands.serving import prepare_database
from frankpledge.web.words import counted


def rotate_keys(arguments: list[str]) -> int:
    """Make a new key of the installation, seal the key of every review with it, and drop the old one. Safe to break off and run again.

    Copy the folder vault-keys afterwards: an older copy opens nothing any more.
    """
    parser().parse_args(arguments)
    prepare_database()
    wrapped = reviews.rotate_keys()
    by = system("The command line")
    record("vault-keys-rotated", subject=Subject("installation"), by=by, detail={"reviews": wrapped})
    say(
        f"The keys of {counted(wrapped, 'review')} are sealed with a new key. Copy the folder vault-keys now."
    )
    return 0


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog="./frankpledge rotate-keys", description=rotate_keys.__doc__)
