"""Addresses of the dashboards and of the performance report."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.dashboards import views
from frankpledge.web.routes import page

REPORT = "work/plan/performance/"
OF = f"{REPORT}<str:quarter>/"

urlpatterns = [
    page("work/plan/board/", views.board, name="plan-board", action=P.PLAN_READ),
    page("work/plan/board/<slug:priority>/", views.lead, name="plan-lead", action=P.PLAN_READ),
    page("work/plan/partner/", views.partner, name="plan-partner", action=P.PLAN_READ),
    page(
        "work/plan/partner/<slug:organisation>/",
        views.partner,
        name="plan-partner-called",
        action=P.PLAN_READ,
    ),
    page(REPORT, views.performance, name="plan-performance", action=P.PLAN_READ),
    page(OF, views.performance, name="plan-performance-of", action=P.PLAN_READ),
    page(
        f"{OF}pack/",
        views.pack,
        name="plan-performance-pack",
        action=P.GOVERNANCE_WRITE,
        post=P.GOVERNANCE_WRITE,
    ),
    page(f"{OF}<slug:fmt>/", views.performance_file, name="plan-performance-file", action=P.PLAN_READ),
]
