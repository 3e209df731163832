"""Addresses of the pages of members."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.membership import views
from frankpledge.web.routes import page

R, W = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE
urlpatterns = [
    page("work/members/", views.members, name="members", action=R),
    page("work/members/appoint/", views.appoint, name="appoint", action=W, post=W),
    page("work/members/attendance/", views.attendance, name="attendance", action=R),
    page("work/members/offices/", views.take_office, name="take-office", action=W, post=W),
    page("work/members/offices/<uuid:holding_id>/end/", views.leave_office, name="leave-office", action=W, post=W),
    page("work/members/groups/", views.groups, name="groups", action=R),
    page("work/members/groups/new/", views.new_group, name="new-group", action=W, post=W),
    page("work/members/groups/<slug:group>/", views.change_group, name="change-group", action=W, post=W),
    page("work/members/groups/<slug:group>/end/", views.end_group, name="end-group", action=W, post=W),
    page("work/members/seats/<slug:seat>/", views.seat, name="seat", action=R),
    page("work/members/<uuid:tenure_id>/", views.tenure, name="tenure", action=R),
    page("work/members/<uuid:tenure_id>/end/", views.end, name="end-tenure", action=W, post=W),
    page("work/members/<uuid:tenure_id>/correct/", views.correct, name="correct-tenure", action=W, post=W),
    page("work/members/<uuid:tenure_id>/succeed/", views.succeed, name="succeed", action=W, only_post=True),
]  # fmt: skip
