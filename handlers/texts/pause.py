"""What everybody reads while Netra is paused: calm, and with somewhere to turn."""

from __future__ import annotations

NOTICE = (
    "⏸ Netra sedang dijeda sebentar untuk diperiksa, jadi pertanyaan ini belum saya jawab. Itu "
    "bukan berarti boleh.\n\n"
    "Bila mendesak, tanyakan kepada atasan langsung atau pengelola kepegawaian di instansi Anda "
    "(BKPSDM/BKD) atau BKN. Dugaan pelanggaran dapat disampaikan ke Bawaslu terdekat.\n\n"
    "Silakan bertanya lagi nanti."
)
NOTICE_SHORT = (
    "⏸ Netra sedang dijeda sebentar untuk diperiksa. Bila mendesak, tanyakan ke pengelola "
    "kepegawaian di instansi Anda, BKN, atau Bawaslu terdekat."
)
INLINE_TITLE = "⏸ Netra sedang dijeda"
