"""Addresses of the pages before a meeting."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.agenda import plan_views, views
from frankpledge.web.routes import page

MEETING = "work/meetings/meeting/<slug:slug>/"
AGENDA = f"{MEETING}agenda/"
ITEM = f"{AGENDA}<uuid:item>/"
PLAN = "work/meetings/plan/"
PLANNED = f"{PLAN}<uuid:planned>/"
READ, WRITE = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE

urlpatterns = [
    page("work/meetings/", views.meetings, name="meetings", action=READ),
    page("work/meetings/new/", views.call, name="meeting-new", action=WRITE, post=WRITE),
    page("work/meetings/dates/", plan_views.dates, name="meeting-dates", action=READ, post=WRITE),
    page("work/meetings/tempo/", plan_views.tempo, name="tempo", action=READ, post=WRITE),
    page(PLAN, plan_views.plan, name="forward-plan", action=READ),
    page(f"{PLAN}new/", plan_views.new, name="planned-new", action=WRITE, post=WRITE),
    page(PLANNED, plan_views.planned, name="planned", action=READ),
    page(f"{PLANNED}change/", plan_views.edit, name="planned-edit", action=WRITE, post=WRITE),
    page(f"{PLANNED}move/", plan_views.move, name="planned-move", action=WRITE, post=WRITE),
    page(f"{PLANNED}drop/", plan_views.drop, name="planned-drop", action=WRITE, post=WRITE),
    page(MEETING, views.meeting, name="meeting", action=READ),
    page(f"{MEETING}change/", views.change, name="meeting-change", action=WRITE, post=WRITE),
    page(f"{MEETING}cancel/", views.cancel, name="meeting-cancel", action=WRITE, post=WRITE),
    page(AGENDA, views.agenda, name="agenda", action=READ),
    page(f"{AGENDA}begin/", views.begin, name="agenda-begin", action=WRITE, only_post=True),
    page(f"{AGENDA}new/", views.new_item, name="agenda-item-new", action=WRITE, post=WRITE),
    page(
        f"{AGENDA}planned/<uuid:planned>/", views.place, name="agenda-place", action=WRITE, post=WRITE
    ),
    page(f"{AGENDA}earlier/<uuid:item>/", views.carry, name="agenda-carry", action=WRITE, post=WRITE),
    page(ITEM, views.item, name="agenda-item", action=READ),
    page(f"{ITEM}change/", views.edit_item, name="agenda-item-edit", action=WRITE, post=WRITE),
    page(f"{ITEM}move/", views.move_item, name="agenda-item-move", action=WRITE, only_post=True),
    page(f"{ITEM}withdraw/", views.withdraw_item, name="agenda-item-withdraw", action=WRITE, post=WRITE),
]
