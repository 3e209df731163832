"""Addresses of the plan's pages."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans import views
from frankpledge.plans.dashboards import urls as dashboards
from frankpledge.plans.delivery import urls as delivery
from frankpledge.plans.measures import urls as measures
from frankpledge.web.routes import page

urlpatterns = [
    *measures.urlpatterns,
    *delivery.urlpatterns,
    *dashboards.urlpatterns,
    page("work/plan/", views.plan, name="plan", action=P.PLAN_READ),
    page("work/plan/<slug:plan>/", views.plan, name="plan-called", action=P.PLAN_READ),
    page("work/plan/<slug:plan>/document/", views.document, name="plan-document", action=P.PLAN_READ),
    page(
        "work/plan/<slug:plan>/document/<slug:fmt>/",
        views.download,
        name="plan-download",
        action=P.PLAN_READ,
    ),
    page(
        "work/plan/<slug:plan>/priorities/<slug:priority>/",
        views.priority,
        name="priority",
        action=P.PLAN_READ,
    ),
]
