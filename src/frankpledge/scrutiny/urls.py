"""The report's addresses, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.scrutiny import claims_views, committee_views, text_views, views
from frankpledge.web.routes import page

SCRUTINY = Permission.SCRUTINY_READ
READ, BUILD = Permission.REPORT_READ, Permission.REPORT_BUILD
TEXT = "work/report/<slug:slug>/text/"
BLOCK = f"{TEXT}block/<slug:key>/"
urlpatterns = [
    page("work/report/", views.reports, name="report", action=READ),
    page("work/report/<slug:slug>/", views.preview, name="report-preview", action=READ),
    page("work/report/look.css", views.style, name="report-style", action=READ),
    page("work/report/<slug:slug>/flags/", views.flags, name="report-flags", action=READ),
    page("work/report/<slug:slug>/build/", views.build, name="report-build", action=BUILD, only_post=True),
    page("work/report/<slug:slug>/files/<slug:kind>/", views.file, name="report-file", action=READ),
    page(TEXT, text_views.text, name="report-text", action=READ),
    page(
        f"{TEXT}outline/", text_views.choose_outline, name="report-text-outline", action=BUILD, only_post=True
    ),
    page(f"{TEXT}add/<slug:section>/", text_views.add, name="report-text-add", action=BUILD, post=BUILD),
    page(f"{BLOCK}", text_views.block, name="report-text-block", action=BUILD, post=BUILD),
    page(f"{BLOCK}tie/", text_views.tie, name="report-text-tie", action=BUILD, only_post=True),
    page(f"{BLOCK}out/", text_views.out, name="report-text-out", action=BUILD, only_post=True),
    page(f"{BLOCK}versions/", text_views.versions, name="report-text-versions", action=READ),
    page(
        f"{BLOCK}versions/<int:number>/",
        text_views.bring,
        name="report-text-bring",
        action=BUILD,
        only_post=True,
    ),
    page(f"{BLOCK}papers/<int:place>/", text_views.paper, name="report-text-paper", action=BUILD, post=BUILD),
    page(
        "scrutiny/papers/<uuid:paper>/",
        text_views.kept_paper,
        name="kept-paper",
        action=Permission.PUBLIC_READ,
    ),
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
