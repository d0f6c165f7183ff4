"""Questions about a news article: who, when, where, how many, what was said.

The articles carry no verdict. A question belongs to one when it names something that only
an article speaks of, and the article covers what is asked; and it is answered only when a
passage holds the kind of fact that is asked for (a date for "kapan", a number for "berapa").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from knowledge.passages import Kind, Passage
from retrieval.index import Index
from retrieval.intent import Intent
from retrieval.question import Question
from retrieval.terms import Analyzer
from retrieval.text import words

_MIN_COVERED = 0.7
_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b\d{{1,2}}[/-]\d{{1,2}}\b", re.I)
_NUMBER = r"(?<!/)\b(?:\d+|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\b"
_PEOPLE = "peserta|orang|hadirin|undangan"
_QUESTION_WORDS = frozenset(
    "apa siapa kapan mana berapa bagaimana kenapa jumlah tanggal hari menurut sebut artikel "
    "berita kegiatan acara tersebut lewat platform gedung hotel gelar tuju laksana".split()
)


class Asked(Enum):
    """The kind of fact a question asks for, with the words that ask for it."""

    DATE = re.compile(r"\b(?:kapan|tanggal|hari apa|tgl)\b")
    NUMBER = re.compile(
        r"\b(?:berapa|jumlah|banyaknya)\s+(?:(?:jumlah|banyak|besar)\s+)?(?P<counted>\w+)"
    )
    BUILDING = re.compile(r"\b(?P<building>gedung|hotel|aula|ruang|balai|kantor) (?:apa|mana)\b")
    ANYTHING = re.compile(r"")


@dataclass(frozen=True)
class NewsMatch:
    """The article a question is about; no passages where it does not hold the answer."""

    document: str
    passages: tuple[tuple[Passage, float], ...]


class NewsDesk:
    """Knows which words only the articles use."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(index.passages):
            if passage.kind is Kind.ARTICLE:
                self._rows.setdefault(passage.document, []).append(row)
        elsewhere = index.phrasings.lexical.terms | {
            term
            for passage in index.passages
            if passage.kind is not Kind.ARTICLE
            for term in _stems(passage.searched, index.analyzer)
        }
        self._terms = {
            document: frozenset(
                stem
                for row in rows
                for stem in _stems(index.passages[row].searched, index.analyzer)
            )
            for document, rows in self._rows.items()
        }
        self._anchors = {
            document: (terms - elsewhere) | self._names(rows, index.analyzer)
            for (document, rows), terms in zip(
                self._rows.items(), self._terms.values(), strict=True
            )
        }

    def _names(self, rows: list[int], analyzer: Analyzer) -> frozenset[str]:
        """Return the stems of names in the articles that no way of asking ever uses."""
        asked = self._index.phrasings.lexical.terms
        named = {
            stem
            for row in rows
            for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}", self._index.passages[row].text)
            for stem in _stems(name, analyzer)
        }
        return frozenset(named - asked)

    def find(self, question: Question) -> NewsMatch | None:
        """Return the article that ``question`` is about, or None."""
        if question.intent is Intent.PERMISSION:
            return None
        # A given name alone is anybody's.
        ignored = _QUESTION_WORDS | self._index.analyzer.given_names
        said = [stem for stem in question.named.stems if stem not in ignored]
        best: tuple[float, str] | None = None
        for document, anchors in self._anchors.items():
            named = anchors.intersection(said)
            if not named:
                continue
            covered = len(self._terms[document].intersection(said)) / len(said)
            if covered >= _MIN_COVERED:
                best = max(best or (0.0, ""), (len(named) + covered, document))
        return self._answer(best[1], question) if best else None

    def _answer(self, document: str, question: Question) -> NewsMatch:
        rows = self._rows[document]
        scores = self._index.by_passage.scores(question.terms.all, question.vector)
        ordered = sorted(rows, key=lambda row: -scores[row])
        holding = [
            row for row in ordered if _holds(question.standard, self._index.passages[row].text)
        ]
        rest = [row for row in ordered if row not in holding] if holding else []
        return NewsMatch(
            document,
            tuple((self._index.passages[row], float(scores[row])) for row in (holding + rest)[:3]),
        )


def _stems(text: str, analyzer: Analyzer) -> tuple[str, ...]:
    return analyzer.analyse_words(words(text), keep_names=True).stems


def _holds(question: str, text: str) -> bool:
    """Return whether ``text`` holds the kind of fact that ``question`` asks for."""
    for asked in Asked:
        if found := asked.value.search(question):
            break
    match asked:
        case Asked.DATE:
            return _DATE.search(text) is not None
        case Asked.NUMBER if found:
            counted = _PEOPLE if found["counted"] in _PEOPLE.split("|") else found["counted"]
            return (
                re.search(rf"{_NUMBER}(?:\s+\w+){{0,2}}\s+(?:{counted})\b", text, re.I) is not None
            )
        case Asked.BUILDING if found:
            return re.search(rf"\b{found['building']}\b", text, re.I) is not None
        case _:
            return True
