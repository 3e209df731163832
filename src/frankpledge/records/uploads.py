"""What kind of file somebody gave us, by its content; what may run, hide or hold others is refused, in words.

Only kinds that a reader can open anywhere and that need not run anything are taken. The name's ending and the content
must agree: a program called report.pdf is no PDF.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    from pikepdf import Pdf

MEGABYTE = 1024**2
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 500 * MEGABYTE
"""What an office file may hold once unpacked."""
OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
TAKEN = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument (.odt, .ods, .odp), CSV, plain text, PNG and JPEG"


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken; `within` is the part that an office file of that kind must hold."""

    suffix: str
    media_type: str
    title: str
    starts: bytes = b""
    within: str = ""


KINDS = {
    kind.suffix: kind
    for kind in (
        Kind(".pdf", "application/pdf", "PDF", b"%PDF-"),
        Kind(".docx", f"{OFFICE}.wordprocessingml.document", "Word document", b"PK", "word/document.xml"),
        Kind(".xlsx", f"{OFFICE}.spreadsheetml.sheet", "Excel workbook", b"PK", "xl/workbook.xml"),
        Kind(".pptx", f"{OFFICE}.presentationml.presentation", "PowerPoint", b"PK", "ppt/presentation.xml"),
        Kind(".odt", f"{ODF}.text", "OpenDocument text", b"PK", "mimetype"),
        Kind(".ods", f"{ODF}.spreadsheet", "OpenDocument spreadsheet", b"PK", "mimetype"),
        Kind(".odp", f"{ODF}.presentation", "OpenDocument presentation", b"PK", "mimetype"),
        Kind(".png", "image/png", "PNG picture", b"\x89PNG\r\n\x1a\n"),
        Kind(".jpg", "image/jpeg", "JPEG picture", b"\xff\xd8\xff"),
        Kind(".jpeg", "image/jpeg", "JPEG picture", b"\xff\xd8\xff"),
        Kind(".csv", "text/csv; charset=utf-8", "CSV table"),
        Kind(".txt", "text/plain; charset=utf-8", "Plain text"),
    )
}
PROGRAMS = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\xcf\xfa\xed\xfe": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"#!": "a script",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RUN = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
"""What a PDF may be told to do that is more than to show itself."""
WITH_MACROS = (".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".potm", ".ppsm")
SAVE_PLAIN = "Save it without macros, as .docx, .xlsx or .pptx, or print it to a PDF, and attach that."


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept. `pages` is the number of pages of a PDF."""

    name: str
    kind: Kind
    size: int
    pages: int | None = None


def accepted(path: Path, name: str) -> Accepted:
    """What the file is. Raises `Unusable` with place, sentence and remedy for one that is not taken.

    `name` is what people know it by; only its last part is used.
    """
    name = PurePosixPath(name.replace("\\", "/")).name.strip() or "file"
    size = path.stat().st_size
    _check_size(name, size)
    kind = _kind_of(path, name)
    pages = _INSIDE.get(kind.suffix, _nothing_inside)(path, name, kind)
    return Accepted(name, kind, size, pages)


def refuse_by_size(name: str, size: int) -> None:
    """Refuse a file by the size that it is said to have, before it is read. Raises `Unusable`."""
    if size > MOST_BYTES:
        reason = f"The file takes {grouped(size // MEGABYTE)} MB; at most {grouped(MOST_BYTES // MEGABYTE)} MB are taken."
        remedy = "Give a smaller file, such as a PDF with smaller pictures, or link to where it is published."
        raise _refusal("too-large", name, reason, remedy)


def _check_size(name: str, size: int) -> None:
    refuse_by_size(name, size)
    if size == 0:
        raise _refusal(
            "empty-file", name, "The file is empty.", "Choose the file again, or ask for a new copy."
        )


def _refusal(code: str, name: str, reason: str, remedy: str) -> Unusable:
    return Unusable(Problem(code, reason, remedy, file=name))


def _kind_of(path: Path, name: str) -> Kind:
    suffix = Path(name).suffix.lower()
    with path.open("rb") as held:
        start = held.read(16)
    what = next((words for begins, words in PROGRAMS.items() if start.startswith(begins)), "")
    if what:
        raise _refusal(
            "program", name, f"The file is {what}, which is never kept.", f"Attach a document: {TAKEN}."
        )
    if suffix in WITH_MACROS:
        raise _refusal(
            "macros",
            name,
            f"A file ending in {suffix} holds macros, which can run on a reader’s machine.",
            SAVE_PLAIN,
        )
    if start.startswith(OLD_OFFICE):
        reason = "The file is in Microsoft’s old format, in which macros cannot be seen from outside."
        raise _refusal("old-office", name, reason, SAVE_PLAIN)
    kind = KINDS.get(suffix)
    if kind is None:
        ending = f"Files ending in {suffix}" if suffix else "Files without an ending"
        raise _refusal("not-taken", name, f"{ending} are not taken.", f"Attach one of these: {TAKEN}.")
    if not start.startswith(kind.starts):
        reason = f"The name ends in {suffix}, and the content is no {kind.title}."
        raise _refusal(
            "other-content",
            name,
            reason,
            "Attach the file under its own name, or save it again in that format.",
        )
    return kind


# Inside the file --------------------------------------------------------------------------------------------------


def _nothing_inside(_path: Path, _name: str, _kind: Kind) -> int | None:
    return None


def _check_office(path: Path, name: str, kind: Kind) -> int | None:
    names, unpacked = _members(path, name)
    if unpacked > MOST_UNPACKED:
        reason = f"Unpacked, the file would take {grouped(unpacked // MEGABYTE)} MB."
        raise _refusal("unpacks-too-large", name, reason, "Do not trust it; ask for a new copy.")
    if kind.within not in names:
        reason = f"The name ends in {kind.suffix}, and the content is no {kind.title}."
        raise _refusal("other-content", name, reason, "Save it again in that format.")
    lower = {one.lower() for one in names}
    if any(PurePosixPath(one).name == "vbaproject.bin" or "macrosheets/" in one for one in lower):
        raise _refusal(
            "macros", name, "The file holds macros, which can run on a reader’s machine.", SAVE_PLAIN
        )
    if any(one.startswith(("basic/", "scripts/")) for one in lower):
        raise _refusal(
            "macros", name, "The file holds macros, which can run on a reader’s machine.", SAVE_PLAIN
        )
    if any("activex/" in one or "/embeddings/oleobject" in one for one in lower):
        reason = "The file holds another program’s objects, of which nobody can see what they do."
        raise _refusal("embedded", name, reason, SAVE_PLAIN)
    return None


def _members(path: Path, name: str) -> tuple[set[str], int]:
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise _refusal(
            "damaged",
            name,
            "The file is damaged or not of the kind that its name says.",
            "Ask for a new copy.",
        ) from error
    if any(member.flag_bits & 0x1 for member in members):
        raise _refusal("password", name, "The file is protected by a password.", "Save it without one.")
    return {member.filename for member in members}, sum(member.file_size for member in members)


def _check_pdf(path: Path, name: str, _kind: Kind) -> int | None:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise _refusal(
                    "password", name, "The PDF is locked.", "Save it without a password or restrictions."
                )
            _refuse_what_runs(pdf, name)
            if not len(pdf.pages):
                raise _refusal("no-pages", name, "The PDF has no pages.", "Ask for a new copy.")
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise _refusal(
            "password", name, "The PDF is protected by a password.", "Save it without one."
        ) from error
    except pikepdf.PdfError as error:
        raise _refusal(
            "damaged", name, "The PDF is damaged and cannot be opened.", "Ask for a new copy."
        ) from error


def _refuse_what_runs(pdf: Pdf, name: str) -> None:
    """A script, a command to start a program or a file within the PDF."""
    if any(map(_runs, _where_actions_stand(pdf))):
        reason = "The PDF holds a script, or another file, which can run on a reader’s machine."
        raise _refusal("pdf-script", name, reason, "Print it to a new PDF and attach that.")


def _where_actions_stand(pdf: Pdf) -> Iterator[Any]:
    """The dictionaries in which a PDF can say what is to be run: of the whole, of its pages, of what stands on them."""
    yield pdf.Root
    for key in ("/Names", "/AcroForm"):
        yield pdf.Root.get(key, {})
    form: Any = pdf.Root.get("/AcroForm")
    if form is not None:
        yield from form.get("/Fields", ())
    for page in pdf.pages:
        yield page.obj
        yield from page.obj.get("/Annots", ())


def _runs(place: Any) -> bool:
    """Whether something here is run, or holds another file: when it is opened, when it is pressed, or by its name."""
    if any(key in place for key in ("/JavaScript", "/EmbeddedFiles", "/XFA", "/FS")):
        return True
    actions = [place.get(key) for key in ("/OpenAction", "/A")]
    actions += [one for _, one in place.get("/AA", {}).items()]
    return any(map(_is_run, actions))


def _is_run(action: Any) -> bool:
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary):
        return False
    follows = action.get("/Next")
    after = list(follows) if isinstance(follows, pikepdf.Array) else [follows]
    return str(action.get("/S", "")) in RUN or any(map(_is_run, after))


def _check_text(path: Path, name: str, kind: Kind) -> int | None:
    with path.open("rb") as held:
        start = held.read(MEGABYTE)
    if b"\0" in start:
        reason = f"The name ends in {kind.suffix}, and the content is not text."
        raise _refusal("other-content", name, reason, "Save it again as text in UTF-8.")
    return None


_INSIDE: dict[str, Callable[[Path, str, Kind], int | None]] = {
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), _check_office),
    ".pdf": _check_pdf,
    ".csv": _check_text,
    ".txt": _check_text,
}
