"""Addresses of the editions of the plan."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.editions import views
from frankpledge.web.routes import page

PLAN = "work/plan/<slug:plan>/"
urlpatterns = [
    page("work/plan/history/", views.history, name="plan-history", action=P.PLAN_READ),
    page("work/plan/new/", views.new, name="plan-new", action=P.PLAN_WRITE, post=P.PLAN_WRITE),
    page("work/plan/positions/", views.positions, name="positions", action=P.PLAN_READ, post=P.PLAN_WRITE),
    page(f"{PLAN}edit/", views.edit, name="plan-edit", action=P.PLAN_WRITE, post=P.PLAN_WRITE),
    page(
        f"{PLAN}edit/priorities/<slug:priority>/", views.priority, name="priority-edit", action=P.PLAN_WRITE,
        post=P.PLAN_WRITE,
    ),
    page(f"{PLAN}edit/steps/<uuid:step>/", views.step, name="plan-step", action=P.PLAN_WRITE, post=P.PLAN_WRITE),
    page(f"{PLAN}assessment/", views.assessed, name="plan-assessed", action=P.PLAN_READ, post=P.PLAN_WRITE),
    page(f"{PLAN}changes/", views.compare, name="plan-compare", action=P.PLAN_READ),
    page(f"{PLAN}changes/<slug:other>/", views.compare, name="plan-compare-with", action=P.PLAN_READ),
    page(f"{PLAN}adoption/", views.adoption, name="plan-adoption", action=P.PLAN_READ, post=P.PLAN_WRITE),
    page(f"{PLAN}year/", views.year, name="plan-year", action=P.PLAN_READ, post=P.PLAN_WRITE),
    page(f"{PLAN}checklist/", views.checklist, name="plan-checklist", action=P.PLAN_READ),
    page(f"{PLAN}summary/", views.summary, name="plan-summary", action=P.PLAN_READ),
    page(f"{PLAN}on-a-page/", views.on_a_page, name="plan-page", action=P.PLAN_READ),
    page(f"{PLAN}take/<slug:which>/<slug:fmt>/", views.taken_away, name="plan-taken", action=P.PLAN_READ),
]  # fmt: skip
