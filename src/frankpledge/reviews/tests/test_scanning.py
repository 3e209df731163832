"""The scan: nothing planted is missed, what is refused is refused with its reason, and clean text is clean."""

from __future__ import annotations

import gzip
import io
import json
import random
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.kernel.problems import Unusable
from frankpledge.reviews.rules.jigsaw import Clue, jigsaw
from frankpledge.reviews.rules.scanning.numbers import localities
from frankpledge.reviews.rules.scanning.scan import Chunk, Scanner
from frankpledge.reviews.rules.scanning.terms import Term, read_export
from frankpledge.reviews.scan_commands import scan_command
from frankpledge.reviews.scanning.budget import Budget, Limits
from frankpledge.reviews.scanning.encoded import hidden_texts
from frankpledge.reviews.scanning.reading import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "benchmarks" / "scan"))

from generate import plant
from identities import DISGUISES, identities
from planting import FORMATS

SEED = 23
TERMS = {
    "name": Term("name", "name", "John Andrew Smith"), "day": Term("day", "dob", "2019-04-03"),
    "phone": Term("phone", "phone", "07700 900123"), "address": Term("address", "address", "14 Acacia Street, Dorchester"),
    "car": Term("car", "vehicle", "AB12 CDE"), "age": Term("age", "age", "34"), "pet": Term("pet", "pet", "Will"),
    "school": Term("school", "school", "St Anselm's C of E Primary School"),
    "town": Term("town", "place", "Reading"),
    "works": Term("works", "workplace", "Hadley & Croft Ltd"), "nhs": Term("nhs", "nhs-number", "943 476 5919"),
    "grid": Term("grid", "coordinates", "SY 69123 90456"), "strange": Term("strange", "name", "Osbert Quorlthorpe"),
    "insured": Term("insured", "ni-number", "AB 12 34 56 C"), "dutch": Term("dutch", "name", "Anna van der Merwe"),
    "dotted": Term("dotted", "name", "Ann Dray"), "bakery": Term("bakery", "workplace", "Quorlwick Bakery"),
    "street": Term("street", "address", "14 Larkfield Road, Dorchester"), "may": Term("may", "name", "May Quorl"),
}  # fmt: skip


def found(text: str, *terms: str, is_prose: bool = True) -> set[str]:
    scanner = Scanner(
        [
            Term(t.id, {"dob": "date-of-birth"}.get(t.kind, t.kind), t.value)
            for t in map(TERMS.__getitem__, terms)
        ]
    )
    return {hit.term_id for hit in scanner.hits([Chunk(text, "here", is_prose)])}


