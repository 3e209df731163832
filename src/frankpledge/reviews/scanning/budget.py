"""How much a file may hold, and the refusals: nothing is unpacked before its size is looked at."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field

from frankpledge.kernel.problems import Problem, Unusable

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How large, how deep and how dense a file may be before it is refused as a bomb."""

    file: int = 100 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    members: int = 20_000
    ratio: int = 200
    depth: int = 5
    free: int = 4 * MEGABYTE
    """A part below this size may be as dense as it likes: blank pages pack well."""


@dataclass
class Budget:
    """What has been unpacked so far, over all that lies within one file."""

    name: str
    limits: Limits = field(default_factory=Limits)
    unpacked: int = 0
    members: int = 0
    notes: list[str] = field(default_factory=list)
    """What could not be read for words, such as pictures; a person has to look at those."""

    def refuse(self, code: str, reason: str, remedy: str) -> Unusable:
        return Unusable(Problem(code, reason, remedy, file=self.name))

    def enter(self, depth: int) -> None:
        if depth > self.limits.depth:
            raise self.refuse(
                "nested",
                f"It holds files within files more than {self.limits.depth} deep.",
                "Take the inner files out.",
            )

    def take(self, size: int) -> None:
        """Count bytes that came out of something packed."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise self.refuse(
                "bomb",
                f"Unpacked it takes more than {self.limits.unpacked // MEGABYTE} MB.",
                "Save it again without them.",
            )

    def check_members(self, members: list[zipfile.ZipInfo], where: str) -> None:
        """Refuse an archive by what its own list says, before any of it is unpacked."""
        self.members += len(members)
        if self.members > self.limits.members:
            raise self.refuse(
                "bomb", f"It holds more than {self.limits.members} parts.", "Save it again without them."
            )
        for member in members:
            if member.flag_bits & 0x1:
                raise self.refuse(
                    "encrypted", f"A part of {where} is protected by a password.", "Save it without one."
                )
            dense = member.file_size > self.limits.ratio * max(member.compress_size, 1)
            if member.file_size > self.limits.free and dense:
                raise self.refuse(
                    "bomb", f"A part of {where} unpacks to more than {self.limits.ratio} times its size.",
                    "Do not open it; ask who sent it.",
                )  # fmt: skip
        if self.unpacked + sum(member.file_size for member in members) > self.limits.unpacked:
            raise self.refuse(
                "bomb",
                f"Unpacked it takes more than {self.limits.unpacked // MEGABYTE} MB.",
                "Do not open it; ask who sent it.",
            )

    def unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
        """One part. What its header said of its size is not believed: reading stops at the limit."""
        room = self.limits.unpacked - self.unpacked
        try:
            with archive.open(member) as held:
                content = held.read(min(room, max(member.file_size, 0)) + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
        ) as error:
            raise self.broken(f"its part {member.filename}") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise self.broken(f"its part {member.filename}") from error
            raise
        if len(content) > member.file_size:
            raise self.refuse(
                "bomb", "A part is larger than its own list says.", "Do not open it; ask who sent it."
            )
        self.take(len(content))
        return content

    def broken(self, what: str) -> Unusable:
        return self.refuse(
            "broken", f"The file is damaged: {what} cannot be read.", "Ask for a new copy, or save it again."
        )
