"""What is said in groups: little."""

from __future__ import annotations

GROUP_COMMANDS = {
    "tanya": "Tanya soal netralitas ASN, misalnya /tanya boleh like?",
    "bantuan": "Cara bertanya di grup",
}
GROUP_ADMIN_COMMANDS = {
    "netra_mati": "Matikan Netra di grup ini (admin grup)",
    "netra_hidup": "Hidupkan lagi Netra di grup ini (admin grup)",
}
GROUP_HELP = (
    "Tanya di grup ini: /tanya pertanyaan, sebut @{username} dalam pesan, atau balas pesan saya.\n"
    "Jawaban lengkap dan hal yang pribadi: buka percakapan dengan @{username}."
)
INTRODUCTION = (
    "Halo, saya Netra: tanya jawab netralitas ASN dalam Pilkada. Saya diam kecuali ditanya, "
    "misalnya /tanya boleh like unggahan calon? Admin grup dapat mematikan saya dengan "
    "/netra_mati."
)
GROUP_ASK_USAGE = "Tulis pertanyaannya sekalian, misalnya: /tanya boleh foto dengan calon?"
GUEST_USAGE = "Sebut nama saya beserta pertanyaannya, misalnya: boleh foto dengan calon?"
OTHER_COMMAND = (
    "Di grup saya hanya melayani /tanya dan /bantuan; selebihnya di percakapan pribadi."
)
NOT_FOUND = "Belum saya temukan, dan itu bukan berarti boleh. Tanyakan ke BKPSDM atau Bawaslu."
CLARIFY = "Ada beberapa keadaan yang jawabannya berbeda. Pilih yang sesuai:"
CONDITIONS = "Ada syarat yang menentukan; baca selengkapnya."
BUTTON_MORE = "Selengkapnya"
ENOUGH = "Sebentar, ya: pertanyaan di grup ini sedang ramai. Coba lagi satu menit lagi."
MUTED = "Baik, saya diam di grup ini. Admin grup dapat menghidupkan lagi dengan /netra_hidup."
UNMUTED = "Netra menjawab lagi di grup ini. Cara bertanya: /bantuan"
