"""Who reaches what of a review, through HTTP: every part, every object; a conflict, a second factor, an emergency, a namesake."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from frankpledge.audit.api import history_of
from frankpledge.directory.models import RoleAssignment
from frankpledge.records.clock import fixed_at, now
from frankpledge.reviews.cases import services
from frankpledge.reviews.cases.pages import INVENTED
from frankpledge.reviews.models import CaseConflict, CaseEvent, CaseFile, ReadinessStep
from frankpledge.reviews.rules.readiness import STEPS
from frankpledge.reviews.tests.casework_cast import (
    FIRST,
    SLUG,
    at,
    hold_review,
    make_casework,
    open_example,
)
from frankpledge.reviews.vault import services as vault
from frankpledge.site.second_factor import SESSION_KEY

pytestmark = pytest.mark.django_db
TODAY = FIRST + timedelta(60)
CASES = f"/{SLUG}/work/reviews/cases/"
EMERGENCY = f"/{SLUG}/work/reviews/emergency/"
REASON = "A child may be in danger tonight and nobody answers."


@pytest.fixture
def cast(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    made = make_casework()
    open_example(made)
    hold_review(made)
    with at(TODAY - timedelta(1)):
        on = TODAY - timedelta(1)
        made.write("family-person", on, label="Hazel", relation="sister", channel="letter", language="English", who="the chair",
                   wish="A gardenbench")  # fmt: skip
        made.write("scoping-met", on, present="all", advice="An unusualscoping meeting")
        made.write("cost", on, cost="chair", amount="4321.00", supplier="Iris")
        services.assign(SLUG, made.case, made.people["analyst"].id, "information-governance", organisation="", purpose="a request",
                        by=made.by("coordinator"))  # fmt: skip
        vault.put_in(
            SLUG, made.case, [{"kind": "name", "value": "Merrial Quillfeather"}], by=made.by("coordinator")
        )
    return made


@pytest.fixture
def mail(settings, mailoutbox, django_capture_on_commit_callbacks):
    """`with mail() as letters:` gives what is sent once the change is certain."""
    settings.EMAIL_HOST = "mail.example.invalid"

    @contextmanager
    def sent():
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield mailoutbox

    return sent


def http(cast, part: str, *, second_factor: bool = False) -> Client:
    client = Client()
    client.force_login(cast.people[part])
    if second_factor:
        session = client.session
        session[SESSION_KEY] = [{"method": "password", "at": 1}, {"method": "mfa", "type": "totp", "at": 2}]
        session.save()
    return client


def words(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


OBJECTS = (
    "", "vault/", "vault/new/", "vault/export/", "anonymity/", "chronology/", "people/", "record/family-wish/", "record/imr-draft/",
    "record/decided/", "criteria/", "documents/", "documents/family-first/html/", "documents/cost-share/html/",
    "documents/home-office-decision/html/", "documents/home-office-decision/sent/", "conflict/",
)  # fmt: skip
WRITTEN = {"documents/home-office-decision/html/", "documents/"}
REACHES = {
    "coordinator": set(OBJECTS) - {"record/decided/", "record/imr-draft/"} | {"record/imr-draft/"},
    "chair": {"", "conflict/", "record/decided/", "anonymity/", "documents/cost-share/html/", *WRITTEN},
    "vice-chair": {"", "conflict/", "record/decided/", "anonymity/", "documents/cost-share/html/", *WRITTEN},
    "member": {"", "conflict/"},
    "independent-chair": {"", "conflict/", "vault/", "vault/export/", "anonymity/", "chronology/", "record/family-wish/", "criteria/",
                          "documents/family-first/html/", "documents/home-office-decision/sent/", *WRITTEN},
    "panel": {"", "conflict/", "anonymity/", *WRITTEN},
    "imr-author": {"", "conflict/", "record/imr-draft/"},
    "signer": {"", "conflict/", "anonymity/", "documents/"},
    "analyst": {"", "conflict/", "vault/", "vault/export/", "anonymity/", *WRITTEN},
    "outsider": set(),
    "scrutiny": set(),
}  # fmt: skip


MARKS = {
    "file": "unusualscoping", "family": "gardenbench", "own imr": "ownimrword", "other imr": "otherimrword",
    "own learning": "ownlessonword", "other learning": "otherlessonword", "money": "4,321.00", "publication": "copyword",
}  # fmt: skip
"""A word that stands in one group of fields and nowhere else; `own`: of Vale Police, `other`: of another agency."""
BOTH = {"own imr", "other imr"}
LESSONS = {"own learning", "other learning"}
READS = {
    "coordinator": set(MARKS), "chair": {"file", "money", "publication", *LESSONS}, "vice-chair": {"file", "money", "publication", *LESSONS},
    "member": {"own imr", "own learning"}, "independent-chair": {"file", "family", "publication", *BOTH, *LESSONS},
    "panel": {"file", *BOTH, *LESSONS}, "imr-author": {"own imr"}, "signer": {"publication"}, "analyst": {"file", "publication"},
    "outsider": set(), "scrutiny": set(),
}  # fmt: skip
LISTS = (
    f"/{SLUG}/work/",
    f"/{SLUG}/work/me/",
    f"/{SLUG}/work/reviews/",
    f"/{SLUG}/work/reviews/learning/",
    f"{CASES}chase/",
)
SETS_OF_LETTERS = {"chair", "panel", "signer", "analyst"}
"""The parts that read different letters; what the coordinator reads is everything."""


def write_in_every_group(cast) -> None:
    """Each word of `MARKS`, in an entry of its group."""
    on, due = TODAY - timedelta(1), (TODAY + timedelta(90)).isoformat()
    cast.write(
        "appointed", on, part="independent-chair", name="Iris", contact="no", independence="None of these"
    )
    cast.write(
        "terms-drafted",
        on,
        version="1",
        scope_from="2020",
        scope_to="2026",
        why_from="x",
        lines="x",
        equality="x",
    )
    cast.write("terms-agreed", on, version="1", agreed_by="the panel", family_asked="yes")
    for agency, whose in (("Vale Police", "own"), ("Vale Health", "other")):
        cast.write("imr-asked", on, agency=agency, due=due)
        cast.write("imr-draft", on, agency=agency, author="an officer", independent="no")
        cast.write("imr-checked", on, agency=agency, result="rework", notes=MARKS[f"{whose} imr"])
        cast.write("recommendation-made", on, id=whose, text=MARKS[f"{whose} learning"], themes=["T01"], change="training", agency=agency,
                   level="single", stage="identify", council="yes")  # fmt: skip
    cast.write("copy-sent", on, recipient="coroner", what=MARKS["publication"], how="by hand")


def test_each_part_reaches_its_objects_and_its_groups_of_fields_and_no_other_in_lists_searches_and_letters(
    cast,
):
    with at(TODAY - timedelta(1)):
        write_in_every_group(cast)
    with at(TODAY):
        for part in REACHES:
            look_as(cast, part)


def look_as(cast, part: str) -> None:
    """Every object, list, search and letter, as somebody with a part."""
    client, unread = http(cast, part), {MARKS[one] for one in set(MARKS) - READS[part]} | {"Quillfeather"}
    answers = {path: client.get(f"{CASES}{cast.case}/{path}") for path in OBJECTS}
    assert {path for path, answer in answers.items() if answer.status_code == 200} == REACHES[part], part
    told = answers[""].content.decode() if READS[part] else ""
    assert {one for one, word in MARKS.items() if word in told} == READS[part], part
    assert (INVENTED in told) == bool(told), part
    found = {one for one, word in MARKS.items() if "Review Alder" in words(client, f"{CASES}?q={word}")}
    assert found == READS[part], f"{part}: a search finds a review by what one may read, and by nothing else"
    shown = [
        answer.content.decode()
        for answer in (*answers.values(), *map(client.get, LISTS))
        if answer.status_code == 200
    ]
    if part in SETS_OF_LETTERS:
        letters = set(
            re.findall(r'href="([^"]*/documents/[a-z-]+/html/)"', answers["documents/"].content.decode())
        )
        assert letters or part == "signer", part
        shown += [words(client, href) for href in letters]
    assert not {one for one in unread if one in "".join(shown)}, part


def test_a_conflict_beats_every_part_and_role_in_lists_searches_counts_and_history(cast):
    RoleAssignment.objects.create(
        user=cast.people["coordinator"], partnership=cast.partnership, role="manager", starts_on=FIRST
    )
    everywhere = (
        f"/{SLUG}/work/", CASES, f"{CASES}?q=unusual", f"{CASES}chase/", f"/{SLUG}/work/reviews/", f"/{SLUG}/work/reviews/learning/",
        f"/{SLUG}/work/reviews/ready/", f"/{SLUG}/work/reviews/learning/recommendations.csv", f"/{SLUG}/work/me/",
    )  # fmt: skip
    with at(TODAY):
        services.assign(SLUG, cast.case, cast.people["outsider"].id, "coordinator", organisation="", purpose="in their place",
                        by=cast.by("coordinator"))  # fmt: skip
        seen = "".join(words(http(cast, "coordinator"), path) for path in everywhere)
        assert "Review Alder" in seen
        services.declare_conflict(
            SLUG,
            cast.case,
            cast.people["coordinator"].id,
            relation="kin",
            source="reported",
            by=cast.by("outsider"),
        )
        client = http(cast, "coordinator")
        seen = "".join(words(client, path) for path in everywhere)
        assert not {one for one in ("Alder", "r-2026-01", str(cast.case), "Hazel") if one in seen}
        assert {client.get(f"{CASES}{cast.case}/{path}").status_code for path in OBJECTS} == {404}
        conflicted = client.post(EMERGENCY, {"reference": "r-2026-01", "reason": REASON})
        unknown = client.post(EMERGENCY, {"reference": "r-2026-99", "reason": REASON})
        assert (conflicted.status_code, unknown.status_code) == (422, 422)
        told = [
            answer.content.decode().count("No review of that reference can be opened")
            for answer in (conflicted, unknown)
        ]
        assert told[0] == told[1] > 0
        row = CaseConflict.objects.get()
        keeper = http(cast, "outsider")
        assert keeper.post(f"{CASES}{cast.case}/conflict/{row.id}/end/", {"because": "x"}).status_code == 422
        keeper.post(
            f"{CASES}{cast.case}/conflict/{row.id}/end/", {"because": "It is another person of that name."}
        )
        assert client.get(f"{CASES}{cast.case}/").status_code == 200


def test_an_emergency_opens_the_file_for_an_hour_and_those_who_keep_it_are_told(cast, mail):
    with at(TODAY):
        manager, opened = http(cast, "outsider"), now()
        services.declare_conflict(SLUG, cast.case, cast.people["vice-chair"].id, relation="kin", source="reported", by=cast.by("coordinator"))  # fmt: skip
        assert http(cast, "panel").get(EMERGENCY).status_code == 403
        assert manager.post(EMERGENCY, {"reference": "r-2026-01", "reason": "help"}).status_code == 422
        assert manager.get(f"{CASES}{cast.case}/").status_code == 404
        with mail() as letters:
            where = manager.post(EMERGENCY, {"reference": "r-2026-01", "reason": REASON}).headers["Location"]
        to = sorted(one.to[0].partition("@")[0] for one in letters)
        assert to == ["analyst", "chair", "coordinator"], (
            "those who keep it; not the vice-chair, from whom it is kept"
        )
        assert "Example outsider opened a review that you keep" in letters[0].body
        told = "".join(one.subject + one.body for one in letters)
        assert not [one for one in ("Alder", "r-2026-01", str(cast.case), REASON) if one in told]
        seen = words(manager, where)
        assert "An unusualscoping meeting" in seen
        assert "A gardenbench" in seen
        assert "4,321" not in seen
        assert (
            "Quillfeather"
            in manager.post(f"{where}vault/", {"purpose": "to find the child"}).content.decode()
        )
        assert manager.get(f"{where}record/scoping-met/").status_code == 403
        assert {one.action for one in history_of("review", str(cast.case))} >= {
            "review-opened-in-emergency",
            "vault-read",
        }
        for keeper in ("coordinator", "chair"):
            assert REASON in words(http(cast, keeper), where)
        assert "in an emergency" in words(http(cast, "coordinator"), f"/{SLUG}/work/")
        assert REASON not in words(http(cast, "panel"), where)
        look = words(http(cast, "coordinator"), where).split('href="')
        href = next(one.split('"')[0] for one in look if "/emergency/" in one.split('"')[0] and str(cast.case) in one.split('"')[0])  # fmt: skip
        assert manager.post(href, {"finding": "It was right."}).status_code == 403
        assert (
            http(cast, "coordinator")
            .post(href, {"finding": "It was right: the child was found."})
            .status_code
            == 302
        )
        assert REASON not in words(http(cast, "coordinator"), where)
    with fixed_at(opened + timedelta(minutes=61)):
        assert manager.get(where).status_code == 404


def test_a_real_review_opens_only_after_a_second_factor(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    real = make_casework(is_demo=False)
    said = {"reference": "r-2026-01", "codename": "Alder", "on": "2026-01-12", "source": "police", "channel": "form", "people": "Alder",
            "young": "no", "role": "leading", "died": "", "sent": ""}  # fmt: skip
    with at(FIRST):
        for step in STEPS:
            ReadinessStep.objects.create(
                partnership=real.partnership, step=step, on=FIRST, is_in_place=True, evidence="seen"
            )
        assert http(real, "coordinator").post(f"{CASES}new/", said).status_code == 403
        assert not CaseEvent.objects.exists()
        where = http(real, "coordinator", second_factor=True).post(f"{CASES}new/", said).headers["Location"]
        assert "Alder" in words(http(real, "coordinator", second_factor=True), where)
        alone = http(real, "coordinator")
        assert "second factor" in words(alone, where, 403)
        seen = words(alone, CASES)
        assert "Alder" not in seen
        assert "second factor" in seen
        assert http(real, "panel", second_factor=True).get(where).status_code == 404


def test_somebody_with_the_name_of_somebody_in_the_vault_is_kept_from_the_review(cast, mail):
    people = f"{CASES}{cast.case}/people/"
    with at(TODAY):
        assert http(cast, "panel").get(f"{CASES}{cast.case}/").status_code == 200
        said = [{"kind": "name", "value": "Example Somebody"}, {"kind": "name", "value": "PANEL, Example"}]
        with mail() as letters:
            vault.put_in(SLUG, cast.case, said, by=cast.by("coordinator"))
        assert {one.to[0].partition("@")[0] for one in letters} == {
            "analyst",
            "chair",
            "coordinator",
            "vice-chair",
        }
        assert "panel" not in "".join(one.body for one in letters)
        assert http(cast, "panel").get(f"{CASES}{cast.case}/").status_code == 404
        assert http(cast, "member").get(f"{CASES}{cast.case}/").status_code == 200
        assert "A check found it" in words(http(cast, "coordinator"), people)
        row = CaseConflict.objects.get()
        services.end_conflict(
            SLUG, cast.case, row.id, because="Another person of that name", by=cast.by("coordinator")
        )
        assert http(cast, "panel").get(f"{CASES}{cast.case}/").status_code == 200, "it does not come back"


@pytest.mark.parametrize(
    ("name", "email", "is_kept"),
    [("Quillfeather MERRIAL", "q@example.invalid", True), ("Merrial Quill", "m@example.invalid", False)],
)
def test_an_account_made_after_the_vault_was_filled_is_held_against_it_before_it_reaches_anything(
    cast, name, email, is_kept
):
    from frankpledge.directory.models import User

    with at(TODAY):
        late = User.objects.create_user(email, name)
        RoleAssignment.objects.create(
            user=late, partnership=cast.partnership, role="manager", starts_on=FIRST
        )
        assert CaseConflict.objects.filter(user=late, source="matched").exists() is is_kept
        CaseConflict.objects.all().delete()
        cast.people["late"] = late
        http(cast, "late")
        assert CaseConflict.objects.filter(user=late, source="matched").exists() is is_kept, (
            "at sign-in as well"
        )


STAND_IN = f"/{SLUG}/work/reviews/stand-in/"


def test_where_nobody_may_coordinate_any_more_the_chair_names_a_stand_in_and_nobody_names_themself(
    cast, mail
):
    with at(TODAY):
        chair, here = http(cast, "chair"), f"{CASES}{cast.case}/"
        said = {"reference": "r-2026-01", "user": str(cast.people["outsider"].id), "reason": "The only coordinator is a cousin of the family."}  # fmt: skip
        assert "Nobody coordinates" not in words(chair, here)
        assert chair.post(STAND_IN, said).status_code == 422, "it has a coordinator"
        services.declare_conflict(SLUG, cast.case, cast.people["coordinator"].id, relation="kin", source="declared", by=cast.by("coordinator"))  # fmt: skip
        assert "Nobody coordinates" in words(chair, here)
        assert "Nobody coordinates Review Alder" in words(chair, f"/{SLUG}/work/")
        for refused in ({"reference": "r-2026-99"}, {"reason": "short"}, {"user": str(cast.people["chair"].id)},
                        {"user": str(cast.people["coordinator"].id)}, {"user": str(cast.people["panel"].id)}):  # fmt: skip
            assert chair.post(STAND_IN, {**said, **refused}).status_code == 422, refused
        assert http(cast, "outsider").post(STAND_IN, said).status_code == 422, "nobody names themself"
        assert http(cast, "coordinator").post(STAND_IN, said).status_code == 403
        assert http(cast, "panel").get(STAND_IN).status_code == 403
        with mail() as letters:
            assert chair.post(STAND_IN, said).status_code == 302
        assert sorted(one.to[0].partition("@")[0] for one in letters) == ["analyst", "outsider", "vice-chair"]
        stand_in = http(cast, "outsider")
        assert "cousin" in words(stand_in, f"{here}people/")
        assert stand_in.post(f"{here}people/new/", {"user": str(cast.people["scrutiny"].id), "part": "panel", "purpose": "to take part"}).status_code == 302  # fmt: skip
        assert "review-stand-in-named" in {one.action for one in history_of("review", str(cast.case))}
        assert "Nobody coordinates" not in words(chair, here)


def test_a_letter_is_kept_as_it_was_sent_and_waits_for_a_day_of_the_family(cast):
    with at(TODAY):
        coordinator, here = http(cast, "coordinator"), f"{CASES}{cast.case}/documents/"
        from django.core.files.uploadedfile import SimpleUploadedFile

        said = {"to": "the Home Office", "how": "secure email", "on": TODAY.isoformat()}
        given = SimpleUploadedFile("letter.docx", b"the very letter")
        assert (
            coordinator.post(f"{here}home-office-decision/sent/", {**said, "file": given}).status_code == 302
        )
        kept = CaseEvent.objects.get(kind="letter-sent").data
        assert coordinator.get(f"{here}sent/{kept['file']}/").content == b"the very letter"
        assert len(kept["document"]) == 64
        assert http(cast, "member").get(f"{here}sent/{kept['file']}/").status_code == 404
        cast.write("family-avoid", TODAY, label="Hazel", day=f"{TODAY:%d-%m}", why="her birthday")
        refused = coordinator.post(
            f"{here}family-first/sent/", {**said, "to": "Hazel", "file": SimpleUploadedFile("a.docx", b"x")}
        )
        assert refused.status_code == 422
        assert "her birthday" in refused.content.decode()
        assert CaseFile.objects.filter(kind="letter").count() == 1


def test_a_new_agreement_ends_the_one_before_and_shows_its_shares_on_a_sum(cast):
    new = f"/{SLUG}/work/reviews/agreements/new/"
    first = {
        "title": "First",
        "starts_on": "2020-04-01",
        "source": "minute 4",
        "party1": "Council",
        "kind1": "equal",
        "party2": "Police",
        "kind2": "equal",
    }
    half = {"title": "Second", "starts_on": "2026-04-01", "source": "minute 9", "party1": "Policing body", "kind1": "percent", "number1": "50",
            "cap1": "4000", "party2": "Council", "kind2": "equal", "party3": "Police", "kind3": "equal"}  # fmt: skip
    with at(TODAY):
        coordinator = http(cast, "coordinator")
        for said in (first, half):
            assert coordinator.post(new, said).status_code == 302
        assert coordinator.post(new, {**half, "starts_on": "2025-01-01"}).status_code == 422
        assert (
            coordinator.post(
                new, {**half, "starts_on": "2027-01-01", "kind1": "fixed", "number1": ""}
            ).status_code
            == 422
        )
        page = words(coordinator, f"/{SLUG}/work/reviews/agreements/")
        for sum_ in ("£6,000.00", "£4,000.00"):
            assert sum_ in page
        assert "31 March 2026" in page
        assert "£2,160.50" in words(coordinator, f"{CASES}{cast.case}/"), "the notice came in under the first"
        assert http(cast, "panel").get(new).status_code == 403
