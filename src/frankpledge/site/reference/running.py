"""The pages for those who run it: settings, commands with their schemas, kinds of job, figures, addresses."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from frankpledge.access.permissions import Permission
from frankpledge.figures import providers
from frankpledge.jobs import api as jobs
from frankpledge.site.cli import COMMANDS, Command
from frankpledge.site.known_settings import KNOWN_SETTINGS, KnownSetting
from frankpledge.site.reference.markdown import (
    cell,
    code,
    first_paragraph,
    is_of_tests,
    page,
    room_of,
    table,
)
from frankpledge.web.routes import Route

ROOT = Path(__file__).resolve().parents[4]


def settings() -> str:
    """Every variable of the environment that is read."""
    return page(
        "Settings",
        "Settings come from the environment. A flag is `yes` or `no`; a value that makes no sense stops the start with a "
        "sentence.",
        table(
            ["Variable", "What it says", "Without it"],
            [(code(f"FRANKPLEDGE_{one.name}"), one.meaning, _otherwise(one)) for one in KNOWN_SETTINGS],
        ),
    )


def _otherwise(one: KnownSetting) -> str:
    return one.otherwise or code(one.default)


def commands() -> str:
    """Every command with its arguments."""
    parts = [part for one in COMMANDS for part in _command(one)]
    return page(
        "Commands",
        "`./frankpledge COMMAND`. Exit status: 0 for an answer or success, 1 for a failure, 2 for input that cannot be "
        "used. Pure commands answer in words, or with `--json` in the shape of their schema; they read no record.",
        *parts,
    )


def _command(command: Command) -> Iterator[str]:
    yield f"## `{command.name}`"
    yield first_paragraph(function_of(command.where))
    usage = f"./frankpledge {command.name}"
    if command.parser:
        parser = parser_of(command)
        yield code(" ".join([usage, *_usage(parser)]))
        rows = [(code(_spelled(one)), _meaning(one)) for one in _actions(parser)]
        yield table(["Argument", "Meaning"], rows) if rows else ""
    else:
        yield f"`{usage}` {command.rest}".strip()
    if command.is_pure:
        yield f"Shape of input and answer: [{schema_file(command)}]({schema_file(command)})"


def schema_file(command: Command) -> str:
    """Where the schema of a pure command is, from the reference pages."""
    return f"schemas/{command.name.replace(' ', '-')}.json"


def function_of(where: str) -> object:
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


def parser_of(command: Command) -> argparse.ArgumentParser:
    """The parser of a command. Raises TypeError where the table names something else."""
    function = function_of(command.parser)
    parser = function() if callable(function) else None
    if not isinstance(parser, argparse.ArgumentParser):
        raise TypeError(f"{command.parser} makes no argument parser")
    return parser


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What a command takes, places before options."""
    found = [one for one in parser._actions if not isinstance(one, argparse._HelpAction)]  # noqa: SLF001
    return sorted(found, key=lambda one: bool(one.option_strings))


def _usage(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Each argument once; those that exclude each other together."""
    groups = {
        id(one): group
        for group in parser._mutually_exclusive_groups  # noqa: SLF001
        for one in group._group_actions  # noqa: SLF001
    }
    for one in _actions(parser):
        group = groups.get(id(one))
        if group is None:
            yield _spelled(one) if one.required else f"[{_spelled(one)}]"
        elif one is group._group_actions[0]:  # noqa: SLF001
            together = " | ".join(map(_spelled, group._group_actions))  # noqa: SLF001
            yield f"({together})" if group.required else f"[{together}]"


def _spelled(action: argparse.Action) -> str:
    """`--exposure A B`, `--json`, `PATH…`: written by ourselves, since argparse's own differs between Pythons."""
    named = action.metavar or action.dest.upper()
    words = list(named) if isinstance(named, tuple) else [named]
    if action.nargs == 0:
        words = []
    if action.nargs == "+":
        words = [f"{words[0]}…"] if "|" not in words[0] else words
    return " ".join([*action.option_strings[-1:], *words])


def _meaning(action: argparse.Action) -> str:
    choices = f"one of {', '.join(map(str, action.choices))}" if action.choices else ""
    default = action.default
    shown = default.relative_to(ROOT) if isinstance(default, Path) else default
    otherwise = f"default {code(str(shown))}" if shown not in (None, False, True, []) else ""
    help_said = "" if otherwise and "default" in (action.help or "") else otherwise
    return "; ".join(part for part in (action.help or "", choices, help_said) if part)


def schemas() -> dict[str, str]:
    """The JSON Schema of each pure command, as file name and text."""
    made = {}
    for command in COMMANDS:
        if command.is_pure:
            shapes = import_module(command.where.partition(":")[0]).SCHEMAS[command.name]
            made[schema_file(command).removeprefix("schemas/")] = (
                json.dumps(shapes, indent=2, ensure_ascii=False) + "\n"
            )
    return made


def kinds_of_job() -> str:
    """Long work that the worker does."""
    rows = [
        (code(kind), first_paragraph(work), room_of(work.__module__))
        for kind, work in sorted(jobs.kinds().items())
        if not is_of_tests(work.__module__)
    ]
    return page(
        "Jobs",
        "Long work waits in a table until the worker takes it: `./frankpledge work`, which `serve` starts by itself. A "
        f"job whose worker died is put back after {jobs.SILENCE.seconds // 60} minutes without a sign of life and given "
        f"up after {jobs.ATTEMPTS} attempts, so the work must be safe to repeat.",
        table(["Kind", "What it does", "Room"], rows),
    )


def figures() -> str:
    """The figures that a binding may name."""
    rows = []
    for slug in providers.provider_slugs():
        found = type(providers.provider(slug))
        if not is_of_tests(found.__module__):
            rows.append((code(slug), cell(found.__doc__ or ""), room_of(found.__module__)))
    return page(
        "Figures",
        "A binding names a figure in a file or in typed text: `provider:name=value&name=value`, such as "
        "`measure-sum:measure=…&period=2020-Q1`. Periods are written `2020`, `2020/21`, `2020-Q1`, `2020-03` or as two "
        "days, `2020-03-23..2020-05-31`. In a value only `&`, `=`, `|`, `]` and `%` need percent-encoding.",
        table(["Provider", "What it answers", "Room"], rows),
    )


def routes() -> str:
    """Every address of ours."""
    rows = [
        (code(where), code(route.name), *_needed(route))
        for where, route in sorted(addresses(), key=lambda one: one[0])
    ]
    return page(
        "Addresses",
        "Addresses under `/{partnership}/work/` are for people who sign in, the others for the public. Besides these "
        "there are the pages of `/accounts/` for signing in, the second factor and single sign-on, and static files.",
        table(["Address", "Name", "To read", "To post"], rows),
    )


def _needed(route: Route) -> tuple[str, str]:
    reading: Permission | None = None if route.only_post else route.action
    return code(str(reading or "")), code(str(route.post or ""))


def addresses() -> Iterator[tuple[str, Route]]:
    """Each address with its route, wherever it is included."""
    for where, pattern in _patterns(list(get_resolver("frankpledge.site.urls").url_patterns)):
        if route := getattr(pattern.callback, "route", None):
            yield "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", where), route


def _patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(list(one.url_patterns), where)
        else:
            yield where, one
