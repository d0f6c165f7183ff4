"""From a dirty file to an article draft: what stays, what goes, and that no word is lost."""

from __future__ import annotations

import datetime as dt
import io
import os
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml
from docx import Document
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from errors import ImportFailed
from knowledge.importing import (
    ArticleDraft,
    Reason,
    describe_dropped,
    draft_article,
    to_article,
    to_yaml,
)
from knowledge.importing.cleaning import looks_wrapped
from knowledge.importing.draft import draft_from
from knowledge.importing.furniture import line_reason
from knowledge.importing.model import RawText
from knowledge.importing.readers import MAX_BYTES, split_lines
from knowledge.importing.spam import gambling_spans
from knowledge.importing.text import tidy, words
from knowledge.schema import Article

TITLE = "Camat Sukamaju Ingatkan Pegawai Jaga Netralitas Jelang Pilkada"
LEAD = (
    "Camat Sukamaju mengumpulkan seluruh pegawai kecamatan di aula kantor untuk membahas "
    "netralitas aparatur sipil negara."
)
SECOND = (
    "Ia meminta pegawai tidak ikut kampanye dan tidak membagikan bahan kampanye di grup kerja."
)
THIRD = "“Netral itu bukan pilihan, melainkan kewajiban kita semua,” ujar Camat Sukamaju."
SPAM = "raja77 naga88 raja77 kilat4d naga88 raja77 Slot Gacor Thailand -"


def draft(tmp_path: Path, *lines: str, name: str = "berita.txt") -> ArticleDraft:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return draft_article(path)


def reasons(result: ArticleDraft) -> dict[str, Reason]:
    return {item.text: item.reason for item in result.dropped}


def all_words(result: ArticleDraft) -> Counter[str]:
    parts = [
        result.title,
        *result.datelines,
        *result.paragraphs,
        *(item.text for item in result.dropped),
    ]
    return Counter(word for part in parts for word in words(part))


# --- title, dateline, date ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("dateline", "outlet", "place"),
    [
        ("SUKAMAJU, KABARDESA.ID - ", "KABARDESA.ID", "Sukamaju"),
        ("Sukamaju, KABARDESA.ID - ", "KABARDESA.ID", "Sukamaju"),
        ("SUKAMAJU (KABARDESA.CO) - ", "KABARDESA.CO", "Sukamaju"),
        ("Kabardesa.com, SUKAMAJU – ", "Kabardesa.com", "Sukamaju"),
        ("Kabardesa.id – ", "Kabardesa.id", None),
        ("KABARDESA.CO.ID | SUKAMAJU — ", "KABARDESA.CO.ID", "Sukamaju"),
        ("SUKAMAJU (WARTA) - ", "WARTA", "Sukamaju"),
        ("DKI JAKARTA - ", None, "DKI Jakarta"),
        ("Sukamaju - ", None, "Sukamaju"),
    ],
)
def test_dateline_gives_outlet_and_place(
    tmp_path: Path, dateline: str, outlet: str | None, place: str | None
) -> None:
    result = draft(tmp_path, TITLE, dateline + LEAD, SECOND)
    assert (result.title, result.title_derived) == (TITLE, False)
    assert (result.outlet, result.place) == (outlet, place)
    assert result.paragraphs == (LEAD, SECOND)
    assert result.datelines == (dateline.strip(),)


