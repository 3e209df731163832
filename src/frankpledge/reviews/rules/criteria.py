"""The criteria test: must this death be reviewed, under each law, with the reason for every answer. Pure.

The engine advises; a named person decides. Not known is never no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from frankpledge.kernel.citations import Citation, rule
from frankpledge.kernel.dates import PartialDate
from frankpledge.kernel.legal_dates import add_months
from frankpledge.law.reviews import Regime

S9 = Citation("Domestic Violence, Crime and Victims Act 2004", "section 9")
DAA_1 = Citation("Domestic Abuse Act 2021", "sections 1 and 2")
OTHER_CRITERIA = "This law has other criteria, any of which is enough, and they are not asked about here."


class Said(StrEnum):
    """An answer of three values. What was left out is not known, and never no."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


class Finding(StrEnum):
    """What the criteria say together."""

    MET = "met"
    NOT_MET = "not-met"
    DISCRETIONARY = "discretionary"
    INSUFFICIENT = "insufficient-information"


@dataclass(frozen=True)
class Person:
    """Somebody's age, as far as known: a date of birth, or an age in years, or a recorded judgement that they were 16."""

    born: PartialDate | None = None
    age: int | None = None
    is_sixteen: Said = Said.NOT_KNOWN
    because: str = ""


@dataclass(frozen=True)
class Circumstances:
    """What is known of a death. Each answer comes with its evidence in `evidence`, by question."""

    died: PartialDate | None
    person: Person
    other: Person
    has_died: Said = Said.NOT_KNOWN
    relative: Said = Said.NOT_KNOWN
    intimate: Said = Said.NOT_KNOWN
    household: Said = Said.NOT_KNOWN
    harm: Said = Said.NOT_KNOWN
    """The death resulted, or seems to have, from violence, abuse or neglect."""
    domestic_abuse: Said = Said.NOT_KNOWN
    """It resulted, or seems to have, from domestic abuse as the 2021 Act defines it."""
    own_hand: Said = Said.NOT_KNOWN
    """The person took their own life."""
    gives_concern: Said = Said.NOT_KNOWN
    """The circumstances of that give concern, such as coercive control."""
    unexplained: Said = Said.NOT_KNOWN
    abuse_before: Said = Said.NOT_KNOWN
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Criterion:
    """One question under one law: the answer, and why."""

    id: str
    answer: Said
    reason: str
    evidence: str = ""


@dataclass(frozen=True)
class Tested:
    """The test under one law."""

    regime: Regime
    in_force: bool | None
    """Whether the law was in force on the day of death; None where that day is not known well enough."""
    finding: Finding
    criteria: tuple[Criterion, ...]
    reason: str

    @property
    def outcome(self) -> Finding:
        """What these questions tell under this law: where it has other criteria too, that these are not met says too little."""
        if self.finding is Finding.NOT_MET and self.regime.has_other_criteria:
            return Finding.INSUFFICIENT
        return self.finding

    @property
    def unanswered(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.criteria if one.answer is Said.NOT_KNOWN)


@rule(source=S9)
def was_sixteen(died: PartialDate | None, person: Person) -> tuple[Said, str]:
    """A person is 16 from the start of their sixteenth birthday; where the day is not known, a judgement is recorded.

    The answer and its working. The days decide where they can, then an age, then a judgement with its reason. Born on
    29 February one is 16 on 1 March (no rule was found to the contrary).
    """
    answer, working = _by_days(died, person)
    if answer is not Said.NOT_KNOWN:
        return answer, working
    if person.age is not None:
        return _yes(person.age >= 16), f"Aged {person.age}."
    if person.is_sixteen is not Said.NOT_KNOWN and person.because:
        return person.is_sixteen, f"Judged so: {person.because}"
    if person.is_sixteen is not Said.NOT_KNOWN:
        return Said.NOT_KNOWN, f"{working} A judgement was given without its reason."
    return answer, working


def _by_days(died: PartialDate | None, person: Person) -> tuple[Said, str]:
    if person.born is None or died is None:
        lacking = "date of death" if person.born else "date of birth"
        return Said.NOT_KNOWN, f"The {lacking} is not known; record a judgement with its reason."
    youngest, oldest = _birthday(person.born.latest, 16), _birthday(person.born.earliest, 16)
    if died.earliest >= youngest:
        return Said.YES, f"Sixteen since {person.born} plus 16 years; died {died}."
    if died.latest < oldest:
        return Said.NO, f"Born {person.born}, died {died}: not yet sixteen."
    return Said.NOT_KNOWN, f"Born {person.born}, died {died}: it cannot be told; record a judgement."


