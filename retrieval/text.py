"""From characters as they arrive to plain words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_QUESTION_LENGTH = 2000
"""Characters of a question that are read; the rest of a longer one is cut off."""
_LONGEST_READ = 4 * MAX_QUESTION_LENGTH

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
_STRETCHED = re.compile(r"([aeiou])\1{2,}|([a-z])\2{3,}")
_LEETSPEAK = re.compile(r"^(?=.{4,}$)[a-z]+[0134567]+[a-z][a-z0134567]*$")
_DOUBLED_BY_TWO = re.compile(r"^([a-z]{3,})2(?:an|nya|kan)?$")
_LEET = str.maketrans("0134567", "oieasgt")


def clean(text: str) -> str:
    """Return ``text`` in NFKC on one line, without invisible or undecodable characters.

    Control and format characters (NUL, zero-width, right-to-left marks, tag characters)
    carry no meaning for us and can hide words from a reader, so they are dropped; lone
    surrogates cannot be encoded and are dropped too.
    """
    return _on_one_line(text)[:MAX_QUESTION_LENGTH].strip()


def is_too_long(text: str) -> bool:
    """Whether :func:`clean` leaves out the end of ``text``."""
    return len(text) > _LONGEST_READ or len(_on_one_line(text)) > MAX_QUESTION_LENGTH


def _on_one_line(text: str) -> str:
    text = _visible(text[:_LONGEST_READ])
    # Composing may happen only after what stood between the parts is gone, and may itself
    # bring forth what has to go.
    text = _visible(unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def _visible(text: str) -> str:
    return "".join(
        char if not unicodedata.category(char).startswith("C") else " " * char.isspace()
        for char in text
    )


def words(text: str) -> list[str]:
    """Split cleaned text into lower-case words, undoing how people stretch and shorten.

    "boleeeeh" becomes "boleh", "orang2" becomes "orang", "p1lk4d4" becomes "pilkada";
    accents are dropped. Numbers stay numbers.
    """
    folded = text.casefold()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(char for char in folded if not unicodedata.combining(char))
    return [_plain(word) for word in _WORD.findall(folded)]


@lru_cache(maxsize=16_384)
def _plain(word: str) -> str:
    word = _STRETCHED.sub(r"\1\2", word.replace("'", ""))
    if doubled := _DOUBLED_BY_TWO.match(word):
        return doubled[1]
    if _LEETSPEAK.match(word):
        return word.translate(_LEET)
    return word
