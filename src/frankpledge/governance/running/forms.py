"""The small forms of a running meeting, one for each thing that a clerk may record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms

from frankpledge.governance.rules.meetings.telling import METHODS
from frankpledge.governance.running.votes import VOTES
from frankpledge.kernel.dates import LONDON
from frankpledge.records.clock import now

Choices = Iterable[tuple[str, str]]
NOBODY = ("", "Choose a person")


def moment_of(typed: time | None) -> datetime | None:
    """A time of day today in London as a moment."""
    if typed is None:
        return None
    today = now().astimezone(LONDON).date()
    return datetime.combine(today, typed, tzinfo=LONDON)


class Short(forms.Form):
    """A form of a running meeting: its fields' ids begin with what it does, since several stand on one page."""

    do = ""

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id=f"{self.do}-%s", **more)


def _when() -> forms.TimeField:
    return forms.TimeField(
        required=False, label="At what time, if not just now", help_text="For example, 14:05",
        error_messages={"invalid": "Write the time as 14:05"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def _why_late() -> forms.CharField:
    return forms.CharField(required=False, max_length=300, label="Why it is recorded late")


def _text(label: str, missing: str, *, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea, error_messages={"required": missing}
    )


def _who(label: str, missing: str = "Choose a person") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": missing})


class _ChoosesAPerson(Short):
    """A form in which one of several people is chosen."""

    def __init__(self, data: Any = None, *, people: Choices = (), **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type)
        field.choices = [NOBODY, *people]


class Arrive(_ChoosesAPerson):
    do = "arrive"
    who = _who("Who came in", "Choose who came in")
    name = forms.CharField(required=False, max_length=200, label="Their name, for a deputy, officer or guest")
    organisation = forms.CharField(
        required=False, max_length=200, label="Their organisation, for an officer or guest"
    )
    afar = forms.BooleanField(required=False, label="They attend from afar")
    at = _when()
    because = _why_late()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("who", "") in {"officer:", "observer:"} or (
            found.get("who", "").startswith("deputy:") and not found.get("name")
        ):
            self.add_error("name", "Write the name of the person who came in")
        return found


class Leave(_ChoosesAPerson):
    do = "leave"
    who = _who("Who left", "Choose who left")
    at = _when()
    because = _why_late()


class Preside(_ChoosesAPerson):
    do = "preside"
    who = _who("Who takes the chair", "Choose who takes the chair")
    because = forms.CharField(
        required=False,
        max_length=300,
        label="Why them",
        help_text="Only where it is not who the terms say: for example, elected for this meeting",
    )


class Interest(_ChoosesAPerson):
    do = "declare"
    who = _who("Who declares an interest", "Choose who declares an interest")
    nature = forms.CharField(
        max_length=500, label="What the interest is", error_messages={"required": "Say what the interest is"}
    )
    whole = forms.BooleanField(
        required=False, label="It is for the whole meeting, and not only for this item"
    )
    withdraws = forms.BooleanField(required=False, label="They leave the room for it")


class Back(_ChoosesAPerson):
    do = "back"
    who = _who("Who is back", "Choose who is back")


class Agree(Short):
    do = "agree"
    text = _text("What is agreed", "Write what is agreed")
    condition = forms.CharField(
        required=False, max_length=300, label="Condition, if there is one",
        help_text="For example, subject to legal comments",
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["text"].widget.attrs["rows"] = 2


class Put(Short):
    do = "put"
    text = _text("What the members vote on", "Write what the members vote on")
    proposed_by = forms.CharField(
        required=False, max_length=200, label="Proposed by, if it is to be recorded"
    )
    condition = forms.CharField(required=False, max_length=300, label="Condition, if there is one")
    method = forms.ChoiceField(
        label="How to vote", choices=[(one, METHODS[one]) for one in VOTES], widget=forms.RadioSelect,
        error_messages={"required": "Choose how to vote"},
    )  # fmt: skip


class Open(Short):
    """Opens the vote on a text that was put before."""

    do = "open-vote"
    motion = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="How to vote", choices=[(one, METHODS[one]) for one in VOTES], widget=forms.RadioSelect,
        error_messages={"required": "Choose how to vote"},
    )  # fmt: skip


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": f"Write how many were {label.lower()}", "invalid": "Write a whole number",
                        "min_value": "A count is never below nought"},
    )  # fmt: skip


