"""Envelopes: what opens, what does not, and that nothing opens without the key of the case."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.access.vault import CannotOpen, CaseKey, fingerprint, new_secret, seal, unseal, unwrap, wrap

KEY = CaseKey("case-1", b"k" * 32)


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_what_is_sealed_opens_as_it_was_and_shows_nothing(content):
    sealed = seal(KEY, content, "term")
    assert unseal(KEY, sealed, "term") == content
    assert len(content) < 4 or content not in sealed


def test_a_sealed_thing_does_not_open_as_something_else_in_another_case_or_with_another_key():
    sealed = seal(KEY, b"A name", "term 1")
    for key, what in (
        (KEY, "term 2"),
        (CaseKey("case-2", KEY.secret), "term 1"),
        (CaseKey("case-1", b"x" * 32), "term 1"),
    ):
        with pytest.raises(CannotOpen):
            unseal(key, sealed, what)


def test_a_changed_byte_does_not_open():
    sealed = bytearray(seal(KEY, b"A name", "term"))
    sealed[-1] ^= 1
    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(sealed), "term")


def test_a_case_key_opens_with_the_installation_key_that_wrapped_it_and_with_no_other():
    old, new = new_secret(), new_secret()
    wrapped = wrap(KEY, old)
    assert unwrap(wrapped, "case-1", [new, old]) == KEY
    with pytest.raises(CannotOpen):
        unwrap(wrapped, "case-1", [new])
    with pytest.raises(CannotOpen):
        unwrap(wrapped, "case-2", [old])


def test_the_same_content_has_the_same_mark_within_a_case_only():
    assert fingerprint(KEY, b"a") == fingerprint(KEY, b"a")
    assert fingerprint(KEY, b"a") != fingerprint(CaseKey("case-1", b"x" * 32), b"a")
    assert "k" * 8 not in repr(KEY)
