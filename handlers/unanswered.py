"""/takterjawab: what people asked in vain, grouped, most frequent first, without who asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from telegram import Update

from handlers import texts
from handlers.admin import admins_only, alone
from handlers.documents import Page, turning
from handlers.draft_buttons import Verb, button, markup
from handlers.previews import list_lines
from handlers.services import Context, Services, services_of
from journal.review import Review, Unanswered
from knowledge.proposals import (
    ExamplesProposal,
    FromQuestions,
    SituationProposal,
    VariantsProposal,
)
from retrieval.engine import Engine
from retrieval.grouping import Grouper

CHOSEN_BY = "button"
"""The channel of outcomes that are a choice between situations."""

_PAGE = 6
_PROPOSALS: dict[Verb, type[FromQuestions]] = {
    Verb.ATTACH: VariantsProposal,
    Verb.NEW: SituationProposal,
    Verb.OUT: ExamplesProposal,
}


@dataclass(frozen=True)
class Group:
    """Questions that ask the same; ``texts`` are distinct, the most frequent first."""

    items: tuple[Unanswered, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The ways in which it was asked."""
        return tuple(
            text for text, _ in Counter(item.question for item in self.items).most_common()
        )

    @property
    def ids(self) -> tuple[int, ...]:
        """The outcomes, the oldest first."""
        return tuple(sorted(item.id for item in self.items))

    @property
    def how(self) -> dict[str, int]:
        """How often it ended how."""
        return dict(Counter(item.outcome for item in self.items).most_common())


def grouped(review: Review, grouper: Grouper, engine: Engine) -> list[Group]:
    """Return the groups that wait, those with most questions first."""
    items = review.waiting(CHOSEN_BY)
    distinct = list(dict.fromkeys(item.question for item in items))
    by_text: dict[str, list[Unanswered]] = {}
    for item in items:
        by_text.setdefault(item.question, []).append(item)
    groups = [
        Group(tuple(item for place in places for item in by_text[distinct[place]]))
        for places in grouper.group(engine, distinct)
    ]
    return sorted(groups, key=lambda group: (-len(group.items), -group.ids[-1]))


@admins_only
@alone
async def on_unanswered(update: Update, context: Context) -> None:
    """List the groups that wait."""
    if message := update.effective_message:
        text, keyboard = await unanswered_page(services_of(context), 0)
        await message.reply_html(text, reply_markup=keyboard)


async def unanswered_page(services: Services, page: int) -> Page:
    """Return a page of the list of groups."""
    groups = await _groups(services)
    if not groups:
        return texts.drafts.NOTHING_UNANSWERED, None
    page = max(0, min(page, (len(groups) - 1) // _PAGE))
    shown = groups[page * _PAGE : (page + 1) * _PAGE]
    rows = [
        [button(f"{len(group.items)}× {group.texts[0]}", Verb.GROUP, group.ids[0])]
        for group in shown
    ]
    count = sum(len(group.items) for group in groups)
    text = texts.drafts.UNANSWERED.format(questions=count, groups=len(groups))
    turns = turning(Verb.UNANSWERED, page, _PAGE, len(groups))
    return text, markup([*rows, *turns])


async def group_page(services: Services, outcome: int) -> Page | None:
    """Return one group and what can be done about it; None where it waits no more."""
    group = await _group_with(services, outcome)
    if group is None:
        return None
    how = ", ".join(f"{texts.drafts.OUTCOMES[key]} {count}" for key, count in group.how.items())
    head = texts.drafts.GROUP.format(count=len(group.items), how=escape(how))
    lines = [head, *list_lines(texts.drafts.LABEL_QUESTIONS, group.texts)]
    rows = [
        [button(texts.drafts.BUTTON_ATTACH, Verb.ATTACH, outcome)],
        [button(texts.drafts.BUTTON_NEW, Verb.NEW, outcome)],
        [button(texts.drafts.BUTTON_OUT, Verb.OUT, outcome)],
        [button(texts.chat.BACK, Verb.UNANSWERED, 0)],
    ]
    return "\n".join(lines), markup(rows)


async def begin_draft(services: Services, verb: Verb, outcome: int, admin: int) -> int | None:
    """Make a draft from a group; return its number, or None where the group is gone."""
    group = await _group_with(services, outcome)
    if group is None:
        return None
    proposal = _PROPOSALS[verb](outcomes=group.ids)
    return await asyncio.to_thread(services.drafts.add, proposal.model_dump_json(), admin)


async def _groups(services: Services) -> Sequence[Group]:
    return await asyncio.to_thread(
        grouped, services.journal.review, services.grouper, services.engine
    )


async def _group_with(services: Services, outcome: int) -> Group | None:
    return next((group for group in await _groups(services) if outcome in group.ids), None)
