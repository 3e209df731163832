"""A generated report as plain text, HTML, DOCX, ODT and PDF. Shares nothing with the checker."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path

from benchmarks.claims.generate import Report

FORMATS = ("txt", "html", "docx", "odt", "pdf")


def written(report: Report, kind: str) -> bytes:
    """The report as a file of that kind."""
    if kind == "txt":
        return as_text(report).encode()
    if kind == "html":
        return as_html(report).encode()
    if kind == "pdf":
        return as_pdf(report)
    return as_office(report, kind)


def as_text(report: Report) -> str:
    lines = [report.title, ""]
    number = 0
    for kind, value in report.parts:
        if kind == "p":
            number += 1
            lines += [*wrapped(f"{1 + number // 9}.{number % 9 + 1} {value}"), ""]
        elif kind == "l":
            lines += [*(f"- {item}" for item in value), ""]
        else:
            caption, rows = value
            lines += [caption, ""]
            widths = [max(len(row[at]) for row in rows) + 3 for at in range(len(rows[0]))]
            lines += [
                "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in rows
            ]
            lines.append("")
    return "\n".join(lines)


def wrapped(text: str, width: int = 84) -> list[str]:
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def as_html(report: Report) -> str:
    made = [
        f"<!doctype html><html lang=en-GB><head><title>{report.title}</title></head><body><h1>{report.title}</h1>"
    ]
    for kind, value in report.parts:
        if kind == "p":
            made.append(f"<p>{html.escape(value)}</p>")
        elif kind == "l":
            made.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in value) + "</ul>")
        else:
            caption, rows = value
            head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0])
            body = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
                for row in rows[1:]
            )
            made.append(
                f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            )
    return "".join([*made, "</body></html>"])


def as_office(report: Report, kind: str) -> bytes:
    import pypandoc

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{kind}"
        pypandoc.convert_text(as_html(report), kind, format="html", outputfile=str(path))
        return path.read_bytes()


def as_pdf(report: Report) -> bytes:
    import typst

    made = ['#set page(paper: "a4")\n#set text(lang: "en", region: "gb")\n', f"= {_plain(report.title)}\n"]
    for kind, value in report.parts:
        if kind == "p":
            made.append(f"{_plain(value)}\n\n")
        elif kind == "l":
            made.append("\n".join(f"- {_plain(item)}" for item in value) + "\n\n")
        else:
            caption, rows = value
            cells = ", ".join(f"[{_plain(cell)}]" for row in rows for cell in row)
            made.append(f"{_plain(caption)}\n\n#table(columns: {len(rows[0])}, {cells})\n\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.typ"
        path.write_text("".join(made), encoding="utf-8")
        return bytes(typst.compile(str(path)))


def _plain(text: str) -> str:
    for mark in "\\#$*_`@<>[]~":
        text = text.replace(mark, f"\\{mark}")
    return text
