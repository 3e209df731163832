"""The engine reaches the folders it was given and no others; the store never overwrites and never half-writes."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import duckdb
import pytest

from frankpledge.evidence.engine import engine, sql_text
from frankpledge.evidence.files import FileStore, StoredFile
from frankpledge.kernel.problems import Unusable


def test_the_engine_writes_and_reads_below_its_folders(tmp_path):
    with engine(folders=[tmp_path]) as connection:
        place = sql_text(tmp_path / "it's.parquet")
        connection.execute(f"COPY (SELECT 7 AS n) TO {place} (FORMAT parquet)")
        assert connection.execute(
            "SELECT n FROM read_parquet(?)", [str(tmp_path / "it's.parquet")]
        ).fetchone() == (7,)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/escaped.parquet' (FORMAT parquet)",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
    ],
)
def test_the_engine_refuses_everything_outside(tmp_path, statement):
    with engine(folders=[tmp_path]) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)


def test_what_does_not_fit_in_memory_spills_where_nobody_else_looks_and_is_removed(tmp_path):
    with engine(folders=[tmp_path], memory_limit="16MiB", threads=1) as connection:
        question = "SELECT count(*) FROM (SELECT DISTINCT md5(i::VARCHAR) FROM range(400000) AS numbers(i))"
        assert connection.execute(question).fetchone() == (400000,)
        place = Path(connection.execute("SELECT current_setting('temp_directory')").fetchone()[0])
        assert place.is_dir()
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert not place.exists()


def test_a_path_that_climbs_out_of_an_allowed_folder_is_refused(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.csv").write_text("a\n1\n")
    with engine(folders=[inside]) as connection, pytest.raises(duckdb.Error):
        connection.execute("SELECT * FROM read_csv(?)", [str(inside / ".." / "outside.csv")]).fetchall()


def test_a_file_is_kept_under_the_hash_of_its_content(tmp_path):
    original = tmp_path / "counts.csv"
    original.write_bytes(b"a,b\n1,2\n")
    stored = FileStore(tmp_path / "store").put(original)
    assert stored.sha256 == hashlib.sha256(b"a,b\n1,2\n").hexdigest()
    assert (stored.size, stored.path.read_bytes()) == (8, b"a,b\n1,2\n")


def test_the_same_content_twice_is_one_file_and_other_content_another(tmp_path):
    store = FileStore(tmp_path / "store")
    for name, content in (("first", b"x"), ("second", b"x"), ("third", b"y")):
        (tmp_path / name).write_bytes(content)
    first, second, third = (store.put(tmp_path / name) for name in ("first", "second", "third"))
    assert first == second
    assert third.path != first.path
    assert len([path for path in store.root.rglob("*") if path.is_file()]) == 2


def test_a_stored_file_cannot_be_written_to_and_tampering_shows(tmp_path):
    store = FileStore(tmp_path / "store")
    (tmp_path / "a").write_bytes(b"x")
    stored = store.put(tmp_path / "a")
    assert stored.path.stat().st_mode & 0o222 == 0
    assert store.verify(stored)
    stored.path.chmod(0o644)
    stored.path.write_bytes(b"z")
    assert not store.verify(stored)


def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing_behind(tmp_path):
    store = FileStore(tmp_path / "store")
    with pytest.raises(Unusable) as caught:
        store.put(tmp_path / "gone.csv")
    assert "gone.csv: The file could not be read" in str(caught.value.problems[0])
    assert list(store.root.rglob("*")) == []


def test_files_that_no_manifest_row_names_are_listed_for_sweeping(tmp_path):
    store = FileStore(tmp_path / "store")
    for name in ("kept", "left"):
        (tmp_path / name).write_text(name)
    kept, left = store.put(tmp_path / "kept"), store.put(tmp_path / "left", suffix=".parquet")
    (store.root / ".incoming-broken").write_text("half")
    assert set(store.orphans({kept.sha256})) == {left.path, store.root / ".incoming-broken"}
    assert list(store.orphans({kept.sha256, left.sha256})) == [store.root / ".incoming-broken"]


def test_a_finished_temporary_file_is_taken_over_without_copying(tmp_path):
    store = FileStore(tmp_path / "store")
    made = tmp_path / "made.parquet"
    made.write_bytes(b"rows")
    stored = store.adopt(made, suffix=".parquet")
    assert isinstance(stored, StoredFile)
    assert not made.exists()
    assert stored.path.read_bytes() == b"rows"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "ABC", "g" * 64])
def test_only_a_hash_names_a_place(tmp_path, name):
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        FileStore(tmp_path).place(name)
