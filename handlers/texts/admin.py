"""What admins read."""

from __future__ import annotations

ADMIN_COMMANDS = {
    "muat_ulang": "Muat ulang basis pengetahuan",
    "kembalikan": "Kembali ke versi pengetahuan sebelumnya",
    "status": "Keadaan bot dan basis pengetahuan",
    "dokumen": "Dokumen terbit; kirim berkas atau tempel berita untuk menambah",
    "takterjawab": "Pertanyaan yang belum terjawab, untuk ditindaklanjuti",
    "batal": "Tinggalkan isian yang sedang ditanyakan",
}
STATUS_REPORT = (
    "<b>Netra</b>\nVersi pengetahuan: {version}\nModel: {model}\n"
    "Peraturan {regulations} · ketentuan {provisions} · situasi {situations} · "
    "artikel {articles}\n"
    "Pertanyaan tercatat: {questions}\nMasukan: 👍 {useful} · 👎 {not_useful}\n"
    "Sejak dihidupkan, gangguan Telegram: {troubles}\n"
    "Penyimpanan: {storage}"
)
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
