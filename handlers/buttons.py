"""Inline keyboards and the callback data behind them.

Data is stateless and short: it names a situation, a passage's answer or a journal entry, so
that buttons work after a restart and after a reload. Data that no longer fits anything is
answered kindly (:mod:`handlers.callbacks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryLimit
from telegram.helpers import create_deep_linked_url

from handlers import texts
from handlers.card import basis_line
from handlers.deep_links import question_payload, situation_payload
from handlers.html import utf16_length
from journal.store import NOT_RECORDED
from knowledge.schema import Stage
from retrieval.answer import Answer, Choice, Citation, Outcome

_COPY_LIMIT = int(InlineKeyboardButtonLimit.MAX_COPY_TEXT)
_DATA_LIMIT = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
_TITLE_LENGTH = 60


class Action(StrEnum):
    """What a button does; the first part of its callback data."""

    OPEN = "s"
    SOURCES = "q"
    BEFORE_NOMINATION = "b"
    AFTER_NOMINATION = "a"
    USEFUL = "u"
    NOT_USEFUL = "n"
    TOPICS = "tt"
    TOPIC = "t"
    REGULATIONS = "rr"
    REGULATION = "r"
    STATISTICS = "g"
    STATISTICS_TABLE = "gc"
    DRAFTS = "d"
    """Of admins who add to the knowledge base (:mod:`handlers.draft_buttons`)."""
    FORCE = "kf"
    NO_FORCE = "kn"
    ROLLBACK = "kr"
    ROLLBACK_SURE = "ks"
    NO_ROLLBACK = "kb"


OF_ADMINS = (
    Action.DRAFTS,
    Action.STATISTICS,
    Action.STATISTICS_TABLE,
    Action.FORCE,
    Action.NO_FORCE,
    Action.ROLLBACK,
    Action.ROLLBACK_SURE,
    Action.NO_ROLLBACK,
)


STAGES = {
    Action.BEFORE_NOMINATION: Stage.BEFORE_NOMINATION,
    Action.AFTER_NOMINATION: Stage.AFTER_NOMINATION,
}


@dataclass(frozen=True)
class Pressed:
    """Callback data taken apart."""

    action: Action
    argument: str


def data(action: Action, argument: str | int = "") -> str:
    """Return callback data for ``action``, within Telegram's limit."""
    return f"{action}|{argument}"


def read(raw: str) -> Pressed | None:
    """Take callback data apart; None where it is not ours or of another version."""
    name, bar, argument = raw.partition("|")
    if not bar or name not in list(Action):
        return None
    return Pressed(Action(name), argument)


def answer_keyboard(answer: Answer, outcome_id: int) -> InlineKeyboardMarkup | None:
    """Return the buttons under an answer; none under a reply that answers nothing."""
    if answer.outcome is Outcome.CLARIFY:
        return InlineKeyboardMarkup(_choice_rows(answer.choices))
    if answer.outcome is not Outcome.ANSWERED:
        return None
    rows = _stage_rows(answer)
    first = []
    if answer.guidance and answer.passages:
        first.append(_button(texts.card.BUTTON_SOURCES, data(Action.SOURCES, answer.guidance)))
    first.append(share_button(answer.title or answer.question))
    rows.append(first)
    if answer.basis:
        rows.append([copy_button(answer.basis)])
    further = [Choice(id=part.guidance, title=part.title) for part in answer.parts]
    rows.extend(_choice_rows([*further, *answer.choices]))
    if outcome_id != NOT_RECORDED:
        rows.append(_feedback_row(outcome_id))
    return InlineKeyboardMarkup(rows)


