"""The text of a report as people edit it: one block at a time, each with a key of its own. Pure.

A report's content is plain values (`docs/reference/report-format.md`). Each block has a `key` that stays with it while the blocks
round it come and go, so that two people who write in two places never write over one another. The fingerprint of a block says
which text somebody saw when they began.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from frankpledge.kernel.dates import PartialDate

Values = dict[str, object]
Block = dict[str, object]
RECOMMENDATION = "recommendation"
"""The key of what is asked of the committee, which stands outside the sections."""


class NoSuchBlock(LookupError):  # noqa: N818
    """There is no block of that key: it was taken out, or never was."""


class NotAnswered(ValueError):  # noqa: N818
    """An answer that cannot be written into the text; the message is a sentence for the person who typed it."""


# Blocks and their keys ---------------------------------------------------------------------------------------------


def keyed(values: Mapping[str, object]) -> Values:
    """The same content with a key on every block. Keys that are there stay; the same content gets the same keys."""
    made = copy.deepcopy(dict(values))
    for section in _sections(made):
        blocks = _blocks(section)
        used = {str(block.get("key")) for block in blocks if block.get("key")}
        number = 0
        for block in blocks:
            if block.get("key"):
                continue
            number += 1
            while f"{section.get('code')}-{number}" in used:
                number += 1
            block["key"] = f"{section.get('code')}-{number}"
            used.add(str(block["key"]))
    return made


def _sections(values: Mapping[str, object]) -> list[Block]:
    found = values.get("section")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _blocks(section: Mapping[str, object]) -> list[Block]:
    found = section.get("block")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def placed(values: Mapping[str, object]) -> Iterator[tuple[str, Block]]:
    """Every block with the code of its section, in the order of the file."""
    for section in _sections(values):
        for block in _blocks(section):
            yield str(section.get("code")), block


def block_of(values: Mapping[str, object], key: str) -> Block:
    """The block of a key; the recommendation by its own. Raises `NoSuchBlock`."""
    if key == RECOMMENDATION:
        found = values.get(RECOMMENDATION)
        asked = dict(found) if isinstance(found, dict) else {}
        return {**asked, "kind": RECOMMENDATION, "asks": asked.get("kind", "")}
    for _, block in placed(values):
        if block.get("key") == key:
            return block
    raise NoSuchBlock(key)


def section_of(values: Mapping[str, object], key: str) -> str:
    """The code of the section in which a block stands. Raises `NoSuchBlock`."""
    for code, block in placed(values):
        if block.get("key") == key:
            return code
    raise NoSuchBlock(key)


def fingerprint(block: Mapping[str, object]) -> str:
    """What a block says, as a hash of 16 digits: the same as long as nobody has changed it."""
    body = json.dumps({name: value for name, value in block.items() if name != "key"}, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def with_block(values: Values, key: str, block: Block) -> Values:
    """The content with another text in place of a block. Raises `NoSuchBlock`."""
    made = copy.deepcopy(values)
    if key == RECOMMENDATION:
        kept = {name: value for name, value in block.items() if name not in {"kind", "key", "asks"}}
        made[RECOMMENDATION] = {**kept, "kind": block.get("asks")}
        return made
    standing = block_of(made, key)
    standing.clear()
    standing.update({**block, "key": key})
    return made


def with_new(values: Values, code: str, block: Block, *, after: str = "") -> Values:
    """The content with a new block in a section, after another or at its end. `block` has its key already.

    A section that had nothing to report has something now, so it no longer says so. Raises `NoSuchBlock` for an unknown section.
    """
    made = copy.deepcopy(values)
    section = next((one for one in _sections(made) if one.get("code") == code), None)
    if section is None:
        if code not in {str(one.get("code")) for one in _outline(made)}:
            raise NoSuchBlock(code)
        section = {"code": code}
        sections = made.setdefault("section", [])
        if isinstance(sections, list):
            sections.append(section)
    blocks = _blocks(section)
    keys = [block.get("key") for block in blocks]
    blocks.insert(keys.index(after) + 1 if after in keys else len(blocks), block)
    section["block"] = blocks
    section.pop("nothing", None)
    return made


def _outline(values: Mapping[str, object]) -> list[Block]:
    found = values.get("outline")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def without(values: Values, key: str) -> Values:
    """The content without a block; a section left empty says that it has nothing to report. Raises `NoSuchBlock`."""
    made = copy.deepcopy(values)
    for section in _sections(made):
        blocks = _blocks(section)
        kept = [block for block in blocks if block.get("key") != key]
        if len(kept) == len(blocks):
            continue
        section["block"] = kept
        if not kept:
            del section["block"]
            section["nothing"] = NOTHING
        return made
    raise NoSuchBlock(key)


NOTHING = "Nothing to report."


def new_key(values: Mapping[str, object], code: str) -> str:
    """A key that no block of the content has."""
    used = {str(block.get("key")) for _, block in placed(values)}
    number = 1
    while f"{code}-new-{number}" in used:
        number += 1
    return f"{code}-new-{number}"


# Questions and answers ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One question about a block. `kind`: `line`, `long`, `lines` (one a line), `levels`, `choice` or `date`."""

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()


