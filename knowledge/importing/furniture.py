"""Recognise what a news site puts around an article: whole lines, and pieces of lines."""

from __future__ import annotations

import re

from knowledge.importing.model import Reason
from knowledge.importing.spam import gambling_spans
from knowledge.importing.text import first_stop, words

Cut = tuple[int, int, Reason]

# Each is matched against a whole line, ignoring case. Order matters: the first one wins.
_WHOLE_LINES: tuple[tuple[Reason, str], ...] = (
    (Reason.PAGE, r"\d{1,3}"),
    (
        Reason.READ_ALSO,
        (
            r"(?:(?:baca|simak|lihat|tonton) juga|berita (?:terkait|lainnya|populer|"
            r"terbaru|terkini)|artikel (?:terkait|lainnya)|terpopuler|rekomendasi untuk anda|"
            r"related (?:posts?|articles?|news))\b\W*"
        ),
    ),
    (Reason.READ_ALSO, r"[\[(]?(?:baca|simak|lihat|tonton) juga\s*[:;»>–-].*"),
    (
        Reason.SITE,
        (
            r"back to top(?: button)?|ke atas|kembali ke atas|skip to (?:main )?content|"
            r"lewati ke konten|menu|search(?: for)?|cari|loading|memuat|load more|muat lainnya|"
            r"selengkapnya|next|previous|berikutnya|sebelumnya|tutup|close|home|beranda|"
            r"log ?in|masuk|"
            r"(?:halaman|page)\W*(?:\d+\W*(?:dari|of)?\W*)+|lihat semua|show all|reading time.*|"
            r"\d+ (?:menit|min) (?:baca|read)|\d[\d.,]* (?:views?|kali dibaca|x dibaca)|"
            r"(?:dibaca|views?|dilihat)\W*\d[\d.,]*(?: kali)?"
        ),
    ),
    (
        Reason.SITE,
        (
            r"ad ?-?block(?:er)? (?:detected|terdeteksi).*|.*\bdisabl\w+ your ad ?-?block.*|"
            r".*\b(?:matikan|nonaktifkan) ad ?-?block.*|.*enable javascript.*|.*\buse cookies\b.*|"
            r".*situs ini menggunakan cookie.*"
        ),
    ),
    (
        Reason.SITE,
        (
            r"(?:copyright|hak cipta|©).*|.*all rights reserved.*|"
            r"(?:home|beranda)\s*[>»/|›].*|(?:tags?|topik|label|kategori|editor'?s pick)\s*:.*|"
            r"(?:(?:redaksi|pedoman (?:pemberitaan )?media siber|kebijakan privasi|privacy policy|"
            r"disclaimer|tentang kami|about us|kontak(?: kami)?|contact us|karier|kode etik|"
            r"info iklan|syarat dan ketentuan|terms of (?:use|service))\W*)+"
        ),
    ),
    (
        Reason.SHARE,
        (
            r"(?:share|bagikan|sebarkan|follow|ikuti|print|cetak|copy link|salin (?:tautan|"
            r"link)|facebook|twitter|whats ?app|telegram|line|instagram|linkedin|"
            r"pinterest|e-?mail|"
            r"messenger|threads|tik ?tok|youtube|x|on|via|di|ke|this|post|artikel|berita|"
            r"ini|kami|us|"
            r"dan|and|google news|\W|\d)+"
        ),
    ),
    (
        Reason.SHARE,
        (
            r"(?:ikuti|follow|dapatkan|gabung|simak|cek|update|temukan|subscribe|langganan|"
            r"baca berita)\b.*\b(?:google news|channel|saluran|whats ?app|telegram|"
            r"instagram|youtube|"
            r"newsletter|media sosial kami)\b.*|.*\bjangan lupa (?:like|subscribe|follow)\b.*"
        ),
    ),
    (
        Reason.ADVERT,
        (
            r"(?:advertisements?|iklan|ads?|sponsored(?: content)?|promoted|pariwara|"
            r"space iklan|pasang iklan.*|ads? by .*)\W*|.*\bscroll (?:to continue|untuk (?:lanjut|"
            r"melanjutkan|membaca)|ke bawah).*|.*\bgulir (?:ke bawah )?untuk (?:lanjut|"
            r"melanjutkan).*|"
            r".*\bcontinue with content\b.*"
        ),
    ),
    (
        Reason.ADVERT,
        (
            r"(?=.*\b(?:promo|diskon|cashback|gratis ongkir|beli sekarang|order|pesan "
            r"sekarang|klik di sini|hubungi)\b)(?=.*(?:\brp ?\d|\b0?8\d\d[- ]?\d{3}|"
            r"\bwa\b|\d ?%)).*"
        ),
    ),
    (
        Reason.COMMENT,
        (
            r"(?:tulis(?:kan)?|tinggalkan|kirim|beri(?:kan)?|tambahkan) (?:komentar|"
            r"balasan|tanggapan)(?!\w).*|(?:leave|post|write|add) (?:a )?(?:reply|comment).*|"
            r"(?:\d+ )?(?:komentar|comments?)\W*|.*\bemail anda tidak akan dipublikasikan\b.*|"
            r".*\bemail address will not be published\b.*|simpan nama, email,? .*|"
            r"batalkan balasan|"
            r".*\b(?:log ?in|masuk) (?:to|untuk) (?:comment|(?:ber)?komentar).*"
        ),
    ),
    (
        Reason.REPORTER,
        (
            r"(?:penulis|editor|reporter|pewarta|wartawan|jurnalis|laporan|oleh|"
            r"by|redaktur|kontributor|sumber)\s*:\s*\S+(?:\s+\S+){0,8}|(?:red(?:aksi)?|admin)\W*|"
            r"[(\[][a-z]{2,15}\d{0,2}(?:\s?[/,&* .-]\s?[a-z]{2,15}\d{0,2}){0,3}\W?[)\]]"
        ),
    ),
    (Reason.LINK, r"(?:https?://|www\.)\S+"),
)
_LINES = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in _WHOLE_LINES)
# No furniture is longer; the limit also keeps hostile input from costing time.
_LONGEST_FURNITURE = 400
_TAIL = 200
_EDGES = " .,:;!?*|•»«>-–—_=~#+\"'“”"

