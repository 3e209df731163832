"""What was taken in by an earlier version is counted and read afterwards, from what the store holds."""

from __future__ import annotations

import pytest

from frankpledge.evidence import companions, queries, rebuilding, services
from frankpledge.evidence.models import ImportedFile
from frankpledge.evidence.readers.result import Kind
from frankpledge.evidence.tests import bringing
from frankpledge.evidence.tests.bringing import BY
from frankpledge.evidence.tests.test_police_others import OUTCOME, OUTCOMES
from frankpledge.kernel.people import Principal
from frankpledge.kernel.verdicts import NotPermitted

NAME = "2019-03-northshire-outcomes.csv"
ROWS = f"{','.join(OUTCOMES)}\n" + f"{','.join(OUTCOME.values())}\n" * 2


def test_companions_that_are_missing_are_made_and_a_second_run_does_nothing(body, tmp_path):
    services.import_paths(
        "mere", [bringing.written(tmp_path, bringing.street_name(), bringing.street())], by=BY
    )
    (part,) = queries.parts_of(ImportedFile.objects.all())
    companions.companion(part).unlink()
    assert rebuilding.rebuild(by=BY) == rebuilding.Rebuilt(1, 0)
    assert companions.missing([part]) == ()
    assert rebuilding.rebuild(by=BY) == rebuilding.Rebuilt(0, 0)


def as_it_was_kept_before(tmp_path):
    """The manifest row of a file of outcomes as a version that could not read it wrote it."""
    services.import_paths("mere", [bringing.written(tmp_path, NAME, ROWS)], by=BY)
    row = ImportedFile.objects.get()
    (part,) = queries.parts_of([row])
    companions.companion(part).unlink()
    part.unlink()
    ImportedFile.objects.filter(id=row.id).update(
        parts=[], part=NAME.removesuffix(".csv"), rows_accepted=0, facts={"coverage": [], "counted": 2}
    )
    return ImportedFile.objects.get()


def test_a_file_that_was_only_kept_is_read_and_its_first_row_stays_in_the_history(body, tmp_path):
    before = as_it_was_kept_before(tmp_path)
    assert rebuilding.rebuild(by=BY) == rebuilding.Rebuilt(0, 1)
    (now,) = queries.counting("mere", [Kind.POLICE_OUTCOMES])
    assert (now.part, now.rows_accepted, now.sha256) == ("northshire 2019-03", 2, before.sha256)
    before.refresh_from_db()
    assert before.superseded_by == now
    assert [one.id for one in queries.counting("mere", [Kind.POLICE_OUTCOMES], before.confirmed_at)] == [
        before.id
    ]
    assert rebuilding.rebuild(by=BY) == rebuilding.Rebuilt(0, 0)


def test_it_is_not_put_beside_another_file_of_its_month(body, tmp_path):
    as_it_was_kept_before(tmp_path)
    corrected = ROWS + f"{','.join(OUTCOME.values())}\n"
    services.import_paths(
        "mere", [bringing.written(tmp_path, f"again/{NAME}".replace("/", "-"), corrected)], by=BY
    )
    found = rebuilding.rebuild(by=BY)
    assert (found.read, [problem.code for problem in found.problems]) == (0, ["part-twice"])


def test_only_the_operator_rebuilds(body):
    with pytest.raises(NotPermitted):
        rebuilding.rebuild(by=Principal(bringing.person(body).id, "Somebody", frozenset()))
