"""Ask an admin for what a draft still lacks, in words and with buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardButton, Message

from handlers import texts
from handlers.draft_buttons import Verb, button, mark, markup
from handlers.services import Services
from handlers.steps import CLASSES, TYPED, Step
from journal.drafts import Turn
from knowledge.contributions import phrasings_of
from knowledge.proposals import LEAST_PHRASINGS, QuestionProposal, SituationProposal
from retrieval.engine import Engine
from retrieval.likeness import find_provisions, find_situations

_OFFERED = 5

Rows = list[list[InlineKeyboardButton]]


async def ask_step(
    message: Message,
    number: int,
    proposal: QuestionProposal,
    asked: Sequence[str],
    step: Step,
    admin: int,
    services: Services,
) -> None:
    """Ask for a step of draft ``number``; what is typed next answers it."""
    turn = Turn(step.value, str(number)) if step in TYPED else None
    await asyncio.to_thread(services.drafts.ask, admin, turn)
    if step is Step.SITUATION and asked:
        await offer(message, number, step, asked[0], services.engine)
        return
    text, rows = _question(number, proposal, asked, step, services.engine)
    await message.reply_text(text, reply_markup=markup(rows))


async def offer(message: Message, number: int, step: Step, words: str, engine: Engine) -> None:
    """Offer what fits typed words, five at most."""
    if step is Step.SITUATION:
        situations = await asyncio.to_thread(find_situations, engine, words, _OFFERED)
        found = [(item.title, item.id) for item in situations]
        text = texts.drafts.ASK_SITUATION
    else:
        passages = await asyncio.to_thread(find_provisions, engine, words, _OFFERED)
        found = [(f"{item.title} · {item.text}", item.id) for item in passages]
        text = texts.drafts.FOUND_BASIS
    rows: Rows = [[button(label, Verb.PICK, number, mark(key))] for label, key in found]
    said = text if found else texts.drafts.NOTHING_FOUND
    await message.reply_text(said, reply_markup=markup(rows))


def class_rows(number: int, proposal: SituationProposal) -> Rows:
    """Return the buttons that choose classes of persons; each says what it will do."""
    buttons = []
    for place, name in enumerate(CLASSES):
        is_chosen = name in proposal.applies_to
        label, sign = (f"☑️ {name}", "-") if is_chosen else (name, "+")
        buttons.append(button(label, Verb.PICK, number, f"{sign}{place}"))
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return [*rows, *_done(number, bool(proposal.applies_to))]


def _question(
    number: int, proposal: QuestionProposal, asked: Sequence[str], step: Step, engine: Engine
) -> tuple[str, Rows]:
    match step:
        case Step.SITUATION:
            return texts.drafts.ASK_SITUATION, []
        case Step.ROUTE:
            routes = engine.index.knowledge.routing.classes
            rows = [[button(item.title, Verb.PICK, number, mark(item.id))] for item in routes]
            return texts.drafts.ASK_ROUTE, rows
        case Step.TITLE:
            return texts.drafts.ASK_TITLE.format(number=number), []
        case Step.VERDICT:
            rows = [
                [button(label, Verb.PICK, number, verdict.value)]
                for verdict, label in texts.drafts.VERDICTS.items()
            ]
            return texts.drafts.ASK_VERDICT, rows
        case Step.ANSWER:
            return texts.drafts.ASK_ANSWER, []
        case Step.CONDITIONS:
            return texts.drafts.ASK_CONDITIONS, []
        case Step.BASIS if isinstance(proposal, SituationProposal) and proposal.basis:
            chosen = "; ".join(f"{item.regulation} {item.ref}" for item in proposal.basis)
            return texts.drafts.CHOSEN_BASIS.format(chosen=chosen), _done(number, True)
        case Step.BASIS:
            return texts.drafts.ASK_BASIS, []
        case Step.CLASSES if isinstance(proposal, SituationProposal):
            return texts.drafts.ASK_CLASSES, class_rows(number, proposal)
        case _ if isinstance(proposal, SituationProposal):
            known = phrasings_of(proposal, asked)
            listed = "\n".join(f"• {text}" for text in known) or texts.drafts.EMPTY
            missing = LEAST_PHRASINGS - len(known)
            return texts.drafts.ASK_PHRASINGS.format(missing=missing, known=listed[:3000]), []
        case _:
            return texts.drafts.ASK_INSTEAD.format(number=number), []


def _done(number: int, is_possible: bool) -> Rows:
    return [[button(texts.drafts.BUTTON_DONE, Verb.DONE, number)]] if is_possible else []
