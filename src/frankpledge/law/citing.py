"""Whether a citation is right for a subject on a day: titles, years, numbers, places, nations, and names of bodies. Pure.

What the library does not hold is never called wrong: it is *unverifiable*, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import short_date
from frankpledge.law import api as law
from frankpledge.law.facts import STRENGTH_WORDS, BodyName, Duty, Instrument, Strength
from frankpledge.law.loading import places

DRAFTING = Citation("Good drafting", "citations")
LATEST = date(9999, 12, 31)
"""Where no day is given the library is asked as it stands last."""
_TITLE = re.compile(
    r"(?:[A-Z][\w’'-]*|\([A-Z][^()]*\))(?:[ ,]+(?:and|of|the|for|to|in|&|\(?[A-Z(][\w’',&() -]*?\)?|etc\.?))*?[ ]+"
    r"(?:Act|Regulations|Regs|Order)\b(?:[ ,]*\(?(?P<year>\d{4})\)?)?"
)
_NUMBER = re.compile(r"\bS\.?I\.?\s*(?:No\.?\s*)?(?P<year>\d{4})/(?P<number>\d+)", re.IGNORECASE)
_CHAPTER = re.compile(r"\bc(?:h)?\.\s?(?P<number>\d{1,3})\b")
_PLACE = re.compile(
    r"\b(?P<kind>sections?|ss?|regulations?|regs?|articles?|arts?|schedules?|sch)\.?\s*"
    r"(?P<number>\d{1,3}[A-Z]{0,2})\b(?P<sub>(?:\(\w{1,4}\))*)",
    re.IGNORECASE,
)
_KIND = {"s": "s", "r": "reg", "a": "art"}
_SMALL = {"and", "of", "the", "for", "to", "a", "in", "etc"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to write instead. `code` is a short name of the kind of fault."""

    code: str
    where: str
    text: str
    correction: str


@dataclass(frozen=True)
class Judged:
    """A citation judged. `is_right` None: nothing was found wrong and something could not be checked (`unsure`)."""

    is_right: bool | None
    subject: tuple[Duty, ...]
    instruments: tuple[Instrument, ...]
    faults: tuple[Fault, ...]
    unsure: tuple[str, ...]
    correction: str
    owed_under: str
    """What the law is cited to for the subject, whatever was written; empty for custom and where no subject was found."""


@dataclass(frozen=True)
class _Found:
    written: str
    instrument: Instrument | None
    is_exact: bool
    year: int | None


def normal(title: str) -> str:
    """A title for comparing: small letters, ‘&’ as ‘and’, without ‘the’, ‘as amended’ or marks."""
    text = title.casefold().replace("&", "and").replace("as amended", "")
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text.removeprefix("the ")).split())


def instrument_of(cited: str) -> tuple[Instrument | None, bool]:
    """The instrument meant by a citation, and whether its title is right. Close titles of the same year are recognised."""
    found = _meant(cited, same_year=True)
    return found.instrument, found.is_exact


def _meant(cited: str, *, same_year: bool = False) -> _Found:
    known = law.library().instruments
    if cited in known:
        return _Found(cited, known[cited], True, known[cited].year)
    wanted = normal(cited)
    year = next((int(word) for word in reversed(wanted.split()) if re.fullmatch(r"(19|20)\d\d", word)), None)
    for one in known.values():
        if normal(one.title) == wanted:
            return _Found(cited, one, True, year)
    rows = [one for one in known.values() if not same_year or (year is not None and one.year == year)]
    near = [(likeness(normal(one.title), wanted), one.year == year, -len(one.title), one) for one in rows]
    best = max(near, key=lambda row: row[:3], default=None)
    least = 0.5 if same_year or (best and best[1]) else 0.6
    return (
        _Found(cited, best[3], False, year) if best and best[0] >= least else _Found(cited, None, False, year)
    )


def likeness(one: str, other: str) -> float:
    """The share of words that two titles have in common, counting the longer's words by their first five letters."""
    left, right = ({word[:5] for word in text.split()} - {"and", "of", "the"} for text in (one, other))
    return len(left & right) / max(len(left | right), 1)


