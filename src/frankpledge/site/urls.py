"""The root addresses: `/{partnership}/…` is the public's, `/{partnership}/work/…` is for those who sign in,
`/id/{uuid}` never changes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
