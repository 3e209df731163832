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
from frankpledge.scrutiny.models.reports import Committee, Recommendation, ReportEdition, ReportFlag

__all__ = [
    "AttendanceNotice", "Committee", "CommitteeReport", "InformationRequest", "Observation", "Promise", "Recommendation",
    "RemitConfirmation", "ReportEdition", "ReportFlag", "ReportPoint", "ReportResponse", "Sitting",
]  # fmt: skip
