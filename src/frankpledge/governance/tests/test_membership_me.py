from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.governance.membership import asks, interests, services
from frankpledge.governance.membership.asks import AnswerForm, Ask
from frankpledge.governance.membership.written import NewTenure
from frankpledge.governance.models import InterestsConfirmed, RegisteredInterest
from frankpledge.governance.rules.membership.interests import Interest, bearing_on, confirm_by
from frankpledge.kernel.dates import Period
from frankpledge.kernel.people import system
from frankpledge.kernel.verdicts import NotFound, NotPermitted
from frankpledge.records.clock import fixed_at
from frankpledge.records.ids import new_id
from tests.pages import PageClient
from tests.worlds import the_demonstration

DEMO = Path(__file__).resolve().parents[4] / "demo" / "dorset"
BY = system("test")
ME = "/dorset/work/me/"


@pytest.fixture
def demo(db):
    the_demonstration()
    with fixed_at(datetime(2023, 6, 20, 12, tzinfo=UTC)):
        yield


def person(email):
    return User.objects.get(email=email)


def seat(email, slug, first=date(2020, 1, 1), standing="holder", partnership="dorset"):
    user = person(email)
    said = NewTenure(user.name, standing, Period(first), seat=slug, user=user.id)
    services.appoint(partnership, said, terms=None, by=BY)
    return user


@pytest.fixture
def police(demo):
    return PageClient(signed_in=seat("police@example.org", "police"))


@pytest.fixture
def only(monkeypatch):
    """Only the providers that a test registers."""
    monkeypatch.setattr(asks, "_PROVIDERS", [])


def test_a_member_is_asked_to_confirm_their_interests_and_answers_there_and_then(police):
    page = police.get(ME)
    assert "Confirm your registered interests" in page.text
    assert ("When convenient" in page.text, "Late" in page.text) == (True, False)
    assert {"My interests", "My calendar feed"} <= set(page.links)
    action = page.find("//form[contains(@action, 'interests/confirm')]/@action")[0]
    answer = police.post(action, {"back": "me"}, seen_at=ME)
    assert answer.headers["Location"] == ME
    assert "Nothing is asked of you." in police.get(ME).text
    with fixed_at(datetime(2024, 6, 19, 12, tzinfo=UTC)):
        assert "Nothing is asked of you." in police.get(ME).text
    with fixed_at(datetime(2024, 6, 20, 12, tzinfo=UTC)):
        assert "Confirm your registered interests" in police.get(ME).text
        assert "Today." in police.get(ME).text


def test_who_has_no_seat_is_not_asked_for_interests(demo):
    seat("police@example.org", "police")
    analyst = PageClient(signed_in=person("analyst@example.org"))
    assert "Nothing is asked of you." in analyst.get(ME).text


def test_one_sees_what_is_asked_of_oneself_and_of_ones_organisation_and_nothing_else(demo, only):
    mine, theirs = seat("police@example.org", "police"), seat("fire@example.org", "fire")

    def provider(whom):
        yield Ask("reply", f"Reply, {whom.name}", "/x/", date(2023, 6, 30))
        for slug, name in whom.organisations:
            yield Ask("report", f"Report of {slug}", "/y/", organisation=name)

    asks.register(provider)
    asks.register(provider)
    page = PageClient(signed_in=mine).get(ME)
    assert page.find("count(//h3[contains(., 'Reply,')])") == 1
    assert f"Reply, {mine.name}" in page.text
    assert "Report of dorset-police" in page.text
    assert "Asked of Dorset Police." in page.text
    assert theirs.name not in page.text
    assert "dorset-wiltshire-fire" not in page.text


def test_what_is_late_comes_first_and_what_has_no_day_last(demo, only):
    seat("police@example.org", "police")
    days = {
        "Overdue": date(2023, 6, 18),
        "Today": date(2023, 6, 20),
        "Later": date(2023, 7, 1),
        "Some day": None,
    }
    asks.register(lambda _: [Ask("action", what, "/x/", on) for what, on in reversed(days.items())])
    page = PageClient(signed_in=person("police@example.org")).get(ME)
    assert [one.text_content() for one in page.find("//h3/a")] == list(days)
    assert "18 June 2023, 2 days ago." in page.text
    assert page.find("count(//strong[normalize-space()='Late'])") == 1


def test_a_choice_is_offered_with_its_words_and_the_fields_of_two_never_mix(demo, only):
    seat("police@example.org", "police")
    form = AnswerForm(
        "/answer/",
        "Send",
        "Will you come?",
        (("yes", "Yes"), ("no", "No")),
        "",
        "Note",
        "",
        (("seat", "police"),),
    )
    asks.register(lambda _: [Ask("reply", f"Meeting {n}", "/x/", form=form) for n in (1, 2)])
    page = PageClient(signed_in=person("police@example.org")).get(ME)
    assert page.find("count(//input[@type='radio'])") == 4
    assert page.find("count(//input[@name='seat' and @value='police'])") == 2


def elsewhere(user):
    other = Partnership.objects.create(
        slug="other", name="Other Partnership", short_name="Other", nation="W", council_name="Other Council"
    )
    RoleAssignment.objects.create(user=user, partnership=other, role="member", starts_on=date(2020, 1, 1))
    return other


