"""Addresses of a running meeting."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.running import views
from frankpledge.web.routes import page

MEETING = "work/meetings/meeting/<slug:slug>/"

urlpatterns = [
    page(f"{MEETING}run/", views.run, name="meeting-run", action=P.MEETING_RUN, post=P.MEETING_RUN),
    page(f"{MEETING}now/", views.now, name="meeting-now", action=P.VOTE_CAST, post=P.VOTE_CAST),
    page(f"{MEETING}stamp/", views.stamp, name="meeting-stamp", action=P.VOTE_CAST),
    page(
        "work/meetings/decisions/<uuid:decision_id>/ruling/", views.ruling, name="decision-ruling",
        action=P.DECISION_RULE, post=P.DECISION_RULE,
    ),
]  # fmt: skip
