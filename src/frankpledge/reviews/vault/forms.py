"""What a person says to the vault and of a document, as forms."""

from __future__ import annotations

from uuid import UUID

from django import forms

from frankpledge.reviews.cases.forms import EXAMPLE, PartialDateField
from frankpledge.reviews.cases.plain_forms import PlainForm
from frankpledge.reviews.rules.scanning.kinds import KINDS
from frankpledge.reviews.rules.vault import ROLES, SHORTEST_PURPOSE
from frankpledge.reviews.vault.services import Named

DOCUMENTS = ".docx,.odt,.pdf,.xlsx,.ods,.html,.htm,.txt,.csv,.json"


class PurposeForm(PlainForm):
    """Why the vault is opened."""

    purpose = forms.CharField(
        label="What do you need it for?", max_length=300, min_length=SHORTEST_PURPOSE,
        help_text="It is written in the history of the review, with your name and the time",
        error_messages={"required": "Say what you need it for", "min_length": "Say what you need it for, in a few words"},
    )  # fmt: skip


class PersonForm(PlainForm):
    """A pseudonym."""

    label = forms.CharField(
        label="Pseudonym", max_length=40, help_text="A name that has nothing to do with theirs; no initials",
        error_messages={"required": "Write the pseudonym"},
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Who they are in what happened",
        choices=tuple(ROLES.items()),
        error_messages={"required": "Say who they are"},
    )
    agreed = forms.BooleanField(label="The family agreed to it", required=False)


class TermForm(PlainForm):
    """Things of one kind that tell who somebody is, one a line."""

    kind = forms.ChoiceField(
        label="What kind of thing",
        choices=tuple(KINDS.items()),
        error_messages={"required": "Say what kind of thing it is"},
    )
    values = forms.CharField(
        label="The thing itself, one a line", widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000,
        help_text="Other ways to write the same thing go on its line, after a bar: Alexandra Example | Sandy Example",
        error_messages={"required": "Write at least one"},
    )  # fmt: skip
    pseudonym = forms.ChoiceField(label="Whose it is", required=False)

    def __init__(self, *args: object, people: tuple[Named, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Nobody's in particular"), *((str(one.id), one.label) for one in people)]
        self.fields["pseudonym"] = forms.ChoiceField(label="Whose it is", required=False, choices=choices)

    def entries(self) -> list[dict[str, object]]:
        """What was written, as the vault takes it."""
        person = self.cleaned_data["pseudonym"]
        lines = [line for line in self.cleaned_data["values"].splitlines() if line.strip()]
        made = []
        for line in lines:
            value, *variants = (part.strip() for part in line.split("|"))
            made.append(
                {
                    "kind": self.cleaned_data["kind"],
                    "value": value,
                    "variants": variants,
                    "pseudonym": UUID(person) if person else None,
                }
            )
        return made


class DestroyForm(PlainForm):
    """Why the key is destroyed."""

    because = forms.CharField(
        label="Why is it destroyed?", max_length=300, min_length=10,
        error_messages={"required": "Say why", "min_length": "Say why, in a few words"},
    )  # fmt: skip
    sure = forms.BooleanField(
        label="I know that nobody can ever tell again who the people in this review are",
        error_messages={"required": "Confirm that you know what it means"},
    )


class DocumentForm(PlainForm):
    """A document to scan."""

    document = forms.FileField(
        label="Document", help_text="DOCX, ODT, PDF, XLSX, HTML or text: exactly the file that is to be published",
        widget=forms.ClearableFileInput(attrs={"accept": DOCUMENTS}),
        error_messages={"required": "Choose a document", "empty": "The document is empty"},
    )  # fmt: skip


class InviteForm(PlainForm):
    """An officer of a partner who is asked to sign."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Write their name"})
    organisation = forms.CharField(
        label="Organisation", max_length=200, error_messages={"required": "Write their organisation"}
    )


class CodeForm(PlainForm):
    """The code of an invitation."""

    code = forms.CharField(
        label="Code", max_length=20, help_text="Eight digits, which you were told by another way than this address",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Write the code that you were told"},
    )  # fmt: skip


class PublishForm(PlainForm):
    """Where and when the very document that was scanned and signed was published."""

    address = forms.CharField(
        label="Address at which it can be read",
        max_length=300,
        error_messages={"required": "Write the address"},
    )
    on = PartialDateField(
        label="On which day was it published?", help_text=EXAMPLE, max_length=10,
        error_messages={"required": "Write the day on which it was published"},
    )  # fmt: skip
