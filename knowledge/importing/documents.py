"""PDF and Word files -> raw text. Both formats can be hostile, so every limit is checked."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from errors import ImportFailed
from knowledge.importing.model import Line, RawText, Reason
from knowledge.importing.text import fingerprint

MAX_UNPACKED = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_PAGES = 60

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OTHER_PARTS = re.compile(r"/word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml$")


def read_pdf(data: bytes, name: str) -> RawText:
    """Return the text layer of a PDF; lines that recur on the pages are marked.

    Raises:
        ImportFailed: the file is damaged, locked, too long, or has no text layer.
    """
    from pypdf import PdfReader  # imported late: only an import of a PDF needs it

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted
        count = 0 if locked else len(reader.pages)
        pages = (
            [page.extract_text().split("\n") for page in reader.pages]
            if count <= MAX_PAGES
            else []
        )
    # A damaged PDF makes the parser fail in ways that its own exceptions do not cover.
    except Exception as error:
        if _says_locked(error):
            raise _locked(name) from error
        raise ImportFailed(f"{name}: PDF rusak; unduh ulang atau salin teks beritanya") from error
    if locked:
        raise _locked(name)
    if count > MAX_PAGES:
        raise ImportFailed(f"{name}: {count} halaman; ambil halaman beritanya saja")
    if not any(line.strip() for page in pages for line in page):
        raise ImportFailed(
            f"{name}: PDF hanya berisi gambar; ketik ulang atau salin teks beritanya"
        )
    return RawText(tuple(_pdf_lines(pages)), wrapped=True)


def read_docx(data: bytes, name: str) -> RawText:
    """Return every paragraph of a Word document, with tables and text boxes in place.

    Headers, footers, notes and comments are read too and marked to be dropped.

    Raises:
        ImportFailed: the file is damaged, locked, or unpacks to too much.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFailed(f"{name}: terkunci atau format .doc lama; simpan ulang sebagai .docx")
    _refuse_bomb(data, name)
    from docx import Document
    from docx.oxml import parse_xml

    try:
        document = Document(io.BytesIO(data))
        root: Any = document.element
        found = list(_docx_paragraphs(root))
        others: list[str] = []
        for part in document.part.package.iter_parts():
            if _OTHER_PARTS.search(str(part.partname)):
                tree: Any = parse_xml(part.blob)
                others.extend(text for text, _ in _docx_paragraphs(tree))
    # A damaged document fails anywhere between zip, XML and the object model.
    except Exception as error:
        raise ImportFailed(
            f"{name}: dokumen Word rusak; buka lalu simpan ulang sebagai .docx"
        ) from error
    lines = [Line(number, text) for number, (text, _) in enumerate(found, 1)]
    lines += [
        Line(number, text, Reason.PAGE) for number, text in enumerate(others, len(lines) + 1)
    ]
    title = next((text for text, is_title in found if is_title and text.strip()), None)
    return RawText(tuple(lines), title=title)


def _locked(name: str) -> ImportFailed:
    return ImportFailed(f"{name}: PDF terkunci kata sandi; simpan salinan tanpa kunci")


def _says_locked(error: Exception) -> bool:
    kind = type(error).__name__
    return kind in ("FileNotDecryptedError", "WrongPasswordError", "DependencyError")


def _pdf_lines(pages: list[list[str]]) -> Iterator[Line]:
    """Yield the lines of all pages; a line that opens or closes several pages is marked."""
    edges = Counter(
        mark for page in pages for mark in {fingerprint(line) for line in _edge_lines(page)}
    )
    number = 0
    for page in pages:
        edge = _edge_lines(page)
        for text in page:
            number += 1
            recurs = edges[fingerprint(text)] >= max(2, len(pages) // 2)
            marked = bool(text.strip()) and text in edge and recurs
            yield Line(number, text, Reason.PAGE if marked else None)


def _edge_lines(page: list[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return [*filled[:2], *filled[-2:]]


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ImportFailed(
            f"{name}: dokumen Word rusak; buka lalu simpan ulang sebagai .docx"
        ) from error
    # The declared sizes are safe to trust: zipfile never unpacks more than was declared.
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ImportFailed(f"{name}: isinya mengembang terlalu besar; simpan teks beritanya saja")


def _docx_paragraphs(root: Any) -> Iterator[tuple[str, bool]]:
    """Yield the text of each paragraph, and whether its style is that of a title."""
    for paragraph in root.iter(f"{_W}p"):
        parts: list[str] = []
        for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
            # A text box is a paragraph inside a paragraph; it is yielded by itself.
            if next(node.iterancestors(f"{_W}p")) is paragraph:
                parts.append(node.text or "" if node.tag == f"{_W}t" else " ")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        kind = str(style.get(f"{_W}val")) if style is not None else ""
        yield "".join(parts), kind in ("Title", "Heading1", "Judul", "Judul1")
