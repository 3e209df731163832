"""Addresses of the chronology."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.reviews.cases.urls import CASE
from frankpledge.reviews.chronology import views
from frankpledge.web.routes import page

READ, WRITE = P.REVIEW_READ, P.REVIEW_WRITE
HERE = f"{CASE}chronology/"
FILE = f"{HERE}files/<uuid:file>/"

urlpatterns = [
    page(HERE, views.chronology, name="review-chronology", action=READ, post=WRITE),
    page(f"{HERE}as/<slug:fmt>/", views.download, name="review-chronology-file", action=READ),
    page(FILE, views.preview, name="review-chronology-preview", action=READ),
    page(f"{FILE}confirm/", views.confirm, name="review-chronology-confirm", action=WRITE, only_post=True),
    page(f"{FILE}discard/", views.discard, name="review-chronology-discard", action=WRITE, only_post=True),
]
