"""A realistic document with invented words and numbers, in every kind of block: what the tests print."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from uuid import UUID

from frankpledge.documents.charts import (
    Break,
    Change,
    Ranked,
    Reading,
    Series,
    paired_bars,
    quarter_bars,
    rank_dots,
    single_change,
    trend_line,
)
from frankpledge.documents.figures import Figure, InputFile, Provenance
from frankpledge.documents.printing import render
from frankpledge.documents.release import block_inlines
from frankpledge.documents.tree import (
    Block,
    Bound,
    Bullets,
    CellKind,
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Identity,
    Inline,
    Link,
    Note,
    NoteKind,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Text,
    plain,
    text,
)
from frankpledge.kernel.numbers import grouped, round_half_up

QUARTERS = ("January to March", "April to June", "July to September", "October to December")
SOURCE = "Quayshire Police, all of Quayshire, extracted 4 January 2021."
EARLIER, LATER = (311, 487, 502, 455), (402, 561, 640, 613)


def figure(number: int, value: object, shown: str, label: str = "", *, released: bool = True) -> Figure:
    file = InputFile("incidents.csv", "ab" * 32, released=released, synthetic=True)
    return Figure(
        UUID(int=number),
        label or f"Figure {number}",
        value,
        shown,
        provenance=Provenance("p", {}, "sum", (file,)),
    )  # type: ignore[arg-type]


RISE = figure(1, round_half_up(26), "26%", "Change in incidents, 2019 to 2020")
TOTAL = figure(2, sum(LATER), grouped(sum(LATER)), "Incidents in 2020")


def logo() -> bytes:
    import vl_convert

    rings = "".join(
        f'<circle cx="{60 + 42 * x}" cy="{60 + 42 * y}" r="11" fill="#1d4d4f"/>'
        for x, y in ((1, 0), (0.81, 0.59), (0.31, 0.95), (-0.31, 0.95), (-0.81, 0.59), (-1, 0), (-0.81, -0.59), (-0.31, -0.95), (0.31, -0.95), (0.81, -0.59))
    )  # fmt: skip
    return bytes(
        vl_convert.svg_to_png(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120">{rings}</svg>', scale=2
        )
    )


def quarter_table() -> Table:
    columns = (
        Column("Period"),
        Column("2019", CellKind.NUMBER, "Violent crime"),
        Column("2020", CellKind.NUMBER, "Violent crime"),
        Column("2019", CellKind.NUMBER, "Incidents"),
        Column("2020", CellKind.NUMBER, "Incidents"),
    )
    crime = ((601, 702), (688, 731), (755, 780), (702, 655))
    rows = [
        Row(
            (
                text(quarter),
                text(str(crime[i][0])),
                text(str(crime[i][1])),
                (Bound(figure(100 + i, EARLIER[i], str(EARLIER[i]))),),
                (Bound(figure(200 + i, LATER[i], str(LATER[i]))),),
            )
        )
        for i, quarter in enumerate(QUARTERS)
    ]
    totals = (grouped(sum(a for a, _ in crime)), grouped(sum(b for _, b in crime)), grouped(sum(EARLIER)))
    rows.append(Row((text("Total"), *(text(one) for one in totals), (Bound(TOTAL),)), is_total=True))
    return Table(
        "Violent crime and incidents by quarter, Quayshire",
        columns,
        tuple(rows),
        SOURCE,
        ("Incidents are all reports to the police, whether or not a crime was recorded.",),
    )


def paired() -> Chart:
    def year(name: str, values: tuple[int, ...]) -> Series:
        return Series(name, tuple(Reading(q, v) for q, v in zip(QUARTERS, values, strict=True)))

    return paired_bars(
        id="incidents-by-quarter",
        title="Incidents rose 26% in 2020, more than chance would give",
        subtitle="Incidents reported to the police by quarter, Quayshire. Quayshire Police, as known on 4 January 2021.",
        earlier=year("2019", EARLIER),
        later=year("2020", LATER),
        measure="Incidents by quarter",
        source=SOURCE,
    )


def quarters_with_a_gap() -> Chart:
    readings = tuple(
        Reading(q, v, low=v - 40.0 if v else None, high=v + 43.0 if v else None, missing_because=because, provisional=late)
        for q, v, because, late in zip(QUARTERS, (311, None, 502, 455), ("", "the return was not sent", "", ""), (False, False, False, True), strict=True)
    )  # fmt: skip
    return quarter_bars(
        id="reports",
        title="Reports were steady in the three quarters for which there are data",
        subtitle="Reports of rural theft by quarter, Quayshire, 2019.",
        series=Series("2019", readings),
        measure="Reports by quarter",
        colour="green",
        source=SOURCE,
    )


def monthly(*, rolling: bool = False, months: int = 48) -> Chart:
    chance = random.Random(7)  # noqa: S311 (invented data)
    values = [
        int(150 + i * 0.9 + 30 * ((i % 12) in (5, 6, 7)) + chance.uniform(-14, 14)) for i in range(months)
    ]
    readings = []
    for i, value in enumerate(values):
        code = f"{2017 + i // 12}-{i % 12 + 1:02d}"
        if i in {17, 18, 19}:
            readings.append(Reading(code, missing_because="the force changed its system and sent nothing"))
        elif i == 30:
            readings.append(Reading(code, missing_because="the return was late"))
        else:
            readings.append(
                Reading(code, value, low=value - 22.0, high=value + 24.0, provisional=i >= months - 3)
            )
    twelve = tuple(
        Reading(r.label, sum(values[i - 11 : i + 1]))
        if i >= 11
        else Reading(r.label, missing_because="fewer than twelve months")
        for i, r in enumerate(readings)
    )
    return trend_line(
        id="monthly" + ("-rolling" if rolling else ""),
        title="Anti-social behaviour has risen slowly since 2017, with a summer peak each year",
        subtitle="Incidents of anti-social behaviour recorded each month, Quayshire. Quayshire Police, as known on 4 January 2021.",
        series=Series("Each month", tuple(readings)),
        measure="Incidents each month",
        breaks=(
            Break("2019-04", "New recording rules", "From April 2019 noise complaints are counted; earlier months are not comparable."),
            Break("2020-03", "First lockdown", "The first lockdown began on 23 March 2020."),
            Break("2020-07", "Rules eased", "Most rules ended on 4 July 2020."),
        ) if months > 40 else (),
        rolling=Series("Total of twelve months", twelve) if rolling else None,
        source=SOURCE,
    )  # fmt: skip


def ranking() -> Chart:
    rows = (("Domestic abuse", 82.4, "1", 76.0, 88.5), ("Violence in public places", 71.0, "2=", 60.2, 80.1), ("Anti-social behaviour", 69.5, "2=", 61.0, 77.7), ("Serious sexual offences", 58.0, "4", 44.0, 70.5), ("Modern slavery and human trafficking", 40.25, "5", 22.0, 60.0), ("Rural crime", 12.0, "6", 8.0, 17.5))  # fmt: skip
    return rank_dots(
        id="ranking",
        title="Domestic abuse comes first; the next two cannot be told apart",
        subtitle="Score of each issue, 0 to 100, with 95% interval from 2,000 draws. Assessment of November 2020.",
        ranked=tuple(Ranked(name, value, rank, low=low, high=high) for name, value, rank, low, high in rows),
        measure="Score",
        source="Strategic assessment, November 2020.",
    )


def change() -> Chart:
    return single_change(
        id="change",
        title="Incidents rose 26%; violent crime did not change by more than chance",
        subtitle="Change from 2019 to 2020 with 95% interval, Quayshire.",
        changes=(
            Change("Incidents", 26.0, "26%", 19.1, 33.4, figure=RISE),
            Change("Violent crime", 4.4, "4.4%", -1.3, 10.4),
            Change("Rural theft", -12.0, "−12%", -24.0, 1.9),
        ),
        measure="Change, per cent",
        source=SOURCE,
    )


def sections() -> tuple[Section, ...]:
    opening = Section(
        "Executive summary",
        (
            Paragraph((Text("Councils review partners’ community safety work "), Strong("at least once a year"), Text(". This report says what was done, what changed and what is not known."))),
            Bullets((text("Progress against the plan"), (Text("Work on "), Link("domestic abuse", "https://example.org/abuse")), text("What reviews taught"))),
            Facts((Fact("Plan", text("2020 to 2023")), Fact("Incidents in 2020", (Bound(TOTAL),)), Fact("Next meeting", text("Thursday 11 February 2021")))),
        ),
        number="1",
    )  # fmt: skip
    abuse = Section(
        "Tackling domestic abuse",
        (
            Paragraph((Text("There has been a "), Bound(RISE), Text(" increase in incidents from January to December 2020 compared with the year before, "), Bound(TOTAL), Text(" in all. Services also saw more demand for advice, and reported that cases were more complex.")), "12.6"),
            quarter_table(),
            paired(),
            Note(NoteKind.CAVEAT, text("More reports can mean more harm or more trust in the police; the count alone cannot say which.")),
            Note(NoteKind.FLAG, (Text("The text says 32% and the record says "), Bound(RISE), Text(".")), "Claim in paragraph 12.6"),
        ),
        (
            Section("What we do not know", (Paragraph(text("How many people told nobody. The survey asks, but too few answered for an estimate."), "12.7"), change())),
            Section("What people told us", (Note(NoteKind.QUOTE, text("I was believed the first time I rang.")), Paragraph(text("Eleven people spoke to the panel."), "12.8"))),
        ),
        number="12",
    )  # fmt: skip
    trends = Section(
        "Trends",
        (
            monthly(),
            monthly(rolling=True),
            quarters_with_a_gap(),
            ranking(),
            Note(NoteKind.SYNTHETIC, text("Every number here is invented.")),
            Note(NoteKind.INFORMATION, text("Intervals are exact.")),
            Bullets((text("Read the notes."), text("Open a figure.")), ordered=True),
        ),
        number="13",
    )
    welsh = Section(
        "Crynodeb",
        (Paragraph(text("Mae’r ŵyl yn y tŷ; cynnydd o chwarter. Ŵ Ŷ ŵ ŷ â ê î ô û.")),),
        language="cy",
        number="14",
    )
    return (opening, abuse, trends, welsh)


def document(**changes: object) -> Document:
    parts: dict[str, object] = {
        "title": "Community safety: annual report to the scrutiny committee",
        "sections": sections(),
        "identity": Identity("Quayshire Council", logo_png=logo(), logo_alt="Ten beads in a ring"),
        "dated": "2021-02-11",
        "subtitle": "What partners did in 2020, what changed and what is not known",
        "author": "Quayshire Community Safety Partnership",
        "subject": "Annual report on community safety in Quayshire, 2020",
        "marking": "OFFICIAL",
        "base_url": "https://safety.quayshire.example",
        "opening": (
            Note(NoteKind.SYNTHETIC, text("Quayshire does not exist. Names and numbers are invented.")),
        ),
        **changes,
    }
    return Document(**parts)  # type: ignore[arg-type]


@cache
def printed(fmt: str) -> bytes:
    """The sample in one format, made once for all tests."""
    return render(document(), fmt)


def words_of(made: Document) -> Iterator[str]:
    """Everything a reader should find in any format, furniture apart."""
    yield from (made.title, made.subtitle, made.marking, made.identity.name)
    for block in made.opening:
        yield from _block_words(block)
    waiting = list(made.sections)
    while waiting:
        section = waiting.pop()
        yield f"{section.number} {section.heading}"
        for block in section.blocks:
            yield from _block_words(block)
        waiting.extend(section.sections)


def _block_words(block: Block) -> Iterator[str]:
    yield from (plain((inline,)) for inline in block_inlines(block))
    if isinstance(block, Paragraph):
        yield block.number
    if isinstance(block, Note):
        yield block.title
    if isinstance(block, Facts):
        yield from (fact.name for fact in block.facts)
    if isinstance(block, Chart):
        yield from (block.title, block.subtitle, *block.notes)
    if isinstance(block, Chart | Table):
        table = block.table if isinstance(block, Chart) else block
        yield from (table.caption, table.source, *table.notes)
        yield from (word for column in table.columns for word in (column.heading, column.group))


def hostile() -> str:
    """Text that would break a careless printer in any of the four formats."""
    return r"#import $x$ *bold* _it_ `raw` \n \ <label> @ref // /* <script>alert(1)</script> &amp; \"'% {{x}} ]] #{panic()} ŵŷ"


def inline_hostile() -> tuple[Inline, ...]:
    return (Text(hostile()), Strong(hostile()), Link(hostile(), "javascript:alert(1)"))


def hostile_document() -> Document:
    """Hostile words wherever words may stand."""
    bad = hostile()
    table = Table(
        bad,
        (Column(bad), Column(bad, CellKind.NUMBER, bad)),
        (Row((inline_hostile(), text(bad))),),
        bad,
        (bad, bad),
    )
    chart = quarter_bars(
        id='x" onload="alert(1)',
        title=bad,
        subtitle=bad,
        series=Series(bad, (Reading(bad, 3, bad),)),
        measure=bad,
    )
    blocks = (
        Paragraph(inline_hostile(), bad, bad),
        Bullets((inline_hostile(),)),
        Note(NoteKind.FLAG, text(bad), bad),
        Facts((Fact(bad, text(bad)),)),
        table,
        chart,
    )
    return document(
        title=bad, subtitle=bad, marking=bad, author=bad, subject=bad, sections=(Section(bad, blocks, number=bad), Section(bad, (Paragraph(text(bad)),))),
        identity=Identity(bad, logo_png=logo(), logo_alt=bad), base_url="https://safety.example",
    )  # fmt: skip
