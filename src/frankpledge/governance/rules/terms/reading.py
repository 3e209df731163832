"""Reading a file of terms of reference: every mistake is a sentence with file, row, key, reason and remedy, and one
reading finds them all."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import Readable, TomlTable, read_text, text_of

T = TypeVar("T")
THRESHOLD = ("at_least", "more_than", "rounding", "minimum")
COUNT = (*THRESHOLD, "count", "of", "class", "clause")
DEEPEST = 6
LONGEST = 1_000_000
"""Characters of a file; no terms of reference come near it."""
ELECTED = "elected"
"""In the order of those who preside: one whom those present elect for the meeting."""
MEMBERS = c.MemberClass("member", "Members", can_vote=True, counts_to_quorum=True)
"""The one class of a body whose terms tell no classes apart."""
STAND_IN = c.Threshold(Fraction(1), is_share=False)
"""What a threshold that cannot be read is taken for until the reading ends and refuses it."""

TOP = (
    "terms", "capacity", "class", "seat", "office", "quorum", "decision", "casting_vote", "deputies", "officers", "remote",
    "joint", "several_seats", "presiding", "interests", "inquorate", "notice", "papers", "frequency", "dates",
    "requisition", "outside", "subgroup", "review", "precedence", "duty", "clause", "footnotes",
)  # fmt: skip


def read_terms(path: Path | Readable) -> c.Constitution:
    """The terms in a file. Raises `Unusable` with every problem found."""
    return terms_in(text_of(path), path.name)


def terms_in(text: str, name: str) -> c.Constitution:
    """The terms that a text says; `name` is what problems call it. Raises `Unusable` with every problem found."""
    if len(text) > LONGEST:
        raise Unusable(
            Problem("too-long", "The file is far too long for terms of reference.", "Check the file.", name)
        )
    return terms_of(read_text(text, name))


def terms_of(file: TomlTable) -> c.Constitution:
    """The terms in a TOML file that has been parsed. Raises `Unusable` with every problem found."""
    file.only(*TOP)
    made = _constitution(file)
    for check in (_unique, _known_classes, _known_seats, _known_orders, _no_cycles, _no_impossible_quorum):
        check(file, made)
    file.check()
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
                    f"‘{earlier.label}’ and ‘{later.label}’ are both in force on {short_date(later.period.starts_on)}.",
                    "End the earlier one on the day before the later one starts.",
                    later.file,
                    column="terms.starts_on",
                )
            )


def _constitution(file: TomlTable) -> c.Constitution:
    terms = file.table("terms").only(
        "body", "label", "nation", "basis", "status", "kind", "dated", "starts_on", "ends_on", "source", "note",
        "several_heads", "is_public",
    )  # fmt: skip
    inquorate = _maybe(file, "inquorate", lambda e: e.only("then", "clause"))
    joint = _maybe(file, "joint", lambda e: e.only("counts_as", "clause"))
    precedence = _maybe(file, "precedence", lambda e: e.only("order", "clause"))
    return c.Constitution(
        body=terms.text("body"),
        label=terms.text("label"),
        nation=terms.choice("nation", ("E", "W")),
        basis=terms.choice("basis", c.BASES_OF_FILE, "actual"),
        status=terms.choice("status", c.STATUSES, "active"),
        kind=terms.text("kind", "partnership"),
        dated=terms.optional_partial("dated"),
        period=terms.period("starts_on", "ends_on"),
        source=terms.text("source", ""),
        note=terms.text("note", ""),
        file=file.file,
        several_heads=_flag(terms, "several_heads"),
        is_public=_flag(terms, "is_public"),
        joint_counts_as=joint.choice("counts_as", ("one", "each")) if joint else None,
        joint_clause=_clause_of(joint),
        inquorate=inquorate.choice("then", c.INQUORATE) if inquorate else None,
        inquorate_clause=_clause_of(inquorate),
        precedence=precedence.texts("order") if precedence else None,
        precedence_clause=_clause_of(precedence),
        quorum=_maybe(file, "quorum", _test),
        casting=_maybe(file, "casting_vote", _casting),
        deputies=_maybe(file, "deputies", _standing),
        officers=_maybe(file, "officers", _standing),
        remote=_maybe(file, "remote", _standing),
        presiding=_maybe(file, "presiding", _presiding),
        several_seats=_maybe(file, "several_seats", _several_seats),
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


def _maybe(entry: TomlTable, key: str, make: Callable[[TomlTable], T]) -> T | None:
    return make(entry.table(key)) if entry.has(key) else None


def _each(entry: TomlTable, key: str, make: Callable[[TomlTable], T]) -> tuple[T, ...]:
    return tuple(make(one) for one in entry.tables(key))


def _clause_of(entry: TomlTable | None) -> str:
    return entry.text("clause", "") if entry else ""


def _flag(entry: TomlTable, key: str) -> bool | None:
    return entry.flag(key) if entry.has(key) else None


def _natural(entry: TomlTable, key: str, least: int = 0) -> int | None:
    found = entry.optional_whole(key)
    if found is not None and found < least and found == entry.values.get(key):
        entry.wrong(key, f"is {found}.", f"Write {least} or more, or leave the key out.", "too-small")
    return found


def _whole(entry: TomlTable, key: str, least: int = 0) -> int:
    entry.whole(key)
    return (_natural(entry, key, least) if entry.has(key) else least) or 0


def _optional_choice(entry: TomlTable, key: str, choices: tuple[str, ...]) -> str | None:
    return entry.choice(key, choices) if entry.has(key) else None


def _threshold(entry: TomlTable) -> c.Threshold:
    """`at_least` or `more_than`: a whole number, a share such as "1/3", "25%" or "all"."""
    given = [key for key in ("at_least", "more_than") if entry.has(key)]
    if len(given) != 1:
        why = "is given together with ‘more_than’." if given else "or ‘more_than’ is missing."
        entry.wrong("at_least", why, "Give exactly one of them.", "threshold")
        return STAND_IN
    value, is_share = _amount(entry, given[0])
    rounding = entry.choice("rounding", c.ROUNDINGS) if entry.has("rounding") else ""
    if rounding and not is_share:
        entry.wrong("rounding", "rounds nothing: a whole number is not rounded.", "Leave it out.", "rounding")
        rounding = ""
    return c.Threshold(value, is_share, given[0] == "more_than", rounding, _natural(entry, "minimum", 1))


def _amount(entry: TomlTable, key: str) -> tuple[Fraction, bool]:
    value = entry.values[key]
    remedy = 'Write a whole number such as 2, or a share such as "1/3", "25%" or "all".'
    if isinstance(value, int) and not isinstance(value, bool):
        least = 1 if key == "at_least" else 0
        if value < least:
            entry.wrong(key, f"is {value}.", f"Write {least} or more.", "negative-quorum")
        return Fraction(value), False
    text = entry.text(key)
    try:
        share = _share_in(text)
    except (ValueError, ZeroDivisionError):
        if text:
            entry.wrong(key, f"is ‘{text}’, which is no number or share.", remedy, "not-an-amount")
        return Fraction(1), True
    if not 0 < share <= 1:
        entry.wrong(key, f"is ‘{text}’, which is not a share between 0 and 1.", remedy, "not-a-share")
        return Fraction(1), True
    if key == "more_than" and share == 1:
        entry.wrong(key, "is ‘all’, and nothing is more than all.", 'Write at_least = "all".', "impossible")
    return share, True


def _share_in(text: str) -> Fraction:
    """Raises ValueError or ZeroDivisionError."""
    if text == "all":
        return Fraction(1)
    if len(text) > 20:
        raise ValueError(text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def _test(entry: TomlTable, depth: int = 0) -> c.Test:
    """One test of a quorum, or several together."""
    if depth > DEEPEST:
        entry.only(*entry.values).wrong(
            "all_of", "is one of too many tests nested within each other.", "Write fewer levels.", "too-deep"
        )
        return c.Together((), every=True)
    for key in ("all_of", "any_of"):
        if entry.has(key):
            return _several(entry.only(key, "clause"), key, depth)
    if entry.has("none"):
        if not entry.only("none", "clause").flag("none") and entry.values["none"] is False:
            entry.wrong(
                "none", "may only be true.", "Leave [quorum] out where the text is silent.", "not-none"
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


def _several(entry: TomlTable, key: str, depth: int) -> c.Together:
    tests = tuple(_test(one, depth + 1) for one in entry.tables(key))
    if not tests and isinstance(entry.values[key], list):
        entry.wrong(key, "is empty.", "Write at least one test.", "no-tests")
    return c.Together(tests, key == "all_of", entry.text("clause", ""))


def _decision(entry: TomlTable) -> c.DecisionRule:
    entry.only(
        "scope", *THRESHOLD, "base", "abstention", "all_present", "consensus_first", "reserved", "secret", "by_name",
        "clause",
    )  # fmt: skip
    return c.DecisionRule(
        scope=entry.text("scope", "ordinary"),
        threshold=_threshold(entry),
        base=_optional_choice(entry, "base", c.BASES),
        abstention=_optional_choice(entry, "abstention", c.ABSTENTIONS),
        all_present=entry.flag("all_present", default=False),
        consensus_first=entry.flag("consensus_first", default=False),
        is_reserved=entry.flag("reserved", default=False),
        is_secret=_flag(entry, "secret"),
        is_by_name=entry.flag("by_name", default=False),
        clause=entry.text("clause", ""),
    )


def _capacity(entry: TomlTable) -> c.Capacity:
    entry.only("slug", "title", "instrument", "clause", "quorum", "decision")
    return c.Capacity(
        entry.text("slug"), entry.text("title"), entry.text("instrument", ""), entry.text("clause", ""),
        _maybe(entry, "quorum", _test), _each(entry, "decision", _decision),
    )  # fmt: skip


def _class(entry: TomlTable) -> c.MemberClass:
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


def _seat(entry: TomlTable) -> c.Seat:
    entry.only(
        "slug", "name", "organisation", "organisations", "class", "kind", "votes", "places", "office", "is_senior",
        "joint_attendance", "heads", "starts_on", "ends_on", "clause",
    )  # fmt: skip
    name = entry.text("name")
    votes = _natural(entry, "votes")
    return c.Seat(
        slug=entry.text("slug"),
        name=name,
        organisations=entry.texts("organisations", (entry.text("organisation", name),)) or (name,),
        member_class=entry.text("class", MEMBERS.slug),
        kind=entry.text("kind", ""),
        votes=1 if votes is None else votes,
        places=_natural(entry, "places", 1) or 1,
        office=entry.text("office", ""),
        is_senior=_flag(entry, "is_senior"),
        joint_attendance=_optional_choice(entry, "joint_attendance", ("any", "all")) or "",
        heads=entry.texts("heads", ()),
        period=_period_of_seat(entry),
        clause=entry.text("clause", ""),
    )


def _period_of_seat(entry: TomlTable) -> Period | None:
    """From when to when it is given; without a first day it is as old as the terms."""
    if not entry.has("starts_on"):
        ends = entry.optional_day("ends_on")
        always = Period.parse("1900").starts_on
        return Period(always, max(ends, always)) if ends else None
    return entry.period("starts_on", "ends_on")


def _office(entry: TomlTable) -> c.Office:
    entry.only(
        "slug", "title", "method", "seat", "seats", "rotates_from", "from_class", "elected_at", "elect_within_days",
        "term_months", "most_terms", "not_same_organisation_as", "vacancy", "absence", "removal", "removed_by", "clause",
    )  # fmt: skip
    made = c.Office(
        slug=entry.text("slug"),
        title=entry.text("title"),
        method=entry.choice("method", c.METHODS),
        seat=entry.text("seat", ""),
        seats=entry.texts("seats", ()),
        rotates_from=entry.optional_day("rotates_from"),
        from_class=entry.text("from_class", ""),
        elected_at=entry.text("elected_at", ""),
        elect_within_days=_natural(entry, "elect_within_days"),
        term_months=_natural(entry, "term_months", 1),
        most_terms=_natural(entry, "most_terms", 1),
        not_same_organisation_as=entry.text("not_same_organisation_as", ""),
        vacancy=entry.text("vacancy", ""),
        absence=entry.text("absence", ""),
        removal=entry.text("removal", ""),
        removed_by=entry.text("removed_by", ""),
        clause=entry.text("clause", ""),
    )
    if made.seats and made.method not in {"co-chairs", "rotation"}:
        entry.wrong(
            "seats", "is for co-chairs and for an office that rotates.",
            "Write one ‘seat’, or another ‘method’.", "one-seat",
        )  # fmt: skip
    return made


def _presiding(entry: TomlTable) -> c.Presiding:
    entry.only("order", "clause")
    return c.Presiding(entry.texts("order"), entry.text("clause", ""))


def _several_seats(entry: TomlTable) -> c.SeveralSeats:
    entry.only("votes_once", "counts_once", "clause")
    return c.SeveralSeats(_flag(entry, "votes_once"), _flag(entry, "counts_once"), entry.text("clause", ""))


def _casting(entry: TomlTable) -> c.CastingVote:
    entry.only("holder", "kind", "passes", "clause")
    return c.CastingVote(
        entry.choice("holder", c.CASTING_HOLDERS),
        entry.choice("kind", c.CASTING_KINDS, "second-or-casting"),
        _flag(entry, "passes"),
        entry.text("clause", ""),
    )


def _standing(entry: TomlTable) -> c.Standing:
    entry.only("allowed", "counts_to_quorum", "may_vote", "named_only", "most_absences", "clause")
    return c.Standing(
        _flag(entry, "allowed"), _flag(entry, "counts_to_quorum"), _flag(entry, "may_vote"), _flag(entry, "named_only"),
        _natural(entry, "most_absences", 1), entry.text("clause", ""),
    )  # fmt: skip


def _interests(entry: TomlTable) -> c.Interests:
    entry.only("declare", "withdraw", "counts_to_quorum", "clause")
    return c.Interests(
        _flag(entry, "declare"),
        _flag(entry, "withdraw"),
        _flag(entry, "counts_to_quorum"),
        entry.text("clause", ""),
    )


def _deadline(entry: TomlTable, days: str = "days", kind: str = "days_are") -> c.Deadline:
    return c.Deadline(_whole(entry, days, 1), entry.choice(kind, c.DAY_KINDS, "calendar"))


def _notice(entry: TomlTable) -> c.Notice:
    entry.only("kind", "days", "days_are", "clause")
    return c.Notice(entry.text("kind", ""), _deadline(entry), entry.text("clause", ""))


def _papers(entry: TomlTable) -> c.Papers:
    entry.only("days", "days_are", "floor_days", "floor_days_are", "leave_of", "only_urgent", "clause")
    floor = _deadline(entry, "floor_days", "floor_days_are") if entry.has("floor_days") else None
    return c.Papers(
        _deadline(entry), floor, entry.texts("leave_of", ()), entry.flag("only_urgent", default=False),
        entry.text("clause", ""),
    )  # fmt: skip


def _frequency(entry: TomlTable) -> c.Frequency:
    entry.only(
        "phase", "kind", "at_least", "every", "every_weeks", "months", "windows", "event", "within_days", "reading",
        "clause",
    )  # fmt: skip
    ways = [key for key in ("every", "every_weeks", "months", "windows", "event") if entry.has(key)]
    if len(ways) != 1:
        entry.wrong(
            "every", "or another way of saying how often must be given once.",
            "Give one of every, every_weeks, months, windows or event.", "frequency",
        )  # fmt: skip
    return c.Frequency(
        phase=entry.text("phase", ""),
        kind=entry.text("kind", "ordinary"),
        at_least=_natural(entry, "at_least", 1),
        every=_optional_choice(entry, "every", c.INTERVALS) or "",
        every_weeks=_natural(entry, "every_weeks", 1),
        months=_months(entry),
        windows=_windows(entry),
        event=entry.text("event", ""),
        within_days=_natural(entry, "within_days", 1),
        reading=_optional_choice(entry, "reading", c.READINGS),
        clause=entry.text("clause", ""),
    )


def _months(entry: TomlTable) -> tuple[int, ...]:
    value = entry.value("months") if entry.has("months") else []
    if not isinstance(value, list) or not all(_is_month(one) for one in value):
        entry.wrong(
            "months", "holds something that is no month.", "Write numbers from 1 to 12: [3, 6, 9, 12].", "not-months"
        )  # fmt: skip
        return ()
    return tuple(value)


def _is_month(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 12


def _windows(entry: TomlTable) -> tuple[tuple[str, str], ...]:
    value = entry.value("windows") if entry.has("windows") else []
    found = []
    for pair in value if isinstance(value, list) else [value]:
        days = pair if isinstance(pair, list) and len(pair) == 2 else []
        if not days or not all(_is_day_of_a_year(day) for day in days):
            entry.wrong(
                "windows", f"holds ‘{pair}’, which is no window.",
                'Write pairs of month and day: [["04-01", "05-31"]].', "not-windows",
            )  # fmt: skip
            return ()
        found.append((str(days[0]), str(days[1])))
    return tuple(found)


def _is_day_of_a_year(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == 5 and bool(Period.parse(f"2024-{value}"))
    except ValueError:
        return False


def _dates(entry: TomlTable) -> c.Dates:
    entry.only("months_ahead", "counted_from", "clause")
    return c.Dates(
        _whole(entry, "months_ahead", 1),
        _optional_choice(entry, "counted_from", ("each-meeting", "start-of-year")),
        entry.text("clause", ""),
    )


def _requisition(entry: TomlTable) -> c.Requisition:
    entry.only(*THRESHOLD, "of", "within_days", "clause")
    return c.Requisition(
        _threshold(entry), entry.choice("of", ("in_post", "all"), "in_post"), _natural(entry, "within_days", 1),
        entry.text("clause", ""),
    )  # fmt: skip


def _outside(entry: TomlTable) -> c.OutsideRoute:
    entry.only(
        "route", "who", "response_days", "response_days_are", *THRESHOLD, "report_to_next", "scopes",
        "ratified_by_next", "clause",
    )  # fmt: skip
    return c.OutsideRoute(
        route=entry.choice("route", c.ROUTES),
        who=_one_or_several(entry, "who"),
        response=_deadline(entry, "response_days", "response_days_are")
        if entry.has("response_days")
        else None,
        responses=_threshold(entry) if entry.has("at_least") or entry.has("more_than") else None,
        report_to_next=_flag(entry, "report_to_next"),
        scopes=entry.texts("scopes", ()),
        ratified_by_next=_flag(entry, "ratified_by_next"),
        clause=entry.text("clause", ""),
    )


def _one_or_several(entry: TomlTable, key: str) -> tuple[str, ...]:
    if isinstance(entry.values.get(key), list):
        return entry.texts(key)
    return tuple(filter(None, [entry.text(key, "")]))


def _subgroup(entry: TomlTable) -> c.Subgroup:
    entry.only("slug", "name", "parent", "powers", "reserved", "reports_to", "ends_on", "clause")
    return c.Subgroup(
        entry.text("slug"), entry.text("name"), entry.text("parent", ""),
        entry.texts("powers") if entry.has("powers") else None, entry.texts("reserved", ()),
        entry.text("reports_to", ""), entry.optional_day("ends_on"), entry.text("clause", ""),
    )  # fmt: skip


def _review(entry: TomlTable) -> c.Review:
    entry.only("every_months", "on_events", "approved_by", "clause")
    return c.Review(
        _natural(entry, "every_months", 1), entry.texts("on_events", ()), entry.text("approved_by", ""),
        entry.text("clause", ""),
    )  # fmt: skip


def _duty(entry: TomlTable) -> c.DutyCited:
    entry.only("title", "code", "cites", "strength", "clause")
    return c.DutyCited(
        entry.text("title"), entry.text("code", ""), entry.texts("cites", ()),
        entry.choice("strength", c.STRENGTHS, "statutory"), entry.text("clause", ""),
    )  # fmt: skip


def _clause(entry: TomlTable) -> c.Clause:
    entry.only("slug", "heading", "text")
    return c.Clause(entry.text("slug"), entry.text("heading", ""), entry.text("text"))


def _unique(file: TomlTable, made: c.Constitution) -> None:
    for key in ("capacity", "class", "seat", "office", "subgroup", "clause"):
        rows = file.tables(key)
        if rows:
            file.once("slug", rows)
    scopes: set[str] = set()
    for one, rule in zip(file.tables("decision"), made.decisions, strict=True):
        if rule.scope in scopes:
            one.wrong("scope", f"repeats ‘{rule.scope}’.", "Keep one rule for each.", "twice")
        scopes.add(rule.scope)


def _known_classes(file: TomlTable, made: c.Constitution) -> None:
    known = {one.slug for one in made.classes}
    remedy = f"Use one of: {', '.join(sorted(known))}; or add it under [[class]]."
    for row, seat in zip(file.tables("seat"), made.seats, strict=True):
        if seat.member_class not in known:
            row.wrong(
                "class", f"names ‘{seat.member_class}’, and there is no such class.", remedy, "unknown-class"
            )
        found = made.member_class(seat.member_class)
        if row.has("votes") and seat.votes and found and not found.can_vote:
            row.wrong(
                "votes", f"is {seat.votes}, and members of ‘{found.title}’ have no vote.",
                "Leave it out, or give the seat a class that votes.", "votes",
            )  # fmt: skip
    for table, test in _quorums(file, made):
        for slug in classes_in(test):
            if slug not in known:
                table.wrong("class", f"names ‘{slug}’, and there is no such class.", remedy, "unknown-class")


def _quorums(file: TomlTable, made: c.Constitution) -> Iterator[tuple[TomlTable, c.Test]]:
    """Each quorum of the file with the table it stands in."""
    if made.quorum is not None:
        yield file.table("quorum"), made.quorum
    for row, capacity in zip(file.tables("capacity"), made.capacities, strict=True):
        if capacity.quorum is not None:
            yield row.table("quorum"), capacity.quorum


def _known_seats(file: TomlTable, made: c.Constitution) -> None:
    for row, office in zip(file.tables("office"), made.offices, strict=True):
        for key, slugs in (("seat", (office.seat,)), ("seats", office.seats)):
            for slug in filter(None, slugs):
                if made.seat(slug) is None:
                    row.wrong(
                        key, f"names ‘{slug}’, and there is no such seat.", "Name a seat by its slug.", "unknown-seat"
                    )  # fmt: skip


def _known_orders(file: TomlTable, made: c.Constitution) -> None:
    """Who presides in turn is an office of the terms, or one whom those present elect."""
    known = {one.slug for one in made.offices} | {ELECTED}
    for name in made.presiding.order if made.presiding else ():
        if name not in known:
            file.table("presiding").wrong(
                "order", f"names ‘{name}’, which is no office here.", f"Use one of: {', '.join(sorted(known))}.",
                "unknown-office",
            )  # fmt: skip


def _no_cycles(file: TomlTable, made: c.Constitution) -> None:
    above = {one.slug: one.parent for one in made.subgroups}
    for row, group in zip(file.tables("subgroup"), made.subgroups, strict=True):
        seen: list[str] = []
        slug = group.slug
        while slug in above and slug not in seen:
            seen.append(slug)
            slug = above[slug]
        if slug in seen:
            path = " → ".join([*seen, slug])
            row.wrong("parent", f"leads in a circle: {path}.", "Break the circle.", "cycle")
            return


def _no_impossible_quorum(file: TomlTable, made: c.Constitution) -> None:
    if not made.seats or file.problems:
        return
    for test in tests_in(made.quorum):
        if isinstance(test, c.CountTest) and not test.threshold.is_share:
            seats = [
                one for one in made.seats
                if one.member_class == test.member_class or (not test.member_class and _may_count(made, one))
            ]  # fmt: skip
            places = sum(one.places * max(1, len(one.organisations)) for one in seats)
            if test.unit == "seats" and test.threshold.needed_of(0) > places:
                table = file.table("quorum")
                key = next((key for key in ("at_least", "more_than") if table.has(key)), "all_of")
                table.wrong(
                    key, f"asks for {test.threshold.in_words()} and only {places} seats can make the quorum.",
                    "Lower it.", "quorum-too-large",
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
