"""Addresses of the pages of terms of reference."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.terms import views
from frankpledge.web.routes import page

READ, WRITE = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE
TERMS = "work/meetings/terms/"
DRAFT = f"{TERMS}drafts/<uuid:draft_id>/"
ROW = f"{DRAFT}parts/<slug:part>/<int:number>/"

urlpatterns = [
    page(TERMS, views.terms, name="terms", action=READ),
    page(f"{TERMS}findings/", views.findings, name="terms-findings", action=READ),
    page(f"{TERMS}findings/<slug:fmt>/", views.findings_file, name="terms-findings-file", action=READ),
    page(
        f"{TERMS}versions/<uuid:version_id>/file/", views.version_file, name="terms-version-file", action=READ
    ),
    page(f"{TERMS}new/", views.new, name="terms-new", action=WRITE, post=WRITE),
    page(DRAFT, views.draft, name="terms-draft", action=READ),
    page(f"{DRAFT}about/", views.about, name="terms-draft-about", action=WRITE, post=WRITE),
    page(f"{DRAFT}file/", views.file, name="terms-draft-file", action=WRITE, post=WRITE),
    page(f"{DRAFT}download/", views.draft_download, name="terms-draft-download", action=READ),
    page(f"{DRAFT}paper/<slug:fmt>/", views.paper, name="terms-draft-paper", action=READ),
    page(f"{DRAFT}parts/<slug:part>/", views.part, name="terms-draft-part", action=WRITE, post=WRITE),
    page(ROW, views.row, name="terms-draft-row", action=WRITE, post=WRITE),
    page(f"{ROW}remove/", views.remove, name="terms-draft-remove", action=WRITE, only_post=True),
    page(f"{DRAFT}first/", views.first, name="terms-draft-first", action=WRITE, only_post=True),
    page(f"{DRAFT}in-force/", views.in_force, name="terms-draft-force", action=WRITE, post=WRITE),
    page(f"{DRAFT}discard/", views.discard, name="terms-draft-discard", action=WRITE, only_post=True),
]
