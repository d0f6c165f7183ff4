"""What is said about what is kept, and about erasing it."""

from __future__ import annotations

PRIVACY = (
    "<b>Privasi Anda</b>\n\n"
    "<b>Yang disimpan</b>\n"
    "• Hasil setiap pertanyaan di percakapan ini: waktu, jenis hasil, situasi yang dijawab, lama "
    "menjawab, dan 👍/👎 Anda.\n"
    "• Kode acak pengganti id Telegram Anda, supaya data Anda bisa dihapus bila Anda minta. "
    "Tanpa kunci yang disimpan terpisah, kode itu tidak menunjuk siapa pun.\n"
    "• Isi pertanyaan yang sudah disamarkan: NIP/NIK, nomor telepon, email, nama akun, tautan "
    "profil, dan nama sesudah sapaan seperti Pak/Bu dihilangkan. Penyamaran ini bisa saja "
    "meleset, jadi tetap jangan tulis nama, NIP, atau identitas siapa pun.\n\n"
    "<b>Untuk apa dan berapa lama</b>\n"
    "• Pertanyaan yang terjawab: isinya paling lama {hours} jam, untuk berjaga-jaga bila Anda "
    "menekan 👎; langsung hilang bila Anda menekan 👍.\n"
    "• Pertanyaan yang belum terjawab, di luar topik, perlu diperjelas, atau diberi 👎: paling "
    "lama {days} hari, supaya pengelola bisa memperbaiki jawabannya.\n"
    "• Pertanyaan yang belum terjawab dapat dijadikan pengetahuan oleh pengelola: kalimatnya yang "
    "sudah disamarkan, tanpa kode Anda, lalu menetap sebagai contoh pertanyaan. Sebelum itu "
    "/hapus_data menghapusnya; sesudah itu tidak lagi dapat dihubungkan dengan siapa pun.\n"
    "• Pertanyaan terakhir, untuk memahami pertanyaan lanjutan: {minutes} menit.\n"
    "• Sesudah {days} hari hanya jumlah per hari yang tersisa, tanpa kode dan tanpa isi.\n"
    "• Pesan yang belum selesai dijawab disimpan utuh sampai terjawab, lalu dihapus, supaya "
    "tidak hilang bila bot mati mendadak.\n\n"
    "<b>Yang tidak disimpan sesudah itu</b>\n"
    "Nama, nama pengguna, nomor telepon, dan id Telegram Anda.\n\n"
    "<b>Hapus data Anda</b>\n"
    "Ketik /hapus_data. Cadangan harian, bila pengelola membuatnya, hilang setelah berganti "
    "{kept} kali. Telegram sendiri menyimpan percakapan ini; hapus dari aplikasi bila perlu."
)
ERASE_CONFIRM = (
    "Hapus semua yang Netra simpan tentang Anda: hasil dan isi pertanyaan, 👍/👎, ingatan "
    "percakapan, dan pesan yang masih menunggu jawaban (tidak akan dijawab lagi)? Ini tidak bisa "
    "dibatalkan."
)
ERASE_YES = "🗑 Ya, hapus data saya"
ERASE_NO = "Batal"
ERASED = (
    "✅ Sudah dihapus: tidak ada lagi pertanyaan, hasil, 👍/👎, atau ingatan percakapan yang "
    "tersimpan dengan kode Anda.\n\n"
    "Yang tersisa, apa adanya:\n"
    "• Cadangan yang dibuat sebelum ini, bila ada, masih memuatnya. Cadangan harian hilang "
    "setelah berganti {kept} kali, biasanya {kept} hari; salinan yang dibuat pengelola sendiri "
    "menjadi tanggung jawabnya.\n"
    "• Kode Anda dan waktu penghapusan ini dicatat {days} hari, hanya supaya cadangan yang "
    "dipulihkan ikut terhapus.\n"
    "• Percakapan ini di Telegram tetap ada sampai Anda menghapusnya dari aplikasi."
)
ERASE_CANCELLED = "Baik, tidak ada yang dihapus."
ERASE_FAILED = (
    "Maaf, data Anda belum dapat dihapus karena ada gangguan penyimpanan di pihak kami. Silakan "
    "ulangi /hapus_data nanti; pengelola sudah diberi tahu lewat catatan sistem."
)
