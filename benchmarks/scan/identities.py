"""Invented identities of 25 kinds and more, and other ways to write each. Shares no code with the scanner.

Every name is made from the seed, or taken from the command line; none belongs to anybody.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SYLLABLES = [
    "bar",
    "ber",
    "bol",
    "bren",
    "cal",
    "cor",
    "dal",
    "dren",
    "fal",
    "fen",
    "gar",
    "gol",
    "hal",
    "hol",
    "jar",
    "kel",
    "kor",
    "lam",
    "lor",
    "mar",
    "mer",
    "nal",
    "nor",
    "pel",
    "por",
    "quil",
    "ral",
    "ros",
    "sal",
    "sor",
    "tal",
    "tor",
    "val",
    "ver",
    "wal",
    "wen",
    "yar",
    "zel",
]
ENDINGS = [
    "by",
    "combe",
    "den",
    "don",
    "dyke",
    "field",
    "ford",
    "gate",
    "ham",
    "hurst",
    "ington",
    "ley",
    "low",
    "mere",
    "nell",
    "ridge",
    "row",
    "sett",
    "shaw",
    "stead",
    "thorpe",
    "ton",
    "wick",
    "worth",
]
FORENAMES = ["Abigail", "Adrian", "Agnes", "Barnaby", "Beatrice", "Bernard", "Catherine", "Christopher", "Clive", "Daphne", "Desmond", "Dorothy", "Edith", "Edwin", "Elspeth", "Felicia", "Ferdinand", "Geraldine", "Gideon", "Hortensia", "Humphrey", "Ingrid", "Ivor", "Jemima", "Jocelyn", "Kenneth", "Keziah", "Lavinia", "Leopold", "Lionel", "Magnus", "Marigold", "Nathaniel", "Nigella", "Octavia", "Oswald", "Penelope", "Philippa", "Quentin", "Rosalind", "Roderick", "Sebastian", "Sylvia", "Tabitha", "Theodore", "Ursula", "Valentine", "Wilhelmina", "Winston", "Xanthe", "Yolanda", "Zachary", "Alistair", "Bronwen", "Cedric", "Delphine", "Eustace", "Fenella", "Gwendoline", "Horatio", "Isolde", "Jasper", "Kester", "Leonora", "Mortimer", "Nerys", "Orlando", "Primrose", "Rupert", "Saskia", "Tristram", "Una", "Verity", "Wilfred"]  # fmt: skip
SHORT = {
    "Abigail": "Abby",
    "Catherine": "Kate",
    "Christopher": "Chris",
    "Kenneth": "Ken",
    "Nathaniel": "Nat",
    "Penelope": "Penny",
    "Philippa": "Pippa",
    "Sebastian": "Seb",
    "Zachary": "Zak",
    "Dorothy": "Dot",
    "Edwin": "",
    "Bernard": "Bernie",
    "Beatrice": "Bea",
    "Rupert": "",
}
WELSH = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
CONFUSABLE = {
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "о",
    "p": "р",
    "x": "х",
    "y": "у",
    "i": "і",
    "s": "ѕ",
    "A": "Α",
    "B": "В",
    "E": "Ε",
    "H": "Н",
    "K": "Κ",
    "M": "М",
    "O": "О",
    "P": "Р",
    "T": "Т",
    "X": "Х",
    "N": "Ν",
}
DIGIT_ALIKE = {"0": "O", "1": "I"}


@dataclass(frozen=True)
class Identity:
    """One thing to hide: its id, kind, how the vault writes it, and the other ways in which it may be written."""

    id: str
    kind: str
    value: str
    ways: tuple[str, ...]


Make = Callable[[random.Random, int, "Pool"], tuple[str, Sequence[str]]]


class Pool:
    """Names that are each given out once, so that one person's name is never a part of another's."""

    def __init__(self, seed: int, names: Sequence[str]) -> None:
        dice = random.Random(seed)
        self.given = [name.split() for name in names if len(name.split()) > 1]
        self.forenames = dice.sample(FORENAMES, len(FORENAMES))
        roots = [a.title() + b + c for a in SYLLABLES for b in ("", "an", "el", "ow") for c in ENDINGS]
        dice.shuffle(roots)
        self.roots = roots

    def surname(self) -> str:
        return self.roots.pop()

    def person(self) -> tuple[str, str]:
        if self.given:
            words = self.given.pop()
            return words[0], words[-1]
        forename = self.forenames.pop() if self.forenames else self.roots.pop()[:7]
        return forename, self.surname()


def digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("23456789") for _ in range(count))


def letters(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("ABCDEFGHJKLMNPRSTUVWXY") for _ in range(count))


def name(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    first, last = pool.person()
    ways = [
        f"{last}, {first}",
        f"{first[0]}. {last}",
        f"{first[0]} {last}",
        f"{last}, {first[0]}.",
        f"Mr {last}'s",
        f"{first.upper()} {last.upper()}",
        last,
        first,
        f"{first}{last}",
        f"the {last}s",
        f"{first.lower()} {last.lower()}",
        " ".join(f"{first} {last}"),
    ]
    if SHORT.get(first):
        ways.append(f"{SHORT[first]} {last}")
    return f"{first} {last}", ways


def double_name(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    first, last = pool.person()
    other = pool.surname()
    return f"{first} {last}-{other}", [
        f"{first} {last} {other}",
        f"{first} {last}{other}",
        f"{last}-{other}, {first}",
        f"{first[0]} {last}-{other}",
        f"{last} {other}",
    ]


def alias(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = f"{pool.surname()}o"
    return said, [said.upper(), f"“{said}”", f"{said}'s", said.lower()]


def initials(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = letters(dice, 1) + dice.choice("QXZ") + letters(dice, 2)
    return said, [".".join(said) + ".", " ".join(said), said]


def day(dice: random.Random) -> date:
    return date(1931, 1, 1) + timedelta(days=dice.randrange(33_000))


def ordinal(number: int) -> str:
    return f"{number}{'th' if 10 < number < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def dated(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    on = day(dice)
    d, m, y = on.day, on.month, on.year
    month, welsh = MONTHS[m - 1], WELSH[m - 1]
    return on.isoformat(), [
        f"{d}/{m}/{y}", f"{d:02d}/{m:02d}/{y}", f"{d:02d}/{m:02d}/{y % 100:02d}", f"{d}.{m}.{y}", f"{d:02d}-{m:02d}-{y}",
        f"{d} {month} {y}", f"{ordinal(d)} {month} {y}", f"{ordinal(d)} of {month}, {y}", f"{month} {d}, {y}",
        f"{month[:3]} {d} {y}", f"{d} {month[:3]} {y % 100:02d}", f"{d}-{month[:3]}-{y}", f"{y}{m:02d}{d:02d}",
        f"{d} {welsh} {y}", f"the {ordinal(d)} day of {month} {y}", f"{y}/{m:02d}/{d:02d}", f"{m}/{d}/{y}",
        f"{d}{month}{y}", f"{d:02d}{month[:3]}{y}", f"{d}+{month}+{y}", " ".join(f"{d} ; {month} ; {y}".split()), " ".join(month) + f"  {d}  {y}",
    ]  # fmt: skip


def age(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    years = 19 + 3 * number % 78
    return str(years), [
        f"aged {years}",
        f"{years} years old",
        f"{years}-year-old",
        f"age: {years}",
        f"at the age of {years}",
        f"{years} yrs",
    ]


SPOKEN = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
STREETS = {
    "Street": "St",
    "Road": "Rd",
    "Avenue": "Ave",
    "Lane": "Ln",
    "Close": "Cl",
    "Drive": "Dr",
    "Crescent": "Cres",
    "Gardens": "Gdns",
}


def address(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    kind = dice.choice(list(STREETS))
    house, street = dice.randrange(2, 180), pool.surname()
    line = f"{house} {street} {kind}"
    return f"{line}, {pool.surname()}", [
        line,
        f"{house} {street} {STREETS[kind]}",
        f"{house} {street} {STREETS[kind]}.",
        f"No. {house}, {street} {kind}",
        line.upper(),
        f"{house}, {street} {kind}",
        f"{house} {street}",
    ]


def postcode(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    out, into = f"{letters(dice, 2)}{dice.randrange(1, 30)}", f"{dice.randrange(1, 10)}{letters(dice, 2)}"
    return f"{out} {into}", [
        f"{out}{into}",
        f"{out.lower()} {into.lower()}",
        f"{out}  {into}",
        f"{out}-{into}",
    ]


def place(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = f"{pool.surname()} Mill"
    return said, [said.upper(), said.replace(" ", "-"), f"{said}'s"]


def phone(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    core = "7" + digits(dice, 9)
    return f"0{core[:4]} {core[4:]}", [
        f"0{core}",
        f"+44 {core[:4]} {core[4:]}",
        f"+44 (0){core}",
        f"0044 {core[:4]} {core[4:7]} {core[7:]}",
        f"0{core[:4]}-{core[4:7]}-{core[7:]}",
        f"(0{core[:4]}) {core[4:]}",
        f"0{core[:4]}.{core[4:7]}.{core[7:]}",
        core,
        ", ".join(SPOKEN[int(digit)] for digit in f"0{core}"),
        f"0{core[:4]} {core[4:7]}xxx",
    ]


def email(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    first, last = pool.surname().lower(), pool.surname().lower()
    host = f"{pool.surname().lower()}.example"
    return f"{first}.{last}@{host}", [
        f"{first}.{last}@{host}".upper(),
        f"mailto:{first}.{last}@{host}",
        f"{first}.{last} (at) {host}",
        f"{first} dot {last} at {host.replace('.', ' dot ')}",
    ]


def handle(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = f"{pool.surname().lower()}_{digits(dice, 2)}"
    return f"@{said}", [said, f"https://social.example/{said}", said.upper()]


def url(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = f"{pool.surname().lower()}.example/{pool.surname().lower()}"
    return f"https://{said}", [said, f"http://www.{said}", f"https://{said}/"]


def ip(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = ".".join(str(dice.randrange(100, 250)) for _ in range(4))
    return said, [f"{said}:443", f"[{said}]"]


def grouped(makes: Callable[[random.Random], tuple[str, Sequence[str]]]) -> Make:
    return lambda dice, number, pool: makes(dice)


def nhs(dice: random.Random) -> tuple[str, Sequence[str]]:
    n = digits(dice, 10)
    return f"{n[:3]} {n[3:6]} {n[6:]}", [n, f"{n[:3]}-{n[3:6]}-{n[6:]}", f"NHS {n}"]


def nino(dice: random.Random) -> tuple[str, Sequence[str]]:
    a, n, z = letters(dice, 2), digits(dice, 6), dice.choice("ABCD")
    return f"{a} {n[:2]} {n[2:4]} {n[4:]} {z}", [f"{a}{n}{z}", f"{a.lower()}{n}{z.lower()}", f"{a}-{n}-{z}"]


def passport(dice: random.Random) -> tuple[str, Sequence[str]]:
    n = digits(dice, 9)
    return n, [f"{n[:3]} {n[3:6]} {n[6:]}", f"GBR{n}"]


def licence(dice: random.Random) -> tuple[str, Sequence[str]]:
    said = f"{letters(dice, 5)}{digits(dice, 6)}{letters(dice, 2)}9{letters(dice, 2)}"
    return said, [f"{said[:5]} {said[5:11]} {said[11:]}", said.lower()]


def vehicle(dice: random.Random) -> tuple[str, Sequence[str]]:
    a, n, z = letters(dice, 2), digits(dice, 2), letters(dice, 3)
    return f"{a}{n} {z}", [f"{a}{n}{z}", f"{a} {n} {z}", f"{a}{n}{z}".lower(), f"{a}{n}-{z}"]


def police(dice: random.Random) -> tuple[str, Sequence[str]]:
    n = digits(dice, 11)
    return f"55{n[2:]}", [f"55/{n[2:6]}/{n[6:]}", f"CR 55{n[2:]}", f"55 {n[2:6]} {n[6:]}"]


def case(dice: random.Random) -> tuple[str, Sequence[str]]:
    a, n, y = letters(dice, 3), digits(dice, 5), digits(dice, 2)
    return f"{a}/{n}/{y}", [f"{a}{n}{y}", f"{a}-{n}-{y}", f"{a} {n} {y}"]


def school(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    root = pool.surname()
    return f"{root} Church of England Primary School", [
        f"{root} CE Primary School",
        f"{root} C of E Primary",
        f"{root} Primary School",
        f"{root} CofE Primary Sch",
    ]


def work(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    one, two = pool.surname(), pool.surname()
    return f"{one} & {two} Limited", [
        f"{one} and {two} Ltd",
        f"{one} & {two}",
        f"{one.upper()} & {two.upper()} LTD",
    ]


def surgery(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    root = pool.surname()
    return f"The {root} Surgery", [f"{root} Surgery", f"{root} surgery".upper(), f"the {root} Surgery"]


def point(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    north, west = 50 + dice.random() * 5, dice.random() * 4 + 0.1
    dn, mn = int(north), north % 1 * 60
    dw, mw = int(west), west % 1 * 60
    return f"{north:.5f}, {-west:.5f}", [
        f"{north:.4f},{-west:.4f}",
        f"{north:.5f} N, {west:.5f} W",
        f"{dn}°{int(mn)}'{mn % 1 * 60:.1f}\"N {dw}°{int(mw)}'{mw % 1 * 60:.1f}\"W",
        f"({-west:.5f}, {north:.5f})",
    ]


def words(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    three = [pool.surname().lower() for _ in range(3)]
    return "///" + ".".join(three), [
        ".".join(three),
        " . ".join(three),
        "https://w3w.example/" + ".".join(three),
    ]


def uprn(dice: random.Random) -> tuple[str, Sequence[str]]:
    n = digits(dice, 12)
    return n, [f"{n[:4]} {n[4:8]} {n[8:]}", f"UPRN:{n}"]


def bank(dice: random.Random) -> tuple[str, Sequence[str]]:
    s, n = digits(dice, 6), digits(dice, 8)
    dashed = f"{s[:2]}-{s[2:4]}-{s[4:]}"
    return f"{dashed} {n}", [f"sort code {dashed} account {n}", f"{s}{n}", f"account {n[:4]} {n[4:]}"]


def device(dice: random.Random) -> tuple[str, Sequence[str]]:
    n = digits(dice, 15)
    return n, [f"{n[:2]}-{n[2:8]}-{n[8:14]}-{n[14:]}", f"IMEI {n}"]


def pet(dice: random.Random, number: int, pool: Pool) -> tuple[str, Sequence[str]]:
    said = f"{pool.surname()}kin"
    return said, [f"{said}'s", said.upper(), f"a dog called {said}"]


MAKERS: dict[str, Make] = {
    "name": name, "former-name": double_name, "alias": alias, "initials": initials, "date-of-birth": dated, "date": dated,
    "age": age, "address": address, "postcode": postcode, "place": place, "phone": phone, "email": email,
    "social-handle": handle, "url": url, "ip-address": ip, "nhs-number": grouped(nhs), "ni-number": grouped(nino),
    "passport": grouped(passport), "driving-licence": grouped(licence), "vehicle": grouped(vehicle),
    "police-reference": grouped(police), "case-reference": grouped(case), "school": school, "workplace": work,
    "gp-practice": surgery, "coordinates": point, "what3words": words, "uprn": grouped(uprn), "bank-account": grouped(bank),
    "device": grouped(device), "pet": pet,
}  # fmt: skip


def identities(seed: int, each: int, given: Sequence[str] = ()) -> list[Identity]:
    """So many identities of every kind."""
    dice, pool = random.Random(seed), Pool(seed, given)
    made = []
    for kind, make in MAKERS.items():
        for number in range(each):
            value, ways = make(dice, number, pool)
            made.append(Identity(f"{kind}-{number + 1}", kind, value, tuple(ways)))
    return made


# Disguises: what is done to the letters, whatever they say --------------------------------------------------------


def lookalike(text: str, dice: random.Random) -> str:
    return "".join(CONFUSABLE.get(c, c) if dice.random() < 0.6 else c for c in text)


def zero_width(text: str, dice: random.Random) -> str:
    marks = ["\u200b", "\u00ad", "\u2060", "\u200d", "\ufeff"]
    return "".join(c + (dice.choice(marks) if at % 2 else "") for at, c in enumerate(text))


def accented(text: str, dice: random.Random) -> str:
    return "".join(c + "\u0301" if c in "aeou" and dice.random() < 0.5 else c for c in text)


def full_width(text: str, dice: random.Random) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def upper(text: str, dice: random.Random) -> str:
    return text.upper()


def mathematical(text: str, dice: random.Random) -> str:
    bold = (
        {chr(65 + n): chr(0x1D400 + n) for n in range(26)}
        | {chr(97 + n): chr(0x1D41A + n) for n in range(26)}
        | {chr(48 + n): chr(0x1D7CE + n) for n in range(10)}
    )
    return "".join(bold.get(c, c) for c in text)


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "look-alikes": lookalike, "zero-width": zero_width, "accents": accented, "full width": full_width, "capitals": upper,
    "mathematical": mathematical,
}  # fmt: skip


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
