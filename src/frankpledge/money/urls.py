"""The addresses of money, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.money import views
from frankpledge.web.routes import page

READ, WRITE = Permission.MONEY_READ, Permission.MONEY_WRITE
urlpatterns = [
    page("work/money/", views.register, name="money", action=READ),
    page("work/money/transparency.csv", views.transparency, name="money-transparency", action=READ),
    page("work/money/spending/", views.spending, name="money-spending", action=WRITE, post=WRITE),
    page("work/money/spending/<uuid:file_id>/", views.file, name="money-file", action=WRITE),
    page(
        "work/money/spending/<uuid:file_id>/take-in/",
        views.take_in,
        name="money-file-take",
        action=WRITE,
        only_post=True,
    ),
    page(
        "work/money/spending/<uuid:file_id>/undo/",
        views.undo,
        name="money-file-undo",
        action=WRITE,
        only_post=True,
    ),
    page("work/money/add/<slug:what>/", views.add, name="money-add", action=WRITE, post=WRITE),
    page(
        "work/money/conditions/<uuid:condition_id>/",
        views.condition,
        name="money-condition",
        action=WRITE,
        post=WRITE,
    ),
]
