"""Shows how far a long step is: one line that is rewritten in a terminal, a few lines in a log."""

from __future__ import annotations

import sys
import time
from typing import Self

# a log gets a line for each of so many parts of the way
PARTS = 4
# a terminal is written to this often at most
SECONDS_BETWEEN = 0.1


def duration(seconds: float) -> str:
    """Write a duration as a person would say it."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


class Progress:
    """The progress of one step, on the standard output."""

    def __init__(self) -> None:
        """Begin the step."""
        self.started = time.monotonic()
        self.is_terminal = sys.stdout.isatty()
        self.done = self.part = 0
        self.written = 0.0

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line of the terminal empty for what comes next."""
        self._clear()

    def print(self, text: str) -> None:
        """Print a line that stays.

        Args:
            text: what dbt or another tool has to say.
        """
        self._clear()
        print(text, flush=True)

    def say(self, text: str) -> None:
        """Tell a terminal what is being done now; a log need not know.

        Args:
            text: what is being done.
        """
        if self.is_terminal:
            self._write(text)

    def count(self, done: int, total: int) -> None:
        """Tell how many of all are under way.

        Args:
            done: so many; what is less than before is a message that came late.
            total: of so many.
        """
        if done <= self.done or not total:
            return
        self.done = done
        now = time.monotonic()
        text = f"{done:,} of {total:,}, {duration(now - self.started)}"
        if self.is_terminal:
            if now - self.written >= SECONDS_BETWEEN:
                self._write(text)
        elif (part := done * PARTS // total) > self.part:
            self.part = part
            print(f"    {100 * part // PARTS} %: {text}", flush=True)

    def _write(self, text: str) -> None:
        """Put a text in place of the line."""
        self.written = time.monotonic()
        # back to the start, the text, and nothing of a longer one behind it
        print(f"\r    {text}\x1b[K", end="", flush=True)

    def _clear(self) -> None:
        """Take the line away."""
        if self.is_terminal and self.written:
            print("\r\x1b[K", end="", flush=True)
