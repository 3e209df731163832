"""Who must be there, in words: the tests of a quorum as a chair would say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from frankpledge.governance.rules.terms.constitution import (
    Constitution,
    CountTest,
    IncludesTest,
    NotFewerTest,
    Test,
    Together,
)

BASES = {"in_post": "of those in post", "present": "of those present", "all": "of all"}
UNITS = {
    "seats": ("seat", "seats"),
    "people": ("person", "people"),
    "organisations": ("organisation", "organisations"),
}


def quorum_in_words(terms: Constitution, capacity: str = "") -> tuple[str, ...]:
    """Each test of the quorum as a sentence without its full stop; nothing where the terms give none."""
    test = terms.quorum_for(capacity)
    return tuple(_sentences(test, _names(terms))) if test else ()


def _names(terms: Constitution) -> Mapping[str, str]:
    return {
        **{one.slug: one.title.lower() for one in terms.classes},
        **{one.slug: f"the {one.title.lower()}" for one in terms.offices},
        **{one.slug: one.name for one in terms.seats},
    }


def _sentences(test: Test, names: Mapping[str, str]) -> Iterator[str]:
    if isinstance(test, Together) and test.every:
        for one in test.tests:
            yield from _sentences(one, names)
        if not test.tests:
            yield "no quorum is needed"
    elif isinstance(test, Together):
        yield " or ".join(word for one in test.tests for word in _sentences(one, names))
    else:
        yield _sentence(test, names)


def _sentence(test: CountTest | NotFewerTest | IncludesTest, names: Mapping[str, str]) -> str:
    if isinstance(test, IncludesTest):
        deputy = {True: ", and a deputy will do", False: ", and a deputy will not do", None: ""}[
            test.deputy_ok
        ]
        return f"{names.get(test.who, test.who)} is there{deputy}"
    if isinstance(test, NotFewerTest):
        ours, theirs = names.get(test.member_class, test.member_class), names.get(test.than, test.than)
        return f"those of ‘{ours}’ are not fewer than those of ‘{theirs}’"
    one, many = UNITS[test.unit]
    unit = one if not test.threshold.is_share and test.threshold.value == 1 else many
    of = f" {BASES[test.of]}" if test.threshold.is_share else ""
    which = f" of ‘{names.get(test.member_class, test.member_class)}’" if test.member_class else ""
    return f"{test.threshold.in_words()} {unit}{which}{of}"
