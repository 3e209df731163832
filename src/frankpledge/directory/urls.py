"""Addresses of the directory's pages."""

from __future__ import annotations

from frankpledge.access.permissions import Permission as P
from frankpledge.directory import views
from frankpledge.web.routes import page

urlpatterns = [
    page("work/partnership/", views.partnership, name="directory", action=P.DIRECTORY_READ),
]
