"""Puts the demonstration together, step by step, with its clock held and its ids repeatable."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from frankpledge.analysis.series import BreakKind
from frankpledge.assessment import services as assessment
from frankpledge.directory import api as directory
from frankpledge.directory.loaders import load_partnership
from frankpledge.disclosure import api as disclosure
from frankpledge.evidence import services as evidence
from frankpledge.evidence.measures import POLICE, police_measures, slugify
from frankpledge.evidence.services import ImportSummary, Outcome
from frankpledge.evidence.specs import DatasetSpec
from frankpledge.governance import loaders as governance
from frankpledge.kernel.people import system
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.money import loaders as money
from frankpledge.plans import loaders as plans
from frankpledge.publishing import services as publishing
from frankpledge.records.clock import fixed_at
from frankpledge.records.ids import seeded
from frankpledge.scrutiny import api as scrutiny_api
from frankpledge.scrutiny import loaders as committees
from frankpledge.scrutiny import services as scrutiny
from frankpledge.site.demo import delivering, duties, meetings, papers, planning, reviews
from frankpledge.site.demo.archive_spec import ArchiveSpec, Break, read_archive_spec
from frankpledge.site.demo.offences import read_offences_spec, write_offences
from frankpledge.site.demo.recipe import Recipe, read_recipe
from frankpledge.site.demo.synthetic import write_archive
from frankpledge.site.demo.synthetic_measures import SyntheticTable, read_measures_spec, write_measure_tables
from frankpledge.site.demo.synthetic_peers import read_peers_spec, write_peers
from frankpledge.site.demo_people import mark_as_demo
from frankpledge.site.models import DemoMark
from frankpledge.site.progress import Bar
from frankpledge.site.tables import bring_up_to_date

BY = system("The demonstration")


class NotOurs(Exception):  # noqa: N818
    """The database holds something that the demonstration did not make."""


@dataclass(frozen=True)
class Built:
    """What a build wrote: the documents, and every claim that the record does not support."""

    name: str
    documents: tuple[Path, ...]
    flags: tuple[str, ...]
    drafts: tuple[str, ...]
    """Why a document was written as a draft and not issued."""


def build(files: Path, out: Path, *, seed: int, data: Path | None) -> Built:
    """Build the whole demonstration anew. Raises `NotOurs` rather than touch a database of somebody else's."""
    recipe = read_recipe(files)
    begin_anew()
    with fixed_at(recipe.as_of), seeded(seed):
        mark_as_demo()
        with step("Partnership, terms and meetings"):
            slug = institutions(recipe)
        take_in_data(recipe, slug, seed=seed, data=data)
        with step("Assessment: issues, scores, ranking"):
            disclosure.load(slug, recipe.small_counts, by=BY)
            assess(recipe, slug)
        with step("Plan and annual report"):
            for plan in recipe.plans:
                plans.load(slug, plan, by=BY)
            for around in recipe.plan_around:
                planning.surround(slug, around, by=BY)
            delivering.deliver(slug, recipe.plan_measures, recipe.deliveries, by=BY)
            report = scrutiny.load_report(slug, recipe.report, by=BY)
            kept = {"Terms of Reference": recipe.terms[0], "Plan": recipe.plans[0]}
            papers.keep(slug, report.slug, kept, by=BY)
            committees_and_money(recipe, slug)
        with step("Documents in four formats") as bar:
            outcome = publishing.issue_all(slug, out, by=BY, progress=bar)
        show_reviews(files, slug, recipe.as_of.date())
    written = tuple(sorted(path for path in out.iterdir() if path.is_file()))
    drafts = tuple(draft.refused for draft in outcome.drafts)
    return Built(directory.partnership(slug).name, written, open_flags(slug), drafts)


def committees_and_money(recipe: Recipe, slug: str) -> None:
    """What passed between partnership and committees, and shared costs, where the demonstration has files of them."""
    for load, name in ((committees.load, "scrutiny.toml"), (money.load, "money.toml")):
        path = recipe.report.parent / name
        if path.is_file():
            load(slug, path, by=BY)


