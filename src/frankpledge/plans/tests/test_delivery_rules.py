from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.governance.rules.minutes.log import Logged, LoggedUpdate
from frankpledge.kernel.problems import Unusable
from frankpledge.plans.delivery.workbook import read_sheet
from frankpledge.plans.rules.delivery.owners import (
    MANAGER_TOLD_AFTER,
    OWNER_TOLD_AFTER,
    Told,
    never_heard,
)
from frankpledge.plans.rules.delivery.progress import Part, comes_round, progress
from frankpledge.plans.rules.delivery.sheet import (
    HEADINGS,
    Now,
    Sheet,
    compare,
    day_in,
    not_due_before_it_starts,
    read_rows,
)
from frankpledge.plans.update_commands import update_command

ON = date(2026, 3, 2)


def logged(number="2026-01-01/0.1", **more):
    return Logged(**{
        "id": UUID(int=1), "number": number, "text": "Write to schools", "group": "", "owner": "Robin", "owner_id": None,
        "organisation": "", "organisation_id": None, "due_on": date(2026, 6, 1), "state": "open", "closed_on": None,
        "evidence": "", "about": "", "meeting": "", "meeting_title": "", "item": None, "set_on": date(2026, 1, 1),
        "row_version": 1, **more,
    })  # fmt: skip


def rows(*cells, heading=HEADINGS):
    made, problems, notes = read_rows(
        "back.xlsx", heading, [(place, line) for place, line in enumerate(cells, start=2)]
    )
    return Sheet("back.xlsx", "", "", made, {}, problems, notes)


def line(**said):
    cells = {"Number": "2026-01-01/0.1", "Version": 1.0, "Action": "Write to schools", "Owner": "Robin",
             "Due": date(2026, 6, 1), "State": "Not done", **said}  # fmt: skip
    return [cells.get(name, "") for name in HEADINGS]


def judged(*lines, heading=HEADINGS, now=None, on=ON):
    return compare(rows(*lines, heading=heading), {"2026-01-01/0.1": now or Now(logged())}, on)


def test_a_row_that_says_nothing_new_changes_nothing_and_one_that_does_is_a_change():
    assert judged(line()).unchanged == 1
    found = judged(line(**{"What happened": "Half of them"}))
    assert found.changes[0].fields == (("What happened", "", "Half of them"),)
    assert (
        judged(line(State="done", **{"What happened": "Letter of 1 March"})).changes[0].said.evidence
        == "Letter of 1 March"
    )


def test_columns_may_be_moved_but_not_lose_their_heading():
    turned = tuple(reversed(HEADINGS))
    moved = list(reversed(line(**{"What happened": "Half of them"})))
    assert judged(moved, heading=turned).changes == judged(line(**{"What happened": "Half of them"})).changes
    with pytest.raises(Unusable, match="no column ‘State’"):
        rows(line(), heading=[name if name != "State" else "Status" for name in HEADINGS])
    with pytest.raises(Unusable, match="twice"):
        rows(line(), heading=[name if name != "Owner" else "State" for name in HEADINGS])


@pytest.mark.parametrize(
    ("said", "column", "code"),
    [
        ({"Due": "next week"}, "Due", "not-a-date"),
        ({"Due": "31/02/2026"}, "Due", "not-a-date"),
        ({"Due": date(2026, 5, 1), "Starts": date(2026, 5, 2)}, "Due", "due-before-start"),
        ({"State": "Nearly"}, "State", "value"),
        ({"State": "Done"}, "What shows it done", "refused"),
        ({"State": "Blocked"}, "What happened", "refused"),
        ({"Number": "2026-01-01/0.9"}, "Number", "no-such-action"),
        ({"Number": "", "Action": ""}, "Action", "no-text"),
        ({"Version": "x"}, "Version", "value"),
    ],
)
def test_what_is_wrong_is_named_with_row_column_reason_and_remedy(said, column, code):
    found = judged(line(**said))
    problem = found.problems[0]
    assert (problem.row, problem.column, problem.code) == (2, column, code)
    assert problem.reason
    assert problem.remedy
    assert not found.may_be_taken_over
    assert found.changes == ()


