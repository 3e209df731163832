"""Reading a file of terms of reference: every mistake is a sentence with file, row, key, reason and remedy."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import Readable, StrictTable, read_toml

T = TypeVar("T")
THRESHOLD = ("at_least", "more_than", "rounding", "minimum")
COUNT = (*THRESHOLD, "count", "of", "class", "clause")
DEEPEST = 6
MEMBERS = c.MemberClass("member", "Members", can_vote=True, counts_to_quorum=True)
"""The one class of a body whose terms tell no classes apart."""

TOP = (
    "terms", "capacity", "class", "seat", "office", "quorum", "decision", "casting_vote", "deputies", "officers", "remote",
    "joint", "interests", "inquorate", "notice", "papers", "frequency", "dates", "requisition", "outside", "subgroup",
    "review", "precedence", "duty", "clause", "footnotes",
)  # fmt: skip


def read_terms(path: Path | Readable) -> c.Constitution:
    """The terms in a file. Raises `Unusable` with the first problem found."""
    return terms_of(read_toml(path).strictly())


def terms_of(file: StrictTable) -> c.Constitution:
    """The terms in a TOML file that has been parsed."""
    file.only(*TOP)
    made = _constitution(file)
    for check in (_unique, _known_classes, _known_seats, _no_cycles, _no_impossible_quorum):
        check(file, made)
    return made


def version_on(versions: Iterable[c.Constitution], on_period: Period) -> None:
    """Refuse two versions of one body's terms that share a day. `on_period` limits the question."""
    known = sorted(
        (one for one in versions if one.period.overlaps(on_period)), key=lambda one: one.period.starts_on
    )
    for earlier, later in itertools.pairwise(known):
        if earlier.period.overlaps(later.period):
            raise Unusable(
                Problem(
                    "two-versions",
                    f"‘{earlier.label}’ and ‘{later.label}’ are both in force on {later.period.starts_on}.",
                    "End the earlier one on the day before the later one starts.",
                    later.file,
                    column="terms.starts_on",
                )
            )


def _constitution(file: StrictTable) -> c.Constitution:
    terms = file.table("terms").only(
        "body", "label", "nation", "basis", "status", "kind", "dated", "starts_on", "ends_on", "source", "note",
        "several_heads", "is_public",
    )  # fmt: skip
    starts, ends = terms.day("starts_on"), terms.optional_day("ends_on")
    if ends and ends < starts:
        raise terms.refusal(
            "backwards", "ends_on", f"it ends ({ends}) before it starts ({starts}).", "Swap the days."
        )
    precedence = _maybe(file, "precedence", lambda e: e.only("order", "clause").texts("order"))
    inquorate = _maybe(file, "inquorate", lambda e: e.only("then", "clause"))
    return c.Constitution(
        body=terms.text("body"),
        label=terms.text("label"),
        nation=terms.choice("nation", ("E", "W")),
        basis=terms.choice("basis", c.BASES_OF_FILE, "actual"),
        status=terms.choice("status", c.STATUSES, "active"),
        kind=terms.text("kind", "partnership"),
        dated=terms.optional_partial("dated"),
        period=Period(starts, ends),
        source=terms.text("source", ""),
        note=terms.text("note", ""),
        file=file.file,
        several_heads=_flag(terms, "several_heads"),
        is_public=_flag(terms, "is_public"),
        joint_counts_as=_maybe(
            file, "joint", lambda e: e.only("counts_as", "clause").choice("counts_as", ("one", "each"))
        ),
        inquorate=inquorate.choice("then", c.INQUORATE) if inquorate else None,
        inquorate_clause=inquorate.text("clause", "") if inquorate else "",
        precedence=precedence,
        quorum=_maybe(file, "quorum", _test),
        casting=_maybe(file, "casting_vote", _casting),
        deputies=_maybe(file, "deputies", _standing),
        officers=_maybe(file, "officers", _standing),
        remote=_maybe(file, "remote", _standing),
        interests=_maybe(file, "interests", _interests),
        papers=_maybe(file, "papers", _papers),
        dates=_maybe(file, "dates", _dates),
        requisition=_maybe(file, "requisition", _requisition),
        review=_maybe(file, "review", _review),
        capacities=_each(file, "capacity", _capacity),
        classes=_each(file, "class", _class) or (MEMBERS,),
        seats=_each(file, "seat", _seat),
        offices=_each(file, "office", _office),
        decisions=_each(file, "decision", _decision),
        notices=_each(file, "notice", _notice),
        frequencies=_each(file, "frequency", _frequency),
        outside=_each(file, "outside", _outside),
        subgroups=_each(file, "subgroup", _subgroup),
        duties=_each(file, "duty", _duty),
        clauses=_each(file, "clause", _clause),
        footnotes=file.texts("footnotes", ()),
    )


