"""What a review costs, who shares it under the agreement of the day, and who has paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from frankpledge.reviews.command_inputs import Reading, shares_of
from frankpledge.reviews.models import FundingAgreement
from frankpledge.reviews.rules.casework.state import CaseState
from frankpledge.reviews.rules.shares import CostLine, Share, share_out


@dataclass(frozen=True)
class PartyAccount:
    """A partner's share in pounds, what it was invoiced, what it paid, and what it still owes."""

    party: str
    share: Decimal
    invoiced: Decimal
    paid: Decimal

    @property
    def owes(self) -> Decimal:
        return self.share - self.paid


@dataclass(frozen=True)
class Account:
    """A review's money: cost, estimate, the agreement, and each partner."""

    total: Decimal
    estimated: Decimal
    agreement: str
    parties: tuple[PartyAccount, ...]

    @property
    def variance_words(self) -> str:
        difference = self.total - self.estimated
        if difference == 0:
            return "as estimated"
        return f"£{abs(difference):,} {'more' if difference > 0 else 'less'}"


def agreement_of(state: CaseState, partnership: str) -> tuple[str, tuple[Share, ...]]:
    """The agreement in force when the notice came in, and its shares; empty where there is none."""
    if state.received is None:
        return "", ()
    found = (
        FundingAgreement.objects.in_force(state.received.latest).filter(partnership__slug=partnership).first()
    )
    if found is None:
        return "", ()
    return found.title, shares_of(found.shares, Reading("the agreement"))


def account(state: CaseState, partnership: str) -> Account:
    """Who owes what for one review. Without an agreement the cost is nobody's yet, and that is said."""
    lines = [CostLine(kind, amount) for kind, amount in state.costs()]
    estimated = sum((amount for _, amount in state.costs("cost-estimated")), Decimal(0))
    title, shares = agreement_of(state, partnership)
    found = share_out(lines, shares)
    invoiced, paid = state.paid("invoice-sent"), state.paid("invoice-paid")
    zero = Decimal(0)
    parties = tuple(
        PartyAccount(one.party, one.amount, invoiced.get(one.party, zero), paid.get(one.party, zero))
        for one in found.shares
    )
    words = (
        f"Shared by “{title}”."
        if title
        else "No agreement on sharing the cost was in force when the notice came in."
    )
    if title and found.left > 0:
        words += f" Nobody pays £{found.left:,}."
    return Account(found.total, estimated, words, parties)
