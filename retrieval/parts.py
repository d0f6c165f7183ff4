"""The questions in one message: "Suami caleg. Boleh hadir kampanye? Boleh pakai kaosnya?".

And the acts in one question: "Boleh nonton debat di TV sambil komen dukung?".
"""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"(?<=[?!;])\s*|\n+|\.\s+|"
    r",?\s+\b(?:terus|trus|lalu|dan|sama|serta)\s+(?=(?:apakah|apa|boleh|kalau|kalo|bagaimana|gimana|"
    r"sanksi|lapor|siapa|kapan|berapa)\b)|"
    r",\s*(?=(?:apakah|boleh|bolehkah|bagaimana|gimana|sanksi|lapor|ke mana|kemana|siapa|kapan|"
    r"berapa)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:boleh\w*|bisa|apa\w*|bagaimana|gimana|piye|kumaha|kenapa|siapa|kapan|berapa|mana|kemana|"
    r"sanksi\w*|hukuman\w*|kena|aman|melanggar|dilarang|can|may|is|are|what|where|who|when)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
_MOST = 4


_ADDS = re.compile(
    r"\b(?:sambil|sekalian|lalu|terus|trus|lantas|kemudian|dan|serta|plus|while|and|then)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_NEGATED = re.compile(
    r"\s*(?:tidak|tak|tdk|ga|gak|nggak|ngga|enggak|ndak|ora|tanpa|bukan|belum|not|without|no)\b",
    re.IGNORECASE,
)


def added_acts(text: str) -> tuple[str, ...]:
    """Return what cleaned ``text`` adds to its first act: "nonton debat *sambil komen dukung*".

    What is said not to happen is no act.
    """
    clauses = (_CLAUSE_END.split(clause)[0] for clause in _ADDS.split(text)[1:])
    return tuple(
        clause.strip()
        for clause in clauses
        if len(clause.split()) >= _FEWEST_WORDS and not _NEGATED.match(clause)
    )[:_MOST]


def questions_in(text: str) -> tuple[str, ...]:
    """Return the questions in cleaned ``text``, each with the statement that leads to it.

    Empty where there are fewer than two: then the text is one question as it stands.
    """
    lead = ""
    asked: list[str] = []
    for piece in filter(None, map(str.strip, _BREAK.split(text))):
        if not _ASKS.search(piece):
            lead = f"{lead} {piece}".strip()
        elif len(piece.split()) >= _FEWEST_WORDS:
            asked.append(f"{lead} {piece}".strip())
    return tuple(asked[:_MOST]) if len(asked) > 1 else ()
