from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse

from frankpledge.audit import api as audit
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.documents.tree import Document, Identity, Link, Paragraph, Section, Text
from frankpledge.figures.models import FigureRecord
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.publishing import files, kinds, queries, registry, services
from frankpledge.publishing.registry import Issuable
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny import services as scrutiny
from frankpledge.scrutiny.tests.built import REPORT

pytestmark = pytest.mark.django_db
OFFICER = system("tests")
NOW = datetime(2021, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _only_the_report(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(registry, "_BUILDERS", {kinds.ANNUAL_REPORT: kinds.annual_report})
    settings.STORE = tmp_path / "store"
    with fixed_at(NOW):
        yield


@pytest.fixture
def all_formats():
    """Asks for the real PDF, DOCX and ODT; other tests, which are not about them, get their words instead."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch, request):
    if "all_formats" not in request.fixturenames:
        page = services.documents.render_html
        monkeypatch.setattr(
            services.documents, "render", lambda document, fmt: (page(document) + f"<!-- {fmt} -->").encode()
        )


@pytest.fixture
def evidence(monkeypatch):
    return install(monkeypatch, demo_evidence())


@pytest.fixture
def loaded(evidence):
    Partnership.objects.create(
        slug="dorset",
        name="Example Partnership",
        short_name="Example",
        nation="E",
        council_name="Example Council",
    )
    return scrutiny.load_report("dorset", REPORT, by=OFFICER)


def issued_all(out: Path):
    return services.issue_all("dorset", out, by=OFFICER).issued


def linked(page: Path) -> set[str]:
    return set(re.findall(r'href="([^"#]+)', page.read_text(encoding="utf-8")))


def test_the_folder_works_without_a_server(loaded, tmp_path, all_formats):
    out = tmp_path / "out"
    issued_all(out)
    assert {f"annual-report.{fmt}" for fmt in ("html", "pdf", "docx", "odt")} <= {
        p.name for p in out.iterdir()
    }
    pages = [out / "index.html", out / "annual-report.html", *(out / "figures").iterdir()]
    assert len(pages) > 40
    for page in pages:
        local = {href for href in linked(page) if not href.startswith("https://")}
        assert local, page
        for href in local:
            assert (page.parent / href).resolve().is_file(), (page.name, href)


def test_a_figures_page_leads_to_file_hash_line_and_parts(loaded, tmp_path):
    issued_all(tmp_path / "out")
    record = FigureRecord.objects.get(
        provider="measure-change-overdispersed", parameters__measure="domestic-abuse-incidents"
    )
    page = (tmp_path / "out" / "figures" / f"{record.id}.html").read_text(encoding="utf-8")
    for word in (
        "Formula",
        "SHA-256",
        "domestic-abuse-incidents.csv",
        "Rows it was worked out from",
        "Figures it is worked out from",
    ):
        assert word in page


def test_the_same_record_gives_the_same_bytes(loaded, tmp_path, all_formats):
    issued_all(tmp_path / "one")
    issued_all(tmp_path / "two")
    names = sorted(p.relative_to(tmp_path / "one") for p in (tmp_path / "one").rglob("*") if p.is_file())
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_it_is_kept_by_hash_with_its_frozen_input_and_in_the_history(loaded, tmp_path):
    (one,) = issued_all(tmp_path / "out")
    assert queries.content(one, "pdf") == (tmp_path / "out" / "annual-report.pdf").read_bytes()
    assert {figure["label"] for figure in one.input["figures"]} >= {"Domestic Abuse Incidents, 2020"}
    assert one.input["source"]["content_sha256"] == loaded.content_sha256
    assert audit.history_of("issued-document", str(one.id))[0].action == "document-issued"
    loaded.refresh_from_db()
    assert (loaded.state, loaded.input_sha256) == ("issued", one.input_sha256)


def test_the_same_document_is_issued_once_and_another_record_is_another_document(loaded, evidence, tmp_path):
    (one,) = issued_all(tmp_path / "out")
    assert issued_all(tmp_path / "out")[0].id == one.id
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 816
    assert issued_all(tmp_path / "out")[0].input_sha256 != one.input_sha256
    assert len(queries.public("dorset")) == 1


def test_what_is_printed_opens_for_the_public_with_everything_behind_it(loaded, tmp_path):
    issued_all(tmp_path / "out")
    assert FigureRecord.objects.filter(is_published=True, provider="measure-quarters-apart").exists()
    assert not FigureRecord.objects.filter(is_published=False).exists()


def test_an_unreleased_file_bars_the_issue_and_nothing_is_kept(loaded, evidence, tmp_path):
    evidence.about["domestic-abuse-incidents"] = {"is_released": False}
    with pytest.raises(Refused, match="not released"):
        services.issue_kind("dorset", kinds.ANNUAL_REPORT, by=OFFICER)
    assert not (tmp_path / "store").exists()
    assert queries.public("dorset") == ()


def refusal(out: Path) -> str:
    """Why the report was written as a draft and nothing was published."""
    outcome = services.issue_all("dorset", out, by=OFFICER)
    assert outcome.issued == ()
    assert queries.public("dorset") == ()
    assert not FigureRecord.objects.filter(is_published=True).exists()
    assert "DRAFT: not issued" in (out / "annual-report.html").read_text(encoding="utf-8")
    return outcome.drafts[0].refused


def test_a_claim_that_the_record_contradicts_bars_the_issue_and_a_draft_shows_it(loaded, evidence, tmp_path):
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 315
    assert "The text says 23%" in refusal(tmp_path / "out")
    assert "Claims that the record does not support" in (tmp_path / "out" / "annual-report.html").read_text(
        encoding="utf-8"
    )


def test_review_counts_that_do_not_reconcile_bar_the_issue_and_name_the_states(loaded, evidence, tmp_path):
    evidence.counts["reviews-ongoing", "2020/21"] = 6
    refused = refusal(tmp_path / "out")
    assert "13 ≠ 2 + 3 + 6 + 3 = 14" in refused
    assert "did not meet the criteria, transferred to another partnership, ongoing, completed" in refused


def plain_document(*inlines) -> Document:
    return Document(
        "A paper", (Section("One", (Paragraph(inlines),)),), Identity("Example Council"), "2021-02-01"
    )


def test_a_link_that_says_nothing_bars_the_issue():
    bad = plain_document(Text("The plan: "), Link("CLICK HERE", "https://example.org/plan"))
    good = plain_document(Link("The plan for 2020 to 2023", "https://example.org/plan"))
    with pytest.raises(Refused, match="CLICK HERE"):
        services.issue(Issuable(bad), "paper", partnership="dorset", by=OFFICER)
    assert services.issue(Issuable(good), "paper", partnership="dorset", by=OFFICER).title == "A paper"


def test_nobody_issues_without_leave():
    with pytest.raises((NotPermitted, NotFound)):
        services.issue(Issuable(plain_document(Text("words"))), "paper", partnership="dorset", by=PUBLIC)


def test_nothing_is_issued_where_nothing_is_loaded(tmp_path):
    assert services.issue_all("dorset", tmp_path / "out", by=OFFICER).issued == ()


def test_an_altered_file_is_never_served(loaded, tmp_path, settings):
    (one,) = issued_all(tmp_path / "out")
    path = next((settings.STORE / "issued").rglob(f"{one.pdf_sha256}.pdf"))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(NotFound, match="altered"):
        files.read(one.pdf_sha256, "pdf")


def test_the_public_finds_reads_and_keeps_it(loaded, tmp_path, client):
    (one,) = issued_all(tmp_path / "out")
    home = client.get(reverse("public-home", kwargs={"partnership": "dorset"})).content.decode()
    assert one.title in home
    address = {"partnership": "dorset", "document_id": one.id}
    shown = client.get(reverse("issued-document", kwargs=address)).content.decode()
    assert one.docx_sha256 in shown
    read = client.get(reverse("issued-read", kwargs=address))
    assert "12.6" in read.content.decode()
    policy = read.headers["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    kept = client.get(reverse("issued-file", kwargs={**address, "fmt": "odt"}))
    assert kept.content == queries.content(one, "odt")
    assert "attachment" in kept.headers["Content-Disposition"]


def test_the_release_desk_issues_for_those_who_may(loaded, client):
    desk = reverse("desk", kwargs={"partnership": "dorset"})
    issue = reverse("issue", kwargs={"partnership": "dorset", "kind": "annual-report"})
    for role, status in (("member", 403), ("officer", 200)):
        user = User.objects.create_user(f"{role}@example.org", role)
        RoleAssignment.objects.create(
            user=user, partnership=Partnership.objects.get(), role=role, starts_on=date(2019, 4, 1)
        )
        client.force_login(user)
        assert client.get(desk).status_code == status
        assert client.post(issue, follow=True).status_code == status
    assert len(queries.public("dorset")) == 1
    assert "Last issued Monday 1 February 2021" in client.get(desk).content.decode()


def test_a_refusal_at_the_desk_says_what_is_to_be_mended(loaded, evidence, client):
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 315
    user = User.objects.create_user("officer@example.org", "officer")
    RoleAssignment.objects.create(
        user=user, partnership=Partnership.objects.get(), role="officer", starts_on=date(2019, 4, 1)
    )
    client.force_login(user)
    refused = client.post(reverse("issue", kwargs={"partnership": "dorset", "kind": "annual-report"}))
    assert refused.status_code == 422
    assert "The text says 23%" in refused.content.decode()


def test_what_is_withdrawn_is_gone_for_the_public_and_stays_in_the_record(loaded, tmp_path, client):
    (one,) = issued_all(tmp_path / "out")
    services.withdraw(one, by=OFFICER)
    address = {"partnership": "dorset", "document_id": one.id}
    assert client.get(reverse("issued-document", kwargs=address)).status_code == 404
    assert client.get(reverse("issued-read", kwargs=address)).status_code == 404
    one.refresh_from_db()
    assert one.withdrawn_on == date(2021, 2, 1)
