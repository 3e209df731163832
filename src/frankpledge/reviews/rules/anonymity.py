"""When a document may leave: a clean scan of exactly these bytes, and two people who signed after it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.messages import message
from frankpledge.kernel.verdicts import Reason, Verdict, fails, holds

GUIDANCE = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)",
    note="reports are published anonymised",
)
SIGNATURES = 2
CHECKS: Mapping[str, str] = {
    "rare": "Rare facts: I looked for what is true of few people, and nothing is left that tells who they are.",
    "places": "Small places: no village, street, school, workplace or surgery is left by which they can be found.",
    "days": "Days: months and years stand where an exact day would tell.",
    "together": "Put together: I read it as a neighbour would who knows a little and has the internet.",
    "press": "The press: I searched for the case, and nothing in the text leads to what was printed with names.",
    "pictures": "Pictures: I looked at each, for words, faces, number plates and house fronts.",
    "children": "Children: no child can be known from it, by friends at school either.",
}
"""What each signer confirms, one by one."""


@dataclass(frozen=True)
class ScanMade:
    """A scan: of which bytes, against which state of the vault, with how many hits that still stand, and when."""

    sha256: str
    vault_mark: str
    standing_hits: int
    at: datetime


@dataclass(frozen=True)
class Signature:
    """Somebody's signature: of which bytes, by whom, for which organisation, when, and what they confirmed."""

    sha256: str
    signer: str
    at: datetime
    confirmed: frozenset[str]


@rule(source=GUIDANCE)
def may_publish(
    sha256: str,
    vault_mark: str,
    scan: ScanMade | None,
    signatures: Sequence[Signature],
    authors: Collection[str] = (),
) -> Verdict:
    """A document leaves only after a scan of exactly these bytes against the vault as it stands now found nothing, and two
    different people, neither of them its author, signed every point after that scan.
    """
    reasons = []
    if scan is None or scan.sha256 != sha256:
        reasons.append(
            Reason("scan", "This very file was not scanned. A file that was saved again is another file.")
        )
    elif scan.vault_mark != vault_mark:
        reasons.append(Reason("scan", "The vault has changed since the scan: scan it again."))
    elif scan.standing_hits:
        reasons.append(Reason("scan", f"The scan found {scan.standing_hits} places that are not dealt with."))
    valid = {
        one.signer for one in signatures
        if scan is not None and one.sha256 == sha256 and one.at >= scan.at and set(CHECKS) <= one.confirmed and one.signer not in authors
    }  # fmt: skip
    if len(valid) < SIGNATURES:
        names = ", ".join(sorted(valid)) or "nobody"
        reasons.append(
            Reason("signatures", f"Two different people sign, and not the author. Signed so far: {names}.")
        )
    if reasons:
        return fails(message("It may not be published yet."), *reasons)
    return holds(
        message("It may be published."), Reason("signatures", f"Signed by {', '.join(sorted(valid))}.")
    )
