"""The base is cut into passages: guidance first, every one with what leads back to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.loader import load_knowledge
from knowledge.passages import Kind, Passage, cut_passages
from knowledge.schema import Knowledge, Status, Verified
from tests.knowledge_base import UU, write_knowledge_base


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    return load_knowledge(write_knowledge_base(tmp_path))


def by_id(knowledge: Knowledge) -> dict[str, Passage]:
    return {passage.id: passage for passage in cut_passages(knowledge)}


def test_the_order_and_the_ids(knowledge: Knowledge) -> None:
    assert [passage.id for passage in cut_passages(knowledge)] == [
        "like-unggahan-calon",
        "hak-pilih",
        "keputusan-saat-kampanye",
        "PP-94-2021",
        "PP-94-2021#Pasal 5 huruf n",
        "PP-94-2021#Pasal 14 huruf i",
        "UU-10-2016",
        "UU-10-2016#Pasal 70 ayat (1)",
        "UU-10-2016#Pasal 71 ayat (1)",
        "rakor-sukamaju#1",
        "rakor-sukamaju#2",
    ]


def test_a_situation(knowledge: Knowledge) -> None:
    assert by_id(knowledge)["hak-pilih"] == Passage(
        id="hak-pilih",
        kind=Kind.GUIDANCE,
        document="hak-pilih",
        title="Mencoblos di TPS",
        text="Boleh. PNS dan PPPK tetap punya hak pilih.",
        searched="Mencoblos di TPS. Apakah PNS boleh mencoblos dalam pilkada? "
        "Boleh. PNS dan PPPK tetap punya hak pilih.",
    )


def test_a_regulation_as_a_whole(knowledge: Knowledge) -> None:
    assert by_id(knowledge)["PP-94-2021"] == Passage(
        id="PP-94-2021",
        kind=Kind.REGULATION,
        document="PP-94-2021",
        title="PP 94/2021",
        text="Mengatur disiplin PNS. Pasal 14 diketahui dari sumber sekunder.",
        searched="Peraturan Pemerintah Nomor 94 Tahun 2021 tentang Disiplin Pegawai Negeri "
        "Sipil (PP 94/2021). Mengatur disiplin PNS. Pasal 14 diketahui dari sumber sekunder.",
    )


def test_a_provision_says_how_it_was_verified(knowledge: Knowledge) -> None:
    text = "Pelanggaran larangan memberikan dukungan dijatuhi hukuman disiplin berat."
    assert by_id(knowledge)["PP-94-2021#Pasal 14 huruf i"] == Passage(
        id="PP-94-2021#Pasal 14 huruf i",
        kind=Kind.REGULATION,
        document="PP-94-2021",
        title="PP 94/2021 Pasal 14 huruf i",
        text=text,
        searched=f"PP 94/2021 Pasal 14 huruf i. {text}",
        ref="Pasal 14 huruf i",
        verified=Verified.SECONDARY,
    )


def test_an_article_paragraph_keeps_its_origin(knowledge: Knowledge) -> None:
    text = "Ia meminta pegawai tidak membagikan bahan kampanye."
    assert by_id(knowledge)["rakor-sukamaju#2"] == Passage(
        id="rakor-sukamaju#2",
        kind=Kind.ARTICLE,
        document="rakor-sukamaju",
        title="Camat Sukamaju mengumpulkan pegawai",
        text=text,
        searched=f"Camat Sukamaju mengumpulkan pegawai. {text}",
        origin="rakor sukamaju.txt",
    )


def test_every_passage_of_a_regulation_carries_its_status(tmp_path: Path) -> None:
    changed = (UU, "status: in_force", "status: amended")
    passages = cut_passages(load_knowledge(write_knowledge_base(tmp_path, changed)))
    amended = [passage.id for passage in passages if passage.status is Status.AMENDED]
    assert amended == [
        "UU-10-2016",
        "UU-10-2016#Pasal 70 ayat (1)",
        "UU-10-2016#Pasal 71 ayat (1)",
    ]