def keyboard_at_stage(answer: Answer, before: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup:
    """Return the buttons ``before`` with the stages that ``answer`` offers now."""
    kept = before.inline_keyboard if before else ()
    rows = [row for row in kept if not any(map(_offers_a_stage, row))]
    return InlineKeyboardMarkup([*_stage_rows(answer), *rows])


def group_keyboard(answer: Answer, username: str) -> InlineKeyboardMarkup | None:
    """Return the buttons under a short card: links to the whole of it in the private chat."""
    if answer.outcome is Outcome.CLARIFY:
        return choice_links(answer.choices, username)
    if answer.outcome is not Outcome.ANSWERED:
        return None
    payload = (
        situation_payload(answer.guidance)
        if answer.guidance
        else question_payload(answer.question)
    )
    return InlineKeyboardMarkup([[_link(texts.groups.BUTTON_MORE, username, payload)]])


def choice_links(choices: Sequence[Choice], username: str) -> InlineKeyboardMarkup:
    """Return links to the cards of ``choices`` in the private chat, for chats of other people."""
    return InlineKeyboardMarkup.from_column(
        [
            _link(button_label(choice.title), username, situation_payload(choice.id))
            for choice in choices
        ]
    )


def share_button(title: str) -> InlineKeyboardButton:
    """Return the button that offers the card called ``title`` in another chat."""
    shared = title[: int(InlineQueryLimit.MAX_QUERY_LENGTH)]
    return InlineKeyboardButton(texts.card.BUTTON_SHARE, switch_inline_query=shared)


def copy_button(basis: Sequence[Citation]) -> InlineKeyboardButton:
    """Return the button that copies the legal basis, as much of it as may be copied."""
    copied = CopyTextButton(_copied(basis))
    return InlineKeyboardButton(texts.card.BUTTON_COPY, copy_text=copied)


def list_keyboard(
    items: Sequence[tuple[str, str]], page: int, page_size: int, turn: Action, argument: str,
    back: str | None,
) -> InlineKeyboardMarkup:  # fmt: skip
    """Return one page of ``items`` (label, callback data), with buttons to turn pages."""
    shown = items[page * page_size : (page + 1) * page_size]
    rows = [[_button(button_label(label), callback)] for label, callback in shown]
    rows += turn_rows(len(items), page, page_size, turn, argument, back)
    return InlineKeyboardMarkup(rows)


def turn_rows(
    items: int, page: int, page_size: int, turn: Action, argument: str, back: str | None
) -> list[list[InlineKeyboardButton]]:
    """Return the buttons that turn the pages of a list of ``items``, and the one back."""
    rows = []
    turns = []
    prefix = f"{argument}:" if argument else ""
    if page > 0:
        turns.append(_button(texts.chat.PREVIOUS, data(turn, f"{prefix}{page - 1}")))
    if (page + 1) * page_size < items:
        turns.append(_button(texts.chat.NEXT, data(turn, f"{prefix}{page + 1}")))
    if turns:
        rows.append(turns)
    if back:
        rows.append([_button(texts.chat.BACK, back)])
    return rows


def _copied(citations: Sequence[Citation]) -> str:
    """Return as many whole citations as fit: half a citation names another provision."""
    line = basis_line(tuple(citations))
    for count in range(len(citations) - 1, 0, -1):
        if utf16_length(line) <= _COPY_LIMIT:
            break
        line = f"{basis_line(tuple(citations[:count]))}; …"
    return line if utf16_length(line) <= _COPY_LIMIT else line[: _COPY_LIMIT // 2 - 1] + "…"


def _stage_rows(answer: Answer) -> list[list[InlineKeyboardButton]]:
    """Return the row of the stages at which the sanction differs; none where it does not."""
    row = [
        _button(texts.card.BUTTON_STAGES[stage], data(action, answer.guidance))
        for action, stage in STAGES.items()
        if answer.guidance and stage in answer.other_stages
    ]
    return [row] if row else []


def _offers_a_stage(button: InlineKeyboardButton) -> bool:
    pressed = read(str(button.callback_data))
    return pressed is not None and pressed.action in STAGES


def _feedback_row(outcome_id: int) -> list[InlineKeyboardButton]:
    return [
        _button(texts.card.BUTTON_USEFUL, data(Action.USEFUL, outcome_id)),
        _button(texts.card.BUTTON_NOT_USEFUL, data(Action.NOT_USEFUL, outcome_id)),
    ]


def _choice_rows(choices: Sequence[Choice]) -> list[list[InlineKeyboardButton]]:
    return [
        [_button(button_label(choice.title), data(Action.OPEN, choice.id))]
        for choice in choices
        if len(data(Action.OPEN, choice.id)) <= _DATA_LIMIT
    ]


def _button(label: str, callback: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=callback)


def _link(label: str, username: str, payload: str | None) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, url=create_deep_linked_url(username, payload))


def button_label(title: str) -> str:
    """Return ``title`` as a button shows it: as much as fits in one line of a phone."""
    return title if len(title) <= _TITLE_LENGTH else title[: _TITLE_LENGTH - 1] + "…"
