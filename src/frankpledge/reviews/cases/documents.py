"""Letters and documents of a review, written from its log under the headings of the guidance. People are pseudonyms throughout.

Each says when it may not be written yet, and why. Nothing here is issued to the public: that goes through publication.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents.tree import (
    Block,
    Bullets,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Table,
    text,
)
from frankpledge.reviews.cases.money import account
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.cases.queries import CaseFacts
from frankpledge.reviews.rules.actions import CLOSED, STATE_WORDS
from frankpledge.reviews.rules.casework.fields import Group
from frankpledge.reviews.rules.casework.kinds import COSTS, KINDS, WRITTEN_PARTS
from frankpledge.reviews.rules.casework.learning_codes import LEVELS, THEMES
from frankpledge.reviews.rules.casework.state import Agency, CaseState, Entry
from frankpledge.reviews.rules.timetable import Clock

MARKING = "OFFICIAL-SENSITIVE"
INVENTED_MARKING = "INVENTED"
"""Stands at the head and foot of every page: each page can be read by itself."""
Sections = tuple[Section, ...]


@dataclass(frozen=True)
class Template:
    """A document: its title in lists, whose field groups it needs, why it cannot be written yet, and its sections."""

    slug: str
    title: str
    groups: tuple[Group, ...]
    why_not: Callable[[CaseState], str]
    sections: Callable[[CaseFacts], Sections]
    heading: str = ""
    """Its title as whoever gets it reads it, where that is another."""


def marking(*, is_invented: bool) -> str:
    """What stands at the head and foot of every page of a document of a review."""
    return f"{INVENTED_MARKING} · {MARKING}" if is_invented else MARKING


def to_family(template: Template) -> bool:
    """Whether it is a letter to those who were bereaved: it bears no marking of ours and no name that we gave the review."""
    return Group.FAMILY in template.groups


def build(template: Template, case: CaseFacts, place: PartnershipFacts, on: date, to: str = "") -> Document:
    """The document as the log has it on a day; `to`: only the letter to that agency, where there is one to each."""
    opening: tuple[Block, ...] = ()
    if case.is_invented:
        opening = (Note(NoteKind.SYNTHETIC, text(INVENTED.replace("on this page", "in this document"))),)
    if lacking := unwritten(template, case.state):
        opening = (
            *opening,
            Note(
                NoteKind.INFORMATION,
                text(f"This is a draft. Its author has not written yet: {', '.join(lacking)}."),
            ),
        )
    sections = tuple(one for one in template.sections(case) if not to or one.heading in {f"To {to}"} | _FORM)
    is_letter = template.slug in SENT
    if is_letter:
        opening, sections = (*opening, *_p(_greeting(template))), (*sections, *_ending(template, place, case))
    mark = marking(is_invented=case.is_invented)
    if to_family(template):
        mark = INVENTED_MARKING if case.is_invented else ""
    return Document(
        title=template.heading or template.title, sections=sections,
        subtitle="" if to_family(template) else f"Review {case.codename} ({case.reference})",
        identity=Identity(place.council_name, place.colour, place.accent, place.logo_png, "", place.reference_docx),
        dated=on.isoformat(), author=place.name, marking=mark, opening=opening, contents_depth=0 if is_letter else 1,
    )  # fmt: skip


def _greeting(template: Template) -> str:
    """The name of whoever is bereaved is kept nowhere but in the vault: it is written in by hand."""
    return "Dear " + "." * 40 if to_family(template) else "Dear colleague,"


def _ending(template: Template, place: PartnershipFacts, case: CaseFacts) -> Sections:
    """Who writes, and where an answer goes."""
    who = f"The chair, for the {place.name}"
    if not to_family(template):
        return (
            _section(
                "Yours sincerely", who, "Please answer the review’s coordinator, by the secure route only."
            ),
        )
    contact = ", ".join(dict.fromkeys(one.who for one in case.state.family if one.who))
    ask = f"Ask {contact}" if contact else "Ask us"
    return (
        _section("Whom you can ask", f"{ask} anything, at any time: " + "." * 40, f"If you write, it helps to say: {case.reference}."),
        _section("With our sympathy", who),
    )  # fmt: skip


def letters_to(template: Template, state: CaseState) -> tuple[str, ...]:
    """The agencies to each of which a letter of its own goes; none where one letter is for all."""
    if template.slug == "secure-records":
        return tuple(one.name for one in state.agencies if one.asked)
    if template.slug == "imr-request":
        return tuple(one.name for one in state.agencies if one.imr_asked)
    return ()


def unwritten(template: Template, state: CaseState) -> tuple[str, ...]:
    """The parts of a report that its author has not written yet, by name."""
    needed = {"overview-report": _NARRATIVE, "executive-summary": tuple(_OF_SUMMARY.values())}.get(
        template.slug, ()
    )
    names, written = dict(WRITTEN_PARTS), {one.text("part") for one in state.all("part-written")}
    return tuple(names[part] for part in needed if part not in written)


_NARRATIVE = ("background", "chronology", "overview", "analysis", "conclusions", "lessons")
_OF_SUMMARY = {"Summary chronology": "short-chronology", "Key issues": "key-issues", "Conclusions": "conclusions", "Lessons to be learnt": "lessons"}  # fmt: skip


def _written(state: CaseState, part: str) -> tuple[Block, ...]:
    """What the author wrote last for a part of the report, paragraph by paragraph."""
    found = [one for one in state.all("part-written") if one.text("part") == part]
    return (
        _p(*(line.strip() for line in found[-1].text("text").replace("\r", "").split("\n\n")))
        if found
        else ()
    )


def available(case: CaseFacts) -> tuple[Template, ...]:
    """The documents whose contents this person may read."""
    return tuple(one for one in TEMPLATES.values() if all(case.reads(group) for group in one.groups))


# --- small parts ---------------------------------------------------------------------------------------------


def _p(*words: str) -> tuple[Block, ...]:
    return tuple(Paragraph(text(one)) for one in words if one)


def _section(heading: str, *words: str, blocks: Iterable[Block] = ()) -> Section:
    return Section(heading, (*_p(*words), *blocks))


def _lines(value: str) -> tuple[Block, ...]:
    rows = [line.strip() for line in value.splitlines() if line.strip()]
    return (Bullets(tuple(text(line) for line in rows)),) if rows else ()


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> tuple[Block, ...]:
    made = tuple(Row(tuple(text(cell) for cell in row)) for row in rows)
    return (Table(caption, tuple(Column(name) for name in head), made),) if made else ()


def _told(entries: Iterable[Entry]) -> tuple[Block, ...]:
    rows = tuple(text(f"{one.on or 'Day not known'}: {one.told()}") for one in entries)
    return (Bullets(rows),) if rows else ()


def _or_not_yet(blocks: tuple[Block, ...], words: str) -> tuple[Block, ...]:
    return blocks or _p(words)


def _always(_state: CaseState) -> str:
    return ""


def _needs(kind: str, words: str) -> Callable[[CaseState], str]:
    return lambda state: "" if state.has(kind) else words


PURPOSE = (
    "A review looks at how agencies worked, alone and together, to learn what can be done better, so that others are kept safe. It does not say "
    "how anybody died or who is to blame: courts and coroners do that."
)


def _facts_of(case: CaseFacts) -> Facts:
    state = case.state
    facts = [
        Fact("Reference", text(case.reference)),
        Fact("Notice came in", text(str(state.received or "Not known"))),
    ]
    facts += [
        Fact(clock.limit.title, text(_day_by_day(clock)))
        for clock in case.timetable.clocks
        if clock.original_due and clock.limit.strength != "LOCAL"
    ]
    facts.append(Fact("Law", text(state.regime.base)))
    if state.guidance:
        facts.append(Fact("Guidance", text(state.guidance.title)))
    return Facts(tuple(facts))


def _day_by_day(clock: Clock) -> str:
    """The first day, the one agreed later, and when it was done: what was late is said."""
    parts = [f"by {clock.original_due}"]
    if clock.agreed_due:
        parts.append(f"agreed later: {clock.agreed_due}")
    if clock.ended:
        parts.append(f"done {clock.ended}")
    if clock.late and clock.late.least:
        parts.append(f"{clock.late.least} {'day' if clock.late.least == 1 else 'days'} late")
    return "; ".join(parts)


def _criteria(state: CaseState) -> tuple[Block, ...]:
    """Each criterion with its reason; where several people died, for each of them."""
    found: list[Block] = []
    for who, tested in state.tested_each().items():
        caption = f"The criteria, one by one: {who}" if who else "The criteria, one by one"
        rows = ((_CRITERIA.get(one.id, one.id), str(one.answer).replace("-", " "), one.reason) for one in tested.criteria)  # fmt: skip
        found += _table(caption, ("Question", "Answer", "Reason"), rows)
    return tuple(found)


_CRITERIA = {
    "C1": "Somebody has died", "C2": "They were 16 or over", "C3": "How the two people were connected", "C5": "What the death resulted from",
    "C6": "What gives concern, where they took their own life", "C9": "The other person was 16 or over",
}  # fmt: skip
"""Each criterion in words: its number says nothing to whoever reads a letter."""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- letters -------------------------------------------------------------------------------------------------


def _acknowledge(case: CaseFacts) -> Sections:
    return (_section("Thank you for your notice", "We have received your notice and have opened a request to consider a review.",
                     "Please write to us by the secure route only, and quote the reference.", blocks=(_facts_of(case),)),)  # fmt: skip


def _secure(case: CaseFacts) -> Sections:
    return tuple(
        _section(
            f"To {one.name}",
            "Please search for, secure and restrict every record you hold of the people whose identities you are sent apart from this letter.",
            f"Please tell us by {one.due} whether you knew them, when first and last, in which services, who holds the records (by role), and which agencies "
            "of other areas you know of. If you hold nothing, please say so: silence is not taken for an answer.",
            "Legal basis: section 9 of the Domestic Violence, Crime and Victims Act 2004, and your information sharing agreement with the partnership.",
            PURPOSE,
        )
        for one in case.state.agencies
        if one.asked
    )


def _home_office(case: CaseFacts) -> Sections:
    decision = case.state.decision
    outcome = KINDS["decided"].fields[0].words(decision.text("outcome")) if decision else ""
    return (
        _section(
            "The decision",
            f"{outcome}. Decided on {decision.on if decision else ''}.",
            blocks=(_facts_of(case),),
        ),
        _section("The criteria", blocks=_criteria(case.state)),
        _section("Reasons", decision.text("reasons") if decision else ""),
        _section("Who was consulted", _capital(decision.text("consulted")) if decision else ""),
    )


def _notice(case: CaseFacts) -> Sections:
    decision = case.state.decision
    outcome = (
        KINDS["decided"].fields[0].words(decision.text("outcome")) if decision else "A review was directed"
    )
    return (_section("The decision", f"{outcome}.", PURPOSE, "Please tell us of any proceedings that the review should wait for, and whom to ask about disclosure.",
                     blocks=(_facts_of(case),)),)  # fmt: skip


def _family_first(_case: CaseFacts) -> Sections:
    return (
        _section("Why we write", "Somebody you loved has died, and nothing that we write can change it. The law asks us to consider a review after a death such as this."),
        _section("What a review is", PURPOSE, "You may take part as much or as little as you wish, now or later, and you may change your mind at any time."),
        _section("Somebody independent at your side", "You are offered an independent advocate, free of charge, who knows these reviews and is not part of any agency. "
                 "You may choose one yourself. With this letter comes the Home Office’s leaflet for families, or for friends."),
        _section("What you may ask of us", "You may meet the independent chair, comment on what the review looks at, tell us about the person you lost, choose the name "
                 "that the report uses, and read the report in private before it is finished. Tell us which days we should keep free of letters and calls."),
    )  # fmt: skip


def _family_decision(case: CaseFacts) -> Sections:
    held, decision = case.state.is_held, case.state.decision
    what = ("A review will be held." if held else "It was decided that the law does not call for a review after this death. The reasons are below, "
            "and you may talk them through with us.")  # fmt: skip
    reasons = (decision.text("reasons"),) if decision and not held else ()
    return (
        _section("What was decided", what, *reasons, PURPOSE),
        _section("Somebody independent at your side", "You are offered an independent advocate, free of charge."),
        _section("If you think that this is wrong", "Please tell us. We will look at it again, and the Home Office sees every decision. The law gives no right of appeal to a "
                 "review’s decision, so there is no time limit for telling us."),
    )  # fmt: skip


def _reading(_case: CaseFacts) -> Sections:
    return (_section("Reading the report in private", "The report is nearly finished. We would like you to read it, in a place and at a time that suit you, with your advocate or anybody "
                     "else you choose. Nothing is published before that, and what you say is written down and answered."),)  # fmt: skip


def _extension(case: CaseFacts) -> Sections:
    rows = []
    for clock in case.timetable.clocks:
        rows += [
            (clock.limit.title, str(clock.original_due), str(change.to), str(change.agreed))
            for change in clock.changes
            if change.agreed
        ]
    return (_section("A changed day", "The partnership agreed these changes at its meeting. The first day stays on the record.",
                     blocks=_table("Changes agreed", ("What", "First day", "New day", "Agreed"), rows)),
            _section("Why", blocks=_told(case.state.all("extension-proposed"))))  # fmt: skip


def _copy(case: CaseFacts) -> Sections:
    return (
        _section(
            "A copy of the report",
            "We send you a copy of the report of this review, as the law and the guidance ask.",
            blocks=(_facts_of(case),),
        ),
    )


def _closure(case: CaseFacts) -> Sections:
    return (_section("The review is concluded", "Every action was assured by somebody other than its owner, or given up by a decision of the partnership."),
            *_actions(case))  # fmt: skip


def _prepublication(case: CaseFacts) -> Sections:
    prepared = case.state.last("publication-prepared")
    day = str(prepared.day("planned") or "not fixed yet") if prepared else "not fixed yet"
    return (_section("The report will be published", f"Planned day: {day}.", "Please do not pass it on before that day. If the press asks, send them to the partnership."),
            _section("Support", "If this report touches you, the national domestic abuse helpline is there day and night."))  # fmt: skip


# --- documents -----------------------------------------------------------------------------------------------


def _terms(case: CaseFacts) -> Sections:
    drafted, agreed = case.state.last("terms-drafted"), case.state.last("terms-agreed")
    if drafted is None:
        return ()
    standing = (
        f"Agreed on {agreed.on} by {agreed.text('agreed_by')}."
        if agreed and agreed.text("version") == drafted.text("version")
        else "A draft."
    )
    return (
        _section("Purpose", PURPOSE, f"Version {drafted.text('version')}. {standing}"),
        _section(
            "The time the review looks at",
            f"From {drafted.day('scope_from')} to {drafted.day('scope_to')}. {drafted.text('why_from')}",
        ),
        _section("Lines of enquiry", blocks=_lines(drafted.text("lines"))),
        _section("Equality and diversity", drafted.text("equality")),
        _section(
            "What the family asks",
            blocks=_or_not_yet(_lines(drafted.text("family_questions")), "Nothing was recorded yet."),
        ),
        _section(
            "Agencies",
            blocks=(Bullets(tuple(text(one.name) for one in case.state.agencies)),)
            if case.state.agencies
            else (),
        ),
        _section(
            "Other proceedings", blocks=_or_not_yet(_told(case.state.all("process-opened")), "None is known.")
        ),
        _section(
            "Publication",
            drafted.text("publication")
            or "The report is published, naming nobody, unless there are compelling reasons not to.",
        ),
    )


def _imr_request(case: CaseFacts) -> Sections:
    agreed = case.state.last("terms-agreed")
    letters = tuple(
        _section(f"To {one.name}", f"Please write your agency’s own review by {one.imr_due}, under the terms of reference, version {agreed.text('version') if agreed else ''}.",
                 "Its author must not have dealt with the people concerned, nor manage anybody who did. It is never published.")
        for one in case.state.agencies if one.imr_asked
    )  # fmt: skip
    return (*letters, *_imr_headings(case))


IMR_HEADINGS: tuple[tuple[str, str], ...] = (
    ("Author and independence", "Who wrote it, by role, and that they did not deal with the case."),
    ("Terms of reference", "Which version it answers."),
    ("Methodology", "Records looked at, and staff spoken to, by role."),
    ("The family", "A picture of the family, with pseudonyms."),
    ("Chronology", "What your agency knew and did, with dates as far as they are known."),
    ("Analysis", "Against each line of enquiry: what was done, why, and what should have been."),
    ("Equality and diversity", "How each protected characteristic mattered."),
    ("Good practice", "What was done well, by whom (by role), and why it helped."),
    ("Lessons", "What your agency has learnt, and what has changed already."),
    ("Recommendations", "Specific, with an owner, a measure and a date."),
    ("Signed off by", "A senior manager, by role."),
)


_FORM = frozenset(heading for heading, _ in IMR_HEADINGS)
"""The headings of the form that goes with each letter that asks for an agency's own review."""