MARKS = "Write [[12% | measure-change:measure=…&old=2019&new=2020]] to tie a number to the record, [words](address) for a link."
RECOMMENDATIONS = (
    ("consider-and-comment", "To consider and comment"), ("approve", "To approve"), ("note", "To note"),
    ("recommend", "To recommend"),
)  # fmt: skip
QUESTIONS: Mapping[str, tuple[Asked, ...]] = {
    "paragraph": (
        Asked("text", "Text", "long", MARKS),
        Asked("items", "List under it", "lines", "One item a line; leave empty for none.", required=False),
        Asked(
            "judgements", "Words that are your judgement", "lines",
            "Words of the text, such as “dramatic”, that no record can confirm; one a line.", required=False,
        ),
    ),
    "heading": (Asked("text", "Heading"),),
    "quote": (
        Asked("texts", "Words quoted", "lines", "One paragraph a line.", required=False),
    ),
    "levels": (Asked("level", "Levels", "levels", "One a line: Current risk: LOW"),),
    "horizon": (
        Asked("bill", "What is coming"), Asked("stage", "Where it stands"),
        Asked("expected", "When it is expected", "date", "As far as it is known: 2021, 2021-04 or 2021-04-29"),
        Asked("act", "What it will be called"),
    ),
    "review-counts": (Asked("since", "Counted since", required=False),),
    RECOMMENDATION: (
        Asked("asks", "What the committee is asked", "choice", options=RECOMMENDATIONS),
        Asked("text", "Recommendation", "long"),
        Asked("reason", "Reason", "long"),
        Asked("duty_code", "The duty that the reason rests on", "choice", required=False),
    ),
}  # fmt: skip
"""What may be asked of each kind of block. Tables, charts and statements of change come from the record alone."""
IMPLICATION = "implication"


def is_edited(kind: str) -> bool:
    """Whether a block of that kind holds words that people write."""
    return kind in QUESTIONS or kind in {"sign-offs", "papers"}


def questions(block: Mapping[str, object]) -> tuple[Asked, ...]:
    """What is asked of a block. Each implication has an officer and a day of its own."""
    if block.get("kind") != "sign-offs":
        return QUESTIONS.get(str(block.get("kind")), ())
    asked: list[Asked] = []
    for place, one in enumerate(_rows(block, "sign_off"), start=1):
        name = one.get(IMPLICATION)
        asked += [
            Asked(f"considered_{place}", f"{name}: what was considered", "long", required=False),
            Asked(
                f"by_{place}",
                f"{name}: signed off by",
                hint="The officer's post, not a name.",
                required=False,
            ),
            Asked(f"on_{place}", f"{name}: on", "date", "2021-02-16", required=False),
        ]
    return (
        *asked,
        Asked("more", "Further implications", "lines", "One a line; leave empty for none.", required=False),
    )


