"""What a person says about a case, as forms. The rules are asked by the services; a form only reads and explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from frankpledge.kernel.dates import PartialDate
from frankpledge.reviews.cases.plain_forms import PlainForm, in_plain_words, of_field
from frankpledge.reviews.rules.casework.fields import FieldKind, FieldSpec, Kind
from frankpledge.reviews.rules.casework.kinds import KINDS, QUESTIONS, YES_NO_UNKNOWN
from frankpledge.reviews.rules.rights import PARTS

ELSEWHERE = "elsewhere"
KNOWN_LABELS = {
    "id": "Which recommendation?", "label": "Who?", "proposal": "Which proposal?", "point": "Which point?", "entry": "Which entry?",
    "agency": "Which agency?",
}  # fmt: skip
"""What a list is called, where the table of entries calls it a number or a name."""
LONGEST_DAY = 40
"""Characters that may be written for a day: whatever cannot be a day is told why, and not that it is too long."""
EXAMPLE = "As far as it is known: 2026-03-10, 2026-03 or 2026"


class PartialDateField(forms.CharField):
    """A date as far as it is known; empty is None."""

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise forms.ValidationError(of_field(str(self.label), str(error))) from error


class MonthDayField(forms.CharField):
    """A day and month, such as 24-12."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})", str(text))
        if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[1]) <= 31):
            raise forms.ValidationError(
                of_field(str(self.label), "write the day and the month, such as 24-12")
            )
        return f"{int(found[1]):02d}-{int(found[2]):02d}"


def field_for(spec: FieldSpec) -> forms.Field:
    """The form field of a part of an entry."""
    common: dict[str, Any] = {"label": spec.label, "required": spec.required, "help_text": spec.hint}
    common["error_messages"] = {
        "required": of_field(spec.label, "choose one" if spec.kind is FieldKind.CHOICE else "this is needed"),
        "invalid_choice": of_field(spec.label, "choose one"),
    }
    match spec.kind:
        case FieldKind.LONG:
            return forms.CharField(widget=forms.Textarea, max_length=20_000, **common)
        case FieldKind.DAY:
            return PartialDateField(max_length=LONGEST_DAY, **{**common, "help_text": spec.hint or EXAMPLE})
        case FieldKind.CHOICE:
            choices = [*spec.choices] if spec.required else [("", "Not said"), *spec.choices]
            is_short = len(choices) <= 6
            if spec.required and not is_short:
                choices = [
                    ("", "Choose one"),
                    *choices,
                ]  # nothing is chosen for somebody who only presses the button
            return forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect if is_short else forms.Select, **common
            )
        case FieldKind.MANY:
            return forms.MultipleChoiceField(
                choices=spec.choices, widget=forms.CheckboxSelectMultiple, **common
            )
        case FieldKind.NUMBER:
            return forms.IntegerField(min_value=0, max_value=1_000_000, **common)
        case FieldKind.POUNDS:
            return forms.DecimalField(min_value=Decimal(0), max_digits=11, decimal_places=2, **common)
        case FieldKind.MONTH_DAY:
            return MonthDayField(max_length=LONGEST_DAY, **common)
        case _:
            return forms.CharField(max_length=300, **common)


class OfferedField(forms.ChoiceField):
    """A list to choose from. Whether something else may be said is for the rules of reviews to answer, with their reason."""

    def valid_value(self, value: Any) -> bool:
        return len(str(value)) <= 300


def _known_field(spec: FieldSpec, options: Sequence[tuple[str, str]]) -> forms.Field:
    """One of what stands in the review already; where there is only one, that one."""
    first = (
        [] if len(options) == 1 and spec.required else [("", "Choose one" if spec.required else "Not said")]
    )
    return OfferedField(label=KNOWN_LABELS.get(spec.name, spec.label), choices=[*first, *options], required=spec.required,
                        error_messages={"required": of_field(KNOWN_LABELS.get(spec.name, spec.label), "choose one")})  # fmt: skip


class EntryForm(PlainForm):
    """An entry of one kind: its day, unless a decision gives it, and what it says."""

    def __init__(
        self, kind: Kind, decisions: Iterable[tuple[str, str]], *given: Any, partnerships: Sequence[str] = (),
        known: Mapping[str, Sequence[tuple[str, str]]] | None = None, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*given, **named)
        self.kind = kind
        if not kind.gate:
            self.fields["on"] = PartialDateField(label="On which day did it happen?", help_text=EXAMPLE, max_length=LONGEST_DAY,
                                                 error_messages={"required": "On which day did it happen? This is needed"})  # fmt: skip
        for spec in kind.fields:
            if spec.name == "decision":
                options = [("", "Choose a decision"), *decisions]
                self.fields[spec.name] = forms.ChoiceField(label=spec.label, choices=options,
                                                           error_messages={"required": "Choose the decision of the partnership"})  # fmt: skip
            elif known and spec.name in known:
                self.fields[spec.name] = _known_field(spec, known[spec.name])
            elif spec.kind is FieldKind.PARTNERSHIP and partnerships:
                self._ask_partnership(spec, partnerships)
            elif not (kind.slug == "anonymisation-signed" and spec.name == "name"):
                self.fields[spec.name] = field_for(spec)
        in_plain_words(self)

    def _ask_partnership(self, spec: FieldSpec, known: Sequence[str]) -> None:
        """One that is known here, or the name of another."""
        first = ("", "Choose a partnership" if spec.required else "Not said")
        choices = [
            first,
            *((name, name) for name in known),
            (ELSEWHERE, "Another, which is not in this list"),
        ]
        self.fields[spec.name] = forms.ChoiceField(label=spec.label, required=spec.required, choices=choices, help_text=spec.hint,
                                                   error_messages={"required": of_field(spec.label, "choose one"), "invalid_choice": of_field(spec.label, "choose one")})  # fmt: skip
        self.fields[f"{spec.name}-elsewhere"] = forms.CharField(label="Its name, where it is not in the list", required=False, max_length=300)  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for spec in self.kind.fields:
            if said.get(spec.name) != ELSEWHERE or spec.kind is not FieldKind.PARTNERSHIP:
                continue
            said[spec.name] = said.get(f"{spec.name}-elsewhere", "")
            if not said[spec.name]:
                self.add_error(
                    f"{spec.name}-elsewhere", "Write the name of the partnership that is not in the list"
                )
        return said

    @property
    def on(self) -> PartialDate | None:
        found: PartialDate | None = self.cleaned_data.get("on")
        return found

    def said(self) -> dict[str, object]:
        """What the entry says, as the log keeps it: text and lists of text."""
        return {
            spec.name: _kept(self.cleaned_data.get(spec.name))
            for spec in self.kind.fields
            if spec.name in self.fields
        }


