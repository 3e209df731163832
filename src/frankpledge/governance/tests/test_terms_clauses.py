"""Every clause that terms can have makes a difference: two versions that differ in it alone, asked the same, are answered
differently. What decides nothing is only shown, and is listed as such. A new clause without its pair fails here.
"""

from __future__ import annotations

import copy
import json
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from frankpledge.governance import commands
from frankpledge.governance.rules.terms import constitution as c
from frankpledge.governance.rules.terms import offices
from frankpledge.governance.rules.terms.reading import terms_of
from frankpledge.governance.rules.terms.words import said_in
from frankpledge.governance.rules.terms.writing import as_toml
from frankpledge.governance.tests.any_body import BODY
from frankpledge.kernel.citations import rule_of
from frankpledge.kernel.toml_files import StrictTable

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
BASE = tomllib.loads(BODY)
FULL = tomllib.loads((EXAMPLES / "patterns" / "complete.toml").read_text(encoding="utf-8"))

CLASSES = (
    c.Constitution, c.Capacity, c.MemberClass, c.Seat, c.Office, c.Presiding, c.SeveralSeats, c.Threshold, c.CountTest,
    c.NotFewerTest, c.IncludesTest, c.Together, c.DecisionRule, c.CastingVote, c.Standing, c.Interests, c.Deadline, c.Notice,
    c.Papers, c.Frequency, c.Dates, c.Requisition, c.OutsideRoute, c.Subgroup, c.Review, c.DutyCited, c.Clause,
    c.Above,
)  # fmt: skip
EVERY = {f"{one.__name__}.{field.name}" for one in CLASSES for field in fields(one)}
NOT_IN_A_FILE = {
    "Constitution.file",
    "Constitution.asked_on",
    "Constitution.above",
    "Above.group",
    "Above.terms",
    "Seat.filled_by",
    "Seat.held_with",
    "Seat.place_of",
    "Seat.place_in",
}
"""Worked out or asked, never written by anybody."""


def with_(base, **changes):
    """A copy of a file's values with top-level tables changed; None takes one out."""
    made = copy.deepcopy(base)
    for key, value in changes.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = value
    return made


def row(base, key, slug, **changes):
    """A copy with keys of one row changed."""
    made = copy.deepcopy(base)
    found = next(one for one in made[key] if one.get("slug") == slug)
    for name, value in changes.items():
        found.pop(name, None) if value is None else found.__setitem__(name.rstrip("_"), value)
    return made


def read(values):
    return terms_of(StrictTable("terms.toml", copy.deepcopy(values)))


# What is asked -----------------------------------------------------------------------------------------------------


def decide(**given):
    """What became of a meeting and its items; numbers and wording apart."""

    def ask(values, folder):
        rows = [one if isinstance(one, dict) else {"seat": one} for one in given.get("there", [])]
        situation = {
            "on": "2024-06-03",
            **{k: v for k, v in given.items() if k != "there"},
            "attendance": rows,
        }
        answer = _answer(commands.decide_command, values, folder, situation)
        items = [(one["outcome"], one["next_step"], one["missing_rules"]) for one in answer["items"]]
        return answer["quorate"], items, answer["missing_rules"]

    return ask


def deadlines(**given):
    def ask(values, folder):
        answer = _answer(commands.deadlines_command, values, folder, {"on": "2024-06-03", **given})
        return {
            key: answer[key]
            for key in ("deadlines", "items", "notice_ok", "dates_ok", "requisition", "next_window")
        }

    return ask


def constituted(*members, on="2024-06-03"):
    def ask(values, folder):
        answer = _answer(commands.constituted_command, values, folder, list(members), "--on", on)
        return answer["valid"], sorted(answer["missing"]), answer["missing_rules"]

    return ask


def check(values, folder):
    """The codes found."""
    path = _file(values, folder)
    return sorted(one["code"] for one in commands.check_command([str(path)]).as_json()["findings"])


def warned(**given):
    def ask(values, folder):
        rows = [{"seat": "s1"}, {"seat": "s2"}]
        answer = _answer(
            commands.decide_command, values, folder, {"on": "2024-06-03", "attendance": rows, **given}
        )
        return answer["warnings"]

    return ask


def _file(values, folder):
    path = folder / "terms.toml"
    path.write_text(as_toml(read(values)), encoding="utf-8")
    return path


def _answer(command, values, folder, given, *more):
    path = folder / "given.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return command([str(_file(values, folder)), str(path), *more]).as_json()


def asking(function, *given, **named):
    """A question of the pure rules about offices."""
    return lambda values, _: function(read(values), *given, **named).ok


def seeking(seat, served=0, others=None):
    return offices.Seeking(seat, date(2024, 6, 3), served, others or {})