def show_reviews(files: Path, slug: str, until: date) -> None:
    """What the published report says was learnt, and invented reviews, which belong to an invented partnership only."""
    learnt, invented = files / "reviews.toml", files.parent / "invented"
    with step("Reviews of an invented partnership"):
        if learnt.is_file():
            reviews.published_learning(slug, learnt, by=BY)
        if invented.is_dir():
            reviews.invented_reviews(invented, until, by=BY)


def open_flags(slug: str) -> tuple[str, ...]:
    """Every claim of the latest report that the record does not support, in words."""
    editions = scrutiny_api.editions(slug)
    found = scrutiny_api.flags(slug, editions[0].slug) if editions else ()
    return tuple(
        f"{flag.where}: ‘{flag.stated}’ is {flag.outcome}: {flag.because}"
        for flag in found
        if flag.outcome.needs_person
    )


@contextmanager
def step(title: str) -> Iterator[Bar]:
    """One visible step of the build."""
    bar = Bar(title)
    bar(0, 1, "")
    yield bar
    bar.end()


def begin_anew() -> None:
    """Empty the demonstration's own database and store. Raises `NotOurs` when the demonstration did not make them."""
    tables = set(connection.introspection.table_names())
    if "directory_partnership" in tables and not is_ours(tables):
        raise NotOurs(
            "this database holds partnerships that the demonstration did not make, so it will not touch it. Leave "
            "FRANKPLEDGE_DATABASE out, or set FRANKPLEDGE_HOME to an empty folder."
        )
    with step("Database"):
        if connection.vendor == "sqlite":
            connection.close()
            for ending in ("", "-wal", "-shm"):
                Path(f"{settings.DATABASES[DEFAULT_DB_ALIAS]['NAME']}{ending}").unlink(missing_ok=True)
        elif tables:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        shutil.rmtree(settings.STORE, ignore_errors=True)
        for sealed in ("sealed", "vault-keys"):
            shutil.rmtree(Path(settings.HOME) / sealed, ignore_errors=True)
        bring_up_to_date()


def is_ours(tables: set[str]) -> bool:
    return "site_demomark" in tables and DemoMark.objects.exists()


def institutions(recipe: Recipe) -> str:
    """The partnership, its terms, its meetings and decisions. Returns its slug."""
    slug = load_partnership(recipe.partnership, by=BY)
    for terms in recipe.terms:
        governance.load(slug, terms, by=BY)
    governance.load(slug, recipe.meetings, by=BY)
    meetings.seat_people(slug, recipe.as_of.date(), by=BY)
    for board in recipe.boards:
        meetings.hold(slug, board, by=BY)
    if recipe.duties:
        duties.record(slug, recipe.duties, by=BY)
    return slug


def take_in_data(recipe: Recipe, slug: str, *, seed: int, data: Path | None) -> None:
    """The published tables, the synthetic ones, and either the synthetic police archive or real files."""
    work = Path(settings.HOME) / "demo-data"
    shutil.rmtree(work, ignore_errors=True)
    importing("Published tables", slug, [recipe.measures])
    spec = read_measures_spec(recipe.synthetic_measures)
    for table, path in zip(
        spec.tables, write_measure_tables(work / "measures", seed=seed, spec=spec), strict=True
    ):
        importing(f"{table.dataset}", slug, [path], spec=described(table))
    synthetic_offences(recipe, slug, work / "offences", seed=seed)
    if data is None:
        synthetic_police(recipe, slug, work / "police", seed=seed)
        synthetic_peers(recipe, slug, work / "peers", seed=seed)
    else:
        importing(f"Real files in {data}", slug, [data], keep_going=True)


def synthetic_offences(recipe: Recipe, slug: str, folder: Path, *, seed: int) -> None:
    """An extract by offence code that describes nothing that happened, and invented weights for it."""
    path = recipe.synthetic_measures.parent / "offences.toml"
    if not path.is_file():
        return
    spec = read_offences_spec(path)
    extract, weights = write_offences(folder, seed=seed, spec=spec)
    importing(spec.extract, slug, [extract], spec=spec.of_extract)
    importing(spec.weights, slug, [weights], spec=spec.of_weights)


def described(table: SyntheticTable) -> DatasetSpec:
    """A synthetic table as a dataset: labelled, and free to print."""
    return DatasetSpec(
        title=table.dataset,
        supplier=table.owner,
        licence=table.licence,
        marking=table.marking,
        release_consent="synthetic: it describes nobody",
        extracted_on=table.extracted_on,
        unit=table.unit,
        kind_of_measure=table.kind,
        is_synthetic=True,
    )


