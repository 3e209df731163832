"""Krippendorff's alpha: his published example, by hand, and what must not change it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.analysis.agreement import METRICS, krippendorff_alpha, most_disputed
from frankpledge.analysis.agreement_commands import SCHEMAS, agreement_command
from frankpledge.analysis.tests.test_commands import faults
from frankpledge.kernel.problems import Unusable

# Krippendorff 2011, four observers and twelve units (strategic-assessment 2.9).
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
UNITS = list(
    zip(
        *[
            [None if cell == "." else float(cell) for cell in row.split()]
            for row in OBSERVERS.strip().splitlines()
        ],
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example_is_reproduced(metric, alpha):
    found = krippendorff_alpha(UNITS, metric, draws=200)
    assert found.alpha == pytest.approx(alpha, abs=5e-4)
    assert (found.units, found.alone, found.pairable) == (11, 1, 40)
    assert found.low < found.alpha < found.high


def test_two_scorers_and_two_values_by_hand():
    # Krippendorff 2011, A: ten units, two observers, binary data: alpha 0.095.
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    units = list(zip(first, second, strict=True))
    assert krippendorff_alpha(units, "nominal", draws=0).alpha == pytest.approx(0.095, abs=5e-4)
    for metric in ("ordinal", "interval"):
        assert krippendorff_alpha(units, metric, draws=0).alpha == pytest.approx(0.095, abs=5e-4)


def test_agreement_perfect_absent_and_without_meaning():
    assert krippendorff_alpha([(1, 1), (2, 2), (4, 4)], "interval").alpha == 1
    assert krippendorff_alpha([(1, 2), (2, 1), (1, 2), (2, 1)], "nominal").alpha < 0
    same, once = (
        krippendorff_alpha([(1, 1), (1, 1)], "ordinal"),
        krippendorff_alpha([(1, None), (None, 2)], "ordinal"),
    )
    assert (same.alpha, once.alpha) == (None, None)
    assert "same" in same.because
    assert "No two" in once.because
    assert [krippendorff_alpha([(1, 1), (2, x)], "interval").verdict for x in (2, 1)] == [
        "reliable",
        "unreliable",
    ]


def test_a_missing_rating_is_not_a_rating_of_nought():
    units = [(1, 1, None), (2, 2, 2), (3, 3, 3)]
    nought = [(1, 1, 0), (2, 2, 2), (3, 3, 3)]
    assert krippendorff_alpha(units, "interval").alpha == 1
    assert krippendorff_alpha(nought, "interval").alpha < 1


def test_ratio_ratings_below_nought_are_refused():
    with pytest.raises(ValueError, match="below nought"):
        krippendorff_alpha([(-1, 1), (2, 2)], "ratio")


ratings = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=3, max_size=3), min_size=3, max_size=8
)


@given(ratings, st.integers(0, 10**6), st.sampled_from(METRICS))
@settings(max_examples=50)
def test_metamorphic_order_of_scorers_and_units_a_unit_alone_and_the_scale_change_nothing(
    units, seed, metric
):
    alpha = krippendorff_alpha(units, metric, draws=0).alpha
    dice = np.random.default_rng(seed)
    shuffled = [
        [units[row][column] for column in dice.permutation(3)] for row in dice.permutation(len(units))
    ]
    assert krippendorff_alpha(shuffled, metric, draws=0).alpha == pytest.approx(alpha)
    assert krippendorff_alpha([*units, [4, None, None]], metric, draws=0).alpha == pytest.approx(alpha)
    scaled = [[None if value is None else 3 * value for value in row] for row in units]
    assert krippendorff_alpha(scaled, metric, draws=0).alpha == pytest.approx(alpha)
    if metric != "ratio":
        moved = [[None if value is None else value + 9 for value in row] for row in units]
        assert krippendorff_alpha(moved, metric, draws=0).alpha == pytest.approx(alpha)


def test_what_is_most_disputed_comes_first():
    assert most_disputed({"a": [1, 2], "b": [1, 4, None], "c": [2, None]}) == (("b", 3), ("a", 1))


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "ratings.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_command_answers_in_the_shape_of_its_schema(file):
    rows = "\n".join(
        f"unit {place}," + ",".join("" if value is None else str(value) for value in row)
        for place, row in enumerate(UNITS)
    )
    answer = agreement_command([file(f"unit,a,b,c,d\n{rows}\n"), "--metric", "ordinal"]).as_json()
    assert answer["alpha"] == pytest.approx(0.815, abs=5e-4)
    assert answer["verdict"] == "reliable"
    assert answer["disputed"][0] == {"unit": "unit 5", "apart": 3.0}
    assert not faults(answer, SCHEMAS["agreement"]["output"])
    json.dumps(answer, allow_nan=False)
    assert agreement_command([file("issue,a,b\nx,1,1\n")]).verdict == "undetermined"


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("name,a,b\nx,1,2\n", [], "two scorers"),
        ("issue,a\nx,1\n", [], "two scorers"),
        ("issue,a,b\nx,1,2\nx,1,2\n", [], "no name of its own"),
        ("issue,a,b\nx,1,much\n", [], "no rating"),
        ("issue,a,b\nx,1,2\n", ["--metric", "cosine"], "--metric"),
        ("issue,a,b\nx,1,2\n", ["--seed", "-"], "--seed"),
        ("issue,a,b\nx,-1,2\n", ["--metric", "ratio"], "below nought"),
    ],
)
def test_what_cannot_be_used_is_refused(file, text, arguments, said):
    with pytest.raises(Unusable) as found:
        agreement_command([file(text), *arguments])
    assert said in str(found.value)
    assert all(problem.remedy for problem in found.value.problems)


def test_ratings_in_words_agree_as_names_do(file):
    # Krippendorff 2011, B: twelve units, two observers, five categories named by letters: alpha 0.692.
    pairs = zip(
        ["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
        ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"],
        strict=True,
    )
    text = "unit,ben,gerry\n" + "\n".join(f"{at},{one},{other}" for at, (one, other) in enumerate(pairs))
    answer = agreement_command([file(text), "--metric", "nominal"]).as_json()
    assert answer["alpha"] == pytest.approx(0.692, abs=5e-4)
    assert answer["disputed"] == [{"unit": at, "apart": 1} for at in ("0", "11", "4")]
    assert not faults(answer, SCHEMAS["agreement"]["output"])
    starred = agreement_command([file(text + "\n12,e,*"), "--metric", "nominal"]).as_json()
    assert starred["alpha"] == answer["alpha"]
    with pytest.raises(Unusable, match="‘a’ is no rating"):
        agreement_command([file(text)])
