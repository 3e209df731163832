"""What terms of reference say, in sentences as a chair would read them; what they do not say is not in them.

Each sentence has a key that stays the same from version to version, so that two versions can be compared by meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.governance.rules.terms.reading import ELECTED
from frankpledge.kernel.dates import MONTHS, short_date

PARTS = {
    "terms": "The document",
    "capacity": "What it is in law",
    "class": "Members",
    "seat": "Members",
    "office": "Chair and other offices",
    "presiding": "Chair and other offices",
    "deputies": "Deputies and others who attend",
    "officers": "Deputies and others who attend",
    "remote": "Deputies and others who attend",
    "joint": "Deputies and others who attend",
    "several_seats": "Deputies and others who attend",
    "interests": "Interests",
    "quorum": "Quorum",
    "inquorate": "Quorum",
    "decision": "Decisions",
    "casting_vote": "Decisions",
    "outside": "Decisions without a meeting",
    "frequency": "Meetings",
    "dates": "Meetings",
    "notice": "Meetings",
    "papers": "Meetings",
    "requisition": "Meetings",
    "subgroup": "Groups",
    "review": "Review and precedence",
    "precedence": "Review and precedence",
    "duty": "Duties",
    "clause": "The text",
    "footnotes": "The text",
}
"""The heading under which each table of a file is shown, in the order of pages."""

NATIONS = {"E": "England", "W": "Wales"}
BASES_OF_FILE = {
    "actual": "a document",
    "assumed": "an assumption: nobody has the document",
    "pattern": "a pattern that is nobody's",
}
METHODS = {
    "by-office": "is whoever holds another office",
    "election": "is elected",
    "rotation": "rotates",
    "appointment": "is appointed",
    "independent": "is independent of the members",
    "co-chairs": "is held by several together",
}
CASTING = {
    "second-or-casting": "a second or casting vote",
    "second": "a second vote, having voted already",
    "casting": "a casting vote, unless they have voted already",
}
BASES = {
    "cast": "of the votes cast",
    "present": "of the votes of those present",
    "in_post": "of the votes of all members in post",
    "all": "of the votes of all seats, filled or not",
}
ABSTENTIONS = {
    "ignored": "An abstention is left out of the count.",
    "counted": "An abstention stays in the number of which the majority is taken.",
    "against": "An abstention counts as a vote against.",
    "blocks": "One abstention defeats the motion.",
}
DAY_KINDS = {
    "calendar": "days",
    "clear": "clear days",
    "working": "working days",
    "clear-working": "clear working days",
}
INQUORATE = {
    "adjourn": "it is adjourned",
    "informal-then-ratify": "those present may talk informally, and a later quorate meeting must ratify",
    "ratify-electronically": "what is decided must be ratified by the members electronically",
    "lapse": "its business lapses",
}
READINGS = {
    "each-window": "in each calendar interval",
    "longest-gap": "and never further apart",
    "number-a-year": "counted over a year",
}
ROUTES = {
    "written-procedure": "By written procedure",
    "email": "By email",
    "urgent-action": "By urgent action",
    "ratification": "By ratification",
}
OF_QUORUM = {"all": "of all seats", "in_post": "of the members in post", "present": "of those present"}
STATUS = {
    "active": "is active",
    "suspended": "is suspended",
    "merged": "has been merged",
    "superseded": "has been superseded",
}


@dataclass(frozen=True)
class Said:
    """One thing that the terms say: the table of the file it stands in, a key to know it by, the words, and the clause."""

    table: str
    key: str
    name: str
    words: str
    clause: str = ""

    @property
    def part(self) -> str:
        return PARTS[self.table]


def said_in(terms: c.Constitution) -> tuple[Said, ...]:
    """Everything that the terms say, in the order of pages."""
    found = [
        *_head(terms), *_capacities(terms), *_classes(terms), *_seats(terms), *_offices(terms), *_attending(terms),
        *_interests(terms), *_quorum(terms), *_decisions(terms), *_outside(terms), *_meetings(terms), *_groups(terms),
        *_rest(terms), *_duties(terms), *_text(terms),
    ]  # fmt: skip
    order = list(PARTS)
    return tuple(
        sorted(
            found, key=lambda one: list(PARTS.values()).index(PARTS[one.table]) * 100 + order.index(one.table)
        )
    )


def joined(names: tuple[str, ...], last: str = "and") -> str:
    """`one, two and three`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else ""


