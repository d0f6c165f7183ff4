"""What admins read."""

from __future__ import annotations

ADMIN_COMMANDS = {
    "muat_ulang": "Muat ulang basis pengetahuan",
    "kembalikan": "Kembali ke versi pengetahuan sebelumnya",
    "status": "Keadaan bot dan basis pengetahuan",
    "statistik": "Grafik pertanyaan, hasil, topik, dan masukan",
    "jeda": "Hentikan jawaban untuk semua orang: /jeda alasan",
    "lanjut": "Layani lagi setelah jeda",
    "dokumen": "Dokumen terbit; kirim berkas atau tempel berita untuk menambah",
    "takterjawab": "Pertanyaan yang belum terjawab, untuk ditindaklanjuti",
    "batal": "Tinggalkan isian yang sedang ditanyakan",
}
ALONE = (
    "{command} dikirim sendiri, tanpa tulisan di belakangnya. Belum ada yang dilakukan; kirim "
    "{command} saja."
)
