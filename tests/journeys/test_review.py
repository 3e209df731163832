"""One review of an invented death, from the notice until it is concluded, by nine people, guests among them, in a browser."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from frankpledge.audit.api import check_chain
from frankpledge.directory.models import Organisation
from frankpledge.governance.models import AgendaItem, Decision, Tenure
from frankpledge.governance.terms.services import record_terms
from frankpledge.governance.tests.running_makers import CLERK, SEATS, TERMS, make_meeting, person
from frankpledge.records import clock
from frankpledge.reviews.models import Case, DocumentScan
from frankpledge.reviews.rules.anonymity import CHECKS
from frankpledge.reviews.tests.casework_cast import SLUG, make_casework
from frankpledge.reviews.tests.test_vault import docx
from tests.journeys.test_meeting import signs_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CASES = f"/{SLUG}/work/reviews/cases/"
POLICE = "Vale Police"
PARTS = {
    "vice-chair": "", "chair": "", "independent-chair": "", "panel": "", "imr-author": POLICE, "member": POLICE, "signer": "",
}  # fmt: skip
NAME = "Merrial Quillfeather"
MEETING = f"/{SLUG}/work/meetings/meeting/today/"
ON_THE_AGENDA = {
    "agree-review-report": "That the report is agreed.",
    "conclude-review": "That the review is concluded.",
}
"""What the partnership is asked today, each about the review by its reference: nothing else of it stands on an agenda."""


class Person:
    """Somebody with a part in the review, at a browser of their own. A page of a kind not met before is looked at whole."""

    met: set[str]

    def __init__(self, traveller, cast, part: str, met: set[str]) -> None:
        self.traveller = signs_in(traveller, cast.people[part])
        self.page, self.cast, self.met = traveller.page, cast, met

    @property
    def here(self) -> str:
        return f"{CASES}{self.cast.case}/"

    def goes(self, path: str) -> None:
        self.page.goto(self.traveller.base + path)
        self.looks()

    def looks(self) -> None:
        shape = re.sub(r"[0-9a-f-]{36}|record/.*", "", self.page.url) + str(self.page.viewport_size["width"])
        if shape in self.met:
            assert self.traveller.complaints == [], self.page.url
            return
        self.met.add(shape)
        self.traveller.looks()

    def fills(self, said: dict[str, object]) -> None:
        for name, value in said.items():
            box = self.page.locator(f"[name='{name}']").first
            assert box.count(), f"no field {name} at {self.page.url}: {self.page.locator('h1').inner_text()}"
            kind = box.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase()")
            if kind in {"radio", "checkbox"}:
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f"[name='{name}'][value='{one}']").check()
            elif kind == "select":
                box.select_option(value=str(value))
            elif kind == "file":
                box.set_input_files(value)
            else:
                box.fill(str(value))

    def presses(self, words: str) -> None:
        self.clicks(self.page.get_by_role("button", name=words, exact=True).first)

    def clicks(self, leading) -> None:
        with self.page.expect_navigation():
            leading.click()
        self.looks()

    def records(self, kind: str, **said: object) -> None:
        """Record an entry of today, or of the day of the decision that it needs."""
        self.goes(f"{self.here}record/{kind}/")
        self.fills(said if "decision" in said else {"on": clock.today().isoformat(), **said})
        self.presses("Record it")
        self.traveller.reads("Recorded.")

    def reads(self, words: str) -> None:
        self.traveller.reads(words)


@pytest.fixture
def cast(live_server, tmp_path, settings):
    """The people, none of them with a part yet, and a meeting of the partnership today with an empty agenda."""
    settings.HOME = tmp_path
    made = make_casework()
    record_terms(SLUG, TERMS, by=CLERK)
    make_meeting(made.partnership, "today", clock.today())
    AgendaItem.objects.all().delete()
    for seat in SEATS[:3]:
        body = Organisation.objects.create(slug=seat, name=seat, kind="OTHER", starts_on=date(2020, 1, 1))
        Tenure.objects.create(partnership=made.partnership, seat=seat, person_name=person(seat), organisation=body, starts_on=date(2020, 1, 1))  # fmt: skip
    return made


def the_meeting_is_prepared(clerk) -> None:
    """Whoever clerks puts what is to be decided on the agenda, in words that say nothing of the review, and notes who comes."""
    for number, (effect, words) in enumerate(ON_THE_AGENDA.items(), start=1):
        clerk.goes(f"{MEETING}agenda/new/")
        clerk.fills({"title": f"Item {number}", "kind": "decide", "effect": effect, "about": "r-alder", "recommendation": words,
                     "is_closed": "on", "closed_because": "It is about a death", "public_title": "A private item"})  # fmt: skip
        clerk.presses("Add the item")
        clerk.reads(f"Item {number}")
    for seat in SEATS[:3]:
        clerk.goes(f"{MEETING}replies/for/")
        clerk.fills({"who": f"{seat}|{person(seat)}", "answer": "attending"})
        clerk.presses("Record the answer")
        clerk.reads(person(seat))


def the_partnership_agrees(clerk, number: int, words: str) -> None:
    """The members agree an item of the meeting; whoever keeps its record learns nothing else of the review."""
    clerk.goes(f"{MEETING}run/")
    if number == 1:
        clerk.presses("Open it: they are here as they replied")
    clerk.presses(f"Go to it : Item {number}")
    clerk.presses("Agreed")
    clerk.reads(f"Agreed: {words}")
    assert "Hazel" not in clerk.page.content()


def opens_the_review(coordinator, cast) -> None:
    coordinator.goes(f"{CASES}new/")
    today = clock.today().isoformat()
    coordinator.fills({"reference": "r-alder", "codename": "Alder", "on": today, "source": "police", "channel": "secure form",
                       "died": "2026-01", "people": "Rowan", "young": "no", "role": "leading"})  # fmt: skip
    coordinator.presses("Open it")
    coordinator.reads("Everything on this page is invented")
    cast.case = Case.objects.get().id
    coordinator.goes(f"{coordinator.here}people/new/")
    for part, agency in PARTS.items():
        coordinator.fills({"user": str(cast.people[part].id), "part": part, "organisation": agency, "purpose": "takes part in it"})  # fmt: skip
        coordinator.presses("Give it")
        coordinator.reads(f"Example {part} has the part from now on")


def asks_what_is_known(coordinator) -> None:
    due = (clock.today() + timedelta(14)).isoformat()
    coordinator.records("agency-asked", agency=POLICE, due=due)
    coordinator.goes(f"{coordinator.here}documents/secure-records/sent/")
    coordinator.fills({"to": POLICE, "how": "secure email", "on": clock.today().isoformat()})
    coordinator.presses("Record that it was sent")
    coordinator.reads("the file as it was sent")
    coordinator.records("agency-replied", agency=POLICE, known="yes", secured="yes")
    coordinator.records("scoping-met", present="police, council", advice="The criteria are met.")
    coordinator.goes(f"{coordinator.here}criteria/")
    answers = {"has_died": "yes", "is_sixteen": "yes", "intimate": "yes", "harm": "yes"}
    coordinator.fills({**answers, **{f"{name}-because": "the notice says so" for name in answers}})
    coordinator.presses("Record the answers")
    coordinator.reads("The decision: the chair decides whether to hold a review")


def the_vice_chair_decides(coordinator, chair, vice_chair, cast) -> None:
    """The chair knew the family: from that moment there is no such review for them, and the vice-chair decides."""
    coordinator.goes(f"{coordinator.here}conflict/")
    coordinator.fills({"user": str(cast.people["chair"].id), "relation": "a friend of the family", "source": "reported"})  # fmt: skip
    coordinator.presses("Record it")
    chair.goes(CASES)
    assert "Alder" not in chair.page.content()
    chair.page.goto(chair.traveller.base + chair.here)
    assert chair.traveller.heading == "Page not found"
    chair.traveller.complaints.clear()
    vice_chair.records("decided", outcome="review", decider="vice-chair", why_not_chair="a conflict of interest",
                       consulted="all members", reasons="Each criterion is met.")  # fmt: skip
    coordinator.records("home-office-told", how="secure email")


def the_panel_works(coordinator, independent, author) -> None:
    coordinator.records("family-person", label="Hazel", relation="sister", channel="letter", language="English",
                        who="the independent chair", wish="Say what she loved")  # fmt: skip
    coordinator.records("advocacy-offered", label="Hazel", service="an independent service")
    coordinator.records("appointed", part="independent-chair", name="Iris Example", contact="no", independence="None of these agencies.")  # fmt: skip
    independent.records("panel-met", present="all", done="Met each other", declared="yes")
    independent.records("terms-drafted", version="1", scope_from="2020", scope_to="2026-01", why_from="first contact", lines="What was known\nWhat was done", equality="Each looked at")  # fmt: skip
    independent.records("terms-agreed", version="1", agreed_by="the panel", family_asked="yes")
    coordinator.records("imr-asked", agency=POLICE, due=(clock.today() + timedelta(60)).isoformat())
    author.records(
        "imr-draft", agency=POLICE, author="an inspector", independent="no", lessons="Ask each time"
    )
    assert "Hazel" not in author.page.content()
    assert "Iris" not in author.page.content()
    author.records("imr-final", agency=POLICE, signed="an assistant chief constable")
    coordinator.goes(f"{coordinator.here}chronology/")
    sheet = b"Date,Event,Action taken\n3 April 2019,A call,None\n04/05/2019,A visit,Recorded\n"
    coordinator.fills({"agency": POLICE, "order": "unsaid", "file": {"name": "p.csv", "mimeType": "text/csv", "buffer": sheet}})  # fmt: skip
    coordinator.clicks(coordinator.page.locator("form[enctype] button").first)
    coordinator.clicks(coordinator.page.locator("form[action$='confirm/'] button"))
    coordinator.goes(f"{coordinator.here}chronology/")
    coordinator.reads("A visit")


def the_report_is_agreed(coordinator, independent, member, clerk) -> None:
    independent.records(
        "part-written", part="tribute", text="She kept bees, and knew every neighbour by name."
    )
    independent.records("draft-made", version="1")
    independent.records("recommendation-made", id="1", text="Ask everybody, each time, whether they are safe at home", themes=["T01"],
                        change="training", agency=POLICE, level="single", stage="identify", council="yes")  # fmt: skip
    independent.records(
        "panel-agreed", agreed="all but health", dissent="Health: the report is hard on its staff"
    )
    coordinator.records("reading-offered", label="Hazel", where="at home, with her advocate")
    coordinator.records("reading-held", label="Hazel", answer="read", comments="A garden was added")
    due = (clock.today() + timedelta(90)).isoformat()
    member.records("recommendation-accepted", id="1", agency=POLICE, owner="head of training", due=due, action="A course for all")  # fmt: skip
    coordinator.records("self-checked", items=["bias", "control"])
    the_partnership_agrees(clerk, 1, ON_THE_AGENDA["agree-review-report"])
    coordinator.records("partnership-agreed", decision=decided("agree-review-report"))
    coordinator.records("submitted", how="secure email")
    coordinator.records("qa", outcome="publish-after-changes", points="Say more about money")
    coordinator.records("qa-answered", point="1", response="A part was added")
    coordinator.records("qa-cleared", how="letter")


def decided(effect: str) -> str:
    return Decision.objects.get(effect=effect).slug


def it_is_published(coordinator, panel, signer) -> None:
    coordinator.records("publication-prepared", family="yes", children="none", staff="yes")
    coordinator.goes(f"{coordinator.here}vault/people/new/")
    coordinator.fills({"label": "Rowan", "role": "victim", "agreed": "on"})
    coordinator.presses("Keep it")
    coordinator.goes(f"{coordinator.here}vault/new/")
    coordinator.fills({"kind": "name", "values": NAME})
    coordinator.presses("Seal it")
    where = ""
    for words in (f"{NAME} loved her garden.", "Rowan loved her garden."):
        coordinator.goes(f"{coordinator.here}anonymity/")
        file = {"name": "report.docx", "mimeType": "application/octet-stream", "buffer": docx(words)}
        coordinator.fills({"document": file})
        coordinator.clicks(coordinator.page.locator("form[enctype] button").first)
        where = coordinator.page.url.removeprefix(coordinator.traveller.base)
        assert NAME not in coordinator.page.content()
    for one in (panel, signer):
        one.goes(where)
        one.fills({"confirmed": list(CHECKS)})
        one.presses("Sign")
        one.reads("You have signed")
    coordinator.goes(f"{where}publish/")
    coordinator.fills({"address": "/reviews/alder", "on": clock.today().isoformat()})
    coordinator.presses("Record it")
    coordinator.reads("Published; its actions are followed")


def the_lesson_is_followed(coordinator, member, clerk) -> None:
    for recipient in ("domestic-abuse-commissioner", "family"):
        coordinator.records("copy-sent", recipient=recipient, what="the report", how="secure email")
    member.records("evidence-added", id="1", evidence="Lists of those who came")
    member.records("action-done", id="1", agency=POLICE)
    coordinator.goes(f"{coordinator.here}record/action-assured/")
    said = {"on": clock.today().isoformat(), "id": "1", "how": "Twenty records were read"}
    coordinator.fills({**said, "by_agency": POLICE})
    coordinator.presses("Record it")
    coordinator.reads("somebody else assures that it is done")
    coordinator.fills({"by_agency": "Vale Council"})
    coordinator.presses("Record it")
    coordinator.records("effect-audited", id="1", result="embedded", finding="Four in five are asked")
    coordinator.reads("The change has held")
    coordinator.reads("The partnership concludes the review at its meeting")
    the_partnership_agrees(clerk, 2, ON_THE_AGENDA["conclude-review"])
    coordinator.records("concluded", decision=decided("conclude-review"))
    coordinator.reads("The partnership concluded the review.")


def test_a_review_from_the_notice_until_it_is_concluded_by_nine_people(travel, cast):
    met: set[str] = set()
    phone, plain = {"width": 375}, {"script": False}
    windows = {"coordinator": {}, "chair": plain, "vice-chair": phone, "independent-chair": {}, "imr-author": plain,
               "member": phone, "panel": plain, "signer": phone, "outsider": {}}  # fmt: skip
    people = {part: Person(travel(**how), cast, part, met) for part, how in windows.items()}
    coordinator, clerk = people["coordinator"], people["outsider"]
    opens_the_review(coordinator, cast)
    asks_what_is_known(coordinator)
    the_vice_chair_decides(coordinator, people["chair"], people["vice-chair"], cast)
    the_panel_works(coordinator, people["independent-chair"], people["imr-author"])
    the_meeting_is_prepared(clerk)
    the_report_is_agreed(coordinator, people["independent-chair"], people["member"], clerk)
    it_is_published(coordinator, people["panel"], people["signer"])
    the_lesson_is_followed(coordinator, people["member"], clerk)
    assert DocumentScan.objects.get(standing_hits=0).document in str(
        Case.objects.get().events.get(kind="published").data
    )
    assert check_chain(SLUG).broken_at is None