def _maybe(entry: StrictTable, key: str, make: Callable[[StrictTable], T]) -> T | None:
    return make(entry.table(key)) if entry.has(key) else None


def _each(entry: StrictTable, key: str, make: Callable[[StrictTable], T]) -> tuple[T, ...]:
    return tuple(make(one) for one in entry.tables(key))


def _flag(entry: StrictTable, key: str) -> bool | None:
    return entry.flag(key) if entry.has(key) else None


def _natural(entry: StrictTable, key: str, least: int = 0) -> int | None:
    found = entry.optional_whole(key)
    if found is not None and found < least:
        raise entry.refusal(
            "too-small", key, f"‘{key}’ is {found}.", f"Write {least} or more, or leave the key out."
        )
    return found


def _whole(entry: StrictTable, key: str, least: int = 0) -> int:
    entry.whole(key)
    return _natural(entry, key, least) or 0


def _optional_choice(entry: StrictTable, key: str, choices: tuple[str, ...]) -> str | None:
    return entry.choice(key, choices) if entry.has(key) else None


def _threshold(entry: StrictTable) -> c.Threshold:
    """`at_least` or `more_than`: a whole number, a share such as "1/3", "25%" or "all"."""
    given = [key for key in ("at_least", "more_than") if entry.has(key)]
    if len(given) != 1:
        why = "both at_least and more_than are given" if given else "neither at_least nor more_than is given"
        raise entry.refusal("threshold", (given or ["at_least"])[0], f"{why}.", "Give exactly one of them.")
    value, is_share = _amount(entry, given[0])
    rounding = entry.choice("rounding", c.ROUNDINGS) if entry.has("rounding") else ""
    if rounding and not is_share:
        raise entry.refusal("rounding", "rounding", "a whole number is not rounded.", "Leave ‘rounding’ out.")
    return c.Threshold(value, is_share, given[0] == "more_than", rounding, _natural(entry, "minimum", 1))


def _amount(entry: StrictTable, key: str) -> tuple[Fraction, bool]:
    value = entry.values[key]
    remedy = 'Write a whole number such as 2, or a share such as "1/3", "25%" or "all".'
    if isinstance(value, int) and not isinstance(value, bool):
        least = 1 if key == "at_least" else 0
        if value < least:
            raise entry.refusal("negative-quorum", key, f"‘{key}’ is {value}.", f"Write {least} or more.")
        return Fraction(value), False
    text = entry.text(key)
    try:
        share = (
            Fraction(1)
            if text == "all"
            else Fraction(text[:-1]) / 100
            if text.endswith("%")
            else Fraction(text)
        )
    except (ValueError, ZeroDivisionError) as error:
        raise entry.refusal("not-an-amount", key, f"‘{text}’ is no number or share.", remedy) from error
    if not 0 < share <= 1:
        raise entry.refusal("not-a-share", key, f"‘{text}’ is not a share between 0 and 1.", remedy)
    if key == "more_than" and share == 1:
        raise entry.refusal("impossible", key, "nothing is more than all.", 'Write at_least = "all".')
    return share, True


