"""What admins read who add to the knowledge base: uploads, documents, unanswered questions."""

from __future__ import annotations

from knowledge.schema import Verdict

UNNAMED = "berkas"
PASTED = "tempelan.txt"

# Uploads
TOO_BIG = "{name}: lebih dari {limit} MB. Simpan teks beritanya saja, lalu kirim lagi."
NOT_FETCHED = "{name}: gagal diunduh dari Telegram. Kirim lagi sebentar lagi."
REFUSED = "⛔ Tidak ada yang terbit.\n{reason}"
PROBLEMS = "⛔ Tidak ada yang terbit. {count} masalah:\n{problems}"
PASTE_SHORT = (
    "Teksnya terlalu pendek untuk sebuah berita. Tempel berita lengkap setelah /dokumen, atau "
    "kirim berkas .txt, .md, .html, .pdf, .docx, atau .yaml."
)
PASTE_CUT = (
    "Telegram memotong pesan yang panjang; bila ekornya hilang, buang draf ini dan kirim sebagai "
    "berkas .txt"
)
MORE = "… dan {count} lagi."

# Previews
ARTICLE = "<b>Draf artikel #{number}</b>"
GUIDANCE = "<b>Draf panduan #{number}</b>"
VARIANTS = "<b>Draf varian #{number}</b>"
EXAMPLES = "<b>Draf di luar cakupan #{number}</b>"
SITUATION = "<b>Draf situasi #{number}</b>"
LABEL_TITLE = "Judul"
LABEL_DATE = "Tanggal"
LABEL_OUTLET = "Media"
LABEL_PLACE = "Tempat"
LABEL_PARAGRAPHS = "Paragraf"
LABEL_DROPPED = "Dibuang"
LABEL_REPEATED = "⚠️ Mirip yang sudah ada"
LABEL_TOUCHED = "Menyentuh"
LABEL_NOTES = "Periksa"
LABEL_SITUATIONS = "Situasi"
LABEL_TARGET = "Untuk"
LABEL_QUESTIONS = "Pertanyaan"
LABEL_VERDICT = "Putusan"
LABEL_ANSWER = "Jawaban"
LABEL_CONDITIONS = "Syarat"
LABEL_BASIS = "Dasar"
LABEL_CLASSES = "Berlaku bagi"
EMPTY = "—"
VERDICTS = {
    Verdict.PROHIBITED: "⛔ Dilarang",
    Verdict.ALLOWED: "✅ Boleh",
    Verdict.CONDITIONAL: "⚖️ Boleh dengan syarat",
    Verdict.INFORMATION: "ℹ️ Informasi",
}
BUTTON_PUBLISH = "✅ Terbitkan"
BUTTON_DISCARD = "🗑 Buang"
BUTTON_EDIT = "✏️ {field}"

# Fields
ASK_FIELD = (
    "Tulis {field} yang baru untuk draf #{number}. Kirim - untuk mengosongkan, /batal untuk "
    "membiarkannya."
)
BAD_DATE = "tanggal ditulis seperti 2026-11-22 atau 22-11-2026"
BAD_FIELD = "Isian itu tidak dapat dipakai: {reason}. Coba lagi, atau /batal."

# Publishing
WAITING = "Pemuatan lain sedang berjalan; penerbitan ini menunggu giliran…"
PUBLISHING = "Menerbitkan draf #{number}… Jawaban tetap dilayani dengan pengetahuan lama."
PUBLISHED = "✅ Draf #{number} sudah terbit dan melayani.\n{report}"
NOW_RIGHT = "\nDari {total} pertanyaan itu, {right} kini terjawab sesuai draf."
NOT_PUBLISHED = "Draf #{number} tetap draf; tidak ada yang terbit.\n{report}"
NOT_LABELLED = "\n⚠️ Pertanyaannya belum menjadi soal ujian: {reason}"
BUTTON_FORCE = "Tetap terbitkan"
ASK_FORCE = (
    "Mengapa draf #{number} tetap diterbitkan? Tulis alasannya dalam pesan berikutnya; alasan itu "
    "dicatat. /batal untuk berhenti."
)
ALREADY_PUBLISHED = "Draf #{number} sudah diterbitkan, jadi tidak perlu lagi. Terima kasih!"
DISCARDED = "Draf #{number} sudah dibuang."
NO_DRAFT = "Draf itu tidak ada."
CANCELLED = "Baik, isiannya ditinggalkan. Draf yang sudah ada tetap tersimpan."
NOTHING_TO_CANCEL = "Tidak ada isian yang sedang ditanyakan."

