"""The report's addresses, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.scrutiny import claims_views, committee_views, views
from frankpledge.web.routes import page

SCRUTINY = Permission.SCRUTINY_READ
READ, BUILD = Permission.REPORT_READ, Permission.REPORT_BUILD
urlpatterns = [
    page("work/report/", views.reports, name="report", action=READ),
    page("work/report/<slug:slug>/", views.preview, name="report-preview", action=READ),
    page("work/report/look.css", views.style, name="report-style", action=READ),
    page("work/report/<slug:slug>/flags/", views.flags, name="report-flags", action=READ),
    page("work/report/<slug:slug>/build/", views.build, name="report-build", action=BUILD, only_post=True),
    page("work/report/<slug:slug>/files/<slug:kind>/", views.file, name="report-file", action=READ),
    page("work/scrutiny/", committee_views.register, name="scrutiny", action=SCRUTINY),
    page(
        "work/scrutiny/add/<slug:what>/",
        committee_views.add,
        name="scrutiny-add",
        action=SCRUTINY,
        post=SCRUTINY,
    ),
    page(
        "work/scrutiny/<slug:what>/<uuid:row_id>/",
        committee_views.edit,
        name="scrutiny-edit",
        action=SCRUTINY,
        post=SCRUTINY,
    ),
    page(
        "work/claims/",
        claims_views.claims,
        name="claims-check",
        action=Permission.CLAIMS_CHECK,
        post=Permission.CLAIMS_CHECK,
    ),
    page("scrutiny/", committee_views.changed, name="scrutiny-changed", action=Permission.PUBLIC_READ),
]
