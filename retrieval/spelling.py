"""Typo correction, only toward words that the corpus or the vocabulary knows.

Two kinds of slips are mended: letters left out as people do on phones ("mngundrkn"), found
by equal consonants; and one wrong, missing, doubled or swapped letter. Words that turn a
meaning round ("tidak", "boleh", "bukan" …) are never a target, so that no correction makes
or unmakes a negation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEVER_A_TARGET = frozenset(
    "tidak bukan jangan belum tanpa boleh dilarang larangan larang harus wajib kecuali".split()
)
_MIN_LENGTH = 5
_MIN_SKELETON = 3
_VOWELS = str.maketrans("", "", "aeiou")


class SpellingCorrector:
    """Corrects words that are not among ``counts``, the known words with frequencies."""

    def __init__(self, counts: Counter[str], also_known: Iterable[str] = ()) -> None:
        self._known = frozenset(counts) | frozenset(also_known) | NEVER_A_TARGET
        candidates = [
            word
            for word, _ in counts.most_common()
            if word.isalpha() and len(word) >= _MIN_LENGTH - 1 and word not in NEVER_A_TARGET
        ]
        self._candidates = candidates
        self._by_skeleton: dict[str, list[str]] = {}
        for word in candidates:
            self._by_skeleton.setdefault(word.translate(_VOWELS), []).append(word)

    def correct(self, typed: Sequence[str]) -> list[str]:
        """Return ``typed`` with each unknown word replaced by what was probably meant."""
        return [self._correct_word(word) for word in typed]

    def _correct_word(self, word: str) -> str:
        if word in self._known or not word.isalpha() or not word.isascii() or len(word) < 4:
            return word
        skeleton = word.translate(_VOWELS)
        if len(skeleton) >= _MIN_SKELETON:
            for candidate in self._by_skeleton.get(skeleton, ()):
                if len(word) < len(candidate) and _is_subsequence(word, candidate):
                    return candidate
        if len(word) < _MIN_LENGTH:
            return word
        best = process.extractOne(
            word, self._candidates, scorer=OSA.distance, score_cutoff=1, processor=None
        )
        return str(best[0]) if best else word


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)
