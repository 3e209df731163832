"""One PDF of what we wrote and what others supplied: a document with pages of other PDFs bound in behind its sections.

What we wrote is set as one tagged document, so that it stays readable to those who listen; other people's pages go in
as they are, each stamped with its page number and where it comes from. The numbers are those of the whole pack.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frankpledge.documents.layout import Placed, place
from frankpledge.documents.pdf import render_pdf, skipped_pages
from frankpledge.documents.tree import Document, PageNumbers
from frankpledge.kernel.problems import Problem, Unusable

if TYPE_CHECKING:
    from pikepdf import Page, Pdf

MARGIN = 14
SIZE = 8
CLAIMS = ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")
"""What a file says of itself that is no longer so once other people's pages are in it."""


@dataclass(frozen=True)
class Leaves:
    """The pages of another PDF, and what is stamped on each beside its number, such as ‘supplied by …, not checked’."""

    content: bytes
    words: str


@dataclass(frozen=True)
class Pack:
    """The bound file. `pages` gives, by section, the numbers of its first and last page, leaves included."""

    content: bytes
    pages: Mapping[str, tuple[int, int]]
    last: int


def bind_pack(document: Document, leaves: Mapping[str, Leaves]) -> Pack:
    """Set the document and bind the leaves in behind the sections of those ids; the same input gives the same bytes.

    Each such section must say in its sheet how many leaves follow it. Raises `Unusable` where that is not so, or where a
    PDF cannot be opened.
    """
    import pikepdf

    placed = place(document)
    _check_leaves(placed, leaves)
    with pikepdf.open(io.BytesIO(render_pdf(document))) as pdf:
        starts = _starts(pdf, placed)
        numbers = _numbers(len(pdf.pages), placed, starts)
        spans = _spans(placed, starts, numbers)
        total = document.page_numbers.last or max(last for _, last in spans.values())
        labels: list[int] = list(numbers)
        for at, identity in reversed(_insertions(len(pdf.pages), placed, starts)):
            first = numbers[at - 1] + 1
            count = _insert(pdf, at, leaves[identity], first, document.page_numbers, total)
            labels[at:at] = range(first, first + count)
        _label(pdf, labels, document.page_numbers.before)
        return Pack(_saved(pdf, is_ours=not leaves), spans, total)


def _check_leaves(placed: Placed, leaves: Mapping[str, Leaves]) -> None:
    for section in placed.walk():
        said = section.sheet.leaves if section.sheet else 0
        found = count_pages(leaves[section.id].content) if section.id in leaves else 0
        if said != found:
            reason = (
                f"The section ‘{section.heading}’ counts {said} pages of another document; it has {found}."
            )
            raise Unusable(Problem("leaves", reason, "Count the pages again."))


