"""The monthly return of a service: five questions about demand and complexity, each with words if there is more to say. Pure.

Services saw more demand for advice and information and more complex cases before any count of crimes showed it; counts
of a service are its own, and two services are never added: one person may be known to both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One of the five. `measure` is what its number is called in a series; empty where only words are asked for. `of` is
    what the second number is called that it is a part of."""

    code: str
    asked: str
    hint: str
    measure: str
    of: str = ""


QUESTIONS = (
    Question(
        "new-requests",
        "How many people asked for help for the first time this month?",
        "People, not contacts. Count each once",
        "New requests for help",
    ),
    Question(
        "advice",
        "How many times did you give advice or information?",
        "Contacts by telephone, online or in person, cases or not",
        "Advice and information given",
    ),
    Question(
        "waiting",
        "How many people were waiting, or had been turned away, on the last day of the month?",
        "Those who needed the service and did not have it",
        "People waiting or turned away",
    ),
    Question(
        "complex",
        "How many of the cases opened this month have several needs at once?",
        "Such as drink or drugs, mental health, housing or children at risk beside what brought them",
        "New cases with several needs",
        "New cases",
    ),
    Question(
        "pressure",
        "What made the work harder this month, and what would help?",
        "In words. Write no names, addresses or anything else that could tell who somebody is",
        "",
    ),
)
"""What every service is asked each month, in this order. Codes are stored, so they do not change."""
BY_CODE = {question.code: question for question in QUESTIONS}
COLUMNS = ("service", "month", "question", "answer", "of", "note")
"""The columns of a return's file. `of` is for the question that has one; `answer` and `note` may be empty."""

_TELLS = {
    "an email address": r"[\w.+-]+@[\w-]+\.\w+",
    "a telephone number": r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,10}(?!\d)",
    "a full postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
    "a number like that of a patient or a case": r"(?<!\d)\d{3}\s?\d{3}\s?\d{4}(?!\d)",
    "a date of birth": r"\b(?:born|dob|d\.o\.b\.?)\b",
}


def tells_who(note: str) -> str:
    """What in a note could tell who somebody is, in words; empty when nothing of that kind was found.

    It finds what has a form: addresses of email, telephone numbers, full postcodes, long numbers, dates of birth. It does
    not find names: whoever writes and whoever reads must.
    """
    return next((what for what, form in _TELLS.items() if re.search(form, note, re.IGNORECASE)), "")


def measure_name(title: str, service: str) -> str:
    """What the number of one service is called: New requests for help: Haven."""
    return f"{title}: {service}"
