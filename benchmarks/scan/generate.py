"""Make documents with identifiers planted in them, the vault's export and the key that says what is where.

    python benchmarks/scan/generate.py OUT [--seed 1] [--each 20] [--rounds 4] [--pages 200] [--formats docx,pdf] [--names FILE]

Everything is invented from the seed; `--names` takes people's names, one a line. Nothing here is shared with the scanner.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from identities import DISGUISES, Identity, identities
from planting import FORMATS

LETTERS_ALONE = {"picture", "picture text", "bookmark", "key"}
"""Places where only plain text is put, because programs would not keep anything else there."""
NOT_SET = {"full width", "mathematical"}
BY_MEANING = {"age", "initials", "coordinates"}
"""Kinds that no disguise is put over: with changed letters they would no longer be what they are."""


@dataclass(frozen=True)
class Planted:
    """What was put where, in which form."""

    file: str
    term_id: str
    kind: str
    format: str
    place: str
    form: str
    text: str


def forms(identity: Identity, place: str, suffix: str, dice: random.Random) -> tuple[str, str]:
    """The form and the text to plant: as the vault has it, in another way, or disguised."""
    draw = dice.random()
    base = identity.value if draw < 0.3 or not identity.ways else dice.choice(identity.ways)
    form = "as written" if base == identity.value else "another way"
    if identity.kind == "age":
        return "another way", dice.choice(identity.ways)
    if draw > 0.75 and identity.kind not in BY_MEANING and place not in LETTERS_ALONE:
        name = dice.choice(sorted(DISGUISES))
        if (suffix, place) == ("pdf", "text") and name in NOT_SET:
            name = "look-alikes"  # the typesetter has no such letters, and would leave them out
        return name, DISGUISES[name](identity.value, dice)
    return form, base


def plant(
    vault: list[Identity], suffix: str, turn: int, pages: int, seed: int
) -> tuple[bytes, list[Planted]]:
    """One document of a format with every identity in it once, in places that go round with the turns."""
    dice = random.Random(f"{seed}-{suffix}-{turn}")
    made = FORMATS[suffix](dice)
    places = sorted(made.places)
    file = f"planted-{turn}.{suffix}"
    found = []
    for number, identity in enumerate(vault):
        place = places[(number + turn * 7 + number // len(places)) % len(places)]
        form, text = forms(identity, place, suffix, dice)
        made.places[place](text)
        found.append(Planted(file, identity.id, identity.kind, suffix, place, form, text))
    return made.made(pages), found


def export(vault: list[Identity]) -> dict[str, object]:
    return {
        "format": "frankpledge-vault-export/1",
        "terms": [{"term_id": i.id, "kind": i.kind, "value": i.value} for i in vault],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="identifiers of each kind")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--names", type=Path)
    given = parser.parse_args()
    names = given.names.read_text(encoding="utf-8").splitlines() if given.names else []
    vault = identities(given.seed, given.each, names)
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "vault.json").write_text(
        json.dumps(export(vault), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    key = []
    for suffix in given.formats.split(","):
        for turn in range(given.rounds):
            content, planted = plant(vault, suffix, turn, given.pages, given.seed)
            (given.out / f"planted-{turn}.{suffix}").write_bytes(content)
            key += [each.__dict__ for each in planted]
        (given.out / f"clean.{suffix}").write_bytes(
            FORMATS[suffix](random.Random(given.seed)).made(given.pages)
        )
    (given.out / "key.json").write_text(json.dumps(key, ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        f"{len(vault)} identifiers of {len({i.kind for i in vault})} kinds, {len(key)} planted, in {given.out}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
