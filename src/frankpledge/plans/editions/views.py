"""Pages by which an edition is started, written, drafted from the assessment, compared and carried to adoption."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import can, require
from frankpledge.assessment import api as assessment
from frankpledge.directory.api import PartnershipFacts
from frankpledge.documents import api as drawing
from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound
from frankpledge.plans import queries
from frankpledge.plans.asking import (
    Ask,
    Said,
    answer,
    as_day,
    choice,
    day,
    line,
    lines_of,
    optional,
    partial_day,
    pounds,
    tick,
    words,
)
from frankpledge.plans.editions import agreeing, comparing, documents, drafting, figuring, issuing, presenting
from frankpledge.plans.editions import assessed as from_assessment
from frankpledge.plans.editions.drafting import NewEdition, NewLink, NewStep
from frankpledge.plans.facts import (
    ACTIVITY_KINDS,
    ACTIVITY_STATES,
    FUNDING,
    PRIORITY_KINDS,
    RELATIONS,
    PlanFacts,
    PriorityFacts,
)
from frankpledge.plans.layout import address, show
from frankpledge.records.clock import today
from frankpledge.web.words import counted

WRITE = Permission.PLAN_WRITE


def may_write(principal: Principal, partnership: PartnershipFacts) -> bool:
    return can(principal, WRITE, Subject("partnership", partnership.id, partnership.slug))


def writes(principal: Principal, partnership: PartnershipFacts) -> None:
    require(principal, WRITE, Subject("partnership", partnership.id, partnership.slug))


def called(partnership: PartnershipFacts, slug: str) -> PlanFacts:
    found = queries.plan(partnership.slug, slug)
    if found is None:
        raise NotFound("There is no such plan, or you may not know of it.")
    return found


def history(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Every edition, and each priority through them."""
    return show(request, comparing.history_page(partnership, today()))


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Start an edition or a refresh."""
    writes(principal, partnership)
    known = [(one.slug, one.title) for one in queries.plans(partnership.slug)]
    start = drafting.twelve_months(today())
    made: list[str] = []

    def save(said: Said, _version: int) -> str:
        edition = NewEdition(
            str(said["title"]), Period(as_day(said["starts_on"]), as_day(said["ends_on"])), str(said["before"]),
            bool(said["is_refresh"]),
        )  # fmt: skip
        made.append(drafting.start_edition(partnership.slug, edition, by=principal))
        return "The draft is there. Nothing of it is in force until it is adopted."

    ask = Ask(
        "start", "Start the draft",
        {
            "title": line("What is it called?", required=True, hint="Such as Community Safety Plan 2031-34"),
            "starts_on": day("First day"),
            "ends_on": day("Last day"),
            "before": choice("Begin from", optional(known, "An empty page"), required=False,
                             hint="Priorities, measures and what is not done yet are carried over"),
            "is_refresh": tick("It is the yearly refresh of that plan", hint="A refresh waits for the partnership alone"),
        },
        save, start={"starts_on": start.starts_on},
        onward=lambda: address("plan-edit", partnership, plan=made[0]),
    )  # fmt: skip
    return answer(
        request,
        [ask],
        lambda asked: presenting.new_page(partnership, asked),
        here=address("plan-new", partnership),
    )


def edit(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The desk of a draft: its words, priorities, aims, steps and strategies."""
    writes(principal, partnership)
    facts = called(partnership, plan)
    here = address("plan-edit", partnership, plan=plan)
    asks = _draft_asks(partnership, facts, principal) if facts.status == "draft" else []
    return answer(request, asks, lambda asked: presenting.edit_page(partnership, facts, asked), here=here)


