"""The kill switch: while Netra is paused nothing is answered from the knowledge base.

Its state is the newest entry of the audit about it, so that it survives a restart and cannot
differ from what the audit says.
"""

from __future__ import annotations

from journal.audit import AuditEntry, AuditLog

PAUSED = "jeda"
RESUMED = "lanjut"
_SUBJECT = "layanan"


class Pause:
    """Whether Netra is paused; safe to use from several threads."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit
        self._entry = self._last()
        self._is_on = self._entry is not None

    @property
    def is_on(self) -> bool:
        """Whether Netra is paused; does not touch the disk."""
        return self._is_on

    @property
    def entry(self) -> AuditEntry | None:
        """Who paused when and why, as the audit has it; None where it says nothing of a pause."""
        return self._entry

    @property
    def is_noted(self) -> bool:
        """Whether the audit says the same; where not, the next start undoes the switch."""
        return self._is_on == (self._entry is not None)

    def begin(self, admin: int, reason: str) -> None:
        """Pause, also where that cannot be written down (:attr:`is_noted`)."""
        self._is_on = True
        self._audit.add(admin, PAUSED, _SUBJECT, reason)
        self._entry = self._last()

    def end(self, admin: int) -> None:
        """Answer again, also where that cannot be written down (:attr:`is_noted`)."""
        self._audit.add(admin, RESUMED, _SUBJECT)
        self._is_on, self._entry = False, self._last()

    def _last(self) -> AuditEntry | None:
        last = self._audit.last_of(PAUSED, RESUMED)
        return last if last and last.action == PAUSED else None
