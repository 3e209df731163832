"""Zip packages (DOCX, ODT) read as parts and written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIRST_PARTS = ("mimetype", "[Content_Types].xml", "_rels/.rels")
"""Parts that readers expect first; `mimetype` must be first and not compressed (ODF 1.3, part 2, 3.3)."""


def unpacked(package: bytes) -> dict[str, bytes]:
    """The parts by name. Raises zipfile.BadZipFile for what is no zip file."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """One zip file: fixed order, no dates, no traces of the machine that made it."""
    out = io.BytesIO()
    order = sorted(
        parts, key=lambda name: (FIRST_PARTS.index(name) if name in FIRST_PARTS else len(FIRST_PARTS), name)
    )
    with zipfile.ZipFile(out, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name], compresslevel=6)
    return out.getvalue()
