"""Where the process that serves takes its memory from."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_ARENA_MAX = -8
"""M_ARENA_MAX in malloc.h of glibc."""


def use_one_heap() -> None:
    """Have the C library serve all threads from one heap; to be called before there are any.

    By itself glibc gives threads heaps of their own, and what is freed in one is of no use to
    another: memory grows for as long as threads take turns at answering. A C library that has
    no such switch is left alone.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
