"""From drafts of the next terms to what their pages show."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django import forms

from frankpledge.directory import api as directory
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.governance import queries
from frankpledge.governance.facts import DecisionFacts
from frankpledge.governance.presenting import address, crumbs
from frankpledge.governance.rules.gates import GATES, gate_verdict
from frankpledge.governance.rules.terms.comparing import Change, Kind
from frankpledge.governance.rules.terms.constitution import Constitution, Together
from frankpledge.governance.rules.terms.findings import Finding
from frankpledge.governance.rules.terms.words import capital, said_in, test_in_words
from frankpledge.governance.terms.drafts import GATE, DraftFacts, decisions_for, has_terms, label_of
from frankpledge.governance.terms.editing import Table, Values, fingerprint, name_of, quorum_of, rows_of
from frankpledge.governance.terms.forms import InForceForm, JoinForm
from frankpledge.governance.terms.pages import (
    ChangePart,
    ChangeRow,
    DraftPage,
    FilePage,
    FindingPart,
    ForcePage,
    FormPart,
    PartPage,
    PartRow,
    ProblemRow,
    RowLink,
    RowPage,
)
from frankpledge.governance.terms.parsing import text_of_version
from frankpledge.governance.terms.parts import PARTS, Options, Part
from frankpledge.governance.terms.presenting import NAMES, finding_parts, with_group
from frankpledge.governance.terms.reading import (
    Compared,
    compared,
    counts_of,
    lines_changed,
    words_of_changes,
)
from frankpledge.kernel.dates import local_date, short_date
from frankpledge.kernel.problems import Problem
from frankpledge.law import api as law
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.words import counted

KINDS = {Kind.ADDED: "New", Kind.CHANGED: "Changed", Kind.GONE: "Taken out"}
PLURALS = {
    "class": "classes", "capacity": "capacities", "duty": "duties", "period of notice": "periods of notice",
}  # fmt: skip
STATES = {
    "draft": "",
    "in-force": "This draft has come into force.",
    "discarded": "This draft was thrown away.",
}
ROLES = (
    ("LOCAL_POLICING_BODY", "Police and crime commissioner"), ("YOUTH_OFFENDING_TEAM", "Youth offending team"),
    ("DOMESTIC_ABUSE_FORUM", "Domestic abuse forum"), ("LOWER_TIER", "A district council"),
)  # fmt: skip
"""Roles of seats that are no responsible authority and that the linter knows."""


def _above(partnership: PartnershipFacts, draft: DraftFacts) -> tuple[tuple[str, str], ...]:
    here = (draft.title, address("terms-draft", partnership, draft_id=draft.id))
    return (
        *crumbs(partnership, ("Meetings and decisions", "meetings"), ("Terms of reference", "terms")),
        here,
    )


def problem_rows(found: tuple[Problem, ...]) -> tuple[ProblemRow, ...]:
    """What is wrong with a file: where, what and what to do."""
    return tuple(
        ProblemRow(
            ", ".join(filter(None, (f"row {one.row}" if one.row else "", one.column))) or "The file",
            one.reason,
            one.remedy,
        )
        for one in found
    )


def draft_page(partnership: PartnershipFacts, draft: DraftFacts, *, may_write: bool) -> DraftPage:
    """A draft as it was last saved, held against the version that it started from."""
    found = compared(draft.base_text, draft.text)
    readable = found.terms is not None
    first = draft.is_open and readable and not has_terms(partnership.slug, draft.group)

    def to(name: str) -> str:
        return address(name, partnership, draft_id=draft.id) if may_write and draft.is_open else ""

    return DraftPage(
        title=draft.title,
        crumbs=crumbs(partnership, ("Meetings and decisions", "meetings"), ("Terms of reference", "terms")),
        is_open=draft.is_open,
        may_write=may_write,
        saved=f"Saved on {short_date(local_date(draft.saved_at))} by {draft.saved_by}.",
        why=draft.why,
        against=_against(draft),
        state=STATES[draft.state],
        problems=problem_rows(found.problems),
        is_readable=readable,
        changes=_changes(found.changes),
        new=_finding_parts(found.findings.new, found.terms, "new"),
        gone=_finding_parts(found.findings.gone, found.terms, "gone"),
        still=counts_of(found.findings.still),
        lines=found.lines,
        parts=_part_rows(partnership, draft) if may_write and draft.is_open else (),
        about_href=to("terms-draft-about"),
        file_href=to("terms-draft-file"),
        download_href=address("terms-draft-download", partnership, draft_id=draft.id),
        papers=_papers(partnership, draft) if readable else (),
        discard_href=to("terms-draft-discard"),
        first_href=to("terms-draft-first") if first else "",
        force_href=to("terms-draft-force") if readable and not first else "",
        force_words=_summary(found),
    )


def _against(draft: DraftFacts) -> str:
    if not draft.base_text:
        return "It is compared with nothing: it started from an empty document or from a file."
    return f"It is compared with the version ‘{label_of(draft.base_text)}’."


def _summary(found: Compared) -> str:
    return f"{words_of_changes(found.changes)}."


def _changes(found: tuple[Change, ...]) -> tuple[ChangePart, ...]:
    parts: dict[str, list[ChangeRow]] = {}
    for one in found:
        parts.setdefault(one.part, []).append(ChangeRow(one.name, KINDS[one.kind], one.before, one.after))
    return tuple(ChangePart(title, tuple(rows)) for title, rows in parts.items())


def _finding_parts(
    found: tuple[Finding, ...], terms: Constitution | None, stem: str
) -> tuple[FindingPart, ...]:
    return finding_parts(found, terms, "", stem) if terms else ()


def _papers(partnership: PartnershipFacts, draft: DraftFacts) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"Paper for the meeting ({NAMES[fmt]})",
            address("terms-draft-paper", partnership, draft_id=draft.id, fmt=fmt),
        )
        for fmt in drawing.FORMATS
    )


def _part_rows(partnership: PartnershipFacts, draft: DraftFacts) -> tuple[PartRow, ...]:
    values = values_of_draft(draft)
    if values is None:
        return ()
    return tuple(
        PartRow(
            part.title,
            address("terms-draft-part", partnership, draft_id=draft.id, part=part.table),
            _state_of(values, part),
        )
        for part in PARTS
    )


def values_of_draft(draft: DraftFacts) -> Values | None:
    """The values in a draft's file; None where it is no TOML, and only the file itself can be mended."""
    try:
        return tomllib.loads(draft.text)
    except tomllib.TOMLDecodeError:
        return None


