"""What inline queries show, and the messages that come of them."""

from __future__ import annotations

from retrieval.answer import Outcome

ASK_PRIVATELY = "💬 Tanya di chat pribadi"
OUTCOME_TITLES = {
    Outcome.CLARIFY: "❓ Perlu diperjelas",
    Outcome.NOT_FOUND: "🔍 Belum ditemukan",
    Outcome.DECLINED: "💬 Di luar topik saya",
}
FROM_SOURCES = "📄 Dari sumber"
MORE = "Selengkapnya"
SHORTENED = "Kartu ini dipersingkat."
TOPIC_TITLE = "📂 {title}"
TOPIC_DESCRIPTION = "{count} situasi: {titles}"
TOPIC_REST = "… dan {count} situasi lain."
TOPIC_HOW = (
    "Ketuk judul untuk membuka jawabannya, atau ketik <code>@{username} pertanyaan Anda</code> di "
    "percakapan mana pun."
)
BUTTON_MORE = "📖 Selengkapnya"
BUTTON_ASK_HERE = "🔎 Tanya di sini"
