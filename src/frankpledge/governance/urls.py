"""Addresses of the pages of meetings, decisions and terms."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance import views
from frankpledge.governance.agenda import urls as agenda
from frankpledge.governance.interchange import urls as interchange
from frankpledge.governance.membership import urls as membership
from frankpledge.governance.minutes import urls as minutes
from frankpledge.governance.running import urls as running
from frankpledge.web.routes import page

urlpatterns = [
    *agenda.urlpatterns,
    page("work/meetings/terms/", views.terms, name="terms", action=P.GOVERNANCE_READ),
    *running.urlpatterns,
    *membership.urlpatterns,
    *minutes.urlpatterns,
    *interchange.urlpatterns,
]
