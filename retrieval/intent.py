"""Whether a question asks for permission or for a fact."""

from __future__ import annotations

import re
from enum import Enum, auto

_PERMISSION = re.compile(
    r"\b(boleh|bolehkah|diperbolehkan|dibolehkan|dilarang|terlarang|melanggar|pelanggaran|"
    r"bisa kena|kena sanksi|aman|salah|masalah|apa apa|gapapa|dianggap|termasuk)\b"
)
_FACT = re.compile(
    r"\b(apa saja|sanksinya apa|apa sanksi\w*|sanksi apa|hukuman apa|apa hukuman\w*|kapan|siapa|"
    r"berapa|di mana|ke mana|kemana|bagaimana cara|cara|dasar hukum\w*|pasal|kenapa|beda\w*|"
    r"perbedaan|jenis|bunyi|isi|apa itu|arti|maksud|jadwal|tanggal|syarat\w*|prosedur|"
    r"tenggat|batas waktu|berlaku|mundur|mengundurkan|akibat\w*|konsekuensi\w*|nasib\w*)\b"
)


class Intent(Enum):
    """What kind of answer a question wants."""

    PERMISSION = auto()
    FACT = auto()
    UNCLEAR = auto()


def read_intent(standard: str) -> Intent:
    """Return the intent of a question in standard words."""
    permission = _PERMISSION.search(standard)
    fact = _FACT.search(standard)
    if permission and not fact:
        return Intent.PERMISSION
    if fact and not permission:
        return Intent.FACT
    return Intent.UNCLEAR