@pytest.mark.parametrize(
    "opening",
    [
        "Netralitas - prinsip yang lama dikenal - kembali dibahas para pegawai di aula kantor.",
        "Bupati – Wakil Bupati Sukamaju Hadir bersama seluruh pegawai di aula kantor pagi itu.",
        "Pegawai kecamatan, desa, dan kelurahan – semuanya – berkumpul di aula kantor camat.",
    ],
)
def test_a_dash_alone_makes_no_dateline(tmp_path: Path, opening: str) -> None:
    result = draft(tmp_path, TITLE, opening, SECOND)
    assert result.datelines == ()
    assert result.paragraphs[0] == opening


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (["Sukamaju | Kamis, 11 Januari 2024 - 08:15 WIB", LEAD + " Rabu (10/1)."], (2024, 1, 11)),
        (["Kabardesa.com - 12/08/2024, 13:05 WIB", LEAD], (2024, 8, 12)),
        (["Oleh Redaksi - 3 Agt 2024", LEAD], (2024, 8, 3)),
        ([LEAD + " Acara digelar Jumat (4/10/2024)."], (2024, 10, 4)),
        ([LEAD + " Acara digelar Minggu, 13 Oktober 2024."], (2024, 10, 13)),
        ([LEAD + " Senin (16/9). Rapat berikutnya 20 Oktober 2024."], (2024, 9, 16)),
        ([LEAD + " Aturannya UU Nomor 5 tanggal 15 Januari 2014."], None),
        ([LEAD + " Acara digelar Senin (16/9)."], None),
        ([LEAD + " Acara digelar Senin (16/9), menjelang Pilkada 2024."], None),
        ([LEAD + " Acara digelar Senin (31/2/2024)."], None),
        ([LEAD], None),
    ],
)
def test_date_of_publication_else_of_the_event(
    tmp_path: Path, body: list[str], expected: tuple[int, int, int] | None
) -> None:
    result = draft(tmp_path, TITLE, *body, SECOND)
    assert result.date == (dt.date(*expected) if expected else None)
    assert expected or any("tanggal" in note for note in result.notes)


def test_a_wrong_day_name_is_noted(tmp_path: Path) -> None:
    result = draft(tmp_path, TITLE, LEAD + " Acara digelar Rabu (4/10/2024).", SECOND)
    assert result.date == dt.date(2024, 10, 4)
    assert any("nama hari" in note for note in result.notes)


def test_title_is_derived_when_the_text_has_none(tmp_path: Path) -> None:
    result = draft(tmp_path, LEAD, SECOND)
    assert result.title_derived
    assert result.title.startswith("Camat Sukamaju mengumpulkan seluruh pegawai")
    assert result.title.endswith("…")
    assert result.paragraphs == (LEAD, SECOND)
    assert any("judul" in note for note in result.notes)


def test_a_quotation_is_no_title(tmp_path: Path) -> None:
    quotation = "“Kita semua wajib netral,” kata Camat Sukamaju"
    result = draft(tmp_path, quotation, LEAD, SECOND)
    assert result.title_derived
    assert quotation in result.paragraphs


def test_key_is_a_slug_of_the_title(tmp_path: Path) -> None:
    result = draft(tmp_path, TITLE, LEAD)
    assert result.key == "camat-sukamaju-ingatkan-pegawai-jaga-netralitas-jelang"
    assert draft(tmp_path, "نزاهة موظفي الدولة", "نص الخبر هنا.", name="luar.txt").key == "luar"


