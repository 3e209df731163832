"""The chair's brief: questions that may be asked, typed by the clerk, and the document of two pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from frankpledge.audit.api import record
from frankpledge.documents.tree import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Note,
    NoteKind,
    Paragraph,
    Section,
    Strong,
    Text,
    text,
)
from frankpledge.governance.agenda import queries
from frankpledge.governance.agenda.facts import ItemFacts, MeetingCard
from frankpledge.governance.agenda.forecasting import (
    Expectation,
    expectation,
    in_words,
    missing_in_words,
    names_of,
    saved_in_words,
)
from frankpledge.governance.agenda.permits import may_write
from frankpledge.governance.agenda.setting import Print, identity_of
from frankpledge.governance.agenda.words import numbered, when
from frankpledge.governance.models import AgendaItem, LikelyQuestion
from frankpledge.governance.rules.agenda.forecast import Expected
from frankpledge.governance.rules.agenda.ties import silences, words_for_a_tie
from frankpledge.governance.rules.gates import GATES
from frankpledge.governance.rules.terms.words import quorum_in_words
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import now, today
from frankpledge.web.words import listed


@dataclass(frozen=True)
class QuestionFacts:
    """A question that may be asked on an item, and what may be answered."""

    id: UUID
    item: UUID
    question: str
    answer: str


def questions_of(meeting: UUID) -> tuple[QuestionFacts, ...]:
    """Every question, in the order in which it was typed."""
    rows = LikelyQuestion.objects.filter(item__meeting_id=meeting, removed_at__isnull=True)
    return tuple(
        QuestionFacts(row.id, row.item_id, row.question, row.answer)
        for row in rows.order_by("item__order", "order")
    )


@transaction.atomic
def add_question(
    partnership: str, slug: str, item: UUID, *, question: str, answer: str, by: Principal
) -> UUID:
    """Note a question that the chair may be asked."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    if not AgendaItem.objects.filter(meeting=row, id=item).exists():
        raise NotFound(queries.NO_ITEM)
    if not question.strip():
        raise Unusable(Problem("empty", "The question is empty.", "Write it.", column="Question"))
    last = LikelyQuestion.objects.filter(item_id=item).aggregate(last=Max("order"))["last"] or 0
    made = LikelyQuestion.objects.create(
        item_id=item, order=last + 1, question=question, answer=answer, recorded_by=by.name
    )
    record("likely-question-noted", subject=subject, by=by, detail={"item": str(item)})
    return made.id


@transaction.atomic
def remove_question(partnership: str, slug: str, question: UUID, *, by: Principal) -> None:
    """Take a question off the brief."""
    row = queries.meeting_row(partnership, slug)
    subject = may_write(row, by)
    if not LikelyQuestion.objects.filter(id=question, item__meeting=row).update(removed_at=now()):
        raise NotFound("There is no such question.")
    record("likely-question-removed", subject=subject, by=by, detail={"question": str(question)})


# The document -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brief:
    """Everything that the brief says."""

    meeting: MeetingCard
    items: tuple[ItemFacts, ...]
    expected: Expectation | None
    questions: tuple[QuestionFacts, ...]


def brief_of(meeting: MeetingCard) -> Brief:
    """The brief as it stands now."""
    return Brief(meeting, queries.items_of(meeting.id), expectation(meeting), questions_of(meeting.id))


def brief_document(print_: Print, brief: Brief) -> Document:
    """The chair's brief; one section with parts, so that no list of contents takes up its first page."""
    parts = (
        Section("Will it be quorate?", tuple(_quorum(brief))),
        Section("Decisions sought, in their exact words", tuple(_decisions(brief))),
        Section("Interests known", tuple(_interests(brief))),
        Section("Questions that may be asked", tuple(_questions(brief))),
        Section("If votes are equal", tuple(_tie(brief))),
        Section("What the terms of reference leave unsaid", tuple(_silent(brief))),
    )
    place = print_.partnership
    return Document(
        title="Chair’s brief", subtitle=f"{brief.meeting.title}, {when(brief.meeting)}",
        sections=(Section("For the chair", tuple(_first(brief)), parts, id="brief"),), identity=identity_of(place),
        dated=today().isoformat(), author=place.name, marking="For the chair", base_url=settings.BASE_URL,
    )  # fmt: skip