def _imr_headings(_case: CaseFacts) -> Sections:
    return tuple(_section(heading, hint) for heading, hint in IMR_HEADINGS)


def _overview(case: CaseFacts) -> Sections:
    state = case.state
    drafted = state.last("terms-drafted")
    named = (
        ("1", "Timescales", (_facts_of(case),)),
        (
            "2",
            "Confidentiality",
            _p(
                "People are called by pseudonyms, chosen with the family where possible. The findings are confidential until publication."
            ),
        ),
        ("3", "Terms of reference", _lines(drafted.text("lines")) if drafted else ()),
        ("4", "Methodology", _or(_told(state.all("panel-met")), "No meeting of the panel is recorded yet.")),
        (
            "5",
            "Involvement of family, friends, colleagues, neighbours and the wider community",
            _involvement(state) if case.reads(Group.FAMILY) else (),
        ),
        (
            "6",
            "Contributors to the review",
            _contributors(state),
        ),
        ("7", "Panel members", _or(_appointed(state, "panel", "specialist"), NO_PANEL)),
        (
            "8",
            "Author of the overview report",
            _appointed(state, "independent-chair", "author", statement=True),
        ),
        (
            "9",
            "Parallel reviews",
            _or(
                _told(state.all("process-opened", "process-ended")),
                "No other process is recorded beside this review.",
            ),
        ),
        ("10", "Equality and diversity", _p(drafted.text("equality")) if drafted else ()),
        (
            "11",
            "Dissemination",
            _or(_told(state.all("copy-sent")), "No copy is recorded as sent yet.")
            if case.reads(Group.PUBLICATION)
            else (),
        ),
        ("12", "Background information (the facts)", _or(_written(state, "background"), NOT_WRITTEN)),
        ("13", "Chronology", _or(_written(state, "chronology"), NOT_WRITTEN)),
        ("14", "Overview", _or(_written(state, "overview"), NOT_WRITTEN)),
        ("15", "Analysis", _or(_written(state, "analysis"), NOT_WRITTEN)),
        ("16", "Conclusions", _or(_written(state, "conclusions"), NOT_WRITTEN)),
        ("17", "Lessons to be learnt", (*_written(state, "lessons"), *_themes(state))),
        ("18", "Recommendations", _recommendations(state)),
    )
    tribute = _written(state, "tribute")
    first = (Section("Who they were", tribute),) if tribute else ()
    return (*first, *(Section(heading, tuple(blocks), number=number) for number, heading, blocks in named))


