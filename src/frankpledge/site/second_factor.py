"""Whether whoever is signed in showed a second factor in this session. Reviews of real deaths open to nobody who did not."""

from __future__ import annotations

from django.http import HttpRequest

SESSION_KEY = "account_authentication_methods"
"""Where allauth writes in the session how somebody signed in."""


def showed_second_factor(request: HttpRequest) -> bool:
    """An app's code, a key or a recovery code, at this sign-in; a password alone, or single sign-on alone, is none."""
    methods = request.session.get(SESSION_KEY, [])
    return any(one.get("method") == "mfa" for one in methods if isinstance(one, dict))
