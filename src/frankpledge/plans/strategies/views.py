"""Pages of the strategies beside the plan: all of them with their clocks, and each with its record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can
from frankpledge.directory.api import PartnershipFacts
from frankpledge.governance import api as governance
from frankpledge.kernel.dates import short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.law.plan_law import StrategyKind, strategy_kind, strategy_kinds
from frankpledge.plans.asking import (
    Ask,
    Asked,
    Said,
    answer,
    as_day,
    choice,
    day,
    line,
    lines_of,
    optional,
    tick,
    words,
)
from frankpledge.plans.layout import Cell, Part, SheetPage, address, crumbs, grid, row
from frankpledge.plans.rules.clocks import EVENTS, STATES
from frankpledge.plans.strategies import queries, services
from frankpledge.plans.strategies.queries import Standing, StrategyRecord
from frankpledge.plans.strategies.services import GROUNDS, NewEvent, NewStrategy
from frankpledge.records.clock import today

TIERS = {
    "county": "A county council", "unitary": "A unitary council", "metropolitan": "A metropolitan district",
    "gla": "The Greater London Authority", "district": "A district in a two-tier county",
    "london-borough": "A London borough", "city-of-london": "The City of London",
}  # fmt: skip
STRATEGIES = "Strategies beside the plan"


def _may(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, Permission.PLAN_WRITE, Subject("partnership", partnership.id, partnership.slug))


def strategies(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every strategy with what its law still asks, and the form that adds one."""
    made: list[str] = []

    def save(said: Said, _version: int) -> str:
        new = NewStrategy(
            said["kind"], said["title"], said["owner"], not said["is_others"], said["area"], lines_of(said["shared_with"]),
            said["replaces"], said["tier"], said["source"], said["note"],
        )  # fmt: skip
        made.append(services.keep_strategy(partnership.slug, new, by=principal))
        return "The strategy is kept."

    kinds = strategy_kinds(partnership.nation, today())
    known = [(one.slug, one.title) for one in queries.strategies(partnership.slug)]
    fields: dict[str, forms.Field] = {
        "kind": choice("What kind is it?", [(one.code, one.title) for one in kinds]),
        "title": line("Title", required=True),
        "owner": line("Which body owns it?", required=True),
        "is_others": tick("Another body owns it", hint="Then its clocks are that body’s and are not counted here"),
        "tier": choice("What kind of council is it for?", optional(list(TIERS.items()), "It does not matter"), required=False,
                       hint="The strategy on domestic abuse support is for tier-one councils of England alone"),
        "area": line("Wider area", hint="Empty: the partnership’s own"),
        "shared_with": words("Which other bodies must approve it? One a line"),
        "replaces": choice("Does it replace one?", optional(known), required=False),
        "source": line("Known from", length=300),
        "note": words("Note"),
    }  # fmt: skip
    asks = [
        Ask(
            "keep", "Keep it", fields, save, onward=lambda: address("strategy", partnership, strategy=made[0])
        )
    ]
    return answer(
        request, asks if _may(principal, partnership) else [],
        lambda asked: _list_page(partnership, kinds, asked), here=address("strategies", partnership),
    )  # fmt: skip


def _kind_words(code: str, partnership: PartnershipFacts, titles: Mapping[str, str]) -> str:
    """What a kind is called; one that the law did not know yet on the day has its name all the same."""
    known = strategy_kind(code, partnership.nation)
    return titles.get(code) or (known.title if known else code.replace("-", " ").capitalize())


def _list_page(partnership: PartnershipFacts, kinds: tuple[StrategyKind, ...], asked: Asked) -> SheetPage:
    every = queries.strategies(partnership.slug)
    rows, late = [], []
    titles = {one.code: one.title for one in kinds}
    for one in every:
        standing = queries.standing(partnership.slug, one, today())
        open_ = standing.open
        late += [f"{one.title}: {verdict}" for verdict in open_]
        state = "Another body’s" if not one.is_ours else "; ".join(map(str, open_)) or "Nothing is late"
        rows.append(
            row(
                Cell(one.title, address("strategy", partnership, strategy=one.slug)), _kind_words(one.kind, partnership, titles),
                one.owner, one.area or "The partnership’s area", state,
            )
        )  # fmt: skip
    kept = {one.kind for one in every}
    lacking = [one.title for one in kinds if one.strategy and one.code not in kept]
    parts = [
        *asked.theirs,
        Part(grid=grid("Strategies", ("Strategy", "Kind", "Owned by", "Area", "What is open"), rows)),
        Part(
            text=(
                f"The law requires a strategy of each of these kinds, and none is kept here: {', '.join(lacking)}.",
            )
            if lacking
            else ()
        ),
    ]
    if asked.has("keep"):
        parts.append(asked.part("keep", summary="Keep another strategy"))
    lead = (
        f"{len(late)} matters are open."
        if late
        else "Nothing is late."
        if every
        else "No strategy is kept yet."
    )
    return SheetPage(
        STRATEGIES,
        crumbs(partnership),
        lead if len(late) != 1 else "One matter is open.",
        tuple(parts),
        asked.errors,
    )


