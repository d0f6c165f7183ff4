"""What is said in a private chat beside the answers."""

from __future__ import annotations

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
    "jawaban. Di grup yang memuat saya, ketik <code>/tanya pertanyaan</code>.\n\n"
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
    "privasi": "Apa yang disimpan, berapa lama, dan untuk apa",
    "hapus_data": "Hapus semua yang tersimpan tentang Anda",
}
ASK_USAGE = "Tulis pertanyaannya setelah perintah, misalnya: /tanya boleh foto dengan calon?"
QUESTION_CUT = "Pertanyaan Anda panjang; saya membaca 2.000 karakter pertama."
LINK_UNKNOWN = (
    "Tautan itu sudah tidak berlaku atau tidak lengkap. Silakan ketik pertanyaannya di sini."
)
TEXT_ONLY = (
    "Maaf, saya baru bisa membaca teks. Ketik pertanyaan Anda dalam satu pesan, ya; untuk gambar "
    "atau pesan suara, ceritakan isinya."
)
PICTURE_UNREAD = (
    "Gambarnya tidak dapat saya baca; jawaban ini hanya dari tulisan di bawah gambar itu."
)
ENOUGH = (
    "Sebentar, ya: pesan Anda datang lebih cepat daripada yang dapat saya layani, jadi yang ini "
    "belum saya baca. Tunggu satu menit, lalu kirim lagi yang belum terjawab."
)
SLOWER = "Pelan-pelan, ya. Tunggu satu menit, lalu tekan lagi."
UNKNOWN_COMMAND = "Perintah itu tidak saya kenal. Lihat /bantuan, atau langsung ketik pertanyaan."
SOMETHING_WENT_WRONG = (
    "Maaf, terjadi gangguan di pihak kami sehingga pertanyaan ini belum terjawab. Silakan coba "
    "lagi sebentar lagi."
)
BUTTON_EXPIRED = "Tombol ini sudah tidak berlaku. Silakan ajukan pertanyaannya lagi."
THANKS_FEEDBACK = "Terima kasih, masukan Anda tercatat."
TOPICS_TITLE = "<b>Topik</b>\nPilih topik, lalu situasinya."
TOPIC_TITLE = "<b>{title}</b>\nPilih situasi."
REGULATIONS_TITLE = "<b>Peraturan</b>\nPilih untuk melihat statusnya dan ketentuan di dalamnya."
REPLACED_BY = "Diganti oleh"
AMENDED_BY = "Diubah oleh"
PREVIOUS = "‹ Sebelumnya"
NEXT = "Berikutnya ›"
BACK = "‹ Kembali"
DESCRIPTION = (
    "Netra menjawab pertanyaan ASN tentang netralitas dalam Pilkada: dilarang atau boleh, pasal "
    "berapa, apa sanksinya, ke mana melapor. Informasi umum, bukan nasihat hukum."
)
SHORT_DESCRIPTION = "Tanya jawab netralitas ASN dalam Pilkada, dengan pasal dan sumbernya."
REPORTING_QUESTION = "ke mana dan bagaimana melaporkan ASN yang tidak netral?"
