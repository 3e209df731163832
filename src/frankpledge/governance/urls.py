"""Addresses of the pages of governance, subject by subject."""

from __future__ import annotations

from frankpledge.governance.agenda import urls as agenda
from frankpledge.governance.interchange import urls as interchange
from frankpledge.governance.membership import urls as membership
from frankpledge.governance.minutes import urls as minutes
from frankpledge.governance.outside import urls as outside
from frankpledge.governance.running import urls as running
from frankpledge.governance.terms import urls as terms

urlpatterns = [
    *agenda.urlpatterns,
    *running.urlpatterns,
    *membership.urlpatterns,
    *minutes.urlpatterns,
    *interchange.urlpatterns,
    *terms.urlpatterns,
    *outside.urlpatterns,
]
