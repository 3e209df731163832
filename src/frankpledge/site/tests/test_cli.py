"""The command line: names of one and of two words, schemas, and what is said of a command that there is not."""

from __future__ import annotations

import json

import pytest

from frankpledge.site.cli import COMMANDS, command_of, main


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.is_pure], ids=lambda one: one.name)
def test_every_pure_command_prints_its_schema(command, capsys):
    assert main(["schema", *command.name.split()]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main(["schema", command.name]) == 0


def test_the_longest_name_is_taken():
    assert command_of(["dates", "months", "--n", "1"]).name == "dates months"
    assert command_of(["change", "1", "2"]).name == "change"
    assert command_of(["dates"]) is None


def test_a_command_of_two_words_gets_the_arguments_after_them(capsys):
    assert main(["dates", "easter", "2025", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["on"] == "2025-04-20"


def test_a_command_that_there_is_not_names_its_family(capsys):
    assert main(["dates", "fortnights"]) == 2
    assert "dates months" in capsys.readouterr().err
    assert main(["fortnights"]) == 2
    assert "./frankpledge lists them" in capsys.readouterr().err


def test_unusable_input_is_one_line_and_exit_status_two(capsys):
    assert main(["dates", "months", "--from", "2026-02-30", "--n", "1"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "2026-02-30" in error or "day is out of range" in error


def test_a_port_at_which_somebody_listens_is_taken_and_then_free_again():
    import socket

    from frankpledge.site.commands.serving import is_taken, run_server

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert is_taken("127.0.0.1", port)
        assert run_server("127.0.0.1", port) == 2
    assert not is_taken("127.0.0.1", port)
