"""Every Indonesian sentence of the interface. What the bot *knows* is in ``knowledge/content``."""

from __future__ import annotations

from knowledge.schema import Stage, Status, Verdict

VERDICT_LABELS = {
    Verdict.PROHIBITED: "⛔ DILARANG",
    Verdict.ALLOWED: "✅ BOLEH",
    Verdict.CONDITIONAL: "⚠️ BOLEH DENGAN SYARAT / BERGANTUNG",
    Verdict.INFORMATION: "ℹ️ INFORMASI",
}
VERDICT_SHORT = {
    Verdict.PROHIBITED: "⛔ Dilarang",
    Verdict.ALLOWED: "✅ Boleh",
    Verdict.CONDITIONAL: "⚠️ Bergantung",
    Verdict.INFORMATION: "ℹ️ Informasi",
}
STAGE_LABELS = {
    Stage.BEFORE_NOMINATION: "sebelum calon ditetapkan (bakal calon)",
    Stage.AFTER_NOMINATION: "setelah calon ditetapkan",
    Stage.CAMPAIGN: "masa kampanye",
    Stage.QUIET_PERIOD: "masa tenang",
    Stage.VOTING_DAY: "hari pemungutan suara",
    Stage.AFTER_ELECTION: "sesudah pemilihan",
}
STATUS_LABELS = {
    Status.IN_FORCE: "berlaku",
    Status.AMENDED: "berlaku, sudah diubah",
    Status.REPEALED: "sudah dicabut",
}

HEADLINE_CLARIFY = "❓ PERLU DIPERJELAS"
HEADLINE_NOT_FOUND = "🔍 BELUM DITEMUKAN"
HEADLINE_DECLINED = "💬 DI LUAR TOPIK SAYA"
HEADLINE_SOURCES = "📄 DARI SUMBER"

LABEL_STAGE = "Tahap"
LABEL_CONDITIONS = "Yang menentukan"
LABEL_VIEWS = "Pandangan berbeda"
LABEL_SANCTION = "Sanksi"
LABEL_BASIS = "Dasar"
LABEL_PROVISIONS = "Isi ketentuan (ringkasan)"
LABEL_CHOICES = "Yang mana yang Anda maksud?"

SECONDARY = "sumber sekunder"
DEGRADED = "Pencarian makna sedang tidak tersedia; jawaban ini hanya berdasarkan kata."
DISCLAIMER = "Informasi umum, bukan nasihat hukum."
REVIEWED = "Ditinjau {date}."

BUTTON_SOURCES = "📚 Sumber"
BUTTON_SHARE = "📤 Bagikan"
BUTTON_COPY = "📋 Salin dasar hukum"
BUTTON_USEFUL = "👍"
BUTTON_NOT_USEFUL = "👎"

