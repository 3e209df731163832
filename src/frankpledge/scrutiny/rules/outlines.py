"""The sections of a report for one year: present, nothing to report, or omitted, each with its reason. Pure.

An outline is `[[section]]` tables (code, heading and, if need be, required, from, until, every, starting, nothing, content,
because), or a whole report of `docs/reference/report-format.md` with its `[[outline]]` and the sections it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from frankpledge.kernel.dates import Period, short_date
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.results import Caution, WarningCode

PRESENT, NOTHING, OMITTED = "present", "nothing_to_report", "omitted"


@dataclass(frozen=True)
class SectionStanding:
    """One section of the year's report. `is_missing`: the outline requires it and nothing is there."""

    code: str
    heading: str
    status: str
    reason: str
    is_missing: bool = False


def standings(values: Mapping[str, object], year: int, file: str) -> tuple[SectionStanding, ...]:
    """Every section of an outline for a year (the year in which a financial year begins). Raises `Unusable`."""
    outline = values.get("outline")
    sections = values.get("section")
    listed = outline if isinstance(outline, list) else sections
    if not isinstance(listed, list) or not listed:
        raise Unusable(
            Problem("outline", "there is no [[section]] or [[outline]].", "Name the sections in order.", file)
        )
    own = _by_code(sections) if isinstance(outline, list) and isinstance(sections, list) else {}
    made, seen = [], set[str]()
    for n, entry in enumerate(listed, start=1):
        if not isinstance(entry, dict) or not entry.get("code") or not entry.get("heading"):
            raise Unusable(
                Problem(
                    "outline", "a section needs code and heading.", "Write both.", file, column=f"section {n}"
                )
            )
        code = str(entry["code"])
        if code in seen:
            raise Unusable(
                Problem(
                    "outline",
                    f"the code ‘{code}’ stands twice.",
                    "Give each section its own.",
                    file,
                    column=f"section {n}",
                )
            )
        seen.add(code)
        section = own.get(code) if isinstance(outline, list) else entry
        made.append(_standing(entry, section, year, file, is_report=isinstance(outline, list)))
    return tuple(made)


def _by_code(sections: list[object]) -> dict[str, Mapping[str, object]]:
    return {str(one.get("code")): one for one in sections if isinstance(one, dict)}


def _standing(
    entry: Mapping[str, object],
    section: Mapping[str, object] | None,
    year: int,
    file: str,
    *,
    is_report: bool,
) -> SectionStanding:
    code, heading = str(entry["code"]), str(entry["heading"])
    required = entry.get("required", True) is not False
    if reason := _not_of_year(entry, year, file):
        return SectionStanding(code, heading, OMITTED, reason)
    because = str(entry.get("because") or "")
    if section is None:
        said = (
            "The outline requires it, and nothing is written for it."
            if required
            else "The outline does not require it, and nothing is written for it."
        )
        return SectionStanding(code, heading, OMITTED, because or said, required)
    if section.get("omit") is True:
        said = because or "The outline leaves it out."
        return SectionStanding(code, heading, OMITTED, said, required and not because)
    blocks = section.get("block")
    if (is_report and not blocks) or section.get("content") is False or ("nothing" in section and not blocks):
        nothing = str(section.get("nothing") or because or "Nothing is recorded for it.")
        return SectionStanding(code, heading, NOTHING, nothing)
    return SectionStanding(
        code, heading, PRESENT, because or ("The outline requires it." if required else "It has content.")
    )


def _not_of_year(entry: Mapping[str, object], year: int, file: str) -> str:
    """Why a section does not belong to a year's report; empty where it does."""
    first, last = _year(entry, "from", file), _year(entry, "until", file)
    if first is not None and year < first:
        return f"It starts with the report for {first}."
    if last is not None and year > last:
        return f"Its last report was for {last}."
    every, starting = _year(entry, "every", file), _year(entry, "starting", file)
    if every is not None and every > 1:
        start = starting if starting is not None else first if first is not None else year
        if (year - start) % every:
            return f"It comes every {every} years, counted from {start}."
    return ""