def strategy(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, strategy: str
) -> HttpResponse:
    """One strategy: its clocks, what happened, who was consulted, what was left out, its yearly return."""
    one = queries.strategy(partnership.slug, strategy)
    standing = queries.standing(partnership.slug, one, today())
    here = address("strategy", partnership, strategy=strategy)
    asks = _asks(partnership, one, standing, principal) if _may(principal, partnership) else []
    return answer(request, asks, lambda asked: _strategy_page(partnership, one, standing, asked), here=here)


def _asks(partnership: PartnershipFacts, one: StrategyRecord, standing: Standing, by: Principal) -> list[Ask]:
    where: dict[str, Any] = {"partnership": partnership.slug, "slug": one.slug, "by": by}
    kind = standing.kind

    def event(said: Said, _version: int) -> str:
        new = NewEvent(said["kind"], said["on"], said["body"], said["said"], said["decision"])
        services.record_event(said=new, today=today(), **where)
        return "It is recorded."

    decisions = [
        (each.slug, f"{each.text[:80]} ({each.decided or 'no date'})")
        for each in governance.decisions(partnership.slug)
        if (each.effect, each.about) == ("agree-strategy", one.slug)
    ]
    asks = [
        Ask("event", "Record it",
            {"kind": choice("What happened?", list(EVENTS.items())), "on": day("When?"),
             "body": line("By which body?", hint="For an approval: the body that gave it"),
             "decision": choice("By which decision of this partnership?", optional(decisions), required=False,
                                hint=f"Only decisions taken about ‘{one.title}’ are offered"),
             "said": words("What is to be remembered of it?")}, event, style="secondary"),
    ]  # fmt: skip
    heads = [(each.code, each.title) for each in kind.consult] if kind else []

    def consult(said: Said, _version: int) -> str:
        services.consult(head=said["head"], body=said["body"], asked_on=as_day(said["asked_on"]), **where)
        return "It is recorded who was consulted."

    asks.append(
        Ask("consult", "Record the consultation",
            {"head": choice("For whom does the body stand?", [*heads, ("other", "Others thought fit")]),
             "body": line("Which body was asked?", required=True), "asked_on": day("When was it asked?")},
            consult, style="secondary")
    )  # fmt: skip
    silent = [each for each in one.consultees if each.answered_on is None]
    if silent:
        versions = {str(each.id): each.row_version for each in silent}

        def hear(said: Said, _version: int) -> str:
            services.hear(
                consultee=UUID(said["consultee"]), answered_on=as_day(said["answered_on"]), said=said["said"],
                read_version=versions[said["consultee"]], **where,
            )  # fmt: skip
            return "The answer is recorded."

        asks.append(
            Ask("hear", "Record the answer",
                {"consultee": choice("Whose answer?", [(str(each.id), each.body) for each in silent]),
                 "answered_on": day("When did it answer?"), "said": words("What did it say?", required=True)},
                hear, style="secondary")
        )  # fmt: skip
    if kind and kind.exclusions:

        def exclude(said: Said, _version: int) -> str:
            services.exclude(
                what=said["what"],
                ground=said["ground"],
                because=said["because"],
                on=as_day(said["on"]),
                **where,
            )
            return "It is in the log of what was left out."

        asks.append(
            Ask("exclude", "Log it",
                {"what": line("What is it about? Never the material itself", required=True, length=300),
                 "ground": choice("On which ground is it left out?", list(GROUNDS.items())),
                 "because": words("Why?", required=True), "on": day("When was that decided?")}, exclude, style="secondary")
        )  # fmt: skip
    if kind and kind.parts:
        asks += _return_asks(one, kind, where)
    return asks


def _last_march(on: date) -> date:
    return date(on.year, 3, 31) if on > date(on.year, 3, 31) else date(on.year - 1, 3, 31)


