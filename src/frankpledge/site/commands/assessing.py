"""`assess`: the strategic assessment of an area for a year, in four formats, from what is in the store."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.site.commands.serving import prepare_database

if TYPE_CHECKING:
    from frankpledge.assessment.facts import RankingFacts
    from frankpledge.documents.tree import Document

STEM = "assessment"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{message[1:]}."
        raise Unusable(Problem("arguments", reason, "See ./frankpledge schema assess."))


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
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    return made


def assess(arguments: list[str]) -> Answer:
    """Rank the issues of an area for the twelve months up to --until and write the assessment as HTML, PDF, DOCX and ODT.

    Nothing in the record changes. This is the partnership's own version; the public one is issued at the release desk.
    """
    given = parser().parse_args(arguments)
    prepare_database()
    from frankpledge.assessment import assessing

    period = assessing.year_until(given.until)
    slug = assessing.partnership_of(given.area)
    scheme = Path(given.scheme) if given.scheme else None
    by = system("The command line")
    try:
        made = assessing.assessed(slug, period, scheme=scheme, by=by, edition=given.edition)
    except (NotFound, Refused) as refused:
        raise Unusable(Problem("assess", str(refused), "See ./frankpledge schema assess.")) from None
    return _answer(made.ranking, given.area, _written(made.document, Path(given.out)))


def _written(document: Document, folder: Path) -> list[Path]:
    from frankpledge.documents import api as documents

    try:
        return documents.write_all(document, folder, STEM)
    except OSError as error:
        reason = f"The files cannot be written in ‘{folder}’ ({error.strerror})."
        raise Unusable(
            Problem("--out", reason, "Name a folder that can be written to.", value=str(folder))
        ) from None


def _answer(ranking: RankingFacts, area: str, paths: list[Path]) -> Answer:
    months = (ranking.period.starts_on, ranking.period.ends_on or ranking.period.starts_on)
    first, last = (f"{day.year:04d}-{day.month:02d}" for day in months)
    return Answer(
        "assessed" if ranking.places else "nothing_ranked",
        {"area": area, "partnership": ranking.partnership, "from": first, "until": last, "edition": ranking.edition,
         "scheme": f"{ranking.scheme_id} {ranking.scheme_version}", "ranked": len(ranking.places),
         "left_out": len(ranking.left_out)},
        tuple({"clause": ranking.scheme_title, "working": f"{one.rank}. {one.title}: {one.score_text}"} for one in ranking.places),
        tuple(_cautions(ranking)),
        ranking.method,
        {
            "files": [{"path": str(path), "bytes": path.stat().st_size} for path in paths],
            "ranking": [
                {"issue": one.issue, "score": float(one.score), "rank": one.rank, "tied_with": list(one.tied_with),
                 "rank_low": one.rank_low, "rank_high": one.rank_high, "part_of": one.part_of or None}
                for one in ranking.places
            ],
            "sentences": [str(path) for path in paths],
        },
    )  # fmt: skip


def _cautions(ranking: RankingFacts) -> Iterator[Caution]:
    """What is not ranked, and what the figures of those ranked do not tell."""
    for left in ranking.left_out:
        yield Caution(WarningCode.COVERAGE, left.issue, f"{left.title} is not ranked. {left.because}")
    for one in ranking.places:
        for remark in one.remarks:
            yield Caution(WarningCode.COVERAGE, one.issue, f"{one.title}: {remark}")


_TEXT: dict[str, object] = {"type": "string"}
_MONTH: dict[str, object] = {"type": "string", "pattern": r"^\d{4}-\d{2}$"}
_WHOLE: dict[str, object] = {"type": "integer", "minimum": 0}


def _object(**properties: object) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(of: object) -> dict[str, object]:
    return {"type": "array", "items": of}


SCHEMAS: dict[str, dict[str, object]] = {
    "assess": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "assess",
        "description": "./frankpledge assess --area CODE --until YYYY-MM [--scheme FILE] [--edition NAME] --out DIR [--json]; "
        "evidence comes from the store",
        "input": {
            "type": "object",
            "required": ["area", "until", "out"],
            "properties": {
                "area": {**_TEXT, "description": "--area: the code of a partnership's area, or its slug"},
                "until": {**_MONTH, "description": "--until: the last of the twelve months assessed"},
                "scheme": {**_TEXT, "description": "--scheme: a scoring scheme (TOML) in place of the edition's own"},
                "edition": {**_TEXT, "description": "--edition: whose issues, scores and texts; the newest unless named"},
                "out": {**_TEXT, "description": "--out: the folder for the four files, made where there is none"},
            },
        },
        "output": _object(
            verdict={"enum": ["assessed", "nothing_ranked"], "description": "nothing_ranked: no issue has what the scheme asks for"},
            values=_object(
                **{"area": _TEXT, "partnership": _TEXT, "from": _MONTH, "until": _MONTH, "edition": _TEXT, "scheme": _TEXT},
                ranked=_WHOLE, left_out=_WHOLE,
            ),
            reasons=_list(_object(clause=_TEXT, working=_TEXT)),
            warnings=_list(_object(code={"enum": [str(code) for code in WarningCode]}, where=_TEXT, text=_TEXT)),
            method=_TEXT,
            files={**_list(_object(path=_TEXT, bytes=_WHOLE)), "description": "assessment.html, .pdf, .docx and .odt"},
            ranking={
                **_list(_object(
                    issue=_TEXT, score={"type": "number"}, rank={"type": "integer", "minimum": 1}, tied_with=_list(_TEXT),
                    rank_low={"type": "integer"}, rank_high={"type": "integer"}, part_of={"type": ["string", "null"]},
                )),
                "description": "as `rank` has it, worst first",
            },
            sentences={**_list(_TEXT), "description": "where the files are"},
        ),
    }
}  # fmt: skip