def synthetic_police(recipe: Recipe, slug: str, folder: Path, *, seed: int) -> None:
    """Three years of street-level files that describe nothing that happened, and the breaks that touch them."""
    spec = read_archive_spec(recipe.archive)
    own = directory.area(slug, on=date.max)
    if own is None:
        raise Unusable(
            Problem(
                "no-area", "The partnership has no area.", "State it in its file.", recipe.partnership.name
            )
        )
    with step("Synthetic police archive"):
        write_archive(
            folder,
            seed=seed,
            force_name=recipe.force_name,
            force_slug=own.police_force,
            lsoas=[(code, f"{own.name} {code[-4:]}") for code in sorted(own.members)],
            spec=spec,
        )
    importing("Synthetic police files", slug, [folder], spec=POLICE_SPEC)
    note_breaks(slug, spec)


def synthetic_peers(recipe: Recipe, slug: str, folder: Path, *, seed: int) -> None:
    """Invented partnerships to stand beside: their look-ups and residents, and a year of street-level files."""
    own = directory.area(slug, on=date.max)
    if recipe.peers is None or own is None:
        return
    with step("Invented partnerships to compare with"):
        tables, police = write_peers(
            folder, seed=seed, spec=read_peers_spec(recipe.peers), archive=read_archive_spec(recipe.archive),
            own=own.members,
        )  # fmt: skip
    importing("Invented look-ups and residents", slug, list(tables), spec=PEERS_SPEC)
    importing("Synthetic police files of the peers", slug, [police], spec=POLICE_SPEC)


PEERS_SPEC = DatasetSpec(
    title="Invented areas and their residents (synthetic)",
    supplier="Made for the demonstration",
    licence="Demonstration only",
    release_consent="synthetic: it describes nobody",
    is_synthetic=True,
)
POLICE_SPEC = DatasetSpec(
    title="Street-level crime (synthetic)",
    supplier="Made for the demonstration",
    licence="Demonstration only",
    release_consent="synthetic: it describes nobody",
    counting_rule="Synthetic rows in the layout of data.police.uk; nothing in them happened",
    is_synthetic=True,
)


def note_breaks(slug: str, spec: ArchiveSpec) -> None:
    """The archive's breaks: an event touches every measure, a change of recording only the police's own."""
    for one in spec.breaks:
        for measure in measures_touched(one):
            evidence.note_break(slug, break_of(one, measure), by=BY)


def measures_touched(one: Break) -> tuple[str, ...]:
    """The measures a break of the archive touches; an empty slug stands for every measure."""
    if "*" not in one.scope:
        return tuple(POLICE + slugify(scope) for scope in one.scope)
    if BreakKind(one.kind) is BreakKind.EVENT:
        return ("",)
    return tuple(measure.slug for measure in police_measures())


def break_of(one: Break, measure: str) -> evidence.BreakSaid:
    return evidence.BreakSaid(
        slug=f"{one.id}-{measure}" if measure else one.id,
        title=one.title,
        kind=BreakKind(one.kind),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        measure_slug=measure,
        note=one.note,
        is_synthetic=one.note.lower().startswith("synthetic"),
    )


def importing(
    title: str,
    slug: str,
    paths: list[Path],
    *,
    spec: DatasetSpec | None = None,
    keep_going: bool = False,
) -> ImportSummary:
    """One import with its bar; what was refused is said."""
    bar = Bar(title)
    summary = evidence.import_paths(slug, paths, by=BY, spec=spec, progress=bar, keep_going=keep_going)
    refused = summary.of(Outcome.REFUSED)
    bar.end(
        f"{len(summary.of(Outcome.IMPORTED))} files, {summary.rows:,} rows"
        + (f", {len(refused)} refused" if refused else "")
    )
    for file in refused:
        for problem in file.problems[:2]:
            bar.out.write(f"    {problem}\n")
    return summary


def assess(recipe: Recipe, slug: str) -> None:
    """Issues, the scheme, the scores and the ranking."""
    for path in (recipe.issues, recipe.scheme, recipe.scores):
        assessment.load(slug, path, by=BY)
    assessment.run_assessments(slug, by=BY)
