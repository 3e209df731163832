"""Documents in every format with things hidden in every place. Written by hand, so that no reader's code writes them."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape
from urllib.parse import quote

FILLER = [
    "the",
    "panel",
    "heard",
    "that",
    "agencies",
    "had",
    "worked",
    "together",
    "for",
    "some",
    "time",
    "and",
    "that",
    "records",
    "were",
    "kept",
    "in",
    "a",
    "way",
    "which",
    "made",
    "it",
    "hard",
    "to",
    "see",
    "the",
    "whole",
    "picture",
    "staff",
    "said",
    "they",
    "were",
    "busy",
    "and",
    "that",
    "training",
    "had",
    "been",
    "offered",
    "but",
    "few",
    "had",
    "gone",
    "to",
    "it",
    "the",
    "family",
    "felt",
    "that",
    "nobody",
    "listened",
    "and",
    "that",
    "letters",
    "came",
    "late",
    "a",
    "plan",
    "was",
    "made",
    "at",
    "the",
    "meeting",
    "and",
    "each",
    "service",
    "agreed",
    "to",
    "do",
    "its",
    "part",
    "the",
    "review",
    "asks",
    "whether",
    "more",
    "could",
    "have",
    "been",
    "done",
    "and",
    "what",
    "should",
    "change",
    "in",
    "future",
    "practice",
    "across",
    "the",
    "county",
]


def paragraph(dice: random.Random, words: int = 70) -> str:
    start = dice.randrange(len(FILLER))
    said = [FILLER[(start + at) % len(FILLER)] for at in range(words)]
    return " ".join(said).capitalize() + "."


def sentence(text: str) -> str:
    return f"It is recorded that {text} was known to the service."


def zipped(parts: dict[str, str | bytes], stored: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    return out.getvalue()


# Pictures ------------------------------------------------------------------------------------------------------


def png(text: str) -> bytes:
    """A picture of one point with a text."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    itxt = b"Description\0\0\0\0\0" + text.encode()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"iTXt", itxt)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def jpeg(text: str) -> bytes:
    """The start and end of a JPEG, with the text as an EXIF description."""
    said = text.encode() + b"\0"
    entries = (
        struct.pack("<HHII", 0x010E, 2, len(said), 26)
        if len(said) > 4
        else struct.pack("<HHI4s", 0x010E, 2, len(said), said)
    )
    tiff = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entries + struct.pack("<I", 0) + said
    exif = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xda\0\x02\xff\xd9"


# DOCX -----------------------------------------------------------------------------------------------------------


def mail(text: str) -> bytes:
    """A mail whose words stand in base64, over several lines."""
    made = EmailMessage()
    made["Subject"] = "Papers"
    made.set_content(f"{'Please see the papers for the panel. ' * 3}{text}\n", cte="base64")
    return bytes(made)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def pieces(text: str, dice: random.Random) -> list[str]:
    """The text in pieces of one to three letters."""
    found, at = [], 0
    while at < len(text):
        step = dice.randrange(1, 4)
        found.append(text[at : at + step])
        at += step
    return found


