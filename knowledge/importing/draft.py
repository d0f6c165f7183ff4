"""An article file -> a draft that a person checks before it joins the knowledge base."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from errors import ImportFailed
from knowledge.importing.cleaning import clean, without_duplicates
from knowledge.importing.dateline import Dateline, read_stamp, split_dateline
from knowledge.importing.dates import event_date
from knowledge.importing.model import ArticleDraft, Line, RawText
from knowledge.importing.readers import read_data, read_raw
from knowledge.importing.text import (
    ends_sentence,
    fingerprint,
    first_stop,
    is_headline,
    tidy,
    word_set,
)

_HEAD_LINES = 6
_WHOLE_SENTENCE = 14
_DERIVED_WORDS = 10
_MAX_KEY = 60
# A title must not end on a word that only leads to the next one.
_LEADING = word_set("di ke dari dan yang untuk dengan pada dalam atau serta oleh para")


@dataclass(frozen=True)
class _Head:
    """What was taken from the lines around the beginning, and the lines that remain."""

    title: str | None
    datelines: tuple[Dateline, ...]
    lines: tuple[Line, ...]


def draft_article(path: Path) -> ArticleDraft:
    """Turn the file at ``path`` into a draft.

    Every word of the file is in the draft or in its ``dropped``, with the reason.

    Raises:
        ImportFailed: the file cannot be read, or nothing in it is article text.
    """
    return draft_from(read_raw(path), path.name)


def draft_data(data: bytes, name: str) -> ArticleDraft:
    """Turn the bytes of a file called ``name`` into a draft; see :func:`draft_article`."""
    return draft_from(read_data(data, name), name)


def draft_from(raw: RawText, origin: str) -> ArticleDraft:
    """Turn text that is already read into a draft; see :func:`draft_article`."""
    cleaned = clean(raw)
    head = _head(raw, cleaned.kept)
    unique = without_duplicates(head.lines, head.title or "")
    paragraphs = tuple(line.text for line in unique.kept)
    if not paragraphs:
        found = len(cleaned.dropped) + len(unique.dropped)
        raise ImportFailed(
            f"{origin}: tidak ada isi berita yang tersisa ({found} baris dibuang); "
            "periksa apakah berkasnya benar"
        )
    title = head.title or _suggest_title(paragraphs[0])
    date, date_notes = _date(raw, head, paragraphs)
    notes = [*raw.notes]
    if head.title is None:
        notes.append("naskah tidak berjudul; judul diambil dari kalimat pertama, perbaiki")
    return ArticleDraft(
        key=_key(title, origin),
        title=title,
        origin=origin,
        paragraphs=paragraphs,
        outlet=raw.outlet or next((line.outlet for line in head.datelines if line.outlet), None),
        # The dateline of the body names the place of the event better than a page stamp.
        place=next((line.place for line in reversed(head.datelines) if line.place), None),
        date=date,
        url=raw.url,
        title_derived=head.title is None,
        datelines=tuple(line.text for line in head.datelines),
        dropped=tuple(
            sorted((*cleaned.dropped, *unique.dropped), key=lambda item: item.line_number)
        ),
        notes=(*notes, *date_notes),
    )


def _head(raw: RawText, lines: tuple[Line, ...]) -> _Head:
    """Take title, stamp and dateline out of the lines."""
    title = tidy(raw.title or "") or None
    datelines: list[Dateline] = []
    rest: list[Line] = []
    given = title is not None
    in_head = True
    for index, line in enumerate(lines):
        if in_head and index < _HEAD_LINES and (stamp := read_stamp(line.text)):
            datelines.append(stamp)
            continue
        if given and title and fingerprint(line.text) == fingerprint(title):
            # The first occurrence is the title itself; later ones are duplicates.
            given = False
            continue
        if not in_head or index >= _HEAD_LINES:
            rest.append(line)
            continue
        split = split_dateline(line.text, lenient=not is_headline(line.text))
        text = split[1] if split else line.text
        if split and not (is_headline(text) and not split[0].outlet):
            datelines.append(split[0])
            line = replace(line, text=text)
        if title is None and not rest and _opens(line.text, lines[index + 1 :]):
            title = line.text
            continue
        rest.append(line)
        in_head = is_headline(line.text) and not ends_sentence(line.text)
    return _Head(title, tuple(datelines), tuple(rest))


def _opens(text: str, following: tuple[Line, ...]) -> bool:
    """Tell whether ``text`` is a headline over the lines that follow it."""
    return bool(following) and is_headline(text) and text[0] not in "([<"


def _suggest_title(paragraph: str) -> str:
    """Return the first sentence, or its first words when it is long."""
    sentence = paragraph[: first_stop(paragraph)]
    parts = sentence.split()
    if len(parts) <= _WHOLE_SENTENCE:
        return sentence.rstrip(".").strip() or sentence
    parts = parts[:_DERIVED_WORDS]
    while len(parts) > 4 and parts[-1].casefold() in _LEADING:
        parts.pop()
    return " ".join(parts).rstrip(" ,;:") + " …"


def _date(
    raw: RawText, head: _Head, paragraphs: tuple[str, ...]
) -> tuple[dt.date | None, tuple[str, ...]]:
    """Return the date of publication, else of the event, and what to check about it."""
    if raw.date is not None:
        return raw.date, ()
    for line in head.datelines:
        if line.date is not None:
            wrong = (f"nama hari pada '{line.text}' tidak cocok dengan tanggalnya",)
            return line.date, wrong if line.mismatch else ()
    found, date = event_date([*(line.text for line in head.datelines), *paragraphs])
    if found is None:
        return None, ("naskah tidak memuat tanggal; isi bila diketahui",)
    if date is None:
        return None, (f"tanggal '{found.text}' tidak bertahun; isi bila diketahui",)
    notes = [f"tanggal terbit tidak ada; dipakai tanggal di isi berita ('{found.text}')"]
    if found.mismatch:
        notes.append(f"nama hari pada '{found.text}' tidak cocok dengan tanggalnya")
    return date, tuple(notes)


def _key(title: str, origin: str) -> str:
    """Return a key of at most 60 characters, cut between words where possible."""
    for source in (title, Path(origin).stem, "artikel"):
        plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        if len(slug) > _MAX_KEY:
            slug = slug[: _MAX_KEY + 1].rpartition("-")[0] or slug[:_MAX_KEY]
        if slug:
            return slug
    raise AssertionError("'artikel' is a key")
