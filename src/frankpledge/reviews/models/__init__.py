"""What the room of reviews keeps, a module per subject. What happened in a case is its log, and nothing else is."""

from __future__ import annotations

from frankpledge.reviews.models.cases import Case, CaseAssignment, CaseConflict, CaseEvent
from frankpledge.reviews.models.emergency import EmergencyAccess
from frankpledge.reviews.models.learning import LocalTheme, ThemeResponse
from frankpledge.reviews.models.money import FundingAgreement
from frankpledge.reviews.models.readiness import ReadinessStep
from frankpledge.reviews.models.vault import (
    CaseFile,
    DocumentScan,
    Pseudonym,
    SignerInvitation,
    SignOff,
    VaultKey,
    VaultTerm,
)

__all__ = [
    "Case", "CaseAssignment", "CaseConflict", "CaseEvent", "CaseFile", "DocumentScan", "EmergencyAccess", "FundingAgreement",
    "LocalTheme", "Pseudonym", "ReadinessStep", "SignOff", "SignerInvitation", "ThemeResponse", "VaultKey", "VaultTerm",
]  # fmt: skip