def _kept(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, list):
        return [str(one) for one in value]
    return str(value)


class OpenForm(EntryForm):
    """Opening a case: what it is called, and the notice that came in."""

    def __init__(self, *given: Any, is_demo: bool, **named: Any) -> None:
        super().__init__(KINDS["received"], (), *given, **named)
        called = {
            "reference": forms.SlugField(label="Reference", max_length=40, help_text="Such as r-2026-01. It names nobody."),
            "codename": forms.CharField(
                label="What is it called on pages?", max_length=80,
                help_text="A word that says nothing about anybody, such as the name of a tree.",
            ),
        }  # fmt: skip
        self.fields = {**called, **self.fields}
        in_plain_words(self)
        self.is_demo = is_demo


class CriteriaForm(PlainForm):
    """The questions of the criteria, each with what the answer rests on. An empty answer leaves the question as it stands."""

    def __init__(self, people: tuple[str, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if len(people) > 1:
            options = [*((one, one) for one in people), ("", "All of them alike")]
            self.fields["who"] = forms.ChoiceField(label="Whom are these answers about?", required=False, choices=options,
                                                   help_text="Several people died: each has answers of their own.")  # fmt: skip
        for name, label in QUESTIONS:
            self.fields[name] = forms.ChoiceField(label=label, required=False, widget=forms.RadioSelect,
                                                  choices=[("", "As it stands"), *YES_NO_UNKNOWN])  # fmt: skip
            self.fields[f"{name}-because"] = forms.CharField(label=f"What the answer to {label.partition(':')[0]} rests on", required=False,
                                                             max_length=2000, help_text=label.partition(": ")[2])  # fmt: skip

        in_plain_words(self)

    def clean(self) -> dict[str, Any]:
        """An answer and what it rests on go together: neither is left behind."""
        said = super().clean() or {}
        for name, label in QUESTIONS:
            answer, because = said.get(name), str(said.get(f"{name}-because") or "").strip()
            number, _, words = label.partition(": ")
            if because and not answer:
                self.add_error(name, f"{number}, {words}: choose an answer for what you wrote")
            elif answer and answer != "not-known" and not because:
                self.add_error(f"{name}-because", f"{number}, {words}: say what the answer rests on")
        return said

    def answers(self) -> list[tuple[str, str, str]]:
        found = []
        for name, _ in QUESTIONS:
            if self.cleaned_data.get(name):
                found.append((name, self.cleaned_data[name], self.cleaned_data[f"{name}-because"]))
        return found


class PartForm(PlainForm):
    """Giving somebody a part in a case."""

    user = forms.ChoiceField(label="Who?", error_messages={"required": "Choose who it is"})
    part = forms.ChoiceField(
        label="As what?",
        choices=(("", "Choose a part"), *PARTS.items()),
        error_messages={"required": "Choose the part"},
    )
    organisation = forms.CharField(label="For which agency?", required=False, max_length=200,
                                   help_text="Needed for a member and for the author of an agency’s own review: they see only what is theirs.")  # fmt: skip
    purpose = forms.CharField(
        label="For what purpose?", max_length=300, error_messages={"required": "Say for what purpose"}
    )

    def __init__(self, people: Iterable[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["user"].choices = [("", "Choose somebody"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("part") in {"member", "imr-author"} and not said.get("organisation"):
            self.add_error("organisation", "Say for which agency")
        return said


class ConflictForm(PlainForm):
    """Keeping a case from somebody."""

    user = forms.ChoiceField(
        label="Who has the conflict of interest?", error_messages={"required": "Choose who it is"}
    )
    relation = forms.CharField(
        label="What is it?", max_length=300, error_messages={"required": "Say what the conflict is"}
    )
    source = forms.ChoiceField(label="How did it come to light?", widget=forms.RadioSelect, error_messages={"required": "Say how it came to light"},
                               choices=(("declared", "They declared it"), ("reported", "Somebody reported it"), ("matched", "A check found it")))  # fmt: skip

    def __init__(self, people: Iterable[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        named_people = list(people)
        first = [("", "Choose somebody")] if len(named_people) > 1 else []
        self.fields["user"].choices = [*first, *named_people]  # type: ignore[attr-defined]
