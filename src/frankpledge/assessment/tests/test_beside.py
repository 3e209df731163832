"""Beside the count: rolling totals that skip no gap, and a rate among peers whose words follow the funnel."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from frankpledge.analysis.funnel import Spread, limits_at
from frankpledge.analysis.rates import rate
from frankpledge.analysis.series import Point, Series, State
from frankpledge.analysis.spreads import Stated
from frankpledge.assessment import queries, services
from frankpledge.assessment.api import public_version
from frankpledge.assessment.beside import peers_sentence, peers_table, rolling_sentence
from frankpledge.assessment.funnel_plot import funnel_plot
from frankpledge.assessment.gathering import assessment_record
from frankpledge.assessment.measuring import measured_level
from frankpledge.assessment.record import MeasureRecord
from frankpledge.assessment.rules.scheme import scheme_from
from frankpledge.assessment.tests.test_where import document
from frankpledge.assessment.tests.world import BY, ISSUES, ranked
from frankpledge.assessment.withholding import SEVERITY
from frankpledge.documents.api import render_html
from frankpledge.evidence.peers import PER, Compared, Peer
from frankpledge.evidence.severity import NO_CODES, SeverityFacts
from frankpledge.figures.annex import figures_in
from frankpledge.kernel.dates import Period

YEAR = Period.parse("2020")


def funnel(found: Compared):
    measure = MeasureRecord("abuse", "Incidents", "incidents", "A supplier", "A supplier", False, True)
    return funnel_plot("abuse", found, measure, peers_table(found, measure.title, measure.source))


def test_the_funnel_names_the_area_by_shape_and_word_and_its_title_is_the_finding(found):
    made = funnel(found)
    assert made.title == "Incidents, 2020: 18.0 for 1,000 residents, more than chance would give"
    assert "filled diamond" in made.alt
    shapes = [part["mark"].get("shape") for part in made.spec["layer"] if "mark" in part]
    assert shapes.count("diamond") == 1
    usual = replace(found, peers=(peer("Vale", 900, is_own=True), *found.peers[1:]))
    assert "within what chance would give" in funnel(usual).title
    assert [row.cells for row in funnel(found).table.rows] == [
        row.cells for row in peers_table(found, "", "").rows
    ]


def test_the_limits_of_the_funnel_are_those_of_the_verdict_and_widen_with_the_spread(found):
    def upper(one: Compared) -> float:
        lines = [part for part in funnel(one).spec["layer"] if part.get("mark", {}).get("type") == "line"]
        return lines[1]["data"]["values"][-1]["y"]

    spread = Spread("log", 9.0, 0.02, (-3.0, 3.0), 12)
    size = 1.06 * 50_000
    edge = limits_at(size * 12 / 1000, 0.95, spread, "log")
    assert upper(replace(found, spread=spread)) == pytest.approx(edge.spread_high * 12)
    assert upper(found) == pytest.approx(edge.high * 12)
    # A spread that is no wider than chance is not allowed for, as in the verdict.
    assert upper(replace(found, spread=replace(spread, phi=0.9))) == upper(found)


def test_without_peers_there_is_no_funnel_and_the_sentence_says_what_is_absent():
    absent = Compared(
        YEAR, because="No look-up of small areas to partnerships has been imported, so no peers are known."
    )
    measure = MeasureRecord("abuse", "Incidents", "incidents", "A supplier", "A supplier", False, True)
    assert funnel_plot("abuse", absent, measure, None) is None
    assert peers_sentence(absent).startswith("No look-up")


def months(**changed: int | None) -> Series:
    codes = [f"{year}-{month:02}" for year in (2018, 2019, 2020) for month in range(1, 13)]
    values = dict.fromkeys(codes, 10) | {
        code.replace("m", "").replace("_", "-"): value for code, value in changed.items()
    }
    points = [
        Point(Period.parse(code), values[code], State.ABSENT if values[code] is None else State.COMPLETE)
        for code in codes
    ]
    return Series("abuse", tuple(points))


def test_the_latest_twelve_months_stand_against_the_twelve_before():
    said = rolling_sentence(months(m2020_12=40))
    assert said.startswith(
        "In the twelve months to December 2020 there were 150, against 120 in the twelve before"
    )
    assert "highest was 150 (to December 2020)" in said
    assert "lowest 120" in said


def test_a_missing_month_leaves_the_totals_that_touch_it_out_and_says_so():
    said = rolling_sentence(months(m2019_06=None))
    assert "to December 2020 there were 120." in said
    assert "12 more have a month missing" in said
    assert rolling_sentence(months(m2018_12=None, m2019_12=None)).startswith(
        "In the twelve months to December 2020"
    )


def test_without_twelve_months_in_a_row_there_is_no_total():
    gone = {f"m{year}_{month:02}": None for year in (2018, 2019, 2020) for month in (6, 12)}
    assert (
        rolling_sentence(months(**gone))
        == "No twelve months in a row are known, so there is no rolling total."
    )


def peer(name: str, events: int, stands: str = "usual", *, is_own: bool = False) -> Peer:
    return Peer(name, is_own, rate(events, 50_000, per=PER), stands)


@pytest.fixture
def found() -> Compared:
    peers = (
        peer("Vale", 900, "high", is_own=True), peer("Hill", 500), peer("Coast", 400),
        Peer("Moor", False, None, because="2 of its 12 months have no file"),
    )  # fmt: skip
    return Compared(YEAR, peers, Fraction(9), 1, common=Fraction(12))


def test_the_sentence_says_rate_interval_place_and_what_the_funnel_says(found):
    said = peers_sentence(found)
    assert "18.0 for 1,000 residents in 2020 (95% interval 16.8 to 19.2), 1st highest of 3" in said
    assert "higher than chance" in said
    usual = replace(found, peers=(peer("Vale", 900, is_own=True), *found.peers[1:]))
    assert "within what chance" in peers_sentence(usual)


def test_peers_that_the_partnership_named_are_called_so(found):
    assert "the peers that the partnership named" in peers_sentence(replace(found, named=True))
    assert "whose files are here" in peers_sentence(found)


def test_what_is_not_known_of_a_peer_is_in_the_table_with_its_reason(found):
    table = peers_table(found, "Abuse", "Police")
    assert table is not None
    words = str(table.rows[-1])
    assert "Moor" in words
    assert "2 of its 12 months have no file" in words
    assert peers_table(Compared(YEAR, because="No peers."), "Abuse", "Police") is None


def test_the_document_has_it_and_the_public_version_where_nothing_is_withheld(place, evidence, found):
    evidence.peers["abuse"] = found
    ranked()
    html = document()
    for words in ("Twelve months at a time.", "Beside others.", "Vale (this partnership)", NO_CODES):
        assert words in html
    first = next(one for one in assessment_record("vale").issues if one.issue.slug == "nuisance")
    assert first.beside == "No peers are known."


def test_what_offences_weigh_is_said_with_its_figure_and_to_the_public_without_counts_by_code(
    place, evidence
):
    evidence.severities["abuse"] = SeverityFacts(
        ("The score is 5,000.", "No weight is known for code ZZ (4)."), ("The score is 5,000.",), True, True
    )
    ranked()
    own = {one.issue.slug: one for one in assessment_record("vale").issues}
    assert own["abuse"].weighted is not None
    assert own["abuse"].weighted.value == 5000
    assert (own["nuisance"].weighted, own["nuisance"].unweighted) == (None, NO_CODES)
    assert own["nuisance"].weighed is None
    for words in ("code ZZ (4)", "Score of abuse over time"):
        assert words in document()
    made = public_version("vale")
    assert made is not None
    public = render_html(made[0])
    assert "The score is 5,000." in public
    assert "code ZZ" not in public
    assert "over time" not in public, "scores by month tell counts by code"
    assert "severity-total" not in {one.provenance.provider for one in figures_in(made[0])}


def test_what_is_withheld_takes_the_score_with_it(place, evidence):
    evidence.severities["abuse"] = SeverityFacts(
        ("The score is 5,000.",), ("The score is 5,000.",), True, True
    )
    evidence.counts["abuse"]["2020-05"] = 3
    ranked()
    made = public_version("vale")
    assert made is not None
    html = render_html(made[0])
    assert "The score is 5,000." not in html
    assert SEVERITY in html


INDEX = """
[scheme]
id = "index"
version = "1"
title = "Severity index"
[[criterion]]
id = "harm"
title = "Weighted offences"
strand = "impacts"
question = "What do the offences of twelve months weigh?"
input = "measure"
missing = "not_allowed"
[criterion.measure]
statistic = "severity"
most = 100000
[combine]
kind = "sum"
"""


def test_a_severity_index_takes_the_score_from_the_figure_with_its_range_and_nothing_else_stands_in(
    place, evidence
):
    evidence.severities["abuse"] = SeverityFacts(("5,000",), ("5,000",), True, True)
    criterion = scheme_from(INDEX, "index.toml").criterion("harm")
    abuse, nuisance, _ = queries.issues("vale")
    given, ground = measured_level("vale", abuse, criterion, YEAR, None)
    assert (given.level, given.spread) == (5000, Stated(5000.0, 4000.0, 7000.0, 0.95))
    assert "Weighted by severity 5,000 in 2020" in ground.reason
    assert ground.figures[0].provider == "severity-total"
    without, why = measured_level("vale", nuisance, criterion, YEAR, None)
    assert without.level is None
    assert "no offence codes" in why.reason


def test_an_issue_may_name_another_source_for_its_severity_and_it_is_said_whose(place, evidence, tmp_path):
    named = ISSUES.replace(
        "measure = [\n",
        'measure = [\n  { role = "severity", source = "The extract", measure = "coded", kind = "proxy", why = "Has codes." },\n',
        1,
    )
    (tmp_path / "again.toml").write_text(named, encoding="utf-8")
    services.load("vale", tmp_path / "again.toml", by=BY)
    evidence.severities["coded"] = SeverityFacts(
        ("The score is 5,000.",), ("The score is 5,000.",), True, True
    )
    ranked()
    found = {one.issue.slug: one for one in assessment_record("vale").issues}
    assert found["abuse"].severity == ("From The extract, a proxy: Has codes.", "The score is 5,000.")
    assert found["nuisance"].severity == ()
