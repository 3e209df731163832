"""Charts drawn: a Vega-Lite specification as SVG or PNG, without a browser, a network or a system font."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from textwrap import wrap

from frankpledge.documents.kept_drawings import drawn_once, is_at_hand
from frankpledge.documents.tree import Chart
from frankpledge.documents.wording import cleaned, cleaned_data

VEGA_LITE = "6.4"
"""The version of the grammar, fixed so that an upgrade of the drawing library does not redraw issued charts."""

TITLE_WIDE, SUBTITLE_WIDE = 66, 92
"""Letters on a line above a picture that goes out by itself."""
SVG = "{http://www.w3.org/2000/svg}"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is built into the drawing library, so that measures hold on any machine; readers see their own twin."""


def chart_svg(chart: Chart, *, prefix: str = "") -> str:
    """The chart as one `<svg role="img">` with title and description, its ids starting with `prefix`.

    Give each chart on a page its own prefix (its id by default), since ids must not repeat. The same chart
    gives the same text.
    """
    name = _name(prefix or chart.id or "chart")
    return _named(drawn_once(_canonical(chart), VEGA_LITE, _drawn_svg), name, name, chart.title, chart.alt)


def is_drawn(chart: Chart) -> bool:
    """Whether `chart_svg` has its drawing kept, or has nowhere to keep it."""
    return is_at_hand(_canonical(chart), VEGA_LITE)


def narrow_svg(chart: Chart, *, prefix: str) -> str:
    """The same picture for a narrow window, which borrows title and description from `chart_svg` of the same prefix, so
    that they stand on the page once; empty where the chart has none."""
    if chart.narrow is None:
        return ""
    svg = drawn_once(_canonical(replace(chart, spec=chart.narrow)), VEGA_LITE, _drawn_svg)
    name = _name(prefix)
    return _named(svg, f"{name}-narrow", name)


def chart_png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as a PNG picture, `scale` pixels to the point (2 for print). The same chart gives the same bytes."""
    return _drawn_png(_canonical(chart), scale)


def titled_png(chart: Chart, scale: float = 2) -> bytes:
    """The chart with its finding and subtitle above it, for a slide or a page of somebody else's."""
    above = {
        "text": wrap(cleaned(chart.title), TITLE_WIDE),
        "subtitle": wrap(cleaned(chart.subtitle), SUBTITLE_WIDE),
        "anchor": "start", "frame": "bounds", "fontSize": 18, "fontWeight": "bold", "subtitleFontSize": 13,
        "subtitlePadding": 6, "offset": 14, "font": FONT, "subtitleFont": FONT,
    }  # fmt: skip
    return chart_png(replace(chart, spec={**chart.spec, "title": above}), scale)


def _canonical(chart: Chart) -> str:
    """The specification as text: what the cache and determinism rest on.

    Raises TypeError if it is not plain data, ValueError if it would fetch something from an address.
    """
    if _fetches(chart.spec):
        raise ValueError(f"the chart ‘{chart.id}’ must hold its data and pictures, not an address of them")
    return json.dumps(cleaned_data(dict(chart.spec)), ensure_ascii=False, sort_keys=True, allow_nan=False)


def _fetches(part: object) -> bool:
    if isinstance(part, Mapping):
        return any(key in {"url", "href"} or _fetches(value) for key, value in part.items())
    return isinstance(part, list | tuple) and any(_fetches(one) for one in part)


def _name(wanted: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted)
    return name if name[:1].isalpha() else f"c{name}"


@lru_cache(maxsize=128)
def _drawn_svg(spec: str) -> str:
    return _draw(spec)


def _draw(spec: str) -> str:
    import vl_convert

    # No address may be fetched: the data are in the specification.
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[]))


def start() -> None:
    """Start the drawing library in this process and let it draw a few times: its first drawing takes as long as ten, and
    the next few longer than the rest, since it compiles itself while it draws."""
    for month in range(PRACTICE):
        points = [{"m": step, "v": step % 7, "low": 0, "high": 8 + month} for step in range(60)]
        scale = {"type": "quantitative", "axis": {"grid": True, "tickCount": 5, "format": ",~f"}}
        at, up, to = ({"field": name, **scale} for name in ("m", "v", "high"))
        layers: list[object] = [
            {"mark": "area", "encoding": {"x": at, "y": {"field": "low", **scale}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "point": True}, "encoding": {"x": at, "y": up}},
            {"mark": "text", "encoding": {"x": at, "y": to, "text": {"field": "v"}}},
        ]
        _draw(json.dumps({"data": {"values": points}, "width": 600, "height": 250, "layer": layers}))


PRACTICE = 6
AREA = re.compile(r"\d+\|")
"""How the words of an area of a map begin: with its place in the table."""


@lru_cache(maxsize=128)
def _drawn_png(spec: str, scale: float) -> bytes:
    import vl_convert

    return tight(
        bytes(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]))
    )


def tight(png: bytes) -> bytes:
    """The same picture in a third of the bytes: the drawing library hardly compresses (PNG 1.2, chunks in section 3.2)."""
    chunks: list[tuple[bytes, bytes]] = []
    position = 8
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        chunks.append((png[position + 4 : position + 8], png[position + 8 : position + 8 + length]))
        position += length + 12
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), 6)
    before = [chunk for chunk in chunks if chunk[0] not in {b"IDAT", b"IEND"}]
    return png[:8] + b"".join(
        _chunk(kind, data) for kind, data in [*before, (b"IDAT", pixels), (b"IEND", b"")]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _named(svg: str, name: str, told_by: str, *words: str) -> str:
    """The drawing with a role, and ids that no other drawing has; title and description (`words`) are its own, or those of
    the drawing `told_by`."""
    from lxml import etree

    root = etree.fromstring(svg.encode())
    for element in root.iter():
        said = str(element.attrib.get("aria-label", ""))
        if AREA.match(said):
            element.set("data-fp-area", said)
        for key, value in ((str(key), str(value)) for key, value in list(element.attrib.items())):
            # Inside one picture with its own description the parts must not be announced one by one.
            if key == "role" or key.startswith("aria-"):
                del element.attrib[key]
            elif key == "id":
                element.set(key, f"{name}-{value}")
            elif value.startswith("url(#"):
                element.set(key, f"url(#{name}-{value[5:]}")
    for position, (tag, said) in enumerate(zip(("title", "desc"), words, strict=False)):
        told = etree.Element(f"{SVG}{tag}", id=f"{name}-{tag}")
        told.text = cleaned(said)
        root.insert(position, told)
    for key, value in (
        ("role", "img"),
        ("aria-labelledby", f"{told_by}-title"),
        ("aria-describedby", f"{told_by}-desc"),
        ("focusable", "false"),
    ):
        root.set(key, value)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))
