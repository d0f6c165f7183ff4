"""A question as Netra understands it, before anything is searched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.index import Index
from retrieval.semantic import Encoder
from retrieval.terms import Terms
from retrieval.text import clean, words

_FOLLOW_UP_STARTS = (
    "kalau", "terus", "lalu", "dan", "sanksi", "hukuman", "dasar", "pasal", "bagaimana kalau",
    "yang", "tetapi", "berarti", "jadi", "masa", "ancaman", "berapa lama", "lapor", "apa sanksi",
)  # fmt: skip
_FOLLOW_UP_WORDS = 7


@dataclass(frozen=True)
class Question:
    """One question: as typed, in standard words, as terms and as a vector."""

    text: str
    """Cleaned, as it was typed; with the previous question before it on a follow-up."""
    standard: str
    """In standard words: slang, abbreviations and typos resolved. This is what is embedded."""
    terms: Terms
    vector: npt.NDArray[np.float32] | None
    """None where the embedding model is not available."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing that could be searched was typed."""
        return not self.terms.all


def understand(
    text: str, index: Index, encoder: Encoder | None, context: str | None = None
) -> Question:
    """Read ``text``, together with ``context``, the question before it, if it leans on it."""
    cleaned = clean(text)
    terms = _read(cleaned, index)
    if context and _leans_on_context(terms):
        cleaned = f"{clean(context)} {cleaned}"
        terms = _read(cleaned, index)
    standard = " ".join(terms.standard)
    vector = encoder.encode_questions([standard])[0] if encoder and terms.all else None
    return Question(cleaned, standard, terms, vector)


def _read(text: str, index: Index) -> Terms:
    return index.analyzer.analyse_words(index.corrector.correct(words(text)))


def _leans_on_context(terms: Terms) -> bool:
    standard = " ".join(terms.standard)
    short = len(terms.standard) <= _FOLLOW_UP_WORDS
    return short or (
        len(terms.standard) <= 2 * _FOLLOW_UP_WORDS and standard.startswith(_FOLLOW_UP_STARTS)
    )
