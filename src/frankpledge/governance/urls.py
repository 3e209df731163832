"""Addresses of the pages of meetings, decisions and terms."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance import views
from frankpledge.governance.interchange import urls as interchange
from frankpledge.governance.membership import urls as membership
from frankpledge.governance.outside import urls as outside
from frankpledge.web.routes import page

urlpatterns = [
    page("work/meetings/", views.meetings, name="meetings", action=P.GOVERNANCE_READ),
    page("work/meetings/terms/", views.terms, name="terms", action=P.GOVERNANCE_READ),
    page(
        "work/meetings/decisions/<uuid:decision_id>/",
        views.decision,
        name="decision",
        action=P.GOVERNANCE_READ,
    ),
    *membership.urlpatterns,
    *interchange.urlpatterns,
    *outside.urlpatterns,
]
