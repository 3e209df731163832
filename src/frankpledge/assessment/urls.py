"""The assessment's addresses, each with the permission it needs."""

from __future__ import annotations

from frankpledge.access.permissions import Permission
from frankpledge.assessment import emerging_views, setting_up_views, views, wording_views, workshop_views
from frankpledge.web.routes import page

READ, WRITE, SCORE = Permission.ASSESSMENT_READ, Permission.ASSESSMENT_WRITE, Permission.ASSESSMENT_SCORE
urlpatterns = [
    page("work/assessment/", views.assessment, name="assessment", action=READ),
    page("work/assessment/issues/", setting_up_views.issues, name="assessment-issues", action=WRITE),
    page(
        "work/assessment/issues/add/",
        setting_up_views.add,
        name="assessment-issue-add",
        action=WRITE,
        post=WRITE,
    ),
    page(
        "work/assessment/issues/<slug:issue>/change/",
        setting_up_views.change,
        name="assessment-issue-change",
        action=WRITE,
        post=WRITE,
    ),
    page(
        "work/assessment/scheme/", setting_up_views.scheme, name="assessment-scheme", action=WRITE, post=WRITE
    ),
    page(
        "work/assessment/open/",
        setting_up_views.open_edition,
        name="assessment-open",
        action=WRITE,
        post=WRITE,
    ),
    page("work/assessment/<slug:edition>/", views.assessment, name="assessment-edition", action=READ),
    page(
        "work/assessment/<slug:edition>/issues/<slug:issue>/",
        views.issue,
        name="assessment-issue",
        action=READ,
    ),
    page(
        "work/assessment/<slug:edition>/issues/<slug:issue>/copy/<slug:which>/<slug:kind>/",
        views.copy,
        name="assessment-copy",
        action=READ,
    ),
    page(
        "work/assessment/<slug:edition>/rank/",
        views.rank,
        name="assessment-rank",
        action=WRITE,
        only_post=True,
    ),
    page(
        "work/assessment/<slug:edition>/forecasts/",
        views.forecasts,
        name="assessment-forecasts",
        action=WRITE,
        only_post=True,
    ),
    page(
        "work/assessment/<slug:edition>/files/<slug:kind>/", views.file, name="assessment-file", action=READ
    ),
    page(
        "work/assessment/<slug:edition>/workshop/",
        workshop_views.workshop_view,
        name="assessment-workshop",
        action=READ,
        post=WRITE,
    ),
    page(
        "work/assessment/<slug:edition>/workshop/<slug:issue>/",
        workshop_views.score,
        name="assessment-score",
        action=SCORE,
        post=SCORE,
    ),
    page(
        "work/assessment/<slug:edition>/text/", wording_views.parts, name="assessment-wording", action=WRITE
    ),
    page(
        "work/assessment/<slug:edition>/text/asked/",
        wording_views.asked,
        name="assessment-asked",
        action=WRITE,
        post=WRITE,
    ),
    page(
        "work/assessment/<slug:edition>/text/<slug:part>/",
        wording_views.part,
        name="assessment-part",
        action=WRITE,
        post=WRITE,
    ),
    page(
        "work/assessment/<slug:edition>/issues/<slug:issue>/text/<slug:part>/",
        wording_views.about,
        name="assessment-about",
        action=WRITE,
        post=WRITE,
    ),
    page("work/emerging/", emerging_views.register, name="emerging", action=READ, post=SCORE),
    page("work/emerging/watch/", emerging_views.watch, name="emerging-watch", action=WRITE, only_post=True),
    page("work/emerging/<uuid:entry>/", emerging_views.entry, name="emerging-entry", action=READ, post=WRITE),
]
