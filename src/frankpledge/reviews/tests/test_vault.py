"""The vault: what stays sealed, who opens it, what destroys it, and what a document needs before it leaves."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest
from django.conf import settings

from frankpledge.audit.models import Event
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at, now
from frankpledge.records.ids import new_id
from frankpledge.reviews.cases import services as cases
from frankpledge.reviews.models import CaseFile, DocumentScan, Pseudonym, SignOff, VaultKey, VaultTerm
from frankpledge.reviews.rules.anonymity import CHECKS
from frankpledge.reviews.tests.casework_cast import SLUG, make_casework, open_example
from frankpledge.reviews.vault import filing, keys, releasing, services

pytestmark = pytest.mark.django_db
PURPOSE = "to check the draft report"


@pytest.fixture(autouse=True)
def own_keys(tmp_path, monkeypatch):
    """Keys and sealed files of one test are not another's."""
    monkeypatch.setattr(settings, "HOME", tmp_path)


@pytest.fixture
def cast():
    made = make_casework()
    open_example(made)
    return made


@pytest.fixture
def filled(cast):
    """Somebody with a pseudonym, and a vault that holds what tells who they are."""
    by = cast.by("coordinator")
    person = services.name_somebody(
        SLUG, cast.case, label="Rowan", role="victim", agreed_with_family=True, by=by
    )
    services.put_in(
        SLUG, cast.case,
        [{"kind": "name", "value": "Merrial Quillfeather", "pseudonym": person},
         {"kind": "dob", "value": "1979-04-03", "pseudonym": person},
         {"kind": "name", "value": "Old May"}],
        by=by,
    )  # fmt: skip
    return cast


