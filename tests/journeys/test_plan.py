"""From the assessment to a change of priority: analyst, manager, board, council, measure, report, on real pages."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.assessment import services as assessment
from frankpledge.assessment.tests.fakes import FakeEvidence, install
from frankpledge.assessment.tests.world import DEMO, EDITION, ISSUES, JUDGED
from frankpledge.audit.api import check_chain
from frankpledge.directory.models import RoleAssignment, User
from frankpledge.evidence import services as evidence
from frankpledge.governance.models import Reply
from frankpledge.governance.tests.running_makers import CLERK, SEATS, make_meeting, make_world, person
from frankpledge.kernel.dates import short_date
from frankpledge.plans import api as plans
from frankpledge.records import clock
from tests.journeys.test_meeting import Hand, Keys, signs_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAN, MEETING = "/vale/work/plan/", "/vale/work/meetings/meeting/today/"
TITLE = "Safety plan"
PROGRESS = ("[texts]", '[texts]\nprogress = ["Two of the three steps of last year’s plan were taken."]')
"""Without this part, which the law asks for, the desk would not issue the assessment."""
DATASET = (
    'title = "Counts"\nsupplier = "Police"\nlicence = "None"\nmarking = "OFFICIAL"\nmeasures = "exact"\n'
)


def table() -> str:
    """Two years and what there is of this one: fewer each year."""
    this = clock.today()
    months = [(year, month) for year in range(this.year - 2, this.year + 1) for month in range(1, 13)]
    rows = [
        f"Abuse,Vale,{year}-{month:02d},{120 - 30 * (year - this.year + 2)}"
        for year, month in months
        if (year, month) < (this.year, this.month)
    ]
    return "\n".join(["measure,area,period,value", *rows, ""])


@pytest.fixture
def world(live_server, tmp_path, monkeypatch):
    """A body with a meeting today and one ahead, an assessment that nobody has ranked yet, and counts by month."""
    made = make_world()
    made.meeting, made.items = make_meeting(made.place, "today", clock.today())
    for seat in SEATS[:4]:
        Reply.objects.create(
            meeting=made.meeting,
            seat=seat,
            person_name=person(seat),
            answer="attending",
            given_at=clock.now(),
        )
    for role in ("analyst", "manager"):
        made.users[role] = User.objects.create_user(f"vale-{role}@example.invalid", f"Invented {role}")
        RoleAssignment.objects.create(
            user=made.users[role], partnership=made.place, role=role, starts_on=date(2020, 1, 1)
        )
    fake = FakeEvidence()
    fake.yearly("abuse", y2019=2400, y2020=3000)
    fake.yearly("nuisance", y2019=12000, y2020=12000)
    fake.shares["abuse-views"] = {"2020": ("25", 23.0, 27.0)}
    fake.shares["nuisance-views"] = {"2020": ("35", 33.0, 37.0)}
    install(monkeypatch, fake)
    files = {
        "issues.toml": ISSUES, "scheme.toml": (DEMO / "scheme.toml").read_text(encoding="utf-8"),
        "scores.toml": EDITION.format(edition="2020-21", period="2020").replace(*PROGRESS), "data/dataset.toml": DATASET, "data/counts.csv": table(),
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assessment.load("vale", tmp_path, by=CLERK)
    assessment.record_scores("vale", "2020-21", JUDGED, by=CLERK)
    evidence.import_paths("vale", [tmp_path / "data"], by=CLERK)
    return made


def publishes_the_assessment(analyst) -> None:
    analyst.traveller.goes_to("/vale/work/assessment/")
    analyst.presses("Rank it now")
    analyst.reads("Abuse at home")
    analyst.follows("Publish it: issue the public version")
    analyst.presses("Issue Strategic assessment")
    analyst.reads("The public can read it and open its numbers.")


def drafts_priorities(manager) -> None:
    """By keyboard alone: an edition is begun, and its priorities are taken from the ranking."""
    this = clock.today()
    first = date(this.year if this.month > 3 else this.year - 1, 4, 1)
    manager.traveller.goes_to(f"{PLAN}new/")
    manager.writes("What is it called?", TITLE)
    manager.types_day("First day", first)
    manager.types_day("Last day", date(first.year + 3, 3, 31))
    manager.presses("Start the draft")
    manager.follows("Draft priorities from the assessment")
    manager.chooses("Ranked 1st: Abuse at home", "Make it a priority")
    manager.chooses("Ranked 2nd: Nuisance", "Monitor it")
    manager.writes("We chose otherwise for Nuisance because", "Wardens deal with it.")
    manager.presses("Draft them")
    manager.reads("2 issues taken from Assessment 2020-21")


def board_carries_it(manager, clerk) -> None:
    manager.traveller.goes_to(f"{PLAN}safety-plan/adoption/")
    manager.presses("Adopt the plan by the decisions recorded")
    manager.reads("The partnership has not decided on it yet.")
    manager.chooses("Which meeting is to decide on it?", f"Today meeting, {short_date(clock.today())}")
    manager.presses("Put it on the agenda")
    manager.reads("On the agenda")
    clerk.traveller.goes_to(f"{MEETING}run/")
    clerk.presses("Open it: they are here as they replied")
    clerk.presses(f"Go to it : {TITLE}")
    clerk.presses("Agreed")
    clerk.reads(f"Agreed: That {TITLE} is agreed.")
    clerk.opens("Close the meeting")
    clerk.presses("Close the meeting")


def council_adopts_it(manager) -> None:
    manager.traveller.goes_to(f"{PLAN}safety-plan/adoption/")
    manager.reads("The Partnership agreed it")
    manager.writes("When did it decide?", clock.today().isoformat())
    manager.writes("In which words?", "The plan is adopted.")
    manager.writes("Where is that recorded?", "Minutes of the council")
    manager.presses("Record the council’s decision")
    manager.presses("Adopt the plan by the decisions recorded")
    manager.reads("Adopted within the same month")


def measures_run(manager) -> None:
    manager.traveller.goes_to(f"{PLAN}measures/new/")
    manager.writes("What is measured", "Abuse known to the police")
    manager.chooses("Fed by the imported data", "Abuse")
    manager.picks("Lower is better")
    manager.chooses("Priority", "Abuse at home")
    manager.presses("Set it up")
    manager.reads("Better")
    manager.traveller.goes_to(f"{PLAN}board/")
    manager.reads("1 better")
    manager.traveller.goes_to(PLAN)
    manager.reads("Every priority has a number.")


def reports_the_quarter(manager) -> None:
    manager.traveller.goes_to(f"{PLAN}performance/")
    manager.reads("Abuse known to the police. Better:")


def changes_a_priority(manager) -> None:
    manager.traveller.goes_to(f"{PLAN}safety-plan/edit/priorities/abuse/")
    manager.writes("What should change because of it?", "Fewer people are harmed again by the same person.")
    manager.presses("Amend and issue")
    manager.reads("Why is the plan amended? Write something")
    manager.writes("Why is the plan amended?", "Repeat harm is what the quarter’s report shows.")
    manager.presses("Amend and issue")
    manager.reads("The plan is amended: issue 2.")
    manager.traveller.goes_to(f"{PLAN}safety-plan/adoption/")
    manager.reads("Repeat harm is what the quarter’s report shows.")


def test_from_the_assessment_to_a_change_of_priority(travel, world):
    analyst, clerk = (Hand(signs_in(travel(), world.users[who])) for who in ("analyst", "clerk"))
    publishes_the_assessment(analyst)
    drafts_priorities(Keys(signs_in(travel(width=1280), world.users["manager"])))
    manager = Hand(signs_in(travel(width=375), world.users["manager"]))
    board_carries_it(manager, clerk)
    council_adopts_it(manager)
    measures_run(manager)
    reports_the_quarter(manager)
    changes_a_priority(manager)
    made = plans.plan("vale", "safety-plan")
    assert [(one.slug, one.kind) for one in made.priorities] == [
        ("abuse", "priority"),
        ("nuisance", "monitored"),
    ]
    assert [one.number for one in made.issues] == [1, 2]
    assert check_chain("vale").broken_at is None
