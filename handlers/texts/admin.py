"""What admins read."""

from __future__ import annotations

ADMIN_COMMANDS = {
    "muat_ulang": "Muat ulang basis pengetahuan",
    "status": "Keadaan bot dan basis pengetahuan",
    "statistik": "Grafik pertanyaan, hasil, topik, dan masukan",
    "jeda": "Hentikan jawaban untuk semua orang: /jeda alasan",
    "lanjut": "Layani lagi setelah jeda",
}
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
