"""The page on which a measure is made of offence codes: search, tick, count, name, save."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from frankpledge.directory.api import PartnershipFacts
from frankpledge.evidence import making
from frankpledge.evidence.addresses import address
from frankpledge.evidence.presenting_making import Said, making_page
from frankpledge.evidence.views import shown
from frankpledge.kernel.people import Principal
from frankpledge.kernel.problems import Unusable

SAVE = "save"
LONGEST = 1000
"""Of a text that is shown again; what is longer was not typed."""


def new(request: HttpRequest, principal: Principal, partnership: PartnershipFacts) -> HttpResponse:
    """Choose offence codes and make a measure of them. Searching and counting change nothing and lose nothing."""
    said = _said(request, partnership)
    if request.method != "POST" or request.POST.get("do") != SAVE:
        return shown(request, "evidence/making.html", making_page(partnership, said))
    try:
        slug = making.make_measure(
            partnership.slug, said.dataset, said.title, said.codes, by=principal, definition=said.definition
        )
    except Unusable as unusable:
        page = making_page(partnership, said, unusable.problems)
        return shown(request, "evidence/making.html", page, errors=True)
    messages.success(request, f"‘{said.title}’ was made. It can be used wherever measures are.")
    return HttpResponseRedirect(address("series", partnership, slug=slug))


def _said(request: HttpRequest, partnership: PartnershipFacts) -> Said:
    """What was typed and ticked; at first the codes of another measure, where one is named to begin with."""
    given = request.POST
    if request.method != "POST":
        dataset, codes = making.chosen_codes(partnership.slug, request.GET.get("from", ""))
        return Said(dataset=dataset or request.GET.get("dataset", ""), codes=codes)
    texts = {
        name: given.get(name, "").strip()[:LONGEST] for name in ("dataset", "words", "title", "definition")
    }
    return Said(codes=tuple(dict.fromkeys(given.getlist("codes"))), **texts)