# Subjects ---------------------------------------------------------------------------------------------------------


def subject_of(asked: str, nation: str, on: date) -> tuple[Duty, ...]:
    """The duties that a subject means: a code (D11), one of a list of terms (L08), or words; none when nothing fits.

    A duty that was there on another day is found too, so that one can say that it is there no longer.
    """
    code = asked.strip().upper()
    listed = next((one.duties for one in law.duties_listed() if one.code == code), (code,))
    every = law.library().duties
    rows = [row for row in every if nation in row.nation]
    if found := _as_on([row for row in every if row.code in listed], on, nation):
        return found
    wanted = _words(asked)
    rows = rows or list(every)
    scored = [(max(_fit(wanted, _words(text)) for text in (*row.subjects, row.title)), row) for row in rows]
    best = max((score for score, _ in scored), default=0.0)
    return _as_on([row for score, row in scored if score == best], on, nation) if best >= 0.5 else ()


def _as_on(rows: list[Duty], on: date, nation: str) -> tuple[Duty, ...]:
    """Of each code the row that holds on the day in the nation, or else the last that held before, or the first to come."""
    made = []
    for code in dict.fromkeys(row.code for row in rows):
        same = sorted((row for row in rows if row.code == code), key=lambda row: row.period.starts_on)
        holds = [row for row in same if row.applies(nation, on)]
        before = [row for row in same if row.period.starts_on <= on]
        made.append((holds or before[-1:] or same[:1])[0])
    return tuple(made)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s")[:6] for word in normal(text).split()) - _SMALL


def _fit(wanted: frozenset[str], known: frozenset[str]) -> float:
    return 2 * len(wanted & known) / (len(wanted) + len(known)) if wanted and known else 0.0


# The judgement ----------------------------------------------------------------------------------------------------


@rule(source=DRAFTING)
def judge_citation(text: str, subject: str, nation: str, on: date) -> Judged:
    """A citation names an instrument by its own title, year and number, a place that is in force in the nation on the day,
    the instrument that makes the duty, and bodies by the names that they bear on that day."""
    duties = subject_of(subject, nation, on) if subject else ()
    found = _instruments_in(text)
    faults = [
        *_titles(found), *_numbers(text, found), *_out_of_force(found, nation, on), *_bodies(text, nation, on),
        *_repealed(text, found, nation, on), *_for_subject(text, found, duties, nation, on),
    ]  # fmt: skip
    unsure = [*_unknown(text, found, duties, subject), *_unread(found, duties)]
    owed = "; ".join(
        dict.fromkeys(cite(row) for row in duties if row.applies(nation, on) and not row.is_custom)
    )
    correction = _put_right(text, found, faults) or _correction(faults, duties, nation, on)
    checked = any(one.instrument for one in found) or _mentions_body(text)
    right = False if faults else True if checked and (duties or not subject) else None
    return Judged(
        right,
        duties,
        tuple(one.instrument for one in found if one.instrument),
        tuple(faults),
        tuple(unsure),
        correction,
        owed,
    )


SLIPS = {"title", "year", "number"}


def _put_right(text: str, found: list[_Found], faults: list[Fault]) -> str:
    """The same citation without its slips, places kept; empty when something else is wrong with it."""
    if not faults or not {one.code for one in faults} <= SLIPS:
        return ""
    named = [one.instrument for one in found if one.instrument]
    refs = ", ".join(ref for _, ref in _places_in(text))
    cited = [full_title(one) for one in named]
    return "; ".join([*cited[:-1], f"{cited[-1]}, {refs}" if refs else cited[-1]]) if cited else ""


