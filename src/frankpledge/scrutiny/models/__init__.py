"""The room's records, by subject."""

from __future__ import annotations

from frankpledge.scrutiny.models.committee import (
    AttendanceNotice,
    CommitteeReport,
    InformationRequest,
    Observation,
    Promise,
    RemitConfirmation,
    ReportPoint,
    ReportResponse,
    Sitting,
)
from frankpledge.scrutiny.models.reports import (
    BlockVersion,
    Committee,
    KeptPaper,
    Recommendation,
    ReportEdition,
    ReportFlag,
)

__all__ = [
    "AttendanceNotice", "BlockVersion", "Committee", "CommitteeReport", "InformationRequest", "KeptPaper", "Observation", "Promise",
    "Recommendation", "RemitConfirmation", "ReportEdition", "ReportFlag", "ReportPoint", "ReportResponse", "Sitting",
]  # fmt: skip