TWO, THREE = ["s1", "s2"], ["s1", "s2", "s3"]
BOTH_FOR = [{"id": "1", "ballots": {"s1": "for", "s2": "for"}}]
TIE = [{"id": "1", "ballots": {"s1": "for", "s2": "against"}, "casting": "for"}]
FEW = [{"id": "1", "ballots": {"s1": "for", "s2": "for", "s3": "against", "s4": "abstain", "s5": "abstain"}}]
FIVE = ["s1", "s2", "s3", "s4", "s5"]
AWAY = [{"id": "1", "ballots": {"s2": "for", "s3": "against"}, "casting": "for"}]
WRITTEN = {"id": "1", "ballots": {"s1": "for", "s2": "for"}}
VICE = {"slug": "vice-chair", "title": "Vice", "method": "by-office", "seat": "s2"}
PASSES = {"holder": "chair", "passes": True}


def outside(**changed):
    """Answers given by two of seven, from 3 to 10 June 2024."""
    return decide(
        items=[
            {
                **WRITTEN,
                "outside": {"route": "email", "sent": "2024-06-03", "closed": "2024-06-10", **changed},
            }
        ]
    )


def email(**more):
    return with_(BASE, outside=[{"route": "email", **more}])


def rotating(**more):
    chair = {"slug": "chair", "title": "Chair", "method": "rotation", "seats": ["s1", "s2"], "rotates_from": date(2024, 4, 1),
             "term_months": 12, **more}  # fmt: skip
    return with_(BASE, office=[{key: one for key, one in chair.items() if one is not None}])


def elected(**more):
    return with_(BASE, office=[{"slug": "chair", "title": "Chair", "method": "election", **more}, VICE])


def group(**more):
    return with_(BASE, subgroup=[{"slug": "delivery", "name": "Delivery", "powers": ["spend"], **more}])


SPEND = decide(there=TWO, group="delivery", items=[{**WRITTEN, "scope": "spend"}])
MEMBERS = [{"organisation": f"Seat {n}", "class": "core"} for n in range(1, 8)]
PLAIN = with_(BASE, terms={**BASE["terms"], "kind": "board"})
ALL_SEATED = (*MEMBERS, {"organisation": "Guest", "class": "invited"})
A_PAPER = {"circulated": "2024-05-31", "agreed_by": "chair"}

