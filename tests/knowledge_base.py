"""A complete and valid knowledge base that is small enough to read, and to break.

``write_knowledge_base(folder)`` writes it; each further argument is one change, a triple of
file, text and replacement. The text must stand in the file exactly once, so that a change
never misses::

    write_knowledge_base(tmp_path, ("routing.yaml", "- halo min", "- halo kak"))

``add_file`` and ``line_of`` help with what a replacement cannot do.
"""

from __future__ import annotations

from pathlib import Path

Change = tuple[str, str, str]

PP = "regulations/PP-94-2021.yaml"
UU = "regulations/UU-10-2016.yaml"
GUIDANCE = "guidance/pilkada.yaml"
ARTICLE = "articles/rakor-sukamaju.yaml"
ROUTING = "routing.yaml"
VOCABULARY = "vocabulary.yaml"

FILES: dict[str, str] = {
    PP: """\
key: PP-94-2021
title: Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri Sipil
short: PP 94/2021
number: 94 Tahun 2021
date: 2021-08-31
issuer: Pemerintah
status: in_force
source: https://peraturan.bpk.go.id/Details/177031/pp-no-94-tahun-2021
verified: text
aliases:
  - PP Disiplin
summary: Mengatur disiplin PNS. Pasal 14 diketahui dari sumber sekunder.
provisions:
  - ref: Pasal 5 huruf n
    text: PNS dilarang memberikan dukungan kepada calon kepala daerah dengan cara apa pun.
    applies_to: [PNS, CPNS]
    verified: text
    topics: [dukungan]
  - ref: Pasal 14 huruf i
    text: Pelanggaran larangan memberikan dukungan dijatuhi hukuman disiplin berat.
    applies_to: [PNS]
    stage: [after_nomination, campaign]
    sanction:
      levels: [berat]
      text: Hukuman disiplin berat.
    verified: secondary
""",
    UU: """\
key: UU-10-2016
title: Undang-Undang Nomor 10 Tahun 2016 tentang Pemilihan Gubernur, Bupati, dan Wali Kota
short: UU 10/2016
number: 10 Tahun 2016
date: 2016-07-01
issuer: DPR dan Presiden
status: in_force
source: https://peraturan.bpk.go.id/Details/37331/uu-no-10-tahun-2016
verified: text
summary: Mengatur pemilihan kepala daerah.
provisions:
  - ref: Pasal 70 ayat (1)
    text: Calon dilarang melibatkan aparatur sipil negara dalam kampanye.
    applies_to: [calon, PNS, PPPK]
    stage: [campaign]
    verified: text
  - ref: Pasal 71 ayat (1)
    text: Pejabat ASN dilarang membuat keputusan yang menguntungkan salah satu calon.
    applies_to: [pejabat ASN]
    sanction:
      levels: [criminal]
      text: Pidana denda; periksa penyesuaiannya dalam UU 1/2026.
    verified: text
""",
    GUIDANCE: """\
topic: pilkada
title: Pilkada sehari-hari
situations:
  - id: like-unggahan-calon
    title: Menyukai unggahan calon
    question: Bolehkah PNS menyukai unggahan calon kepala daerah?
    variants:
      - boleh like postingan calon bupati?
      - saya pns kepencet like foto paslon
      - like unggahan calon
      - asn menyukai status calon gubernur di facebook
      - pegawai nge-like akun calon wali kota
      - kasih jempol di postingan paslon
    verdict: prohibited
    answer: Dilarang. Menyukai unggahan calon termasuk memberikan dukungan.
    applies_to: [PNS, CPNS]
    stage: [after_nomination, campaign]
    sanction:
      levels: [berat]
      text: Hukuman disiplin berat setelah ada penetapan calon.
    basis:
      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}
      - {regulation: PP-94-2021, ref: Pasal 14 huruf i}
    views:
      - who: Bawaslu
        says: Satu kali menyukai sudah cukup untuk diperiksa.
        since: "2024"
    related: [hak-pilih]
    reviewed: 2026-11-22
  - id: hak-pilih
    title: Mencoblos di TPS
    question: Apakah PNS boleh mencoblos dalam pilkada?
    variants:
      - pns boleh nyoblos ga
      - hak pilih asn di tps
      - apakah asn punya hak suara
      - pppk ikut mencoblos di pilkada
      - bolehkah pegawai memilih di tps
      - hak suara pns di hari pemungutan suara
    verdict: allowed
    answer: Boleh. PNS dan PPPK tetap punya hak pilih.
    applies_to: [PNS, PPPK]
    stage: [voting_day]
    basis:
      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}
    reviewed: 2026-11-20
  - id: keputusan-saat-kampanye
    title: Membuat keputusan pada masa kampanye
    question: Bolehkah pejabat ASN membuat keputusan pada masa kampanye?
    variants:
      - tanda tangan SK pas kampanye boleh?
      - keputusan pejabat masa kampanye
      - kadis bikin surat keputusan saat kampanye
      - pejabat menandatangani keputusan selama kampanye
      - boleh terbitkan SK di masa kampanye
      - kepala dinas membuat keputusan menjelang pilkada
    verdict: conditional
    answer: Boleh dengan syarat. Keputusan rutin tetap jalan.
    conditions:
      - Keputusan itu tidak menguntungkan salah satu calon.
    applies_to: [pejabat ASN]
    sanction:
      levels: [criminal]
      text: Pidana bila terbukti; besarnya disesuaikan dengan UU 1/2026.
    basis:
      - {regulation: UU-10-2016, ref: Pasal 71 ayat (1)}
      - {regulation: PP-94-2021, ref: Pasal 5 huruf n}
    reviewed: 2026-11-21
""",
    ARTICLE: """\
key: rakor-sukamaju
title: Camat Sukamaju mengumpulkan pegawai
outlet: Kabar Sukamaju
date: 2024-10-02
place: Sukamaju
url: https://kabar.example/rakor
origin: rakor sukamaju.txt
paragraphs:
  - Camat Sukamaju mengumpulkan 40 pegawai di aula kecamatan pada 2 Oktober 2024.
  - Ia meminta pegawai tidak membagikan bahan kampanye.
topics: [dukungan]
""",
    ROUTING: """\
not_found: Maaf, saya belum menemukan jawabannya. Tanyakan ke BKPSDM atau Bawaslu setempat.
clarify: Yang mana yang Anda maksud?
empty: Tulis pertanyaannya dengan kata-kata.
classes:
  - id: sapaan
    title: Sapaan
    reply: Halo, silakan tulis pertanyaan tentang netralitas.
    examples:
      - halo min
      - selamat pagi
      - assalamualaikum
  - id: kepegawaian
    title: Kepegawaian lain
    reply: Soal kepegawaian lain silakan tanyakan ke BKPSDM.
    examples:
      - kapan gaji 13 cair
      - cara naik pangkat
      - syarat cuti tahunan
""",
    VOCABULARY: """\
spellings:
  ga: tidak
  nyoblos: mencoblos
stopwords: [yang, dan, min]
concepts:
  - id: menyukai
    terms: [like, menyukai, suka]
  - id: pns
    person: true
    terms: [pns, pegawai negeri]
""",
}


def write_knowledge_base(folder: Path, *changes: Change) -> Path:
    """Write the base with ``changes`` into ``folder`` and return ``folder``."""
    texts = dict(FILES)
    for file, old, new in changes:
        count = texts[file].count(old)
        assert count == 1, f"{old!r} stands {count} times in {file}, not once"
        texts[file] = texts[file].replace(old, new)
    for file, text in texts.items():
        add_file(folder, file, text)
    return folder


def add_file(folder: Path, file: str, content: str | bytes) -> None:
    """Write one file, over the one that is there."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def line_of(folder: Path, file: str, text: str) -> int:
    """Return the line of ``file`` on which ``text`` begins; it must stand there once."""
    content = (folder / file).read_text(encoding="utf-8")
    assert content.count(text) == 1, f"{text!r} stands {content.count(text)} times in {file}"
    return content[: content.index(text)].count("\n") + 1
