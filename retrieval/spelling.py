"""Typo correction, only toward words that the corpus or the vocabulary knows.

Mended are the slips that thumbs make and that leave a word recognisable: letters left out
("mngundrkn", "kampaye"), two letters swapped ("komnetar"), a letter doubled ("dinass"), one
vowel for another ("mamakai"), and in long words any one letter wrong or too many. A first
letter never changes, or "dekan" would be mended to "depan". Words that turn a meaning round
("tidak", "boleh", "bukan" …) are never a target, so that no correction makes or unmakes a
negation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEVER_A_TARGET = frozenset(
    "tidak bukan jangan belum tanpa boleh dilarang larangan larang harus wajib kecuali".split()
)
_MIN_LENGTH = 5
_MIN_SKELETON = 3
_LONG = 7
"""Letters of a word in which any one wrong letter still leaves no doubt."""
_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLED = re.compile(r"(.)\1+")


class SpellingCorrector:
    """Corrects words that are not among ``counts``, the known words with frequencies."""

    def __init__(self, counts: Counter[str], also_known: Iterable[str] = ()) -> None:
        self._known = frozenset(counts) | frozenset(also_known) | NEVER_A_TARGET
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for word, _ in counts.most_common():
            if word.isalpha() and len(word) >= _MIN_LENGTH - 1 and word not in NEVER_A_TARGET:
                self._by_letter[word[0]].append(word)
                self._by_skeleton[word.translate(_VOWELS)].append(word)

    def correct(self, typed: Sequence[str]) -> list[str]:
        """Return ``typed`` with each unknown word replaced by what was probably meant."""
        return [self._correct_word(word) for word in typed]

    def _correct_word(self, word: str) -> str:
        if word in self._known or not word.isalpha() or not word.isascii() or len(word) < 4:
            return word
        skeleton = word.translate(_VOWELS)
        if len(skeleton) >= _MIN_SKELETON:
            for candidate in self._by_skeleton.get(skeleton, ()):
                if (
                    candidate[0] == word[0]
                    and len(word) < len(candidate)
                    and _is_subsequence(word, candidate)
                ):
                    return candidate
        if len(word) < _MIN_LENGTH:
            return word
        near = process.extract(
            word,
            self._by_letter.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=1,
            processor=None,
            limit=8,
        )
        for candidate, _, _ in near:
            if _is_slip(word, candidate):
                return str(candidate)
        return word


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one slip of the thumb makes ``typed`` of ``meant``, one edit away."""
    if len(typed) < len(meant) or len(meant) >= _LONG:
        return True
    if len(typed) > len(meant):
        return _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", meant)
    swapped = sorted(typed) == sorted(meant)
    return swapped or typed.translate(_VOWELS) == meant.translate(_VOWELS)


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)
