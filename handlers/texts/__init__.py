"""Everything the interface says to people, in Indonesian, one module an occasion."""

from handlers.texts import (
    admin,
    card,
    chat,
    drafts,
    groups,
    inline,
    late,
    pause,
    privacy,
    reload,
    statistics,
    status,
    terminal,
)

__all__ = [
    "admin",
    "card",
    "chat",
    "drafts",
    "groups",
    "inline",
    "late",
    "pause",
    "privacy",
    "reload",
    "statistics",
    "status",
    "terminal",
]
