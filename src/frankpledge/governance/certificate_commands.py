"""The command `verify`: a decision certificate, checked without a database and without a network. Nothing is printed."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from frankpledge.governance.commands import _parser
from frankpledge.governance.rules.certificates.schema import CERTIFICATE, VERIFY_OUTPUT
from frankpledge.governance.rules.certificates.signing import plain_fingerprint, public_key_in
from frankpledge.governance.rules.certificates.verifying import Verified, verified
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Answer, Caution, WarningCode

SCHEMAS = {"verify": {"input": CERTIFICATE, "output": VERIFY_OUTPUT}}
METHOD = "Ed25519 over the canonical payload; the verdict worked out again by the engine from the terms in the certificate"
HEX_DIGITS = 64


def verify_parser() -> argparse.ArgumentParser:
    """The arguments of `verify`."""
    parser = _parser("verify", verify_command.__doc__)
    parser.add_argument("file", metavar="FILE", help="a decision certificate")
    parser.add_argument("--fingerprint", default="", help="the fingerprint that the partnership publishes")
    parser.add_argument("--key", default="", metavar="FILE", help="the public key that it publishes (PEM)")
    return parser


def verify_command(argv: list[str]) -> Answer:
    """Check a decision certificate: its signature, every value in it, and the verdict worked out again."""
    given = verify_parser().parse_args(argv)
    path = Path(given.file)
    public = _public_key(Path(given.key)) if given.key else None
    found = verified(_content(path), path.name, fingerprint=_fingerprint(given.fingerprint), public=public)
    return _answer(found)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(
            Problem("no-file", "the file cannot be read.", "Check the name and the folder.", path.name)
        ) from error


def _public_key(path: Path) -> bytes:
    found = public_key_in(_content(path))
    if found is None:
        remedy = "Give the PEM file that the partnership publishes."
        raise Unusable(Problem("not-a-key", "there is no Ed25519 public key in the file.", remedy, path.name))
    return found


def _fingerprint(typed: str) -> str:
    """As typed, if it can be one at all: a word too few would otherwise look like a forgery."""
    plain = plain_fingerprint(typed)
    is_one = len(plain) == HEX_DIGITS and all(digit in "0123456789abcdef" for digit in plain)
    if typed and not is_one:
        reason = f"‘{typed}’ is no fingerprint: it has 64 digits of 0 to 9 and a to f."
        raise Unusable(Problem("not-a-fingerprint", reason, "Copy the whole of it.", column="--fingerprint"))
    return plain


def _answer(found: Verified) -> Answer:
    return Answer(
        verdict="valid" if found.is_valid else "invalid",
        values=_values(found.payload),
        reasons=tuple(
            {"clause": one.check, "working": one.said} for one in (found.wrong or found.checks)
        ),
        warnings=tuple(
            Caution(_code(text), "certificate", text) for text in found.cautions
        ),
        method=METHOD,
        extra={
            "valid": found.is_valid,
            "checks": [{"check": one.check, "ok": one.ok, "said": one.said} for one in found.checks],
        },
    )  # fmt: skip


def _code(text: str) -> WarningCode:
    return WarningCode.CITATION if text.startswith("This program") else WarningCode.UNVERIFIABLE


def _values(payload: Mapping[str, object]) -> dict[str, object]:
    """What the certificate is about, to be read before the checks. Empty for a file that is no certificate."""
    if not payload:
        return {}
    decision, key = cast("dict[str, object]", payload["decision"]), cast("dict[str, object]", payload["key"])
    return {
        "partnership": cast("dict[str, object]", payload["partnership"])["name"],
        "decision": decision["number"] or decision["slug"],
        "text": decision["text"],
        "outcome": decision["outcome"],
        "decided_at": decision["decided_at"],
        "fingerprint": key["fingerprint"],
    }