def test_a_row_that_stands_twice_is_refused_and_one_that_was_taken_out_is_told():
    assert judged(line(), line()).problems[0].code == "twice"
    sheet = rows(line())
    sent = {
        "2026-01-01/0.1": Now(logged()).as_row(),
        "2026-01-01/0.2": Now(logged("2026-01-01/0.2")).as_row(),
    }
    assert compare(replace(sheet, sent=sent), {"2026-01-01/0.1": Now(logged())}, ON).left_out == (
        "2026-01-01/0.2",
    )


def test_where_somebody_spoke_since_both_are_shown():
    spoken = logged(row_version=2, updates=(LoggedUpdate(ON, "Clerk", "Said", "open", None, ""),))
    found = judged(line(**{"What happened": "Mine"}), now=Now(spoken))
    assert found.changes == ()
    assert found.clashes[0].fields == (("What happened", "Said", "Mine"),)
    assert judged(line(**{"What happened": "Said"}), now=Now(spoken)).unchanged == 1, "the same is no clash"


def test_an_emptied_cell_takes_nothing_back():
    one = logged(evidence="A list", updates=(LoggedUpdate(ON, "Clerk", "Said", "open", None, ""),))
    assert (
        judged(line(Due="", **{"What happened": "", "What shows it done": ""}), now=Now(one)).unchanged == 1
    )


def test_the_words_and_the_owner_of_an_action_are_not_changed_by_a_sheet():
    found = judged(line(Action="Something else", **{"What happened": "News"}))
    assert len(found.changes) == 1
    assert "left as it is" in found.notes[0][1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-14", date(2026, 6, 14)), ("14/06/2026", date(2026, 6, 14)), ("14 June 2026", date(2026, 6, 14)),
        ("1st Jun 2026", date(2026, 6, 1)), ("06/14/2026", None), ("June 2026", None), ("2026", None), ("14 Juni 2026", None),
        ("14-Jun-26", date(2026, 6, 14)), ("14/06/26", date(2026, 6, 14)), ("05/06/26", date(2026, 6, 5)), ("46187", date(2026, 6, 14)),
        ("Sunday 14 June 2026", date(2026, 6, 14)), ("Jun-26", None), ("31/02/26", None), ("06/14/26", None), ("14 June 2026 or so", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_written_here(text, day):
    assert day_in(text) == day


def test_a_day_that_could_be_read_two_ways_is_told():
    assert "5 June 2026" in judged(line(Due="05/06/2026")).notes[0][1]
    assert "14 June 2026" in judged(line(Due="46187")).notes[0][1]
    assert judged(line(Due="14 June 2026")).notes == ()
    assert judged(line(Due=datetime(2026, 6, 14))).notes == ()  # noqa: DTZ001 (a spreadsheet's cell has no zone)


def test_nothing_is_due_before_it_starts_but_may_be_on_the_day():
    assert not_due_before_it_starts("x", ON, ON).holds
    assert not not_due_before_it_starts("x", ON, ON - timedelta(days=1)).holds
    assert not_due_before_it_starts("x", None, ON).holds


def test_an_owner_of_whom_nothing_was_heard_is_told_first_and_the_manager_a_fortnight_later():
    one = logged()

    def on(days):
        return one.set_on + timedelta(days=days)

    assert never_heard([one], on(OWNER_TOLD_AFTER - 1)) == ()
    assert never_heard([one], on(OWNER_TOLD_AFTER))[0].told is Told.OWNER
    assert never_heard([one], on(MANAGER_TOLD_AFTER - 1))[0].told is Told.OWNER
    assert never_heard([one], on(MANAGER_TOLD_AFTER))[0].told is Told.MANAGER
    late = on(MANAGER_TOLD_AFTER)
    spoken = replace(logged("2026-01-01/0.2"), updates=(LoggedUpdate(ON, "Robin", "News", "open", None, ""),))
    assert never_heard([one, spoken], late) == (), "one word of one of them ends it"
    assert never_heard([replace(one, state="done")], late) == ()
    assert never_heard([replace(one, owner="")], late) == ()


def test_progress_counts_weights_against_their_sum_and_names_what_is_not_known():
    parts = [
        Part("a", Fraction(3), Fraction(1)),
        Part("b", Fraction(1), Fraction(0)),
        Part("c", Fraction(6), None),
    ]
    found = progress(parts)
    assert (found.share, found.unknown) == (Fraction(3, 4), ("c",))
    assert progress([]).share is None
    assert progress([replace(parts[0], weight=Fraction(0))]).share is None


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.fractions(0, 1, max_denominator=9)), min_size=1, max_size=6),
    st.integers(1, 5),
)
def test_progress_lies_between_its_parts_and_does_not_hang_on_the_scale_of_weights(given_, scale):
    parts = [Part(str(n), Fraction(weight), share) for n, (weight, share) in enumerate(given_)]
    found = progress(parts).share
    assert min(one.share for one in parts) <= found <= max(one.share for one in parts)
    assert progress([replace(one, weight=one.weight * scale) for one in parts]).share == found


