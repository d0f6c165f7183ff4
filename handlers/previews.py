"""What an admin sees of a draft before deciding about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from errors import Problem
from handlers import texts
from handlers.draft_buttons import Verb, button
from handlers.html import LIMIT, utf16_length
from handlers.steps import EDITABLE
from knowledge.contributions import phrasings_of
from knowledge.proposals import (
    ArticleProposal,
    ExamplesProposal,
    FromQuestions,
    GuidanceProposal,
    Proposal,
    SituationProposal,
    VariantsProposal,
)
from retrieval.engine import Engine
from retrieval.likeness import repeated, touched

_SHOWN = 5
_LINE = 110
_TOUCHED = 5
_PROBLEMS = 15
_PROBLEM = 230
ARTICLE_FIELDS = {
    "title": texts.drafts.LABEL_TITLE,
    "date": texts.drafts.LABEL_DATE,
    "outlet": texts.drafts.LABEL_OUTLET,
    "place": texts.drafts.LABEL_PLACE,
}


@dataclass(frozen=True)
class Preview:
    """Valid HTML within one message, and the buttons under it."""

    text: str
    keyboard: InlineKeyboardMarkup


def preview(number: int, proposal: Proposal, asked: Sequence[str], engine: Engine) -> Preview:
    """Return what draft ``number`` would add; may take a second where there is a model.

    ``asked`` are the questions of people that it came from.
    """
    match proposal:
        case ArticleProposal():
            lines, fields = _article(number, proposal, engine), ARTICLE_FIELDS
        case GuidanceProposal():
            lines, fields = _guidance(number, proposal), {}
        case FromQuestions():
            lines = _from_questions(number, proposal, asked, engine)
            steps = EDITABLE[type(proposal)]
            fields = {step.value: texts.drafts.STEPS[step.value] for step in steps}
    # Each line is whole HTML; the last ones say least.
    while utf16_length("\n".join(lines)) > LIMIT:
        lines = lines[:-1]
    return Preview("\n".join(lines), keyboard(number, fields))


def keyboard(number: int, fields: dict[str, str]) -> InlineKeyboardMarkup:
    """Return the buttons that publish, edit and discard a draft."""
    edits = [
        button(texts.drafts.BUTTON_EDIT.format(field=label), Verb.EDIT, number, field)
        for field, label in fields.items()
    ]
    rows: list[list[InlineKeyboardButton]] = [edits[at : at + 2] for at in range(0, len(edits), 2)]
    return InlineKeyboardMarkup(
        [
            [button(texts.drafts.BUTTON_PUBLISH, Verb.PUBLISH, number)],
            *rows,
            [button(texts.drafts.BUTTON_DISCARD, Verb.DISCARD, number)],
        ]
    )


def problem_lines(problems: Iterable[Problem]) -> str:
    """Return problems one a line, as many as one message holds."""
    return "\n".join(_some([_short(str(problem), _PROBLEM) for problem in problems], _PROBLEMS))


def field_line(label: str, value: object) -> str:
    """Return a line of HTML that says what stands in a field."""
    shown = _short(str(value), 2 * _LINE) if value else texts.drafts.EMPTY
    return f"<b>{label}:</b> {escape(shown)}"


def list_lines(label: str, values: Iterable[str]) -> list[str]:
    """Return lines of HTML for a list; none where it is empty."""
    shown = [f"• {escape(_short(value, _LINE))}" for value in values]
    return [f"<b>{label}:</b>", *_some(shown, _SHOWN)] if shown else []


def _article(number: int, proposal: ArticleProposal, engine: Engine) -> list[str]:
    article = proposal.article
    passages = [f"{item.title}" for item in touched(engine, article, _TOUCHED)]
    dropped = [f"{reason.value} ({count})" for reason, count in proposal.dropped.items()]
    return [
        texts.drafts.ARTICLE.format(number=number),
        field_line(texts.drafts.LABEL_TITLE, article.title),
        field_line(texts.drafts.LABEL_DATE, article.date),
        field_line(texts.drafts.LABEL_OUTLET, article.outlet),
        field_line(texts.drafts.LABEL_PLACE, article.place),
        field_line(texts.drafts.LABEL_PARAGRAPHS, len(article.paragraphs)),
        f"<i>{escape(_short(article.paragraphs[0], 2 * _LINE))}</i>",
        *list_lines(texts.drafts.LABEL_REPEATED, repeated(engine, article)),
        *list_lines(texts.drafts.LABEL_TOUCHED, passages),
        *list_lines(texts.drafts.LABEL_DROPPED, dropped),
        *list_lines(texts.drafts.LABEL_NOTES, proposal.notes),
    ]


def _from_questions(
    number: int, proposal: FromQuestions, asked: Sequence[str], engine: Engine
) -> list[str]:
    knowledge = engine.index.knowledge
    questions = list_lines(texts.drafts.LABEL_QUESTIONS, phrasings_of(proposal, asked))
    match proposal:
        case VariantsProposal(situation=key):
            title = next((item.title for item in knowledge.situations if item.id == key), key)
            head = texts.drafts.VARIANTS.format(number=number)
            return [head, field_line(texts.drafts.LABEL_TARGET, title), *questions]
        case ExamplesProposal(route=key):
            classes = knowledge.routing.classes
            title = next((item.title for item in classes if item.id == key), key)
            head = texts.drafts.EXAMPLES.format(number=number)
            return [head, field_line(texts.drafts.LABEL_TARGET, title), *questions]
        case SituationProposal():
            return [*_situation(number, proposal), *questions]
        case _:
            return questions


def _situation(number: int, proposal: SituationProposal) -> list[str]:
    verdict = texts.drafts.VERDICTS[proposal.verdict] if proposal.verdict else None
    basis = [f"{item.regulation} {item.ref}" for item in proposal.basis]
    answer = escape(proposal.answer or texts.drafts.EMPTY)
    return [
        texts.drafts.SITUATION.format(number=number),
        field_line(texts.drafts.LABEL_TITLE, proposal.title),
        field_line(texts.drafts.LABEL_VERDICT, verdict),
        f"<b>{texts.drafts.LABEL_ANSWER}:</b> {answer}",
        *list_lines(texts.drafts.LABEL_CONDITIONS, proposal.conditions),
        *list_lines(texts.drafts.LABEL_BASIS, basis),
        field_line(texts.drafts.LABEL_CLASSES, ", ".join(proposal.applies_to)),
    ]


def _guidance(number: int, proposal: GuidanceProposal) -> list[str]:
    topic = proposal.topic
    return [
        texts.drafts.GUIDANCE.format(number=number),
        field_line(texts.drafts.LABEL_TITLE, topic.title),
        *list_lines(
            texts.drafts.LABEL_SITUATIONS,
            [f"{texts.drafts.VERDICTS[item.verdict]} · {item.title}" for item in topic.situations],
        ),
    ]


def _some(lines: list[str], limit: int) -> list[str]:
    hidden = len(lines) - limit
    more = [texts.drafts.MORE.format(count=hidden)] if hidden > 0 else []
    return [*lines[:limit], *more]


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
