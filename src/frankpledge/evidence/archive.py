"""From a path that somebody gave (file, folder, .zip, .gz) to the files to be read, with nothing unsafe unpacked."""

from __future__ import annotations

import gzip
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from frankpledge.kernel.numbers import grouped
from frankpledge.kernel.problems import Problem, Unusable

BLOCK = 1 << 20
ASK_AGAIN = "Ask the supplier for a new copy, or unpack it yourself and import the files one by one."


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold. The defaults carry three years of all forces with room to spare."""

    members: int = 20_000
    total_bytes: int = 40 * 1024**3
    member_bytes: int = 4 * 1024**3
    ratio: int = 200
    """How many times larger than its packed size a member may be; police CSV packs about seven times."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Incoming:
    """A file to be read: the name people know it by, and where its bytes are.

    What came out of an archive is gone once the iterator moves on: put it into the store first.
    """

    name: str
    path: Path


def incoming(
    path: Path, *, name: str = "", limits: Limits = DEFAULT_LIMITS, scratch: Path | None = None
) -> Iterator[Incoming]:
    """The files at `path`, in the order of their names; archives are unpacked into `scratch` one file at a time.

    `name` is what people know a file by that lies under another name (an upload in the store). Raises Unusable,
    naming archive and member. Everything that can be known from the table of contents is checked before the first
    file is given; damage inside a member shows only when it is reached, so commit nothing before the iterator has
    ended.
    """
    if not path.exists():
        raise Unusable(
            _problem("no-such-file", path.name, "", "There is nothing at this path.", "Check the path.")
        )
    sources = [Incoming(name if name and each == path else each.name, each) for each in _sources(path)]
    problems = [
        problem
        for each in sources
        if is_archive(each.path, each.name)
        for problem in _zip_problems(each, limits)
    ]
    if problems:
        raise Unusable(*problems)
    for each in sources:
        yield from _files_of(each, limits, scratch)


