"""From a file to what the checker reads: plain text, Word, OpenDocument, PDF, HTML, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import PurePath

from frankpledge.documents.checking.check import check
from frankpledge.documents.checking.marked_up import decoded, read_docx, read_html, read_odt
from frankpledge.documents.checking.parts import Checked, Checking, Grid, Source, Words
from frankpledge.documents.checking.pdf_text import read_pdf
from frankpledge.documents.checking.plain_text import read_plain
from frankpledge.documents.checking.spec import check_described
from frankpledge.kernel.problems import Problem, Unusable

SUFFIXES = (".txt", ".md", ".docx", ".odt", ".pdf", ".html", ".htm", ".csv", ".json")


def check_file(content: bytes, name: str) -> Checking:
    """Every claim of a file. Raises `Unusable` for a file that cannot be read."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unusable(
            Problem(
                "claims-format",
                f"‘{suffix or name}’ is no format that can be checked.",
                f"Give one of {', '.join(SUFFIXES)}.",
                name,
            )
        )
    if suffix == ".json":
        return _check_json(content, name)
    return check(read_source(content, name))


def read_source(content: bytes, name: str) -> Source:
    """The blocks of a file that is no JSON. Raises `Unusable`."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx":
        return read_docx(content, name)
    if suffix == ".odt":
        return read_odt(content, name)
    if suffix == ".pdf":
        return read_pdf(content, name)
    if suffix in {".html", ".htm"}:
        return read_html(content)
    if b"\x00" in content[:4096] and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise Unusable(Problem("not-text", "the file is not text.", "Give the document itself.", name))
    return _read_csv(decoded(content), name) if suffix == ".csv" else read_plain(decoded(content))


def _read_csv(text: str, name: str) -> Source:
    try:
        dialect = csv.Sniffer().sniff(text[:4000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unusable(
            Problem("not-csv", f"the file cannot be read as a table: {error}.", "Save it as CSV again.", name)
        ) from error
    if not rows:
        raise Unusable(Problem("empty", "the file is empty.", "Give a table with a heading row.", name))
    return Source((Grid(tuple(tuple(cell.strip() for cell in row) for row in rows), "table 1", name),))


def _check_json(content: bytes, name: str) -> Checking:
    try:
        value = json.loads(decoded(content), parse_float=str)
    except ValueError as error:
        raise Unusable(Problem("not-json", f"the file cannot be read: {error}.", "Mend it.", name)) from error
    tables = value if isinstance(value, list) else [value]
    claims: list[Checked] = []
    blocks: list[Words | Grid] = []
    for n, one in enumerate(tables, start=1):
        if not isinstance(one, dict):
            raise Unusable(
                Problem(
                    "not-an-object",
                    "the file holds no table and no text.",
                    "Write {columns, rows} or {text, tables}.",
                    name,
                )
            )
        if "columns" in one:
            claims += check_described(one, name, _title(one, n))
            continue
        inner = one.get("tables")
        if not isinstance(one.get("text"), str) and not isinstance(inner, list):
            raise Unusable(
                Problem(
                    "claims-json",
                    "the file gives neither columns and rows, nor text.",
                    "Write {columns, rows} or {text, tables}.",
                    name,
                )
            )
        for place, table in enumerate(inner if isinstance(inner, list) else [], start=1):
            claims += check_described(table, name, _title(table, place))
            blocks.append(_grid(table, place))
        if isinstance(one.get("text"), str):
            blocks += read_plain(str(one["text"])).blocks
    made = check(Source(tuple(blocks))) if any(isinstance(block, Words) for block in blocks) else Checking(())
    told = (
        tuple(claim for claim in made.claims if not claim.where.startswith("table "))
        if claims
        else made.claims
    )
    return Checking((*claims, *told), made.remarks if not claims else ())


def _title(table: Mapping[str, object], n: int) -> str:
    return str(table.get("caption") or table.get("title") or f"table {n}")


def _grid(table: Mapping[str, object], n: int) -> Grid:
    columns, rows = table.get("columns"), table.get("rows")
    names = (
        [str(one.get("name", "")) if isinstance(one, dict) else str(one) for one in columns]
        if isinstance(columns, list)
        else []
    )
    body = [
        tuple("" if cell is None else str(cell) for cell in (row.values() if isinstance(row, dict) else row))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict | list)
    ]
    return Grid((tuple(names), *body), f"table {n}", str(table.get("caption") or table.get("title") or ""), 1)
