"""Every variable of the environment that Frankpledge reads, with its meaning: what the page of settings prints.

A guard test compares this table with what the code reads and with the defaults it gives.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KnownSetting:
    """A variable `FRANKPLEDGE_{name}`. `default` is what the code takes; `otherwise` says it where no text can."""

    name: str
    meaning: str
    default: str = ""
    otherwise: str = ""


KNOWN_SETTINGS: tuple[KnownSetting, ...] = (
    KnownSetting(
        "HOME",
        "The one folder that holds everything this installation keeps: the SQLite database, the store of files, the "
        "key that signs sessions.",
        otherwise="`var` in the checkout; `var/demo` for the demonstration",
    ),
    KnownSetting(
        "DATABASE",
        "PostgreSQL instead of SQLite, as `postgresql://user:password@host:port/name`. What follows `?` goes to the "
        "driver, such as `?sslmode=require`.",
        otherwise="SQLite, `frankpledge.sqlite3` in the home folder",
    ),
    KnownSetting(
        "OBSERVATIONS",
        "Apache Spark instead of the embedded DuckDB for questions to the observations, as `pyspark://host:port` of a Spark "
        "Connect server. Its machines must see the store under the same path, and `requirements-spark.txt` must be "
        "installed.",
        otherwise="DuckDB, in this process",
    ),
    KnownSetting(
        "SECRET_KEY",
        "The key that signs sessions and forms. Give the same one to every server of an installation.",
        otherwise="made once and kept in `secret-key` in the home folder",
    ),
    KnownSetting(
        "BASE_URL",
        "The address people use. Beginning with `https://` it makes cookies secure; links inside documents begin "
        "with it.",
        "http://127.0.0.1:8000",
    ),
    KnownSetting(
        "HOSTS",
        "The host names that the site answers to, separated by commas.",
        "127.0.0.1,localhost,[::1]",
    ),
    KnownSetting(
        "DEMO",
        "`yes` makes this a demonstration: invented people may be entered without a password, and the server answers "
        "this machine only. The command `demo` sets it.",
        "no",
    ),
    KnownSetting(
        "JOBS_INLINE",
        "`yes` does long work at once, in the request that asked for it, instead of leaving it to the worker.",
        "no",
    ),
    KnownSetting(
        "SMALL_COUNTS",
        "Counts of small areas from 1 to one below this number are withheld on pages and in documents; `0` withholds none.",
        "5",
    ),
    KnownSetting(
        "OIDC_SERVER",
        "Single sign-on by OpenID Connect: the address of the identity provider, which begins with `https://`. "
        "Goes with the client and the secret; some without the others are refused.",
        otherwise="no single sign-on",
    ),
    KnownSetting("OIDC_CLIENT", "What the identity provider calls this site.", otherwise="none"),
    KnownSetting("OIDC_SECRET", "The secret shared with the identity provider.", otherwise="none"),
    KnownSetting("OIDC_NAME", "What the sign-in page calls the identity provider.", "your organisation"),
    KnownSetting(
        "SMTP_HOST",
        "The mail server, spoken to on port 25 without a password. Without one nothing is sent, and the pages for a forgotten password do not exist.",
        otherwise="none",
    ),
    KnownSetting("MAIL_FROM", "The sender's address of mail.", "frankpledge@localhost"),
    KnownSetting(
        "PYTHON",
        "Which Python the launcher uses for its first set-up.",
        otherwise="the first suitable one of `python3.11`, `python3.12`, `python3.13`, `python3`",
    ),
)
