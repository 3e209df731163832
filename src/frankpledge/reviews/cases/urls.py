"""Addresses of the pages of cases. What each person sees of a case is asked of the case itself."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.reviews.cases import document_views as files
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
    page(f"{CASE}conflict/", views.conflict, name="review-conflict", action=WRITE, post=WRITE),
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