def _state_of(values: Values, part: Part) -> str:
    if part.table == "quorum" and quorum_of(values).join == "none":
        return "None is needed"
    rows = rows_of(values, part)
    if not rows:
        return "Not said"
    return counted(len(rows), part.one, PLURALS.get(part.one, "")) if part.many else "Said"


# Parts and rows ---------------------------------------------------------------------------------------------------


def part_page(
    partnership: PartnershipFacts, draft: DraftFacts, part: Part, values: Values, join: JoinForm | None
) -> PartPage:
    """The rows of a part that may have several."""
    quorum = quorum_of(values) if part.table == "quorum" else None
    deep = bool(quorum and quorum.is_deep)
    said = _words_by_row(draft, part)
    return PartPage(
        title=part.title,
        crumbs=_above(partnership, draft),
        lead=part.lead,
        rows=tuple(
            RowLink(
                name_of(part, row), said.get(_key(part, row, number), ""),
                "" if deep else address("terms-draft-row", partnership, draft_id=draft.id, part=part.table, number=number),
                "" if deep else address("terms-draft-remove", partnership, draft_id=draft.id, part=part.table, number=number),
                fingerprint(part, row),
            )
            for number, row in enumerate(rows_of(values, part), start=1)
        ),
        add_href="" if deep else address("terms-draft-row", partnership, draft_id=draft.id, part=part.table, number=0),
        add_words=f"Add a {part.one}",
        row_version=draft.row_version,
        join=FormPart(fields_of(join), errors_of(join) if join.is_bound else (), "Save") if join else None,
        deep="Its tests hold further tests, which only the file can show. Change it as a file." if deep else "",
        back=_back(partnership, draft),
    )  # fmt: skip


def _back(partnership: PartnershipFacts, draft: DraftFacts) -> tuple[str, str]:
    return f"Back to the draft: {draft.title}", address("terms-draft", partnership, draft_id=draft.id)


def _key(part: Part, row: Mapping[str, object], number: int) -> str:
    """The key by which `words` knows a row; the tests of a quorum go by their number."""
    names = {
        "decision": row.get("scope", "ordinary"), "outside": row.get("route"), "duty": row.get("title"),
        "notice": row.get("kind", ""), "quorum": number,
    }  # fmt: skip
    return f"{part.table}:{names.get(part.table, row.get('slug', ''))}"


def _words_by_row(draft: DraftFacts, part: Part) -> dict[str, str]:
    """What each row of a part says in words, where the draft can be read."""
    found = compared(draft.base_text, draft.text).terms
    if found is None:
        return {}
    if part.table == "quorum":
        quorum = found.quorum
        tests = quorum.tests if isinstance(quorum, Together) else (quorum,) if quorum else ()
        return {
            f"quorum:{number}": capital(test_in_words(found, one))
            for number, one in enumerate(tests, start=1)
        }
    return {one.key: one.words for one in said_in(found) if one.table == part.table}


