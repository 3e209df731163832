"""Addresses by which a plan is started from a file."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.starting import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/plan/start/", views.start, name="plan-start", action=P.PLAN_WRITE, post=P.PLAN_WRITE),
    page("work/plan/start/<uuid:upload>/", views.confirm, name="plan-confirm", action=P.PLAN_WRITE, post=P.PLAN_WRITE),
]  # fmt: skip
