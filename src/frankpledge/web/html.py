"""The only door through which text becomes HTML without being escaped."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe


def trusted(html: str) -> SafeString:
    """Mark HTML that this program made itself as fit to show. Never give it anything a person typed."""
    return mark_safe(html)  # noqa: S308 (the one reviewed place)
