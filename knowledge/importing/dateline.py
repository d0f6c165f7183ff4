"""Read outlet, place and publication date from where news puts them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from knowledge.importing.dates import FoundDate, find_dates
from knowledge.importing.text import ends_sentence, word_set

_DOMAIN = re.compile(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|net|org|news|tv|info|go|or|my|web|online|site|"
    r"press|media)(?:\.id)?",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:\w*(?:news|pos|post|tribun|radar|ekspres|express|times|kompas|antara|tempo|republika|"
    r"koran|kabar|warta|berita|harian|media|pers|radio|tv)\w*|rri)\b",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?P<head>[^–—―\n]{2,80}?)\s*(?:[–—―]+\s*|\s-+\s+|(?<=[).])-+\s*|\|\|\s*)")
_PLACE = re.compile(r"[A-Z][\w'.’]*(?:[ -][A-Z][\w'.’]*){0,3}")
_TIME = re.compile(
    r"\b(?:pukul\s+|jam\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?\b|\b(?:wib|wita|wit)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:diterbitkan|dipublikasikan|diperbarui|terbit|tayang|publikasi|published|updated|update|"
    r"posted|tanggal|pada|on|last|modified|date|hari)\b",
    re.IGNORECASE,
)
_WRITER = re.compile(r"\b(?:oleh|by|penulis|editor|reporter|admin|redaksi)\b", re.IGNORECASE)
_INITIALISMS = word_set("DKI DI DIY NTB NTT OKU OKI PALI")
# Words that begin a headline with a dash in it, never a dateline.
_NO_PLACE = word_set(
    "asn pns pppk kpu bawaslu bkn kpk pilkada pemilu bupati walikota wali gubernur sekda ketua "
    "kepala netralitas pj video foto opini breaking"
)


@dataclass(frozen=True)
class Dateline:
    """What a dateline or a line with the time of publication tells; ``text`` as it stood."""

    text: str
    outlet: str | None = None
    place: str | None = None
    date: dt.date | None = None
    mismatch: bool = False


def split_dateline(text: str, *, lenient: bool = False) -> tuple[Dateline, str] | None:
    """Separate the dateline that opens ``text`` from the rest, or return None.

    A single place in mixed case ("Bogor - ") counts only when ``lenient``, since any noun
    may stand before a dash.
    """
    match = _PREFIX.match(text)
    rest = text[match.end() :].strip() if match else ""
    if match is None or not rest:
        return None
    head = match.group("head").strip()
    dates = find_dates(head)
    bare = _cut(head, dates)
    bracketed = re.findall(r"\(([^()]+)\)", bare)
    parts = [part.strip(" .:") for part in re.split(r"[,|()/:]", bare)]
    parts = [part for part in parts if part]
    outlets = [part for part in parts if _DOMAIN.fullmatch(part)]
    outlets = outlets or [part.strip() for part in bracketed if part.strip() in parts]
    if not outlets and len(parts) > 1:
        outlets = [part for part in parts if _PRESS.search(part)][:1]
    places = [part for part in parts if part not in outlets]
    if len(outlets) > 1 or not (outlets or places):
        return None
    if not all(_is_place(place) for place in places) or len(places) > 2:
        return None
    if not outlets and not all(place.isupper() for place in places):
        long_rest = rest[0].isupper() and len(rest.split()) >= 8
        if not (lenient and long_rest and len(places) == 1 and len(places[0].split()) <= 2):
            return None
    found = dates[0] if dates else None
    return Dateline(
        text=text[: match.end()].strip(),
        outlet=outlets[0] if outlets else None,
        place=", ".join(map(_cased, places)) or None,
        date=found.date if found else None,
        mismatch=bool(found and found.mismatch),
    ), rest


def read_stamp(text: str) -> Dateline | None:
    """Read a line that only says when (and where, and in what outlet) something appeared."""
    dates = [found for found in find_dates(text) if found.date]
    if not dates or len(text.split()) > 20:
        return None
    rest = _LABEL.sub(" ", _TIME.sub(" ", _cut(text, dates)))
    parts = [part.strip(" ,:.-–—") for part in re.split(r"[|•·/()\n]|\s[-–—]\s|,", rest)]
    parts = [part for part in parts if re.search(r"\w", part)]
    outlet = next((part for part in parts if _DOMAIN.fullmatch(part)), None)
    others = [part for part in parts if part != outlet]
    if sum(len(part.split()) for part in others) > 4 or (others and ends_sentence(text)):
        return None
    written = [part for part in others if not _WRITER.search(part)]
    by_writer = len(written) < len(others)
    place = written[0] if written and not by_writer and _is_place(written[0]) else None
    if others and not by_writer and place is None:
        return None
    # A place and a plain date may be a headline of three words; a stamp shows more.
    if place and not (re.search(r"[|•·,-]|\d[.:]\d\d", text) or outlet):
        return None
    return Dateline(
        text=text,
        outlet=outlet,
        place=_cased(place) if place else None,
        date=dates[0].date,
        mismatch=dates[0].mismatch,
    )


def _cut(text: str, dates: list[FoundDate]) -> str:
    for found in reversed(dates):
        text = f"{text[: found.start]} , {text[found.end :].lstrip(' )')}"
    return text


def _is_place(text: str) -> bool:
    first = text.split()[0].casefold() if text.split() else ""
    return bool(_PLACE.fullmatch(text)) and first not in _NO_PLACE


def _cased(place: str) -> str:
    if not place.isupper():
        return place
    return " ".join(word if word in _INITIALISMS else word.title() for word in place.split(" "))
