"""What the tests of the Telegram side share: the real content, and answers made by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from knowledge.loader import load_knowledge
from knowledge.passages import Kind
from knowledge.schema import Knowledge, Status, Verdict, Verified, View
from retrieval.answer import NEUTRALITY, Answer, Choice, Citation, Outcome, ShownPassage
from tests.conftest import CONTENT


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The content the bot ships with."""
    return load_knowledge(CONTENT)


def citation(
    name: str = "PP 94/2021 Pasal 5 huruf n",
    status: Status = Status.IN_FORCE,
    verified: Verified = Verified.TEXT,
) -> Citation:
    """A provision that an answer rests on."""
    return Citation(
        regulation="PP-94-2021",
        ref="Pasal 5 huruf n",
        status=status,
        verified=verified,
        name=name,
        text=f"Bunyi {name}.",
    )


def passage(
    title: str = "Rakor Sukamaju",
    text: str = "Camat mengumpulkan 40 pegawai.",
    status: Status = Status.IN_FORCE,
    verified: Verified = Verified.TEXT,
) -> ShownPassage:
    """A passage that supports an answer."""
    return ShownPassage(
        id="rakor-sukamaju#1",
        kind=Kind.ARTICLE,
        document="rakor-sukamaju",
        origin="rakor sukamaju.txt",
        title=title,
        text=text,
        score=1.0,
        status=status,
        verified=verified,
    )


def answered(**changes: Any) -> Answer:
    """A verdict card with everything a card can hold."""
    fields: dict[str, Any] = {
        "question": "boleh like?",
        "outcome": Outcome.ANSWERED,
        "route": NEUTRALITY,
        "verdict": Verdict.PROHIBITED,
        "guidance": "like-unggahan-calon",
        "title": "Menyukai unggahan calon",
        "answer": "Dilarang. Menyukai termasuk dukungan.",
        "sanction": "Hukuman disiplin berat.",
        "basis": (citation(),),
        "passages": (passage(),),
        "choices": (Choice(id="hak-pilih", title="Mencoblos di TPS"),),
        "confidence": 0.9,
        "applies_to": ("PNS", "PPPK"),
        "conditions": ("Calon sudah ditetapkan.",),
        "views": (View(who="Bawaslu", says="Satu kali cukup.", since="2024"),),
        "reviewed": dt.date(2026, 11, 22),
    }
    return Answer(**{**fields, **changes})


def refusal(outcome: Outcome, reply: str = "Maaf, belum ada jawabannya.") -> Answer:
    """A reply that answers nothing."""
    return Answer(question="resep rendang", outcome=outcome, route="lain", answer=reply)


def clarification() -> Answer:
    """A question back, with two situations to choose from."""
    return Answer(
        question="boleh like?",
        outcome=Outcome.CLARIFY,
        route=NEUTRALITY,
        answer="Pilih yang paling sesuai.",
        choices=(
            Choice(id="like-unggahan-calon", title="Menyukai unggahan calon"),
            Choice(id="hak-pilih", title="Mencoblos di TPS"),
        ),
    )
