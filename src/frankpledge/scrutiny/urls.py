"""The report's addresses, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.scrutiny import views
from frankpledge.web.routes import page

READ, BUILD = Permission.REPORT_READ, Permission.REPORT_BUILD
urlpatterns = [
    page("work/report/", views.reports, name="report", action=READ),
    page("work/report/<slug:slug>/", views.preview, name="report-preview", action=READ),
    page("work/report/look.css", views.style, name="report-style", action=READ),
    page("work/report/<slug:slug>/flags/", views.flags, name="report-flags", action=READ),
    page("work/report/<slug:slug>/build/", views.build, name="report-build", action=BUILD, only_post=True),
    page("work/report/<slug:slug>/files/<slug:kind>/", views.file, name="report-file", action=READ),
]
