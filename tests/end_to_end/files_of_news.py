"""Files that admins send: sound ones of each kind, and broken ones."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from pypdf import PdfReader, PdfWriter

TITLE = "Sekda Mekarsari mengingatkan pegawai menjaga netralitas"
PARAGRAPHS = (
    "MEKARSARI – Sekretaris Daerah Mekarsari mengumpulkan 120 pegawai di pendopo kabupaten pada "
    "Senin, 14 Oktober 2024, untuk mengingatkan kewajiban menjaga netralitas.",
    "Ia meminta pegawai tidak membagikan bahan kampanye di grup percakapan kantor dan melaporkan "
    "ajakan mendukung calon kepada inspektorat.",
    "Inspektorat Mekarsari menerima empat laporan sejak September 2024, dan dua di antaranya "
    "diteruskan kepada pengawas pemilihan.",
)
TEXT = "\n\n".join((TITLE, *PARAGRAPHS))
HTML = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>" + "".join(
    f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS
) + "</article></body></html>"  # fmt: skip


def docx() -> bytes:
    """A sound Word document."""
    document = Document()
    document.add_heading(TITLE, level=0)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_bomb() -> bytes:
    """A small archive that says it unpacks to more than anybody needs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (60 * 1024 * 1024))
    return buffer.getvalue()


def pdf(text: str = " ".join((TITLE + ".", *PARAGRAPHS))) -> bytes:
    """A PDF with a text layer, one line every ten words."""
    words = text.replace("–", "-").split()
    lines = [" ".join(words[at : at + 10]) for at in range(0, len(words), 10)]
    shown = "\n".join(f"({line.replace('(', '').replace(')', '')}) Tj T*" for line in lines)
    content = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}\nET".encode("latin-1") if text else b""
    return _pdf(content)


def image_pdf() -> bytes:
    """A PDF without any text."""
    return _pdf(b"0.5 g 50 50 200 200 re f")


def locked_pdf() -> bytes:
    """A PDF behind a password."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("rahasia", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _pdf(content: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(out))
    )
