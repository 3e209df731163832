"""What people fill in about scrutiny: label and explain, no rules of law."""

from __future__ import annotations

from typing import Any

from django import forms

from frankpledge.web.asking import VersionedForm

FUNCTIONS = [("scrutiny", "Scrutiny"), ("overview", "Overview"), ("both", "Both")]
ANSWERS = [("accepted", "Accepted"), ("partly", "Accepted in part"), ("declined", "Declined")]
OUTCOMES = [("attended", "Attended"), ("sent-another", "Sent somebody else"), ("absent", "Did not come")]
STANDINGS = [
    ("officer", "An officer"),
    ("employee", "An employee"),
    ("member", "An elected member"),
    ("contractor", "A contractor"),
]


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """A day, as a date field of the browser."""
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": f"Give the day: {label.lower()}", "invalid": "Write the day as 2026-03-10"},
    )  # fmt: skip


def words(
    label: str, *, required: bool = True, hint: str = "", long: bool = False, most: int = 4000
) -> forms.CharField:
    """A line or some lines of words."""
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=most, widget=forms.Textarea if long else forms.TextInput,
        error_messages={"required": f"Write something for ‘{label}’"},
    )  # fmt: skip


class OfCommitteeForm(VersionedForm):
    """Something of one committee, to be chosen."""

    committee = forms.ChoiceField(label="Committee", error_messages={"required": "Choose the committee"})

    def __init__(self, *given: Any, committees: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["committee"].choices = committees  # type: ignore[attr-defined]


class CommitteeForm(VersionedForm):
    name = words("Name", most=200)
    slug = forms.SlugField(
        label="Short name", help_text="Small letters and hyphens, for addresses", max_length=80
    )
    function = forms.ChoiceField(label="Which part of the function it carries", choices=FUNCTIONS)
    remit = words("Remit", required=False, long=True)


class SittingForm(OfCommitteeForm):
    on = day("Day")
    title = words("What it was", most=200)
    is_review = forms.BooleanField(
        label="It reviewed the authorities’ crime and disorder functions", required=False,
        help_text="Only such a meeting starts a new year for the clock",
    )  # fmt: skip
    minutes = words("Where the minutes are", required=False, most=300)


class RemitForm(OfCommitteeForm):
    when = words("When", hint="As far as it is known: 2019-10 or 2019-10-16", most=10)
    text = words("What was confirmed", long=True)
    minute = words("Minute", required=False, most=300)


class RequestForm(OfCommitteeForm):
    body = words("Who was asked", most=200)
    asked_on = day("Asked on")
    due_on = day(
        "Due on", required=False, hint="The day that the request names; the law gives no number of days"
    )
    what = words(
        "What was asked for", long=True, hint="Nothing that identifies anybody, unless the committee needs it"
    )


class SupplyForm(VersionedForm):
    on = day("Supplied on")
    reply = words("What was supplied", long=True)
    left_out = words(
        "What was left out, and why",
        required=False,
        long=True,
        hint="It would identify somebody, or prejudice proceedings or operations",
    )


class NoticeForm(OfCommitteeForm):
    body = words("Body", most=200)
    post = words("Post", hint="The post, not a name", most=200)
    standing = forms.ChoiceField(label="Who it is", choices=STANDINGS)
    given_on = day("Notice given on")
    meeting_on = day("Meeting on")


class NoticeClosedForm(VersionedForm):
    outcome = forms.ChoiceField(label="What happened", choices=OUTCOMES)
    note = words("Note", required=False, long=True)


class ReportForm(OfCommitteeForm):
    title = words("Title", most=300)
    slug = forms.SlugField(label="Short name", max_length=80)
    dated = day("Date of the report", hint="The 28 days run from this day, not from when it arrived")
    told_duty = forms.BooleanField(
        label="The committee told the recipients that they must respond", required=False
    )
    points = words(
        "Recommendations",
        long=True,
        hint="One a line, then who must answer: Review the timetable | Council; Police",
        most=20000,
    )


class AnswerForm(VersionedForm):
    on = day("Answered on")
    decision = forms.ChoiceField(label="Answer", choices=ANSWERS)
    proposes = words("What it proposes to do, or why not", long=True)


class EffectForm(VersionedForm):
    plan = forms.ChoiceField(label="Plan", required=False, help_text="The plan or refresh that it went into")
    plan_change = words("What it changed there", required=False, long=True)
    effect = words("What came of it", required=False, long=True)
    effect_on = day("As of", required=False)

    def __init__(self, *given: Any, plans: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["plan"].choices = [("", "None"), *plans]  # type: ignore[attr-defined]


class ObservationForm(OfCommitteeForm):
    said_on = day("Said on")
    text = words("Comment or observation", long=True)


class ObservationAnswerForm(VersionedForm):
    on = day("Answered on")
    answer = words("Answer", long=True)


class PromiseForm(VersionedForm):
    text = words("What was promised", long=True)
    said_in = words("Where", hint="The report or plan, and its paragraph", most=200)
    year = words("For which year", hint="Such as 2020/21", most=24)
    due_on = day("To be done by", required=False)
    binding = words(
        "Figure that shows it",
        required=False,
        most=300,
        hint="provider:name=value, as a report names its figures",
    )
    direction = forms.ChoiceField(
        label="Which way",
        required=False,
        choices=[("", "No figure"), ("down", "It should fall"), ("up", "It should rise")],
    )


class KeptForm(VersionedForm):
    done_on = day("Done on", required=False)
    evidence = words("What shows it", required=False, long=True)


class ClaimsForm(forms.Form):
    text = words("Text", required=False, long=True, hint="Paste what you want to check", most=400_000)
    upload = forms.FileField(
        label="Or a file", required=False, help_text="Word, OpenDocument, PDF, HTML, text, CSV or JSON",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.odt,.pdf,.html,.htm,.txt,.csv,.json"}),
    )  # fmt: skip
