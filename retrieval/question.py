"""A question as Netra understands it, before anything is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.schema import Stage
from retrieval.index import Index
from retrieval.intent import Intent, read_intent
from retrieval.semantic import Encoder
from retrieval.stage import read_stage
from retrieval.terms import Terms, stem
from retrieval.text import clean, words

_ELLIPSIS = re.compile(
    r"^(kalau|bagaimana kalau|bagaimana jika|terus|lalu|dan|tetapi|berarti|masa|masak|yang|"
    r"sanksi|hukuman|ancaman|dasar|pasal|batas waktu|tenggat|syarat|caranya|boleh juga|"
    r"nah|oh|lah|lha|paling lambat|berapa hari|berapa lama|ke mana|and|then|what about)\b|"
    r"\b\w{3,}nya\b|\b(itu|tersebut|begitu|dia)\b"
)
_FOLLOW_UP_WORDS = 14
_CAPITALISED = re.compile(r"(?<=[^.?!]\s)[A-Z][a-z]+")


@dataclass(frozen=True)
class Question:
    """One question: as typed, in standard words, as terms and as a vector."""

    text: str
    """Cleaned, as it was typed; with the previous question before it on a follow-up."""
    standard: str
    """In standard words: slang, abbreviations and typos resolved. This is what is embedded."""
    terms: Terms
    named: Terms
    """The same with names of regions and persons, which only news is about."""
    intent: Intent
    """Of what was typed last; of the question before it where that tells nothing."""
    vector: npt.NDArray[np.float32] | None
    """None where the embedding model is not available."""
    stage: Stage | None = None
    """The stage it speaks of, else that of the question before it; None where none is plain."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing that could be searched was typed."""
        return not self.named.standard


def understand(
    text: str, index: Index, encoder: Encoder | None, context: str | None = None
) -> Question:
    """Read ``text``, together with ``context``, the question before it, if it leans on it."""
    cleaned = clean(text)
    typed = words(cleaned)
    corrected = index.corrector.correct(typed)
    own = " ".join(index.analyzer.standardise(corrected))
    if context and _leans_on_context(own):
        before = clean(context)
        cleaned = f"{before} {cleaned}"
        typed = [*words(before), *typed]
        corrected = index.corrector.correct(typed)
    names = _names_in(cleaned, index)
    terms = index.analyzer.analyse_words(
        [right for word, right in zip(typed, corrected, strict=True) if word not in names]
    )
    standard = " ".join(terms.standard)
    intent = read_intent(own)
    return Question(
        text=cleaned,
        standard=standard,
        terms=terms,
        named=index.analyzer.analyse_words(corrected, keep_names=True),
        intent=read_intent(standard) if intent is Intent.UNCLEAR else intent,
        vector=encoder.encode_questions([standard])[0] if encoder and standard else None,
        stage=read_stage(own) or read_stage(standard),
    )


def _names_in(text: str, index: Index) -> frozenset[str]:
    """Return the words written like names that no way of asking knows.

    A capital letter in the middle of a sentence marks a name; which one it is must not
    change what is answered about an act.
    """
    capitalised = {word for name in _CAPITALISED.findall(text) for word in words(name)}
    return frozenset(
        word
        for word in capitalised
        if stem(word) not in index.phrasings.lexical.terms
        and word not in index.analyzer.known_words
    )


def _leans_on_context(standard: str) -> bool:
    """Whether a question leaves out what only the question before it can tell."""
    return len(standard.split()) <= _FOLLOW_UP_WORDS and bool(_ELLIPSIS.search(standard))
