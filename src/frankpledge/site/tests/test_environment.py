"""Settings from outside: nonsense is refused with a sentence."""

from __future__ import annotations

import pytest

from frankpledge.site import environment
from frankpledge.site.environment import BadSetting

OIDC = {"OIDC_SERVER": "https://id.example.invalid/tenant", "OIDC_CLIENT": "client", "OIDC_SECRET": "secret"}


def put(monkeypatch, **values: str) -> None:
    for name in OIDC:
        monkeypatch.delenv(f"FRANKPLEDGE_{name}", raising=False)
    for name, value in values.items():
        monkeypatch.setenv(f"FRANKPLEDGE_{name}", value)


def test_without_an_identity_provider_there_is_no_single_sign_on(monkeypatch):
    put(monkeypatch)
    assert environment.single_sign_on() == {}
    assert environment.sign_on_origins() == []


def test_an_identity_provider_is_configured_with_pkce_and_named_in_the_content_policy(monkeypatch):
    put(monkeypatch, **OIDC)
    [app] = environment.single_sign_on()["openid_connect"]["APPS"]
    assert app["client_id"] == "client"
    assert app["settings"]["oauth_pkce_enabled"]
    assert environment.sign_on_origins() == ["https://id.example.invalid"]


@pytest.mark.parametrize("left_out", OIDC)
def test_half_an_identity_provider_is_refused(monkeypatch, left_out):
    put(monkeypatch, **{name: value for name, value in OIDC.items() if name != left_out})
    with pytest.raises(BadSetting, match="set all of"):
        environment.single_sign_on()


def test_an_identity_provider_without_encryption_is_refused(monkeypatch):
    put(monkeypatch, **{**OIDC, "OIDC_SERVER": "http://id.example.invalid"})
    with pytest.raises(BadSetting, match="https"):
        environment.single_sign_on()


@pytest.mark.parametrize("value", ["maybe", "1", "true", "YES!"])
def test_a_flag_is_yes_or_no(monkeypatch, value):
    monkeypatch.setenv("FRANKPLEDGE_DEMO", value)
    with pytest.raises(BadSetting, match="write yes or no"):
        environment.flag("DEMO", default=False)
