"""Every page of a built demonstration, in Chromium with the accessibility engine, wide and on a phone.

    FRANKPLEDGE_HOME=FOLDER python -m tests.crawl [--pictures FOLDER] [--alike 3] [--roles "chair,"]

FOLDER is the home of a demonstration that `./frankpledge demo --no-serve` built. The crawl enters as manager, chair,
core member and the public, follows every link within the site, and fails when a page is refused, breaks a rule of
accessibility, scrolls sideways, writes to the console or has no heading. Files to download must answer, and are not read.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.house import ROOT
from tests.journeys.conftest import ARGUMENTS, AXE, CHROMIUM, LOOK, RULES

PORT = 8979
BASE = f"http://127.0.0.1:{PORT}"
WIDTHS = (1200, 375)
LEAVE = re.compile(r"/(account|sign-out|static|id)/|/download/|/calendar/.*\.ics")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@contextmanager
def serving() -> Iterator[None]:
    command = [
        sys.executable, "-m", "gunicorn", "frankpledge.site.wsgi:application", "--bind", f"127.0.0.1:{PORT}",
        "--threads", "4", "--workers", "1", "--log-level", "warning",
    ]  # fmt: skip
    surroundings = {**os.environ, "FRANKPLEDGE_DEMO": "yes", "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(command, cwd=ROOT, env=surroundings)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{BASE}/demo/", timeout=60).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def pattern_of(address: str) -> str:
    return UUID.sub("ID", urlsplit(address).path)


class Crawl:
    """One person's walk through the site at one width."""

    def __init__(self, page: Page, pictures: Path | None, name: str, alike: int, most: int) -> None:
        self.page, self.pictures, self.name, self.most_alike, self.most = page, pictures, name, alike, most
        self.complaints: list[str] = []
        self.visited: list[str] = []
        self.alike: dict[str, int] = {}
        self.heard: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.heard.append(f"script failed: {error}"))

    def _hear(self, said: ConsoleMessage) -> None:
        # A file that is no page names no icon, so the browser looks for one at the usual place.
        if said.type in {"error", "warning"} and not said.location["url"].endswith("/favicon.ico"):
            self.heard.append(said.text)

    def walk(self, start: str) -> None:
        waiting, seen = deque([start]), {start}
        while waiting and len(self.visited) < self.most:
            address = waiting.popleft()
            for found in self.look(address):
                if found not in seen and self._wanted(found):
                    seen.add(found)
                    waiting.append(found)

    def _wanted(self, address: str) -> bool:
        if not address.startswith(BASE) or LEAVE.search(urlsplit(address).path):
            return False
        pattern = pattern_of(address)
        self.alike[pattern] = self.alike.get(pattern, 0) + 1
        return self.alike[pattern] <= self.most_alike

    def look(self, address: str) -> list[str]:
        self.heard.clear()
        kind, status = self._open(address)
        if status >= 400:
            self.complaints.append(f"{address}: {status}")
            return []
        if not kind.startswith("text/html"):
            return []
        self.visited.append(address)
        self.complaints += [f"{address}: {what}" for what in (*self._faults(), *self.heard)]
        if self.pictures:
            name = re.sub(r"[^a-z0-9]+", "-", pattern_of(address).lower()).strip("-")
            where = self.pictures / f"{self.name}-{name or 'start'}.png"
            if not where.exists():
                self.page.screenshot(path=where, full_page=True)
        hrefs = self.page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)")
        return [urljoin(address, href).split("#")[0] for href in hrefs]

    def _open(self, address: str) -> tuple[str, int]:
        """What kind of page the address gave, and its status; of a file, which is not read, no kind."""
        try:
            answer = self.page.goto(address, wait_until="load")
        except PlaywrightError as error:
            if "Download is starting" not in error.message:
                raise
            return "", self.page.request.get(address, max_redirects=3).status
        return (answer.headers.get("content-type", ""), answer.status) if answer else ("", 0)

    def _faults(self) -> Iterator[str]:
        if self.page.locator("h1").count() != 1:
            yield "has not exactly one main heading"
        if not self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            yield f"scrolls sideways at {self.page.viewport_size}"
        for one in self.page.evaluate(LOOK, RULES):
            yield f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes']][:3]}"


def enter(page: Page, role: str) -> str:
    """Where the walk starts: the working home of a role of the demonstration, or the public's page."""
    page.goto(f"{BASE}/demo/")
    if not role:
        return f"{BASE}/"
    page.get_by_role("button", name=f"as {role},").first.click()
    page.wait_for_load_state("load")
    return page.url


def walk(browser: Browser, role: str, width: int, asked: argparse.Namespace) -> Crawl:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.set_default_timeout(90_000)  # a machine with much else to do is slow, not wrong
    context.add_init_script(path=AXE)
    crawl = Crawl(context.new_page(), asked.pictures, f"{role or 'public'}-{width}", asked.alike, asked.most)
    crawl.walk(enter(crawl.page, role))
    context.close()
    return crawl


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crawl", description=__doc__)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument(
        "--alike", type=int, default=3, help="how many pages of one pattern (figures, reviews) to look at"
    )
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument(
        "--most", type=int, default=1000, help="how many pages a walk looks at, the nearest first"
    )
    parser.add_argument("--roles", default="partnership manager,chair,core member,")
    asked = parser.parse_args()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    with serving(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for role in asked.roles.split(","):
            for width in map(int, asked.widths.split(",")):
                done = walk(browser, role, width, asked)
                sys.stdout.write(
                    f"{role or 'public'} at {width} px: {len(done.visited)} pages, {len(done.complaints)} complaints\n"
                )
                found = [f"{role or 'public'} {width}: {one}" for one in done.complaints]
                sys.stdout.writelines(f"  {one}\n" for one in found)
                sys.stdout.flush()
                complaints += found
        browser.close()
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