def _test(entry: StrictTable, depth: int = 0) -> c.Test:
    """One test of a quorum, or several together."""
    if depth > DEEPEST:
        raise entry.refusal("too-deep", "all_of", "the tests are nested too deeply.", "Write fewer levels.")
    for key in ("all_of", "any_of"):
        if entry.has(key):
            entry.only(key, "clause")
            tests = tuple(_test(one, depth + 1) for one in entry.tables(key))
            if not tests:
                raise entry.refusal("no-tests", key, f"‘{key}’ is empty.", "Write at least one test.")
            return c.Together(tests, key == "all_of", entry.text("clause", ""))
    if entry.has("none"):
        if not entry.only("none", "clause").flag("none"):
            raise entry.refusal(
                "not-none", "none", "‘none’ may only be true.", "Leave [quorum] out where the text is silent."
            )
        return c.Together((), every=True, clause=entry.text("clause", ""))
    if entry.has("includes"):
        entry.only("includes", "deputy_ok", "clause")
        return c.IncludesTest(entry.text("includes"), _flag(entry, "deputy_ok"), entry.text("clause", ""))
    if entry.has("not_fewer_than"):
        entry.only("class", "not_fewer_than", "count", "clause")
        return c.NotFewerTest(
            entry.text("class"), entry.text("not_fewer_than"), entry.choice("count", c.UNITS, "people"),
            entry.text("clause", ""),
        )  # fmt: skip
    entry.only(*COUNT)
    return c.CountTest(
        _threshold(entry), entry.choice("count", c.UNITS, "seats"), entry.choice("of", c.QUORUM_BASES, "all"),
        entry.text("class", ""), entry.text("clause", ""),
    )  # fmt: skip


def _decision(entry: StrictTable) -> c.DecisionRule:
    entry.only(
        "scope", *THRESHOLD, "base", "abstention", "all_present", "consensus_first", "reserved", "clause"
    )
    return c.DecisionRule(
        scope=entry.text("scope", "ordinary"),
        threshold=_threshold(entry),
        base=_optional_choice(entry, "base", c.BASES),
        abstention=_optional_choice(entry, "abstention", c.ABSTENTIONS),
        all_present=entry.flag("all_present", default=False),
        consensus_first=entry.flag("consensus_first", default=False),
        is_reserved=entry.flag("reserved", default=False),
        clause=entry.text("clause", ""),
    )


def _capacity(entry: StrictTable) -> c.Capacity:
    entry.only("slug", "title", "instrument", "clause", "quorum", "decision")
    return c.Capacity(
        entry.text("slug"), entry.text("title"), entry.text("instrument", ""), entry.text("clause", ""),
        _maybe(entry, "quorum", _test), _each(entry, "decision", _decision),
    )  # fmt: skip


def _class(entry: StrictTable) -> c.MemberClass:
    entry.only(
        "slug", "title", "can_vote", "counts_to_quorum", "fewest", "most", "at_least", "more_than", "rounding",
        "minimum", "clause",
    )  # fmt: skip
    return c.MemberClass(
        slug=entry.text("slug"),
        title=entry.text("title"),
        can_vote=entry.flag("can_vote"),
        counts_to_quorum=_flag(entry, "counts_to_quorum"),
        minimum=_natural(entry, "fewest"),
        maximum=_natural(entry, "most"),
        share=_threshold(entry) if entry.has("at_least") or entry.has("more_than") else None,
        clause=entry.text("clause", ""),
    )


def _seat(entry: StrictTable) -> c.Seat:
    entry.only(
        "slug", "name", "organisation", "organisations", "class", "kind", "votes", "places", "office", "is_senior",
        "joint_attendance", "heads", "starts_on", "ends_on", "clause",
    )  # fmt: skip
    starts, ends = entry.optional_day("starts_on"), entry.optional_day("ends_on")
    if starts and ends and ends < starts:
        raise entry.refusal(
            "backwards", "ends_on", f"it ends ({ends}) before it starts ({starts}).", "Swap the days."
        )
    name = entry.text("name")
    votes = _natural(entry, "votes")
    return c.Seat(
        slug=entry.text("slug"),
        name=name,
        organisations=entry.texts("organisations", (entry.text("organisation", name),)),
        member_class=entry.text("class", MEMBERS.slug),
        kind=entry.text("kind", ""),
        votes=1 if votes is None else votes,
        places=_natural(entry, "places", 1) or 1,
        office=entry.text("office", ""),
        is_senior=_flag(entry, "is_senior"),
        joint_attendance=entry.choice("joint_attendance", ("any", "all"))
        if entry.has("joint_attendance")
        else "",
        heads=entry.texts("heads", ()),
        period=Period(starts or _always(entry).starts_on, ends) if starts or ends else None,
        clause=entry.text("clause", ""),
    )


