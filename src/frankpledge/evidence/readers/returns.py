"""The monthly return of a service to measures and notes: `service,month,question,answer,of,note`."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from frankpledge.analysis.series import whole_months
from frankpledge.evidence.files import FileStore, StoredFile, hash_of
from frankpledge.evidence.readers.grid import csv_lines, read_grid
from frankpledge.evidence.readers.measures import MEASURE_TYPES
from frankpledge.evidence.readers.result import LISTED, Coverage, Kind, ReadResult
from frankpledge.evidence.readers.tables import write_refusals, write_rows
from frankpledge.evidence.recognise import Recognised, normalised
from frankpledge.evidence.rules.periods import read_period
from frankpledge.evidence.rules.returns import BY_CODE, COLUMNS, QUESTIONS, Question, measure_name, tells_who
from frankpledge.evidence.rules.values import read_value
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Problem, Unusable

TYPES = {**MEASURE_TYPES, "service": "text", "question": "text", "said": "text"}
"""Those of a measure table, and what was said in words."""
CORRECT = "Correct the row and import the file again."


@dataclass(frozen=True)
class Answer:
    """One row of a return. `number` and `of` are None where nothing was given."""

    line: int
    service: str
    month: Period
    question: Question
    number: int | None
    of: int | None
    note: str


def read_return(path: Path, into: FileStore, name: str, found: Recognised) -> ReadResult:
    """Read a return. Raises Unusable when it holds no answer that can be used, or answers of several services."""
    answers, problems = _answers(path, name, found)
    if not answers:
        raise Unusable(*(problems[:3] or [_nothing(name)]))
    services = sorted({one.service for one in answers})
    if len(services) > 1:
        raise Unusable(_several(services, name))
    into.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into.root, prefix=".work-") as folder:
        rows = [row for one in answers for row in _rows(one)]
        part = into.adopt(write_rows(rows, Path(folder) / "part", TYPES), suffix=".parquet")
        told = (
            into.adopt(write_refusals(problems, Path(folder) / "no"), suffix=".parquet") if problems else None
        )
    months = Counter(one.month.code for one in answers)
    coverage = tuple(Coverage(services[0], month, n) for month, n in sorted(months.items()))
    return ReadResult(
        Kind.SERVICE_RETURN, name, StoredFile(hash_of(path), path.stat().st_size, path), (part,), len(answers),
        len(problems), told, tuple(problems[:LISTED]), (), coverage,
    )  # fmt: skip


def _answers(path: Path, name: str, found: Recognised) -> tuple[list[Answer], list[Problem]]:
    answers: list[Answer] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line, cells in _body(path, name, found):
        row = dict(zip(COLUMNS, cells, strict=True))
        if not any(cells):
            continue
        try:
            answer = _answer(row, line)
        except _WrongError as wrong:
            problems.append(
                Problem(wrong.code, wrong.reason, wrong.remedy, name, line, wrong.column, wrong.value)
            )
            continue
        key = (answer.service, answer.month.code, answer.question.code)
        if key in seen:
            problems.append(_twice(answer, seen[key], name))
            continue
        seen[key] = line
        answers.append(answer)
    return answers, problems


def _body(path: Path, name: str, found: Recognised) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and cells, in the order of `COLUMNS`, of every row below the header."""
    places = [
        normalised(found.columns).index(column) if column in normalised(found.columns) else -1
        for column in COLUMNS
    ]
    lines: Iterator[tuple[int, Sequence[str]]]
    if found.container == "csv":
        lines = iter(csv_lines(path, name))
    else:
        lines = ((row.number, row.texts) for grid in read_grid(path, name) for row in grid.rows)
    past = False
    for number, cells in lines:
        if past:
            yield number, tuple(cells[at].strip() if 0 <= at < len(cells) else "" for at in places)
        past = past or normalised(cells) == normalised(found.columns)


