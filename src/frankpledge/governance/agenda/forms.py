"""What the pages before a meeting ask. Business rules are the services' own: a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms

from frankpledge.governance.agenda.calling import KINDS, Moved, moment
from frankpledge.governance.agenda.forecasting import ANSWERS
from frankpledge.governance.agenda.observing import ADVICE_ABOUT
from frankpledge.governance.agenda.written import Late, NewCall, NewItem, NewPlanned
from frankpledge.governance.rules.agenda.dates import WEEKS
from frankpledge.governance.rules.agenda.kinds import FUNCTIONS, ITEM_KINDS
from frankpledge.governance.rules.agenda.papers import RISK_LEVELS, PartText
from frankpledge.governance.rules.capacities import CAPACITIES
from frankpledge.governance.rules.gates import EFFECTS, GATES
from frankpledge.kernel.dates import MONTHS, WEEKDAYS
from frankpledge.law import api as law
from frankpledge.records.uploads import MEGABYTE, MOST_BYTES, TAKEN
from frankpledge.web.asking import VersionedForm

Choices = Sequence[tuple[str, str]]
DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
LONGEST_TEMPO = timedelta(366)
HOURS = ["%H:%M", "%H.%M"]
NONE = ("", "None of these")
BY_DECISION = {
    **{slug: gate.sentence.removesuffix(".") for slug, gate in GATES.items()},
    "confirm-scrutiny-remit": "A committee confirms what it scrutinises",
    "note": "Nothing waits for it: it is remembered",
}


class DayInput(forms.DateInput):
    """The browser's own way of choosing a day."""

    input_type = "date"


def day_field(label: str, *, required: bool = True, hint: str = "Such as 2026-06-11") -> forms.DateField:
    """A day, typed or picked."""
    wrong = {"invalid": "Write the day as 2026-06-11", "required": f"{label}: write the day"}
    return forms.DateField(
        label=label, required=required, help_text=hint, input_formats=DAYS, error_messages=wrong,
        widget=DayInput(format="%Y-%m-%d"),
    )  # fmt: skip


def hour_field(label: str, *, required: bool = True) -> forms.TimeField:
    """An hour of the day in London."""
    wrong = {"invalid": "Write the hour as 14:00", "required": f"{label}: write the hour"}
    return forms.TimeField(
        label=label, required=required, help_text="Such as 14:00", input_formats=HOURS, error_messages=wrong,
        widget=forms.TimeInput(format="%H:%M"),
    )  # fmt: skip


def text_field(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    """Some paragraphs."""
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=forms.Textarea(),
        error_messages={"required": f"{label}: write something"},
    )  # fmt: skip


def line_field(label: str, *, required: bool = False, hint: str = "", length: int = 200) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=length,
        error_messages={"required": f"{label}: write something"},
    )  # fmt: skip


def choice_field(label: str, choices: Choices, *, required: bool = True, hint: str = "") -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=hint,
        error_messages={"required": f"{label}: choose one"},
    )  # fmt: skip


def effects() -> Choices:
    """What a decision may be for, in words."""
    return [(slug, BY_DECISION[slug]) for slug in EFFECTS]


def duties(nation: str, on: date) -> Choices:
    """The duties of the law library, and none of them."""
    return [NONE, *((one.code, one.title) for one in law.duties(nation, on))]


def groups_of(groups: Iterable[tuple[str, str]]) -> Choices:
    return [("", "The partnership itself"), *groups]


# Meetings ---------------------------------------------------------------------------------------------------------


class MeetingForm(VersionedForm):
    """A meeting to be called, or what is changed of one."""

    title = line_field("What it is called", required=True)
    kind = choice_field("Kind of meeting", list(KINDS.items()))
    on = day_field("Day")
    starts = hour_field("Begins at")
    ends = hour_field("Ends at", required=False)
    place = line_field("Place", length=300, hint="Leave empty if it is from afar only")
    joining = text_field("How to join from afar", hint="Only those invited see this")
    is_open_to_public = forms.BooleanField(label="It is open to the public", required=False)
    despite = line_field(
        "If that day is a weekend or a bank holiday: why it is to be then", hint="Leave empty otherwise"
    )

    @property
    def moments(self) -> tuple[datetime, datetime | None]:
        said = self.cleaned_data
        ends: time | None = said["ends"]
        return moment(said["on"], said["starts"]), moment(said["on"], ends) if ends else None

    def call(self, *, because: str = "", group: str = "", resumes: str = "") -> NewCall:
        said, (starts, ends) = self.cleaned_data, self.moments
        return NewCall(
            said["title"], said["kind"], starts, ends, said["place"], said["joining"], said["is_open_to_public"],
            because, said["despite"], group, resumes,
        )  # fmt: skip