def _always(_: StrictTable) -> Period:
    return Period.parse("1900")


def _office(entry: StrictTable) -> c.Office:
    entry.only(
        "slug", "title", "method", "seat", "from_class", "elected_at", "elect_within_days", "term_months", "most_terms",
        "not_same_organisation_as", "vacancy", "absence", "removal", "clause",
    )  # fmt: skip
    return c.Office(
        slug=entry.text("slug"),
        title=entry.text("title"),
        method=entry.choice("method", c.METHODS),
        seat=entry.text("seat", ""),
        from_class=entry.text("from_class", ""),
        elected_at=entry.text("elected_at", ""),
        elect_within_days=_natural(entry, "elect_within_days"),
        term_months=_natural(entry, "term_months", 1),
        most_terms=_natural(entry, "most_terms", 1),
        not_same_organisation_as=entry.text("not_same_organisation_as", ""),
        vacancy=entry.text("vacancy", ""),
        absence=entry.text("absence", ""),
        removal=entry.text("removal", ""),
        clause=entry.text("clause", ""),
    )


def _casting(entry: StrictTable) -> c.CastingVote:
    entry.only("holder", "kind", "passes", "clause")
    return c.CastingVote(
        entry.choice("holder", c.CASTING_HOLDERS),
        entry.choice("kind", c.CASTING_KINDS, "second-or-casting"),
        _flag(entry, "passes"),
        entry.text("clause", ""),
    )


def _standing(entry: StrictTable) -> c.Standing:
    entry.only("allowed", "counts_to_quorum", "may_vote", "named_only", "most_absences", "clause")
    return c.Standing(
        _flag(entry, "allowed"), _flag(entry, "counts_to_quorum"), _flag(entry, "may_vote"), _flag(entry, "named_only"),
        _natural(entry, "most_absences", 1), entry.text("clause", ""),
    )  # fmt: skip


def _interests(entry: StrictTable) -> c.Interests:
    entry.only("declare", "withdraw", "counts_to_quorum", "clause")
    return c.Interests(
        _flag(entry, "declare"),
        _flag(entry, "withdraw"),
        _flag(entry, "counts_to_quorum"),
        entry.text("clause", ""),
    )


def _deadline(entry: StrictTable, days: str = "days", kind: str = "days_are") -> c.Deadline:
    return c.Deadline(_whole(entry, days, 1), entry.choice(kind, c.DAY_KINDS, "calendar"))


def _notice(entry: StrictTable) -> c.Notice:
    entry.only("kind", "days", "days_are", "clause")
    return c.Notice(entry.text("kind", ""), _deadline(entry), entry.text("clause", ""))


def _papers(entry: StrictTable) -> c.Papers:
    entry.only("days", "days_are", "floor_days", "floor_days_are", "leave_of", "only_urgent", "clause")
    floor = _deadline(entry, "floor_days", "floor_days_are") if entry.has("floor_days") else None
    return c.Papers(
        _deadline(entry), floor, entry.texts("leave_of", ()), entry.flag("only_urgent", default=False),
        entry.text("clause", ""),
    )  # fmt: skip


