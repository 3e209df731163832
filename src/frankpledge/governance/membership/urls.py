"""Addresses of the pages of members."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.membership import interests_views, links_views, me_views, skills_views, views
from frankpledge.web.routes import page

R, W, M = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE, P.ME_USE
everywhere = page("me/", me_views.everywhere, name="me-everywhere", action=M)
"""Outside any partnership: `site.urls` places it."""
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
    page("work/members/interests/", interests_views.register_of_interests, name="interests", action=R),
    page("work/members/interests/add/", interests_views.add, name="add-interest", action=W, post=W),
    page("work/members/links/", links_views.all_links, name="links", action=R),
    page("work/members/links/add/", links_views.add, name="add-link", action=W, post=W),
    page("work/members/links/met/", links_views.met, name="chairs-met", action=W, post=W),
    page("work/members/links/<slug:link>/end/", links_views.end, name="end-link", action=W, post=W),
    page("work/members/links/onward/", links_views.onward, name="onward", action=R),
    page("work/members/links/onward/report/", links_views.report, name="report-onward", action=M, post=M),
    page("work/members/skills/", skills_views.reviews, name="skills", action=R),
    page("work/members/skills/begin/", skills_views.begin, name="open-skills", action=W, only_post=True),
    page("work/members/skills/<uuid:review>/", skills_views.review, name="skills-review", action=R),
    page("work/members/skills/<uuid:review>/agree/", skills_views.agree, name="agree-skills", action=W, post=W),
    page("work/members/skills/<uuid:review>/close/", skills_views.close, name="close-skills", action=W, post=W),
    page("work/members/skills/<uuid:review>/<slug:fmt>/", skills_views.document, name="skills-document", action=W),
    page("work/me/skills/<uuid:review>/", skills_views.mine, name="my-skills", action=M, post=M),
    page("work/me/", me_views.me, name="me", action=M),
    page("work/me/interests/", interests_views.my_interests, name="my-interests", action=M),
    page("work/me/interests/confirm/", interests_views.confirm, name="confirm-interests", action=M, only_post=True),
    page("work/me/interests/add/", interests_views.add_mine, name="add-my-interest", action=M, post=M),
    page("work/me/interests/<uuid:interest>/end/", interests_views.end, name="end-interest", action=M, post=M),
    page("work/members/seats/<slug:seat>/", views.seat, name="seat", action=R),
    page("work/members/<uuid:tenure_id>/", views.tenure, name="tenure", action=R),
    page("work/members/<uuid:tenure_id>/end/", views.end, name="end-tenure", action=W, post=W),
    page("work/members/<uuid:tenure_id>/correct/", views.correct, name="correct-tenure", action=W, post=W),
    page("work/members/<uuid:tenure_id>/succeed/", views.succeed, name="succeed", action=W, only_post=True),
]  # fmt: skip
