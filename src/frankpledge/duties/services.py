"""What people record about duties. Each asks its permission and writes the history in its own transaction."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from frankpledge.access.permissions import Permission
from frankpledge.access.policy import require
from frankpledge.audit import api as audit
from frankpledge.directory import api as directory
from frankpledge.duties.evidence import kept_elsewhere
from frankpledge.duties.facts import HELD, STAGES
from frankpledge.duties.models import (
    DutyEntry,
    DutyExcuse,
    DutyFinding,
    DutyScope,
    ElectionPeriod,
    ElectionRelease,
    HorizonItem,
    StatementRelease,
)
from frankpledge.kernel.dates import PartialDate, Period
from frankpledge.kernel.messages import message
from frankpledge.kernel.people import Principal, Subject
from frankpledge.kernel.verdicts import NotFound, Refused
from frankpledge.law import api as law
from frankpledge.law.loading import PLACES
from frankpledge.records.clock import today

Rows = tuple[tuple[str, ...], ...]
MOST_BYTES = 5_000_000
KEY = re.compile(r"^[A-Z]\d{2,3}:[\w/ .:-]{1,100}$")


@dataclass(frozen=True)
class NewEntry:
    """Something that happened. It needs a link, a file or words that say where it is to be seen."""

    kind: str
    on: PartialDate
    label: str
    ref: str = ""
    due_on: date | None = None
    link: str = ""
    file_name: str = ""
    content: bytes | None = None


@dataclass(frozen=True)
class NewHorizon:
    title: str
    stage: str
    library_code: str = ""
    expected: PartialDate | None = None
    link: str = ""
    touches: tuple[str, ...] = ()
    local_practice: str = ""
    prepare: tuple[str, ...] = ()


def _may(partnership: str, by: Principal) -> directory.PartnershipFacts:
    place = directory.partnership(partnership)
    require(by, Permission.DUTY_WRITE, Subject("partnership", place.id, place.slug))
    return place


def known_kinds() -> dict[str, str]:
    """What may be recorded by hand, and what is called so: events that start clocks, and what shows duties done."""
    found: dict[str, str] = {}
    for row in law.library().duties:
        found.setdefault(row.proved_by, row.title)
        if row.clock.event:
            found.setdefault(row.clock.event, row.clock.event.replace("-", " ").capitalize())
    return {kind: words for kind, words in found.items() if kind not in kept_elsewhere()}


@transaction.atomic
def add_entry(partnership: str, new: NewEntry, *, by: Principal) -> UUID:
    """Record that something happened. Raises `Refused` for a kind nobody knows, a day to come, or no place to see it."""
    place = _may(partnership, by)
    if new.kind in kept_elsewhere():
        raise Refused(
            message("That is recorded {where}, and counts from there.", where=kept_elsewhere()[new.kind])
        )
    if new.kind not in known_kinds():
        raise Refused("The law library knows no such event or evidence.")
    is_planned = any(
        row.clock.event == new.kind and row.clock.kind == "before-event" for row in law.library().duties
    )
    if new.on.earliest > today() and not is_planned:
        raise Refused("What has not happened yet is no evidence: give a day that has passed.")
    if not new.label.strip():
        raise Refused("Say what it is and where it can be seen.")
    if new.content is not None and len(new.content) > MOST_BYTES:
        raise Refused("The file is larger than 5 MB: put it where it belongs and give the link.")
    made = DutyEntry.objects.create(
        partnership_id=place.id, kind=new.kind, on=new.on.iso(), label=new.label.strip()[:300], ref=new.ref[:80],
        due_on=new.due_on, link=new.link, file_name=new.file_name[:200], content=new.content,
        file_sha256=hashlib.sha256(new.content).hexdigest() if new.content is not None else "", recorded_by=by.name,
    )  # fmt: skip
    audit.record(
        "duty-entry-made", subject=made.subject(), by=by,
        detail={"kind": made.kind, "on": made.on, "file": made.file_sha256},
    )  # fmt: skip
    return made.id


@transaction.atomic
def withdraw_entry(partnership: str, entry: UUID, because: str, *, by: Principal) -> None:
    """Take back something recorded by hand; it stays in the history with the reason."""
    place = _may(partnership, by)
    row = DutyEntry.objects.filter(partnership_id=place.id, id=entry, withdrawn_on__isnull=True).first()
    if row is None:
        raise NotFound("There is no such entry.")
    if not because.strip():
        raise Refused("Say why it is taken back.")
    row.withdrawn_on, row.withdrawn_because = today(), because.strip()[:300]
    row.save_version(read_version=row.row_version, fields=["withdrawn_on", "withdrawn_because"])
    audit.record(
        "duty-entry-withdrawn", subject=row.subject(), by=by, detail={"because": row.withdrawn_because}
    )


@transaction.atomic
def say_not_done(partnership: str, key: str, because: str, *, by: Principal) -> UUID:
    """Record that somebody looked and an obligation was not done. Raises `Refused` without a reason."""
    place = _may(partnership, by)
    if not KEY.match(key) or key.split(":", maxsplit=1)[0] not in law.duty_codes():
        raise NotFound("There is no such obligation.")
    if not because.strip():
        raise Refused("Say what you found, in a sentence that others can act on.")
    DutyFinding.objects.filter(partnership_id=place.id, key=key, withdrawn_on__isnull=True).update(
        withdrawn_on=today()
    )
    made = DutyFinding.objects.create(
        partnership_id=place.id, key=key, because=because.strip()[:500], found_on=today(), recorded_by=by.name
    )
    audit.record("duty-found-not-done", subject=made.subject(), by=by, detail={"key": key})
    return made.id


@transaction.atomic
def take_back_finding(partnership: str, key: str, *, by: Principal) -> None:
    """Take back that something was not done."""
    place = _may(partnership, by)
    rows = DutyFinding.objects.filter(partnership_id=place.id, key=key, withdrawn_on__isnull=True)
    row = rows.first()
    if row is None:
        raise NotFound("There is no such finding.")
    rows.update(withdrawn_on=today())
    audit.record("duty-finding-taken-back", subject=row.subject(), by=by, detail={"key": key})


@transaction.atomic
def excuse(
    partnership: str, code: str, period: Period, because: str, agreed_by: str, *, by: Principal
) -> UUID:
    """Excuse a duty for a time that ends. Raises `Refused` for one without an end, a reason or a name."""
    place = _may(partnership, by)
    if code not in law.duty_codes():
        raise NotFound("There is no such duty.")
    if period.ends_on is None:
        raise Refused("An excuse ends: give its last day.")
    if not because.strip() or not agreed_by.strip():
        raise Refused("Say why, and who agreed it.")
    made = DutyExcuse.objects.create(
        partnership_id=place.id, code=code, first_day=period.starts_on, last_day=period.ends_on,
        because=because.strip()[:500], agreed_by=agreed_by.strip()[:200], recorded_by=by.name,
    )  # fmt: skip
    audit.record(
        "duty-excused", subject=made.subject(), by=by, detail={"code": code, "until": str(made.last_day)}
    )
    return made.id


@transaction.atomic
def set_scope(partnership: str, code: str, *, applies: bool, because: str, by: Principal) -> None:
    """Say whether a duty of custom applies here, or which kind of area this is. Law cannot be switched off."""
    place = _may(partnership, by)
    is_place = code.startswith("place-") and code.removeprefix("place-") in PLACES
    rows = [row for row in law.library().duties if row.code == code and place.nation in row.nation]
    if not rows and not is_place:
        raise NotFound("There is no such duty.")
    now = law.duty(code, place.nation, today())
    if now is not None and not now.is_custom:
        raise Refused("Law and guidance apply whether or not it suits: only custom can be left out.")
    if not because.strip():
        raise Refused("Say why.")
    row, _ = DutyScope.objects.update_or_create(
        partnership_id=place.id, code=code,
        defaults={"applies": applies, "because": because.strip()[:300], "recorded_by": by.name},
    )  # fmt: skip
    audit.record("duty-scope-set", subject=row.subject(), by=by, detail={"code": code, "applies": applies})


@transaction.atomic
def release_statement(
    partnership: str, year: Period, rows: Rows, counts: Rows, signed_by: str, *, by: Principal
) -> str:
    """Let a statement out to the public as it stands today, under a name. Returns its hash.

    Raises `Refused` for a year that has not ended, and without a name.
    """
    place = directory.partnership(partnership)
    require(by, Permission.DOCUMENT_ISSUE, Subject("issued-document", None, place.slug))
    if year.ends_on is None or year.ends_on >= today():
        raise Refused("A statement goes out when its year has ended.")
    if not signed_by.strip():
        raise Refused("Give the name of whoever signs it off.")
    content = json.dumps([rows, counts], ensure_ascii=False).encode()
    StatementRelease.objects.filter(
        partnership_id=place.id, year=str(year), withdrawn_on__isnull=True
    ).update(withdrawn_on=today())
    made = StatementRelease.objects.create(
        partnership_id=place.id, year=str(year), stood_on=today(), rows=[list(row) for row in rows],
        counts=[list(row) for row in counts], sha256=hashlib.sha256(content).hexdigest(),
        signed_by=signed_by.strip()[:200], recorded_by=by.name,
    )  # fmt: skip
    audit.record(
        "compliance-released",
        subject=made.subject(),
        by=by,
        detail={"year": made.year, "sha256": made.sha256},
    )
    return made.sha256


@transaction.atomic
def withdraw_statement(partnership: str, year: Period, *, by: Principal) -> None:
    """Take a statement back from the public."""
    place = directory.partnership(partnership)
    require(by, Permission.DOCUMENT_ISSUE, Subject("issued-document", None, place.slug))
    rows = StatementRelease.objects.filter(partnership_id=place.id, year=str(year), withdrawn_on__isnull=True)
    row = rows.first()
    if row is None:
        raise NotFound("There is no such statement.")
    rows.update(withdrawn_on=today())
    audit.record("compliance-withdrawn", subject=row.subject(), by=by, detail={"year": row.year})


# The horizon ------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_horizon(partnership: str, new: NewHorizon, *, by: Principal) -> UUID:
    """Put something that is coming on the register. New guidance names the local practice that must be looked at."""
    place = _may(partnership, by)
    if new.stage not in STAGES:
        raise Refused("Choose at what stage it is.")
    if not new.title.strip():
        raise Refused("Say what is coming.")
    if new.stage == "guidance" and not new.local_practice.strip():
        raise Refused(
            "New guidance asks for a look at what is done here: name the practice that must be looked at."
        )
    if wrong := [code for code in new.touches if code not in law.duty_codes()]:
        raise Refused(f"There is no duty {wrong[0]}.")
    made = HorizonItem.objects.create(
        partnership_id=place.id, title=new.title.strip()[:300], stage=new.stage, library_code=new.library_code,
        expected=new.expected.iso() if new.expected else "", link=new.link, touches=list(new.touches),
        local_practice=new.local_practice.strip()[:300],
        prepare=[{"text": text.strip(), "done_on": ""} for text in new.prepare if text.strip()], recorded_by=by.name,
    )  # fmt: skip
    audit.record("horizon-added", subject=made.subject(), by=by, detail={"title": made.title})
    return made.id


@transaction.atomic
def take_up(partnership: str, library_code: str, *, by: Principal) -> UUID:
    """Take up something that the law library says is coming, with what it says to prepare."""
    place = _may(partnership, by)
    one = next((row for row in law.coming(place.nation) if row.code == library_code), None)
    if one is None:
        raise NotFound("The library knows of no such change.")
    if HorizonItem.objects.filter(partnership_id=place.id, library_code=library_code).exists():
        raise Refused("It is on the register already.")
    known = set(law.duty_codes())
    new = NewHorizon(
        one.title, one.stage, one.code, one.expected, touches=tuple(code for code in one.touches if code in known),
        prepare=one.prepare, local_practice="as the list of what to prepare says",
    )  # fmt: skip
    return add_horizon(partnership, new, by=by)


@transaction.atomic
def prepared(partnership: str, item: UUID, step: int, *, by: Principal) -> None:
    """Tick off one thing to prepare, or take the tick back."""
    row = _item(_may(partnership, by).id, item)
    if not 0 <= step < len(row.prepare):
        raise NotFound("There is no such step.")
    steps = [dict(one) for one in row.prepare]
    steps[step]["done_on"] = "" if steps[step].get("done_on") else today().isoformat()
    row.prepare = steps
    row.save_version(read_version=row.row_version, fields=["prepare"])
    audit.record("horizon-step", subject=row.subject(), by=by, detail={"step": steps[step]["text"]})


@transaction.atomic
def close_horizon(partnership: str, item: UUID, because: str, on: date, *, by: Principal) -> None:
    """Close an item when the fact has arrived: what came, and on which day."""
    row = _item(_may(partnership, by).id, item)
    if row.closed_on is not None:
        raise Refused("It is closed already.")
    if not because.strip():
        raise Refused(
            "Say what came: the Act in force, the answer to the consultation, the guidance published."
        )
    if on > today():
        raise Refused("A fact that has not arrived closes nothing.")
    row.closed_on, row.closed_because = on, because.strip()[:300]
    row.save_version(read_version=row.row_version, fields=["closed_on", "closed_because"])
    audit.record("horizon-closed", subject=row.subject(), by=by, detail={"because": row.closed_because})


def _item(partnership: UUID, item: UUID) -> HorizonItem:
    row = HorizonItem.objects.filter(partnership_id=partnership, id=item).first()
    if row is None:
        raise NotFound("There is no such item.")
    return row


# Elections --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_election(partnership: str, title: str, period: Period, source: str, *, by: Principal) -> UUID:
    """Put a time before an election on the calendar."""
    place = _may(partnership, by)
    if not title.strip():
        raise Refused("Say which election it is.")
    if period.ends_on is None:
        raise Refused("Give polling day.")
    made = ElectionPeriod.objects.create(
        partnership_id=place.id, title=title.strip()[:200], first_day=period.starts_on, polling_day=period.ends_on,
        source=source.strip()[:300], recorded_by=by.name,
    )  # fmt: skip
    audit.record("election-added", subject=made.subject(), by=by, detail={"title": made.title})
    return made.id


@transaction.atomic
def release(partnership: str, election: UUID, said: Mapping[str, str], on: date, *, by: Principal) -> None:
    """Record that the monitoring officer let one thing go ahead: `kind`, `what`, `because`, `officer`."""
    place = _may(partnership, by)
    period = ElectionPeriod.objects.filter(partnership_id=place.id, id=election).first()
    if period is None:
        raise NotFound("There is no such election.")
    if said.get("kind") not in HELD:
        raise Refused("Choose what is let go ahead.")
    missing = [name for name in ("what", "because", "officer") if not said.get(name, "").strip()]
    if missing:
        raise Refused("Say what is let go ahead, why, and the name of the monitoring officer who decided it.")
    made = ElectionRelease.objects.create(
        partnership_id=place.id, period=period, kind=said["kind"], what=said["what"].strip()[:300],
        because=said["because"].strip()[:500], officer=said["officer"].strip()[:200], released_on=on, recorded_by=by.name,
    )  # fmt: skip
    audit.record("election-release", subject=made.subject(), by=by, detail={"what": made.what})