def _draft_asks(partnership: PartnershipFacts, facts: PlanFacts, by: Principal) -> list[Ask]:
    where: dict[str, Any] = {"partnership": partnership.slug, "plan": facts.slug, "by": by}
    priorities = [(one.slug, one.title) for one in facts.priorities]
    known = optional(figuring.known(partnership.slug), "None yet")

    def save_words(said: Said, version: int) -> str:
        texts = {name: str(said[name]) for name in drafting.WORDS}
        period = Period(as_day(said["starts_on"]), as_day(said["ends_on"]))
        drafting.edit_words(words=texts, period=period, read_version=version, **where)
        return "The words of the plan are saved."

    def current() -> tuple[int, dict[str, object]]:
        now = called(partnership, facts.slug)
        return now.row_version, _words_of(now)

    def save_priority(said: Said, _version: int) -> str:
        drafting.add_priority(words={name: str(value) for name, value in said.items()}, **where)
        return "The priority is added."

    def save_aim(said: Said, _version: int) -> str:
        drafting.add_aim(text=str(said["text"]), measure=str(said["measure"]), **where)
        return "The aim is added."

    def save_step(said: Said, _version: int) -> str:
        step = NewStep(
            str(said["text"]), str(said["kind"]), str(said["state"]), str(said["priority"]), str(said["place"]),
            lines_of(str(said["partners"])),
        )  # fmt: skip
        drafting.add_step(said=step, **where)
        return "The step is added."

    def save_strategy(said: Said, _version: int) -> str:
        drafting.name_strategy(**where, **{name: str(value) for name, value in said.items()})  # type: ignore[arg-type]
        return "The strategy is named."

    def drop_aim(said: Said, _version: int) -> str:
        drafting.drop_aim(slug=str(said["aim"]), **where)
        return "The aim is out of the draft; earlier editions keep it."

    asks = [
        Ask(
            "words", "Save the words",
            {
                "title": line("Title", required=True),
                "starts_on": day("First day"), "ends_on": day("Last day"),
                "resources": words("How money, people and time are allocated", hint="The law asks the plan to say this"),
                "engagement": words("How people are engaged, and how the summary is published"),
                "public_help": words("How the public might help", hint="What people who live or work here can do"),
                "note": words("Note"),
            },
            save_words, start=_words_of(facts), version=facts.row_version, current=current,
        ),
        Ask(
            "priority", "Add it",
            {
                "title": line("Name", required=True),
                "kind": choice("Is it", list(PRIORITY_KINDS.items())),
                "why": words("Why is it one?"),
                "outcome": words("What should change because of it?"),
            },
            save_priority, style="secondary",
        ),
        Ask(
            "aim", "Add the aim",
            {"text": words("What is the plan to bring about?", required=True),
             "measure": choice("Which measure tells whether it is met?", known, required=False)},
            save_aim, style="secondary",
        ),
        Ask(
            "step", "Add the step",
            {
                "text": words("What is done?", required=True),
                "priority": choice("For which priority?", optional(priorities, "Across priorities"), required=False),
                "kind": choice("What kind of work is it?", list(ACTIVITY_KINDS.items())),
                "state": choice("How does it stand?", list(reversed(ACTIVITY_STATES.items()))),
                "place": line("Where?"), "partners": words("Who does it? One a line"),
            },
            save_step, style="secondary",
        ),
        Ask(
            "strategy", "Name the strategy",
            {
                "title": line("Title", required=True), "owner": line("Led by", required=True),
                "area": line("Wider area", hint="Empty: the partnership’s own"),
                "law_strategy": choice("Is it one that the law requires?", optional(presenting.law_strategies(partnership, facts)),
                                       required=False),
                "note": words("How it relates to the plan"),
            },
            save_strategy, style="secondary",
        ),
    ]  # fmt: skip
    if facts.aims:
        aims = [(one.slug, one.text) for one in facts.aims]
        fields = {"aim": choice("Which aim?", aims)}
        asks.append(Ask("drop-aim", "Take it out of the draft", fields, drop_aim, style="warning"))
    return asks


def _words_of(facts: PlanFacts) -> dict[str, object]:
    return {
        "title": facts.title, "resources": facts.resources, "engagement": facts.engagement,
        "public_help": facts.public_help, "note": facts.note, "starts_on": facts.period.starts_on,
        "ends_on": facts.period.ends_on,
    }  # fmt: skip


def _priority_of(facts: PlanFacts, slug: str) -> PriorityFacts:
    found = facts.priority(slug)
    if found is None:
        raise NotFound("The plan has no such priority.")
    return found


def _priority_words(one: PriorityFacts) -> dict[str, object]:
    return {
        "title": one.title, "kind": one.kind, "outcome": one.outcome, "why": one.why, "public_views": one.public_views,
        "otherwise_because": one.otherwise_because, "follows": one.follows, "issue": one.issue,
    }  # fmt: skip