@pytest.mark.parametrize(
    ("term", "text", "other"),
    [
        ("name", "Smith, John", "Smythe, Joan"),
        ("name", "Jack Smith", "Jill Frost"),
        ("name", "ЈоһnЅmіth", "ЈоһаnЅtrаuѕѕ"),
        ("name", "the Smiths’ house", "the smithy"),
        ("name", "S m i t h", "S m i t e"),
        ("name", "S\u200bmi\u00adth", "S\u200bmo\u00adth"),
        ("name", "Srnith", "Surmith"),
        ("day", "the 3rd of April, 2019", "the 4th of April, 2019"),
        ("day", "3 Ebrill 2019", "3 Ebrill 2018"),
        ("day", "April 3 '19", "May 3 '19"),
        ("day", "the third of April two thousand and nineteen", "the third of May two thousand and nineteen"),
        ("phone", "+44 (0)7700-900 123", "+44 (0)7700-900 124"),
        ("address", "14 Acacia St.", "15 Station St."),
        ("car", "ab12cde", "ab13cde"),
        ("car", "ABI2 CDE", "ABI3 CDE"),
        ("age", "aged thirty-four", "thirty-four letters"),
        ("age", "a 34-year-old", "34 of them"),
        ("pet", "a dog called Will", "they will go"),
        ("school", "St Anselms CE Primary", "St Albans CE Primary"),
        ("name", "mrs j smith said", "a smith said"),
        ("name", "John \uf053\uf06d\uf069\uf074\uf068", "Joan \uf053\uf06d\uf06f\uf074\uf068"),
        ("strange", "by Quorl- thorpe", "by Quorl- and Thorpe"),
        ("strange", "by Quorlth0rp€ or Qu0rlthorpe", "by Qu0rlthurpe"),
        ("town", "a house in Reading", "help with reading"),
        ("works", "at Hadley and Croft", "at Hadley and Cross"),
        ("nhs", "number 943 476 59l9", "number 943 476 58l9"),
        ("grid", "at SY 691 904", "at SY 692 904"),
        ("age", "when she was 34.", "of which it was 34."),
        ("day", "=DATE(2019,4,3)", "=DATE(2019,4,4)"),
        ("day", "3April2019", "3Aprils2019"),
        ("day", "3 ; April ; 2019", "4 ; April ; 2019"),
        ("day", "born on 03/04 at home", "a share of 03/04 at home"),
        ("day", "3  A p r i l  2 0 1 9", "4  A p r i l  2 0 1 9"),
        ("day", "3 Ap\xad\nril 2019", "3 Ap\xad\nrils 2019"),
        ("phone", "oh seven seven, double oh, nine double oh one two three", "one, two, three: the facts"),
        ("phone", "07700 900xxx", "07701 900xxx"),
        ("phone", "a number ending 0123", "the year ending 2013"),
        ("insured", "AB 12 34 56 in the file", "AB 12 34 57 in the file"),
        ("strange", "eproht lrouq and Eprohtlrouq", "Eprahtlrouq"),
        ("dutch", "Mrs Merwe", "Mrs Mowe"),
        ("dotted", "A. D. said", "in AD 43 and by ad"),
        ("bakery", "worked at Quorlwick", "worked at Quarlwick"),
        ("street", "at 14 Larkfield in", "at 15 Larkfield in"),
        ("may", "told May Hill", "in May 2019 and on 4 May"),
    ],
)
def test_a_term_is_found_however_it_is_written_and_something_else_is_not(term, text, other):
    assert found(text, term) == {term}
    assert found(other, term) == set()


@settings(max_examples=40)
@given(st.sampled_from(sorted(DISGUISES)), st.integers(0, 10_000))
def test_no_disguise_of_a_name_hides_it(disguise, seed):
    text = f"and so {DISGUISES[disguise]('John Andrew Smith', random.Random(seed))} was seen"  # noqa: S311
    assert found(text, "name") == {"name"}


def test_quotation_marks_that_code_escapes_are_read_and_other_text_is_left():
    point = "51°0'15.5\"N 2°6'13.4\"W"
    assert any(point in text for text in hidden_texts(f"var s = {json.dumps(point)};"))
    assert list(hidden_texts("She said “no” and left.")) == []


