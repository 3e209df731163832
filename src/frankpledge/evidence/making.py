"""Measures made of chosen offence codes: what a source has to choose from, what a choice comes to, and the making of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.analysis.offence_codes import normal_code
from frankpledge.analysis.severity import Counted, Weighted, weigh
from frankpledge.audit.api import record
from frankpledge.directory.queries import partnership_row
from frankpledge.evidence import coded, queries
from frankpledge.evidence.measures import POLICE
from frankpledge.evidence.models import Dataset, Measure
from frankpledge.evidence.rules.code_list import CodeFacts, codes_of, in_order
from frankpledge.evidence.rules.offences import whole_span
from frankpledge.evidence.severity import KeptWeights, set_named
from frankpledge.evidence.snapshot import Snapshot, snapshot
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Problem, Unusable

LONGEST_TITLE, LONGEST_WORDS = 120, 300
MOST_CODES = 500


@dataclass(frozen=True)
class Source:
    """A dataset with offence codes: its codes, and from when to when it has offences (None without dates)."""

    slug: str
    title: str
    codes: tuple[CodeFacts, ...]
    span: Period | None
    without_code: int
    """Offences without a code, which no choice of codes counts."""
    weights: KeptWeights | None


def sources(partnership: str) -> tuple[Source, ...]:
    """Every dataset with offence codes of which something is in, by title."""
    known = snapshot(partnership)
    one_of_each = {
        measure.dataset_id: measure for measure in known.measures.values() if coded.is_coded(measure)
    }
    made = (_source(known, measure) for measure in one_of_each.values())
    return tuple(sorted((one for one in made if one.codes), key=lambda one: one.title))


def _source(known: Snapshot, measure: Measure) -> Source:
    rows = coded.held(known, measure).rows
    bare = sum(row.n or 0 for row in rows if not normal_code(row.code))
    dataset = measure.dataset
    return Source(dataset.slug, dataset.title, codes_of(rows), whole_span(rows), bare, set_named(known))


def source(partnership: str, dataset: str) -> Source | None:
    """The dataset of a name, the first without one; None where there is none."""
    return next((one for one in sources(partnership) if dataset in {"", one.slug}), None)


def weighed(found: Source, codes: Sequence[str]) -> Weighted | None:
    """What chosen codes of a source weigh together, over all that was sent; None without weights."""
    if found.weights is None:
        return None
    wanted = set(codes)
    counts = [Counted(one.code, one.n, one.offence, one.group) for one in found.codes if one.code in wanted]
    return weigh(counts, found.weights.found)


def alike(partnership: str, dataset: str, codes: Sequence[str]) -> str:
    """The title of a measure that counts exactly these codes of the same source already; empty without one."""
    wanted = sorted(codes, key=in_order)
    known = snapshot(partnership).measures.values()
    return next((one.title for one in known if one.codes == wanted and one.dataset.slug == dataset), "")


def make_measure(
    partnership: str, dataset: str, title: str, codes: Sequence[str], *, by: Principal, definition: str = ""
) -> str:
    """Make a measure of chosen offence codes of a source; returns its slug. It never changes: something may rest on it.

    Raises `Unusable`, naming the field, for a source or code that is not there, and for a name that is taken or is none.
    """
    body = partnership_row(partnership)
    require(by, Permission.DATA_WRITE, body.subject())
    wanted = sorted({normal_code(code) for code in codes if normal_code(code)}, key=in_order)
    problems = [*_wrong_codes(partnership, dataset, wanted), *_wrong_words(title, definition)]
    if problems:
        raise Unusable(*problems)
    slug = coded.slug_of(title)
    row = Measure(
        partnership=body, slug=slug, title=title, dataset=Dataset.objects.get(partnership=body, slug=dataset),
        unit="offences", kind="crime", definition=definition, granularity=_granularity(partnership, dataset),
        codes=wanted, recorded_by=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            detail = {"slug": slug, "dataset": dataset, "codes": ", ".join(wanted)}
            record("measure-made", subject=row.subject(), by=by, detail=detail)
    except IntegrityError as error:
        raise Unusable(_taken(partnership, slug)) from error
    return slug


def _wrong_codes(partnership: str, dataset: str, wanted: Sequence[str]) -> list[Problem]:
    held = source(partnership, dataset) if dataset else None
    if held is None:
        return [
            Problem(
                "no-source", "That source has no offence codes.", "Choose one of the list.", column="dataset"
            )
        ]
    unknown = [code for code in wanted if code not in {one.code for one in held.codes}]
    if unknown:
        reason = f"The source has no code {', '.join(unknown[:3])}."
        return [Problem("no-code", reason, "Search, and choose codes that it has.", column="codes")]
    if not wanted:
        return [Problem("no-codes", "No code is chosen.", "Search, and tick at least one.", column="codes")]
    if len(wanted) > MOST_CODES:
        return [
            Problem(
                "many-codes",
                f"{len(wanted)} codes are too many.",
                f"Choose up to {MOST_CODES}.",
                column="codes",
            )
        ]
    return []


def _wrong_words(title: str, definition: str) -> list[Problem]:
    slug, made = coded.slug_of(title), []
    if not title.strip():
        made.append(Problem("no-name", "The measure has no name.", "Give it one.", column="title"))
    elif not slug:
        made.append(
            Problem(
                "no-name", f"‘{title}’ has no letters or digits.", "Give it a name in words.", column="title"
            )
        )
    elif slug.startswith(POLICE):
        reason = "Names that begin with ‘Police’ are kept for the measures of police.uk."
        made.append(Problem("name-is-kept", reason, "Begin with another word.", column="title"))
    if len(title) > LONGEST_TITLE:
        made.append(
            Problem(
                "long-name", f"The name has more than {LONGEST_TITLE} letters.", "Shorten it.", column="title"
            )
        )
    if len(definition) > LONGEST_WORDS:
        made.append(
            Problem(
                "long-words",
                f"That is more than {LONGEST_WORDS} letters.",
                "Shorten it.",
                column="definition",
            )
        )
    return made


def _granularity(partnership: str, dataset: str) -> str:
    """That of the other measures of the source."""
    row = Measure.objects.filter(partnership__slug=partnership, dataset__slug=dataset).first()
    return row.granularity if row else "month"


def _taken(partnership: str, slug: str) -> Problem:
    other = queries.measure(partnership, slug)
    said = (
        f"There is a measure ‘{other.title}’ already."
        if other
        else "There is a measure of that name already."
    )
    return Problem(
        "name-taken",
        said,
        "Choose another name: a measure never changes, since something may rest on it.",
        column="title",
    )


def chosen_codes(partnership: str, slug: str) -> tuple[str, tuple[str, ...]]:
    """The dataset and codes of a measure that was made of codes; two empty values for any other."""
    row = queries.measure(partnership, slug)
    return (row.dataset.slug, tuple(row.codes)) if row is not None and row.codes else ("", ())
