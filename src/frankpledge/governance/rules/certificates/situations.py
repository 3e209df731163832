"""A situation as the JSON that `terms decide` takes, so that anybody can ask the engine again. Pure."""

from __future__ import annotations

from frankpledge.governance.rules.terms.situation import Attender, Item, Members, Outside, Situation


def situation_json(one: Situation) -> dict[str, object]:
    """The situation in the shape of `terms decide`; `read_situation` makes the same situation of it again."""
    membership = _kept(
        seats=_members(one.seats), in_post=_members(one.in_post), organisations=one.organisations
    )
    return _kept(
        on=one.on.iso() if one.on else None,
        capacity=one.capacity,
        membership=membership or None,
        attendance=None if one.attenders is None else [_attender(row) for row in one.attenders],
        presiding=one.presiding,
        withdrawn=[_kept(seat=seat, item=item) for seat, item in sorted(one.withdrawn)] or None,
        declared=[_kept(seat=seat, item=item) for seat, item in sorted(one.declared)] or None,
        group=one.group,
        items=[_item(row) for row in one.items],
        at=_time(one.at),
    )


def _kept(**values: object) -> dict[str, object]:
    """Without what is not known or not said."""
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _time(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def _members(one: Members | None) -> object:
    if one is None:
        return None
    return dict(one.by_class) if one.total is None else one.total


def _attender(row: Attender) -> dict[str, object]:
    made = _kept(
        seat=list(row.seats) or None,
        organisation=list(row.organisations) or None,
        office=row.office,
        count=row.count if row.count != 1 else None,
        to=_time(row.ends),
        named=row.named,
        person=row.person,
    )
    if row.member_class:
        made["class"] = row.member_class
    if row.standing != "holder":
        made["as"] = row.standing
    if row.starts is not None:
        made["from"] = _time(row.starts)
    if row.remote:
        made["remote"] = True
    return made


def _item(row: Item) -> dict[str, object]:
    casting: object = None
    if row.casting:
        casting = _kept(vote=row.casting, by=row.casting_by, has_voted=row.has_voted)
    tally = row.tally
    return _kept(
        id=row.id,
        scope=row.scope,
        ballots=dict(sorted(row.ballots.items())) if row.ballots is not None else None,
        tally={"for": tally.for_, "against": tally.against, "abstain": tally.abstain} if tally else None,
        casting=casting,
        presiding=row.presiding,
        consensus=True if row.consensus else None,
        at=_time(row.at),
        outside=_outside(row.outside) if row.outside else None,
    )


def _outside(row: Outside) -> dict[str, object]:
    return _kept(
        route=row.route, by=row.by, sent=row.sent.isoformat() if row.sent else None,
        closed=row.closed.isoformat() if row.closed else None, reported=row.reported, ratified=row.ratified,
    )  # fmt: skip


def tally_of(item: Item) -> tuple[int, int, int] | None:
    """For, against and abstained as given, one a ballot; None where no vote was taken."""
    if item.tally:
        return item.tally.for_, item.tally.against, item.tally.abstain
    if item.ballots is None:
        return None
    said = list(item.ballots.values())
    return said.count("for"), said.count("against"), said.count("abstain")
