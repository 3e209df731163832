from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from frankpledge.audit import api as audit
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents import api as documents
from frankpledge.figures.models import FigureRecord
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.publishing import files, kinds, rebuilding, registry, services
from frankpledge.publishing.models import IssuedDocument, Rebuilding
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny import services as scrutiny
from frankpledge.scrutiny.tests.built import REPORT

pytestmark = pytest.mark.django_db
OFFICER = system("tests")
NOW = datetime(2021, 2, 1, 9, tzinfo=UTC)
INCIDENTS = "domestic-abuse-incidents"


@pytest.fixture(autouse=True)
def _only_the_report(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(registry, "_BUILDERS", {kinds.ANNUAL_REPORT: kinds.annual_report})
    page = documents.render_html
    monkeypatch.setattr(documents, "render", lambda made, fmt: (page(made) + f"<!-- {fmt} -->").encode())
    monkeypatch.setattr(
        documents, "render_all", lambda made: {fmt: documents.render(made, fmt) for fmt in documents.FORMATS}
    )
    settings.STORE = tmp_path / "store"
    with fixed_at(NOW):
        yield


@pytest.fixture
def evidence(monkeypatch):
    return install(monkeypatch, demo_evidence())


@pytest.fixture
def issued(evidence) -> IssuedDocument:
    Partnership.objects.create(
        slug="dorset",
        name="Example Partnership",
        short_name="Example",
        nation="E",
        council_name="Example Council",
    )
    scrutiny.load_report("dorset", REPORT, by=OFFICER)
    made = services.issue_kind("dorset", kinds.ANNUAL_REPORT, by=OFFICER)
    assert made is not None
    return made


def test_the_same_release_gives_the_same_bytes_and_no_difference(issued):
    found = rebuilding.rebuild(issued, by=OFFICER)
    assert found.same_bytes == dict.fromkeys(documents.FORMATS, True)
    assert found.differences == ()
    assert found.is_same
    assert rebuilding.last(issued) == found
    told = [one.action for one in audit.history_of("issued-document", str(issued.id))]
    assert "document-rebuilt" in told


def test_a_number_that_changed_shows_wherever_it_is_printed_and_what_was_issued_stays(issued, evidence):
    before = {one.id: one.printed for one in FigureRecord.objects.all()}
    evidence.counts[INCIDENTS, "2020-Q4"] = 816
    found = rebuilding.rebuild(issued, by=OFFICER)
    assert all(found.same_bytes.values())
    assert found.differences
    assert any(one.what is documents.What.CELL and one.after == "816" for one in found.differences)
    assert not found.is_same
    assert {one.id: one.printed for one in FigureRecord.objects.all()} == before


def test_a_number_that_the_report_does_not_print_shows_nothing(issued, evidence):
    evidence.counts["rough-sleepers", "2020-Q4"] = 12
    assert rebuilding.rebuild(issued, by=OFFICER).is_same


def test_text_written_after_the_issue_is_not_a_difference_of_what_was_issued(issued):
    row = scrutiny.ReportEdition.objects.get()
    row.content = {**row.content, "title": "Another title"}
    row.save(update_fields=["content"])
    assert rebuilding.rebuild(issued, by=OFFICER).is_same


def test_a_later_release_that_prints_otherwise_says_which_files(issued, monkeypatch):
    page = documents.render_html
    monkeypatch.setattr(rebuilding, "__version__", "99.0")
    monkeypatch.setattr(
        documents,
        "render",
        lambda made, fmt: (page(made) + ("" if fmt == "pdf" else f"<!-- {fmt} -->")).encode(),
    )
    found = rebuilding.rebuild(issued, by=OFFICER)
    assert [fmt for fmt, same in found.same_bytes.items() if not same] == ["pdf"]
    assert found.differences == ()
    assert (found.code_version, found.is_same) == ("99.0", False)


def test_one_issued_before_documents_were_kept_whole_says_so(issued):
    issued.input.pop("document_sha256")
    issued.save(update_fields=["input"])
    found = rebuilding.rebuild(issued, by=OFFICER)
    assert (found.differences, found.because) == (None, rebuilding.NOT_KEPT)


def test_a_kept_document_that_was_altered_is_not_printed(issued, settings):
    path = next((settings.STORE / "issued").rglob(f"*.{files.TREE}"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(NotFound, match="altered"):
        rebuilding.rebuild(issued, by=OFFICER)


def test_what_was_withdrawn_is_not_built_again(issued):
    services.withdraw(issued, by=OFFICER)
    with pytest.raises(Refused, match="withdrawn"):
        rebuilding.rebuild(issued, by=OFFICER)
    assert not Rebuilding.objects.exists()


def test_nobody_rebuilds_without_leave(issued):
    with pytest.raises((NotPermitted, NotFound)):
        rebuilding.rebuild(issued, by=PUBLIC)


def test_the_page_asks_for_it_and_then_shows_what_differs(
    issued, evidence, client, settings, django_capture_on_commit_callbacks
):
    settings.JOBS_INLINE = True
    user = User.objects.create_user("officer@example.org", "officer")
    RoleAssignment.objects.create(
        user=user, partnership=Partnership.objects.get(), role="officer", starts_on=date(2019, 4, 1)
    )
    client.force_login(user)
    address = reverse("document-rebuild", kwargs={"partnership": "dorset", "document_id": issued.id})
    assert "not been built again yet" in client.get(address).content.decode()
    assert address in client.get(reverse("desk", kwargs={"partnership": "dorset"})).content.decode()
    evidence.counts[INCIDENTS, "2020-Q4"] = 816
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    shown = client.get(address).content.decode()
    assert "What differs from the record as it is now" in shown
    assert "816" in shown
