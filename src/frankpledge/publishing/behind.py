"""Everything behind a document: the figures it prints and every figure those are worked out from."""

from __future__ import annotations

from uuid import UUID

from frankpledge.documents.tree import Document
from frankpledge.figures import api as figures
from frankpledge.figures.annex import figures_in
from frankpledge.figures.api import Opened


def everything_behind(document: Document) -> dict[UUID, Opened]:
    """Each figure printed and each figure behind it, opened, by id."""
    found: dict[UUID, Opened] = {}
    waiting = [figure.id for figure in figures_in(document)]
    while waiting:
        figure_id = waiting.pop()
        if figure_id not in found:
            found[figure_id] = figures.opened(figure_id)
            waiting += [part.id for _, part in found[figure_id].parts]
    return found
