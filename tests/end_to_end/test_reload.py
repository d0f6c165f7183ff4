"""An admin reloads the knowledge base while people ask: all of the new, or all of the old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handlers import texts
from tests.end_to_end.reloading import ANSWER, OUTCOMES, QUESTION, reload
from tests.end_to_end.running import WAIT, ask
from tests.fake_telegram import FakeTelegram, Seat
from tests.knowledge_base import (
    ARTICLE,
    GUIDANCE,
    ROUTING,
    Change,
    add_file,
    line_of,
    write_knowledge_base,
)


@pytest.fixture(scope="module")
def knowledge_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_knowledge_base(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def bot_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bot")


@pytest.fixture(autouse=True)
def restored(telegram: FakeTelegram, admin: Seat, knowledge_dir: Path) -> Iterator[None]:
    """Each test begins, and leaves the bot, with the base as it was."""
    yield
    knowledge_dir.chmod(0o755)
    for path in knowledge_dir.rglob("*.yaml"):
        path.unlink()
    write_knowledge_base(knowledge_dir)
    reload(admin)


def change(folder: Path, *changes: Change) -> None:
    write_knowledge_base(folder, *changes)


def test_inline_results_that_were_kept_are_made_anew(
    budi: Seat, siti: Seat, admin: Seat, knowledge_dir: Path
) -> None:
    for seat in (budi, siti):
        assert ANSWER in seat.inline(QUESTION).answer(WAIT).results[0].text
    change(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Begini bunyinya sekarang."))
    reload(admin)
    text = siti.inline(QUESTION).answer(WAIT).results[0].text
    assert ANSWER not in text
    assert "Dilarang. Begini bunyinya sekarang." in text


def test_unchanged_content_is_not_loaded_again(admin: Seat) -> None:
    text = reload(admin)
    assert re.fullmatch(r"Tidak ada yang berubah\. Versi yang melayani: [0-9a-f]{12}\.", text)


def test_the_admin_reads_at_once_that_it_has_begun(telegram: FakeTelegram, admin: Seat) -> None:
    telegram.faults.slow(0.3, method="editMessageText")
    admin.send("/muat_ulang")
    assert admin.reply(WAIT).text in (texts.reload.STARTED, texts.reload.WAITING)
    telegram.wait_for_calls("editMessageText", 1, WAIT, chat=admin.chat_id)


def test_a_changed_situation_is_served_and_named(
    admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    assert ANSWER in ask(budi, QUESTION).text
    change(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Ini jawaban yang baru."))
    text = reload(admin)
    assert text.startswith("✅ Basis pengetahuan baru melayani.")
    assert "Baru: 0 · berubah: 1 · dihapus: 0" in text
    assert "~ like-unggahan-calon" in text.splitlines()
    answer = ask(budi, QUESTION).text
    assert "Dilarang. Ini jawaban yang baru." in answer
    assert ANSWER not in answer
    assert text.split("Versi ")[1][:12] in ask(admin, "/status").text


def test_what_is_added_and_removed_is_named(admin: Seat, knowledge_dir: Path) -> None:
    (knowledge_dir / ARTICLE).unlink()
    article = (
        "key: apel-sukamaju\ntitle: Apel di Sukamaju\norigin: apel.txt\n"
        "paragraphs:\n  - Apel diikuti 90 pegawai.\n"
    )
    add_file(knowledge_dir, "articles/apel-sukamaju.yaml", article)
    add_file(
        knowledge_dir,
        ROUTING,
        (knowledge_dir / ROUTING).read_text().replace("- halo min", "- halo kak"),
    )
    text = reload(admin)
    assert "Baru: 1 · berubah: 1 · dihapus: 1" in text
    assert text.splitlines()[-3:] == ["+ apel-sukamaju", "~ routing.yaml", "- rakor-sukamaju"]


def test_many_changes_are_counted_and_the_first_are_named(
    admin: Seat, knowledge_dir: Path
) -> None:
    for number in range(25):
        article = f"key: apel-{number}\ntitle: Apel {number}\norigin: a\nparagraphs: [Apel.]\n"
        add_file(knowledge_dir, f"articles/apel-{number}.yaml", article)
    text = reload(admin)
    assert "Baru: 25 · berubah: 0 · dihapus: 0" in text
    assert text.endswith(texts.reload.MORE.format(count=15))


def test_a_bad_file_is_refused_with_its_line_and_the_old_answers_stay(
    admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    change(
        knowledge_dir,
        (GUIDANCE, ANSWER, "Boleh. Jawaban ini tidak boleh terlayani."),
        (GUIDANCE, "verdict: conditional", "verdict: mungkin"),
    )
    line = line_of(knowledge_dir, GUIDANCE, "verdict: mungkin")
    text = reload(admin)
    assert text.startswith("⛔ Ditolak; pengetahuan lama tetap melayani. 1 masalah:\n")
    assert f"{GUIDANCE}:{line}: " in text
    assert "mungkin" in text
    assert ANSWER in ask(budi, QUESTION).text
    # Asked again, it is refused again: nothing of it was kept.
    assert reload(admin) == text


@pytest.mark.parametrize(
    "content",
    [b"topic: [", b"\xff\xfe\x00", b"", b"topic: a\n\tx: 1\n", b"&a [*a]", b"x: !!python/none\n"],
)
def test_a_broken_file_is_refused(
    admin: Seat, budi: Seat, knowledge_dir: Path, content: bytes
) -> None:
    add_file(knowledge_dir, GUIDANCE, content)
    text = reload(admin)
    assert text.startswith("⛔ Ditolak")
    assert f"{GUIDANCE}:" in text
    assert ANSWER in ask(budi, QUESTION).text


def test_hundreds_of_problems_are_counted_and_listed_in_a_document(
    telegram: FakeTelegram, admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    wrong = ", ".join(f"golongan-yang-tidak-ada-{number}" for number in range(300))
    change(knowledge_dir, (GUIDANCE, "applies_to: [PNS, CPNS]", f"applies_to: [PNS, {wrong}]"))
    text = reload(admin)
    assert "300 masalah" in text
    shown = text.count(f"{GUIDANCE}:")
    assert shown > 0
    assert texts.reload.MORE.format(count=300 - shown) in text
    document = admin.reply(WAIT).document
    assert document is not None
    listed = telegram.uploaded(document).decode().splitlines()
    assert listed[0] == texts.reload.REFUSED.format(count=300)
    assert len(listed) == 301
    assert all(line.startswith(f"{GUIDANCE}:") for line in listed[1:])
    assert ANSWER in ask(budi, QUESTION).text


def test_a_folder_that_is_gone_is_refused(admin: Seat, budi: Seat, knowledge_dir: Path) -> None:
    moved = knowledge_dir.rename(knowledge_dir.with_name("pindah"))
    try:
        text = reload(admin)
    finally:
        moved.rename(knowledge_dir)
    assert text.startswith("⛔ Ditolak")
    assert str(knowledge_dir) in text
    assert ANSWER in ask(budi, QUESTION).text


def test_people_are_answered_while_it_reloads(
    telegram: FakeTelegram, admin: Seat, knowledge_dir: Path
) -> None:
    new = "Dilarang. Jawaban yang dimuat di tengah jalan."
    more = "\n".join(f"      - boleh like unggahan paslon nomor {n}?" for n in range(150))
    change(
        knowledge_dir,
        (GUIDANCE, ANSWER, new),
        (GUIDANCE, "      - like unggahan calon", f"      - like unggahan calon\n{more}"),
    )
    seats = [telegram.private_chat(first_name=f"Orang {number}") for number in range(6)]
    admin.send("/muat_ulang")
    report = admin.reply(WAIT)

    def ask_until_new(seat: Seat) -> list[str]:
        answers: list[str] = []
        while not answers or new not in answers[-1]:
            answers.append(ask(seat, QUESTION).text)
            assert len(answers) < 500
        return answers

    with ThreadPoolExecutor(len(seats)) as pool:
        everything = list(pool.map(ask_until_new, seats))
    for answers in everything:
        assert all((ANSWER in text) != (new in text) for text in answers)
        # Once the new one was given, nobody gets the old one.
        assert [new in text for text in answers] == [False] * (len(answers) - 1) + [True]
    assert sum(map(len, everything)) > len(seats), "nobody was answered during the reload"
    admin.wait_until(
        lambda: admin.message(report.message_id).text.startswith(OUTCOMES), "report", WAIT
    )


def test_two_reloads_at_once_take_turns(admin: Seat, knowledge_dir: Path) -> None:
    change(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Dua kali dimuat."))
    admin.send("/muat_ulang")
    admin.send("/muat_ulang")
    reports = admin.replies(2, WAIT)
    admin.wait_until(
        lambda: all(admin.message(r.message_id).text.startswith(OUTCOMES) for r in reports),
        "report twice",
        WAIT,
    )
    outcomes = sorted(admin.message(r.message_id).text[:10] for r in reports)
    assert outcomes == sorted([texts.reload.DONE[:10], texts.reload.UNCHANGED[:10]])


def test_buttons_of_a_removed_situation_expire_kindly(
    admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    answer = ask(budi, QUESTION)
    change(
        knowledge_dir,
        (GUIDANCE, "id: like-unggahan-calon", "id: like-unggahan-baru"),
    )
    assert "Baru: 1 · berubah: 0 · dihapus: 1" in reload(admin)
    press = budi.press(texts.card.BUTTON_SOURCES, answer.message_id)
    assert press.answer(WAIT).text == texts.chat.BUTTON_EXPIRED
    press = budi.press(texts.card.BUTTON_USEFUL, answer.message_id)
    assert press.answer(WAIT).text == texts.chat.THANKS_FEEDBACK


def test_a_stranger_reloads_nothing(
    telegram: FakeTelegram, admin: Seat, budi: Seat, knowledge_dir: Path
) -> None:
    change(knowledge_dir, (GUIDANCE, ANSWER, "Dilarang. Belum dimuat."))
    assert ask(budi, "/muat_ulang").text == texts.chat.UNKNOWN_COMMAND
    assert ANSWER in ask(budi, QUESTION).text
    assert reload(admin).startswith("✅")
