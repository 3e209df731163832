"""Signing in and out, in our own layout."""

from __future__ import annotations

import pytest

from frankpledge.site.tests.conftest import PASSWORD
from tests.pages import PageClient

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def test_the_sign_in_page_looks_like_ours_and_offers_no_sign_up():
    page = PageClient().get(LOGIN)
    assert page.h1 == "Sign in"
    assert page.find("//input[@type='email'][@name='login'][@autocomplete]")
    assert page.find("//input[@type='password'][@name='password']")
    assert not page.find("//a[contains(@href, 'signup')]")


def test_a_person_signs_in_and_comes_back_to_the_page_they_wanted(person):
    person("manager")
    client = PageClient()
    wanted = client.redirected("/example-vale/work/")
    assert wanted == "/accounts/login/?next=%2Fexample-vale%2Fwork%2F"
    answer = client.post(wanted, {"login": "manager@example.invalid", "password": PASSWORD})
    assert answer.headers["Location"] == "/example-vale/work/"
    assert "Signed in as The manager" in client.get("/example-vale/work/").text


def test_a_wrong_password_is_said_in_an_error_summary_that_does_not_tell_whether_the_account_exists(person):
    person("manager")
    known = PageClient().post_page(LOGIN, {"login": "manager@example.invalid", "password": "wrong"})
    unknown = PageClient().post_page(LOGIN, {"login": "nobody@example.invalid", "password": "wrong"})
    [told] = known.find("//div[contains(@class,'govuk-error-summary')]//li")
    assert "password" in told.text_content()
    assert known.find("//title")[0].text.startswith("Error: Sign in")
    assert (
        told.text_content()
        == unknown.find("//div[contains(@class,'govuk-error-summary')]//li")[0].text_content()
    )


def test_an_empty_form_links_each_error_to_its_field():
    page = PageClient().post_page(LOGIN, {"login": "", "password": ""})
    assert len(page.find("//div[contains(@class,'govuk-error-summary')]//a")) == 2


def test_signing_out_takes_a_post(person):
    client = PageClient(signed_in=person("manager"))
    assert client.get("/accounts/logout/").h1 == "Sign out"
    assert client.get("/example-vale/work/").status == 200
    assert client.post("/accounts/logout/").headers["Location"] == "/"
    assert client.redirected("/example-vale/work/").startswith(LOGIN)


def test_nobody_signs_up_by_themselves():
    assert PageClient().get("/accounts/signup/").h1 == "Accounts are made by your partnership manager"
    answer = PageClient().post(
        "/accounts/signup/", {"email": "new@example.invalid", "password1": PASSWORD}, seen_at=LOGIN
    )
    assert "made by your partnership manager" in answer.content.decode()
    from frankpledge.directory.models import User

    assert not User.objects.exists()


def test_an_account_that_was_closed_does_not_sign_in(person):
    user = person("manager")
    user.is_active = False
    user.save(update_fields=["is_active"])
    client = PageClient()
    client.post(LOGIN, {"login": "manager@example.invalid", "password": PASSWORD})
    assert client.redirected("/example-vale/work/").startswith(LOGIN)


def test_guessing_passwords_is_stopped_after_a_few_attempts(person):
    person("manager")
    client = PageClient()
    for _ in range(6):
        answer = client.post(LOGIN, {"login": "manager@example.invalid", "password": "wrong"})
    assert "Too many failed" in answer.content.decode()
    still = client.post(LOGIN, {"login": "manager@example.invalid", "password": PASSWORD})
    assert still.status_code == 200, "the right password must not help once guessing was stopped"


SETTINGS_PAGES = {
    "/accounts/2fa/": "Sign-in settings",
    "/accounts/password/change/": "Change your password",
}


@pytest.mark.parametrize(("address", "heading"), SETTINGS_PAGES.items())
def test_sign_in_settings_are_in_our_layout(person, address, heading):
    assert PageClient(signed_in=person("manager")).get(address).h1 == heading


def test_setting_up_a_second_factor_asks_for_the_password_again_and_shows_the_secret(person):
    client = PageClient(signed_in=person("manager"))
    again = client.redirected("/accounts/2fa/totp/activate/")
    page = client.get(again)
    assert page.h1 == "Show that it is still you"
    answer = client.post(again, {"password": PASSWORD})
    assert answer.status_code == 302
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.h1 == "Set up an authenticator app"
    assert page.find("//img[starts-with(@src,'data:image/svg')]")
    assert client.get("/accounts/2fa/webauthn/add/").h1 == "Add a passkey or security key"


def test_a_second_factor_once_set_up_is_asked_for(person):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = person("manager")
    TOTP.activate(user, generate_totp_secret())
    client = PageClient()
    answer = client.post(LOGIN, {"login": "manager@example.invalid", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/2fa/authenticate/").h1 == "Enter your second proof"
    assert client.redirected("/example-vale/work/").startswith(LOGIN)


def test_a_form_without_its_token_is_refused_in_words():
    from django.test import Client

    answer = Client(headers={"host": "127.0.0.1"}, enforce_csrf_checks=True).post(LOGIN, {"login": "x"})
    assert answer.status_code == 403
    assert "We could not check that form" in answer.content.decode()


def test_an_identity_provider_is_offered_when_one_is_set(settings):
    app = {
        "provider_id": "organisation", "name": "Example Vale Council", "client_id": "c", "secret": "s",
        "settings": {"server_url": "https://id.example.invalid"},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    page = PageClient().get(LOGIN)
    assert "Sign in with Example Vale Council" in page.text
    [form] = page.find("//form[contains(@action, '/oidc/')]")
    assert form.get("method") == "post"


def test_forgotten_passwords_are_not_offered_where_no_post_can_be_sent():
    assert "Forgot" not in PageClient().get(LOGIN).text
    PageClient().get("/accounts/password/reset/", status=404)


def test_our_own_mistake_is_a_page_too(monkeypatch, person):
    from frankpledge.web import home as rooms

    def breaks(*_args):
        raise RuntimeError("a mistake")

    monkeypatch.setattr(rooms, "_DUE", [breaks])
    client = PageClient(signed_in=person("manager"))
    client.client.raise_request_exception = False
    page = client.get("/example-vale/work/", status=500)
    assert page.h1 == "Sorry, something went wrong"
    assert "RuntimeError" not in page.text
