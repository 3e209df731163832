"""Annual reports that nobody wrote, with errors planted in them. Shares nothing with the checker.

Each report is a list of parts: paragraphs, bulleted lists and tables. A claim that can be wrong is made twice, as it
holds and as it does not, and which one is printed is drawn by lot; what was planted is kept beside the report.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

TOWNS = [
    "Ashford",
    "Brackley",
    "Colne",
    "Denby",
    "Eastleigh",
    "Farley",
    "Greston",
    "Halwick",
    "Ilton",
    "Kelby",
    "Langport",
    "Marden",
    "Norwell",
    "Oakham",
    "Penrith",
    "Quorn",
]
MEASURES = [
    "vehicle thefts", "burglaries", "public order offences", "criminal damage offences", "shoplifting offences",
    "robberies", "noise complaints", "fly-tipping reports", "drug offences", "bicycle thefts", "hate crimes", "arson incidents",
]  # fmt: skip
SERVICES = [
    "outreach",
    "training",
    "refuge",
    "mentoring",
    "publicity",
    "analysis",
    "counselling",
    "equipment",
]
THINGS = [
    "case conferences",
    "safety visits",
    "training sessions",
    "warning letters",
    "home checks",
    "school talks",
]
BODIES = [
    "the county council", "the police", "the fire authority", "the probation service", "the health board", "the youth offending team",
    "the housing association", "the university", "the parish councils",
]  # fmt: skip
THEMES = [
    "risk assessment", "information sharing", "early help", "safeguarding training", "housing", "substance misuse", "mental health",
    "digital safety",
]  # fmt: skip
WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def words(n: int) -> str:
    if n < 20:
        return WORDS[n]
    return TENS[n // 10] + (f"-{WORDS[n % 10]}" if n % 10 else "")


def half_up(value: Decimal, places: int = 0) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def percent(part: int, whole: int, places: int = 0) -> str:
    return half_up(Decimal(part) * 100 / Decimal(whole), places)


@dataclass
class Planted:
    """An error: its kind and the words (or the row and column) it stands in."""

    kind: str
    text: str


@dataclass
class Report:
    title: str
    parts: list[tuple[str, object]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)


class Writer:
    """Writes one report."""

    def __init__(self, seed: int, errors: int) -> None:
        self.lot = random.Random(seed)
        self.report = Report(f"Annual report {seed}")
        self.wanted = errors
        self.towns = self.lot.sample(TOWNS, 5)
        self.measures = self.lot.sample(MEASURES, 6)
        self.year = self.lot.randint(2012, 2023)
        self.tables = 0

    def write(self) -> Report:
        """The report. Errors fall on claims drawn by lot, at most one a claim."""
        claims: list[Callable[[bool], None]] = [
            self.table_years, self.table_places, self.table_running, self.text_change, self.text_share, self.text_fraction,
            self.text_multiple, self.text_parts, self.list_inline, self.list_bullets, self.period, self.weekday, self.average,
            self.difference, self.restated, self.money, self.points, self.impossible, self.direction, self.rate,
        ]  # fmt: skip
        wrong = set(self.lot.sample(range(len(claims)), self.wanted))
        order = list(range(len(claims)))
        self.lot.shuffle(order)
        self.say(
            f"This report covers the work of the {self.towns[0]} and {self.towns[1]} partnership in {self.year}."
        )
        for n in order:
            if self.lot.random() < 0.25:
                self.filler()
            claims[n](n in wrong)
        return self.report

    # Parts --------------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        self.report.parts.append(("p", text))

    def plant(self, kind: str, text: str) -> None:
        self.report.planted.append(Planted(kind, text))

    def claim(self, kind: str, wrong: bool, template: str, right: str, other: str, **more: str) -> None:
        """A sentence with the right word or, if wrong, another."""
        text = template.format(x=other if wrong else right, **more)
        if wrong:
            self.plant(kind, text)
        self.say(self.surround(text))

    def surround(self, text: str) -> str:
        if self.lot.random() < 0.3:
            return f"{self.lot.choice(['Partners discussed this in depth.', 'The board noted the position.', 'More detail is given below.'])} {text}"
        if self.lot.random() < 0.3:
            return f"{text} {self.lot.choice(['Work will continue next year.', 'Officers keep this under review.', 'Residents have welcomed this.'])}"
        return text

    def filler(self) -> None:
        self.say(
            self.lot.choice(
                [
                    "Under section 17 of the Crime and Disorder Act 1998 each authority must do all that it reasonably can.",
                    "People aged 18 or over may apply, and the line is open 24/7 on 0800 123 4567.",
                    "The first phase was funded by the Home Office; Covid 19 delayed the second phase.",
                    "Partners meet every quarter, and the one exception was agreed in advance.",
                    f"The plan was refreshed in March {self.year} and will be looked at again in April {self.year + 1}.",
                    f"Some {self.lot.randint(120, 900)} people came to events over the summer.",
                    "Support is offered within 5 working days, as set out in paragraph 4.2 and table 9 of the strategy.",
                    f"A new duty under the Serious Violence Act {self.year - 1} came into force, and two officers lead on it.",
                ]
            )
        )

    def table(self, caption: str, rows: list[list[str]]) -> None:
        self.tables += 1
        self.report.parts.append(("t", (f"Table {self.tables}: {caption}", rows)))

    def off(self, value: int, share: float = 0.15) -> int:
        """Another number of about the same size."""
        step = max(1, int(value * share))
        return max(1, value + self.lot.choice([-1, 1]) * self.lot.randint(max(1, step // 2), step))

    # Tables -------------------------------------------------------------------------------------------------------

    def table_years(self, wrong: bool) -> None:
        """Quarters of two years with totals, changes, and what the text says of them."""
        measure, a, b = self.measures[0], self.year - 1, self.year
        names = self.lot.choice(
            [
                ["January to March", "April to June", "July to September", "October to December"],
                ["Q1", "Q2", "Q3", "Q4"],
                ["Jan – Mar", "Apr – Jun", "Jul – Sep", "Oct – Dec"],
            ]
        )
        old = [self.lot.randint(150, 900) for _ in names]
        new = [max(60, int(n * self.lot.uniform(0.75, 1.35))) for n in old]
        totals = [sum(old), sum(new)]
        changes = [percent(y - x, x, 1) for x, y in zip([*old, totals[0]], [*new, totals[1]], strict=True)]
        kind = (
            self.lot.choice(["total", "change_from", "tabled change", "tabled count", "highest"])
            if wrong
            else ""
        )
        cells = [
            [n, f"{x:,}", f"{y:,}", f"{c}%"] for n, x, y, c in zip(names, old, new, changes, strict=False)
        ]
        cells.append(["Total", f"{totals[0]:,}", f"{totals[1]:,}", f"{changes[-1]}%"])
        if kind == "total":
            at = self.lot.choice([1, 2])
            cells[-1][at] = f"{self.off(totals[at - 1], 0.08):,}"
            self.plant("total", f"Total, {[a, b][at - 1]}")
        if kind == "change_from":
            row = self.lot.randrange(4)
            cells[row][3] = f"{Decimal(changes[row].replace(',', '')) + self.lot.choice([-3, 4, 6])}%"
            self.plant("change_from", f"{names[row]}, Change")
        self.table(
            f"{measure.capitalize()} by quarter, {a} and {b}",
            [["Quarter", str(a), str(b), "Change (%)"], *cells],
        )
        self.tabled_change(kind == "tabled change", measure, a, b, totals)
        self.tabled_count(kind == "tabled count", measure, b, totals[1])
        self.tabled_highest(kind == "highest", measure, b, names, new)

    def tabled_change(self, wrong: bool, measure: str, a: int, b: int, totals: list[int]) -> None:
        change = Decimal(totals[1] - totals[0]) * 100 / totals[0]
        if abs(change) < 1:
            return
        verb, noun = ("rose", "increase") if change > 0 else ("fell", "decrease")
        right = half_up(abs(change))
        other = str(int(right.replace(",", "")) + self.lot.choice([3, 5, 7]))
        template = self.lot.choice(
            [
                f"The number of {measure} {verb} by {{x}}% between {a} and {b}.",
                f"There was a {{x}}% {noun} in {measure} from {a} to {b} (see table {self.tables}).",
                f"Compared with {a}, {measure} {verb} by {{x}} per cent in {b}.",
                f"Recorded {measure} in {b} {verb} {{x}}% on the previous year.",
            ]
        )
        self.claim("tabled change", wrong, template, right, other)

    def tabled_count(self, wrong: bool, measure: str, b: int, total: int) -> None:
        template = self.lot.choice(
            [
                f"In {b} there were {{x}} {measure} in total.",
                f"A total of {{x}} {measure} were recorded in {b}.",
                f"Police recorded {{x}} {measure} during {b}.",
                f"Across the year {b}, {{x}} {measure} came to notice.",
            ]
        )
        self.claim("tabled count", wrong, template, f"{total:,}", f"{self.off(total, 0.06):,}")

    def tabled_highest(self, wrong: bool, measure: str, b: int, names: list[str], new: list[int]) -> None:
        best, least = names[new.index(max(new))], names[new.index(min(new))]
        others = [name for name in names if name not in {best, least}]
        if new.count(max(new)) > 1 or new.count(min(new)) > 1:
            return
        template, right = self.lot.choice(
            [
                (f"The highest number of {measure} in {b} was recorded in {{x}}.", best),
                (f"In {b} {measure} were lowest in {{x}}.", least),
                (f"{measure.capitalize()} peaked in {{x}} of {b}.", best),
            ]
        )
        self.claim("highest", wrong, template, right, self.lot.choice(others))

    def table_places(self, wrong: bool) -> None:
        """Towns with a share, a rate and a rank."""
        measure = self.measures[1]
        counts = self.lot.sample(range(40, 700), 5)
        people = [self.lot.randint(8, 60) * 1000 + self.lot.randint(0, 999) for _ in counts]
        total, everyone = sum(counts), sum(people)
        order = sorted(counts, reverse=True)
        kind = (
            self.lot.choice(["total", "percent_of", "rate", "rank", "tabled share", "tabled town", "most"])
            if wrong
            else ""
        )
        rows = [
            [
                t,
                f"{c:,}",
                f"{percent(c, total, 1)}%",
                f"{p:,}",
                half_up(Decimal(c) * 1000 / p, 1),
                str(order.index(c) + 1),
            ]
            for t, c, p in zip(self.towns, counts, people, strict=True)
        ]
        rows.append(
            [
                "Total",
                f"{total:,}",
                "100.0%",
                f"{everyone:,}",
                half_up(Decimal(total) * 1000 / everyone, 1),
                "",
            ]
        )
        row = self.lot.randrange(5)
        if kind == "total":
            rows[-1][1] = f"{self.off(total, 0.1):,}"
            self.plant("total", "Total, Offences")
        if kind == "percent_of":
            rows[row][2] = f"{Decimal(rows[row][2][:-1]) + self.lot.choice([2, 3, -2])}%"
            self.plant("percent_of", f"{self.towns[row]}, Share")
        if kind == "rate":
            rows[row][4] = str(Decimal(rows[row][4].replace(",", "")) + self.lot.choice([2, 3]))
            self.plant("rate", f"{self.towns[row]}, Rate")
        if kind == "rank":
            rows[row][5] = str(int(rows[row][5]) % 5 + 1)
            self.plant("rank", f"{self.towns[row]}, Rank")
        heads = [
            "Town",
            self.lot.choice(["Offences", "Number"]),
            "Share of total (%)",
            "Population",
            "Rate per 1,000",
            "Rank",
        ]
        self.report.planted = [
            Planted(one.kind, one.text.replace("Total, Offences", f"Total, {heads[1]}"))
            for one in self.report.planted
        ]
        self.table(f"{measure.capitalize()} by town, {self.year}", [heads, *rows])
        chosen = self.lot.randrange(5)
        town = self.towns[chosen]
        share = percent(counts[chosen], total)
        template = self.lot.choice(
            [
                f"{town} accounted for {{x}}% of {measure} in {self.year}.",
                f"{{x}} per cent of all {measure} took place in {town}.",
                f"Of all {measure}, {{x}}% were in {town}.",
            ]
        )
        self.claim(
            "tabled share",
            kind == "tabled share",
            template,
            share,
            str(int(share) + self.lot.choice([4, 6, 9])),
        )
        chosen = self.lot.randrange(5)
        template = self.lot.choice(
            [
                f"There were {{x}} {measure} in {self.towns[chosen]} in {self.year}.",
                f"In {self.towns[chosen]}, {{x}} {measure} were recorded.",
                f"{self.towns[chosen]} saw {{x}} {measure} over the year.",
            ]
        )
        self.claim(
            "tabled town",
            kind == "tabled town",
            template,
            f"{counts[chosen]:,}",
            f"{self.off(counts[chosen]):,}",
        )
        best = self.towns[counts.index(max(counts))]
        other = self.lot.choice([one for one in self.towns if one != best])
        template = self.lot.choice(
            [
                f"{{x}} had the most {measure} of any town.",
                f"The largest number of {measure} was in {{x}}.",
                f"{{x}} recorded the highest number of {measure}.",
            ]
        )
        self.claim("most", kind == "most", template, best, other)

    def table_running(self, wrong: bool) -> None:
        """Months with a running total."""
        months = self.lot.choice(
            [
                ["April", "May", "June", "July", "August", "September"],
                ["October", "November", "December", "January"],
            ]
        )
        counts = [self.lot.randint(5, 90) for _ in months]
        running = [sum(counts[: n + 1]) for n in range(len(counts))]
        rows = [[m, str(c), str(r)] for m, c, r in zip(months, counts, running, strict=True)]
        if wrong:
            row = self.lot.randrange(1, len(rows))
            rows[row][2] = str(running[row] + self.lot.choice([-4, 5, 9]))
            self.plant("cumulative", f"{months[row]}, Running total")
        thing = self.lot.choice(THINGS)
        self.table(f"{thing.capitalize()} by month", [["Month", thing.capitalize(), "Running total"], *rows])

    # Prose --------------------------------------------------------------------------------------------------------

    def text_change(self, wrong: bool) -> None:
        measure, old = self.measures[2], self.lot.randint(80, 900)
        new = max(20, int(old * self.lot.choice([self.lot.uniform(0.5, 0.9), self.lot.uniform(1.1, 1.7)])))
        change = abs(Decimal(new - old) * 100 / old)
        up = new > old
        right = half_up(change)
        other = self.lot.choice(
            [
                half_up(change + self.lot.choice([4, 6, -4 if change > 8 else 9])),
                half_up(abs(Decimal(new - old) * 100 / new)),
            ]
        )
        if other == right:
            other = half_up(change + 5)
        rose, rise, more = ("rose", "a rise", "more") if up else ("fell", "a fall", "fewer")
        a, b = self.year - 1, self.year
        template = self.lot.choice(
            [
                f"{measure.capitalize()} {rose} from {old:,} to {new:,}, {rise} of {{x}}%.",
                f"There were {new:,} {measure} in {b}, compared with {old:,} in {a}: {{x}}% {more}.",
                f"Between {a} and {b} {measure} {'increased' if up else 'decreased'} by {{x}}% (from {old:,} to {new:,}).",
                f"Last year saw {old:,} {measure}; this year the figure {rose} to {new:,}, {rise} of {{x}} per cent.",
                f"{measure.capitalize()} {rose} by {{x}}%, from {old:,} in {a} to {new:,} in {b}.",
                f"{measure.capitalize()} went from {old:,} to {new:,}. This is {rise} of {{x}}%.",
                f"The {b} figure of {new:,} {measure} is {{x}}% {'higher' if up else 'lower'} than the {a} figure of {old:,}.",
            ]
        )
        self.claim("text change", wrong, template, right, other)

    def text_share(self, wrong: bool) -> None:
        whole = self.lot.randint(60, 900)
        part = self.lot.randint(whole // 10, whole * 9 // 10)
        places = self.lot.choice([0, 0, 1])
        right = percent(part, whole, places)
        other = str(Decimal(right) + self.lot.choice([3, 5, -3]))
        thing = self.lot.choice(
            ["people who replied", "victims contacted", "referrals", "cases heard", "households visited"]
        )
        template = self.lot.choice(
            [
                f"Of the {whole} {thing}, {part} ({{x}}%) were satisfied.",
                f"{part} of the {whole} {thing} ({{x}}%) led to support.",
                f"{part} out of {whole} {thing}, or {{x}}%, were new to the service.",
                f"There were {whole} {thing}, of which {part} ({{x}}%) were closed.",
                f"{{x}}% ({part}) of the {whole} {thing} were repeats.",
                f"Out of {whole} {thing}, {{x}}% ({part}) needed no more help.",
                f"In all {whole} {thing} were recorded. Of these, {part} ({{x}}%) were urgent.",
            ]
        )
        self.claim("text share", wrong, template, right, other)

    def text_fraction(self, wrong: bool) -> None:
        name, top, bottom, other = self.lot.choice(
            [("a quarter", 1, 4, "a third"), ("one in five", 1, 5, "one in three"), ("two thirds", 2, 3, "half"), ("three quarters", 3, 4, "two thirds"),
             ("half", 1, 2, "a third"), ("one in ten", 1, 10, "one in four"), ("a third", 1, 3, "a quarter"), ("a fifth", 1, 5, "a third")]
        )  # fmt: skip
        whole = bottom * self.lot.randint(12, 90)
        part = whole * top // bottom
        template = self.lot.choice(
            [
                f"{part} of the {whole} young people worked with, {{x}}, had been victims before.",
                f"Of the {whole} callers, {part} ({{x}}) asked for advice about fraud.",
                f"{part} out of {whole} respondents, or {{x}}, said they felt less safe.",
                f"{{X}} of the {whole} respondents ({part}) felt unsafe after dark.",
            ]
        ).replace("{X}", "{x}")
        text = template.format(x=other if wrong else name)
        text = text[0].upper() + text[1:]
        if wrong:
            self.plant("fraction", text)
        self.say(self.surround(text))

    def text_multiple(self, wrong: bool) -> None:
        name, times = self.lot.choice([("doubled", 2), ("trebled", 3), ("tripled", 3), ("halved", 0.5)])
        old = self.lot.randint(20, 200) * 2
        new = int(old * times)
        if wrong:
            new = int(old * {2: 1.5, 3: 2.2, 0.5: 0.75}[times])
        template = self.lot.choice(
            [
                "Reports of fraud {x} from {old} to {new}.",
                "Referrals {x}, from {old} in {a} to {new} in {b}.",
                "The number of volunteers {x} between {a} and {b}, from {old} to {new}.",
                "There were {new} applications, up from {old}: the number has {x}."
                if times > 1
                else "Calls {x} from {old} to {new}.",
            ]
        )
        text = template.format(x=name, old=old, new=new, a=self.year - 1, b=self.year)
        if wrong:
            self.plant("multiple", text)
        self.say(self.surround(text))

    def text_parts(self, wrong: bool) -> None:
        parts = [self.lot.randint(2, 9) for _ in range(self.lot.choice([3, 4]))]
        total = sum(parts)
        states = self.lot.sample(
            [
                "were refused",
                "were passed to another area",
                "are still open",
                "have been completed",
                "await a decision",
            ],
            len(parts),
        )
        if wrong:
            if self.lot.random() < 0.5:
                parts[self.lot.randrange(len(parts))] += self.lot.choice([1, 2])
            else:
                total += self.lot.choice([1, -1, 2])
        said = [f"{words(n)} {state}" for n, state in zip(parts, states, strict=True)]
        listed = ", ".join(said[:-1]) + f" and {said[-1]}"
        thing = self.lot.choice(["requests", "applications", "notifications"])
        template = self.lot.choice(
            [
                "The partnership has received {x} {thing}. Of these, {listed}.",
                "Since {a} there have been {x} {thing}, of which {listed}.",
                "{X} {thing} were made: {listed}.",
                "We dealt with {x} {thing} in the year; of these {listed}.",
            ]
        )
        text = template.format(
            x=words(total), X=words(total).capitalize(), thing=thing, listed=listed, a=self.year - 5
        )
        if wrong:
            self.plant("parts", text)
        self.say(text)

    def list_inline(self, wrong: bool) -> None:
        count = self.lot.randint(3, 6)
        chosen = self.lot.sample(BODIES, count)
        listed = ", ".join(chosen[:-1]) + self.lot.choice([" and ", ", and "]) + chosen[-1]
        other = words(count + self.lot.choice([-1, 1, 2]))
        template = self.lot.choice(
            [
                f"The board brings together {{x}} partners: {listed}.",
                f"{{X}} organisations signed the protocol: {listed}.",
                f"The protocol has {{x}} signatories ({listed}).",
                f"Its {{x}} members are {listed}.",
                f"Training was given to {{x}} organisations, namely {listed}.",
            ]
        )
        text = template.replace("{X}", (other if wrong else words(count)).capitalize()).replace(
            "{x}", other if wrong else words(count)
        )
        if wrong:
            self.plant("list inline", text)
        self.say(text)

    def list_bullets(self, wrong: bool) -> None:
        count = self.lot.randint(3, 7)
        chosen = [one.capitalize() for one in self.lot.sample(THEMES, count)]
        other = words(count + self.lot.choice([-1, 1, 2]))
        template = self.lot.choice(
            [
                "Reviews have shown {x} themes:",
                "The work falls into {x} main areas:",
                "The partnership agreed the following {x} priorities:",
                "There are {x} objectives for next year:",
            ]
        )
        text = template.format(x=other if wrong else words(count))
        if wrong:
            self.plant("list bullets", text)
        self.say(text)
        self.report.parts.append(("l", chosen))

    def period(self, wrong: bool) -> None:
        length = self.lot.choice([2, 3, 4, 5])
        start = self.lot.randint(2012, 2022)
        end = start + length
        months = self.lot.randint(3, 9)
        first = self.lot.randint(1, 12 - months)
        names = [
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
        other = length + self.lot.choice([2, -1 if length > 2 else 2])
        template, right, wrong_word = self.lot.choice(
            [
                (
                    f"The {{x}}-year strategy {start}-{end % 100:02d} was agreed by all partners.",
                    words(length),
                    words(other),
                ),
                (f"Partners adopted a {{x}}-year plan ({start}-{end}).", words(length), words(other)),
                (
                    f"Over the {{x}} months from {names[first - 1]} to {names[first + months - 2]} {start}, patrols were doubled up.",
                    words(months),
                    words(months + 2),
                ),
                (
                    f"The grant runs for {{x}} years, from {start}/{(start + 1) % 100:02d} to {end - 1}/{end % 100:02d}.",
                    words(length),
                    words(length + 2),
                ),
            ]
        )
        self.claim("period", wrong, template, right, wrong_word)

    def weekday(self, wrong: bool) -> None:
        on = datetime.date(self.year, self.lot.randint(1, 12), self.lot.randint(1, 28))
        days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        other = days[(on.weekday() + self.lot.randint(1, 6)) % 7]
        written = f"{on.day} {on:%B} {on.year}"
        template = self.lot.choice(
            [
                f"The board met on {{x}} {written}.",
                f"A public meeting was held on {{x}}, {written}.",
                f"The next meeting after {{x}} {written} is not yet fixed.",
            ]
        )
        self.claim("weekday", wrong, template, days[on.weekday()], other)

    def average(self, wrong: bool) -> None:
        total = 12 * self.lot.randint(10, 80)
        template = self.lot.choice(
            [
                f"There were {total:,} visits in {self.year}, an average of {{x}} a month.",
                f"Officers made {total:,} patrols in {self.year}, on average {{x}} each month.",
                f"In the 12 months to March {self.year} the service took {total:,} calls, an average of {{x}} per month.",
            ]
        )
        self.claim("average", wrong, template, str(total // 12), str(total // 12 + self.lot.randint(4, 9)))

    def difference(self, wrong: bool) -> None:
        old = self.lot.randint(200, 900)
        new = old + self.lot.randint(20, 150)
        template = self.lot.choice(
            [
                f"The helpline took {new} calls, {{x}} more than the {old} of the year before.",
                f"Attendance rose from {old} to {new}, an increase of {{x}}.",
                f"Referrals went up by {{x}}, from {old} to {new}.",
                f"{new} households were helped, compared with {old} last year ({{x}} more).",
            ]
        )
        self.claim(
            "difference", wrong, template, str(new - old), str(new - old + self.lot.choice([7, 11, -9]))
        )

    def restated(self, wrong: bool) -> None:
        """The same number in a summary and again later."""
        thing, count = self.lot.choice(THINGS), self.lot.randint(45, 950)
        first = f"During {self.year} officers carried out {count} {thing} across the area."
        again = count + self.lot.choice([10, -10, 6]) if wrong else count
        second = self.lot.choice(
            [
                f"As noted above, {again} {thing} across the area took place in {self.year}.",
                f"The {again} {thing} across the area in {self.year} were well received.",
            ]
        )
        if wrong:
            self.plant("restated", second)
        self.say(first)
        self.report.parts.append(("later", second))

    def money(self, wrong: bool) -> None:
        amounts = [self.lot.randint(2, 60) * 500 for _ in range(3)]
        total = sum(amounts)
        names = self.lot.sample(SERVICES, 3)
        said = [f"£{a:,} for {n}" for a, n in zip(amounts, names, strict=True)]
        listed = f"{said[0]}, {said[1]} and {said[2]}"
        template = self.lot.choice(
            [
                f"The grant of £{{x}} was made up of {listed}.",
                f"Spending came to £{{x}}: {listed}.",
                f"Partners paid {listed}, a total of £{{x}}.",
                f"We spent {listed}, making £{{x}} in all.",
            ]
        )
        self.claim("money", wrong, template, f"{total:,}", f"{total + self.lot.choice([500, -1000, 1500]):,}")

    def points(self, wrong: bool) -> None:
        old = self.lot.randint(30, 60)
        new = old + self.lot.randint(5, 20)
        template = self.lot.choice(
            [
                f"The share of residents who feel safe rose from {old}% to {new}%, a rise of {{x}} percentage points.",
                f"Confidence was {new}%, up {{x}} percentage points from {old}%.",
                f"Satisfaction increased by {{x}} percentage points, from {old}% to {new}%.",
            ]
        )
        self.claim("points", wrong, template, str(new - old), str(new - old + self.lot.choice([3, 4, -3])))

    def impossible(self, wrong: bool) -> None:
        whole = self.lot.choice([7, 8, 9, 11, 12, 13, 14])
        possible = {percent(n, whole) for n in range(whole + 1)}
        right = self.lot.choice(sorted(possible - {"0", "100"}))
        other = self.lot.choice([str(n) for n in range(20, 90) if str(n) not in possible])
        template = self.lot.choice(
            [
                f"{{x}}% of the {whole} panels met on time.",
                f"In {self.year}, {{x}}% of the {whole} actions were complete.",
            ]
        )
        self.claim("impossible", wrong, template, right, other)

    def direction(self, wrong: bool) -> None:
        measure, old = self.measures[3], self.lot.randint(80, 600)
        new = old + self.lot.choice([-1, 1]) * self.lot.randint(10, 70)
        up = new > old
        right, other = ("rose", "fell") if up else ("fell", "rose")
        right2, other2 = ("increased", "decreased") if up else ("decreased", "increased")
        template, a, b = self.lot.choice(
            [
                (
                    f"{measure.capitalize()} {{x}} from {old} in {self.year - 1} to {new} in {self.year}.",
                    right,
                    other,
                ),
                (f"The number of {measure} {{x}} from {old} to {new}.", right2, other2),
            ]
        )
        self.claim("direction", wrong, template, a, b)

    def rate(self, wrong: bool) -> None:
        people, count = self.lot.randint(20, 300) * 1000, self.lot.randint(100, 2000)
        right = half_up(Decimal(count) * 1000 / people, 1)
        other = str(Decimal(right) + self.lot.choice([2, 3, 5]))
        measure = self.measures[4]
        template = self.lot.choice(
            [
                f"With {count:,} {measure} and a population of {people:,}, the rate was {{x}} per 1,000 people.",
                f"The {count:,} {measure} amount to {{x}} per 1,000 of the {people:,} residents.",
                f"There were {{x}} {measure} per 1,000 residents ({count:,} among {people:,} people).",
            ]
        )
        self.claim("rate", wrong, template, right, other)


def write_report(seed: int, *, most: int = 6) -> Report:
    """One report; how many errors it has is drawn by lot, from none to `most`."""
    errors = random.Random(seed * 7919).randint(0, most)
    report = Writer(seed, errors).write()
    later = [text for kind, text in report.parts if kind == "later"]
    report.parts = [(kind, value) for kind, value in report.parts if kind != "later"] + [
        ("p", text) for text in later
    ]
    return report
