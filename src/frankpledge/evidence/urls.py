"""Addresses of the data pages."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.evidence import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/data/", views.data, name="data", action=P.DATA_READ),
    page("work/data/coverage/", views.coverage, name="data-coverage", action=P.DATA_READ),
    page(
        "work/data/import/", views.import_files, name="data-import", action=P.DATA_IMPORT, post=P.DATA_IMPORT
    ),
    page("work/data/import/<uuid:pending_id>/", views.preview, name="data-preview", action=P.DATA_IMPORT),
    page(
        "work/data/import/<uuid:pending_id>/confirm/",
        views.confirm,
        name="data-confirm",
        action=P.DATA_IMPORT,
        only_post=True,
    ),
    page(
        "work/data/import/<uuid:pending_id>/discard/",
        views.discard,
        name="data-discard",
        action=P.DATA_IMPORT,
        only_post=True,
    ),
    page("work/data/datasets/<slug:slug>/", views.dataset, name="dataset", action=P.DATA_READ),
    page("work/data/files/<uuid:file_id>/", views.file, name="data-file", action=P.DATA_READ),
    page(
        "work/data/files/<uuid:file_id>/undo/",
        views.undo,
        name="data-undo",
        action=P.DATA_UNDO,
        only_post=True,
    ),
    page("work/data/series/<slug:slug>/", views.series, name="series", action=P.DATA_READ),
]
