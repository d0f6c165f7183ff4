"""What ``check`` reports: counts of the knowledge base, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from errors import KnowledgeError
from knowledge.loader import load_knowledge


class Summary(BaseModel):
    """Counts of a valid knowledge base; zero with ``problems`` otherwise."""

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
            return f"{len(self.problems)} masalah; basis pengetahuan ditolak"
        return (
            f"beres: {self.regulations} peraturan, {self.provisions} ketentuan, "
            f"{self.guidance} situasi, {self.variants} varian, {self.articles} artikel"
        )


def summarise(folder: Path) -> Summary:
    """Load the content of ``folder`` and count it."""
    try:
        knowledge = load_knowledge(folder)
    except KnowledgeError as error:
        return Summary(ok=False, problems=tuple(map(str, error.problems)))
    return Summary(
        ok=True,
        regulations=len(knowledge.regulations),
        provisions=sum(len(item.provisions) for item in knowledge.regulations),
        guidance=len(knowledge.situations),
        variants=sum(len(item.variants) for item in knowledge.situations),
        articles=len(knowledge.articles),
    )
