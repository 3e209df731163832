"""Rules of the vault and of anonymity: one thing changed that must alter the verdict, one that must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from frankpledge.reviews.rules.anonymity import CHECKS, ScanMade, Signature, may_publish
from frankpledge.reviews.rules.jigsaw import Clue, jigsaw
from frankpledge.reviews.rules.scanning.patterns import Found
from frankpledge.reviews.rules.scanning.scan import Chunk, Hit, is_clean
from frankpledge.reviews.rules.scanning.terms import Term
from frankpledge.reviews.rules.vault import may_open, pseudonym_problems

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SCAN = ScanMade("abc", "mark", 0, AT)
ONE = Signature("abc", "Example One", AT + timedelta(hours=1), frozenset(CHECKS))
TWO = replace(ONE, signer="Example Two")


def leaves(scan=SCAN, signed=(ONE, TWO), **said):
    return may_publish(
        said.get("sha256", "abc"), said.get("mark", "mark"), scan, signed, said.get("authors", ())
    ).holds


def test_may_publish_asks_for_these_bytes_this_vault_no_hit_and_two_people_after_the_scan():
    assert leaves()
    assert leaves(signed=(ONE, TWO, replace(TWO, signer="Example Three")))
    assert not leaves(sha256="abd")
    assert not leaves(mark="other")
    assert not leaves(scan=None)
    assert not leaves(scan=replace(SCAN, standing_hits=1))
    assert not leaves(signed=(ONE, replace(ONE, at=AT + timedelta(hours=2))))
    assert not leaves(signed=(ONE, replace(TWO, at=AT - timedelta(minutes=1))))
    assert not leaves(signed=(ONE, replace(TWO, confirmed=frozenset({"rare"}))))
    assert not leaves(authors={"Example Two"})
    assert leaves(authors={"Example Nobody"})


def test_may_open_asks_for_a_part_and_a_purpose():
    assert may_open({"coordinator"}, "to check the draft")
    assert not may_open({"panel"}, "to check the draft")
    assert not may_open({"coordinator"}, "   x   ")


def test_pseudonym_problems_finds_initials_and_anything_real():
    terms = [Term("1", "name", "Merrial Quillfeather")]
    assert pseudonym_problems("Rowan", terms) == ()
    assert pseudonym_problems("MQ", terms)
    assert pseudonym_problems("Quillfeather", terms)


def test_is_clean_only_without_any_hit():
    assert is_clean(())
    assert not is_clean([Hit("1", "name", "page 1", Found.VARIANT, is_certain=False)])


def test_the_jigsaw_ranks_what_stands_together_first_and_passes_over_plain_words():
    plain = Chunk("She was known to several services, and they met now and then.", "paragraph 1")
    assert jigsaw([plain]) == ()
    told = Chunk("The vicar of the village died on 3 March 2019, as the Echo wrote.", "paragraph 2")
    found = jigsaw([plain, told])
    assert found[0].clue is Clue.TOGETHER
    assert {Clue.DAY, Clue.WORK, Clue.PLACE, Clue.PRESS} <= {one.clue for one in found}
    assert jigsaw([replace(told, is_prose=False)]) == ()
    # A month without its day is what the guidance asks for.
    assert Clue.DAY not in {one.clue for one in jigsaw([Chunk("She died in March 2019.", "paragraph 3")])}