def count_pages(content: bytes) -> int:
    """How many pages a PDF has. Raises `Unusable` for one that cannot be opened."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise Unusable(
            Problem("damaged", "A PDF in the pack cannot be opened.", "Attach it again.")
        ) from error


# Where everything stands ------------------------------------------------------------------------------------------


def _starts(pdf: Pdf, placed: Placed) -> list[int]:
    """On which physical page, from 1, each section begins: its bookmark says so."""
    at = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    with pdf.open_outline() as outline:
        found = [at[_page_of(item)] for item in _flat(outline.root)]
    sections = len(list(placed.walk()))
    return found[:sections]


def _page_of(item: Any) -> Any:
    """Which page a bookmark leads to, as the file names its objects."""
    return item.destination[0].objgen


def _flat(items: Sequence[Any]) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _flat(item.children)


def _numbers(pages: int, placed: Placed, starts: Sequence[int]) -> list[int]:
    """The number that each physical page bears."""
    skips = skipped_pages(placed)
    begins: dict[int, tuple[int | None, int]] = {}
    for section, start in zip(placed.walk(), starts, strict=True):
        if section.sheet or skips[section.id]:
            begins[start] = (section.sheet.number if section.sheet else None, skips[section.id])
    found: list[int] = []
    number = placed.document.page_numbers.first - 1
    for page in range(1, pages + 1):
        said, skip = begins.get(page, (None, 0))
        number = said if said is not None else number + 1 + skip
        found.append(number)
    return found


def _spans(placed: Placed, starts: Sequence[int], numbers: Sequence[int]) -> dict[str, tuple[int, int]]:
    """The first and last page of each section, with those of its parts and the leaves behind them."""
    sections = list(placed.walk())
    found = {}
    for index, section in enumerate(sections):
        within = list(_ids_within(section))
        last = sections[index + len(within) - 1]
        after = starts[index + len(within)] if index + len(within) < len(sections) else len(numbers) + 1
        shares = after <= len(numbers) and after == starts[index + len(within) - 1]
        ends = after if shares else after - 1
        leaves = last.sheet.leaves if last.sheet else 0
        found[section.id] = (numbers[starts[index] - 1], numbers[ends - 1] + leaves)
    return found


def _ids_within(section: Any) -> Iterator[str]:
    yield section.id
    for part in section.sections:
        yield from _ids_within(part)


def _insertions(pages: int, placed: Placed, starts: Sequence[int]) -> list[tuple[int, str]]:
    """After how many physical pages the leaves of which section go in, in order."""
    sections = list(placed.walk())
    found = []
    for index, section in enumerate(sections):
        if section.sheet and section.sheet.leaves:
            after = starts[index + 1] - 1 if index + 1 < len(sections) else pages
            found.append((after, section.id))
    return found


# Other people's pages ---------------------------------------------------------------------------------------------


def _insert(pdf: Pdf, at: int, leaves: Leaves, first: int, numbers: PageNumbers, total: int) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(leaves.content)) as other, warnings.catch_warnings():
        # Links from one of their pages to another may not lead anywhere here; the pages themselves are whole.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        count = len(other.pages)
        for index, page in enumerate(other.pages):
            pdf.pages.insert(at + index, page)
    for index in range(count):
        page = pdf.pages[at + index]
        _untag(page)
        number = f"{numbers.before}{first + index}"
        _stamp(pdf, page, f"Page {number} of {numbers.before}{total}. {leaves.words}")
    return count


def _untag(page: Page) -> None:
    """Take out the marks that pointed into the other document's own tags, which do not come along."""
    for key in ("/StructParents", "/Tabs"):
        if key in page.obj:
            del page.obj[key]
    for note in page.obj.get("/Annots", ()):
        if "/StructParent" in note:
            del note["/StructParent"]


def _stamp(pdf: Pdf, page: Page, words: str) -> None:
    """Print a line on white at the foot of the page, as it is seen, whichever way it is turned."""
    import pikepdf

    box = [float(value) for value in page.cropbox]
    turned = int(page.obj.get("/Rotate", 0)) % 360
    across = {
        0: (1, 0, 0, 1, box[0], box[1]), 90: (0, 1, -1, 0, box[2], box[1]),
        180: (-1, 0, 0, -1, box[2], box[3]), 270: (0, -1, 1, 0, box[0], box[3]),
    }[turned]  # fmt: skip
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    name = page.add_resource(
        pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.FrankpledgeStamp, replace_existing=True
    )
    width = len(words) * SIZE * 0.56 + 8
    matrix = " ".join(f"{value:g}" for value in across).encode()
    said = words.encode("cp1252", "replace").translate(None).replace(b"\\", b"\\\\")
    said = said.replace(b"(", rb"\(").replace(b")", rb"\)")
    drawn = b"/Artifact BMC q %s cm 1 g %d %d %d %d re f 0 g BT %s %d Tf %d %d Td (%s) Tj ET Q EMC" % (
        matrix,
        MARGIN - 4,
        MARGIN - 4,
        int(width),
        SIZE + 6,
        str(name).encode(),
        SIZE,
        MARGIN,
        MARGIN,
        said,
    )
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q " + drawn, prepend=False)


# The file as a whole ----------------------------------------------------------------------------------------------


def _label(pdf: Pdf, labels: Sequence[int], before: str) -> None:
    """Give each page its number in the file, so that a reader's ‘go to page’ means the printed number."""
    import pikepdf

    found: list[Any] = []
    for index, number in enumerate(labels):
        if index == 0 or number != labels[index - 1] + 1:
            entry = pikepdf.Dictionary(S=pikepdf.Name.D, St=number)
            if before:
                entry.P = pikepdf.String(before)
            found += [index, entry]
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(found))