def row_page(
    partnership: PartnershipFacts,
    draft: DraftFacts,
    part: Part,
    number: int,
    row: Table,
    form: forms.Form,
    *,
    both: tuple[tuple[str, str, str], ...] = (),
) -> RowPage:
    """The form of one row, or of a part that has one table."""
    new = part.many and not number
    title = f"Add a {part.one}" if new else f"{part.title}: {name_of(part, row)}" if part.many else part.title
    exists = bool(row) and (number or not part.many)
    return RowPage(
        title=title,
        crumbs=_above(partnership, draft),
        lead=part.lead,
        form=FormPart(fields_of(form), errors_of(form) if form.is_bound else (), "Save", both),
        row_version=draft.row_version,
        was=fingerprint(part, row),
        remove_href=address(
            "terms-draft-remove", partnership, draft_id=draft.id, part=part.table, number=number or 1
        )
        if exists
        else "",
        back=_back(partnership, draft)
        if not part.many
        else (
            f"Back to {part.title.lower()}",
            address("terms-draft-part", partnership, draft_id=draft.id, part=part.table),
        ),
    )


def choices_beyond_the_file(partnership: PartnershipFacts, on: date) -> dict[str, Options]:
    """What a seat may name that does not stand in the file: organisations of the directory, kinds of authority."""
    members = directory.members(partnership.slug, on=on)
    authorities = law.responsible_authorities(partnership.nation, on)
    return {
        "organisation": tuple((one.organisation.slug, one.organisation.name) for one in members),
        "kind": (*((one.code, one.title.capitalize()) for one in authorities), *ROLES),
    }


def file_page(
    partnership: PartnershipFacts,
    draft: DraftFacts,
    *,
    typed: str | None = None,
    errors: tuple[tuple[str, str], ...] = (),
    meanwhile: str = "",
) -> FilePage:
    """The file of a draft; after a conflict what one typed is kept beside what was saved meanwhile."""
    text = draft.text if typed is None else typed
    found = compared(draft.base_text, text)
    return FilePage(
        title="Change it as a file",
        crumbs=_above(partnership, draft),
        lead=(
            "Comments and order stay as you write them. A key that is left out is a rule that the terms do not give. "
            "It is saved whatever stands in it: mistakes are shown, and nothing that you typed is lost.",
        ),
        text=text,
        row_version=draft.row_version,
        errors=errors,
        problems=problem_rows(found.problems),
        meanwhile=meanwhile,
        lines=lines_changed(meanwhile, text) if meanwhile else (),
    )


# Coming into force ------------------------------------------------------------------------------------------------


def force_page(
    partnership: PartnershipFacts,
    draft: DraftFacts,
    form: InForceForm | None,
) -> ForcePage:
    """The decisions about a draft: which of them opens the gate, and what the others lack."""
    found = decisions_for(partnership.slug, draft.slug)
    return ForcePage(
        title="Bring it into force",
        crumbs=_above(partnership, draft),
        lead=(
            f"{GATES[GATE].sentence} The version in force until then ends the day before.",
            "Put the paper to a meeting as a decision to amend the terms of reference, about the reference below.",
            "Approved subject to a condition, it comes into force by itself when the condition is recorded as met: on the "
            "day on which the text begins, or on the day on which it was met if that is later.",
        ),
        reference=draft.slug,
        decisions=tuple(_decision_row(one, draft.slug) for one in found),
        form=FormPart(fields_of(form), errors_of(form) if form.is_bound else (), "Bring into force")
        if form
        else None,
        conditions=tuple(
            (
                f"Record that this is met: {one.waits_for}",
                address("decision-condition", partnership, decision_id=one.id),
            )
            for one in found
            if one.waits_for
        ),
        back=_back(partnership, draft),
    )


def open_decisions(partnership: str, draft: DraftFacts) -> list[DecisionFacts]:
    """The decisions that open the gate for a draft."""
    return [
        one
        for one in decisions_for(partnership, draft.slug)
        if gate_verdict(GATE, draft.slug, one, None).holds
    ]


def _decision_row(one: DecisionFacts, slug: str) -> tuple[str, str, str]:
    verdict = gate_verdict(GATE, slug, one, None)
    return one.text, str(one.decided or "Not known"), "Opens the way" if verdict.holds else str(verdict)


def text_in_force(partnership: str, group: str, on: date) -> tuple[str, UUID | None, str]:
    """The file in force on a day, or else the latest there is: its label, id and text; empty where there is none."""
    versions = queries.terms_versions(partnership, group)
    found = next((one for one in versions if on in one.period), versions[0] if versions else None)
    return (found.label, found.id, text_of_version(found.id)) if found else ("", None, "")


def empty_text(partnership: PartnershipFacts, on: date) -> str:
    """A file that says nothing yet but whose terms it is."""
    name = partnership.name.replace('"', "'")
    return (
        "# Only what the text says stands here. A key that is left out is a rule that the terms do not give.\n\n"
        f'[terms]\nbody = "{name}"\nlabel = "{short_date(on)}"\nnation = "{partnership.nation}"\nstarts_on = {on.isoformat()}\n'
    )


def terms_href(partnership: PartnershipFacts, group: str) -> str:
    """The page of terms of a body."""
    return with_group(address("terms", partnership), group)
