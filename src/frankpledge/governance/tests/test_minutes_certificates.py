from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.governance.rules.certificates.canonical import canonical, read_strictly, written
from frankpledge.governance.rules.certificates.claims import (
    Validity,
    certified,
    hashes_of,
    terms_claim,
    terms_in,
)
from frankpledge.governance.rules.certificates.signing import (
    fingerprint_of,
    in_groups,
    new_private_key,
    pem_of,
    public_key_in,
    public_key_of,
    sign,
    to_text,
)
from frankpledge.governance.rules.certificates.situations import situation_json
from frankpledge.governance.rules.certificates.verifying import Verified, verified
from frankpledge.governance.rules.meetings.judging import situation
from frankpledge.governance.rules.terms.situation import read_situation
from frankpledge.governance.tests.certificate_makers import (
    KEY,
    OTHER_KEY,
    PLAN,
    certificate,
    claims,
    later,
    voted,
)
from frankpledge.governance.tests.meeting_makers import clock, ident, terms_of
from frankpledge.kernel.dates import Period
from frankpledge.kernel.problems import Unusable

FINGERPRINT = fingerprint_of(public_key_of(KEY))
WHOLE = certificate()


def check(value, **more) -> Verified:
    return verified(written(value), "c.json", **more)


def signed_again(value, key: bytes = KEY):
    """What a forger who has the key, or makes one, can do: new hashes and a new signature."""
    made = copy.deepcopy(value)
    payload, public = made["payload"], public_key_of(key)
    payload["key"]["fingerprint"] = made["signature"]["fingerprint"] = fingerprint_of(public)
    payload["hashes"] = hashes_of(payload)
    made["signature"] |= {"public_key": to_text(public), "value": to_text(sign(canonical(payload), key))}
    return made


def wrong(value, **more) -> set[str]:
    return {one.check for one in check(value, **more).wrong}


@pytest.mark.parametrize("method", ["ballot", "secret", "hands", "agreed"])
def test_a_certificate_of_each_way_to_decide_is_valid(method):
    assert check(certificate(method)).wrong == ()


def test_it_is_compared_with_the_fingerprint_or_the_key_one_gives():
    assert check(WHOLE, fingerprint=f"SHA256: {in_groups(FINGERPRINT.upper())}").wrong == ()
    assert check(WHOLE, public=public_key_of(KEY)).is_valid
    assert wrong(WHOLE, public=public_key_of(OTHER_KEY)) == {"expected-key"}
    assert wrong(certificate(key=OTHER_KEY), fingerprint=FINGERPRINT) == {"expected-key"}


def test_without_a_key_to_compare_with_it_says_so():
    assert "not compared" in check(WHOLE).cautions[0]
    assert check(WHOLE, fingerprint=FINGERPRINT).cautions == ()


