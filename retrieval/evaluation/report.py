"""What the reports of all stages share: figures, tables, misses, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from pydantic import BaseModel

_SHOWN_ROWS = 15

Item = TypeVar("Item")


class Miss(BaseModel):
    """A question that went wrong, with the step that went wrong."""

    id: str
    question: str
    expected: str
    got: str
    because: str

    def __str__(self) -> str:
        return f"{self.id} {self.because}: {self.question} [{self.expected} / {self.got}]"


class Report(BaseModel):
    """The figures of one run; shares are between 0 and 1, None where nothing counts."""

    questions: int

    def describe(self) -> str:
        """Return the report as lines for a terminal, figures in the order of the fields."""
        return "\n".join(
            line for name in type(self).model_fields for line in _lines(name, getattr(self, name))
        )


def _lines(name: str, value: object) -> Iterator[str]:
    match value:
        case dict():
            yield name
            for key, figure in value.items():
                yield f"  {key!s:22} {_counts(figure) if isinstance(figure, dict) else figure}"
        case tuple():
            yield name
            for row in value[:_SHOWN_ROWS]:
                yield f"  {row}"
        case _:
            yield f"{name:24} {value}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def share(items: Sequence[Item], holds: Callable[[Item], bool]) -> float | None:
    """Return the share of ``items`` for which ``holds``, None where there are none."""
    return round(sum(map(holds, items)) / len(items), 4) if items else None


def share_by(
    items: Iterable[Item], key: Callable[[Item], str], holds: Callable[[Item], bool]
) -> dict[str, float]:
    """Return the share for which ``holds`` in each group that ``key`` makes, by name."""
    groups: dict[str, list[bool]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(holds(item))
    return {name: round(sum(held) / len(held), 4) for name, held in sorted(groups.items())}
