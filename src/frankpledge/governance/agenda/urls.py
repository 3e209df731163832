"""Addresses of the pages before a meeting."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.agenda import other_views, paper_views, plan_views, views
from frankpledge.web.routes import page

MEETING = "work/meetings/meeting/<slug:slug>/"
AGENDA = f"{MEETING}agenda/"
ITEM = f"{AGENDA}<uuid:item>/"
PLAN = "work/meetings/plan/"
PLANNED = f"{PLAN}<uuid:planned>/"
PAPER = f"{ITEM}paper/"
PART = f"{PAPER}parts/<slug:part>/"
PACK = f"{MEETING}pack/"
REPLIES = f"{MEETING}replies/"
REQUIRED = "work/meetings/required/"
PUBLIC = "meetings/<slug:slug>/"
READ, WRITE, OPEN = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE, P.PUBLIC_READ

urlpatterns = [
    page("work/meetings/", views.meetings, name="meetings", action=READ),
    page("work/meetings/new/", views.call, name="meeting-new", action=WRITE, post=WRITE),
    page("work/meetings/dates/", plan_views.dates, name="meeting-dates", action=READ, post=WRITE),
    page("work/meetings/tempo/dates/", plan_views.tempo_dates, name="tempo-dates", action=READ, post=WRITE),
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
    page(f"{AGENDA}planned/<uuid:planned>/", views.place, name="agenda-place", action=WRITE, post=WRITE),
    page(
        f"{AGENDA}offered/<slug:kind>/<uuid:what>/", views.take, name="agenda-take", action=WRITE, post=WRITE
    ),
    page(f"{AGENDA}earlier/<uuid:item>/", views.carry, name="agenda-carry", action=WRITE, post=WRITE),
    page(ITEM, views.item, name="agenda-item", action=READ),
    page(f"{ITEM}change/", views.edit_item, name="agenda-item-edit", action=WRITE, post=WRITE),
    page(f"{ITEM}move/", views.move_item, name="agenda-item-move", action=WRITE, only_post=True),
    page(f"{ITEM}withdraw/", views.withdraw_item, name="agenda-item-withdraw", action=WRITE, post=WRITE),
    page(PAPER, paper_views.paper, name="paper", action=READ),
    page(f"{PAPER}file/<slug:fmt>/", paper_views.download, name="paper-download", action=READ),
    page(f"{PAPER}about/", paper_views.about, name="paper-about", action=WRITE, post=WRITE),
    page(PART, paper_views.part, name="paper-part", action=WRITE, post=WRITE),
    page(f"{PART}sign/", paper_views.sign, name="paper-sign", action=WRITE, post=WRITE),
    page(f"{PAPER}attach/", paper_views.attach, name="paper-attach", action=WRITE, post=WRITE),
    page(f"{PAPER}files/<uuid:file>/", paper_views.file, name="paper-file", action=READ),
    page(
        f"{PAPER}files/<uuid:file>/remove/",
        paper_views.detach,
        name="paper-file-remove",
        action=WRITE,
        post=WRITE,
    ),
    page(f"{PAPER}background/", paper_views.background, name="paper-background", action=WRITE, post=WRITE),
    page(f"{PAPER}background/<uuid:background>/", paper_views.kept, name="paper-kept", action=READ),
    page(
        f"{PAPER}background/<uuid:background>/remove/",
        paper_views.remove_background,
        name="paper-background-remove",
        action=WRITE,
        only_post=True,
    ),
    page(
        f"{ITEM}observations/", other_views.new_observation, name="observation-new", action=WRITE, post=WRITE
    ),
    page(
        f"{MEETING}observations/<uuid:observation>/",
        other_views.observation,
        name="observation",
        action=WRITE,
        post=WRITE,
    ),
    page(
        f"{MEETING}observations/",
        other_views.take_up,
        name="observations-take-up",
        action=WRITE,
        only_post=True,
    ),
    page(f"{ITEM}advice/", other_views.advice, name="advice", action=WRITE, post=WRITE),
    page(f"{ITEM}advice/answer/", other_views.advice_answer, name="advice-answer", action=WRITE, post=WRITE),
    page(PACK, paper_views.pack, name="pack", action=READ, post=WRITE),
    page(f"{PACK}whole/", paper_views.pack_whole, name="pack-whole", action=READ),
    page(f"{PACK}draft/", paper_views.pack_preview, name="pack-preview", action=WRITE),
    page(f"{PACK}<int:number>/", paper_views.pack_file, name="pack-file", action=READ),
    page(f"{PACK}<int:number>/public/", paper_views.pack_public, name="pack-public", action=READ),
    page(f"{PACK}agenda/<slug:fmt>/", paper_views.agenda_download, name="agenda-download", action=READ),
    page(f"{MEETING}brief/", paper_views.brief, name="brief", action=READ),
    page(f"{MEETING}brief/file/<slug:fmt>/", paper_views.brief_download, name="brief-download", action=READ),
    page(
        f"{MEETING}brief/questions/", paper_views.new_question, name="question-new", action=WRITE, post=WRITE
    ),
    page(
        f"{MEETING}brief/questions/<uuid:question>/",
        paper_views.remove_question,
        name="question-remove",
        action=WRITE,
        only_post=True,
    ),
    page(f"{MEETING}notices/", other_views.notices, name="notices", action=READ),
    page(f"{MEETING}notices/new/", other_views.new_sent, name="sent-new", action=WRITE, post=WRITE),
    page(REPLIES, other_views.replies, name="replies", action=READ),
    page(f"{REPLIES}for/", other_views.reply_for, name="reply-for", action=WRITE, post=WRITE),
    page(f"{REPLIES}interests/", other_views.new_interest, name="interest-new", action=WRITE, post=WRITE),
    page(
        f"{REPLIES}interests/<uuid:interest>/take-back/",
        other_views.take_back_interest,
        name="interest-take-back",
        action=WRITE,
        only_post=True,
    ),
    page(
        f"{REPLIES}seat/<slug:seat>/",
        other_views.my_reply,
        name="reply-mine",
        action=P.MEETING_REPLY,
        post=P.MEETING_REPLY,
    ),
    page(f"{MEETING}public/", other_views.public_meeting, name="public-meeting", action=READ, post=WRITE),
    page(REQUIRED, other_views.required_list, name="required-list", action=READ),
    page(f"{REQUIRED}new/", other_views.new_required, name="required-new", action=WRITE, post=WRITE),
    page(
        f"{REQUIRED}asked-for/", other_views.new_requisition, name="requisition-new", action=WRITE, post=WRITE
    ),
    page(f"{REQUIRED}<uuid:requirement>/", other_views.required, name="required", action=READ),
    page(
        f"{REQUIRED}<uuid:requirement>/<uuid:authority>/",
        other_views.required_attendance,
        name="required-attendance",
        action=WRITE,
        post=WRITE,
    ),
    page("meetings/", other_views.public_list, name="public-meetings", action=OPEN),
    page(PUBLIC, other_views.public_called, name="public-meeting-called", action=OPEN),
    page(f"{PUBLIC}agenda/<slug:fmt>/", other_views.public_agenda, name="public-meeting-agenda", action=OPEN),
    page(f"{PUBLIC}pack/", other_views.public_pack, name="public-meeting-pack", action=OPEN),
    page(f"{PUBLIC}items/<slug:number>/", other_views.public_paper, name="public-meeting-paper", action=OPEN),
    page(f"{PUBLIC}files/<uuid:file>/", other_views.public_file, name="public-meeting-file", action=OPEN),
    page(
        f"{PUBLIC}background/<uuid:background>/",
        other_views.public_kept,
        name="public-meeting-kept",
        action=OPEN,
    ),
]
