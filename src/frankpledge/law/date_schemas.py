"""JSON Schemas (draft 2020-12) of what the `dates` commands take and give."""

from __future__ import annotations

from collections.abc import Sequence

from frankpledge.kernel.calendars import Nation
from frankpledge.kernel.dates import WEEKDAYS
from frankpledge.kernel.legal_dates import Roll, Wording
from frankpledge.kernel.results import WarningCode
from frankpledge.kernel.written_dates import Standing

Schema = dict[str, object]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _object(properties: Schema, required: Sequence[str] | None = None, description: str = "") -> Schema:
    shape: Schema = {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
    }
    return {**shape, "description": description} if description else shape


def _text(description: str, *, null: bool = False) -> Schema:
    return {"type": ["string", "null"] if null else "string", "description": description}


def _whole(description: str, **limits: object) -> Schema:
    return {"type": "integer", "description": description, **limits}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _choice(values: Sequence[str], description: str, default: str | None = None) -> Schema:
    shape: Schema = {"enum": [str(value) for value in values], "description": description}
    return shape if default is None else {**shape, "default": default}


def _flag(description: str, *, null: bool = False) -> Schema:
    return {"type": ["boolean", "null"] if null else "boolean", "description": description}


def _or_range(one: Schema, description: str) -> Schema:
    """An exact answer, or the earliest and latest one for an imprecise date."""
    return {"anyOf": [one, _object({"from": one, "to": one})], "description": description}


PARTIAL: Schema = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {
    "type": "string",
    "description": "to the minute, London time with its offset: 2026-03-29T11:00+01:00",
}
WEEKDAY: Schema = {"enum": [*WEEKDAYS, None], "description": "of the day answered; null for a range"}
FROM: Schema = {
    **PARTIAL,
    "description": "--from D: YYYY, YYYY-MM or YYYY-MM-DD; an imprecise date gives a range",
}
NON_WORKING = _flag(
    "whether the day answered is no working day; null for a range and before bank holidays are known",
    null=True,
)
CORRESPONDING = _flag("whether the month in which the period ends has the day of the number that it starts from; null where that is "
                      "no question", null=True)  # fmt: skip
CALENDAR: Schema = {
    "nation": _choice(tuple(Nation), "--nation: whose bank holidays count", str(Nation.ENGLAND_AND_WALES)),
    "holidays": _text("--holidays FILE: a file in the shape of GOV.UK's bank-holidays.json, whole or one division; it "
                      "goes before our own list in the years it holds, and later years are projected"),
}  # fmt: skip
PERIOD: Schema = {
    "from": FROM,
    "n": _whole("--n N: how many; at least 1 with beginning-with", minimum=0, maximum=100_000),
    "wording": _choice(tuple(Wording), "--wording: ‘after’ D, beginning with the ‘day-after’ D, ‘beginning-with’ D (D counts), at "
                       "least so many ‘before’ D", str(Wording.AFTER)),
    "roll": _choice(tuple(Roll), "--roll: only where the instrument says so", str(Roll.NONE)),
    **CALENDAR,
}  # fmt: skip
HOLIDAY = _object(
    {
        "on": DAY,
        "name": _text("as GOV.UK names it; names of several parts of the United Kingdom are joined by ;"),
        "projected": _flag("the year is beyond the published list"),
        "substitute": _flag("kept on this day because the holiday's own is a Saturday or Sunday"),
    }
)


def _input(name: str, properties: Schema, required: Sequence[str], **more: object) -> Schema:
    title = f"dates {name}: what it takes on the command line"
    return {"$schema": DRAFT, "title": title, **_object(properties, required), **more}


