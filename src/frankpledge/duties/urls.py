"""The addresses of duties, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.duties import views
from frankpledge.web.routes import page

R, W = P.DUTY_READ, P.DUTY_WRITE
urlpatterns = [
    page("work/duties/", views.duties, name="duties", action=R),
    page("work/duties/on/", views.on_day, name="duties-on", action=R),
    page("work/duties/law/", views.law_changes, name="duties-law", action=R),
    page("work/duties/law/add/", views.horizon_add, name="duties-horizon-add", action=W, post=W),
    page(
        "work/duties/law/take/<slug:code>/",
        views.horizon_take,
        name="duties-horizon-take",
        action=W,
        only_post=True,
    ),
    page(
        "work/duties/law/<uuid:item>/step/<int:step>/",
        views.horizon_step,
        name="duties-horizon-step",
        action=W,
        only_post=True,
    ),
    page(
        "work/duties/law/<uuid:item>/close/",
        views.horizon_close,
        name="duties-horizon-close",
        action=W,
        post=W,
    ),
    page("work/duties/statement/", views.statement, name="duties-statement", action=R),
    page(
        "work/duties/statement/<int:year>.<slug:fmt>",
        views.statement_file,
        name="duties-statement-file",
        action=R,
    ),
    page(
        "work/duties/statement/<int:year>/publish/",
        views.statement_release,
        name="duties-statement-release",
        action=P.DOCUMENT_ISSUE,
        post=P.DOCUMENT_ISSUE,
    ),
    page(
        "work/duties/statement/<int:year>/take-back/",
        views.statement_withdraw,
        name="duties-statement-withdraw",
        action=P.DOCUMENT_ISSUE,
        only_post=True,
    ),
    page("duties/", views.public, name="public-duties", action=P.PUBLIC_READ),
    page("duties/<int:year>.csv", views.public_file, name="public-duties-file", action=P.PUBLIC_READ),
    page("work/duties/coverage/", views.covered, name="duties-coverage", action=R),
    page("work/duties/elections/", views.elections, name="duties-elections", action=R),
    page("work/duties/elections/add/", views.election_add, name="duties-election-add", action=W, post=W),
    page(
        "work/duties/elections/<uuid:election>/release/",
        views.release,
        name="duties-release",
        action=W,
        post=W,
    ),
    page("work/duties/calendar.ics", views.calendar, name="duties-calendar", action=R),
    page("work/duties/record/", views.record, name="duty-record", action=W, post=W),
    page("work/duties/record/<uuid:entry>/file/", views.file, name="duty-file", action=R),
    page(
        "work/duties/record/<uuid:entry>/take-back/", views.withdraw, name="duty-withdraw", action=W, post=W
    ),
    page("work/duties/<slug:code>/", views.duty, name="duty", action=R),
    page("work/duties/<slug:code>/not-done/", views.not_done, name="duty-not-done", action=W, only_post=True),
    page("work/duties/<slug:code>/excuse/", views.excuse, name="duty-excuse", action=W, post=W),
    page("work/duties/<slug:code>/applies/", views.scope, name="duty-scope", action=W, post=W),
]
