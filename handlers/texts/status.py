"""What admins read of how the bot is: asked for, switched, or alerted."""

from __future__ import annotations

REPORT = (
    "<b>Netra</b> · {service}\n"
    "\n"
    "<b>Pengetahuan</b>\n"
    "Versi: <code>{version}</code>\n"
    "Nilai evaluasi: {score}\n"
    "Model: {model}\n"
    "{regulations} peraturan · {provisions} ketentuan · {situations} situasi · {articles} "
    "artikel\n"
    "\n"
    "<b>Layanan</b>\n"
    "Hidup selama {uptime} · antrean {queue}\n"
    "Waktu jawab: {latency}\n"
    "Galat satu jam terakhir: {errors}\n"
    "Gangguan Telegram sejak dihidupkan: {troubles}\n"
    "Pertanyaan tercatat: {questions} · 👍 {useful} · 👎 {not_useful}\n"
    "\n"
    "<b>Mesin</b>\n"
    "Cache: {cache} halaman inline\n"
    "Disk bebas: {disk}\n"
    "Cadangan terakhir: {backup}\n"
    "Penyimpanan: {storage}"
)
SERVING = "✅ melayani"
PAUSED = "⏸ <b>dijeda</b>\nSejak {at} oleh {admin}: {reason}"
PAUSED_UNNOTED = "⏸ <b>dijeda</b> (tidak tercatat di disk; berakhir bila bot dihidupkan ulang)"
DEGRADED = "⚠️ tidak ada; menjawab dari kata saja"
QUEUE_SET_ASIDE = "{queue} ({count} disisihkan)"
LATENCY = "separuh ≤ {p50} ms, 95% ≤ {p95} ms ({answers} jawaban terakhir)"
NO_LATENCY = "belum ada jawaban"
UNREADABLE = "tidak terbaca"
DISK = "{free} GB dari {whole} GB"
NO_BACKUP = "⚠️ belum ada"
BACKUP_OFF = "tidak diatur (NETRA_BACKUP_DIR)"
TIME = "%d-%m-%Y %H.%M UTC"
DAYS = "{days} hari {hours} jam"
HOURS = "{hours} jam {minutes} menit"
MINUTES = "{minutes} menit"
NO_TROUBLE = "tidak ada"
TROUBLES = {
    "flood": "terlalu sering (429)",
    "too_late": "tombol atau kueri kedaluwarsa",
    "not_modified": "suntingan tanpa perubahan",
    "unparsed": "format ditolak, dikirim polos",
    "forbidden": "bot diblokir atau dikeluarkan",
    "migrated": "grup pindah nomor",
    "refused": "permintaan ditolak (400)",
    "network": "jaringan",
    "other": "lain-lain",
}
STORAGE_FINE = "baik"

PAUSE_USAGE = "Tulis alasannya, misalnya: /jeda jawaban soal cuti sedang diperiksa"
PAUSE_DONE = (
    "⏸ Netra dijeda. Setiap pertanyaan mendapat satu pemberitahuan; perintah admin tetap jalan. "
    "Kartu inline yang sudah tampil di Telegram hilang paling lama {seconds} detik lagi.\n"
    "Lanjutkan dengan /lanjut"
)
PAUSE_ALREADY = "Netra memang sedang dijeda; alasannya sekarang: {reason}"
SWITCH_UNNOTED = "\n⚠️ Ini tidak dapat dicatat di disk, jadi batal bila bot dihidupkan ulang."
RESUME_DONE = "✅ Netra melayani lagi."
RESUME_NEEDLESS = "Netra tidak sedang dijeda."

ALERT_CRASH = (
    "⚠️ Netra hidup lagi setelah berhenti mendadak (mati listrik, kehabisan memori, atau dibunuh). "
    "Periksa log bila ini berulang."
)
ALERT_ERRORS = (
    "⚠️ {count} galat dalam {minutes} menit terakhir. Periksa log; /status menunjukkan keadaan "
    "sekarang."
)
ALERT_RELOAD = "⚠️ Pemuatan ulang gagal; pengetahuan lama tetap melayani. {reason}"
RELOAD_REFUSED = "Isinya ditolak: {count} masalah."
ALERT_UNANSWERED = "⚠️ Banyak orang belum terjawab dalam 24 jam terakhir:\n{listed}"
ALERT_QUESTION = "• {people} orang, belum ditemukan: “{question}”"
ALERT_SITUATION = "• {people} orang memberi 👎 pada “{title}”"
