"""The jigsaw: what in a text, put together with what anybody can find, could tell who it is about. Ranked, with reasons. Pure.

It finds kinds of things, not truths: a person decides of each. Of a vault it knows the villages, and nothing of whose they are.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import MONTHS
from frankpledge.reviews.rules.scanning.scan import Chunk

GUIDANCE = Citation(
    "Multi-agency statutory guidance for the conduct of domestic homicide reviews (2016)",
    note="anonymity of those concerned",
)
MOTIVATED = Citation(
    "Information Commissioner's Office, Anonymisation guidance", note="the motivated intruder test"
)


class Clue(StrEnum):
    """What sort of thing may tell who somebody is."""

    DAY = "an exact day"
    PLACE = "a small place"
    WORK = "an unusual occupation"
    RARE = "a rare fact"
    COURT = "a court, sentence or police operation"
    PRESS = "something the press told"
    WORDS = "words that can be searched for"
    AGE = "an exact age"
    FAMILY = "a family that can be told from others"
    TOGETHER = "several of these together"


ADVICE: Mapping[Clue, str] = {
    Clue.DAY: "Give the month and year, or how long after something else.",
    Clue.PLACE: "Say the kind of place: a village, a seaside town.",
    Clue.WORK: "Say the field of work.",
    Clue.RARE: "Say it more generally, unless the learning rests on it.",
    Clue.COURT: "Say that there was a conviction; leave out the court, the length and the name of the operation.",
    Clue.PRESS: "Leave out what was reported, and where.",
    Clue.WORDS: "Put it in other words: a sentence that stands in the news is found in seconds.",
    Clue.AGE: "Give an age band.",
    Clue.FAMILY: "Say ‘children’; leave out how many and which.",
    Clue.TOGETHER: "Take out at least one of them from this place.",
}
WEIGHT: Mapping[Clue, int] = {
    Clue.DAY: 3, Clue.PLACE: 3, Clue.WORK: 3, Clue.RARE: 3, Clue.COURT: 4, Clue.PRESS: 5, Clue.WORDS: 3, Clue.AGE: 1,
    Clue.FAMILY: 2, Clue.TOGETHER: 0,
}  # fmt: skip
HIGH, MEDIUM = 6, 3
_MONTH = "|".join(MONTHS)
_OCCUPATIONS = (
    "councillor|mayor|vicar|priest|bishop|imam|rabbi|headteacher|head teacher|headmaster|headmistress|firefighter|fire fighter|"
    "lifeboat|coastguard|lighthouse|gamekeeper|blacksmith|farrier|jockey|thatcher|trawler|fisherman|shepherd|vet|surgeon|barrister|"
    "judge|magistrate|coroner|undertaker|pilot|air hostess|diver|footballer|boxer|musician|actor|author|landlady|landlord of|"
    "publican|postmaster|postmistress|shopkeeper|taxi driver|train driver|prison officer|police officer|soldier|paratrooper|marine|"
    "sailor|army|navy|raf|beekeeper|zoo|circus|chocolatier|clockmaker|locksmith|midwife|dentist|pharmacist|astronomer|miner|quarry"
)
PATTERNS: tuple[tuple[Clue, str, int, str], ...] = (
    (Clue.DAY, rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\s+\d{{4}}\b|\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}\b|\b\d{{4}}-\d\d-\d\d\b", 0, "The day can be matched with a report, a register or an anniversary."),
    (Clue.DAY, r"\b(?:Christmas|Boxing|New Year’s|New Year's|Valentine’s|Valentine's|Easter)\s(?:Day|Eve|Sunday|Monday)\b|\bon (?:her|his|their) (?:\w+ )?(?:birthday|wedding day|anniversary)\b", 1, "A feast or birthday is a day everybody can find."),
    (Clue.PLACE, r"\b(?:village|hamlet|farm|cul-de-sac|island|caravan park|caravan site|holiday park|army base|barracks|council estate|housing estate|lighthouse|vicarage|rectory|marina|harbour|quay|quarry|beauty spot)\b", 0, "Few people live in such a place, and all of them know."),
    (Clue.PLACE, r"\b(?:in|at|near|outside|of|from)\s+(?:the\s+(?:village|hamlet|town|island|parish)\s+of\s+)[A-Z][\w’'-]+", 2, "The place is named."),
    (Clue.WORK, rf"\b(?:{_OCCUPATIONS})s?\b", 0, "There are few of them in any one area."),
    (Clue.WORK, r"\b(?:the|its|their) only (?:doctor|nurse|teacher|shop|pub|employer|taxi|vet|dentist|garage)\b|\bworked (?:at|for) [A-Z][\w’'&-]+", 1, "It points to one person or one employer."),
    (Clue.RARE, r"\b(?:twins?|triplets?|quadruplets?|adopted|surrogate|amputee|albino|deaf-?blind|blind|wheelchair|paralysed|transplant|conjoined|lottery|celebrity|world record|medal|olympic|refugee|asylum|first (?:woman|man|person)|only (?:woman|man|person|child|daughter|son)|(?:youngest|oldest|tallest|largest) (?:ever|in))\b", 0, "It is true of few people."),
    (Clue.RARE, r"\b(?:crossbow|axe|hammer|machete|samurai|shotgun|chainsaw|poison(?:ed|ing)?|arson|set (?:fire|alight)|drowned|strangled|decapitat\w+|dismember\w+|buried in|acid)\b", 1, "How it was done is what the news remembers."),
    (Clue.RARE, r"\b(?:rare|unusual|extremely uncommon|one of only \w+)\s+(?:\w+\s){0,2}(?:condition|disease|disorder|syndrome|illness|surname|name|faith|nationality)\b", 2, "The text itself says that it is rare."),
    (Clue.COURT, r"\b[A-Z][\w’'-]+ Crown Court\b|\bHMP [A-Z]\w+|\bOperation [A-Z][a-z]+\b|\bsentenced to\b[^.]{0,40}\b(?:\d+|life|\w+teen|\w+ty)\b[^.]{0,20}(?:years?|months?|imprisonment)|\bminimum (?:term|of) [^.]{0,20}(?:years|months)", 0, "Courts, lengths of sentences and names of operations are in the news with the names."),
    (Clue.PRESS, r"\b(?:newspapers?|the press|media (?:coverage|reports?|attention)|headlines?|BBC|ITV|Sky News|Daily \w+|Echo|Gazette|Herald|Facebook|Twitter|TikTok|crowdfund\w*|JustGiving|documentary|podcast|televised|broadcast|petition|vigil|memorial (?:bench|garden|page|service))\b|https?://\S+", 0, "It leads to what was published with names."),
    (Clue.WORDS, r"[“\"][^”\"\n]{45,}[”\"]", 0, "A long quotation can be searched for word by word."),
    (Clue.AGE, r"\b(?:aged?\s+\d{1,3}|\d{1,3}[- ]years?[- ]olds?)\b", 0, "With a month and an area, an age tells much."),
    (Clue.FAMILY, r"\b(?:mother|father|parents?|grandmother|grandfather) of (?:\w+|\d+)\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+) (?:sons|daughters|children|siblings|brothers|sisters)\b|\b(?:step|half|foster)[- ]?(?:son|daughter|child|children|brother|sister)\b", 0, "Neighbours count children."),
)  # fmt: skip
COMPILED = tuple((clue, re.compile(pattern, re.I if clue not in {Clue.PLACE, Clue.COURT} or "named" not in why else 0), extra, why)
                 for clue, pattern, extra, why in PATTERNS)  # fmt: skip
DEATH = re.compile(
    r"\b(?:died|dead|death|killed|murder(?:ed)?|homicide|body|found|pronounced|inquest|funeral|post-mortem)\b",
    re.I,
)
LEADING = frozenset({Clue.DAY, Clue.PLACE, Clue.WORK, Clue.RARE, Clue.COURT, Clue.PRESS})


@dataclass(frozen=True)
class Finding:
    """One thing to look at: what it is, where, the words, how heavy, why, and what could be done."""

    key: str
    clue: Clue
    where: str
    excerpt: str
    weight: int
    why: str
    advice: str
    times: int = 1

    @property
    def rank(self) -> str:
        return "high" if self.weight >= HIGH else "medium" if self.weight >= MEDIUM else "low"


@rule(source=MOTIVATED)
def jigsaw(chunks: Iterable[Chunk], places: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Whatever a determined neighbour or reporter could put together is shown to the people who sign, the heaviest first.

    `places` are small places of this area, such as the villages of the addresses in a vault: each signer answers for them.
    """
    found: dict[tuple[Clue, str], Finding] = {}
    for chunk in chunks:
        if not chunk.is_prose:
            continue
        here = list(_in(chunk, places))
        for finding in (*here, *_together(chunk, here)):
            key = (finding.clue, finding.excerpt.casefold())
            before = found.get(key)
            found[key] = finding if before is None else replace(
                before if before.weight >= finding.weight else finding, times=before.times + 1
            )  # fmt: skip
    return tuple(
        sorted(found.values(), key=lambda each: (-each.weight, -each.times, each.where, each.excerpt))
    )


