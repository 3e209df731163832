"""Addresses of decisions outside meetings."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.governance.outside import views
from frankpledge.web.routes import page

R, W, M = P.GOVERNANCE_READ, P.GOVERNANCE_WRITE, P.ME_USE
HERE = "work/meetings/outside/"
urlpatterns = [
    page(HERE, views.outside, name="outside", action=R),
    page(f"{HERE}write/", views.put_in_writing, name="put-in-writing", action=W, post=W),
    page(f"{HERE}urgent/", views.act_urgently, name="act-urgently", action=W, post=W),
    page(f"{HERE}<uuid:procedure>/", views.one, name="outside-one", action=R),
    page(f"{HERE}<uuid:procedure>/answer/", views.answer, name="answer-outside", action=M, only_post=True),
    page(f"{HERE}<uuid:procedure>/agenda/", views.report, name="report-outside", action=W, only_post=True),
    page(f"{HERE}<uuid:procedure>/take-back/", views.withdraw, name="withdraw-outside", action=W, post=W),
]
