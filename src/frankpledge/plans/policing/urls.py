"""Addresses about the policing body, in a partnership and across all that an officer of it may see."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.policing import views
from frankpledge.web.routes import page

urlpatterns = [
    page(
        "work/plan/policing-body/",
        views.policing,
        name="policing-body",
        action=P.PLAN_READ,
        post=P.PLAN_WRITE,
    ),
    page("work/plan/<slug:plan>/regard/", views.regard, name="regard", action=P.PLAN_READ, post=P.PLAN_WRITE),
]
across = [page("policing/", views.across, name="policing-across", action=P.POLICING_READ)]
"""Addresses of the installation, not of one partnership."""