def priority(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str, priority: str
) -> HttpResponse:
    """One priority: its words, why it is one, what counts it, its place; of an adopted plan, the amendment."""
    writes(principal, partnership)
    facts = called(partnership, plan)
    one = _priority_of(facts, priority)
    here = address("priority-edit", partnership, plan=plan, priority=priority)
    asks = _priority_asks(partnership, facts, one, principal)
    return answer(
        request, asks, lambda asked: presenting.priority_edit_page(partnership, facts, one, asked), here=here
    )


def _priority_asks(
    partnership: PartnershipFacts, facts: PlanFacts, one: PriorityFacts, by: Principal
) -> list[Ask]:
    where: dict[str, Any] = {"partnership": partnership.slug, "plan": facts.slug, "slug": one.slug, "by": by}

    def current() -> tuple[int, dict[str, object]]:
        now = _priority_of(called(partnership, facts.slug), one.slug)
        return now.row_version, _priority_words(now)

    def save(said: Said, version: int) -> str:
        drafting.edit_priority(words={k: str(v) for k, v in said.items()}, read_version=version, **where)
        return "The priority is saved."

    def amend(said: Said, version: int) -> str:
        texts = {name: str(said[name]) for name in ("outcome", "why", "public_views", "otherwise_because")}
        number = issuing.amend(
            words=texts, because=str(said["because"]), read_version=version, on=today(), **where
        )
        return f"The plan is amended: issue {number}."

    why = {
        "why": words("Why is it a priority?"),
        "public_views": words("What do people who live and work here say of it?", hint="With where that is known from"),
        "otherwise_because": words("We chose otherwise than the assessment because",
                                   hint="Only where the plan departs from the order of the assessment"),
        "outcome": words("What should change because of it?"),
    }  # fmt: skip
    if facts.status != "draft":
        amended = {**why, "because": words("Why is the plan amended?", required=True)}
        return [Ask("amend", "Amend and issue", amended, amend, start=_priority_words(one), version=one.row_version,
                    current=current)]  # fmt: skip
    earlier = presenting.before(partnership, facts)
    before = [(p.slug, p.title) for p in earlier.priorities] if earlier else []
    issues = [(i.slug, i.title) for i in assessment.issues(partnership.slug)]
    edit_fields = {
        "title": line("Name", required=True), "kind": choice("Is it", list(PRIORITY_KINDS.items())), **why,
        "issue": choice("Which issue of the assessment does it answer?", optional(issues), required=False),
        "follows": choice("Which priority of the plan before does it carry on?", optional(before), required=False),
    }  # fmt: skip

    def tie(said: Said, _version: int) -> str:
        texts = {k: str(v) for k, v in said.items()}
        figure = texts.pop("figure")
        binding = figuring.binding(partnership.slug, texts["measure"], figure) if texts["measure"] else ""
        drafting.add_measure(said=NewLink(**texts, binding=binding), **where)
        return "The source is tied."

    def untie(said: Said, _version: int) -> str:
        drafting.drop_measure(number=int(str(said["number"])), **where)
        return "The source is taken away. The coverage map shows what that opens."

    def move(said: Said, _version: int) -> str:
        drafting.move_priority(up=said["way"] == "up", **where)
        return "Moved."

    def drop(said: Said, _version: int) -> str:
        drafting.drop_priority(because=str(said["because"]), **where)
        return "The priority is out of the draft; earlier editions keep it."

    asks = [
        Ask("words", "Save the priority", edit_fields, save, start=_priority_words(one), version=one.row_version, current=current),
        Ask(
            "measure", "Tie the source",
            {
                "source": line("Source", required=True, hint="Who counts it, and how"),
                "relation": choice("How does it count the priority?", list(RELATIONS.items())),
                "measure": choice("Which measure is it?", optional(figuring.known(partnership.slug), "None"), required=False),
                "figure": choice("Which number stands for the priority?", list(figuring.FIGURES.items()), required=False),
                "extract": line("What to ask the source for", length=500),
                "note": line("To know", length=500),
            },
            tie, style="secondary",
        ),
        Ask("move", "Move it", {"way": choice("One place", [("up", "up"), ("down", "down")])}, move, style="secondary"),
        Ask("drop", "Take it out of the draft", {"because": words("Why is it dropped?", required=True)}, drop,
            style="warning", onward=lambda: address("plan-edit", partnership, plan=facts.slug)),
    ]  # fmt: skip
    if one.measures:
        called_so = dict(figuring.known(partnership.slug))
        numbered = [
            (str(n), f"{called_so.get(link.measure, link.measure) or 'No measure'}, {link.source}")
            for n, link in enumerate(one.measures, 1)
        ]
        asks.append(
            Ask(
                "untie",
                "Take the tie away",
                {"number": choice("Which source?", numbered)},
                untie,
                style="secondary",
            )
        )
    return asks


