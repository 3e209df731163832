"""The root addresses: `/{partnership}/…` is the public's, `/{partnership}/work/…` is for those who sign in,
`/id/{uuid}` never changes. Each room adds its own in ROOM_ADDRESSES; every route names its permission."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from frankpledge.access.permissions import Permission
from frankpledge.governance.membership.urls import everywhere
from frankpledge.plans.policing.urls import across
from frankpledge.site import demo_people, job_views, views
from frankpledge.web.routes import page

ROOM_ADDRESSES: tuple[str, ...] = (
    "frankpledge.directory.urls",
    "frankpledge.governance.urls",
    "frankpledge.disclosure.urls",
    "frankpledge.duties.urls",
    "frankpledge.evidence.urls",
    "frankpledge.money.urls",
    "frankpledge.assessment.urls",
    "frankpledge.plans.urls",
    "frankpledge.reviews.urls",
    "frankpledge.scrutiny.urls",
    "frankpledge.publishing.urls",
)
"""Modules of addresses under `/{partnership}/`, one a room."""

handler400 = "frankpledge.web.refusals.bad_request"
handler403 = "frankpledge.web.refusals.permission_denied"
handler404 = "frankpledge.web.refusals.page_not_found"
handler500 = "frankpledge.web.refusals.server_error"

DEMONSTRATION: list[URLPattern | URLResolver] = [
    page("demo/", demo_people.door, name="demo", action=Permission.DEMO_ENTER),
    page(
        "demo/enter/<uuid:person>/",
        demo_people.enter,
        name="demo-enter",
        action=Permission.DEMO_ENTER,
        only_post=True,
    ),
    page("demo/gallery/", demo_people.gallery, name="gallery", action=Permission.DEMO_ENTER),
]

OF_A_PARTNERSHIP: list[URLPattern | URLResolver] = [
    page("", views.public_home, name="public-home", action=Permission.PUBLIC_READ),
    page("look.css", views.look, name="look", action=Permission.PUBLIC_READ),
    page("logo.png", views.logo, name="logo", action=Permission.PUBLIC_READ),
    page(
        "figures/<uuid:figure_id>/",
        views.public_figure,
        name="public-figure",
        action=Permission.FIGURE_OPEN,
    ),
    page("work/", views.home, name="home", action=Permission.HOME_READ),
    page("work/figures/<uuid:figure_id>/", views.figure, name="figure", action=Permission.FIGURE_OPEN),
    page("work/jobs/<uuid:job_id>/", job_views.job, name="job", action=Permission.JOB_READ),
    page(
        "work/jobs/<uuid:job_id>/stop/",
        job_views.stop,
        name="job-stop",
        action=Permission.JOB_READ,
        only_post=True,
    ),
    *(path("", include(module)) for module in ROOM_ADDRESSES),
]

urlpatterns: list[URLPattern | URLResolver] = [
    page("", views.start, name="start", action=Permission.PUBLIC_READ),
    everywhere,
    *across,
    page("id/<uuid:id>", views.permanent, name="permanent", action=Permission.PUBLIC_READ),
    path("accounts/", include("frankpledge.site.account_urls")),
    *DEMONSTRATION,
    path("<slug:partnership>/", include(OF_A_PARTNERSHIP)),
]
