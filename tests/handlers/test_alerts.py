"""Alerts reach admins once an hour, over a real bot and a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from handlers.alerts import Alert, Alerts, Failures
from handlers.watch import look
from journal.alert_times import EVERY, AlertTimes
from journal.demand import MANY
from journal.store import Journal
from knowledge.schema import Knowledge
from tests.fake_telegram import FakeTelegram, Seat
from tests.journal.files import ANSWERED, NOT_FOUND, grow_old

BUDI, SITI = 6_100_000_001, 6_100_000_002
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def budi(telegram: FakeTelegram) -> Seat:
    return telegram.private_chat(BUDI, "Budi")


@pytest.fixture
def siti(telegram: FakeTelegram) -> Seat:
    return telegram.private_chat(SITI, "Siti")


def play(
    telegram: FakeTelegram,
    path: Path,
    clock: Clock,
    work: Callable[[Alerts], Awaitable[None]],
) -> None:
    """Do ``work`` with the alerts of a new process."""

    async def main() -> None:
        times = AlertTimes(path)
        bot: ExtBot[None] = ExtBot(telegram.token, base_url=f"{telegram.url}/bot")
        async with bot:
            await work(Alerts(bot, frozenset({BUDI, SITI}), times, clock))
        times.close()

    asyncio.run(main())


def said(seat: Seat) -> list[str]:
    return [message.text for message in seat.bot_messages()]


def test_every_admin_is_told_once_an_hour_of_each_kind(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    clock = Clock()

    async def work(alerts: Alerts) -> None:
        await alerts.tell(Alert.ERRORS, "satu")
        await asyncio.gather(*(alerts.tell(Alert.ERRORS, "lagi") for _ in range(5)))
        await alerts.tell(Alert.CRASH, "lain")
        clock.now = NOON + EVERY - SECOND
        await alerts.tell(Alert.ERRORS, "terlalu cepat")
        clock.now = NOON + EVERY
        await alerts.tell(Alert.ERRORS, "dua")

    play(telegram, tmp_path / "journal.db", clock, work)
    assert said(budi) == said(siti) == ["satu", "lain", "dua"]


def test_at_the_same_time_one_is_enough(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    async def work(alerts: Alerts) -> None:
        await asyncio.gather(*(alerts.tell(Alert.ERRORS, "satu") for _ in range(9)))

    play(telegram, tmp_path / "journal.db", Clock(), work)
    assert said(budi) == ["satu"]


def test_a_restart_does_not_begin_anew(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    clock = Clock()
    for minutes, text in ((0, "satu"), (30, "terlalu cepat"), (60, "dua")):
        clock.now = NOON + timedelta(minutes=minutes)
        play(
            telegram,
            tmp_path / "journal.db",
            clock,
            lambda alerts, text=text: alerts.tell(Alert.CRASH, text),
        )
    assert said(budi) == ["satu", "dua"]


def test_who_knows_already_is_left_out(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    async def work(alerts: Alerts) -> None:
        await alerts.tell(Alert.RELOAD, "gagal", but=BUDI)

    play(telegram, tmp_path / "journal.db", Clock(), work)
    assert said(budi) == []
    assert said(siti) == ["gagal"]


def test_one_who_cannot_be_reached_keeps_nobody_else_from_it(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    budi.blocks_bot()

    async def work(alerts: Alerts) -> None:
        await alerts.tell(Alert.CRASH, "satu")

    play(telegram, tmp_path / "journal.db", Clock(), work)
    assert said(siti) == ["satu"]


def test_what_reached_nobody_is_told_later_but_not_tried_all_the_time(
    telegram: FakeTelegram, budi: Seat, siti: Seat, tmp_path: Path
) -> None:
    clock = Clock()

    async def work(alerts: Alerts) -> None:
        outage = telegram.faults.cut(method="sendMessage", times=None)
        for _ in range(5):
            await alerts.tell(Alert.CRASH, "satu")
        assert len(telegram.calls("sendMessage")) == 2
        outage.stop()
        await alerts.tell(Alert.CRASH, "dua")
        clock.now = NOON + timedelta(minutes=1)
        await alerts.tell(Alert.CRASH, "tiga")

    play(telegram, tmp_path / "journal.db", clock, work)
    assert said(budi) == ["tiga"]


def test_failures_are_forgotten_after_an_hour() -> None:
    now = [0.0]
    failures = Failures(lambda: now[0])
    for now[0] in (0.0, 100.0, 3000.0):
        failures.add()
    assert [failures.within(seconds) for seconds in (1, 2901, 3600)] == [1, 2, 3]
    now[0] = 3600.0
    assert failures.within(3600) == 2
    now[0] = 9999.0
    assert failures.within(3600) == 0


def test_a_question_of_many_is_told_masked_and_once(
    telegram: FakeTelegram,
    budi: Seat,
    siti: Seat,
    tmp_path: Path,
    knowledge: Knowledge,
) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    clock = Clock(datetime.now(UTC) - 2 * EVERY)
    situation = knowledge.situations[0]

    def ask(first: int) -> None:
        for person in range(first, first + MANY):
            journal.record(NOT_FOUND, person, "boleh naik balon Pak Wiryawan 081234567890?")

    async def work(alerts: Alerts) -> None:
        await look(alerts, path, knowledge, clock.now)
        assert said(budi) == []
        ask(1)
        grow_old(path, 3 * EVERY)
        await look(alerts, path, knowledge, clock.now)
        clock.now = datetime.now(UTC) + SECOND
        await look(alerts, path, knowledge, clock.now)
        for person in range(MANY):
            entry = replace(ANSWERED, guidance=situation.id)
            outcome = journal.record(entry, person, "boleh?")
            journal.give_feedback(outcome, useful=False)
        await look(alerts, path, knowledge, clock.now)

    play(telegram, path, clock, work)
    journal.close()
    first, second = said(siti)
    assert f"{MANY} orang, belum ditemukan: “boleh naik balon Pak [nama] [nomor]?”" in first
    assert "Wiryawan" not in first
    assert "0812" not in first
    assert f"{MANY} orang memberi 👎 pada “{situation.title}”" in second
    assert "balon" not in second
