"""A file that lies in the data folder while a bot serves: found at the start, it tells that
the last one did not end by itself."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from errors import NetraError

MARKER = "running"


class RunningMarker:
    """Lays the marker while it is entered; ``after_crash`` says whether one lay there before.

    A start that is refused, say because Telegram cannot be reached, takes nothing away: the
    crash before it has not been told yet. A folder that cannot be written has no marker.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / MARKER
        self.after_crash = self._path.exists()

    def __enter__(self) -> RunningMarker:
        with suppress(OSError):
            self._path.write_text(f"{os.getpid()}\n", encoding="ascii")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        refused = isinstance(error, NetraError)
        if error is None or (refused and not self.after_crash):
            with suppress(OSError):
                self._path.unlink()