def test_the_page_of_all_partnerships_shows_only_those_one_serves(police, only):
    Partnership.objects.create(
        slug="third", name="Third Partnership", short_name="Third", nation="E", council_name="Third Council"
    )
    elsewhere(person("police@example.org"))
    asks.register(lambda whom: [Ask("action", f"Do it in {whom.partnership}", "/x/")])
    page = police.get("/me/")
    assert ("Do it in dorset" in page.text, "Do it in other" in page.text, "third" in page.text.lower()) == (
        True,
        True,
        False,
    )
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "All the partnerships you serve, on one page" in police.get(ME).links


def test_the_public_signs_in_first_and_a_stranger_finds_nothing(demo):
    assert PageClient().redirected("/me/").startswith("/accounts/login/")
    assert PageClient().redirected(ME).startswith("/accounts/login/")
    stranger = PageClient(signed_in=User.objects.create_user("stranger@example.org", "Stranger"))
    stranger.get(ME, status=404)
    assert "Nothing is asked of you." in stranger.get("/me/").text


# Interests --------------------------------------------------------------------------------------------------------


def new(user, whom="Example Housing Trust", since=date(2022, 1, 1)):
    said = interests.NewInterest(user.name, "other-body", whom, "Trustee", since, user.id)
    return interests.register_interest("dorset", said, by=BY)


def test_ones_own_interests_are_entered_shown_and_ended(police):
    typed = {"kind": "land", "with_whom": "Example Street", "nature": "House", "since": "2023-01-01"}
    assert police.post(f"{ME}interests/add/", typed).status_code == 302
    page = police.get(f"{ME}interests/")
    assert "Example Street" in page.text
    href = page.find("//a[contains(., 'Has ended')]/@href")[0]
    assert police.post(href, {"on": "2023-06-01", "because": "sold"}).status_code == 302
    row = RegisteredInterest.objects.get()
    assert (row.ends_on, row.ended_because) == (date(2023, 6, 1), "sold")
    assert "Ended" in police.get(f"{ME}interests/").text


def test_a_mistake_in_an_entry_is_explained_and_nothing_typed_is_lost(police):
    page = police.post_page(
        f"{ME}interests/add/", {"kind": "", "with_whom": "Example", "since": "x"}, status=422
    )
    assert "Choose the kind" in page.text
    assert page.find("//input[@name='with_whom']/@value") == ["Example"]


def test_nobody_ends_or_confirms_what_is_somebody_elses(police):
    other = seat("fire@example.org", "fire")
    made = new(other)
    police.get(f"{ME}interests/{made}/end/", status=404)
    assert police.post(f"{ME}interests/{made}/end/", {"on": "2023-06-01"}, seen_at=ME).status_code == 404
    assert "Example Housing" not in police.get(f"{ME}interests/").text
    from frankpledge.directory import api as directory

    mine = directory.principal_for(person("police@example.org").id, on=date(2023, 6, 20))
    with pytest.raises(NotPermitted):
        interests.confirm_interests("dorset", user=other.id, by=mine)
    with pytest.raises(NotPermitted):
        interests.end_interest("dorset", made, on=date(2023, 6, 1), because="", by=mine)
    stranger = directory.principal_for(
        User.objects.create_user("s@example.org", "S").id, on=date(2023, 6, 20)
    )
    with pytest.raises(NotFound):
        interests.end_interest("dorset", made, on=date(2023, 6, 1), because="", by=stranger)
    assert InterestsConfirmed.objects.count() == 0


def test_the_office_enters_an_interest_and_sees_the_register_of_a_day(demo):
    user = seat("fire@example.org", "fire")
    office = PageClient(signed_in=person("officer@example.org"))
    address = "/dorset/work/members/interests/"
    typed = {
        "who": str(user.id),
        "kind": "gift",
        "with_whom": "Firm",
        "nature": "Lunch",
        "since": "2023-02-01",
    }
    assert office.post(f"{address}add/", typed).status_code == 302
    assert "Firm" in office.get(address).text
    assert "Firm" not in office.get(f"{address}?on=2023-01-31").text
    assert "Not yet confirmed by the member" in office.get(address).text


def entry(whom, last=None):
    return Interest(new_id(), "Ann", None, "other", whom, "Trustee", Period(date(2022, 1, 1), last), "", 1)


def test_an_interest_bears_on_an_item_that_names_whom_it_is_with():
    one = entry("Example Housing Trust")
    assert [b.words for b in bearing_on([one], "Grant to Example Housing", date(2023, 1, 1))] == [
        ("example", "housing")
    ]
    assert bearing_on([one], "Minutes of the last meeting", date(2023, 1, 1)) == ()
    assert bearing_on([one], "A report on the Trust board", date(2023, 1, 1)) == ()
    over = entry("Example Housing Trust", date(2022, 12, 31))
    assert bearing_on([over], "Grant to Example Housing", date(2023, 1, 1)) == ()


def test_the_next_look_is_twelve_months_after_the_last():
    assert confirm_by(date(2020, 1, 1), ()) == date(2020, 1, 1)
    assert confirm_by(date(2020, 1, 1), (date(2022, 2, 28), date(2023, 2, 28))) == date(2024, 2, 28)


def test_my_page_asks_the_database_as_often_however_much_there_is(police):
    def asked():
        with CaptureQueriesContext(connection) as found:
            police.client.get(ME)
        return len(found)

    asked()
    before = asked()
    user = person("police@example.org")
    for number in range(10):
        new(user, f"Body {number}")
    assert asked() == before
