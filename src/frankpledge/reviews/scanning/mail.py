"""Mail (EML) and pages saved with their pictures (MHT): headings and every part, as it reads once its coding is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from frankpledge.reviews.rules.scanning.scan import Chunk
from frankpledge.reviews.scanning.budget import Budget

HEADINGS = re.compile(
    rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,60}?(?:MIME-Version|Content-Transfer-Encoding):", re.I
)


def is_mail(content: bytes) -> bool:
    """Whether it begins as mail does: headings, among them one that only mail has."""
    return HEADINGS.match(content[:16_000]) is not None


def mail_chunks(content: bytes, before: str, budget: Budget, depth: int) -> Iterator[Chunk]:
    """Every heading and every part of a mail, what is attached to it read as the file it is."""
    from frankpledge.reviews.scanning.reading import within

    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    for number, part in enumerate(message.walk(), start=1):
        yield from _headings(part, f"{before}part {number}")
        if part.is_multipart():
            continue
        held = part.get_payload(decode=True)
        if isinstance(held, bytes) and held.strip():
            budget.take(len(held))
            yield from within(
                _as_utf8(part, held), _name(part), f"{before}part {number}, ", budget, depth=depth + 1
            )


def _headings(part: Message, place: str) -> Iterator[Chunk]:
    for name, value in part.items():
        try:
            said = str(value)
        except (ValueError, IndexError, AttributeError):  # a heading that the library cannot take apart
            continue
        yield Chunk(f"{name}: {said}", f"{place}, headings", is_prose=False)


def _as_utf8(part: Message, held: bytes) -> bytes:
    """A text in the coding that files are read in; anything else as it is."""
    if part.get_content_maintype() != "text":
        return held
    try:
        return held.decode(part.get_content_charset("utf-8")).encode()
    except (UnicodeDecodeError, LookupError):
        return held


def _name(part: Message) -> str:
    return part.get_filename() or f"part.{'html' if part.get_content_subtype() == 'html' else 'txt'}"