@pytest.fixture(scope="module")
def vault():
    made = identities(SEED, 2)
    return made, Scanner(
        read_export({"terms": [{"term_id": i.id, "kind": i.kind, "value": i.value} for i in made]})[0]
    )


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_nothing_planted_is_missed_and_clean_text_is_clean(suffix, vault):
    made, scanner = vault
    for turn in range(2):
        content, planted = plant(made, suffix, turn, 1, SEED)
        hits = {hit.term_id for hit in scanner.hits(read_bytes(content, f"x.{suffix}")[0])}
        assert [(each.term_id, each.place, each.form) for each in planted if each.term_id not in hits] == []
    clean = FORMATS[suffix](random.Random(SEED)).made(1)  # noqa: S311
    assert scanner.hits(read_bytes(clean, f"x.{suffix}")[0]) == ()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth: int) -> bytes:
    content = packed({"word/document.xml": b"<?xml version='1.0'?><a>x</a>"})
    for _ in range(depth):
        content = packed({"word/embeddings/inner.docx": content})
    return content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (packed({"word/document.xml": b" " * (8 << 20)}), "bomb"),
        (packed({"word/vbaProject.bin": b"x"}), "macro"),
        (packed({"Basic/Standard/Module1.xml": b"<a/>"}), "macro"),
        (packed({"META-INF/manifest.xml": b"<a><manifest:encryption-data/></a>"}), "encrypted"),
        (packed({"word/document.xml": b"<?xml version='1.0'?><a>"}), "broken"),
        (
            packed({"word/document.xml": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            "entities",
        ),
        (nested(7), "nested"),
        (b"%PDF-1.7 nothing", "broken"),
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 50, "kind"),
        (b"{\\rtf1 x}", "kind"),
        (b"<html>" + b"<div>" * 300 + b"x", "nested"),
        (packed({"xl/macrosheets/sheet1.xml": b"<a/>"}), "macro"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_cannot_be_read_whole_is_refused_with_its_reason(content, code):
    with pytest.raises(Unusable) as refused:
        read_bytes(content, "x")
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].remedy


def hits_in(content: bytes, name: str) -> set[str]:
    return {hit.term_id for hit in Scanner([TERMS["strange"]]).hits(read_bytes(content, name)[0])}


@pytest.mark.parametrize("said", ["Quorlthorpe", "Quorltharpe"])
def test_no_odd_corner_of_a_package_hides_a_name(said):
    zeros = b"\0" * 700
    corners = [
        packed({"word/x.bin": zeros + said.encode() + zeros}),
        packed({"notes.gz": gzip.compress(said.encode())}),
        packed({"a.txt": b"x"}) + said.encode(),
    ]
    odt = (
        '<o:c xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:d="dc" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>by<o:annotation>'
        f"<d:creator>{said}</d:creator><text:p>see</text:p></o:annotation></text:p></o:c>"
    )
    corners.append(packed({"content.xml": odt.encode()}))
    corners.append(packed({"word/chunk.html": f"<html><p>{said[:4]}<b>{said[4:]}</b></p></html>".encode()}))
    corners.append(f"<html><body><p>x</p></body></html>by {said}".encode())
    corners.append(
        b"\x21\xfe".join((b"GIF89a", bytes([5]) + said[:5].encode() + bytes([6]) + said[5:].encode() + b"\0"))
    )
    expected = {"strange"} if said == "Quorlthorpe" else set()
    assert [hits_in(content, "x.zip") for content in corners] == [expected] * 7
    with pytest.raises(Unusable, match="archive that is not read"):
        read_bytes(packed({"a.rar": b"Rar!\x1a\x07\0"}), "x.zip")


def test_a_village_alone_is_no_hit_but_a_place_that_signers_answer_for():
    address = "2 Larkspur Rise, Upper Wexcombe, Harbour Vale, Dorset, DT9 9ZZ"
    assert localities(address) == {"Upper Wexcombe", "Harbour Vale"}
    assert localities(address, ["Harbour Vale Community Safety Partnership"]) == {"Upper Wexcombe"}
    assert Scanner([Term("a", "address", address)]).hits([Chunk("in Upper Wexcombe", "here")]) == ()
    (found,) = jigsaw([Chunk("She lived in Upper Wexcombe.", "here")], localities(address))
    assert (found.clue, found.rank) == (Clue.PLACE, "high")
    assert jigsaw([Chunk("She lived in Lower Wexcombe.", "here")], localities(address)) == ()


def test_a_word_broken_over_pages_is_read_past_foot_and_head():
    foot, head = (
        Chunk("so said Quorl-\nPage 3 of 9", "page 3"),
        Chunk("A report\nthorpe and others", "page 4"),
    )
    scanner = Scanner([TERMS["strange"]])
    assert [hit.where for hit in scanner.hits([foot, Chunk("", "page 3"), head])] == [
        "page 4 (a word broken before it)"
    ]
    assert scanner.hits([Chunk("so said Quorl.\nPage 3 of 9", "page 3"), head]) == ()


def test_a_pdf_hides_no_name_in_columns_or_labels():
    import pikepdf

    def drawn(text: str, x: int, y: int) -> str:
        return f"BT /F1 12 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET "

    made = {}
    for said in ("thorpe", "tharpe"):
        pdf, content = pikepdf.new(), io.BytesIO()
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        words = (
            drawn("left Quorl-", 50, 686)
            + drawn("right", 320, 686)
            + drawn(said, 50, 672)
            + drawn("more", 320, 672)
        )
        page.Contents = pdf.make_stream(words.encode())
        pdf.save(content)
        made[said] = hits_in(content.getvalue(), "x.pdf")
        label = pikepdf.Dictionary(P=pikepdf.String(f"Quorl{said}"))
        page.Contents, content = pdf.make_stream(b""), io.BytesIO()
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, label]))
        pdf.save(content)
        made[f"label {said}"] = hits_in(content.getvalue(), "x.pdf")
    assert made == {
        "thorpe": {"strange"},
        "label thorpe": {"strange"},
        "tharpe": set(),
        "label tharpe": set(),
    }


