"""Small questions about Indonesian news text that several steps ask."""

from __future__ import annotations

import re
import unicodedata

QUOTES = '"“”„‟«»'

_SAYING = re.compile(
    r"\b(ujar|kata|tegas|tutur|ucap|ungkap|sebut|jelas|tandas|imbuh|tambah|papar|lanjut|terang|"
    r"pungkas|beber|harap|imbau|pesan|cetus|nilai)(nya)?\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“”‘'(\[]?[^\W_a-z])")


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` that stand between spaces."""
    return frozenset(text.split())


_ABBREVIATIONS = word_set(
    "dr drs dra ir prof st sh se mm msi spd mpd sip kh hj tgk jl no dkk dll dsb kab kec kel"
)


def tidy(text: str) -> str:
    """Return ``text`` as one line: NFC, single spaces, no invisible characters."""
    visible = "".join(
        " " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) not in ("Cf", "Cs", "Cn")
    )
    return " ".join(visible.split())


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case, without punctuation."""
    return re.findall(r"\w+", text.casefold())


def fingerprint(text: str) -> str:
    """Return what two texts share when they differ only in case and punctuation."""
    return " ".join(words(text))


def first_stop(text: str, start: int = 0) -> int | None:
    """Return where the sentence that runs at ``start`` ends inside ``text``, if it does.

    A full stop after an initial or an academic title ends no sentence.
    """
    for match in _STOP.finditer(text, start):
        before = text[max(start, match.start() - 30) : match.start()].split()
        last = before[-1].strip('("“,').casefold() if before else ""
        shortened = len(last) == 1 or "." in last or last in _ABBREVIATIONS
        if text[match.start()] != "." or not shortened:
            return match.end()
    return None


def ends_sentence(text: str) -> bool:
    """Tell whether ``text`` closes like a sentence, with or without a closing quotation."""
    return bool(re.search(r"[.!?…][\"”’')\]]*$", text))


def is_quotation(text: str) -> bool:
    """Tell whether ``text`` reports what somebody said."""
    quoted = any(mark in text for mark in QUOTES)
    if not quoted:
        return False
    return (text[0] in QUOTES and len(text.split()) > 12) or bool(_SAYING.search(text))


def is_headline(text: str) -> bool:
    """Tell whether ``text`` could be a headline: a few words, no full stop, no quotation."""
    count = len(text.split())
    if not 3 <= count <= 25 or len(text) > 200 or is_quotation(text):
        return False
    return not re.search(r"[.,;:][\"”’')\]]*$", text) and text[0] not in "-•*("


def is_title_case(text: str) -> bool:
    """Tell whether nearly all longer words of ``text`` begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) >= 0.7 * len(long)