# Documents
DOCUMENTS = (
    "<b>Dokumen terbit</b> ({count})\nPilih untuk melihat atau menarik. Untuk menambah, kirim "
    "berkas .txt, .md, .html, .pdf, .docx, atau .yaml, atau tempel teks berita setelah /dokumen."
)
KINDS = {
    "articles": "📰",
    "guidance": "📘",
    "variants": "➕",
    "examples": "🚫",
}
BUTTON_WITHDRAW = "Tarik dari pengetahuan"
NO_DOCUMENT = "Dokumen itu sudah tidak ada."
ASK_REASON = "Mengapa {name} ditarik? Tulis alasannya, atau /batal."
WITHDRAWING = "Menarik {name}…"
WITHDRAWN = "✅ {name} sudah ditarik dan tidak dikutip lagi.\n{report}"
NOT_WITHDRAWN = "{name} tetap terbit.\n{report}"

# Unanswered questions
UNANSWERED = (
    "<b>Belum terjawab</b>: {questions} pertanyaan dalam {groups} kelompok\nYang paling sering "
    "lebih dulu. Pilih kelompok untuk menindaklanjuti."
)
NOTHING_UNANSWERED = "Tidak ada pertanyaan yang menunggu. Semua sudah ditindaklanjuti."
GROUP = "<b>{count} kali ditanyakan</b> · {how}"
NO_GROUP = "Kelompok itu sudah ditindaklanjuti atau sudah terhapus. Lihat /takterjawab."
OUTCOMES = {
    "not_found": "tidak ditemukan",
    "declined": "ditolak",
    "clarify": "ditanya balik",
    "answered": "👎",
}
BUTTON_ATTACH = "➕ Varian situasi yang ada"
BUTTON_NEW = "📘 Tulis situasi baru"
BUTTON_OUT = "🚫 Di luar cakupan"

# Steps of a draft
BUTTON_DONE = "Selesai memilih"
ASK_SITUATION = (
    "Situasi mana yang menjawabnya? Pilih, atau ketik kata kunci. /batal untuk berhenti."
)
ASK_ROUTE = "Termasuk kelas apa pertanyaan ini?"
ASK_TITLE = (
    "Draf #{number}: tulis judul situasinya, paling banyak 90 huruf. /batal untuk berhenti."
)
ASK_VERDICT = "Apa putusannya?"
ASK_ANSWER = (
    "Tulis jawabannya, paling banyak 1.500 huruf. Kalimat pertama menyebut putusannya, misalnya: "
    "Dilarang. …"
)
ASK_CONDITIONS = "Tulis syarat-syaratnya, satu baris satu syarat."
ASK_BASIS = "Ketik kata kunci ketentuan yang menjadi dasar, misalnya: pasal 71 keputusan pejabat"
FOUND_BASIS = "Pilih ketentuannya, atau ketik kata kunci lain."
CHOSEN_BASIS = "Dasar sejauh ini: {chosen}. Ketik kata kunci lain untuk menambah, atau selesai."
NOTHING_FOUND = "Tidak ada yang cocok. Coba kata kunci lain, atau /batal."
ASK_CLASSES = "Berlaku bagi siapa? Pilih satu atau beberapa, lalu selesai."
ASK_PHRASINGS = (
    "Butuh {missing} cara bertanya lagi, seperti orang mengetiknya; satu baris satu pertanyaan.\n"
    "Sudah ada:\n{known}"
)
ASK_INSTEAD = (
    "Tulis pertanyaan pengganti untuk draf #{number}, satu baris satu pertanyaan, tanpa nama "
    "orang. /batal untuk membiarkannya."
)
STEPS = {
    "situation": "Situasi",
    "route": "Kelas",
    "title": LABEL_TITLE,
    "verdict": LABEL_VERDICT,
    "answer": LABEL_ANSWER,
    "conditions": LABEL_CONDITIONS,
    "basis": LABEL_BASIS,
    "classes": LABEL_CLASSES,
    "phrasings": LABEL_QUESTIONS,
}
