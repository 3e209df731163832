"""The assessment's addresses, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.assessment import views
from frankpledge.web.routes import page

READ, WRITE = Permission.ASSESSMENT_READ, Permission.ASSESSMENT_WRITE
urlpatterns = [
    page("work/assessment/", views.assessment, name="assessment", action=READ),
    page("work/assessment/<slug:edition>/", views.assessment, name="assessment-edition", action=READ),
    page(
        "work/assessment/<slug:edition>/issues/<slug:issue>/",
        views.issue,
        name="assessment-issue",
        action=READ,
    ),
    page(
        "work/assessment/<slug:edition>/rank/",
        views.rank,
        name="assessment-rank",
        action=WRITE,
        only_post=True,
    ),
    page(
        "work/assessment/<slug:edition>/files/<slug:kind>/", views.file, name="assessment-file", action=READ
    ),
]
