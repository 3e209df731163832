"""Drawings kept beside the data: drawn once, never stale, never half read."""

from __future__ import annotations

import os

from frankpledge.documents.kept_drawings import drawn_once, is_at_hand, kept_in


class Pen:
    """Draws a word, and counts how often."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, spec: str) -> str:
        self.drawn += 1
        return f"<svg>{spec} – drawn</svg>"


def once(folder, spec="a line", language="1"):
    """A process that has drawn nothing yet; what it draws, and how often it had to."""
    pen = Pen()
    with kept_in(folder):
        return drawn_once(spec, language, pen), pen.drawn


def test_what_one_process_drew_another_reads(tmp_path):
    first, second = once(tmp_path / "kept"), once(tmp_path / "kept")
    assert (first[1], second[1]) == (1, 0)
    assert second[0] == first[0] == "<svg>a line – drawn</svg>"


def test_another_specification_or_version_of_the_grammar_is_drawn_for_itself(tmp_path):
    once(tmp_path)
    assert once(tmp_path, spec="another line")[1] == 1
    assert once(tmp_path, language="2")[1] == 1


def test_a_damaged_drawing_is_drawn_again_and_mended(tmp_path):
    whole, _ = once(tmp_path)
    (place,) = tmp_path.iterdir()
    place.write_text(place.read_text(encoding="utf-8")[:-9], encoding="utf-8")
    assert once(tmp_path) == (whole, 1)
    assert once(tmp_path) == (whole, 0)


def test_outside_such_a_block_nothing_is_kept(tmp_path):
    with kept_in(tmp_path):
        pass
    assert drawn_once("a line", "1", Pen()) == "<svg>a line – drawn</svg>"
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_no_harm(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert once(tmp_path / "file" / "kept")[0] == "<svg>a line – drawn</svg>"


def test_a_drawing_that_is_shown_is_young_again(tmp_path):
    once(tmp_path)
    (place,) = tmp_path.iterdir()
    os.utime(place, (0, 0))
    once(tmp_path)
    assert place.stat().st_mtime > 0


def test_whether_a_drawing_is_kept_is_known_without_drawing_it(tmp_path):
    with kept_in(tmp_path):
        assert not is_at_hand("a line", "1")
    once(tmp_path)
    with kept_in(tmp_path):
        assert is_at_hand("a line", "1")
        assert not is_at_hand("another line", "1")
    assert is_at_hand("another line", "1"), "where nothing is kept, no later time is quicker"