def test_too_many_parts_are_a_bomb_and_as_many_as_allowed_are_not():
    parts = {f"word/{n}.xml": b"<?xml version='1.0'?><a>x</a>" for n in range(6)}
    few, many = Budget("x", Limits(members=5)), Budget("x", Limits(members=6))
    with pytest.raises(Unusable):
        read_bytes(packed(parts), "x", budget=few)
    assert read_bytes(packed(parts), "x", budget=many)


def test_each_picture_has_its_warning_and_one_with_metadata_of_its_own_is_read():
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='rdf'><r:li>Quorlthorpe</r:li></r:RDF></x:xmpmeta>"
    picture = b"\xff\xd8\xff\xe0\0\x04ab" + packet.replace(b"r:RDF", b"rdf:RDF").replace(
        b"xmlns:r=", b"xmlns:rdf="
    ).replace(b"r:li", b"rdf:li")
    content = packed({"word/media/first.jpg": picture, "word/media/second.jpg": b"\xff\xd8\xff\xe0\0\x04ab"})
    chunks, notes = read_bytes(content, "x.docx")
    assert {hit.where for hit in Scanner([TERMS["strange"]]).hits(chunks)} >= {
        "picture, XMP, its words together"
    }
    assert notes == ("picture", "picture, number 2 there")


def test_the_name_of_the_file_is_looked_through_too():
    (chunk, *_) = read_bytes(b"nothing here", "Smith_John_report.txt")[0]
    assert found(chunk.text, "name", is_prose=False) == {"name"}


def test_the_command_answers_by_the_contract_and_never_says_what_it_found(tmp_path):
    file, vault = tmp_path / "report.txt", tmp_path / "vault.json"
    file.write_text("Seen with John Smith.\n", encoding="utf-8")
    vault.write_text(json.dumps([{"term_id": "t1", "kind": "name", "value": "John Smith"}]), encoding="utf-8")
    answer = scan_command([str(file), "--against", str(vault)]).as_json()
    assert answer["verdict"] == "hits"
    assert [(hit["term_id"], hit["kind"], hit["where"]) for hit in answer["hits"]] == [
        ("t1", "name", "line 1")
    ]
    assert "Smith" not in json.dumps(answer)
    file.write_text("Seen with somebody.\n", encoding="utf-8")
    assert scan_command([str(file), "--against", str(vault)]).verdict == "clean"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"terms": []},
        {"terms": [{"kind": "name", "value": "x"}]},
        {"terms": [{"term_id": "1", "kind": "name", "value": "--"}]},
        5,
    ],
)
def test_what_is_no_export_is_refused(given):
    with pytest.raises(Unusable):
        read_export(given)


def test_a_kind_that_is_not_known_is_looked_for_as_written_and_said():
    terms, cautions = read_export([{"term_id": "1", "kind": "yacht", "value": "Sea Holly"}])
    assert cautions[0].code == "coverage"
    assert Scanner(terms).hits([Chunk("aboard the Sea Holly", "x")])