def _saved(pdf: Pdf, *, is_ours: bool) -> bytes:
    if not is_ours:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            for claim in CLAIMS:
                if claim in said:
                    del said[claim]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def join_packs(packs: Sequence[bytes]) -> bytes:
    """A pack and its supplements in one file, each with its own page numbers, tags and bookmarks, in order."""
    import pikepdf

    first, *others = packs
    with pikepdf.open(io.BytesIO(first)) as pdf:
        labels = _labels_of(pdf)
        for content in others:
            with pikepdf.open(io.BytesIO(content)) as other:
                before = len(pdf.pages)
                titles = _bookmarks(other)
                labels += [(before + index, entry) for index, entry in _labels_of(other)]
                pdf.add_pages_from(other)
                _join_tags(pdf, other, before)
            with pdf.open_outline() as outline:
                outline.root.extend(pikepdf.OutlineItem(title, before + page) for title, page in titles)
        nums: list[Any] = []
        for index, (before_number, number) in labels:
            entry = pikepdf.Dictionary(S=pikepdf.Name.D, St=number)
            if before_number:
                entry.P = pikepdf.String(before_number)
            nums += [index, entry]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(nums))
        return _saved(pdf, is_ours=len(packs) == 1)


def _labels_of(pdf: Pdf) -> list[tuple[int, tuple[str, int]]]:
    """Where each run of page numbers begins: index, then what stands before the number, and the number."""
    nums = list(pdf.Root.PageLabels.Nums)
    pairs = zip(nums[::2], nums[1::2], strict=True)
    return [(int(index), (str(entry.get("/P", "")), int(entry.get("/St", 1)))) for index, entry in pairs]


def _bookmarks(pdf: Pdf) -> list[tuple[str, int]]:
    """The top bookmarks of a file: title and page, from 0."""
    at = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return [(item.title, at[_page_of(item)]) for item in outline.root]


def _join_tags(pdf: Pdf, other: Pdf, before: int) -> None:
    """Bring the other file's tags along: its tree below ours, its pages' keys after ours."""
    import pikepdf

    ours = pdf.Root.StructTreeRoot
    tree = pdf.copy_foreign(other.Root.StructTreeRoot)
    shift = _next_key(ours)
    for page in pdf.pages[before:]:
        _shift(page.obj, "/StructParents", shift)
        for note in page.obj.get("/Annots", ()):
            _shift(note, "/StructParent", shift)
    kids = tree.K if isinstance(tree.K, pikepdf.Array) else pikepdf.Array([tree.K])
    for kid in kids:
        kid.P = ours
    here = ours.K if isinstance(ours.K, pikepdf.Array) else pikepdf.Array([ours.K])
    ours.K = pikepdf.Array([*here, *kids])
    moved = [value + shift if index % 2 == 0 else value for index, value in enumerate(_nums(tree.ParentTree))]
    ours.ParentTree = pdf.make_indirect(
        pikepdf.Dictionary(Nums=pikepdf.Array([*_nums(ours.ParentTree), *moved]))
    )
    ours.ParentTreeNextKey = shift + _next_key(tree)
    for key, value in tree.get("/RoleMap", {}).items():
        if "/RoleMap" in ours and key not in ours.RoleMap:
            ours.RoleMap[key] = value
    if "/IDTree" in ours:
        del ours["/IDTree"]


def _next_key(tree: Any) -> int:
    keys = _nums(tree.ParentTree)[::2]
    return int(tree.get("/ParentTreeNextKey", max(map(int, keys), default=-1) + 1))


def _nums(tree: Any) -> list[Any]:
    """The pairs of a number tree, flat, whatever its depth."""
    if "/Nums" in tree:
        return [int(value) if index % 2 == 0 else value for index, value in enumerate(tree.Nums)]
    return [value for kid in tree.get("/Kids", ()) for value in _nums(kid)]


def _shift(place: Any, key: str, by: int) -> None:
    if key in place:
        place[key] = int(place[key]) + by
