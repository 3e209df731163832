"""Nothing in this room scores, ranks or predicts a person: tables that tell people apart are refused.

Areas, places, periods and issues are what is analysed here. A file with a column that identifies people is turned
back before any of its rows is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from frankpledge.kernel.problems import Problem, Unusable

_PEOPLE = (
    "person", "individual", "nominal", "offender", "suspect", "victim", "perpetrator", "defendant",
    "accused", "witness", "patient", "pupil", "client",
)  # fmt: skip
_IDENTIFIERS = frozenset(
    {
        "first_name", "forename", "forenames", "surname", "last_name", "family_name", "full_name", "date_of_birth",
        "dob", "birth_date", "nhs_number", "nino", "national_insurance_number", "passport_number", "pnc_id", "cro",
        "custody_number", "upn", "email", "email_address", "phone", "telephone", "mobile", "ethnicity", "gender", "age",
    }
)  # fmt: skip
_PERSON = "|".join(_PEOPLE)
_WHOSE = re.compile(rf"(^|_)({_PERSON})(_|$)")
_WHICH = re.compile(rf"(^|_)({_PERSON})_(id|name|no|number|ref|reference)$")


def tells_people_apart(column: str) -> bool:
    """Whether a column of this name would be about one person a row. `victims`, a count, is not; `victim` is."""
    return column in _IDENTIFIERS or _WHOSE.search(column) is not None


def identifies_people(column: str) -> bool:
    """Whether a column of this name says which person; the question put where columns may be named after criteria."""
    return column in _IDENTIFIERS or _WHICH.search(column) is not None


def refuse_people(columns: Sequence[str], file: str, *, names_are_criteria: bool = False) -> None:
    """Raises Unusable when a column tells people apart."""
    is_one = identifies_people if names_are_criteria else tells_people_apart
    found = [column for column in columns if is_one(column)]
    if found:
        reason = f"The column ‘{found[0]}’ is about people one by one, and nothing here scores or predicts a person."
        remedy = "Give areas, places, periods or issues, and leave that column out."
        raise Unusable(Problem("people", reason, remedy, file, 1, found[0]))
