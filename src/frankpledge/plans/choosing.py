"""Whose plan a command is about, and on which day: what the commands of this room share."""

from __future__ import annotations

from datetime import date

from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable


def day_asked(typed: str) -> date:
    """The day after `--on`. Raises `Unusable` for anything but a whole date."""
    try:
        on = PartialDate.parse(typed)
    except ValueError as error:
        raise Unusable(Problem("not-a-date", f"--on: {error}.", "Write 2023-06-14.", value=typed)) from error
    if not on.is_exact:
        raise Unusable(Problem("not-a-day", f"‘{on}’ has no day.", "Write the whole date.", value=typed))
    return on.earliest


def stored_partnership(named: str) -> str:
    """The slug of the partnership asked about: the one named, or the only one there is. Raises `Unusable`.

    Sets Django up, so that a command that is given a file never needs a database.
    """
    import django

    django.setup()
    from django.db import DatabaseError

    from frankpledge.directory.api import partnerships

    try:
        slugs = [known.slug for known in partnerships()]
    except DatabaseError as error:
        reason = "There is no record on this machine."
        raise Unusable(Problem("no-record", reason, "Give a file, or set FRANKPLEDGE_HOME.")) from error
    if named and named not in slugs:
        raise Unusable(Problem("no-partnership", f"There is no partnership ‘{named}’.", f"There are: {', '.join(slugs) or 'none'}.", value=named))  # fmt: skip
    if named or len(slugs) == 1:
        return named or slugs[0]
    reason = "There is no partnership yet." if not slugs else f"There are several: {', '.join(slugs)}."
    raise Unusable(Problem("which-partnership", reason, "Give --partnership SLUG, or a file."))
