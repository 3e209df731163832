"""A sheet that was sent back and waits for a look, kept until it is taken over or a day has passed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans.delivery import returning
from frankpledge.plans.rules.delivery.sheet import Comparison
from frankpledge.records.clock import real_now
from frankpledge.records.ids import new_id
from frankpledge.records.uploads import refuse_by_size

KEPT_SECONDS = 24 * 3600
SHEET, NAMED = ".sheet", "-name"
"""How a sheet that waits ends, and the file beside it with the name that it was sent under, which messages use."""
GONE = "The sheet is no longer there. Send it again."


def _folder() -> Path:
    made = Path(settings.STORE) / "waiting-sheets"
    made.mkdir(parents=True, exist_ok=True)
    return made


def keep(upload: UploadedFile[bytes]) -> str:
    """Keep a sheet; answers the name that it waits under. Raises `Unusable` for one that is too large."""
    name = upload.name or "sheet.xlsx"
    refuse_by_size(name, upload.size or 0)
    _clear()
    kept = str(new_id())
    with (_folder() / f"{kept}{SHEET}").open("wb") as out:
        for piece in upload.chunks():
            out.write(piece)
    (_folder() / f"{kept}{NAMED}").write_text(name, encoding="utf-8")
    return kept


def compared(partnership: str, kept: str, *, by: Principal, on: date) -> Comparison:
    """What a kept sheet would do now. Raises `NotFound` when it is gone."""
    path = _folder() / f"{kept}{SHEET}"
    if not path.is_file():
        raise NotFound(GONE)
    name = path.with_name(f"{kept}{NAMED}").read_text(encoding="utf-8")
    _, found = returning.what_it_would_do(partnership, path, by=by, on=on, name=name)
    return found


def forget(kept: str) -> None:
    """Remove a kept sheet. Safe to repeat."""
    for end in (SHEET, NAMED):
        (_folder() / f"{kept}{end}").unlink(missing_ok=True)


def _clear() -> None:
    """Remove what has waited for more than a day."""
    now = real_now().timestamp()
    for path in _folder().iterdir():
        if now - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)
