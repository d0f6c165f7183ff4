"""What a question takes for granted: "kan kalau cuti boleh kampanye, ya?"

People who ask like this have made up their minds; where the verdict is another, the first
sentence of the answer must say so.
"""

from __future__ import annotations

import re

from knowledge.schema import Verdict

_TAKEN_FOR_GRANTED = re.compile(
    r"^(kan|berarti|katanya|bukannya|bukankah|setahu saya|masa)\b|"
    r"\b(kan (kalau|saya|cuma|hanya|sudah|bukan|itu)|bukannya|bukankah|katanya|setahu saya|"
    r"berarti|dong|ya kan|iya kan|kan)\s*(boleh|bebas|aman|tidak|dilarang|ya)?\b"
)
_SAID_ALLOWED = re.compile(
    r"\b(boleh|bebas|aman|sah|gapapa|bisa saja|tidak (apa apa|masalah|melanggar|dilarang|kena))\b"
)
_SAID_PROHIBITED = re.compile(
    r"\b(tidak (boleh|bisa|diperbolehkan|diizinkan)|haram|"
    r"(?<!tidak )(dilarang|melanggar|kena sanksi))\b"
)


def presumed(standard: str) -> Verdict | None:
    """Return the verdict that a question in standard words takes for granted, if any.

    ``ALLOWED`` or ``PROHIBITED``; None where it only asks.
    """
    if not _TAKEN_FOR_GRANTED.search(standard):
        return None
    allowed = _last(_SAID_ALLOWED, standard)
    prohibited = _last(_SAID_PROHIBITED, standard)
    if prohibited >= 0 and prohibited >= allowed - len("tidak "):
        return Verdict.PROHIBITED
    return Verdict.ALLOWED if allowed >= 0 else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def contradicts(presumption: Verdict | None, verdict: Verdict) -> bool:
    """Whether ``verdict`` is not what was taken for granted; facts contradict nothing."""
    return presumption is not None and verdict not in (presumption, Verdict.INFORMATION)
