"""What admins read of the statistics: in the chart, under it, and in the table."""

from __future__ import annotations

CHART_TITLE = "Netra · {days} hari terakhir"
CHART_PERIOD = "{first} – {last} · {questions} pertanyaan"
DAYS_TITLE = "Pertanyaan per hari"
DAYS_MESSAGE = "rata-rata {mean}, puncak {most} ({day})"
OUTCOMES_TITLE = "Hasil"
OUTCOMES_MESSAGE = "{share} terjawab"
OUTCOMES = {
    "answered": "Terjawab",
    "clarify": "Perlu diperjelas",
    "not_found": "Belum ditemukan",
    "declined": "Di luar topik",
}
TOPICS_TITLE = "Topik tersering"
NO_TOPICS = "Belum ada pertanyaan yang terjawab oleh sebuah situasi."
OTHER_TOPIC = "Situasi yang sudah dihapus"
LATENCY_TITLE = "Waktu jawab"
LATENCY_P50 = "separuh ≤ {time} ms"
LATENCY_P95 = "95% ≤ {time} ms"
NO_LATENCY = "Waktu jawab masa ini tidak tersimpan lagi."
FEEDBACK_TITLE = "Masukan"
FEEDBACK_MESSAGE = "{share} dari {given} masukan: membantu"
NO_FEEDBACK = "Belum ada masukan."
USEFUL = "Membantu {count}"
NOT_USEFUL = "Tidak {count}"
MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()

CAPTION = (
    "<b>{days} hari terakhir</b> ({first} – {last}, hari UTC)\n"
    "Pertanyaan: {questions}, rata-rata {mean} sehari\n"
    "Hasil: {outcomes}\n"
    "Masukan: 👍 {useful} · 👎 {not_useful}\n"
    "{latency}"
    "{situations}"
)
CAPTION_LATENCY = "Waktu jawab: separuh dalam {p50} ms, 95% dalam {p95} ms\n"
CAPTION_SITUATIONS = "\nSituasi tersering:\n{listed}"
CAPTION_SITUATION = "{number}. {title} ({count})"
EMPTY = (
    "Belum ada pertanyaan dalam {days} hari terakhir, jadi belum ada yang dapat digambar. "
    "Begitu ada yang bertanya, angkanya muncul di sini."
)
EMPTY_SHORT = "Belum ada pertanyaan dalam {days} hari terakhir."
FAILED = "Statistik belum dapat dibuat: {reason}"
NO_MATPLOTLIB = "paket matplotlib tidak terpasang; jalankan 'make run' sekali lagi"
BUTTON_DAYS = "{days} hari"
BUTTON_CHOSEN = "• {days} hari •"
BUTTON_CSV = "⬇️ Unduh CSV"
CSV_NAME = "netra-statistik-{days}-hari.csv"
CSV_COLUMNS = (
    "hari",
    "kanal",
    "hasil",
    "putusan",
    "situasi",
    "pertanyaan",
    "membantu",
    "tidak_membantu",
)
