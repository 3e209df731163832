"""Editions in the record: started, written, drafted from the assessment, adopted, issued, compared, covered."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from frankpledge.audit.api import check_chain
from frankpledge.directory.api import principal_for
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents import api as drawing
from frankpledge.governance.loaders import load as load_governance
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.plans import queries
from frankpledge.plans.editions import documents, drafting, issuing
from frankpledge.plans.editions.drafting import NewEdition, NewLink, NewStep
from frankpledge.plans.models import PlanIssue, PriorityMeasure
from frankpledge.plans.policing import queries as policing
from frankpledge.plans.policing import services as police
from frankpledge.plans.risks import services as risks
from frankpledge.plans.rules.risk import Risk
from frankpledge.plans.rules.states import state_words, superseded_by
from frankpledge.plans.strategies import queries as strategies
from frankpledge.plans.strategies import services as kept
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from frankpledge.site.cli import main
from tests.pages import PageClient

BY = system("test")
PLACE = "vale"
ON = date(2031, 2, 10)
YEARS = Period(date(2031, 4, 1), date(2034, 3, 31))


@pytest.fixture
def vale(db):
    Partnership.objects.create(
        slug=PLACE, name="Vale Safety Partnership", short_name="Vale", nation="E", council_name="Vale Council"
    )
    with fixed_at(datetime(2031, 2, 10, 12, tzinfo=UTC)):
        yield


pytestmark = pytest.mark.usefixtures("vale")


def start(title="Plan 2031-34", period=YEARS, **more):
    return drafting.start_edition(PLACE, NewEdition(title, period, **more), by=BY)


def add(plan, title, **more):
    return drafting.add_priority(
        PLACE, plan, {"title": title, "kind": "priority", "why": "It is first.", **more}, by=BY
    )


def facts(plan):
    return queries.plan(PLACE, plan)


def decided(tmp_path, plan, effect="adopt-plan"):
    path = tmp_path / f"{plan}.toml"
    path.write_text(
        f"""
