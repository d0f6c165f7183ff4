"""Names of private persons: guidance judges acts and offices, never somebody.

A name gives itself away by what stands before it ("Pak", "Bu", "Sdr.") or by being a given
name that the vocabulary knows, written with a capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_TITLED = re.compile(
    r"\b(?:pak|bu|bapak|ibu|saudara|saudari|mas|mbak|bang|kang|haji|(?:sdr|sdri|hj)\.?)\s+"
    r"(?P<name>\w+)",
    re.IGNORECASE,
)
_PLACEHOLDERS = frozenset({"anu", "fulan"})
_WORD = re.compile(r"\w+")
_OFFICES = frozenset(
    "asn bupati wali walikota wakil gubernur camat lurah kades kadis kepala ketua sekda sekdes "
    "sekcam sekretaris menteri presiden guru dosen dokter bidan perawat rektor dekan direktur "
    "calon cabup cagub pj rt rw kpu bawaslu pns pppk hakim jaksa polisi tentara kabag kabid kasi "
    "gub wabup wagub kepsek dewan bhabin babin babinsa paslon "
    "staf anggota pengawas panitia ustaz kiai bapak ibu mertua kandung rumah kota negara".split()
)


def person_in(text: str, given_names: Collection[str]) -> str | None:
    """Return the first word of ``text`` that names a private person, or None."""
    given_names = frozenset(given_names) - _PLACEHOLDERS
    for found in _TITLED.finditer(text):
        word = found["name"]
        if word.casefold() in given_names:
            return word
        if word[0].isupper() and word.casefold() not in _OFFICES | _PLACEHOLDERS:
            return word
    for found in _WORD.finditer(text):
        if found.start() and found[0][0].isupper() and found[0].casefold() in given_names:
            return found[0]
    return None
