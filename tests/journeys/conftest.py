"""Journeys in a real browser, with an accessibility engine that looks at every page on the way.

Where Chromium or axe-core is missing they are skipped aloud; where CI is set that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.house import ROOT

CHROMIUM = "/usr/bin/chromium"
AXE = ROOT / ".build" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PATIENCE = 90_000
"""Milliseconds for a page to come or a thing to be there: a machine with much else to do is slow, not wrong."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(all => all.violations)"
"""What the accessibility engine is asked of a page; the engine itself comes with every page of a context."""


def lacking(what: str) -> None:
    reason = f"{what} is not on this machine: the browser journeys were NOT run"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = CHROMIUM if os.path.exists(CHROMIUM) else shutil.which("chromium")  # noqa: PTH110
    if found is None:
        lacking("Chromium")
    if not AXE.is_file():
        lacking("axe-core (frontend/build.py --dev fetches it)")
    # The browser's own loop runs in this thread; without this Django would refuse to touch the database in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Traveller:
    """Somebody at a browser. Every page arrived at is looked at before going on."""

    def __init__(self, page: Page, base: str, *, has_script: bool) -> None:
        self.page, self.base, self.has_script = page, base, has_script
        self.complaints: list[str] = []
        self.seen: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))

    def _hear(self, message) -> None:
        # An answer of 404 is written to the console too; statuses are the pages' own tests' business.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def goes_to(self, address: str) -> None:
        self.page.goto(self.base + address)
        self.looks()

    def follows(self, words: str) -> None:
        self.clicks(self.page.get_by_role("link", name=words).first)

    def presses(self, words: str) -> None:
        self.clicks(self.page.get_by_role("button", name=words).first)

    def clicks(self, leading: Locator) -> None:
        """Press what leads to a page and look at that page: without waiting for it, one may still look at the old one."""
        with self.page.expect_navigation():
            leading.click()
        self.looks()

    def reads(self, words: str) -> None:
        assert words in " ".join(self.page.locator("body").inner_text().split()), (
            f"‘{words}’ is not on {self.page.url}"
        )

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def looks(self) -> None:
        """One h1, nothing wider than the window, nothing refused by the content policy, nothing inaccessible."""
        self.page.wait_for_load_state("load")
        self.seen.append(self.page.url)
        assert self.page.locator("h1").count() == 1, self.page.url
        if self.has_script:
            assert self.is_as_wide_as_the_window(), f"{self.page.url} scrolls sideways"
            assert self.violations() == [], self.page.url
        assert self.complaints == [], self.page.url

    def is_as_wide_as_the_window(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def violations(self) -> list[str]:
        found = self.page.evaluate(LOOK, RULES)
        return [f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]


@pytest.fixture
def travel(browser, live_server) -> Iterator:
    """`travel(width=1200, script=True)` gives a traveller with a window of that width."""
    opened: list[BrowserContext] = []

    def begin(*, width: int = 1200, script: bool = True) -> Traveller:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if script:
            context.add_init_script(path=AXE)  # once for all pages: sent anew, it takes longer than it looks
        return Traveller(context.new_page(), live_server.url, has_script=script)

    yield begin
    for context in opened:
        context.close()


@pytest.fixture
def demonstration(settings, live_server):
    """A demonstration with two invented people and two figures, one worked out from the other."""
    from frankpledge.access.roles import BY_SLUG
    from frankpledge.directory.models import Partnership, RoleAssignment, User
    from frankpledge.figures import api, providers
    from frankpledge.figures.tests.counting import Counting
    from frankpledge.site.demo_people import mark_as_demo

    settings.DEMO = True
    mark_as_demo()
    place = Partnership(
        slug="example-vale", name="Example Vale Community Safety Partnership", short_name="Example Vale",
        nation="E", council_name="Example Vale Council", is_demo=True,
    )  # fmt: skip
    place.save()
    for role in ("manager", "chair"):
        user = User.objects.create_user(f"{role}@example.invalid", f"Invented {BY_SLUG[role].title}")
        User.objects.filter(pk=user.pk).update(is_invented=True)
        RoleAssignment(user=user, partnership=place, role=role, starts_on=date(2020, 1, 1)).save()
    counting = Counting()
    known = dict(providers._PROVIDERS)
    providers._PROVIDERS[counting.slug] = counting
    yield api.figure(providers.Request.of("example-vale", counting.slug, what="share"))
    providers._PROVIDERS.clear()
    providers._PROVIDERS.update(known)
