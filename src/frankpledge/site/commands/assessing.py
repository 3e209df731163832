"""`assess`: the strategic assessment of an area for a year, in four formats, from what is in the store."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.site.cli import complain, say
from frankpledge.site.commands.serving import prepare_database

STEM = "assessment"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{message[1:]}."
        raise Unusable(Problem("arguments", reason, "See ./frankpledge assess --help."))


def parser() -> argparse.ArgumentParser:
    made = _Parser(prog="./frankpledge assess", description=assess.__doc__, allow_abbrev=False)
    made.add_argument(
        "--area", required=True, metavar="CODE", help="code of the area, or slug of the partnership"
    )
    made.add_argument("--until", required=True, metavar="YYYY-MM", help="last of the twelve months assessed")
    made.add_argument("--scheme", metavar="FILE", help="rank by this scheme instead of the edition's own")
    made.add_argument(
        "--edition", default="", metavar="NAME", help="whose issues, scores and texts (default: the newest)"
    )
    made.add_argument("--out", required=True, metavar="DIR", help="where the four files go")
    return made


def assess(arguments: list[str]) -> int:
    """Rank the issues of an area for the twelve months up to --until and write the assessment as HTML, PDF, DOCX and ODT.

    Nothing in the record changes. This is the partnership's own version; the public one is issued at the release desk.
    """
    given = parser().parse_args(arguments)
    prepare_database()
    from frankpledge.assessment import assessing
    from frankpledge.documents import api as documents

    period = assessing.year_until(given.until)
    slug = assessing.partnership_of(given.area)
    scheme = Path(given.scheme) if given.scheme else None
    by = system("The command line")
    try:
        made = assessing.assessed(slug, period, scheme=scheme, by=by, edition=given.edition)
    except (NotFound, Refused) as refused:
        return complain(str(refused))
    for path in documents.write_all(made, Path(given.out), STEM):
        say(str(path))
    return 0
