"""Pages of terms: those in force, what to put right, and the next ones from a draft to the day they come into force."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.audit.api import check_chain
from frankpledge.audit.models import Event
from frankpledge.directory.models import User
from frankpledge.governance import api
from frankpledge.governance.minutes.decision_services import meet_condition
from frankpledge.governance.models import Decision, TermsDraft, TermsVersion
from frankpledge.governance.rules.amending import may_begin
from frankpledge.governance.terms import drafts
from frankpledge.governance.terms.parts import PARTS
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.people import Principal, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.records.models import Conflict
from tests.pages import PageClient
from tests.worlds import the_demonstration

ROOT = Path(__file__).resolve().parents[4]
DEMO = ROOT / "demo" / "dorset"
SEED = ROOT / "examples" / "dorset-2023.toml"
BY = system("test")
TERMS = "/dorset/work/meetings/terms/"
MEETING = """
[[meeting]]
slug = "spring"
title = "Spring"
body = "The Partnership"
body_kind = "partnership"
held = 2024-03-14
source = "invented"
present = ["council", "police"]
[[decision]]
slug = "amend"
meeting = "spring"
text = "The terms are amended."
outcome = "carried"
effect = "amend-terms"
about = "{about}"
clause = "decisions"
capacity = "csp"
source = "invented"
"""


@pytest.fixture
def bare(db):
    the_demonstration()
    with fixed_at(datetime(2024, 3, 20, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def demo(bare):
    for name in ("dorset-before-2023.toml", "dorset-2023.toml"):
        api.load("dorset", ROOT / "examples" / name, by=BY)


@pytest.fixture
def officer(bare):
    return PageClient(signed_in=User.objects.get(email="officer@example.org"))


@pytest.fixture
def member(bare):
    return PageClient(signed_in=User.objects.get(email="police@example.org"))


def begun(text=None, title="A quorum of three", **more):
    """A draft that started from the version in force."""
    base = TermsVersion.objects.filter(starts_on=date(2023, 6, 1)).first()
    return drafts.start(
        "dorset", by=BY, title=title, text=text or base.text, base=base.id if base else None, **more
    )


def at(draft_id, what=""):
    return f"{TERMS}drafts/{draft_id}/{what}"


def decided(tmp_path, draft_id, **changed):
    """A meeting of 14 March 2024 that decided on a draft."""
    path = tmp_path / "meeting.toml"
    path.write_text(MEETING.format(about=drafts.draft("dorset", draft_id).slug), encoding="utf-8")
    api.load("dorset", path, by=BY)
    Decision.objects.filter(slug="amend").update(**changed)


# In force ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_the_terms_read_as_a_chair_would_read_them(officer):
    page = officer.get(TERMS)
    for words in (
        "In force on Wednesday 20 March 2024: June 2023.",
        "Recorded as they stood: no decision in this record brought them into force.",
        "NHS Dorset Integrated Care Board, which follows Dorset Clinical Commissioning Group",
        "A meeting is quorate when at least 2 seats of ‘Core with voting rights’ are present.",
        "2 of the 5 seats of ‘Core with voting rights’ needed",
        "When votes are equal, the Chair has a second or casting vote.",
        "What the terms do not say",
        "Every tie at a meeting that the chair does not attend.",
        "Whether the casting vote passes to whoever presides for the chair",
        "Dorset Clinical Commissioning Group, which ended on 30 June 2022",
    ):
        assert words in page.text, words
    assert page.find("//*[@id='clause-quorum']")
    assert page.links["Clause on quorum: Membership"] == "#clause-quorum"


@pytest.mark.usefixtures("demo")
def test_what_to_put_right_is_told_with_the_clauses_own_words_and_wording_to_copy(officer):
    page = officer.get(f"{TERMS}findings/")
    assert "4 to put right first" in page.text
    assert "One person can decide against another" in page.text
    assert "If there are equal numbers of votes for and against" in page.text
    copied = [area.text for area in page.find("//textarea[@readonly]")]
    assert "or, in the Chair's absence, the person presiding" in copied
    assert page.find("//h2")[0].get("id") == "high"
    link = next(href for words, href in page.links.items() if words.startswith("The clause: Chairing"))
    assert link == f"{TERMS}?on=2024-03-20#clause-chairing"


@pytest.mark.usefixtures("demo")
def test_what_to_put_right_hangs_on_the_day_asked_about(officer):
    then, now = (officer.get(f"{TERMS}findings/?on={on}").text for on in ("2023-06-01", "2019-05-01"))
    assert "A seat names a body that had ended" in then
    assert "A seat names a body that had ended" not in now
    assert officer.get(f"{TERMS}findings/?on=June", status=422)
    assert "No terms of reference are recorded" in officer.get(f"{TERMS}findings/?on=2018-01-01").text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("fmt", "starts"), [("html", b"<!doctype html>"), ("pdf", b"%PDF"), ("docx", b"PK"), ("odt", b"PK")]
)
def test_what_to_put_right_is_a_document_to_take_away(officer, fmt, starts):
    answer = officer.client.get(f"{TERMS}findings/{fmt}/")
    assert answer.content.startswith(starts)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="dorset-terms-to-put-right.{fmt}"'
    if fmt == "html":
        words = answer.content.decode()
        assert "One person can decide against another" in words
        assert "What the terms do not say" in words
        assert "<blockquote" in words


@pytest.mark.usefixtures("demo")
def test_a_document_in_no_known_format_or_of_no_terms_is_not_found(officer):
    assert officer.client.get(f"{TERMS}findings/txt/").status_code == 404
    assert officer.client.get(f"{TERMS}findings/html/?on=2018-01-01").status_code == 404


@pytest.mark.usefixtures("demo")
def test_the_file_of_a_version_is_given_as_it_was_written(officer):
    version = TermsVersion.objects.get(starts_on=date(2023, 6, 1))
    answer = officer.client.get(f"{TERMS}versions/{version.id}/file/")
    assert answer.content == SEED.read_bytes()
    assert (
        officer.client.get(f"{TERMS}versions/00000000-0000-0000-0000-000000000001/file/").status_code == 404
    )


@pytest.mark.usefixtures("demo")
def test_a_group_has_terms_of_its_own(officer):
    assert "Terms of its groups" not in officer.get(TERMS).text
    api.load("dorset", ROOT / "examples" / "dorset-2023.toml", by=BY, group="delivery")
    page = officer.get(TERMS)
    assert page.links["delivery"] == f"{TERMS}?group=delivery&on=2024-03-20"
    assert officer.get(f"{TERMS}?group=delivery").h1 == "Terms of reference: delivery"
    assert officer.client.get(f"{TERMS}?group=nobody").status_code == 404


def test_without_terms_one_can_begin_to_write_them(officer, member):
    assert "No terms of reference are recorded" in officer.get(TERMS).text
    assert "Write a new version" in officer.get(TERMS).links
    assert "Write a new version" not in member.get(TERMS).links
    assert member.client.get(f"{TERMS}new/").status_code == 403


# Drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("demo")
def test_a_draft_starts_from_the_version_in_force(officer):
    page = officer.get(f"{TERMS}new/")
    assert "The version in force: June 2023" in page.text
    answer = officer.post(f"{TERMS}new/", {"title": "A quorum of three", "start": "in-force"})
    made = TermsDraft.objects.get()
    assert answer.headers["Location"] == at(made.id)
    assert made.text == SEED.read_text(encoding="utf-8")
    assert made.slug == "terms-a-quorum-of-three"
    page = officer.get(at(made.id))
    assert "Nothing that the terms say is changed." in page.text
    assert "It is compared with the version ‘June 2023’." in page.text
    assert "A quorum of three" in officer.get(TERMS).links


@pytest.mark.usefixtures("demo")
def test_a_draft_starts_from_a_file_with_mistakes_and_keeps_them(officer):
    upload = SimpleUploadedFile(
        "mine.toml",
        b'[terms]\nbody = "B"\nlabel = "L"\nnation = "E"\nstarts_on = 2024-04-01\n[quorum]\nat_least = -2\n',
    )
    officer.post(f"{TERMS}new/", {"title": "Mine", "start": "file", "upload": upload})
    made = TermsDraft.objects.get()
    page = officer.get(at(made.id))
    assert "It cannot be read yet." in page.text
    assert "row 6, quorum.at_least" in page.text
    assert "Write 1 or more." in page.text
    assert "See what it needs" not in page.links


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"start": "empty"}, "Give the draft a name"),
        ({"title": "T"}, "Choose what to start from"),
        ({"title": "T", "start": "file"}, "Choose the file"),
        ({"title": "T", "start": "in-force"}, "choose one of the list"),
    ],
)
def test_a_start_that_says_too_little_is_explained(officer, data, words):
    assert words in officer.post_page(f"{TERMS}new/", data, status=422).text
    assert not TermsDraft.objects.exists()


def test_a_file_that_is_no_text_is_explained(officer):
    upload = SimpleUploadedFile("mine.toml", b"\xff\xfe\x00")
    shown = officer.post_page(f"{TERMS}new/", {"title": "T", "start": "file", "upload": upload}, status=422)
    assert "not UTF-8 text" in shown.text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.table)
def test_every_part_of_a_draft_opens_as_a_form_and_saves_what_it_shows(officer, part):
    made = begun()
    page = officer.get(at(made, f"parts/{part.table}/"))
    assert page.h1 == part.title
    if part.many:
        number = 1 if any("Change" in words for words in page.links) else 0
        page = officer.get(at(made, f"parts/{part.table}/{number}/"))
    assert page.find("//form[@method='post']")


def filled(page):
    """What a form holds as it is shown."""
    form = page.find("//main//form[@method='post']")[0]
    found = {}
    for one in form.xpath(".//input[@name]|.//select|.//textarea"):
        name, kind = one.get("name"), one.get("type", "")
        if one.tag == "select":
            found[name] = next(
                (o.get("value") for o in one.iter("option") if o.get("selected") is not None), ""
            )
        elif one.tag == "textarea":
            found[name] = (one.text or "").removeprefix("\n")
        elif kind not in {"radio", "checkbox"} or one.get("checked") is not None:
            found[name] = one.get("value", "")
    return found


@pytest.mark.usefixtures("demo")
def test_a_form_saves_one_key_keeps_the_comments_and_shows_what_it_means(officer):
    made = begun()
    where = at(made, "parts/quorum/1/")
    data = {**filled(officer.get(where)), "amount": "3"}
    answer = officer.post(where, data)
    assert answer.headers["Location"] == at(made)
    text = TermsDraft.objects.get(id=made).text
    changed = [line for line in text.split("\n") if line not in SEED.read_text(encoding="utf-8").split("\n")]
    assert changed == ["at_least = 3"]
    assert "[quorum] # two core members, whoever they are" in text
    page = officer.get(at(made))
    assert "at least 2 seats" in page.text
    assert "at least 3 seats" in page.text
    assert "1 change." in page.text
    assert "One person can decide against another." in page.text.split("No longer to put right")[1]
    assert "The draft brings nothing new to put right." in page.text


@pytest.mark.usefixtures("demo")
def test_a_seat_is_added_changed_ended_and_taken_out(officer):
    made = begun()

    def seats():
        return tomllib.loads(TermsDraft.objects.get(id=made).text)["seat"]

    new = {
        **filled(officer.get(at(made, "parts/seat/0/"))),
        "slug": "town",
        "name": "The town council",
        "class": "invited",
    }
    officer.post(at(made, "parts/seat/0/"), new)
    assert seats()[-1] == {"slug": "town", "name": "The town council", "class": "invited"}
    ended = {**filled(officer.get(at(made, "parts/seat/9/"))), "ends_on": "2024-12-31"}
    officer.post(at(made, "parts/seat/9/"), ended)
    assert seats()[-1]["ends_on"] == date(2024, 12, 31)
    assert "Until 31 December 2024" in officer.get(at(made, "parts/seat/")).text
    page = officer.get(at(made, "parts/seat/9/"))
    was = page.find("//form[contains(@action, 'remove')]//input[@name='was']")[0].get("value")
    officer.post(at(made, "parts/seat/9/remove/"), {"was": was}, seen_at=at(made, "parts/seat/"))
    assert len(seats()) == 8
    assert TermsDraft.objects.get(id=made).text == SEED.read_text(encoding="utf-8")


@pytest.mark.usefixtures("demo")
def test_a_quorum_is_made_of_several_tests_and_of_none(officer):
    made = begun()
    where = at(made, "parts/quorum/0/")
    officer.post(
        where, {**filled(officer.get(where)), "test": "includes", "includes": "chair", "deputy_ok": "no"}
    )
    page = officer.get(at(made, "parts/quorum/"))
    assert "The Chair is present in person" in page.text
    officer.post(at(made, "parts/quorum/"), {"join": "any_of"})
    assert "any_of" in tomllib.loads(TermsDraft.objects.get(id=made).text)["quorum"]
    officer.post(at(made, "parts/quorum/"), {"join": "none"})
    assert "The terms say that no quorum is needed." in officer.get(at(made)).text
    officer.post(at(made, "parts/quorum/"), {"join": "silent"})
    assert "quorum" not in tomllib.loads(TermsDraft.objects.get(id=made).text)


@pytest.mark.usefixtures("demo")
def test_an_answer_that_cannot_be_written_is_explained_beside_its_question(officer):
    made = begun()
    where = at(made, "parts/papers/")
    page = officer.post_page(where, {**filled(officer.get(where)), "days": "five"}, status=422)
    assert "Write a whole number" in page.text
    assert page.find("//input[@name='days']")[0].get("value") == "five"


@pytest.mark.usefixtures("demo")
def test_a_value_that_breaks_a_rule_is_saved_and_said_with_row_and_remedy(officer):
    made = begun()
    where = at(made, "parts/papers/")
    officer.post(where, {**filled(officer.get(where)), "days": "0"})
    assert "papers.days" in officer.get(at(made)).text
    assert "Write 1 or more" in officer.get(at(made)).text


@pytest.mark.usefixtures("demo")
def test_the_file_is_saved_whatever_stands_in_it(officer):
    made = begun()
    where = at(made, "file/")
    page = officer.get(where)
    assert filled(page)["text"] == SEED.read_text(encoding="utf-8")
    officer.post(where, {**filled(page), "text": "this is = = no TOML"})
    assert TermsDraft.objects.get(id=made).text == "this is = = no TOML"
    assert "not TOML" in officer.get(at(made)).text
    assert officer.get(at(made, "parts/seat/"), status=422)
    assert "not TOML" in officer.get(where).text


@pytest.mark.usefixtures("demo")
def test_lines_that_browsers_send_with_two_marks_are_kept_as_one(officer):
    made = begun()
    where = at(made, "file/")
    page = officer.get(where)
    officer.post(where, {**filled(page), "text": filled(page)["text"].replace("\n", "\r\n")})
    assert TermsDraft.objects.get(id=made).text == SEED.read_text(encoding="utf-8")


@pytest.mark.usefixtures("demo")
def test_two_people_who_save_the_file_at_once_both_keep_their_text(officer):
    made = begun()
    where = at(made, "file/")
    mine = {**filled(officer.get(where)), "text": "# mine\n"}
    drafts.save("dorset", made, read_version=1, text="# theirs\n", by=BY)
    page = officer.post_page(where, mine, status=409)
    assert "# theirs" in page.text
    assert "# mine" in page.text
    assert TermsDraft.objects.get(id=made).text == "# theirs\n"
    officer.post(where, {**filled(page), "text": "# both\n"})
    assert TermsDraft.objects.get(id=made).text == "# both\n"


@pytest.mark.usefixtures("demo")
def test_two_people_who_change_one_row_are_shown_both_and_different_rows_go_together(officer):
    made = begun()
    police, fire = at(made, "parts/seat/2/"), at(made, "parts/seat/4/")
    mine = {**filled(officer.get(police)), "name": "My police"}
    also = {**filled(officer.get(fire)), "name": "My fire"}
    theirs = SEED.read_text(encoding="utf-8").replace('name = "Dorset Police"', 'name = "Their police"')
    drafts.save("dorset", made, read_version=1, text=theirs, by=BY)
    page = officer.post_page(police, mine, status=409)
    assert "Their police" in page.text
    assert filled(page)["name"] == "My police"
    assert officer.post(fire, also).status_code == 302
    text = TermsDraft.objects.get(id=made).text
    assert "Their police" in text
    assert "My fire" in text
    assert officer.post(police, filled(page)).status_code == 302, "having seen both, one means it"
    assert "My police" in TermsDraft.objects.get(id=made).text


@pytest.mark.usefixtures("demo")
def test_a_row_that_has_changed_is_not_taken_out_unseen(officer):
    made = begun()
    answer = officer.post(
        at(made, "parts/seat/2/remove/"), {"was": "another row"}, seen_at=at(made, "parts/seat/")
    )
    assert answer.status_code == 409
    assert TermsDraft.objects.get(id=made).text == SEED.read_text(encoding="utf-8")


@pytest.mark.usefixtures("demo")
def test_what_a_draft_is_for_goes_into_the_paper(officer):
    made = begun()
    page = officer.get(at(made, "about/"))
    officer.post(at(made, "about/"), {**filled(page), "why": "Two is too few."})
    assert "Two is too few." in officer.get(at(made)).text
    stale = filled(page)
    page = officer.post_page(at(made, "about/"), {**stale, "why": "Something else."}, status=409)
    assert "Two is too few." in page.text
    paper = officer.client.get(at(made, "paper/html/")).content.decode()
    assert "Two is too few." in paper
    assert "terms-a-quorum-of-three" in paper
    for fmt, starts in (("pdf", b"%PDF"), ("docx", b"PK"), ("odt", b"PK")):
        assert officer.client.get(at(made, f"paper/{fmt}/")).content.startswith(starts)


@pytest.mark.usefixtures("demo")
def test_a_paper_says_what_changes_and_what_it_cures(officer):
    made = begun(SEED.read_text(encoding="utf-8").replace("at_least = 2", "at_least = 3"))
    words = officer.client.get(at(made, "paper/html/")).content.decode()
    for said in (
        "What changes",
        "at least 2 seats",
        "at least 3 seats",
        "No longer to put right",
        "One person can decide",
    ):
        assert said in words, said
    broken = begun("[terms]\n", title="Broken")
    assert officer.client.get(at(broken, "paper/html/")).status_code == 422


@pytest.mark.usefixtures("demo")
def test_a_member_may_read_a_draft_and_not_change_it(member):
    made = begun()
    page = member.get(at(made))
    assert "Change the whole file" not in page.links
    for what in ("file/", "parts/seat/", "parts/seat/1/", "about/", "in-force/"):
        assert member.client.get(at(made, what)).status_code == 403, what
    for call in (
        lambda by: drafts.save("dorset", made, read_version=1, text="", by=by),
        lambda by: drafts.discard("dorset", made, by=by),
        lambda by: drafts.start("dorset", by=by, title="T", text=""),
        lambda by: drafts.bring_into_force("dorset", made, decision="x", starts_on=date(2024, 4, 1), by=by),
    ):
        with pytest.raises(NotPermitted):
            call(Principal(None, "Member", frozenset({("member", "dorset")})))


@pytest.mark.usefixtures("demo")
def test_a_draft_that_is_thrown_away_keeps_its_text_and_takes_nothing_more(officer):
    made = begun()
    officer.post(at(made, "discard/"), seen_at=at(made))
    page = officer.get(at(made))
    assert "This draft was thrown away." in page.text
    assert "Change the whole file" not in page.links
    assert TermsDraft.objects.get(id=made).text
    with pytest.raises(Refused):
        drafts.save("dorset", made, read_version=2, text="", by=BY)
    assert "A quorum of three" not in officer.get(TERMS).links


@pytest.mark.usefixtures("demo")
def test_a_draft_of_nowhere_is_not_found(officer):
    assert officer.client.get(at("00000000-0000-0000-0000-000000000001")).status_code == 404
    made = begun()
    assert officer.client.get(at(made, "parts/nonsense/")).status_code == 404
    assert officer.client.get(at(made, "parts/seat/99/")).status_code == 404
    with pytest.raises(NotFound):
        drafts.draft("elsewhere", made)


@pytest.mark.usefixtures("demo")
def test_drafts_of_one_name_have_references_of_their_own():
    first, second = begun(), begun()
    assert [drafts.draft("dorset", one).slug for one in (first, second)] == [
        "terms-a-quorum-of-three", "terms-a-quorum-of-three-2",
    ]  # fmt: skip


# Coming into force ------------------------------------------------------------------------------------------------


THREE = (
    SEED.read_text(encoding="utf-8")
    .replace("at_least = 2", "at_least = 3")
    .replace('label = "June 2023"', 'label = "April 2024"')
)


@pytest.mark.usefixtures("demo")
def test_a_draft_comes_into_force_by_a_carried_decision_and_ends_the_version_before(officer, tmp_path):
    made = begun(THREE)
    page = officer.get(at(made, "in-force/"))
    assert "No decision about this draft is recorded yet." in page.text
    decided(tmp_path, made)
    where = at(made, "in-force/")
    page = officer.get(where)
    assert "Opens the way" in page.text
    answer = officer.post(where, {"decision": "amend", "starts_on": "2024-04-01"})
    assert answer.headers["Location"] == f"{TERMS}?on=2024-04-01"
    before, after = (api.terms_in_force("dorset", on=on) for on in (date(2024, 3, 31), date(2024, 4, 1)))
    assert (before.label, before.period.ends_on) == ("June 2023", date(2024, 3, 31))
    assert (after.label, after.decision) == ("April 2024", api.decision_called("dorset", "amend").id)
    assert after.constitution.quorum.threshold.needed_of(0) == 3
    assert "starts_on = 2024-04-01" in TermsVersion.objects.get(starts_on=date(2024, 4, 1)).text
    assert (
        "# the document bears a month and no day" in TermsVersion.objects.get(starts_on=date(2024, 4, 1)).text
    )
    page = officer.get(f"{TERMS}?on=2024-04-01")
    assert (
        "Brought into force by the decision ‘The terms are amended.’ (The Partnership, 14 March 2024)."
        in page.text
    )
    assert "This draft has come into force." in officer.get(at(made)).text
    assert "terms-amended" in set(Event.objects.values_list("action", flat=True))
    assert check_chain("dorset").broken_at is None


@pytest.mark.usefixtures("demo")
def test_what_was_known_of_the_version_before_is_kept(tmp_path):
    made = begun(THREE)
    decided(tmp_path, made)
    then = datetime(2024, 3, 20, 11, tzinfo=UTC)
    TermsVersion.objects.update(recorded_at=then)
    drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 4, 1), by=BY)
    known = TermsVersion.objects.in_force(date(2024, 5, 1), known_at=then)
    assert [one.starts_on for one in known] == [date(2023, 6, 1)]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "lost"},
        {"about": "another-draft"},
        {"effect": "note"},
        {"standing": "irregular"},
        {"condition": "subject to legal comments"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_draft_waits_for_a_decision_that_opens_the_gate(officer, tmp_path, changed):
    made = begun(THREE)
    decided(tmp_path, made, **changed)
    with pytest.raises(Refused) as refused:
        drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 4, 1), by=BY)
    assert refused.value.source.instrument == "Terms of reference"
    assert "Opens the way" not in officer.get(at(made, "in-force/")).text
    assert api.terms_in_force("dorset", on=date(2024, 4, 1)).label == "June 2023"
    assert drafts.draft("dorset", made).is_open


@pytest.mark.usefixtures("demo")
def test_without_any_decision_nothing_comes_into_force():
    made = begun(THREE)
    with pytest.raises(Refused, match="There is no decision of the partnership"):
        drafts.bring_into_force("dorset", made, decision="none", starts_on=date(2024, 4, 1), by=BY)


@pytest.mark.usefixtures("demo")
def test_a_conditional_decision_waits_until_its_condition_is_recorded_as_met(officer, tmp_path):
    made = begun(THREE)
    decided(tmp_path, made, condition="subject to legal comments")
    where = at(made, "in-force/")
    way = officer.get(where).links["Record that this is met: subject to legal comments"]
    assert "Write who says so" in officer.post_page(way, {"on": "2024-03-18"}, status=422, seen_at=way).text
    officer.post(way, {"on": "2024-03-18", "met_by": "Invented Lawyer"}, seen_at=way)
    found = Decision.objects.get(slug="amend")
    assert (found.condition_met_on, found.condition_met_by) == (date(2024, 3, 18), "Invented Lawyer")
    assert not drafts.draft("dorset", made).is_open
    days = [api.terms_in_force("dorset", on=date(2024, 3, day)).label for day in (17, 18)]
    assert days == ["June 2023", "April 2024"]
    assert (
        "April 2024, from 18 March 2024" in officer.get(f"/dorset/work/meetings/decisions/{found.id}/").text
    )


@pytest.mark.usefixtures("demo")
def test_a_draft_whose_condition_is_met_early_waits_for_the_day_on_which_its_text_begins(tmp_path):
    made = begun(THREE.replace("starts_on = 2023-06-01", "starts_on = 2024-03-25"))
    decided(tmp_path, made, condition="subject to legal comments")
    decision = Decision.objects.get(slug="amend")
    meet_condition("dorset", decision.id, on=date(2024, 3, 19), met_by="A Lawyer", by=BY)
    days = [api.terms_in_force("dorset", on=date(2024, 3, day)).label for day in (24, 25)]
    assert days == ["June 2023", "April 2024"]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("broken", ["text", "standing"])
def test_a_condition_is_met_even_where_the_draft_cannot_come_into_force(tmp_path, broken):
    made = begun(THREE.replace("at_least = 3", "at_least = -3") if broken == "text" else THREE)
    changed = {"standing": "irregular"} if broken == "standing" else {}
    decided(tmp_path, made, condition="subject to legal comments", **changed)
    decision = Decision.objects.get(slug="amend")
    meet_condition("dorset", decision.id, on=date(2024, 3, 18), met_by="A Lawyer", by=BY)
    decision.refresh_from_db()
    assert decision.condition_met_on == date(2024, 3, 18)
    assert drafts.draft("dorset", made).is_open
    assert Event.objects.filter(action="terms-draft-waits").count() == 1
    assert api.terms_in_force("dorset", on=date(2024, 4, 1)).label == "June 2023"


@pytest.mark.usefixtures("demo")
def test_amended_terms_are_not_older_than_their_decision(tmp_path):
    made = begun(THREE)
    decided(tmp_path, made)
    decision = api.decision_called("dorset", "amend")
    assert may_begin(decision, date(2024, 3, 14)).holds
    assert not may_begin(decision, date(2024, 3, 13)).holds
    with pytest.raises(Refused, match="the decision was made on 14 March 2024"):
        drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 3, 13), by=BY)
    assert rule_of(may_begin).message


@pytest.mark.usefixtures("demo")
def test_a_draft_with_mistakes_does_not_come_into_force(tmp_path):
    made = begun(THREE.replace("at_least = 3", "at_least = -3"))
    decided(tmp_path, made)
    with pytest.raises(Unusable):
        drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 4, 1), by=BY)
    assert api.terms_in_force("dorset", on=date(2024, 4, 1)).label == "June 2023"


@pytest.mark.usefixtures("demo")
def test_no_two_versions_are_in_force_on_one_day_however_they_come(tmp_path):
    made, later = begun(THREE), begun(THREE, title="Later")
    decided(tmp_path, made)
    drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 6, 1), by=BY)
    Decision.objects.filter(slug="amend").update(about=drafts.draft("dorset", later).slug)
    with pytest.raises(Refused, match="would both be in force on 1 June 2024"):
        drafts.bring_into_force("dorset", later, decision="amend", starts_on=date(2024, 5, 1), by=BY)
    assert api.terms_in_force("dorset", on=date(2024, 5, 31)).label == "June 2023"


@pytest.mark.usefixtures("demo")
def test_after_an_amendment_nothing_is_recorded_past_the_gate(tmp_path):
    made = begun(THREE)
    decided(tmp_path, made)
    drafts.bring_into_force("dorset", made, decision="amend", starts_on=date(2024, 6, 1), by=BY)
    path = tmp_path / "old.toml"
    path.write_text(
        THREE.replace("starts_on = 2023-06-01", "starts_on = 2010-01-01\nends_on = 2010-12-31"),
        encoding="utf-8",
    )
    with pytest.raises(Unusable, match="changed by decision before"):
        api.load("dorset", path, by=BY)


def test_the_first_terms_ever_need_no_decision_and_say_so(officer):
    officer.post(f"{TERMS}new/", {"title": "As they stand", "start": "empty"})
    made = TermsDraft.objects.get()
    page = officer.get(at(made.id))
    assert "they can be recorded as they stand, without a decision" in page.text
    officer.post(at(made.id, "first/"), seen_at=at(made.id))
    page = officer.get(TERMS)
    assert "Recorded as they stood: no decision in this record brought them into force." in page.text
    again = drafts.start("dorset", by=BY, title="Again", text=made.text)
    with pytest.raises(Refused, match="There are terms already"):
        drafts.record_first("dorset", again, by=BY)


@pytest.mark.usefixtures("demo")
def test_saving_over_a_version_that_one_did_not_read_is_a_conflict():
    made = begun()
    drafts.save("dorset", made, read_version=1, text="# one\n", by=BY)
    with pytest.raises(Conflict):
        drafts.save("dorset", made, read_version=1, text="# two\n", by=BY)
    assert TermsDraft.objects.get(id=made).text == "# one\n"