def _output(
    name: str, verdicts: Sequence[str], extra: Schema, values: str, optional: Sequence[str] = ()
) -> Schema:
    caution = _object(
        {
            "code": _choice(tuple(WarningCode), "a published warning code"),
            "where": _text("the argument or key"),
            "text": _text("in words"),
        }
    )
    reason = _object({"clause": _text("the rule and its source"), "working": _text("in words")})
    common: Schema = {
        "verdict": _choice(verdicts, "range when the date given was imprecise"),
        "values": {"type": "object", "description": f"what was asked: {values}"},
        "reasons": _list(reason, "how the answer came about"),
        "warnings": _list(caution, "what to mind"),
        "method": _text("the method used"),
    }
    shape = _object({**common, **extra}, [key for key in (*common, *extra) if key not in optional])
    return {"$schema": DRAFT, "title": f"dates {name}: what it gives", **shape}


def _pair(taken: Schema, given: Schema) -> Schema:
    return {"input": taken, "output": given}


EXACT = ("exact", "range")
LAST: Schema = {"last_day": _or_range(DAY, "the last day"), "weekday": WEEKDAY, "non_working": NON_WORKING}
COUNTED: Schema = {
    **LAST,
    "corresponding": CORRESPONDING,
    "counted_day": {
        "anyOf": [_or_range(DAY, "before it was moved"), {"type": "null"}],
        "description": "the day before --roll moved it, or null",
    },
}
HOURS: Schema = {
    "end": _or_range(MOMENT, "the end of the period"),
    "weekday": WEEKDAY,
    "non_working": NON_WORKING,
    "corresponding": CORRESPONDING,
    "counted_end": _text("the end before --roll moved it, or null", null=True),
}
EXCLUDE: Schema = _text(
    "--exclude: weekdays and holiday with commas between; left out of the count, not moved off"
)
COUNTS: Schema = {
    "label": _text("2019/20, or 2019/20 Q1 for a quarter"),
    "from": DAY,
    "to": DAY,
    "days": _whole("how many days"),
    "holidays": _whole("how many bank holidays"),
    "working_days": _whole("how many working days"),
}
SCHOOL: Schema = _object(
    {
        "open": _list(
            {"type": "array", "items": DAY, "minItems": 2, "maxItems": 2}, "terms, first and last day"
        ),
        "closed": {
            "type": "array",
            "items": {"anyOf": [DAY, {"type": "array", "items": DAY, "minItems": 2, "maxItems": 2}]},
            "description": "days, or pairs of a first and last day",
        },
        "starts": _text("when a school day starts, London time: 08:50; without it only the day is answered"),
    },
    ["open"],
    "CAL.json",
)
WRITTEN: Schema = {
    "date": {
        "anyOf": [PARTIAL, {"type": "null"}],
        "description": "the date meant, also where its weekday is wrong; null where it cannot be told",
    },
    "ok": _flag("one date is meant, it exists, its weekday fits and its year is one of those given"),
    "weekday": {"enum": [*WEEKDAYS, None], "description": "of the date, by the calendar"},
    "candidates": _list(
        DAY,
        "the days that may be meant, day before month first, at most 50; with a wrong weekday, days of other years that fit it",
    ),
}


def _period(name: str, extra: Schema) -> Schema:
    return _pair(
        _input(name, PERIOD, ["from", "n"]), _output(name, EXACT, extra, "from, n, wording, roll, nation")
    )


def _hours() -> Schema:
    moment = _text(
        "--from: a moment, London time unless it has an offset; a day, month or year gives a range"
    )
    return _pair(
        _input("hours", {**PERIOD, "from": moment}, ["from", "n"]),
        _output("hours", EXACT, HOURS, "from, n, wording, roll, nation"),
    )


def _working_days() -> Schema:
    n = _whole("--n N: how many; below 0 counts back", minimum=-100_000, maximum=100_000)
    taken: Schema = {
        "from": FROM,
        "n": n,
        "to": {**PARTIAL, "description": "--to D2: is counted"},
        **CALENDAR,
    }
    count = _or_range(
        _whole("below 0 when D2 is earlier"), "with --to: working days after D up to and with D2"
    )
    return _pair(
        _input("working-days", taken, ["from"], oneOf=[{"required": ["n"]}, {"required": ["to"]}]),
        _output("working-days", EXACT, {**LAST, "count": count}, "from, n or to, nation", [*LAST, "count"]),
    )


