from __future__ import annotations

import json
import subprocess
import sys

import pytest

from frankpledge.governance.certificate_commands import SCHEMAS, verify_command
from frankpledge.governance.rules.certificates.canonical import written
from frankpledge.governance.rules.certificates.shape import faults
from frankpledge.governance.rules.certificates.signing import fingerprint_of, pem_of, public_key_of
from frankpledge.governance.tests.certificate_makers import KEY, OTHER_KEY, certificate
from frankpledge.kernel.problems import Unusable

PUBLIC = public_key_of(KEY)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "c.json"
    path.write_bytes(written(certificate()))
    return path


def answered(*argv) -> dict:
    answer = json.loads(json.dumps(verify_command([str(one) for one in argv]).as_json()))
    assert list(faults(answer, SCHEMAS["verify"]["output"])) == []
    return answer


def test_a_certificate_is_valid_and_says_what_was_checked_again(file):
    found = answered(file, "--fingerprint", fingerprint_of(PUBLIC))
    assert (found["verdict"], found["valid"], found["warnings"]) == ("valid", True, [])
    assert {one["check"] for one in found["checks"]} >= {
        "signature",
        "verdict",
        "attendance",
        "terms",
        "expected-key",
    }
    assert found["values"]["text"] == "Adopt the plan."


def test_a_word_that_was_altered_makes_it_invalid_and_is_named(file):
    file.write_bytes(file.read_bytes().replace(b'"police": "for"', b'"police": "against"', 1))
    found = answered(file)
    assert found["valid"] is False
    assert any("situation" in one["working"] for one in found["reasons"])


def test_the_key_file_is_compared(file, tmp_path):
    key = tmp_path / "key.pem"
    key.write_text(pem_of(PUBLIC))
    assert answered(file, "--key", key)["valid"]
    key.write_text(pem_of(public_key_of(OTHER_KEY)))
    assert not answered(file, "--key", key)["valid"]


def test_nobody_compared_the_key_is_a_warning_and_no_failure(file):
    found = answered(file)
    assert found["valid"]
    assert found["warnings"][0]["code"] == "unverifiable"


@pytest.mark.parametrize("argv", [["--fingerprint", "abc"], ["--key", "nowhere.pem"], ["--unknown"]])
def test_what_cannot_be_used_is_one_line(file, argv):
    with pytest.raises(Unusable) as caught:
        verify_command([str(file), *argv])
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(Unusable):
        verify_command([str(tmp_path / "none.json")])


def test_it_needs_neither_django_nor_a_network(file):
    code = (
        "import sys, socket\n"
        "socket.socket = None\n"
        "from frankpledge.governance.certificate_commands import verify_command\n"
        "answer = verify_command([sys.argv[1]])\n"
        "assert answer.verdict == 'valid', answer\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in {'django', 'duckdb', 'jinja2'}]\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
