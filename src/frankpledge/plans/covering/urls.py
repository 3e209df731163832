"""Addresses of the coverage map."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.covering import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/plan/coverage/", views.coverage, name="coverage-map", action=P.PLAN_READ),
    page("work/plan/<slug:plan>/coverage/", views.coverage, name="plan-coverage", action=P.PLAN_READ),
]
