"""From stored terms, drafts and findings to what their pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.governance import queries
from frankpledge.governance.facts import SeatFacts, TermsFacts
from frankpledge.governance.presenting import address, crumbs, flags
from frankpledge.governance.rules.seats import holder_on
from frankpledge.governance.rules.terms.constitution import Constitution
from frankpledge.governance.rules.terms.findings import (
    SEVERITIES,
    SEVERITY_MEANS,
    SEVERITY_TITLES,
    Finding,
)
from frankpledge.governance.rules.terms.unsaid import unsaid_in
from frankpledge.governance.rules.terms.words import Said, quorum_arithmetic, said_in
from frankpledge.governance.terms import drafts
from frankpledge.governance.terms.pages import (
    ClausePart,
    DraftRow,
    FindingGroup,
    FindingPart,
    FindingsPage,
    SaidPart,
    SaidRow,
    SeatRow,
    SeatTable,
    TermsPage,
    VersionRow,
)
from frankpledge.governance.terms.parsing import text_of_version
from frankpledge.governance.terms.reading import counts_of, findings_on
from frankpledge.kernel.dates import local_date, long_date, short_date
from frankpledge.kernel.verdicts import NotFound
from frankpledge.web.days import DayAsked

NAMES = {"html": "web page", "pdf": "PDF", "docx": "Word", "odt": "OpenDocument"}
ABOVE = (("Meetings and decisions", "meetings"),)
NOT_SHOWN_AS_RULES = ("terms", "class", "seat", "duty", "clause", "footnotes")


def with_group(href: str, group: str, **more: str) -> str:
    """An address asked for one of the partnership's groups, on a day."""
    asked = {**({"group": group} if group else {}), **more}
    return f"{href}?{'&'.join(f'{key}={value}' for key, value in asked.items())}" if asked else href


def group_named(partnership: PartnershipFacts, group: str) -> str:
    """A group's name; empty for the partnership itself. Raises `NotFound` for a group there never was."""
    if not group:
        return ""
    known = queries.groups(partnership.slug)
    if group not in known:
        raise NotFound("There is no such group.")
    return known[group]


def terms_page(
    partnership: PartnershipFacts, asked: DayAsked, *, group: str = "", may_write: bool = False
) -> TermsPage:
    """The terms in force on the day asked for: what they say, what they do not, and what in them needs a person."""
    on = asked.on
    name = group_named(partnership, group)
    versions = queries.terms_versions(partnership.slug, group)
    terms = next((one for one in versions if on in one.period), None)
    said = said_in(terms.constitution) if terms else ()
    href = address("terms", partnership)
    return TermsPage(
        title=f"Terms of reference: {name}" if name else "Terms of reference",
        crumbs=_crumbs(partnership, name),
        asked=asked,
        group=group,
        day=long_date(on),
        label=terms.label if terms else "",
        how=_how(terms) if terms else "",
        is_assumed=bool(terms and terms.is_assumed),
        note=terms.note if terms else "",
        flags=flags(partnership, terms, on) if not group else (),
        counts=counts_of(findings_of_version(terms, on)) if terms else "",
        findings_href=with_group(address("terms-findings", partnership), group, on=on.isoformat()),
        facts=_facts(terms) if terms else (),
        members=_members(terms, on) if terms else (),
        arithmetic=quorum_arithmetic(terms.on(on), on) if terms else (),
        parts=_parts(terms, said),
        duties=tuple(_said(terms, one) for one in said if one.table == "duty") if terms else (),
        unsaid=tuple((one.about, one.leaves) for one in unsaid_in(terms.constitution)) if terms else (),
        clauses=_clauses(terms.constitution) if terms else (),
        footnotes=terms.constitution.footnotes if terms else (),
        versions=tuple(_version(partnership, one) for one in versions),
        groups=tuple(
            (words, with_group(href, slug, on=on.isoformat()))
            for slug, words in queries.groups(partnership.slug).items()
            if not group
        ),
        drafts=tuple(_draft(partnership, one) for one in drafts.open_drafts(partnership.slug, group)),
        new_href=with_group(address("terms-new", partnership), group) if may_write else "",
    )


def _crumbs(partnership: PartnershipFacts, group: str) -> tuple[tuple[str, str], ...]:
    return crumbs(partnership, *ABOVE, *((("Terms of reference", "terms"),) if group else ()))


def _how(terms: TermsFacts) -> str:
    """How they came into force: by which decision, or that they were recorded as they stood."""
    if terms.decision is None:
        return "Recorded as they stood: no decision in this record brought them into force."
    decision = queries.decision(terms.decision)
    return f"Brought into force by the decision ‘{decision.text}’ ({decision.body}, {decision.decided or 'no date'})."


def findings_of_version(terms: TermsFacts, on: date) -> tuple[Finding, ...]:
    """What the linter says of a version as it stands on a day."""
    return findings_on(text_of_version(terms.id), on)


def _facts(terms: TermsFacts) -> tuple[tuple[str, str], ...]:
    found = terms.constitution
    facts = [
        (one.name, one.words)
        for one in said_in(found)
        if one.table == "terms" and one.key not in {"terms:label", "terms:note"}
    ]
    in_force = str(terms.period) if terms.period.ends_on else f"from {short_date(terms.period.starts_on)}"
    return tuple((name, in_force if name == "In force" else words) for name, words in facts)


