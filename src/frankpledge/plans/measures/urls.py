"""Addresses of the plan's measures."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.measures import views
from frankpledge.web.routes import page

MEASURES = "work/plan/measures/"
MEASURE = f"{MEASURES}<slug:slug>/"
READ, WRITE, ANSWER = P.PLAN_READ, P.PLAN_WRITE, P.MEASURE_ANSWER

urlpatterns = [
    page(MEASURES, views.measures, name="plan-measures", action=READ),
    page(f"{MEASURES}new/", views.new, name="plan-measure-new", action=WRITE, post=WRITE),
    page(f"{MEASURES}file/", views.from_file, name="plan-measures-file", action=WRITE, post=WRITE),
    page(MEASURE, views.measure, name="plan-measure", action=READ),
    page(f"{MEASURE}figures/", views.as_csv, name="plan-measure-csv", action=READ),
    page(f"{MEASURE}opens/", views.figure, name="plan-measure-figure", action=READ),
    page(f"{MEASURE}change/", views.change, name="plan-measure-change", action=WRITE, post=WRITE),
    page(f"{MEASURE}enter/", views.enter, name="plan-measure-enter", action=ANSWER, post=ANSWER),
    page(f"{MEASURE}target/", views.target, name="plan-measure-target", action=WRITE, post=WRITE),
    page(f"{MEASURE}state/", views.state, name="plan-measure-state", action=WRITE, post=WRITE),
    page(f"{MEASURE}define/", views.define, name="plan-measure-define", action=WRITE, post=WRITE),
    page(f"{MEASURE}story/", views.story, name="plan-measure-story", action=ANSWER, post=ANSWER),
]