def _frequency(entry: StrictTable) -> c.Frequency:
    entry.only(
        "phase",
        "kind",
        "at_least",
        "every",
        "every_weeks",
        "months",
        "windows",
        "event",
        "within_days",
        "reading",
        "clause",
    )
    ways = [key for key in ("every", "every_weeks", "months", "windows", "event") if entry.has(key)]
    if len(ways) != 1:
        raise entry.refusal(
            "frequency", "every", "it must say in one way how often.",
            "Give one of every, every_weeks, months, windows or event.",
        )  # fmt: skip
    return c.Frequency(
        phase=entry.text("phase", ""),
        kind=entry.text("kind", "ordinary"),
        at_least=_natural(entry, "at_least", 1),
        every=entry.choice("every", c.INTERVALS) if entry.has("every") else "",
        every_weeks=_natural(entry, "every_weeks", 1),
        months=_months(entry),
        windows=_windows(entry),
        event=entry.text("event", ""),
        within_days=_natural(entry, "within_days", 1),
        reading=_optional_choice(entry, "reading", c.READINGS),
        clause=entry.text("clause", ""),
    )


def _months(entry: StrictTable) -> tuple[int, ...]:
    value = entry.values.get("months", [])
    if not isinstance(value, list) or not all(isinstance(one, int) and 1 <= one <= 12 for one in value):
        raise entry.refusal(
            "not-months", "months", "these are not months.", "Write numbers from 1 to 12: [3, 6, 9, 12]."
        )
    return tuple(value)


def _windows(entry: StrictTable) -> tuple[tuple[str, str], ...]:
    value = entry.values.get("windows", [])
    remedy = 'Write pairs of month and day: [["04-01", "05-31"]].'
    if not isinstance(value, list):
        raise entry.refusal("not-windows", "windows", "this is no list of windows.", remedy)
    found = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(day, str) for day in pair):
            raise entry.refusal("not-windows", "windows", f"‘{pair}’ is no window.", remedy)
        for day in pair:
            try:
                Period.parse(f"2024-{day}")
            except ValueError as error:
                raise entry.refusal(
                    "not-windows", "windows", f"‘{day}’ is no month and day.", remedy
                ) from error
        found.append((pair[0], pair[1]))
    return tuple(found)


def _dates(entry: StrictTable) -> c.Dates:
    entry.only("months_ahead", "counted_from", "clause")
    return c.Dates(
        _whole(entry, "months_ahead", 1),
        _optional_choice(entry, "counted_from", ("each-meeting", "start-of-year")),
        entry.text("clause", ""),
    )


def _requisition(entry: StrictTable) -> c.Requisition:
    entry.only(*THRESHOLD, "of", "within_days", "clause")
    return c.Requisition(
        _threshold(entry), entry.choice("of", ("in_post", "all"), "in_post"), _natural(entry, "within_days", 1),
        entry.text("clause", ""),
    )  # fmt: skip


def _outside(entry: StrictTable) -> c.OutsideRoute:
    entry.only("route", "who", "response_days", *THRESHOLD, "report_to_next", "clause")
    responses = _threshold(entry) if entry.has("at_least") or entry.has("more_than") else None
    return c.OutsideRoute(
        entry.choice("route", c.ROUTES), entry.text("who", ""), _natural(entry, "response_days", 1), responses,
        _flag(entry, "report_to_next"), entry.text("clause", ""),
    )  # fmt: skip


def _subgroup(entry: StrictTable) -> c.Subgroup:
    entry.only("slug", "name", "parent", "powers", "reserved", "reports_to", "ends_on", "clause")
    return c.Subgroup(
        entry.text("slug"), entry.text("name"), entry.text("parent", ""),
        entry.texts("powers") if entry.has("powers") else None, entry.texts("reserved", ()),
        entry.text("reports_to", ""), entry.optional_day("ends_on"), entry.text("clause", ""),
    )  # fmt: skip


def _review(entry: StrictTable) -> c.Review:
    entry.only("every_months", "on_events", "approved_by", "clause")
    return c.Review(
        _natural(entry, "every_months", 1), entry.texts("on_events", ()), entry.text("approved_by", ""),
        entry.text("clause", ""),
    )  # fmt: skip


def _duty(entry: StrictTable) -> c.DutyCited:
    entry.only("title", "code", "cites", "strength", "clause")
    return c.DutyCited(
        entry.text("title"), entry.text("code", ""), entry.texts("cites", ()),
        entry.choice("strength", c.STRENGTHS, "statutory"), entry.text("clause", ""),
    )  # fmt: skip


