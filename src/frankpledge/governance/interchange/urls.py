"""Addresses of calendars, open data and the published past."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.interchange import past_views, views
from frankpledge.web.routes import page

ALL, R, W, M = P.PUBLIC_READ, P.GOVERNANCE_READ, P.GOVERNANCE_WRITE, P.ME_USE
urlpatterns = [
    page("calendar/meetings.ics", views.public_calendar, name="public-calendar", action=ALL),
    page("calendar/mine/<slug:token>.ics", views.own_calendar, name="own-calendar", action=ALL),
    page("open-data/v1/meetings.json", views.open_data, name="open-data", action=ALL),
    page("open-data/v1/meetings.schema.json", views.open_data_schema, name="open-data-schema", action=ALL),
    page("work/meetings/kept/", past_views.kept, name="kept", action=R),
    page("work/meetings/past/", past_views.all_past, name="past", action=R, post=W),
    page("work/meetings/past/file.<slug:fmt>", past_views.export, name="past-file", action=W),
    page("work/meetings/past/<uuid:import_id>/", past_views.look, name="look-at-past", action=W),
    page(
        "work/meetings/past/<uuid:import_id>/take-in/",
        past_views.take_in,
        name="take-in-past",
        action=W,
        only_post=True,
    ),
    page(
        "work/meetings/past/<uuid:import_id>/undo/",
        past_views.undo,
        name="undo-past",
        action=W,
        only_post=True,
    ),
    page("work/me/calendar/", views.my_feed, name="my-feed", action=M, post=M),
    page("work/me/calendar/stop/", views.revoke_feed, name="revoke-feed", action=M, only_post=True),
]
