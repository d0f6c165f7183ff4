"""What admins read who add to the knowledge base: uploads, documents, unanswered questions."""

from __future__ import annotations

from knowledge.schema import Verdict

UNNAMED = "berkas"
PASTED = "tempelan.txt"

# Uploads
READING = "Membaca {name}…"
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
LABEL_PHRASINGS = "Cara bertanya"
LABEL_STATE = "Keadaan"
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
BAD_DATE = "Tanggal ditulis seperti 2026-11-22 atau 22-11-2026. Coba lagi, atau /batal."
BAD_FIELD = "Isian itu tidak dapat dipakai: {reason}. Coba lagi, atau /batal."

# Publishing
WAITING = "Pemuatan lain sedang berjalan; penerbitan ini menunggu giliran…"
PUBLISHING = "Menerbitkan draf #{number}… Jawaban tetap dilayani dengan pengetahuan lama."
PROGRESS = "Menerbitkan… {done} dari {total} teks baru diolah."
PUBLISHED = "✅ Draf #{number} sudah terbit dan melayani.\n{report}"
NOW_RIGHT = "\nDari {total} pertanyaan itu, {right} kini terjawab sesuai draf."
NOT_PUBLISHED = "Draf #{number} tetap draf; tidak ada yang terbit.\n{report}"
DISCARDED = "Draf #{number} dibuang."
ALREADY_PUBLISHED = "Draf #{number} sudah diterbitkan, jadi tidak perlu lagi. Terima kasih!"
ALREADY_DISCARDED = "Draf #{number} sudah dibuang."
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