def step(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str, step: UUID
) -> HttpResponse:
    """One step of a plan: which priority it serves, who pays for it, by which measure one tells whether it works."""
    writes(principal, partnership)
    facts = called(partnership, plan)
    one = next((each for each in facts.activities if each.id == step), None)
    if one is None:
        raise NotFound("The plan has no such step.")
    where: dict[str, Any] = {"partnership": partnership.slug, "plan": plan, "step": step, "by": principal}

    def tie(said: Said, version: int) -> str:
        drafting.tie_step(
            priority=str(said["priority"]), state=str(said["state"]), read_version=version, **where
        )
        return "Saved."

    def fund(said: Said, _version: int) -> str:
        drafting.fund_step(**said, **where)
        return "It is recorded who gives what."

    def measure(said: Said, _version: int) -> str:
        drafting.measure_step(measure=str(said["measure"]), note=str(said["note"]), **where)
        return "The measure is named."

    asks = [
        Ask("fund", "Record it",
            {"kind": choice("What is given?", list(FUNDING.items())), "given_by": line("By whom?"),
             "amount": pounds("How much?"), "note": line("Note", length=500)}, fund, style="secondary"),
        Ask("measure", "Name the measure",
            {"measure": choice("Which measure should move because of it?", figuring.known(partnership.slug)),
             "note": line("Note", length=500)},
            measure, style="secondary"),
    ]  # fmt: skip
    if facts.status == "draft":
        priorities = optional([(p.slug, p.title) for p in facts.priorities], "None: across priorities")
        fields = {"priority": choice("Which priority does it serve?", priorities, required=False),
                  "state": choice("How does it stand?", list(ACTIVITY_STATES.items()))}  # fmt: skip
        start = {"priority": one.priority, "state": one.state}
        asks.insert(0, Ask("tie", "Save", fields, tie, start=start, version=one.row_version))
    here = address("plan-step", partnership, plan=plan, step=step)
    return answer(
        request, asks, lambda asked: presenting.step_page(partnership, facts, one, asked), here=here
    )


