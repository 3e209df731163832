"""The frozen input of an issued document: its figures as they were, and what else it was built from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from frankpledge import __version__
from frankpledge.documents.figures import Figure
from frankpledge.documents.tree import Document
from frankpledge.figures.annex import figures_in


def frozen_input(
    document: Document, *, partnership: str, kind: str, source: Mapping[str, object], document_sha256: str
) -> dict[str, object]:
    """Everything needed to build the document again, and to say later what has changed since. Plain JSON values.

    The document itself, which is large, is kept beside its files under its own hash.
    """
    return {
        "partnership": partnership,
        "kind": kind,
        "title": document.title,
        "dated": document.dated,
        "code_version": __version__,
        "source": dict(source),
        "document_sha256": document_sha256,
        "figures": [_figure(figure) for figure in figures_in(document)],
    }


def input_hash(values: Mapping[str, object]) -> str:
    """The SHA-256, in hex, of the frozen input written canonically."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "id": str(figure.id),
        "label": figure.label,
        "provider": figure.provenance.provider,
        "parameters": dict(figure.provenance.parameters),
        "as_known_at": figure.provenance.as_known_at,
        "text": figure.text,
        "exact": "" if figure.value is None else str(figure.value),
        "interval": figure.interval_text,
        "inputs": [[file.name, file.sha256] for file in figure.provenance.inputs],
    }
