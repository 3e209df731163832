from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from frankpledge.audit import api as audit
from frankpledge.directory.models import Partnership, RoleAssignment, User
from frankpledge.kernel.people import PUBLIC, system
from frankpledge.kernel.problems import Unusable
from frankpledge.kernel.verdicts import NotFound, NotPermitted, Refused
from frankpledge.records.clock import fixed_at
from frankpledge.reviews.tests.fake_evidence import demo_evidence, install
from frankpledge.scrutiny import api, queries, services
from frankpledge.scrutiny.models import ReportFlag
from frankpledge.scrutiny.tests.built import REPORT

pytestmark = pytest.mark.django_db
OFFICER = system("tests")
NOW = datetime(2021, 2, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with fixed_at(NOW):
        yield


@pytest.fixture
def evidence(monkeypatch):
    return install(monkeypatch, demo_evidence())


@pytest.fixture
def dorset():
    return Partnership.objects.create(
        slug="dorset",
        name="Example Partnership",
        short_name="Example",
        nation="E",
        council_name="Example Council",
    )


@pytest.fixture
def edition(dorset, evidence):
    return services.load_report("dorset", REPORT, by=OFFICER)


@pytest.fixture
def as_role(client, dorset):
    def signed_in(role):
        user = User.objects.create_user(f"{role}@example.org", role)
        RoleAssignment.objects.create(user=user, partnership=dorset, role=role, starts_on=date(2019, 4, 1))
        client.force_login(user)
        return client

    return signed_in


def at(name, **parts):
    return reverse(name, kwargs={"partnership": "dorset", **parts})


def test_loading_keeps_committee_recommendation_and_hash(edition):
    assert edition.committee.name == "People & Health Scrutiny Committee"
    assert edition.recommendations.get().kind == "consider-and-comment"
    assert (edition.meeting, edition.prepared_on, edition.covers) == ("2021", "", "2020/21")
    assert len(edition.content_sha256) == 64
    assert audit.history_of("report", str(edition.id))[0].action == "report-loaded"


def test_loading_again_replaces_the_same_edition(edition):
    again = services.load_report("dorset", REPORT, by=OFFICER)
    assert again.id == edition.id
    assert again.recommendations.count() == 1


def test_building_keeps_how_each_claim_stands(edition):
    services.build(edition, by=OFFICER)
    kept = list(ReportFlag.objects.values_list("stated", "outcome"))
    assert kept == [
        ("three", "confirmed"),
        ("three", "confirmed"),
        ("23%", "confirmed"),
        ("dramatic increases", "judgement"),
    ]
    assert queries.facts(edition).unsupported == 0
    assert edition.known_at == NOW


def test_counts_that_do_not_reconcile_bar_the_build(edition, evidence):
    evidence.counts["reviews-ongoing", "2020/21"] = 6
    with pytest.raises(Unusable, match="13 ≠ 2 "):
        services.build(edition, by=OFFICER)
    assert not ReportFlag.objects.exists()


def test_nobody_builds_without_leave(edition):
    with pytest.raises((NotPermitted, NotFound)):
        services.build(edition, by=PUBLIC)


def test_an_edition_that_was_issued_can_be_built_and_issued_again(edition):
    services.build(edition, by=OFFICER)
    api.mark_issued("dorset", edition.slug, input_sha256="0" * 64, by=OFFICER)
    edition.refresh_from_db()
    assert edition.state == edition.ISSUED
    services.build(edition, by=OFFICER)
    assert edition.state == edition.BUILT


def test_a_report_that_was_never_built_has_no_document(edition):
    with pytest.raises(Refused):
        api.document("dorset", edition.slug)
    with pytest.raises(NotFound):
        api.document("dorset", "2019-20")


def test_the_list_the_preview_and_the_flags(edition, as_role):
    client = as_role("officer")
    assert edition.title in client.get(at("report")).content.decode()
    draft = client.get(at("report-preview", slug=edition.slug)).content.decode()
    assert "Build from the record" in draft
    assert "12.6" in draft
    assert client.post(at("report-build", slug=edition.slug), follow=True).status_code == 200
    flags = client.get(at("report-flags", slug=edition.slug)).content.decode()
    assert "12.6: ‘23%’" in flags
    assert "confirmed" in flags


def test_a_look_at_a_report_writes_nothing(edition, as_role):
    from frankpledge.figures.models import FigureRecord

    as_role("officer").get(at("report-preview", slug=edition.slug))
    assert FigureRecord.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "reads", "builds"),
    [
        ("officer", 200, 302),
        ("scrutiny-officer", 200, 302),
        ("member", 200, 403),
        ("policing-body", 200, 403),
    ],
)
def test_who_may_read_and_who_may_build(edition, as_role, role, reads, builds):
    client = as_role(role)
    assert client.get(at("report-preview", slug=edition.slug)).status_code == reads
    assert client.post(at("report-build", slug=edition.slug)).status_code == builds


def test_outsiders_are_sent_to_sign_in(edition, client):
    assert client.get(at("report-preview", slug=edition.slug)).status_code in {302, 404}


def test_the_counts_page_says_counts_and_nothing_else(edition, as_role):
    shown = as_role("review-coordinator").get(at("reviews")).content.decode()
    assert "13 = 2 + 3 + 5 + 3" in shown
    assert "Reviews: counts only" in shown


def test_the_policing_body_does_not_see_the_counts(edition, as_role):
    assert as_role("policing-body").get(at("reviews")).status_code == 403


def test_the_home_page_says_how_the_report_stands_and_what_needs_a_person(edition, evidence, as_role):
    client = as_role("officer")
    assert "not built yet" in client.get(at("home")).content.decode()
    services.build(edition, by=OFFICER)
    assert "report 2020/21: built" in client.get(at("home")).content.decode()
    evidence.counts["domestic-abuse-incidents", "2020-Q4"] = 315
    services.build(edition, by=OFFICER)
    assert "one claim that the record does not support" in client.get(at("home")).content.decode()


def test_a_preview_shows_as_unknown_what_building_would_refuse(dorset, as_role):
    services.load_report("dorset", REPORT, by=OFFICER)
    client = as_role("officer")
    shown = client.get(at("report-preview", slug="2020-21"))
    assert shown.status_code == 200
    assert "not known" in shown.content.decode()
    assert client.post(at("report-build", slug="2020-21")).status_code == 422