def _members(terms: TermsFacts, on: date) -> tuple[SeatTable, ...]:
    """A table for each class, with what the class is in its caption."""
    said = {one.key: one.words for one in said_in(terms.constitution) if one.table == "class"}
    found = []
    for one in terms.constitution.classes:
        seats = [
            seat for seat in terms.seats
            if seat.category == one.slug and _is_there(terms.constitution, seat.slug, on)
        ]  # fmt: skip
        if seats:
            rows = tuple(_seat(terms.constitution, seat, on) for seat in seats)
            found.append(SeatTable(f"{one.title}. {said[f'class:{one.slug}']}", rows))
    return tuple(found)


def _is_there(terms: Constitution, slug: str, on: date) -> bool:
    seat = terms.seat(slug)
    return bool(seat and seat.is_in_force(on))


def _seat(terms: Constitution, seat: SeatFacts, on: date) -> SeatRow:
    """A seat as the terms name it, and who fills it today."""
    found = terms.seat(seat.slug)
    holder, named = holder_on(seat, on), seat.chain[0] if seat.chain else None
    if holder is None:
        filled = "Nobody: the body has ended and nothing is recorded that follows it"
    elif named and holder != named:
        filled = f"{holder.name}, which follows {named.name}"
    else:
        filled = holder.name
    asked = [f"the {seat.office}"] if seat.office else []
    asked += ["senior in the organisation"] if found and found.is_senior else []
    votes = seat.votes * (found.places if found else 1)
    return SeatRow(
        seat.name, filled, str(votes) if votes else "None", ", ".join(asked).capitalize() or "Anybody"
    )


def _parts(terms: TermsFacts | None, said: Iterable[Said]) -> tuple[SaidPart, ...]:
    if terms is None:
        return ()
    titles: dict[str, list[SaidRow]] = {}
    for one in said:
        if one.table not in NOT_SHOWN_AS_RULES:
            titles.setdefault(one.part, []).append(_said(terms, one))
    return tuple(SaidPart(title, tuple(rows)) for title, rows in titles.items())


def _said(terms: TermsFacts, one: Said) -> SaidRow:
    clause = terms.clause(one.clause)
    return SaidRow(
        one.name,
        one.words,
        clause.heading or clause.slug if clause else "",
        f"#clause-{one.clause}" if clause else "",
    )


def _clauses(terms: Constitution) -> tuple[ClausePart, ...]:
    return tuple(ClausePart(one.slug, one.heading or one.slug, one.text) for one in terms.clauses)


def _version(partnership: PartnershipFacts, one: TermsFacts) -> VersionRow:
    on = one.period.starts_on.isoformat()
    how = "Assumed" if one.is_assumed else "By decision" if one.decision else "Recorded as it stood"
    period = str(one.period) if one.period.ends_on else f"from {short_date(one.period.starts_on)}"
    return VersionRow(
        one.label, period, how, with_group(address("terms", partnership), one.group, on=on),
        address("terms-version-file", partnership, version_id=one.id),
    )  # fmt: skip


def _draft(partnership: PartnershipFacts, one: drafts.DraftFacts) -> DraftRow:
    saved = f"saved on {short_date(local_date(one.saved_at))} by {one.saved_by}"
    return DraftRow(one.title, address("terms-draft", partnership, draft_id=one.id), saved)


# What to put right ------------------------------------------------------------------------------------------------


def findings_page(partnership: PartnershipFacts, asked: DayAsked, *, group: str = "") -> FindingsPage:
    """Everything that the linter says of the terms in force on a day, as they stand on it."""
    name = group_named(partnership, group)
    terms = queries.terms_in_force(partnership.slug, on=asked.on, group=group)
    found = findings_of_version(terms, asked.on) if terms else ()
    terms_href = with_group(address("terms", partnership), group, on=asked.on.isoformat())
    return FindingsPage(
        title="What to put right in the terms of reference",
        crumbs=crumbs(partnership, *ABOVE, ("Terms of reference", "terms")),
        asked=asked,
        group=group,
        day=long_date(asked.on),
        label=f"{name}: {terms.label}" if terms and name else terms.label if terms else "",
        counts=counts_of(found),
        groups=grouped(found, terms.constitution, terms_href) if terms else (),
        downloads=tuple(
            (
                f"Take it away ({NAMES[fmt]})",
                with_group(
                    address("terms-findings-file", partnership, fmt=fmt), group, on=asked.on.isoformat()
                ),
            )
            for fmt in drawing.FORMATS
            if found
        ),
        terms_href=terms_href,
    )


def grouped(found: tuple[Finding, ...], terms: Constitution, href: str) -> tuple[FindingGroup, ...]:
    """Findings by how much they matter, the worst first; a severity without findings is left out."""
    made = []
    for severity in SEVERITIES:
        rows = finding_parts([one for one in found if one.severity == severity], terms, href, severity)
        if rows:
            title = f"{SEVERITY_TITLES[severity]} ({len(rows)})"
            made.append(FindingGroup(severity, title, SEVERITY_MEANS[severity], rows))
    return tuple(made)


def finding_parts(
    found: Iterable[Finding], terms: Constitution, href: str, stem: str
) -> tuple[FindingPart, ...]:
    """Findings with the clause's own words and a link to it."""
    clauses = {one.slug: one for one in terms.clauses}
    made = []
    for number, one in enumerate(found, start=1):
        clause = clauses.get(one.clause)
        made.append(
            FindingPart(
                id=f"{stem}-{number}", title=one.title, why=one.why,
                clause=(clause.heading or clause.slug) if clause else "",
                clause_href=f"{href}#clause-{clause.slug}" if clause else "",
                quote=clause.text if clause else "", suggestion=one.suggestion, wording=one.wording,
            )
        )  # fmt: skip
    return tuple(made)


def as_of(terms: Constitution, on: date) -> Constitution:
    """The terms as the linter looks at them on a day."""
    return replace(terms, asked_on=on)
