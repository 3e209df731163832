"""Addresses of a plan's risks and equality."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.risks import views
from frankpledge.web.routes import page

urlpatterns = [
    page(
        "work/plan/<slug:plan>/risks/", views.risks, name="plan-risks", action=P.PLAN_READ, post=P.PLAN_WRITE
    )
]