def _instruments_in(text: str) -> list[_Found]:
    found: list[_Found] = []
    for part in re.split(r";|\n|, and the | and the (?=[A-Z])", text):
        titles = [match.group(0).strip(" ,") for match in _TITLE.finditer(part)]
        found += [_meant(re.sub(r"^(The|In the|Under the) ", "", title)) for title in titles]
    for match in _NUMBER.finditer(text):
        number = f"SI {match['year']}/{match['number']}"
        known = next((one for one in law.library().instruments.values() if one.number == number), None)
        if not found:
            found.append(_Found(match.group(0), known, known is not None, int(match["year"])))
    if not found and (whole := _meant(text)).instrument is not None:
        found.append(whole)
    return found


def _titles(found: Iterable[_Found]) -> Iterator[Fault]:
    for one in found:
        if one.instrument is None or one.is_exact:
            continue
        right = one.instrument
        if one.year is not None and one.year != right.year:
            yield Fault(
                "year",
                one.written,
                f"The year is not {one.year}: the {right.title} is meant.",
                full_title(right),
            )
        elif normal(one.written).split() != [*normal(right.title).split()]:
            yield Fault(
                "title",
                one.written,
                f"‘{one.written}’ is not the title; the {right.title} is meant.",
                full_title(right),
            )


def full_title(one: Instrument) -> str:
    """A title with its number where it is known: ‘… Regulations 2009 (SI 2009/942)’."""
    return f"{one.title} ({one.number})" if one.number.startswith("SI") else one.title


def _numbers(text: str, found: list[_Found]) -> Iterator[Fault]:
    named = [one.instrument for one in found if one.instrument]
    for match in _NUMBER.finditer(text):
        number = f"SI {match['year']}/{match['number']}"
        regulations = [one for one in named if one.number.startswith("SI")]
        if regulations and number not in {one.number for one in regulations}:
            right = regulations[0]
            yield Fault(
                "number",
                match.group(0),
                f"The number of the {right.title} is {right.number}.",
                full_title(right),
            )
    acts = [one for one in named if " c. " in one.number]
    for match in _CHAPTER.finditer(text):
        if acts and match["number"] not in {one.number.split(" c. ")[1] for one in acts}:
            yield Fault(
                "number",
                match.group(0),
                f"The {acts[0].title} is {acts[0].number}.",
                f"{acts[0].title} ({acts[0].number})",
            )


def _where(nation: str) -> str:
    return "Wales" if nation == "W" else "England"


def _day(on: date) -> str:
    return "as the law stands last" if on == LATEST else f"on {short_date(on)}"


def _out_of_force(found: Iterable[_Found], nation: str, on: date) -> Iterator[Fault]:
    for one in found:
        known = one.instrument
        if known is None or known.kind in {"guidance", "custom", "announcement"}:
            continue
        if nation not in known.nation:
            yield Fault(
                "nation",
                one.written,
                f"The {known.title} is not law in {_where(nation)}.",
                _twin(known, nation),
            )
        elif not known.is_in_force(nation, on):
            yield Fault(
                "not-in-force",
                one.written,
                f"What is used of the {known.title} was not in force in {_where(nation)} {_day(on)}.",
                "",
            )


def _twin(known: Instrument, nation: str) -> str:
    """The instrument of the other nation that is most like this one, where there is one."""
    rows = [
        one for one in law.library().instruments.values() if one.nation == nation and one.kind == known.kind
    ]
    near = max(
        rows,
        key=lambda one: (likeness(normal(one.title), normal(known.title)), -len(one.title)),
        default=None,
    )
    return full_title(near) if near and likeness(normal(near.title), normal(known.title)) >= 0.5 else ""


def _places_in(text: str) -> list[tuple[str, str]]:
    """Places as written, and as the library writes them."""
    made = []
    for match in _PLACE.finditer(text):
        word = match["kind"].lower()
        kind = "Sch" if word.startswith("sch") else _KIND[word[0]]
        made.append((match.group(0), f"{kind} {match['number']}{match['sub']}"))
    return made


