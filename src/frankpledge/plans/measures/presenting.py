"""From measures and their standing to what pages show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import api as evidence
from frankpledge.kernel.dates import PartialDate, short_date
from frankpledge.plans import queries as plans
from frankpledge.plans.facts import PlanFacts, PriorityFacts
from frankpledge.plans.measures import queries
from frankpledge.plans.measures.effects import effect, effect_words
from frankpledge.plans.measures.facts import Standing
from frankpledge.plans.measures.pages import (
    Crumbs,
    MeasureCard,
    MeasureGroup,
    MeasurePage,
    MeasuresPage,
    ReadingRow,
)
from frankpledge.plans.measures.picture import LARGE, SMALL, cell, picture
from frankpledge.plans.models import Initiative
from frankpledge.plans.rules.measures.case import DIRECTIONS, FREQUENCIES, KINDS, SOURCES, STATES
from frankpledge.plans.rules.measures.status import STANDINGS, Status
from frankpledge.plans.rules.measures.status import Standing as Says
from frankpledge.plans.rules.measures.words import (
    amount,
    change_words,
    colour,
    interval_words,
    number,
    statement,
    track_words,
)

PROXY = {"exact": "", "proxy": "Stands in for what cannot be counted", "none": "Nothing measures it"}


def address(name: str, partnership: PartnershipFacts, **parts: object) -> str:
    return reverse(name, kwargs={"partnership": partnership.slug, **parts})


def crumbs(partnership: PartnershipFacts, *within: tuple[str, str]) -> Crumbs:
    """Home, the plan, then the pages above this one."""
    return (("Home", address("home", partnership)), ("Plan", address("plan", partnership)), *within)


def above(partnership: PartnershipFacts, *more: tuple[str, str]) -> Crumbs:
    return crumbs(partnership, ("Measures", address("plan-measures", partnership)), *more)


def opens(partnership: PartnershipFacts, slug: str, **asked: str) -> str:
    """Where a number of a measure opens."""
    return f"{address('plan-measure-figure', partnership, slug=slug)}?{urlencode(asked)}"


def card(partnership: PartnershipFacts, one: Standing) -> MeasureCard:
    """A measure in a list."""
    found, case = one.status, one.status.case
    figure = None
    if found.new is not None:
        figure = (amount(case, found.new), opens(partnership, case.id, period=found.new.period.code))
    return MeasureCard(
        title=case.title, href=address("plan-measure", partnership, slug=case.id), standing=STANDINGS[found.standing],
        colour=colour(found), statement=str(statement(found)), track=track_words(case, found.track),
        picture=picture(found, SMALL), relation=PROXY[case.relation], owner=one.measure.owner,
        story=one.measure.story.text if one.measure.story else "", figure=figure, is_synthetic=case.is_synthetic,
    )  # fmt: skip


def edition(partnership: str, on: date) -> PlanFacts | None:
    """The plan of a day, else the latest."""
    return plans.plan_in_force(partnership, on=on) or next(iter(plans.plans(partnership)), None)


def measures_page(partnership: PartnershipFacts, on: date, *, writes: bool) -> MeasuresPage:
    """Every measure, under its priority, with what may be said of it."""
    found = queries.standings(partnership.slug, on=on)
    plan = edition(partnership.slug, on)
    priorities = plan.priorities if plan else ()
    groups = [_group(partnership, plan, one, found) for one in priorities]
    known = {one.slug for one in priorities}
    rest = tuple(one for one in found if one.status.case.priority not in known)
    if rest:
        groups.append(MeasureGroup("The plan as a whole", "", *apart(partnership, rest)))
    links = [("The plan at a glance", address("plan-board", partnership))]
    if writes:
        links = [("Set up a measure", address("plan-measure-new", partnership)),
                 ("Set up measures from a file", address("plan-measures-file", partnership)), *links]  # fmt: skip
    return MeasuresPage(
        title="Measures", crumbs=crumbs(partnership), lead=summary(found, on), groups=tuple(groups), links=tuple(links),
        is_synthetic=any(one.status.case.is_synthetic for one in found),
    )  # fmt: skip


def _group(
    partnership: PartnershipFacts, plan: PlanFacts | None, one: PriorityFacts, found: Iterable[Standing]
) -> MeasureGroup:
    own = [each for each in found if each.status.case.priority == one.slug]
    href = address("priority", partnership, plan=plan.slug, priority=one.slug) if plan else ""
    return MeasureGroup(one.title, href, *apart(partnership, own))


def apart(
    partnership: PartnershipFacts, found: Iterable[Standing]
) -> tuple[tuple[MeasureCard, ...], tuple[MeasureCard, ...]]:
    """Indicators of how things are for people, and measures of how well what is done works."""
    given = tuple(found)
    return (
        tuple(card(partnership, one) for one in given if one.status.case.kind != "programme"),
        tuple(card(partnership, one) for one in given if one.status.case.kind == "programme"),
    )


def summary(found: Iterable[Standing], on: date) -> str:
    """How many measures stand how, in one sentence."""
    told = [one.status.standing for one in found]
    if not told:
        return "No measure is set up yet, and no priority names one."
    parts = [f"{told.count(one)} {STANDINGS[one].lower()}" for one in Says if told.count(one)]
    many = f"{len(told)} {'measure' if len(told) == 1 else 'measures'}"
    return f"{many} on {short_date(on)}: {', '.join(parts)}."


def measure_page(
    partnership: PartnershipFacts, one: Standing, on: date, *, writes: bool, answers: bool
) -> MeasurePage:
    """One measure with everything known of it."""
    found, case = one.status, one.status.case
    rows = sorted(case.readings, key=lambda reading: reading.period.starts_on, reverse=True)
    return MeasurePage(
        title=case.title, crumbs=above(partnership), standing=STANDINGS[found.standing], colour=colour(found),
        statement=str(statement(found)), track=track_words(case, found.track),
        doubts=tuple(str(doubt.text) for doubt in found.doubts), picture=picture(found, LARGE),
        csv_href=address("plan-measure-csv", partnership, slug=case.id), facts=_facts(one), numbers=_numbers(partnership, found),
        effect=_effect(partnership.slug, one, on),
        stories=tuple((f"{short_date(each.on)}, {each.by}", each.text) for each in reversed(one.measure.stories)),
        definitions=tuple((f"From {short_date(each.starts_on)}", each.text) for each in case.definitions),
        states=tuple((f"From {short_date(each.starts_on)}", f"{STATES[each.state]}. {each.because}") for each in case.phases),
        readings=tuple(
            ReadingRow(str(each.period), cell(case, each),
                       opens(partnership, case.id, period=each.period.code) if each.numerator is not None else "",
                       SOURCES[each.source])
            for each in rows
        ),
        links=_links(partnership, one, writes=writes, answers=answers), is_synthetic=case.is_synthetic,
    )  # fmt: skip


def _facts(one: Standing) -> tuple[tuple[str, str], ...]:
    case = one.status.case
    aim = case.target
    feed = (
        f"The imported data: {case.feed}"
        if case.feed
        else "Figures typed in, from a survey or a partner’s return"
    )
    facts = [
        ("What it tells of", KINDS[case.kind]),
        ("Which way is better", DIRECTIONS[case.direction]),
        ("Target", f"{number(case, aim.value)} in {aim.by}. {aim.because}" if aim else "None is set"),
        ("Held against", str(case.baseline) if case.baseline else "The year before"),
        ("Where its figures come from", feed),
        ("How often", FREQUENCIES[case.frequency]),
        ("Who answers for it", one.measure.owner or "Nobody is named"),
    ]
    if case.relation != "exact":
        facts.insert(1, ("How truly it measures", f"{PROXY[case.relation]}. {case.relation_note}"))
    if one.measure.initiative:
        facts.append(("What it tells about", one.measure.initiative_title))
    if not one.measure.is_recorded:
        facts.append(
            ("To know", "A priority names it; nobody has set it up, so it has no direction, target or owner.")
        )
    return tuple(facts)


def _numbers(partnership: PartnershipFacts, found: Status) -> tuple[tuple[str, str, str], ...]:
    case = found.case
    rows = [
        (f"In {one.period}", amount(case, one), opens(partnership, case.id, period=one.period.code))
        for one in (found.old, found.new)
        if one is not None
    ]
    if found.apart is not None:
        words = f"{change_words(found)} ({interval_words(found)})"
        rows.append(("Change", words, opens(partnership, case.id, on=found.on.isoformat())))
    return tuple(rows)


def _effect(partnership: str, one: Standing, on: date) -> tuple[str, ...]:
    """What the measure did when the initiatives that it tells about, or those of its priority that name a month, began."""
    rows = Initiative.objects.filter(partnership__slug=partnership, starts__gt="")
    rows = rows.filter(slug=one.measure.initiative) if one.measure.initiative else rows.none()
    return tuple(
        words
        for row in rows
        for words in effect_words(row.title, effect(one.status.case, PartialDate.parse(row.starts), on))
    )


def _links(
    partnership: PartnershipFacts, one: Standing, *, writes: bool, answers: bool
) -> tuple[tuple[str, str], ...]:
    slug = one.measure.slug
    if not one.measure.is_recorded:
        return (
            (("Set it up", f"{address('plan-measure-new', partnership)}?{urlencode({'of': slug})}"),)
            if writes
            else ()
        )
    links = []
    if answers and not one.measure.is_fed:
        links.append(("Enter a figure", address("plan-measure-enter", partnership, slug=slug)))
    if answers:
        links.append(
            ("Tell the story behind the figures", address("plan-measure-story", partnership, slug=slug))
        )
    if writes:
        links += [
            ("Set a target", address("plan-measure-target", partnership, slug=slug)),
            ("Change what is said of it", address("plan-measure-change", partnership, slug=slug)),
            ("Say what is counted", address("plan-measure-define", partnership, slug=slug)),
            (
                "Keep it in abeyance, end it or take it up again",
                address("plan-measure-state", partnership, slug=slug),
            ),
        ]
    return tuple(links)


def feeds(partnership: str) -> list[tuple[str, str]]:
    """The imported measures, to choose from."""
    return [(one.slug, one.title) for one in evidence.measures(partnership)]


def priorities(partnership: str, on: date) -> list[tuple[str, str]]:
    """The priorities of the plan, to choose from."""
    plan = edition(partnership, on)
    return [(one.slug, one.title) for one in plan.priorities] if plan else []