# --- what is dropped ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirt", "reason"),
    [
        ("Back to top button", Reason.SITE),
        ("Adblock Detected", Reason.SITE),
        ("Support our work: try disabling your adblock extension!", Reason.SITE),
        ("Beranda > Daerah > Sukamaju", Reason.SITE),
        ("Redaksi | Pedoman Media Siber | Kebijakan Privasi", Reason.SITE),
        ("Copyright © 2024 Kabar Desa", Reason.SITE),
        ("Tags: ASN, Netralitas", Reason.SITE),
        ("Dibaca 125 kali", Reason.SITE),
        ("Share on Facebook", Reason.SHARE),
        ("Bagikan: Facebook Twitter WhatsApp Telegram", Reason.SHARE),
        ("Ikuti berita kami di Google News", Reason.SHARE),
        ("ADVERTISEMENT", Reason.ADVERT),
        ("SCROLL TO CONTINUE WITH CONTENT", Reason.ADVERT),
        ("Promo beras murah, hubungi WA 0812-3456-789", Reason.ADVERT),
        ("BACA JUGA:Lurah Sukamaju Ajak Warga Gotong Royong", Reason.READ_ALSO),
        ("Baca juga : Lurah Ajak Warga Gotong Royong!", Reason.READ_ALSO),
        ("Baca Juga", Reason.READ_ALSO),
        ("Tuliskan Komentar anda dengan akun media sosial", Reason.COMMENT),
        ("Tinggalkan Balasan", Reason.COMMENT),
        ("Alamat email Anda tidak akan dipublikasikan.", Reason.COMMENT),
        ("Suasana rapat di aula kecamatan.-foto: ist-", Reason.CAPTION),
        ("Camat Sukamaju di aula (ISTIMEWA)", Reason.CAPTION),
        ("Foto: Humas Kecamatan", Reason.CAPTION),
        ("Camat memberi arahan. (Foto: Dok. Kecamatan)", Reason.CAPTION),
        ("Editor: Bu Sari", Reason.REPORTER),
        ("(bud/sar)", Reason.REPORTER),
        (SPAM, Reason.GAMBLING),
        ("Situs Slot Gacor Resmi Maxwin Hari Ini", Reason.GAMBLING),
        ("* * *", Reason.ORNAMENT),
        ("https://kabardesa.example/berita", Reason.LINK),
        (LEAD, Reason.DUPLICATE),
        (TITLE.upper(), Reason.DUPLICATE_TITLE),
    ],
)
def test_a_dirty_line_is_dropped_with_its_reason(
    tmp_path: Path, dirt: str, reason: Reason
) -> None:
    result = draft(tmp_path, TITLE, LEAD, dirt, SECOND, THIRD)
    assert result.paragraphs == (LEAD, SECOND, THIRD)
    assert [(item.line_number, item.reason, item.text) for item in result.dropped] == [
        (3, reason, dirt)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Masyarakat dapat baca juga aturannya di kantor kecamatan.",
        "Pegawai yang membagikan berita di Facebook diminta berhati-hati.",
        "Ia juga menyinggung iklan kampanye yang dipasang di kantor.",
        "Peserta berasal dari SDN12, SMPN15, dan SMAN17 di wilayah itu.",
        "Camat melarang pegawai bermain judi online, slot, togel, dan kasino.",
        "Tiga pegawai dihukum karena judi slot dan judi togel di kantor.",
        "Pemilu2019 Pilkada2020 Pemilu2024 dibahas satu per satu.",
        "Rapat dibuka oleh Badan Pengawas Pemilihan Umum (Bawaslu)",
        "Pemahaman Hukum: pegawai perlu memahami peraturan yang berlaku.",
        "Komentar pegawai di media sosial dapat dinilai sebagai dukungan.",
        "Foto bersama calon dengan gestur tertentu juga dilarang.",
    ],
)
def test_a_sentence_about_such_things_stays(tmp_path: Path, line: str) -> None:
    result = draft(tmp_path, TITLE, LEAD, line, SECOND)
    assert result.paragraphs == (LEAD, line, SECOND)
    assert result.dropped == ()


@pytest.mark.parametrize(
    ("glued", "kept", "piece", "reason"),
    [
        (f"{SECOND} {SPAM}", SECOND, SPAM, Reason.GAMBLING),
        (f"{SPAM} {SECOND}", SECOND, SPAM, Reason.GAMBLING),
        (
            f"{SECOND} Situs Slot Gacor Slot Maxwin Slot Gacor",
            SECOND,
            "Situs Slot Gacor Slot Maxwin Slot Gacor",
            Reason.GAMBLING,
        ),
        (
            f"{SECOND} BACA JUGA:Lurah Ajak Warga",
            SECOND,
            "BACA JUGA:Lurah Ajak Warga",
            Reason.READ_ALSO_GLUED,
        ),
        (
            f"{SECOND}Baca juga: H. Amin Jadi Camat. {THIRD}",
            f"{SECOND} {THIRD}",
            "Baca juga: H. Amin Jadi Camat.",
            Reason.READ_ALSO_GLUED,
        ),
        (
            f"{SECOND} (Baca juga: Lurah Ajak Warga) {THIRD}",
            f"{SECOND} {THIRD}",
            "(Baca juga: Lurah Ajak Warga)",
            Reason.READ_ALSO_GLUED,
        ),
        (f"{SECOND}(bud)", SECOND, "(bud)", Reason.REPORTER),
        (f"{SECOND} (Budi/red)", SECOND, "(Budi/red)", Reason.REPORTER),
        (f"{SECOND} ***", SECOND, "***", Reason.REPORTER),
    ],
)
def test_dirt_glued_to_a_sentence_is_cut_out(
    tmp_path: Path, glued: str, kept: str, piece: str, reason: Reason
) -> None:
    result = draft(tmp_path, TITLE, LEAD, glued)
    assert result.paragraphs == (LEAD, kept)
    assert reasons(result) == {piece: reason}
    assert result.dropped[0].line_number == 3


