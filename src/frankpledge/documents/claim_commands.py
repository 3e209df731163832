"""The commands `claims check` and `claims possible`, run without a database. Nothing is printed.

Bad input raises the kernel's `Unusable`. `SCHEMAS` holds what `./frankpledge schema "claims check"` prints.
"""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from pathlib import Path
from typing import NoReturn

from frankpledge.documents.checking.check import METHOD
from frankpledge.documents.checking.parts import Checking, Verdict
from frankpledge.documents.checking.possible import MOST, counts_giving_change, counts_giving_share
from frankpledge.documents.checking.reading import check_file
from frankpledge.documents.claim_schemas import SCHEMAS
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

__all__ = ["SCHEMAS", "check_command", "check_parser", "possible_command", "possible_parser"]

MOST_BYTES = 50 * 1024 * 1024
MOST_LISTED = 10_000
_CODES = {
    "total": WarningCode.ARITHMETIC, "percent_of": WarningCode.ARITHMETIC, "change_from": WarningCode.ARITHMETIC,
    "date": WarningCode.DATE, "period": WarningCode.PERIOD, "list-count": WarningCode.LIST_COUNT, "rate": WarningCode.DENOMINATOR,
}  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(
            Problem("arguments", reason, f"See ./frankpledge schema ‘{self.prog.split(' ', 1)[1]}’.")
        )


