"""Makes the page of where a measure was counted: the map, and the ranked table that says the same."""

from __future__ import annotations

from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.tree import Document, Identity
from frankpledge.evidence.addresses import address, crumbs
from frankpledge.evidence.pages import PlacesPage
from frankpledge.evidence.places import PlacesFacts, places, places_map, places_table
from frankpledge.evidence.queries import drawings
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.html import trusted


def places_page(partnership: PartnershipFacts, slug: str, *, may_import: bool) -> PlacesPage:
    """One measure by small area. Raises `NotFound`."""
    facts = places(partnership.slug, slug)
    if facts is None:
        raise NotFound("There is no such measure.")
    identity = Identity(partnership.council_name, partnership.colour, partnership.accent)
    frame = Document(partnership.name, (), identity, today().isoformat())
    return PlacesPage(
        title=f"Where: {facts.title}",
        crumbs=(
            *crumbs(partnership, ("Data", "data")),
            (facts.title, address("series", partnership, slug=slug)),
        ),
        finding=facts.finding if facts.finding.endswith(".") else f"{facts.finding}.",
        notes=facts.notes if facts.is_known else (),
        map=trusted(_map(facts, frame)),
        table=trusted(drawing.table_block_html(places_table(facts), frame))
        if facts.is_known
        else trusted(""),
        import_href=address("data-import", partnership) if may_import and facts.lacking else "",
        is_synthetic=facts.is_synthetic,
    )


def _map(facts: PlacesFacts, frame: Document) -> str:
    chart = places_map(facts) if facts.is_known else None
    if chart is None:
        return ""
    with drawing.kept_in(drawings()):
        return drawing.chart_html(chart, frame)