def ages_disagree(died: PartialDate | None, person: Person) -> bool:
    """Whether the age that was given cannot be that of somebody born and died on these days."""
    if died is None or person.born is None or person.age is None:
        return False
    least = _birthday(person.born.earliest, person.age) <= died.latest
    return not (least and died.earliest < _birthday(person.born.latest, person.age + 1))


def _birthday(born: date, age: int) -> date:
    birthday = add_months(born, age * 12)
    if birthday.day != born.day:  # a leap-day birth: the corresponding day is missing, the next day is taken
        return date(birthday.year, 3, 1)
    return birthday


@rule(source=S9)
def apply_test(regime: Regime, known: Circumstances) -> Tested:
    """A review is called for when the person was 16 or over, the connection is one that the law names, and the death resulted,
    or seems to have resulted, from what the law names.

    Every criterion yes: met. One of them no: not met. Otherwise not enough is known. A suicide whose circumstances give
    concern stands for the cause; an unexplained death with abuse before it is for judgement. What is not known is named.
    """
    criteria = tuple(_criteria(regime, known))
    finding = _finding(known, criteria)
    because = _because(finding, criteria)
    if finding is Finding.NOT_MET and regime.has_other_criteria:
        because = f"{because} {OTHER_CRITERIA}"
    return Tested(regime, _in_force(regime, known.died), finding, criteria, because)


def _in_force(regime: Regime, died: PartialDate | None) -> bool | None:
    if regime.starts_on is None:
        return False
    if died is None:
        return None
    first, last = regime.in_force(died.earliest), regime.in_force(died.latest)
    return first if first == last else None


def _criteria(regime: Regime, known: Circumstances) -> Iterable[Criterion]:
    death = {
        Said.YES: "Somebody died.",
        Said.NO: "A review is about a death; for serious harm a local learning review can be offered.",
        Said.NOT_KNOWN: "Nobody says whether somebody died.",
    }[known.has_died]
    yield Criterion("C1", known.has_died, death, known.evidence.get("C1", ""))
    answer, working = was_sixteen(known.died, known.person)
    yield Criterion("C2", answer, working, known.evidence.get("C2", ""))
    yield _connection(regime, known)
    yield _cause(regime, known)
    if regime.least_age_other is not None:
        answer, working = was_sixteen(known.died, known.other)
        yield Criterion("C9", answer, f"The other person: {working}", known.evidence.get("C9", ""))


def _connection(regime: Regime, known: Circumstances) -> Criterion:
    answers = {"relative": known.relative, "intimate": known.intimate, "household": known.household}
    asked = {name: answers[name] for name in regime.connections}
    words = {
        "relative": "a relative",
        "intimate": "a partner now or before",
        "household": "of the same household",
    }
    answer = any_of(asked.values())
    named = ", ".join(words[name] for name, said in asked.items() if said is Said.YES)
    left_out = [words[name] for name, said in answers.items() if said is Said.YES and name not in asked]
    if answer is Said.YES:
        reason = f"They were {named}."
    elif left_out:
        reason = f"They were {', '.join(left_out)}, which this law does not count as connected."
    elif answer is Said.NO:
        reason = f"They were none of: {', '.join(words[name] for name in asked)}."
    else:
        unknown = [words[name] for name, said in asked.items() if said is Said.NOT_KNOWN]
        reason = f"It is not known whether they were {' or '.join(unknown)}."
    evidence = " ".join(filter(None, (known.evidence.get("C3", ""), known.evidence.get("C4", ""))))
    return Criterion("C3", answer, reason, evidence)