def _or(blocks: tuple[Block, ...], words: str) -> tuple[Block, ...]:
    """The blocks, or a sentence in their place: no heading stands over nothing."""
    return blocks or _p(words)


def _gave(one: Agency) -> str:
    """What an agency gave to the review; empty where it was only asked."""
    if one.imr_final:
        return "Its own review"
    if one.imr_draft:
        return "A draft of its own review"
    return "Information" if one.replied or one.facts else ""


def _contributors(state: CaseState) -> tuple[Block, ...]:
    gave = [(one.name, _gave(one)) for one in state.agencies if _gave(one)]
    silent = ", ".join(one.name for one in state.agencies if not _gave(one))
    asked = _p(f"Asked, and no reply yet: {silent}.") if silent else ()
    return (*_table("Agencies that contributed", ("Agency", "How"), gave), *asked)


def _involvement(state: CaseState) -> tuple[Block, ...]:
    rows = []
    for one in state.family:
        took = {"answered": "took part", "declined": "chose not to take part", "": "was invited"}.get(
            one.contact, "could not be reached"
        )
        rows.append((one.label, one.relation, took, one.advocacy or "No advocate yet"))
    return _table("Those who were invited", ("Pseudonym", "Relation", "Part", "Advocate"), rows)


def _appointed(state: CaseState, *parts: str, statement: bool = False) -> tuple[Block, ...]:
    rows = [one for one in state.all("appointed") if one.text("part") in parts]
    head = ("Name", "Agency", "Independence") if statement else ("Name", "Agency")
    caption = "Who wrote it" if statement else "Who sat on the panel"
    return _table(
        caption,
        head,
        (
            (
                one.text("name"),
                one.text("agency") or "Independent",
                *((one.text("independence"),) if statement else ()),
            )
            for one in rows
        ),
    )


