"""Addresses of the plan's pages."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans import views
from frankpledge.plans.covering.urls import urlpatterns as covering
from frankpledge.plans.dashboards import urls as dashboards
from frankpledge.plans.delivery import urls as delivery
from frankpledge.plans.editions.urls import urlpatterns as editions
from frankpledge.plans.measures import urls as measures
from frankpledge.plans.policing.urls import urlpatterns as policing
from frankpledge.plans.risks.urls import urlpatterns as risks
from frankpledge.plans.starting.urls import urlpatterns as starting
from frankpledge.plans.strategies.urls import urlpatterns as strategies
from frankpledge.web.routes import page

urlpatterns = [
    *measures.urlpatterns,
    *delivery.urlpatterns,
    *dashboards.urlpatterns,
    page("work/plan/", views.plan, name="plan", action=P.PLAN_READ),
    # Words of our own before the slugs of plans (`reaching.RESERVED`).
    *editions,
    *covering,
    *strategies,
    *policing,
    *starting,
    *risks,
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
