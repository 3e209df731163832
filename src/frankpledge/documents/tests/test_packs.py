"""A pack: page numbers over the whole, other people's pages stamped, tags of what we wrote, supplements behind it."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest

from frankpledge.documents.packs import Leaves, bind_pack, count_pages, join_packs
from frankpledge.documents.pdf import render_pdf
from frankpledge.documents.tree import (
    Document,
    Identity,
    PageNumbers,
    Paragraph,
    Section,
    Sheet,
    text,
)
from frankpledge.kernel.problems import Unusable


def foreign(pages: int, *, turned: int = 0) -> bytes:
    """Somebody else's PDF."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842)).obj.Rotate = turned
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def section(heading: str, *, sheet: Sheet | None = None, identity: str = "", parts=()) -> Section:
    return Section(
        heading, (Paragraph(text(f"Words of {heading}.")),), tuple(parts), id=identity, sheet=sheet
    )


def pack_document(**changes) -> Document:
    sections = (
        section("Agenda"),
        section(
            "Item 4", sheet=Sheet(), parts=[section("Appendix 1", sheet=Sheet(leaves=3), identity="app-1")]
        ),
        section("Item 5", sheet=Sheet()),
        section("Appendix 2", sheet=Sheet(leaves=2), identity="app-2"),
    )
    return Document("Pack", sections, Identity("Example Council"), "2026-06-11", **changes)


LEAVES = {
    "app-1": Leaves(foreign(3), "Supplied by the Pôlice (A & B), not checked"),
    "app-2": Leaves(foreign(2, turned=90), "Supplied by a partner, not checked"),
}


def pages_of(content: bytes, tmp_path) -> list[str]:
    """The words of each page."""
    path = tmp_path / "pack.pdf"
    path.write_bytes(content)
    said = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    return said.split("\f")[:-1]


def test_pages_are_numbered_over_the_whole_pack_and_the_contents_agree(tmp_path):
    pack = bind_pack(pack_document(), LEAVES)
    words = pages_of(pack.content, tmp_path)
    assert len(words) == pack.last == 10
    for number, page in enumerate(words, start=1):
        assert f"Page {number} of 10" in page
    assert pack.pages == {
        "agenda": (1, 1),
        "item-4": (2, 6),
        "app-1": (3, 6),
        "item-5": (7, 7),
        "app-2": (8, 10),
    }
    entries = {
        line.split()[0] + line.split()[1]: line.split()[-1]
        for line in words[0].splitlines()
        if line.split()[2:]
    }
    assert (entries["Item5"], entries["Appendix2"]) == ("7", "8")


def test_each_page_of_somebody_else_says_where_it_comes_from(tmp_path):
    words = pages_of(bind_pack(pack_document(), LEAVES).content, tmp_path)
    assert all("Supplied by the Pôlice (A & B), not checked" in words[page] for page in (3, 4, 5))
    assert all("Supplied by a partner, not checked" in words[page] for page in (8, 9))
    assert not any("not checked" in words[page] for page in (0, 1, 2, 6, 7))


def test_what_we_wrote_keeps_its_tags_and_bookmarks_and_the_file_claims_no_more_than_is_so():
    content = bind_pack(pack_document(), LEAVES).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Agenda", "Item 4", "Item 5", "Appendix 2"]
        with pdf.open_metadata() as said:
            assert "pdfuaid:part" not in said
        assert [page.label for page in pdf.pages] == [str(n) for n in range(1, 11)]
    ours = Document("Alone", (section("One"), section("Two")), Identity("Example Council"), "2026-06-11")
    with pikepdf.open(io.BytesIO(bind_pack(ours, {}).content)) as pdf, pdf.open_metadata() as said:
        assert said["pdfuaid:part"] == "1"


def test_the_same_pack_gives_the_same_bytes():
    assert bind_pack(pack_document(), LEAVES).content == bind_pack(pack_document(), LEAVES).content


def test_a_section_can_be_given_the_number_it_has_elsewhere(tmp_path):
    sections = (section("Agenda"), section("Item 5", sheet=Sheet(number=7)), section("Item 6", sheet=Sheet()))
    document = Document(
        "Public pack", sections, Identity("Example Council"), "2026-06-11", page_numbers=PageNumbers(last=10)
    )
    pack = bind_pack(document, {})
    words = pages_of(pack.content, tmp_path)
    assert "Page 1 of 10" in words[0]
    assert "Page 7 of 10" in words[1]
    assert "Page 8 of 10" in words[2]
    assert pack.pages["item-6"] == (8, 8)
    with pikepdf.open(io.BytesIO(pack.content)) as pdf:
        assert [page.label for page in pdf.pages] == ["1", "7", "8"]


def test_a_supplement_has_numbers_of_its_own_and_joins_with_its_tags(tmp_path):
    first = bind_pack(pack_document(), LEAVES)
    numbers = PageNumbers(first=1, before="S")
    late = Document(
        "Supplement", (section("Item 4a"),), Identity("Example Council"), "2026-06-12", page_numbers=numbers
    )
    supplement = bind_pack(late, {})
    joined = join_packs([first.content, supplement.content])
    words = pages_of(joined, tmp_path)
    assert words[:10] == pages_of(first.content, tmp_path)
    assert "Page S1 of S1" in words[10]
    with pikepdf.open(io.BytesIO(joined)) as pdf:
        assert pdf.pages[10].label == "S1"
        with pdf.open_outline() as outline:
            assert outline.root[-1].title == "Item 4a"
        roots = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K]
        assert roots == ["/Document", "/Document"]
        keys = [int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj]
        assert len(keys) == len(set(keys))
        nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2]
        assert set(keys) <= {int(key) for key in nums}
    assert (
        subprocess.run(["qpdf", "--check", str(tmp_path / "pack.pdf")], capture_output=True).returncode == 0
    )


def test_a_wrong_count_of_leaves_is_refused():
    with pytest.raises(Unusable, match="counts 3 pages"):
        bind_pack(pack_document(), {**LEAVES, "app-1": Leaves(foreign(2), "x")})
    with pytest.raises(Unusable, match="cannot be opened"):
        count_pages(b"%PDF-1.7 nothing")
    assert count_pages(foreign(2)) == 2


def test_a_document_without_sheets_is_set_as_before():
    document = Document("Plain", (section("One"), section("Two")), Identity("Example Council"), "2026-06-11")
    with pikepdf.open(io.BytesIO(render_pdf(document))) as pdf:
        assert len(pdf.pages) == 1


def test_a_tagged_document_with_links_of_its_own_can_be_bound_in(tmp_path):
    other = render_pdf(Document("Theirs", (section("One"), section("Two")), Identity("Them"), "2026-06-01"))
    sections = (section("Agenda"), section("Appendix", sheet=Sheet(leaves=1), identity="app"))
    document = Document("Pack", sections, Identity("Example Council"), "2026-06-11")
    pack = bind_pack(document, {"app": Leaves(other, "Supplied by them, not checked")})
    words = pages_of(pack.content, tmp_path)
    assert "Words of Two." in words[2]
    assert "Page 3 of 3. Supplied by them, not checked" in words[2]
