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
        last = audit.last_of(PAUSED, RESUMED)
        self._entry = last if last and last.action == PAUSED else None
        self._is_on = self._entry is not None

    @property
    def is_on(self) -> bool:
        """Whether Netra is paused; does not touch the disk."""
        return self._is_on

    @property
    def entry(self) -> AuditEntry | None:
        """Who paused when and why; None where Netra is not paused, or could not note it."""
        return self._entry

    def begin(self, admin: int, reason: str) -> None:
        """Pause, also where that cannot be written down; then it ends with the process."""
        self._is_on = True
        self._audit.add(admin, PAUSED, _SUBJECT, reason)
        self._entry = self._audit.last_of(PAUSED)

    def end(self, admin: int) -> None:
        """Answer again."""
        self._audit.add(admin, RESUMED, _SUBJECT)
        self._is_on, self._entry = False, None