class Docx:
    """A DOCX of so many pages, with what was planted."""

    suffix = "docx"

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.body: list[str] = []
        self.comments: list[str] = []
        self.notes: list[str] = []
        self.headers: list[str] = []
        self.footers: list[str] = []
        self.links: list[str] = []
        self.custom: list[str] = []
        self.properties: list[str] = []
        self.own: list[str] = []
        self.variables: list[str] = []
        self.files: dict[str, bytes] = {}
        self.places: dict[str, Callable[[str], None]] = {
            "text": lambda t: self.body.append(para(run(sentence(t)))),
            "split runs": lambda t: self.body.append(
                para(run("It was ") + "".join(map(run, pieces(t, dice))) + run(" they said"))
            ),
            "insertion": lambda t: self.body.append(
                para(run("So ") + f'<w:ins w:id="1" w:author="A">{run(t)}</w:ins>')
            ),
            "deletion": lambda t: self.body.append(
                para(
                    run("So ")
                    + f'<w:del w:id="2" w:author="A"><w:r><w:delText>{escape(t)}</w:delText></w:r></w:del>'
                )
            ),
            "half deleted": self._half,
            "comment": lambda t: self.comments.append(para(run(t))),
            "footnote": lambda t: self.notes.append(para(run(t))),
            "header": lambda t: self.headers.append(para(run(t))),
            "footer": lambda t: self.footers.append(para("".join(map(run, pieces(t, dice))))),
            "hidden text": lambda t: self.body.append(
                para(run("Seen. ") + run(t, "<w:rPr><w:vanish/></w:rPr>"))
            ),
            "alt text": lambda t: self.body.append(
                para(
                    f'<w:r><w:drawing><wp:docPr xmlns:wp="urn:wp" id="1" name="P" descr="{escape(t)}"/></w:drawing></w:r>'
                )
            ),
            "field code": lambda t: self.body.append(
                para(
                    "".join(
                        f"<w:r><w:instrText>{escape(p)}</w:instrText></w:r>"
                        for p in pieces(f"AUTHOR {t} ", dice)
                    )
                )
            ),
            "link target": lambda t: self.links.append(quote(t)),
            "bookmark": lambda t: self.body.append(
                para(f'<w:bookmarkStart w:id="3" w:name="{escape(t.replace(" ", "_"))}"/>' + run("here"))
            ),
            "table cell": lambda t: self.body.append(
                f"<w:tbl><w:tr><w:tc>{para(run('Subject'))}</w:tc><w:tc>{para(run(t))}</w:tc></w:tr></w:tbl>"
            ),
            "text box": lambda t: self.body.append(
                para(f"<w:r><w:pict><w:txbxContent>{para(run(t))}</w:txbxContent></w:pict></w:r>")
            ),
            "custom XML": lambda t: self.custom.append(f"<item>{escape(t)}</item>"),
            "property": self.properties.append,
            "custom property": self.own.append,
            "document variable": self.variables.append,
            "embedded workbook": lambda t: self._embed(t, "xlsx"),
            "embedded text": lambda t: self._embed(t, "txt"),
            "picture": lambda t: self.files.__setitem__(f"word/media/image{len(self.files)}.jpeg", jpeg(t)),
            "page within": lambda t: self.files.__setitem__(
                f"word/chunk{len(self.files)}.html",
                f"<html><body><p>{'<b></b>'.join(map(escape, pieces(t, dice)))}</p></body></html>".encode(),
            ),
            "mail within": lambda t: self.files.__setitem__(
                f"word/embeddings/mail{len(self.files)}.eml", mail(t)
            ),
            "picture text": lambda t: self.files.__setitem__(
                f"word/media/image{len(self.files)}.png", png(t)
            ),
        }

    def _half(self, text: str) -> None:
        at = len(text) // 2
        deleted = '<w:del w:id="5" w:author="A"><w:r><w:delText>xqz</w:delText></w:r></w:del>'
        self.body.append(para(run(text[:at]) + deleted + run(text[at:])))

    def _embed(self, text: str, suffix: str) -> None:
        if suffix == "txt":
            content = f"A note.\n{text}\n".encode()
        else:
            inner = Xlsx(self.dice)
            inner.places["hidden row"](text)
            content = inner.made(1)
        self.files[f"word/embeddings/file{len(self.files)}.{suffix}"] = content

    def made(self, pages: int) -> bytes:
        filler = [para(run(paragraph(self.dice))) for _ in range(pages * 6)]
        for each in self.body:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        links = "".join(
            f'<Relationship Id="rId{n}" Type="hyperlink" TargetMode="External" Target="https://site.example/?q={escape(t)}"/>'
            for n, t in enumerate(self.links)
        )
        names = ("title", "subject", "creator", "keywords", "description", "lastModifiedBy", "category")
        core = "".join(f"<{names[n % 7]}>{escape(t)}</{names[n % 7]}>" for n, t in enumerate(self.properties))
        own = "".join(
            f'<property name="p{n}"><lpwstr>{escape(t)}</lpwstr></property>' for n, t in enumerate(self.own)
        )
        variables = "".join(
            f'<w:docVar w:name="v{n}" w:val="{escape(t)}"/>' for n, t in enumerate(self.variables)
        )

        def wrap(tag: str, inner: str) -> str:
            return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {W} {R}>{inner}</w:{tag}>'

        return zipped({
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "word/document.xml": wrap("document", f"<w:body>{''.join(filler)}</w:body>"),
            "word/comments.xml": wrap("comments", "".join(f'<w:comment w:id="{n}">{c}</w:comment>' for n, c in enumerate(self.comments))),
            "word/footnotes.xml": wrap("footnotes", "".join(f'<w:footnote w:id="{n}">{c}</w:footnote>' for n, c in enumerate(self.notes))),
            "word/header1.xml": wrap("hdr", "".join(self.headers)), "word/footer1.xml": wrap("ftr", "".join(self.footers)),
            "word/settings.xml": wrap("settings", f"<w:docVars>{variables}</w:docVars>"),
            "word/_rels/document.xml.rels": f'<?xml version="1.0"?><Relationships xmlns="r">{links}</Relationships>',
            "customXml/item1.xml": f'<?xml version="1.0"?><items>{"".join(self.custom)}</items>',
            "docProps/core.xml": f'<?xml version="1.0"?><coreProperties>{core}</coreProperties>',
            "docProps/custom.xml": f'<?xml version="1.0"?><Properties>{own}</Properties>',
            **self.files,
        })  # fmt: skip


