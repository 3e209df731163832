"""What a form can offer instead of asking somebody to type it again: names and numbers that stand in the review already.

Only what this person may read is offered, so a list never tells more than the page of the review does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.rules.casework.fields import Kind
from frankpledge.reviews.rules.casework.state import Entry

Options = Sequence[tuple[str, str]]
LONGEST = 90
"""Characters of a recommendation or an entry in a list."""


def offered(case: CaseFacts, kind: Kind) -> Mapping[str, Options]:
    """The choices for each field of an entry that names something told before; none where nothing is there to choose."""
    found = {name: _SOURCES[name](case, kind) for name in _SOURCES if kind.field(name)}
    return {name: options for name, options in found.items() if options}


def _labels(case: CaseFacts, kind: Kind) -> Options:
    """The pseudonyms of the contact plan."""
    if kind.slug == "family-person":
        return ()
    names = [one.text("label") for one in _of(case, "family-person")]
    return [(name, name) for name in dict.fromkeys(names)]


def _recommendations(case: CaseFacts, kind: Kind) -> Options:
    if kind.slug == "recommendation-made":
        return ()
    numbers = {one.text("id") for one in _of(case, "recommendation-made")}
    return [
        (one.id, f"{one.id}: {_short(one.text)}") for one in case.state.recommendations if one.id in numbers
    ]


def _proposals(case: CaseFacts, _kind: Kind) -> Options:
    """Later days that were proposed, and that the partnership has not agreed yet."""
    agreed = {one.text("proposal") for one in _of(case, "extension-agreed")}
    waiting = [one for one in _of(case, "extension-proposed") if str(one.sequence) not in agreed]
    return [(str(one.sequence), _short(one.told())) for one in waiting]


_ASKED_BEFORE = {
    "agency-replied": "agency-asked", "imr-draft": "imr-asked", "imr-checked": "imr-draft", "imr-final": "imr-draft",
    "fact-checked": "fact-check-asked",
}  # fmt: skip
_OWNERS = frozenset({"recommendation-accepted", "recommendation-rejected", "action-done"})


def _agencies(case: CaseFacts, kind: Kind) -> Options:
    """The agencies that were asked before; of those who answer for an agency, only their own."""
    own, may_for_any = case.reach.organisations, case.reach.writes(kind.slug, kind.group, "")
    if kind.slug in _OWNERS:
        names = [] if may_for_any else sorted(own)
    elif kind.slug in _ASKED_BEFORE:
        asked = [one.text("agency") for one in _of(case, _ASKED_BEFORE[kind.slug])]
        names = [name for name in dict.fromkeys(asked) if may_for_any or name in own]
    else:
        names = []
    return [(name, name) for name in names]


def _points(case: CaseFacts, _kind: Kind) -> Options:
    """The points of the Home Office's last answer."""
    answers = _of(case, "qa")
    lines = answers[-1].text("points").splitlines() if answers else []
    written = [line.strip() for line in lines if line.strip()]
    return [(str(place), f"{place}: {_short(line)}") for place, line in enumerate(written, start=1)]


def _entries(case: CaseFacts, _kind: Kind) -> Options:
    """Every entry that may be put right, the latest first; the notice itself is not taken out."""
    open_to_change = [one for one in case.shown if one.sequence > 1 and one.kind != "corrected"]
    return [
        (
            str(one.sequence),
            _short(f"{one.on if isinstance(one.on, PartialDate) else 'no day'}: {one.told()}"),
        )
        for one in reversed(open_to_change)
    ]


def _of(case: CaseFacts, kind: str) -> list[Entry]:
    return [one for one in case.shown if one.kind == kind]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


_SOURCES: Mapping[str, Callable[[CaseFacts, Kind], Options]] = {
    "label": _labels, "id": _recommendations, "proposal": _proposals, "agency": _agencies, "point": _points, "entry": _entries,
}  # fmt: skip
