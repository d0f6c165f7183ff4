"""What many people ask and do not get answered: alike in words, or marked 👎 in one situation.

Questions that were declined do not count: greetings and other subjects are meant to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from rapidfuzz import fuzz

from journal.reading import reading
from journal.retention import stamp

WINDOW = timedelta(hours=24)
MANY = 5
"""People, not questions: one who asks five times is one."""
_ALIKE = 80.0
"""Of 100, by the words whatever their order."""
_MOST = 2000


@dataclass(frozen=True)
class Unmet:
    """What ``people`` people did not get answered: a masked question, or a situation's id."""

    people: int
    question: str | None = None
    situation: str | None = None


@dataclass
class _Group:
    what: str
    people: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    """Those of ``people`` who were there when it was told of last."""


def unmet(path: Path, now: datetime, told: datetime | None = None) -> list[Unmet]:
    """Return what :data:`MANY` people or more missed in the :data:`WINDOW` before ``now``.

    What that many had already missed at ``told`` is left out: it is known. The most wanted
    comes first.

    Raises:
        StorageError: the journal at ``path`` cannot be read.
    """
    if not path.is_file():
        return []
    period = {"since": stamp(now - WINDOW), "until": stamp(now), "most": _MOST}
    with reading(path) as db:
        questions = db.execute(_QUESTIONS, period).fetchall()
        situations = db.execute(_SITUATIONS, period).fetchall()
    known_until = stamp(told) if told else ""
    found = [
        *(
            Unmet(len(group.people), question=group.what)
            for group in _grouped(questions, _is_alike, known_until)
        ),
        *(
            Unmet(len(group.people), situation=group.what)
            for group in _grouped(situations, str.__eq__, known_until)
        ),
    ]
    return sorted(found, key=lambda item: -item.people)


def _grouped(
    rows: Sequence[tuple[str, str, str]], belongs: Callable[[str, str], bool], known_until: str
) -> list[_Group]:
    groups: list[_Group] = []
    for what, person, at in rows:
        group = next((group for group in groups if belongs(group.what, what)), None)
        if group is None:
            group = _Group(what)
            groups.append(group)
        group.people.add(person)
        if at <= known_until:
            group.known.add(person)
    return [group for group in groups if len(group.people) >= MANY > len(group.known)]


def _is_alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one.lower(), other.lower()) >= _ALIKE


_QUESTIONS = """
select question, person, asked_at from outcomes
where outcome = 'not_found' and question is not null and person is not null
  and asked_at >= :since and asked_at <= :until
order by id desc limit :most
"""

_SITUATIONS = """
select guidance, person, given_at from outcomes join feedback on outcome_id = id
where useful = 0 and guidance is not null and person is not null
  and given_at >= :since and given_at <= :until
order by id desc limit :most
"""