def _year(entry: Mapping[str, object], name: str, file: str) -> int | None:
    value = entry.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not str(value)[:4].isdigit():
        raise Unusable(
            Problem(
                "outline",
                f"‘{name}’ is no year or number.",
                "Write 2021 or 3.",
                file,
                column=str(entry.get("code")),
                value=str(value),
            )
        )
    return int(str(value)[:4])


Warn = Callable[[WarningCode, str, str], None]


# What a report says of itself --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meta:
    """When a report goes to its committee, what it covers and what it compares."""

    meeting: Period | None
    covers: Period
    compares: tuple[Period, ...]


def check_meta(meta: Meta) -> tuple[Caution, ...]:
    """What does not fit: a report of a year that has not ended, a comparison of other years, or of unequal lengths."""
    found: list[Caution] = []

    def warn(code: WarningCode, where: str, text: str) -> None:
        found.append(Caution(code, where, text))

    if meta.meeting is None:
        warn(
            WarningCode.DATE,
            "meeting",
            "The day of the meeting is not known, so it cannot be told whether the year has ended by then.",
        )
    else:
        _against_meeting(meta, meta.meeting, warn)
    if not meta.compares:
        warn(WarningCode.BASE, "compares_with", "Nothing is compared, so no change can be stated.")
    periods = sorted(meta.compares, key=lambda one: one.starts_on)
    for earlier, later in pairwise(periods):
        if earlier.overlaps(later):
            warn(
                WarningCode.OVERLAP,
                "compares_with",
                f"{earlier} and {later} overlap, so their counts share events.",
            )
    newest = periods[-1] if periods else None
    if newest is not None:
        _against_comparison(meta, newest, periods, warn)
    return tuple(found)


def _against_meeting(meta: Meta, meeting: Period, warn: Warn) -> None:
    ends = meta.covers.ends_on or date.max
    if meta.covers.starts_on > (meeting.ends_on or meeting.starts_on):
        warn(WarningCode.PERIOD, "covers", f"It covers {meta.covers}, which begins after the meeting.")
    elif ends >= meeting.starts_on:
        sure = ends >= (meeting.ends_on or meeting.starts_on)
        may = "has not ended by the meeting" if sure else "may not have ended by the meeting"
        warn(
            WarningCode.PERIOD,
            "covers",
            f"{meta.covers} ends on {short_date(ends)} and {may}: the report is of part of it.",
        )
    elif (meeting.starts_on - ends).days > 365:
        warn(WarningCode.PERIOD, "covers", f"{meta.covers} ended more than a year before the meeting.")
    for one in meta.compares:
        if one.ends_on is not None and one.ends_on >= meeting.starts_on:
            warn(
                WarningCode.COVERAGE,
                "compares_with",
                f"{one} has not ended before the meeting, so its counts are not complete.",
            )


def _against_comparison(meta: Meta, newest: Period, periods: list[Period], warn: Warn) -> None:
    if len(periods) == 1:
        if newest.overlaps(meta.covers):
            warn(
                WarningCode.OVERLAP,
                "compares_with",
                f"{newest} overlaps {meta.covers}, so a change would compare a period with itself.",
            )
        pair = (newest, meta.covers)
    else:
        if not _within(newest, meta.covers):
            warn(
                WarningCode.PERIOD,
                "compares_with",
                f"The report covers {meta.covers} and compares up to {newest}: these are not the same months.",
            )
        pair = (periods[-2], newest)
    old, new = pair
    if old.ends_on and new.ends_on and old.days != new.days:
        text = f"{old} has {old.days} days and {new} has {new.days}: compare counts per day, or say so."
        warn(WarningCode.BASE, "compares_with", text)
    if old.ends_on and not old.overlaps(new) and (new.starts_on - old.ends_on).days != 1:
        warn(WarningCode.PERIOD, "compares_with", f"{old} is not the period just before {new}.")


def _within(inner: Period, outer: Period) -> bool:
    return inner == outer or (
        inner.ends_on is not None and inner.starts_on in outer and inner.ends_on in outer
    )
