"""Addresses of the strategies beside the plan."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.strategies import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/plan/strategies/", views.strategies, name="strategies", action=P.PLAN_READ, post=P.PLAN_WRITE),
    page(
        "work/plan/strategies/<slug:strategy>/",
        views.strategy,
        name="strategy",
        action=P.PLAN_READ,
        post=P.PLAN_WRITE,
    ),
]