def _repealed(text: str, found: list[_Found], nation: str, on: date) -> Iterator[Fault]:
    """Places that the library knows and that hold no longer, or not yet, on the day."""
    for one in (each.instrument for each in found if each.instrument):
        for written, ref in _places_in(text):
            rows = [row for row in law.library().provisions if (row.instrument, row.ref) == (one.slug, ref)]
            periods = [row.periods[nation] for row in rows if nation in row.periods]
            if not periods or any(on in period for period in periods):
                continue
            last = max((period.ends_on for period in periods if period.ends_on), default=None)
            when = (
                f"ended on {short_date(last)}"
                if last and last < on
                else f"began on {short_date(min(p.starts_on for p in periods))}"
            )
            yield Fault("provision", written, f"{ref} of the {one.title} {when} in {_where(nation)}.", "")


def _bodies(text: str, nation: str, on: date) -> Iterator[Fault]:
    rows = law.library().bodies
    seen: set[str] = set()
    for row in sorted(rows, key=lambda one: -len(one.title)):
        written = _named(text, row)
        same = [one for one in rows if one.title == row.title and nation in one.nation]
        if written is None or row.title in seen or any(written in done for done in seen):
            continue
        seen.add(row.title)
        seen.add(written)
        if any(one.applies(nation, on) for one in same):
            continue
        now = _name_now(row, nation, on)
        if now == row.title:
            continue
        instead = f"; {now} is the name" if now else "; nothing followed it"
        yield Fault(
            "body", written, f"No body was called {row.title} in {_where(nation)} {_day(on)}{instead}.", now
        )


def _named(text: str, row: BodyName) -> str | None:
    plural = row.title[:-1] + "ies" if row.title.endswith("y") else f"{row.title}s"
    for name in (plural, row.title):
        if match := re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            return match.group(0)
    for short in row.also:
        if match := re.search(rf"\b{re.escape(short)}s?\b", text):
            return match.group(0)
    return None


def _mentions_body(text: str) -> bool:
    return any(_named(text, row) for row in law.library().bodies)


_GROUPS = (
    {"HEALTH_PCT", "HEALTH_CCG", "HEALTH_ICB", "HEALTH_LHB"},
    {"POLICE_AUTHORITY", "LOCAL_POLICING_BODY"},
)


def _name_now(row: BodyName, nation: str, on: date) -> str:
    """What the body that does this work was called on the day; empty when there was none."""
    kinds = next((group for group in _GROUPS if row.kind in group), {row.kind})
    return next((one.title for one in law.bodies(nation, on) if one.kind in kinds), "")


def _for_subject(
    text: str, found: list[_Found], duties: tuple[Duty, ...], nation: str, on: date
) -> Iterator[Fault]:
    named = {one.instrument.title: one for one in found if one.instrument}
    if not duties:
        return
    live = [row for row in duties if row.applies(nation, on) and not row.is_custom]
    if not live:
        if found:
            written = ", ".join(named) or found[0].written
            yield Fault("not-law", written, _why_not_law(duties[0], nation, on), "")
        return
    right = {cited.instrument for row in live for cited in row.basis}
    parents = _umbrella(right)
    strange = [one.written for one in found if one.instrument is None]
    if strange and not named:
        yield Fault(
            "instrument", strange[0], f"It is not an instrument that makes the duty ‘{live[0].title}’.", cite(live[0])
        )  # fmt: skip
    if named and not set(named) & (right | parents):
        yield Fault(
            "instrument", ", ".join(named), f"It does not make the duty ‘{duties[0].title}’.",
            "; ".join(dict.fromkeys(map(cite, live))),
        )  # fmt: skip
        return
    yield from _wrong_place(text, named, live)


def _umbrella(titles: set[str]) -> set[str]:
    """The Act under which regulations are made counts beside them, as drafters cite both."""
    made = {
        one.title
        for one in law.library().instruments.values()
        if one.slug in {"regs-2007-1830", "regs-2007-3076"}
    }
    return {law.instrument("cda-1998").title} if titles & made else set()