PAIRS = {
    # The document.
    "Constitution.nation": (FULL, with_(FULL, terms={**FULL["terms"], "nation": "W"}), check),
    "Constitution.kind": (
        BASE, with_(BASE, terms={**BASE["terms"], "kind": "board"}), constituted(*MEMBERS, {"organisation": "Guest", "class": "invited"}),
    ),
    "Constitution.status": (BASE, with_(BASE, terms={**BASE["terms"], "status": "suspended"}), warned()),
    "Constitution.basis": (BASE, with_(BASE, terms={**BASE["terms"], "basis": "assumed"}), warned()),
    "Constitution.dated": (
        row(FULL, "seat", "health", name="The clinical commissioning group"),
        with_(row(FULL, "seat", "health", name="The clinical commissioning group"), terms={**FULL["terms"], "dated": "2022-06-30"}),
        check,
    ),
    "Constitution.period": (
        BASE, with_(BASE, terms={**BASE["terms"], "ends_on": date(2024, 5, 31)}), decide(there=TWO, items=BOTH_FOR),
    ),
    "Constitution.several_heads": (
        PLAIN, with_(PLAIN, terms={**PLAIN["terms"], "several_heads": False}),
        constituted(*MEMBERS, {"organisation": "Guest", "class": "invited", "represents": ["victims", "children"]}),
    ),
    "Constitution.is_public": (FULL, with_(FULL, terms={k: v for k, v in FULL["terms"].items() if k != "is_public"}), check),
    "Constitution.joint_counts_as": (
        with_(BASE, quorum={"at_least": 2, "count": "organisations"}, joint={"counts_as": "each"}),
        with_(BASE, quorum={"at_least": 2, "count": "organisations"}, joint={"counts_as": "one"}),
        decide(there=[{"class": "core", "organisation": ["North", "South"]}]),
    ),
    "Constitution.inquorate": (
        with_(BASE, inquorate={"then": "adjourn"}), with_(BASE, inquorate={"then": "lapse"}),
        decide(there=["s1"], items=[{"id": "1", "consensus": True}]),
    ),
    "Constitution.precedence": (
        with_(BASE, precedence={"order": ["statute", "these terms"]}), with_(BASE, precedence={"order": ["these terms", "statute"]}),
        asking(offices.prevails, "statute", "these terms"),
    ),
    "Constitution.quorum": (BASE, with_(BASE, quorum=None), decide(there=TWO)),
    "Constitution.casting": (BASE, with_(BASE, casting_vote=None), decide(there=TWO, presiding="s1", items=TIE)),
    "Constitution.deputies": (
        with_(BASE, deputies={"allowed": False}), BASE, decide(there=["s1", {"seat": "s2", "as": "deputy"}]),
    ),
    "Constitution.officers": (
        with_(BASE, officers={"counts_to_quorum": True, "may_vote": True}), BASE,
        decide(there=["s1", {"seat": "s2", "as": "officer"}]),
    ),
    "Constitution.remote": (
        with_(BASE, remote={"allowed": False}), BASE, decide(there=["s1", {"seat": "s2", "remote": True}]),
    ),
    "Constitution.presiding": (
        with_(BASE, office=[*BASE["office"], VICE], casting_vote=PASSES, presiding={"order": ["vice-chair"]}),
        with_(BASE, office=[*BASE["office"], VICE], casting_vote=PASSES), decide(there=["s2", "s3"], items=AWAY),
    ),
    "Constitution.several_seats": (
        with_(BASE, several_seats={"counts_once": False}), BASE, decide(there=[{"seat": ["s1", "s2"]}]),
    ),
    "Constitution.interests": (
        with_(BASE, interests={"withdraw": False}), BASE,
        decide(there=TWO, declared=[{"seat": "s2", "item": "1"}], items=BOTH_FOR),
    ),
    "Constitution.papers": (with_(BASE, papers={"days": 5}), BASE, deadlines(items=[A_PAPER])),
    "Constitution.dates": (with_(BASE, dates={"months_ahead": 12}), BASE, deadlines(dates_set="2023-01-03")),
    "Constitution.requisition": (
        with_(BASE, requisition={"at_least": 3}), BASE, deadlines(requisition={"signed": 3, "in_post": 7}),
    ),
    "Constitution.review": (with_(BASE, review={"every_months": 12}), BASE, deadlines(reviewed="2024-01-10")),
    "Constitution.capacities": (
        BASE, with_(BASE, capacity=[{"slug": "board", "title": "board", "instrument": "daa-2021", "quorum": {"at_least": 3}}]),
        decide(there=TWO, capacity="board"),
    ),
    "Constitution.classes": (
        row(BASE, "class", "invited", counts_to_quorum=True), BASE, decide(there=["s1", "guest"]),
    ),
    "Constitution.seats": (
        with_(BASE, quorum={"more_than": "1/2"}),
        with_(BASE, quorum={"more_than": "1/2"}, seat=BASE["seat"][:3]), decide(there=TWO),
    ),
    "Constitution.offices": (BASE, with_(BASE, office=None), decide(there=TWO, items=TIE)),
    "Constitution.decisions": (BASE, with_(BASE, decision=None), decide(there=TWO, items=BOTH_FOR)),
    "Constitution.notices": (with_(BASE, notice=[{"days": 10}]), BASE, deadlines(notice_given="2024-05-01")),
    "Constitution.frequencies": (with_(BASE, frequency=[{"every": "quarter"}]), BASE, deadlines()),
    "Constitution.outside": (email(), BASE, outside()),
    "Constitution.subgroups": (group(), BASE, SPEND),
    "Constitution.duties": (
        with_(FULL, duty=[{"title": "A review of skills", "code": "D11"}]), with_(FULL, duty=[]), check,
    ),
    "Constitution.clauses": (with_(FULL, clause=[]), FULL, check),
    "Constitution.footnotes": (
        with_(FULL, clause=[{"slug": "purpose", "text": "Its duties1."}, *FULL["clause"][1:]]),
        with_(FULL, clause=[{"slug": "purpose", "text": "Its duties1."}, *FULL["clause"][1:]], footnotes=["As amended."]), check,
    ),
    # Capacities and classes.
    "Capacity.slug": (
        with_(BASE, capacity=[{"slug": "board", "title": "board"}]), with_(BASE, capacity=[{"slug": "other", "title": "board"}]),
        decide(there=TWO, capacity="board"),
    ),
    "Capacity.instrument": (FULL, row(FULL, "capacity", "serious-violence", instrument="vpa-2024"), check),
    "Capacity.quorum": (
        with_(BASE, capacity=[{"slug": "b", "title": "b", "quorum": {"at_least": 3}}]),
        with_(BASE, capacity=[{"slug": "b", "title": "b"}]), decide(there=TWO, capacity="b"),
    ),
    "Capacity.decisions": (
        with_(BASE, capacity=[{"slug": "b", "title": "b", "decision": [{"at_least": "all", "base": "cast"}]}]),
        with_(BASE, capacity=[{"slug": "b", "title": "b"}]), decide(there=FIVE, capacity="b", items=FEW),
    ),
    "MemberClass.slug": (
        with_(BASE, quorum={"at_least": 1, "class": "invited"}), with_(BASE, quorum={"at_least": 1, "class": "core"}),
        decide(there=["s1"]),
    ),
    "MemberClass.can_vote": (
        BASE, row(BASE, "class", "invited", can_vote=True),
        decide(there=["s1", "s2", "guest"], items=[{"id": "1", "ballots": {"s1": "against", "guest": "for"}}]),
    ),
    "MemberClass.counts_to_quorum": (
        row(BASE, "class", "invited", counts_to_quorum=None), BASE, decide(there=["s1", "guest"]),
    ),
    "MemberClass.minimum": (PLAIN, row(PLAIN, "class", "core", fewest=8), constituted(*ALL_SEATED)),
    "MemberClass.maximum": (PLAIN, row(PLAIN, "class", "core", most=6), constituted(*ALL_SEATED)),
    "MemberClass.share": (PLAIN, row(PLAIN, "class", "invited", at_least="1/2"), constituted(*ALL_SEATED)),
    # Seats.
    "Seat.slug": (
        with_(BASE, office=None), with_(BASE, seat=[{**BASE["seat"][0], "slug": "first"}, *BASE["seat"][1:]], office=None),
        decide(there=["s2", {"organisation": "Seat 1"}], items=[{"id": "1", "ballots": {"first": "against", "s2": "for"}}]),
    ),
    "Seat.name": (FULL, row(FULL, "seat", "police", name="The constabulary"), check),
    "Seat.organisations": (
        with_(BASE, quorum={"at_least": 2, "count": "organisations"}),
        with_(BASE, quorum={"at_least": 2, "count": "organisations"}, seat=[{**one, "organisation": "One"} for one in BASE["seat"]]),
        decide(there=TWO),
    ),
    "Seat.member_class": (BASE, row(BASE, "seat", "s2", class_="invited"), decide(there=TWO)),
    "Seat.kind": (FULL, row(FULL, "seat", "fire", kind="FIRE_BRIGADE_CHARITY"), check),
    "Seat.votes": (
        BASE, row(BASE, "seat", "s2", votes=3), decide(there=TWO, presiding="s1", items=[{"id": "1", "ballots": {"s1": "for", "s2": "against"}}]),
    ),
    "Seat.places": (
        with_(BASE, quorum={"at_least": 3}), with_(row(BASE, "seat", "s2", places=2), quorum={"at_least": 3}),
        decide(there=["s1", {"seat": "s2", "count": 2}]),
    ),
    "Seat.office": (
        with_(row(BASE, "seat", "s2", office="leader"), quorum={"includes": "leader"}), with_(BASE, quorum={"includes": "leader"}),
        decide(there=TWO),
    ),
    "Seat.is_senior": (
        PLAIN, row(PLAIN, "seat", "s1", is_senior=True),
        constituted(*ALL_SEATED, {"organisation": "Seat 1", "class": "core", "senior": False}),
    ),
    "Seat.joint_attendance": (
        row(BASE, "seat", "s2", organisations=["North", "South"]),
        row(BASE, "seat", "s2", organisations=["North", "South"], joint_attendance="all"),
        decide(there=["s1", {"seat": "s2", "organisation": "North"}]),
    ),
    "Seat.heads": (FULL, row(FULL, "seat", "forum", heads=["victims", "charities"]), check),
    "Seat.period": (BASE, row(BASE, "seat", "s2", starts_on=date(2024, 7, 1)), decide(there=TWO)),
    # Offices.
    "Office.slug": (
        with_(BASE, quorum={"includes": "chair"}), with_(BASE, quorum={"includes": "chair"}, office=[{**BASE["office"][0], "slug": "head"}]),
        decide(there=["s1"]),
    ),
    "Office.method": (
        rotating(), with_(BASE, office=[{"slug": "chair", "title": "Chair", "method": "co-chairs", "seats": ["s1", "s2"]}]),
        decide(there=TWO, presiding="s2", items=TIE),
    ),
    "Office.seat": (BASE, row(BASE, "office", "chair", seat="s3"), decide(there=TWO, presiding="s1", items=TIE)),
    "Office.seats": (rotating(), rotating(seats=["s2", "s1"]), decide(there=TWO, presiding="s1", items=TIE)),
    "Office.rotates_from": (
        rotating(), rotating(rotates_from=date(2023, 4, 1)), decide(there=TWO, presiding="s1", items=TIE),
    ),
    "Office.term_months": (
        rotating(rotates_from=date(2023, 4, 1)), rotating(rotates_from=date(2023, 4, 1), term_months=24),
        decide(there=TWO, presiding="s1", items=TIE),
    ),
    "Office.from_class": (elected(), elected(from_class="invited"), asking(offices.may_hold, "chair", seeking("s1"))),
    "Office.most_terms": (elected(most_terms=3), elected(most_terms=2), asking(offices.may_hold, "chair", seeking("s1", 2))),
    "Office.not_same_organisation_as": (
        elected(), elected(not_same_organisation_as="vice-chair"), asking(offices.may_hold, "chair", seeking("s2", 0, {"vice-chair": "s2"})),
    ),
    "Office.elect_within_days": (FULL, row(FULL, "office", "vice-chair", elect_within_days=None), check),
    "Office.vacancy": (FULL, row(FULL, "office", "chair", vacancy=None), check),
    "Office.absence": (FULL, row(FULL, "office", "chair", absence=None), check),
    "Office.removal": (
        with_(FULL, terms={**FULL["terms"], "nation": "W"}),
        with_(row(FULL, "office", "chair", removal="by a vote of two thirds"), terms={**FULL["terms"], "nation": "W"}), check,
    ),
    "Office.removed_by": (
        elected(removed_by="removal"), elected(), asking(offices.may_be_removed, "chair", "removal", is_carried=True),
    ),
    "Presiding.order": (
        with_(BASE, office=[*BASE["office"], VICE], casting_vote=PASSES, presiding={"order": ["vice-chair", "elected"]}),
        with_(BASE, office=[*BASE["office"], VICE], casting_vote=PASSES, presiding={"order": ["elected"]}),
        decide(there=["s2", "s3"], items=AWAY),
    ),
    "SeveralSeats.votes_once": (
        with_(BASE, several_seats={"votes_once": True, "counts_once": False}),
        with_(BASE, several_seats={"votes_once": False, "counts_once": False}),
        decide(there=[{"seat": ["s1", "s2"]}, "s3"], presiding="s1",
               items=[{"id": "1", "ballots": {"s1": "for", "s2": "for", "s3": "against"}}]),
    ),
    "SeveralSeats.counts_once": (
        with_(BASE, several_seats={"counts_once": True}), with_(BASE, several_seats={"counts_once": False}),
        decide(there=[{"seat": "s1", "person": "Ann"}, {"seat": "s2", "person": "Ann"}]),
    ),
    # Quorum.
    "Threshold.value": (BASE, with_(BASE, quorum={"at_least": 3}), decide(there=TWO)),
    "Threshold.is_share": (with_(BASE, quorum={"at_least": 1}), with_(BASE, quorum={"at_least": "all"}), decide(there=TWO)),
    "Threshold.is_strict": (BASE, with_(BASE, quorum={"more_than": 2}), decide(there=TWO)),
    "Threshold.rounding": (
        with_(BASE, quorum={"at_least": "1/3", "rounding": "down"}), with_(BASE, quorum={"at_least": "1/3"}), decide(there=TWO),
    ),
    "Threshold.minimum": (
        with_(BASE, quorum={"at_least": "1/7"}), with_(BASE, quorum={"at_least": "1/7", "minimum": 3}), decide(there=TWO),
    ),
    "CountTest.threshold": (BASE, with_(BASE, quorum={"at_least": 3}), decide(there=TWO)),
    "CountTest.unit": (
        with_(BASE, quorum={"at_least": 2, "count": "people"}), with_(BASE, quorum={"at_least": 2, "count": "organisations"}),
        decide(there=[{"seat": "s1", "count": 2}]),
    ),
    "CountTest.of": (
        with_(BASE, quorum={"more_than": "1/2"}), with_(BASE, quorum={"more_than": "1/2", "of": "in_post"}),
        decide(there=TWO, membership={"in_post": 3}),
    ),
    "CountTest.member_class": (BASE, with_(BASE, quorum={"at_least": 1, "class": "invited"}), decide(there=TWO)),
    "NotFewerTest.member_class": (
        with_(BASE, quorum={"class": "core", "not_fewer_than": "invited"}),
        with_(BASE, quorum={"class": "invited", "not_fewer_than": "invited"}), decide(there=["guest"]),
    ),
    "NotFewerTest.than": (
        with_(BASE, quorum={"class": "core", "not_fewer_than": "invited"}),
        with_(BASE, quorum={"class": "core", "not_fewer_than": "core"}), decide(there=["guest"]),
    ),
    "NotFewerTest.unit": (
        with_(BASE, quorum={"class": "core", "not_fewer_than": "invited", "count": "people"}),
        with_(BASE, quorum={"class": "core", "not_fewer_than": "invited", "count": "seats"}),
        decide(there=["s1", {"seat": "guest", "count": 2}]),
    ),
    "IncludesTest.who": (
        with_(BASE, quorum={"includes": "s1"}), with_(BASE, quorum={"includes": "s3"}), decide(there=TWO),
    ),
    "IncludesTest.deputy_ok": (
        with_(BASE, quorum={"includes": "s1", "deputy_ok": True}, deputies={"allowed": True, "counts_to_quorum": True}),
        with_(BASE, quorum={"includes": "s1", "deputy_ok": False}, deputies={"allowed": True, "counts_to_quorum": True}),
        decide(there=[{"seat": "s1", "as": "deputy"}]),
    ),
    "Together.tests": (
        with_(BASE, quorum={"all_of": [{"at_least": 2}]}),
        with_(BASE, quorum={"all_of": [{"at_least": 2}, {"includes": "s3"}]}), decide(there=TWO),
    ),
    "Together.every": (
        with_(BASE, quorum={"all_of": [{"at_least": 2}, {"includes": "s3"}]}),
        with_(BASE, quorum={"any_of": [{"at_least": 2}, {"includes": "s3"}]}), decide(there=TWO),
    ),
    # Decisions.
    "DecisionRule.scope": (
        with_(BASE, decision=[*BASE["decision"], {"scope": "plan", "at_least": "all", "base": "cast"}]),
        with_(BASE, decision=[*BASE["decision"], {"scope": "spend", "at_least": "all", "base": "cast"}]),
        decide(there=FIVE, items=[{**FEW[0], "scope": "plan"}]),
    ),
    "DecisionRule.threshold": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "more_than": "2/3"}]), decide(there=FIVE, items=FEW),
    ),
    "DecisionRule.base": (
        BASE, with_(BASE, decision=[{"more_than": "1/2", "base": "present"}]), decide(there=FIVE, items=FEW),
    ),
    "DecisionRule.abstention": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "abstention": "blocks"}]), decide(there=FIVE, items=FEW),
    ),
    "DecisionRule.all_present": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "all_present": True}]), decide(there=FIVE, items=FEW),
    ),
    "DecisionRule.consensus_first": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "consensus_first": True}]), decide(there=TWO, items=[{"id": "1"}]),
    ),
    "DecisionRule.is_reserved": (
        group(), with_(group(), decision=[*BASE["decision"], {"scope": "spend", "more_than": "1/2", "base": "cast", "reserved": True}]),
        SPEND,
    ),
    "DecisionRule.is_secret": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "secret": True}]), decide(there=TWO, items=BOTH_FOR),
    ),
    "DecisionRule.is_by_name": (
        BASE, with_(BASE, decision=[{**BASE["decision"][0], "by_name": True}]),
        decide(there=TWO, items=[{"id": "1", "tally": {"for": 2}}]),
    ),
    "CastingVote.holder": (
        BASE, with_(BASE, casting_vote={"holder": "none"}), decide(there=TWO, presiding="s1", items=TIE),
    ),
    "CastingVote.kind": (
        BASE, with_(BASE, casting_vote={"holder": "chair", "kind": "casting"}), decide(there=TWO, presiding="s1", items=TIE),
    ),
    "CastingVote.passes": (
        BASE, with_(BASE, casting_vote=PASSES), decide(there=["s2", "s3"], presiding="s2", items=AWAY),
    ),
    # Who attends otherwise.
    "Standing.allowed": (
        with_(BASE, deputies={"allowed": True, "counts_to_quorum": True}), with_(BASE, deputies={"allowed": False}),
        decide(there=["s1", {"seat": "s2", "as": "deputy"}]),
    ),
    "Standing.counts_to_quorum": (
        with_(BASE, remote={"counts_to_quorum": True}), with_(BASE, remote={"counts_to_quorum": False}),
        decide(there=["s1", {"seat": "s2", "remote": True}]),
    ),
    "Standing.may_vote": (
        with_(BASE, deputies={"counts_to_quorum": True, "may_vote": True}),
        with_(BASE, deputies={"counts_to_quorum": True, "may_vote": False}),
        decide(there=["s1", {"seat": "s2", "as": "deputy"}, "s3"], presiding="s1",
               items=[{"id": "1", "ballots": {"s1": "for", "s2": "for", "s3": "against"}}]),
    ),
    "Standing.named_only": (
        with_(BASE, deputies={"counts_to_quorum": True}), with_(BASE, deputies={"counts_to_quorum": True, "named_only": True}),
        decide(there=["s1", {"seat": "s2", "as": "deputy", "named": False}]),
    ),
    "Standing.most_absences": (
        with_(BASE, deputies={"counts_to_quorum": True, "most_absences": 3}),
        with_(BASE, deputies={"counts_to_quorum": True, "most_absences": 2}),
        decide(there=["s1", {"seat": "s2", "as": "deputy", "absences": 3}]),
    ),
    "Interests.declare": (FULL, with_(FULL, interests={"withdraw": True, "counts_to_quorum": False}), check),
    "Interests.withdraw": (
        with_(BASE, interests={"withdraw": True}), with_(BASE, interests={"withdraw": False}),
        decide(there=TWO, declared=[{"seat": "s2", "item": "1"}], items=BOTH_FOR),
    ),
    "Interests.counts_to_quorum": (
        with_(BASE, interests={"withdraw": True}), with_(BASE, interests={"withdraw": True, "counts_to_quorum": True}),
        decide(there=TWO, withdrawn=[{"seat": "s2", "item": "1"}], items=BOTH_FOR),
    ),
    # Meetings.
    "Deadline.days": (with_(BASE, notice=[{"days": 5}]), with_(BASE, notice=[{"days": 10}]), deadlines(notice_given="2024-05-27")),
    "Deadline.days_are": (
        with_(BASE, notice=[{"days": 5}]), with_(BASE, notice=[{"days": 5, "days_are": "clear-working"}]),
        deadlines(notice_given="2024-05-28"),
    ),
    "Notice.kind": (
        with_(BASE, notice=[{"days": 5}, {"kind": "special", "days": 20}]),
        with_(BASE, notice=[{"days": 5}, {"kind": "annual", "days": 20}]), deadlines(kind="special", notice_given="2024-05-27"),
    ),
    "Notice.before": (with_(BASE, notice=[{"days": 5}]), with_(BASE, notice=[{"days": 10}]), deadlines(notice_given="2024-05-27")),
    "Papers.before": (with_(BASE, papers={"days": 3}), with_(BASE, papers={"days": 5}), deadlines(items=[A_PAPER])),
    "Papers.floor": (
        with_(BASE, papers={"days": 5, "leave_of": ["chair"]}),
        with_(BASE, papers={"days": 5, "leave_of": ["chair"], "floor_days": 4}), deadlines(items=[A_PAPER]),
    ),
    "Papers.leave_of": (
        with_(BASE, papers={"days": 5, "leave_of": ["chair"]}), with_(BASE, papers={"days": 5}), deadlines(items=[A_PAPER]),
    ),
    "Papers.only_urgent": (
        with_(BASE, papers={"days": 5, "leave_of": ["chair"]}),
        with_(BASE, papers={"days": 5, "leave_of": ["chair"], "only_urgent": True}), deadlines(items=[A_PAPER]),
    ),
    "Frequency.phase": (
        with_(BASE, frequency=[{"every": "year"}, {"every": "month", "phase": "strategy"}]),
        with_(BASE, frequency=[{"every": "year"}, {"every": "month", "phase": "emergency"}]), deadlines(phase="strategy"),
    ),
    "Frequency.kind": (
        with_(BASE, frequency=[{"every": "year"}, {"every": "month", "kind": "tasking"}]),
        with_(BASE, frequency=[{"every": "year"}, {"every": "month", "kind": "annual"}]), deadlines(kind="tasking"),
    ),
    "Frequency.every": (
        with_(BASE, frequency=[{"every": "quarter"}]), with_(BASE, frequency=[{"every": "month"}]), deadlines(),
    ),
    "Frequency.every_weeks": (
        with_(BASE, frequency=[{"every_weeks": 6}]), with_(BASE, frequency=[{"every_weeks": 8}]), deadlines(),
    ),
    "Frequency.months": (
        with_(BASE, frequency=[{"months": [7]}]), with_(BASE, frequency=[{"months": [9]}]), deadlines(),
    ),
    "Frequency.windows": (
        with_(BASE, frequency=[{"windows": [["07-01", "07-31"]]}]), with_(BASE, frequency=[{"windows": [["08-01", "08-31"]]}]),
        deadlines(),
    ),
    "Frequency.event": (
        with_(BASE, frequency=[{"event": "incident", "within_days": 10}]),
        with_(BASE, frequency=[{"event": "election", "within_days": 10}]), deadlines(events=[{"kind": "incident", "on": "2024-06-01"}]),
    ),
    "Frequency.within_days": (
        with_(BASE, frequency=[{"event": "incident", "within_days": 10}]),
        with_(BASE, frequency=[{"event": "incident", "within_days": 20}]), deadlines(events=[{"kind": "incident", "on": "2024-06-01"}]),
    ),
    "Frequency.reading": (
        with_(BASE, frequency=[{"every": "quarter", "reading": "each-window"}]),
        with_(BASE, frequency=[{"every": "quarter", "reading": "longest-gap"}]), deadlines(),
    ),
    "Dates.months_ahead": (
        with_(BASE, dates={"months_ahead": 6, "counted_from": "each-meeting"}),
        with_(BASE, dates={"months_ahead": 12, "counted_from": "each-meeting"}), deadlines(dates_set="2023-10-01"),
    ),
    "Dates.counted_from": (
        with_(BASE, dates={"months_ahead": 12, "counted_from": "each-meeting"}),
        with_(BASE, dates={"months_ahead": 12, "counted_from": "start-of-year"}), deadlines(dates_set="2024-03-01"),
    ),
    "Requisition.threshold": (
        with_(BASE, requisition={"at_least": 3}), with_(BASE, requisition={"at_least": 4}),
        deadlines(requisition={"signed": 3, "in_post": 7}),
    ),
    "Requisition.of": (
        with_(BASE, requisition={"at_least": "1/2"}), with_(BASE, requisition={"at_least": "1/2", "of": "all"}),
        deadlines(requisition={"signed": 3, "in_post": 6, "seats": 7}),
    ),
    "Requisition.within_days": (
        with_(BASE, requisition={"at_least": 3, "within_days": 21}), with_(BASE, requisition={"at_least": 3, "within_days": 28}),
        deadlines(requisition={"signed": 3, "received": "2024-05-01"}),
    ),
    "Review.every_months": (
        with_(BASE, review={"every_months": 12}), with_(BASE, review={"every_months": 24}), deadlines(reviewed="2024-01-10"),
    ),
    "Review.on_events": (
        with_(BASE, review={"on_events": ["member-change"]}), with_(BASE, review={"on_events": ["law-change"]}),
        deadlines(events=[{"kind": "member-change", "on": "2024-06-01"}]),
    ),
    "Review.approved_by": (FULL, with_(FULL, review={"every_months": 12}), check),
    # Without a meeting.
    "OutsideRoute.route": (email(), with_(BASE, outside=[{"route": "written-procedure"}]), outside()),
    "OutsideRoute.who": (email(who="chair"), email(who="vice-chair"), outside(by="chair")),
    "OutsideRoute.response": (email(response_days=5), email(response_days=10), outside()),
    "OutsideRoute.responses": (email(at_least=2), email(at_least="1/2"), outside()),
    "OutsideRoute.report_to_next": (email(report_to_next=True), email(report_to_next=False), outside()),
    "OutsideRoute.scopes": (email(scopes=["ordinary"]), email(scopes=["spend"]), outside()),
    "OutsideRoute.ratified_by_next": (email(ratified_by_next=True), email(), outside(ratified=False)),
    # Groups.
    "Subgroup.slug": (group(), with_(BASE, subgroup=[{"slug": "tasking", "name": "Tasking", "powers": ["spend"]}]), SPEND),
    "Subgroup.name": (
        group(), with_(BASE, subgroup=[{"slug": "delivery", "name": "The delivery group", "powers": ["spend"]}]),
        decide(there=TWO, group="The delivery group", items=[{**WRITTEN, "scope": "spend"}]),
    ),
    "Subgroup.parent": (
        with_(group(parent="above"), subgroup=[*group(parent="above")["subgroup"], {"slug": "above", "name": "Above", "powers": []}]),
        with_(group(), subgroup=[*group()["subgroup"], {"slug": "above", "name": "Above", "powers": []}]), SPEND,
    ),
    "Subgroup.powers": (group(), group(powers=[]), SPEND),
    "Subgroup.reserved": (group(), group(reserved=["spend"]), SPEND),
    "Subgroup.reports_to": (group(powers=[], reports_to="the board"), group(powers=[]), SPEND),
    "Subgroup.ends_on": (group(), group(ends_on=date(2024, 5, 31)), SPEND),
    # Duties and text.
    "DutyCited.title": (
        with_(FULL, duty=[{"title": "one", "cites": ["The Beating of Bounds Act 1801"]}]),
        with_(FULL, duty=[{"title": "one", "cites": []}]), check,
    ),
    "DutyCited.code": (
        with_(FULL, duty=[{"title": "a review", "code": "D11"}]), with_(FULL, duty=[{"title": "a review", "code": "D01"}]), check,
    ),
    "DutyCited.cites": (
        with_(FULL, duty=[{"title": "one", "cites": ["The Beating of Bounds Act 1801"]}]),
        with_(FULL, duty=[{"title": "one", "cites": ["Crime and Disorder Act 1998"]}]), check,
    ),
    "DutyCited.strength": (
        with_(FULL, duty=[{"title": "a review", "code": "D11"}]),
        with_(FULL, duty=[{"title": "a review", "code": "D11", "strength": "local"}]), check,
    ),
    "Clause.slug": (FULL, with_(FULL, clause=[{**one, "slug": f"{one['slug']}-1"} for one in FULL["clause"]]), check),
    "Clause.text": (
        FULL, with_(FULL, clause=[*FULL["clause"], {"slug": "more", "text": "It acts in a timely manner."}]), check,
    ),
}  # fmt: skip

