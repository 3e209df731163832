"""What the page shows on which a measure is made of offence codes: what was found, what is chosen, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frankpledge.analysis.sentences import joined
from frankpledge.analysis.severity import Weighted
from frankpledge.analysis.severity_words import coverage_sentence, name_with_code, score_text, set_in_words
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import making
from frankpledge.evidence.addresses import address, crumbs
from frankpledge.evidence.making import Source
from frankpledge.evidence.pages import MakingPage, Pairs
from frankpledge.evidence.rules.code_list import CodeFacts, found
from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem
from frankpledge.web.words import counted

MOST_SHOWN = 60
MOST_NAMED = 5
NO_SOURCE = "Nothing with offence codes has been imported yet: import a force’s extract by offence code, or the Home Office’s table."
FIELDS = {"dataset": "dataset", "title": "title", "definition": "definition"}
"""The field at which a problem is shown, by its column."""


@dataclass(frozen=True)
class Said:
    """What somebody typed and ticked so far."""

    dataset: str = ""
    words: str = ""
    codes: tuple[str, ...] = ()
    title: str = ""
    definition: str = ""


def making_page(partnership: PartnershipFacts, said: Said, problems: Sequence[Problem] = ()) -> MakingPage:
    """The page with all that was typed and ticked, each mistake at its field."""
    every = making.sources(partnership.slug)
    held = next((one for one in every if said.dataset in {"", one.slug}), every[0] if every else None)
    codes = held.codes if held else ()
    by_code = {one.code: one for one in codes}
    matching = found(codes, said.words)
    chosen = tuple(by_code.get(code, CodeFacts(code, "", "", 0)) for code in said.codes)
    fresh = tuple(one for one in matching if one.code not in said.codes)
    first = "codes" if chosen else "found" if fresh else "words"
    return MakingPage(
        title="Make a measure of offence codes",
        crumbs=crumbs(partnership, ("Data", "data")),
        nothing="" if held else NO_SOURCE,
        sources=tuple((one.slug, one.title) for one in every),
        dataset=held.slug if held else "",
        words=said.words,
        chosen=tuple(_option(held, one) for one in chosen),
        found=tuple(_option(held, one) for one in fresh[:MOST_SHOWN]),
        found_words=_found_words(len(matching), len(fresh), len(codes)),
        comes_to=tuple(_comes_to(partnership, held, said.codes)) if held and said.codes else (),
        named=said.title,
        definition=said.definition,
        errors=tuple((f"{one.reason} {one.remedy}", FIELDS.get(one.column, first)) for one in problems),
        href=address("measure-new", partnership),
    )


def _option(held: Source | None, one: CodeFacts) -> tuple[str, str, str]:
    """A box to tick: the code, what it is called, and how many there are with what each weighs."""
    words = f"{one.code} {one.offence or one.group}".strip()
    if held is None or one.code not in {known.code for known in held.codes}:
        return one.code, words, "Not a code of this source"
    some = counted(one.n, "offence") + (
        f", and {counted(one.missing, 'count')} missing" if one.missing else ""
    )
    group = f"{one.group}. " if one.group and one.offence else ""
    return one.code, words, f"{group}{some}{_weight(held, one)}"


def _weight(held: Source, one: CodeFacts) -> str:
    if held.weights is None:
        return ""
    weight = held.weights.found.of(one.code, one.offence, one.group)
    if weight.low is None or weight.high is None or weight.middle is None:
        return "; the weights leave it out" if str(weight.how) == "left_out" else "; no weight"
    low, middle, high = (
        score_text(end).removesuffix(".0") for end in (weight.low, weight.middle, weight.high)
    )
    return f"; weight {middle}" if weight.is_exact else f"; weight {low} to {high}"


def _found_words(matching: int, fresh: int, every: int) -> str:
    if not matching:
        return f"None of the {grouped(every)} codes is found by these words."
    if not fresh:
        return "Every code that these words find is chosen."
    cut = f" The first {MOST_SHOWN} are shown: search more closely for others." if fresh > MOST_SHOWN else ""
    already = f", {grouped(matching - fresh)} of them chosen" if matching > fresh else ""
    return f"{grouped(matching)} of {grouped(every)} codes found{already}.{cut}"


def _comes_to(partnership: PartnershipFacts, held: Source, codes: Sequence[str]) -> Iterator[str]:
    """How many offences a choice counts, and how much of them the weights cover."""
    mine = [one for one in held.codes if one.code in set(codes)]
    when = f", {held.span}" if held.span else ""
    yield f"{counted(len(mine), 'code')}: {counted(sum(one.n for one in mine), 'offence')}{when}."
    missing = sum(one.missing for one in mine)
    if missing:
        yield f"{counted(missing, 'count')} of them {'is' if missing == 1 else 'are'} missing, and not nought."
    yield from _covered(held, making.weighed(held, codes))
    if held.without_code:
        yield f"{counted(held.without_code, 'offence')} of the source have no code, and no choice of codes counts them."
    if other := making.alike(partnership.slug, held.slug, [one.code for one in mine]):
        yield f"‘{other}’ counts exactly these codes already."


def _covered(held: Source, weighed: Weighted | None) -> Iterator[str]:
    if held.weights is None or weighed is None:
        yield "No set of weights has been imported, so how much of them has a weight is not known."
        return
    yield f"{coverage_sentence(weighed)} The weights are {set_in_words(held.weights.found)}."
    lacking = [name_with_code(one) for one in weighed.lacking]
    if lacking:
        more = [f"{len(lacking) - MOST_NAMED} more"] if len(lacking) > MOST_NAMED else []
        yield f"No weight is known for {joined([*lacking[:MOST_NAMED], *more])}."


def facts_of(partnership: PartnershipFacts, slug: str, definition: str) -> Pairs:
    """What a measure counts, where somebody said so: its definition, and the codes it was made of."""
    dataset, codes = making.chosen_codes(partnership.slug, slug)
    known = (
        {one.code: one for one in held.codes} if (held := making.source(partnership.slug, dataset)) else {}
    )
    named = [f"{code} {known[code].offence}".strip() if code in known else code for code in codes]
    made = (("Definition", definition),) if definition else ()
    return (*made, ("Offence codes", "; ".join(named))) if named else made