def _themes(state: CaseState) -> tuple[Block, ...]:
    names = dict(THEMES)
    found = dict.fromkeys(theme for one in state.recommendations for theme in one.themes)
    rows = tuple(text(_capital(names.get(code, code))) for code in found)
    return (*_p("The recommendations are about:"), Bullets(rows)) if rows else ()


def _recommendations(state: CaseState) -> tuple[Block, ...]:
    return _table(
        "Recommendations",
        ("Number", "Recommendation", "Agency", "Level"),
        (
            (one.id, one.text, one.agency, dict(LEVELS).get(one.level, one.level))
            for one in state.recommendations
        ),
    )


NO_PANEL = "Nobody is recorded on the panel yet."
NOT_WRITTEN = "Not written yet."
SUMMARY = ("The review process", "Contributors to the review", "The review panel", "Author of the overview report", "Terms of reference", "Summary chronology",
           "Key issues", "Conclusions", "Lessons to be learnt", "Recommendations")  # fmt: skip


def _summary(case: CaseFacts) -> Sections:
    state, drafted = case.state, case.state.last("terms-drafted")
    known: dict[str, tuple[Block, ...]] = {
        "The review process": (*_p(PURPOSE), _facts_of(case)),
        "Contributors to the review": _contributors(state),
        "The review panel": _or(_appointed(state, "panel", "specialist"), NO_PANEL),
        "Author of the overview report": _appointed(state, "independent-chair", "author", statement=True),
        "Terms of reference": _lines(drafted.text("lines")) if drafted else (),
        "Recommendations": _recommendations(state),
    }
    known |= {heading: _written(state, part) for heading, part in _OF_SUMMARY.items()}
    known["Lessons to be learnt"] = (*known["Lessons to be learnt"], *_themes(state))
    return tuple(
        Section(heading, _or(known.get(heading, ()), NOT_WRITTEN), number=str(number))
        for number, heading in enumerate(SUMMARY, start=1)
    )


