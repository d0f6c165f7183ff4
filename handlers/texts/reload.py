"""What admins read while they reload the knowledge base, and go back to an earlier one."""

from __future__ import annotations

STARTED = "Memuat ulang basis pengetahuan… Jawaban tetap dilayani dengan yang lama."
WAITING = "Pemuatan ulang lain sedang berjalan; permintaan Anda menunggu giliran."
STAGES = {
    "reading": "Membaca dan memeriksa berkas",
    "embedding": "Mengolah teks baru",
    "self_check": "Memeriksa apakah setiap situasi menemukan dirinya",
    "evaluation": "Menguji dengan pertanyaan berlabel",
}
STAGE_DONE = "✓ {stage}"
STAGE_NOW = "… {stage}"
STAGE_COUNT = "… {stage}: {done} dari {total}"
CHANGES = "Baru: {added} · berubah: {changed} · dihapus: {removed}"
MORE = "… dan {count} lagi."
WHOLE_LIST = "Daftar lengkap ada di berkas."
DOCUMENT = "masalah.txt"

UNCHANGED = "Tidak ada yang berubah. Versi yang melayani: {version}."
DONE = "✅ Basis pengetahuan baru melayani.\nVersi {version}"
UNPINNED = "Versi lama yang dipilih lewat /kembalikan tidak lagi dipertahankan."
REFUSED = "⛔ Ditolak; pengetahuan lama tetap melayani. {count} masalah:"
FAILED = "⛔ Gagal; pengetahuan lama tetap melayani. {reason}"
WORSE = "⚠️ Belum dimuat; pengetahuan lama tetap melayani. Versi {version}"
SELF_CHECK = "Situasi yang tidak menemukan dirinya, {count} masalah:"
NEW_MISSES = "Kini dijawab keliru, {count} pertanyaan:"
MISS = "• {question} [seharusnya {expected}, dijawab {got}]"
WORDS = {
    "prohibited": "dilarang",
    "allowed": "boleh",
    "conditional": "bergantung",
    "information": "informasi",
    "out_of_scope": "di luar topik",
    "answered": "terjawab",
    "clarify": "ditanya balik",
    "not_found": "belum ditemukan",
    "declined": "ditolak",
    "neutrality": "",
}
MAY_FORCE = "Bila Anda yakin isi baru tetap lebih baik, muat dengan alasan; alasannya dicatat."

SCORE = "Ujian {questions} pertanyaan: benar {right} · luar topik {declined} · berbahaya {harmful}"
NO_QUESTIONS = "Tidak ada pertanyaan berlabel untuk menguji."
RIGHT = "benar {right}"
NOT_MEASURED = "belum diuji"
FIGURE = "{figure} %"
NO_FIGURE = "—"
BEFORE_AFTER = "{before} → {after}"

BUTTON_FORCE = "Tetap muat"
BUTTON_CANCEL = "Batal"
ASK_REASON = "Tulis alasannya dalam pesan berikutnya. Alasan dan nama versinya dicatat."
FORCE_CANCELLED = "Baik, tidak jadi dimuat. Pengetahuan lama tetap melayani."

VERSIONS = "Versi yang pernah melayani, yang terbaru di atas. Pilih untuk kembali ke sana:"
NO_VERSIONS = "Belum ada versi lain yang pernah melayani."
VERSION_LINE = (
    "{number}. {when} · {version}\n"
    "   {regulations} peraturan, {situations} situasi, {articles} artikel · {score} · {who}"
)
VERSION_NOW = "   ▸ sedang melayani"
BY_ADMIN = "oleh {admin}"
BY_NOBODY = "saat dihidupkan atau dari shell"
ROLLBACK_CONFIRM = (
    "Kembali ke versi ini?\n{line}\n\nVersi itu melayani, juga setelah bot dihidupkan ulang, "
    "sampai /muat_ulang berikutnya berhasil."
)
BUTTON_ROLLBACK = "Ya, kembalikan"
ROLLED_BACK = (
    "✅ Versi {version} melayani lagi, juga setelah bot dihidupkan ulang, sampai /muat_ulang "
    "berikutnya berhasil."
)
ROLLBACK_CANCELLED = "Baik, tidak ada yang berubah."
VERSION_GONE = "Versi itu sudah tidak tersimpan. Kirim /kembalikan untuk daftar yang baru."