def _wrong_place(text: str, named: dict[str, _Found], live: list[Duty]) -> Iterator[Fault]:
    """A place that the library knows in the instrument that makes the duty, and that is about something else."""
    cited = [one for row in live for one in row.basis if one.provision]
    for title in named:
        right = {_base(ref) for one in cited if one.instrument == title for ref in places(one.provision)}
        slug = next(one.slug for one in law.library().instruments.values() if one.title == title)
        known = {row.ref: row for row in law.library().provisions if row.instrument == slug}
        for written, ref in _places_in(text):
            row = known.get(ref) or known.get(_base(ref))
            if right and row is not None and _base(ref) not in right:
                places_right = ", ".join(
                    dict.fromkeys(one.provision for one in cited if one.instrument == title)
                )
                yield Fault(
                    "place", written, f"{ref} is about {row.title}.", f"{full_title(law.instrument(slug))}, {places_right}"
                )  # fmt: skip


def _base(ref: str) -> str:
    return re.sub(r" ?\(.*$", "", ref)


def _why_not_law(row: Duty, nation: str, on: date) -> str:
    statute = [
        one for one in law.library().duties
        if one.code == row.code and nation in one.nation and one.strength is Strength.MUST
    ]  # fmt: skip
    ended = [one.period.ends_on for one in statute if one.period.ends_on and one.period.ends_on < on]
    begins = [one.period.starts_on for one in statute if one.period.starts_on > on]
    where = _where(nation)
    if nation not in row.nation:
        return f"In {where} no instrument makes ‘{row.title}’ a duty."
    if ended:
        return f"In {where} no instrument makes ‘{row.title}’ a duty since {short_date(max(ended) + timedelta(1))}."
    if begins:
        return f"In {where} ‘{row.title}’ was no duty before {short_date(min(begins))}."
    return f"In {where} no instrument makes ‘{row.title}’ a duty: {STRENGTH_WORDS[row.strength].lower()}."


def _unknown(text: str, found: list[_Found], duties: tuple[Duty, ...], subject: str) -> Iterator[str]:
    for one in found:
        if one.instrument is None:
            yield f"‘{one.written}’ is no instrument that the library holds."
    if not found and not _mentions_body(text):
        yield "No instrument and no body was recognised in the text."
    if subject and not duties:
        yield f"‘{subject}’ is no duty that the library knows; write a code such as D21, or other words."
    for cited in (each.instrument for each in found if each.instrument):
        known = {row.ref for row in law.library().provisions if row.instrument == cited.slug}
        for _, ref in _places_in(text):
            if known and ref not in known and _base(ref) not in known:
                yield f"{ref} of the {cited.title} is not in the library, so it could not be checked."


def _unread(found: list[_Found], duties: tuple[Duty, ...]) -> Iterator[str]:
    for row in duties:
        if row.provenance.verified != "read":
            yield f"{row.code} rests on general knowledge: its page was not read."
    for one in (each.instrument for each in found if each.instrument):
        if one.provenance.verified == "not verified":
            yield f"The text of the {one.title} was looked for and not read."


def cite(row: Duty) -> str:
    """The citation of a duty: titles with numbers and places; for custom, that there is none."""
    if row.is_custom or not row.basis:
        return ""
    known = {one.title: one for one in law.library().instruments.values()}
    return "; ".join(
        f"{full_title(known[one.instrument])}{f', {one.provision}' if one.provision else ''}"
        for one in row.basis
    )


def _correction(faults: list[Fault], duties: tuple[Duty, ...], nation: str, on: date) -> str:
    if not faults:
        return ""
    if not any(fault.code != "body" for fault in faults):
        return "; ".join(dict.fromkeys(one.correction for one in faults if one.correction))
    live = [row for row in duties if row.applies(nation, on) and not row.is_custom]
    bodies = [one.correction for one in faults if one.code == "body" and one.correction]
    if live:
        return "; ".join(dict.fromkeys([*(cite(row) for row in live), *bodies]))
    if duties:
        return "; ".join(["Cite no instrument: it is not law there on that day.", *bodies])
    return "; ".join(dict.fromkeys(one.correction for one in faults if one.correction))
