from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.rules.actions import ActionState
from frankpledge.reviews.rules.casework.kinds import KINDS
from frankpledge.reviews.rules.casework.state import Entry, Standing, replay
from frankpledge.reviews.rules.casework.steps import days_to_avoid
from frankpledge.reviews.rules.learning.lessons import Lesson, alike, came_back
from frankpledge.reviews.rules.standing import differences, place, problem

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def lesson(
    review: str, text: str, *, themes=("T03",), agency="Police", made="2020-01-01", assured: str | None = None
) -> Lesson:
    return Lesson(review, "1", text, themes, agency, date.fromisoformat(made), ActionState.PROPOSED,
                  date.fromisoformat(assured) if assured else None)  # fmt: skip


RISK = lesson("r-1", "Train officers to assess the risk again when a relationship ends")
AGAIN = lesson(
    "r-2",
    "Officers should be trained in assessing risks again at the end of relationships",
    made="2022-01-01",
)
OTHER = lesson("r-3", "Commission a refuge for men")


def test_the_same_lesson_in_other_words_is_found_and_another_is_not():
    found = alike([OTHER, AGAIN, RISK])
    assert [(one.earlier.review, one.later.review) for one in found] == [("r-1", "r-2")]
    assert alike([RISK, replace(AGAIN, review="r-1")]) == ()
    assert alike([RISK, replace(RISK, review="r-9")])[0].per_cent == 100


@given(st.permutations([RISK, AGAIN, OTHER]))
@settings(max_examples=6)
def test_the_order_of_lessons_changes_nothing(lessons):
    assert alike(lessons) == alike([RISK, AGAIN, OTHER])


def test_a_lesson_came_back_within_thirty_six_months_of_being_assured():
    done = replace(RISK, assured=date(2020, 6, 15))
    assert len(came_back([done, replace(AGAIN, made=date(2023, 6, 15))])) == 1
    assert came_back([done, replace(AGAIN, made=date(2023, 6, 16))]) == ()
    assert came_back([done, replace(AGAIN, made=date(2020, 6, 14))]) == ()
    assert came_back([done, replace(AGAIN, made=date(2022, 1, 1), agency="Council")]) == ()
    assert came_back([RISK, AGAIN]) == ()


def case(*kinds: str, **first: str):
    entries = [Entry(1, "received", PartialDate(2020, 1, 10), {"role": "leading", **first}, "", NOW)]
    for number, kind in enumerate(kinds, start=2):
        name, _, outcome = kind.partition(":")
        entries.append(Entry(number, name, PartialDate(2020, 2, number), {"outcome": outcome}, "", NOW))
    return replay(entries, date(2026, 1, 1))


CASES = [
    ("a", case()), ("b", case("decided:review")), ("c", case("decided:no-review")), ("d", case("transfer-accepted")),
    ("e", case("decided:review", "published")), ("f", case("decided:no-review", "challenged")), ("g", case("decided:review", "discontinued")),
]  # fmt: skip


def test_every_request_stands_in_exactly_one_state():
    found = place(CASES)
    assert found.received == 7
    assert set(found.by_state.values()) == {1}
    assert found.unplaced == ()
    assert problem(found, ()) is None


def test_another_partnerships_review_is_not_a_request_to_us():
    assert place([*CASES, ("h", case(role="participating"))]).received == 7


def test_a_case_that_ended_in_two_ways_is_named():
    found = place([*CASES, ("r-2020-09", case("transfer-accepted", "published"))])
    assert "r-2020-09" in problem(found, ()).reason
    assert found.received == sum(found.by_state.values()) + 1


def test_an_imported_count_that_differs_is_named_with_the_cases_it_should_count():
    found = place(CASES)
    differing = differences(found, {str(Standing.ONGOING): 2, str(Standing.COMPLETED): 1})
    assert len(differing) == 1
    assert "(b)" in problem(found, differing).reason
    (unnamed,) = differences(found, {str(Standing.ONGOING): 2, str(Standing.COMPLETED): 1}, named=False)
    assert differing == (f"{unnamed} (b)",), "whoever may know counts only is told no reference"


def test_a_state_is_as_it_was_on_the_day():
    entries = CASES[4][1].entries
    assert replay(entries, date(2020, 1, 9)).standing() is None
    assert replay(entries, date(2020, 1, 10)).standing() is Standing.PENDING
    assert replay(entries, date(2020, 2, 2)).standing() is Standing.ONGOING


def test_a_family_day_is_kept_over_the_turn_of_the_year_and_in_years_without_it():
    told = [
        Entry(1, "family-person", None, {"label": "Rowan"}, "", NOW),
        Entry(2, "family-avoid", None, {"label": "Rowan", "day": "02-01", "why": "a birthday"}, "", NOW),
        Entry(3, "family-avoid", None, {"label": "Rowan", "day": "29-02", "why": "an anniversary"}, "", NOW),
    ]
    assert [one.on for one in days_to_avoid(replay(told, date(2025, 12, 31)), around=3)] == [date(2026, 1, 2)]
    assert [one.on for one in days_to_avoid(replay(told, date(2026, 3, 1)), around=3)] == [date(2026, 2, 28)]
    assert days_to_avoid(replay(told, date(2026, 1, 6)), around=3) == ()


def test_every_kind_of_entry_can_be_told_from_what_it_says():
    for kind in KINDS.values():
        said = {
            field.name: (field.choices[0][0] if field.choices else "2026" if field.kind == "day" else "1")
            for field in kind.fields
        }
        told = Entry(1, kind.slug, None, said, "", NOW).told()
        assert told
        assert "{" not in told
