"""Pages of the vault, of signing and of the chronology, through HTTP."""

from __future__ import annotations

import io
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frankpledge.reviews.rules.anonymity import CHECKS
from frankpledge.reviews.tests.casework_cast import SLUG, make_casework, open_example
from frankpledge.reviews.tests.test_vault import CLEAN, docx
from frankpledge.reviews.vault import releasing, services
from tests.pages import PageClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "HOME", tmp_path)
    made = make_casework()
    open_example(made)
    by = made.by("coordinator")
    person = services.name_somebody(
        SLUG, made.case, label="Rowan", role="victim", agreed_with_family=True, by=by
    )
    services.put_in(
        SLUG, made.case, [{"kind": "name", "value": "Merrial Quillfeather", "pseudonym": person}], by=by
    )
    return made


def base(cast) -> str:
    return f"/{SLUG}/work/reviews/cases/{cast.case}/"


def http(cast, part: str) -> Client:
    client = Client()
    client.force_login(cast.people[part])
    return client


def test_identities_show_only_after_a_purpose_was_said(cast):
    page = PageClient(signed_in=cast.people["coordinator"])
    assert "Quillfeather" not in page.get(base(cast) + "vault/").text
    client = http(cast, "coordinator")
    assert client.post(base(cast) + "vault/", {"purpose": "x"}).status_code == 422
    shown = client.post(base(cast) + "vault/", {"purpose": "to check the draft report"})
    assert "Quillfeather" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["vault/", "vault/new/", "vault/export/", "anonymity/", "chronology/"])
def test_somebody_without_a_part_or_with_a_conflict_meets_nothing(cast, path):
    from frankpledge.reviews.cases.services import declare_conflict

    assert http(cast, "outsider").get(base(cast) + path).status_code in {403, 404}
    assert http(cast, "imr-author").get(base(cast) + path).status_code in {403, 404}
    assert Client().get(base(cast) + path).status_code == 302
    declare_conflict(
        SLUG,
        cast.case,
        cast.people["independent-chair"].id,
        relation="a cousin",
        source="declared",
        by=cast.by("coordinator"),
    )
    assert http(cast, "independent-chair").get(base(cast) + path).status_code == 404


def test_every_page_of_the_coordinator_is_a_good_page(cast):
    page = PageClient(signed_in=cast.people["coordinator"])
    for path in (
        "",
        "vault/",
        "vault/new/",
        "vault/people/new/",
        "vault/export/",
        "vault/destroy/",
        "anonymity/",
        "chronology/",
    ):
        page.get(base(cast) + path)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_document_goes_from_hits_to_a_second_signature_by_invitation(cast):
    client = http(cast, "coordinator")
    dirty = client.post(
        base(cast) + "anonymity/",
        {"document": upload("a.docx", docx("Ms Quillfeather was seen."))},
        follow=True,
    )
    assert "body, paragraph 1" in dirty.content.decode()
    assert "Quillfeather" not in dirty.content.decode()
    clean = client.post(base(cast) + "anonymity/", {"document": upload("b.docx", CLEAN)})
    where = clean.headers["Location"]
    PageClient(signed_in=cast.people["coordinator"]).get(where)
    assert client.get(where + "document/").content == CLEAN
    signer = http(cast, "signer")
    assert signer.post(where, {"confirmed": ["rare"]}).status_code == 422
    assert signer.post(where, {"confirmed": list(CHECKS)}).status_code == 302
    made = client.post(
        where + "invite/", {"name": "Jo Example", "organisation": "Vale Health"}
    ).content.decode()
    address = made.split("<code>")[1].split("</code>")[0].partition("testserver")[2]
    code = re.search(r">(\d{4} \d{4})</strong>", made)[1]
    public, officer = PageClient(), Client()
    assert client.post(where + "publish/", {"address": "/r", "on": "2026-11-01"}).status_code == 422, (
        "one signed"
    )
    assert "Jo Example" not in public.get(address).text
    assert officer.get(address + "document/").status_code == 403
    assert officer.post(address, {"code": "1"}).status_code == 422
    assert officer.post(address, {"code": code}).status_code == 302
    assert "Jo Example" in officer.get(address).content.decode()
    assert "Jo Example" not in public.get(address).text, "the code was written in another browser"
    assert officer.get(address + "document/").content == CLEAN
    assert officer.post(address, {"confirmed": ["rare"]}).status_code == 422
    assert "You have signed" in officer.post(address, {"confirmed": list(CHECKS)}).content.decode()
    assert officer.get(address).status_code == 404
    assert releasing.may_publish(cast.case, CLEAN).holds
    answer = client.post(where + "publish/", {"address": "/r", "on": "2026-11-01"})
    assert answer.status_code == 422, "signed, but the report has not been to the Home Office"
    assert "First record" in answer.content.decode()


def test_a_bomb_is_refused_in_words_and_nothing_is_lost(cast):
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (8 << 20))
    answer = http(cast, "coordinator").post(
        base(cast) + "anonymity/", {"document": upload("c.docx", out.getvalue())}
    )
    assert answer.status_code == 422
    assert "times its size" in answer.content.decode()


TABLE = "Date,Time,Event,Action taken\n13/04/2019,10:00,A letter came,None\n03/04/2019,,A visit was made,Recorded\n31/02/2019,,Nothing,\n"


def test_an_agencys_file_is_looked_at_then_counts_then_leaves_in_four_formats(cast):
    client = http(cast, "coordinator")
    address = base(cast) + "chronology/"
    sent = client.post(
        address, {"agency": "Vale Health", "order": "unsaid", "file": upload("health.csv", TABLE.encode())}
    )
    where = sent.headers["Location"]
    seen = PageClient(signed_in=cast.people["coordinator"]).get(where).text
    assert "31/02/2019" in seen
    assert "A letter came" in seen
    assert "There is no entry yet" in client.get(address).content.decode()
    client.post(where + "confirm/")
    page = PageClient(signed_in=cast.people["coordinator"]).get(address).text
    assert "health.csv, row 2" in page
    assert "4 March 2019 or 3 April 2019" in page
    assert "A letter came" not in client.get(address, {"words": "visit"}).content.decode()
    assert "A visit was made" not in client.get(address, {"since": "2019-04-05"}).content.decode()
    for fmt in ("html", "docx"):
        assert client.get(f"{address}as/{fmt}/").status_code == 200
    assert client.get(f"{address}as/exe/").status_code == 404
    assert http(cast, "independent-chair").get(address).status_code == 200
    client.post(where + "discard/")
    assert "There is no entry yet" in client.get(address).content.decode()
