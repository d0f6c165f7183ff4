"""What travels between the steps of an import: lines, what was dropped, and the draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a line or a piece of one is not in the draft; the value is read by a person."""

    SITE = "tombol, menu, atau bagian lain dari situs"
    SHARE = "ajakan berbagi atau mengikuti"
    ADVERT = "iklan"
    READ_ALSO = 'tautan "Baca juga"'
    READ_ALSO_GLUED = '"Baca juga" yang menempel pada kalimat (periksa batasnya)'
    OTHER_HEADLINE = "judul berita lain di akhir halaman"
    GAMBLING = "spam judi"
    COMMENT = "ajakan berkomentar"
    CAPTION = "keterangan foto"
    REPORTER = "nama atau inisial wartawan"
    DUPLICATE_TITLE = "judul yang terulang"
    DUPLICATE = "paragraf yang terulang"
    ORNAMENT = "garis hias"
    LINK = "alamat tautan"
    LINK_LIST = "daftar tautan"
    OUTSIDE = "di luar badan berita"
    PAGE = "kepala, kaki, atau nomor halaman"
    METADATA = "keterangan berkas"


@dataclass(frozen=True)
class Line:
    """One line of the source; ``number`` counts from 1.

    ``drop`` is set by a reader that knows from the markup that this is no article text.
    """

    number: int
    text: str
    drop: Reason | None = None


@dataclass(frozen=True)
class RawText:
    """What a reader got out of a file, before any judgement about the words.

    The fields after ``notes`` come from markup that names them, never from guesses.
    ``wrapped`` says that a paragraph may be spread over several lines.
    """

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    title: str | None = None
    outlet: str | None = None
    date: dt.date | None = None
    url: str | None = None
    wrapped: bool = False


@dataclass(frozen=True)
class Dropped:
    """A line, or a piece of one, that is not in the draft."""

    line_number: int
    reason: Reason
    text: str


@dataclass(frozen=True)
class ArticleDraft:
    """An article for a person to check before it joins the knowledge base.

    Every word of the source stands in ``title``, ``datelines``, ``paragraphs`` or
    ``dropped``. ``datelines`` are the pieces that ``outlet``, ``place`` and ``date`` were
    read from, as they stood. ``title_derived`` means that the source had no headline and
    the title is only a suggestion. ``notes`` say in Indonesian what to check.
    """

    key: str
    title: str
    origin: str
    paragraphs: tuple[str, ...]
    outlet: str | None = None
    date: dt.date | None = None
    place: str | None = None
    url: str | None = None
    title_derived: bool = False
    datelines: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
