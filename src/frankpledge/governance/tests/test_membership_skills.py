from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.directory import api as directory
from frankpledge.directory.models import Partnership, User
from frankpledge.governance import home
from frankpledge.governance.membership import services, skills
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.models import SkillsAnswer, SkillsReview
from frankpledge.governance.rules.membership.skills import Area, Level, areas_in, state_of, who_asks
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.toml_files import read_text
from frankpledge.kernel.verdicts import NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.web.pictures import BeadState
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
HOME = "/dorset/work/members/skills/"
ONE = Area("law", "Law", "", each=1, one=2)


# Rules ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nation", "on", "is_law"),
    [
        ("W", date(2024, 6, 1), True),
        ("E", date(2024, 6, 1), False),
        ("E", date(2011, 5, 31), True),
        ("E", date(2011, 6, 1), False),
    ],
)
def test_the_law_asks_for_the_review_in_wales_and_asked_in_england_until_2011(nation, on, is_law):
    assert who_asks(nation, on).is_law is is_law


def test_the_review_is_due_at_the_end_of_the_financial_year_and_was_nobodys_before_the_law():
    assert who_asks("W", date(2024, 4, 1)).due_on == date(2025, 3, 31)
    assert who_asks("W", date(2024, 3, 31)).due_on == date(2024, 3, 31)
    assert who_asks("W", date(2006, 3, 31)) is None


def level(person, own=None, agreed=None, area="law"):
    return Level(person, area, own, agreed)


@pytest.mark.parametrize(
    ("levels", "met", "below"),
    [
        ([level("a", 2), level("b", 1)], True, ()),
        ([level("a", 1), level("b", 1)], False, ()),
        ([level("a", 2), level("b", 0)], True, ("b",)),
        ([level("a", 1)], None, ()),
        ([level("a", 2)], True, ()),
        ([level("a", 3, agreed=1), level("b", 1)], False, ()),
        ([level("a", 2), level("b", 1), level("gone", 3)], True, ()),
        ([level("gone", 3), level("a", 1), level("b", 1)], False, ()),
        ([], None, ()),
    ],
)
def test_an_area_is_met_by_one_who_attends_and_hangs_on_those_who_have_not_answered(levels, met, below):
    found = state_of([ONE], ["a", "b"], levels)[0]
    assert (found.met, found.below) == (met, below)


@given(st.lists(st.sampled_from([None, 0, 1, 2, 3]), min_size=1, max_size=6))
def test_one_more_good_answer_never_makes_a_gap(levels):
    people = [str(n) for n in range(len(levels))]
    before = state_of([ONE], people, [level(p, own) for p, own in zip(people, levels, strict=True)])[0]
    after = state_of(
        [ONE],
        people,
        [level(p, 3 if n == 0 else own) for n, (p, own) in enumerate(zip(people, levels, strict=True))],
    )[0]
    assert after.met is True
    assert set(after.below) <= set(before.below)


def test_a_file_of_areas_with_a_level_there_is_not_is_refused_with_its_row():
    file = read_text('[[area]]\nslug = "law"\ntitle = "Law"\neach = 9\none = 1\n', "skills.toml")
    areas_in(file)
    with pytest.raises(Unusable, match=r"skills.toml, row 1.*‘each’ is 9, which is no level"):
        file.check()
    assert len(skills.known_areas()) >= 5


# Record -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def demo(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        for email, seat in (("police@example.org", "police"), ("fire@example.org", "fire")):
            user = User.objects.get(email=email)
            said = NewTenure(user.name, "holder", Period(date(2020, 1, 1)), seat=seat, user=user.id)
            services.appoint("dorset", said, terms=None, by=BY)
        yield


def client(email):
    return PageClient(signed_in=User.objects.get(email=email))


def principal(email):
    return directory.principal_for(User.objects.get(email=email).id, on=date(2023, 6, 20))


