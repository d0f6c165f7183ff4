"""What the terminal and the log of the operator show."""

from __future__ import annotations

TERMINAL_WELCOME = (
    "TELEGRAM_BOT_TOKEN belum diisi, jadi Netra menjawab di sini. Untuk Telegram: minta token ke "
    "@BotFather, lalu jalankan TELEGRAM_BOT_TOKEN=… make run"
)
TERMINAL_PROMPT = "Pertanyaan Anda (Ctrl+D untuk selesai): "
SAMPLE_QUESTIONS = (
    "apakah saya sebagai PNS boleh membagikan poster calon bupati di facebook",
    "ke mana melaporkan pegawai yang ikut kampanye",
    "resep rendang padang yang enak",
)
SERVING = "Netra melayani sebagai @{username}. Ctrl+C untuk berhenti."

TOPIC = "Topik"
PERSON_CLASS = "Kelas orang"
UNUSED_PROVISIONS = "Ketentuan yang belum dipakai situasi mana pun"
BOT_FOLLOWS = "Bot yang sedang melayani mengikutinya dalam beberapa detik."
NO_SUCH_VERSION = (
    "'{version}' bukan awal dari tepat satu versi yang tersimpan; 'bot.py rollback' tanpa versi "
    "mencetak daftarnya"
)