def _actions(case: CaseFacts) -> Sections:
    """Each recommendation with what the guidance's plan asks of it, under its own heading: seven columns do not fit a page."""
    scopes = {"single": "Local", "multi": "Local", "regional": "Regional", "national": "National"}
    made = []
    for one in case.state.recommendations:
        milestones = "; ".join(f"{words} ({state})" for words, state in one.milestones)
        done = f"{STATE_WORDS[one.state]}{f'; assured by {one.assured_by}, {one.assured}' if one.assured_by else ''}"
        facts = (
            ("Scope", scopes.get(one.level, "Local")), ("Action to take", one.action or "Not accepted yet"),
            ("Lead agency", f"{one.agency}{f' ({one.owner})' if one.owner else ''}"),
            ("Key milestones", milestones or "None set"), ("Target date", str(one.due or "None agreed")),
            ("Completed, and outcome", done), *((("What should change", one.measure),) if one.measure else ()),
        )  # fmt: skip
        made.append(
            Section(
                f"{one.id}. {one.text}", (Facts(tuple(Fact(name, text(value)) for name, value in facts)),)
            )
        )
    return tuple(made)


def _action_plan(case: CaseFacts) -> Sections:
    words = "An action is done when somebody other than its owner has assured it, on evidence; its effect is looked at again later."
    return (_section("How it is followed", words), *_actions(case))


