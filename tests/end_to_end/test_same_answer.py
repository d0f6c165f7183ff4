"""One question has one answer: in private, in a group, inline, and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from handlers import texts
from handlers.buttons import button_label
from knowledge.schema import Knowledge, Verdict
from retrieval.answer import Outcome
from retrieval.engine import Engine
from settings import ROOT
from tests.conftest import CONTENT
from tests.end_to_end.running import WAIT, environment, objects, run
from tests.fake_telegram import FakeTelegram, Seat

QUESTIONS = ROOT / "knowledge" / "content" / "labelled.jsonl"
LONGEST_INLINE = 256
TOGETHER = 12
CITED_IN_A_GROUP = 2

VERDICTS = {label: verdict for verdict, label in texts.card.VERDICT_LABELS.items()}
MARKS = (texts.card.SECONDARY, *texts.card.STATUS_LABELS.values())

Provision = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """What somebody learns from an answer, whichever way it came."""

    outcome: Outcome
    verdict: Verdict | None = None
    about: str = ""
    """The title of the card; empty where nothing was answered."""
    basis: tuple[Provision, ...] = ()
    parts: tuple[str, ...] = ()
    """What the further questions of the same message come down to."""
    choices: tuple[str, ...] = ()


class Reader:
    """Reads cards back; what a provision is called on them is looked up in the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._provisions = {
            f"{regulation.short} {provision.ref}": (regulation.key, provision.ref)
            for regulation in knowledge.regulations
            for provision in regulation.provisions
        }

    def printed(self, answer: Mapping[str, Any]) -> Said:
        """Read an object of ``ask --json``."""
        outcome = Outcome(answer["outcome"])
        return Said(
            outcome,
            Verdict(answer["verdict"]) if answer["verdict"] else None,
            answer["title"] or "",
            tuple((cited["regulation"], cited["ref"]) for cited in answer["basis"]),
            tuple(_part(part) for part in answer["parts"]),
            tuple(map(button_label, answer["suggestions"])) if outcome is Outcome.CLARIFY else (),
        )

    def card(self, text: str, buttons: Sequence[str]) -> Said:
        """Read a card and the words on its buttons."""
        headline, *rest = text.split("\n\n")
        label = headline.partition(" · ")[0]
        if label == texts.card.HEADLINE_CLARIFY:
            return Said(Outcome.CLARIFY, choices=tuple(buttons))
        if label in VERDICTS or label == texts.card.HEADLINE_SOURCES:
            basis, parts = self._basis(rest), _parts(rest)
            return Said(Outcome.ANSWERED, VERDICTS.get(label), rest[0], basis, parts)
        assert not buttons, "what answers nothing has no buttons"
        said_nothing = (texts.card.HEADLINE_NOT_FOUND, texts.groups.NOT_FOUND)
        return Said(Outcome.NOT_FOUND if label in said_nothing else Outcome.DECLINED)

    def _basis(self, blocks: Sequence[str]) -> tuple[Provision, ...]:
        label = f"{texts.card.LABEL_BASIS}: "
        lines = [block.removeprefix(label) for block in blocks if block.startswith(label)]
        names = [name for line in lines for name in line.split("; ") if name != "…"]
        return tuple(self._provisions[_without_marks(name)] for name in names)


def _parts(blocks: Sequence[str]) -> tuple[str, ...]:
    label = f"{texts.card.LABEL_PARTS}\n"
    lists = [block.removeprefix(label) for block in blocks if block.startswith(label)]
    return tuple(line.removeprefix("• ") for lines in lists for line in lines.split("\n"))


def _part(part: Mapping[str, Any]) -> str:
    return f"{texts.card.VERDICT_SHORT[Verdict(part['verdict'])]} — {part['title']}"


