"""The addresses of allauth that are used: signing in and out, the second factor, single sign-on. No others exist.

They name no permission of ours: whoever has an account looks after it (`Permission.ACCOUNT_USE`), and allauth asks
for a sign-in, and for the password again, where one is needed.
"""

from __future__ import annotations

from allauth.account import urls as account
from allauth.socialaccount import urls as social
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

USED = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reauthenticate",
    "account_change_password", "account_set_password",
}  # fmt: skip
RESET = {
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}  # fmt: skip
"""Resetting a forgotten password needs post; without it the partnership manager sets a new one."""
SOCIAL = {"socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup"}

wanted = USED | (RESET if settings.EMAIL_HOST else set())
urlpatterns: list[URLPattern | URLResolver] = [
    *(one for one in account.urlpatterns if one.name in wanted),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include([one for one in social.urlpatterns if one.name in SOCIAL])),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
