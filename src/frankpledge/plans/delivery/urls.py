"""Addresses of delivery."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.plans.delivery import views
from frankpledge.web.routes import page

DELIVERY = "work/plan/delivery/"
INITIATIVE = f"{DELIVERY}initiatives/<slug:slug>/"
READ, WRITE, ANSWER = P.PLAN_READ, P.PLAN_WRITE, P.ACTION_ANSWER

urlpatterns = [
    page(DELIVERY, views.delivery, name="plan-delivery", action=READ),
    page(f"{DELIVERY}mine/", views.mine, name="plan-mine", action=ANSWER, post=ANSWER),
    page(f"{DELIVERY}sheet/", views.sheet, name="plan-sheet", action=ANSWER),
    page(f"{DELIVERY}sheet/return/", views.sheet_return, name="plan-sheet-return", action=ANSWER, post=ANSWER),
    page(f"{DELIVERY}sheet/<uuid:kept>/", views.sheet_preview, name="plan-sheet-preview", action=ANSWER, post=ANSWER),
    page(f"{DELIVERY}actions/new/", views.action_new, name="plan-action-new", action=WRITE, post=WRITE),
    page(f"{DELIVERY}roles/new/", views.role_new, name="plan-role-new", action=WRITE, post=WRITE),
    page(f"{DELIVERY}roles/<uuid:role>/end/", views.role_end, name="plan-role-end", action=WRITE, post=WRITE),
    page(f"{DELIVERY}partners/", views.partners, name="plan-partners", action=READ),
    page(f"{DELIVERY}partners/new/", views.partner_new, name="plan-partner-new", action=WRITE, post=WRITE),
    page(
        f"{DELIVERY}partners/<uuid:plan>/commits/", views.partner_commits, name="plan-partner-commits",
        action=WRITE, post=WRITE,
    ),
    page(f"{DELIVERY}initiatives/new/", views.initiative_new, name="plan-initiative-new", action=WRITE, post=WRITE),
    page(INITIATIVE, views.initiative, name="plan-initiative", action=READ),
    page(f"{INITIATIVE}change/", views.initiative_change, name="plan-initiative-change", action=WRITE, post=WRITE),
    page(f"{INITIATIVE}note/", views.initiative_note, name="plan-initiative-note", action=ANSWER, post=ANSWER),
    page(f"{INITIATIVE}milestone/", views.initiative_milestone, name="plan-initiative-milestone", action=WRITE, post=WRITE),
    page(f"{INITIATIVE}money/", views.initiative_money, name="plan-initiative-money", action=WRITE, post=WRITE),
    page(f"{INITIATIVE}waits/", views.initiative_waits, name="plan-initiative-waits", action=WRITE, post=WRITE),
    page(
        f"{INITIATIVE}waits/no-longer/", views.initiative_no_longer, name="plan-initiative-no-longer",
        action=WRITE, post=WRITE,
    ),
    page(f"{INITIATIVE}reach/", views.initiative_reach, name="plan-initiative-reach", action=ANSWER, only_post=True),
]  # fmt: skip
