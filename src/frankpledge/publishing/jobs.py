"""Entry points for the room's long work."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.urls import reverse

from frankpledge.directory.api import principal_for
from frankpledge.jobs.api import Context
from frankpledge.kernel.people import PUBLIC
from frankpledge.publishing import queries, rebuilding
from frankpledge.publishing.rebuilding import Rebuilt
from frankpledge.web.words import counted

REBUILD = "document-rebuild"


def rebuild(context: Context) -> Mapping[str, object]:
    """Build an issued document once more and compare, as the person who asked for it."""
    by = principal_for(UUID(context.asked_by_id), on=context.as_of) if context.asked_by_id else PUBLIC
    issued = queries.row(context.partnership, UUID(str(context.arguments["document"])))
    found = rebuilding.rebuild(issued, by=by, progress=context.progress)
    address = {"partnership": context.partnership, "document_id": issued.id}
    return {
        "lines": [verdict(found)],
        "links": [["What was compared", reverse("document-rebuild", kwargs=address)]],
    }


def verdict(found: Rebuilt) -> str:
    """What came of it, in a sentence."""
    if found.is_same:
        return "Built again, it is the same: every file byte for byte, every sentence and every figure."
    changed = [fmt.upper() for fmt, same in found.same_bytes.items() if not same]
    if found.differences is None:
        bytes_said = ""
    elif found.differences:
        bytes_said = f"{counted(len(found.differences), 'difference')} from the record as it is now. "
    else:
        bytes_said = "Every sentence and every figure is the same. "
    printed = (
        f"Printed otherwise than it was issued: {', '.join(changed)}."
        if changed
        else "Every file is the same byte for byte."
        if found.same_bytes
        else ""
    )
    return f"{found.because} {bytes_said}{printed}".strip()
