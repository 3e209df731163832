"""What a higher room may ask of publishing."""

from __future__ import annotations

from frankpledge.publishing.registry import Builder, Issuable, builder, kinds, register
from frankpledge.publishing.services import issue, issue_all, withdraw

__all__ = ["Builder", "Issuable", "builder", "issue", "issue_all", "kinds", "register", "withdraw"]