def test_headlines_under_a_bare_read_also_and_at_the_end_are_dropped(tmp_path: Path) -> None:
    related, last = "Lurah Ajak Warga Gotong Royong", "Harga Beras Naik Lagi Pekan Ini"
    result = draft(tmp_path, TITLE, LEAD, "Baca Juga", related, SECOND, last)
    assert result.paragraphs == (LEAD, SECOND)
    assert reasons(result)[related] is Reason.READ_ALSO
    assert reasons(result)[last] is Reason.OTHER_HEADLINE


def test_spam_is_recognised_by_shape_not_by_brand() -> None:
    for brands in (
        "zamrud19 zamrud19 kencana7d",
        "qwerty44 slot togel",
        "88mutiara dewi99 dewi99",
    ):
        assert gambling_spans(brands) == [(0, len(brands))]
    assert gambling_spans("Rapat dipimpin Toto Hartono di Bandar Sukamaju") == []


def test_a_wrapped_text_is_put_back_together(tmp_path: Path) -> None:
    result = draft(
        tmp_path,
        TITLE,
        "",
        "Camat Sukamaju mengumpulkan seluruh pegawai kecamatan di aula kantor untuk",
        "membahas netralitas aparatur sipil negara, termasuk langkah-",
        "langkah pencegahan yang perlu dilakukan oleh setiap pimpinan unit kerja di",
        "Kecamatan Sukamaju.",
        "Rapat berlangsung sehari penuh dan diikuti oleh semua pegawai dari delapan",
        "kelurahan.",
        "Back to top button",
    )
    assert result.title == TITLE
    assert len(result.paragraphs) == 2
    assert "langkah-langkah pencegahan" in result.paragraphs[0]
    assert result.paragraphs[0].endswith("Kecamatan Sukamaju.")


def test_description_groups_what_was_dropped(tmp_path: Path) -> None:
    result = draft(tmp_path, TITLE, LEAD, "Back to top button", SPAM, "Adblock Detected", SECOND)
    text = describe_dropped(result)
    assert text.splitlines()[0] == "berita.txt: 3 baris atau potongan dibuang."
    assert "bagian lain dari situs (2):" in text
    assert "  baris 5: Adblock Detected" in text
    assert f"  baris 4: {SPAM}" in text
    assert describe_dropped(draft(tmp_path, TITLE, LEAD)).endswith("tidak ada yang dibuang.")


# --- nothing is lost ---------------------------------------------------------------------