SHARES = {
    Fraction(1): "all",
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
    Fraction(1, 5): "a fifth",
}


def amount_in_words(one: c.Threshold) -> str:
    """`at least a third, rounded up, and never fewer than 3`; a number as `at least 2`."""
    start = "more than" if one.is_strict else "at least"
    amount = SHARES.get(one.value, str(one.value)) if one.is_share else str(one.value)
    start = "" if amount == "all" else f"{start} "
    more = [f"rounded {one.rounding}"] if one.rounding else []
    more += [f"never fewer than {one.minimum}"] if one.minimum else []
    return f"{start}{amount} ({', '.join(more)})" if more else f"{start}{amount}"


def capital(words: str) -> str:
    """The words with a capital to begin with."""
    return f"{words[:1].upper()}{words[1:]}"


def times(number: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def days_in_words(one: c.Deadline) -> str:
    """`5 clear working days`."""
    words = DAY_KINDS[one.days_are]
    return f"{one.days} {words.removesuffix('s') if one.days == 1 else words}"


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((".", "”")) else f"{part}." for part in parts if part)


def _yes(said: bool | None, yes: str, no: str) -> str:
    """Words for a rule that is given either way, none for silence."""
    return "" if said is None else yes if said else no


def class_title(terms: c.Constitution, slug: str) -> str:
    """A class by its title."""
    found = terms.member_class(slug)
    return f"‘{found.title}’" if found else f"‘{slug}’"


def seat_name(terms: c.Constitution, slug: str) -> str:
    """A seat, office, class or organisation by the name a reader knows it by."""
    seat, office, of_class = terms.seat(slug), terms.office(slug), terms.member_class(slug)
    if office:
        return f"the {office.title}"
    if seat:
        return seat.name
    return f"a member of ‘{of_class.title}’" if of_class else slug


def _head(terms: c.Constitution) -> Iterator[Said]:
    ends = f" to {short_date(terms.period.ends_on)}" if terms.period.ends_on else ""
    facts = (
        ("body", "Body", terms.body),
        ("label", "This version", terms.label),
        ("in-force", "In force", f"from {short_date(terms.period.starts_on)}{ends}"),
        ("dated", "Dated", str(terms.dated) if terms.dated else ""),
        ("nation", "Nation", NATIONS.get(terms.nation, terms.nation)),
        ("basis", "Rests on", BASES_OF_FILE.get(terms.basis, terms.basis)),
        ("status", "Standing", "" if terms.status == "active" else f"The body {STATUS[terms.status]}."),
        ("kind", "Kind of body", terms.kind),
        ("source", "Source", terms.source),
        ("note", "Note", terms.note),
        ("several-heads", "Statutory heads", _yes(
            terms.several_heads, "One member may stand for several statutory heads.",
            "Each statutory head needs a member of its own.",
        )),
        ("is-public", "Openness", _yes(terms.is_public, "Meetings or minutes are open.", "Meetings are closed.")),
    )  # fmt: skip
    for key, name, words in facts:
        if words:
            yield Said("terms", f"terms:{key}", name, words)


