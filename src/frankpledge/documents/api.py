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
    trend_line,
)
from frankpledge.documents.contrast import Palette, contrast, palette, readable_on_white, text_on
from frankpledge.documents.office import render_docx, render_odt
from frankpledge.documents.pdf import render_pdf
from frankpledge.documents.printing import FORMATS, MEDIA_TYPES, render, write_all
from frankpledge.documents.webpage import (
    chart_html,
    document_css,
    html_fragment,
    render_html,
    table_block_html,
)

__all__ = [
    "FORMATS", "MEDIA_TYPES", "OKABE_ITO", "Break", "Change", "Palette", "Ranked", "Reading", "Series",
    "chart_html", "chart_png", "chart_svg", "contrast", "document_css", "html_fragment", "paired_bars", "palette",
    "quarter_bars", "rank_dots", "readable_on_white", "render", "render_docx", "render_html", "render_odt", "render_pdf",
    "single_change", "table_block_html", "text_on", "trend_line", "write_all",
]  # fmt: skip
