"""What each part of the terms asks when they are written by forms: one question a key of the file. Pure.

The file stays the one format: a form is a view of one of its tables, and what it does not ask it does not touch.
"""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.governance.rules.terms import words as w
from frankpledge.governance.rules.terms.minima import head_codes
from frankpledge.governance.rules.terms.reading import ELECTED

Options = tuple[tuple[str, str], ...]
SILENT = "The terms do not say"
THRESHOLD = ("at_least", "more_than")


@dataclass(frozen=True)
class Ask:
    """One question. `kind` says how it is asked and written; `of` names the rows of the file that may be chosen."""

    key: str
    label: str
    kind: str = "line"
    """`line`, `text`, `number`, `amount`, `yes-no`, `choice`, `day`, `date`, `lines`, `months`, `windows`."""
    hint: str = ""
    options: Options = ()
    of: tuple[str, ...] = ()
    is_needed: bool = False


@dataclass(frozen=True)
class Part:
    """A table of the file, or an array of them (`many`, then `one` is what a row is called)."""

    table: str
    title: str
    lead: str
    asks: tuple[Ask, ...]
    many: bool = False
    one: str = ""


def _options(values: tuple[str, ...], words: dict[str, str] | None = None) -> Options:
    known = words or {}
    return tuple(
        (one, known.get(one, one.replace("-", " ").replace("_", " ").capitalize())) for one in values
    )


def _amount(label: str, hint: str) -> tuple[Ask, ...]:
    """A number or share: at least so many, or more than that."""
    return (
        Ask("threshold", label, "choice", "", (("at_least", "At least"), ("more_than", "More than"))),
        Ask("amount", "How many", "amount", hint),
        Ask("rounding", "If a share is not a whole number", "choice", "", _options(c.ROUNDINGS, {
            "up": "Round up", "down": "Round down", "nearest": "Round to the nearest",
        })),
        Ask("minimum", "Never fewer than", "number"),
    )  # fmt: skip


NUMBER_OR_SHARE = "A whole number such as 2, or a share such as 1/3, 25% or all"
CLAUSE = Ask("clause", "Which clause says so", "choice", "Verdicts name it", of=("clause",))
DAYS_ARE = _options(c.DAY_KINDS, {
    "calendar": "Days", "clear": "Clear days (neither end counts)", "working": "Working days",
    "clear-working": "Clear working days",
})  # fmt: skip


def _standing(who: str) -> tuple[Ask, ...]:
    return (
        Ask("allowed", f"May {who} come?", "yes-no"),
        Ask("counts_to_quorum", f"Does {who} count to the quorum?", "yes-no"),
        Ask("may_vote", f"May {who} vote?", "yes-no"),
    )


HEAD = Part(
    "terms", "The document", "What the document is called and when it is in force.",
    (
        Ask("body", "Name of the body", is_needed=True),
        Ask("label", "What to call this version", hint="For example its month and year", is_needed=True),
        Ask("nation", "Nation", "choice", options=(("E", "England"), ("W", "Wales")), is_needed=True),
        Ask("starts_on", "First day in force", "day", "For example 2024-04-01", is_needed=True),
        Ask("ends_on", "Last day in force", "day", "Leave empty while it runs on; the next version ends it"),
        Ask("dated", "Date that the document bears", "date", "As far as it has one: 2024-03-14, 2024-03 or 2024"),
        Ask("basis", "What it rests on", "choice", options=(("actual", "The document itself"), ("assumed", "An assumption: nobody has the document"))),
        Ask("status", "The body is", "choice", options=_options(c.STATUSES)),
        Ask("kind", "Kind of body", hint="Such as partnership, board, committee or group"),
        Ask("source", "Where the text comes from"),
        Ask("note", "Note for readers", "text"),
        Ask("several_heads", "May one member stand for several statutory heads of a domestic abuse board?", "yes-no"),
        Ask("is_public", "Are meetings or minutes open to the public?", "yes-no"),
    ),
)  # fmt: skip

