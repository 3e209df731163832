"""The document as DOCX and ODT, by pandoc in its sandbox, then mended where pandoc leaves accessibility out."""

from __future__ import annotations

import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from frankpledge.documents.docx_parts import docx_reference, mended_docx
from frankpledge.documents.layout import Placed, place
from frankpledge.documents.odt_parts import mended_odt, odt_reference
from frankpledge.documents.office_html import office_html
from frankpledge.documents.tree import Document

TIMEOUT_SECONDS = 120


def render_docx(document: Document) -> bytes:
    """The document as DOCX: real headings, header rows, captions, alternative text, links, language, properties.

    The council's own template gives its styles, headers and footers where it has them. The same document gives the
    same bytes. Raises Unusable for a template that is no DOCX, a misshapen table or a day that is none.
    """
    placed = place(document)
    own = document.identity.reference_docx
    reference = docx_reference(placed, default_reference("docx"), own)
    return mended_docx(_converted(placed, "docx", reference), placed, reference)


def render_odt(document: Document) -> bytes:
    """The document as ODT, with the same things; alternative text, which pandoc drops, is put back."""
    placed = place(document)
    reference = odt_reference(placed, default_reference("odt"))
    return mended_odt(_converted(placed, "odt", reference), placed)


def _converted(placed: Placed, kind: str, reference: bytes) -> bytes:
    """What pandoc makes of the document. The sandbox lets it read nothing but the two files named here."""
    with tempfile.TemporaryDirectory(prefix="frankpledge-") as folder:
        template, out = Path(folder) / f"reference.{kind}", Path(folder) / f"out.{kind}"
        template.write_bytes(reference)
        options = ["--from=html", f"--to={kind}", "--sandbox", f"--metadata=lang={placed.document.language}"]
        _pandoc([*options, f"--reference-doc={template}", f"--output={out}"], office_html(placed).encode())
        return out.read_bytes()


@cache
def default_reference(kind: str) -> bytes:
    """The converter's own template, on which ours is built."""
    return _pandoc([f"--print-default-data-file=reference.{kind}"], b"")


def _pandoc(arguments: list[str], words: bytes) -> bytes:
    import pypandoc

    # Dates come from the document and are written later; this keeps the clock out until then.
    done = subprocess.run(  # noqa: S603 (a fixed program with fixed options; the words go in by standard input)
        [pypandoc.get_pandoc_path(), *arguments],
        input=words,
        capture_output=True,
        timeout=TIMEOUT_SECONDS,
        check=False,
        env={**os.environ, "SOURCE_DATE_EPOCH": "315532800", "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        raise RuntimeError(
            f"pandoc could not convert the document: {done.stderr.decode(errors='replace').strip()}"
        )
    return done.stdout