_DIRT = [
    TITLE, LEAD, SECOND, THIRD, SPAM, "Baca Juga", "BACA JUGA:Lurah Ajak Warga", "(bud)",
    "Baca juga: H. Amin Jadi Camat.", "SUKAMAJU, KABARDESA.ID -", "Kabardesa.id –", "-foto: ist-",
    "Sukamaju | Kamis, 11 Januari 2024 - 08:15 WIB", "Jumat (4/10/2024)", "(ISTIMEWA)", "***",
    "Back to top button", "Tuliskan Komentar", "Adblock Detected", "Share on Facebook", "“", "12",
    "langkah-", "Slot", "raja77", "gacor", "[Baca juga:", "]", "Foto:", "A. Hanan, S.P.,", "",
]  # fmt: skip
_TEXTS = st.lists(
    st.tuples(st.sampled_from(_DIRT), st.sampled_from([" ", "\n", "\n\n"])), max_size=14
).map(lambda parts: "".join(piece + gap for piece, gap in parts))
_ANYTHING = st.text(
    st.characters(exclude_categories=["Cs", "Cn", "Cf"]) | st.sampled_from("\n .-–:(,“”"),
    max_size=300,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(_TEXTS | _ANYTHING, st.booleans())
def test_every_word_is_in_the_draft_or_in_dropped(text: str, wrapped: bool) -> None:
    try:
        result = draft_from(RawText(split_lines(text), wrapped=wrapped), "acak.txt")
    except ImportFailed:
        assume(False)
        raise
    missing = Counter(words(tidy(text))) - all_words(result)
    assert not missing
    loaded = Article.model_validate(yaml.safe_load(to_yaml(result)))
    assert loaded == to_article(result)


def test_yaml_is_a_valid_article_in_block_style(tmp_path: Path) -> None:
    result = draft(tmp_path, "Sukamaju | Kamis, 11 Januari 2024 - 08:15 WIB", TITLE, LEAD, SECOND)
    text = to_yaml(result)
    article = Article.model_validate(yaml.safe_load(text))
    assert article.title == TITLE
    assert article.date == dt.date(2024, 1, 11)
    assert article.origin == "berita.txt"
    assert article.paragraphs == (LEAD, SECOND)
    assert "paragraphs:\n  - >-\n    Camat Sukamaju" in text
    assert "date: 2024-01-11\n" in text
    assert max(map(len, text.splitlines())) < 110


# --- files -------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "berita.txt"
    path.write_bytes(newline.join([TITLE, LEAD, THIRD]).encode(encoding))
    result = draft_article(path)
    assert (result.title, result.paragraphs) == (TITLE, (LEAD, THIRD))
    assert any("cp1252" in note for note in result.notes) == (encoding == "cp1252")


def test_markdown(tmp_path: Path) -> None:
    result = draft(
        tmp_path,
        "---", "outlet: Kabar Desa", "date: 2024-09-01", "---",
        f"# {TITLE}", LEAD, "",
        "Ia meminta **pegawai** membaca [pedoman](https://desa.example/pedoman) itu.",
        "![Suasana rapat](rapat.jpg)",
        name="berita.md",
    )  # fmt: skip
    assert (result.title, result.outlet) == (TITLE, "Kabar Desa")
    assert result.date == dt.date(2024, 9, 1)
    assert result.paragraphs == (LEAD, "Ia meminta pegawai membaca pedoman itu.")
    assert reasons(result)["https://desa.example/pedoman"] is Reason.LINK
    assert reasons(result)["Suasana rapat rapat.jpg"] is Reason.CAPTION


PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} - Kabar Desa</title>
<meta property="og:site_name" content="Kabar Desa">
<meta property="article:published_time" content="2024-09-02T07:00:00+07:00">
<link rel="canonical" href="https://kabardesa.example/a/1"><script>var rahasia = 1;</script></head>
<body class="home has-sidebar"><nav><a href="/">Beranda</a> <a href="/d">Daerah</a></nav>
<article><h1>{TITLE}</h1>
<figure><img src="x.jpg"><figcaption>Suasana rapat itu</figcaption></figure>
<p>SUKAMAJU - {LEAD}</p><div class="share-buttons">Sebar lewat surel</div>
<p>{SECOND}<br>{THIRD}</p><ul><li><a href="/b">Harga beras naik lagi</a></li></ul></article>
<div>Berita populer pekan ini ada di sini</div><footer>Alamat kantor kami</footer></body></html>"""


def test_html_keeps_the_article_and_accounts_for_the_rest(tmp_path: Path) -> None:
    result = draft(tmp_path, PAGE, name="berita.html")
    assert (result.title, result.outlet, result.place) == (TITLE, "Kabar Desa", "Sukamaju")
    assert result.date == dt.date(2024, 9, 2)
    assert result.url == "https://kabardesa.example/a/1"
    assert result.paragraphs == (LEAD, SECOND, THIRD)
    assert reasons(result) == {
        "Beranda Daerah": Reason.SITE,
        "Suasana rapat itu": Reason.CAPTION,
        "Sebar lewat surel": Reason.SHARE,
        "Harga beras naik lagi": Reason.LINK_LIST,
        "Berita populer pekan ini ada di sini": Reason.OUTSIDE,
        "Alamat kantor kami": Reason.SITE,
    }


def test_html_of_a_careless_page(tmp_path: Path) -> None:
    page = f"<div class='post has-sidebar'><h1>{TITLE}</h1><p>{LEAD}<p>{SECOND}<p>{THIRD}"
    result = draft(tmp_path, page, name="berita.htm")
    assert (result.title, result.paragraphs) == (TITLE, (LEAD, SECOND, THIRD))


def pdf(*pages: list[str]) -> bytes:
    """Return a minimal PDF with one line of text per item."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 40 780 Td {shown} ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    start = body.index("xref\n0")
    return (body + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").encode(
        "latin-1"
    )