SHOWN = {
    "Constitution.body": ("terms", "body"), "Constitution.label": ("terms", "label"), "Constitution.source": ("terms", "source"),
    "Constitution.note": ("terms", "note"), "Capacity.title": ("capacity", "title"), "MemberClass.title": ("class", "title"),
    "Office.title": ("office", "title"), "Office.elected_at": ("office", "elected_at"), "Clause.heading": ("clause", "heading"),
    "Frequency.at_least": ("frequency", "at_least"),
}  # fmt: skip
"""What decides nothing by itself, and is only shown (how often in a window matters to `meetings replay`, tried elsewhere)."""

POINTS = {name for name in EVERY if name.endswith((".clause", "_clause"))}
"""Where a rule stands in the text: every verdict names it, and it changes no verdict."""


def test_every_field_has_its_pair_or_is_said_to_decide_nothing():
    assert EVERY - set(PAIRS) - set(SHOWN) - POINTS - NOT_IN_A_FILE == set()
    assert (set(PAIRS) | set(SHOWN)) - EVERY == set(), "a pair for a field that is gone"


def test_every_kind_of_table_is_looked_at():
    held = {one for one in vars(c).values() if isinstance(one, type) and one.__module__ == c.__name__}
    assert held == set(CLASSES)


@pytest.mark.parametrize("name", PAIRS)
def test_two_versions_that_differ_in_one_clause_are_answered_differently(name, tmp_path):
    one, other, ask = PAIRS[name]
    first = ask(one, tmp_path)
    assert first == ask(copy.deepcopy(one), tmp_path), "the same terms, asked the same, answer the same"
    assert first != ask(other, tmp_path)


