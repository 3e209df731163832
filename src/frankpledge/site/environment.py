"""Reads settings from the environment, and fails on nonsense with a sentence."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(Exception):  # noqa: N818
    """A setting that makes no sense; the message names it and says what to write."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"FRANKPLEDGE_{name}", default)


def flag(name: str, *, default: bool) -> bool:
    """A yes or no setting. Raises `BadSetting` for anything else."""
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise BadSetting(f"FRANKPLEDGE_{name} is ‘{value}’; write yes or no")
    return value == "yes"


def whole(name: str, *, default: int) -> int:
    """A whole number of nought or more. Raises `BadSetting` for anything else."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise BadSetting(f"FRANKPLEDGE_{name} is ‘{value}’; write a whole number")
    return int(value)


def home(root: Path) -> Path:
    """The folder that holds everything this installation keeps; `var` in the checkout unless set."""
    folder = Path(text("HOME") or root / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions: from the environment, or made once and kept in the home folder."""
    if given := text("SECRET_KEY"):
        return given
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def database(folder: Path) -> dict[str, Any]:
    """SQLite in the home folder, or PostgreSQL by FRANKPLEDGE_DATABASE=postgresql://user:password@host:port/name."""
    address = text("DATABASE")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "frankpledge.sqlite3",
            # Opening the file and setting it up again costs as much as a short request.
            "CONN_MAX_AGE": None,
            # Defaults lose writes under load; these do not (docs/explanation/decisions/0002).
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting("FRANKPLEDGE_DATABASE must look like postgresql://user:password@host:port/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "frankpledge.records.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A new connection for every request costs more than most requests do.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def observations() -> str:
    """Which engine answers questions to the observations: empty for DuckDB in process, or `pyspark://host:port`.

    Raises `BadSetting` for anything else.
    """
    address = text("OBSERVATIONS")
    parts = urlsplit(address)
    if address and (parts.scheme != "pyspark" or not parts.hostname or not parts.port):
        raise BadSetting(
            f"FRANKPLEDGE_OBSERVATIONS is ‘{address}’; write pyspark://host:port, or leave it out"
        )
    return address


def single_sign_on() -> dict[str, Any]:
    """One OpenID Connect identity provider, when FRANKPLEDGE_OIDC_SERVER, _CLIENT and _SECRET are set.

    Raises `BadSetting` when only some of them are.
    """
    server, client, secret = text("OIDC_SERVER"), text("OIDC_CLIENT"), text("OIDC_SECRET")
    if not (server or client or secret):
        return {}
    if not (server.startswith("https://") and client and secret):
        raise BadSetting(
            "for single sign-on set all of FRANKPLEDGE_OIDC_SERVER (an https:// address), FRANKPLEDGE_OIDC_CLIENT "
            "and FRANKPLEDGE_OIDC_SECRET"
        )
    app = {
        "provider_id": "organisation",
        "name": text("OIDC_NAME", "your organisation"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def sign_on_origins() -> list[str]:
    """The identity provider's origin: signing in posts a form that ends there, so the content policy names it."""
    parts = urlsplit(text("OIDC_SERVER"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
