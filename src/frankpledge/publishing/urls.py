"""The public's addresses of issued documents."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.publishing import rebuild_views, views
from frankpledge.web.routes import page

ALL = Permission.PUBLIC_READ
ISSUE, DESK = Permission.DOCUMENT_ISSUE, Permission.DESK_READ
urlpatterns = [
    page("work/issue/", views.desk, name="desk", action=DESK),
    # What issuing needs depends on the kind; the service asks for it.
    page("work/issue/<slug:kind>/", views.issue, name="issue", action=DESK, only_post=True),
    page(
        "work/issued/<uuid:document_id>/rebuild/",
        rebuild_views.rebuild,
        name="document-rebuild",
        action=ISSUE,
        post=ISSUE,
    ),
    page("documents/<uuid:document_id>/", views.issued, name="issued-document", action=ALL),
    page("documents/<uuid:document_id>/read/", views.read_as_issued, name="issued-read", action=ALL),
    page("documents/<uuid:document_id>/<slug:fmt>/", views.file, name="issued-file", action=ALL),
]