# ODT ------------------------------------------------------------------------------------------------------------

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    " ".join(f'xmlns:{n}="{ODF}{n}:1.0"' for n in ("office", "text", "table", "draw", "style", "meta"))
    + f' xmlns:svg="{ODF}svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


class Odt:
    """An ODT of so many pages, with what was planted."""

    suffix = "odt"

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.body: list[str] = []
        self.tracked: list[str] = []
        self.styles: list[str] = []
        self.meta: list[str] = []
        self.files: dict[str, bytes] = {}

        def p(inner: str) -> str:
            return f"<text:p>{inner}</text:p>"

        add = self.body.append
        self.places: dict[str, Callable[[str], None]] = {
            "text": lambda t: add(p(escape(sentence(t)))),
            "split runs": lambda t: add(
                p(
                    "It was "
                    + "".join(
                        f'<text:span text:style-name="T">{escape(x)}</text:span>' for x in pieces(t, dice)
                    )
                )
            ),
            "deletion": self._deleted,
            "comment": lambda t: add(
                p(f"See <office:annotation><dc:creator>A</dc:creator>{p(escape(t))}</office:annotation>")
            ),
            "footnote": lambda t: add(
                p(
                    f"See<text:note><text:note-citation>1</text:note-citation><text:note-body>{p(escape(t))}</text:note-body></text:note>"
                )
            ),
            "header": lambda t: self.styles.append(f"<style:header>{p(escape(t))}</style:header>"),
            "hidden text": lambda t: add(p(f'Seen <text:hidden-text text:string-value="{escape(t)}"/>')),
            "alt text": lambda t: add(p(f"<draw:frame><svg:desc>{escape(t)}</svg:desc></draw:frame>")),
            "link target": lambda t: add(
                p(f'<text:a xlink:href="https://site.example/?q={escape(quote(t))}">there</text:a>')
            ),
            "bookmark": lambda t: add(p(f'<text:bookmark text:name="{escape(t.replace(" ", "_"))}"/>here')),
            "property": lambda t: self.meta.append(
                f'<meta:user-defined meta:name="n">{escape(t)}</meta:user-defined>'
            ),
            "title": lambda t: self.meta.append(f"<dc:subject>{escape(t)}</dc:subject>"),
            "table cell": lambda t: add(
                f"<table:table><table:table-row><table:table-cell>{p('Subject')}</table:table-cell><table:table-cell>{p(escape(t))}</table:table-cell></table:table-row></table:table>"
            ),
            "hidden row": lambda t: add(
                f'<table:table><table:table-row table:visibility="collapse"><table:table-cell>{p(escape(t))}</table:table-cell></table:table-row></table:table>'
            ),
            "picture": lambda t: self.files.__setitem__(f"Pictures/{len(self.files)}.png", png(t)),
            "embedded file": lambda t: self.files.__setitem__(
                f"Object {len(self.files)}", f"Note\n{t}\n".encode()
            ),
        }

    def _deleted(self, text: str) -> None:
        name = f"ct{len(self.tracked)}"
        self.tracked.append(
            f'<text:changed-region text:id="{name}"><text:deletion><text:p>{escape(text)}</text:p></text:deletion></text:changed-region>'
        )
        self.body.append(f'<text:p>So <text:change text:change-id="{name}"/>it was.</text:p>')

    def made(self, pages: int) -> bytes:
        filler = [f"<text:p>{paragraph(self.dice)}</text:p>" for _ in range(pages * 6)]
        for each in self.body:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        tracked = f"<text:tracked-changes>{''.join(self.tracked)}</text:tracked-changes>"
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return zipped({
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"{head}<office:document-content {SPACES}><office:body><office:text>{tracked}{''.join(filler)}</office:text></office:body></office:document-content>",
            "styles.xml": f"{head}<office:document-styles {SPACES}><office:master-styles><style:master-page>{''.join(self.styles)}</style:master-page></office:master-styles></office:document-styles>",
            "meta.xml": f"{head}<office:document-meta {SPACES}><office:meta>{''.join(self.meta)}</office:meta></office:document-meta>",
            **self.files,
        }, stored=("mimetype",))  # fmt: skip