def test_a_review_is_begun_answered_agreed_closed_and_printed_in_four_formats(demo):
    office, police = client("officer@example.org"), client("police@example.org")
    assert "by local custom" in office.get(HOME).text
    assert office.post(f"{HOME}begin/", {}, seen_at=HOME).status_code == 302
    made = SkillsReview.objects.get()
    assert (made.strength, made.year, made.due_on) == ("LOCAL", "2023/24", date(2024, 3, 31))
    assert "Say what you know" in police.get("/dorset/work/me/").text
    mine = f"/dorset/work/me/skills/{made.id}/"
    assert police.post(mine, {"duties": "2", "evidence": "0"}).status_code == 302
    assert SkillsAnswer.objects.count() == 2
    assert "8 areas" in police.get("/dorset/work/me/").text
    page = office.get(f"{HOME}{made.id}/")
    assert "Not known: 1 of 2 have not answered" in page.text
    agree = next(href for words, href in page.links.items() if words == "Invented Superintendent")
    typed = {
        "level-evidence": "1",
        "what-evidence": "A morning with the analyst",
        "by-evidence": "2023-09-01",
    }
    assert office.post(agree, typed).status_code == 302
    row = SkillsAnswer.objects.get(area="evidence")
    assert (row.own_level, row.agreed_level, row.what_is_done) == (0, 1, "A morning with the analyst")
    for fmt, start in (("html", b"<!"), ("pdf", b"%PDF"), ("docx", b"PK"), ("odt", b"PK")):
        answer = office.client.get(f"{HOME}{made.id}/{fmt}/")
        assert (answer.status_code, answer.content[: len(start)].lower()) == (200, start.lower())
    assert office.client.get(f"{HOME}{made.id}/txt/").status_code == 404
    assert office.post(f"{HOME}{made.id}/close/", {"conclusion": "Met."}).status_code == 302
    with pytest.raises(Refused, match="closed"):
        skills.answer("dorset", made.id, {"duties": 1}, by=principal("police@example.org"))
    assert "Nothing is asked" not in client("fire@example.org").get("/dorset/work/me/").text


def test_one_years_review_is_begun_once(demo):
    skills.open_review("dorset", by=BY)
    with pytest.raises(Refused, match="2023/24 has been begun"):
        skills.open_review("dorset", by=BY)
    with fixed_at(datetime(2024, 4, 1, 12, tzinfo=UTC)):
        skills.open_review("dorset", by=BY)


def test_nobody_answers_for_somebody_else_or_sees_their_answers(demo):
    made = skills.open_review("dorset", by=BY)
    with pytest.raises(NotPermitted):
        skills.answer("dorset", made, {"duties": 1}, by=principal("analyst@example.org"))
    skills.answer("dorset", made, {"duties": 3}, by=principal("fire@example.org"))
    page = client("police@example.org").get(f"{HOME}{made}/")
    assert "Invented Station Manager" not in page.text
    client("police@example.org").get(f"{HOME}{made}/agree/?person=0", status=403)
    client("analyst@example.org").get(f"/dorset/work/me/skills/{made}/", status=404)
    client("officer@example.org").get(f"{HOME}{made}/agree/?person=99", status=404)


@pytest.mark.parametrize(
    ("levels", "words"), [({"nothing": 1}, "does not ask about"), ({"duties": 7}, "no level")]
)
def test_an_answer_that_makes_no_sense_is_refused(demo, levels, words):
    made = skills.open_review("dorset", by=BY)
    with pytest.raises(Refused, match=words):
        skills.answer("dorset", made, levels, by=principal("fire@example.org"))


def test_the_year_ring_says_whether_law_or_custom_asks(demo):
    place = directory.partnership("dorset")

    def bead():
        return next(one for one in home.duties(PUBLIC, place, date(2023, 6, 20)) if "knowledge" in one.what)

    assert (bead().state, bead().source) == (BeadState.UNKNOWN, "Local custom")
    made = skills.open_review("dorset", by=BY)
    assert bead().state is BeadState.NOW
    skills.close_review("dorset", made, conclusion="Met.", by=BY)
    assert bead().state is BeadState.DONE
    Partnership.objects.filter(slug="dorset").update(nation="W")
    place = directory.partnership("dorset")
    assert bead().source != "Local custom"