def _in(chunk: Chunk, places: frozenset[str]) -> Iterator[Finding]:
    text = chunk.text
    for clue, pattern, extra, why in COMPILED:
        for match in pattern.finditer(text):
            weight = WEIGHT[clue] + extra + (2 if clue is Clue.DAY and _near_death(text, match) else 0)
            yield _finding(clue, chunk, match[0], weight, why)
    for place in places:
        if re.search(rf"\b{re.escape(place)}\b", text):
            yield _finding(Clue.PLACE, chunk, place, HIGH, "It is a small place of this area.")


def _near_death(text: str, match: re.Match[str]) -> bool:
    return bool(DEATH.search(text[max(0, match.start() - 120) : match.end() + 120]))


def _finding(clue: Clue, chunk: Chunk, words: str, weight: int, why: str) -> Finding:
    excerpt = " ".join(words.split())[:160]
    key = hashlib.sha256(f"{clue}|{excerpt.casefold()}".encode()).hexdigest()[:12]
    return Finding(key, clue, chunk.place, excerpt, weight, why, ADVICE[clue])


def _together(chunk: Chunk, here: list[Finding]) -> Iterator[Finding]:
    """Three or more different kinds of clue in one paragraph: each is harmless, and together they are a name."""
    kinds: dict[Clue, Finding] = defaultdict()
    for finding in here:
        if finding.clue in LEADING:
            kinds.setdefault(finding.clue, finding)
    if len(kinds) < 3:
        return
    words = "; ".join(finding.excerpt for _, finding in sorted(kinds.items()))
    weight = 4 + sum(WEIGHT[clue] for clue in kinds)
    told = ", ".join(sorted(str(clue) for clue in kinds))
    yield _finding(Clue.TOGETHER, chunk, words, weight, f"One paragraph holds {told}.")