class CallForm(MeetingForm):
    """A new meeting: of the partnership or of one of its groups."""

    group = choice_field("Who meets", [("", "The partnership itself")], required=False)
    because = text_field(
        "Why it is called", hint="Needed for an extraordinary meeting; the reason is published"
    )
    field_order = ("group", "title", "kind", "on", "starts", "ends", "place")

    def __init__(self, groups: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["group"].choices = groups_of(groups)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind") == "extraordinary" and not str(said.get("because", "")).strip():
            self.add_error("because", "Write why an extraordinary meeting is called")
        return said

    def said_call(self) -> NewCall:
        return self.call(because=self.cleaned_data["because"], group=self.cleaned_data["group"])


class ChangeForm(MeetingForm):
    """What is changed of a meeting that is ahead."""

    because = text_field(
        "Why it is changed", hint="Needed when the day or the hour changes; the reason is published"
    )
    field_order = ("title", "kind", "on", "starts", "ends", "because", "place")

    def moved(self) -> Moved:
        said, (starts, ends) = self.cleaned_data, self.moments
        return Moved(
            starts, ends, said["place"], said["joining"], said["is_open_to_public"], said["title"], said["kind"],
            said["because"], said["despite"],
        )  # fmt: skip


class BecauseForm(VersionedForm):
    """A reason, and nothing else."""

    because = text_field("Why", required=True)


class YearForm(forms.Form):
    """The pattern of a year of dates, and the hour and place of every one of them."""

    starts_on = day_field("First day of the year of dates")
    weekday = choice_field("Weekday", [(str(n), name) for n, name in enumerate(WEEKDAYS)])
    week = choice_field("Which one in the month", [(str(n), words) for n, words in WEEKS.items()])
    months = forms.MultipleChoiceField(
        label="Months",
        choices=[(str(n), name) for n, name in enumerate(MONTHS, start=1)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one month"},
    )
    avoid = text_field(
        "Days to avoid", hint="One a line, such as 2026-07-09 or 2026-07-20..2026-08-28 for a stretch"
    )


class TempoDatesForm(forms.Form):
    """The dates of a faster tempo: from when to when."""

    first = day_field("First meeting on")
    until = day_field("Until")
    avoid = text_field("Days to avoid", hint="One a line, such as 2026-07-09")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, until = said.get("first"), said.get("until")
        if first and until and until < first:
            self.add_error("until", "Until is before the first meeting")
        elif first and until and until > first + LONGEST_TEMPO:
            self.add_error("until", "Choose at most a year at a time")
        return said


class DatesForm(forms.Form):
    """The dates taken from a proposal."""

    title = line_field("What each meeting is called", required=True, hint="The day is added to it")
    starts = hour_field("Begins at")
    ends = hour_field("Ends at", required=False)
    place = line_field("Place", length=300)
    days = forms.MultipleChoiceField(
        label="Dates",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one date"},
    )

    def __init__(self, days: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["days"].choices = days  # type: ignore[attr-defined]


# The forward plan -------------------------------------------------------------------------------------------------


class AboutItem(VersionedForm):
    """What is said alike of an item foreseen and of one on an agenda."""

    title = line_field("Title", required=True, length=300)
    kind = choice_field(
        "What it asks of the members", [(slug, one.title) for slug, one in ITEM_KINDS.items()]
    )
    function = choice_field("Function of the partnership", [NONE, *FUNCTIONS.items()], required=False)
    capacity = choice_field(
        "In which capacity",
        [NONE, *((slug, one.title.capitalize()) for slug, one in CAPACITIES.items())],
        required=False,
    )
    effect = choice_field("What waits for the decision", effects(), hint="Only for an item to decide")
    about = line_field(
        "What that is about", hint="The short name of a plan, a review or a strategy", length=80
    )
    duty = choice_field("Duty that it serves", [NONE], required=False)
    presenter = line_field("Who presents it")
    is_closed = forms.BooleanField(label="It is not for the public", required=False)
    closed_because = text_field("Why it is closed", hint="Such as: it would identify a person under review")
    public_title = line_field("Title that the public may read", length=300)

    def __init__(self, duties: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]


class PlannedForm(AboutItem):
    """An item foreseen."""

    wanted = line_field(
        "When it is wanted", required=True, hint="2026-09-10, 2026-09 or 2026, as far as you know", length=10
    )
    is_yearly = forms.BooleanField(label="It comes back every year", required=False)
    why = text_field("Why", hint="What it is for, and what it must decide")
    field_order = ("title", "wanted", "is_yearly", "kind", "why")

    def planned(self) -> NewPlanned:
        return NewPlanned(**self.said())  # type: ignore[arg-type]


class EditPlannedForm(PlannedForm):
    """An item foreseen, without its date: that is changed by moving it, with a reason."""

    wanted = None  # type: ignore[assignment]

    def planned_on(self, wanted: str) -> NewPlanned:
        return NewPlanned(wanted=wanted, **self.said())  # type: ignore[arg-type]


class MovePlannedForm(VersionedForm):
    """Where an item is moved to: a meeting that is ahead, or a date."""

    meeting = choice_field("To the meeting", [("", "No meeting yet: a date instead")], required=False)
    wanted = line_field("Or to a date", hint="2026-09-10, 2026-09 or 2026", length=10)
    because = text_field("Why", required=True)

    def __init__(self, meetings: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["meeting"].choices = [("", "No meeting yet: a date instead"), *meetings]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("meeting")) == bool(said.get("wanted")):
            self.add_error("wanted", "Choose a meeting, or write a date: one of the two")
        return said

    @property
    def to(self) -> str:
        return str(self.cleaned_data["meeting"] or self.cleaned_data["wanted"])


class TempoForm(forms.Form):
    """A faster tempo."""

    phase = choice_field("Phase", [("emergency", "Emergency")], hint="As the terms of reference call it")
    every_weeks = choice_field(
        "How often", [("1", "Every week"), ("2", "Every fortnight"), ("4", "Every four weeks")]
    )
    starts_on = day_field("From")
    because = text_field("Why", required=True)

    def __init__(self, phases: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        known = dict([("emergency", "Emergency"), *phases])
        self.fields["phase"].choices = list(known.items())  # type: ignore[attr-defined]


class EndTempoForm(VersionedForm):
    """The return to normal."""

    ends_on = day_field("Last day")
    because = text_field("Why", required=True)


# The agenda -------------------------------------------------------------------------------------------------------


class ItemForm(AboutItem):
    """An item of an agenda."""

    scope = choice_field("Rule of decision", [("ordinary", "Ordinary")], required=False)
    is_advice = forms.BooleanField(
        label="It is advice to the council, given as the domestic abuse board", required=False
    )
    minutes_allowed = forms.IntegerField(
        label="Minutes allowed", required=False, min_value=1, max_value=480,
        error_messages={"invalid": "Write a number of minutes"},
    )  # fmt: skip
    recommendation = text_field(
        "Recommendation", hint="The exact words that the members are asked to agree to"
    )
    because = text_field("Reason for the recommendation")
    field_order = (
        "title", "kind", "recommendation", "because", "duty", "presenter", "minutes_allowed", "function", "capacity",
        "is_advice", "effect", "about", "scope",
    )  # fmt: skip

    def __init__(self, duties: Choices, scopes: Choices, *given: Any, **named: Any) -> None:
        super().__init__(duties, *given, **named)
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]

    def item(self) -> NewItem:
        said = {name: value for name, value in self.said().items() if name in NewItem.__dataclass_fields__}
        return NewItem(**{**said, "scope": said["scope"] or "ordinary"})  # type: ignore[arg-type]


class LateForm(forms.Form):
    """What lets an item in after the papers were due."""

    is_urgent = forms.BooleanField(label="It is urgent", required=False)
    leave_of = choice_field("By leave of", [("", "Nobody")], required=False)

    def __init__(self, leaves: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["leave_of"].choices = [("", "Nobody"), *leaves]  # type: ignore[attr-defined]

    def late(self) -> Late:
        return Late(self.cleaned_data["is_urgent"], self.cleaned_data["leave_of"])


class NewItemForm(ItemForm):
    """A new item: where it stands, and what lets it in late."""

    after = choice_field("Where it stands", [("", "At the end, before other business")], required=False)
    is_urgent = forms.BooleanField(label="It is urgent", required=False)
    leave_of = choice_field(
        "By leave of", [("", "Nobody")], required=False, hint="Only for one that comes late"
    )

    def __init__(
        self, duties: Choices, scopes: Choices, places: Choices, leaves: Choices, *given: Any, **named: Any
    ) -> None:
        super().__init__(duties, scopes, *given, **named)
        self.fields["after"].choices = [("", "At the end, before other business"), *places]  # type: ignore[attr-defined]
        self.fields["leave_of"].choices = [("", "Nobody"), *leaves]  # type: ignore[attr-defined]

    @property
    def after_item(self) -> UUID | None:
        said = self.cleaned_data["after"]
        return UUID(said) if said else None

    def late(self) -> Late:
        return Late(self.cleaned_data["is_urgent"], self.cleaned_data["leave_of"])


# Papers -----------------------------------------------------------------------------------------------------------


class PaperForm(VersionedForm):
    """Who wrote a paper, and why it has no performance data."""

    author = line_field("Author", required=True)
    author_post = line_field("Post")
    performance_absent_because = text_field(
        "If no performance data are attached: why", hint="Leave empty when they are attached"
    )


class PartForm(VersionedForm):
    """One part of a paper."""

    text = text_field(
        "Text",
        hint="Plain text. Links as [what the reader will find](https://…), lists with - before each line",
    )
    none_because = text_field(
        "Or why there is nothing to say", hint="Such as: the decision changes no travel and no building"
    )

    def part(self, slug: str) -> PartText:
        said = self.cleaned_data
        return PartText(
            slug,
            said["text"],
            said["none_because"],
            said.get("current_risk", ""),
            said.get("residual_risk", ""),
        )


class RiskForm(PartForm):
    """The risk, with its level now and after what is done about it."""

    current_risk = choice_field("Current risk", [("", "Not assessed"), *RISK_LEVELS.items()], required=False)
    residual_risk = choice_field(
        "Residual risk", [("", "Not assessed"), *RISK_LEVELS.items()], required=False
    )


class SignForm(forms.Form):
    """An officer's word for a text; `sha256` is of the text that was shown."""

    name = line_field("Name of the officer", required=True)
    post = line_field("Post", required=True, hint="Such as head of legal services")
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AttachForm(forms.Form):
    """A file that goes with a paper."""

    upload = forms.FileField(
        label="File", help_text=f"{TAKEN}; at most {MOST_BYTES // MEGABYTE} MB",
        error_messages={"required": "Choose a file", "empty": "The file is empty: choose it again"},
    )  # fmt: skip
    title = line_field(
        "What it is called",
        required=True,
        hint="As readers will know it, such as ‘Police performance, quarter 2’",
    )
    kind = choice_field(
        "What it is",
        [("appendix", "An appendix"), ("performance", "Performance data that the paper rests on")],
    )
    supplied_by = line_field(
        "Which partner supplied it",
        hint="Leave empty for the partnership’s own. A partner’s file is marked ‘supplied, not checked’",
    )


class BackgroundForm(forms.Form):
    """A background paper."""

    title = line_field("What it is", required=True, length=300, hint="Title, whose it is, and its date")
    href = line_field(
        "Where it is",
        length=500,
        hint="A lasting address, such as https://www.legislation.gov.uk/ukpga/1998/37",
    )
    upload = forms.FileField(
        label="Copy to keep", required=False, help_text=f"Addresses on the web do not last. {TAKEN}",
        error_messages={"empty": "The file is empty: choose it again"},
    )  # fmt: skip


# What is sent, and what others say --------------------------------------------------------------------------------


class IssueForm(forms.Form):
    """To whom an agenda goes, and how."""

    to = text_field(
        "To whom it goes",
        required=True,
        hint="Such as: all members and invited members; the council’s web team",
    )
    how = line_field("How", hint="Such as email")
    because = text_field("Why it is late", hint="Only if it goes out after its last day")
    publish = forms.BooleanField(
        label="The public may read the open part on the partnership’s pages", required=False, initial=True
    )


class SentForm(forms.Form):
    """Something that was sent by other means."""

    what = choice_field(
        "What went out",
        [
            ("notice", "Notice of the meeting"),
            ("agenda", "Agenda and papers"),
            ("supplement", "A supplement"),
        ],
    )
    sent_on = day_field("On which day")
    to = text_field("To whom", required=True)
    how = line_field("How", hint="Such as email, post, the web page")
    because = text_field("Why it was late", hint="Only if it was")
    upload = forms.FileField(
        label="The notice itself", required=False, help_text="Kept by the hash of its content",
        error_messages={"empty": "The file is empty: choose it again"},
    )  # fmt: skip


class ReplyForm(VersionedForm):
    """Whether somebody comes."""

    answer = forms.ChoiceField(
        label="Will you come?", choices=list(ANSWERS.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer"},
    )  # fmt: skip
    deputy = line_field("Name of the deputy", hint="Only if you send one")
    note = text_field("Anything the clerk should know", hint="Such as: arriving late, needs a hearing loop")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "deputy" and not str(said.get("deputy", "")).strip():
            self.add_error("deputy", "Write whom you send")
        return said


class ReplyForOthersForm(ReplyForm):
    """What the clerk was told by somebody."""

    who = choice_field("Whose answer", [])
    field_order = ("who",)

    def __init__(self, people: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["who"].choices = people  # type: ignore[attr-defined]
        self.fields["answer"].label = "What they said"


class InterestForm(forms.Form):
    """An interest that is told of before the meeting."""

    seat = choice_field("Whose interest", [])
    item = choice_field("In which item", [], required=False)
    nature = text_field("What the interest is", required=True)
    will_withdraw = forms.BooleanField(label="They will leave the room for it", required=False, initial=True)

    def __init__(self, people: Choices, items: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["seat"].choices = people  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", "The whole meeting"), *items]  # type: ignore[attr-defined]


class ObservationForm(forms.Form):
    """What somebody wrote about an item."""

    text = text_field("What was observed", required=True)
    given_by = line_field("By whom", required=True)
    organisation = line_field("Of which organisation")
    given_on = day_field("Given on")


class AnswerForm(VersionedForm):
    """The answer to an observation."""

    answer = text_field("Answer", required=True)
    answered_by = line_field("Answered by", required=True)


class AdviceForm(forms.Form):
    """Advice that was sent to the council."""

    about = choice_field("What it is about", list(ADVICE_ABOUT.items()))
    text = text_field("The advice", required=True)
    given_to = line_field("Given to", required=True)
    given_on = day_field("Given on")


class AdviceAnswerForm(forms.Form):
    """The council's answer."""

    answer = text_field("What the council answered", required=True)
    answered_on = day_field("Answered on")


class QuestionForm(forms.Form):
    """A question that the chair may be asked."""

    item = choice_field("On which item", [])
    question = text_field("Question", required=True)
    answer = text_field("What may be answered")

    def __init__(self, items: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


# Public meetings and meetings that others require -----------------------------------------------------------------


class PublicForm(VersionedForm):
    """That a public meeting was publicised before, and reported after."""

    publicised_on = day_field("Made known to the public on", required=False)
    publicised_how = text_field(
        "How", hint="Such as: the web page, posters in libraries, social media; for which groups"
    )
    reported_on = day_field("What happened was told on", required=False)
    reported_how = text_field("How it was told")


class RequirementForm(forms.Form):
    """A meeting that the policing body requires."""

    required_by = line_field("Who requires it", required=True)
    required_on = day_field("Required on")
    consulted_on = day_field("The authorities were consulted on", required=False)
    meeting_on = day_field("The meeting is on", required=False)
    place = line_field("Where", length=300)
    strategies = forms.MultipleChoiceField(
        label="Which strategies it is about", choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )
    reasons = text_field("Why it is said to be reasonable and proportionate")
    authorities = text_field(
        "Who is to come", required=True,
        hint="One authority a line, and after a comma how many people: dorset-police, 2",
    )  # fmt: skip

    def __init__(self, strategies: Choices, bodies: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["strategies"].choices = strategies  # type: ignore[attr-defined]
        known = "; ".join(f"{slug} is {name}" for slug, name in bodies)
        self.fields[
            "authorities"
        ].help_text = f"One authority a line, and after a comma how many people. {known}"


class AttendanceForm(VersionedForm):
    """What an authority replied, and how many of its people came."""

    reply = text_field("What it replied")
    replied_on = day_field("Replied on", required=False)
    attended = forms.IntegerField(
        label="How many of its people came", required=False, min_value=0, max_value=500,
        help_text="Leave empty while it is not known: that is not nought",
        error_messages={"invalid": "Write a number"},
    )  # fmt: skip


class RequisitionForm(forms.Form):
    """A meeting that members ask for."""

    received_on = day_field("Received on")
    business = text_field("What it is to discuss", required=True)
    seats = forms.MultipleChoiceField(
        label="Who signed", choices=[], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick those who signed"},
    )  # fmt: skip

    def __init__(self, seats: Choices, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["seats"].choices = seats  # type: ignore[attr-defined]
