"""The address of the counts, with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.reviews import views
from frankpledge.web.routes import page

urlpatterns = [page("work/reviews/", views.counts, name="reviews", action=Permission.REVIEW_COUNTS)]