def _return_asks(one: StrategyRecord, kind: StrategyKind, where: dict[str, Any]) -> list[Ask]:
    ending = _last_march(today())
    written = next((each for each in one.returns if each.year_ending == ending), None)
    if written and written.sent_on:
        return []

    def write(said: Said, version: int) -> str:
        services.write_return(year_ending=ending, contents=said, read_version=version, **where)
        return "The return is saved."

    def send(said: Said, _version: int) -> str:
        services.send_return(year_ending=ending, on=as_day(said["on"]), to=said["to"], **where)
        return "It is recorded that the return was sent."

    fields: dict[str, forms.Field] = {code: words(title) for code, title in kind.parts}
    asks = [
        Ask("return", f"Save the return for the year to {short_date(ending)}", fields, write,
            start=written.contents if written else {}, version=written.row_version if written else 0, style="secondary")
    ]  # fmt: skip
    if written:
        asks.append(
            Ask("send", "Record that it was sent",
                {"on": day("When was it sent?"), "to": line("To whom?", required=True)}, send,
                start={"to": "The Secretary of State"})
        )  # fmt: skip
    return asks


def _strategy_page(
    partnership: PartnershipFacts, one: StrategyRecord, standing: Standing, asked: Asked
) -> SheetPage:
    facts = [("Owned by", one.owner), ("Area", one.area or "The partnership’s own")]
    facts += [("Shared with", ", ".join(one.shared_with))] if one.shared_with else []
    facts += [("Replaces", one.replaces)] if one.replaces else []
    facts += [("Note", one.note)] if one.note else []
    facts += [("Known from", one.source)] if one.source else []
    parts: list[Part] = [*asked.theirs, Part(facts=tuple(facts))]
    verdicts = (standing.clocks, standing.approved, standing.consulted, standing.returned)
    parts += [
        Part(text=(str(one),)) if one.holds else Part(warning=str(one)) for one in verdicts if one is not None
    ]
    parts.append(
        Part(
            grid=grid(
                "Clocks of its law", ("What", "Due", "Done", "How it stands", "Arithmetic", "Source"),
                (
                    row(
                        each.clock.title, short_date(each.due) if each.due else "No day", short_date(each.done) if each.done else "Not yet",
                        STATES[each.state], each.working, "; ".join(map(str, each.clock.basis)),
                    )
                    for each in standing.ticking
                ),
            )
        )
    )  # fmt: skip
    parts.append(
        Part(
            grid=grid(
                "What happened", ("When", "What", "By whom", "To remember"),
                (row(short_date(each.on), EVENTS[each.kind], each.body, each.said) for each in one.events),
            )
        )
    )  # fmt: skip
    heads = {each.code: each.title for each in standing.kind.consult} if standing.kind else {}
    parts.append(
        Part(
            grid=grid(
                "Consulted", ("Body", "For", "Asked", "Answered", "What it said"),
                (
                    row(each.body, heads.get(each.head, "Others thought fit"), short_date(each.asked_on),
                        short_date(each.answered_on) if each.answered_on else "Not yet", each.said)
                    for each in one.consultees
                ),
            )
        )
    )  # fmt: skip
    parts.append(
        Part(
            grid=grid(
                "Left out of what was published", ("About", "Ground", "Because", "Decided"),
                (row(each.what, GROUNDS[each.ground], each.because, short_date(each.decided_on)) for each in one.exclusions),
            )
        )
    )  # fmt: skip
    parts.append(
        Part(
            grid=grid(
                "Yearly returns", ("Year to", "Sent"),
                (
                    row(short_date(each.year_ending), f"{short_date(each.sent_on)}, {each.sent_to}" if each.sent_on else "Not sent yet")
                    for each in one.returns
                ),
            )
        )
    )  # fmt: skip
    headings = {
        "event": "Record what happened", "consult": "Record a consultation", "hear": "Record an answer",
        "exclude": "Log what is left out", "return": "Write the yearly return", "send": "Send the yearly return",
    }  # fmt: skip
    parts += [asked.part(name, summary=headings[name]) for name in asked.forms]
    lead = standing.kind.title if standing.kind else "A strategy"
    if not one.is_ours:
        lead = f"{lead}. {one.owner} owns it: its clocks are that body’s and are not counted here."
    within = crumbs(partnership, (STRATEGIES, address("strategies", partnership)))
    return SheetPage(one.title, within, lead, tuple(parts), asked.errors)
