"""Addresses of what was learnt."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.reviews.learning import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/reviews/learning/", views.library, name="review-learning", action=P.REVIEW_LEARNING),
    page(
        "work/reviews/learning/recommendations.csv",
        views.released,
        name="review-lessons",
        action=P.REVIEW_LEARNING,
    ),
    page(
        "work/reviews/learning/quarterly/<slug:fmt>/",
        views.quarterly,
        name="review-pack",
        action=P.REVIEW_LEARNING,
    ),
    page(
        "work/reviews/cases/<uuid:case>/same-lesson/",
        views.confirm,
        name="review-same",
        action=P.REVIEW_WRITE,
        only_post=True,
    ),
]
