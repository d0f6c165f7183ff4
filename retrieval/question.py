"""A question as Netra understands it, before anything is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.index import Index
from retrieval.semantic import Encoder
from retrieval.terms import Terms
from retrieval.text import clean, words

_ELLIPSIS = re.compile(
    r"^(kalau|bagaimana kalau|bagaimana jika|terus|lalu|dan|tetapi|berarti|masa|masak|yang|"
    r"sanksi|hukuman|ancaman|dasar|pasal|batas waktu|tenggat|syarat|caranya|boleh juga)\b|"
    r"\b\w{3,}nya\b|\b(itu|tersebut|begitu|dia)\b"
)
_FOLLOW_UP_WORDS = 14


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
    """Whether a question leaves out what only the question before it can tell."""
    standard = " ".join(terms.standard)
    return len(terms.standard) <= _FOLLOW_UP_WORDS and bool(_ELLIPSIS.search(standard))
