"""What people fill in about money: label and explain, no rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from frankpledge.money.rules.funds import CLAW_BACKS, CONCLUSIONS, KINDS
from frankpledge.web.asking import VersionedForm


def day(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    """A day, as a date field of the browser."""
    return forms.DateField(
        label=label, required=required, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": f"Give the day: {label.lower()}", "invalid": "Write the day as 2020-06-14"},
    )  # fmt: skip


def words(
    label: str, *, required: bool = True, hint: str = "", long: bool = False, most: int = 2000
) -> forms.CharField:
    """A line or some lines of words."""
    return forms.CharField(
        label=label, required=required, help_text=hint, max_length=most, widget=forms.Textarea if long else forms.TextInput,
        error_messages={"required": f"Write something for ‘{label}’"},
    )  # fmt: skip


def money(label: str, *, required: bool = True, hint: str = "", least: str = "0.01") -> forms.DecimalField:
    """Pounds and pence."""
    return forms.DecimalField(
        label=label, required=required, help_text=hint or "Pounds and pence, such as 1250.00", max_digits=14, decimal_places=2,
        min_value=Decimal(least),
        error_messages={
            "required": "Give the amount", "invalid": "Write pounds and pence: 1250.00", "max_decimal_places": "Pounds have two places for pence",
        },
    )  # fmt: skip


class FundForm(VersionedForm):
    title = words("Name", most=200)
    slug = forms.SlugField(
        label="Short name", help_text="Files of expenditure name the fund so", max_length=80
    )
    giver = words("Who gives it", most=200)
    kind = forms.ChoiceField(label="Kind", choices=list(KINDS.items()))
    amount = money("Amount", least="0.00")
    starts_on = day("First day")
    ends_on = day("Last day")
    holder = words("Which body holds it", required=False, most=200)
    source = words("Where it is agreed", required=False, most=300)


class OfFundForm(VersionedForm):
    fund = forms.ChoiceField(label="Fund", error_messages={"required": "Choose the fund"})

    def __init__(
        self, *given: Any, funds: list[tuple[str, str]], priorities: list[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.fields["fund"].choices = funds  # type: ignore[attr-defined]
        if "priority" in self.fields:
            self.fields["priority"].choices = [("", "No priority"), *priorities]  # type: ignore[attr-defined]


class ConditionForm(OfFundForm):
    text = words("What is required", long=True)
    due_on = day("To be met by", required=False)
    claw_back = forms.ChoiceField(
        label="What goes back",
        choices=list(CLAW_BACKS.items()),
        help_text="If the giver says that it was not met",
    )
    claw_back_amount = money("Amount that goes back", required=False)


class SettleForm(VersionedForm):
    met_on = day("Met on", required=False)
    failed_on = day("Not met, as the giver said on", required=False)
    evidence = words("What shows it", required=False, long=True)


class BudgetForm(OfFundForm):
    period = words("Period", hint="2020/21", most=24)
    priority = forms.ChoiceField(label="Priority", required=False)
    purpose = words("What for", required=False, most=300)
    amount = money("Amount", least="0.00")


class ReviewForm(VersionedForm):
    period = words("Period", hint="2020/21", most=24)
    on = day("Day")
    finding = words("What was found", long=True)
    conclusion = forms.ChoiceField(label="Conclusion", choices=list(CONCLUSIONS.items()))
    action = words("What will be done", required=False, long=True)
    minute = words("Minute or decision", required=False, most=200)


class AgreementForm(VersionedForm):
    title = words("Name", most=200)
    slug = forms.SlugField(label="Short name", max_length=80)
    covers = words("What it covers", most=300)
    starts_on = day("First day")
    ends_on = day("Last day", required=False)
    decision = words("Decision that made it", required=False, most=200)
    shares = words(
        "Shares", long=True, hint="One a line: The Council | 2. The figures are parts of their sum"
    )


class OfAgreementForm(VersionedForm):
    agreement_id = forms.ChoiceField(label="Agreement", error_messages={"required": "Choose the agreement"})

    def __init__(self, *given: Any, agreements: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["agreement_id"].choices = agreements  # type: ignore[attr-defined]


class ChargeForm(OfAgreementForm):
    on = day("Day of the bill")
    what = words("What for", most=300)
    amount = money("Amount")
    reference = words("Reference", required=False, most=80)


class PaymentForm(OfAgreementForm):
    organisation = words("Partner", hint="As the agreement writes it", most=80)
    on = day("Paid on")
    amount = money("Amount")
    reference = words("Reference", required=False, most=80)


class SpendingForm(forms.Form):
    upload = forms.FileField(
        label="File", help_text="CSV or XLSX with the columns fund, on, supplier, purpose, amount, and if known priority, reference, voluntary",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file", "empty": "The file is empty: export it again"},
    )  # fmt: skip
