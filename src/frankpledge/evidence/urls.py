"""Addresses of the data pages."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.evidence import explore_views, making_views, returns_views, views
from frankpledge.web.routes import page

WAITS = "work/data/import/<uuid:pending_id>/"
DATASET = "work/data/datasets/<slug:slug>/"
FILE = "work/data/files/<uuid:file_id>/"
SERIES = "work/data/series/<slug:slug>/"
QUERY = "work/data/questions/<slug:slug>/"

urlpatterns = [
    page("work/data/", views.data, name="data", action=P.DATA_READ),
    page("work/data/coverage/", views.coverage, name="data-coverage", action=P.DATA_READ),
    page(
        "work/data/import/", views.import_files, name="data-import", action=P.DATA_IMPORT, post=P.DATA_IMPORT
    ),
    page(WAITS, views.preview, name="data-preview", action=P.DATA_IMPORT),
    page(f"{WAITS}details/", views.details, name="data-details", action=P.DATA_IMPORT, post=P.DATA_IMPORT),
    page(
        f"{WAITS}files/<int:number>/columns/",
        views.columns,
        name="data-columns",
        action=P.DATA_IMPORT,
        post=P.DATA_IMPORT,
    ),
    page(
        f"{WAITS}files/<int:number>/refused/",
        views.pending_refused,
        name="data-refused",
        action=P.DATA_IMPORT,
    ),
    page(f"{WAITS}confirm/", views.confirm, name="data-confirm", action=P.DATA_IMPORT, only_post=True),
    page(f"{WAITS}discard/", views.discard, name="data-discard", action=P.DATA_IMPORT, only_post=True),
    page(DATASET, views.dataset, name="dataset", action=P.DATA_READ),
    page(
        f"{DATASET}details/",
        views.describe,
        name="dataset-describe",
        action=P.DATA_IMPORT,
        post=P.DATA_IMPORT,
    ),
    page(FILE, views.file, name="data-file", action=P.DATA_READ),
    page(f"{FILE}refused/", views.file_refused, name="data-file-refused", action=P.DATA_READ),
    page(f"{FILE}undo/", views.undo, name="data-undo", action=P.DATA_UNDO, only_post=True),
    page(
        f"{FILE}undo-together/",
        views.undo_together,
        name="data-undo-together",
        action=P.DATA_UNDO,
        only_post=True,
    ),
    page(SERIES, views.series, name="series", action=P.DATA_READ),
    page(f"{SERIES}where/", views.where, name="series-places", action=P.DATA_READ),
    page(f"{SERIES}csv/", views.download, name="series-csv", action=P.DATA_READ),
    page(f"{SERIES}severity/csv/", views.severity_download, name="series-severity-csv", action=P.DATA_READ),
    page(
        "work/data/measures/new/",
        making_views.new,
        name="measure-new",
        action=P.DATA_WRITE,
        post=P.DATA_WRITE,
    ),
    page("work/data/ask/", explore_views.explore, name="explore", action=P.DATA_READ),
    page("work/data/ask/csv/", explore_views.explore_download, name="explore-csv", action=P.DATA_READ),
    page("work/data/ask/save/", explore_views.save, name="query-save", action=P.DATA_WRITE, only_post=True),
    page("work/data/questions/", explore_views.queries, name="queries", action=P.DATA_READ),
    page(QUERY, explore_views.query, name="query", action=P.DATA_READ),
    page(f"{QUERY}csv/", explore_views.query_download, name="query-csv", action=P.DATA_READ),
    page(f"{QUERY}attach/", explore_views.attach, name="query-attach", action=P.DATA_WRITE, only_post=True),
    page(f"{QUERY}detach/", explore_views.detach, name="query-detach", action=P.DATA_WRITE, only_post=True),
    page(f"{QUERY}end/", explore_views.end, name="query-end", action=P.DATA_WRITE, only_post=True),
    page("work/data/returns/", returns_views.index, name="returns", action=P.DATA_READ),
    page(
        "work/data/returns/new/", returns_views.new, name="return-new", action=P.DATA_WRITE, post=P.DATA_WRITE
    ),
    page("work/data/returns/blank/", returns_views.blank, name="return-blank", action=P.DATA_READ),
]