def _board(case: CaseFacts) -> Sections:
    state = case.state
    dissent = state.last("panel-agreed")
    return (
        _section("What the partnership is asked to decide", _asked_of_partnership(state)),
        _section("Where it stands", blocks=(_facts_of(case),)),
        _section(
            "The panel",
            f"Agreed: {dissent.text('agreed')}. Dissent: {dissent.text('dissent')}."
            if dissent
            else "The panel has not agreed the report yet.",
        ),
        _section("Recommendations", blocks=_or_not_yet(_recommendations(state), "None yet.")),
    )


def _asked_of_partnership(state: CaseState) -> str:
    agreed, concluded = state.last("partnership-agreed"), state.last("concluded")
    if concluded:
        return f"Nothing more: it concluded the review on {concluded.on}."
    if agreed is None:
        return "To agree the report of this review, so that it goes to the Home Office."
    if state.recommendations and all(one.state in CLOSED for one in state.recommendations):
        return f"To conclude the review. It agreed the report on {agreed.on}; every action has been assured since, or given up."
    return f"To note how the actions stand. It agreed the report on {agreed.on}."


def _cover(case: CaseFacts) -> Sections:
    checked, dissent = case.state.last("self-checked"), case.state.last("panel-agreed")
    items = checked.data.get("items") if checked else []
    words = KINDS["self-checked"].fields[0]
    return (
        _section(
            "What is sent",
            "The overview report, the executive summary and the action plan.",
            blocks=(_facts_of(case),),
        ),
        _section(
            "What was looked at before",
            blocks=(Bullets(tuple(text(words.words(one)) for one in items)),)
            if isinstance(items, list) and items
            else (),
        ),
        _section("Dissent", _capital(dissent.text("dissent")) if dissent else "None was recorded."),
    )


