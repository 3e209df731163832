"""What a server does before anybody comes, so that the first visitor waits no longer than the second.

Two turns, since a server makes its processes by copying one: what is only read (libraries, templates, addresses) is read
before the copying and shared; what has threads of its own (the drawing library, the engine) is started in each copy,
beside the first answers. A step that fails is logged, and whoever needs it pays for it then.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading
from collections.abc import Callable

from frankpledge.directory import api as directory
from frankpledge.documents import api as documents
from frankpledge.evidence import warming
from frankpledge.site.demo_people import live_in_demo_time

log = logging.getLogger(__name__)

LIBRARIES = (
    "duckdb", "pyarrow", "pandas", "ibis.backends.duckdb", "scipy.special", "lxml.etree",
    "frankpledge.analysis.control.charts", "frankpledge.analysis.seasonal.stl", "frankpledge.analysis.series_study",
)  # fmt: skip
"""Imported inside functions everywhere, because a command must not wait for them; a server needs them all."""
MOST = 8
"""So many partnerships are read ahead in each process: with hundreds on one server, each is read when it is asked for."""


def before_the_copies() -> None:
    """Read what all processes share. It opens no connection and starts no thread: neither survives the copying."""
    for step in (_addresses, _libraries, _templates, _settled):
        _tried(step)


def in_each_copy() -> threading.Thread:
    """Start what each process has of its own, beside its first answers. Returns the thread that does it."""
    thread = threading.Thread(target=_started, name="beforehand", daemon=True)
    thread.start()
    return thread


def _started() -> None:
    from django.db import connections

    try:
        for step in (_engine, _evidence, _drawing, _settled):
            _tried(step)
    finally:
        connections.close_all()


def _tried(step: Callable[[], None]) -> None:
    try:
        step()
    except Exception:
        log.exception("getting ready: %s failed", step.__name__.strip("_"))


def _addresses() -> None:
    """Every room's pages, put in order by name; otherwise each thread that is asked first does it beside the others."""
    from django.urls import get_resolver

    get_resolver().reverse_dict  # noqa: B018 (reading it is what puts them in order)


def _libraries() -> None:
    for name in LIBRARIES:
        importlib.import_module(name)


def _templates() -> None:
    from django.template import engines

    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in pages.list_templates(extensions=["html"]):
        if not name.startswith("govuk_frontend_jinja/"):
            pages.get_template(name)


def _drawing() -> None:
    documents.start_drawing()


def _engine() -> None:
    warming.start_engine()


def _evidence() -> None:
    """The evidence of the first partnerships, in the time in which pages are shown."""
    live_in_demo_time()
    for body in directory.partnerships()[:MOST]:
        warming.read_ahead(body.slug)


def _settled() -> None:
    """What is here now stays: the search for unreachable objects, which would go through all of it in the midst of some
    page for a third of a second, passes it over from here on."""
    gc.collect()
    gc.freeze()