# XLSX -----------------------------------------------------------------------------------------------------------


class Xlsx:
    """A workbook with what was planted."""

    suffix = "xlsx"

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.rows: list[tuple[str, str]] = []
        self.strings: list[str] = []
        self.orphans: list[str] = []
        self.hidden: list[str] = []
        self.notes: list[str] = []
        self.heads: list[str] = []
        self.names: list[str] = []
        self.properties: list[str] = []
        self.alts: list[str] = []
        self.files: dict[str, bytes] = {}
        self.places: dict[str, Callable[[str], None]] = {
            "cell": lambda t: self.rows.append((self._shared(f"<si><t>{escape(t)}</t></si>"), "")),
            "split runs": lambda t: self.rows.append(
                (
                    self._shared(
                        "<si>" + "".join(f"<r><t>{escape(x)}</t></r>" for x in pieces(t, dice)) + "</si>"
                    ),
                    "",
                )
            ),
            "inline cell": lambda t: self.rows.append(
                (f'<c t="inlineStr"><is><t>{escape(t)}</t></is></c>', "")
            ),
            "hidden row": lambda t: self.rows.append(
                (self._shared(f"<si><t>{escape(t)}</t></si>"), ' hidden="1"')
            ),
            "hidden column": lambda t: self.rows.append(
                (self._shared(f"<si><t>{escape(t)}</t></si>").replace("<c ", '<c r="H1" '), "")
            ),
            "formula": lambda t: self.rows.append(
                (
                    f'<c t="str"><f>CONCATENATE("x ","{escape(t).replace(chr(34), "")}")</f><v>hidden</v></c>',
                    "",
                )
            ),
            "hidden sheet": self.hidden.append,
            "comment": self.notes.append,
            "header": self.heads.append,
            "defined name": self.names.append,
            "text no cell shows": self.orphans.append,
            "property": self.properties.append,
            "alt text": self.alts.append,
            "picture": lambda t: self.files.__setitem__(f"xl/media/image{len(self.files)}.jpeg", jpeg(t)),
            "embedded document": self._embed,
        }

    def _embed(self, text: str) -> None:
        inner = Docx(self.dice)
        inner.places["comment"](text)
        self.files[f"xl/embeddings/file{len(self.files)}.docx"] = inner.made(1)

    def _shared(self, item: str) -> str:
        self.strings.append(item)
        return f'<c t="s"><v>{len(self.strings) - 1}</v></c>'

    def made(self, pages: int) -> bytes:
        filler = [
            (self._shared(f"<si><t>{paragraph(self.dice, 12)}</t></si>"), "") for _ in range(pages * 40)
        ]
        for each in self.rows:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        rows = "".join(
            f'<row r="{n}"{state}>{cell.replace("<c ", f"<c r=%sA{n}%s " % (chr(34), chr(34)), 1) if " r=" not in cell else cell}</row>'
            for n, (cell, state) in enumerate(filler, 1)
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        hidden = "".join(
            f'<row r="{n}"><c r="B{n}" t="inlineStr"><is><t>{escape(t)}</t></is></c></row>'
            for n, t in enumerate(self.hidden, 1)
        )
        orphans = "".join(f"<si><t>{escape(t)}</t></si>" for t in self.orphans)
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        return zipped({
            "[Content_Types].xml": f'{head}<Types xmlns="x"/>',
            "xl/workbook.xml": f'{head}<workbook xmlns="{main}" {R}><sheets><sheet name="Data" sheetId="1" r:id="rId1"/><sheet name="More" sheetId="2" state="veryHidden" r:id="rId2"/></sheets><definedNames>{"".join(f"<definedName name=%sn{n}%s>{escape(chr(34) + t + chr(34))}</definedName>" % (chr(34), chr(34)) for n, t in enumerate(self.names))}</definedNames></workbook>',
            "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="r"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}"><cols><col min="8" max="8" hidden="1"/></cols><sheetData>{rows}</sheetData><headerFooter>{"".join(f"<oddHeader>{escape(t)}</oddHeader>" for t in self.heads)}</headerFooter></worksheet>',
            "xl/worksheets/sheet2.xml": f'{head}<worksheet xmlns="{main}"><sheetData>{hidden}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'{head}<sst xmlns="{main}">{"".join(self.strings)}{orphans}</sst>',
            "xl/comments1.xml": f'{head}<comments xmlns="{main}">{"".join(f"<comment ref=%sA1%s><text><r><t>{escape(t)}</t></r></text></comment>" % (chr(34), chr(34)) for t in self.notes)}</comments>',
            "xl/drawings/drawing1.xml": f'{head}<d xmlns="urn:d">{"".join(f"<cNvPr id=%s1%s descr=%s{escape(t)}%s/>" % ((chr(34),) * 4) for t in self.alts)}</d>',
            "docProps/core.xml": f'{head}<coreProperties>{"".join(f"<description>{escape(t)}</description>" for t in self.properties)}</coreProperties>',
            **self.files,
        })  # fmt: skip


# HTML, TXT, CSV, JSON -------------------------------------------------------------------------------------------


class Html:
    """A page with what was planted."""

    suffix = "html"

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.body: list[str] = []
        self.head: list[str] = []
        self.tail: list[str] = []
        add, q = self.body.append, escape
        import base64

        self.places: dict[str, Callable[[str], None]] = {
            "text": lambda t: add(f"<p>{q(sentence(t))}</p>"),
            "split runs": lambda t: add(
                "<p>It was "
                + "".join(
                    f"<b>{q(x)}</b>" if n % 2 else f"<i>{q(x)}</i><!-- - -->"
                    for n, x in enumerate(pieces(t, dice))
                )
                + "</p>"
            ),
            "comment": lambda t: add(f"<!-- {q(t)} -->"),
            "alt text": lambda t: add(f'<img src="a.png" alt="{q(t)}">'),
            "data attribute": lambda t: add(f'<div data-subject="{q(t)}">x</div>'),
            "hidden text": lambda t: add(f'<div style="display:none">{q(t)}</div>'),
            "hidden attribute": lambda t: add(f"<p hidden>{q(t)}</p>"),
            "script": lambda t: add(f"<script>var s = {json.dumps(t)};</script>"),
            "style": lambda t: self.head.append(f'<style>p::after {{ content: "{q(t)}" }}</style>'),
            "meta": lambda t: self.head.append(f'<meta name="subject" content="{q(t)}">'),
            "title": lambda t: self.head.append(f"<title>{q(t)}</title>"),
            "link target": lambda t: add(f'<a href="https://site.example/?q={quote(t)}">there</a>'),
            "entities": lambda t: add("<p>" + "".join(f"&#{ord(c)};" for c in t) + "</p>"),
            "base64": lambda t: add(
                f'<div data-x="{base64.b64encode(("it is " + t).encode()).decode()}">x</div>'
            ),
            "form value": lambda t: add(f'<input type="hidden" value="{q(t)}">'),
            "template": lambda t: add(f"<template><p>{q(t)}</p></template>"),
            "letters turned round": lambda t: add(f'<p><bdo dir="rtl">{q(t[::-1])}</bdo></p>'),
            "letters by number": lambda t: add(
                f"<script>var s = String.fromCharCode({','.join(str(ord(c)) for c in t if ord(c) < 65536)});</script>"
                if t.isascii()
                else f"<script>var s = {json.dumps(t)};</script>"
            ),
            "numbers in a style": lambda t: self.head.append(
                "<style>p::after { content: '" + "".join(f"\\{ord(c):x} " for c in t) + "' }</style>"
            ),
            "name of a class": lambda t: add(f'<p class="{q(t)}">x</p>'),
            "after the end": self.tail.append,
            "picture": lambda t: add(
                f'<img alt="" src="data:image/png;base64,{base64.b64encode(png(t)).decode()}">'
            ),
        }

    def made(self, pages: int) -> bytes:
        filler = [f"<p>{paragraph(self.dice)}</p>" for _ in range(pages * 6)]
        for each in self.body:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        return f"<!DOCTYPE html><html><head>{''.join(self.head)}</head><body>{''.join(filler)}</body></html>{'<br>'.join(map(escape, self.tail))}".encode()


class Txt:
    suffix = "txt"

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.lines = dice, []
        self.places: dict[str, Callable[[str], None]] = {
            "line": lambda t: self.lines.append(sentence(t)),
            "over two lines": lambda t: self.lines.append("So it is said of\n" + t.replace(" ", "\n", 1)),
            "broken by a hyphen": self._broken,
        }

    def _broken(self, text: str) -> None:
        at = next((n for n in range(2, len(text) - 2) if text[n - 1 : n + 1].isalpha()), 0)
        self.lines.append(f"{text[:at]}-\n{text[at:]}" if at else text)

    def made(self, pages: int) -> bytes:
        filler = [paragraph(self.dice) for _ in range(pages * 6)]
        for each in self.lines:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        return "\n".join(filler).encode()


class Csv(Txt):
    suffix = "csv"

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)

        def cell(t: str) -> str:
            return '"' + t.replace('"', '""') + '"'

        self.places = {
            "cell": lambda t: self.lines.append(f"4,{cell(t)},known"),
            "last cell": lambda t: self.lines.append(f"5,not known,{cell('seen with ' + t)}"),
        }

    def made(self, pages: int) -> bytes:
        filler = [f"{n},{paragraph(self.dice, 12)},none" for n in range(pages * 30)]
        for each in self.lines:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        return "\n".join(["number,what,note", *filler]).encode("utf-8-sig")