def _cost_share(case: CaseFacts) -> Sections:
    found = account(case.state, case.partnership)
    lines = ((dict(COSTS).get(kind, kind), f"£{amount:,}") for kind, amount in case.state.costs())
    shares = (
        (one.party, f"£{one.share:,.2f}", f"£{one.invoiced:,.2f}", f"£{one.paid:,.2f}", f"£{one.owes:,.2f}")
        for one in found.parties
    )
    return (
        _section("What the review cost", f"£{found.total:,} so far. {found.agreement}", blocks=_table("Costs", ("For what", "Pounds"), lines)),
        _section("Who pays what", blocks=_or_not_yet(
            _table("Shares", ("Partner", "Share", "Invoiced", "Paid", "Still owed"), shares), "No agreement on sharing it was in force when the notice came in.")),
    )  # fmt: skip


def _costs(state: CaseState) -> str:
    return "" if state.has("cost") else "No cost has arisen yet."


def _closed(state: CaseState) -> str:
    loose = [one.id for one in state.recommendations if one.state not in CLOSED]
    return f"These actions are neither assured nor given up: {', '.join(loose)}." if loose else ""


def _asked(state: CaseState) -> str:
    return "" if any(one.asked for one in state.agencies) else "No agency has been asked yet."


def _decided(state: CaseState) -> str:
    return (
        ""
        if state.decision and state.decision.text("reasons")
        else "There is no decision with its reasons yet."
    )


