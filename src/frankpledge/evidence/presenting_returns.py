"""What the pages of monthly returns show: who sent what, what they said, and the form."""

from __future__ import annotations

from collections.abc import Iterator

from frankpledge.analysis.series import earlier
from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import returns
from frankpledge.evidence.addresses import address, crumbs
from frankpledge.evidence.measures import slugify
from frankpledge.evidence.pages import FormPage, ReturnsPage, SaidRow, ServiceRow
from frankpledge.evidence.returns_forms import ReturnForm
from frankpledge.evidence.rules.returns import QUESTIONS, measure_name
from frankpledge.evidence.snapshot import snapshot
from frankpledge.kernel.dates import MONTHS, Period, months_in
from frankpledge.records.clock import today
from frankpledge.web.forms import errors_of, fields_of
from frankpledge.web.paging import Paging

SHOWN = 12
"""So many months of returns are shown, up to the last whole one."""
WORDS_PAGE = 30


def returns_page(partnership: PartnershipFacts, *, wanted: str, may_write: bool) -> ReturnsPage:
    """Which services sent their returns of the last year, and what all of them said in words."""
    months = _last_months()
    known = snapshot(partnership.slug).measures
    said = returns.words(partnership.slug)
    paging = Paging.of(wanted, size=WORDS_PAGE, total=len(said), path=address("returns", partnership))
    return ReturnsPage(
        title="Monthly returns of services",
        crumbs=crumbs(partnership, ("Data", "data")),
        questions=tuple(question.asked for question in QUESTIONS),
        months=tuple(f"{MONTHS[month.starts_on.month - 1][:3]} {month.starts_on:%y}" for month in months),
        services=tuple(
            ServiceRow(
                one.service,
                tuple("Received" if month.code in one.months else "Not received" for month in months),
                tuple(_series(partnership, one.service, frozenset(known))),
            )
            for one in returns.received(partnership.slug)
        ),
        words=tuple(
            SaidRow(str(one.month), one.service, one.asked, one.words)
            for one in said[paging.offset : paging.offset + WORDS_PAGE]
        ),
        paging=paging,
        new_href=address("return-new", partnership),
        blank_href=address("return-blank", partnership),
        may_write=may_write,
    )


def _last_months() -> list[Period]:
    """The last whole months, the latest last."""
    last = earlier(Period.month(today().year, today().month), months=1)
    return months_in(Period(earlier(last, months=SHOWN - 1).starts_on, last.ends_on))


def _series(partnership: PartnershipFacts, service: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The series that a service's answers make: words and address."""
    for question in QUESTIONS:
        for title in filter(None, (question.measure, question.of)):
            slug = slugify(measure_name(title, service))
            if slug in known:
                yield title, address("series", partnership, slug=slug)


def form_page(partnership: PartnershipFacts, form: ReturnForm) -> FormPage:
    """The form of a return."""
    return FormPage(
        title="Record a monthly return",
        crumbs=crumbs(partnership, ("Data", "data"), ("Monthly returns", "returns")),
        lead=(
            "What a service told of its month. Leave empty what it did not tell: missing is not none. A second return of the "
            "same service and month takes the place of the first.",
            "Write no names, addresses or anything else that could tell who somebody is.",
        ),
        fields=fields_of(form),
        errors=errors_of(form) if form.is_bound else (),
        button="Record the return",
        back=("Back to the returns", address("returns", partnership)),
    )
