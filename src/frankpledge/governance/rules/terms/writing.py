"""Terms of reference as TOML: the values of a version, and a file rewritten in place so that its comments stay."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from frankpledge.governance.rules.terms import constitution as c
from frankpledge.governance.rules.terms.reading import TOP, terms_of
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.problems import Problem, Unusable
from frankpledge.kernel.toml_files import TomlTable, read_text

Table = dict[str, object]
NAMED_BY = ("slug", "scope", "title", "route", "phase", "kind")
HEADER = re.compile(r"\s*(\[{1,2})\s*([A-Za-z0-9_.-]+)\s*\]{1,2}\s*(#.*)?$")


def values_of(terms: c.Constitution) -> Table:
    """Every table of a file that says what these terms say. Defaults and silences are left out."""
    made: Table = {"terms": _head(terms)}
    for name, rows in _arrays(terms).items():
        if rows:
            made[name] = rows
    for name, table in _tables(terms).items():
        if table is not None:
            made[name] = table
    if terms.footnotes:
        made["footnotes"] = list(terms.footnotes)
    return {key: made[key] for key in TOP if key in made}


def _head(terms: c.Constitution) -> Table:
    return _kept(
        body=terms.body,
        label=terms.label,
        nation=terms.nation,
        basis="" if terms.basis == "actual" else terms.basis,
        status="" if terms.status == "active" else terms.status,
        kind="" if terms.kind == "partnership" else terms.kind,
        dated=terms.dated.iso() if terms.dated else None,
        starts_on=terms.period.starts_on,
        ends_on=terms.period.ends_on,
        source=terms.source,
        note=terms.note,
        several_heads=terms.several_heads,
        is_public=terms.is_public,
    )


def _kept(**values: object) -> Table:
    """The values that say something: no None, no empty text or list."""
    return {
        key: _plain(value) for key, value in values.items() if value is not None and value not in ("", ())
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.iso() if isinstance(value, PartialDate) else value


def _threshold(one: c.Threshold | None) -> Table:
    if one is None:
        return {}
    amount: object = _share(one.value) if one.is_share else int(one.value)
    return _kept(
        **{
            "more_than" if one.is_strict else "at_least": amount,
            "rounding": one.rounding,
            "minimum": one.minimum,
        }
    )


def _share(value: Fraction) -> str:
    return "all" if value == 1 else f"{value.numerator}/{value.denominator}"


def _test(test: c.Test | None) -> Table | None:
    if test is None:
        return None
    if isinstance(test, c.Together):
        if not test.tests:
            return _kept(none=True, clause=test.clause)
        return _kept(
            **{
                "clause": test.clause,
                "all_of" if test.every else "any_of": [_test(one) for one in test.tests],
            }
        )
    if isinstance(test, c.IncludesTest):
        return _kept(includes=test.who, deputy_ok=test.deputy_ok, clause=test.clause)
    if isinstance(test, c.NotFewerTest):
        count = "" if test.unit == "people" else test.unit
        return _kept(
            **{"class": test.member_class, "not_fewer_than": test.than, "count": count, "clause": test.clause}
        )
    count, of = ("" if test.unit == "seats" else test.unit), ("" if test.of == "all" else test.of)
    return {
        **_threshold(test.threshold),
        **_kept(**{"count": count, "of": of, "class": test.member_class, "clause": test.clause}),
    }


def _decision(one: c.DecisionRule) -> Table:
    return {
        **_kept(scope="" if one.scope == "ordinary" else one.scope),
        **_threshold(one.threshold),
        **_kept(
            base=one.base,
            abstention=one.abstention,
            all_present=one.all_present or None,
            consensus_first=one.consensus_first or None,
            reserved=one.is_reserved or None,
            secret=one.is_secret,
            by_name=one.is_by_name or None,
            clause=one.clause,
        ),
    }


def _arrays(terms: c.Constitution) -> dict[str, list[Table]]:
    return {
        "capacity": [
            _kept(slug=o.slug, title=o.title, instrument=o.instrument, clause=o.clause, quorum=_test(o.quorum),
                  decision=tuple(_decision(d) for d in o.decisions))
            for o in terms.capacities
        ],
        "class": [
            {**_kept(slug=o.slug, title=o.title, can_vote=o.can_vote, counts_to_quorum=o.counts_to_quorum,
                     fewest=o.minimum, most=o.maximum), **_threshold(o.share), **_kept(clause=o.clause)}
            for o in terms.classes
        ],
        "seat": [_seat(one) for one in terms.seats],
        "office": [
            _kept(slug=o.slug, title=o.title, method=o.method, seat=o.seat, seats=o.seats,
                  rotates_from=o.rotates_from, from_class=o.from_class,
                  elected_at=o.elected_at, elect_within_days=o.elect_within_days, term_months=o.term_months,
                  most_terms=o.most_terms, not_same_organisation_as=o.not_same_organisation_as, vacancy=o.vacancy,
                  absence=o.absence, removal=o.removal, removed_by=o.removed_by, clause=o.clause)
            for o in terms.offices
        ],
        "decision": [_decision(one) for one in terms.decisions],
        "notice": [_kept(kind=o.kind, **_deadline(o.before), clause=o.clause) for o in terms.notices],
        "frequency": [_frequency(one) for one in terms.frequencies],
        "outside": [
            {**_kept(route=o.route, who=o.who[0] if len(o.who) == 1 else o.who),
             **(_deadline(o.response, "response_") if o.response else {}), **_threshold(o.responses),
             **_kept(report_to_next=o.report_to_next, scopes=o.scopes, ratified_by_next=o.ratified_by_next,
                     clause=o.clause)}
            for o in terms.outside
        ],
        "subgroup": [
            {**_kept(slug=o.slug, name=o.name, parent=o.parent, reserved=o.reserved, reports_to=o.reports_to,
                     ends_on=o.ends_on, clause=o.clause), **({} if o.powers is None else {"powers": list(o.powers)})}
            for o in terms.subgroups
        ],
        "duty": [
            _kept(title=o.title, code=o.code, cites=o.cites, strength="" if o.strength == "statutory" else o.strength,
                  clause=o.clause)
            for o in terms.duties
        ],
        "clause": [_kept(slug=o.slug, heading=o.heading, text=o.text) for o in terms.clauses],
    }  # fmt: skip


def _seat(o: c.Seat) -> Table:
    alone = len(o.organisations) == 1
    named = o.organisations[0] if alone and o.organisations[0] != o.name else ""
    starts = o.period.starts_on if o.period and o.period.starts_on.year > 1900 else None
    return _kept(
        **{
            "slug": o.slug, "name": o.name, "organisation": named, "organisations": () if alone else o.organisations,
            "class": o.member_class, "kind": o.kind, "votes": None if o.votes == 1 else o.votes,
            "places": None if o.places == 1 else o.places, "office": o.office, "is_senior": o.is_senior,
            "joint_attendance": o.joint_attendance, "heads": o.heads, "starts_on": starts,
            "ends_on": o.period.ends_on if o.period else None, "clause": o.clause,
        }
    )  # fmt: skip


def _deadline(one: c.Deadline, before: str = "") -> Table:
    return _kept(
        **{f"{before}days": one.days, f"{before}days_are": "" if one.days_are == "calendar" else one.days_are}
    )


def _frequency(o: c.Frequency) -> Table:
    return _kept(
        phase=o.phase, kind="" if o.kind == "ordinary" else o.kind, at_least=o.at_least, every=o.every,
        every_weeks=o.every_weeks, months=o.months, windows=o.windows, event=o.event, within_days=o.within_days,
        reading=o.reading, clause=o.clause,
    )  # fmt: skip


def _standing(o: c.Standing | None) -> Table | None:
    if o is None:
        return None
    return _kept(
        allowed=o.allowed, counts_to_quorum=o.counts_to_quorum, may_vote=o.may_vote, named_only=o.named_only,
        most_absences=o.most_absences, clause=o.clause,
    )  # fmt: skip


def _casting(o: c.CastingVote | None) -> Table | None:
    kind = "" if o is None or o.kind == "second-or-casting" else o.kind
    return None if o is None else _kept(holder=o.holder, kind=kind, passes=o.passes, clause=o.clause)


def _several_seats(o: c.SeveralSeats | None) -> Table | None:
    return None if o is None else _kept(votes_once=o.votes_once, counts_once=o.counts_once, clause=o.clause)


def _interests(o: c.Interests | None) -> Table | None:
    if o is None:
        return None
    return _kept(declare=o.declare, withdraw=o.withdraw, counts_to_quorum=o.counts_to_quorum, clause=o.clause)


def _papers(o: c.Papers | None) -> Table | None:
    if o is None:
        return None
    floor = _deadline(o.floor, "floor_") if o.floor else {}
    leave = _kept(leave_of=o.leave_of, only_urgent=o.only_urgent or None, clause=o.clause)
    return {**_deadline(o.before), **floor, **leave}


def _dates(o: c.Dates | None) -> Table | None:
    return (
        None
        if o is None
        else _kept(months_ahead=o.months_ahead, counted_from=o.counted_from, clause=o.clause)
    )


def _requisition(o: c.Requisition | None) -> Table | None:
    if o is None:
        return None
    of = "" if o.of == "in_post" else o.of
    return {**_threshold(o.threshold), **_kept(of=of, within_days=o.within_days, clause=o.clause)}


def _review(o: c.Review | None) -> Table | None:
    if o is None:
        return None
    return _kept(
        every_months=o.every_months, on_events=o.on_events, approved_by=o.approved_by, clause=o.clause
    )


def _tables(terms: c.Constitution) -> dict[str, Table | None]:
    return {
        "quorum": _test(terms.quorum),
        "casting_vote": _casting(terms.casting),
        "deputies": _standing(terms.deputies),
        "officers": _standing(terms.officers),
        "remote": _standing(terms.remote),
        "joint": _kept(counts_as=terms.joint_counts_as, clause=terms.joint_clause) or None,
        "several_seats": _several_seats(terms.several_seats),
        "presiding": None
        if terms.presiding is None
        else {"order": list(terms.presiding.order), **_kept(clause=terms.presiding.clause)},
        "interests": _interests(terms.interests),
        "inquorate": _kept(then=terms.inquorate, clause=terms.inquorate_clause) or None,
        "papers": _papers(terms.papers),
        "dates": _dates(terms.dates),
        "requisition": _requisition(terms.requisition),
        "review": _review(terms.review),
        "precedence": None
        if terms.precedence is None
        else {"order": list(terms.precedence), **_kept(clause=terms.precedence_clause)},
    }


def as_toml(terms: c.Constitution) -> str:
    """A new file that says what these terms say."""
    values = values_of(terms)
    # A bare key stands before the first table, or it would belong to one.
    bare = [f"{key} = {_literal(one)}" for key, one in values.items() if not _is_table(one)]
    blocks = [_block(key, one) for key, one in values.items() if _is_table(one)]
    return "\n\n".join([*(["\n".join(bare)] if bare else []), *blocks]) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _block(name: str, value: object) -> str:
    if isinstance(value, list):
        return "\n\n".join(_one_block(f"[[{name}]]", name, one) for one in value)
    return _one_block(f"[{name}]", name, value)


def _one_block(header: str, name: str, value: object) -> str:
    table = value if isinstance(value, dict) else {}
    lines = [header, *(f"{key} = {_literal(one)}" for key, one in table.items() if not _is_table(one))]
    inner = [_block(f"{name}.{key}", one) for key, one in table.items() if _is_table(one)]
    return "\n\n".join(["\n".join(lines), *inner])


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_literal(one) for one in value)}]"
    # A JSON string is a TOML basic string, save for DEL, which JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass
class _Part:
    """The lines of one table of a file, its header first; the lines before it are its own comments."""

    name: str
    lines: list[str] = field(default_factory=list)


def rewritten(text: str, terms: c.Constitution) -> str:
    """The file changed so that it says what these terms say; comments and order stay wherever their table stays.

    Only what differs is touched. A quorum of several tests or a capacity's own rules are written anew when they change.
    Raises `Unusable` rather than give a file that does not read back as these terms.
    """
    old, new = values_of(terms_of(TomlTable("", tomllib.loads(text)))), values_of(terms)
    made = _changed(text, old, new)
    if values_of(terms_of(TomlTable("", tomllib.loads(made)))) != new:
        raise _not_rewritten()
    return made


def with_values(text: str, values: Table) -> str:
    """The file changed so that it holds these values, as they would be parsed; comments stay wherever their table stays.

    The values may hold mistakes: this is for a file that is still being written. Raises `Unusable` for a text that is no
    TOML, and rather than give one that does not read back as these values.
    """
    old = dict(read_text(text, "").values)
    if old == values:
        return text
    made = _changed(text, old, values)
    try:
        reads_back = tomllib.loads(made) == values
    except tomllib.TOMLDecodeError:
        reads_back = False
    if not reads_back:
        raise _not_rewritten()
    return made


def _not_rewritten() -> Unusable:
    return Unusable(
        Problem(
            "not-rewritten",
            "The file cannot be changed in place.",
            "Change it as a file, or write it anew; its comments will be lost.",
        )
    )


def _changed(text: str, old: Table, new: Table) -> str:
    parts = _parts(text)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            parts = _with(parts, name, old.get(name), new.get(name))
    return "\n".join(line for part in parts for line in part.lines).rstrip() + "\n"


def _parts(text: str) -> list[_Part]:
    """The tables of a file in order. Comments that stand right above a header go with it."""
    parts = [_Part("")]
    for line in text.split("\n"):
        found = HEADER.match(line)
        if found:
            above: list[str] = []
            while parts[-1].lines and parts[-1].lines[-1].lstrip().startswith("#"):
                above.insert(0, parts[-1].lines.pop())
            parts.append(_Part(found[2], above))
        parts[-1].lines.append(line)
    return parts


def _with(parts: list[_Part], name: str, old: object, new: object) -> list[_Part]:
    """The parts with one top-level name changed."""
    nested = (
        any(part.name.startswith(f"{name}.") for part in parts) or _holds_tables(new) or _holds_tables(old)
    )
    if not _is_table(old if old is not None else new):
        return _with_bare(parts, name, new)
    mine = [part for part in parts if part.name == name]
    if old is not None and not mine:
        # It stands in one line, as a table within braces: it is written anew as a table of its own.
        return _replaced(_without_bare(parts, name), name, new)
    if name == "quorum" and isinstance(old, dict) and isinstance(new, dict) and set(old) != set(new):
        # Another kind of test may not keep the keys of the one before, not even those that said a default.
        nested = True
    if old is None or new is None or nested:
        return _replaced(parts, name, new)
    if isinstance(old, list) and isinstance(new, list):
        return _with_rows(parts, name, mine, old, new)
    if isinstance(old, dict) and isinstance(new, dict):
        _edit(mine[0], old, new)
    return parts


def _holds_tables(value: object) -> bool:
    rows = value if isinstance(value, list) else [value]
    return any(isinstance(row, dict) and any(_is_table(one) for one in row.values()) for row in rows)


def _with_bare(parts: list[_Part], name: str, new: object) -> list[_Part]:
    kept = _without_bare(parts, name)
    if new is not None:
        kept[0].lines = [*kept[0].lines, f"{name} = {_literal(new)}", ""]
    return kept


def _without_bare(parts: list[_Part], name: str) -> list[_Part]:
    """The parts without a key that stands before the first table, over however many lines its value runs."""
    lines = parts[0].lines
    at = next((n for n, line in enumerate(lines) if re.match(rf"\s*{name}\s*=", line)), None)
    if at is not None:
        parts[0].lines = [*lines[:at], *lines[_end_of_value(lines, at) :]]
    return parts


def _replaced(parts: list[_Part], name: str, new: object) -> list[_Part]:
    """All tables of a name written anew, where the first of them stood or at the end."""
    mine = [
        number for number, part in enumerate(parts) if part.name == name or part.name.startswith(f"{name}.")
    ]
    fresh = [] if new is None else [_Part(name, ["", *_block(name, new).split("\n"), ""])]
    if not mine:
        return [*parts, *fresh]
    comments = [line for line in parts[mine[0]].lines if line.lstrip().startswith("#")] if fresh else []
    for part in fresh:
        part.lines[1:1] = comments
        header = next((line for line in parts[mine[0]].lines if HEADER.match(line)), "")
        if header and isinstance(new, dict):
            part.lines[1 + len(comments)] = header
    kept = [part for number, part in enumerate(parts) if number not in mine or number == mine[0]]
    place = mine[0]
    return [*kept[:place], *fresh, *kept[place + 1 :]]


def _name_of(row: Mapping[str, object]) -> object:
    return next((row[key] for key in NAMED_BY if key in row), "")


def _with_rows(
    parts: list[_Part], name: str, mine: list[_Part], old: list[object], new: list[object]
) -> list[_Part]:
    """Rows matched by their own name: changed in place, taken out, or added after the last."""
    before = [
        (_name_of(row), row, part) for row, part in zip(old, mine, strict=True) if isinstance(row, dict)
    ]
    wanted = [row for row in new if isinstance(row, dict)]
    names = [_name_of(row) for row in wanted]
    if len(names) == len(before) and sum(a != b for a, (b, _, _) in zip(names, before, strict=True)) == 1:
        # One row has another name now, and is the same row.
        for (_, row, part), want in zip(before, wanted, strict=True):
            _edit(part, row, want)
        return parts
    if [one for one, _, _ in before if one in names] != [
        one for one in names if one in [b for b, _, _ in before]
    ] or len(set(names)) != len(names):
        return _replaced(parts, name, new)
    known = [one for one, _, _ in before]
    if [one for one in names if one in known] + [one for one in names if one not in known] != names:
        return _replaced(parts, name, new)
    gone = [id(part) for one, _, part in before if one not in names]
    for one, row, part in before:
        if one in names:
            _edit(part, row, wanted[names.index(one)])
    return _added(parts, name, mine, wanted, known, gone)


def _added(
    parts: list[_Part],
    name: str,
    mine: list[_Part],
    wanted: list[Table],
    known: list[object],
    gone: list[int],
) -> list[_Part]:
    last = max(number for number, part in enumerate(parts) if part is mine[-1])
    fresh = [
        _Part(name, [*_one_block(f"[[{name}]]", name, row).split("\n"), ""])
        for row in wanted
        if _name_of(row) not in known
    ]
    if fresh and parts[last].lines and parts[last].lines[-1].strip():
        parts[last].lines.append("")
    placed = [*parts[: last + 1], *fresh, *parts[last + 1 :]]
    return [part for part in placed if id(part) not in gone]


def _edit(part: _Part, old: Table, new: Table) -> None:
    """Change the keys of one table that differ; a comment at the end of a changed line stays."""
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) == new.get(key):
            continue
        at = next((n for n, line in enumerate(part.lines) if re.match(rf"\s*{key}\s*=", line)), None)
        if at is None:
            end = max(
                n for n, line in enumerate(part.lines) if line.strip() and not line.lstrip().startswith("#")
            )
            part.lines.insert(end + 1, f"{key} = {_literal(new[key])}")
            continue
        until = _end_of_value(part.lines, at)
        comment = _comment_of(part.lines[at]) if until == at + 1 else ""
        part.lines[at:until] = [] if key not in new else [f"{key} = {_literal(new[key])}{comment}"]


def _end_of_value(lines: list[str], at: int) -> int:
    """The line after a value that may run over several: the first at which it can be read."""
    for end in range(at + 1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[at:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return at + 1


def _comment_of(line: str) -> str:
    """The comment at the end of a line, with the space before it."""
    for found in re.finditer(r"\s+#", line):
        try:
            tomllib.loads(line[: found.start()])
        except tomllib.TOMLDecodeError:
            continue
        return line[found.start() :]
    return ""