START = (
    "Selamat datang di <b>Netra</b>.\n\n"
    "Saya menjawab pertanyaan tentang netralitas ASN dalam Pilkada: apa yang dilarang, apa yang "
    "boleh, pasal berapa, apa sanksinya, dan ke mana melapor. Setiap jawaban menyebut dasarnya; "
    "kalau saya tidak tahu, saya bilang tidak tahu.\n\n"
    "Ketik saja pertanyaan Anda dengan bahasa sehari-hari, misalnya:\n"
    "• <i>boleh nggak nge-like unggahan calon bupati?</i>\n"
    "• <i>istri saya maju pilkada, saya harus cuti?</i>\n"
    "• <i>sanksi PNS yang ikut kampanye apa?</i>\n\n"
    "Jangan tulis nama, NIP, atau identitas siapa pun. Bantuan: /bantuan"
)
HELP = (
    "<b>Cara memakai Netra</b>\n\n"
    "Tulis pertanyaan seperti bicara biasa. Sebutkan yang menentukan: Anda PNS, PPPK, atau "
    "honorer; terhadap bakal calon atau calon yang sudah ditetapkan; apa yang dilakukan.\n\n"
    "{commands}\n\n"
    "Di percakapan lain, ketik <code>@{username} pertanyaan</code> untuk mengirim kartu "
    "jawaban.\n\n"
    "Yang tidak saya jawab: urusan kepegawaian lain, siapa yang sebaiknya dipilih, dan penilaian "
    "atas orang tertentu."
)
COMMANDS = {
    "start": "Mulai dan perkenalan",
    "bantuan": "Cara memakai bot ini",
    "tanya": "Ajukan pertanyaan, misalnya /tanya boleh foto dengan calon?",
    "topik": "Lihat topik dan situasi yang sudah ada jawabannya",
    "peraturan": "Daftar peraturan dan statusnya",
    "lapor": "Ke mana dan bagaimana melapor",
    "privasi": "Apa yang disimpan dan tidak disimpan",
}
ADMIN_COMMANDS = {
    "muat_ulang": "Muat ulang basis pengetahuan",
    "status": "Keadaan bot dan basis pengetahuan",
}
PRIVACY = (
    "<b>Privasi Anda</b>\n\n"
    "• Pertanyaan Anda tidak disimpan. Netra hanya mencatat hasilnya: waktu, jenis hasil, situasi "
    "yang dijawab, dan lama menjawab.\n"
    "• Nama, nomor telepon, nama pengguna, dan id Telegram Anda tidak dicatat.\n"
    "• Tombol 👍/👎 disimpan tanpa identitas Anda.\n"
    "• Telegram sendiri menyimpan percakapan ini; hapus dari aplikasi bila perlu.\n\n"
    "Tetap jangan tulis nama, NIP, atau identitas siapa pun di sini."
)
ASK_USAGE = "Tulis pertanyaannya setelah perintah, misalnya: /tanya boleh foto dengan calon?"
TEXT_ONLY = (
    "Maaf, saya baru bisa membaca teks. Ketik pertanyaan Anda dalam satu pesan, ya; untuk gambar "
    "atau pesan suara, ceritakan isinya."
)
UNKNOWN_COMMAND = "Perintah itu tidak saya kenal. Lihat /bantuan, atau langsung ketik pertanyaan."
SOMETHING_WENT_WRONG = (
    "Maaf, terjadi gangguan di pihak kami sehingga pertanyaan ini belum terjawab. Silakan coba "
    "lagi sebentar lagi."
)
BUTTON_EXPIRED = "Tombol ini sudah tidak berlaku. Silakan ajukan pertanyaannya lagi."
THANKS_FEEDBACK = "Terima kasih, masukan Anda tercatat tanpa identitas."
TOPICS_TITLE = "<b>Topik</b>\nPilih topik, lalu situasinya."
TOPIC_TITLE = "<b>{title}</b>\nPilih situasi."
REGULATIONS_TITLE = "<b>Peraturan</b>\nPilih untuk melihat statusnya dan ketentuan di dalamnya."
REPLACED_BY = "Diganti oleh"
AMENDED_BY = "Diubah oleh"
PREVIOUS = "‹ Sebelumnya"
NEXT = "Berikutnya ›"
BACK = "‹ Kembali"

INLINE_ASK_PRIVATELY = "Tanya di percakapan pribadi"
INLINE_NO_ANSWER = "Belum ada jawaban"
DESCRIPTION = (
    "Netra menjawab pertanyaan ASN tentang netralitas dalam Pilkada: dilarang atau boleh, pasal "
    "berapa, apa sanksinya, ke mana melapor. Informasi umum, bukan nasihat hukum."
)
SHORT_DESCRIPTION = "Tanya jawab netralitas ASN dalam Pilkada, dengan pasal dan sumbernya."

RELOAD_STARTED = "Memuat ulang basis pengetahuan… Jawaban tetap dilayani dengan yang lama."
RELOAD_PROGRESS = "Memuat ulang basis pengetahuan… {done} dari {total} teks baru diolah."
RELOAD_BUSY = "Pemuatan ulang lain sedang berjalan; permintaan Anda menunggu giliran."
RELOAD_UNCHANGED = "Tidak ada yang berubah. Versi yang melayani: {version}."
RELOAD_DONE = (
    "✅ Basis pengetahuan baru melayani.\nVersi {version}\n"
    "Baru: {added} · berubah: {changed} · dihapus: {removed}\n{details}"
)
RELOAD_REFUSED = "⛔ Ditolak; pengetahuan lama tetap melayani. {count} masalah:\n{problems}"
RELOAD_FAILED = "⛔ Gagal; pengetahuan lama tetap melayani. {reason}"
MORE = "… dan {count} lagi."
STATUS_REPORT = (
    "<b>Netra</b>\nVersi pengetahuan: {version}\nModel: {model}\n"
    "Peraturan {regulations} · ketentuan {provisions} · situasi {situations} · "
    "artikel {articles}\n"
    "Pertanyaan tercatat: {questions}\nMasukan: 👍 {useful} · 👎 {not_useful}"
)

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
REPORTING_QUESTION = "ke mana dan bagaimana melaporkan ASN yang tidak netral?"
SERVING = "Netra melayani sebagai @{username}. Ctrl+C untuk berhenti."
