"""What is asked of a person about decisions outside meetings: their seat's answer while the time to answer lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from frankpledge.governance.membership.asks import AnswerForm, Ask, Whom
from frankpledge.governance.outside import queries
from frankpledge.governance.rules.terms.words import ROUTES
from frankpledge.kernel.dates import short_date

CHOICES = (("for", "For"), ("against", "Against"), ("abstain", "Abstain"))


def asked(whom: Whom) -> Iterable[Ask]:
    """One thing for each seat that was asked and has not answered."""
    if not whom.seats:
        return ()
    return _asked(whom)


def _asked(whom: Whom) -> Iterator[Ask]:
    for one in queries.procedures(whom.partnership):
        if not one.is_open or (one.closes_on and one.closes_on < whom.on):
            continue
        own = queries.seats_of(whom.user, whom.partnership, one.group, whom.on)
        for seat in own:
            if seat in one.asked and seat not in one.ballots:
                yield _ask(whom, one, seat)


def _ask(whom: Whom, one: queries.ProcedureFacts, seat: str) -> Ask:
    here = {"partnership": whom.partnership, "procedure": one.id}
    until = f" until {short_date(one.closes_on)}" if one.closes_on else ""
    return Ask(
        "vote", one.text, reverse("outside-one", kwargs=here), one.closes_on,
        f"{ROUTES[one.route]}, for the seat {seat}{until}. Sent on {short_date(one.sent_on)}. {one.because}",
        form=AnswerForm(
            reverse("answer-outside", kwargs=here), "Give my answer", "How do you vote?", CHOICES,
            hidden=(("seat", seat),),
        ),
    )  # fmt: skip
