"""The command that looks through a document for what a vault holds.

Arguments in, one `Answer` out, nothing printed. The answer names terms by id and places, never the words found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode
from frankpledge.reviews.rules.scanning.folding import folded_words
from frankpledge.reviews.rules.scanning.numbers import localities
from frankpledge.reviews.rules.scanning.scan import Chunk, Hit, Scanner, is_clean
from frankpledge.reviews.rules.scanning.terms import Term, read_export
from frankpledge.reviews.scan_schemas import SCHEMAS
from frankpledge.reviews.scanning.reading import read_file

__all__ = ["SCHEMAS", "scan_command", "scan_parser"]

METHOD = (
    "every part of the file, as text brought down to what it is read as, against every way to write each term"
)


def scan_parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="review scan", description=scan_command.__doc__)
    parser.add_argument("file", metavar="FILE", help="a DOCX, ODT, PDF, XLSX, ODS, HTML, TXT, CSV or JSON")
    parser.add_argument(
        "--against",
        metavar="VAULT_EXPORT",
        required=True,
        help="the terms, as JSON; `schema review scan` gives the shape",
    )
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise Unusable(Problem("arguments", f"{message}.", "Write: review scan FILE --against VAULT_EXPORT."))


def scan_command(argv: list[str]) -> Answer:
    """Look through a document, hidden parts included, for the names and numbers of a vault."""
    given = scan_parser().parse_args(argv)
    terms, cautions = read_export(_export(Path(given.against)), Path(given.against).name)
    path = Path(given.file)
    chunks, unread = read_file(path)
    hits = Scanner(terms).hits(chunks)
    cautions = (*cautions, *_unread(unread), *_villages(terms, chunks))
    return answer(hits, terms, hashlib.sha256(path.read_bytes()).hexdigest(), len(chunks), cautions)


def _villages(terms: Iterable[Term], chunks: Iterable[Chunk]) -> Iterator[Caution]:
    """Places of addresses that the file names by themselves: no hit, for the report may be about the place."""
    read = [f" {' '.join(folded_words(chunk.text))} " for chunk in chunks]
    for term in terms if any(one.kind == "address" for one in terms) else ():
        found = localities(term.value) if term.kind == "address" else frozenset()
        if any(f" {' '.join(folded_words(place))} " in text for place in found for text in read):
            text = "The file names the village or town of this address: where that is small, it can tell who it is about."
            yield Caution(WarningCode.AMBIGUOUS, term.id, text)


def _export(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unusable(
            Problem("vault-export", "The file cannot be opened.", "Check the path.", file=path.name)
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(
            Problem("vault-export", "It is no JSON.", "Export the vault again.", file=path.name)
        ) from error


def _unread(places: tuple[str, ...]) -> tuple[Caution, ...]:
    return tuple(
        Caution(
            WarningCode.COVERAGE,
            place,
            "What it shows is not read for words: a person must look at it.",
        )
        for place in places
    )


def answer(
    hits: tuple[Hit, ...], terms: tuple[Term, ...], sha256: str, stretches: int, cautions: tuple[Caution, ...]
) -> Answer:
    """What the command says of the hits."""
    clean = is_clean(hits)
    found = len({hit.term_id for hit in hits})
    working = (
        f"None of the {len(terms)} terms is in the file."
        if clean
        else f"{found} of the {len(terms)} terms are in the file."
    )
    possible = [hit for hit in hits if not hit.is_certain]
    if possible:
        text = f"{len(possible)} of the {len(hits)} hits may mean something else; a person must look at each."
        cautions = (*cautions, Caution(WarningCode.AMBIGUOUS, "hits", text))
    values = {
        "sha256": sha256,
        "terms": len(terms),
        "terms_found": found,
        "hits": len(hits),
        "stretches_read": stretches,
    }
    reason = {"clause": str(rule_of(is_clean).source), "working": working}
    return Answer(
        "clean" if clean else "hits",
        values,
        (reason,),
        cautions,
        METHOD,
        {"hits": [hit_record(hit) for hit in hits]},
    )


def hit_record(hit: Hit) -> dict[str, object]:
    """A hit as the contract has it, and how it was found."""
    return {
        "term_id": hit.term_id, "kind": hit.kind, "where": hit.where, "how": str(hit.how),
        "certainty": "certain" if hit.is_certain else "possible",
    }  # fmt: skip