def _safe(state: CaseState) -> str:
    if not state.family:
        return "Nobody is in the contact plan, so nobody has looked at whether a letter is safe."
    unsafe = [one.label for one in state.family if one.contact == "unsafe"]
    return f"Contact would not be safe for: {', '.join(unsafe)}." if unsafe else ""


def _family_after_decision(state: CaseState) -> str:
    return _safe(state) or _needs("decided", "There is no decision yet.")(state)


def _signed(state: CaseState) -> str:
    scans = state.all("anonymisation-scanned")
    if not any(len(state.signers(one.text("document"))) >= 2 for one in scans):
        return "Two people have not signed yet that nobody can be known from the report."
    return ""


def _extended(state: CaseState) -> str:
    return "" if state.has("extension-agreed") else "The partnership has agreed no change."


F, FAM, P, L = Group.FILE, Group.FAMILY, Group.PUBLICATION, Group.LEARNING
TEMPLATES: dict[str, Template] = {
    one.slug: one
    for one in (
        Template("acknowledgement", "Letter: your notice came in", (F,), _always, _acknowledge, "We have received your notice"),
        Template("secure-records", "Letter to agencies: secure your records", (F,), _asked, _secure, "Please secure your records"),
        Template("home-office-decision", "Letter to the Home Office: the decision", (F,), _decided, _home_office, "Whether a review is held: our decision"),
        Template("notice", "Notice to police, coroner and prosecutors", (F,), _needs("decided", "There is no decision yet."), _notice, "Whether a review is held: our decision"),
        Template("family-first", "First letter to family and friends", (F, FAM), _safe, _family_first, "We are very sorry for your loss"),
        Template("family-decision", "Letter to the family: the decision", (F, FAM), _family_after_decision, _family_decision, "What was decided about a review"),
        Template("family-reading", "Letter to the family: reading the report", (F, FAM), _safe, _reading, "Reading the report before anybody else"),
        Template("terms", "Terms of reference", (F,), _needs("terms-drafted", "No terms are drafted yet."), _terms),
        Template("imr-request", "Letter to agencies: your own review, with its headings", (F, Group.IMR), _needs("terms-agreed", "The terms of reference are not agreed yet."), _imr_request, "Please write your agency’s own review"),
        Template("extension-notice", "Notice: a day was changed", (F,), _extended, _extension, "A day was changed"),
        Template("overview-report", "Overview report", (F, L), _needs("terms-agreed", "The terms of reference are not agreed yet."), _overview),
        Template("executive-summary", "Executive summary", (F, L), _needs("terms-agreed", "The terms of reference are not agreed yet."), _summary),
        Template("action-plan", "Action plan", (L,), _needs("recommendation-made", "There is no recommendation yet."), _action_plan),
        Template("board-report", "Report to the partnership", (F, L), _needs("draft-made", "There is no draft yet."), _board),
        Template("submission", "Cover sheet for the Home Office", (F, P), _needs("self-checked", "The report was not checked yet."), _cover),
        Template("pre-publication", "Notice before publication", (P,), _signed, _prepublication, "The report will be published"),
        Template("copy", "Letter with a copy of the report", (P,), _needs("qa", "The Home Office has not answered yet."), _copy, "A copy of the report"),
        Template("cost-share", "Letter to partners: your share of the cost", (Group.MONEY,), _costs, _cost_share, "Your share of the cost of a review"),
        Template("closure", "Letter: the review is concluded", (F, L), _closed, _closure, "The review is concluded"),
    )
}  # fmt: skip
SENT = frozenset(
    {"acknowledgement", "secure-records", "home-office-decision", "notice", "family-first", "family-decision", "family-reading", "imr-request",
     "extension-notice", "submission", "pre-publication", "copy", "closure", "cost-share"}
)  # fmt: skip
"""The documents that are sent to somebody: of each the very file is kept."""