def _cause(regime: Regime, known: Circumstances) -> Criterion:
    narrow = "domestic-abuse" in regime.harm
    answer = _domestic(known) if narrow else _any_harm(known)
    if known.own_hand is Said.YES:
        # Where abuse lies behind a suicide, that is the concern, whether or not somebody ticked it.
        concern = Said.YES if answer is Said.YES else known.gives_concern
        reason = {
            Said.YES: "The person took their own life, and the circumstances give concern. No charge is needed.",
            Said.NO: "The person took their own life, and nothing in the circumstances gives concern.",
            Said.NOT_KNOWN: "The person took their own life; it is not known whether the circumstances give concern.",
        }[concern]
        return Criterion("C6", concern, reason, known.evidence.get("C6", ""))
    if answer is Said.NO and known.own_hand is Said.NOT_KNOWN and known.gives_concern is Said.YES:
        reason = "The circumstances give concern, and it is not known whether the person took their own life."
        return Criterion("C6", Said.NOT_KNOWN, reason, known.evidence.get("C6", ""))
    what = "domestic abuse" if narrow else "violence, abuse or neglect"
    reason = {
        Said.YES: f"The death resulted, or seems to have resulted, from {what}. That it seems so is enough.",
        Said.NO: f"The death neither resulted nor seems to have resulted from {what}.",
        Said.NOT_KNOWN: f"It is not known whether the death resulted from {what}.",
    }[answer]
    return Criterion("C5", answer, reason, known.evidence.get("C5", ""))


def _domestic(known: Circumstances) -> Said:
    """Under the 2021 Act: as answered, or, where only violence between connected people is known, yes."""
    if known.domestic_abuse is not Said.NOT_KNOWN:
        return known.domestic_abuse
    return known.harm


def _any_harm(known: Circumstances) -> Said:
    """Domestic abuse is abuse; that there was none of it says nothing of violence or neglect."""
    return Said.YES if known.domestic_abuse is Said.YES else known.harm


def any_of(answers: Iterable[Said]) -> Said:
    """Yes where one is; no where every one is; otherwise not known."""
    found = set(answers)
    if Said.YES in found:
        return Said.YES
    return Said.NOT_KNOWN if Said.NOT_KNOWN in found else Said.NO


def _finding(known: Circumstances, criteria: tuple[Criterion, ...]) -> Finding:
    others = [one.answer for one in criteria if one.id not in {"C5", "C6"}]
    cause = next(one.answer for one in criteria if one.id in {"C5", "C6"})
    if Said.NO in others:
        return Finding.NOT_MET
    if cause is not Said.YES and known.unexplained is Said.YES and known.abuse_before is Said.YES:
        return Finding.DISCRETIONARY if Said.NOT_KNOWN not in others else Finding.INSUFFICIENT
    if cause is Said.NO:
        return Finding.NOT_MET
    if Said.NOT_KNOWN in {*others, cause}:
        return Finding.INSUFFICIENT
    return Finding.MET


def _because(finding: Finding, criteria: tuple[Criterion, ...]) -> str:
    decisive = {Finding.NOT_MET: Said.NO, Finding.INSUFFICIENT: Said.NOT_KNOWN}.get(finding)
    if finding is Finding.DISCRETIONARY:
        return "The death is unexplained and there was abuse before it: it is for judgement, and is not left out."
    if decisive is None:
        return "Every criterion is met."
    return " ".join(one.reason for one in criteria if one.answer is decisive)


def child_route(known: Circumstances) -> str:
    """What else is to be considered because the person who died was a child; empty where they were not."""
    was_child = _was_child(known.died, known.person)
    if was_child is Said.NO:
        return ""
    if was_child is Said.NOT_KNOWN:
        return "They may have been under 18: find out, since the child safeguarding route would be considered too."
    match was_sixteen(known.died, known.person)[0]:
        case Said.YES:
            return "They were 16 or 17: the child safeguarding route is considered too; record which of the two leads, and why."
        case Said.NO:
            return "They were under 16: the child safeguarding route applies."
        case Said.NOT_KNOWN:
            return "They were under 18: the child safeguarding route is considered too."


def _was_child(died: PartialDate | None, person: Person) -> Said:
    """Whether they were under 18; no where nothing at all is known of their age, which the criteria ask for anyway."""
    if died and person.born:
        if died.earliest >= _birthday(person.born.latest, 18):
            return Said.NO
        if died.latest < _birthday(person.born.earliest, 18):
            return Said.YES
    if person.age is not None:
        return _yes(person.age < 18)
    return Said.NOT_KNOWN if died and person.born else Said.NO


def _yes(is_so: bool) -> Said:
    return Said.YES if is_so else Said.NO
