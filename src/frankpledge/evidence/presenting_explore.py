"""What the pages of questions show: the form, the answer in words, as a picture and as tables, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from urllib.parse import urlencode

from frankpledge.analysis.series import Point, earlier
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.documents.readings import drawn
from frankpledge.documents.tree import Chart, Document, Identity
from frankpledge.evidence import asking, attaching, keeping
from frankpledge.evidence.addresses import address, crumbs, day
from frankpledge.evidence.asked_sentences import sentences, span_of
from frankpledge.evidence.asking import Answered, Line
from frankpledge.evidence.explore_csv import rate_text
from frankpledge.evidence.explore_forms import AttachForm, KeepForm, Options, QuestionForm
from frankpledge.evidence.figures import number_text
from frankpledge.evidence.geography import DISTRICT, FORCE, OWN, PARTNERSHIP, WARD, Reference
from frankpledge.evidence.keeping import Saved
from frankpledge.evidence.pages import (
    AnswerPart,
    Cells,
    ExplorePage,
    SavedPage,
    SavedQueryPage,
    SavedRow,
    UseRow,
)
from frankpledge.evidence.queries import drawings
from frankpledge.evidence.rules.asking import (
    COMPARISONS,
    CRIMES,
    OTHER_AREA,
    OTHER_MONTHS,
    OUTCOMES,
    RATE,
    SEARCH_FIELDS,
    SEARCHES,
    STEPS,
    SUBJECTS,
    YEAR_BEFORE,
    Query,
    query_of,
)
from frankpledge.evidence.rules.gaps import joined as joined_months
from frankpledge.evidence.snapshot import snapshot
from frankpledge.figures import api as figures
from frankpledge.figures.providers import Request
from frankpledge.kernel.dates import MONTHS, Period, short_date
from frankpledge.kernel.numbers import grouped, round_half_up
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.html import trusted
from frankpledge.web.words import counted

MOST_BARS = 12
"""So many bars stay readable; longer series are drawn as lines."""
MOST_PAIRS = 4
MOST_EDITIONS = 4
FLAT = 8
"""A picture whose highest value is less than an eighth of another's would lie flat on that one's scale."""
YEAR = 12
NOTHING = "No police file has been imported yet. Import one, and questions can be asked of it."
KINDS = ((WARD, "Ward"), (DISTRICT, "District"), (PARTNERSHIP, "Partnership"))


def usual_query(partnership: str) -> Query | None:
    """The last twelve months there are, in the partnership's area; None when there is no file at all."""
    months = sorted(
        file.part.rpartition(" ")[2]
        for kind in (asking.kind_of(Query()), *asking.KINDS.values())
        for file in snapshot(partnership).files_of(kind)
    )
    if not months:
        return None
    last = Period.parse(months[-1])
    first = max(months[0], earlier(last, months=YEAR - 1).code)
    return Query(first=first, last=months[-1])


def area_options(known: Reference) -> list[tuple[str, str]]:
    """The areas of the partnership's own force: its own area first, wards only where they lie in it."""
    own = known.place(OWN)
    found = [(OWN, own.name if own else "The partnership’s area"), (FORCE, "The whole force")]
    for kind, words in KINDS:
        places = known.places(kind)
        if own and kind == WARD:
            places = tuple(one for one in places if one.members & own.members)
        elif own:
            places = tuple(one for one in places if one.force == own.force)
        found += [(one.key, f"{words}: {one.name} ({one.edition})") for one in places]
    return found