class Json(Txt):
    suffix = "json"

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.held: list[object] = []
        self.places = {
            "value": lambda t: self.held.append({"note": t}),
            "key": lambda t: self.held.append({t: "known"}),
            "nested": lambda t: self.held.append({"a": [{"b": [sentence(t)]}]}),
        }

    def made(self, pages: int) -> bytes:
        filler: list[object] = [paragraph(self.dice) for _ in range(pages * 6)]
        for each in self.held:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        return json.dumps(filler).encode()  # with every other script escaped


# PDF ------------------------------------------------------------------------------------------------------------


class Pdf:
    """A PDF: pages set by the typesetter, and what was planted in them and around them."""

    suffix = "pdf"

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.body: list[str] = []
        self.planted: list[tuple[str, str]] = []

        def later(place: str) -> Callable[[str], None]:
            return lambda t: self.planted.append((place, t))

        self.places: dict[str, Callable[[str], None]] = {
            "text": lambda t: self.body.append(sentence(t)),
            **{place: later(place) for place in ("note", "form field", "attachment", "property", "XMP", "hidden layer",
               "invisible text", "outside the page", "glyph by glyph", "bookmark", "alt text", "link target", "reply",
               "undrawn form", "comment in the code", "turned")},
        }  # fmt: skip

    def made(self, pages: int) -> bytes:
        import typst

        filler = [paragraph(self.dice) for _ in range(pages * 6)]
        for each in self.body:
            filler.insert(self.dice.randrange(len(filler) + 1), each)
        source = '#set page(width: 14cm, height: 20cm)\n#set text(size: 10pt)\n#for line in json("d.json") { par(line) }'
        content = typst.compile(
            {"main.typ": source.encode(), "d.json": json.dumps(filler).encode()}, format="pdf"
        )
        return self._with_planted(bytes(content))

    def _with_planted(self, content: bytes) -> bytes:
        import pikepdf
        from pikepdf import Array, Dictionary, Name, String

        pdf = pikepdf.open(io.BytesIO(content))
        page = pdf.pages[0]
        notes, fields, marks = [], [], []
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
        )
        for place, text in self.planted:
            box = Array([10, 10, 60, 20])
            if place in {"note", "reply"}:
                key = (
                    {"/RC": String(f"<body><p>{escape(text)}</p></body>")}
                    if place == "reply"
                    else {"/Contents": String(text)}
                )
                notes.append(
                    pdf.make_indirect(
                        Dictionary({"/Type": Name.Annot, "/Subtype": Name.Text, "/Rect": box, **key})
                    )
                )
            elif place == "form field":
                field = pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Widget,
                        FT=Name.Tx,
                        T=String("f"),
                        V=String(text),
                        Rect=box,
                    )
                )
                fields.append(field)
            elif place == "attachment":
                pdf.attachments[f"note{len(pdf.attachments)}.txt"] = f"Note\n{text}\n".encode()
            elif place == "property":
                pdf.docinfo[Name(f"/Own{len(pdf.docinfo)}")] = String(text)
            elif place == "XMP":
                marks.append(text)
            elif place == "comment in the code":
                pikepdf.Page(page).contents_add(
                    b"\n%" + text.replace("\n", " ").encode() + b"\n/F0 1 Tf BT ET\n"
                )
            elif place == "bookmark":
                with pdf.open_outline() as outline:
                    outline.root.append(pikepdf.OutlineItem(text, 0))
            elif place == "alt text":
                page.obj["/Own"] = pdf.make_indirect(
                    Array([*page.obj.get("/Own", []), Dictionary(Type=Name.StructElem, Alt=String(text))])
                )
            elif place == "link target":
                action = Dictionary(S=Name.URI, URI=String("https://site.example/?q=" + quote(text)))
                notes.append(
                    pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=action))
                )
            else:
                self._drawn(pdf, page, place, text, font)
        page.obj["/Annots"] = Array([*page.obj.get("/Annots", []), *notes, *fields])
        if fields:
            pdf.Root["/AcroForm"] = Dictionary(Fields=Array(fields))
        packet = "".join(f"<dc:description>{escape(t)}</dc:description>" for t in marks)
        xmp = f'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="">{packet}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        pdf.Root["/Metadata"] = pikepdf.Stream(pdf, xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()

    def _drawn(self, pdf: object, page: object, place: str, text: str, font: object) -> None:
        """Text drawn by hand in Helvetica; another script goes through a font with a table of its own."""
        import pikepdf
        from pikepdf import Array, Dictionary, Name

        wide = not all(ord(c) < 128 for c in text)
        if wide:
            codes = {c: n for n, c in enumerate(sorted(set(text)), 1)}
            table = "".join(f"<{n:04X}> <{c.encode('utf-16-be').hex()}>\n" for c, n in codes.items())
            cmap = f"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(codes)} beginbfchar\n{table}endbfchar endcmap"
            inner = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.X, DW=500)
            font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.X, Encoding=Name("/Identity-H"),
                                                DescendantFonts=Array([inner]), ToUnicode=pikepdf.Stream(pdf, cmap.encode())))  # fmt: skip

        def show(part: str) -> str:
            return (
                "<" + "".join(f"{codes[c]:04X}" for c in part) + ">"
                if wide
                else "(" + part.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
            )

        name = Name(f"/Own{self.dice.randrange(10**9)}")
        pikepdf.Page(page).add_resource(font, Name.Font, name)
        start = {"outside the page": "1 0 0 1 -900 -900 Tm", "invisible text": "3 Tr 1 0 0 1 40 40 Tm"}.get(
            place, "1 0 0 1 50 50 Tm"
        )
        y = self.dice.randrange(40, 500)
        if place == "turned":
            start = f"-1 0 0 -1 {self.dice.randrange(300, 500)} {y} Tm"
        start = start.replace(" 50 50 ", f" 50 {y} ").replace(" 40 40 ", f" 40 {y} ")
        if place == "glyph by glyph":
            size = 5.0
            drawn = " ".join(f"{show(c)} Tj {size} 0 Td" for c in text)
        elif place == "invisible text":
            drawn = "[" + " 20 ".join(show(part) for part in pieces(text, self.dice)) + "] TJ"
        else:
            drawn = f"{show(text)} Tj"
        code = f"q BT {name} 10 Tf {start} {drawn} ET Q"
        if place == "hidden layer":
            layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="L"))
            label = Name(f"/L{self.dice.randrange(10**9)}")
            pikepdf.Page(page).add_resource(layer, Name.Properties, label)
            code = f"/OC {label} BDC {code} EMC"
        if place == "undrawn form":
            given = Dictionary(
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100]), Resources=page.Resources
            )
            form = pikepdf.Stream(pdf, code.encode("latin-1"))
            for key, value in given.items():
                form[key] = value
            pikepdf.Page(page).add_resource(
                pdf.make_indirect(form), Name.XObject, Name(f"/Own{self.dice.randrange(10**9)}")
            )
            return
        page.contents_add(f"\n{code}\n".encode("latin-1"))


FORMATS = {each.suffix: each for each in (Docx, Odt, Pdf, Xlsx, Html, Txt, Csv, Json)}