def _without_marks(name: str) -> str:
    """Return the name of a provision without "(sumber sekunder)" and the like behind it."""
    bare, _, mark = name.rpartition(" (")
    return bare if mark.rstrip(")").split(", ")[0] in MARKS else name


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """A hundred labelled questions of every style, in and out of scope, that fit a query."""
    rows = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    whole = [row["question"] for row in rows if not row.get("context")]
    chosen = [question for question in whole if len(question) <= LONGEST_INLINE][::3][:100]
    assert len(chosen) == 100
    return chosen


@pytest.fixture(scope="module")
def reader(engine: Engine) -> Reader:
    return Reader(engine.index.knowledge)


@pytest.fixture(scope="module")
def expected(
    questions: list[str], reader: Reader, cli_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Said]:
    """What the command line answers; the channels are held against it."""
    file = tmp_path_factory.mktemp("batch") / "questions.txt"
    file.write_text("\n".join(questions), encoding="utf-8")
    done = run("ask", "--batch", file, "--json", env=environment(cli_data, CONTENT))
    assert done.returncode == 0, done.stderr
    answers = objects(done.stdout)
    assert [answer["question"] for answer in answers] == questions
    return {answer["question"]: reader.printed(answer) for answer in answers}


def test_the_questions_end_in_every_way(expected: dict[str, Said]) -> None:
    assert {said.outcome for said in expected.values()} >= {Outcome.ANSWERED, Outcome.DECLINED}
    assert {said.verdict for said in expected.values()} == {*Verdict, None}
    assert any(said.parts for said in expected.values())


def test_in_private(telegram: FakeTelegram, reader: Reader, expected: dict[str, Said]) -> None:
    said = {}
    for some in handfuls(expected, TOGETHER):
        # Everybody asks once: a second question may be taken for a follow-up of the first.
        seats = [telegram.private_chat() for _ in some]
        for seat, question in zip(seats, some, strict=True):
            seat.send(question)
        for seat, question in zip(seats, some, strict=True):
            said[question] = reader.card(*whole_card(seat))
    assert said == expected


def test_in_a_group(telegram: FakeTelegram, reader: Reader, expected: dict[str, Said]) -> None:
    said = {}
    for some in handfuls(expected, TOGETHER):
        # A group of its own for each, since a group is answered a few times a minute.
        people = [telegram.person() for _ in some]
        seats = [telegram.group("Kantor", [person]).seat(person) for person in people]
        for seat, question in zip(seats, some, strict=True):
            seat.send(f"/tanya {question}")
        for seat, question in zip(seats, some, strict=True):
            answer = seat.reply(WAIT)
            said[question] = reader.card(answer.text, [button.text for button in answer.buttons])
    assert said == {question: as_in_a_group(said) for question, said in expected.items()}


def test_inline(telegram: FakeTelegram, reader: Reader, expected: dict[str, Said]) -> None:
    said = {}
    for some in handfuls(expected, TOGETHER):
        # Of one person's queries only the newest must be answered.
        inquiries = [telegram.private_chat().inline(question) for question in some]
        for inquiry in inquiries:
            first = inquiry.answer(WAIT).results[0]
            rows = (first.reply_markup or {"inline_keyboard": []})["inline_keyboard"]
            buttons = [button["text"] for row in rows for button in row]
            said[inquiry.text] = reader.card(first.text, buttons)
    assert said == expected


def handfuls(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Yield ``items`` in order, up to ``size`` at a time."""
    rest = list(items)
    while rest:
        some, rest = rest[:size], rest[size:]
        yield some


def whole_card(seat: Seat) -> tuple[str, list[str]]:
    """Return a card, of as many messages as it takes, and the words on its buttons."""
    part = seat.reply(WAIT)
    text = part.text
    is_long = part.text.startswith((*VERDICTS, texts.card.HEADLINE_SOURCES))
    while is_long and texts.card.DISCLAIMER not in text:
        part = seat.reply(WAIT)
        text = f"{text}\n\n{part.text}"
    return text, [button.text for button in part.buttons]


def as_in_a_group(said: Said) -> Said:
    """The short card cites two provisions and leaves further questions to the private chat."""
    return replace(said, basis=said.basis[:CITED_IN_A_GROUP], parts=())