_CREDIT = re.compile(
    r"\s*(?:[-–—]\s*(?:foto|photo|dok|ist)\b\.?\s*:?[^.!?]{0,40}?[-–—]?"
    r"|[(\[/]\s*(?:(?:foto|photo|dok|sumber foto|f)\b\s*[.:/][^()]{0,60}|dok\b[^()]{0,60}"
    r"|istimewa|ist|ilustrasi|foto|net)\W?[)\]]"
    r"|\.?\s+(?:foto|photo)\s*[:/].{1,60})\s*\.?$",
    re.IGNORECASE,
)
_CAPTION_START = re.compile(
    r"(?:foto|photo|keterangan (?:foto|gambar)|caption|ilustrasi|ket\.? foto)\s*[:/]",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"[\[(]?(?:\b(?:Baca|Simak|Lihat) [Jj]uga\s*[:»>]|(?<![A-Z])BACA JUGA\b\s*[:»>–-]?)"
)
_INITIALS = re.compile(
    r"(?<=[.!?\"”’])\s?[(\[][A-Za-z]{2,15}\d{0,2}(?:\s?[/,&* .-]\s?[A-Za-z]{2,15}\d{0,2}){0,3}"
    r"\W?[)\]]\W*$|(?<=[.!?\"”’])\s*(?:[(\[]?\*+[)\]]?)\W*$"
)
_LONGEST_CAPTION = 40


def line_reason(text: str) -> Reason | None:
    """Return why the whole of ``text`` is no part of an article, or None."""
    if not any(character.isalnum() for character in text):
        return Reason.ORNAMENT
    if len(text) > _LONGEST_FURNITURE:
        return None
    if _CAPTION_START.match(text):
        return Reason.CAPTION
    if _CREDIT.search(text) and len(words(text)) <= _LONGEST_CAPTION:
        return Reason.CAPTION
    bare = text.strip(_EDGES)
    for reason, pattern in _LINES:
        if pattern.fullmatch(text) or pattern.fullmatch(bare):
            # "Baca juga: Judul. Kalimat lain." also holds a sentence: cut, do not drop.
            if reason is Reason.READ_ALSO and first_stop(text) is not None:
                return None
            return reason
    return None


def pieces(text: str) -> list[Cut]:
    """Return the pieces of ``text`` to cut out, in order and without overlap."""
    found: list[Cut] = [(*span, Reason.GAMBLING) for span in gambling_spans(text)]
    found.extend(_read_also(text))
    for pattern, reason in ((_CREDIT, Reason.CAPTION), (_INITIALS, Reason.REPORTER)):
        if match := pattern.search(text, max(0, len(text) - _TAIL)):
            found.append((*match.span(), reason))
    kept: list[Cut] = []
    for cut in sorted(found, key=lambda cut: cut[:2]):
        start = max(cut[0], kept[-1][1]) if kept else cut[0]
        if start < cut[1]:
            kept.append((start, cut[1], cut[2]))
    return kept


def _read_also(text: str) -> list[Cut]:
    """Cut a link from its marker to the end of its sentence, which may be the line's end."""
    cuts: list[Cut] = []
    markers = list(_READ_ALSO.finditer(text))
    limits = [*(marker.start() for marker in markers), len(text)][1:]
    for marker, limit in zip(markers, limits, strict=True):
        link = text[marker.start() : limit]
        length = len(marker.group())
        closing = {"(": ")", "[": "]"}.get(link[0])
        bracket = link.find(closing, length) if closing else -1
        end = bracket + 1 if bracket >= 0 else first_stop(link, length) or len(link)
        cuts.append((marker.start(), marker.start() + end, Reason.READ_ALSO_GLUED))
    return cuts
