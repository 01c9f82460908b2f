"""Files flushed to the disk by threads, while the next ones are written.

One flush after the other takes many times as long as several at once, for the disk keeps all that waits with
one turn of its journal.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from convert.text.late import LateModule

if TYPE_CHECKING:
    from concurrent import futures
else:
    futures = LateModule("concurrent.futures")

AT_ONCE = 16
"""Flushes that are under way; a disk keeps what waits with one turn."""
WAITING = 64
"""Files, open still, that wait for their turn at most."""


class Flusher:
    """Flushes files behind the back of who writes them."""

    def __init__(self, pool: futures.ThreadPoolExecutor) -> None:
        """Begin with none."""
        self._pool = pool
        self._under_way: deque[futures.Future[None]] = deque()

    def take(self, handle: int) -> None:
        """Flush the file of a handle, some time before `finish` returns; the caller may close its own.

        Raises:
            OSError: of a file that was taken before.

        """
        own = os.dup(handle)
        try:
            self._under_way.append(self._pool.submit(_flush, own))
        except RuntimeError:  # no room for one more thread
            _flush(own)
        while len(self._under_way) > WAITING:
            self._under_way.popleft().result()

    def finish(self) -> None:
        """Wait till all that was taken is on the disk.

        Raises:
            OSError: some of it is not.

        """
        while self._under_way:
            self._under_way.popleft().result()


@contextmanager
def open_flusher() -> Iterator[Flusher]:
    """Open what flushes files; when it closes all are on the disk, unless an error has ended the work.

    Raises:
        OSError: some are not.

    """
    with futures.ThreadPoolExecutor(AT_ONCE) as pool:
        flusher = Flusher(pool)
        yield flusher
        flusher.finish()


def _flush(handle: int) -> None:
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