class Counted(Short):
    """Closes a vote that was counted by hand, or the paper slips of a secret one."""

    do = "close-counted"
    motion = forms.UUIDField(widget=forms.HiddenInput)
    votes_for = _count("For")
    votes_against = _count("Against")
    votes_abstain = _count("Abstained")

    @property
    def tally(self) -> tuple[int, int, int]:
        found = self.cleaned_data
        return found["votes_for"], found["votes_against"], found["votes_abstain"]


class Observe(_ChoosesAPerson):
    do = "observe"
    who = _who("Who said it", "Choose who said it")
    text = _text("What they said", "Write what they said")
    answer = forms.CharField(required=False, label="The answer they got", widget=forms.Textarea)


class Note(Short):
    do = "note"
    text = _text("What to write down", "Write the note")
    noted = forms.BooleanField(required=False, label="The meeting noted it")


class Act(_ChoosesAPerson):
    do = "action"
    text = _text("What is to be done", "Write what is to be done")
    who = forms.ChoiceField(required=False, label="Who does it")
    other = forms.CharField(required=False, max_length=200, label="Or another person")
    due_on = forms.DateField(
        required=False,
        label="By when",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write the day in full, such as 2026-03-05"},
    )


class Adjourn(Short):
    do = "adjourn"
    because = forms.CharField(
        max_length=300, label="Why the meeting is adjourned", error_messages={"required": "Say why"}
    )
    until = forms.CharField(required=False, max_length=100, label="Until when, if that is known")


class Strike(Short):
    do = "strike"
    sequence = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        max_length=300,
        label="Why it is struck out",
        help_text="It stays in the record, marked as struck out",
        error_messages={"required": "Say why it is struck out"},
    )


class Ruling(Short):
    do = "ruling"
    outcome = forms.ChoiceField(
        label="What the ruling is", choices=[("carried", "It was carried"), ("lost", "It was lost")],
        widget=forms.RadioSelect, error_messages={"required": "Choose what the ruling is"},
    )  # fmt: skip
    ruling = _text("Why", "Say why", hint="It stays visible with the decision, for everybody who reads it")
    ruling_by = forms.CharField(
        max_length=200, label="Who rules", error_messages={"required": "Name who rules"}
    )


HOW = [("here", "Here"), ("remote", "From afar"), ("deputy", "A deputy"), ("away", "Not here")]


class Opening(Short):
    """Who is there at the start: one question for each person in post."""

    do = "open"

    def __init__(
        self, data: Any = None, *, people: Iterable[tuple[str, str, str, str]] = (), **more: Any
    ) -> None:
        """`people` gives key, words, how they replied and the deputy they named."""
        super().__init__(data, **more)
        self.people = tuple(people)
        for key, words, how, deputy in self.people:
            ways = HOW if key.startswith("holder:") else [one for one in HOW if one[0] != "deputy"]
            self.fields[f"how_{key}"] = forms.ChoiceField(
                label=words, choices=ways, initial=how, widget=forms.RadioSelect,
                error_messages={"required": f"Say whether {words} is here"},
            )  # fmt: skip
            if key.startswith("holder:"):
                self.fields[f"deputy_{key}"] = forms.CharField(
                    required=False, max_length=200, initial=deputy, label=f"Name of the deputy for {words}"
                )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for key, words, _, _ in self.people:
            if found.get(f"how_{key}") == "deputy" and not found.get(f"deputy_{key}"):
                self.add_error(f"deputy_{key}", f"Write the name of the deputy for {words}")
        return found