def _rows(block: Mapping[str, object], name: str) -> list[Block]:
    found = block.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def papers_of(block: Mapping[str, object]) -> list[Block]:
    """The background papers of a block, in their order."""
    return _rows(block, "paper")


def answers_of(block: Mapping[str, object]) -> dict[str, str]:
    """A block as the answers of its form."""
    if block.get("kind") == "sign-offs":
        found = {"more": ""}
        for place, one in enumerate(_rows(block, "sign_off"), start=1):
            for name in ("considered", "by", "on"):
                found[f"{name}_{place}"] = str(one.get(name, ""))
        return found
    return {asked.name: _shown(asked, block.get(asked.name)) for asked in questions(block)}


def _shown(asked: Asked, value: object) -> str:
    if asked.kind == "levels" and isinstance(value, list):
        return "\n".join(f"{one.get('name')}: {one.get('level')}" for one in value if isinstance(one, dict))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def answered(block: Mapping[str, object], answers: Mapping[str, str]) -> Block:
    """The block that answers make; what the form does not ask stays. Raises `NotAnswered`, naming the question first."""
    if block.get("kind") == "sign-offs":
        return {**block, "sign_off": list(_signed(block, answers))}
    made = dict(block)
    for asked in questions(block):
        typed = str(answers.get(asked.name, "")).replace("\r\n", "\n").strip()
        if asked.required and not typed:
            raise NotAnswered(asked.name, f"Write something for ‘{asked.label.lower()}’.")
        value = WRITERS.get(asked.kind, str)(typed) if typed else None
        if value is None:
            made.pop(asked.name, None)
        else:
            made[asked.name] = value
    return made


def _signed(block: Mapping[str, object], answers: Mapping[str, str]) -> Iterator[Block]:
    for place, one in enumerate(_rows(block, "sign_off"), start=1):
        made: Block = {IMPLICATION: one.get(IMPLICATION)}
        for name in ("considered", "by", "on"):
            typed = " ".join(str(answers.get(f"{name}_{place}", "")).split())
            if name == "on" and typed:
                _dated(f"on_{place}", typed)
            if typed:
                made[name] = typed
        if "on" in made and "by" not in made:
            raise NotAnswered(f"by_{place}", "Say who signed it off, or leave the day out too.")
        yield made
    for line in str(answers.get("more", "")).splitlines():
        if line.strip():
            yield {IMPLICATION: line.strip()}


def _dated(name: str, typed: str) -> str:
    try:
        return PartialDate.parse(typed).iso()
    except ValueError as error:
        raise NotAnswered(
            name, "Write the date as far as it is known: 2021, 2021-04 or 2021-04-29."
        ) from error


def _lines(typed: str) -> object:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _levels(typed: str) -> object:
    made = []
    for line in typed.splitlines():
        name, colon, level = line.partition(":")
        if line.strip() and not (colon and name.strip() and level.strip()):
            raise NotAnswered("level", "Write each level on its own line with a colon: Current risk: LOW.")
        if line.strip():
            made.append({"name": name.strip(), "level": level.strip()})
    return made


def _date(typed: str) -> object:
    return _dated("expected", typed)


def _long(typed: str) -> object:
    """Words in one piece: a block is one paragraph."""
    return " ".join(typed.split())


WRITERS: Mapping[str, Callable[[str], object]] = {
    "lines": _lines, "levels": _levels, "date": _date, "long": _long,
}  # fmt: skip


def words_of(block: Mapping[str, object] | None) -> str:
    """Everything a block says, as lines of plain text, for showing two versions beside one another."""
    if not block:
        return ""
    kind = str(block.get("kind"))
    if kind == "papers":
        return "\n".join(f"{one.get('title')} {one.get('href', '')}".strip() for one in _rows(block, "paper"))
    answers = answers_of(block)
    return "\n".join(
        f"{asked.label}: {answers[asked.name]}"
        if asked.name not in {"text", "items", "texts", "level"}
        else answers[asked.name]
        for asked in questions(block)
        if answers.get(asked.name)
    )