def places(value, path=()) -> Iterator[tuple]:
    """The path of every value that holds no other."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from places(one, (*path, number))
    else:
        yield path


def changed(value, path, new):
    made = copy.deepcopy(value)
    inner = made
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return made


def other_than(old):
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return old + 1
    return "0" if old is None else f"{old}x"


@pytest.mark.parametrize("path", list(places(WHOLE)), ids=lambda path: ".".join(map(str, path)))
def test_every_value_that_is_altered_is_found(path):
    old = WHOLE
    for step in path:
        old = old[step]
    assert check(WHOLE).is_valid
    assert not check(changed(WHOLE, path, other_than(old))).is_valid


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(list(places(WHOLE))), JSONS)
def test_whatever_is_put_in_the_place_of_a_value_is_found(path, new):
    old = WHOLE
    for step in path:
        old = old[step]
    made = changed(WHOLE, path, new)
    is_same = new == old and type(new) is type(old)
    assert check(made).is_valid is is_same


@given(st.integers(0, len(written(WHOLE)) - 1), st.integers(1, 255))
def test_any_single_byte_that_is_altered_is_found(at, by):
    content = bytearray(written(WHOLE))
    content[at] ^= by
    try:
        assert not verified(bytes(content), "c.json").is_valid
    except Unusable:
        return


@given(st.integers(0, len(written(WHOLE)) - 1))
def test_a_file_cut_short_or_with_a_byte_more_is_found(at):
    for content in (written(WHOLE)[:at], written(WHOLE)[:at] + b" " + written(WHOLE)[at:]):
        try:
            assert not verified(content, "c.json").is_valid
        except Unusable:
            continue


@pytest.mark.parametrize("part", list(WHOLE["payload"]))
def test_a_part_left_out_is_found_and_named(part):
    made = copy.deepcopy(WHOLE)
    del made["payload"][part]
    found = check(made)
    assert not found.is_valid
    assert part in found.wrong[0].said


def test_a_part_too_many_is_found_and_named():
    made = copy.deepcopy(WHOLE)
    made["payload"]["decision"]["note"] = "x"
    assert "payload.decision.note" in check(made).wrong[0].said


def test_the_altered_part_is_named():
    made = changed(WHOLE, ("payload", "decision", "text"), "Sell the plan.")
    assert {one.check: one.said for one in check(made).wrong} == {
        "signature": "The signature does not fit: something in the payload was altered.",
        "parts": "Altered: decision.",
    }


# What a forger with the partnership's own key cannot do: claim what the engine does not find again.

FORGERIES = [
    (("decision", "outcome"), "lost", "validity"),
    (("decision", "scope"), "terms", "facts"),
    (("decision", "capacity"), "da-board", "facts"),
    (("decision", "decided_at"), "2026-03-05T14:21:00+00:00", "facts"),
    (("decision", "condition"), "subject to legal comments", "condition"),
    (("decision", "standing"), "cured", "validity"),
    (("decision", "method"), "secret", "secrecy"),
    (("situation", "items", 0, "ballots", "police"), "against", "verdict"),
    (("situation", "items", 0, "ballots", "health"), "for", "verdict"),
    (("situation", "attendance", 0, "seat"), ["probation"], "reading"),
    (("situation", "attendance"), [], "attendance"),
    (("situation", "on"), "2026-03-06", "facts"),
    (("attendance", 1, "to"), "2026-03-05T14:15:00+00:00", "attendance"),
    (("attendance", 1, "from"), "2026-03-05T14:30:00+00:00", "attendance"),
    (("attendance", 1, "as"), "deputy", "attendance"),
    (("attendance", 1, "remote"), True, "attendance"),
    (("verdict", "needed"), 1, "verdict"),
    (("verdict", "required"), 1, "verdict"),
    (("verdict", "casting_used"), True, "verdict"),
    (("verdict", "reasons"), [], "verdict"),
    (("verdict", "outcome"), "lost", "verdict"),
    (("validity", "basis"), "ruling", "validity"),
    (("validity", "basis"), "cure", "validity"),
    (("validity", "clause"), "another", "validity"),
    (("validity", "ruling"), "It stands.", "validity"),
    (("terms", "label"), "2025", "terms"),
    (("terms", "starts_on"), "2025-01-01", "terms"),
    (("terms", "ends_on"), "2026-03-04", "terms"),
    (("terms", "is_assumed"), True, "terms"),
    (("terms", "sha256"), "0" * 64, "terms-text"),
    (("terms", "filled"), [{"seat": "nobody", "filled_by": "x", "held_with": ""}], "terms"),
    (("law", 0, "in_force_from"), "2026-04-01", "law"),
    (("law",), [], "law"),
    (("history", "head"), "x", "shape"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "new", "named"), FORGERIES, ids=lambda one: ".".join(map(str, one)) if isinstance(one, tuple) else "")  # fmt: skip
def test_a_false_claim_is_found_even_when_it_is_signed(path, new, named):
    found = wrong(signed_again(changed(WHOLE, ("payload", *path), new)))
    assert named in found
    assert "signature" not in found


def test_terms_that_were_swapped_for_easier_ones_are_found_by_the_verdict():
    text = WHOLE["payload"]["terms"]["text"].replace("at_least = 2", "at_least = 1")
    terms = {**WHOLE["payload"]["terms"], "text": text}
    made = signed_again(changed(WHOLE, ("payload", "terms"), terms))
    assert wrong(made) == {"terms-text", "verdict"}


def test_signing_the_same_again_changes_nothing():
    assert check(signed_again(WHOLE)).is_valid


def test_the_name_of_the_partnership_is_a_claim_that_only_the_signature_covers():
    made = changed(WHOLE, ("payload", "partnership", "name"), "Another")
    assert wrong(made) == {"signature", "parts"}
    assert check(signed_again(made)).is_valid


# Interests, cures and rulings.


def withdrawn(returns: str):
    made, one = voted(ballots={"council": "for", "police": "for"}, voted=frozenset({"council", "police"}))
    made.events.pop()
    made.then("declared", "14:11", seat="fire", person="Cai Dunn", item=PLAN.id, text="a cousin")
    made.then("withdrew", "14:12", seat="fire", person="Cai Dunn", item=PLAN.id)
    made.then("returned", returns, seat="fire", person="Cai Dunn", item=PLAN.id)
    return certified(claims(made.record, one), KEY)


def test_who_was_out_because_of_an_interest_is_not_in_the_room():
    made = withdrawn("14:25")
    assert check(made).is_valid
    assert len(made["payload"]["situation"]["attendance"]) == 3
    assert len(withdrawn("14:15")["payload"]["situation"]["attendance"]) == 4


def test_a_withdrawal_left_out_is_found():
    assert "attendance" in wrong(signed_again(changed(withdrawn("14:25"), ("payload", "interests"), [])))


def cured(**more):
    made, one = voted("ballot", "council", ballots={"council": "for"}, voted=frozenset({"council"}))
    base = claims(made.record, one, standing="cured", outcome="carried")
    cure = certified(later(*voted(), more.pop("cures", str(ident("decision")))), more.pop("key", KEY))
    said = Validity("cure", base.validity.clause, cure=cure)
    return certified(replace(base, validity=said, **more), KEY)


def test_an_irregular_decision_is_certified_only_with_its_cure():
    made = cured()
    assert check(made).wrong == ()
    assert made["payload"]["verdict"]["quorate"] is False
    bare = signed_again(changed(made, ("payload", "validity", "cure"), None))
    assert "validity" in wrong(bare)


def test_a_cure_of_another_decision_cures_nothing():
    assert wrong(cured(cures=str(ident("some other decision")))) == {"cure"}


def test_a_cure_that_was_altered_cures_nothing():
    made = changed(cured(), ("payload", "validity", "cure", "payload", "situation", "items", 0, "ballots", "police"), "against")  # fmt: skip
    assert "cure" in wrong(signed_again(made))


def test_an_irregular_decision_that_says_it_stands_is_found():
    made, one = voted("ballot", "council", ballots={"council": "for"}, voted=frozenset({"council"}))
    assert "validity" in wrong(certified(claims(made.record, one, standing="stands", outcome="carried"), KEY))


SILENT = {'base = "cast"\n': "", 'abstention = "ignored"\n': ""}


def ruled(ruling: str, by: str):
    from frankpledge.governance.tests.meeting_makers import terms_text

    made, one = voted()
    base = claims(made.record, one, terms_text(**SILENT), outcome="carried")
    return certified(replace(base, validity=Validity("ruling", base.validity.clause, ruling, by)), KEY)


def test_a_decision_that_cannot_be_told_rests_on_a_ruling_of_somebody_named():
    assert check(ruled("A majority of those voting is meant.", "Ada Brook")).wrong == ()
    assert wrong(ruled("", "")) == {"validity"}
    assert wrong(ruled("It stands.", "")) == {"validity"}


# Files that are no certificates.


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff", b'{"a": 1, "a": 2}', b'{"a": 1.5}', b'{"a": NaN}', b"[" * 100_000, b'{"a": "\\ud800"}']
)  # fmt: skip
def test_what_is_no_certificate_is_refused_with_a_sentence(content):
    with pytest.raises(Unusable) as caught:
        read_strictly(content, "c.json")
    assert caught.value.problems[0].file == "c.json"


def test_an_object_that_is_no_certificate_names_what_is_missing():
    assert "payload is missing" in check({"format": "x"}).wrong[0].said


def test_cures_within_cures_are_refused_and_never_followed_for_ever():
    made = WHOLE
    for _ in range(60):
        made = changed(
            WHOLE, ("payload", "validity"), {**WHOLE["payload"]["validity"], "basis": "cure", "cure": made}
        )
    assert not check(made).is_valid


# The pieces.


def test_a_situation_comes_back_from_its_json_as_it_was():
    made, one = voted()
    put = situation(made.record, terms_of(), at=clock("14:20"), motion=one)
    assert read_situation(json.loads(json.dumps(situation_json(put))), "s") == put


def test_terms_that_the_law_filled_keep_who_fills_which_seat():
    terms = terms_of()
    seats = tuple(
        replace(one, filled_by="Its successor") if one.slug == "fire" else one for one in terms.seats
    )
    filled = replace(terms, seats=seats)
    claim = terms_claim(filled)
    assert claim.filled == (("fire", "Its successor", ""),)
    assert replace(terms_in(claim), file="") == replace(filled, file="")
    assert terms_claim(replace(filled, file="other.toml")) == claim


def test_terms_that_would_not_come_back_are_not_certified():
    terms, text = terms_of(), claims(*_made()).terms.text
    assert terms_claim(terms, text=text) is not None
    assert terms_claim(terms, text=text.replace('label = "2024"', 'label = "2025"')) is None
    assert terms_claim(replace(terms, clauses=()), text=text) is None


def test_terms_that_the_next_version_ended_are_certified_over_the_days_on_which_they_held():
    terms = replace(terms_of(), period=Period(date(2024, 1, 1), date(2026, 12, 31)))
    claim = terms_claim(terms, text=claims(*_made()).terms.text)
    assert claim.ends_on == date(2026, 12, 31)
    assert terms_in(claim).period == terms.period


def _made():
    made, one = voted()
    return made.record, one


def test_a_key_comes_back_from_its_pem_and_from_base64():
    public = public_key_of(new_private_key())
    assert public_key_in(pem_of(public).encode()) == public
    assert public_key_in(to_text(public).encode()) == public
    assert public_key_in(b"nothing") is None
