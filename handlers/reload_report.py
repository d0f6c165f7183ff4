"""What an admin reads of a reload: how far it is, and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from telegram.constants import MessageLimit

from handlers import texts
from handlers.html import utf16_length
from knowledge.changes import Changes
from knowledge.store import ServedVersion
from retrieval.gate import Refused, Stage, Step, Unchanged, Worse
from retrieval.renewal import ReloadResult
from retrieval.score import Score

SHORT = 12
"""How much of a version people read."""
_SHOWN_CHANGES = 10
_WIB = dt.timezone(dt.timedelta(hours=7), "WIB")
_LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)


@dataclass(frozen=True)
class Report:
    """What one message says; ``document`` holds the whole where that is too long for it.

    ``forceable`` is the version that the admin may load all the same.
    """

    text: str
    document: str | None = None
    forceable: str | None = None


def describe_step(step: Step) -> str:
    """Return how far a reload is, as lines: what is done, and what is being done."""
    if step.stage is Stage.WAITING:
        return texts.reload.WAITING
    lines = [texts.reload.STARTED]
    for name, words in texts.reload.STAGES.items():
        if name == step.stage:
            lines.append(
                texts.reload.STAGE_COUNT.format(stage=words, done=step.done, total=step.total)
                if step.total
                else texts.reload.STAGE_NOW.format(stage=words)
            )
            break
        lines.append(texts.reload.STAGE_DONE.format(stage=words))
    if step.changes:
        lines.append(_counts(step.changes))
    return "\n".join(lines)


def describe(result: ReloadResult) -> Report:
    """Return how a reload ended."""
    match result:
        case Unchanged(version, unpinned):
            said = texts.reload.UNCHANGED.format(version=version[:SHORT])
            return Report(_lines(said, texts.reload.UNPINNED if unpinned else ""))
        case Refused(problems):
            head = texts.reload.REFUSED.format(count=len(problems))
            return _fitted(head, list(map(str, problems)))
        case Worse():
            return _describe_worse(result)
        case _:
            return Report(
                _lines(
                    texts.reload.DONE.format(version=result.version[:SHORT]),
                    texts.reload.UNPINNED if result.unpinned else "",
                    describe_score(result.score, result.before),
                    _counts(result.changes),
                    _names(result.changes),
                )
            )


def outcome_of(result: ReloadResult) -> str:
    """Return how a reload ended, in the few words of the audit."""
    match result:
        case Unchanged(version):
            return f"tetap {version[:SHORT]}"
        case Refused(problems):
            return f"ditolak, {len(problems)} masalah"
        case Worse(version):
            return f"belum {version[:SHORT]}"
        case _:
            return f"melayani {result.version[:SHORT]}"


def describe_score(score: Score, before: Score | None = None) -> str:
    """Return the figures of ``score`` on one line, with those before it where they differ."""
    if not score.questions:
        return texts.reload.NO_QUESTIONS
    old = before or score
    return texts.reload.SCORE.format(
        questions=score.questions,
        right=_change(percent(old.verdict_accuracy), percent(score.verdict_accuracy)),
        declined=_change(percent(old.out_of_scope_declined), percent(score.out_of_scope_declined)),
        harmful=_change(str(old.harmful), str(score.harmful)),
    )


def describe_version(number: int, item: ServedVersion, score: Score | None) -> str:
    """Return what an admin chooses a version by, on two lines."""
    measured = score and score.questions and percent(score.verdict_accuracy)
    return texts.reload.VERSION_LINE.format(
        number=number,
        when=moment(item.at),
        version=item.version[:SHORT],
        regulations=item.regulations,
        situations=item.situations,
        articles=item.articles,
        score=texts.reload.RIGHT.format(right=measured) if measured else texts.reload.NOT_MEASURED,
        who=texts.reload.BY_ADMIN.format(admin=item.by) if item.by else texts.reload.BY_NOBODY,
    )


def moment(at: dt.datetime) -> str:
    """Return a moment in the time of western Indonesia."""
    return f"{at.astimezone(_WIB):%d-%m-%Y %H.%M %Z}"


def percent(share: float | None) -> str:
    """Return a share between 0 and 1 as Indonesians write it, such as ``91,0 %``."""
    if share is None:
        return texts.reload.NO_FIGURE
    return texts.reload.FIGURE.format(figure=f"{100 * share:.1f}".replace(".", ","))


def _describe_worse(result: Worse) -> Report:
    head = _lines(
        texts.reload.WORSE.format(version=result.version[:SHORT]),
        _counts(result.changes),
        describe_score(result.after, result.before),
    )
    misses = [
        texts.reload.MISS.format(
            question=miss.question, expected=_words(miss.expected), got=_words(miss.got)
        )
        for miss in result.after.new_misses(result.before)
    ]
    lines = []
    if misses:
        lines += [texts.reload.NEW_MISSES.format(count=len(misses)), *misses]
    if result.problems:
        count = len(result.problems)
        lines += [texts.reload.SELF_CHECK.format(count=count), *map(str, result.problems)]
    return _fitted(head, lines, texts.reload.MAY_FORCE, result.version)


def _fitted(
    head: str, lines: Sequence[str], tail: str = "", forceable: str | None = None
) -> Report:
    """Return all ``lines`` in one message, or the first of them with the whole in a document."""
    whole = _lines(head, *lines, tail)
    if utf16_length(whole) <= _LIMIT:
        return Report(whole, None, forceable)
    for count in range(len(lines) - 1, -1, -1):
        more = texts.reload.MORE.format(count=len(lines) - count)
        text = _lines(head, *lines[:count], more, texts.reload.WHOLE_LIST, tail)
        if utf16_length(text) <= _LIMIT:
            break
    return Report(text, _lines(head, *lines), forceable)


def _counts(changes: Changes) -> str:
    return texts.reload.CHANGES.format(
        added=len(changes.added), changed=len(changes.changed), removed=len(changes.removed)
    )


def _names(changes: Changes) -> str:
    lines = [
        *(f"+ {name}" for name in changes.added),
        *(f"~ {name}" for name in changes.changed),
        *(f"- {name}" for name in changes.removed),
    ]
    hidden = len(lines) - _SHOWN_CHANGES
    more = [texts.reload.MORE.format(count=hidden)] if hidden > 0 else []
    return "\n".join([*lines[:_SHOWN_CHANGES], *more])


def _words(figures: str) -> str:
    """Return how a question should end, or ended, in words that an admin knows."""
    return " ".join(
        word for name in figures.split() if (word := texts.reload.WORDS.get(name, name))
    )


def _change(before: str, after: str) -> str:
    if before == after:
        return after
    return texts.reload.BEFORE_AFTER.format(before=before, after=after)


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))