def _capacities(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.capacities:
        own = []
        if one.quorum is not None:
            own.append(f"In this capacity the quorum is: {test_in_words(terms, one.quorum)}")
        own += [f"In this capacity: {_rule_in_words(rule)}" for rule in one.decisions]
        yield Said(
            "capacity", f"capacity:{one.slug}", one.title,
            _sentences(f"It is the {one.title}", *own), one.clause,
        )  # fmt: skip


def _classes(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.classes:
        made_up = [
            f"at least {one.minimum} of them" if one.minimum is not None else "",
            f"at most {one.maximum} of them" if one.maximum is not None else "",
            f"{amount_in_words(one.share)} of all members" if one.share else "",
        ]
        yield Said(
            "class", f"class:{one.slug}", one.title,
            _sentences(
                "They vote" if one.can_vote else "They have no vote",
                _yes(one.counts_to_quorum, "They count to the quorum", "They do not count to the quorum"),
                f"There are {joined(tuple(filter(None, made_up)))}" if any(made_up) else "",
            ),
            one.clause,
        )  # fmt: skip


def _seats(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.seats:
        number = "" if one.places == 1 else f"{one.places} places, each with "
        votes = terms.votes(one)
        has = f"{number}{'no vote' if not votes else 'one vote' if votes == 1 else f'{votes} votes'}"
        together = one.organisations if len(one.organisations) > 1 else ()
        period = one.period
        yield Said(
            "seat", f"seat:{one.slug}", one.name,
            _sentences(
                f"A seat of {class_title(terms, one.member_class)}, {has}",
                f"Held by the {one.office}" if one.office else "",
                f"Held jointly by {joined(together)}" if together else "",
                "It counts only while all of them are there" if one.joint_attendance == "all" else "",
                _yes(one.is_senior, "Its holder is senior", "Its holder need not be senior"),
                f"It represents {joined(one.heads)}" if one.heads else "",
                f"From {short_date(period.starts_on)}" if period and period.starts_on.year > 1900 else "",
                f"Until {short_date(period.ends_on)}" if period and period.ends_on else "",
            ),
            one.clause,
        )  # fmt: skip


def _offices(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.offices:
        yield Said(
            "office", f"office:{one.slug}", one.title, _sentences(*_office_parts(terms, one)), one.clause
        )
    if terms.presiding:
        order = tuple(
            "one whom those present elect" if one == ELECTED else seat_name(terms, one)
            for one in terms.presiding.order
        )
        yield Said(
            "presiding", "presiding", "While the chair is away",
            _sentences(f"{capital(joined(order, 'and failing them'))} presides"),
            terms.presiding.clause,
        )  # fmt: skip


def _office_parts(terms: c.Constitution, one: c.Office) -> tuple[str, ...]:
    seats = tuple(seat_name(terms, slug) for slug in (one.seats or ((one.seat,) if one.seat else ())))
    how = f"The {one.title} {METHODS[one.method]}"
    if one.method == "by-office" and seats:
        how = f"The {one.title} is the representative of {joined(seats)}"
        found = terms.seat(one.seat)
        how += f", who is the {found.office}" if found and found.office else ""
    elif seats:
        together = {"co-chairs": ": ", "rotation": " among "}.get(one.method, "; it goes with the seat of ")
        how += f"{together}{joined(seats)}"
    return (
        how,
        f"Drawn from {class_title(terms, one.from_class)}" if one.from_class else "",
        f"Elected at the {one.elected_at}" if one.elected_at else "",
        f"Elected within {one.elect_within_days} days" if one.elect_within_days is not None else "",
        f"The first turn begins on {short_date(one.rotates_from)}" if one.rotates_from else "",
        f"For {one.term_months} months" if one.term_months else "",
        f"No more than {one.most_terms} terms" if one.most_terms else "",
        f"Not of the same organisation as {seat_name(terms, one.not_same_organisation_as)}"
        if one.not_same_organisation_as else "",
        f"While it is vacant: {one.vacancy}" if one.vacancy else "",
        f"In absence: {one.absence}" if one.absence else "",
        f"Removed: {one.removal}" if one.removal else "",
        f"Removed by a decision on ‘{one.removed_by}’" if one.removed_by else "",
    )  # fmt: skip


WHO = {
    "deputies": ("Deputies", "A deputy"),
    "officers": ("Officers", "An officer of a member body"),
    "remote": ("From afar", "Someone who attends by video or telephone"),
}


def _attending(terms: c.Constitution) -> Iterator[Said]:
    for table, found in (
        ("deputies", terms.deputies),
        ("officers", terms.officers),
        ("remote", terms.remote),
    ):
        if found is None:
            continue
        name, who = WHO[table]
        yield Said(
            table, table, name,
            _sentences(
                _yes(found.allowed, f"{who} may attend", f"{who} may not attend"),
                _yes(found.counts_to_quorum, f"{who} counts to the quorum", f"{who} does not count to the quorum"),
                _yes(found.may_vote, f"{who} may vote", f"{who} has no vote"),
                _yes(found.named_only, "Only those named beforehand", "They need not be named beforehand"),
                f"For no more than {found.most_absences} meetings running" if found.most_absences else "",
            ) or f"{who} is mentioned and nothing more is said.",
            found.clause,
        )  # fmt: skip
    if terms.joint_counts_as:
        counts = "as one" if terms.joint_counts_as == "one" else "as one each"
        yield Said(
            "joint",
            "joint",
            "Together",
            f"Organisations that attend together count {counts}.",
            terms.joint_clause,
        )
    if several := terms.several_seats:
        yield Said(
            "several_seats", "several_seats", "One person in several seats",
            _sentences(
                _yes(several.votes_once, "They vote once", "They vote for each seat"),
                _yes(several.counts_once, "They count once to the quorum", "They count for each seat"),
            ),
            several.clause,
        )  # fmt: skip


def _interests(terms: c.Constitution) -> Iterator[Said]:
    if found := terms.interests:
        yield Said(
            "interests", "interests", "Interests",
            _sentences(
                _yes(found.declare, "An interest is declared", "An interest need not be declared"),
                _yes(found.withdraw, "Whoever has one withdraws for the item", "Whoever has one need not withdraw"),
                _yes(found.counts_to_quorum, "They still count to the quorum of the item", "They do not count to its quorum"),
            ),
            found.clause,
        )  # fmt: skip


UNITS = {"seats": "seats", "people": "people", "organisations": "different organisations"}
ONE = {"seats": "seat", "people": "person", "organisations": "organisation"}


def test_in_words(terms: c.Constitution, test: c.Test) -> str:
    """A test of the quorum as part of a sentence: `at least 2 seats of ‘Core members’ are present`."""
    if isinstance(test, c.CountTest):
        return _count_in_words(terms, test)
    if isinstance(test, c.NotFewerTest):
        ours, theirs = class_title(terms, test.member_class), class_title(terms, test.than)
        return f"those of {ours} present are not fewer than those of {theirs}, counting {UNITS[test.unit]}"
    if isinstance(test, c.IncludesTest):
        deputy = _yes(test.deputy_ok, " (a deputy will do)", " in person")
        return f"{seat_name(terms, test.who)} is present{deputy}"
    if not test.tests:
        return "the terms say that no quorum is needed"
    inner = tuple(
        f"({test_in_words(terms, one)})"
        if isinstance(one, c.Together) and one.tests
        else test_in_words(terms, one)
        for one in test.tests
    )
    return joined(inner) if test.every else f"either {joined(inner, 'or')}"


def _count_in_words(terms: c.Constitution, test: c.CountTest) -> str:
    of_class = f" of {class_title(terms, test.member_class)}" if test.member_class else ""
    if test.threshold.is_share:
        counted = "" if test.unit == "seats" else f", counting {UNITS[test.unit]}"
        base = "seats" if test.of == "all" else "members in post" if test.of == "in_post" else "those there"
        amount = amount_in_words(test.threshold)
        return f"{amount} of the {base}{of_class} are present{counted}"
    number = test.threshold.needed_of(0)
    unit, verb = (
        (ONE[test.unit], "is") if number == 1 and not test.threshold.is_strict else (UNITS[test.unit], "are")
    )
    return f"{amount_in_words(test.threshold)} {unit}{of_class} {verb} present"


def quorum_arithmetic(terms: c.Constitution, on: date) -> tuple[str, ...]:
    """The quorum's numbers on a day, one line a counting test: ‘at least 1/3 of 10 seats: 4 needed’."""
    return tuple(_arithmetic(terms, one, on) for one in _counting(terms.quorum))


def _counting(test: c.Test | None) -> Iterator[c.CountTest]:
    if isinstance(test, c.CountTest):
        yield test
    if isinstance(test, c.Together):
        for one in test.tests:
            yield from _counting(one)


def _arithmetic(terms: c.Constitution, test: c.CountTest, on: date) -> str:
    of_class = f" of {class_title(terms, test.member_class)}" if test.member_class else ""
    seats = sum(one.places for one in terms.seats_on(on) if _is_of(terms, one, test.member_class))
    if not test.threshold.is_share:
        needed = test.threshold.needed_of(0)
        there = f" of the {seats} seats{of_class}" if seats else of_class
        unit = ONE[test.unit] if needed == 1 else test.unit
        return f"{needed}{there} needed" if test.unit == "seats" else f"{needed} {unit}{of_class} needed"
    if test.of != "all" or test.unit != "seats" or not seats:
        return f"{amount_in_words(test.threshold)} {OF_QUORUM[test.of]}{of_class}: worked out at each meeting"
    return f"{amount_in_words(test.threshold)} of {seats} seats{of_class}: {test.threshold.needed_of(seats)} needed"


def _is_of(terms: c.Constitution, seat: c.Seat, wanted: str) -> bool:
    found = terms.member_class(seat.member_class)
    if wanted:
        return seat.member_class == wanted
    return bool(found and (found.counts_to_quorum or (found.counts_to_quorum is None and found.can_vote)))


def quorum_in_words(terms: c.Constitution) -> str:
    """The quorum as one sentence; empty where the terms give none."""
    if terms.quorum is None:
        return ""
    words = test_in_words(terms, terms.quorum)
    if isinstance(terms.quorum, c.Together) and not terms.quorum.tests:
        return f"{capital(words)}."
    return f"A meeting is quorate when {words}."


def _quorum(terms: c.Constitution) -> Iterator[Said]:
    if terms.quorum is not None:
        yield Said("quorum", "quorum", "Quorum", quorum_in_words(terms), _clause_of(terms.quorum))
    if terms.inquorate:
        yield Said(
            "inquorate", "inquorate", "Without a quorum",
            f"When a meeting is not quorate, {INQUORATE[terms.inquorate]}.", terms.inquorate_clause,
        )  # fmt: skip


def _clause_of(test: c.Test) -> str:
    if test.clause or not isinstance(test, c.Together):
        return test.clause
    return next((one.clause for one in test.tests if one.clause), "")


def _rule_in_words(one: c.DecisionRule) -> str:
    scope = "ordinary business" if one.scope == "ordinary" else f"business on ‘{one.scope}’"
    consensus = "by consensus or, where that fails, " if one.consensus_first else ""
    base = f" {BASES[one.base]}" if one.base else ""
    amount = (
        amount_in_words(one.threshold)
        if one.threshold.is_share
        else f"{amount_in_words(one.threshold)} votes for"
    )
    return f"{scope} is decided {consensus}by {amount}{base}"


def _decisions(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.decisions:
        words = _rule_in_words(one)
        yield Said(
            "decision", f"decision:{one.scope}", "Ordinary business" if one.scope == "ordinary" else f"On ‘{one.scope}’",
            _sentences(
                capital(words),
                ABSTENTIONS[one.abstention] if one.abstention else "",
                "Every member with a vote must be present" if one.all_present else "",
                _yes(one.is_secret, "By secret ballot", "By open vote"),
                "By roll call: each member's vote is recorded by name" if one.is_by_name else "",
                "No group below may take it" if one.is_reserved else "",
            ),
            one.clause,
        )  # fmt: skip
    if casting := terms.casting:
        holder = {"chair": "the Chair has", "presiding": "whoever presides has", "none": "nobody has"}[
            casting.holder
        ]
        kind = "a casting vote" if casting.holder == "none" else CASTING[casting.kind]
        yield Said(
            "casting_vote", "casting_vote", "When votes are equal",
            _sentences(
                f"When votes are equal, {holder} {kind}",
                _yes(casting.passes, "It passes to whoever presides in the Chair's absence",
                     "It does not pass to anybody else"),
            ),
            casting.clause,
        )  # fmt: skip


def _outside(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.outside:
        who = joined(tuple(seat_name(terms, name) for name in one.who), "or")
        yield Said(
            "outside", f"outside:{one.route}", ROUTES[one.route].removeprefix("By ").capitalize(),
            _sentences(
                f"{ROUTES[one.route]}{f', used by {who}' if who else ''}",
                f"Only for {joined(tuple(f'‘{scope}’' for scope in one.scopes))}" if one.scopes else "",
                f"Members have {days_in_words(one.response)} to answer" if one.response else "",
                f"{capital(amount_in_words(one.responses))} of the members must answer" if one.responses else "",
                _yes(one.report_to_next, "It is reported to the next meeting", "It need not be reported"),
                _yes(one.ratified_by_next, "The next meeting must ratify it", "It needs no ratification"),
            ),
            one.clause,
        )  # fmt: skip


def _meetings(terms: c.Constitution) -> Iterator[Said]:
    keys: list[str] = []
    for one in terms.frequencies:
        when = f" ({one.phase})" if one.phase else ""
        keys.append(f"frequency:{one.phase}:{one.kind}:{one.event}")
        again = f":{keys.count(keys[-1])}" if keys.count(keys[-1]) > 1 else ""
        yield Said("frequency", keys[-1] + again, f"How often{when}", _sentences(how_often(one)), one.clause)
    if found := terms.dates:
        counted = {
            "each-meeting": ", before each meeting",
            "start-of-year": ", before the year starts",
            None: "",
        }
        yield Said(
            "dates", "dates", "Dates", f"Dates are set {found.months_ahead} months ahead{counted[found.counted_from]}.",
            found.clause,
        )  # fmt: skip
    for notice in terms.notices:
        of = f"Meetings of the kind ‘{notice.kind}’ are" if notice.kind else "A meeting is"
        yield Said(
            "notice",
            f"notice:{notice.kind}",
            "Notice",
            f"{of} called at least {days_in_words(notice.before)} before.",
            notice.clause,
        )
    if papers := terms.papers:
        leave = joined(tuple(seat_name(terms, name) for name in papers.leave_of), "or")
        yield Said(
            "papers", "papers", "Papers",
            _sentences(
                f"Papers go out at least {days_in_words(papers.before)} before",
                f"Later {'and urgent ' if papers.only_urgent else ''}ones by leave of {leave}" if leave else "",
                f"None is taken that goes out less than {days_in_words(papers.floor)} before" if papers.floor else "",
            ),
            papers.clause,
        )  # fmt: skip
    if asked := terms.requisition:
        within = f", held within {asked.within_days} days" if asked.within_days else ""
        of = "members in post" if asked.of == "in_post" else "all seats"
        how_many = capital(amount_in_words(asked.threshold))
        yield Said(
            "requisition",
            "requisition",
            "Meetings that members require",
            f"{how_many} of the {of} may require a meeting{within}.",
            asked.clause,
        )


def how_often(one: c.Frequency) -> str:
    """How often it meets, as one sentence without its full stop."""
    if one.every:
        reading = f", {READINGS[one.reading]}" if one.reading else ""
        least = "at least " if one.at_least else ""
        return f"It meets {least}{times(one.at_least or 1)} a {one.every.replace('-', ' ')}{reading}"
    if one.every_weeks:
        return f"It meets every {one.every_weeks} weeks" if one.every_weeks > 1 else "It meets every week"
    if one.months:
        return f"It meets in {joined(tuple(MONTHS[month - 1] for month in one.months))}"
    if one.windows:
        spans = tuple(f"{_day_of_year(first)} to {_day_of_year(last)}" for first, last in one.windows)
        return f"It meets in each of these: {joined(spans)}"
    return (
        f"It meets within {one.within_days} days of {one.event}"
        if one.within_days
        else f"It meets after {one.event}"
    )


def _day_of_year(value: str) -> str:
    month, day = value.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]}"


def _groups(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.subgroups:
        powers = (
            ""
            if one.powers is None
            else f"It may decide on {joined(one.powers)}"
            if one.powers
            else "It decides nothing"
        )
        yield Said(
            "subgroup", f"subgroup:{one.slug}", one.name,
            _sentences(
                f"A group below {seat_group(terms, one.parent)}",
                powers,
                f"Not on {joined(one.reserved, 'or')}" if one.reserved else "",
                f"It reports to {one.reports_to}" if one.reports_to else "",
                f"Until {short_date(one.ends_on)}" if one.ends_on else "",
            ),
            one.clause,
        )  # fmt: skip


def seat_group(terms: c.Constitution, slug: str) -> str:
    """A group by its name; the body itself for none."""
    return next((one.name for one in terms.subgroups if one.slug == slug), slug or "the body itself")


def _rest(terms: c.Constitution) -> Iterator[Said]:
    if found := terms.review:
        yield Said(
            "review", "review", "Review",
            _sentences(
                f"Reviewed every {found.every_months} months" if found.every_months else "",
                f"Reviewed on {joined(found.on_events)}" if found.on_events else "",
                f"Changed by {found.approved_by}" if found.approved_by else "",
            ) or "These terms are reviewed.",
            found.clause,
        )  # fmt: skip
    if terms.precedence is not None:
        yield Said(
            "precedence", "precedence", "What prevails", f"These prevail, in this order: {', '.join(terms.precedence)}.",
            terms.precedence_clause,
        )  # fmt: skip


def _duties(terms: c.Constitution) -> Iterator[Said]:
    strengths = {
        "statutory": "given as statutory",
        "guidance": "given as guidance",
        "custom": "custom",
        "local": "by its own choice",
    }
    for one in terms.duties:
        cites = f" ({'; '.join(one.cites)})" if one.cites else ""
        yield Said(
            "duty",
            f"duty:{one.title}",
            one.title,
            capital(f"{strengths[one.strength]}{cites}."),
            one.clause,
        )


def _text(terms: c.Constitution) -> Iterator[Said]:
    for one in terms.clauses:
        yield Said("clause", f"clause:{one.slug}", one.heading or one.slug, one.text, one.slug)
    for number, words in enumerate(terms.footnotes, start=1):
        yield Said("footnotes", f"footnote:{number}", f"Footnote {number}", words)