[[meeting]]
slug = "m-{plan}"
title = "Meeting"
body = "Vale Safety Partnership"
body_kind = "partnership"
held = "2031-01"
source = "invented"
[[decision]]
slug = "agree-{plan}"
meeting = "m-{plan}"
text = "Agreed."
outcome = "carried"
effect = "{effect}"
about = "{plan}"
capacity = "csp"
ruling = "The minutes say so."
ruling_by = "Invented Chair"
source = "invented"
""",
        encoding="utf-8",
    )
    load_governance(PLACE, path, by=BY)


def council(plan, on="2031-02"):
    issuing.record_adoption(
        PLACE,
        plan,
        body="Vale Council",
        decided=PartialDate.parse(on),
        text="Adopted.",
        source="minutes",
        by=BY,
    )


def adopted(tmp_path, title="Plan 2031-34", **more):
    plan = start(title, **more)
    if not more:
        add(plan, "Noise")
    decided(tmp_path, plan, "refresh-plan" if more.get("is_refresh") else "adopt-plan")
    if not more.get("is_refresh"):
        council(plan)
    issuing.adopt(PLACE, plan, on=ON, by=BY)
    return plan


def signed_in(role):
    user = User.objects.create_user(f"{role}@example.invalid", f"The {role}")
    RoleAssignment(
        user=user, partnership=Partnership.objects.get(slug=PLACE), role=role, starts_on=date(2020, 1, 1)
    ).save()
    return PageClient(signed_in=user)


# Writing ------------------------------------------------------------------------------------------------------------


def test_two_people_who_edit_at_once_lose_nothing_and_see_both_texts():
    plan = start()
    add(plan, "Noise")
    client = signed_in("manager")
    address = f"/{PLACE}/work/plan/{plan}/edit/priorities/noise/"
    read = facts(plan).priority("noise").row_version
    drafting.edit_priority(
        PLACE, plan, "noise", {"why": "What the other one wrote."}, read_version=read, by=BY
    )
    sent = {"do": "words", "version": str(read), "title": "Noise", "kind": "priority", "why": "What I wrote."}
    shown = client.post(address, sent)
    page = shown.content.decode()
    assert shown.status_code == 422
    assert "What the other one wrote." in page
    assert "What I wrote." in page
    assert facts(plan).priority("noise").why == "What the other one wrote."
    folded = client.post(f"/{PLACE}/work/plan/{plan}/edit/", {"do": "priority"}).content.decode()
    assert folded.count("<details") > folded.count(" open>") == 1, (
        "what was refused is unfolded, and nothing else"
    )
    with pytest.raises(Conflict):
        drafting.edit_priority(PLACE, plan, "noise", {"why": "Late"}, read_version=read, by=BY)


def test_a_draft_starts_from_the_edition_before_and_both_are_kept(tmp_path):
    first = adopted(tmp_path)
    second = start("Refresh 2032", Period(date(2032, 4, 1), YEARS.ends_on), before=first, is_refresh=True)
    drafting.drop_priority(PLACE, second, "noise", because="It is solved.", by=BY)
    assert [one.title for one in facts(first).priorities] == ["Noise"]
    assert facts(second).priorities == ()
    assert facts(second).parent == first


def test_an_adopted_plan_keeps_its_text_and_amendments_need_a_reason(tmp_path):
    plan = adopted(tmp_path)
    with pytest.raises(Refused):
        add(plan, "Another")
    version = facts(plan).priority("noise").row_version
    with pytest.raises(Refused):
        issuing.amend(PLACE, plan, "noise", {"why": "New"}, read_version=version, because=" ", on=ON, by=BY)
    number = issuing.amend(
        PLACE,
        plan,
        "noise",
        {"why": "New"},
        read_version=version,
        because="The survey came in.",
        on=ON,
        by=BY,
    )
    assert number == 2
    assert [one.because for one in PlanIssue.objects.all()] == ["", "The survey came in."]
    assert PlanIssue.objects.first().content["priorities"][0]["why"] == "It is first."
    with pytest.raises(Refused, match="Nothing has changed"):
        issuing.issue(PLACE, plan, on=ON, because="Again", by=BY)
    assert "Amended" in state_words(facts(plan), [], ON)


def test_priorities_move_and_their_numbers_have_no_gap():
    plan = start()
    for title in ("A thing", "B thing", "C thing"):
        add(plan, title)
    drafting.move_priority(PLACE, plan, "c-thing", up=True, by=BY)
    drafting.drop_priority(PLACE, plan, "a-thing", because="Solved.", by=BY)
    assert [(one.order, one.slug) for one in facts(plan).priorities] == [(1, "c-thing"), (2, "b-thing")]


@pytest.mark.parametrize(
    "link",
    [NewLink("", "exact", "m"), NewLink("s", "none", "m"), NewLink("s", "none"), NewLink("s", "exact")],
)
def test_a_source_that_does_not_fit_is_refused(link):
    plan = start()
    add(plan, "Noise")
    with pytest.raises(Refused):
        drafting.add_measure(PLACE, plan, "noise", link, by=BY)
    assert not PriorityMeasure.objects.exists()


# Adoption -----------------------------------------------------------------------------------------------------------


def test_a_plan_waits_for_the_council_and_says_for_how_many_months(tmp_path):
    plan = start()
    decided(tmp_path, plan)
    waiting = issuing.waiting(PLACE, facts(plan), date(2031, 8, 20))
    assert waiting.months == 7
    with pytest.raises(Refused):
        issuing.adopt(PLACE, plan, on=ON, by=BY)
    council(plan, "2031-08")
    assert issuing.waiting(PLACE, facts(plan), date(2031, 9, 1)).months is None
    issuing.adopt(PLACE, plan, on=date(2031, 9, 1), by=BY)
    assert facts(plan).status == "adopted"
    page = signed_in("manager").get(f"/{PLACE}/work/plan/{plan}/adoption/")
    assert "7 months lie between" in page.text


def test_an_edition_is_superseded_once_the_next_has_started(tmp_path):
    first = adopted(tmp_path)
    second = adopted(
        tmp_path,
        "Refresh 2032",
        period=Period(date(2032, 4, 1), YEARS.ends_on),
        before=first,
        is_refresh=True,
    )
    every = queries.plans(PLACE)
    assert superseded_by(facts(first), every, date(2032, 3, 31)) is None
    assert superseded_by(facts(first), every, date(2032, 4, 1)).slug == second
    assert superseded_by(facts(second), every, date(2032, 4, 1)) is None


def test_a_copy_has_its_receipt_and_is_a_step_of_the_plan(tmp_path):
    plan = adopted(tmp_path)
    issuing.send_copy(
        PLACE, plan, body="The Commissioner", how="e-mail", sent_on=ON, is_policing_body=True, by=BY
    )
    copy = facts(plan).issues[0].copies[0]
    with pytest.raises(Refused):
        issuing.receive(
            PLACE,
            copy.id,
            received_on=date(2031, 2, 9),
            received_by="Office",
            receipt="",
            read_version=1,
            by=BY,
        )
    issuing.receive(PLACE, copy.id, received_on=ON, received_by="Office", receipt="R1", read_version=1, by=BY)
    assert facts(plan).issues[0].copies[0].receipt == "R1"
    assert facts(plan).step("sent").body == "The Commissioner"


def test_an_aim_is_taken_out_of_a_draft_on_its_page_and_no_other_goes():
    plan = start()
    for text in ("Quiet nights", "Safe streets"):
        drafting.add_aim(PLACE, plan, text, by=BY)
    gone = facts(plan).aims[0]
    edit = f"/{PLACE}/work/plan/{plan}/edit/"
    assert signed_in("manager").post(edit, {"do": "drop-aim", "aim": gone.slug}).status_code == 302
    assert [one.text for one in facts(plan).aims] == ["Safe streets"]
    assert drafting.add_aim(PLACE, plan, "Calm roads", by=BY) != facts(plan).aims[0].slug


def test_twelve_months_lie_within_the_plan(tmp_path):
    plan = adopted(tmp_path)
    year = Period(date(2032, 4, 1), date(2033, 3, 31))
    drafting.put_first(
        PLACE, plan, title="Noise at night", because="Summer.", period=year, priority="noise", by=BY
    )
    assert facts(plan).year_priorities[0].priority == "noise"
    with pytest.raises(Refused):
        drafting.put_first(
            PLACE, plan, title="X", because="Y", period=Period(date(2034, 4, 1), date(2035, 3, 31)), by=BY
        )


# Documents ----------------------------------------------------------------------------------------------------------


def test_the_plan_on_a_page_is_one_page_however_long_the_plan():
    plan = start("A plan with a title that is as long as titles of plans may be " * 2)
    for number in range(16):
        slug = add(
            plan,
            f"Priority number {number} with a title of some length that goes on and on",
            why="Because. " * 60,
        )
        step = NewStep("A step that takes many words to tell. " * 20, "project", "planned", slug)
        drafting.add_step(PLACE, plan, step, by=BY)
    assert drawing.count_pages(documents.one_page_pdf(PLACE, facts(plan), on=ON)) == 1


def test_the_summary_tells_how_to_help_or_that_the_plan_is_silent():
    plan = start()
    add(plan, "Noise")
    silent = drawing.render_html(documents.summary_document(PLACE, facts(plan), on=ON))
    assert "does not say yet how the public might help" in silent
    row = facts(plan)
    words = {"title": row.title, "public_help": "Tell us about noise."}
    drafting.edit_words(PLACE, plan, words, period=YEARS, read_version=row.row_version, by=BY)
    assert "Tell us about noise." in drawing.render_html(
        documents.summary_document(PLACE, facts(plan), on=ON)
    )


# Coverage -----------------------------------------------------------------------------------------------------------


def test_plan_coverage_answers_in_the_shape_that_its_schema_says(capsys):
    start()
    assert main(["plan", "coverage", "--on", "2031-06-01", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {"verdict", "values", "reasons", "warnings", "method", "holes"} <= said.keys()
    assert said["verdict"] == "fails"
    assert said["warnings"][0]["code"] == "period"
    assert main(["plan", "coverage", "--on", "2031"]) == 2
    assert "Write the whole date" in capsys.readouterr().err
    assert main(["plan", "coverage", "--on", "2031-06-01", "--plan", "none"]) == 2


def test_a_partnership_without_a_plan_is_told_so(capsys):
    assert main(["plan", "coverage", "--on", "2031-06-01"]) == 2
    assert "There is no plan yet" in capsys.readouterr().err


# Strategies, policing body, risks -----------------------------------------------------------------------------------


def test_a_shared_strategy_waits_for_both_and_its_own_approval_for_the_gate():
    new = kept.NewStrategy("reducing-reoffending", "Fewer returns", "Vale", shared_with=("Hill Partnership",))
    slug = kept.keep_strategy(PLACE, new, by=BY)
    theirs = kept.NewEvent("approved", ON, "Hill Partnership")
    kept.record_event(PLACE, slug, theirs, today=ON, by=BY)
    with pytest.raises(Refused):
        kept.record_event(
            PLACE, slug, kept.NewEvent("approved", ON, "Vale Safety Partnership"), today=ON, by=BY
        )
    standing = strategies.standing(PLACE, strategies.strategy(PLACE, slug), ON)
    assert "Vale Safety Partnership" in str(standing.approved)


def test_domestic_abuse_support_is_kept_by_tier_one_councils_alone():
    new = kept.NewStrategy("domestic-abuse-support", "Safe places", "Vale Council", tier="district")
    with pytest.raises(Refused, match="not for district"):
        kept.keep_strategy(PLACE, new, by=BY)
    slug = kept.keep_strategy(PLACE, kept.NewStrategy(**{**vars(new), "tier": "unitary"}), by=BY)
    with pytest.raises(Refused):
        kept.exclude(PLACE, slug, what="x", ground="security", because="y", on=ON, by=BY)
    kept.write_return(
        PLACE, slug, year_ending=date(2030, 3, 31), contents={"board": "Met."}, read_version=0, by=BY
    )
    with pytest.raises(Refused, match="does not say yet"):
        kept.send_return(
            PLACE, slug, year_ending=date(2030, 3, 31), on=ON, to="The Secretary of State", by=BY
        )


def test_regard_needs_a_reason_and_closes_the_duty(tmp_path):
    plan = adopted(tmp_path)
    new = police.NewPolicingPlan("The Commissioner", "Plan for peace", YEARS, ON, "", (("Safe towns", ""),))
    theirs = police.record_policing_plan(PLACE, new, by=BY)
    assert policing.regard_holes(PLACE, plan) == 1
    had = police.NewRegard("ours", "safe-towns", "noise", "supports", "", ON)
    with pytest.raises(Refused):
        police.had_regard(PLACE, plan, theirs, had, by=BY)
    police.had_regard(PLACE, plan, theirs, police.NewRegard(**{**vars(had), "reason": "Noise hurts."}), by=BY)
    assert policing.regard_holes(PLACE, plan) == 0
    added = {"do": "objective", "policing_plan": theirs, "title": "Calm roads", "text": ""}
    page = f"/{PLACE}/work/plan/policing-body/"
    assert signed_in("manager").post(page, added).status_code == 302
    assert policing.regard_holes(PLACE, plan) == 1, "a new objective waits for its answer"


def test_risks_and_equality_make_the_parts_of_the_paper():
    plan = start()
    risks.add_risk(PLACE, plan, Risk("Money ends", 4, 4, 2, 4, "A reserve"), owner="Treasurer", on=ON, by=BY)
    risk, equality = risks.paper_parts(PLACE, plan, ON)
    assert (risk.current_risk, risk.residual_risk) == ("high", "medium")
    assert "No equality impact assessment" in equality.text
    with pytest.raises(Refused, match="negative effect"):
        risks.record_equality(
            PLACE,
            plan,
            completed=PartialDate(2031, 1),
            summary="Mixed.",
            findings={"age": {"effect": "negative"}},
            by=BY,
        )
    findings = {"age": {"effect": "positive", "done": ""}}
    risks.record_equality(
        PLACE, plan, completed=PartialDate(2031, 1), summary="Good.", findings=findings, by=BY
    )
    assert "Age: positive" in risks.paper_parts(PLACE, plan, ON)[1].text


# Permission and pages -----------------------------------------------------------------------------------------------


def test_only_those_who_run_it_may_write_and_the_history_is_whole():
    plan = start()
    member = signed_in("member")
    assert member.client.get(f"/{PLACE}/work/plan/{plan}/edit/").status_code == 403
    assert member.post(f"/{PLACE}/work/plan/{plan}/adoption/", {"do": "adopt"}).status_code == 403
    asking = principal_for(User.objects.get().pk, on=ON)
    with pytest.raises(NotPermitted):
        drafting.add_aim(PLACE, plan, "x", by=asking)
    assert check_chain(PLACE).broken_at is None


PAGES = (
    "edit", "assessment", "changes", "adoption", "year", "checklist", "coverage", "risks", "regard", "summary", "on-a-page",
)  # fmt: skip


def test_every_page_of_a_plan_opens_and_is_well_made(tmp_path):
    plan = adopted(tmp_path)
    draft = start("Refresh 2032", Period(date(2032, 4, 1), YEARS.ends_on), before=plan, is_refresh=True)
    step = drafting.add_step(PLACE, draft, NewStep("Wardens", "project", "planned", "noise"), by=BY)
    slug = kept.keep_strategy(PLACE, kept.NewStrategy("serious-violence", "Less violence", "Vale"), by=BY)
    client = signed_in("manager")
    for one in (plan, draft):
        for name in PAGES:
            client.get(f"/{PLACE}/work/plan/{one}/{name}/")
        client.get(f"/{PLACE}/work/plan/{one}/edit/priorities/noise/")
    client.get(f"/{PLACE}/work/plan/{draft}/edit/steps/{step}/")
    client.get(f"/{PLACE}/work/plan/strategies/{slug}/")
    assert "Wardens" in client.get(f"/{PLACE}/work/plan/{draft}/changes/").text


def test_the_officer_of_the_policing_body_sees_what_is_released_and_nothing_else(tmp_path):
    plan = adopted(tmp_path)
    start("Secret draft 2035", Period(date(2035, 4, 1), date(2038, 3, 31)))
    for returned, title in ((ON, "Wardens grant"), (None, "Unreturned grant")):
        new = police.NewGrantReturn(title, YEARS, Decimal(100), Decimal(90), None, returned, "")
        police.record_grant_return(PLACE, new, by=BY)
    other = Partnership.objects.create(
        slug="hill", name="Hill Partnership", short_name="Hill", nation="E", council_name="H"
    )
    officer = signed_in("policing-body")
    assert officer.get(f"/{PLACE}/work/").find("//a[@href='/policing/']"), (
        "it is reached from their own home page"
    )
    shown = officer.get("/policing/").text
    assert "Noise" in shown
    assert "Wardens grant" in shown
    assert "Unreturned grant" not in shown
    assert "Secret draft" not in shown
    assert other.name not in shown
    assert facts(plan).title in shown
    assert signed_in("member").client.get("/policing/").status_code == 403