def _parser(name: str, description: str | None) -> _Parser:
    made = _Parser(prog=f"frankpledge {name}", description=description, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    return made


def check_parser() -> argparse.ArgumentParser:
    """The arguments of `claims check`."""
    parser = _parser("claims check", check_command.__doc__)
    parser.add_argument(
        "file", metavar="FILE", help="a text, Word, OpenDocument, PDF, HTML, CSV or JSON file"
    )
    return parser


def check_command(argv: list[str]) -> Answer:
    """Hold every number of a document against the others there."""
    given = check_parser().parse_args(argv)
    path = Path(given.file)
    return answer_of(check_file(read_bytes(path), path.name))


def read_bytes(path: Path) -> bytes:
    """A file's content. Raises `Unusable` when it is not there or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unusable(
                Problem("too-large", "the file has more than 50 megabytes.", "Give a part of it.", path.name)
            )
        return path.read_bytes()
    except OSError as error:
        raise Unusable(
            Problem(
                "no-file",
                "there is no such file, or it cannot be read.",
                "Check the name and the folder.",
                path.name,
            )
        ) from error


def answer_of(made: Checking) -> Answer:
    """A check as a command answers it."""
    tally = {str(one): len(made.having(one)) for one in Verdict}
    wrong = made.having(Verdict.CONTRADICTED)
    return Answer(
        verdict=_verdict(tally, len(made.claims)),
        values={**tally, "claims": len(made.claims)},
        reasons=tuple(
            {"clause": claim.where, "working": f"{claim.stated}: {claim.because}"} for claim in wrong
        ),
        warnings=_warnings(made),
        method=METHOD,
        extra={"claims": [claim.as_json() for claim in made.claims]},
    )


def _verdict(tally: dict[str, int], claims: int) -> str:
    if tally[Verdict.CONTRADICTED]:
        return "contradicted"
    if not claims:
        return "no-claims"
    return "nothing-contradicted" if tally[Verdict.UNBOUND] else "confirmed"


def _warnings(made: Checking) -> tuple[Caution, ...]:
    found = [Caution(WarningCode(one.code), one.where, one.text) for one in made.remarks]
    for claim in made.claims:
        if claim.verdict is Verdict.CONTRADICTED:
            code = _CODES.get(claim.kind, WarningCode.ARITHMETIC)
            if "share of the new number" in claim.because or "of the other number" in claim.because:
                code = WarningCode.BASE
            found.append(Caution(code, claim.where, f"{claim.stated}: {claim.because}"))
        elif claim.verdict is Verdict.CONVENTION:
            found.append(Caution(WarningCode.ROUNDING, claim.where, f"{claim.stated}: {claim.because}"))
    return tuple(found)


def possible_parser() -> argparse.ArgumentParser:
    """The arguments of `claims possible`."""
    parser = _parser("claims possible", possible_command.__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--percent", metavar="P", help="a share in per cent")
    which.add_argument("--change", metavar="P", help="a change in per cent; below 0 is a fall")
    parser.add_argument("--of", metavar="N", help="the whole of which it is a share")
    parser.add_argument("--to", metavar="N", help="the count after the change")
    parser.add_argument("--places", metavar="K", help="decimal places that P was rounded to")
    return parser


def possible_command(argv: list[str]) -> Answer:
    """The whole numbers that give a percentage at all."""
    given = possible_parser().parse_args(_joined(argv))
    is_share = given.percent is not None
    name, base = ("--of", given.of) if is_share else ("--to", given.to)
    written = given.percent if is_share else given.change
    percent = _percent("--percent" if is_share else "--change", written)
    whole = _whole(name, base, 1 if is_share else 0, MOST)
    places = _whole("--places", given.places, 0, 6) if given.places is not None else _places(written)
    if (percent * 10**places).denominator != 1:
        raise Unusable(
            Problem(
                "places",
                f"{written} has more than {places} decimal places.",
                "Give it as it was rounded.",
                value=written,
            )
        )
    counts = (counts_giving_share if is_share else counts_giving_change)(percent, whole, places)
    return _possible(counts, written, name, whole, places, is_share=is_share)


def _joined(argv: list[str]) -> list[str]:
    """`--change -5` as `--change=-5`, which the parser would take for an option."""
    made: list[str] = []
    for word in argv:
        if (
            made
            and made[-1] in {"--change", "--percent", "--to", "--of"}
            and re.fullmatch(r"[-−][\d.]+%?", word)
        ):
            made[-1] = f"{made[-1]}={word}"
        else:
            made.append(word)
    return made


def _possible(counts: range, written: str, name: str, whole: int, places: int, *, is_share: bool) -> Answer:
    """The answer in the shape of the contract."""
    what = f"{written.rstrip('%')}% {'of' if is_share else 'change to'} {whole:,}, to {places} decimal places"
    cautions: tuple[Caution, ...] = ()
    if len(counts) > MOST_LISTED:
        cautions = (
            Caution(
                WarningCode.AMBIGUOUS,
                "counts",
                f"There are {len(counts):,}; the first {MOST_LISTED:,} are listed.",
            ),
        )
    working = (
        f"No whole number gives {what}."
        if not counts
        else f"From {counts[0]:,} to {counts[-1]:,} give {what}."
    )
    return Answer(
        verdict="possible" if counts else "impossible",
        values={"percent" if is_share else "change": written, name.removeprefix("--"): whole, "places": places, "how_many": len(counts)},
        reasons=({"clause": "rounded half up from exact whole numbers", "working": working},),
        warnings=cautions,
        method="every whole number whose percentage, rounded half up (a change: half away from nought), is the one stated",
        extra={"counts": list(counts[:MOST_LISTED])},
    )  # fmt: skip


def _percent(name: str, typed: str) -> Fraction:
    written = typed.strip().rstrip("%").replace("−", "-")
    if not re.fullmatch(r"[+-]?\d{1,7}(?:\.\d{1,6})?", written):
        raise Unusable(
            Problem(
                "not-a-percentage",
                f"{name}: ‘{typed}’ is not a percentage.",
                "Write 23, 22.8 or -5.",
                value=typed,
            )
        )
    return Fraction(written)


def _places(typed: str) -> int:
    return len(typed.strip().rstrip("%").partition(".")[2])


def _whole(name: str, typed: str | None, least: int, most: int) -> int:
    if typed is None:
        raise Unusable(Problem("arguments", f"{name} is missing.", "Say of, or to, which count."))
    plain = typed.replace(",", "")
    if not re.fullmatch(r"-?\d{1,9}", plain) or not least <= int(plain) <= most:
        raise Unusable(
            Problem(
                "not-whole",
                f"{name}: ‘{typed}’ is not a whole number from {least:,} to {most:,}.",
                "Write it in digits.",
                value=typed,
            )
        )
    return int(plain)
