"""A file -> its raw text. Nothing is judged here, and nothing is left out silently."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path

from errors import ImportFailed
from knowledge.importing.cleaning import looks_wrapped
from knowledge.importing.documents import read_docx, read_pdf
from knowledge.importing.html_text import read_html
from knowledge.importing.markdown_text import read_markdown
from knowledge.importing.model import Line, RawText

MAX_BYTES = 5 * 1024 * 1024

_CP1252_NOTE = "berkas bukan UTF-8; dibaca sebagai cp1252 (Windows), periksa huruf-huruf khusus"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a file really is, whatever its name says.
_SIGNATURES = (
    (b"%PDF", "PDF", ".pdf"),
    (b"PK\x03\x04", "dokumen Word atau ZIP", ".docx"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office lama atau terkunci", ""),
    (b"\x89PNG", "gambar", ""),
    (b"\xff\xd8\xff", "gambar", ""),
    (b"GIF8", "gambar", ""),
    (b"\x1f\x8b", "arsip", ""),
)


def read_raw(path: Path) -> RawText:
    """Read an article file: .txt, .md, .html, .htm, .pdf or .docx.

    Raises:
        ImportFailed: the file cannot be read, is too large, or holds no text.
    """
    _reader(path.name)
    return read_data(read_bytes(path), path.name)


def read_data(data: bytes, name: str) -> RawText:
    """Read the bytes of an article file; the end of ``name`` says what they are.

    Raises:
        ImportFailed: as in :func:`read_raw`.
    """
    reader = _reader(name)
    check_size(data, name)
    raw = reader(data, name)
    if not any(line.text.strip() for line in raw.lines):
        raise ImportFailed(f"{name}: tidak ada teks di dalamnya; salin isi beritanya")
    return raw


def check_size(data: bytes, name: str) -> None:
    """Refuse what is too large, and what is nothing.

    Raises:
        ImportFailed: it is.
    """
    if len(data) > MAX_BYTES:
        raise ImportFailed(
            f"{name}: lebih dari {MAX_BYTES // 1024 // 1024} MB; simpan teks beritanya saja"
        )
    if not data.strip():
        raise ImportFailed(f"{name}: berkas kosong; isi dengan teks berita")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text in ``data`` and the notes that its encoding calls for.

    Raises:
        ImportFailed: ``data`` is not text.
    """
    for signature, what, suffix in _SIGNATURES:
        if data.startswith(signature):
            todo = f"ubah akhiran namanya menjadi {suffix}" if suffix else "salin isi beritanya"
            raise ImportFailed(f"{name}: isinya bukan teks melainkan {what}; {todo}")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), declared)
    for candidate in (encoding, "utf-8"):
        try:
            text = data.decode(candidate or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
        _refuse_binary(text, name)
        return text.lstrip("\ufeff"), ()
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{name}: bukan berkas teks; simpan ulang sebagai UTF-8") from error
    _refuse_binary(text, name)
    return text, (_CP1252_NOTE,)


def read_bytes(path: Path) -> bytes:
    """Return what is in a file, no more of it than one byte over the limit.

    Raises:
        ImportFailed: it cannot be read, is too large or empty.
    """
    try:
        if not path.exists():
            raise ImportFailed(f"{path.name}: berkas tidak ada; periksa nama dan foldernya")
        if not path.is_file():
            raise ImportFailed(f"{path.name}: bukan berkas biasa; beri satu berkas artikel")
        with path.open("rb") as file:
            # Read one byte more than allowed: a size asked beforehand may have changed.
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "nama tidak sah"
        raise ImportFailed(f"{path.name}: tidak dapat dibaca ({why}); periksa izinnya") from error
    check_size(data, path.name)
    return data


def _reader(name: str) -> Callable[[bytes, str], RawText]:
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(sorted(_READERS))
        raise ImportFailed(f"{name}: jenis berkas tidak dikenal; pakai salah satu: {known}")
    return _READERS[suffix]


def _refuse_binary(text: str, name: str) -> None:
    controls = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text))
    if "\0" in text or controls * 100 > len(text):
        raise ImportFailed(f"{name}: bukan berkas teks; simpan ulang sebagai UTF-8")


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the lines as an editor numbers them."""
    parts = re.split(r"\r\n|\r|\n", text)
    return tuple(Line(number, part) for number, part in enumerate(parts, 1))


def _text(data: bytes, name: str) -> RawText:
    text, notes = decode(data, name)
    lines = split_lines(text)
    return RawText(lines, notes, wrapped=looks_wrapped(line.text for line in lines))


def _markdown(data: bytes, name: str) -> RawText:
    text, notes = decode(data, name)
    return read_markdown(split_lines(text), notes)


def _html(data: bytes, name: str) -> RawText:
    declared = re.search(
        rb"<meta[^>]{0,200}?charset=[\"' ]?([\w-]{2,20})", data[:4096], re.IGNORECASE
    )
    text, notes = decode(data, name, declared.group(1).decode("ascii") if declared else None)
    return read_html(text, notes)


_READERS: dict[str, Callable[[bytes, str], RawText]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
