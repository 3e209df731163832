"""A map of small areas: shades by size, an outline where something gathers, hatching where a number is withheld.

A map comes second to its table, which says the same. On a page each area carries its own words (`data-fp-area`), from which
the script of the site makes a list to choose from, for pointer, keyboard and screen reader alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from frankpledge.documents.chart_look import FAINT, INK, OKABE_ITO, PAPER, QUIET, Spec, spec
from frankpledge.documents.contrast import mixed
from frankpledge.documents.tree import Chart, Table

SHADES = (0.08, 0.25, 0.45, 0.68, 0.95)
"""How much of the colour each fifth has, the lowest first."""
WIDE, LOW, TALL = 600, 220, 560
STROKES = 90
"""So many hatches cross the whole map."""

Ring = Sequence[Sequence[float]]
Polygons = Sequence[Sequence[Ring]]


@dataclass(frozen=True)
class Shape:
    """One area in longitude and latitude. `fifth` is 0 to 4; None is withheld. `stands_out` draws it with a heavy edge.
    `name` and `words` are what is said of it when somebody points at it."""

    code: str
    polygons: Polygons
    fifth: int | None
    stands_out: bool = False
    name: str = ""
    words: str = ""


def fifths(values: Sequence[float | None]) -> tuple[int | None, ...]:
    """The fifth in which each value stands among those that are known; equal values stand in one."""
    known = sorted(value for value in values if value is not None)
    return tuple(
        None if value is None else min(4, sum(one < value for one in known) * 5 // max(1, len(known))) for value in values
    )  # fmt: skip


def area_map(
    *,
    id: str,  # noqa: A002 (the word of the tree)
    title: str,
    subtitle: str,
    shapes: Sequence[Shape],
    table: Table,
    colour: str = "blue",
    notes: tuple[str, ...] = (),
    tall: int = TALL,
) -> Chart:
    """The map with the table it comes second to, no more than `tall` points high. Raises ValueError without an area."""
    if not shapes:
        raise ValueError("a map needs an area")
    hidden = sum(one.fifth is None for one in shapes)
    out = sum(one.stands_out for one in shapes)
    alt = (
        f"Map of {len(shapes)} small {'area' if len(shapes) == 1 else 'areas'}, darker where there is more. {out} with a heavy edge stand out; {hidden} are "
        "hatched because their numbers are withheld. The table says the same, area by area."
    )
    key = "Five shades, a fifth of the areas each, darker where there is more. Heavy edge: more or fewer here and around than chance would give; the table says which. Hatched: withheld."
    return Chart(id, title, subtitle, alt, _spec(shapes, OKABE_ITO[colour], tall), table, (key, *notes))


def _spec(shapes: Sequence[Shape], colour: str, tall: int) -> Spec:
    flat = {one.code: _flat(one.polygons, _stretch(shapes)) for one in shapes}
    said = {
        one.code: f"{place}|{one.name or one.code}|{one.words}" for place, one in enumerate(shapes, start=1)
    }
    shown = [one for one in shapes if one.fifth is not None]
    hidden = [one for one in shapes if one.fifth is None]
    layers = [
        *(
            _layer(
                [(flat[one.code], said[one.code]) for one in shown if one.fifth == fifth],
                fill=mixed(colour, PAPER, share), edge=PAPER, width=0.6,
            )
            for fifth, share in enumerate(SHADES)
        ),
        _layer([(flat[one.code], said[one.code]) for one in hidden], fill=FAINT, edge=QUIET, width=0.6),
        _lines([line for one in hidden for line in hatched(flat[one.code], _step(flat.values()))]),
        _layer([(flat[one.code], "") for one in shapes if one.stands_out], fill=None, edge=INK, width=1.8),
    ]  # fmt: skip
    return spec(
        {"width": WIDE, "height": _height(flat.values(), tall), "layer": [one for one in layers if one]}
    )


def _height(flat: Iterable[Polygons], tall: int) -> int:
    """The height at which the areas fill the width, within reason."""
    points = [point for shape in flat for part in shape for ring in part for point in ring]
    across = max(point[0] for point in points) - min(point[0] for point in points)
    up = max(point[1] for point in points) - min(point[1] for point in points)
    return round(min(tall, max(LOW, WIDE * up / across))) if across else tall


def _stretch(shapes: Sequence[Shape]) -> float:
    """How much shorter a degree of longitude is than one of latitude, in the middle of the map."""
    tops = [point[1] for one in shapes for part in one.polygons for ring in part for point in ring]
    return cos(radians((min(tops) + max(tops)) / 2))


def _flat(polygons: Polygons, stretch: float) -> list[list[list[list[float]]]]:
    return [
        [[[round(point[0] * stretch, 5), round(point[1], 5)] for point in ring] for ring in part] for part in polygons
    ]  # fmt: skip


def _layer(shapes: Sequence[tuple[object, str]], *, fill: str | None, edge: str, width: float) -> Spec:
    """Areas of one look, each with its words; nothing for none."""
    if not shapes:
        return {}
    mark: Spec = {"type": "geoshape", "filled": fill is not None, "stroke": edge, "strokeWidth": width}
    if fill is not None:
        mark["fill"] = fill
    values: list[Spec] = [
        {"type": "Feature", "properties": {"said": said}, "geometry": {"type": "MultiPolygon", "coordinates": one}}
        for one, said in shapes
    ]  # fmt: skip
    made = _drawn(values, mark)
    if any(said for _, said in shapes):
        mark["aria"] = True
        made["encoding"] = {"description": {"field": "properties.said", "type": "nominal"}}
    return made


def _lines(lines: Sequence[object]) -> Spec:
    if not lines:
        return {}
    shape = {"type": "MultiLineString", "coordinates": list(lines)}
    mark: Spec = {"type": "geoshape", "filled": False, "stroke": QUIET, "strokeWidth": 0.8}
    return _drawn([{"type": "Feature", "properties": {}, "geometry": shape}], mark)


def _drawn(values: list[Spec], mark: Spec) -> Spec:
    return {"data": {"values": values}, "mark": mark, "projection": {"type": "identity", "reflectY": True}}


def _step(flat: Iterable[Polygons]) -> float:
    """How far apart hatches stand, in the units of the map."""
    points = [point for shape in flat for part in shape for ring in part for point in ring]
    across = [sum(point) for point in points]
    return max((max(across) - min(across)) / STROKES, 1e-6)


def hatched(polygons: Polygons, step: float) -> Iterator[list[list[float]]]:
    """Falling strokes that fill an area and end at its edge: where x + y is a whole number of steps."""
    edges = [
        (ring[at], ring[at + 1]) for part in polygons for ring in part for at in range(len(ring) - 1)
    ]  # fmt: skip
    sums = [sum(point) for edge in edges for point in edge]
    for number in range(int(min(sums) // step) + 1, int(max(sums) // step) + 1):
        at = number * step
        crossings = sorted(
            _cross(one, other, at) for one, other in edges if (sum(one) < at) != (sum(other) < at)
        )
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            yield [list(start), list(end)]


def _cross(one: Sequence[float], other: Sequence[float], at: float) -> tuple[float, float]:
    share = (at - sum(one)) / (sum(other) - sum(one))
    return (
        round(one[0] + share * (other[0] - one[0]), 5),
        round(one[1] + share * (other[1] - one[1]), 5),
    )