def assessed(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The plan against the assessment; of a draft, what the partnership makes of each issue."""
    facts = called(partnership, plan)
    found = from_assessment.assessed(partnership.slug, facts, request.GET.get("edition", ""))
    here = address("plan-assessed", partnership, plan=plan)
    asks = []
    if found and facts.status == "draft" and may_write(principal, partnership):
        fields: dict[str, forms.Field] = {}
        start: dict[str, object] = {}
        for one in found.proposals:
            label = f"{one.rank_text}: {one.title}"
            fields[f"take-{one.issue}"] = choice(label, list(from_assessment.CHOICES.items()))
            fields[f"why-{one.issue}"] = line(f"We chose otherwise for {one.title} because", length=1000)
            start[f"take-{one.issue}"] = one.standing
            start[f"why-{one.issue}"] = one.because

        def save(said: Said, _version: int) -> str:
            taken = [
                from_assessment.Taken(
                    one.issue, str(said[f"take-{one.issue}"]), str(said[f"why-{one.issue}"])
                )
                for one in found.proposals
            ]
            added = from_assessment.draft_from_assessment(
                partnership.slug, plan, found.edition, taken, by=principal
            )
            many = counted(len(added), "issue")
            return f"{many} taken from {found.title}. What was in the draft before keeps its words and takes up its rank."

        asks.append(Ask("take", "Draft them", fields, save, start=start))
    emerging = from_assessment.open_emerging(partnership.slug) if facts.status == "draft" else ()
    if emerging and may_write(principal, partnership):

        def take_up(said: Said, _version: int) -> str:
            from_assessment.take_up_emerging(
                partnership.slug, plan, UUID(str(said["entry"])), as_priority=said["kind"] == "priority",
                because=str(said["because"]), by=principal,
            )  # fmt: skip
            return "It is in the draft."

        asks.append(
            Ask("emerging", "Take it up",
                {"entry": choice("Which entry of the register?", [(str(one.id), one.title) for one in emerging]),
                 "kind": choice("As what?", list(PRIORITY_KINDS.items())),
                 "because": words("Why does the plan take it up?", required=True)}, take_up, style="secondary")
        )  # fmt: skip
    return answer(
        request, asks, lambda asked: comparing.assessed_page(partnership, facts, found, asked), here=here
    )


def compare(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str, other: str = ""
) -> HttpResponse:
    """What changed against another edition; against the one before without a name."""
    new_one = called(partnership, plan)
    old_one = called(partnership, other) if other else presenting.before(partnership, new_one)
    return show(request, comparing.difference_page(partnership, old_one, new_one))


def adoption(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The way of a plan from agreement to adoption, issue, copies and publication."""
    facts = called(partnership, plan)
    here = address("plan-adoption", partnership, plan=plan)
    asks = _adoption_asks(partnership, facts, principal) if may_write(principal, partnership) else []
    return answer(
        request, asks, lambda asked: presenting.adoption_page(partnership, facts, asked, today()), here=here
    )


def _adoption_asks(partnership: PartnershipFacts, facts: PlanFacts, by: Principal) -> list[Ask]:
    where: dict[str, Any] = {"partnership": partnership.slug, "plan": facts.slug, "by": by}

    def council(said: Said, _version: int) -> str:
        issuing.record_adoption(**said, **where)
        return "The council’s decision is recorded. The plan is adopted with the next button."

    def adopt(_said: Said, _version: int) -> str:
        return str(issuing.adopt(on=today(), **where))

    def withdraw(said: Said, _version: int) -> str:
        issuing.withdraw(because=str(said["because"]), **where)
        return "The draft goes no further; it is kept."

    def publish(said: Said, _version: int) -> str:
        issuing.publish_summary(
            body=partnership.name, on=as_day(said["on"]), where=str(said["where"]), **where
        )
        return "It is recorded that the summary was published."

    def send(said: Said, _version: int) -> str:
        issuing.send_copy(
            body=str(said["body"]), how=str(said["how"]), sent_on=as_day(said["sent_on"]),
            is_policing_body=bool(said["is_policing_body"]), **where,
        )  # fmt: skip
        return "It is recorded that the copy was sent."

    if facts.status == "draft":
        asks = [
            *agreeing.asks(partnership, facts, by),
            Ask("adopt", "Adopt the plan by the decisions recorded", {}, adopt),
            Ask("withdraw", "Withdraw the draft", {"because": words("Why does it go no further?", required=True)}, withdraw,
                style="warning"),
        ]  # fmt: skip
        if not facts.parent:
            asks.insert(-2, Ask(
                "council", "Record the council’s decision",
                {"body": line("Which council?", required=True), "decided": partial_day("When did it decide?"),
                 "text": words("In which words?", required=True), "source": line("Where is that recorded?", required=True)},
                council, start={"body": partnership.council_name}, style="secondary",
            ))  # fmt: skip
        return asks
    if facts.status != "adopted":
        return []

    def issue(said: Said, _version: int) -> str:
        return f"Issued, number {issuing.issue(on=today(), because=str(said['because']), **where)}."

    asks = [
        Ask("issue", "Issue the plan as it reads now",
            {"because": words("Why is it issued again?", hint="Not needed the first time")}, issue, style="secondary"),
    ]  # fmt: skip
    if facts.step("published") is None:
        asks.append(
            Ask("publish", "Record the publication",
                {"on": day("When was the summary published?"),
                 "where": line("Where, in which forms and for which groups?", required=True, length=300)},
                publish, start={"where": issuing.ON_OUR_PAGES})
        )  # fmt: skip
    if facts.issues:
        asks.append(
            Ask("send", "Record the copy",
                {"body": line("To whom was a copy sent?", required=True), "how": line("How?", required=True),
                 "sent_on": day("When?"), "is_policing_body": tick("This is the local policing body")}, send)
        )  # fmt: skip
    waiting_copies = [copy for one in facts.issues for copy in one.copies if copy.received_on is None]
    if waiting_copies:
        versions = {str(copy.id): copy.row_version for copy in waiting_copies}

        def receive(said: Said, _version: int) -> str:
            issuing.receive(
                partnership.slug, UUID(str(said["copy"])), received_on=as_day(said["received_on"]),
                received_by=str(said["received_by"]), receipt=str(said["receipt"]),
                read_version=versions[str(said["copy"])], by=by,
            )  # fmt: skip
            return "The receipt is recorded."

        asks.append(
            Ask("receipt", "Record the receipt",
                {"copy": choice("Which copy?", [(str(c.id), f"{c.body}, {short_date(c.sent_on)}") for c in waiting_copies]),
                 "received_on": day("When was it received?"), "received_by": line("Which office confirmed it?", required=True),
                 "receipt": line("Reference", length=300)}, receive, style="secondary")
        )  # fmt: skip
    return asks


def year(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """What comes first in twelve months of a plan."""
    facts = called(partnership, plan)
    here = address("plan-year", partnership, plan=plan)
    asks = []
    if may_write(principal, partnership):
        twelve = drafting.twelve_months(max(today(), facts.period.starts_on))
        emerging = optional(
            [(str(one.id), one.title) for one in from_assessment.open_emerging(partnership.slug)]
        )

        def save(said: Said, _version: int) -> str:
            entry = UUID(str(said["emerging"])) if said["emerging"] else None
            drafting.put_first(
                partnership.slug, plan, title=str(said["title"]), because=str(said["because"]),
                period=Period(as_day(said["starts_on"]), as_day(said["ends_on"])), priority=str(said["priority"]),
                emerging=entry, by=principal,
            )  # fmt: skip
            return "It is among what comes first."

        asks.append(
            Ask("first", "Put it first",
                {"title": line("What comes first?", required=True),
                 "priority": choice("Is it one of the plan’s priorities?",
                                    optional([(p.slug, p.title) for p in facts.priorities]), required=False),
                 "emerging": choice("Does it take up something that emerged?", emerging, required=False),
                 "because": words("Why?", required=True), "starts_on": day("From"), "ends_on": day("To")},
                save, start={"starts_on": twelve.starts_on, "ends_on": twelve.ends_on})
        )  # fmt: skip
    return answer(request, asks, lambda asked: presenting.year_page(partnership, facts, asked), here=here)


def checklist(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """What the law of the plan's first day asks for, and whether the record answers."""
    return show(request, comparing.checklist_page(partnership, called(partnership, plan)))


def summary(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The summary that the law wants published, to read and take away."""
    return presenting.fragment(request, partnership, called(partnership, plan), "summary", today())


def on_a_page(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str
) -> HttpResponse:
    """The plan on one page, to read and print."""
    return presenting.fragment(request, partnership, called(partnership, plan), "page", today())


def taken_away(
    request: HttpRequest, principal: Principal, partnership: PartnershipFacts, plan: str, which: str, fmt: str
) -> HttpResponse:
    """The summary or the plan on a page as a file. Raises `NotFound` for a format there is not."""
    if fmt not in drawing.FORMATS or which not in documents.WHICH:
        raise NotFound("There is no such document, or not in that format.")
    facts = called(partnership, plan)
    made = documents.rendered(partnership.slug, facts, which, fmt, on=today())
    sent = HttpResponse(made, content_type=drawing.MEDIA_TYPES[fmt])
    sent.headers["Content-Disposition"] = f'attachment; filename="{facts.slug}-{which}.{fmt}"'
    return sent


def positions(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Position statements with every version, and what is done because of each."""
    here = address("positions", partnership)
    asks = presenting.position_asks(partnership, principal) if may_write(principal, partnership) else []
    return answer(request, asks, lambda asked: presenting.positions_page(partnership, asked), here=here)