def _clear_days() -> Schema:
    n = _whole(
        "--n N: how many; below 0 counts back, as from a meeting to its notice",
        minimum=-100_000,
        maximum=100_000,
    )
    extra: Schema = {
        **LAST,
        "nearest": {"type": ["string", "null"], "description": "the clear day nearest to D"},
        "furthest": {"type": ["string", "null"], "description": "the clear day furthest from D"},
    }
    return _pair(
        _input("clear-days", {"from": FROM, "n": n, "exclude": EXCLUDE, **CALENDAR}, ["from", "n"]),
        _output("clear-days", EXACT, extra, "from, n, exclude, nation"),
    )


def _holidays() -> Schema:
    year = _whole("argument YEAR", minimum=1978, maximum=9998)
    extra: Schema = {"holidays": _list(HOLIDAY, "in order, one for each day")}
    return _pair(
        _input("holidays", {"year": year, **CALENDAR}, ["year"]),
        _output("holidays", ("computed", "listed", "projected"), extra, "year, nation"),
    )


def _easter() -> Schema:
    year = _whole("argument YEAR", minimum=1753, maximum=9999)
    extra: Schema = {"on": DAY, "good_friday": DAY, "easter_monday": DAY}
    return _pair(_input("easter", {"year": year}, ["year"]), _output("easter", ("computed",), extra, "year"))


def _year() -> Schema:
    extra: Schema = {
        **COUNTS,
        "quarters": _list(_object(COUNTS), "April to June first"),
        "holiday_days": _list(HOLIDAY, "the bank holidays of the year"),
    }
    return _pair(
        _input("year", {"year": _text("argument YEAR, such as 2019/20"), **CALENDAR}, ["year"]),
        _output("year", ("computed", "projected"), extra, "year, nation"),
    )


def _quarter() -> Schema:
    extra: Schema = {
        "label": _or_range(_text("2023/24 Q4"), "the quarter, or the first and last that it may be"),
        "from": DAY,
        "to": DAY,
    }
    return _pair(
        _input("quarter", {"day": {**PARTIAL, "description": "argument D"}}, ["day"]),
        _output("quarter", EXACT, extra, "day"),
    )


def _school_day() -> Schema:
    at = _text("--at DATETIME: London time unless it has an offset; a day without a time gives a range")
    one: Schema = {"type": ["string", "null"]}
    extra: Schema = {
        "before": _or_range(
            one,
            "the start of the next school day; only its day where starts is not given; null when not covered",
        ),
        "ambiguous": _list(DAY, "days that the calendar does not settle; why stands in the warnings"),
        "covered": _flag("the calendar reaches from the moment to the next school day"),
    }
    return _pair(
        _input("school-day", {"file": SCHOOL, "at": at, **CALENDAR}, ["file", "at"]),
        _output("school-day", ("exact", "range", "doubtful", "not_covered"), extra, "at, nation"),
    )


def _parse() -> Schema:
    found = _object(
        {"text": _text("as written"), "at": _whole("the character it starts at, from 0"), **WRITTEN}
    )
    return _pair(
        _input(
            "parse",
            {"text": _text("argument TEXT"), "years": _text("--years A-B: the years that may be meant")},
            ["text"],
        ),
        _output(
            "parse",
            (*Standing, "no_date"),
            {**WRITTEN, "found": _list(found, "every date of the text")},
            "text, years",
        ),
    )


SCHEMAS: dict[str, Schema] = {
    "dates months": _period("months", COUNTED),
    "dates days": _period("days", COUNTED),
    "dates hours": _hours(),
    "dates working-days": _working_days(),
    "dates clear-days": _clear_days(),
    "dates holidays": _holidays(),
    "dates easter": _easter(),
    "dates year": _year(),
    "dates quarter": _quarter(),
    "dates school-day": _school_day(),
    "dates parse": _parse(),
}
