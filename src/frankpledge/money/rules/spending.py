"""Expenditure as a file holds it: which columns, which rows, and why a row is refused. Pure."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from frankpledge.kernel.problems import Problem, Unusable

COLUMNS = ("fund", "on", "supplier", "purpose", "amount", "priority", "reference", "voluntary")
NEEDED = ("fund", "on", "supplier", "purpose", "amount")
ALSO = {
    "date": "on", "paid on": "on", "payment date": "on", "payee": "supplier", "supplier name": "supplier", "description": "purpose",
    "net amount": "amount", "value": "amount", "amount (£)": "amount", "fund code": "fund", "grant": "fund", "ref": "reference",
    "transaction number": "reference", "priority slug": "priority", "voluntary sector": "voluntary",
}  # fmt: skip
MOST_ROWS = 50_000
LARGEST = 20 * 1024 * 1024
_YES = {"yes", "y", "true", "1"}


@dataclass(frozen=True)
class Paid:
    """A payment as a row says it. `key` is the hash of what it says and of how many times it was said before."""

    row: int
    fund: str
    on: date
    supplier: str
    purpose: str
    amount: Decimal
    priority: str
    reference: str
    is_voluntary: bool
    key: str


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken in, and why."""

    row: int
    problems: tuple[Problem, ...]


def read_rows(
    grid: Sequence[Sequence[object]], file: str, *, funds: Mapping[str, tuple[date, date]], today: date
) -> tuple[Paid | Refused, ...]:
    """Every row of a table, in order. Raises `Unusable` for a table without the columns that are needed."""
    if not grid:
        raise Unusable(Problem("empty", "the file is empty.", "Export it again with its heading row.", file))
    heads = [_column(str(cell or "")) for cell in grid[0]]
    missing = [name for name in NEEDED if name not in heads]
    if missing:
        raise Unusable(
            Problem(
                "columns",
                f"the first row has no column {', '.join(f'‘{name}’' for name in missing)}.",
                f"Name the columns {', '.join(COLUMNS)}.",
                file,
                1,
            )
        )
    if len(grid) > MOST_ROWS:
        raise Unusable(
            Problem("too-many", f"the file has more than {MOST_ROWS:,} rows.", "Give it in parts.", file)
        )
    seen: dict[str, int] = {}
    return tuple(_rows(grid[1:], heads, file, funds, today, seen))


def _column(text: str) -> str:
    plain = " ".join(text.strip().lower().replace("_", " ").split())
    return ALSO.get(plain, plain)


def _rows(
    rows: Sequence[Sequence[object]], heads: list[str], file: str, funds: Mapping[str, tuple[date, date]], today: date,
    seen: dict[str, int],
) -> Iterator[Paid | Refused]:  # fmt: skip
    for n, cells in enumerate(rows, start=2):
        said = {head: cell for head, cell in zip(heads, cells, strict=False) if head in COLUMNS}
        if any(cell not in (None, "") for cell in said.values()):
            yield _row(n, said, file, funds, today, seen)


def _row(
    n: int,
    said: Mapping[str, object],
    file: str,
    funds: Mapping[str, tuple[date, date]],
    today: date,
    seen: dict[str, int],
) -> Paid | Refused:
    problems: list[Problem] = []

    def wrong(column: str, reason: str, remedy: str) -> None:
        problems.append(Problem("spending-row", reason, remedy, file, n, column, str(said.get(column) or "")))

    text = {
        name: " ".join(str(said.get(name) or "").split())
        for name in ("fund", "supplier", "purpose", "priority", "reference", "voluntary")
    }
    fund = text["fund"].lower()
    if fund not in funds:
        wrong(
            "fund",
            f"‘{text['fund']}’ is no fund of the partnership.",
            "Write the fund's short name, or record the fund first.",
        )
    for name in ("supplier", "purpose"):
        if not text[name]:
            wrong(name, "is empty.", "Say who was paid and what for.")
    on, amount = _day(said.get("on")), _pounds(said.get("amount"))
    if on is None:
        wrong("on", "is not a day.", "Write 2020-06-14 or 14/06/2020.")
    elif on > today:
        wrong("on", "is still to come.", "A payment is recorded once it was made.")
    elif fund in funds and not funds[fund][0] <= on <= funds[fund][1]:
        wrong("on", "lies outside the days of its fund.", "Check the day, or the fund.")
    if amount is None:
        wrong("amount", "is not pounds and pence.", "Write 1234.50; money that came back is below nought.")
    elif amount == 0:
        wrong("amount", "is nought.", "Leave the row out.")
    if text["priority"] and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text["priority"]):
        wrong("priority", "is not a short name.", "Write the priority's short name, such as rural-crime.")
    if problems or on is None or amount is None:
        return Refused(n, tuple(problems))
    said_all = "|".join(
        [
            fund,
            on.isoformat(),
            text["supplier"],
            text["purpose"],
            str(amount),
            text["priority"],
            text["reference"],
        ]
    )
    seen[said_all] = seen.get(said_all, 0) + 1
    key = hashlib.sha256(f"{said_all}|{seen[said_all]}".encode()).hexdigest()
    return Paid(
        n, fund, on, text["supplier"], text["purpose"], amount, text["priority"], text["reference"], text["voluntary"].lower() in _YES, key
    )  # fmt: skip


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?", text)
    if found:
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _pounds(cell: object) -> Decimal | None:
    """Pounds and whole pence; a float of a spreadsheet counts as the pence it shows."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        made = Decimal(repr(cell))
    else:
        text = str(cell or "").strip().replace("£", "").replace(",", "").replace("−", "-")
        if found := re.fullmatch(r"\((.+)\)", text):
            text = f"-{found[1]}"
        try:
            made = Decimal(text)
        except InvalidOperation:
            return None
    pence = made * 100
    if not made.is_finite() or pence != pence.to_integral_value() or abs(made) >= 10**11:
        return None
    return made.quantize(Decimal("0.01"))


def read_csv(content: bytes, file: str) -> list[list[object]]:
    """The cells of a CSV file. Raises `Unusable` when it is not text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise Unusable(Problem("not-csv", "the file is not text.", "Save it as CSV or XLSX.", file))
    return [list(row) for row in csv.reader(io.StringIO(text))]


@dataclass(frozen=True)
class Published:
    """A payment as the transparency code publishes it."""

    body: str
    on: date
    supplier: str
    amount: Decimal
    purpose: str
    fund: str
    reference: str
    is_voluntary: bool


def to_publish(rows: Collection[Published], over: Decimal = Decimal(500)) -> tuple[Published, ...]:
    """Payments above £500, money that came back above £500, and every grant to a voluntary body whatever its size."""
    kept = [row for row in rows if abs(row.amount) > over or row.is_voluntary]
    return tuple(sorted(kept, key=lambda row: (row.on, row.supplier, row.reference)))


def transparency_csv(rows: Collection[Published]) -> str:
    """The published file. A cell that a spreadsheet would take for a formula is quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            "Body",
            "Date paid",
            "Supplier",
            "Amount (GBP)",
            "Purpose",
            "Fund",
            "Reference",
            "Grant to a voluntary body",
        ]
    )
    for row in rows:
        cells = [
            row.body,
            row.on.isoformat(),
            row.supplier,
            f"{row.amount:.2f}",
            row.purpose,
            row.fund,
            row.reference,
            "yes" if row.is_voluntary else "no",
        ]
        writer.writerow([_safe(cell) if n != 3 else cell for n, cell in enumerate(cells)])
    return out.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