@pytest.mark.parametrize("name", SHOWN)
def test_what_decides_nothing_is_shown(name):
    table, key = SHOWN[name]
    made = copy.deepcopy(FULL)
    (made[table] if isinstance(made[table], dict) else made[table][0])[key] = (
        7 if key == "at_least" else "Something else"
    )
    assert said_in(read(made)) != said_in(read(FULL))


@pytest.mark.parametrize("table", ["quorum", "decision"])
def test_a_verdict_names_the_clause_it_rests_on(table, tmp_path):
    def clauses(slug):
        values = with_(
            BASE,
            **{
                table: {**BASE["quorum"], "clause": slug}
                if table == "quorum"
                else [{**BASE["decision"][0], "clause": slug}]
            },
        )
        given = {"on": "2024-06-03", "attendance": [{"seat": "s1"}, {"seat": "s2"}], "items": BOTH_FOR}
        return {one["clause"] for one in _answer(commands.decide_command, values, tmp_path, given)["reasons"]}

    assert "here" in clauses("here")
    assert "there" in clauses("there")
    assert "here" not in clauses("there")


def test_the_rules_about_offices_say_what_they_answer():
    for one in (
        offices.may_hold,
        offices.term_of,
        offices.elected_by,
        offices.whose_turn,
        offices.may_be_removed,
        offices.prevails,
    ):
        assert rule_of(one).message
