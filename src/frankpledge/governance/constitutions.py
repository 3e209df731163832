"""The terms in force on a day as the engine reads them: the one place from which meetings get their rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from frankpledge.governance import queries
from frankpledge.governance.rules.terms.constitution import Above, Constitution
from frankpledge.governance.rules.terms.places import person_by_person
from frankpledge.kernel.dates import Period


@dataclass(frozen=True)
class StoredTerms:
    """A version of the terms as stored, each seat filled as it is on the day asked about. `sha` is the hash of its file."""

    id: UUID
    label: str
    period: Period
    is_assumed: bool
    sha: str
    constitution: Constitution


def constitution_on(partnership: str, on: date, *, group: str = "") -> StoredTerms | None:
    """The terms of the partnership, or of one of its groups, on a day, a seat of several places as so many seats; None when
    none are recorded.

    Those of a group carry those of the partnership with them: they say what the group may decide.
    """
    found = queries.terms_in_force(partnership, on=on, group=group)
    if found is None:
        return None
    terms = person_by_person(found.on(on))
    if group and (over := queries.terms_in_force(partnership, on=on)):
        terms = replace(terms, above=Above(group, person_by_person(over.on(on))))
    return StoredTerms(found.id, found.label, found.period, found.is_assumed, found.sha256, terms)
