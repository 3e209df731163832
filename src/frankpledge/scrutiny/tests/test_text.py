"""Writing a report's text: numbers in the margin, versions, two people at once, outlines, background papers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.publishing import services as publishing
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny import building, kept_papers, queries, services, setting_out
from frankpledge.scrutiny import text_services as writing
from frankpledge.scrutiny.models import BlockVersion
from frankpledge.scrutiny.rules import editing
from frankpledge.scrutiny.tests.built import REPORT, said

pytestmark = pytest.mark.django_db
OFFICER, OTHER = system("First writer"), system("Second writer")
NOW = datetime(2021, 2, 1, 9, tzinfo=UTC)
ABUSE, FIRST = "domestic-abuse-8", "domestic-abuse-1"
"""The paragraph with the bound percentage, and another."""


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.STORE = tmp_path
    with fixed_at(NOW):
        yield


@pytest.fixture
def evidence(monkeypatch):
    return install(monkeypatch, demo_evidence())


@pytest.fixture
def edition(evidence):
    Partnership.objects.create(
        slug="dorset",
        name="Example Partnership",
        short_name="Example",
        nation="E",
        council_name="Example Council",
    )
    return services.load_report("dorset", REPORT, by=OFFICER)


@pytest.fixture
def officer(client, edition):
    user = User.objects.create_user("officer@example.org", "officer")
    RoleAssignment.objects.create(
        user=user,
        partnership=Partnership.objects.get(slug="dorset"),
        role="officer",
        starts_on=date(2019, 4, 1),
    )
    client.force_login(user)
    return client


def at(name, **parts):
    return reverse(name, kwargs={"partnership": "dorset", "slug": "2020-21", **parts})


def standing(edition, key):
    edition.refresh_from_db()
    return editing.block_of(edition.content, key)


def read(edition, key):
    return editing.fingerprint(standing(edition, key))


def write(edition, key, text, *, by=OFFICER, seen=None):
    answers = {**editing.answers_of(standing(edition, key)), "text": text}
    writing.save_block("dorset", "2020-21", key, answers, read=seen or read(edition, key), by=by)


def outcomes(edition, key):
    edition.refresh_from_db()
    made = building.built(edition, known_at=NOW, remembers=False)
    return [(flag.stated, flag.outcome.value) for flag in made.flags if flag.block == key]


def test_a_number_is_bound_unbound_or_contradicted_as_it_is_written(edition):
    assert outcomes(edition, ABUSE) == [("23%", "confirmed"), ("dramatic increases", "judgement")]
    text = standing(edition, ABUSE)["text"]
    write(edition, ABUSE, text.replace("[[23%", "[[24%"))
    assert ("24%", "contradicted") in outcomes(edition, ABUSE)
    write(edition, ABUSE, text.replace("increase in the number", "increase to 1,900 calls, in the number"))
    assert outcomes(edition, ABUSE)[:2] == [("23%", "confirmed"), ("1,900", "unbound")]


def test_a_contradicted_number_bars_issue_and_its_remedy_lets_it_go(edition):
    write(edition, ABUSE, standing(edition, ABUSE)["text"].replace("[[23%", "[[24%"))
    with pytest.raises(Refused, match="24%"):
        publishing.issue_kind("dorset", "annual-report", by=OFFICER)
    writing.write_as_recorded("dorset", "2020-21", ABUSE, 1, "23%", read=read(edition, ABUSE), by=OFFICER)
    assert publishing.issue_kind("dorset", "annual-report", by=OFFICER) is not None


def test_an_unbound_number_that_the_tables_contradict_is_contradicted(edition):
    write(edition, FIRST, "Domestic abuse incidents rose from 2,340 in 2019 to 2,874 in 2020, a rise of 35%.")
    assert ("35%", "contradicted") in outcomes(edition, FIRST)
    write(edition, FIRST, "Domestic abuse incidents rose from 2,340 in 2019 to 2,874 in 2020, a rise of 23%.")
    assert ("23%", "unbound") in outcomes(edition, FIRST)


def test_two_people_who_write_in_two_places_both_succeed(edition):
    seen = read(edition, FIRST)
    write(edition, ABUSE, "Nothing can be said.", by=OTHER)
    write(edition, FIRST, "Another text.", seen=seen)
    assert standing(edition, ABUSE)["text"] == "Nothing can be said."
    assert standing(edition, FIRST)["text"] == "Another text."


def test_whoever_writes_over_another_is_shown_both_and_loses_nothing(edition, officer):
    seen = read(edition, FIRST)
    write(edition, FIRST, "Theirs.", by=OTHER)
    with pytest.raises(Conflict):
        write(edition, FIRST, "Mine.", seen=seen)
    shown = officer.post(at("report-text-block", key=FIRST), {"text": "Mine, and longer.", "read": seen})
    page = shown.content.decode()
    assert shown.status_code == 409
    assert "Theirs." in page
    assert "Mine, and longer." in page
    again = officer.post(
        at("report-text-block", key=FIRST), {"text": "Theirs and mine.", "read": read(edition, FIRST)}
    )
    assert again.status_code == 302
    texts = [row.text["text"] for row in BlockVersion.objects.filter(block=FIRST).order_by("number")]
    assert texts[1:] == ["Theirs.", "Theirs and mine."]
    assert texts[0].startswith("Domestic abuse is any incident")


def test_a_change_makes_the_report_a_draft_until_it_is_built_again(edition):
    services.build(edition, by=OFFICER)
    write(edition, FIRST, "Domestic abuse has a new definition.")
    edition.refresh_from_db()
    assert (edition.state, edition.known_at) == (edition.DRAFT, None)
    services.build(edition, by=OFFICER)
    assert "a new definition" in said(queries.looked_at(edition).document, "domestic-abuse")


def test_an_earlier_text_comes_back_and_so_does_what_was_taken_out(edition):
    before = standing(edition, FIRST)["text"]
    write(edition, FIRST, "Short.")
    writing.bring_back("dorset", "2020-21", FIRST, 1, by=OFFICER)
    assert standing(edition, FIRST)["text"] == before
    writing.take_out("dorset", "2020-21", FIRST, read=read(edition, FIRST), by=OFFICER)
    edition.refresh_from_db()
    with pytest.raises(editing.NoSuchBlock):
        editing.block_of(edition.content, FIRST)
    writing.bring_back("dorset", "2020-21", FIRST, 2, by=OFFICER)
    assert standing(edition, FIRST)["text"] == "Short."


def test_loading_the_file_again_keeps_what_was_written_on_the_page_as_versions(edition):
    write(edition, FIRST, "Written here.")
    services.load_report("dorset", REPORT, by=OFFICER)
    assert standing(edition, FIRST)["text"] != "Written here."
    assert BlockVersion.objects.filter(block=FIRST, text__text="Written here.").exists()


def test_an_unbound_number_is_tied_to_the_figure_that_agrees(edition, officer):
    write(edition, FIRST, "There were 2,874 incidents.")
    page = officer.get(at("report-text-block", key=FIRST)).content.decode()
    assert "Tie to" in page
    binding = "measure-sum:measure=domestic-abuse-incidents&period=2020"
    said_back = {"number": "1", "read": read(edition, FIRST), "binding": binding}
    assert officer.post(at("report-text-tie", key=FIRST), said_back).status_code == 302
    assert outcomes(edition, FIRST) == [("2,874", "confirmed")]
    with pytest.raises(Unusable):
        writing.tie("dorset", "2020-21", FIRST, 1, "nothing:at=all", read=read(edition, FIRST), by=OFFICER)


def test_what_cannot_be_written_is_refused_beside_its_field_and_changes_nothing(edition, officer):
    before = standing(edition, FIRST)
    for text in ("", "An [[open bracket."):
        answer = officer.post(
            at("report-text-block", key=FIRST), {"text": text, "read": read(edition, FIRST)}
        )
        assert answer.status_code == 422
    assert standing(edition, FIRST) == before


def test_nobody_writes_without_leave(edition):
    with pytest.raises((NotPermitted, NotFound)):
        write(edition, FIRST, "By the public.", by=PUBLIC)


def test_the_whole_text_shows_each_number_in_its_margin_and_what_the_frame_lacks(edition, officer):
    page = officer.get(at("report-text")).content.decode()
    assert "‘23%’" in page
    assert "Bound" in page
    assert "Not signed off: Financial" in page
    assert officer.get(at("report-text-add", section="next")).status_code == 200
    assert officer.post(at("report-text-add", section="next"), {"text": "One more."}).status_code == 302
    assert officer.get(at("report-text-versions", key="next-new-1")).status_code == 200
    assert "One more." in officer.get(at("report-text")).content.decode()


def test_a_signature_and_a_duty_complete_the_frame_line_by_line(edition, officer):
    key = "footnote-2"
    answers = {
        **editing.answers_of(standing(edition, key)),
        "by_1": "Section 151 officer",
        "on_1": "2021-01-20",
    }
    writing.save_block("dorset", "2020-21", key, answers, read=read(edition, key), by=OFFICER)
    asked = {**editing.answers_of(standing(edition, "recommendation")), "duty_code": "D21"}
    writing.save_block(
        "dorset", "2020-21", "recommendation", asked, read=read(edition, "recommendation"), by=OFFICER
    )
    edition.refresh_from_db()
    document = building.built(edition, known_at=NOW, remembers=False).document
    assert "Section 151 officer, 20 January 2021" in said(document, "footnote")
    assert "Scrutinise how the responsible authorities" in said(document, "reason")
    page = officer.get(at("report-text")).content.decode()
    assert "Not signed off: Legal" in page


@pytest.mark.parametrize("slug", [one.slug for one in setting_out.outlines()])
def test_each_outline_holds_the_whole_text_but_for_what_it_leaves_out(edition, slug):
    own = building.built(edition, known_at=NOW, remembers=False)
    writing.set_out_as("dorset", "2020-21", slug, by=OFFICER)
    edition.refresh_from_db()
    made = building.built(edition, known_at=NOW, remembers=False)
    assert [flag.stated for flag in made.flags if flag.outcome.value != "unbound"]
    left = set(setting_out.outline(slug).leaves_out)
    gone = {flag.stated for flag in own.flags} - {flag.stated for flag in made.flags}
    assert not gone
    assert "23%" in said(made.document)
    if not left:
        assert "Current Risk: LOW" in said(made.document)
    with pytest.raises(Unusable):
        writing.set_out_as("dorset", "2020-21", "no-such-outline", by=OFFICER)


def test_a_copy_of_a_background_paper_is_kept_listed_and_public_once_the_report_is_issued(
    edition, client, tmp_path
):
    path = tmp_path / "terms.txt"
    path.write_text("The terms as they stood.", encoding="utf-8")
    paper = writing.NewPaper("Terms of reference", "https://example.org/terms", (path, "terms.txt"))
    writing.save_paper("dorset", "2020-21", "papers-1", 1, paper, read=read(edition, "papers-1"), by=OFFICER)
    edition.refresh_from_db()
    document = building.built(edition, known_at=NOW, remembers=False).document
    assert "Kept on 1 February 2021: copy of Terms of reference, Plain text, 1 KB" in said(document, "papers")
    row = kept_papers.KeptPaper.objects.get()
    address = reverse("kept-paper", kwargs={"partnership": "dorset", "paper": row.id})
    assert client.get(address).status_code == 404
    publishing.issue_kind("dorset", "annual-report", by=OFFICER)
    assert client.get(address).content == b"The terms as they stood."
    with pytest.raises(Unusable, match="does not say where it goes"):
        writing.save_paper(
            "dorset", "2020-21", "papers-1", 0, writing.NewPaper("CLICK HERE"), read=read(edition, "papers-1"), by=OFFICER
        )  # fmt: skip
