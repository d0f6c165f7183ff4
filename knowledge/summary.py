"""What ``check`` reports: counts of the knowledge base, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from errors import Problem
from knowledge.schema import Knowledge


class Summary(BaseModel):
    """Counts of a knowledge base, and its problems; zeros where it cannot be read at all."""

    ok: bool
    regulations: int = 0
    provisions: int = 0
    guidance: int = 0
    variants: int = 0
    articles: int = 0
    problems: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the counts on one line of Indonesian."""
        if not self.ok:
            return f"{len(self.problems)} masalah"
        return (
            f"beres: {self.regulations} peraturan, {self.provisions} ketentuan, "
            f"{self.guidance} situasi, {self.variants} varian, {self.articles} artikel"
        )


def refused(problems: Iterable[Problem]) -> Summary:
    """Return the summary of a knowledge base that cannot be read."""
    return Summary(ok=False, problems=tuple(map(str, problems)))


def summarise(knowledge: Knowledge, problems: Iterable[Problem] = ()) -> Summary:
    """Count ``knowledge``; it is ok when there are no ``problems``."""
    found = tuple(map(str, sorted(problems)))
    return Summary(
        ok=not found,
        regulations=len(knowledge.regulations),
        provisions=sum(len(item.provisions) for item in knowledge.regulations),
        guidance=len(knowledge.situations),
        variants=sum(len(item.variants) + len(item.added) for item in knowledge.situations),
        articles=len(knowledge.articles),
        problems=found,
    )