PARTS: tuple[Part, ...] = (
    HEAD,
    Part(
        "capacity", "What it is in law", "The bodies in law that the same people are.",
        (
            Ask("slug", "Short name", hint="Small letters and hyphens, such as csp or da-board", is_needed=True),
            Ask("title", "In words", is_needed=True),
            Ask("instrument", "What makes it such a body", "choice", options=(
                ("cda-1998", "Crime and Disorder Act 1998"), ("daa-2021", "Domestic Abuse Act 2021"),
                ("pcsca-2022", "Police, Crime, Sentencing and Courts Act 2022"),
            )),
            CLAUSE,
        ),
        many=True, one="capacity",
    ),
    Part(
        "class", "Classes of members", "Who is alike: core members, invited members. Without classes all members are alike.",
        (
            Ask("slug", "Short name", hint="Small letters and hyphens, such as core", is_needed=True),
            Ask("title", "In words", is_needed=True),
            Ask("can_vote", "Do they vote?", "yes-no", is_needed=True),
            Ask("counts_to_quorum", "Do they count to the quorum?", "yes-no"),
            Ask("fewest", "At least how many of them", "number"),
            Ask("most", "At most how many of them", "number"),
            CLAUSE,
        ),
        many=True, one="class",
    ),
    Part(
        "seat", "Seats", "Who sits. A seat that ends keeps its row, with its last day.",
        (
            Ask("slug", "Short name", hint="Small letters and hyphens, such as police", is_needed=True),
            Ask("name", "As the text has it", is_needed=True),
            Ask("organisation", "Organisation in the directory", "choice", "Its successors then fill the seat when it ends", of=("organisation",)),
            Ask("class", "Class", "choice", of=("class",)),
            Ask("kind", "What it stands for in law", "choice", of=("kind",)),
            Ask("votes", "Votes", "number", "One unless the text says otherwise"),
            Ask("places", "Places alike", "number", "One unless the text gives several"),
            Ask("office", "Office that its holder must hold", hint="Such as Portfolio Holder"),
            Ask("is_senior", "Must its holder be senior?", "yes-no"),
            Ask("heads", "Statutory heads it represents on a domestic abuse board", "several", options=_options(head_codes())),
            Ask("starts_on", "First day", "day", "Leave empty when it is as old as these terms"),
            Ask("ends_on", "Last day", "day", "Leave empty while it stays"),
            CLAUSE,
        ),
        many=True, one="seat",
    ),
    Part(
        "office", "Chair and other offices", "How each office is filled, for how long, and what happens when it is empty.",
        (
            Ask("slug", "Short name", hint="chair and vice-chair mean those two offices", is_needed=True),
            Ask("title", "In words", is_needed=True),
            Ask("method", "How it is filled", "choice", options=_options(c.METHODS, {
                "by-office": "It goes with another office or seat", "election": "By election", "rotation": "Seats take turns",
                "appointment": "By appointment", "independent": "By somebody independent", "co-chairs": "By several together",
            }), is_needed=True),
            Ask("seat", "The seat it goes with", "choice", of=("seat",)),
            Ask("seats", "Of co-chairs, or in turn: the seats in order", "lines", "Short names of seats, one on each line"),
            Ask("rotates_from", "First day of the first turn", "day"),
            Ask("from_class", "Drawn from the class", "choice", of=("class",)),
            Ask("elected_at", "Elected at which meeting"),
            Ask("elect_within_days", "Elected within how many days", "number", "Of the start of the year, or of a vacancy"),
            Ask("term_months", "For how many months", "number"),
            Ask("most_terms", "At most how many terms", "number"),
            Ask("not_same_organisation_as", "Not of the same organisation as", "choice", of=("office",)),
            Ask("vacancy", "While it is empty", hint="Who serves meanwhile"),
            Ask("absence", "In absence", hint="Who presides"),
            Ask("removal", "Removal", hint="On what grounds, and by whom"),
            Ask("removed_by", "Removed by a decision on", "choice", of=("decision",)),
            CLAUSE,
        ),
        many=True, one="office",
    ),
    Part(
        "presiding", "Who presides while the chair is away", "In order: the first who is there.",
        (Ask("order", "In this order", "lines", f"Short names of offices, one on each line; “{ELECTED}” is one whom those present elect", is_needed=True), CLAUSE),
    ),
    Part(
        "quorum", "Quorum", "Who must be there before a meeting may decide anything.",
        (
            Ask("test", "What is asked for", "choice", options=(
                ("count", "A number or a share"), ("includes", "Somebody must be there"),
                ("not_fewer_than", "One class is not outnumbered by another"),
            ), is_needed=True),
            *_amount("A number or a share", NUMBER_OR_SHARE),
            Ask("count", "What is counted", "choice", options=(("seats", "Seats"), ("people", "People"), ("organisations", "Different organisations"))),
            Ask("of", "A share of what", "choice", options=(("all", "All seats"), ("in_post", "Members in post"), ("present", "Those present"))),
            Ask("class", "Only of the class", "choice", of=("class",)),
            Ask("not_fewer_than", "Not outnumbered by the class", "choice", of=("class",)),
            Ask("includes", "Who must be there", "choice", of=("office", "seat", "class")),
            Ask("deputy_ok", "Will a deputy do?", "yes-no"),
            CLAUSE,
        ),
        many=True, one="test",
    ),
    Part(
        "inquorate", "When there is no quorum", "What follows when too few come, or some leave.",
        (Ask("then", "Then", "choice", options=_options(c.INQUORATE, {key: w.capital(words) for key, words in w.INQUORATE.items()}), is_needed=True), CLAUSE),
    ),
    Part(
        "decision", "Decisions", "When a motion is carried: for ordinary business, and for any business with a rule of its own.",
        (
            Ask("scope", "Kind of business", hint="“ordinary”, or a short name such as plan, spend or terms"),
            *_amount("Votes needed", NUMBER_OR_SHARE),
            Ask("base", "Of what", "choice", options=_options(c.BASES, {key: w.capital(words) for key, words in w.BASES.items()})),
            Ask("abstention", "An abstention", "choice", options=_options(c.ABSTENTIONS, {
                "ignored": "Is left out of the count", "counted": "Stays in the number of which the majority is taken",
                "against": "Counts as a vote against", "blocks": "Defeats the motion",
            })),
            Ask("all_present", "Must every member with a vote be there?", "yes-only"),
            Ask("consensus_first", "Is a vote taken only where consensus fails?", "yes-only"),
            Ask("reserved", "Is it reserved, so that no group below may take it?", "yes-only"),
            Ask("secret", "Is it by secret ballot?", "yes-no"),
            Ask("by_name", "Is it by roll call, each vote recorded by name?", "yes-only"),
            CLAUSE,
        ),
        many=True, one="rule",
    ),
    Part(
        "casting_vote", "When votes are equal", "Who resolves a tie, if anybody.",
        (
            Ask("holder", "Who has a casting vote", "choice", options=(("chair", "The chair"), ("presiding", "Whoever presides"), ("none", "Nobody")), is_needed=True),
            Ask("kind", "What it is", "choice", options=_options(c.CASTING_KINDS, {key: w.capital(words) for key, words in w.CASTING.items()})),
            Ask("passes", "Does it pass to whoever presides in the chair's absence?", "yes-no"),
            CLAUSE,
        ),
    ),
    Part(
        "deputies", "Deputies", "Whether somebody may come in a member's place.",
        (
            *_standing("a deputy"),
            Ask("named_only", "Only deputies named beforehand?", "yes-no"),
            Ask("most_absences", "For how many meetings running at most", "number"),
            CLAUSE,
        ),
    ),
    Part("officers", "Officers", "People of a member body who support its member.", (*_standing("an officer"), CLAUSE)),
    Part("remote", "Attending from afar", "By video or telephone.", (*_standing("someone attending from afar"), CLAUSE)),
    Part(
        "joint", "Organisations that attend together", "When two organisations send one person.",
        (Ask("counts_as", "They count as", "choice", options=(("one", "One"), ("each", "One each")), is_needed=True), CLAUSE),
    ),
    Part(
        "several_seats", "One person in several seats", "When one person sits for two organisations.",
        (
            Ask("votes_once", "Do they vote once only?", "yes-no"), Ask("counts_once", "Do they count once only to the quorum?", "yes-no"),
            CLAUSE,
        ),
    ),
    Part(
        "interests", "Interests", "What a member with an interest in an item does.",
        (
            Ask("declare", "Do they declare it?", "yes-no"), Ask("withdraw", "Do they withdraw for the item?", "yes-no"),
            Ask("counts_to_quorum", "Do they still count to its quorum?", "yes-no"), CLAUSE,
        ),
    ),
    Part(
        "notice", "Notice", "How long before a meeting it is called.",
        (
            Ask("kind", "Kind of meeting", hint="Leave empty for every kind without a row of its own"),
            Ask("days", "How many days", "number", is_needed=True), Ask("days_are", "What kind of days", "choice", options=DAYS_ARE),
            CLAUSE,
        ),
        many=True, one="period of notice",
    ),
    Part(
        "papers", "Papers", "When papers go out, and who may let a late one in.",
        (
            Ask("days", "How many days before", "number", is_needed=True), Ask("days_are", "What kind of days", "choice", options=DAYS_ARE),
            Ask("leave_of", "Late papers by leave of", "lines", "Short names of offices, one on each line"),
            Ask("only_urgent", "Only urgent ones?", "yes-only"),
            Ask("floor_days", "None less than how many days before", "number"),
            Ask("floor_days_are", "What kind of days", "choice", options=DAYS_ARE),
            CLAUSE,
        ),
    ),
    Part(
        "frequency", "How often it meets", "In one way: in each interval, every so many weeks, in named months, in windows, or after an event.",
        (
            Ask("at_least", "At least how many times", "number"),
            Ask("every", "In each", "choice", options=_options(c.INTERVALS)),
            Ask("reading", "What that means", "choice", options=_options(c.READINGS, {
                "each-window": "At least that many in each calendar interval", "longest-gap": "Never further apart than that",
                "number-a-year": "That many counted over the year",
            })),
            Ask("every_weeks", "Or every how many weeks", "number"),
            Ask("months", "Or in which months", "months", "Numbers with commas between, such as 3, 6, 9, 12"),
            Ask("windows", "Or in which stretches of the year", "windows", "One on each line, such as 04-01 to 05-31"),
            Ask("event", "Or after which event"), Ask("within_days", "Within how many days of it", "number"),
            Ask("phase", "Only in the phase", hint="Such as strategy or emergency"), Ask("kind", "Only for the kind of meeting"),
            CLAUSE,
        ),
        many=True, one="rule",
    ),
    Part(
        "dates", "When dates are set", "How long ahead.",
        (
            Ask("months_ahead", "How many months ahead", "number", is_needed=True),
            Ask("counted_from", "Counted from", "choice", options=(("each-meeting", "Each meeting"), ("start-of-year", "The start of the year in which they fall"))),
            CLAUSE,
        ),
    ),
    Part(
        "requisition", "Meetings that members require", "How many members may require one.",
        (
            *_amount("Members needed", NUMBER_OR_SHARE),
            Ask("of", "A share of what", "choice", options=(("in_post", "Members in post"), ("all", "All seats"))),
            Ask("within_days", "Held within how many days", "number"), CLAUSE,
        ),
    ),
    Part(
        "outside", "Decisions without a meeting", "By which ways, and under what conditions.",
        (
            Ask("route", "Which way", "choice", options=_options(c.ROUTES, w.ROUTES), is_needed=True),
            Ask("who", "Who may use it", "lines", "Short names of offices or seats, one on each line; empty for anybody"),
            Ask("scopes", "Only for which kinds of business", "lines", "One on each line; empty for any"),
            Ask("response_days", "Days to answer", "number"), Ask("response_days_are", "What kind of days", "choice", options=DAYS_ARE),
            *_amount("Members who must answer", NUMBER_OR_SHARE),
            Ask("report_to_next", "Is it reported to the next meeting?", "yes-no"),
            Ask("ratified_by_next", "Must the next meeting ratify it?", "yes-no"), CLAUSE,
        ),
        many=True, one="way",
    ),
    Part(
        "subgroup", "Groups", "Groups below, and what they may decide.",
        (
            Ask("slug", "Short name", is_needed=True), Ask("name", "In words", is_needed=True),
            Ask("parent", "Below which group", "choice", of=("subgroup",)),
            Ask("powers_said", "Do the terms say what it may decide?", "choice", options=(("yes", "Yes, as below"), ("nothing", "Yes: nothing, it only advises"))),
            Ask("powers", "What it may decide", "lines", "Kinds of business, one on each line"),
            Ask("reserved", "What it may not", "lines", "One on each line"),
            Ask("reports_to", "Reports to"), Ask("ends_on", "Last day", "day"), CLAUSE,
        ),
        many=True, one="group",
    ),
    Part(
        "review", "Review of these terms", "When they are looked at again, and who changes them.",
        (
            Ask("every_months", "Every how many months", "number"),
            Ask("on_events", "Also when", "lines", "One on each line, such as member-change or law-change"),
            Ask("approved_by", "Changed by"), CLAUSE,
        ),
    ),
    Part(
        "precedence", "What prevails", "Where these terms meet other rules.",
        (Ask("order", "The first prevails", "lines", "One on each line, such as statute", is_needed=True), CLAUSE),
    ),
    Part(
        "duty", "Duties", "Duties that the text lists, and the instruments it cites for them.",
        (
            Ask("title", "As the text has it", is_needed=True), Ask("code", "Code in the duties register", hint="Such as D01, where it is one of them"),
            Ask("cites", "Instruments it cites", "lines", "One on each line, as the text cites them"),
            Ask("strength", "What the text says it is", "choice", options=_options(c.STRENGTHS)), CLAUSE,
        ),
        many=True, one="duty",
    ),
    Part(
        "clause", "The text", "The clauses that rules point to, in short quotations or your own words.",
        (
            Ask("slug", "Short name", is_needed=True), Ask("heading", "Heading"), Ask("text", "Text", "text", is_needed=True),
        ),
        many=True, one="clause",
    ),
)  # fmt: skip
BY_TABLE = {one.table: one for one in PARTS}
"""Every table of the file but `footnotes`, which is a bare list and is changed in the file itself."""
