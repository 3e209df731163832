"""`rotate-keys`: a new key of the installation opens every review, the old one none, and the history says so."""

from __future__ import annotations

import pytest

from frankpledge.audit.models import Event
from frankpledge.records.ids import new_id
from frankpledge.reviews.vault import keys
from frankpledge.site.commands.vault_keys import rotate_keys

pytestmark = pytest.mark.django_db


def test_rotate_keys_seals_every_review_anew_and_the_old_key_is_gone(tmp_path, settings, capsys):
    settings.HOME = tmp_path
    reviews = [new_id(), new_id()]
    secrets = [keys.make(one) for one in reviews]
    (old,) = keys.installation_keys()
    assert rotate_keys([]) == 0
    assert "The keys of 2 reviews are sealed with a new key" in capsys.readouterr().out
    (new,) = keys.installation_keys()
    assert new != old
    assert [keys.opened(one) for one in reviews] == secrets
    assert old.hex().encode() not in b"".join(
        path.read_bytes() for path in keys.folder().rglob("*") if path.is_file()
    )
    assert Event.objects.get(action="vault-keys-rotated").detail["reviews"] == 2
