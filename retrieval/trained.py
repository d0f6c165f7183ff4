"""What is trained on a version of the knowledge base: once, and then kept in the store."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.store import KnowledgeStore

Arrays = Mapping[str, npt.NDArray[Any]]


def trained(
    store: KnowledgeStore,
    version: str,
    encoder: str | None,
    form: str,
    train: Callable[[], Arrays],
) -> Arrays:
    """Return the arrays that ``train`` gives, or gave before for ``version``.

    They are kept by the name of the ``encoder`` whose vectors they were trained on, and by their
    ``form``: what was stored in another is not read.

    Raises:
        StorageError: they could not be stored.
    """
    name = f"{encoder or 'lexical'}/{form}"
    if stored := store.learned(version, name):
        with np.load(io.BytesIO(stored)) as arrays:
            return dict(arrays)
    fresh = train()
    body = io.BytesIO()
    np.savez_compressed(body, allow_pickle=False, **fresh)
    store.save_learned(version, name, body.getvalue())
    return fresh
