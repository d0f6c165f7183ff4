"""What inline queries show."""

from __future__ import annotations

INLINE_ASK_PRIVATELY = "Tanya di percakapan pribadi"
INLINE_NO_ANSWER = "Belum ada jawaban"
