"""The door of the room: everything that other rooms may use."""

from __future__ import annotations

from frankpledge.documents.charts import (
    OKABE_ITO,
    Break,
    Change,
    Ranked,
    Reading,
    Series,
    chart_png,
    chart_svg,
    paired_bars,
    quarter_bars,
    rank_dots,
    single_change,
    titled_png,
    trend_line,
)
from frankpledge.documents.checking.parts import Checked, Checking, Remark
from frankpledge.documents.checking.parts import Verdict as Standing
from frankpledge.documents.checking.reading import check_file
from frankpledge.documents.claims import BoundNarrative, Claim, ClaimVerdict, bind
from frankpledge.documents.contrast import Palette, contrast, palette, readable_on_white, text_on
from frankpledge.documents.control_picture import Expected, control_chart
from frankpledge.documents.differences import Difference, What, differences
from frankpledge.documents.drawing import start as start_drawing
from frankpledge.documents.fan_picture import Fan, forecast_fan
from frankpledge.documents.kept_drawings import kept_in
from frankpledge.documents.kept_tree import tree_from, tree_text
from frankpledge.documents.narrative import Piece, read_narrative
from frankpledge.documents.numerals import in_words, read_typed
from frankpledge.documents.office import render_docx, render_odt
from frankpledge.documents.packs import Leaves, Pack, bind_pack, count_pages, join_packs
from frankpledge.documents.pdf import render_pdf
from frankpledge.documents.printing import FORMATS, MEDIA_TYPES, render, render_all, write_all
from frankpledge.documents.release import document_figures, release_check
from frankpledge.documents.unbound import unbound_numbers
from frankpledge.documents.webpage import (
    chart_html,
    document_css,
    html_fragment,
    render_html,
    table_block_html,
)

__all__ = [
    "FORMATS", "MEDIA_TYPES", "OKABE_ITO", "BoundNarrative", "Break", "Change", "Checked", "Checking", "Claim", "ClaimVerdict", "Difference", "Expected",
    "Fan", "Leaves", "Pack", "Palette", "Piece", "Ranked", "Reading", "Remark", "Series", "Standing", "What", "bind", "bind_pack", "chart_html",
    "chart_png", "chart_svg", "check_file", "contrast", "control_chart", "count_pages", "differences", "document_css", "document_figures",
    "forecast_fan", "html_fragment", "in_words",
    "join_packs", "kept_in", "paired_bars", "palette", "quarter_bars", "rank_dots",
    "read_narrative", "read_typed", "readable_on_white", "release_check", "render", "render_all", "render_docx", "render_html",
    "render_odt", "render_pdf", "single_change", "start_drawing", "table_block_html", "text_on", "titled_png", "tree_from", "tree_text", "trend_line", "unbound_numbers",
    "write_all",
]  # fmt: skip
