"""Reading a file of terms: each mistake is refused with its place, and the schema knows every key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance.rules.terms.reading import TOP, read_terms, version_on
from frankpledge.governance.rules.terms.schemas import SCHEMAS, terms_schema
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
HEAD = '[terms]\nbody = "B"\nlabel = "L"\nnation = "E"\nstarts_on = 2024-04-01\n'
CORE = '[[class]]\nslug = "core"\ntitle = "Core"\ncan_vote = true\n'
SEAT = '[[seat]]\nslug = "one"\nname = "One"\nclass = "core"\n'


def written(tmp_path, text, name="terms.toml"):
    path = tmp_path / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


MISTAKES = [
    ("[quorum]\nat_least = -2\n", "negative-quorum"),
    ("[quorum]\nat_least = 0\n", "negative-quorum"),
    ('[quorum]\nat_least = "4/3"\n', "not-a-share"),
    ('[quorum]\nat_least = "some"\n', "not-an-amount"),
    ('[quorum]\nmore_than = "all"\n', "impossible"),
    ("[quorum]\nat_least = 2\nmore_than = 1\n", "threshold"),
    ('[quorum]\ncount = "seats"\n', "threshold"),
    ('[quorum]\nat_least = 2\nrounding = "up"\n', "rounding"),
    ("[quorum]\nall_of = []\n", "no-tests"),
    ("[quorum]\nat_least = 2\ncolour = 1\n", "unknown-key"),
    ('[quorum]\nat_least = 2\nclass = "gold"\n', "unknown-class"),
    (CORE + SEAT + "[quorum]\nat_least = 2\n", "quorum-too-large"),
    (CORE + SEAT + SEAT, "twice"),
    (CORE + SEAT.replace("core", "gold"), "unknown-class"),
    ('[[office]]\nslug = "chair"\ntitle = "Chair"\nmethod = "by-office"\nseat = "none"\n', "unknown-seat"),
    (
        '[[subgroup]]\nslug = "a"\nname = "A"\nparent = "b"\n[[subgroup]]\nslug = "b"\nname = "B"\nparent = "a"\n',
        "cycle",
    ),
    ('[[decision]]\nmore_than = "1/2"\n[[decision]]\nmore_than = "2/3"\n', "twice"),
    ('[[decision]]\nmore_than = "1/2"\nbase = "moon"\n', "not-a-choice"),
    ('[presiding]\norder = ["moderator"]\n', "unknown-office"),
    (
        CORE + SEAT + '[[office]]\nslug = "chair"\ntitle = "Chair"\nmethod = "election"\nseats = ["one"]\n',
        "one-seat",
    ),
    ('[[outside]]\nroute = "email"\nresponse_days = 0\n', "too-small"),
    ('[[decision]]\nmore_than = "1/2"\nsecret = "yes"\n', "not-yes-or-no"),
    ("[papers]\ndays = 0\n", "too-small"),
    ("[[frequency]]\nat_least = 4\n", "frequency"),
    ("[[frequency]]\nmonths = [13]\n", "not-months"),
    ('[[frequency]]\nwindows = [["04-01", "13-31"]]\n', "not-windows"),
    ("[nonsense]\n", "unknown-key"),
    (
        '[[seat]]\nslug = "x"\nname = "X"\nclass = "core"\nstarts_on = 2024-02-01\nends_on = 2024-01-01\n',
        "backwards",
    ),
]


@pytest.mark.parametrize(
    ("text", "code"), MISTAKES, ids=[f"{n}-{code}" for n, (_, code) in enumerate(MISTAKES)]
)
def test_a_mistake_is_refused_with_its_place(tmp_path, text, code):
    with pytest.raises(Unusable) as refused:
        read_terms(written(tmp_path, text))
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.file == "terms.toml"
    assert problem.column
    assert problem.remedy


def test_every_mistake_of_a_file_is_found_at_once_each_with_its_row(tmp_path):
    text = (
        '[[class]]\nslug = "core"\ncan_vote = 1\n[[seat]]\nslug = "one"\nname = "One"\nclass = "gold"\nvotes = -1\n'
        "[quorum]\nat_least = -2\n[papers]\ndays = 0\ncolour = 1\n"
    )
    with pytest.raises(Unusable) as refused:
        read_terms(written(tmp_path, text))
    assert {(one.code, one.column, one.row) for one in refused.value.problems} == {
        ("missing-key", "class[1].title", 6),
        ("not-yes-or-no", "class[1].can_vote", 6),
        ("unknown-class", "seat[1].class", 9),
        ("too-small", "seat[1].votes", 9),
        ("negative-quorum", "quorum.at_least", 14),
        ("too-small", "papers.days", 16),
        ("unknown-key", "papers.colour", 16),
    }
    assert all(one.remedy for one in refused.value.problems)


def test_a_mistake_that_is_mended_is_the_only_one_that_goes(tmp_path):
    wrong = "[quorum]\nat_least = -2\n[papers]\ndays = 0\n"
    with pytest.raises(Unusable) as before:
        read_terms(written(tmp_path, wrong))
    with pytest.raises(Unusable) as after:
        read_terms(written(tmp_path, wrong.replace("-2", "2")))
    assert [one.code for one in before.value.problems] == ["negative-quorum", "too-small"]
    assert [one.code for one in after.value.problems] == ["too-small"]


def test_tests_nested_without_end_are_refused(tmp_path):
    deep = "{at_least = 1}"
    for _ in range(9):
        deep = f"{{all_of = [{deep}]}}"
    with pytest.raises(Unusable, match="nested"):
        read_terms(written(tmp_path, f"[quorum]\nall_of = [{deep}]\n"))


def test_two_versions_in_force_on_one_day_are_refused(tmp_path):
    early = read_terms(written(tmp_path, "", "early.toml"))
    late_path = tmp_path / "late.toml"
    late_path.write_text(HEAD.replace("2024-04-01", "2025-04-01").replace('"L"', '"M"'), encoding="utf-8")
    with pytest.raises(Unusable, match="both in force"):
        version_on([early, read_terms(late_path)], Period(date(2020, 1, 1)))
    ended = HEAD + "ends_on = 2025-03-31\n"
    (tmp_path / "ended.toml").write_text(ended, encoding="utf-8")
    version_on([read_terms(tmp_path / "ended.toml"), read_terms(late_path)], Period(date(2020, 1, 1)))


def test_terms_that_tell_no_classes_apart_have_one(tmp_path):
    terms = read_terms(written(tmp_path, '[[seat]]\nslug = "one"\nname = "One"\n'))
    assert [one.can_vote for one in terms.classes] == [True]
    assert terms.votes(terms.seats[0]) == 1


def test_what_the_text_does_not_say_is_none(tmp_path):
    terms = read_terms(written(tmp_path, ""))
    assert terms.quorum is None
    assert terms.casting is None
    assert terms.deputies is None
    assert terms.decisions == ()


def test_the_schema_knows_every_table_of_the_file():
    assert set(terms_schema()["properties"]) == set(TOP)


@pytest.mark.parametrize(
    "path",
    sorted([*EXAMPLES.glob("*.toml"), *(EXAMPLES / "patterns").glob("*.toml")]),
    ids=lambda path: path.stem,
)
def test_the_schema_knows_every_key_of_every_example(path):
    import tomllib

    tables = terms_schema()["properties"]
    for name, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
        shape = tables[name]
        if name in {"quorum", "footnotes"}:
            continue
        rows, known = (
            (value, shape["items"]["properties"])
            if isinstance(value, list)
            else ([value], shape["properties"])
        )
        for row in rows:
            assert set(row) <= set(known), f"{path.name}: {name}"


def test_every_command_has_its_schemas():
    assert set(SCHEMAS) == {
        "terms check",
        "terms decide",
        "terms deadlines",
        "terms constituted",
        "meetings replay",
    }
    assert all(set(one) == {"input", "output"} for one in SCHEMAS.values())
