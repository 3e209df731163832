"""Everything behind a document: the figures it prints and every figure those are worked out from."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from frankpledge.documents.tree import Document
from frankpledge.figures import api as figures
from frankpledge.figures.annex import figures_in
from frankpledge.figures.api import Opened


@transaction.atomic  # one commit for the figures that are remembered on the way
def everything_behind(document: Document, known: dict[UUID, Opened] | None = None) -> dict[UUID, Opened]:
    """Each figure printed and each figure behind it, opened, by id. `known` are those opened before for the same folder
    of documents, which are not opened again; it is added to."""
    known = {} if known is None else known
    found: dict[UUID, Opened] = {}
    waiting = [figure.id for figure in figures_in(document)]
    while waiting:
        figure_id = waiting.pop()
        if figure_id not in found:
            found[figure_id] = known.get(figure_id) or figures.opened(figure_id)
            waiting += [part.id for _, part in found[figure_id].parts]
    known |= found
    return found
