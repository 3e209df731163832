"""Where links may point: only kinds of address that cannot run anything."""

from __future__ import annotations

from urllib.parse import urlsplit

from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Document

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def safe_href(href: str, base_url: str = "") -> str | None:
    """The address to print for a link, or None when it must be printed as words only.

    Paths within the site get `base_url` before them; `#part` stays. Anything with another scheme
    (`javascript:`, `data:`, `file:`), or that starts like another host (`//`, `/\\`), gives None.
    """
    href = "".join(character for character in href.strip() if character > " " and character != "\x7f")
    if not href or href.replace("\\", "/").startswith("//"):
        return None
    if href.startswith("#"):
        return href
    if href.startswith("/"):
        return base_url.rstrip("/") + href
    try:
        scheme = urlsplit(href).scheme.lower()
    except ValueError:
        return None
    return href if scheme in SAFE_SCHEMES else None


def figure_href(figure: Figure, document: Document) -> str:
    """The address at which a figure opens, from this document."""
    return safe_href(figure.address, document.base_url) or figure.address