def docx(*paragraphs: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


CLEAN = docx("Rowan was known to several services.", "They met now and then.")
ALL = tuple(CHECKS)


def read(cast, part: str, purpose: str = PURPOSE):
    return services.identities(SLUG, cast.case, purpose=purpose, by=cast.by(part))


def test_the_database_and_the_store_hold_nothing_that_can_be_read(filled):
    filing.keep(
        _case(filled),
        "chronology",
        "Quillfeather.csv",
        b"Merrial Quillfeather was seen",
        by=filled.by("coordinator"),
    )
    rows = [bytes(row.sealed) for row in VaultTerm.objects.all()] + [
        bytes(row.about) for row in CaseFile.objects.all()
    ]
    files = [path.read_bytes() for path in settings.HOME.rglob("*") if path.is_file()]
    assert rows
    assert all(b"uillfeather" not in held and b"1979" not in held for held in (*rows, *files))
    assert all("uillfeather" not in str(event.detail) for event in Event.objects.all())


def _case(cast, part: str = "coordinator"):
    from frankpledge.reviews.cases.queries import case_of

    return case_of(cast.by(part), SLUG, cast.case)


def test_the_vault_opens_for_a_purpose_and_each_reading_is_in_the_history(filled):
    known = read(filled, "coordinator")
    assert {one.value for one in known} == {"Merrial Quillfeather", "1979-04-03", "Old May"}
    assert known[0].pseudonym == "Rowan"
    event = Event.objects.filter(action="vault-read").get()
    assert event.detail["purpose"] == PURPOSE
    with pytest.raises(Refused):
        read(filled, "coordinator", purpose="x")
    assert Event.objects.filter(action="vault-read").count() == 1


@pytest.mark.parametrize(
    ("part", "outcome"),
    [("coordinator", None), ("independent-chair", None), ("chair", NotPermitted), ("panel", NotPermitted),
     ("imr-author", NotPermitted), ("signer", NotPermitted), ("outsider", NotFound), ("analyst", NotFound)],
)  # fmt: skip
def test_who_opens_the_vault(filled, part, outcome):
    if outcome is None:
        assert read(filled, part)
        return
    with pytest.raises(outcome):
        read(filled, part)


def test_a_conflict_of_interest_beats_every_part(filled):
    by = filled.by("coordinator")
    cases.declare_conflict(
        SLUG,
        filled.case,
        filled.people["independent-chair"].id,
        relation="a cousin",
        source="declared",
        by=by,
    )
    with pytest.raises(NotFound):
        read(filled, "independent-chair")
    assert read(filled, "coordinator")


def test_a_destroyed_key_destroys_identities_in_a_restored_backup_too(
    filled, django_capture_on_commit_callbacks
):
    by = filled.by("coordinator")
    backup = {model: list(model.objects.values()) for model in (VaultKey, VaultTerm)}
    sealed = (
        shutil.copytree(settings.HOME / "sealed", settings.HOME / "old")
        if (settings.HOME / "sealed").exists()
        else None
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.destroy(SLUG, filled.case, because="the time for keeping it has ended", by=by)
    with pytest.raises(Refused, match="can no longer be told"):
        read(filled, "coordinator")
    # An older copy of the database is put back: the key's row says again that it is there.
    VaultKey.objects.update(destroyed_at=None)
    assert VaultTerm.objects.count() == len(backup[VaultTerm])
    with pytest.raises(Refused, match="can no longer be told"):
        read(filled, "coordinator")
    assert sealed is None or sealed.exists()
    assert Pseudonym.objects.filter(label="Rowan").exists()  # what everybody else uses stays


def test_a_new_installation_key_opens_what_the_old_one_wrapped_and_the_old_one_opens_nothing(filled):
    before = keys.installation_keys()
    assert keys.rotate() == 1
    assert set(keys.installation_keys()).isdisjoint(before)
    assert len(read(filled, "coordinator")) == 3
    (keys.folder() / "installation").write_bytes(before[0].hex().encode())
    with pytest.raises(Refused, match="Put it back"):
        read(filled, "coordinator")


def test_a_rotation_broken_off_half_way_loses_nothing_and_is_ended_by_the_next(filled, monkeypatch):
    first, replace = keys.installation_keys(), keys._replace
    others = [new_id() for _ in range(3)]
    for one in others:
        keys.make(one)
    written: list[str] = []

    def breaks_off(path, content):
        written.append(path.name)
        if len(written) == 4:
            raise OSError("the power went")
        replace(path, content)

    monkeypatch.setattr(keys, "_replace", breaks_off)
    with pytest.raises(OSError, match="power"):
        keys.rotate()
    assert first[0] in keys.installation_keys(), "some are still wrapped with it"
    assert [keys.opened(one).case for one in others] == [str(one) for one in others]
    assert len(read(filled, "coordinator")) == 3
    monkeypatch.setattr(keys, "_replace", replace)
    assert keys.rotate() == 4
    assert len(keys.installation_keys()) == 1
    assert first[0] not in keys.installation_keys()
    assert [keys.opened(one).case for one in others] == [str(one) for one in others]
    assert len(read(filled, "coordinator")) == 3


@pytest.mark.parametrize("label", ["MQ", "Quillfeather", "Merr1al", "rowan"])
def test_a_pseudonym_tells_nothing_and_is_given_once(filled, label):
    with pytest.raises(Refused):
        services.name_somebody(
            SLUG,
            filled.case,
            label=label,
            role="child",
            agreed_with_family=False,
            by=filled.by("coordinator"),
        )
    assert services.name_somebody(
        SLUG, filled.case, label="Hazel", role="child", agreed_with_family=False, by=filled.by("coordinator")
    )


def test_the_same_thing_is_kept_once_and_one_withdrawn_is_looked_for_no_longer(filled):
    by = filled.by("coordinator")
    assert (
        services.put_in(SLUG, filled.case, [{"kind": "name", "value": "merrial  quillfeather"}], by=by) == ()
    )
    name = next(one for one in read(filled, "coordinator") if one.kind == "name")
    services.withdraw(SLUG, filled.case, name.id, by=by)
    assert name.id not in {one.id for one in read(filled, "coordinator")}


def scan(cast, content: bytes = CLEAN, name: str = "report.docx"):
    made = releasing.scan_document(SLUG, cast.case, name, content, by=cast.by("coordinator"))
    return made, releasing.scan(SLUG, cast.case, made, by=cast.by("coordinator"))


def sign(cast, scan_id, part: str, confirmed=ALL):
    releasing.sign(SLUG, cast.case, scan_id, confirmed=confirmed, answers={}, by=cast.by(part))


def test_a_clean_document_leaves_after_two_signatures_and_not_one_byte_else(filled):
    made, shown = scan(filled)
    assert shown.hits == ()
    assert not releasing.may_publish(filled.case, CLEAN).holds
    sign(filled, made, "signer")
    assert not releasing.may_publish(filled.case, CLEAN).holds
    sign(filled, made, "chair")
    assert releasing.may_publish(filled.case, CLEAN).holds
    assert not releasing.may_publish(filled.case, CLEAN + b" ").holds


def test_a_changed_vault_takes_the_leave_back(filled):
    made, _ = scan(filled)
    for part in ("signer", "chair"):
        sign(filled, made, part)
    services.put_in(
        SLUG, filled.case, [{"kind": "place", "value": "Quarrymoor Lodge"}], by=filled.by("coordinator")
    )
    verdict = releasing.may_publish(filled.case, CLEAN)
    assert not verdict.holds
    assert "vault has changed" in verdict.reasons[0].working


def test_the_same_person_does_not_sign_twice_and_each_point_is_confirmed(filled):
    made, _ = scan(filled)
    with pytest.raises(Refused, match="Confirm each point"):
        sign(filled, made, "signer", confirmed=ALL[:-1])
    sign(filled, made, "signer")
    with pytest.raises(Refused, match="somebody else"):
        sign(filled, made, "signer")
    with pytest.raises(NotPermitted):
        sign(filled, made, "imr-author")


def test_a_certain_hit_bars_signing_and_cannot_be_talked_away(filled):
    made, shown = scan(filled, docx("Ms Quillfeather was seen."))
    assert shown.standing == 1
    with pytest.raises(Refused):
        sign(filled, made, "signer")
    with pytest.raises(Refused, match="certain"):
        releasing.settle(
            SLUG, filled.case, made, shown.hits[0].key, "another person", by=filled.by("coordinator")
        )


def test_a_possible_hit_is_settled_with_a_reason(filled):
    made, shown = scan(filled, docx("It began in May that year."))
    assert [hit.certainty for hit in shown.hits] == ["possible"]
    with pytest.raises(Refused):
        sign(filled, made, "signer")
    releasing.settle(
        SLUG, filled.case, made, shown.hits[0].key, "the month of May", by=filled.by("coordinator")
    )
    sign(filled, made, "signer")
    assert DocumentScan.objects.get(id=made).standing_hits == 0


def test_a_file_that_cannot_be_read_is_refused_kept_and_in_the_history(filled):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(Unusable, match="macros"):
        scan(filled, out.getvalue())
    assert Event.objects.get(action="document-refused").detail["because"] == "macro"
    (file,) = filing.kept(filled.case, "refused")
    assert filing.content_of(filled.case, file.id) == out.getvalue()


def invite(cast, made) -> releasing.Invitation:
    by = cast.by("coordinator")
    return releasing.invite(SLUG, cast.case, made, name="Jo Example", organisation="Vale Health", by=by)


def test_an_invited_officer_signs_once_on_one_page_after_a_code(filled):
    made, _ = scan(filled)
    given = invite(filled, made)
    with pytest.raises(NotPermitted):
        releasing.invited(SLUG, given.token, "")
    proof = releasing.code_is_right(SLUG, given.token, f" {given.code[:4]} {given.code[4:]} ")
    page = releasing.invited(SLUG, given.token, proof)
    assert (page.name, page.document_name) == ("Jo Example", "report.docx")
    with pytest.raises(Refused):
        releasing.sign_by_invitation(SLUG, given.token, proof, confirmed=(), answers={})
    releasing.sign_by_invitation(SLUG, given.token, proof, confirmed=ALL, answers={})
    with pytest.raises(NotFound):
        releasing.sign_by_invitation(SLUG, given.token, proof, confirmed=ALL, answers={})
    sign(filled, made, "signer")
    assert releasing.may_publish(filled.case, CLEAN).holds
    assert SignOff.objects.get(signer="Jo Example").document == hashlib.sha256(CLEAN).hexdigest()


def test_an_invitation_ends_with_its_time_or_five_wrong_codes_and_serves_no_other_place_or_file(filled):
    made, _ = scan(filled)
    given, other = invite(filled, made), invite(filled, scan(filled, docx("Another clean report."))[0])
    proof = releasing.code_is_right(SLUG, given.token, given.code)
    with pytest.raises(NotFound):
        releasing.invited("elsewhere", given.token, proof)
    with pytest.raises(NotPermitted):
        releasing.invited(SLUG, other.token, proof)
    with fixed_at(now() + timedelta(days=15)), pytest.raises(NotFound):
        releasing.invited(SLUG, given.token, proof)
    wrong = "00000000" if given.code != "00000000" else "11111111"
    for _ in range(releasing.WRONG_CODES - 1):
        assert releasing.code_is_right(SLUG, given.token, wrong) == ""
    assert releasing.invited(SLUG, given.token, proof)
    assert releasing.code_is_right(SLUG, given.token, wrong) == ""
    with pytest.raises(NotFound):
        releasing.code_is_right(SLUG, given.token, given.code)


def test_weighty_findings_are_answered_one_by_one(filled):
    text = "On 3 March 2019 the vicar of the village was named in the Echo newspaper after Exampleton Crown Court."
    made, shown = scan(filled, docx(text))
    assert shown.weighty
    assert shown.weighty[0].rank == "high"
    with pytest.raises(Refused, match="weighty finding"):
        sign(filled, made, "signer")
    answers = {one.key: "it will be taken out" for one in shown.weighty}
    releasing.sign(SLUG, filled.case, made, confirmed=ALL, answers=answers, by=filled.by("signer"))
