"""What is said about questions that were not answered in time."""

from __future__ import annotations

TOO_LATE = (
    "Maaf, pertanyaan ini baru terbaca setelah lewat sehari karena ada gangguan di pihak kami. "
    "Bila masih perlu, kirimkan sekali lagi, ya."
)
SET_ASIDE = (
    "Maaf, pesan ini berkali-kali gagal kami proses, jadi kami sisihkan. Coba tuliskan lagi "
    "dengan kata-kata lain."
)
SECOND_INSTANCE = "ada Netra lain yang memakai token yang sama; hentikan salah satunya"
