"""The addresses of the room: the counts, cases, and what was learnt."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.reviews import views
from frankpledge.reviews.cases import urls as cases
from frankpledge.reviews.chronology import urls as chronology
from frankpledge.reviews.learning import urls as learning
from frankpledge.reviews.vault import urls as vault
from frankpledge.web.routes import page

urlpatterns = [
    page("work/reviews/", views.counts, name="reviews", action=Permission.REVIEW_COUNTS),
    *cases.urlpatterns,
    *learning.urlpatterns,
    *vault.urlpatterns,
    *chronology.urlpatterns,
]
