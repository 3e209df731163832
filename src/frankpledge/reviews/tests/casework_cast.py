"""A small cast for tests of cases: an invented partnership, one person for each part, and a case driven step by step."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from frankpledge.directory import api as directory
from frankpledge.directory.models import Membership, Organisation, Partnership, RoleAssignment, User
from frankpledge.governance.models import Decision, Meeting
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.people import Principal
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.cases import services
from tests.worlds import built_once

SLUG = "example-vale"
FIRST = date(2026, 1, 12)
ROLES = {
    "coordinator": "review-coordinator", "chair": "chair", "vice-chair": "vice-chair", "member": "member",
    "independent-chair": "review-guest", "panel": "review-guest", "imr-author": "review-guest", "signer": "policing-body",
    "outsider": "manager", "analyst": "analyst", "scrutiny": "scrutiny-officer",
}  # fmt: skip
WITHOUT_PART = frozenset({"outsider", "analyst", "scrutiny"})


def at(on: date) -> AbstractContextManager[None]:
    return fixed_at(datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC))


@dataclass
class Casework:
    """The people by part, and the case."""

    partnership: Partnership
    people: dict[str, User]
    case: UUID = field(default_factory=lambda: UUID(int=0))

    def by(self, part: str) -> Principal:
        """Somebody by their part; where reviews are real, after a second factor."""
        found = directory.principal_for(self.people[part].id, on=date(2026, 1, 12))
        return replace(found, has_second_factor=not self.partnership.is_demo)

    def write(self, kind: str, on: date | str | None, *, by: str = "coordinator", **data: object) -> int:
        day = PartialDate.parse(on) if isinstance(on, str) else PartialDate.of(on) if on else None
        return services.write(SLUG, self.case, kind, day, data, by=self.by(by))

    def decide(self, effect: str, about: str, on: date) -> str:
        """A decision of the partnership, as its meeting recorded it."""
        meeting = Meeting.objects.create(
            partnership=self.partnership, slug=f"m-{on}", title="Partnership meeting", body="Example Vale Partnership",
            body_kind="partnership", held=on.isoformat(), held_earliest=on, held_latest=on, kind="ordinary", status="held",
        )  # fmt: skip
        slug = f"d-{effect}-{on}"
        Decision.objects.create(
            partnership=self.partnership, slug=slug, meeting=meeting, text="Agreed.", outcome="carried", effect=effect,
            about=about, standing="stands",
        )  # fmt: skip
        return slug


@built_once
def make_casework(*, is_demo: bool = True) -> Casework:
    partnership = Partnership.objects.create(
        slug=SLUG, name="Example Vale Partnership", short_name="Example Vale", nation="E",
        council_name="Example Vale Council", is_demo=is_demo,
    )  # fmt: skip
    body = Organisation.objects.create(
        slug="vale-police", name="Vale Police", kind="POLICE_CHIEF", starts_on=date(2020, 1, 1)
    )
    Membership.objects.create(
        partnership=partnership,
        organisation=body,
        capacity="responsible-authority",
        order=1,
        starts_on=date(2020, 1, 1),
    )
    people = {}
    for part, role in ROLES.items():
        user = User.objects.create_user(f"{part}@example.invalid", f"Example {part}")
        RoleAssignment.objects.create(
            user=user, partnership=partnership, role=role, starts_on=date(2020, 1, 1)
        )
        people[part] = user
    return Casework(partnership, people)


def open_example(cast: Casework, *, is_invented: bool = True, **notice: object) -> UUID:
    """A case whose notice came in on the first day, with everybody in their part."""
    said: Mapping[str, object] = {
        "source": "police", "channel": "secure form", "died": "2026-01", "people": "Alder", "young": "no", "role": "leading",
        **notice,
    }  # fmt: skip
    with at(FIRST):
        cast.case = services.open_case(
            SLUG, reference="r-2026-01", codename="Alder", is_invented=is_invented, on=PartialDate.of(FIRST), notice=said,
            by=cast.by("coordinator"),
        )  # fmt: skip
        for part in ROLES:
            if part != "coordinator" and part not in WITHOUT_PART:
                agency = "Vale Police" if part in {"imr-author", "member"} else ""
                services.assign(
                    SLUG, cast.case, cast.people[part].id, part, organisation=agency, purpose="takes part in the review",
                    by=cast.by("coordinator"),
                )  # fmt: skip
    return cast.case


ANSWERS = {"has_died": "yes", "is_sixteen": "yes", "intimate": "yes", "harm": "yes"}


def answer_criteria(cast: Casework, on: date, **answers: str) -> None:
    for question, answer in {**ANSWERS, **answers}.items():
        cast.write(
            "criteria-answered", on, question=question, answer=answer, because="as the police report says"
        )


def hold_review(
    cast: Casework, on: date = FIRST + timedelta(14), *, by: str = "chair", **said: object
) -> int:
    """Answer the criteria and decide to hold a review."""
    with at(on):
        answer_criteria(cast, on)
        return cast.write(
            "decided", on, by=by, outcome="review", decider="chair", consulted="all members", reasons="The criteria are met.",
            **said,
        )  # fmt: skip