def _first(brief: Brief) -> Iterator[Block]:
    asked = [one for one in brief.items if not one.item_kind.is_standing]
    decide = sum(one.kind == "decide" for one in asked)
    counted = f"{len(asked)} items of business, {decide} of them to decide"
    facts = [("Where", brief.meeting.place or "Not set"), ("Business", counted)]
    minutes = sum(one.minutes_allowed or 0 for one in brief.items)
    if minutes:
        facts.append(("Time allowed for items", f"{minutes} minutes"))
    yield Facts(tuple(Fact(name, text(value)) for name, value in facts))


def _quorum(brief: Brief) -> Iterator[Block]:
    found = brief.expected
    if found is None:
        yield Paragraph(
            text("No terms of reference are recorded for the day, so the quorum cannot be foreseen.")
        )
        return
    needs = quorum_in_words(found.terms)
    if needs:
        yield Paragraph(text(needs))
    said = (
        in_words(found.overall),
        saved_in_words(found.overall, names_of(found.terms)),
        missing_in_words(found.overall),
    )
    yield Paragraph(text(" ".join(one for one in said if one)))
    names = names_of(found.terms)
    for state, words in (
        (Expected.APOLOGIES, "Apologies"),
        (Expected.SILENT, "No reply yet"),
        (Expected.VACANT, "Vacant"),
    ):
        seats = sorted({names.get(one.seat, one.seat) for one in found.seats if one.expected is state})
        if seats:
            yield Paragraph((Strong(f"{words}: "), Text(f"{listed(seats)}.")))


def _decisions(brief: Brief) -> Iterator[Block]:
    sought = [one for one in brief.items if one.kind == "decide"]
    if not sought:
        yield Paragraph(text("No decision is sought."))
    forecasts = {item.id: found for item, found in (brief.expected.items if brief.expected else ())}
    for one in sought:
        yield Paragraph(
            (Strong(f"{numbered(one)}. "), Text(one.recommendation or "The words are still lacking."))
        )
        notes = []
        if one.effect in GATES:
            notes.append(GATES[one.effect].sentence)
        if one.id in forecasts and brief.expected:
            notes.append(f"Quorum of this item: {in_words(forecasts[one.id])}")
        if brief.expected and (otherwise := brief.expected.if_they_leave.get(one.id)):
            notes.append(f"If those with a registered interest go out: {in_words(otherwise)}")
        if notes:
            yield Paragraph(text(" ".join(notes)))


def _interests(brief: Brief) -> Iterator[Block]:
    known = brief.expected.interests if brief.expected else ()
    if not known:
        yield Paragraph(text("None is known. Ask for declarations all the same."))
        return
    titles = {one.id: numbered(one) for one in brief.items}
    yield Bullets(
        tuple(
            text(
                f"{one.person}: {one.nature}, in {titles.get(one.item, 'the whole meeting') if one.item else 'the whole meeting'}"
                f"{'; will leave the room' if one.will_withdraw else ''}. {one.source}."
            )
            for one in known
        )
    )


def _questions(brief: Brief) -> Iterator[Block]:
    if not brief.questions:
        yield Paragraph(text("None has been noted."))
        return
    titles = {one.id: numbered(one) for one in brief.items}
    for one in brief.questions:
        answer = one.answer or "No answer is prepared."
        yield Paragraph((Strong(f"{titles.get(one.item, '')}: {one.question} "), Text(answer)))


def _tie(brief: Brief) -> Iterator[Block]:
    tie = words_for_a_tie(brief.expected.terms if brief.expected else None)
    if tie.words:
        heading = f"Say this (clause ‘{tie.heading}’)" if tie.heading else "Say this"
        yield Note(NoteKind.QUOTE, text(" ".join(tie.words)), heading)
    for one in tie.unsaid:
        yield Paragraph((Strong("The terms do not say: "), Text(f"{one[:1].lower()}{one[1:]}")))


def _silent(brief: Brief) -> Iterator[Block]:
    found = silences(brief.expected.terms if brief.expected else None)
    if not found:
        yield Paragraph(text("Nothing that a meeting is likely to need."))
        return
    yield Paragraph(
        text(f"They do not say {'; '.join(found)}. Where it matters, say what you rule and have it recorded.")
    )


def items_to_choose(items: Sequence[ItemFacts]) -> tuple[tuple[str, str], ...]:
    """The items that ask something, to be chosen from."""
    return tuple((str(one.id), numbered(one)) for one in items if not one.item_kind.is_standing)
