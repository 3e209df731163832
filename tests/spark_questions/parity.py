"""The same questions, the same answers, on DuckDB and on Spark. Run by `python -m tests.spark`, which starts one."""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys

import pytest
from django.conf import settings

from frankpledge.evidence.files import FileStore
from frankpledge.evidence.measures import CRIME_TYPES
from frankpledge.evidence.readers.measures import read_measures
from frankpledge.evidence.readers.police_others import read_other
from frankpledge.evidence.recognise import OUTCOMES, STOP_AND_SEARCH, STREET, recognise
from frankpledge.evidence.tests.street import read_street
from tests import engine_questions as engines

SEED = 11
MONTHS = ("2019-01", "2019-02", "2019-03")
FORCES = (("northshire", "Northshire Police"), ("southshire", "Southshire Police"))
AREAS = tuple(f"E010000{number:02d}" for number in range(1, 13))


def place(rng):
    """Longitude, latitude, location, code and name; one row in ten has none."""
    code = rng.choice(AREAS)
    return (
        ["", "", "No Location", "", ""]
        if rng.random() < 0.1
        else ["-1.9", "50.7", "On or near Mill Lane", code, "V"]
    )


def street_row(rng, month, force):
    kind = rng.choice(CRIME_TYPES)
    last = "" if kind == CRIME_TYPES[0] else rng.choice(("Local resolution", "Under investigation"))
    number = "" if kind == CRIME_TYPES[0] else f"{rng.random():.12f}"
    return [number, month, force, force, *place(rng), kind, last, ""]


def outcome_row(rng, month, force):
    said = rng.choice(("Suspect charged", "Local resolution"))
    return [f"{rng.random():.12f}", month, force, force, *place(rng), said]


def search_row(rng, month, _force):
    ethnicity = rng.choice(("White - Irish", "Other ethnic group - Not stated", ""))
    return [
        rng.choice(("Person search", "Vehicle search")), f"{month}-{rng.randint(1, 28):02d}T10:00:00+00:00", "", "", "50.7", "-1.9",
        rng.choice(("Male", "Female", "")), "18-24", ethnicity, "White", "Misuse of Drugs Act 1971 (section 23)",
        rng.choice(("Controlled drugs", "Stolen goods", "")), rng.choice(("Arrest", "A no further action disposal")), "", "",
    ]  # fmt: skip


def written(folder, kind, header, row, rows):
    rng = random.Random(f"{SEED}{kind}")  # noqa: S311 (made-up rows)
    for month in MONTHS:
        for slug, force in FORCES:
            path = folder / f"{month}-{slug}-{kind}.csv"
            with path.open("w", newline="") as out:
                csv.writer(out).writerows([header, *(row(rng, month, force) for _ in range(rows))])
            yield path


@pytest.fixture(scope="session")
def stock(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parity")
    kept = FileStore(folder / "parquet")
    table = folder / "measures.csv"
    table.write_text(
        "Measure,Area,Period,Value,n\nFires,North,2020-Q1,4,\nFires,North,2020-Q2,[x],\nSafe,South,2019,71.5%,1204\n"
    )
    others = {
        kind: [
            part.path
            for path in written(folder, kind, header, row, 60)
            for part in read_other(path, kept, path.name, recognise(path)).parts
        ]
        for kind, header, row in (
            ("outcomes", OUTCOMES, outcome_row),
            ("stop-and-search", STOP_AND_SEARCH, search_row),
        )
    }
    street = [
        part.path
        for path in written(folder, "street", STREET, street_row, 200)
        for part in read_street(path, kept).parts
    ]
    membership = {"West": frozenset(AREAS[:7]), "East": frozenset(AREAS[7:]), "Both": frozenset(AREAS[5:9])}
    return engines.Stock(
        street=street,
        outcomes=others["outcomes"],
        searches=others["stop-and-search"],
        measures=[part.path for part in read_measures(table, kept).parts],
        membership=membership,
        forces={"West": "northshire", "East": "southshire", "Both": "northshire"},
        persons={"West": 10_007, "East": 8_219, "Both": 4_111},
        covered=frozenset((slug, month) for slug, _ in FORCES for month in MONTHS),
    )


def test_every_question_has_the_same_answer_on_both_engines(stock):
    address = settings.OBSERVATIONS
    assert address.startswith("pyspark://"), "run it by python -m tests.spark"
    found = list(engines.compared(stock, CRIME_TYPES[1:5], address))
    assert len(found) == len(list(engines.questions(stock, ()))) >= 10
    assert {name: differs for name, differs, _, _ in found if differs} == {}


def test_a_difference_would_be_seen(stock):
    with engines.asked_at(""):
        counts = engines.cube.cells_by_part(stock.street, engines.Kind.POLICE_STREET, None)
        rates = engines.rates(stock)
    name, cells = next(iter(counts.items()))
    assert engines.difference(counts, {**counts, name: cells[1:]})
    key, rate = next(iter(rates.items()))
    assert engines.difference(rates, {**rates, key: rate * (1 + 1e-8)})
    assert not engines.difference(rates, {**rates, key: rate * (1 + 1e-12)})


ASKED = """
import django
django.setup()
from frankpledge.evidence.engine import observatory
from frankpledge.kernel.problems import Unusable
try:
    observatory(folders=[]).__enter__()
except Unusable as told:
    print(told.problems[0].code)
"""


def test_an_address_where_nothing_answers_is_told_in_a_sentence(tmp_path):
    # From a file: Spark's client takes a program without one for its own tests.
    program = tmp_path / "asked.py"
    program.write_text(ASKED)
    told = subprocess.run(
        [sys.executable, program],
        env={**os.environ, "FRANKPLEDGE_OBSERVATIONS": "pyspark://127.0.0.1:9", "DJANGO_SETTINGS_MODULE": "frankpledge.site.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip
    assert told.stdout.strip() == "spark-does-not-answer", told.stderr[-2000:]
