"""One document in the format asked for, or in all four as files."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from frankpledge.documents.office import render_docx, render_odt
from frankpledge.documents.pdf import render_pdf
from frankpledge.documents.tree import Document
from frankpledge.documents.webpage import render_html
from frankpledge.kernel.problems import Problem, Unusable

FORMATS = ("html", "pdf", "docx", "odt")
_OFFICE = ("docx", "odt")

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


def render(document: Document, fmt: str) -> bytes:
    """The document in one format (html, pdf, docx or odt). Raises Unusable for another format, or a document that cannot be set."""
    if fmt == "html":
        return render_html(document).encode()
    if fmt == "pdf":
        return render_pdf(document)
    if fmt == "docx":
        return render_docx(document)
    if fmt == "odt":
        return render_odt(document)
    raise Unusable(
        Problem("format", f"‘{fmt}’ is not a format.", f"Choose one of {', '.join(FORMATS)}.", value=fmt)
    )


def render_all(document: Document) -> dict[str, bytes]:
    """The document in its four formats, in the order of `FORMATS`. Raises as `render` does.

    The office formats, which wait for a program beside this one, are made while the others are set.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        office = beside.submit(lambda: {fmt: render(document, fmt) for fmt in _OFFICE})
        own = {fmt: render(document, fmt) for fmt in FORMATS if fmt not in _OFFICE}
        return {fmt: (own | office.result())[fmt] for fmt in FORMATS}


def write_all(document: Document, folder: Path, stem: str) -> list[Path]:
    """The document as `stem.html`, `.pdf`, `.docx` and `.odt` in the folder, in that order; safe to repeat.

    All four are made before any is written, and each takes its place at once, so that nobody ever reads half a file.
    """
    made = render_all(document)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{stem}.{fmt}" for fmt in FORMATS]
    for path, content in zip(paths, made.values(), strict=True):
        _write(path, content)
    return paths


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # A temporary file is for its owner alone; a document is for whoever may see its folder.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
