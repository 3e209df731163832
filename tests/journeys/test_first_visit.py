"""A first visit: in by the demonstration's door, down a figure to its rows, and out again."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def visits(traveller, figure) -> None:
    traveller.goes_to("/demo/")
    traveller.presses("Enter as partnership manager")
    assert traveller.heading == "Home"
    traveller.reads("Signed in as Invented Partnership manager")
    traveller.reads("Not yet assessed")
    traveller.goes_to(figure.address)
    assert traveller.heading == "Share that were repeats"
    traveller.reads("Still agrees with the record")
    traveller.follows("120")
    assert traveller.heading == "Incidents"
    traveller.follows("Next")
    traveller.reads("month <50>")
    traveller.follows("Sign-in settings")
    assert traveller.heading == "Sign-in settings"
    traveller.presses("Sign out")
    assert traveller.heading == "Community safety partnerships"
    traveller.follows("Sign in")
    traveller.presses("Sign in")
    traveller.reads("There is a problem")
    traveller.goes_to("/example-vale/")
    traveller.follows("For members of the partnership")
    assert traveller.heading == "Sign in"
    traveller.goes_to("/example-vale/no-such-page/")
    assert traveller.heading == "Page not found"
    traveller.goes_to("/demo/gallery/")


def test_at_a_desk(travel, demonstration):
    visits(travel(), demonstration)


def test_on_a_phone_without_scrolling_sideways(travel, demonstration):
    visits(travel(width=375), demonstration)


def test_without_script(travel, demonstration):
    visits(travel(script=False), demonstration)


def test_by_keyboard_the_first_stop_skips_to_the_content_and_focus_is_seen(travel, demonstration):
    traveller = travel()
    traveller.goes_to("/demo/")
    traveller.page.keyboard.press("Tab")
    first = traveller.page.locator(":focus")
    assert first.inner_text() == "Skip to main content"
    assert first.bounding_box()["y"] >= 0, "the skip link must come into sight"
    traveller.page.keyboard.press("Enter")
    traveller.page.keyboard.press("Tab")
    focused = traveller.page.locator(":focus")
    assert focused.inner_text().startswith("Enter")
    shown = focused.evaluate("e => getComputedStyle(e).backgroundColor + getComputedStyle(e).boxShadow")
    assert "rgb(255, 221, 0)" in shown, "the focused button must be yellow, as everywhere in GOV.UK"
    traveller.page.keyboard.press("Enter")
    traveller.page.wait_for_url("**/example-vale/work/")
    traveller.looks()
    assert traveller.heading == "Home"


def test_on_paper_there_are_no_buttons_and_no_menu(travel, demonstration):
    traveller = travel()
    traveller.goes_to("/demo/")
    traveller.page.emulate_media(media="print")
    assert not traveller.page.get_by_role("button").first.is_visible()
    assert traveller.page.locator("h1").is_visible()
