"""Areas with their outlines, from GeoJSON or TopoJSON in longitude and latitude."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

LARGEST = 400 * 1024**2
BOX = (-9.5, 49.0, 2.5, 61.5)
"""West, south, east and north of the United Kingdom."""
AREA_TYPES = {
    "code": "text", "name": "text", "kind": "text", "vintage": "text", "geometry": "text", "west": "number",
    "south": "number", "east": "number", "north": "number", "line": "integer",
}  # fmt: skip
_CODE_COLUMN = re.compile(r"(LSOA|MSOA|OA|WD|LAD|CSP|PFA|CTY|UTLA|RGN|CTRY)(\d\d)CD", re.IGNORECASE)
_KINDS = {"wd": "ward", "utla": "lad", "cty": "county", "rgn": "region", "ctry": "country"}

Ring = list[list[float]]
Polygons = list[list[Ring]]


@dataclass(frozen=True)
class Areas:
    """The areas of a file. `geometry` is a GeoJSON MultiPolygon as text; `line` numbers the features from 1."""

    rows: tuple[dict[str, object], ...]
    problems: tuple[Problem, ...]
    cautions: tuple[Caution, ...]
    vintage: Mapping[str, str]
    types: Mapping[str, str]


def read_boundaries(path: Path, name: str) -> Areas:
    """Every feature with a code and an outline. Raises Unusable when the file as a whole cannot be used."""
    if path.stat().st_size > LARGEST:
        raise Unusable(
            Problem(
                "too-large", "The file is too large for outlines on a page.", "Use generalised ones.", name
            )
        )
    content = json.loads(path.read_bytes().decode("utf-8-sig"))
    try:
        return _read(content, name)
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        reason = (
            "The file is JSON but not built as GeoJSON or TopoJSON are: a part is missing or of another kind."
        )
        raise Unusable(Problem("bad-json", reason, "Download the file again.", name)) from error


def _read(content: Mapping[str, Any], name: str) -> Areas:
    _refuse_projection(content, name)
    cautions = []
    if content["type"] == "Topology":
        features = list(_topology(content, name))
        text = "Outlines decoded from TopoJSON can touch themselves; they are good for maps, not for deciding what lies inside."
        cautions.append(Caution(WarningCode.UNVERIFIABLE, name, text))
    else:
        features = [
            (feature.get("properties") or {}, feature.get("geometry")) for feature in content["features"]
        ]
    if not features:
        raise Unusable(Problem("no-rows", "The file holds no areas.", "Import the whole file.", name))
    column = _code_column(features[0][0], name)
    rows, problems = _checked(features, column, name)
    kind, year = _kind_of(column)
    return Areas(tuple(rows), tuple(problems), tuple(cautions), {kind: year}, AREA_TYPES)


def _refuse_projection(content: Mapping[str, Any], name: str) -> None:
    said = str(((content.get("crs") or {}).get("properties") or {}).get("name", ""))
    if said and not re.search(r"CRS84|4326", said):
        reason = f"The outlines are in the projection {said}, not in longitude and latitude."
        raise Unusable(
            Problem(
                "projection", reason, "Download them as WGS84 (EPSG:4326).", name, column="crs", value=said
            )
        )


def _code_column(properties: Mapping[str, Any], name: str) -> str:
    """The property that holds the area's own code: the first of the kind, since districts follow their wards."""
    found = next((key for key in properties if _CODE_COLUMN.fullmatch(key)), None)
    if found is None:
        reason = "The areas have no property with an ONS code, such as LSOA11CD."
        raise Unusable(Problem("code-missing", reason, "Download the boundaries with their codes.", name, 1))
    return found


def _kind_of(column: str) -> tuple[str, str]:
    found = _CODE_COLUMN.fullmatch(column)
    assert found is not None  # noqa: S101 (chosen by this pattern)
    kind = found[1].lower()
    return _KINDS.get(kind, kind), f"20{found[2]}"


def _checked(
    features: Sequence[tuple[Mapping[str, Any], Mapping[str, Any] | None]], column: str, name: str
) -> tuple[list[dict[str, object]], list[Problem]]:
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    kind, year = _kind_of(column)
    for number, (properties, geometry) in enumerate(features, start=1):
        code = str(properties.get(column) or "").strip()
        try:
            _refuse_repeat(code, seen)
            box, polygons = _outline(code, geometry)
        except ValueError as error:
            remedy = "Download the file again, as WGS84 longitude and latitude."
            problems.append(Problem("area-unusable", str(error), remedy, name, number, column, code))
            continue
        seen[code] = number
        shape = json.dumps({"type": "MultiPolygon", "coordinates": polygons}, separators=(",", ":"))
        west, south, east, north = box
        rows.append(
            {
                "code": code, "name": str(properties.get(column[:-2] + column[-2:].replace("CD", "NM").replace("cd", "nm")) or ""),
                "kind": kind, "vintage": year, "geometry": shape, "west": west, "south": south, "east": east,
                "north": north, "line": number,
            }
        )  # fmt: skip
    return rows, problems