def _clause(entry: StrictTable) -> c.Clause:
    entry.only("slug", "heading", "text")
    return c.Clause(entry.text("slug"), entry.text("heading", ""), entry.text("text"))


def _unique(file: StrictTable, _: c.Constitution) -> None:
    for key in ("capacity", "class", "seat", "office", "subgroup", "clause"):
        seen: set[str] = set()
        for one in file.tables(key):
            if (slug := one.text("slug")) in seen:
                raise one.refusal(
                    "twice", "slug", f"there are two with the slug ‘{slug}’.", "Give each its own."
                )
            seen.add(slug)
    scopes: set[str] = set()
    for one in file.tables("decision"):
        if (scope := one.text("scope", "ordinary")) in scopes:
            raise one.refusal("twice", "scope", f"there are two rules for ‘{scope}’.", "Keep one.")
        scopes.add(scope)


def _known_classes(file: StrictTable, made: c.Constitution) -> None:
    known = {one.slug for one in made.classes}
    for one in file.tables("seat"):
        slug = one.text("class", MEMBERS.slug)
        if slug not in known:
            raise one.refusal(
                "unknown-class", "class", f"there is no class ‘{slug}’.",
                f"Use one of: {', '.join(sorted(known)) or 'none is written'}; or add it under [[class]].",
            )  # fmt: skip
    places: list[tuple[str, c.Test | None]] = [("quorum", made.quorum)]
    places += [(f"capacity.{one.slug}.quorum", one.quorum) for one in made.capacities]
    for place, test in places:
        for slug in classes_in(test):
            if slug not in known:
                raise file.refusal(
                    "unknown-class", place, f"the quorum names a class ‘{slug}’ that is not written.",
                    f"Use one of: {', '.join(sorted(known))}.",
                )  # fmt: skip


def _known_seats(file: StrictTable, made: c.Constitution) -> None:
    for one in file.tables("office"):
        seat = one.text("seat", "")
        if seat and made.seat(seat) is None:
            raise one.refusal(
                "unknown-seat", "seat", f"there is no seat ‘{seat}’.", "Name a seat by its slug."
            )


def _no_cycles(file: StrictTable, made: c.Constitution) -> None:
    above = {one.slug: one.parent for one in made.subgroups}
    for one in file.tables("subgroup"):
        seen: list[str] = []
        slug = one.text("slug")
        while slug in above:
            if slug in seen:
                path = " → ".join([*seen, slug])
                raise one.refusal(
                    "cycle", "parent", f"the groups answer to each other in a circle: {path}.", "Break it."
                )
            seen.append(slug)
            slug = above[slug]


def _no_impossible_quorum(file: StrictTable, made: c.Constitution) -> None:
    if not made.seats:
        return
    for test in tests_in(made.quorum):
        if isinstance(test, c.CountTest) and not test.threshold.is_share:
            seats = [
                one for one in made.seats
                if one.member_class == test.member_class or (not test.member_class and _may_count(made, one))
            ]  # fmt: skip
            places = sum(one.places * max(1, len(one.organisations)) for one in seats)
            if test.unit == "seats" and test.threshold.needed_of(0) > places:
                raise file.refusal(
                    "quorum-too-large", "quorum",
                    f"the quorum is {test.threshold.in_words()} and only {places} seats can make it.", "Lower it.",
                )  # fmt: skip


def _may_count(made: c.Constitution, seat: c.Seat) -> bool:
    found = made.member_class(seat.member_class)
    return bool(found) and found is not None and found.counts_to_quorum is not False


def tests_in(test: c.Test | None) -> Iterator[c.Test]:
    """Every test of a quorum, those that hold others included."""
    if test is None:
        return
    yield test
    if isinstance(test, c.Together):
        for one in test.tests:
            yield from tests_in(one)


def classes_in(test: c.Test | None) -> Iterator[str]:
    """The classes that a quorum names."""
    for one in tests_in(test):
        if isinstance(one, c.CountTest) and one.member_class:
            yield one.member_class
        if isinstance(one, c.NotFewerTest):
            yield one.member_class
            yield one.than
