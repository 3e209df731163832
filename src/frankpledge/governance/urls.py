"""Addresses of the pages of meetings, decisions and terms."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance import asked_views
from frankpledge.governance.agenda import urls as agenda
from frankpledge.governance.interchange import urls as interchange
from frankpledge.governance.membership import urls as membership
from frankpledge.governance.minutes import urls as minutes
from frankpledge.governance.outside import urls as outside
from frankpledge.governance.running import urls as running
from frankpledge.governance.terms import urls as terms
from frankpledge.web.routes import page

urlpatterns = [
    *agenda.urlpatterns,
    *running.urlpatterns,
    *membership.urlpatterns,
    *minutes.urlpatterns,
    *interchange.urlpatterns,
    *terms.urlpatterns,
    *outside.urlpatterns,
    page(
        "work/me/reply/<slug:slug>/<slug:seat>/",
        asked_views.reply,
        name="my-quick-reply",
        action=P.ME_USE,
        only_post=True,
    ),
    page(
        "work/me/action/<uuid:action>/",
        asked_views.action,
        name="my-quick-action",
        action=P.ME_USE,
        only_post=True,
    ),
]