PDF = pdf(
    [
        "Kabar Desa edisi cetak",
        TITLE,
        "SUKAMAJU - Camat Sukamaju mengumpulkan seluruh pegawai kecamatan di aula kantor untuk",
        "membahas netralitas aparatur sipil negara.",
        "Ia meminta pegawai tidak ikut kampanye dan tidak membagikan bahan kampanye di",
    ],
    ["Kabar Desa edisi cetak", "grup kerja. Rapat berlangsung sehari penuh.", "2"],
)


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "berita.pdf"
    path.write_bytes(PDF)
    result = draft_article(path)
    assert (result.title, result.place) == (TITLE, "Sukamaju")
    assert result.paragraphs[0] == LEAD
    assert result.paragraphs[1].startswith("Ia meminta pegawai")
    assert reasons(result)["Kabar Desa edisi cetak"] is Reason.PAGE


def docx(path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Kepala surat"
    document.add_heading(TITLE, 0)
    document.add_paragraph("SUKAMAJU (KABARDESA.CO) - " + LEAD)
    document.add_table(1, 1).cell(0, 0).text = SECOND
    document.add_paragraph("Back to top button")
    document.save(str(path))


def test_docx_with_table_and_header(tmp_path: Path) -> None:
    docx(tmp_path / "berita.docx")
    result = draft_article(tmp_path / "berita.docx")
    assert (result.title, result.outlet) == (TITLE, "KABARDESA.CO")
    assert result.paragraphs == (LEAD, SECOND)
    assert reasons(result) == {"Kepala surat": Reason.PAGE, "Back to top button": Reason.SITE}


# --- files that are refused --------------------------------------------------------------


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    writer.encrypt("rahasia", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (60 * 1024 * 1024))
    return buffer.getvalue()


def zip_of_nothing() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("catatan.txt", "bukan dokumen")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "berkas kosong"),
        ("a.txt", b" \n\t\n", "berkas kosong"),
        ("a.txt", "\ufeff".encode("utf-16-le"), "tidak ada teks"),
        ("a.txt", b"abc\0def\0" * 20, "bukan berkas teks"),
        ("a.txt", bytes(range(256)) * 4, "bukan berkas teks"),
        ("a.txt", b"\x89PNG\r\n\x1a\n1234", "gambar"),
        ("a.txt", PDF, ".pdf"),
        ("a.txt", b"kata " * (MAX_BYTES // 5 + 1), "lebih dari 5 MB"),
        ("a.txt", b"Back to top button\nAdblock Detected\n", "tidak ada isi berita"),
        ("a.xls", b"apa saja", "jenis berkas"),
        ("a.html", b"<html><script>x</script></html>", "tidak ada teks"),
        ("a.pdf", b"%PDF-1.4 rusak", "PDF rusak"),
        ("a.pdf", PDF[: len(PDF) // 3], "PDF"),
        ("a.pdf", pdf([]), "hanya berisi gambar"),
        ("a.pdf", locked_pdf(), "terkunci"),
        ("a.pdf", pdf(*[["Halaman"]] * 61), "61 halaman"),
        ("a.docx", b"PK\x03\x04 rusak", "Word rusak"),
        ("a.docx", zip_of_nothing(), "Word rusak"),
        ("a.docx", zip_bomb(), "mengembang"),
        ("a.docx", b"\xd0\xcf\x11\xe0 lama", "terkunci atau format .doc lama"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_article_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportFailed) as caught:
        draft_article(path)
    text = str(caught.value)
    assert text.startswith(f"{name}: ")
    assert message in text
    assert "\n" not in text


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipa.txt")
    for name in ("hilang.txt", "folder.txt", "pipa.txt", "n\0l.txt"):
        with pytest.raises(ImportFailed):
            draft_article(tmp_path / name)


@pytest.mark.parametrize("unit", ["-", "(a) ", "Share ", "A. ", "*", "raja77 ", "Baca juga: "])
def test_a_long_hostile_line_costs_little_time(unit: str) -> None:
    line = unit * 20_000 + "!x"
    line_reason(line)
    raw = RawText(split_lines(f"{TITLE}\n{LEAD}\n{line}"))
    assert draft_from(raw, "a.txt").title == TITLE


def test_unwrapped_text_is_not_taken_for_wrapped() -> None:
    assert not looks_wrapped([TITLE, LEAD, SECOND, THIRD])