class _WrongError(Exception):
    def __init__(self, code: str, column: str, value: str, reason: str, remedy: str = CORRECT) -> None:
        super().__init__(reason)
        self.code, self.column, self.value, self.reason, self.remedy = code, column, value, reason, remedy


def _answer(row: Mapping[str, str], line: int) -> Answer:
    question = BY_CODE.get(row["question"].lower())
    if question is None:
        codes = ", ".join(one.code for one in QUESTIONS)
        raise _WrongError("no-such-question", "question", row["question"], f"‘{row['question']}’ is none of the five questions.", f"Write one of: {codes}.")  # fmt: skip
    if not row["service"]:
        raise _WrongError("service-missing", "service", "", "The row does not say whose answer it is.")
    month = _month(row["month"])
    number, of = _count(row["answer"], "answer"), _count(row["of"], "of")
    if of is not None and not question.of:
        raise _WrongError("of-out-of-place", "of", row["of"], "This question has no second number.")
    if number is not None and of is not None and number > of:
        raise _WrongError("more-than-all", "answer", row["answer"], f"{number} of {of} cannot be.")
    if number is not None and not question.measure:
        raise _WrongError("words-only", "answer", row["answer"], "This question is answered in words.", "Put them into the column ‘note’.")  # fmt: skip
    if number is None and of is None and not row["note"]:
        raise _WrongError("no-answer", "answer", "", "The row has neither a number nor words.", "Answer it, or leave the row out.")  # fmt: skip
    if tells := tells_who(row["note"]):
        raise _WrongError("note-tells-who", "note", "", f"The words hold {tells}, which could tell who somebody is.", "Take it out and import the file again.")  # fmt: skip
    return Answer(line, row["service"], month, question, number, of, row["note"])


def _month(text: str) -> Period:
    try:
        month = read_period(text).period
    except ValueError as error:
        raise _WrongError("month-unreadable", "month", text, str(error)) from error
    if whole_months(month) != 1:
        raise _WrongError("not-a-month", "month", text, f"‘{text}’ is not one month.", "Write it as 2021-03.")
    return month


def _count(text: str, column: str) -> int | None:
    """A whole number; None for a mark that means missing. Missing is never none."""
    try:
        number = read_value(text).number
    except ValueError as error:
        raise _WrongError("cell-unreadable", column, text, str(error)) from error
    if number is not None and number != number.to_integral_value():
        raise _WrongError("cell-unreadable", column, text, f"‘{text}’ is not a whole number.")
    return None if number is None else int(number)


def _rows(one: Answer) -> Iterator[dict[str, object]]:
    """The measures that an answer gives, and one row for its words; a row without a measure is words alone."""
    numbers = ((one.question.measure, one.number, "answer"), (one.question.of, one.of, "of"))
    given = [(title, number, column) for title, number, column in numbers if title and number is not None]
    for title, number, column in given:
        yield {**_common(one, column), "measure": measure_name(title, one.service), "value": Decimal(number), "raw": str(number)}  # fmt: skip
    if one.note:
        yield {**_common(one, "note"), "measure": "", "said": one.note}


def _common(one: Answer, column: str) -> dict[str, object]:
    return {
        "area": "", "period": one.month.code, "starts_on": one.month.starts_on, "ends_on": one.month.ends_on, "unit": "",
        "line": one.line, "column": column, "service": one.service, "question": one.question.code,
    }  # fmt: skip


def _twice(answer: Answer, line: int, name: str) -> Problem:
    reason = f"The question was answered for {answer.month} already, in line {line}, and nobody can know which is meant."
    return Problem(
        "answered-twice", reason, "Keep the right one.", name, answer.line, "question", answer.question.code
    )


def _several(services: Sequence[str], name: str) -> Problem:
    return Problem(
        "several-services",
        f"The file has answers of {len(services)} services: {', '.join(services)}.",
        "Import one file for each service: each can then be corrected by itself.",
        name,
        column="service",
    )


def _nothing(name: str) -> Problem:
    return Problem("no-rows", "The table has a header and no answers.", "Import the whole file.", file=name)