def test_a_circle_is_found_over_any_number_of_steps():
    links = {"b": ["a"], "c": ["b"]}
    assert comes_round(links, "d", "c").holds
    assert not comes_round(links, "a", "c").holds
    assert "a → c → b → a" in str(comes_round(links, "a", "c"))
    assert not comes_round({}, "a", "a").holds


def test_rows_taken_out_of_a_sheet_are_told_against_the_one_that_was_sent(tmp_path):
    sent = "Number;Version;Action;State\nA-1;1;one;Not done\nA-2;1;two;Not done\n"
    (tmp_path / "sent.csv").write_text(sent, encoding="utf-8")
    (tmp_path / "back.csv").write_text(sent.partition("A-2")[0], encoding="utf-8")
    asked = ["--against", str(tmp_path / "sent.csv"), "--on", "2026-06-14", "--dry-run"]
    assert update_command([str(tmp_path / "back.csv"), *asked]).extra["left_out"] == ["A-2"]
    assert update_command([str(tmp_path / "sent.csv"), *asked]).extra["left_out"] == []


SAID = (("Caf\xe9s of the quay", ""), ("For the meeting", "of 2 March"), ("State", "What happened", "Number"),
        ("Done", "Seen at Caf\xe9 N\xf4", "A-7"))  # fmt: skip


def table(row, before, after):
    return "".join(f"<{row}>{''.join(before + cell + after for cell in one)}</{row}>" for one in SAID)


def archived(path, parts):
    with ZipFile(path, "w") as out:
        for name, text in parts.items():
            out.writestr(name, text)


def as_windows(path):
    path.write_bytes("\r\n".join(";".join(one) for one in SAID).encode("cp1252"))


def as_word(path):
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = table("w:tr", "<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>")
    body = f"<w:body><w:p/><w:tbl>{made}</w:tbl></w:body>"
    archived(path, {"word/document.xml": f'<w:document xmlns:w="{name}">{body}</w:document>'})


def as_opendocument(path):
    base = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{one}="{base}:{one}:1.0"' for one in ("office", "table", "text"))
    made = table(
        "table:table-row",
        '<table:table-cell office:value-type="string"><text:p>',
        "</text:p></table:table-cell>",
    )
    pages = f'<table:table table:name="Cover"/><table:table table:name="Ours">{made}</table:table>'
    body = f"<office:body><office:spreadsheet>{pages}</office:spreadsheet></office:body>"
    archived(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{base}:manifest:1.0"/>',
    })  # fmt: skip


@pytest.mark.parametrize(
    ("name", "write"), [("back.csv", as_windows), ("back.docx", as_word), ("back.ods", as_opendocument)]
)
def test_a_sheet_is_read_in_any_dress_with_a_title_above_its_headings(tmp_path, name, write):
    write(tmp_path / name)
    sheet = read_sheet(tmp_path / name)
    (row,) = sheet.rows
    assert (row.row, row.number, row.state, row.said) == (4, "A-7", "done", "Seen at Caf\xe9 N\xf4")
    assert [where for where, _ in sheet.notes] == (["the file"] if name.endswith("csv") else [])
