"""What is asked of a person and of their organisation: the registry to which each subject and room adds its own.

A subject registers a provider in its start-up (`AppConfig.ready`). It is called once for each partnership in which the
person takes part and answers from what is stored, in the same number of queries however much is asked:

    def replies(whom: Whom) -> Iterable[Ask]:
        for seat in whom.seats: ...

    asks.register(replies)

A provider is told for whom it speaks and never asks whom else: what it yields is shown to that person only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from frankpledge.governance.rules.meetings.record import InPost

KINDS = {
    "vote": "To decide",
    "reply": "To reply to",
    "minutes": "To check",
    "paper": "To sign off",
    "escalation": "To take up",
    "action": "To do",
    "report": "To report",
    "interests": "To confirm",
    "skills": "To answer",
}
"""Every kind of thing that is asked, in the order in which a page shows what is due on one day."""


@dataclass(frozen=True)
class AnswerForm:
    """How something is answered there and then: one choice, a few words, one button. `action` takes the POST.

    The form sends `choice` and `text` (whichever are asked for), everything in `hidden`, and `back`, which the view
    hands to `membership.asks.way_back`.
    """

    action: str
    button: str
    legend: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    text_label: str = ""
    text: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Ask:
    """One thing asked. `organisation` is the name of the body it is asked of; empty: of the person themselves.

    `href` is where everything about it stands; `form` of None: it is answered there.
    """

    kind: str
    what: str
    href: str
    due_on: date | None = None
    because: str = ""
    organisation: str = ""
    form: AnswerForm | None = None


@dataclass(frozen=True)
class Whom:
    """The person who asks, in one partnership, on a day.

    `seats` are those of the partnership and its groups in which they are recorded (the group's slug beside each);
    `organisations` the slugs and names of the bodies they come from.
    """

    user: UUID
    name: str
    partnership_id: UUID
    partnership: str
    on: date
    seats: tuple[tuple[str, InPost], ...]
    organisations: tuple[tuple[str, str], ...]

    def seats_in(self, group: str) -> tuple[InPost, ...]:
        return tuple(one for where, one in self.seats if where == group)


Provider = Callable[[Whom], Iterable[Ask]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> None:
    """Add what one subject asks of people. Safe to repeat."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def asked_of(whom: Whom) -> tuple[Ask, ...]:
    """Everything asked of a person in one partnership, the most pressing first; what has no day comes last."""
    found = [one for provider in _PROVIDERS for one in provider(whom)]
    order = list(KINDS)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.due_on is None,
                one.due_on or date.max,
                order.index(one.kind) if one.kind in order else len(order),
                one.what,
            ),
        )
    )
