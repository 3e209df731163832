"""The room's records, by subject."""

from __future__ import annotations

from frankpledge.money.models.funds import BudgetLine, Fund, GrantCondition
from frankpledge.money.models.reviews import ValueReview
from frankpledge.money.models.sharing import CostAgreement, CostCharge, CostPayment, CostShare
from frankpledge.money.models.spending import Expenditure, SpendingFile

__all__ = [
    "BudgetLine", "CostAgreement", "CostCharge", "CostPayment", "CostShare", "Expenditure", "Fund", "GrantCondition",
    "SpendingFile", "ValueReview",
]  # fmt: skip
