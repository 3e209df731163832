"""The public's addresses of issued documents."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.publishing import views
from frankpledge.web.routes import page

ALL = Permission.PUBLIC_READ
urlpatterns = [
    page("documents/<uuid:document_id>/", views.issued, name="issued-document", action=ALL),
    page("documents/<uuid:document_id>/read/", views.read_as_issued, name="issued-read", action=ALL),
    page("documents/<uuid:document_id>/<slug:fmt>/", views.file, name="issued-file", action=ALL),
]
