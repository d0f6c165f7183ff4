"""What could name a person is taken out of a question before it is written down.

Masking is a net, not a promise: it knows numbers, addresses, links, names behind a form of
address, and names of two words that are written with capitals. It rather takes too much than
too little, since a masked question is only read by those who look for what Netra could not
answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

NUMBER = "[nomor]"
EMAIL = "[email]"
ACCOUNT = "[akun]"
NAME = "[nama]"

MAX_LENGTH = 500
"""Characters of a question that are kept at most."""

_ADDRESSED = frozenset(
    "pak pa bpk bapak bu ibu ibunda sdr sdri saudara saudari mas mbak mba kak kakak bang abang "
    "bung om tante dik adik dek haji hajah hj ustad ustadz ustadzah kyai kiai gus tuan nyonya ny "
    "nona bernama".split()
)
_OFFICES = frozenset(
    "bupati wabup camat kades lurah gubernur wagub walikota wali wakil kepala calon cabup cagub "
    "cawabup cawalkot guru dosen dokter perawat bidan presiden menteri sekda sekdes sekcam kadis "
    "kabid kabag kasi kapolres kapolsek danramil dandim ketua sekretaris bendahara anggota "
    "direktur rektor dekan hakim jaksa petahana paslon caleg cabub rt rw kadus dukuh staf".split()
)
_TITLES = frozenset("h hj dr drs dra ir prof kh r rr raden haji hajah".split())
_NOT_NAMES = (
    _ADDRESSED
    | _OFFICES
    | frozenset(
        # What often follows a form of address that names nobody: kin, and what is asked.
        "saya aku kami kita anda kamu dia beliau mereka ku mu nya mertua kandung tiri angkat ipar "
        "sepupu hamil rumah kota dharma pkk bhayangkari persit menyusui guru besar kawin sendiri "
        "ini itu sini situ tersebut yang di ke dari dan atau juga pun dengan untuk pada oleh "
        "dalam tentang sebagai karena sebab agar supaya jika kalau kalo bila apabila saat ketika "
        "waktu sebelum sesudah setelah selama sampai hingga tapi tetapi namun serta maupun apa "
        "apakah siapa kapan kenapa mengapa bagaimana gimana gmn mana dimana berapa boleh bolehkah "
        "bisa bisakah dapat harus wajib perlu mau ingin akan sudah udah telah belum sedang lagi "
        "masih pernah tidak tak nggak ngga gak ga enggak bukan jangan dilarang larang melarang "
        "minta meminta suruh menyuruh nyuruh ajak mengajak ngajak paksa memaksa kirim mengirim "
        "ikut hadir datang ada adalah jadi menjadi maju nyalon mencalonkan punya kerja bekerja "
        "tanya bertanya izin ijin maaf mohon tolong terima makasih selamat halo assalamualaikum "
        "asn pns pppk cpns p3k honorer thl tni polri kpu bawaslu kpps ppk pps panwaslu bkn kasn "
        "pilkada pemilu pilgub pilbup pilwalkot partai kampanye dinas badan kantor desa kelurahan "
        "kecamatan kabupaten provinsi negara negeri sekolah daerah puskesmas bidang seksi bagian "
        "camat tim sukses tps grup wa whatsapp facebook instagram tiktok foto like status".split()
    )
)
_NAME_WORDS = 3
_IMPERSONAL = _OFFICES | frozenset(
    # With one of these among them, words with capitals name an office, a law, a place, a time.
    "asn pns pppk cpns p3k tni polri kpu bawaslu kpps ppk pps panwaslu bkn kasn pilkada pemilu "
    "aparatur sipil pegawai negeri negara pemerintah republik indonesia mahkamah konstitusi "
    "kementerian komisi umum majelis dewan badan lembaga panitia pengawas pembina kepegawaian "
    "kode etik undang peraturan putusan keputusan surat edaran pasal nomor tahun rapat nasional "
    "partai fraksi koalisi dinas kantor bagian bidang seksi sekolah rumah sakit puskesmas masjid "
    "universitas institut politeknik dharma wanita darma pkk karang taruna bank pt cv desa dusun "
    "kelurahan kecamatan kabupaten kota provinsi daerah kampung jalan pulau gunung pasar gedung "
    "penjabat pj plt plh jawa sumatera sumatra kalimantan sulawesi papua nusa tenggara maluku "
    "barat timur utara selatan tengah kepulauan bangka belitung riau aceh bali banten jakarta "
    "yogyakarta sd smp sma smk rsud masa tenang selamat pagi siang sore malam terima kasih "
    "media sosial berita acara facebook instagram tiktok twitter whatsapp telegram youtube "
    "google".split()
)

_HOSTS_OF_TWO = frozenset("ac co desa go mil my net or sch web".split())
_LINK = re.compile(
    r"(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]*://|www\.)\S+"
    r"|(?<![\w@.-])(?:[\w-]+\.)+(?:com|id|me|net|org|info|app|io|ly|be|link|page|xyz|gg)\b"
    r"(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_ADDRESS = r"[^\s@<>()\[\],;:]"
# It begins where such a run begins: trying every place in one would take its square in time.
_EMAIL = re.compile(rf"(?<!{_ADDRESS}){_ADDRESS}+(?:\s?@\s?[\w-]+(?:\.[\w-]+)+|@[^\s@]+)")
_ACCOUNT = re.compile(r"@\w(?:[\w.+-]*\w)?")
_SEPARATED = r"(?:[\s./()\-]{0,3}\d)"
_NUMBERS = re.compile(
    rf"\+\d{_SEPARATED}{{6,}}"  # abroad or +62
    rf"|(?<!\d)(?:62|0)[\s.\-()]{{0,2}}8{_SEPARATED}{{6,}}"  # mobile
    rf"|(?<!\d)\(?0\d{{2,3}}[)\s.\-]{{1,2}}\d{_SEPARATED}{{4,}}"  # landline
    rf"|\d{_SEPARATED}{{9,}}"  # NIP, NIK, account numbers, however they are grouped
    r"|\d{7,}"
)
_MARKS = re.compile("|".join(map(re.escape, (NUMBER, EMAIL, ACCOUNT, NAME))))
_CAPITALISED = re.compile(r"[^\W\d_a-z][a-z'’`-]*[a-z]")
_PLACE = re.compile(r"\bdi $", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[\w'’`-]*\w)?")


def mask(text: str) -> str:
    """Return ``text`` on one line with what could name a person replaced by readable marks."""
    text = _visible(text)
    text = _LINK.sub(lambda match: _host(match[0]), text)
    text = _EMAIL.sub(EMAIL, text)
    text = _ACCOUNT.sub(ACCOUNT, text)
    text = _NUMBERS.sub(NUMBER, text)
    return _without_full_names(_without_names(text))[:MAX_LENGTH].strip()


def without_marks(text: str) -> str:
    """Return a masked text without the marks, to be searched with."""
    return " ".join(_MARKS.sub(" ", text).split())


def _visible(text: str) -> str:
    """Take out what cannot be seen and could stand between two digits of a number."""
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cs", "Mn"))
    return " ".join(
        "".join(" " if unicodedata.category(char) == "Cc" else char for char in kept).split()
    )


def _host(link: str) -> str:
    """Return the site of a link without what names somebody there."""
    address = link if "://" in link else f"https://{link}"
    try:
        parts = urlsplit(address)
        labels = (parts.hostname or "").split(".")
    except ValueError:
        return ACCOUNT
    count = 3 if len(labels) > 2 and labels[-2] in _HOSTS_OF_TWO else 2
    site = ".".join(labels[-count:])
    hides = len(labels) > count and labels[:-count] != ["www"]
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if not re.fullmatch(r"[a-z][a-z.-]*\.[a-z]+", site):
        return ACCOUNT
    return f"{site}/{ACCOUNT}" if rest or hides else site


def _without_names(text: str) -> str:
    """Replace one to three words that stand where a name stands."""
    parts: list[str] = []
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue
        kind = word[0].casefold()
        if kind not in _ADDRESSED and kind not in _OFFICES:
            continue
        found = _name_after(text, word.end(), lower_too=kind in _ADDRESSED)
        if found:
            start, stop = found
            parts += [text[end:start], NAME]
            end = stop
    return "".join([*parts, text[end:]])


def _name_after(text: str, position: int, *, lower_too: bool) -> tuple[int, int] | None:
    """Return where a name begins and ends behind a form of address or an office."""
    start = stop = None
    count = 0
    while count < _NAME_WORDS:
        word = _next(text, position)
        if word is None:
            break
        kind = word[0].casefold()
        is_name = kind not in _NOT_NAMES and (
            word[0][0].isupper() or (lower_too and count == 0 and len(kind) > 1)
        )
        if kind in _TITLES or (start is not None and kind in ("bin", "binti")):
            # Part of a name, but no name by itself.
            position = word.end() + (text[word.end() : word.end() + 1] == ".")
            continue
        if not is_name:
            break
        start = word.start() if start is None else start
        position = stop = word.end()
        if len(kind) == 1 and text[stop : stop + 1] == ".":
            position = stop = stop + 1
        count += 1
    return None if start is None or stop is None else (start, stop)


def _without_full_names(text: str) -> str:
    """Replace two or more words in a row that are written as names are, wherever they stand.

    Nothing of the kind is done where most words are written so, as in a headline; and what
    stands behind "di" is a place.
    """
    words = list(_WORD.finditer(text))
    if 3 * sum(_is_capitalised(word) for word in words) > 2 * len(words):
        return text
    parts: list[str] = []
    end = 0
    for run in _runs(text, words):
        names_nobody = any(word[0].casefold() in _IMPERSONAL for word in run)
        is_place = _PLACE.search(text, end, run[0].start())
        if len(run) > 1 and not names_nobody and not is_place:
            parts += [text[end : run[0].start()], NAME]
            end = run[-1].end()
    return "".join([*parts, text[end:]])


def _runs(text: str, words: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield words with capitals that only a space parts, without what names nobody around."""
    run: list[re.Match[str]] = []
    for word in words:
        if run and text[run[-1].end() : word.start()] != " ":
            yield run
            run = []
        if _is_capitalised(word) and word[0].casefold() not in _NOT_NAMES - _IMPERSONAL:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_capitalised(word: re.Match[str]) -> bool:
    return bool(_CAPITALISED.fullmatch(word[0]))


def _next(text: str, position: int) -> re.Match[str] | None:
    """Return the word behind ``position`` where only spaces, or the dot of an
    abbreviation, stand between."""
    if text[position : position + 2] == ". ":
        before = _WORD.search(text[:position][::-1])
        if before is None or len(before[0]) > 3:
            return None
        position += 1
    while text[position : position + 1] == " ":
        position += 1
    return _WORD.match(text, position)
