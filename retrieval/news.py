"""Questions about a news article: who, when, where, how many, what was said.

The articles carry no verdict. A question belongs to one by what it names that only articles
speak of, by how much of it the article covers, by whether it speaks of a report or a meeting
at all, and by whether a passage of an article is nearer to it than any other passage; it is
answered only when a passage holds the kind of fact that is asked for (a date for "kapan", a
number for "berapa").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from knowledge.passages import Kind, Passage
from retrieval.hybrid import Scores, fused
from retrieval.index import Index
from retrieval.intent import Intent
from retrieval.parameters import NewsWeights
from retrieval.question import Question
from retrieval.terms import Analyzer
from retrieval.text import words

_MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_DATE = re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b\d{{1,2}}[/-]\d{{1,2}}\b", re.I)
_NUMBER = r"(?<!/)\b(?:\d+|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)\b"
_PEOPLE = "peserta|orang|hadirin|undangan"
_TOLD = re.compile(
    r"\b(?:berita\w*|diberitakan|pemberitaan|artikel|media|rakor\w*|rapat koordinasi|rapat kerja|"
    r"workshop|lokakarya|seminar|sosialisasi|talkshow|narasumber|pembicara|sambutan\w*|kata siapa|"
    r"bilang|ngomong|menyebut|nyebut|disampaikan|menyampaikan|dirjen|youtube|hotel|peserta|acara|"
    r"baca|pesan|dihadiri|membuka|dibuka|news|article|speaker|chairman|meeting)\b",
    re.I,
)
"""Words of reports, and of the meetings and speeches that they are about."""
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
    """Knows which words only the articles use, and which passages are theirs."""

    def __init__(self, index: Index, weights: NewsWeights) -> None:
        self._index = index
        self._weights = weights.vector()
        self._is_news = np.asarray([item.kind is Kind.ARTICLE for item in index.passages], bool)
        self._rows: dict[str, list[int]] = {}
        for row in np.flatnonzero(self._is_news).tolist():
            self._rows.setdefault(index.passages[row].document, []).append(row)
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

    @property
    def has_articles(self) -> bool:
        """Whether there is any article to ask about."""
        return bool(self._rows)

    def find(self, question: Question) -> NewsMatch | None:
        """Return the article that ``question`` is about, or None.

        Who asks for permission is never answered by a report.
        """
        if question.intent is Intent.PERMISSION or not self.has_articles:
            return None
        document, features = self.nearest(question)
        return self._answer(document, question) if features @ self._weights > 0 else None

    def nearest(self, question: Question) -> tuple[str, npt.NDArray[np.float64]]:
        """Return the article nearest to ``question``, and what speaks for its being meant.

        The features are those of :class:`NewsWeights`, in its order. There must be articles.
        """
        by_passage = self._index.by_passage
        cosines = by_passage.cosines(question.vector)
        lexical = by_passage.lexical.scores(question.named.all)
        # A given name alone is anybody's.
        ignored = _QUESTION_WORDS | self._index.analyzer.given_names
        said = [stem for stem in question.named.stems if stem not in ignored]
        near = fused(lexical, cosines)
        named = {name: len(terms.intersection(said)) for name, terms in self._anchors.items()}
        covered = {
            name: len(terms.intersection(said)) / max(1, len(said))
            for name, terms in self._terms.items()
        }
        document = max(
            self._rows,
            key=lambda name: named[name] + covered[name] + float(near[self._rows[name]].max()),
        )
        rows = self._rows[document]
        features = (
            self._lead(cosines, rows),
            self._lead(lexical, rows),
            named[document],
            covered[document],
            _TOLD.search(f"{question.text} {question.standard}") is not None,
            1.0,
        )
        return document, np.asarray(features, np.float64)

    def _lead(self, scores: Scores, rows: list[int]) -> float:
        """Return by how much the best of ``rows`` leads the best passage that is no news."""
        return float(scores[rows].max() - scores[~self._is_news].max(initial=0.0))

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
