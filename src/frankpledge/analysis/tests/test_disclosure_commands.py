from __future__ import annotations

import json

import pytest

from frankpledge.analysis.disclosure_commands import (
    SCHEMAS,
    audit_command,
    protect_command,
    round_command,
)
from frankpledge.kernel.problems import Unusable

CROSS = "ward,Theft,Arson,Total\nHill,30,2,32\nDale,21,9,30\nVale,18,12,30\nTotal,69,23,92\n"
LONG = """ward,kind,count
Hill,Theft,30
Hill,Arson,2
Hill,Total,32
Dale,Theft,21
Dale,Arson,9
Dale,Total,30
Total,Theft,51
Total,Arson,11
Total,Total,62
"""


def written(tmp_path, name, text):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_cross_table_and_a_list_are_protected_alike(tmp_path):
    answer = protect_command([written(tmp_path, "t.csv", CROSS)])
    assert (answer.verdict, answer.extra["primary"]) == ("protected", ["Hill|Arson"])
    assert answer.extra["secondary"] == ["Hill|Theft", "Dale|Theft", "Dale|Arson"]
    assert answer.extra["tables"][0]["rows"][1] == ["Hill", "withheld", "withheld", "32"]
    listed = protect_command([written(tmp_path, "l.csv", LONG)])
    assert listed.extra["primary"] == ["Hill|Arson"]
    assert listed.extra["tables"][0]["rows"][2] == ["Hill", "Arson", "withheld"]
    assert json.dumps(answer.as_json())


def test_rules_are_data_and_alter_what_is_withheld(tmp_path):
    path = written(tmp_path, "t.csv", CROSS)
    low = protect_command([path, "--rules", written(tmp_path, "r.json", '{"threshold": 2}')])
    assert low.verdict == "nothing to withhold"
    high = protect_command(
        [path, "--rules", written(tmp_path, "r.toml", "threshold = 10\nsingletons = false\n")]
    )
    assert high.extra["primary"] == ["Hill|Arson", "Dale|Arson"]
    with pytest.raises(Unusable, match="means nothing here"):
        protect_command([path, "--rules", written(tmp_path, "bad.json", '{"treshold": 5}')])


def test_a_linked_table_that_shares_a_cell_is_protected_with_it(tmp_path):
    first = written(tmp_path, "a.csv", "cell,part,count\n,Hill,3\nDALE,Dale,9\n,Total,12\n")
    other = written(tmp_path, "b.csv", "cell,part,count\nDALE,Young,9\n,Old,30\nALL,Total,39\n")
    rules = written(tmp_path, "r.json", '{"keep": ["Total", "ALL"]}')
    found = protect_command([first, "--linked", other, "--rules", rules])
    assert set(found.extra["secondary"]) == {"DALE", "Old"}


def test_what_was_published_before_is_known_to_readers(tmp_path):
    path = written(tmp_path, "now/t.csv", CROSS)
    written(tmp_path, "before/t.csv", "ward,Theft,Arson,Total\nHill,withheld,withheld,32\nDale,21,9,30\n")
    found = protect_command([path, "--previous", str(tmp_path / "before")])
    assert found.verdict == "protected"
    assert not {"Dale|Theft", "Dale|Arson"} & set(found.extra["secondary"])
    written(tmp_path, "before/u.csv", "ward,Arson\nHill,2\n")
    assert protect_command([path, "--previous", str(tmp_path / "before")]).extra["already_public"] == [
        "Hill|Arson"
    ]
    written(tmp_path, "before/u.csv", "ward,Arson\nHill,1\n")
    assert protect_command([path, "--previous", str(tmp_path / "before")]).extra["revised"] == ["Hill|Arson"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CROSS.replace("92", "93"), "add up to 92, and it says 93"),
        (CROSS.replace("Vale", "Dale"), "is there twice"),
        (CROSS.replace("18", "some"), "not a whole number"),
        (CROSS.replace("Vale,18,12,30", "Vale,18,12"), "different numbers of cells"),
        ("ward,Theft\n", "no rows"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_place(tmp_path, text, said):
    with pytest.raises(Unusable, match=said):
        protect_command([written(tmp_path, "t.csv", text)])


def problem(**more):
    names = [["a", "b", "s"], ["c", "d", "t"], ["u", "v", "w"]]
    values = {"a": None, "b": None, "s": 13, "c": 14, "d": 9, "t": 23, "u": 17, "v": 19, "w": 36}
    cells = [{"id": name, "value": value, "withheld": value is None} for name, value in values.items()]
    return {"cells": cells, "tables": [{"rows": names}], **more}


def test_an_audit_finds_what_subtraction_tells_and_is_content_where_it_tells_nothing(tmp_path):
    found = audit_command([written(tmp_path, "p.json", json.dumps(problem(protection=3)))])
    assert found.verdict == "exposed"
    assert [(one["id"], one["low"], one["high"], one["exposed"]) for one in found.extra["cells"]] == [
        ("a", 3, 3, True), ("b", 10, 10, True),
    ]  # fmt: skip
    given = problem(protection=3)
    for cell in given["cells"]:
        if cell["id"] in {"c", "d"}:
            cell.update(value=None, withheld=True, role="secondary")
    found = audit_command([written(tmp_path, "p.json", json.dumps(given))])
    assert found.verdict == "safe"
    assert [(one["low"], one["high"]) for one in found.extra["cells"]] == [(0, 13), (0, 13), (4, 17), (6, 19)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sums": [{"total": "zz", "parts": ["a"]}]}, "no cell"),
        ({"least": -1}, "-1"),
        ({"cells": [{"id": "a"}]}, "no value and is not withheld"),
        ({"tables": [{"rows": [["a", "b"], ["c"]]}]}, "uneven rows"),
    ],
)
def test_a_problem_that_cannot_be_used_is_refused(tmp_path, change, said):
    with pytest.raises(Unusable, match=said):
        audit_command([written(tmp_path, "p.json", json.dumps({**problem(), **change}))])


def test_numbers_that_contradict_what_is_shown_are_refused(tmp_path):
    wrong = problem()
    wrong["cells"][6].update(value=11, withheld=False)
    wrong["cells"][7]["value"] = 25
    with pytest.raises(Unusable, match="No numbers at all agree"):
        audit_command([written(tmp_path, "p.json", json.dumps(wrong))])


def test_counts_are_rounded_from_arguments_json_and_tables(tmp_path):
    assert round_command(["3", "12", "1,234", "--below", "8"]).extra["display"] == ["*", "10", "1,235"]
    given = '{"values": [5, 15, 0, null], "base": 10, "ties": "even", "zero": "–"}'
    assert round_command([written(tmp_path, "p.json", given)]).extra["display"] == ["0", "20", "–", "[x]"]
    found = round_command([written(tmp_path, "t.csv", CROSS)])
    assert found.extra["rows"][1] == ["Hill", "30", "0", "30"]
    assert [one.where for one in found.warnings] == ["Hill|Total", "Total|Theft"] or found.warnings


def test_every_command_has_a_schema_that_names_what_it_answers(tmp_path):
    answer = protect_command([written(tmp_path, "t.csv", CROSS)]).as_json()
    assert set(SCHEMAS["disclose protect"]["output"]["required"]) <= set(answer)
    assert set(SCHEMAS["disclose round"]["output"]["required"]) <= set(round_command(["3"]).as_json())
    path = written(tmp_path, "p.json", json.dumps(problem()))
    assert set(SCHEMAS["disclose audit"]["output"]["required"]) <= set(audit_command([path]).as_json())
