"""Addresses of disclosure control."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.disclosure import views
from frankpledge.web.routes import page

urlpatterns = [
    page(
        "work/small-counts/",
        views.ledger,
        name="small-counts",
        action=Permission.ASSESSMENT_READ,
        post=Permission.DOCUMENT_ISSUE,
    ),
    page(
        "work/small-counts/<uuid:release>/",
        views.release,
        name="small-counts-release",
        action=Permission.ASSESSMENT_READ,
    ),
]
