"""Addresses of the pages of cases. What each person sees of a case is asked of the case itself."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.reviews.cases import agreement_views as agreements
from frankpledge.reviews.cases import document_views as files
from frankpledge.reviews.cases import emergency_views as emergency
from frankpledge.reviews.cases import views
from frankpledge.web.routes import page

CASES = "work/reviews/cases/"
CASE = f"{CASES}<uuid:case>/"
READ, WRITE = P.REVIEW_READ, P.REVIEW_WRITE

urlpatterns = [
    page(CASES, views.cases, name="review-cases", action=READ),
    page(f"{CASES}new/", views.open_case, name="review-open", action=P.REVIEW_OPEN, post=P.REVIEW_OPEN),
    page(CASE, views.timeline, name="review", action=READ),
    page(f"{CASE}record/", views.kinds, name="review-kinds", action=WRITE),
    page(f"{CASE}record/<slug:kind>/", views.entry, name="review-record", action=WRITE, post=WRITE),
    page(f"{CASE}criteria/", views.criteria, name="review-criteria", action=WRITE, post=WRITE),
    page(f"{CASE}people/", views.people, name="review-people", action=P.REVIEW_OPEN),
    page(f"{CASE}people/new/", views.give_part, name="review-part", action=P.REVIEW_OPEN, post=P.REVIEW_OPEN),
    page(
        f"{CASE}people/<uuid:part>/end/",
        views.end_part,
        name="review-part-end",
        action=P.REVIEW_OPEN,
        only_post=True,
    ),
    page(
        f"{CASE}conflict/<uuid:conflict>/end/",
        views.end_conflict,
        name="review-conflict-end",
        action=P.REVIEW_OPEN,
        post=P.REVIEW_OPEN,
    ),
    page(f"{CASE}conflict/", views.conflict, name="review-conflict", action=WRITE, post=WRITE),
    page(
        "work/reviews/emergency/",
        emergency.open_review,
        name="review-emergency",
        action=P.REVIEW_EMERGENCY,
        post=P.REVIEW_EMERGENCY,
    ),
    page(
        "work/reviews/stand-in/",
        emergency.name_stand_in,
        name="review-stand-in",
        action=P.REVIEW_EMERGENCY,
        post=P.REVIEW_EMERGENCY,
    ),
    page(
        f"{CASE}emergency/<uuid:opening>/",
        emergency.look,
        name="review-emergency-look",
        action=READ,
        post=READ,
    ),
    page("work/reviews/agreements/", agreements.agreements, name="review-agreements", action=P.REVIEW_OPEN),
    page(
        "work/reviews/agreements/new/",
        agreements.new,
        name="review-agreement",
        action=P.REVIEW_OPEN,
        post=P.REVIEW_OPEN,
    ),
    page(
        f"{CASE}documents/<slug:document>/sent/",
        files.sent,
        name="review-letter-sent",
        action=WRITE,
        post=WRITE,
    ),
    page(f"{CASE}documents/sent/<uuid:file>/", files.as_sent, name="review-letter-file", action=READ),
    page(f"{CASE}documents/", files.listed, name="review-documents", action=READ),
    page(f"{CASE}documents/<slug:document>/<slug:fmt>/", files.file, name="review-document", action=READ),
    page(f"{CASES}chase/", files.chase, name="review-chase", action=READ),
    page(f"{CASES}chase/all/", files.chase_all, name="review-chase-all", action=READ),
    page(f"{CASES}chase/<int:number>/<slug:fmt>/", files.chase_file, name="review-chase-file", action=READ),
    page("work/reviews/ready/", views.ready, name="review-ready", action=P.REVIEW_LEARNING),
    page(
        "work/reviews/ready/<slug:step>/",
        views.ready_step,
        name="review-ready-step",
        action=P.REVIEW_READY,
        post=P.REVIEW_READY,
    ),
]
