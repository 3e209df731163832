"""Drawings that outlive the process: kept in a folder under what they were drawn from, so that none is ever stale.

A picture of a page is asked for again after every restart and by every process of a server, and drawing it takes most of
the page's time. Only what is drawn within `kept_in` is kept: nothing of a sealed record may lie about.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

FORM = 1
"""Changes when the form of a kept drawing does, so that older ones are passed over."""
SUFFIX = ".svg"
_folder: ContextVar[Path | None] = ContextVar("frankpledge_drawings", default=None)


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Within the block, what `folder` holds is not drawn again, and what is drawn is kept there.

    A folder that cannot be written to is no harm.
    """
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


def drawn_once(spec: str, language: str, draw: Callable[[str], str]) -> str:
    """The drawing of a specification in a version of the grammar: the kept one where there is one, else drawn."""
    folder = _folder.get()
    return draw(spec) if folder is None else _kept(folder, spec, language, draw)


def is_at_hand(spec: str, language: str) -> bool:
    """Whether the drawing is kept already. True where nothing is kept, since then no later time is quicker."""
    folder = _folder.get()
    if folder is None:
        return True
    place = folder / f"{_name(spec, language)}{SUFFIX}"
    return place in _in_memory or place.is_file()


_in_memory: set[Path] = set()
"""What this process has shown: its file may have been swept since."""


@lru_cache(maxsize=128)
def _kept(folder: Path, spec: str, language: str, draw: Callable[[str], str]) -> str:
    place = folder / f"{_name(spec, language)}{SUFFIX}"
    known = _read(place)
    if known is None:
        known = draw(spec)
        _write(place, known)
    _in_memory.add(place)
    return known


def _name(spec: str, language: str) -> str:
    return hashlib.sha256(f"{FORM} {_library()} {language}\n{spec}".encode()).hexdigest()


@cache
def _library() -> str:
    """The drawing library's version, told without starting it."""
    from importlib.metadata import version

    return version("vl-convert-python")


def _read(place: Path) -> str | None:
    """The kept drawing, marked as used today; None when there is none or it is damaged."""
    try:
        seal, _, drawing = place.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    if seal != _seal(drawing):
        return None
    with suppress(OSError):  # sweeping goes by when a drawing was last used
        os.utime(place)
    return drawing


def _write(place: Path, drawing: str) -> None:
    """Written aside and renamed, so that no reader meets half of it."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".drawing-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(f"{_seal(drawing)}\n{drawing}")
            Path(temporary).replace(place)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _seal(drawing: str) -> str:
    return hashlib.sha256(drawing.encode()).hexdigest()
