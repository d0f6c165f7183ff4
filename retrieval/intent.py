"""Whether a question asks for permission or for a fact."""

from __future__ import annotations

import re
from enum import Enum, auto

_PERMISSION = re.compile(
    r"\b(boleh|bolehkah|diperbolehkan|dibolehkan|diperkenankan|dibenarkan|diizinkan|dilarang|"
    r"terlarang|melanggar|pelanggaran|bisa kena|kena sanksi|aman|salah|keliru|masalah|apa apa|"
    r"gapapa|gpp|dianggap|termasuk|"
    r"allowed|permitted|legal|okay|ok|fine|wrong|trouble|breach)\b"
)
_FACT = re.compile(
    r"\b(apa saja|sanksi|sanksinya|hukuman\w*|kapan|siapa|berapa|di mana|dimana|ke mana|kemana|"
    r"(?:aturan|ketentuan|uu|undang undang|peraturan|pp|skb|lembaga|pejabat|instansi|yang) mana|"
    r"kenapa|mengapa|cara|caranya|dasar hukum\w*|pasal|ayat|bunyi|isi|isinya|beda\w*|perbedaan|"
    r"jenis|macam|apa itu|apa yang dimaksud|arti|artinya|maksud\w*|tujuan\w*|jadwal|tanggal|"
    r"syarat\w*|prosedur|alur|tahapan|tenggat|batas waktu|berlaku|mundur|mengundurkan|akibat\w*|"
    r"konsekuensi\w*|nasib\w*|bagaimana status\w*|"
    r"where|who|whom|when|which|why|how long|how many|how do|what happens|what is the|what are|"
    r"what exactly)\b"
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
