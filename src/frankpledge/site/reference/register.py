"""The pages for those who answer for the record: rules with their sources, and the register of data."""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

import frankpledge
from frankpledge.kernel.citations import Rule, all_rules
from frankpledge.records.models import Tenancy
from frankpledge.site.reference.markdown import code, first_paragraph, is_of_tests, page, room_of, table

CLASSES = ("public", "official", "personal", "special")
OF_EVERY_RECORD = {
    "id": "a random UUID; it never changes",
    "row_version": "counts the times the record was saved",
    "recorded_at": "when we knew of it",
    "recorded_by": "who recorded it, as a label",
    "starts_on": "the first day on which it is true",
    "ends_on": "the last day on which it is true; none means still so",
    "superseded_at": "when a correction took its place",
}
TENANCY = {
    Tenancy.OWN: "one partnership's own",
    Tenancy.JOINT: "joint between named partnerships",
    Tenancy.SHARED: "shared by the installation",
}
KINDS = {
    "BinaryField": "bytes",
    "BooleanField": "yes or no",
    "DateField": "a day",
    "DateTimeField": "a moment",
    "DecimalField": "a number",
    "EmailField": "an email address",
    "JSONField": "a structure",
    "PositiveBigIntegerField": "a whole number",
    "PositiveIntegerField": "a whole number",
    "PositiveSmallIntegerField": "a whole number",
    "SlugField": "a slug",
    "TextField": "text",
    "CharField": "text",
    "UUIDField": "a UUID",
}


RULES_OF_DAYS = (
    *(f"frankpledge.kernel.{name}" for name in ("calendars", "legal_dates", "school_days")),
    *(f"frankpledge.law.{name}" for name in ("citing", "clocks")),
)
"""Modules of the kernel and of the law whose rules work out days or judge citations."""


def rules() -> str:
    """Every rule with the message people read and its source."""
    import_rules()
    known = [one for one in all_rules() if not is_of_tests(one.name)]
    rooms = sorted({room_of(one.name) for one in known})
    return page(
        "Rules",
        "A rule is a pure function that answers *holds*, *fails* or *undetermined*, with its reasons, or "
        "works out a day. The message is the first paragraph of its docstring.",
        *(
            part
            for room in rooms
            for part in (f"## {room}", _rules(one for one in known if room_of(one.name) == room))
        ),
    )


def import_rules() -> None:
    """Import every module of rules, since a rule is known once its module is."""
    for module in pkgutil.walk_packages(frankpledge.__path__, "frankpledge."):
        if (".rules" in module.name or module.name in RULES_OF_DAYS) and ".tests" not in module.name:
            importlib.import_module(module.name)


def _rules(known: Iterator[Rule]) -> str:
    return table(
        ["Rule", "Message", "Source", "In force"],
        [
            (code(one.name.rsplit(".", 1)[1]), one.message, _source(one), str(one.period or ""))
            for one in known
        ],
    )


def _source(one: Rule) -> str:
    return f"{one.source} ({one.source.note})" if one.source.note else str(one.source)


def data_register() -> str:
    """Every model with its fields, their classification, how long they are kept and whose they are."""
    ours = sorted(
        (one for one in apps.get_models() if not is_of_tests(one.__module__)), key=lambda one: one._meta.label
    )
    rooms = sorted({room_of(one.__module__) for one in ours})
    return page(
        "Register of data",
        "Every field is *public*, *official* (for those who work in the partnership), *personal* (about somebody) or "
        "*special* (a special category of personal data). A test fails for a field that no model classifies.",
        "## What every record has",
        table(["Field", "What it holds"], [(code(name), said) for name, said in OF_EVERY_RECORD.items()]),
        "The last three belong to dated facts only. They are official unless a table below says otherwise.",
        *(
            part
            for room in rooms
            for part in (
                f"## {room}",
                *(p for one in ours if room_of(one.__module__) == room for p in _model(one)),
            )
        ),
        "## Of the libraries",
        "Django and allauth keep these tables for accounts and sessions. Treat all of it as personal.",
        table(["Table", "Fields"], _of_libraries()),
    )


def _model(model: type[Model]) -> tuple[str, str, str, str]:
    data = model.Data  # type: ignore[attr-defined]
    tenancy = TENANCY[model.tenancy]  # type: ignore[attr-defined]
    classes = {name: word for word in CLASSES for name in getattr(data, word, ())}
    said = field_docstrings(model)
    rows = [
        (code(field.name), classes[field.name], _holds(field, said))
        for field in model._meta.get_fields()
        if field.name in classes and isinstance(field, Field)
    ]
    return (
        f"### {model._meta.label}",
        first_paragraph(model),
        f"Table {code(model._meta.db_table)}; {tenancy}; kept {data.retention}.",
        table(["Field", "Class", "What it holds"], rows),
    )


def _holds(field: Field, said: Mapping[str, str]) -> str:  # type: ignore[type-arg]
    """What a field holds: its kind, its choices, and the docstring that stands under it."""
    if isinstance(field, ForeignKey):
        kind = f"one {code(field.related_model._meta.label)}"
    else:
        kind = KINDS.get(field.get_internal_type(), field.get_internal_type())
    choices = ", ".join(code(str(value)) for value, _ in field.flatchoices)
    return ". ".join(
        part.rstrip(".")
        for part in (f"{kind}: {choices}" if choices else kind, said.get(field.name, ""))
        if part
    )


def field_docstrings(model: type[Model]) -> dict[str, str]:
    """The string under each field of a model, which Python itself throws away."""
    (node,) = ast.parse(inspect.getsource(model)).body
    if not isinstance(node, ast.ClassDef):
        return {}
    found = {}
    for before, after in itertools.pairwise(node.body):
        name, said = _assigned(before), _said(after)
        if name and said:
            found[name] = said
    return found


def _assigned(node: ast.stmt) -> str:
    """The one name that a statement assigns to, or nothing."""
    is_one = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    return node.targets[0].id if is_one else ""  # type: ignore[attr-defined]


def _said(node: ast.stmt) -> str:
    """The text of a statement that is nothing but a string."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _of_libraries() -> list[tuple[str, str]]:
    """The tables that we did not define."""
    theirs = sorted(
        (one for one in apps.get_models() if not one.__module__.startswith("frankpledge.")),
        key=lambda one: one._meta.db_table,
    )
    return [
        (code(one._meta.db_table), ", ".join(code(field.name) for field in one._meta.fields))
        for one in theirs
    ]