def _refuse_repeat(code: str, seen: Mapping[str, int]) -> None:
    if code in seen:
        raise ValueError(f"The area {code} stands here and as area {seen[code]}.")


def _outline(
    code: str, geometry: Mapping[str, Any] | None
) -> tuple[tuple[float, float, float, float], Polygons]:
    """The box and the polygons. Raises ValueError with what is wrong with them."""
    if not re.fullmatch(r"[EWSNKJ]\d{8}|95[A-Z]{2}\d\d[A-Z]\d", code):
        raise ValueError(f"‘{code}’ is not the code of an area.")
    if geometry is None:
        raise ValueError(f"The area {code} has no outline.")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"The area {code} is a {geometry.get('type')}, not an outline.")
    given: Polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    if not all(_is_point(point) for polygon in given for ring in polygon for point in ring):
        raise ValueError(f"The outline of {code} has a point that is not a longitude and a latitude.")
    if any(not ring or ring[0] != ring[-1] for polygon in given for ring in polygon):
        raise ValueError(f"The outline of {code} is not closed.")
    polygons = _without_specks(given)
    points = [point for polygon in polygons for ring in polygon for point in ring]
    if not points:
        raise ValueError(f"The outline of {code} encloses nothing.")
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    _refuse_elsewhere(code, box)
    return box, polygons


def _is_point(point: object) -> bool:
    if not isinstance(point, list) or len(point) < 2:
        return False
    return all(isinstance(part, int | float) and not isinstance(part, bool) for part in point)


def _without_specks(polygons: Polygons) -> Polygons:
    """Islands and lakes that generalising has shrunk to a line or a point enclose nothing, and are left out."""
    kept = [
        [ring for ring in polygon if len(ring) >= 4]
        for polygon in polygons
        if polygon and len(polygon[0]) >= 4
    ]
    return [polygon for polygon in kept if polygon]


def _refuse_elsewhere(code: str, box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    if max(abs(edge) for edge in box) > 360:
        raise ValueError(
            f"The outline of {code} is in metres (British National Grid), not in longitude and latitude."
        )
    if BOX[0] <= west and BOX[1] <= south and east <= BOX[2] and north <= BOX[3]:
        return
    if BOX[1] <= west and east <= BOX[3] and BOX[0] <= south and north <= BOX[2]:
        raise ValueError(f"Longitude and latitude are swapped in the outline of {code}.")
    raise ValueError(f"The outline of {code} lies outside the United Kingdom.")


# TopoJSON: shared lines, each point the step from the one before -------------------------------------------------


def _topology(
    content: Mapping[str, Any], name: str
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    objects = content.get("objects") or {}
    if len(objects) != 1:
        reason = f"The TopoJSON holds {len(objects)} layers ({', '.join(objects)})."
        raise Unusable(Problem("several-sheets", reason, "Import a file with one layer.", name))
    arcs = _decoded(content)
    (layer,) = objects.values()
    for geometry in layer.get("geometries", ()):
        yield geometry.get("properties") or {}, _assembled(geometry, arcs)


def _decoded(content: Mapping[str, Any]) -> list[Ring]:
    transform = content.get("transform")
    if not transform:
        return [[list(point) for point in arc] for arc in content["arcs"]]
    (across, up), (left, bottom) = transform["scale"], transform["translate"]
    found = []
    for arc in content["arcs"]:
        x = y = 0
        ring = []
        for point in arc:
            x, y = x + point[0], y + point[1]
            ring.append([round(x * across + left, 7), round(y * up + bottom, 7)])
        found.append(ring)
    return found


def _assembled(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Mapping[str, Any] | None:
    kind = geometry.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in geometry["arcs"]]}
    if kind == "MultiPolygon":
        return {
            "type": kind,
            "coordinates": [[_ring(ring, arcs) for ring in part] for part in geometry["arcs"]],
        }
    return None


def _ring(indices: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Arcs joined end to end; a negative index means the arc is walked backwards."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