def is_archive(path: Path, name: str = "") -> bool:
    """Whether it is a zip that holds files to read; workbooks and text documents are zips too, and are not."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return path.is_file() and (name or path.name).lower().endswith(".zip")
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
    except zipfile.BadZipFile:
        return True
    return not names & {"[Content_Types].xml", "mimetype", "content.xml"}


def _sources(path: Path) -> Iterator[Path]:
    """Plain files at or below the path. Links are not followed: they may lead out of what was given."""
    if path.is_file():
        yield path
        return
    for each in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
        if each.is_file() and not each.is_symlink() and not hidden:
            yield each


def _files_of(each: Incoming, limits: Limits, scratch: Path | None) -> Iterator[Incoming]:
    if is_archive(each.path, each.name):
        yield from _members(each, limits, scratch)
    elif _is_gzip(each.path):
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            yield _gunzip(each, limits, Path(folder))
    else:
        yield each


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as held:
        return held.read(2) == b"\x1f\x8b"


def _problem(code: str, file: str, value: str, reason: str, remedy: str) -> Problem:
    return Problem(code, reason, remedy, file=file, value=value)


# What can be known before unpacking -----------------------------------------------------------------------------


def _zip_problems(each: Incoming, limits: Limits) -> Iterator[Problem]:
    try:
        with zipfile.ZipFile(each.path) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError):
        yield _problem(
            "truncated-zip",
            each.name,
            "",
            "The zip is cut short or damaged: its table of contents is missing.",
            ASK_AGAIN,
        )
        return
    yield from _size_problems(each.name, members, limits)
    seen: set[str] = set()
    for member in members:
        yield from _member_problems(each.name, member, limits)
        if member.filename.lower() in seen:
            yield _problem(
                "repeated-member",
                each.name,
                member.filename,
                f"‘{member.filename}’ is in the zip twice.",
                ASK_AGAIN,
            )
        seen.add(member.filename.lower())


def _size_problems(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> Iterator[Problem]:
    split = "Split it into smaller archives, or raise the limit in the settings if it is what you expect."
    if len(members) > limits.members:
        reason = f"The zip holds {grouped(len(members))} files; at most {grouped(limits.members)} are read."
        yield _problem("too-many-members", name, str(len(members)), reason, split)
    total = sum(member.file_size for member in members)
    if total > limits.total_bytes:
        reason = (
            f"Unpacked, the zip would take {_bytes(total)}; at most {_bytes(limits.total_bytes)} are allowed."
        )
        yield _problem("too-large", name, str(total), reason, split)


def _member_problems(name: str, member: zipfile.ZipInfo, limits: Limits) -> Iterator[Problem]:
    inside = f"‘{member.filename}’ in the zip"
    if _leads_out(member.filename):
        reason = f"{inside} would be written outside the folder it is unpacked into."
        yield _problem(
            "path-traversal", name, member.filename, reason, "Do not trust this archive. " + ASK_AGAIN
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        reason = f"{inside} is a link to another file, not a file."
        yield _problem("symlink", name, member.filename, reason, ASK_AGAIN)
    if member.flag_bits & 0x1:
        reason = f"{inside} is protected by a password."
        yield _problem(
            "encrypted", name, member.filename, reason, "Unpack it with the password and import the files."
        )
    if member.filename.lower().endswith((".zip", ".gz", ".7z", ".rar", ".tar", ".tgz")):
        reason = f"{inside} is an archive inside an archive."
        yield _problem(
            "nested-archive", name, member.filename, reason, "Unpack the outer one and import the inner one."
        )
    if member.file_size > limits.member_bytes:
        reason = f"{inside} would take {_bytes(member.file_size)}; at most {_bytes(limits.member_bytes)} are allowed."
        yield _problem("too-large", name, member.filename, reason, "Split the file by month or force.")
    if member.file_size > BLOCK and member.file_size > limits.ratio * max(member.compress_size, 1):
        reason = (
            f"{inside} unpacks to more than {limits.ratio} times its size, as archives made to do harm do."
        )
        yield _problem("ratio", name, member.filename, reason, "Do not trust this archive. " + ASK_AGAIN)


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or (len(name) > 1 and name[1] == ":") or "\0" in name


def _bytes(size: int) -> str:
    if size >= 1024**2:
        return f"{grouped(size // 1024**2)} MB"
    return f"{grouped(size)} bytes"


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


# Unpacking ------------------------------------------------------------------------------------------------------


def _members(given: Incoming, limits: Limits, scratch: Path | None) -> Iterator[Incoming]:
    with zipfile.ZipFile(given.path) as packed:
        wanted = [
            member for member in packed.infolist() if not member.is_dir() and not _is_litter(member.filename)
        ]
        left = limits.total_bytes
        for member in sorted(wanted, key=lambda each: each.filename):
            with tempfile.TemporaryDirectory(dir=scratch) as folder:
                out = Path(folder) / "member"
                left -= _unpack(packed, member, out, min(limits.member_bytes, left), given.name)
                yield Incoming(member.filename, out)


def _is_litter(name: str) -> bool:
    """What desktop systems add to a zip by themselves."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].lower() == "thumbs.db"


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, out: Path, limit: int, name: str) -> int:
    """Write one member; the size written is counted, because the table of contents can lie."""
    try:
        with packed.open(member) as held:
            return _pour(held, out, limit, name, member.filename)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        reason = f"‘{member.filename}’ in the zip cannot be unpacked: it is damaged or packed in an unusual way ({error})."
        raise Unusable(_problem("damaged-member", name, member.filename, reason, ASK_AGAIN)) from error


def _gunzip(each: Incoming, limits: Limits, folder: Path) -> Incoming:
    out = folder / "member"
    limit = min(limits.member_bytes, max(BLOCK, limits.ratio * each.path.stat().st_size))
    inner = each.name[:-3] if each.name.lower().endswith(".gz") else each.name
    try:
        with gzip.open(each.path) as held:
            _pour(held, out, limit, each.name, inner)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        reason = "The .gz is cut short or damaged and cannot be unpacked to its end."
        raise Unusable(_problem("truncated-gz", each.name, "", reason, ASK_AGAIN)) from error
    return Incoming(inner, out)


def _pour(held: _Readable, out: Path, limit: int, name: str, member: str) -> int:
    written = 0
    with out.open("wb") as target:
        while block := held.read(BLOCK):
            written += len(block)
            if written > limit:
                reason = f"‘{member}’ unpacks to more than the {_bytes(limit)} allowed for it."
                raise Unusable(
                    _problem("too-large", name, member, reason, "Do not trust this archive. " + ASK_AGAIN)
                )
            target.write(block)
    return written
