"""Nothing unsafe is unpacked, and each refusal names archive, member, reason and remedy."""

from __future__ import annotations

import gzip
import stat
import zipfile

import pytest

from frankpledge.evidence.archive import Limits, incoming
from frankpledge.kernel.problems import Unusable


def zipped(path, members, *, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def contents(path, **options):
    return {each.name: each.path.read_bytes() for each in incoming(path, **options)}


def refusal(path, **options):
    with pytest.raises(Unusable) as caught:
        contents(path, **options)
    return caught.value.problems


def test_a_plain_file_is_itself(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"1")
    assert contents(tmp_path / "a.csv") == {"a.csv": b"1"}


def test_a_folder_gives_its_files_and_those_in_archives_in_order(tmp_path):
    (tmp_path / "b.csv").write_bytes(b"2")
    zipped(tmp_path / "a.zip", {"2019-02/y.csv": "y", "2019-01/x.csv": "x", "__MACOSX/._x.csv": "litter"})
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"3"))
    (tmp_path / ".hidden").write_bytes(b"no")
    found = contents(tmp_path)
    assert found == {"2019-01/x.csv": b"x", "2019-02/y.csv": b"y", "b.csv": b"2", "c.csv": b"3"}
    assert list(found) == ["2019-01/x.csv", "2019-02/y.csv", "b.csv", "c.csv"]


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    (tmp_path / "outside.csv").write_text("secret")
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    assert contents(folder) == {}


def test_a_workbook_is_a_file_although_it_is_a_zip(tmp_path):
    zipped(tmp_path / "book.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    assert list(contents(tmp_path / "book.xlsx")) == ["book.xlsx"]


def test_what_was_unpacked_is_removed_afterwards(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    contents(zipped(tmp_path / "a.zip", {"x.csv": "x"}), scratch=scratch)
    assert list(scratch.iterdir()) == []


def test_a_truncated_zip_is_told_before_anything_is_given(tmp_path):
    whole = zipped(tmp_path / "whole.zip", {"x.csv": "x" * 5000})
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-30])
    (problem,) = refusal(cut)
    assert problem.code == "truncated-zip"
    assert str(problem).startswith("cut.zip: The zip is cut short or damaged")
    assert "Ask the supplier for a new copy" in problem.remedy


def test_a_member_that_was_damaged_is_told_by_name(tmp_path):
    path = zipped(tmp_path / "a.zip", {"x.csv": b"abcdefgh" * 100}, compression=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    content[60] ^= 0xFF
    path.write_bytes(bytes(content))
    (problem,) = refusal(path)
    assert (problem.code, problem.value) == ("damaged-member", "x.csv")


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"]
)
def test_a_member_that_would_leave_the_folder_is_refused(tmp_path, name):
    path = zipped(tmp_path / "a.zip", {"good.csv": "1", name: "2"})
    (problem,) = refusal(path)
    assert problem.code == "path-traversal"
    assert "outside the folder" in problem.reason


def test_a_link_inside_a_zip_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
    assert [problem.code for problem in refusal(tmp_path / "a.zip")] == ["symlink"]


def test_an_archive_inside_an_archive_is_refused(tmp_path):
    path = zipped(tmp_path / "a.zip", {"inner.zip": "PK"})
    assert [problem.code for problem in refusal(path)] == ["nested-archive"]


def test_members_whose_names_differ_by_case_only_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("x.csv", "1")
        packed.writestr("X.csv", "2")
    assert [problem.code for problem in refusal(tmp_path / "a.zip")] == ["repeated-member"]


def test_more_members_than_allowed_are_refused_and_as_many_are_not(tmp_path):
    path = zipped(tmp_path / "a.zip", {f"{n}.csv": "1" for n in range(3)})
    assert len(contents(path, limits=Limits(members=3))) == 3
    assert refusal(path, limits=Limits(members=2))[0].code == "too-many-members"


def test_a_zip_over_the_size_limit_is_refused_and_one_at_it_is_not(tmp_path):
    path = zipped(
        tmp_path / "a.zip", {"x.csv": "1" * 100, "y.csv": "2" * 100}, compression=zipfile.ZIP_STORED
    )
    assert len(contents(path, limits=Limits(total_bytes=200))) == 2
    (problem,) = refusal(path, limits=Limits(total_bytes=199))
    assert problem.code == "too-large"
    assert "would take 200 bytes; at most 199 bytes" in problem.reason
    assert {problem.code for problem in refusal(path, limits=Limits(member_bytes=99))} == {"too-large"}


def test_a_member_that_packs_far_too_well_is_refused(tmp_path):
    path = zipped(tmp_path / "bomb.zip", {"zeros.csv": b"0" * (3 << 20)})
    (problem,) = refusal(path)
    assert problem.code == "ratio"
    assert "bomb.zip: ‘zeros.csv’ in the zip unpacks to more than 200 times its size" in str(problem)


def test_a_table_of_contents_that_lies_about_sizes_does_not_help(tmp_path):
    path = zipped(tmp_path / "a.zip", {"x.csv": b"ab" * 4000})
    content = path.read_bytes()
    path.write_bytes(content.replace((8000).to_bytes(4, "little"), (80).to_bytes(4, "little")))
    assert refusal(path)[0].code in ("damaged-member", "too-large")


def test_a_truncated_gz_is_told(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"hello" * 1000)[:-12])
    (problem,) = refusal(tmp_path / "a.csv.gz")
    assert problem.code == "truncated-gz"


def test_a_gz_that_unpacks_without_end_is_stopped(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"0" * (30 << 20)))
    (problem,) = refusal(tmp_path / "a.csv.gz")
    assert problem.code == "too-large"


def test_a_path_with_nothing_there_is_told(tmp_path):
    assert refusal(tmp_path / "none.csv")[0].code == "no-such-file"