def other_options(known: Reference, own: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What an area may be compared with: the same, and the partnerships of every force."""
    listed = {key for key, _ in own}
    more = [one for one in known.places(PARTNERSHIP) if one.key not in listed]
    return [*own, *((one.key, f"Partnership: {one.name} ({one.edition})") for one in more)]


# The page of a question -------------------------------------------------------------------------------------------


def explore_page(
    partnership: PartnershipFacts, said: Mapping[str, str], keep: KeepForm | None, *, may_write: bool
) -> ExplorePage:
    """A question and its answer; with nothing said, the usual question. Mistakes stand at their fields."""
    usual = usual_query(partnership.slug)
    known = snapshot(partnership.slug).reference
    areas = area_options(known)
    options = tuple(
        _with_said(listed, known, said.get(name, ""))
        for name, listed in (("area", areas), ("other", other_options(known, areas)))
    )
    asked, form, problems = _read(said, usual, options)
    answer = None
    if asked is not None and not problems:
        answer = answer_part(partnership, asked, query_of(asked, usual or Query()))
    keep_form = keep or KeepForm()
    return ExplorePage(
        title="Ask the data",
        crumbs=crumbs(partnership, ("Data", "data")),
        fields=fields_of(form),
        errors=(*errors_of(form), *(errors_of(keep_form) if keep else ())),
        is_open=not said or bool(problems),
        answer=answer,
        nothing="" if usual else NOTHING,
        asked=tuple((asked or {}).items()),
        keep_fields=fields_of(keep_form),
        keep_href=address("query-save", partnership),
        explore_href=address("explore", partnership),
        saved_href=address("queries", partnership),
        may_write=may_write,
    )


def _with_said(options: list[tuple[str, str]], known: Reference, said: str) -> list[tuple[str, str]]:
    """The areas to choose from, and one that is asked about though it is not listed, such as an earlier year's."""
    place = known.place(said) if said and said not in {key for key, _ in options} else None
    return [
        *options,
        *([(place.key, f"{place.kind.title()}: {place.name} ({place.edition})")] if place else []),
    ]


def _read(
    said: Mapping[str, str], usual: Query | None, options: Sequence[Options]
) -> tuple[dict[str, str] | None, QuestionForm, bool]:
    """The question as texts, the form that shows it, and whether something is wrong with it."""
    if usual is None:
        return None, QuestionForm(options), False
    shown = {**{name: str(getattr(usual, name)) for name in Query.__dataclass_fields__}, **said}
    form = QuestionForm(options, shown)
    if not form.is_valid():
        return None, form, True
    try:
        query = query_of(said, usual)
    except Unusable as unusable:
        for problem in unusable.problems:
            form.add_error(problem.column or None, f"{problem.reason} {problem.remedy}")
        return None, form, True
    return {"first": query.first, "last": query.last, **query.texts()}, form, False


def answer_part(
    partnership: PartnershipFacts, asked: Mapping[str, str], query: Query, *, slug: str = ""
) -> AnswerPart:
    """The answer to a question as pages show it."""
    found = asking.answer(partnership.slug, query)
    said = sentences(found)
    csv_href = (
        address("query-csv", partnership, slug=slug)
        if slug
        else f"{address('explore-csv', partnership)}?{urlencode(asked)}"
    )
    return AnswerPart(
        sentences=said,
        notes=(*_missing(found), *found.notes),
        breaks=tuple((str(one.when), one.what, one.source) for one in found.breaks),
        charts=tuple(trusted(one) for one in _pictures(partnership, found, said[0])),
        categories=_category_rows(found),
        categories_words=_category_words(found.query),
        editions=_edition_rows(found),
        facts=tuple(_facts(found)),
        figures=tuple(_openings(partnership, found)),
        is_synthetic=any(file.synthetic for file in found.files),
        released=_released(found),
        csv_href=csv_href,
    )


def _missing(found: Answered) -> Iterator[str]:
    if found.missing:
        spans = ", ".join(str(one) for one in joined_months(list(found.missing)))
        yield f"Missing, and not counted as nothing: {spans}."


def _released(found: Answered) -> str:
    lacking = sorted({file.dataset for file in found.files if not file.released})
    return f"Not released for publication: {', '.join(lacking)}" if lacking else ""


# Tables -----------------------------------------------------------------------------------------------------------


def _category_words(query: Query) -> str:
    return SEARCH_FIELDS[query.field] if query.subject == SEARCHES else "Outcome"


def _category_rows(found: Answered) -> Cells:
    return tuple(
        (
            one.name,
            grouped(one.n),
            "" if one.share is None else f"{grouped(round_half_up(one.share * 100, 1))}%",
        )
        for one in found.categories
    )


def _edition_rows(found: Answered) -> Cells:
    """A row for each outcome, a column for each day on which it was known otherwise; the head first."""
    editions = found.editions[-MOST_EDITIONS:]
    if not editions:
        return ()
    names = dict.fromkeys(one.name for one in found.categories)
    names |= dict.fromkeys(name for one in editions for name in one.counts)
    head = ("Outcome", *(f"As known on {day(one.moment)}" for one in editions))
    rows = ((name, *(grouped(one.counts.get(name, 0)) for one in editions)) for name in names)
    return (head, *rows, ("All", *(grouped(one.total) for one in editions)))


def _facts(found: Answered) -> Iterator[tuple[str, str]]:
    query = found.query
    yield "What is counted", SUBJECTS[query.subject]
    for line in found.lines:
        place = line.place
        made = (
            f"{counted(len(place.members), 'small area')}"
            if place.members
            else "rows without a place included"
        )
        edition = f", boundary of {place.edition}" if place.edition else ""
        yield ("Area" if line is found.lines[0] else "Compared with", f"{place.name}: {made}{edition}")
        if line.residents is not None:
            yield "Residents", f"{grouped(line.residents)} in {place.name}, of the same small areas"
        if query.other_steps:
            break
    if query.compare == OTHER_MONTHS:
        yield "Compared with", found.lines[1].name
    yield "Period", f"{span_of(found)}, by {STEPS[query.by][0].lower()}"
    yield "As known", short_date(query.known_on) if query.known_on else "Now"
    yield "Source", found.source.removeprefix("Source: ")
    yield "Files", counted(len(found.files), "file")


def _openings(partnership: PartnershipFacts, found: Answered) -> Iterator[tuple[str, str, str]]:
    """The totals of crimes open to the rows behind them."""
    if found.query.subject != CRIMES or found.query.compare == YEAR_BEFORE:
        return
    for line in found.lines:
        if line.total is None:
            continue
        more = {"area": line.place.key} if line.place.key else {}
        span = Period(line.points[0].period.starts_on, line.points[-1].period.ends_on)
        made = figures.figure(
            Request.of(
                partnership.slug, "measure-sum", found.known_at, measure=found.query.offence,
                period=span.code, **more,
            )
        )  # fmt: skip
        label = f"{found.title} in {line.place.name}, {span}"
        yield label, made.text, address("figure", partnership, figure_id=made.id)


# Pictures ---------------------------------------------------------------------------------------------------------


def _pictures(partnership: PartnershipFacts, found: Answered, title: str) -> Iterator[str]:
    """One picture, or one a line where two would not be readable as bars; none where there is nothing to see."""
    if sum(point.value is not None for line in found.lines for point in line.points) < 2:
        return
    identity = Identity(partnership.council_name, partnership.colour, partnership.accent)
    frame = Document(partnership.name, (), identity, today().isoformat())
    for number, chart in enumerate(_charts(found, title), start=1):
        with drawing.kept_in(drawings()):
            made = drawing.chart_html(chart, frame, number=number)
        yield made


def _charts(found: Answered, title: str) -> Iterator[Chart]:
    steps, by = found.query.steps, found.query.by
    if found.run is not None:
        # The months between belong to the picture; a few quarters or years stand beside those before them.
        pairs = by != "month" and len(steps) <= MOST_PAIRS
        yield _pair(found, title) if pairs else _line(found, found.run, title, 0, None, ())
        return
    bars = by != "month" and len(steps) <= MOST_BARS
    reach, said = shared_scale(
        [
            [drawn(one.value) for one in _readings(found, line, label=_short, steps=None)]
            for line in found.lines
        ]
    )
    for number, line in enumerate(found.lines):
        named = title if number == 0 else f"{found.title}: {line.name}"
        yield (_bars if bars else _line)(found, line, named, number, reach, said)


def shared_scale(lines: Sequence[Sequence[float | None]]) -> tuple[float | None, tuple[str, ...]]:
    """The value that the axes of pictures beside one another must all hold, and what must be said of their scales.

    Pictures that are compared share one scale, unless one of them would lie flat on its axis: then each has its own, and
    that is said. One picture alone needs neither.
    """
    tops = [max((value for value in line if value is not None), default=0.0) for line in lines]
    if len(tops) < 2 or not max(tops):
        return None, ()
    if min(tops) * FLAT < max(tops):
        return None, (
            "Mind the axes: each picture has a scale of its own, since on one scale the smaller would lie flat.",
        )
    return max(tops), ("The pictures share one scale.",)


def _pair(found: Answered, title: str) -> Chart:
    first, before = found.lines
    readings = [
        tuple(_readings(found, line, label=_short, steps=found.query.steps)) for line in (before, first)
    ]
    return drawing.paired_bars(
        id="answer", title=title, subtitle=_subtitle(found), earlier=drawing.Series("Year before", readings[0]),
        later=drawing.Series("This year", readings[1]), measure=found.title, source=found.source,
    )  # fmt: skip


def _bars(
    found: Answered, line: Line, title: str, number: int, reach: float | None, said: tuple[str, ...]
) -> Chart:
    readings = tuple(_readings(found, line, label=_short, steps=None))
    return drawing.quarter_bars(
        id=f"answer-{number}", title=title, subtitle=_subtitle(found), series=drawing.Series(line.name, readings),
        measure=found.title, source=found.source, notes=said, reach=reach,
    )  # fmt: skip


def _line(
    found: Answered, line: Line, title: str, number: int, reach: float | None, said: tuple[str, ...]
) -> Chart:
    readings = tuple(_readings(found, line, label=lambda step: f"{step.starts_on:%Y-%m}", steps=None))
    shown = {reading.label for reading in readings}
    marks = tuple(
        drawing.Break(month, one.what[:28] + ("…" if len(one.what) > 28 else ""), f"{one.what}, {one.when}.")
        for one in found.breaks
        if (month := f"{one.when.starts_on:%Y-%m}") in shown
    )
    by = (
        ()
        if found.query.by == "month" or line is found.run
        else (f"Each point is a {found.query.by}, at its first month.",)
    )
    return drawing.trend_line(
        id=f"answer-{number}", title=title, subtitle=_subtitle(found), series=drawing.Series(line.name, readings),
        measure=found.title, source=found.source, breaks=marks, notes=(*by, *said), reach=reach,
    )  # fmt: skip


def _subtitle(found: Answered) -> str:
    unit = f"{found.unit} for each 1,000 residents" if _is_rate(found) else found.unit
    return f"{found.title}, {unit}"


def _is_rate(found: Answered) -> bool:
    """Whether rates are drawn: where residents are asked for, and known of every line."""
    return found.query.compare in {RATE, OTHER_AREA} and all(
        line.residents is not None for line in found.lines
    )


def _readings(
    found: Answered, line: Line, *, label: Callable[[Period], str], steps: Sequence[Period] | None
) -> Iterator[drawing.Reading]:
    """`steps` name the points where they are not named by themselves: a year before stands under this year's months."""
    for point, step in zip(line.points, steps or [point.period for point in line.points], strict=True):
        yield _reading(found, line, point, label(step))


def _reading(found: Answered, line: Line, point: Point, label: str) -> drawing.Reading:
    if point.value is None:
        return drawing.Reading(label, missing_because="there is no file for it")
    if _is_rate(found):
        text = rate_text(line, point.value)
        return drawing.Reading(label, Decimal(text), text=text)
    return drawing.Reading(label, point.value, text=number_text(point.value))


def _short(step: Period) -> str:
    """A step short enough to stand under its bar: Mar 19, Jan–Mar 19, 2019."""
    end = step.ends_on or step.starts_on
    first, last = (MONTHS[on.month - 1][:3] for on in (step.starts_on, end))
    if step.code.isdigit():
        return step.code
    year = f"{end.year % 100:02d}"
    return (
        f"{first} {year}" if first == last and step.starts_on.year == end.year else f"{first}–{last} {year}"
    )


# Saved questions --------------------------------------------------------------------------------------------------


def saved_page(partnership: PartnershipFacts) -> SavedPage:
    """Every saved question."""
    titles = {(one.kind, one.slug): one.title for one in attaching.targets(partnership.slug)}
    rows = tuple(
        SavedRow(
            one.title,
            address("query", partnership, slug=one.slug),
            in_words(one.query),
            ", ".join(titles.get(use, use[1]) for use in one.uses) or "Nothing",
        )
        for one in keeping.saved_queries(partnership.slug)
    )
    return SavedPage(
        "Saved questions",
        crumbs(partnership, ("Data", "data"), ("Ask the data", "explore")),
        rows,
        address("explore", partnership),
    )


def in_words(query: Query) -> str:
    """What a question asks, in few words."""
    said = [SUBJECTS[query.subject]]
    if query.subject not in {SEARCHES, OUTCOMES}:
        said.append(asking.offence_of(query).title)
    said.append(str(Period(query.period.starts_on, query.period.ends_on)))
    if query.compare != Query().compare and query.subject != SEARCHES:
        said.append(f"compared with {COMPARISONS[query.compare].lower()}")
    if query.known_on:
        said.append(f"as known on {short_date(query.known_on)}")
    return ", ".join(said)


def query_page(
    partnership: PartnershipFacts, slug: str, form: AttachForm | None, *, may_write: bool
) -> SavedQueryPage:
    """A saved question with its answer and what it stands for. Raises `NotFound`."""
    saved = keeping.saved_query(partnership.slug, slug)
    asked = {"first": saved.query.first, "last": saved.query.last, **saved.query.texts()}
    free = _free(partnership.slug, saved)
    attach_form = form or AttachForm(free)
    return SavedQueryPage(
        title=saved.title,
        crumbs=crumbs(partnership, ("Data", "data"), ("Saved questions", "queries")),
        lead=in_words(saved.query),
        note=saved.note,
        by=saved.saved_by,
        answer=answer_part(partnership, asked, saved.query, slug=slug),
        uses=tuple(_uses(partnership.slug, saved)),
        attach_fields=fields_of(attach_form) if free else (),
        errors=errors_of(attach_form) if form else (),
        attach_href=address("query-attach", partnership, slug=slug),
        detach_href=address("query-detach", partnership, slug=slug),
        end_href=address("query-end", partnership, slug=slug),
        change_href=f"{address('explore', partnership)}?{urlencode(asked)}",
        may_write=may_write,
    )


def attach_form(partnership: str, slug: str, data: Mapping[str, str]) -> AttachForm:
    """What was chosen to attach a saved question to."""
    return AttachForm(_free(partnership, keeping.saved_query(partnership, slug)), data)


def _free(partnership: str, saved: Saved) -> list[attaching.Target]:
    return [one for one in attaching.targets(partnership) if (one.kind, one.slug) not in saved.uses]


def _uses(partnership: str, saved: Saved) -> Iterator[UseRow]:
    known = {(one.kind, one.slug): one for one in attaching.targets(partnership)}
    for kind, slug in saved.uses:
        target = known.get((kind, slug))
        yield UseRow(
            attaching.words_of(kind),
            target.title if target else slug,
            target.href if target else "",
            f"{kind}/{slug}",
        )


def target_of(value: str) -> tuple[str, str]:
    """Kind and slug of what a form names. Raises `NotFound` for anything else."""
    kind, _, slug = value.partition("/")
    if not kind or not slug:
        raise NotFound("There is nothing of that name to attach it to.")
    return kind, slug
