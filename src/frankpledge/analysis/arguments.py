"""What the commands of this room share in reading their arguments: refusals in words, never a usage dump."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from frankpledge.analysis.inputs import quoted
from frankpledge.kernel.problems import Problem, Unusable

T = TypeVar("T")
_NUMBER = re.compile(r"[+-]?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})?(\.[0-9]{1,17})?([eE][+-]?[0-9]{1,2})?")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises Unusable and points to the command's schema."""

    def error(self, message: str) -> NoReturn:
        name = self.prog.removeprefix("frankpledge ")
        reason = f"{message[:1].upper()}{' '.join(message[1:].split())}."
        raise Unusable(Problem("arguments", reason, f"See ./frankpledge schema {name}."))


def parser(name: str, about: str) -> Parser:
    """A parser for the command of that name; every command takes --json."""
    made = Parser(prog=f"frankpledge {name}", description=about, allow_abbrev=False)
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    return made


def read(name: str, given: str, reader: Callable[[str], T], remedy: str) -> T:
    """What the reader makes of it. Raises Unusable, naming the argument, where it raises ValueError."""
    try:
        return reader(given)
    except ValueError as error:
        raise Unusable(Problem("value", f"{name}: {str(error).rstrip('.')}.", remedy, value=given)) from None


def signed(given: str) -> float:
    """A number of either sign, as people and spreadsheets write it. Raises ValueError for anything else."""
    bare = given.strip().replace("−", "-")
    if not bare or not _NUMBER.fullmatch(bare) or not any(mark.isdigit() for mark in bare.split("e")[0]):
        raise ValueError(f"{quoted(given)} is not a number")
    return float(bare.replace(",", ""))


def above_nought(given: str) -> float:
    value = signed(given)
    if value <= 0:
        raise ValueError(f"{quoted(given)} is not above 0")
    return value


def whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers from `low` to `high`."""

    def reader(given: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", given.strip()) or not low <= int(given) <= high:
            raise ValueError(f"{quoted(given)} is not a whole number from {low} to {high}")
        return int(given)

    return reader


def confidence(given: str) -> float:
    """A confidence written as 0.95. Raises ValueError unless it is from 0.5 to below 1."""
    value = signed(given)
    if not 0.5 <= value < 1:
        raise ValueError(f"{quoted(given)} is not from 0.5 to below 1")
    return value
