"""From words to the terms of the index: standard spelling, stems and concepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from knowledge.schema import Vocabulary
from retrieval.text import words

CONCEPT_MARK = "§"
"""Starts every concept term, so that none can be mistaken for a word."""
CIVIL_SERVANT = CONCEPT_MARK + "asn"
"""The concept of any civil servant: no class of its own, but nobody else either."""

_stemmer = snowballstemmer.stemmer("indonesian")


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the Indonesian Snowball stem of a lower-case word."""
    return str(_stemmer.stemWord(word))


@dataclass(frozen=True)
class Terms:
    """What a text says, as terms of the index."""

    standard: tuple[str, ...]
    """The words in standard spelling, in order, stop words included."""
    stems: tuple[str, ...]
    """The stems of the words that carry meaning, in order."""
    concepts: tuple[str, ...]
    """The concepts found, each once, marked with ``§``."""

    @property
    def all(self) -> tuple[str, ...]:
        """Stems and concepts together: what the index holds."""
        return self.stems + self.concepts


class Analyzer:
    """Turns a text into :class:`Terms` by one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._spellings = {
            tuple(words(typed)): tuple(words(standard))
            for typed, standard in vocabulary.spellings.items()
        }
        self._longest_spelling = _longest_by_first_word(self._spellings)
        self.given_names = frozenset(vocabulary.given_names)
        self._names = self.given_names | frozenset(vocabulary.regions)
        self._stopwords = frozenset(vocabulary.stopwords)
        self._concepts: dict[tuple[str, ...], list[str]] = {}
        for concept in vocabulary.concepts:
            for term in concept.terms:
                phrase = tuple(stem(word) for word in words(term))
                marks = self._concepts.setdefault(phrase, [])
                if (mark := CONCEPT_MARK + concept.id) not in marks:
                    marks.append(mark)
        self.person_concepts = frozenset(
            CONCEPT_MARK + concept.id for concept in vocabulary.concepts if concept.person
        )
        self._longest_concept = _longest_by_first_word(self._concepts)
        self._hidden = {
            CONCEPT_MARK + concept.id: frozenset(CONCEPT_MARK + hidden for hidden in concept.hides)
            for concept in vocabulary.concepts
            if concept.hides
        }
        self.known_words = (
            frozenset(
                word for phrase in (*self._spellings, *self._spellings.values()) for word in phrase
            )
            | self._stopwords
        )

    def standardise(self, typed: Sequence[str]) -> list[str]:
        """Replace spellings by the standard words they stand for, longest match first."""
        result: list[str] = []
        position = 0
        while position < len(typed):
            longest = self._longest_spelling.get(typed[position], 0)
            for size in range(min(longest, len(typed) - position), 0, -1):
                phrase = tuple(typed[position : position + size])
                if phrase in self._spellings:
                    result.extend(self._spellings[phrase])
                    break
            else:
                result.append(typed[position])
                size = 1
            position += size
        return result

    def analyse(self, text: str) -> Terms:
        """Return the terms of ``text``."""
        return self.analyse_words(words(text))

    def analyse_words(self, typed: Sequence[str], *, keep_names: bool = False) -> Terms:
        """Return the terms of a text that is already split into words.

        Names of regions and persons are left out unless ``keep_names``.
        """
        standard = self.standardise(typed)
        if not keep_names:
            standard = [word for word in standard if word not in self._names]
        stems = [stem(word) for word in standard]
        return Terms(
            standard=tuple(standard),
            stems=tuple(
                stemmed
                for word, stemmed in zip(standard, stems, strict=True)
                if word not in self._stopwords
            ),
            concepts=tuple(self._find_concepts(stems)),
        )

    def _find_concepts(self, stems: Sequence[str]) -> list[str]:
        """Return the concepts of ``stems``, but those that another one hides where it stands."""
        found: list[tuple[str, range]] = []
        for start, first in enumerate(stems):
            longest = self._longest_concept.get(first, 0)
            for size in range(1, min(longest, len(stems) - start) + 1):
                marks = self._concepts.get(tuple(stems[start : start + size]), ())
                found.extend((mark, range(start, start + size)) for mark in marks)
        hiding = [(self._hidden[mark], place) for mark, place in found if mark in self._hidden]
        return list(
            dict.fromkeys(
                mark
                for mark, place in found
                if not any(
                    mark in hidden and place.start in hider and place[-1] in hider
                    for hidden, hider in hiding
                )
            )
        )


def _longest_by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """Return how many words the longest phrase has that begins with each word."""
    longest: dict[str, int] = {}
    for phrase in phrases:
        if phrase:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
    return longest
